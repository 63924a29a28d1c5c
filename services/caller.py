"""Who asks, as handlers have it: one value for each envelope, with what the answer may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from protocol.caller import NotAdmitted
from protocol.language import preferred
from protocol.registry import Access
from services.accounts import Accounts
from services.community import Community
from services.models import Models
from services.places import Places
from services.works import Works
from status_codes import ApiError, Global, Outcome

# Under this name a browser keeps its token; `Cookies` gives it back.
SESSION_COOKIE = "session"
# Most guests read it, and so it is spoken to who says nothing.
LANGUAGE = "zh"


class FurtherReplies(Protocol):
    """A connection that can be told things later (a WebSocket)."""

    def send(self, data: bytes) -> None:
        """Send JSON `data` as a further reply to the envelope being answered."""

    def on_close(self, end: Callable[[], None]) -> None:
        """Call `end` when the connection is gone."""

    def fail(self, outcome: Outcome) -> None:
        """Send the last reply: there will be no further one."""


class Cookies(Protocol):
    """A face that keeps values for its client between requests (the REST face)."""

    @property
    def changes(self) -> Mapping[str, tuple[str, int | None]]:
        """What the client is to keep from now on, by name, and for how many seconds."""

    def get(self, name: str) -> str:
        """What the client sent under that name, or an empty string."""

    def set(self, name: str, value: str, seconds: int | None) -> None:
        """Have the client send `value` from now on, for so long (None: until it closes)."""

    def drop(self, name: str) -> None:
        """Have the client forget the value."""


class ClientConnection(Protocol):
    """What the request came over."""

    def is_closing(self) -> bool: ...


class Caller(NamedTuple):
    """A `protocol.caller.Caller` of one envelope.

    As the transport makes it nobody is known yet (`user_id` 0); `admit` gives another one with the
    user. So what is answered beside it, in the same batch or on the same socket, has its own.
    """

    user_id: int
    address: str
    trace: str
    token: str
    headers: Mapping[str, str]
    accounts: Accounts
    works: Works
    community: Community
    models: Models
    places: Places
    link: ClientConnection | None = None
    cookies: Cookies | None = None
    push: FurtherReplies | None = None

    @property
    def language(self) -> str:
        """Looked up when it is asked for: most answers have no text of their own."""
        return preferred(self.headers.get("Accept-Language", ""), LANGUAGE)

    def has_left(self) -> bool:
        """Whether nobody is there any more to read an answer."""
        return self.link is not None and self.link.is_closing()

    def bearing(self, token: str) -> Caller:
        """The same with another token, before it is known whose that is."""
        return self._replace(token=token)

    async def admit(self, access: Access) -> Caller:
        """The same, known to be one whom that access is for. Raises -100, -101, -102 or -103.

        To a guest a dead token is as good as none.
        """
        if access is Access.ANYONE or (access is Access.GUEST and not self.token):
            return self
        if not self.token:
            raise ApiError(Global.TOKEN_MISSING)
        try:
            user_id = await self.accounts.tokens.check(self.token)
        except ApiError:
            if access is Access.GUEST:
                return self
            raise
        self.accounts.uses.looked_up(self.token)
        if access is Access.ADMIN and not (await self.accounts.credentials.own(user_id)).admin:
            raise NotAdmitted(Global.NOT_ALLOWED, user_id)
        # As `_replace` does, without its Python: every signed-in request comes by here.
        return tuple.__new__(Caller, (user_id, *self[1:]))
