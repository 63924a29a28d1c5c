"""`server.py check` says what is wrong, and how to mend it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from stores.schema import HEAD
from tests.conftest import WAYS
from tests.servers import free_port
from tests.smtp import SmtpServer
from tests.special import serving


def check(env: dict[str, str]) -> tuple[int, dict[str, str]]:
    """The exit status, and the line of each part."""
    done = subprocess.run(
        [sys.executable, "server.py", "check"],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, {line.split()[1]: line for line in done.stdout.splitlines()}


def test_a_new_folder_is_well(tmp_path: Path) -> None:
    """The embedded default has nothing to mend; a line a part, and nothing is made by asking."""
    status, lines = check({"POSTCARD__STORAGE__DIR": str(tmp_path / "data")})

    assert 0 == status, lines
    assert 13 == len(lines)
    assert all(line.startswith("ok ") for line in lines.values())
    assert [] == list(tmp_path.iterdir())


def test_the_tables_of_a_new_folder(tmp_path: Path) -> None:
    """To ask for them makes no database, and no folder."""
    env = os.environ | {"POSTCARD__STORAGE__DIR": str(tmp_path / "data")}
    done = [
        subprocess.run(
            [sys.executable, "server.py", "db", *words],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        for words in (("check",), ("downgrade", "--to", HEAD))
    ]

    assert [1, 2] == [one.returncode for one in done]
    assert all("revision none" in one.stdout + one.stderr for one in done)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("way", WAYS)
def test_a_running_server_is_well(request: pytest.FixtureRequest, way: str) -> None:
    """Database, Redis and workers are found; what production lacks here is said."""
    with serving(way, request, {}) as postcard:
        postcard.start()
        env = {key: value for key, value in postcard.env.items() if key.startswith("POSTCARD__")}
        _, lines = check(env)

    assert lines["sql"].startswith("ok ")
    kind = "MariaDB or MySQL, " if postcard.production else "embedded, SQLite in "
    assert kind in lines["sql"]
    assert f"revision {HEAD}, users to number " in lines["sql"]
    assert lines["workers"].startswith("ok ")
    assert ("BAD" if postcard.production else "ok ") == lines["sms"][:3]


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    """Nothing answers, the key can be read by others, the address is open: each with its cure."""
    (tmp_path / "secret.key").write_text("00" * 32)
    (tmp_path / "secret.key").chmod(0o644)
    nobody = f"127.0.0.1:{free_port()}"

    status, lines = check(
        {
            "POSTCARD__STORAGE__DIR": str(tmp_path),
            "POSTCARD__HTTP__HOST": "0.0.0.0",
            "POSTCARD__SQL__URL": f"mysql://a:b@{nobody}/x",
            "POSTCARD__REDIS__URL": f"redis://{nobody}/0",
        }
    )

    assert 1 == status
    bad = {part for part, line in lines.items() if line.startswith("BAD")}
    assert {"address", "secrets", "sql", "redis", "workers", "admin", "sms", "mail"} == bad
    assert "chmod 600" in lines["secrets"]
    assert "sql.url" in lines["sql"]


SMTP = {
    "POSTCARD__MAIL__GATEWAY": "smtp",
    "POSTCARD__MAIL__HOST": "127.0.0.1",
    "POSTCARD__MAIL__TLS": "none",
    "POSTCARD__MAIL__SENDER": "post@example.com",
}


def test_a_mail_server(tmp_path: Path) -> None:
    """One that nobody runs is away; one that answers is well, and is sent nothing."""
    server = SmtpServer()
    env = {"POSTCARD__STORAGE__DIR": str(tmp_path), "POSTCARD__MAIL__PORT": str(server.port)}
    _, before = check(SMTP | env)
    server.start()
    try:
        _, running = check(SMTP | env)
        _, refused = check(SMTP | env | {"POSTCARD__MAIL__TLS": "starttls"})
    finally:
        server.close()

    assert before["mail"].startswith("BAD") and f"127.0.0.1:{server.port}" in before["mail"]
    assert running["mail"].startswith("ok ")
    assert refused["mail"].startswith("BAD")
    assert [] == server.messages


def test_a_provider_of_sms(tmp_path: Path) -> None:
    """Where nobody listens it is away; where somebody does it is well, and is told nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        whole = ("SECRET_ID", "SECRET_KEY", "APP_ID", "SIGN", "TEMPLATE_REGISTER", "TEMPLATE_RESET")
        env = {f"POSTCARD__SMS__TENCENT_{name}": "1234567" for name in whole} | {
            "POSTCARD__STORAGE__DIR": str(tmp_path),
            "POSTCARD__SMS__GATEWAY": "tencent",
            "POSTCARD__SMS__TENCENT_SCHEME": "http",
            "POSTCARD__SMS__TENCENT_ENDPOINT": f"127.0.0.1:{port}",
        }
        _, running = check(env)
        listening.settimeout(10)
        with listening.accept()[0] as connection:
            said = connection.recv(1)
    _, after = check(env)

    assert running["sms"].startswith("ok ")
    assert after["sms"].startswith("BAD") and "away" in after["sms"]
    assert b"" == said


def test_files_that_are_away(tmp_path: Path) -> None:
    """A folder that a server has used, without its media, is a mount that is missing."""
    (tmp_path / "scratch").mkdir()
    env = {"POSTCARD__STORAGE__DIR": str(tmp_path)}
    _, away = check(env)
    (tmp_path / "media").mkdir()
    _, back = check(env)

    assert away["storage"].startswith("BAD") and str(tmp_path / "media") in away["storage"]
    assert back["storage"].startswith("ok ")
