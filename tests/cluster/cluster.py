"""Three servers and three workers over one MariaDB, one Redis and one folder, behind haproxy."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.cluster.balancer import Balancer
from tests.cluster.hosts import Host, Network
from tests.cluster.links import Link
from tests.cluster.machines import Machine
from tests.postcard import FAST
from tests.servers import MariaServer, RedisServer, Server, free_port

SERVERS, WORKERS = 3, 3
READY_SECONDS = 90.0
DISK_MIB = 1024
# Short, so that what is lost is missed soon; and more attempts than a work can meet faults.
PATIENCE = {
    "POSTCARD__WORKER__LEASE_SECONDS": "5",
    "POSTCARD__WORKER__RECONCILE_SECONDS": "1",
    "POSTCARD__WORKER__RESEND_SECONDS": "2",
    "POSTCARD__WORKS__ATTEMPTS": "100",
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    # haproxy looks every half a second.
    "POSTCARD__HTTP__GRACE_SECONDS": "1.5",
    "POSTCARD__LOG__FILES": "50",
}
# Enough for every token that a guest gets among faults: none is dropped as the oldest.
MANY_TOKENS = {"POSTCARD__TOKENS__PER_USER": "1000"}


class Maria(MariaServer):
    """MariaDB on a machine of its own."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    def command(self) -> list[str]:
        return [*self._host.enter, *super().command(), f"--bind-address={self._host.address}"]

    def admit(self) -> None:
        """Let the other machines in, and not this one alone."""
        self._run(f"create user app@'%' identified by '{self._password}'")
        self._run("grant all on *.* to app@'%' with grant option")


class Redis(RedisServer):
    """Redis on a machine of its own."""

    def __init__(self, host: Host) -> None:
        super().__init__("--bind", host.address, "--protected-mode", "no")
        self._host = host

    def command(self) -> list[str]:
        return [*self._host.enter, *super().command()]

    def ready(self) -> bool:
        client = ["redis-cli", "-h", self._host.address, "-p", str(self.port), "ping"]
        return b"PONG" in subprocess.run(client, capture_output=True, check=False).stdout

    def flush(self) -> None:
        """Forget everything, as an operator's mistake would."""
        client = ["redis-cli", "-h", self._host.address, "-p", str(self.port), "flushall"]
        subprocess.run(client, capture_output=True, check=True)


