"""user/avatar: the picture of oneself, of any format, for all to see; and ours for the others."""

from __future__ import annotations

import asyncio
import base64
import io
from typing import Any

import aiohttp
import pillow_heif
import pytest
from PIL import Image

from status_codes import UserAvatar
from tests.documents import covers
from tests.files import SECRET, colour, get, photo, traces
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.rows import same_rows
from tests.traveller import Traveller


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


@covers("user/avatar: says 成功地修改了头像", "user/avatar: takes avatar", "user/avatar: by POST")
@covers("user/avatar: notice 1")
async def test_an_avatar(traveller: Traveller) -> None:
    """The middle of the picture, 512 pixels wide, at the documented address, for everybody."""
    reply = await send(traveller, photo(1600, 1200))
    link = reply["data"]["avatar"]
    info = await traveller.ask("GET", "/user/info")
    async with client_session() as stranger:
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
async def test_no_avatar(traveller: Traveller) -> None:
    """Nothing, no picture, and half a picture each have their text, and change nothing."""
    sent: dict[str, tuple[bytes | None, UserAvatar]] = {
        "nothing": (None, UserAvatar.NO_FILE),
        "an empty file": (b"", UserAvatar.FORMAT),
        "a text": (b"hello", UserAvatar.FORMAT),
        "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", UserAvatar.FORMAT),
        "a page": (b"<html><script>alert(1)</script></html>", UserAvatar.FORMAT),
        "half a JPEG": (photo()[:3000], UserAvatar.BROKEN),
        "half a PNG": (clear()[:60], UserAvatar.BROKEN),
    }

    seen = {}
    for what, (content, _) in sent.items():
        reply = await send(traveller, content)
        avatar = (await traveller.ask("GET", "/user/info"))["data"]["avatar"]
        seen[what] = reply["code"], reply["msg"], avatar

    same_rows({what: (403, row.msg, "/static/avatar.png") for what, (_, row) in sent.items()}, seen)


async def test_an_avatar_that_is_too_large(traveller: Traveller) -> None:
    """More bytes, or more pixels, than a picture may have: the limit is told."""
    out = io.BytesIO()
    Image.new("1", (20_000, 4_000)).save(out, "PNG")
    pixels = await send(traveller, out.getvalue())
    size = await send(traveller, photo() + bytes(64 << 20))

    assert (413, "照片超过 6710 万像素") == (pixels["code"], pixels["msg"])
    assert (413, "文件过大，上限 64 MB") == (size["code"], size["msg"])


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
