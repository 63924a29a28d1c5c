"""Files of works, to whom they are shown, and what leads to none."""

from __future__ import annotations

import asyncio
import json
from typing import Any, NamedTuple

import aiohttp
import pytest

from tests.files import SECRET, colour, get, photo, traces
from tests.postcard import Guest, Postcard, picture
from tests.rows import same_rows
from tests.special import execute, make_admin
from tests.traveller import Traveller

NOWHERE = (
    "/static",
    "/static/",
    "/static/.",
    "/static/..",
    "/static/../config.toml",
    "/static/%2e%2e/config.toml",
    "/static/..%2fconfig.toml",
    "/static/%2e%2e%2fconfig.toml",
    "/static/..%5cconfig.toml",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/avatar.png%00",
    "/static/avatar.png/",
    "/static/nothing.png",
    "/static/%ff.png",
    "/media",
    "/media/",
    "/media/avatars",
    "/media/avatars/",
    "/media/avatars/0.jpg",
    "/media/avatars/..%2f..%2fpostcard.sqlite",
    "/media/avatars/%2e%2e%2fmovies",
    "/media/avatars/1.svg",
    "/media/avatars/1.html",
    "/media/movies",
    "/media/movies/",
    "/media/movies/1",
    "/media/movies/1/",
    "/media/movies/1/..",
    "/media/movies/1/%2e%2e",
    "/media/movies/1/..%2f..%2f..%2fpostcard.sqlite",
    "/media/movies/..%2f..%2f..%2fetc%2fpasswd/x",
    "/media/movies/99999999999999999999/x.jpg",
    "/media/photos/9223372036854775808/x.jpg",
    "/media/../postcard.sqlite",
    "/media/%2e%2e/postcard.sqlite",
    "/media/%2e%2e/secret.key",
    "/secret.key",
    "/media/scratch/x.jpg",
    "/media/log.txt/..",
)


async def test_no_way_out_and_no_listing(member: Guest, http: aiohttp.ClientSession) -> None:
    """What leads elsewhere, names a folder or names nothing is 404 in the form of REST."""
    told = {"code": 404, "msg": "找不到页面"}
    expected, seen = {}, {}
    for path in NOWHERE:
        for method in ("GET", "HEAD", "POST"):
            got = await get(http, f"{member.postcard.url}{path}?token={member.token}", method)
            body = json.loads(got.body) if method != "HEAD" else None
            seen[f"{method} {path}"] = got.status, got.kind, body
            expected[f"{method} {path}"] = (
                404,
                "application/json",
                None if method == "HEAD" else told,
            )

    same_rows(expected, seen)


class Shared(NamedTuple):
    """A finished work and its owner."""

    owner: Guest
    work_id: int
    kind: str
    uploads: list[str]
    originals: list[bytes]
    result: str
    cover: str


async def make(owner: Guest, kind: str, *, share: bool) -> Shared:
    """A work of two pictures that say where they were taken."""
    work_id = (await owner.call(kind, "new"))["data"]["work_id"]
    originals, links = [photo(), photo(640, 480, "WEBP", turn=3)], []
    info = {"images": ["0.jpg", "1.jpg"], "size": "640x360", "fps": 10, "share": share}
    info |= {"latitude": 31.2, "longitude": 121.5}
    for name, content in [
        ("0.jpg", originals[0]),
        ("1.jpg", originals[1]),
        ("info.json", json.dumps(info).encode()),
    ]:
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name)
        reply = await owner.rest("POST", f"/{kind}/{work_id}/upload", data=form)
        links.append(reply["data"]["url"])
    await owner.call(kind, "start", {"work_id": work_id})
    status: dict[str, Any] = {"status": 1}
    async with asyncio.timeout(300):
        while status["status"] in (1, 2):
            await asyncio.sleep(0.1)
            status = (await owner.call(kind, "status", {"work_id": work_id}))["data"]
    assert 3 == status["status"], status
    return Shared(
        owner, work_id, kind, links[:2], originals, status["info"], status[f"{kind}_cover"]
    )


@pytest.fixture(scope="module")
def works() -> dict[str, Shared]:
    """By address and kind: what `shared` has made."""
    return {}


async def shared(
    works: dict[str, Shared], postcard: Postcard, http: aiohttp.ClientSession, kind: str
) -> Shared:
    """One shared work of a kind, for every test that only looks at it."""
    name = f"{postcard.url} {kind}"
    if name not in works:
        owner = Guest(postcard, http)
        await owner.sign_up()
        await owner.login(enduring=1)
        works[name] = await make(owner, kind, share=True)
    works[name].owner.http = http
    return works[name]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["movie", "photo"])
async def test_a_shared_work(
    works: dict[str, Shared], http: aiohttp.ClientSession, traveller: Traveller, kind: str
) -> None:
    """Its result and cover are everybody's; of its pictures others see neither place nor device."""
    work, url = await shared(works, traveller.postcard, http, kind), traveller.postcard.url
    info, token = f"/media/{kind}s/{work.work_id}/info.json", work.owner.token

    for link in (work.result, work.cover):
        assert 200 == (await get(http, url + link)).status
    for link, original in zip(work.uploads, work.originals, strict=True):
        own = await get(http, f"{url}{link}?token={token}")
        seen = [await get(http, url + link), await get(traveller.http, url + link)]
        again = await get(http, url + link, If_None_Match=seen[0].headers["ETag"])

        assert original == own.body
        assert SECRET in own.body
        assert seen[0].body == seen[1].body
        assert (200, "image/jpeg", 304) == (seen[0].status, seen[0].kind, again.status)
        assert [{}, None, None] == traces(seen[0].image())
        assert SECRET not in seen[0].body
    turned = (await get(http, url + work.uploads[1])).image()
    assert (640, 480) == turned.size
    assert colour(turned, 100, 100)[2] > 150
    assert [200, 404] == [
        (await get(http, f"{url}{info}{query}")).status for query in (f"?token={token}", "")
    ]


