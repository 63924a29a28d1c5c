"""Whatever guests upload and whatever breaks on the way: a film is made, or it says why not."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import resource
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import av
import numpy as np
import pillow_heif
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from tests.postcard import Guest, Postcard, picture, until

FILM = {"size": "360x640", "fps": 10, "seed": 7}
NO_SPACE = "磁盘空间不足，请稍后重试"
NO_MEMORY = "内存不足，请减少图片或缩小图片后重试"
MIB = 1 << 20
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def postcard() -> Iterator[Postcard]:
    opened = Postcard()
    opened.start()
    yield opened
    opened.close()


@pytest.fixture
async def member(postcard: Postcard, http: aiohttp.ClientSession) -> AsyncIterator[Guest]:
    """Somebody signed in; in the end nothing is left in scratch."""
    guest = Guest(postcard, http)
    await guest.sign_up()
    yield guest
    await until(lambda: postcard.scratch() == [], what="nothing in scratch")


async def album(guest: Guest, kind: str, files: Files, **info: Any) -> int:
    """A work with these files, in this order, not started."""
    work_id = int((await guest.call(kind, "new"))["data"]["work_id"])
    note = json.dumps(FILM | {"images": list(files)} | info).encode()
    for name, content in (files | {"info.json": note}).items():
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name)
        reply = await guest.rest("POST", f"/{kind}/{work_id}/upload", data=form)
        assert 200 == reply["code"], (name, reply)
    return work_id


async def ended(guest: Guest, kind: str, work_id: int, seconds: float = 600) -> dict[str, Any]:
    """Start a work, and its status when it is over."""
    reply = await guest.rest("GET", f"/{kind}/{work_id}/start")
    assert 200 == reply["code"], reply
    async with asyncio.timeout(seconds):
        while True:
            reply = await guest.call(kind, "status", {"work_id": work_id})
            status: dict[str, Any] = reply["data"]
            if status["status"] not in (1, 2):
                return status
            await asyncio.sleep(0.1)


async def fetched(guest: Guest, status: dict[str, Any]) -> bytes:
    url = guest.postcard.url + status["info"]
    async with guest.http.get(url, params={"token": guest.token}) as answer:
        assert 200 == answer.status
        return await answer.read()


async def made(guest: Guest, files: Files, **info: Any) -> dict[str, Any]:
    """The status of a film, which must have been made and be whole."""
    status = await ended(guest, "movie", await album(guest, "movie", files, **info))
    assert (3, 200) == (status["status"], status["stage"]), status
    assert 0 < frames(await fetched(guest, status))
    return status


def frames(film: bytes) -> int:
    """Decode it to the end; how many there are."""
    with av.open(io.BytesIO(film), "r") as container:
        return sum(1 for _ in container.decode(video=0))


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def noise(width: int, height: int, seed: int = 0) -> Image.Image:
    """What no encoder makes small."""
    pixels = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def taken(date: str, gps: dict[int, Any] | None = None, seed: int = 0) -> bytes:
    """A picture that says when, and perhaps where, it was taken."""
    image = Image.open(io.BytesIO(picture(320, 240, seed)))
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = date
    exif[0x0132] = date
    if gps is not None:
        exif.get_ifd(0x8825).update(gps)
    return saved(image, "JPEG", exif=exif)


async def test_one_photo(member: Guest) -> None:
    """A film of one picture, and a long picture of it."""
    status = await made(member, {"a.jpg": picture()})
    work_id = await album(member, "photo", {"a.jpg": picture()})
    long = await ended(member, "photo", work_id)

    assert [] == status["warnings"]
    assert (3, []) == (long["status"], long["warnings"])


@pytest.mark.slow
async def test_two_hundred_photos(member: Guest) -> None:
    """As many as a work can have, as a film and as a long picture."""
    files = {f"{n}.jpg": saved(noise(6, 5, n).resize((96, 72)), "JPEG") for n in range(200)}

    status = await ended(member, "movie", await album(member, "movie", files))
    long = await ended(member, "photo", await album(member, "photo", files))

    assert (3, 200) == (status["status"], status["image_num"])
    assert 3 == long["status"]


async def test_nothing_but_duplicates(member: Guest) -> None:
    """One of them is shown, and the others are named."""
    status = await made(member, {f"{n}.jpg": picture() for n in range(5)})

    assert 4 == len(status["warnings"]), status["warnings"]


async def test_odd_shapes_and_no_light(member: Guest) -> None:
    """A panorama of 16:1 and one of 1:16, ten pixels square, a single colour."""
    files = {
        "wide.jpg": saved(noise(100, 12).resize((3200, 200)), "JPEG"),
        "high.jpg": saved(noise(12, 100).resize((200, 3200)), "JPEG"),
        "tiny.jpg": saved(noise(10, 10), "JPEG"),
        "black.jpg": saved(Image.new("RGB", (640, 480)), "JPEG"),
        "white.png": saved(Image.new("RGB", (480, 640), "white"), "PNG"),
        "dot.png": saved(Image.new("RGB", (1, 1), "red"), "PNG"),
    }

    status = await made(member, files)
    alone = await made(member, {"black.jpg": files["black.jpg"]})
    long = await ended(member, "photo", await album(member, "photo", files))

    assert {3} == {one["status"] for one in (status, alone, long)}


async def test_impossible_places_and_times(member: Guest) -> None:
    """GPS that is no number or beyond the poles, dates of 1904 and 2099, and no date at all."""
    nan = IFDRational(0, 0)
    files = {
        "nan.jpg": taken("2021:03:28 10:29:40", {1: "N", 2: (nan,) * 3, 3: "E", 4: (nan,) * 3}),
        "pole.jpg": taken("2021:03:28 10:30:00", {1: "N", 2: (900, 0, 0), 3: "E", 4: (9, 0, 0)}, 1),
        "1904.jpg": taken("1904:01:01 00:00:00", seed=2),
        "2099.jpg": taken("2099:12:31 23:59:59", seed=3),
        "zero.jpg": taken("0000:00:00 00:00:00", seed=4),
    }

    status = await made(member, files)

    assert [] == status["warnings"]


async def test_all_formats_together(member: Guest) -> None:
    """HEIC, PNG with and without transparency, GIF, WebP and JPEG."""
    image = noise(40, 30).resize((320, 240))
    heic = io.BytesIO()
    pillow_heif.from_pillow(image.rotate(90, expand=True)).save(heic)
    clear = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGBA")
    clear.putalpha(128)
    files = {
        "a.heic": heic.getvalue(),
        "b.png": saved(clear, "PNG"),
        "c.gif": saved(noise(20, 30, 1).resize((200, 300)), "GIF"),
        "d.webp": saved(noise(30, 30, 2).resize((300, 300)), "WEBP"),
        "e.jpg": picture(),
    }

    status = await made(member, files)

    assert [] == status["warnings"]


async def test_one_bad_file_among_thirty(member: Guest) -> None:
    """What was damaged after it was taken in is left out, and named."""
    files = {
        f"{n}.jpg": saved(noise(16, 12, n).resize((160, 120)), "JPEG", quality=70)
        for n in range(30)
    }
    work_id = await album(member, "movie", files)
    folder = member.postcard.folder / "media" / "movies" / str(work_id)
    victim = sorted(folder.glob("*.jpg"))[17]
    victim.write_bytes(victim.read_bytes()[:300])

    status = await ended(member, "movie", work_id)

    assert 3 == status["status"]
    assert ["图片已损坏，已略过：17.jpg"] == status["warnings"]


async def test_nothing_but_bad_files(member: Guest) -> None:
    """There is no film of nothing: it fails, names what is wrong, and leaves no half file."""
    work_id = await album(member, "movie", {"a.jpg": picture(), "b.jpg": picture(seed=1)})
    folder = member.postcard.folder / "media" / "movies" / str(work_id)
    for file in folder.glob("*.jpg"):
        file.write_bytes(file.read_bytes()[:300])

    status = await ended(member, "movie", work_id)

    assert -1 == status["status"]
    assert "图片已损坏" in status["result_msg"]
    assert not list(folder.glob("result*"))


async def test_models_that_are_killed(member: Guest) -> None:
    """Whenever the models' process appears it is killed: the film is made, without a poem."""
    postcard = member.postcard
    work_id = await album(member, "movie", {f"{n}.jpg": picture(seed=n) for n in range(3)})
    killed: set[int] = set()

    async def kill() -> None:
        while True:
            for pid in postcard.thinkers():
                killed.add(pid)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.02)

    killing = asyncio.create_task(kill())
    try:
        status = await ended(member, "movie", work_id)
    finally:
        killing.cancel()

    assert (3, 200) == (status["status"], status["stage"])
    assert killed
    assert ["天气识别暂不可用", "诗歌未能生成"] == status["warnings"]


