"""Logs are read from their end, and followed through rotations."""

from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from config import ROOT
from services.running.logs import LogFile
from services.running.reading_logs import Follower, Wanted, follow, last


def lines(*numbers: int) -> list[bytes]:
    return [b'{"n":%d}' % number for number in numbers]


def write(path: Path, *numbers: int) -> None:
    with path.open("ab") as file:
        file.writelines(line + b"\n" for line in lines(*numbers))


def test_no_log_has_no_lines(tmp_path: Path) -> None:
    """A log that was never written is empty, not an error."""
    found = last(tmp_path / "web.log", Wanted())

    assert [] == found


def test_the_last_lines_come_oldest_first_over_rotated_files(tmp_path: Path) -> None:
    """The newest file's lines end the list; older files fill it up."""
    log = tmp_path / "web.log"
    write(tmp_path / "web.log.2", 1, 2)
    write(tmp_path / "web.log.1", 3, 4)
    write(log, 5)

    found = last(log, Wanted(lines=4))

    assert lines(2, 3, 4, 5) == found


@pytest.mark.parametrize("length", [1, 100, 65_535, 65_536, 65_537, 200_000])
def test_lines_longer_than_a_block_are_whole(tmp_path: Path, length: int) -> None:
    """Wherever blocks end, a line is found as it was written."""
    log = tmp_path / "web.log"
    long = b"x" * length
    log.write_bytes(b"first\n" + long + b"\nlast\nhalf")

    found = last(log, Wanted())

    assert [b"first", long, b"last"] == found


def test_level_work_and_trace_choose_lines(tmp_path: Path) -> None:
    """Each condition leaves out what does not meet it; a line without a level is of level info."""
    log = tmp_path / "worker.log"
    said = [
        {"level": "warning", "work_id": 1, "trace": "a"},
        {"level": "error", "work_id": 2, "trace": "a"},
        {"work_id": 1, "trace": "b"},
    ]
    log.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in said) + b"no json\n")

    def numbers(**wanted: object) -> list[int]:
        found = last(log, Wanted(**wanted))  # type: ignore[arg-type]
        return [said.index(orjson.loads(line)) for line in found]

    assert [0, 1] == numbers(level="warning")
    assert [0, 2] == numbers(work_id=1)
    assert [0, 1] == numbers(trace="a")
    assert [1] == numbers(trace="a", level="error")


def test_a_follower_loses_no_line_through_rotations(tmp_path: Path) -> None:
    """Two rotations between two looks, and a line that comes late to a file renamed away."""
    log = tmp_path / "web.log"
    write(log, 1)
    follower = Follower(log)
    write(log, 2)
    log.rename(tmp_path / "web.log.2")
    write(tmp_path / "web.log.1", 3)
    write(log, 4)

    first = follower.more()
    write(tmp_path / "web.log.2", 5)
    second = follower.more()
    follower.close()

    assert lines(2, 3, 4) == first
    assert lines(5) == second


async def test_following_a_log_that_rotates_gives_each_line_once(tmp_path: Path) -> None:
    """A real log file of 2 KB, written and rotated meanwhile: nothing twice, nothing lost."""
    log = tmp_path / "web.log"
    file = LogFile(log, max_bytes=2000, keep=50)
    found: list[bytes] = []

    async def read() -> None:
        async for some in follow(log, Wanted(lines=10_000)):
            found.extend(some)
            if len(found) >= 600:
                return

    reading = asyncio.create_task(read())
    for number in itertools.count():
        if number == 600:
            break
        file.write(lines(number)[0])
        await asyncio.sleep(0.003)
    async with asyncio.timeout(60):
        await reading
    file.close()

    assert lines(*range(600)) == sorted(found, key=lambda line: orjson.loads(line)["n"])


def test_the_command_shows_both_logs_by_time(tmp_path: Path) -> None:
    """`server.py logs` prints what both logs say, in the order of time, and names the log."""
    folder = tmp_path / "log"
    folder.mkdir()
    said = [
        {"at": "2026-01-01T00:00:02Z", "event": "second", "level": "info"},
        {"at": "2026-01-01T00:00:01Z", "event": "first", "level": "error"},
    ]
    for name, one in zip(("web", "worker"), said, strict=True):
        (folder / f"{name}.log").write_bytes(orjson.dumps(one) + b"\n")

    printed = subprocess.run(
        [sys.executable, "server.py", "logs", "--lines", "2"],
        cwd=ROOT,
        env=os.environ | {"POSTCARD__STORAGE__DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert ["worker", "web"] == [line.split()[0] for line in printed]
    assert "first" in printed[0]
    assert "second" in printed[1]