@pytest.mark.slow
async def test_what_is_made_says_nothing(
    works: dict[str, Shared], postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """Covers and long pictures carry nothing of the photos but their pixels."""
    film = await shared(works, postcard, http, "movie")
    long = await shared(works, postcard, http, "photo")

    for link in (film.cover, long.cover, long.result):
        got = await get(http, postcard.url + link)
        assert [{}, None, None] == traces(got.image()), link
        assert SECRET not in got.body


@pytest.mark.slow
async def test_a_film_in_parts(
    works: dict[str, Shared], postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """A player can ask for any part of it, and for its length alone."""
    work = await shared(works, postcard, http, "movie")
    url = postcard.url + work.result
    whole = await get(http, url)
    size = len(whole.body)
    first = await get(http, url, Range="bytes=0-99")
    last = await get(http, url, Range="bytes=-100")
    open_end = await get(http, url, Range=f"bytes={size - 5}-")
    beyond = await get(http, url, Range=f"bytes={size}-")
    head = await get(http, url, "HEAD")
    spelled = await get(http, url.replace("/media/movies/", "/media/movie/"))

    assert (200, "video/mp4", "bytes") == (
        whole.status,
        whole.kind,
        whole.headers["Accept-Ranges"],
    )
    assert (206, whole.body[:100]) == (first.status, first.body)
    assert f"bytes 0-99/{size}" == first.headers["Content-Range"]
    assert whole.body[-100:] == last.body
    assert whole.body[-5:] == open_end.body
    assert 416 == beyond.status
    assert (200, str(size), b"") == (head.status, head.headers["Content-Length"], head.body)
    assert whole.body == spelled.body


@pytest.mark.slow
async def test_a_private_work(
    member: Guest, http: aiohttp.ClientSession, traveller: Traveller
) -> None:
    """Unshared, its files are its owner's and an admin's; others are told that nothing is there."""
    work, url = await make(member, "photo", share=False), member.postcard.url
    admin = Guest(member.postcard, http)
    await admin.sign_up()
    make_admin(admin)
    links = [work.result, work.cover, *work.uploads]

    seen = {
        who: {(await get(client, f"{url}{link}{query}")).status for link in links}
        for who, client, query in (
            ("owner", http, f"?token={member.token}"),
            ("admin", http, f"?token={admin.token}"),
            ("nobody", http, ""),
            ("another", traveller.http, ""),
        )
    }
    traveller.keep("session", member.token)
    by_cookie = await get(traveller.http, url + work.result)
    by_header = await get(http, url + work.result, Authorization=f"Bearer {member.token}")

    assert {"owner": {200}, "admin": {200}, "nobody": {404}, "another": {404}} == seen
    assert (200, 200) == (by_cookie.status, by_header.status)


async def test_no_way_into_anothers_folder(
    member: Guest, http: aiohttp.ClientSession, traveller: Traveller
) -> None:
    """An escaped slash in a name does not lead from one's own work to somebody else's."""
    work_id = await member.new_movie([picture()])
    mine = (await traveller.ask("POST", "/movie/new"))["data"]["work_id"]
    ((name,),) = execute(member.postcard, "SELECT filename FROM uploads WHERE work_id = ?", work_id)
    url = member.postcard.url

    own = await get(http, f"{url}/media/movies/{work_id}/{name}?token={member.token}")
    ways = [
        await get(traveller.http, f"{url}/media/movies/{mine}/{way}{work_id}{slash}{name}")
        for way, slash in (("..%2f", "%2f"), ("%2e%2e%2f", "%2F"), ("..%5c", "%5c"))
    ]

    assert 200 == own.status
    assert [404] * 3 == [got.status for got in ways]


@pytest.mark.slow
async def test_many_ask_for_a_stripped_picture(member: Guest, http: aiohttp.ClientSession) -> None:
    """Of twenty who ask first each is given the whole copy, and nothing is left behind."""
    work = await make(member, "photo", share=True)
    url = member.postcard.url + work.uploads[0]

    seen = await asyncio.gather(*(get(http, url) for _ in range(20)))

    assert {200} == {got.status for got in seen}
    assert 1 == len({got.body for got in seen})
    assert (800, 600) == seen[0].image().size
    assert [] == member.postcard.scratch()


async def test_an_unshared_picture_of_a_deleted_work(
    member: Guest, http: aiohttp.ClientSession
) -> None:
    """When a work is deleted its copies are gone with it."""
    work = await make(member, "photo", share=True)
    url = member.postcard.url + work.uploads[0]
    before = await get(http, url)

    await member.call("photo", "delete", {"work_id": work.work_id})
    after = await get(http, url)
    left = [f for f in member.postcard.media() if f.startswith(f"photos/{work.work_id}/")]

    assert (200, 404) == (before.status, after.status)
    assert [] == left
