"""What root does leaves nothing that the service's own user cannot read or write."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from config import ROOT
from tests.databases import migrated_sqlite

# A user without a name; no one else's files are theirs.
SERVICE = 54_321
PASSWORD = "a long enough one\n"


def python() -> tuple[str, dict[str, str]]:
    """A Python with our packages that the service's user may run too, and what it needs."""
    packages = {"PYTHONPATH": sysconfig.get_path("purelib")}
    version = f"python3.{sys.version_info.minor}"
    for found in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        with suppress(OSError):
            done = subprocess.run(
                [found, "-c", "import uvloop, pydantic_core"],
                env=os.environ | packages,
                user=SERVICE,
                group=SERVICE,
                extra_groups=[],
                check=False,
            )
            if done.returncode == 0:
                return found, packages
    pytest.skip("NO PYTHON THAT ANOTHER USER MAY RUN: what root leaves behind is not tested")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A service's data folder, used once."""
    if os.geteuid() != 0:
        pytest.skip("NOT ROOT: what root leaves behind is not tested")
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    migrated_sqlite(folder)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, SERVICE, SERVICE)
    # Whoever the service is must come here.
    opened = [one for one in folder.parents if not one.stat().st_mode & 0o001]
    before = {one: one.stat().st_mode for one in opened}
    for one in opened:
        one.chmod(before[one] | 0o011)
    yield folder
    for one, mode in before.items():
        one.chmod(mode)


def run(data: Path, *words: str, typed: str = "") -> str:
    """What a command of root says."""
    found, env = python()
    settings = {"POSTCARD__STORAGE__DIR": str(data), "POSTCARD__PASSWORDS__MEMORY_KIB": "64"}
    done = subprocess.run(
        [found, "-W", "ignore", *words],
        cwd=ROOT,
        env=os.environ | env | settings,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        # Without a terminal a password is read from the input.
        start_new_session=True,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout + done.stderr


def others(folder: Path) -> list[Path]:
    """What lies there and is not the service's own."""
    return [path for path in (folder, *folder.rglob("*")) if path.stat().st_uid != SERVICE]


def test_commands_of_root(data: Path, tmp_path: Path) -> None:
    """Each works as the owner of the folder, and says so; the service reads its backup too."""
    copy = tmp_path / "copy"
    said = [
        run(data, "server.py", "admin", "create", "keeper", typed=PASSWORD * 2),
        run(data, "server.py", "db", "check"),
        run(data, "server.py", "db", "downgrade", "--to", "0004"),
        run(data, "server.py", "db", "upgrade"),
        run(data, "server.py", "check"),
        run(data, "server.py", "backup", str(copy)),
        run(data, "server.py", "logs"),
    ]

    assert all(f"works as {SERVICE}, whom {data} belongs to" in text for text in said)
    assert (data / "secret.key").exists() and (data / "scratch").is_dir()
    assert [] == others(data)
    assert (copy / "postcard.sqlite").exists()
    assert [] == others(copy)


def test_a_worker_of_root(data: Path) -> None:
    """The process that Dramatiq starts does the same."""
    script = (
        "import os; from workers.run import WorkerLifetime; WorkerLifetime(); print(os.getuid())"
    )

    assert f"\n{SERVICE}\n" in "\n" + run(data, "-c", script)


def test_somebody_else(data: Path) -> None:
    """A user whose folder it is not is told whose it is; check says so in its line."""

    found, env = python()

    def as_other(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [found, "server.py", *words],
            cwd=ROOT,
            env=os.environ | env | {"POSTCARD__STORAGE__DIR": str(data)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            user=SERVICE + 1,
            group=SERVICE + 1,
            extra_groups=[],
        )

    refused, checked = as_other("admin", "list"), as_other("check")

    assert (2, 1) == (refused.returncode, refused.stderr.count("\n"))
    assert f"{data} belongs to {SERVICE}" in refused.stderr
    assert "Traceback" not in checked.stdout + checked.stderr
    assert any(line.startswith("BAD data") for line in checked.stdout.splitlines())
