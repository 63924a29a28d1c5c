"""Addresses of one's own works that open without a cookie, for a while; where that is wished."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from services.running.seals import Seals, read_key
from services.works.addresses import KEY, Addresses
from tests.files import get
from tests.postcard import Guest, Postcard, picture
from tests.replies import client_session
from tests.rows import same_rows
from tests.special import batch, eventually, execute, guest_of, set_up

signing = set_up({"POSTCARD__CLIENTS__SIGNED_ADDRESSES": "true"})
# A second is the shortest time for which an address can be good.
brief = set_up(
    {"POSTCARD__CLIENTS__SIGNED_ADDRESSES": "true", "POSTCARD__WORKS__ADDRESS_SECONDS": "1"},
    whole=False,
)
SIGNED = re.compile(
    r"(/media/(?:movies|photos)/\d+/[^?]+)\?owner=(\d+)&until=(\d+)&signature=([\w-]{43})"
)


@pytest.fixture
async def owner(signing: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(signing) as found:
        await found.sign_up()
        yield found


@pytest.fixture
async def nobody() -> AsyncIterator[aiohttp.ClientSession]:
    """A player, or a loader of pictures: without a cookie and without a token."""
    async with client_session() as http:
        yield http


async def uploaded(guest: Guest, kind: str = "movie", content: bytes = b"") -> tuple[int, str]:
    """A work of one picture; its number, and the address under which the picture lies."""
    work_id = (await guest.call(kind, "new"))["data"]["work_id"]
    form = aiohttp.FormData()
    form.add_field("file", content or picture(), filename="0.jpg")
    reply = await guest.rest("POST", f"/{kind}/{work_id}/upload", data=form)
    return work_id, reply["data"]["url"]


def plain(address: str) -> str:
    return address.partition("?")[0]


def signer(postcard: Postcard, key: bytes = b"") -> Addresses:
    """What signs as this Postcard does; or with another key."""
    key = key or read_key("", postcard.folder / "secret.key")
    return Addresses(Seals(key).key_for(KEY), 3600, signed=True)


def signed_by(addresses: Addresses, owner: int, path: str) -> str:
    return addresses.of_owner(owner, {"url": path})["url"]


async def number(guest: Guest) -> int:
    """The guest's number."""
    return int((await guest.rest("GET", "/user/info"))["data"]["uid"])


@pytest.mark.parametrize("kind", ["movie", "photo"])
async def test_an_address_opens_without_a_cookie(
    owner: Guest, nobody: aiohttp.ClientSession, kind: str
) -> None:
    """Whole, in parts, and its header alone; for nobody but whom it was given to."""
    content = picture()
    work_id, address = await uploaded(owner, kind, content)
    status = (await owner.call(kind, "status", {"work_id": work_id}))["data"]
    url = owner.postcard.url + address
    whole = await get(nobody, url)
    part = await get(nobody, url, Range="bytes=2-5")
    beyond = await get(nobody, url, Range="bytes=99999999-")
    head = await get(nobody, url, "HEAD")
    same = await get(nobody, url, If_None_Match=whole.headers["ETag"])
    spelled = await get(nobody, url.replace(f"/{kind}s/", f"/{kind}/"))
    bare = await get(nobody, plain(url))

    assert SIGNED.fullmatch(address)
    assert [address] == status["image_urls"]
    assert (200, "image/jpeg", content) == (whole.status, whole.kind, whole.body)
    assert (206, content[2:6], 416) == (part.status, part.body, beyond.status)
    assert (200, str(len(content)), b"") == (head.status, head.headers["Content-Length"], head.body)
    assert (304, content, 404) == (same.status, spelled.body, bare.status)
    for got in (whole, part, head, same):
        assert got.headers["Cache-Control"].startswith("private, max-age=")
        assert "no-referrer" == got.headers["Referrer-Policy"]


