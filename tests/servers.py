"""Real servers for tests, each private: own port, own folder, ended by its own pid."""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pymysql
import pytest

from tests.forking import unmeasured

READY_SECONDS = 90.0
STOP_SECONDS = 20.0
REDIS_DATABASES = 256
AS_ROOT = os.geteuid() == 0


def require(binary: str) -> str:
    """The path of `binary`. Without it a test is skipped at home and fails where CI is set."""
    # Servers lie in /usr/sbin, which is not on everyone's PATH.
    found = shutil.which(binary) or shutil.which(binary, path="/usr/local/sbin:/usr/sbin")
    if found is None:
        reason = f"{binary} IS NOT INSTALLED: nothing that needs it is tested"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def free_port() -> int:
    """A port that nobody listens on now, and that no outgoing connection is given."""
    while True:
        # Systems take the ports of clients from 32768 or above.
        port = 16384 + secrets.randbelow(16384)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def carry_out(*command: str) -> None:
    """Run `command` to its end. A failure tells what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")


class Server:
    """One server process; `start` after `stop` or `kill` gives the same port and folder again."""

    def __init__(self) -> None:
        # Short, because a socket's path may have 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="pc-"))
        if AS_ROOT:
            self.folder.chmod(0o711)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def command(self) -> list[str]:
        raise NotImplementedError

    def ready(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Return when the server answers."""
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                self.command(),
                env=unmeasured(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A Ctrl-C in the terminal is the tests', who still need it to end in order.
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self.ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"no server: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.01)

    def stop(self) -> None:
        """End it as an operator would."""
        self._end(kill=False)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(kill=True)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        """End it and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.close)

    def _end(self, *, kill: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if kill:
            process.kill()
        else:
            process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class RedisServer(Server):
    """A Redis whose data outlives a kill (append-only file)."""

    def __init__(self, *options: str) -> None:
        self._binary = require("redis-server")
        self._options = options
        super().__init__()

    @property
    def url(self) -> str:
        return self.database_url(0)

    def database_url(self, number: int) -> str:
        """One of its databases, which know nothing of each other."""
        return f"redis://127.0.0.1:{self.port}/{number}"

    def command(self) -> list[str]:
        return [
            self._binary,
            *("--port", str(self.port)),
            *("--bind", "127.0.0.1"),
            *("--dir", str(self.folder)),
            *("--save", ""),
            *("--appendonly", "yes"),
            *("--daemonize", "no"),
            *("--databases", str(REDIS_DATABASES)),
            # A title would be written over its environment, by which it is found (tests/reaper.py).
            *("--set-proc-title", "no"),
            *self._options,
        ]

    def ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
                link.sendall(b"PING\r\n")
                answer = link.recv(64)
        except OSError:
            return False
        # One that asks for a password is ready as well; one that still loads is not.
        return answer.startswith((b"+PONG", b"-NOAUTH"))


class S3Server(Server):
    """A server of the S3 protocol; what it keeps does not outlive it."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def ready(self) -> bool:
        try:
            return bool(self._ask("GET", "/"))
        except OSError:
            return False

    def make_bucket(self, name: str = "") -> str:
        """An empty bucket."""
        name = name or f"bucket-{secrets.token_hex(6)}"
        self._ask("PUT", f"/{name}")
        return name

    def env(self, bucket: str = "") -> dict[str, str]:
        """Settings for a Postcard on a bucket, or on a new one."""
        return {
            "POSTCARD__STORAGE__BUCKET": bucket or self.make_bucket(),
            "POSTCARD__STORAGE__ENDPOINT": self.url,
            "POSTCARD__STORAGE__ACCESS_KEY": f"key-{secrets.token_hex(8)}",
            "POSTCARD__STORAGE__SECRET_KEY": secrets.token_hex(16),
        }

    def keys(self, bucket: str) -> list[str]:
        """Every object of a small bucket."""
        return re.findall(r"<Key>(.*?)</Key>", self._ask("GET", f"/{bucket}?list-type=2"))

    def uploads(self, bucket: str) -> str:
        """What was begun in parts, and not ended."""
        return self._ask("GET", f"/{bucket}?uploads")

    def _ask(self, method: str, path: str) -> str:
        request = urllib.request.Request(self.url + path, method=method)
        with urllib.request.urlopen(request, timeout=5) as answer:
            text: str = answer.read().decode()
            return text


def _owned(folder: Path) -> list[str]:
    """Options of MariaDB and MySQL: all that one keeps, temporary tables too, lies in `folder`."""
    # In a folder that several share, each that starts removes the temporary tables of all.
    own = [f"--datadir={folder / 'data'}", f"--tmpdir={folder}"]
    return ["--user=root", *own] if AS_ROOT else own


class MariaServer(Server):
    """A MariaDB with one user, `app`, who may do anything."""

    def __init__(self) -> None:
        self._install = require("mariadb-install-db")
        self._binary = require("mariadbd")
        self._client = require("mariadb")
        self._admin = require("mariadb-admin")
        self._password = secrets.token_hex(8)
        super().__init__()

    @property
    def url(self) -> str:
        return self._database_url("app")

    def _database_url(self, name: str) -> str:
        return f"mysql://app:{self._password}@127.0.0.1:{self.port}/{name}"

    @property
    def _socket(self) -> Path:
        return self.folder / "my.sock"

    def command(self) -> list[str]:
        return [
            self._binary,
            "--no-defaults",
            *_owned(self.folder),
            f"--socket={self._socket}",
            f"--pid-file={self.folder / 'my.pid'}",
            "--bind-address=127.0.0.1",
            f"--port={self.port}",
            "--character-set-server=utf8mb4",
            "--skip-log-bin",
            "--innodb-buffer-pool-size=32M",
            # 2: a commit is with the system before it is answered, so it outlives a kill.
            "--innodb-flush-log-at-trx-commit=2",
            "--max-connections=200",
        ]

    def ready(self) -> bool:
        ping = [self._admin, "--no-defaults", "-S", str(self._socket), "-uroot", "ping"]
        return subprocess.run(ping, capture_output=True, check=False).returncode == 0

    def start(self) -> None:
        if (self.folder / "data").exists():
            super().start()
            return
        carry_out(
            self._install,
            *("--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"),
            *_owned(self.folder),
        )
        super().start()
        self._run("create database app character set utf8mb4")
        self._run(f"create user app@'127.0.0.1' identified by '{self._password}'")
        self._run("grant all on *.* to app@'127.0.0.1' with grant option")

    def fresh_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"t_{secrets.token_hex(6)}"
        self._run(f"create database {name} character set utf8mb4")
        return self._database_url(name)

    def _run(self, statement: str) -> None:
        client = [self._client, "--no-defaults", "-S", str(self._socket), "-uroot"]
        carry_out(*client, "-e", statement)


class MysqlServer(Server):
    """MySQL 8 itself, with one user, `app`. Debian has no package of it: without it, skipped."""

    def __init__(self) -> None:
        found = shutil.which("mysqld") or shutil.which("mysqld", path="/usr/local/sbin:/usr/sbin")
        version = ""
        if found:
            said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
            version = said.stdout
        if found is None or "MariaDB" in version:
            pytest.skip("MySQL 8 (mysqld) IS NOT INSTALLED: its statements are read, not run")
        self._binary = found
        self._password = secrets.token_hex(8)
        super().__init__()

    def command(self) -> list[str]:
        return [
            *self._base(),
            f"--socket={self.folder / 'my.sock'}",
            f"--pid-file={self.folder / 'my.pid'}",
            "--bind-address=127.0.0.1",
            f"--port={self.port}",
            "--mysqlx=OFF",
            "--skip-log-bin",
        ]

    def _base(self) -> list[str]:
        return [self._binary, "--no-defaults", *_owned(self.folder)]

    def ready(self) -> bool:
        try:
            self._run("SELECT 1")
        except pymysql.err.OperationalError:
            return False
        return True

    def start(self) -> None:
        if (self.folder / "data").exists():
            super().start()
            return
        carry_out(*self._base(), "--initialize-insecure")
        super().start()
        self._run(f"CREATE USER app@'127.0.0.1' IDENTIFIED BY '{self._password}'")
        self._run("GRANT ALL ON *.* TO app@'127.0.0.1'")

    def fresh_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"t_{secrets.token_hex(6)}"
        self._run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        return f"mysql://app:{self._password}@127.0.0.1:{self.port}/{name}"

    def _run(self, statement: str) -> None:
        place = str(self.folder / "my.sock")
        with pymysql.connect(unix_socket=place, user="root") as link, link.cursor() as cursor:
            cursor.execute(statement)
