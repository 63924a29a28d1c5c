"""Rule: a session slides, and so does the date of its cookie: anew after a small part of its life.

Not with each answer, of which a client writes every new cookie to its disk. When a cookie was dated
is known to each process of its own: another one dates it once more.
"""

from __future__ import annotations

from time import monotonic
from typing import Final

from services.accounts.tokens import is_session
from services.caller import SESSION_COOKIE
from transport.callers import Visitor

# In parts of the session's life.
ANEW: Final = 64
# Cookies that one process knows of, some megabytes; one that it has forgotten is dated again.
MOST: Final = 20_000


class DatedSessions:
    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        # When each is to be dated anew, the next one first.
        self._due: dict[str, float] = {}

    def follow(self, visitor: Visitor, user_id: int) -> None:
        """Date the cookie of a session, where that is due; `user_id` is whom it was found to be."""
        told = visitor.jar.told(SESSION_COOKIE)
        if told is not None:
            # Of a session that begins, or an empty one, which ends.
            if told:
                self._note(told)
            return
        token = visitor.caller.token
        # A token that is not a living one of ours is not said to be: 0.
        if not user_id or visitor.explicit or not is_session(token):
            return
        if self._due.get(token, 0.0) <= monotonic():
            visitor.jar.set(SESSION_COOKIE, token, self._seconds)
            self._note(token)

    def _note(self, token: str) -> None:
        self._due.pop(token, None)
        if len(self._due) >= MOST:
            del self._due[next(iter(self._due))]
        self._due[token] = monotonic() + self._seconds / ANEW
