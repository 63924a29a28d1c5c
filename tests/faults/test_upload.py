"""What comes as a file: pictures are taken, anything else is refused and leaves no trace."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable, Iterator

import aiohttp
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from status_codes import Global, Outcome, WorkUpload
from tests.postcard import Guest, Postcard, picture, until

LIMITS = {
    "POSTCARD__WORKS__PICTURE_BYTES": "300000",
    "POSTCARD__WORKS__PICTURE_PIXELS": "1000000",
    "POSTCARD__WORKS__PICTURES": "3",
    "POSTCARD__HTTP__READ_SECONDS": "0.5",
}
FORM = "multipart/form-data; boundary=edge"


@pytest.fixture(scope="module")
def postcard() -> Iterator[Postcard]:
    """One with small limits."""
    opened = Postcard(LIMITS)
    opened.start()
    yield opened
    opened.close()


@pytest.fixture
async def work(member: Guest) -> AsyncIterator[int]:
    """An empty work; in the end the server has raised no alarm and keeps nothing in scratch."""
    yield await member.new_movie([])
    await until(lambda: member.postcard.scratch() == [], what="nothing in scratch")
    assert [] == [x for x in member.postcard.log() if x.get("level") == "error"]


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(mode: str = "RGB") -> Image.Image:
    return Image.new("RGB", (64, 48), (200, 120, 40)).convert(mode)


def heic() -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(plain()).save(out)
    return out.getvalue()


def deep_png() -> bytes:
    grey = (np.arange(64 * 48, dtype=np.uint16) * 20).reshape(48, 64)
    return saved(Image.fromarray(grey), "PNG")


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(plain(), "JPEG", exif=exif)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has nothing to show for it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "hello")
    return out.getvalue()


JPEG = picture(64, 48)
TAKEN: dict[str, tuple[Callable[[], bytes], str, tuple[int, int]]] = {
    "jpeg": (lambda: saved(plain(), "JPEG"), "jpg", (64, 48)),
    "png": (lambda: saved(plain(), "PNG"), "png", (64, 48)),
    "webp": (lambda: saved(plain(), "WEBP"), "webp", (64, 48)),
    "heic": (heic, "heic", (64, 48)),
    "gif": (lambda: saved(plain("P"), "GIF"), "gif", (64, 48)),
    "cmyk jpeg": (lambda: saved(plain("CMYK"), "JPEG"), "jpg", (64, 48)),
    "alpha png": (lambda: saved(plain("RGBA"), "PNG"), "png", (64, 48)),
    "16 bit png": (deep_png, "png", (64, 48)),
    "turned jpeg": (turned, "jpg", (48, 64)),
    "avif": (lambda: saved(plain(), "AVIF"), "avif", (64, 48)),
    "tiff": (lambda: saved(plain(), "TIFF"), "tif", (64, 48)),
    "bmp": (lambda: saved(plain(), "BMP"), "bmp", (64, 48)),
    "jpeg without its end": (lambda: JPEG[:-2], "jpg", (64, 48)),
}
REFUSED: dict[str, tuple[str, bytes, Outcome]] = {
    "html": ("a.jpg", b"<html><script>alert(1)</script></html>", WorkUpload.FORMAT),
    "svg": ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', WorkUpload.FORMAT),
    "zip": ("a.jpg", zipped(), WorkUpload.FORMAT),
    "jpeg and zip": ("a.jpg", JPEG + zipped(), WorkUpload.FORMAT),
    "text": ("a.jpg", b"hello", WorkUpload.FORMAT),
    "nothing": ("a.jpg", b"", WorkUpload.FORMAT),
    "jpeg 2000": ("a.jp2", saved(plain(), "JPEG2000"), WorkUpload.FORMAT),
    "truncated jpeg": ("a.jpg", picture()[:-2000], WorkUpload.BROKEN),
    "truncated png": ("a.png", saved(plain(), "PNG")[:-40], WorkUpload.BROKEN),
    "only a header": ("a.jpg", b"\xff\xd8\xff\xe0", WorkUpload.BROKEN),
    "too many bytes": ("a.jpg", JPEG + os.urandom(300_000), Global.FILE_TOO_LARGE),
    "too many pixels": ("a.jpg", picture(1200, 900), Global.PICTURE_PIXELS),
    "png bomb": ("a.png", png_header(60_000, 60_000), Global.PICTURE_PIXELS),
    "path up": ("../a.jpg", JPEG, WorkUpload.NAME),
    "absolute path": ("/etc/passwd", JPEG, WorkUpload.NAME),
    "backslash": ("..\\a.jpg", JPEG, WorkUpload.NAME),
    "tab": ("a\t.jpg", JPEG, WorkUpload.NAME),
    "dots": ("..", JPEG, WorkUpload.NAME),
    "long name": ("a" * 300 + ".jpg", JPEG, WorkUpload.NAME),
}


def part(name: str, content: bytes, filename: bytes | None = None) -> bytes:
    """One part of a form, with any bytes as the name of its file."""
    named = b"" if filename is None else b'; filename="%b"' % filename
    head = b'--edge\r\nContent-Disposition: form-data; name="%b"%b' % (name.encode(), named)
    return head + b"\r\n\r\n" + content + b"\r\n"


async def send(guest: Guest, work_id: int, form: bytes) -> dict[str, object]:
    headers = {"Content-Type": FORM, "Authorization": f"Bearer {guest.token}"}
    url = f"{guest.postcard.url}/movie/{work_id}/upload"
    async with guest.http.post(url, data=form, headers=headers) as answer:
        reply: dict[str, object] = json.loads(await answer.text())
        assert answer.status == reply["code"]
        return reply


def uploads(postcard: Postcard, work_id: int) -> list[tuple[object, ...]]:
    return postcard.rows(
        f"select filename, original, bytes, width, height from uploads where work_id = {work_id}"
    )


@pytest.mark.parametrize("case", TAKEN)
async def test_pictures_are_taken(member: Guest, work: int, case: str) -> None:
    """Every documented format comes in, whatever its colours, with its upright size."""
    make, suffix, size = TAKEN[case]
    content = make()

    reply = await member.upload(work, "山.什么", content)
    rows = uploads(member.postcard, work)
    name = reply["data"]["filename"]
    lies = member.postcard.folder / "media" / "movies" / str(work) / name

    assert 200 == reply["code"]
    assert f"/media/movies/{work}/{name}" == reply["data"]["url"]
    assert name.endswith("." + suffix)
    assert [(name, "山.什么", len(content), *size)] == rows
    assert content == lies.read_bytes()


@pytest.mark.parametrize("case", REFUSED)
async def test_refused_files_leave_no_trace(member: Guest, work: int, case: str) -> None:
    """The answer names the reason; no file and no row remains."""
    name, content, outcome = REFUSED[case]
    before = member.postcard.media()

    # In a form a backslash stands for itself only when it is doubled.
    quoted = name.encode().replace(b"\\", b"\\\\")
    form = part("file", content, quoted) + b"--edge--\r\n"
    reply = await send(member, work, form)
    again = await member.call(
        "movie",
        "upload",
        {"work_id": work, "filename": name, "file": base64.b64encode(content).decode()},
    )

    assert outcome.http == reply["code"], reply
    assert str(reply["msg"]).startswith(outcome.msg.partition("{")[0])
    # No content is no base64 text either.
    assert (outcome if content else Global.ARG_EMPTY).code == again["status"]
    assert before == member.postcard.media()
    assert [] == uploads(member.postcard, work)


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        (b"--edge--\r\n", WorkUpload.NO_FILE),
        (part("other", JPEG, b"a.jpg") + b"--edge--\r\n", WorkUpload.NO_FILE),
        (part("file", JPEG, b"\xff\xfe.jpg") + b"--edge--\r\n", WorkUpload.NAME),
        (part("file", JPEG, b"a\0.jpg") + b"--edge--\r\n", WorkUpload.NO_FILE),
        (part("file", JPEG, b"a.jpg") * 40 + b"--edge--\r\n", Global.TOO_LARGE),
        (part("file", JPEG, b"a.jpg")[:-600], WorkUpload.NO_FILE),
        (b"no form at all", WorkUpload.NO_FILE),
        (b"", WorkUpload.NO_FILE),
    ],
    ids=[
        "no part",
        "another part",
        "no UTF-8",
        "nul",
        "many parts",
        "cut short",
        "no form",
        "empty",
    ],
)
async def test_odd_forms(member: Guest, work: int, form: bytes, outcome: Outcome) -> None:
    """A form without a good file is answered with a documented error, and leaves no trace."""
    before = member.postcard.media()

    reply = await send(member, work, form)

    assert (outcome.http, outcome.msg) == (reply["code"], reply["msg"])
    assert before == member.postcard.media()
    assert [] == uploads(member.postcard, work)


async def test_the_last_place_is_taken_once(member: Guest, work: int) -> None:
    """Of many that come at once only works.pictures are taken, the others hear the limit."""
    replies = await asyncio.gather(
        *(member.upload(work, f"{n}.jpg", picture(64, 48, n)) for n in range(10))
    )
    later = await member.upload(work, "later.jpg", JPEG)
    note = await member.upload(work, "info.json", b'{"images": ["0.jpg"]}')

    assert [200] * 3 + [403] * 7 == sorted(reply["code"] for reply in replies)
    assert (403, "图片过多，上限 3 张") == (later["code"], later["msg"])
    assert 200 == note["code"]
    assert 3 == len(uploads(member.postcard, work))


@pytest.mark.parametrize("end", ["closed", "reset", "silent"])
async def test_a_body_shorter_than_announced(member: Guest, work: int, end: str) -> None:
    """Whoever goes away in the middle of a picture leaves nothing behind."""
    before = member.postcard.media()
    form = part("file", JPEG, b"a.jpg")
    head = (
        f"POST /movie/{work}/upload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {member.token}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(form) + 100_000}\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", member.postcard.port)
    writer.write(head.encode() + form[:-100])
    await writer.drain()
    await until(lambda: len(member.postcard.scratch()) == 1, what="it is being written")
    if end == "closed":
        writer.close()
    if end == "reset":
        writer.transport.abort()

    await until(lambda: member.postcard.scratch() == [], what="it is gone")
    writer.close()
    assert before == member.postcard.media()
    assert [] == uploads(member.postcard, work)


async def test_nobody_writes_files_without_a_token(postcard: Postcard, guest: Guest) -> None:
    """Without a live token a form is not even read."""
    form = part("file", JPEG * 100, b"a.jpg") + b"--edge--\r\n"

    replies = [await send(guest, 1, form)]
    guest.token = "0" * 32
    replies.append(await send(guest, 1, form))

    assert [(403, Global.TOKEN_MISSING.msg)] * 2 == [(r["code"], r["msg"]) for r in replies]
    assert [] == postcard.scratch()


async def test_files_on_the_envelope_face(member: Guest, work: int) -> None:
    """A picture comes as base64 in data, or as a part beside the part `envelope`."""
    data = {"work_id": work, "filename": "one.jpg", "file": base64.b64encode(JPEG).decode()}
    envelope = {"id": 3, "type": "movie", "subtype": "upload", "data": {"work_id": work}}
    form = aiohttp.FormData()
    form.add_field("envelope", json.dumps(envelope))
    form.add_field("file", JPEG, filename="two.jpg")

    one = await member.call("movie", "upload", data)
    async with member.http.post(
        f"{member.postcard.url}/api", params={"token": member.token}, data=form
    ) as answer:
        two = json.loads(await answer.text())
    bad = await member.call("movie", "upload", data | {"file": "no base64!"})
    none = await member.call("movie", "upload", {"work_id": work})
    rows = uploads(member.postcard, work)

    assert [0, 0] == [one["status"], two["status"]]
    assert 3 == two["id"]
    assert ["one.jpg", "two.jpg"] == [row[1] for row in rows]
    assert [one["data"]["filename"], two["data"]["filename"]] == [row[0] for row in rows]
    assert Global.ARG_VALUE.code == bad["status"]
    assert WorkUpload.NO_FILE.code == none["status"]


async def test_a_large_picture_does_not_stay_in_memory(http: aiohttp.ClientSession) -> None:
    """19 MiB go to the disk as they come: the server is no larger for it."""
    noise = np.random.default_rng(7).integers(0, 256, (2300, 2300, 3), np.uint8)
    large = saved(Image.fromarray(noise), "JPEG", quality=99, subsampling=0)
    opened = Postcard()
    opened.start()
    try:
        guest = Guest(opened, http)
        await guest.sign_up()
        work_id = await guest.new_movie([picture()])
        before = opened.rss_kib()
        opened.peak_kib(again=True)
        reply = await guest.upload(work_id, "large.jpg", large)
        grown = opened.rss_kib() - before
        peak = opened.peak_kib() - before
    finally:
        opened.close()
    print(f"{len(large) / 2**20:.1f} MiB: {grown} KiB larger, {peak} KiB at the most")

    assert 15 * 2**20 < len(large) < 20 * 2**20
    assert 200 == reply["code"]
    assert grown < 10 * 1024
    assert peak < 24 * 1024
