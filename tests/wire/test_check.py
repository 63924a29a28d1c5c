"""`server.py check` says what is wrong, and how to mend it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from tests.conftest import WAYS
from tests.servers import free_port
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
    """The embedded default has nothing to mend, in ten lines at most."""
    status, lines = check({"POSTCARD__STORAGE__DIR": str(tmp_path)})

    assert 0 == status, lines
    assert 10 == len(lines)
    assert all(line.startswith("ok ") for line in lines.values())


@pytest.mark.parametrize("way", WAYS)
def test_a_running_server_is_well(request: pytest.FixtureRequest, way: str) -> None:
    """Database, Redis and workers are found; what production lacks here is said."""
    with serving(way, request, {}) as postcard:
        postcard.start()
        env = {key: value for key, value in postcard.env.items() if key.startswith("POSTCARD__")}
        _, lines = check(env)

    assert lines["sql"].startswith("ok ")
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
