"""What may go wrong, as exceptions: one class for each kind of answer, and for none.

A status above zero belongs to the endpoint that answers it (`Refused`); one below zero means the
same everywhere (`GlobalError`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

CLOSED: Final = "the client was closed"
# What to do about it, where the server's message does not say.
HINTS: Final = {-100: "sign in first", -101: "sign in again", -102: "sign in again"}


class PostcardError(Exception):
    """Whatever this package raises of itself.

    work_id: the number of the film or long picture that was being made, where the server has it.
    """

    work_id: int | None = None


class BadValue(PostcardError, ValueError):
    """An address, token, file name or patience with which nothing can be asked."""


class NotUsable(PostcardError):
    """The client was closed; or one that waits is called in a callback of its own."""


class NoAnswer(PostcardError):
    """The connection was not made, or was cut, in every try; nobody knows whether it was done.

    lasting: the next try would fail the same, as where the server has no such name.
    """

    def __init__(
        self, reason: str, retry_after: float | None = None, *, lasting: bool = False
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.lasting = lasting


class HttpError(PostcardError):
    """Something answered that is no Postcard, or has no such file: the HTTP status and text."""

    def __init__(self, http: int, text: str, what: str) -> None:
        super().__init__(f"{what}: HTTP {http}: {text[:200]}")
        self.http = http
        self.text = text


class NoPictures(PostcardError):
    """There was nothing to make a work of; `refused` says of each file what the server said."""

    def __init__(self, reason: str, refused: Mapping[str, str]) -> None:
        lines = [reason, *(f"{name}: {said}" for name, said in refused.items())]
        super().__init__("\n".join(lines))
        self.refused = dict(refused)


class WorkFailed(PostcardError):
    """A work ended without a result; `state` is the last that was heard of it."""

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__(f"work {state['work_id']}: {state['result_msg'] or state['status_msg']}")
        self.state = dict(state)


class ApiError(PostcardError):
    """The server refused: the endpoint, as `type/subtype`; status, message and data."""

    def __init__(self, endpoint: str, status: int, message: str, data: Mapping[str, Any]) -> None:
        hint = f" ({HINTS[status]})" if status in HINTS else ""
        super().__init__(f"{endpoint}: {status} {message}{hint}")
        self.endpoint = endpoint
        self.status = status
        self.message = message
        self.data = dict(data)

    @property
    def retry_after(self) -> float | None:
        """Seconds after which the server wants to be asked again, where it says so."""
        said = self.data.get("retry_after")
        return float(said) if isinstance(said, int | float) else None


class Refused(ApiError):
    """A status of the endpoint's own, above zero: docs/api has its table."""


class GlobalError(ApiError):
    """A status that any endpoint may answer, below zero."""


class BadRequest(GlobalError):
    """A key or a value of the request is wrong."""


class WrongCode(GlobalError):
    """The code, or its hash, is wrong or spent."""


class NotSignedIn(GlobalError):
    """No token, a wrong or expired one, or one whose account is gone."""


class NotAllowed(GlobalError):
    """This is not the caller's to do, or the account is suspended."""


class TooLarge(GlobalError):
    """A file or body beyond its limit."""


class StorageFull(TooLarge):
    """All that a guest may keep is used; `data` has `used` and `limit` in bytes."""


class TooMany(GlobalError):
    """Too often; `retry_after` has the seconds to wait."""


class KeyUnderWay(GlobalError):
    """The first request with this key is still being answered."""


class KeyBrokenOff(GlobalError):
    """The first request with this key died while a message left: nobody knows whether it did."""


class KeyOfAnother(GlobalError):
    """The key was used for another request; nothing was done."""


class BadReference(GlobalError):
    """An item of a batch refers to nothing."""


class ServerFault(GlobalError):
    """A fault of the server's own, or of a part that it needs."""


class Busy(ServerFault):
    """The server, or a part of it, has no room now."""


class TimedOut(ServerFault):
    """The server gave up."""


KINDS: Final[dict[int, type[GlobalError]]] = {
    -1: BadRequest,
    -2: BadRequest,
    -3: BadRequest,
    -4: WrongCode,
    -100: NotSignedIn,
    -101: NotSignedIn,
    -102: NotSignedIn,
    -103: NotAllowed,
    -104: NotAllowed,
    -200: ServerFault,
    -201: BadRequest,
    -202: BadRequest,
    -203: BadRequest,
    -204: BadRequest,
    -404: ServerFault,
    -409: KeyUnderWay,
    -410: KeyBrokenOff,
    -413: TooLarge,
    -422: KeyOfAnother,
    -424: BadReference,
    -429: TooMany,
    -500: ServerFault,
    -501: ServerFault,
    -503: Busy,
    -504: TimedOut,
}


def error_of(endpoint: str, status: int, message: str, data: Mapping[str, Any]) -> ApiError:
    """The exception that a reply's status stands for."""
    if status > 0:
        return Refused(endpoint, status, message, data)
    kind = KINDS.get(status, GlobalError)
    if kind is TooLarge and "used" in data:
        kind = StorageFull
    return kind(endpoint, status, message, data)
