"""Files: guests' pictures, works' files to whom they are shown, and our own under /static."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import aiohttp
import pillow_heif
import pytest
from multidict import CIMultiDictProxy
from PIL import Image
from yarl import URL

from status_codes import UserAvatar
from tests.documents import covers
from tests.postcard import Guest, Postcard, picture
from tests.special import execute, make_admin
from tests.traveller import Traveller, travelling

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRET = b"Secret Camera"


class Got(NamedTuple):
    status: int
    kind: str
    headers: CIMultiDictProxy[str]
    body: bytes

    def image(self) -> Image.Image:
        return Image.open(io.BytesIO(self.body))


@pytest.fixture
async def traveller(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Somebody who has registered and signed in."""
    async with travelling(postcard) as found:
        await found.sign_up()
        yield found


async def get(http: aiohttp.ClientSession, url: str, method: str = "GET", **headers: str) -> Got:
    """A request whose path is sent as it stands."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    async with http.request(method, URL(url, encoded=True), headers=given) as answer:
        body = await answer.read()
        return Got(answer.status, answer.content_type, answer.headers, body)


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """That of one pixel of an RGB picture."""
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def photo(width: int = 800, height: int = 600, kind: str = "JPEG", turn: int = 1) -> bytes:
    """Left half red, right half blue, and all that a camera writes down."""
    image = Image.new("RGB", (width, height), (200, 0, 0))
    image.paste((0, 0, 200), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    exif[MAKE] = SECRET.decode()
    exif[GPS] = {1: "N", 2: (31.0, 14.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    out = io.BytesIO()
    image.save(out, kind, exif=exif, **({"comment": SECRET} if kind == "JPEG" else {}))
    return out.getvalue()


def clear(alpha: int = 0) -> bytes:
    image = Image.new("RGBA", (300, 200), (10, 200, 10, 255))
    image.putpixel((150, 100), (0, 0, 0, alpha))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), (200, 120, 40))).save(out)
    return out.getvalue()


async def send(who: Traveller, content: bytes | None, name: str = "me.jpg") -> dict[str, Any]:
    form = aiohttp.FormData(default_to_multipart=True)
    if content is not None:
        form.add_field("avatar", io.BytesIO(content), filename=name)
    return await who.ask("POST", "/user/avatar", data=form)


def traces(image: Image.Image) -> list[Any]:
    """What an image says beside its pixels."""
    return [dict(image.getexif()), image.info.get("exif"), image.info.get("comment")]


@covers("user/avatar: says 成功地修改了头像", "user/avatar: takes avatar", "user/avatar: by POST")
@covers("user/avatar: notice 1")
async def test_an_avatar(traveller: Traveller) -> None:
    """The middle of the picture, 512 pixels wide, at the documented address, for everybody."""
    reply = await send(traveller, photo(1600, 1200))
    link = reply["data"]["avatar"]
    info = await traveller.ask("GET", "/user/info")
    async with aiohttp.ClientSession() as stranger:
        got = await get(stranger, traveller.postcard.url + link)
    image = got.image()

    assert (200, "成功地修改了头像") == (reply["code"], reply["msg"])
    assert f"/media/avatars/{traveller.uid}.jpg" == link == info["data"]["avatar"]
    assert (200, "image/jpeg", "nosniff") == (
        got.status,
        got.kind,
        got.headers["X-Content-Type-Options"],
    )
    assert ("JPEG", (512, 512)) == (image.format, image.size)
    assert [{}, None, None] == traces(image)
    assert SECRET not in got.body


async def test_an_avatar_stands_upright(traveller: Traveller) -> None:
    """What the camera noted of its turning is done before it is forgotten."""
    await send(traveller, photo(640, 480, turn=6))

    got = await get(traveller.http, f"{traveller.postcard.url}/media/avatars/{traveller.uid}.jpg")
    image = got.image()
    top, bottom = colour(image, image.width // 2, 20), colour(image, image.width // 2, 460)

    assert (480, 480) == image.size
    assert top[0] > 150 > top[2] and bottom[2] > 150 > bottom[0]


async def test_a_small_avatar_is_not_enlarged(traveller: Traveller) -> None:
    """Of 90 to 60 pixels the middle 60 are kept."""
    await send(traveller, photo(90, 60))

    got = await get(traveller.http, f"{traveller.postcard.url}/media/avatars/{traveller.uid}.jpg")

    assert (60, 60) == got.image().size


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (photo(kind="PNG"), "jpg"),
        (photo(kind="WEBP"), "jpg"),
        (heic(), "jpg"),
        (clear(alpha=255), "jpg"),
        (clear(alpha=0), "png"),
    ],
    ids=["png", "webp", "heic", "opaque", "clear"],
)
async def test_formats(traveller: Traveller, content: bytes, extension: str) -> None:
    """The bytes say what it is; what is transparent stays so, all else is a JPEG."""
    reply = await send(traveller, content, "me.gif.exe")
    got = await get(traveller.http, traveller.postcard.url + reply["data"]["avatar"])
    image = got.image()

    assert f"/media/avatars/{traveller.uid}.{extension}" == reply["data"]["avatar"]
    assert {"jpg": "JPEG", "png": "PNG"}[extension] == image.format
    assert ("RGBA" == image.mode) == (extension == "png")


async def test_another_avatar(traveller: Traveller) -> None:
    """It takes the place of the one before, whatever its format, and is seen at once."""
    url = traveller.postcard.url
    first = (await send(traveller, clear()))["data"]["avatar"]
    second = (await send(traveller, photo()))["data"]["avatar"]
    seen = await get(traveller.http, url + second)
    same = await get(traveller.http, url + second, If_None_Match=seen.headers["ETag"])
    await send(traveller, photo(100, 100))
    other = await get(traveller.http, url + second, If_None_Match=seen.headers["ETag"])
    gone = await get(traveller.http, url + first)
    files = [f for f in traveller.postcard.media() if f"avatars/{traveller.uid}." in f]

    assert (200, 304, 200, 404) == (seen.status, same.status, other.status, gone.status)
    assert "public, no-cache" == seen.headers["Cache-Control"]
    assert (100, 100) == other.image().size
    assert [f"avatars/{traveller.uid}.jpg"] == files


async def test_two_avatars_at_once(traveller: Traveller) -> None:
    """Of pictures of two formats that come together one stays, and it is the one that is named."""
    contents = [photo(64, 64), clear()] * 6

    replies = await asyncio.gather(*(send(traveller, content) for content in contents))
    link = (await traveller.ask("GET", "/user/info"))["data"]["avatar"]
    got = await get(traveller.http, traveller.postcard.url + link)
    files = [f for f in traveller.postcard.media() if f"avatars/{traveller.uid}." in f]

    assert {200} == {reply["code"] for reply in replies}
    assert 200 == got.status
    assert [link.removeprefix("/media/")] == files
    assert [] == traveller.postcard.scratch()


@covers("user/avatar: says 未获取到avatar")
@pytest.mark.parametrize(
    ("content", "row"),
    [
        (None, UserAvatar.NO_FILE),
        (b"", UserAvatar.FORMAT),
        (b"hello", UserAvatar.FORMAT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", UserAvatar.FORMAT),
        (b"<html><script>alert(1)</script></html>", UserAvatar.FORMAT),
        (photo()[:3000], UserAvatar.BROKEN),
        (clear()[:60], UserAvatar.BROKEN),
    ],
)
async def test_no_avatar(traveller: Traveller, content: bytes | None, row: UserAvatar) -> None:
    """Nothing, no picture, and half a picture each have their text, and change nothing."""
    reply = await send(traveller, content)

    assert (403, row.msg) == (reply["code"], reply["msg"])
    assert "/static/avatar.png" == (await traveller.ask("GET", "/user/info"))["data"]["avatar"]


async def test_an_avatar_that_is_too_large(traveller: Traveller) -> None:
    """More bytes, and more pixels, than a picture may have are 文件过大."""
    out = io.BytesIO()
    Image.new("1", (20_000, 2_600)).save(out, "PNG")
    pixels = await send(traveller, out.getvalue())
    size = await send(traveller, photo() + bytes(21 << 20))

    for reply in (pixels, size):
        assert 413 == reply["code"]
        assert reply["msg"].startswith("文件过大")


async def test_an_avatar_as_base64(member: Guest) -> None:
    """In an envelope it is base64 text; an account of the hotel API has a picture too."""
    reply = await member.call("user", "avatar", {"avatar": base64.b64encode(photo()).decode()})
    hotel = await member.call("info", "get")
    wrong = await member.call("user", "avatar", {"avatar": "aGVsbG8="})

    assert 0 == reply["status"]
    assert reply["data"]["avatar"] == hotel["data"]["avatar"]
    assert UserAvatar.FORMAT.code == wrong["status"]


async def test_the_default_avatar(postcard: Postcard, http: aiohttp.ClientSession) -> None:
    """Whoever has none is shown ours: a PNG that browsers may keep, also asked for in parts."""
    url = f"{postcard.url}/static/avatar.png"
    whole = await get(http, url)
    part = await get(http, url, Range="bytes=1-3")
    same = await get(http, url, If_None_Match=whole.headers["ETag"])
    head = await get(http, url, "HEAD")

    assert (200, "image/png", "public, max-age=3600", "nosniff") == (
        whole.status,
        whole.kind,
        whole.headers["Cache-Control"],
        whole.headers["X-Content-Type-Options"],
    )
    assert (256, 256) == whole.image().size
    assert (206, b"PNG") == (part.status, part.body)
    assert (304, b"") == (same.status, same.body)
    assert (200, b"", str(len(whole.body))) == (
        head.status,
        head.body,
        head.headers["Content-Length"],
    )


@pytest.mark.parametrize(
    "path",
    [
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
    ],
)
async def test_no_way_out_and_no_listing(
    member: Guest, http: aiohttp.ClientSession, path: str
) -> None:
    """What leads elsewhere, names a folder or names nothing is 404 in the form of REST."""
    for method in ("GET", "HEAD", "POST"):
        got = await get(http, f"{member.postcard.url}{path}?token={member.token}", method)

        assert (404, "application/json") == (got.status, got.kind), method
        assert method == "HEAD" or {"code": 404, "msg": "找不到页面", "data": {}} == json.loads(
            got.body
        )


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
    info = {"images": ["0.jpg", "1.jpg"], "size": "1280x720", "fps": 10, "share": share}
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["movie", "photo"])
async def test_a_shared_work(
    member: Guest, http: aiohttp.ClientSession, traveller: Traveller, kind: str
) -> None:
    """Its result and cover are everybody's; of its pictures others see neither place nor device."""
    work, url = await make(member, kind, share=True), member.postcard.url
    info = f"/media/{kind}s/{work.work_id}/info.json"

    for link in (work.result, work.cover):
        assert 200 == (await get(http, url + link)).status
    for link, original in zip(work.uploads, work.originals, strict=True):
        own = await get(http, f"{url}{link}?token={member.token}")
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
        (await get(http, f"{url}{info}{query}")).status for query in (f"?token={member.token}", "")
    ]


@pytest.mark.slow
async def test_what_is_made_says_nothing(member: Guest, http: aiohttp.ClientSession) -> None:
    """Covers and long pictures carry nothing of the photos but their pixels."""
    works = [await make(member, kind, share=False) for kind in ("movie", "photo")]
    links = [work.cover for work in works] + [works[1].result]

    for link in links:
        got = await get(http, f"{member.postcard.url}{link}?token={member.token}")
        assert [{}, None, None] == traces(got.image()), link
        assert SECRET not in got.body


@pytest.mark.slow
async def test_a_film_in_parts(member: Guest, http: aiohttp.ClientSession) -> None:
    """A player can ask for any part of it, and for its length alone."""
    work = await make(member, "movie", share=True)
    url = member.postcard.url + work.result
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
