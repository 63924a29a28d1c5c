"""`python -m tests.retries`: operations with keys, asked again through faults until they are told.

Two servers over one MariaDB and one Redis. Servers are killed, connections to them and to both
parts are cut, or fall silent, and Redis forgets everything. In the end the tables have each
operation exactly once, and what was answered is what is there. Exit 1 where that is not so.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.cluster.hosts import Host
from tests.cluster.links import Link
from tests.postcard import Backing, Guest, Postcard
from tests.special import serve

GUESTS = 16
SERVERS = 2
ASK_SECONDS = 8.0
AGAIN_SECONDS = 0.05
CALM_SECONDS = (0.05, 0.5)
SILENT_SECONDS = 0.4
# Asked again with the same key; whatever else is said was meant.
AGAIN = {-200, -404, -409, -500, -503, -504}
SETTINGS = {
    "POSTCARD__HTTP__HANDLER_SECONDS": "5",
    "POSTCARD__SQL__ANSWER_SECONDS": "3",
    "POSTCARD__REDIS__COMMAND_SECONDS": "1",
    "POSTCARD__TOKENS__PER_USER": "100",
}


@dataclass
class Told:
    """What guests were told, and how often they asked."""

    operations: int = 0
    tries: Counter[int | str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    posts: dict[str, int] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)
    films: dict[int, str] = field(default_factory=dict)
    likes: Counter[int] = field(default_factory=Counter)
    versions: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Retrying:
    """A guest who asks until they are told, each operation under one key."""

    def __init__(
        self, number: int, guest: Guest, ways: list[str], told: Told, chance: random.Random
    ) -> None:
        self._number = number
        self._guest = guest
        self._ways = ways
        self._told = told
        self._chance = chance
        self._count = 0
        self._liked: set[int] = set()
        self._own: list[int] = []

    async def act(self, operations: int) -> None:
        for _ in range(operations):
            self._count += 1
            await self._chance.choice(self._doings())()
            self._told.operations += 1

    def _doings(self) -> list[Callable[[], Awaitable[None]]]:
        found: list[Callable[[], Awaitable[None]]] = [self._post, self._film]
        if self._own:
            found += [self._edit, self._comment, self._like]
        return found

    async def _until_told(self, type_: str, subtype: str, **data: Any) -> dict[str, Any]:
        """The data of a success; whatever else is told in the end is wrong."""
        key = str(uuid.uuid4())
        body = {"id": 1, "key": key, "type": type_, "subtype": subtype, "data": data}
        while True:
            status, said = await self._ask(body)
            self._told.tries["no answer" if status is None else status] += 1
            if status == 0:
                return said
            if status is not None and status not in AGAIN:
                self._told.wrong.append(f"{type_}/{subtype} {data} answered {status} {said}")
                return {}
            await asyncio.sleep(AGAIN_SECONDS)

    async def _ask(self, body: dict[str, Any]) -> tuple[int | None, dict[str, Any]]:
        url = f"{self._chance.choice(self._ways)}/api"
        try:
            async with asyncio.timeout(ASK_SECONDS):
                async with self._guest.http.post(
                    url, params={"token": self._guest.token}, json=body
                ) as answer:
                    reply = await answer.json()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return None, {}
        return reply["status"], reply["data"]

    def _text(self) -> str:
        return f"{self._number}-{self._count}"

    async def _post(self) -> None:
        text = self._text()
        said = await self._until_told("forum", "post_new", title="t", type=1, text=text)
        self._told.posts[text] = said.get("post_id", 0)
        self._own.append(said.get("post_id", 0))

    async def _film(self) -> None:
        said = await self._until_told("movie", "new")
        number = said.get("work_id", 0)
        if number in self._told.films:
            self._told.wrong.append(f"film {number} was given twice")
        self._told.films[number] = self._guest.phone

    async def _edit(self) -> None:
        post = self._chance.choice(self._own)
        said = await self._until_told(
            "forum", "post_edit", pid=post, title="t2", text=f"edited {self._text()}"
        )
        self._told.versions[post] += 1
        if said.get("version") != self._told.versions[post] + 1:
            self._told.wrong.append(f"post {post}: {said}, edited {self._told.versions[post]}")

    async def _comment(self) -> None:
        text = self._text()
        post = self._chance.choice(self._own)
        said = await self._until_told("forum", "comment_new", pid=post, text=text)
        self._told.comments[text] = said.get("comment_id", 0)

    async def _like(self) -> None:
        posts = [post for post in self._told.posts.values() if post not in self._liked]
        if not posts:
            return await self._post()
        post = self._chance.choice(posts)
        self._liked.add(post)
        await self._until_told("forum", "post_like", pid=post)
        self._told.likes[post] += 1


class Faults:
    """One fault after another, until the block ends."""

    def __init__(
        self,
        servers: list[Postcard],
        links: dict[str, Link],
        backing: Backing,
        told: Told,
        chance: random.Random,
    ) -> None:
        self._servers = servers
        self._links = links
        self._backing = backing
        self._told = told
        self._chance = chance

    @contextlib.asynccontextmanager
    async def raging(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._rage())
        try:
            yield
        finally:
            task.cancel()
            for end in await asyncio.gather(task, return_exceptions=True):
                if not isinstance(end, asyncio.CancelledError):
                    raise RuntimeError("the faults ended by themselves") from end
            for link in self._links.values():
                link.silence(False)

    async def _rage(self) -> None:
        faults = (self._kill, self._cut, self._silence, self._forget)
        while True:
            await asyncio.sleep(self._chance.uniform(*CALM_SECONDS))
            (fault,) = self._chance.choices(faults, (4, 6, 2, 1))
            self._told.faults[await fault()] += 1

    async def _kill(self) -> str:
        server = self._chance.choice(self._servers)
        await asyncio.to_thread(server.kill_server)
        await asyncio.to_thread(server.start_server)
        return "kill -9 of a server"

    async def _cut(self) -> str:
        name = self._chance.choice(list(self._links))
        self._links[name].reset()
        return f"connections to {name} cut"

    async def _silence(self) -> str:
        name = self._chance.choice(list(self._links))
        self._links[name].silence(True)
        try:
            await asyncio.sleep(SILENT_SECONDS)
        finally:
            self._links[name].silence(False)
        self._links[name].reset()
        return f"{name} silent, then cut"

    async def _forget(self) -> str:
        port = str(self._backing.redis.port)
        command = ["redis-cli", "-p", port, "flushall"]
        await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True)
        return "Redis flushed"


async def retry(operations: int, seed: int, folder: Path) -> list[str]:
    """Do so many operations among faults, and say what is wrong; print how it went."""
    chance, told = random.Random(seed), Told()
    backing = await asyncio.to_thread(Backing)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(backing.close)
        host = Host("here")
        stack.callback(host.close)
        links: dict[str, Link] = {}

        async def link_to(name: str, port: int) -> Link:
            links[name] = Link(host, ("127.0.0.1", 0), ("127.0.0.1", port))
            await links[name].open()
            stack.push_async_callback(links[name].close)
            return links[name]

        env = backing.env()
        parts = (("SQL", "MariaDB", backing.maria.port), ("REDIS", "Redis", backing.redis.port))
        for section, name, port in parts:
            setting, near = f"POSTCARD__{section}__URL", await link_to(name, port)
            env[setting] = env[setting].replace(f":{port}/", f":{near.port}/")
        servers = []
        for number in range(SERVERS):
            server = Postcard(env | SETTINGS, folder=folder)
            stack.callback(server.close)
            await asyncio.to_thread(serve, server)
            await link_to(f"server {number + 1}", server.port)
            servers.append(server)
        ways = [f"http://127.0.0.1:{links[f'server {n + 1}'].port}" for n in range(SERVERS)]
        http = await stack.enter_async_context(aiohttp.ClientSession())
        guests = [Guest(servers[0], http) for _ in range(GUESTS)]
        for guest in guests:
            await guest.register()
            await guest.login(enduring=1)
        crowd = [
            Retrying(n, guest, ways, told, random.Random(chance.random()))
            for n, guest in enumerate(guests)
        ]
        async with Faults(servers, links, backing, told, chance).raging():
            await asyncio.gather(*(one.act(-(-operations // GUESTS)) for one in crowd))
        # The link that the tables are asked over runs on this loop.
        await asyncio.to_thread(_judge, told, servers[0])
    _print(told, seed)
    return told.wrong


def _judge(told: Told, postcard: Postcard) -> None:
    """Compare what was told with what is there."""
    posts = postcard.rows("SELECT id, version FROM posts")
    comments = postcard.rows("SELECT text, id FROM comments")
    films = postcard.rows("SELECT id FROM works")
    likes = postcard.rows("SELECT target_id, COUNT(*) FROM likes GROUP BY target_id")
    counted = postcard.rows("SELECT id, like_num FROM posts WHERE like_num > 0")
    for what, wanted, found in (
        ("posts", {(n, told.versions[n] + 1) for n in told.posts.values()}, posts),
        ("comments", set(told.comments.items()), comments),
        ("films", {(number,) for number in told.films}, films),
        ("likes", set(told.likes.items()), likes),
        ("counted likes", set(told.likes.items()), counted),
    ):
        there = Counter(tuple(row) for row in found)
        lost, more = wanted - set(there), [row for row in there if row not in wanted]
        twice = [row for row, count in there.items() if count > 1]
        if lost or more or twice:
            told.wrong.append(f"{what}: lost {lost}, never told {more}, twice {twice}")


def _print(told: Told, seed: int) -> None:
    print(f"seed {seed}: {told.operations} operations, {told.tries.total()} tries")
    for what, counts in (("answer", told.tries), ("fault", told.faults)):
        for name, count in sorted(counts.items(), key=str):
            print(f"  {what} {name}: {count}")
    print(*told.wrong or ["0 lost, 0 twice"], sep="\n", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="retries", description=__doc__)
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="retries-") as folder:
        return int(bool(asyncio.run(retry(given.operations, given.seed, Path(folder)))))


if __name__ == "__main__":
    sys.exit(main())
