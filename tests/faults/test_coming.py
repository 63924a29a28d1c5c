"""start beside uploads that are still on their way: it waits for those of its own work, a while."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any, Self

import aiohttp
import pytest
import redis

from status_codes import Global, WorkStarted, WorkUpload
from tests.community import someone
from tests.postcard import Backing, Guest, Postcard, picture, until
from tests.special import captured, serve, serving, set_up

TYPE = "Content-Type: multipart/form-data; boundary=edge"
NOTE = json.dumps({"images": ["0.jpg"], "title": "晚到的题目"}).encode()
# Longer than a handler may take: whoever waits for all of it is told that they are late.
LONG = {"POSTCARD__WORKS__START_WAIT_SECONDS": "600"}

patient = set_up(LONG, whole=False)


def part(disposition: str, content: bytes) -> bytes:
    return f"--edge\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode() + (
        content + b"\r\n"
    )


class Sending:
    """A form with info.json that is sent as far as the test says, and no farther."""

    def __init__(self, guest: Guest, path: str, before: bytes = b"", note: bytes = NOTE) -> None:
        file = part('name="file"; filename="info.json"', note)
        self._body = before + file + b"--edge--\r\n"
        # With the form's first part, and half of the file.
        self.half = len(before) + len(file) - len(note) // 2
        self._postcard = guest.postcard
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{TYPE}\r\n"
            f"Authorization: Bearer {guest.token}\r\nContent-Length: {len(self._body)}\r\n\r\n"
        ).encode()

    async def begin(self, sent: int) -> Self:
        """Send the header and so many bytes of the form; the server knows of it afterwards."""
        before = coming(self._postcard)
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._postcard.port)
        self._writer.write(self._head + self._body[:sent])
        self._sent = sent
        await until(lambda: coming(self._postcard) > before, what="an upload is known of")
        return self

    async def finish(self) -> dict[str, Any]:
        """Send the rest; the answer."""
        self._writer.write(self._body[self._sent :])
        heard = await asyncio.wait_for(self._reader.read(), 60)
        self._writer.close()
        found: dict[str, Any] = json.loads(heard.partition(b"\r\n\r\n")[2])
        return found

    def cut(self) -> None:
        self._writer.transport.abort()


def coming(postcard: Postcard) -> int:
    """How many uploads the store knows to be on their way."""
    if postcard.production:
        with redis.Redis.from_url(postcard.env["POSTCARD__REDIS__URL"]) as link:
            return sum(int(link.get(key) or 0) for key in link.scan_iter("*coming:*"))
    with closing(sqlite3.connect(postcard.folder / "kv.sqlite")) as lite:
        rows = lite.execute("SELECT value FROM kv WHERE key LIKE 'coming:%'").fetchall()
    return sum(int(row[0]) for row in rows)


@pytest.fixture
async def owner(patient: Postcard, http: aiohttp.ClientSession) -> Guest:
    return await someone(patient, http)


async def is_waiting(task: asyncio.Task[Any]) -> bool:
    """Whether it is not over after what others need for their answers."""
    done, _ = await asyncio.wait([task], timeout=1)
    return not done


def start(guest: Guest, work_id: int) -> asyncio.Task[dict[str, Any]]:
    return asyncio.create_task(guest.rest("GET", f"/movie/{work_id}/start"))


@pytest.mark.parametrize("sent", ["header", "half"])
async def test_a_late_note_is_heard(owner: Guest, sent: str) -> None:
    """info.json that is on its way when all pictures are there, from its header on."""
    work_id = await owner.new_movie([picture()])
    upload = Sending(owner, f"/movie/{work_id}/upload")
    await upload.begin(upload.half if sent == "half" else 0)
    starting = start(owner, work_id)
    waited = await is_waiting(starting)

    note = await upload.finish()
    started = await starting
    status = (await owner.rest("GET", f"/movie/{work_id}/status"))["data"]

    assert waited
    assert [(200, "info.json"), (200, WorkStarted.QUEUED.msg)] == [
        (note["code"], note["data"]["filename"]),
        (started["code"], started["msg"]),
    ]
    assert "晚到的题目" == status["movie_title"]
    assert 0 == coming(owner.postcard)


async def test_one_that_comes_in_an_envelope(owner: Guest) -> None:
    """Where the envelope stands before its file, it says of which work that is."""
    work_id = await owner.new_movie([picture()])
    envelope = {"id": 7, "type": "movie", "subtype": "upload", "data": {"work_id": work_id}}
    before = part('name="envelope"', json.dumps(envelope).encode())
    # Longer than what is read at once: of less the end of the part before it is not seen.
    upload = Sending(owner, "/api", before, NOTE.ljust(300_000))
    await upload.begin(upload.half)
    starting = start(owner, work_id)
    waited = await is_waiting(starting)

    note = await upload.finish()
    started = await starting

    assert waited
    assert [(7, 0), 200] == [(note["id"], note["status"]), started["code"]]
    assert 0 == coming(owner.postcard)


async def test_one_that_is_cut_off_holds_nothing_up(owner: Guest) -> None:
    """Nothing more comes of it."""
    work_id = await owner.new_movie([picture()])
    upload = Sending(owner, f"/movie/{work_id}/upload")
    await upload.begin(upload.half)
    starting = start(owner, work_id)
    waited = await is_waiting(starting)

    upload.cut()
    started = await starting

    assert waited
    assert 200 == started["code"]


async def test_nobody_holds_up_anothers_work(owner: Guest, http: aiohttp.ClientSession) -> None:
    """Whatever number they send their files to; nor does one's own other work, while its own
    file does."""
    work_id = await owner.new_movie([picture()])
    stranger = await someone(owner.postcard, http)
    theirs = Sending(stranger, f"/movie/{work_id}/upload")
    await theirs.begin(theirs.half)
    other = Sending(owner, f"/movie/{await owner.new_movie([])}/upload")
    await other.begin(other.half)
    own = Sending(owner, f"/movie/{work_id}/upload")
    await own.begin(own.half)
    starting = start(owner, work_id)
    waited = await is_waiting(starting)

    note = await own.finish()
    started = await starting
    still = coming(owner.postcard)

    assert waited
    assert [200, 200] == [note["code"], started["code"]]
    assert 2 == still
    assert [403, 200] == [(await one.finish())["code"] for one in (theirs, other)]


async def test_not_everybody_may_wait(owner: Guest) -> None:
    """Each that waits holds a place of those that are answered: of one guest's so many do."""
    work_id = await owner.new_movie([picture()])
    upload = Sending(owner, f"/movie/{work_id}/upload")
    await upload.begin(upload.half)

    starting = [start(owner, work_id) for _ in range(6)]
    await until(lambda: sum(task.done() for task in starting) == 2, what="two are sent away")
    refused = [task.result() for task in starting if task.done()]
    await upload.finish()
    codes = sorted([(await task)["code"] for task in starting])

    assert [(429, True)] * 2 == [(one["code"], one["data"]["retry_after"] > 0) for one in refused]
    assert [200, 403, 403, 403, 429, 429] == codes


