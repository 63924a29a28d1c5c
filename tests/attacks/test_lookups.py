"""Finding out whose a phone is, using up what is for all, and locking others out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from services.admin.admins import REFUSALS_NOTED
from status_codes import Global, InfoGet, LoginPass
from tests.admin import desk_of, signed_in
from tests.conftest import WAYS
from tests.postcard import Guest, Postcard
from tests.servers import free_port
from tests.special import each_way, eventually, execute, guest_of, sent_to, serving
from tests.tencent import Provider
from tests.wire.test_messages import ENV

MOST = 3
SETTINGS = {
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    "POSTCARD__LIMITS__SMS_ALL_HOUR": str(MOST),
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": str(MOST),
    "POSTCARD__LIMITS__LOOKUPS_PER_USER_HOUR": str(MOST),
    "POSTCARD__LIMITS__RESETS_PER_ADDRESS_HOUR": str(MOST),
}
LIMITED = Global.TOO_MANY.code
ADDRESSES = (f"10.7.{n >> 8}.{n & 255}" for n in itertools.count(1))


@pytest.fixture(params=WAYS)
def watched(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    with serving(request.param, request, SETTINGS) as postcard:
        yield postcard


async def ask(guest: Guest, phone: str, kind: int = 2) -> dict[str, Any]:
    return await guest.call("sms", "generate", {"phone": phone, "command_type": kind})


@each_way
async def test_a_reset_of_a_known_and_an_unknown_phone(
    way: str, request: pytest.FixtureRequest
) -> None:
    """Both are one job that is handed over, and one answer; the provider hears of the known one.

    Nobody waits for the provider, which has not answered yet.
    """
    port = free_port()
    env = ENV | {"POSTCARD__SMS__TENCENT_ENDPOINT": f"127.0.0.1:{port}"}
    provider = Provider(port)
    await provider.start()
    jobs = "SELECT actor, queue FROM jobs ORDER BY id"
    ended = "SELECT COUNT(*) FROM jobs WHERE state = 'done'"
    try:
        with serving(way, request, env) as postcard:
            postcard.start()
            async with guest_of(postcard) as guest:
                known, unknown = guest.new_phone(), guest.new_phone()
                statement = (
                    "INSERT INTO users (phone, phone_proved, password, created_ms)"
                    " VALUES (?, 1, 'x', 1)"
                )
                execute(postcard, statement, known)
                provider.hold.clear()
                replies = [await ask(guest, phone) for phone in (known, unknown)]
                made = execute(postcard, jobs)
                again = [await ask(guest, phone) for phone in (known, unknown)]
                provider.hold.set()
                await eventually(lambda: execute(postcard, ended) == [(2,)])
    finally:
        await provider.close()

    assert [(0, {"rand"})] * 2 == [(r["status"], set(r["data"])) for r in replies]
    assert [LIMITED] * 2 == [reply["status"] for reply in again]
    assert 2 == len(made)
    assert made[0] == made[1]
    assert [True] == [known.encode() in body for _, body in provider.requests]


async def test_messages_that_are_not_sent_use_nothing_up(watched: Postcard) -> None:
    """Resets for phones that nobody has leave what may be sent in an hour to those who have one."""
    async with guest_of(watched, next(ADDRESSES)) as guest:
        quiet = [await ask(guest, guest.new_phone()) for _ in range(MOST + 2)]
        phones = [guest.new_phone() for _ in range(MOST + 1)]
        heard = [await ask(guest, phone, 1) for phone in phones]

    assert [0] * (MOST + 2) == [reply["status"] for reply in quiet]
    assert [0] * MOST + [LIMITED] == [reply["status"] for reply in heard]
    assert [1] * MOST + [0] == [len(sent_to(watched, phone)) for phone in phones]


async def test_walking_over_phones(watched: Postcard) -> None:
    """Known and unknown ones count alike, by whatever endpoint; one's own does not."""
    async with guest_of(watched, next(ADDRESSES)) as other, guest_of(watched) as guest:
        await other.register()
        await guest.sign_up()
        own = [await guest.call("info", "get", {"username": guest.phone}) for _ in range(MOST + 1)]
        phones = [other.phone, guest.new_phone()]
        seen = [await guest.call("info", "get", {"username": phone}) for phone in phones]
        taken = await guest.call("user", "info_update", {"phone": other.phone})
        more = [
            await guest.call("info", "get", {"username": other.phone}),
            await guest.call("user", "info_update", {"phone": guest.new_phone()}),
            await guest.call("info", "update", {"email": f"{other.phone}@example.com"}),
        ]
        kept = await guest.call("info", "get")

    assert [0] * (MOST + 1) == [reply["status"] for reply in own]
    assert [0, InfoGet.NO_SUCH_USER.code, 100] == [r["status"] for r in [*seen, taken]]
    assert [LIMITED] * 3 == [reply["status"] for reply in more]
    assert (guest.phone, "") == (kept["data"]["phone"], kept["data"]["email"])


async def test_wrong_codes_of_an_address(watched: Postcard) -> None:
    """For whichever phone they are; others are not kept from theirs."""
    async with guest_of(watched, next(ADDRESSES)) as guest, guest_of(watched) as other:
        data = {"hash": "0" * 32, "pass": "x"}
        seen = [
            await guest.call("password", "reset", data | {"username": guest.new_phone()})
            for _ in range(MOST + 1)
        ]
        free = await other.call("password", "reset", data | {"username": guest.new_phone()})

    assert [Global.HASH.code] * MOST + [LIMITED] == [reply["status"] for reply in seen]
    assert Global.HASH.code == free["status"]


async def test_nobody_is_locked_out_where_they_are_known(watched: Postcard) -> None:
    """Strangers' guesses end strangers' tries; where somebody has signed in before they may."""
    async with guest_of(watched, next(ADDRESSES)) as guest:
        await guest.sign_up()
        data = {"username": guest.phone, "pass": "wrong"}
        seen = []
        for _ in range(MOST + 1):
            async with guest_of(watched, next(ADDRESSES)) as stranger:
                seen.append((await stranger.call("login", "pass", data))["status"])
        async with guest_of(watched, next(ADDRESSES)) as stranger:
            right = data | {"pass": guest.password}
            elsewhere = (await stranger.call("login", "pass", right))["status"]
        here = (await guest.call("login", "pass", right, token=""))["status"]

    assert [LoginPass.INCORRECT.code] * MOST + [LIMITED] == seen
    assert [LIMITED, 0] == [elsewhere, here]


@each_way
async def test_refused_sign_ins_fill_no_log(way: str, request: pytest.FixtureRequest) -> None:
    """Of guesses at an admin's password so many are written down in an hour, and no more."""
    with serving(way, request, {}) as postcard:
        async with signed_in(postcard), desk_of(postcard) as desk:
            name = execute(
                postcard,
                "SELECT COALESCE(uname, phone) FROM users WHERE admin = 1 ORDER BY id DESC",
            )[0]
            for _ in range(REFUSALS_NOTED + 3):
                await desk.sign_in(name[0], "wrong")
        written = execute(postcard, "SELECT COUNT(*) FROM audit WHERE ended = 'refused'")

    assert [(REFUSALS_NOTED,)] == written
