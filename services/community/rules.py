"""Rules of the community: parts of lists, lengths of texts, who may see and answer what."""

from __future__ import annotations

from typing import Final, NamedTuple

from protocol.caller import Caller
from status_codes import ApiError, CommentFind, Global, MovieFind, Outcome, PhotoFind, PostFind
from stores.reports import ReportState
from stores.targets import COMMENT, Target, VisibilityChange

# The greatest id that a table can give.
NEWEST: Final = 2**63 - 1
# Characters.
TITLE_MOST: Final = 200
POST_MOST: Final = 20_000
COMMENT_MOST: Final = 2_000
REASON_MOST: Final = 500
NOT_FOUND: Final[dict[str, Outcome]] = {
    "post": PostFind.NOT_FOUND,
    "movie": MovieFind.NOT_FOUND,
    "photo": PhotoFind.NOT_FOUND,
    COMMENT: CommentFind.NOT_FOUND,
}
# What an admin can do with a report: what happens to its subject, and what becomes of the report.
REVIEWS: Final = {
    "hide": (VisibilityChange.HIDE, ReportState.HIDDEN),
    "dismiss": (None, ReportState.DISMISSED),
    "restore": (VisibilityChange.UNHIDE, ReportState.RESTORED),
}


class PageQuery(NamedTuple):
    """At most `limit` items with an id below `before`, after `page_num` - 1 pages of them."""

    before: int
    limit: int
    page_num: int = 1

    @property
    def offset(self) -> int:
        return (self.page_num - 1) * self.limit


def is_open_to(found: Target, caller: Caller) -> bool:
    """Whether the caller would see it, had they blocked nobody. Raises -102."""
    if caller.user_id and found.admin is None:
        raise ApiError(Global.USER_GONE)
    return bool(found.here and (found.open or found.owner == caller.user_id or found.admin))


def let_answer(refused: int) -> None:
    """Raises -103 where the other side has blocked the caller."""
    if refused:
        raise ApiError(Global.NOT_ALLOWED)
