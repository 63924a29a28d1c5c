"""Rules of the admin pages: what can be done there, and what an admin's password must be."""

from __future__ import annotations

from typing import Final

from services.accounts.rules import PASSWORD_MOST
from services.community.rules import REVIEWS
from status_codes import AdminOnly, ApiError
from stores.targets import VisibilityChange

# The document's: 样例用户名 travel 密码 travel123.
SAMPLE: Final = "travel"
SAMPLE_PASSWORD: Final = "travel123"
PASSWORD_LEAST: Final = 10
CHANGES: Final = {
    "hide": VisibilityChange.HIDE,
    "show": VisibilityChange.UNHIDE,
    "delete": VisibilityChange.DELETE,
    "restore": VisibilityChange.RESTORE,
}
USER_ACTIONS: Final = ("suspend", "unsuspend", "sign_out", "reset")
WORK_ACTIONS: Final = ("hide", "show", "retry", "cancel", "delete")
REPORT_ACTIONS: Final = tuple(REVIEWS)
# As wide as the columns of the audit log.
NAME_MOST: Final = 64
NOTE_MOST: Final = 500
ENDED_MOST: Final = 200


def refuse_weak(name: str, password: str) -> None:
    """Raises what an admin's password must be."""
    is_short = not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST
    if is_short or password in (name, SAMPLE_PASSWORD):
        raise ApiError(AdminOnly.PASSWORD)
