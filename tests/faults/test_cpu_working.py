"""workers.cpu_working: hashes and captchas, whatever becomes of the process that makes them."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
from collections.abc import AsyncIterator

import pytest

from config import PasswordsSettings, load_config
from services.accounts.captcha import CaptchaDrawer
from services.accounts.passwords import Passwords
from services.running.cpu_work import CpuOrder
from workers.cpu_working import CpuWorking

SETTINGS = PasswordsSettings(memory_kib=1024, rounds=1, threads=2, waiting=50)


@pytest.fixture
async def working() -> AsyncIterator[CpuWorking]:
    found = CpuWorking()
    yield found
    await found.close()


def pids() -> list[int]:
    """Of the processes that this one has for such work."""
    listed = f"/proc/self/task/{os.getpid()}/children"
    with open(listed) as file:
        children = [int(pid) for pid in file.read().split()]
    return [pid for pid in children if b"workers.cpu_process" in command(pid)]


def command(pid: int) -> bytes:
    with open(f"/proc/{pid}/cmdline", "rb") as file:
        return file.read()


@pytest.mark.parametrize("password", ["secret", "", "汉字", "\ud800", "a\x00b", "x" * 1024])
async def test_every_password(working: CpuWorking, password: str) -> None:
    """Also one that no encoding takes: it is right, and any other is wrong."""
    passwords = Passwords(SETTINGS, working)
    stored = await passwords.hash(password)

    assert await passwords.check(stored, password)
    assert not await passwords.check(stored, password + "a")
    assert not await passwords.check(None, password)
    assert not await passwords.check("no hash", password)
    assert not passwords.is_outdated(stored)


async def test_no_more_at_once_than_allowed(working: CpuWorking) -> None:
    passwords = Passwords(SETTINGS, working)
    stored = await asyncio.gather(*(passwords.hash(str(number)) for number in range(20)))

    assert SETTINGS.threads == len(pids())
    assert 20 == len(set(stored))


async def test_a_process_that_dies(working: CpuWorking) -> None:
    """The guest notices nothing."""
    passwords = Passwords(SETTINGS, working)
    stored = await passwords.hash("secret")
    for pid in pids():
        os.kill(pid, signal.SIGKILL)

    assert await passwords.check(stored, "secret")


async def test_who_leaves_costs_no_process(working: CpuWorking) -> None:
    """Its hash is made to the end, and the process goes on to the next."""
    slow = SETTINGS.model_copy(update={"memory_kib": 65_536, "rounds": 4, "threads": 1})
    passwords = Passwords(slow, working)
    await passwords.hash("secret")
    before = pids()
    leaving = asyncio.create_task(passwords.hash("secret"))
    await asyncio.sleep(0.05)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    order = CpuOrder(do="hash", password=json.dumps("a"), rounds=1, memory_kib=64)
    await working.do(order)

    assert set(before) <= set(pids())


async def test_captchas_for_many_at_once(working: CpuWorking) -> None:
    """Each has a code and a picture of their own, though none was drawn when they came."""
    drawer = CaptchaDrawer(working, load_config().captcha)
    drawn = await asyncio.gather(*(drawer.take() for _ in range(50)))
    await drawer.close()

    assert 50 == len({one.png for one in drawn})
    assert all(base64.b64decode(one.png).startswith(b"\x89PNG") for one in drawn)
