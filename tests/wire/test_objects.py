"""Media in a bucket, server and worker on machines that share no folder."""

from __future__ import annotations

import asyncio
import io
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from config import StorageSettings, load_config
from services import open_services
from status_codes import Global
from stores.media_s3 import S3Media
from tests.postcard import ROOT, Backing, Guest, Postcard, picture, until
from tests.servers import S3Server, free_port
from tests.special import execute
from workers.broker import make_broker

FILM = {"images": ["0.jpg", "1.jpg"], "size": "640x360", "fps": 10, "seed": 7}


GPS = 0x8825


class Apart(Postcard):
    """The worker has a data folder of its own."""

    @property
    def elsewhere(self) -> str:
        return str(self.folder / "worker")

    def start_worker(self) -> None:
        own = self.env
        self.env = own | {"POSTCARD__STORAGE__DIR": self.elsewhere}
        super().start_worker()
        self.env = own


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    """One that no other module needs, while it is away."""
    opened = S3Server()
    opened.start()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def postcard(server: S3Server, backing: Backing) -> Iterator[Postcard]:
    settings = {
        "POSTCARD__SECRETS__KEY": secrets.token_hex(32),
        "POSTCARD__STORAGE__SECONDS": "3",
        "POSTCARD__STORAGE__PREFIX": "postcard",
    }
    with closing(Apart(backing.env() | server.env() | settings)) as opened:
        opened.start()
        yield opened


def left(postcard: Postcard) -> list[str]:
    """What lies in scratch on both machines."""
    assert isinstance(postcard, Apart)
    return postcard.scratch() + sorted(os.listdir(f"{postcard.elsewhere}/scratch"))


def bucket_of(postcard: Postcard) -> str:
    return postcard.env["POSTCARD__STORAGE__BUCKET"]


def kept(server: S3Server, postcard: Postcard, below: str) -> list[str]:
    """The objects below one folder."""
    keys = server.keys(bucket_of(postcard))
    return sorted(key for key in keys if key.startswith(f"postcard/{below}"))


async def get(
    guest: Guest, path: str, method: str = "GET", *, token: str | None = None, **headers: str
) -> tuple[int, Any, bytes]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    params = {"token": guest.token if token is None else token}
    url = guest.postcard.url + path
    async with guest.http.request(method, url, params=params, headers=given) as answer:
        return answer.status, answer.headers, await answer.read()


async def photo_link(guest: Guest, content: bytes, kind: str = "photo") -> tuple[int, str]:
    """A new work with one picture; its number and where the picture lies."""
    work_id = (await guest.call(kind, "new"))["data"]["work_id"]
    form = aiohttp.FormData()
    form.add_field("file", content, filename="a.jpg")
    reply = await guest.rest("POST", f"/{kind}/{work_id}/upload", data=form)
    assert 200 == reply["code"], reply
    return work_id, reply["data"]["url"]


def placed() -> bytes:
    """A photo that says where it was taken."""
    image, exif = Image.new("RGB", (320, 240), (200, 0, 0)), Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def test_a_film_from_upload_to_delete(member: Guest, server: S3Server) -> None:
    """Uploaded, rendered elsewhere, watched by its owner alone, shared, and gone with no trace."""
    postcard, http = member.postcard, member.http
    work_id = await member.new_movie([picture(seed=0), placed()], FILM)
    started = await member.call("movie", "start", {"work_id": work_id})
    end = await member.finished(work_id)
    film = f"/media/movies/{work_id}/result.mp4"
    whole = await get(member, film)
    stranger = await get(member, film, token="")
    shared = await member.call("movie", "share", {"work_id": work_id, "share": 1})
    uploads = postcard.rows(f"select filename from uploads where work_id = {work_id} order by id")
    url = f"{postcard.url}/media/movies/{work_id}/{uploads[1][0]}"
    async with http.get(url) as answer:
        shown = Image.open(io.BytesIO(await answer.read()))
    there = kept(server, postcard, f"movies/{work_id}/")
    deleted = await member.call("movie", "delete", {"work_id": work_id})

    assert 0 == started["status"] == shared["status"] == deleted["status"]
    assert (3, 200) == (end["status"], end["stage"])
    assert (200, "video/mp4") == (whole[0], whole[1]["Content-Type"])
    assert b"ftyp" == whole[2][4:8]
    assert 404 == stranger[0]
    assert {} == dict(shown.getexif().get_ifd(GPS))
    assert 7 <= len(there)
    assert [] == kept(server, postcard, "movies/")
    assert 404 == (await get(member, film))[0]
    assert [] == left(postcard)
    assert [] == postcard.media()


