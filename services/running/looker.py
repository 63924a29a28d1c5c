"""Who looks at guests' files: a process apart, which services are given and do not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypedDict

from protocol.caller import Caller
from status_codes import ApiError, Global


class LookOrder(TypedDict, total=False):
    """What is to be done with a file, and what it may take.

    `accept`: prove that it can be shown, {"format", "width", "height"}; `head`: its size alone,
    {"width", "height"}; `avatar` and `strip` write a picture to `out`, {"extension"}.
    """

    do: Literal["accept", "head", "avatar", "strip"]
    path: Path
    out: Path
    max_pixels: int
    max_seconds: float
    clip_pixels: int
    side: int


class Looker(Protocol):
    async def look(self, guest: str, order: LookOrder, /) -> dict[str, Any]:
        """What was found; guests take turns, by the name that is given here.

        Raises PictureError, or `ApiError`: -503 where too many wait, -504 where a look takes long.
        """


def lane(caller: Caller) -> str:
    """Who takes turns: a guest, or an address of somebody without an account."""
    return f"guest:{caller.user_id}" if caller.user_id else f"address:{caller.address}"


class NoLooker:
    """For those who take in no files, as a command at the terminal."""

    async def look(self, _guest: str, _order: LookOrder, /) -> dict[str, Any]:
        raise ApiError(Global.BUSY)


NO_LOOKER: Final[Looker] = NoLooker()
