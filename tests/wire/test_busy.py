"""Password hashes are work: only so many wait, and an unknown name costs as much."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from status_codes import Global, LoginPass
from tests.conftest import WAYS
from tests.documents import covers
from tests.special import guest_of, serving

SETTINGS = {
    "POSTCARD__PASSWORDS__MEMORY_KIB": "65536",
    "POSTCARD__PASSWORDS__THREADS": "1",
    "POSTCARD__PASSWORDS__WAITING": "1",
}


@pytest.mark.parametrize("way", WAYS[:1])
@covers("global: -503", "login/pass: local 100")
async def test_more_logins_than_hashes(request: pytest.FixtureRequest, way: str) -> None:
    """One hash runs and one waits; more are -503, for known and unknown names alike."""
    found = {}
    with serving(way, request, SETTINGS) as postcard:
        assert postcard.server is not None
        async with guest_of(postcard) as guest:
            await guest.register()
            for phone in (guest.phone, guest.new_phone()):
                data = {"username": phone, "pass": "wrong"}

                replies = await asyncio.gather(
                    *(guest.call("login", "pass", data) for _ in range(12))
                )
                ping = await guest.call("ping", "ping")

                found[phone] = {reply["status"] for reply in replies}
                assert 0 == ping["status"]

    assert [{LoginPass.INCORRECT.code, Global.BUSY.code}] * 2 == list(found.values())


def cpu_ticks(pid: int) -> int:
    """What a process and those that it has started have used of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return int(fields[11]) + int(fields[12]) + sum(map(cpu_ticks, children))


@pytest.mark.parametrize("way", WAYS[:1])
async def test_an_unknown_name_is_as_much_work(request: pytest.FixtureRequest, way: str) -> None:
    """For a name that is not there a password is hashed too, so that the time tells nothing."""
    used = []
    with serving(way, request, SETTINGS) as postcard:
        assert postcard.server is not None
        async with guest_of(postcard) as guest:
            # Its process stays for what follows.
            await guest.register()
            for phone in (guest.phone, guest.new_phone()):
                before = cpu_ticks(postcard.server.pid)
                for _ in range(5):
                    data = {"username": phone, "pass": "wrong"}
                    reply = await guest.call("login", "pass", data)
                    assert LoginPass.INCORRECT.code == reply["status"]
                used.append(cpu_ticks(postcard.server.pid) - before)

    known, unknown = used
    # Of five hashes of 64 MiB each.
    assert known > 10
    assert known / 2 < unknown < known * 2
