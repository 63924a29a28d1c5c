"""What a server must not start with: it says so in one line, and `server.py check` does too."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT, ConfigError, load_config
from services.running.environment import ENVIRONMENT_FILE
from services.running.precautions import refuse_dangers

KEY = secrets.token_hex(32)
PASSWORD = secrets.token_urlsafe(12)


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without what the developer's own shell says, and in a folder of its own."""
    for name in [name for name in os.environ if name.startswith("POSTCARD")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("POSTCARD__STORAGE__DIR", str(tmp_path))


def refusal() -> str:
    """The one line; empty when nothing is wrong."""
    try:
        refuse_dangers(load_config())
    except ConfigError as error:
        line = str(error)
        assert "\n" not in line
        return line
    return ""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "server.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("SQL__URL", "mysql://postcard:password@127.0.0.1:3306/postcard", "sql.url"),
        ("SQL__URL", "mysql://postcard:Change-Me@127.0.0.1:3306/postcard", "sql.url"),
        ("SQL__URL", "mysql://postcard:...@db:3306/postcard", "sql.url"),
        ("REDIS__URL", "redis://:password@127.0.0.1:6379/0", "redis.url"),
        ("MAIL__PASSWORD", "changeme", "mail.password"),
        ("SMS__TENCENT_SECRET_KEY", "your-password", "sms.tencent_secret_key"),
        ("SECRETS__KEY", "0" * 64, "secrets.key"),
        ("SECRETS__KEY", "0123456789abcdef" * 4, "secrets.key"),
        ("SECRETS__KEY", "DEADbeef" * 8, "secrets.key"),
    ],
)
def test_secrets_of_examples(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, key: str
) -> None:
    """What stands in documents is known to all; the key is named, the value is not."""
    monkeypatch.setenv(f"POSTCARD__{name}", value)
    line = refusal()

    assert line.startswith(f"{key}: ")
    assert value not in line


def test_secrets_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn at random they are fine."""
    monkeypatch.setenv("POSTCARD__SQL__URL", f"mysql://postcard:{PASSWORD}@127.0.0.1/postcard")
    monkeypatch.setenv("POSTCARD__SECRETS__KEY", KEY)

    assert "" == refusal()


def test_a_config_file_that_others_can_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One that holds a password is refused; without one, or closed, it is fine."""
    text = (ROOT / "config.toml").read_text()
    url = f'url = "mysql://postcard:{PASSWORD}@127.0.0.1/postcard" #'
    file = tmp_path / "config.toml"
    monkeypatch.setenv("POSTCARD_CONFIG", str(file))
    lines = {}
    for name, content, mode in (
        ("plain", text, 0o644),
        ("open", text.replace('url = "" ', url, 1), 0o644),
        ("closed", text.replace('url = "" ', url, 1), 0o640),
    ):
        file.write_text(content)
        file.chmod(mode)
        lines[name] = refusal()

    assert "" == lines["plain"] == lines["closed"]
    assert f"{file} holds secrets and can be read by others" in lines["open"]
    assert PASSWORD not in lines["open"]


@pytest.mark.parametrize(
    "line",
    [f"POSTCARD__SECRETS__KEY={KEY}", f'POSTCARD_SQL_PASSWORD="{PASSWORD}"'],
    ids=["key", "password"],
)
def test_an_environment_file_that_others_can_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    """The service manager's file is looked at too, where it is named."""
    file = tmp_path / "postcard.env"
    file.write_text(f"# settings\nPOSTCARD__HTTP__PORT=8080\n{line}\n")
    monkeypatch.setenv(ENVIRONMENT_FILE, str(file))
    file.chmod(0o644)
    opened = refusal()
    file.chmod(0o600)

    assert opened.startswith(f"{file} holds secrets")
    assert "" == refusal()


@pytest.mark.servers
def test_a_key_that_others_can_read(tmp_path: Path) -> None:
    """The server ends with status 2 and one line; check names the same."""
    file = tmp_path / "secret.key"
    file.write_text(KEY)
    file.chmod(0o644)

    served, checked = run("serve"), run("check")

    assert 2 == served.returncode
    assert f"postcard: {file} can be read by others; chmod 600 {file}\n" == served.stderr
    assert 1 == checked.returncode
    assert any(
        line.startswith("BAD secrets") and "chmod 600" in line
        for line in checked.stdout.splitlines()
    )


@pytest.mark.servers
def test_debug_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both commands say it."""
    monkeypatch.setenv("POSTCARD__DEBUG", "true")
    monkeypatch.setenv("POSTCARD__HTTP__HOST", "0.0.0.0")

    for command in ("serve", "check"):
        done = run(command)

        assert 2 == done.returncode
        assert "debug=true is allowed on a loopback http.host only" in done.stderr
        assert 1 == done.stderr.count("\n")


def test_the_sample_admin_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """check names what the server refuses: the sample account, at a public address."""
    assert 0 == run("db", "upgrade").returncode
    script = "import asyncio, config, server; asyncio.run(server.settle(config.load_config()))"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=60)
    monkeypatch.setenv("POSTCARD__HTTP__HOST", "0.0.0.0")
    checked = run("check")

    assert 1 == checked.returncode
    assert any(line.startswith("BAD admin") for line in checked.stdout.splitlines())


@pytest.mark.servers
def test_a_python_that_lacks_the_packages() -> None:
    """One line says which Python to take."""
    bare = [sys.executable, "-I", "-S", "server.py", "check"]
    done = subprocess.run(bare, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert (1, 1) == (done.returncode, done.stderr.count("\n"))
    assert "make run" in done.stderr and ".venv/bin/python server.py" in done.stderr
