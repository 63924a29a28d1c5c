"""A real Postcard for tests: its own processes, ports and folder, in either way to run."""

from __future__ import annotations

import asyncio
import hashlib
import io
import itertools
import json
import os
import signal
import sqlite3
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

import aiohttp
import pymysql
from PIL import Image, ImageDraw

from addresses import sql_parts
from tests.databases import migrated_maria, migrated_sqlite
from tests.forking import MEASURED, Fork
from tests.replies import SERVERS
from tests.servers import MariaServer, RedisServer, free_port

ROOT = Path(__file__).resolve().parent.parent
# Tests register, sign in and send faster than guests; limits have tests of their own.
FAST = {
    "POSTCARD__DEBUG": "true",
    "POSTCARD__PASSWORDS__MEMORY_KIB": "64",
    "POSTCARD__LIMITS__SMS_PER_PHONE_SECONDS": "0",
    "POSTCARD__LIMITS__SMS_PER_PHONE_DAY": "0",
    "POSTCARD__LIMITS__SMS_PER_ADDRESS_HOUR": "0",
    "POSTCARD__LIMITS__SMS_ALL_HOUR": "0",
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": "0",
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ADDRESS_MINUTE": "0",
    "POSTCARD__LIMITS__REGISTER_PER_ADDRESS_HOUR": "0",
    "POSTCARD__LIMITS__RESETS_PER_ADDRESS_HOUR": "0",
    "POSTCARD__LIMITS__LOOKUPS_PER_USER_HOUR": "0",
    "POSTCARD__LIMITS__LOOKUPS_PER_ADDRESS_HOUR": "0",
    "POSTCARD__LIMITS__MAILS_PER_ADDRESS_HOUR": "0",
    "POSTCARD__LIMITS__MAILS_PER_ACCOUNT_DAY": "0",
    "POSTCARD__LIMITS__WORKS_PER_USER_DAY": "0",
    "POSTCARD__LIMITS__BYTES_PER_USER": "0",
    "POSTCARD__LIMITS__RENDERS_AGAIN_PER_USER_DAY": "0",
    "POSTCARD__LIMITS__POSTS_PER_USER_HOUR": "0",
    "POSTCARD__LIMITS__COMMENTS_PER_USER_MINUTE": "0",
    "POSTCARD__LIMITS__LIKES_PER_USER_MINUTE": "0",
    "POSTCARD__LIMITS__REPORTS_PER_USER_DAY": "0",
    "POSTCARD__LIMITS__MODEL_CALLS_PER_ADDRESS_MINUTE": "0",
    "POSTCARD__LIMITS__MODEL_COST_PER_ADDRESS_MINUTE": "0",
    "POSTCARD__CAPTCHA__TRIES": "1000",
    # As few frames as a film may have; that 25 is the default is no test's of servers.
    "POSTCARD__WORKS__FPS": "10",
    # A model's first call loads it, beside three films of other tests.
    "POSTCARD__MODELS__WAIT_SECONDS": "90",
    "POSTCARD__HTTP__HANDLER_SECONDS": "100",
    "POSTCARD__WORKS__ANSWER_SECONDS": "240",
    # No balancer has to see that they leave.
    "POSTCARD__HTTP__GRACE_SECONDS": "0",
    # Several run side by side.
    "POSTCARD__METRICS__PORT": "0",
    "POSTCARD__METRICS__WORKER_PORT": "0",
}
# A render goes on without an answer: no process loads a network, which takes longer than the film.
WITHOUT_MODELS = {"POSTCARD__WORKS__ANSWER_SECONDS": "0.3"}
READY_SECONDS = 120.0


