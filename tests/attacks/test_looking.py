"""Files that are dear to look at: the web process stays small, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import numpy as np
import pytest
from PIL import Image

from status_codes import Global
from tests.conftest import running
from tests.postcard import Guest, Postcard, is_alive, picture, until
from tests.special import each_way, serving
from tests.studio.test_caps import claiming, moving
from tests.studio.test_clips import clip
from tests.wire.test_avatars import clear
from workers.child_folders import Folders
from workers.child_processes import ChildProcesses

MIB = 1 << 20
# As many pixels as are accepted, in the fewest bytes.
WIDE, HIGH = 8_000, 6_250
# Two at once: one guest holds one of them.
TWO = {"POSTCARD__WORKS__LOOKS_AT_ONCE": "2"}
# What is dear is looked at to its end, on a busy machine too.
PATIENT = {
    "POSTCARD__WORKS__LOOK_SECONDS": "90",
    "POSTCARD__WORKS__LOOK_CPU_SECONDS": "90",
    "POSTCARD__WORKS__LOOK_WAIT_SECONDS": "90",
}


def large(kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (WIDE, HIGH), (90, 140, 60)).save(out, kind, **how)
    return out.getvalue()


def noisy() -> bytes:
    """Dear to decode for its size."""
    out = io.BytesIO()
    noise = np.random.default_rng(3).integers(0, 256, (1500, 2000, 3), np.uint8)
    Image.fromarray(noise).resize((8_000, 6_000)).save(out, "JPEG", progressive=True, quality=70)
    return out.getvalue()


@pytest.fixture
def narrow() -> Iterator[Postcard]:
    """One that looks at two files at once, and long at each."""
    with running(TWO) as postcard:
        yield postcard


async def guest_with_film(postcard: Postcard, http: aiohttp.ClientSession) -> tuple[Guest, int]:
    guest = Guest(postcard, http)
    await guest.sign_up()
    return guest, await guest.new_movie([])


@each_way
async def test_the_web_process_stays_small(
    way: str, request: pytest.FixtureRequest, http: aiohttp.ClientSession
) -> None:
    """Whatever is sent, accepted or refused, to whichever endpoint, costs it no memory."""
    too_many = claiming(clip(0.2), b"stsz", 4, 1, 1_900_000)
    files = {
        "plain.png": large("PNG"),
        "scans.jpg": noisy(),
        "still.webp": large("WEBP", quality=1),
        "moving.webp": moving("WEBP", 3, (4_000, 3_900)),
        "moving.gif": moving("GIF", 3, (4_000, 3_900)),
        "index.mp4": too_many,
        "short.mp4": clip(1.0, size=(1920, 1080)),
    }
    with serving(way, request, PATIENT) as postcard:
        guest, work_id = await guest_with_film(postcard, http)
        await guest.upload(work_id, "small.jpg", picture())
        before = postcard.rss_kib()
        postcard.peak_kib(again=True)
        codes = {
            name: (await guest.upload(work_id, name, data))["code"] for name, data in files.items()
        }
        grown = (postcard.peak_kib() - before) / 1024
    print(f"{grown:.0f} MiB larger at the most; {codes}")

    assert 200 == codes["plain.png"] == codes["scans.jpg"] == codes["short.mp4"]
    assert {200, 403, 413} >= set(codes.values())
    assert grown <= 64


async def stopped(guest: Guest, work_id: int) -> int:
    """The pid of the one process that looks, which does nothing more."""
    assert 200 == (await guest.upload(work_id, "first.jpg", picture()))["code"]
    (pid,) = guest.postcard.lookers()
    os.kill(pid, signal.SIGSTOP)
    return pid


async def test_one_guests_dear_files_hold_up_nobody(
    narrow: Postcard, http: aiohttp.ClientSession
) -> None:
    """While the first of five is not done with, another guest's is answered, and a stranger's."""
    guest, work_id = await guest_with_film(narrow, http)
    other, others = await guest_with_film(narrow, http)
    pid = await stopped(guest, work_id)

    sent = [
        asyncio.create_task(guest.upload(work_id, f"{n}.jpg", picture(seed=n))) for n in range(5)
    ]
    await until(lambda: len(narrow.scratch()) == 5, what="all five to wait")
    answered = await other.upload(others, "mine.jpg", picture())
    avatar = await other.rest("POST", "/user/avatar", data=form("avatar", clear()))
    still = [task.done() for task in sent]
    os.kill(pid, signal.SIGCONT)
    codes = [(await task)["code"] for task in sent]

    assert 200 == answered["code"] == avatar["code"]
    assert [False] * 5 == still
    assert [200] * 5 == codes


def form(name: str, content: bytes) -> aiohttp.FormData:
    made = aiohttp.FormData(default_to_multipart=True)
    made.add_field(name, io.BytesIO(content), filename="me.png")
    return made


async def by_envelope(guest: Guest, work_id: int) -> Any:
    data = {"work_id": work_id, "filename": "a.jpg", "file": base64.b64encode(picture()).decode()}
    return (await guest.call("movie", "upload", data))["status"]


async def by_rest(guest: Guest, work_id: int) -> Any:
    return -(await guest.upload(work_id, "a.jpg", picture()))["code"]


async def by_avatar(guest: Guest, _: int) -> Any:
    return -(await guest.rest("POST", "/user/avatar", data=form("avatar", clear())))["code"]


async def by_model(guest: Guest, _: int) -> Any:
    return -(await guest.rest("POST", "/api/color", data=form("image", picture())))["code"]


@pytest.mark.parametrize("ask", [by_envelope, by_rest, by_avatar, by_model])
async def test_a_look_that_takes_too_long_is_ended(
    http: aiohttp.ClientSession, ask: Callable[[Guest, int], Awaitable[Any]]
) -> None:
    """Whoever asked is told -504, the process is gone, and the next file is looked at.

    The next one's process starts within the same limit, on a machine that has much to do.
    """
    with running(TWO | {"POSTCARD__WORKS__LOOK_SECONDS": "5"}) as postcard:
        guest, work_id = await guest_with_film(postcard, http)
        pid = await stopped(guest, work_id)

        told = await ask(guest, work_id)
        alive = is_alive(pid)
        after = await guest.upload(work_id, "after.jpg", picture())

    assert Global.TIMEOUT.code == told
    assert not alive
    assert 200 == after["code"]
    assert [] == [name for name in postcard.log("web.log") if name.get("level") == "error"]


async def test_who_waits_too_long_for_a_turn(http: aiohttp.ClientSession) -> None:
    """Is told -503; nothing of the file is left."""
    env = TWO | {"POSTCARD__WORKS__LOOK_WAIT_SECONDS": "0.5"}
    with running(env) as postcard:
        guest, work_id = await guest_with_film(postcard, http)
        pid = await stopped(guest, work_id)
        first = asyncio.create_task(guest.upload(work_id, "a.jpg", picture()))
        await until(lambda: len(postcard.scratch()) == 1, what="the first to be looked at")

        told = await guest.upload(work_id, "b.jpg", picture())
        left = postcard.scratch()
        os.kill(pid, signal.SIGCONT)

        assert 503 == told["code"]
        assert 1 == len(left)
        assert 200 == (await first)["code"]


async def test_too_much_processor_time(narrow: Postcard, http: aiohttp.ClientSession) -> None:
    """The system ends the process, as for a look that takes it all; -504."""
    guest, work_id = await guest_with_film(narrow, http)
    pid = await stopped(guest, work_id)
    asking = asyncio.create_task(guest.upload(work_id, "a.jpg", picture()))
    await until(lambda: len(narrow.scratch()) == 1, what="it to be looked at")

    os.kill(pid, signal.SIGXCPU)
    os.kill(pid, signal.SIGCONT)

    assert 504 == (await asking)["code"]


async def test_too_much_memory(http: aiohttp.ClientSession) -> None:
    """A picture that needs more is refused; another process looks at what needs less."""
    env = TWO | {"POSTCARD__WORKS__LOOK_MEMORY_BYTES": str(160 * MIB)}
    with running(env) as postcard:
        guest, work_id = await guest_with_film(postcard, http)
        told = await guest.upload(work_id, "large.png", large("PNG"))
        small = await guest.upload(work_id, "small.jpg", picture())

    assert 413 == told["code"]
    assert 200 == small["code"]


async def test_a_request_that_is_over_is_not_worked_for(http: aiohttp.ClientSession) -> None:
    """After http.handler_seconds its process is killed in the middle of the look."""
    with running(TWO | {"POSTCARD__HTTP__HANDLER_SECONDS": "2"}) as postcard:
        guest, work_id = await guest_with_film(postcard, http)
        pid = await stopped(guest, work_id)

        told = await guest.upload(work_id, "a.jpg", picture())
        alive, left = is_alive(pid), postcard.scratch()

    assert 504 == told["code"]
    assert not alive
    assert [] == left


async def test_a_process_that_is_killed_is_no_fault_of_the_file(
    narrow: Postcard, http: aiohttp.ClientSession
) -> None:
    """It is looked at by another one."""
    guest, work_id = await guest_with_film(narrow, http)
    pid = await stopped(guest, work_id)
    asking = asyncio.create_task(guest.upload(work_id, "a.jpg", picture()))
    await until(lambda: len(narrow.scratch()) == 1, what="it to be looked at")

    os.kill(pid, signal.SIGKILL)

    assert 200 == (await asking)["code"]
    assert pid not in narrow.lookers()


async def test_nobody_looks_before_the_first_file(
    narrow: Postcard, http: aiohttp.ClientSession
) -> None:
    """A server begins without such a process; photos sent one after the other share one."""
    before = narrow.lookers()
    guest, work_id = await guest_with_film(narrow, http)
    for number in range(5):
        await guest.upload(work_id, f"{number}.jpg", picture(seed=number))

    assert [] == before
    assert 1 == len(narrow.lookers())


async def test_an_idle_process_is_ended() -> None:
    """After a while; whoever comes later has a new one."""
    children = ChildProcesses("tests.attacks.prisoner", Folders(), idle_seconds=0.2)

    async def pid_of() -> int:
        event = await children.run({"what": "pid"}, nothing, frozenset({"end"}))
        return int(event["end"])

    first = await pid_of()
    again = await pid_of()
    await until(lambda: not is_alive(first), what="the idle process to be ended")
    other = await pid_of()
    await children.close()

    assert first == again != other
    assert not is_alive(other)


async def nothing(_: dict[str, Any]) -> None:
    return None
