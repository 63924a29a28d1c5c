"""Finding out whose a phone is, using up what is for all, and locking others out."""

from __future__ import annotations

import base64
import itertools
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import redis

from services.accounts.credentials import bucket_of
from services.accounts.rules import AccountName
from services.admin.admins import REFUSALS_NOTED
from status_codes import Global, InfoGet, LoginPass, UserLogin
from stores.looks import _likened, skeleton
from tests.admin import desk_of, signed_in
from tests.community import new_post, uid_of
from tests.conftest import WAYS
from tests.postcard import Guest, Postcard, picture
from tests.servers import free_port
from tests.special import (
    batch,
    each_way,
    eventually,
    execute,
    guest_of,
    make_admin,
    sent_to,
    serving,
)
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


Asked = Callable[[Guest, int], Awaitable[int]]


async def by_rest(guest: Guest, uid: int) -> int:
    return int((await guest.rest("GET", f"/user/info?uid={uid}"))["code"])


async def by_envelope(guest: Guest, uid: int) -> int:
    return int((await guest.call("user", "info", {"uid": uid}))["status"])


async def in_a_batch(guest: Guest, uid: int) -> int:
    item = {"id": uid, "type": "user", "subtype": "info", "data": {"uid": uid}}
    return int((await batch(guest, [item]))[0]["status"])


async def over_a_socket(guest: Guest, uid: int) -> int:
    url = f"{guest.postcard.url}/api/ws?token={guest.token}"
    async with guest.http.ws_connect(url) as socket:
        await socket.send_json({"id": 1, "type": "user", "subtype": "info", "data": {"uid": uid}})
        return int((await socket.receive_json(timeout=30))["status"])


async def by_blocking(guest: Guest, uid: int) -> int:
    """Whoever is blocked stands in a list with name, gender and picture."""
    return int((await guest.call("block", "add", {"uid": uid}))["status"])


@pytest.mark.parametrize("ask_for", [by_rest, by_envelope, in_a_batch, over_a_socket, by_blocking])
async def test_walking_over_numbers(watched: Postcard, ask_for: Asked) -> None:
    """As over phones, on every face, and all of them count together; one's own number does not."""
    refused = 429 if ask_for is by_rest else LIMITED
    async with guest_of(watched, next(ADDRESSES)) as other, guest_of(watched) as guest:
        await other.sign_up()
        await guest.sign_up()
        mine, theirs = await uid_of(guest), await uid_of(other)
        own = [await by_envelope(guest, mine) for _ in range(MOST + 1)]
        seen = [await ask_for(guest, uid) for uid in (theirs, *range(10**9, 10**9 + MOST))]
        phone = await guest.call("info", "get", {"username": other.phone})
        again = [await ask_for(guest, theirs), await by_envelope(guest, theirs)]
        kept = [await by_envelope(guest, mine), await by_envelope(other, mine)]

    assert [0] * (MOST + 1) == own
    assert seen[0] in (0, 200) and refused not in seen[:MOST]
    assert [refused, LIMITED] == [seen[MOST], phone["status"]]
    assert [refused, LIMITED] == again
    # A second guest has tries of their own, and an account is always its owner's to see.
    assert [0, 0] == kept


async def test_an_admin_looks_up_whom_they_like(watched: Postcard) -> None:
    """By phone and by number."""
    async with guest_of(watched, next(ADDRESSES)) as other, guest_of(watched) as guest:
        await other.sign_up()
        await guest.sign_up()
        make_admin(guest)
        uid = await uid_of(other)
        seen = [await by_envelope(guest, uid) for _ in range(MOST + 1)]
        phones = [
            (await guest.call("info", "get", {"username": other.phone}))["status"]
            for _ in range(MOST + 1)
        ]

    assert [0] * (2 * MOST + 2) == seen + phones


