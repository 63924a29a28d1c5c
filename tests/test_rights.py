"""What Postcard writes only its own user can read, whatever the rights that it was started with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from tests.postcard import WITHOUT_MODELS, picture
from tests.special import each_way, guest_of, serving

OTHERS = 0o077
FILM = {"images": ["0.jpg"], "size": "360x640", "fps": 10}


def open_to_others(folder: Path) -> list[str]:
    """What lies below that folder and others may read, write or enter."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.lstat().st_mode & OTHERS and not path.is_symlink()
    ]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as a shell starts it whose files all may read."""
    return subprocess.run(
        [sys.executable, "server.py", *words],
        cwd=ROOT,
        env=os.environ | {"POSTCARD__STORAGE__DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
        timeout=60,
    )


@each_way
async def test_servers_workers_and_their_children(request: pytest.FixtureRequest, way: str) -> None:
    """Uploads, films, letters, logs, databases, keys: after a guest's day all is closed."""
    with serving(way, request, WITHOUT_MODELS) as postcard:
        postcard.start()
        async with guest_of(postcard) as guest:
            await guest.sign_up()
            work_id = await guest.new_movie([picture()], FILM)
            await guest.call("movie", "start", {"work_id": work_id})
            end = await guest.finished(work_id)
        postcard.stop()
        found = open_to_others(postcard.folder)
        media = postcard.media()

    assert 3 == end["status"], end
    assert any(name.endswith("result.mp4") for name in media)
    # Made by whoever started the server: so its files were to be read by all.
    assert ["output.txt"] == found


@pytest.mark.servers
def test_commands(tmp_path: Path) -> None:
    """A folder that was not there, a database in it, and a backup of them."""
    data, copy = tmp_path / "made" / "data", tmp_path / "copy"
    commands = (("db", "upgrade"), ("admin", "list"), ("backup", str(copy)))
    done = [run(data, *words) for words in commands]

    assert [0, 0, 0] == [one.returncode for one in done]
    assert (data / "postcard.sqlite").exists() and (copy / "postcard.sqlite").exists()
    assert [] == open_to_others(tmp_path)


@pytest.mark.servers
def test_a_folder_of_a_version_before(tmp_path: Path) -> None:
    """What we made is closed at the next start; of the folder itself check says how."""
    data = tmp_path / "data"
    for words in (("db", "upgrade"), ("admin", "list")):
        assert 0 == run(data, *words).returncode
    for path in (data, *data.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (data / "secret.key").chmod(0o600)
    (data / "shared").mkdir(mode=0o755)
    (data / "outbox").mkdir()
    (data / "outbox").chmod(0o770)
    told = run(data, "check")
    begun = run(data, "admin", "list")
    left = open_to_others(data)
    data.chmod(0o700)
    after = run(data, "check")

    assert any(f"chmod 700 {data}" in line for line in told.stdout.splitlines())
    assert 0 == begun.returncode, begun.stderr
    # Not ours, and one that a group is meant to write into.
    assert ["outbox", "shared"] == sorted(left)
    assert not [line for line in after.stdout.splitlines() if line.startswith("BAD data")]
