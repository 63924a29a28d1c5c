"""Postcards with settings of their own, and what tests reach for behind the API's back."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import sqlite3
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from typing import Any

import pymysql
import pytest

from addresses import sql_parts
from tests.conftest import WAYS
from tests.postcard import READY_SECONDS, Backing, Guest, Postcard
from tests.replies import client_session

each_way = pytest.mark.parametrize("way", WAYS)


@contextlib.contextmanager
def serving(way: str, request: pytest.FixtureRequest, env: dict[str, str]) -> Iterator[Postcard]:
    """A server with more settings, and over Redis databases of its own; no worker."""
    with contextlib.ExitStack() as stack:
        extra: dict[str, str] = {}
        if way == "production":
            backing: Backing = request.getfixturevalue("backing")
            extra = backing.env()
        postcard = Postcard(extra | env)
        stack.callback(postcard.close)
        serve(postcard)
        yield postcard


def set_up(env: dict[str, str], *, whole: bool = True) -> Any:
    """A fixture: for each way to run a Postcard with these settings, for all tests of a file.

    `whole` starts what answers and what works; else there is a server alone.
    """

    @pytest.fixture(scope="module", params=WAYS)
    def postcard_of_its_own(request: pytest.FixtureRequest) -> Iterator[Postcard]:
        with serving(request.param, request, env) as postcard:
            if whole:
                postcard.start()
            yield postcard

    return postcard_of_its_own


def serve(postcard: Postcard) -> None:
    """Start the server alone, and wait until it answers."""
    postcard.start_server()
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"{postcard.url}/api/health/live", timeout=5):
                return
        assert postcard.server is not None
        assert postcard.server.poll() is None, postcard.output()
        time.sleep(0.02)
    raise AssertionError(f"does not answer: {postcard.output()}")


@contextlib.asynccontextmanager
async def guest_of(postcard: Postcard, address: str = "") -> Any:
    """Somebody who comes from `address`, as one trusted proxy tells it."""
    headers = {"X-Forwarded-For": address} if address else {}
    async with client_session(headers=headers) as session:
        yield Guest(postcard, session)


@contextlib.asynccontextmanager
async def guests_of(postcard: Postcard, addresses: Iterable[str]) -> AsyncIterator[list[Guest]]:
    """Somebody from each of the addresses; from "" as from this machine."""
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(guest_of(postcard, one)) for one in addresses]


def execute(postcard: Postcard, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """One SQL statement, as an administrator types it; `?` stands for each value."""
    url = postcard.env.get("POSTCARD__SQL__URL", "")
    if not url:
        path = postcard.folder / "postcard.sqlite"
        with contextlib.closing(sqlite3.connect(path, timeout=5)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            rows = connection.execute(statement, values).fetchall()
            connection.commit()
            return rows
    parts = sql_parts(url)
    parts["database"] = parts.pop("db")
    with contextlib.closing(pymysql.connect(**parts, autocommit=True)) as connection:
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("?", "%s"), values)
            return list(cursor.fetchall())


def make_admin(guest: Guest) -> None:
    execute(guest.postcard, "UPDATE users SET admin = 1 WHERE phone = ?", guest.phone)


def forget_user(guest: Guest) -> None:
    """Remove the guest's account from under their token."""
    execute(guest.postcard, "DELETE FROM users WHERE phone = ?", guest.phone)


async def eventually(condition: Callable[[], Awaitable[Any] | Any], seconds: float = 60) -> Any:
    """The first true value of `condition`."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        found = await found if isinstance(found, Awaitable) else found
        if found:
            return found
        assert time.monotonic() < end, "it never came"
        await asyncio.sleep(0.02)


def captured(pattern: str, text: str) -> str:
    """The first group of what matches, which must be there."""
    match = re.search(pattern, text, re.MULTILINE)
    assert match is not None, text
    return match[1]


async def batch(guest: Guest, items: list[Any]) -> list[dict[str, Any]]:
    """Several envelopes in one body; their replies, in that order."""
    replies: Any = await guest.post("/api", items)
    assert isinstance(replies, list), replies
    return replies


def md5(code: str, rand: str) -> str:
    return hashlib.md5((code + rand).encode()).hexdigest()


async def image_code(guest: Guest) -> tuple[str, str]:
    """(code, rand) of a new picture; the code is read from the developer's outbox."""
    reply = await guest.call("img", "generate")
    rand = reply["data"]["rand"]
    found = await eventually(
        lambda: [m for m in guest.postcard.messages() if m.get("rand") == rand]
    )
    return found[-1]["code"], rand


async def image_hash(guest: Guest) -> str:
    code, rand = await image_code(guest)
    return md5(code.lower(), rand)


def sent_to(postcard: Postcard, phone: str) -> list[dict[str, Any]]:
    """The messages to a phone, oldest first."""
    return [m for m in postcard.messages() if m.get("to") == phone]