async def test_what_guests_show_needs_no_lookup(watched: Postcard) -> None:
    """Authors stand beside what they wrote, with their pictures, as often as somebody reads it."""
    async with guest_of(watched, next(ADDRESSES)) as other, guest_of(watched) as guest:
        await other.sign_up()
        await guest.sign_up()
        uid = await uid_of(other)
        await other.call("user", "avatar", {"avatar": base64.b64encode(picture()).decode()})
        pid = await new_post(other)
        read = [await guest.call("forum", "post", {"pid": pid}) for _ in range(MOST + 1)]
        link = read[0]["data"]["avatar"]
        pictures = [await fetched(guest, link) for _ in range(MOST + 1)]
        # A number without a picture and a number that nobody has are answered alike.
        nobody = [await fetched(guest, f"/media/avatars/{n}.jpg") for n in (uid + 10**9, uid + 1)]
        looked = await by_envelope(guest, uid)

    assert [(0, uid)] * (MOST + 1) == [(r["status"], r["data"]["uid"]) for r in read]
    assert [200] * (MOST + 1) == [status for status, _ in pictures]
    assert 404 == nobody[0][0] and nobody[0] == nobody[1]
    assert 0 == looked


async def fetched(guest: Guest, link: str) -> tuple[int, bytes]:
    async with guest.http.get(guest.postcard.url + link) as answer:
        return answer.status, await answer.read()


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


def namesakes(count: int) -> list[str]:
    """Names that nobody has and whose tries are counted together."""
    bucket = bucket_of(AccountName("uname", "nobody"))
    names = (f"nobody {n} {'x' * 200}" for n in itertools.count())
    return list(
        itertools.islice(
            (name for name in names if bucket == bucket_of(AccountName("uname", name))), count
        )
    )


def counters(postcard: Postcard) -> list[str]:
    """The keys of all that is kept for a short time."""
    if url := postcard.env.get("POSTCARD__REDIS__URL", ""):
        with redis.Redis.from_url(url) as link:
            return sorted(key.decode() for key in link.scan_iter())
    with closing(sqlite3.connect(postcard.folder / "kv.sqlite", timeout=5)) as link:
        return sorted(row[0] for row in link.execute("SELECT key FROM kv"))


TABLES = ("users", "tokens", "audit", "jobs")


@each_way
async def test_names_that_nobody_has_leave_nothing(
    way: str, request: pytest.FixtureRequest
) -> None:
    """Neither rows nor counters of their own, on any face: all names there are share 65,536.

    What is kept under is of one length, however long the name is.
    """
    names = namesakes(4)
    more = {
        "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": "1000",
        "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ADDRESS_MINUTE": "1000",
    }
    with serving(way, request, more) as postcard:
        async with guest_of(postcard) as guest, desk_of(postcard) as desk:
            item = {"id": 1, "type": "user", "subtype": "login"}

            async def sign_in(name: str) -> None:
                data = {"uname": name, "password": "x", "no_captcha": True}
                replies = [
                    await guest.call("user", "login", data),
                    (await batch(guest, [item | {"data": data}]))[0],
                ]
                assert [UserLogin.NO_SUCH_USER.code] * 2 == [r["status"] for r in replies]
                assert 403 == (await guest.rest("POST", "/user/login", json=data))["code"]
                assert 303 != (await desk.sign_in(name, "x")).status

            before = [execute(postcard, f"SELECT COUNT(*) FROM {name}") for name in TABLES]
            await sign_in(names[0])
            first = counters(postcard)
            for name in names[1:]:
                await sign_in(name)
            last = counters(postcard)
            after = [execute(postcard, f"SELECT COUNT(*) FROM {name}") for name in TABLES]

    assert first == last
    assert before == after
    assert 64 > max(map(len, last))


def test_what_is_known_of_characters_is_bounded() -> None:
    """Whoever registers with every character there is fills no more than a small part of it."""
    for first in range(0x4E00, 0x9FFF, 32):
        skeleton("".join(map(chr, range(first, first + 32))))

    assert _likened.cache_info().currsize <= 4096


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