@pytest.fixture(params=["embedded", "production"])
def hasty(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    env = {"POSTCARD__WORKS__START_WAIT_SECONDS": "3"}
    with serving(request.param, request, env) as postcard:
        yield postcard


async def test_it_waits_no_longer_than_it_is_told(
    hasty: Postcard, http: aiohttp.ClientSession
) -> None:
    """Then it goes without; what comes after that is refused as ever."""
    owner = await someone(hasty, http)
    work_id = await owner.new_movie([picture()])
    upload = Sending(owner, f"/movie/{work_id}/upload")
    await upload.begin(upload.half)

    starting = start(owner, work_id)
    waited = await is_waiting(starting)
    started = await starting
    late = await upload.finish()

    assert waited
    assert (200, WorkStarted.QUEUED.msg) == (started["code"], started["msg"])
    assert (403, WorkUpload.STARTED.msg) == (late["code"], late["msg"])


@pytest.fixture
async def two(backing: Backing) -> AsyncIterator[tuple[Postcard, Postcard]]:
    """Two servers of one Postcard."""
    near = Postcard(backing.env() | LONG)
    far = Postcard(near.env, folder=near.folder)
    far.env["POSTCARD__HTTP__PORT"] = str(far.port)
    for postcard in (near, far):
        await asyncio.to_thread(serve, postcard)
    yield near, far
    far.close()
    near.close()


async def test_another_server_knows_of_it(
    two: tuple[Postcard, Postcard], http: aiohttp.ClientSession
) -> None:
    """A balancer gives each request to whom it likes."""
    near, far = two
    owner = await someone(near, http)
    work_id = await owner.new_movie([picture()])
    upload = Sending(owner, f"/movie/{work_id}/upload")
    await upload.begin(upload.half)
    elsewhere = Guest(far, http)
    elsewhere.token = owner.token
    starting = start(elsewhere, work_id)
    waited = await is_waiting(starting)

    note = await upload.finish()
    started = await starting
    status = (await elsewhere.rest("GET", f"/movie/{work_id}/status"))["data"]

    assert waited
    assert [200, 200] == [note["code"], started["code"]]
    assert "晚到的题目" == status["movie_title"]


async def test_without_a_token_nothing_is_waited_for(owner: Guest) -> None:
    """Whoever may not send a file is told so by the header alone, before anything of it comes."""
    before = coming(owner.postcard)
    reader, writer = await asyncio.open_connection("127.0.0.1", owner.postcard.port)
    asked = f"POST /movie/1/upload HTTP/1.1\r\nHost: a\r\n{TYPE}\r\nContent-Length: 999\r\n\r\n"
    writer.write(asked.encode())
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)).decode()
    length = int(captured(r"Content-Length: (\d+)", head))
    said = json.loads(await asyncio.wait_for(reader.readexactly(length), 60))
    still = coming(owner.postcard)
    writer.close()

    assert head.startswith("HTTP/1.1 403 ")
    assert Global.TOKEN_MISSING.msg == said["msg"]
    assert before == still