async def test_a_file_that_may_not_grow(member: Guest) -> None:
    """A render that is refused more room fails, says so, and leaves nothing; the next is made."""
    postcard = member.postcard
    # There is a renderer now, and no other is started while it is idle.
    await made(member, {"a.jpg": picture()})
    files = {"a.jpg": saved(noise(320, 240), "JPEG")}
    work_id = await album(member, "movie", files)
    [renderer] = postcard.renderers()
    _, most = resource.prlimit(renderer, resource.RLIMIT_FSIZE)
    before = resource.prlimit(renderer, resource.RLIMIT_FSIZE, (50_000, most))

    full = await ended(member, "movie", work_id)
    resource.prlimit(renderer, resource.RLIMIT_FSIZE, before)
    folder = postcard.folder / "media" / "movies" / str(work_id)
    left = sorted(file.name for file in folder.iterdir() if not file.name[0].isdigit())
    again = await ended(member, "movie", work_id)

    assert (-1, NO_SPACE) == (full["status"], full["result_msg"])
    assert ["info.json"] == left
    assert (3, [renderer]) == (again["status"], postcard.renderers())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a file system")
async def test_a_full_disk(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    """The disk that holds everything, the database too: it ends with a reason, and goes on."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", tmp_path], check=True)
    postcard = Postcard(folder=tmp_path)
    try:
        postcard.start()
        guest = Guest(postcard, http)
        await guest.sign_up()
        files = {f"{n}.jpg": saved(noise(320, 240, n), "JPEG") for n in range(3)}
        work_id = await album(guest, "movie", files)
        stuffing = tmp_path / "stuffing"
        room = os.statvfs(tmp_path)
        stuffing.write_bytes(bytes(room.f_bavail * room.f_bsize - 300_000))

        full = await ended(guest, "movie", work_id)
        names = [name for name in postcard.media() if "result" in name or ".part" in name]
        stuffing.unlink()
        again = await ended(guest, "movie", work_id)
    finally:
        postcard.close()
        # Lazily: killed processes may still be letting go of their files.
        subprocess.run(["umount", "--lazy", tmp_path], check=True)

    assert (-1, NO_SPACE) == (full["status"], full["result_msg"])
    assert [] == names
    assert 3 == again["status"]


async def test_a_render_that_needs_too_much_memory(http: aiohttp.ClientSession) -> None:
    """It fails and says so; another process makes what needs less."""
    postcard = Postcard({"POSTCARD__WORKS__RENDER_MEMORY_BYTES": str(420 * MIB)})
    postcard.start()
    try:
        guest = Guest(postcard, http)
        await guest.sign_up()
        files = {"a.jpg": picture(seed=1), "b.jpg": picture(seed=2)}
        large = await ended(guest, "movie", await album(guest, "movie", files, size="1920x1080"))
        renderers = postcard.renderers()
        small = await ended(guest, "photo", await album(guest, "photo", files))
        others = postcard.renderers()
    finally:
        postcard.close()

    assert (-1, NO_MEMORY) == (large["status"], large["result_msg"])
    assert 3 == small["status"]
    assert 1 == len(others)
    assert [] == [pid for pid in renderers if pid in others]
