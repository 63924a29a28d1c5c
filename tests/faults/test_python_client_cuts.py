"""clients/python where servers are killed and connections break: done once, and gone on with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from postcard_client import (
    AsyncPostcard,
    NoAnswer,
    Patience,
    Postcard,
    TooMany,
)

from status_codes import Global
from tests import conftest
from tests.breaking_line import breaking_line
from tests.postcard import WITHOUT_MODELS, Guest, picture
from tests.postcard import Postcard as Running
from tests.python_client import code_for, signed_in
from tests.servers import free_port
from tests.special import serve

# A film whose worker was killed is begun again soon.
BACK_SOON = {"POSTCARD__WORKER__LEASE_SECONDS": "3", "POSTCARD__WORKER__RECONCILE_SECONDS": "1"}
SOON = Patience(tries=200, first=0.05, most=0.2)


@pytest.fixture
def running() -> Iterator[Running]:
    """A server of the test's own, which it may kill."""
    with conftest.running(WITHOUT_MODELS | BACK_SOON) as opened:
        yield opened


async def begun(postcard: AsyncPostcard) -> int:
    """A film that takes some seconds to make."""
    work_id = (await postcard.movie.new())["work_id"]
    for number in range(3):
        await postcard.movie.upload(
            work_id=work_id, file=picture(seed=number), filename=f"{number}.jpg"
        )
    note = b'{"images": ["0.jpg", "1.jpg", "2.jpg"], "size": "640x360", "fps": 60}'
    await postcard.movie.upload(work_id=work_id, file=note, filename="info.json")
    await postcard.movie.start(work_id=work_id)
    return work_id


@pytest.mark.slow
async def test_a_watch_survives_cuts_and_a_server_that_is_killed(running: Running) -> None:
    """It goes on with the state of then, until the film is done."""
    async with breaking_line(running.port) as line:
        async with AsyncPostcard(line.url, patience=SOON) as postcard:
            await signed_in(postcard, running, enduring=True)
            work_id = await begun(postcard)
            seen: list[int] = []
            async for state in postcard.watch(work_id):
                seen.append(state["status"])
                if len(seen) == 2:
                    line.reset()
                if len(seen) == 4:
                    running.kill_tree()
                    await asyncio.to_thread(serve, running)
            made = await postcard.movie.status(work_id=work_id)

    assert len(seen) > 4
    assert 3 == seen[-1] == made["status"]
    sockets = [asked for asked in line.asked if b"GET /api/ws" in asked]
    assert len(sockets) >= 3


async def test_a_watch_ends_with_patience(running: Running) -> None:
    """Where no server comes back, that is said."""
    async with AsyncPostcard(running.url, patience=Patience(tries=3, first=0.01)) as postcard:
        await signed_in(postcard, running, enduring=True)
        work_id = await begun(postcard)
        with pytest.raises(NoAnswer):
            async for _ in postcard.watch(work_id):
                running.kill_tree()


async def test_what_was_done_but_not_answered_is_done_once(running: Running) -> None:
    """Each change is asked again with its key where its answer is cut off, at whatever byte."""
    async with breaking_line(running.port) as line:
        async with AsyncPostcard(line.url, patience=SOON) as postcard:
            await signed_in(postcard, running, enduring=True)
            line.breaks += [0, 40, 200]
            work_id = (await postcard.movie.new())["work_id"]
            line.breaks += [0]
            await postcard.movie.upload(work_id=work_id, file=picture(), filename="0.jpg")
            line.breaks += [0]
            post = await postcard.forum.post_new(title="山", text="水", type=1)

    assert [] == line.breaks
    assert [(work_id,)] == running.rows("SELECT id FROM works")
    assert [("0.jpg",)] == running.rows("SELECT original FROM uploads")
    assert [(post["post_id"],)] == running.rows("SELECT id FROM posts")
    asked = b"".join(line.asked)
    assert 4 == asked.count(b'"type": "movie", "subtype": "new"')
    assert 2 == asked.count(b'"subtype": "post_new"')


async def test_a_sign_in_whose_answer_was_cut(running: Running) -> None:
    """Its code is spent once, and the account that it made is the one that is signed in to."""
    phone = Guest.new_phone()
    async with breaking_line(running.port) as line:
        async with AsyncPostcard(line.url, patience=SOON) as postcard:
            rand = await postcard.send_code(phone)
            code = code_for(running, phone)()
            line.breaks += [0]
            said = await postcard.sign_in_by_code(phone, code, rand)
            found = await postcard.info.get()

    assert ("create", phone) == (said["login_type"], found["phone"])


async def test_a_download_goes_on_from_where_it_was(running: Running, tmp_path: Path) -> None:
    """What has come is not asked for again; the file is there when it is whole."""
    whole = picture(1200, 900) + bytes(1 << 20)
    async with breaking_line(running.port) as line:
        async with AsyncPostcard(line.url, patience=SOON) as postcard:
            await signed_in(postcard, running, enduring=True)
            work_id = (await postcard.movie.new())["work_id"]
            said = await postcard.movie.upload(work_id=work_id, file=whole, filename="0.jpg")
            line.breaks += [1 << 19, 1 << 18]
            file = await postcard.download(said["url"], tmp_path / "0.jpg")
    ranges = [asked for asked in line.asked if b"Range: bytes=" in asked]

    assert whole == file.read_bytes()
    assert 2 == len(ranges)
    assert [file] == list(tmp_path.iterdir())


async def test_nobody_there() -> None:
    """It is said after as many tries as patience has; a client without a loop says it too."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    patience = Patience(tries=3, first=0.01)
    async with AsyncPostcard(nowhere, patience=patience) as postcard:
        with pytest.raises(NoAnswer):
            await postcard.ping.ping()
    with Postcard(nowhere, patience=patience) as waiting, pytest.raises(NoAnswer):
        waiting.ping.ping()


async def test_who_is_told_to_wait_longer_than_they_would_is_refused() -> None:
    """With the seconds, as between two codes for a phone: nobody sleeps through that."""
    limits = {"POSTS_PER_USER_HOUR": "1", "SMS_PER_PHONE_SECONDS": "60"}
    env = {f"POSTCARD__LIMITS__{name}": value for name, value in limits.items()}
    with conftest.running(WITHOUT_MODELS | env) as limited:
        async with AsyncPostcard(limited.url) as postcard:
            await signed_in(postcard, limited)
            await postcard.forum.post_new(title="山", text="水", type=1)
            with pytest.raises(TooMany) as refused:
                await postcard.forum.post_new(title="山", text="火", type=1)
            phone = Guest.new_phone()
            await postcard.send_code(phone)
            with pytest.raises(TooMany) as too_soon:
                await postcard.send_code(phone)

    assert Global.TOO_MANY.code == refused.value.status
    assert (refused.value.retry_after or 0) > 60
    assert (too_soon.value.retry_after or 0) > Patience().longest
