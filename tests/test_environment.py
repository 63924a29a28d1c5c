"""Every program of ours reads the service's environment where it is told of it, as systemd does."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT, ConfigError
from services.admin.checking import check
from services.running import environment
from services.running.beginning import begin
from services.running.environment import assignments, read
from tests.databases import migrated_sqlite
from tests.servers import require

SECRET = "hunter2hunter2"
GENERATOR = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"
TEXT = r"""# a comment = none
; A=neither
A=plain
B = spaced out
C="two \"words\" # x"  # behind a quote
D='single \ "'"and double"
E=back\ slash \# and \
on
F="more
lines"
G="kept: \n, not: \`"
I=all # of it
    J=indented

L=x=y
M=a'b"c
N='a' b
O="a"'b'"c"
"""


def bare() -> dict[str, str]:
    """Without what the developer's own shell says."""
    return {key: value for key, value in os.environ.items() if not key.startswith("POSTCARD")}


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=bare() | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_file_is_read_as_systemd_reads_it(tmp_path: Path) -> None:
    """Quotes, escapes, comments, lines that go on: asked of systemd's own reader of such files."""
    if not Path(GENERATOR).exists():
        require(GENERATOR)
    folder = tmp_path / "environment.d"
    folder.mkdir()
    (folder / "a.conf").write_text(TEXT)
    done = subprocess.run(
        [GENERATOR], env={"XDG_CONFIG_HOME": str(tmp_path)}, capture_output=True, check=True
    )
    lines = done.stdout.decode().splitlines()
    said = dict(line.split("=", 1) for line in lines)
    # It writes values in double quotes, with the escapes of C.
    told = {
        name: shlex.split(value)[0].replace("\\n", "\n") if "kept" not in value else value
        for name, value in said.items()
        if len(name) == 1
    }
    ours = assignments(TEXT)

    assert set(told) == set(ours) == set("ABCDEFGIJLMNO")
    assert "kept: \\n, not: `" == ours.pop("G")
    assert ours == {name: value for name, value in told.items() if name != "G"}


@pytest.mark.parametrize(
    "line",
    [
        f"export POSTCARD__SECRETS__KEY={SECRET}",
        SECRET,
        f'A="{SECRET}',
        f"A-B={SECRET}",
        f"={SECRET}",
    ],
)
def test_what_systemd_would_pass_over(tmp_path: Path, line: str) -> None:
    """The number of the line is told, and nothing of what stands there."""
    file = tmp_path / "env"
    file.write_text(f"# one\nB=1\n{line}\n")

    with pytest.raises(ConfigError, match="line 3") as raised:
        read(file)

    assert SECRET not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.fixture
def env(tmp_path: Path) -> Path:
    """A service's file: its data folder, its port, a secret."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    migrated_sqlite(data)
    (data / "log").mkdir()
    (data / "log" / "web.log").write_text('{"event":"a line of the service","level":"info"}\n')
    file = tmp_path / "postcard.env"
    file.touch(mode=0o600)
    key = os.urandom(32).hex()
    file.write_text(
        f'# settings\nPOSTCARD__STORAGE__DIR="{data}"\nPOSTCARD__SECRETS__KEY={key}\n'
        "POSTCARD__HTTP__PORT=8123\n"
    )
    return file


COMMANDS = {
    "check": ("data/postcard.sqlite, revision", "GS(2024)0650", "changes until 20"),
    "db check": ("its tables are those",),
    "admin list": ("",),
    "logs web": ("a line of the service",),
    "backup {there}": ("files,",),
    "migrate": ("the database has revision",),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("by", ["option", "variable"])
def test_a_command_sees_what_the_service_sees(
    env: Path, tmp_path: Path, command: str, by: str
) -> None:
    """With --env, and with POSTCARD_ENV; nothing is made where it would be without."""
    before = (ROOT / "data").exists()
    words = command.format(there=tmp_path / "copy").split()
    # What the shell says beside it does not count.
    shell = {"POSTCARD__STORAGE__DIR": str(tmp_path / "stray")}
    if by == "option":
        done = run("server.py", "--env", str(env), *words, **shell)
    else:
        done = run("server.py", *words, POSTCARD_ENV=str(env), **shell)

    assert 0 == done.returncode, done.stdout + done.stderr
    assert all(said in done.stdout for said in COMMANDS[command])
    assert not (tmp_path / "stray").exists()
    assert before == (ROOT / "data").exists()


def test_check_begins_with_whose_settings_it_read(env: Path) -> None:
    """The file of settings, the file of variables and their names; never what they say."""
    done = run("server.py", "--env", str(env), "check", POSTCARD__LOG__LEVEL="warning")
    first = done.stdout.splitlines()[0]
    values = read(env)

    assert first.startswith("ok  settings ")
    assert str(ROOT / "config.toml") in first and str(env) in first
    assert all(name in first for name in (*values, "POSTCARD__LOG__LEVEL"))
    assert values["POSTCARD__SECRETS__KEY"] not in done.stdout + done.stderr


def test_a_worker_sees_it_too(env: Path) -> None:
    """What Dramatiq's command calls has no words of its own: the variable names the file."""
    script = "from workers.run import WorkerLifetime; print(WorkerLifetime().config.http.port)"

    done = run("-c", script, POSTCARD_ENV=str(env))

    assert "8123\n" == done.stdout, done.stderr


@pytest.mark.parametrize("command", ["serve", "check", "admin list"])
def test_a_file_that_others_can_read(env: Path, command: str) -> None:
    """It holds a secret: refused, and told how to mend it."""
    env.chmod(0o644)

    done = run("server.py", "--env", str(env), *command.split())

    assert 0 != done.returncode
    assert f"{env} holds secrets and can be read by others" in done.stdout + done.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """One line, and no other settings are taken in its place."""
    done = run("server.py", "--env", str(tmp_path / "none"), "check")

    assert (2, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))


@pytest.fixture
def rights() -> Iterator[None]:
    """Those of this process's files, as before."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.mark.usefixtures("rights")
async def test_a_file_that_nobody_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Beside a service whose file lies where docs/production.md puts it, every command asks."""
    for name in [name for name in os.environ if name.startswith("POSTCARD")]:
        monkeypatch.delenv(name)
    usual = tmp_path / "postcard.env"
    monkeypatch.setattr(environment, "USUAL", usual)
    monkeypatch.setenv("POSTCARD__STORAGE__DIR", str(tmp_path))
    begin()
    silent = capsys.readouterr().err
    usual.touch()
    config = begin()
    first, *_ = await check(config)

    assert "" == silent
    assert f"--env {usual}" in capsys.readouterr().err
    assert not first.good
    assert f"--env {usual}" in first.fix


def test_an_admin_of_another_house(tmp_path: Path) -> None:
    """Without a database there is nobody to list or remove, and none is made."""
    done = run("server.py", "admin", "list", POSTCARD__STORAGE__DIR=str(tmp_path / "data"))

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert [] == list(tmp_path.iterdir())
