"""Who may see a post, a work or a comment, and who may answer it with a like or a comment.

What cannot be seen is answered like what is not there.
"""

from __future__ import annotations

from typing import Final

from status_codes import ApiError, CommentFind, Global, MovieFind, Outcome, PhotoFind, PostFind
from stores.targets import COMMENT, Target, TargetComment, TargetRows

NOT_FOUND: Final[dict[str, Outcome]] = {
    "post": PostFind.NOT_FOUND,
    "movie": MovieFind.NOT_FOUND,
    "photo": PhotoFind.NOT_FOUND,
    COMMENT: CommentFind.NOT_FOUND,
}


class Sight:
    """Finds things for a viewer; 0 is a stranger. Raises `ApiError`."""

    def __init__(self, targets: TargetRows) -> None:
        self._targets = targets

    async def see(self, viewer: int, target: str, target_id: int) -> Target:
        """What the viewer sees: neither deleted nor hidden nor of somebody he has blocked."""
        found = await self.reach(viewer, target, target_id)
        if found.avoided:
            raise ApiError(NOT_FOUND[target])
        return found

    async def answer(self, viewer: int, target: str, target_id: int) -> Target:
        """What the viewer sees and may answer: its owner has not blocked him."""
        found = await self.see(viewer, target, target_id)
        _let_answer(found.refused)
        return found

    async def reach(self, viewer: int, target: str, target_id: int) -> Target:
        """What would be seen if the viewer had blocked nobody; he may take back what he did."""
        found = await self._targets.find(target, target_id, viewer)
        if found is None or not _is_open_to(found, viewer):
            raise ApiError(NOT_FOUND[target])
        return found

    async def see_comment(self, viewer: int, holder: str, comment_id: int) -> TargetComment:
        """A comment on a post or a work, both of which the viewer sees."""
        found = await self.reach_comment(viewer, holder, comment_id)
        if found.avoided or found.on.avoided:
            raise ApiError(CommentFind.NOT_FOUND)
        return found

    async def answer_comment(self, viewer: int, holder: str, comment_id: int) -> TargetComment:
        """A comment that the viewer sees, and neither who wrote it nor whose it is on refuses."""
        found = await self.see_comment(viewer, holder, comment_id)
        _let_answer(found.refused or found.on.refused)
        return found

    async def reach_comment(self, viewer: int, holder: str, comment_id: int) -> TargetComment:
        """A comment that would be seen if the viewer had blocked nobody."""
        found = await self._targets.find_comment(holder, comment_id, viewer)
        if found is None or not _is_open_to(found.on, viewer):
            raise ApiError(CommentFind.NOT_FOUND)
        return found


def _is_open_to(found: Target, viewer: int) -> bool:
    if viewer and found.admin is None:
        raise ApiError(Global.USER_GONE)
    return bool(found.here and (found.open or found.owner == viewer or found.admin))


def _let_answer(refused: int) -> None:
    if refused:
        raise ApiError(Global.NOT_ALLOWED)
