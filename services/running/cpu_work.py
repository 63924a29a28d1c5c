"""Who hashes and draws: a process apart, which services are given and do not know.

A thread of ours would share the interpreter's lock with the loop. One of low priority that holds it
while others have the cores holds up every request; one of the same priority takes cores from them.
"""

from __future__ import annotations

from typing import Any, Final, Literal, Protocol, TypedDict

from status_codes import ApiError, Global


class CpuOrder(TypedDict, total=False):
    """`hash` a password: {"hash"}; `verify` it against `stored`: {"right"}; `draw` the captchas of
    `codes`: {"pngs"}, in base64.

    A password is written as JSON writes a text, in ASCII: so it may hold lone surrogates.
    """

    do: Literal["hash", "verify", "draw"]
    password: str
    stored: str
    rounds: int
    memory_kib: int
    codes: list[str]


class CpuWork(Protocol):
    async def do(self, order: CpuOrder, /) -> dict[str, Any]:
        """What came of it. It is done to its end, also where nobody waits for it any more."""


class NoCpuWork:
    """For those who sign nobody in, as a command at the terminal."""

    async def do(self, _order: CpuOrder, /) -> dict[str, Any]:
        raise ApiError(Global.BUSY)


NO_CPU_WORK: Final[CpuWork] = NoCpuWork()