async def test_an_address_that_was_changed(owner: Guest, nobody: aiohttp.ClientSession) -> None:
    """Whatever of it is another's, or written in another way, it opens nothing."""
    work_id, address = await uploaded(owner)
    _, other = await uploaded(owner)
    match = SIGNED.fullmatch(address)
    assert match is not None
    path, who, until, signature = match.groups()
    ours, url = signer(owner.postcard), owner.postcard.url
    async with guest_of(owner.postcard) as another:
        await another.sign_up()
        stranger = await number(another)

    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in until)

    def made(
        path: str = path, owner: str = who, until: str = until, signature: str = signature
    ) -> str:
        return f"{path}?owner={owner}&until={until}&signature={signature}"

    changed = {
        "another owner": made(owner=str(stranger)),
        "later": made(until=str(int(until) + 1)),
        "earlier": made(until=str(int(until) - 1)),
        "another work": made(path=plain(other)),
        "another name": made(path=f"/media/movies/{work_id}/info.json"),
        "another kind": made(path=path.replace("movies", "photos")),
        "shorter": made(signature=signature[:-1]),
        "empty": made(signature=""),
        "longer": made(signature=signature + "="),
        "in small letters": made(signature=signature.lower()),
        "a number in another way": made(until=f"0{until}"),
        "a number with a sign": made(owner=f"%2B{who}"),
        "a number in other digits": made(until=quote(wide)),
        "no owner": f"{path}?until={until}&signature={signature}",
        "no end": f"{path}?owner={who}&signature={signature}",
        "of half a character": made(signature="%ed%a0%80"),
        # Signed as we sign, but not by the owner of what it leads to.
        "a stranger's": signed_by(ours, stranger, path),
        "nobody's": signed_by(ours, 2**62, path),
        "with another key": signed_by(signer(owner.postcard, bytes(32)), int(who), path),
    }
    seen = {name: (await get(nobody, url + one)).status for name, one in changed.items()}
    right = await get(nobody, url + signed_by(ours, int(who), path))

    same_rows(dict.fromkeys(changed, 404), seen)
    assert 200 == right.status
    # Who may see it anyway does so, whatever stands beside their token.
    broken = url + changed["later"]
    own = await get(nobody, broken, Authorization=f"Bearer {owner.token}")
    assert 200 == own.status


async def test_what_ends_an_address(owner: Guest, nobody: aiohttp.ClientSession) -> None:
    """A work that is deleted, a guest who is suspended, an account that is removed with all it had.

    Who may sign in again has theirs back, while their time lasts.
    """
    url, uid = owner.postcard.url, await number(owner)
    work_id, deleted = await uploaded(owner)
    _, kept = await uploaded(owner)
    seen = [(await get(nobody, url + deleted)).status]
    await owner.call("movie", "delete", {"work_id": work_id})
    seen.append((await get(nobody, url + deleted)).status)
    for suspended in (1, 0):
        execute(owner.postcard, "UPDATE users SET suspended = ? WHERE id = ?", suspended, uid)
        seen.append((await get(nobody, url + kept)).status)
    of_them = "work_id IN (SELECT id FROM works WHERE user_id = ?)"
    for rows in (f"uploads WHERE {of_them}", "works WHERE user_id = ?", "users WHERE id = ?"):
        execute(owner.postcard, f"DELETE FROM {rows}", uid)
    seen.append((await get(nobody, url + kept)).status)

    assert [200, 404, 404, 200, 404] == seen


async def test_an_address_ends(brief: Postcard, nobody: aiohttp.ClientSession) -> None:
    """When its time is over; the next answer has another one."""
    async with guest_of(brief) as guest:
        await guest.sign_up()
        work_id, first = await uploaded(guest)
        before = await get(nobody, brief.url + first)

        async def over() -> bool:
            return 404 == (await get(nobody, brief.url + first)).status

        await eventually(over)
        status = (await guest.call("movie", "status", {"work_id": work_id}))["data"]
        (second,) = status["image_urls"]
        after = await get(nobody, brief.url + second)

    assert (200, 200) == (before.status, after.status)
    assert before.headers["Cache-Control"] in ("private, max-age=1", "private, max-age=2")
    assert plain(first) == plain(second) and first != second