async def test_parts_of_a_file(member: Guest) -> None:
    """Ranges, conditions and HEAD are answered as for a file."""
    content = picture()
    _, link = await photo_link(member, content)
    status, headers, body = await get(member, link)
    size, etag, since = len(content), headers["ETag"], headers["Last-Modified"]

    async def short(method: str = "GET", **given: str) -> tuple[int, str, bytes]:
        code, got, found = await get(member, link, method, **given)
        return code, got.get("Content-Range", ""), found

    assert (200, content) == (status, body)
    assert ("bytes", "private, max-age=3600") == (
        headers["Accept-Ranges"],
        headers["Cache-Control"],
    )
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert (206, f"bytes 10-19/{size}", content[10:20]) == await short(Range="bytes=10-19")
    assert (206, f"bytes 10-{size - 1}/{size}", content[10:]) == await short(Range="bytes=10-")
    tail = (206, f"bytes {size - 5}-{size - 1}/{size}", content[-5:])
    assert tail == await short(Range="bytes=-5")
    assert (206, f"bytes 0-{size - 1}/{size}", content) == await short(Range="bytes=0-9999999")
    assert (416, f"bytes */{size}") == (await short(Range=f"bytes={size}-"))[:2]
    assert (416, f"bytes */{size}") == (await short(Range="bytes=9-3"))[:2]
    assert (304, "", b"") == await short(If_None_Match=etag)
    assert (304, "", b"") == await short(If_None_Match=f'"other", W/{etag}')
    assert (200, "", content) == await short(If_None_Match='"other"')
    assert (304, "", b"") == await short(If_Modified_Since=since)
    assert (412, "") == (await short(If_Match='"other"'))[:2]
    assert 206 == (await short(Range="bytes=0-3", If_Range=etag))[0]
    assert 200 == (await short(Range="bytes=0-3", If_Range='"other"'))[0]
    code, got, found = await get(member, link, "HEAD")
    assert (200, str(size), b"") == (code, got["Content-Length"], found)


async def test_a_picture_of_oneself(member: Guest, server: S3Server) -> None:
    """It replaces the one before, whatever its kind; everybody sees it."""
    links = []
    for colour, kind in (((200, 0, 0), "JPEG"), ((0, 0, 200, 90), "PNG")):
        out = io.BytesIO()
        Image.new("RGBA" if len(colour) == 4 else "RGB", (64, 64), colour).save(out, kind)
        form = aiohttp.FormData()
        form.add_field("avatar", out.getvalue(), filename="me")
        links.append((await member.rest("POST", "/user/avatar", data=form))["data"]["avatar"])
    first, second = [await get(member, link, token="") for link in links]

    assert 404 == first[0]
    assert (200, "image/png") == (second[0], second[1]["Content-Type"])
    assert "public, max-age=0" != second[1]["Cache-Control"]
    assert [links[1].rpartition("/")[2]] == [
        key.rpartition("/")[2]
        for key in kept(server, member.postcard, "avatars/")
        if key.rpartition("/")[2].partition(".")[0] == links[1].rpartition("/")[2].partition(".")[0]
    ]


async def test_a_model_sees_what_lies_on_another_machine(guest: Guest, server: S3Server) -> None:
    """A picture goes there and its answer comes back; neither stays anywhere."""
    form = aiohttp.FormData()
    form.add_field("k", "1")
    form.add_field("image", picture(), filename="a.jpg")

    reply = await guest.rest("POST", "/api/color", data=form)

    assert 200 == reply["code"], reply
    assert 1 == len(reply["data"])
    assert [] == kept(server, guest.postcard, "scratch/")
    await until(lambda: left(guest.postcard) == [], what="nothing in scratch")


def readiness(postcard: Postcard) -> set[str]:
    """The parts that are down; the server stays in."""
    with urllib.request.urlopen(f"{postcard.url}/api/health/ready", timeout=10) as answer:
        body = json.load(answer)
    assert "s3" == body["parts"]["storage"]["kind"]
    return set(body["degraded"])


async def refusals(member: Guest, work_id: int, link: str) -> dict[str, Any]:
    """What is answered to those who need the storage."""
    form = aiohttp.FormData()
    form.add_field("image", picture(), filename="a.jpg")
    calls = {
        "upload": member.upload(work_id, "b.jpg", picture(seed=1)),
        "file": member.rest("GET", link),
        "new": member.call("movie", "new"),
        "delete": member.call("movie", "delete", {"work_id": work_id}),
        "model": member.rest("POST", "/api/color", data=form),
        "ping": member.call("ping", "ping"),
    }
    replies = await asyncio.gather(*calls.values())
    told = [reply["code"] if "code" in reply else reply["status"] for reply in replies]
    return dict(zip(calls, told, strict=True))


AWAY = {
    "upload": 500,
    "file": 500,
    "new": Global.STORAGE.code,
    "delete": Global.STORAGE.code,
    "model": 500,
    "ping": 0,
}


