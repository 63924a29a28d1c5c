"""Paths that lead elsewhere, names that are paths, notes that are bombs, all as they are sent."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from services.works.info_json import MOST_BYTES
from status_codes import Global, WorkStart, WorkUpload
from tests.attacks.spoken import request, speak
from tests.postcard import Guest, Postcard, picture

MIB = 1 << 20
# What lies beside the media folder, one and two steps up, and at the top.
TARGETS = ("secret.key", "postcard.sqlite", "kv.sqlite", "log/web.log", "etc/passwd", "config.toml")
STEPS = (
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%5c",
    "%252e%252e%252f",
    "..%c0%af",
    "%c0%ae%c0%ae/",
    "....//",
    "..;/",
    "..%00/",
    "\\..\\",
    "%2f",
)
INSIDE = ("SQLite format 3", "root:x:0:0", "[passwords]", '"event":"request"')


@pytest.mark.parametrize("step", STEPS)
async def test_ways_out_of_a_folder(member: Guest, step: str) -> None:
    """However a step up is written, nothing is found there; the address is not made shorter."""
    work_id = await member.new_movie([picture(64, 48)])
    key = member.postcard.folder / "secret.key"
    secrets = (*INSIDE, key.read_text() if key.exists() else INSIDE[0])
    for folder in (f"/media/movies/{work_id}/", "/media/movies/", "/media/avatars/", "/static/"):
        for up in (1, 3, 8):
            for target in TARGETS:
                path = f"{folder}{step * up}{target}?token={member.token}"
                heard = await speak(member.postcard, request(path))

                assert heard.statuses in ([404], [400]), path
                assert not [s for s in secrets if s.encode() in heard.raw], path


def everything(postcard: Postcard) -> set[Path]:
    """Every file below the data folder and beside it, but those that are always written."""
    moving = ("log", "sqlite", "output.txt", "outbox")
    found = postcard.folder.rglob("*")
    return {path for path in found if not any(word in str(path) for word in moving)}


@pytest.mark.parametrize(
    "named",
    [
        'filename="../../secret.key"',
        'filename="..\\\\..\\\\x.jpg"',
        'filename="/etc/x.jpg"',
        'filename="C:\\\\x.jpg"',
        "filename*=UTF-8''..%2F..%2Fx.jpg",
        "filename*=UTF-8''%2Fetc%2Fx.jpg",
        "filename*=UTF-8''x%00.jpg",
        "filename*=UTF-8''x%0d%0aSet-Cookie:%20a=b.jpg",
        "filename=\"a/../../x.jpg\"; filename*=UTF-8''b%2f..%2fx.jpg",
        'filename="a/../info.json"',
        'filename=".."',
    ],
)
async def test_names_that_are_paths(member: Guest, named: str) -> None:
    """In a form, plain and escaped: refused, and nothing was written anywhere."""
    work_id = await member.new_movie([])
    before = everything(member.postcard)
    disposition = f'--edge\r\nContent-Disposition: form-data; name="file"; {named}\r\n\r\n'
    form = disposition.encode() + picture(64, 48) + b"\r\n--edge--\r\n"
    head = request(
        f"/movie/{work_id}/upload?token={member.token}",
        "Content-Type: multipart/form-data; boundary=edge",
        f"Content-Length: {len(form)}",
        method="POST",
    )
    heard = await speak(member.postcard, head + form)

    assert [WorkUpload.NAME.http] == heard.statuses
    assert before == everything(member.postcard)


@pytest.mark.parametrize(
    "note",
    [
        b"[" * 900_000,
        b'{"images":' + b"[" * 400_000 + b"]" * 400_000 + b"}",
        b'{"a":' * 150_000 + b"1" + b"}" * 150_000,
        b'{"images":["0.jpg"],"images":["../../secret.key"]}',
        b"\xff\xfe" + '{"images":["0.jpg"]}'.encode("utf-16-le"),
    ],
    ids=["open", "deep", "objects", "twice", "utf-16"],
)
async def test_notes_that_are_bombs(member: Guest, note: bytes) -> None:
    """An info.json that is deep or ambiguous is refused at the start."""
    work_id = await member.new_movie([picture(64, 48)])
    await member.upload(work_id, "info.json", note)
    began = time.process_time()
    reply = await member.call("movie", "start", {"work_id": work_id})
    unreadable = (WorkStart.INFO_UNREADABLE, WorkStart.FILE_MISSING, WorkStart.INFO_NO_IMAGES)

    assert reply["status"] in {row.code for row in unreadable}, reply
    assert 5 > time.process_time() - began


@pytest.mark.parametrize(
    ("key", "value"),
    [("seed", b"9" * 900_000), ("seed", b"-" + b"9" * 900_000), ("fps", b"1e999")],
    ids=["long", "negative", "infinite"],
)
async def test_numbers_that_nothing_holds(member: Guest, key: str, value: bytes) -> None:
    """The film is begun without them, and its guest is told: nobody waits for their digits."""
    work_id = await member.new_movie([picture(64, 48)])
    note = b'{"images":["0.jpg"],"%b":%b}' % (key.encode(), value)
    await member.upload(work_id, "info.json", note)
    reply = await member.call("movie", "start", {"work_id": work_id})
    status = await member.call("movie", "status", {"work_id": work_id})
    await member.call("movie", "cancel", {"work_id": work_id})

    assert Global.SUCCESS.code == reply["status"], reply
    assert [key in warning for warning in status["data"]["warnings"]] == [True]


async def test_a_note_that_is_too_large(member: Guest) -> None:
    """A list of a million lists takes fifty times its room when it is read: it is not taken."""
    work_id = await member.new_movie([picture(64, 48)])
    note = b'{"images":["0.jpg"],"x":[' + b"[]," * 4 * MIB + b"0]}"
    reply = await member.upload(work_id, "info.json", note)
    fits = json.dumps({"images": ["0.jpg"], "x": "a" * (MOST_BYTES - 40)}).encode()
    taken = await member.upload(work_id, "info.json", fits)

    assert MOST_BYTES >= len(fits)
    assert Global.FILE_TOO_LARGE.http == reply["code"], reply
    assert 200 == taken["code"]


async def test_another_guests_pictures(member: Guest) -> None:
    """A note that names another work's file, by any path, finds nothing."""
    theirs = await member.new_movie([picture(64, 48)])
    status = (await member.call("movie", "status", {"work_id": theirs}))["data"]
    url = status["image_urls"][0]
    name = url.rpartition("/")[2]
    thief = Guest(member.postcard, member.http)
    await thief.sign_up()
    work_id = await thief.new_movie([picture(64, 48, 1)])
    for image in (name, url, f"../{theirs}/{name}", str(member.postcard.folder / url[1:])):
        note = json.dumps({"images": [image]}).encode()
        await thief.upload(work_id, "info.json", note)
        reply = await thief.call("movie", "start", {"work_id": work_id})

        assert WorkStart.FILE_MISSING.code == reply["status"]