async def finished(guest: Guest, kind: str) -> tuple[int, list[dict[str, Any]]]:
    """A shared work that is made while its owner watches; what they were told."""
    work_id, _ = await uploaded(guest, kind)
    info = {"images": ["0.jpg"], "size": "640x360", "fps": 10, "share": True, "tag": 3}
    form = aiohttp.FormData()
    form.add_field("file", json.dumps(info).encode(), filename="info.json")
    await guest.rest("POST", f"/{kind}/{work_id}/upload", data=form)
    told: list[dict[str, Any]] = []
    async with guest.http.ws_connect(f"{guest.postcard.url}/api/ws?token={guest.token}") as socket:
        data = {"work_id": work_id}
        await socket.send_json({"id": 1, "type": kind, "subtype": "watch", "data": data})
        told.append((await socket.receive_json())["data"])
        await guest.call(kind, "start", data)
        while told[-1]["status"] in (0, 1, 2):
            told.append((await socket.receive_json(timeout=300))["data"])
    assert 3 == told[-1]["status"], told[-1]
    return work_id, told


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["movie", "photo"])
async def test_the_owners_own_answers_alone(
    owner: Guest, nobody: aiohttp.ClientSession, kind: str
) -> None:
    """Status, lists of one's own and what is watched; never a list of what everybody shares."""
    work_id, told = await finished(owner, kind)
    data = {"work_id": work_id}
    status, mine, every = await batch(
        owner,
        [
            {"id": 1, "type": kind, "subtype": "status", "data": data},
            {"id": 2, "type": kind, "subtype": "list", "data": {}},
            {"id": 3, "type": kind, "subtype": "myall", "data": {}},
        ],
    )
    rest = (await owner.rest("GET", f"/{kind}/{work_id}/status"))["data"]
    found = status["data"]
    (row,) = mine["data"][f"{kind}s"]
    cover = f"{kind}_cover"
    addresses = [
        found["info"],
        found[cover],
        *found["image_urls"],
        *found["result_urls"],
        row[cover],
        row["result_msg"],
        told[-1]["info"],
    ]
    seen = {one: (await get(nobody, owner.postcard.url + one)).status for one in addresses}
    shared = [await owner.rest("GET", f"/{kind}/all")]
    async with guest_of(owner.postcard) as another:
        await another.sign_up()
        shared.append(await another.rest("GET", f"/{kind}/all"))
        if kind == "movie":
            shared.append(await owner.rest("GET", "/movie/tag/3"))
    of_it = [
        one for all_ in shared for one in all_["data"][f"{kind}s"] if one["work_id"] == work_id
    ]

    assert all(SIGNED.fullmatch(one) for one in addresses), addresses
    assert {200} == set(seen.values())
    assert (found["info"], found[cover]) == (rest["info"], rest[cover])
    assert mine["data"] == every["data"]
    assert told[0]["info"] is None
    assert len(shared) == len(of_it)
    assert "signature=" not in json.dumps(shared)
    # What is said where the result's address will be is said as it is.
    assert "?" not in str(told[1]["info"])


@pytest.mark.one_machine("it reads the key")
async def test_nothing_of_it_where_it_is_not_wished(
    member: Guest, nobody: aiohttp.ClientSession
) -> None:
    """By default addresses are plain, and a right signature is none."""
    _, address = await uploaded(member)
    signed = signed_by(signer(member.postcard), await number(member), address)
    seen = await get(nobody, member.postcard.url + signed)

    assert "?" not in address
    assert SIGNED.fullmatch(signed)
    assert 404 == seen.status


async def test_no_signature_is_written_down(owner: Guest, nobody: aiohttp.ClientSession) -> None:
    """Neither into the logs, nor to where the process writes."""
    _, address = await uploaded(owner)
    signature = address.rpartition("=")[2]
    for method in ("GET", "HEAD", "POST"):
        await get(nobody, owner.postcard.url + address, method)
        await get(nobody, owner.postcard.url + address + "x", method)

    assert signature not in json.dumps(owner.postcard.log())
    assert signature not in owner.postcard.output()