async def test_a_storage_that_hangs(member: Guest, server: S3Server) -> None:
    """-500 while it is away; a film begun before is finished when it is back, nothing is lost."""
    _, link = await photo_link(member, picture(), "movie")
    work_id = await member.new_movie([picture(seed=0), picture(seed=1)], FILM)
    os.kill(server.pid, signal.SIGSTOP)
    try:
        await member.call("movie", "start", {"work_id": work_id})
        told = await refusals(member, work_id, link)
        down = await asyncio.to_thread(readiness, member.postcard)
    finally:
        os.kill(server.pid, signal.SIGCONT)
    await until(lambda: readiness(member.postcard) == set(), what="ready again")
    started = await member.call("movie", "start", {"work_id": work_id})
    os.kill(server.pid, signal.SIGSTOP)
    try:
        await until(
            lambda: any("away" in line["event"] for line in said(member.postcard)),
            30,
            what="the worker meets the outage",
        )
    finally:
        os.kill(server.pid, signal.SIGCONT)
    end = await member.finished(work_id)

    assert AWAY == told
    assert {"storage"} == down
    assert 0 == started["status"], started
    assert (3, 200) == (end["status"], end["stage"])


def said(postcard: Postcard) -> list[dict[str, Any]]:
    with open(f"{postcard.elsewhere}/log/worker.log", "rb") as file:  # type: ignore[attr-defined]
        return [json.loads(line) for line in file if line.endswith(b"}\n")]


async def test_a_slow_guest_and_a_storage_that_stops(
    member: Guest, server: S3Server, tmp_path: Path
) -> None:
    """Whoever reads slowly gets all of it; what is cut short is seen to be, and no more is."""
    _, link = await photo_link(member, picture())
    content = os.urandom(32 << 20)
    media = S3Media(read_settings(member.postcard), tmp_path)
    (tmp_path / "film").write_bytes(content)
    await media.publish(tmp_path / "film", link.removeprefix("/media/"))
    url, params = member.postcard.url + link, {"token": member.token}

    async with member.http.get(url, params=params, read_bufsize=1 << 16) as answer:
        head = await answer.content.readexactly(1000)
        # Longer than storage.seconds: that is for the storage, not for the guest.
        await asyncio.sleep(3.5)
        slowly = head + await answer.content.read()
    async with member.http.get(url, params=params, read_bufsize=1 << 16) as answer:
        await answer.content.readexactly(1000)
        os.kill(server.pid, signal.SIGSTOP)
        try:
            with pytest.raises(aiohttp.ClientError):
                await answer.content.read()
        finally:
            os.kill(server.pid, signal.SIGCONT)
    await until(lambda: readiness(member.postcard) == set(), what="ready again")

    assert content == slowly
    assert 200 == (await get(member, link, "HEAD"))[0]
    assert [] == [line for line in member.postcard.log("web.log") if line.get("level") == "error"]


def read_settings(postcard: Postcard) -> StorageSettings:
    given = {
        name.rpartition("__")[2].lower(): value
        for name, value in postcard.env.items()
        if name.startswith("POSTCARD__STORAGE__")
    }
    return load_config(storage=load_config().storage.model_dump() | given).storage


async def test_a_storage_that_is_gone(member: Guest, server: S3Server) -> None:
    """Refused connections are -500 at once; with the bucket back all goes on by itself."""
    work_id, link = await photo_link(member, picture(), "movie")
    server.stop()
    try:
        told = await refusals(member, work_id, link)
        down = await asyncio.to_thread(readiness, member.postcard)
    finally:
        server.start()
    server.make_bucket(bucket_of(member.postcard))
    await until(lambda: readiness(member.postcard) == set(), what="ready again")
    content = picture(seed=3)
    _, link = await photo_link(member, content)

    assert AWAY == told
    assert {"storage"} == down
    assert content == (await get(member, link))[2]


async def test_what_a_killed_process_left_goes_later(
    member: Guest, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of a work whose row says that it is gone are removed when the house is cleaned."""
    work_id, _ = await photo_link(member, picture(), "movie")
    now = int(time.time() * 1000)
    sql = "update works set state = -2, updated_ms = ? where id = ?"
    execute(member.postcard, sql, now, work_id)
    for name, value in member.postcard.env.items():
        if name.startswith("POSTCARD__"):
            monkeypatch.setenv(name, value)
    config = load_config()
    before = kept(server, member.postcard, f"movies/{work_id}/")

    async with open_services(config, make_broker(config)) as services:
        await services.works.owned.clean()

    assert 2 == len(before)
    assert [] == kept(server, member.postcard, f"movies/{work_id}/")


def test_the_check_says_where_files_lie(postcard: Postcard) -> None:
    """One line for the bucket, well, gone, or where the server does not answer."""
    well = checked(postcard.env)
    gone = checked(postcard.env | {"POSTCARD__STORAGE__BUCKET": "another-bucket"})
    nobody = f"http://127.0.0.1:{free_port()}"
    away = checked(postcard.env | {"POSTCARD__STORAGE__ENDPOINT": nobody})

    assert well.startswith("ok ")
    assert gone.startswith("BAD")
    assert away.startswith("BAD")
    assert postcard.env["POSTCARD__STORAGE__SECRET_KEY"] not in well + gone + away


def checked(env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "server.py", "check"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return next(line for line in done.stdout.splitlines() if line.split()[1] == "storage")