class Postcard:
    """One server and, over Redis, one worker. `env` adds settings, as POSTCARD__SECTION__KEY.

    It finds its tables made, unless it is to begin with an `empty` database.
    """

    def __init__(
        self,
        env: dict[str, str] | None = None,
        *,
        folder: Path | None = None,
        empty: bool = False,
    ) -> None:
        self.empty = empty
        self._own = None if folder else tempfile.TemporaryDirectory(prefix="postcard-")
        self.folder = folder or Path(self._own.name)  # type: ignore[union-attr]
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = (
            os.environ
            | FAST
            | {
                "POSTCARD__HTTP__PORT": str(self.port),
                "POSTCARD__STORAGE__DIR": str(self.folder),
            }
            | (env or {})
        )
        SERVERS[self.port] = self.env
        self.server: Fork | None = None
        self.worker: Fork | None = None
        self._read: dict[str, dict[str, Any]] = {}

    @property
    def production(self) -> bool:
        return bool(self.env.get("POSTCARD__REDIS__URL"))

    def start(self) -> None:
        """Start what is not running, and wait until it is ready."""
        if self.server is None:
            self.start_server()
        if self.production and self.worker is None:
            self.start_worker()
        self.wait_ready()

    def start_server(self) -> None:
        if not self.empty and not self.env.get("POSTCARD__SQL__URL"):
            migrated_sqlite(self.folder)
        self.server = self._fork("server.py")

    def start_worker(self) -> None:
        dramatiq = str(Path(sys.executable).with_name("dramatiq"))
        self.worker = self._fork(
            dramatiq, "workers.run:setup", "--processes", "1", "--threads", "1"
        )

    def _fork(self, *command: str) -> Fork:
        self.folder.mkdir(parents=True, exist_ok=True)
        return Fork(command, cwd=ROOT, env=self.env, out=self.folder / "output.txt")

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.url}/api/health/ready", timeout=5) as answer:
                    if not json.load(answer)["degraded"]:
                        return
            except (OSError, urllib.error.URLError):
                pass
            if self.server is not None and self.server.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"not ready: {self.output()[-3000:]}")

    def output(self) -> str:
        return (self.folder / "output.txt").read_text(errors="replace")

    def renderers(self) -> list[int]:
        """Pids of the render children of our processes."""
        return self._children("workers.render_process")

    def thinkers(self) -> list[int]:
        """Pids of the children that run models."""
        return self._children("workers.model_process")

    def lookers(self) -> list[int]:
        """Pids of the children that look at uploads."""
        return self._children("workers.look_process")

    def workers(self) -> list[int]:
        """Pids of the processes of our Dramatiq."""
        return descendants({self.worker.pid}) if self.worker is not None else []

    def _children(self, module: str) -> list[int]:
        ours = {p.pid for p in (self.server, self.worker) if p is not None}
        return [pid for pid in descendants(ours) if module in command_of(pid)]

    def kill_server(self) -> None:
        """SIGKILL the server process alone."""
        _kill(self.server)
        self.server = None

    def kill_worker(self) -> None:
        """SIGKILL every process of the worker's Dramatiq, but not its render children."""
        assert self.worker is not None
        for pid in [
            p
            for p in descendants({self.worker.pid})
            if "workers.render_process" not in command_of(p)
        ]:
            _kill_pid(pid)
        _kill(self.worker)
        self.worker = None

    def kill_tree(self) -> None:
        """SIGKILL everything at once."""
        pids = [p.pid for p in (self.server, self.worker) if p is not None]
        for pid in [*descendants(set(pids)), *pids]:
            _kill_pid(pid)
        for process in (self.server, self.worker):
            _kill(process)
        self.server = self.worker = None

    def stop(self) -> float:
        """SIGTERM, as an operator would; the seconds it took."""
        started = time.monotonic()
        for process in (self.worker, self.server):
            if process is not None:
                process.send_signal(signal.SIGTERM)
        for process in (self.worker, self.server):
            if process is not None:
                process.wait(timeout=120)
        self.server = self.worker = None
        return time.monotonic() - started

    def log(self, *names: str) -> list[dict[str, Any]]:
        """The lines of web.log and worker.log, or of those named, with their rotated ones."""
        lines: list[bytes] = []
        for name in names or ("web.log", "worker.log"):
            for file in sorted((self.folder / "log").glob(f"{name}*"), reverse=True):
                lines += file.read_bytes().splitlines()
        # A process killed while it wrote may have left half a line.
        return [json.loads(line) for line in lines if line.endswith(b"}")]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database says, past all of our code."""
        url = self.env.get("POSTCARD__SQL__URL")
        if url:
            parts = sql_parts(url)
            parts["database"] = parts.pop("db")
            with closing(pymysql.connect(**parts, charset="utf8mb4")) as maria:
                with maria.cursor() as cursor:
                    cursor.execute(sql)
                    return list(cursor.fetchall())
        with closing(sqlite3.connect(self.folder / "postcard.sqlite")) as lite:
            return lite.execute(sql).fetchall()

    def scratch(self) -> list[str]:
        """What lies in the scratch folder."""
        return sorted(path.name for path in (self.folder / "scratch").iterdir())

    def media(self) -> list[str]:
        """Every file below the media folder."""
        root = self.folder / "media"
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())

    def rss_kib(self) -> int:
        """Resident memory of the server process."""
        assert self.server is not None
        return _status_kib(self.server.pid, "VmRSS")

    def peak_kib(self, *, again: bool = False) -> int:
        """The most resident memory since the last call with `again`."""
        assert self.server is not None
        peak = _status_kib(self.server.pid, "VmHWM")
        if again:
            Path(f"/proc/{self.server.pid}/clear_refs").write_text("5")
        return peak

    def close(self) -> None:
        if MEASURED in self.env:
            # Killed, a process tells nothing of the lines that it ran.
            with suppress(TimeoutExpired):
                self.stop()
        self.kill_tree()
        if self._own is not None:
            self._own.cleanup()

    def messages(self) -> list[dict[str, Any]]:
        """The outbox, oldest first."""
        outbox = self.folder / "outbox"
        names = sorted(os.listdir(outbox)) if outbox.is_dir() else []
        # Thousands after a while, and asked for at every sign-up: each is read once.
        for name in names:
            if name.endswith(".json") and name not in self._read:
                self._read[name] = json.loads((outbox / name).read_text())
        return [self._read[name] for name in names if name in self._read]


class Elsewhere(Postcard):
    """One that others have started and will end: several machines behind one address."""

    def __init__(self, *, port: int, folder: str, sql: str, redis: str) -> None:
        urls = {"POSTCARD__SQL__URL": sql, "POSTCARD__REDIS__URL": redis}
        super().__init__(urls, folder=Path(folder))
        self.port = port
        self.url = f"http://127.0.0.1:{port}"


class Guest:
    """A client: one connection pool, perhaps one token."""

    _phones = itertools.count(int(time.time() * 1000) % 10**8)

    def __init__(self, postcard: Postcard, session: aiohttp.ClientSession) -> None:
        self.postcard = postcard
        self.http = session
        self.token = ""
        self.phone = ""
        self.password = "correct horse"

    @classmethod
    def new_phone(cls) -> str:
        """A phone number that no other test uses (the 199 block; nobody is called)."""
        return f"199{next(cls._phones) % 10**8:08d}"

    async def post(self, path: str, body: Any, *, token: str | None = None) -> dict[str, Any]:
        """POST bytes, or a value as JSON; the reply, which must be HTTP 200 with JSON."""
        given = self.token if token is None else token
        url = f"{self.postcard.url}{path}" + (f"?token={given}" if given else "")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.http.post(url, data=data) as answer:
            text = await answer.text()
            assert 200 == answer.status, text
            assert "application/json" == answer.content_type
            reply: dict[str, Any] = json.loads(text)
            return reply

    async def call(
        self, type_: str, subtype: str, data: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        """One envelope to /api."""
        body = {"id": 1, "type": type_, "subtype": subtype, "data": data or {}}
        return await self.post("/api", body, **more)

    async def rest(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """A REST request; {code, msg} and perhaps data. The HTTP status must be the code."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self.http.request(
            method, self.postcard.url + path, headers=headers, **more
        ) as answer:
            reply: dict[str, Any] = json.loads(await answer.text())
            assert answer.status == reply["code"]
            return reply

    async def sms_hash(self, phone: str, command_type: int = 1) -> str:
        """Ask for a code, read it from the outbox, hash it as a client does."""
        before = len(self.postcard.messages())
        reply = await self.call("sms", "generate", {"phone": phone, "command_type": command_type})
        assert 0 == reply["status"], reply
        while len(self.postcard.messages()) == before:
            await asyncio.sleep(0.01)
        code = [m for m in self.postcard.messages() if m.get("to") == phone][-1]["code"]
        return hashlib.md5((code + reply["data"]["rand"]).encode()).hexdigest()

    async def register(self, phone: str | None = None) -> str:
        """A new account; its phone."""
        self.phone = phone or self.new_phone()
        hash_ = await self.sms_hash(self.phone)
        reply = await self.call(
            "register", "phone", {"username": self.phone, "hash": hash_, "pass": self.password}
        )
        assert 0 == reply["status"], reply
        return self.phone

    async def login(self, enduring: int = 0) -> str:
        """Sign in; the token, which later calls carry."""
        data = {"username": self.phone, "pass": self.password, "enduring": enduring}
        reply = await self.call("login", "pass", data, token="")
        assert 0 == reply["status"], reply
        self.token = reply["data"]["token"]
        return self.token

    async def sign_up(self) -> None:
        """Register and sign in."""
        await self.register()
        await self.login()

    async def upload(self, work_id: int, name: str, content: bytes) -> dict[str, Any]:
        """Send a file to a film over REST."""
        # As browsers do it, a name is sent in UTF-8.
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("file", io.BytesIO(content), filename=name)
        return await self.rest("POST", f"/movie/{work_id}/upload", data=form)

    async def new_movie(self, pictures: list[bytes], info: dict[str, Any] | None = None) -> int:
        """A film with pictures, not yet started."""
        work_id = (await self.call("movie", "new"))["data"]["work_id"]
        for number, picture in enumerate(pictures):
            reply = await self.upload(work_id, f"{number}.jpg", picture)
            assert 200 == reply["code"], reply
        if info is not None:
            reply = await self.upload(work_id, "info.json", json.dumps(info).encode())
            assert 200 == reply["code"], reply
        return int(work_id)

    async def finished(self, work_id: int, seconds: float = 300) -> dict[str, Any]:
        """Wait for the end of a film; its last status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            reply = await self.call("movie", "status", {"work_id": work_id})
            status: dict[str, Any] = reply["data"]
            if status["status"] not in (1, 2):
                return status
            await asyncio.sleep(0.1)
        said = self.postcard.log("worker.log")[-8:]
        raise AssertionError(f"film {work_id} did not end: {status}; {said}")


class Backing:
    """MariaDB and Redis of a session, and the settings that point a Postcard at them."""

    def __init__(self) -> None:
        self._given = 0
        self.maria = MariaServer()
        self.redis = RedisServer()
        self.maria.start()
        self.redis.start()

    def env(self, *, empty: bool = False) -> dict[str, str]:
        """Settings for a Postcard on databases of its own: nobody else's worker takes its jobs."""
        url = self.maria.fresh_database() if empty else migrated_maria(self.maria)
        self._given += 1
        return {
            "POSTCARD__SQL__URL": url,
            "POSTCARD__REDIS__URL": self.redis.database_url(self._given),
        }

    def close(self) -> None:
        self.redis.close()
        self.maria.close()


def picture(width: int = 640, height: int = 480, seed: int = 0) -> bytes:
    """A small JPEG, different for each seed."""
    image = Image.new("RGB", (width, height), (40 + seed * 37 % 200, 90, 160 - seed * 23 % 120))
    draw = ImageDraw.Draw(image)
    draw.ellipse((width // 4, height // 4, width * 3 // 4, height * 3 // 4), fill=(230, 200, 90))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


async def until(true: Callable[[], Any], seconds: float = 120, *, what: str = "") -> None:
    """Wait for a condition; says what was not so in time."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, f"not so after {seconds} s: {what} ({found!r})"
        await asyncio.sleep(0.05)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that waits only to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _status_kib(pid: int, key: str) -> int:
    text = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(key))


def _kill(process: Fork | None) -> None:
    if process is not None:
        _kill_pid(process.pid)
        process.wait()


def _kill_pid(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def command_of(pid: int) -> str:
    """Its command line; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def descendants(pids: set[int]) -> list[int]:
    """Every process below these, by the parent links in /proc."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    found: list[int] = []
    layer = set(pids)
    while layer:
        layer = {pid for pid, parent in parents.items() if parent in layer}
        found += layer
    return found