class Disk:
    """The folder that all share; where it is of limited size it can be filled."""

    def __init__(self, folder: Path, *, limited: bool) -> None:
        self.folder = folder
        self.limited = limited
        self._filler = folder / "filler"
        folder.mkdir()
        if limited:
            size = f"size={DISK_MIB}m"
            subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True)

    def fill(self) -> None:
        """Take all the room there is."""
        with self._filler.open("ab", buffering=0) as filler:
            chunk = bytes(1 << 20)
            while chunk:
                try:
                    filler.write(chunk)
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
                    chunk = chunk[: len(chunk) // 2]

    def free(self) -> None:
        self._filler.unlink(missing_ok=True)


@dataclass
class Part:
    """MariaDB or Redis, and the machine it runs on."""

    name: str
    host: Host
    server: Server
    # As it is called on its own machine.
    url: str


@dataclass
class Cluster:
    """Everything that runs, and the ways between."""

    folder: Path
    network: Network
    disk: Disk
    port: int
    env: dict[str, str]
    parts: list[Part] = field(default_factory=list)
    machines: list[Machine] = field(default_factory=list)
    # By the name of the machine from which, or to which, they lead.
    links: dict[str, list[Link]] = field(default_factory=dict)
    sql_url: str = ""
    redis_url: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def servers(self) -> list[Machine]:
        return [machine for machine in self.machines if machine.name.startswith("web")]

    @property
    def workers(self) -> list[Machine]:
        return [machine for machine in self.machines if machine.name.startswith("worker")]

    async def restart(self, env: dict[str, str]) -> None:
        """Every machine again, with more settings; ready when they are."""
        await asyncio.gather(*(machine.again(env) for machine in self.machines))
        await _all_ready(self)

    def links_of(self, host: Host) -> list[Link]:
        """The ways to and from a machine; to MariaDB's and Redis's, those of all others."""
        ports = [part.server.port for part in self.parts if part.host is host]
        every = [link for links in self.links.values() for link in links]
        return self.links.get(host.name, []) + [link for link in every if link.far_port in ports]

    def flush(self) -> None:
        """Make Redis forget everything."""
        for part in self.parts:
            if isinstance(part.server, Redis):
                part.server.flush()

    def told(self) -> str:
        """What tests in another process need to know of it."""
        return json.dumps(
            {
                "port": self.port,
                "folder": str(self.disk.folder),
                "sql": self.sql_url,
                "redis": self.redis_url,
            }
        )


@asynccontextmanager
async def running(folder: Path, *, apart: bool, env: dict[str, str]) -> AsyncIterator[Cluster]:
    """A cluster, ready; all of it ends with the block. `env` adds settings."""
    async with AsyncExitStack() as stack:
        network = Network(apart=apart)
        stack.callback(network.close)
        disk = Disk(folder / "shared", limited=apart)
        cluster = Cluster(folder, network, disk, free_port(), os.environ | FAST | PATIENCE | env)
        await _open_parts(cluster, stack)
        ways = [await _open_server(cluster, stack, n + 1) for n in range(SERVERS)]
        for number in range(WORKERS):
            await _open_worker(cluster, stack, number + 1)
        balancer = Balancer(folder, cluster.port, ways)
        stack.push_async_callback(balancer.close)
        await balancer.open()
        await _all_ready(cluster)
        yield cluster
        await asyncio.gather(*(machine.close() for machine in cluster.machines))


async def _open_parts(cluster: Cluster, stack: AsyncExitStack) -> None:
    here = Host("here")
    stack.callback(here.close)
    sql_host, redis_host = cluster.network.host("sql"), cluster.network.host("redis")
    maria, redis = Maria(sql_host), Redis(redis_host)
    for server in (maria, redis):
        stack.callback(server.close)
        await asyncio.to_thread(server.start)
    if cluster.network.apart:
        await asyncio.to_thread(maria.admit)
    cluster.parts = [
        Part("MariaDB", sql_host, maria, maria.fresh_database()),
        Part("Redis", redis_host, redis, redis.url),
    ]
    cluster.sql_url, cluster.redis_url = await _urls(cluster, stack, here)


async def _urls(cluster: Cluster, stack: AsyncExitStack, host: Host) -> list[str]:
    """The addresses of the database and of Redis as a machine sees them: links of its own."""
    urls = []
    for part in cluster.parts:
        link = Link(host, ("127.0.0.1", 0), (part.host.address, part.server.port))
        await _open_link(cluster, stack, link, host)
        urls.append(part.url.replace(f":{part.server.port}/", f":{link.port}/"))
    return urls


async def _open_link(cluster: Cluster, stack: AsyncExitStack, link: Link, host: Host) -> None:
    stack.push_async_callback(link.close)
    await link.open()
    cluster.links.setdefault(host.name, []).append(link)


async def _open_server(
    cluster: Cluster, stack: AsyncExitStack, number: int
) -> tuple[str, str, int]:
    """A server; its name and where the balancer finds it."""
    host, port = cluster.network.host(f"web{number}"), free_port()
    await _open_machine(cluster, stack, host, [sys.executable, "server.py"], port)
    link = Link(host, (host.address, 0), ("127.0.0.1", port))
    await _open_link(cluster, stack, link, host)
    return host.name, host.address, link.port


async def _open_worker(cluster: Cluster, stack: AsyncExitStack, number: int) -> None:
    dramatiq = str(Path(sys.executable).with_name("dramatiq"))
    command = [dramatiq, "workers.run:setup", "--processes", "1", "--threads", "1"]
    host = cluster.network.host(f"worker{number}")
    await _open_machine(cluster, stack, host, command, 0)


async def _open_machine(
    cluster: Cluster, stack: AsyncExitStack, host: Host, command: list[str], port: int
) -> None:
    sql_url, redis_url = await _urls(cluster, stack, host)
    env = {
        "POSTCARD__HTTP__PORT": str(port),
        "POSTCARD__STORAGE__DIR": str(cluster.disk.folder),
        "POSTCARD__SQL__URL": sql_url,
        "POSTCARD__REDIS__URL": redis_url,
    }
    output = cluster.folder / f"{host.name}.txt"
    machine = Machine(host, command, cluster.env | env, output)
    stack.push_async_callback(machine.close)
    cluster.machines.append(machine)
    machine.open()


async def _all_ready(cluster: Cluster) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while not await asyncio.to_thread(_is_ready, cluster.url):
            await asyncio.sleep(0.05)


def _is_ready(url: str) -> bool:
    """Whether several servers in turn say that every part is there, all workers among them."""
    for _ in range(SERVERS):
        try:
            with urllib.request.urlopen(f"{url}/api/health/ready", timeout=5) as answer:
                if json.load(answer)["parts"]["workers"]["seen"] < WORKERS:
                    return False
        except (OSError, urllib.error.URLError):
            return False
    return True
