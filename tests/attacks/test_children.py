"""What code of a stranger's could do in a process that decodes pictures: nearly nothing."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from config import load_config
from tests.postcard import Guest, picture, until
from workers.child_folders import Folders
from workers.child_processes import ChildDied, ChildProcess

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no seccomp")


@asynccontextmanager
async def prisoner() -> AsyncIterator[ChildProcess]:
    """A child process as renders have them, doing what the test says."""
    child = await ChildProcess.start("tests.attacks.prisoner", Folders())
    try:
        yield child
    finally:
        await child.kill()


async def tries(what: str, **how: Any) -> Any:
    async def nothing(_: dict[str, Any]) -> None:
        return None

    async with prisoner() as child:
        event = await child.run({"what": what, **how}, nothing, frozenset({"end"}))
        return event["end"]


@linux
@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
async def test_no_network(family: int, host: str) -> None:
    """A connection to a listener of this machine is refused before it is begun."""
    with socket.socket(family) as listener:
        try:
            listener.bind((host, 0))
        except OSError:
            pytest.skip("this machine has no such addresses")
        listener.listen()
        listener.settimeout(0)
        end = await tries("connect", host=host, port=listener.getsockname()[1])

        assert -errno.EACCES == end
        with pytest.raises(BlockingIOError):
            listener.accept()


@linux
async def test_no_datagrams() -> None:
    """Nor can a name be asked for, or a datagram sent."""
    assert -errno.EACCES == await tries("datagram")


@linux
async def test_no_look_into_other_processes() -> None:
    """The parent, who knows every password, cannot be attached to."""
    assert -errno.EPERM == await tries("look into", pid=os.getpid())


@linux
async def test_it_dies_with_its_parent() -> None:
    """Also where it would not notice that its orders have ended."""
    assert "SIGKILL" == await tries("dies with parent")


async def test_a_file_beyond_the_limit(tmp_path: Path) -> None:
    """The write fails, and says why; what lies there is no larger than allowed."""
    path = tmp_path / "large"
    end = await tries("write", path=str(path), most=100_000)

    assert -errno.EFBIG == end
    assert 100_000 >= path.stat().st_size


async def test_too_many_open_files(tmp_path: Path) -> None:
    """The next one fails, and says why."""
    path = tmp_path / "one"
    path.touch()

    assert -errno.EMFILE == await tries("open", path=str(path))


async def test_too_much_processor_time() -> None:
    """The system ends the process, and its parent knows for what."""
    with pytest.raises(ChildDied) as died:
        await tries("burn")

    assert died.value.out_of_time


@linux
@pytest.mark.one_machine("it looks into processes")
async def test_renderers_and_thinkers_are_confined(member: Guest) -> None:
    """While a film is made: the filter, no new rights and the limits hold for both; it is made."""
    postcard, works = member.postcard, load_config().works
    work_id = await member.new_movie([picture()], {"images": ["0.jpg"], "size": "640x360"})
    await member.call("movie", "start", {"work_id": work_id})
    status = await member.finished(work_id)
    await until(postcard.renderers, what="a renderer")

    renderer, thinker = postcard.renderers()[0], postcard.thinkers()[0]
    assert 3 == status["status"]
    for pid in (renderer, thinker):
        said = fields(Path(f"/proc/{pid}/status").read_text())
        assert ("1", "2") == (said["NoNewPrivs"], said["Seccomp"])
        assert "0" == limit(pid, "Max core file size")
    assert str(works.render_file_bytes) == limit(renderer, "Max file size")
    assert str(works.render_open_files) == limit(renderer, "Max open files")
    assert str(works.render_memory_bytes) == limit(renderer, "Max data size")
    assert works.render_cpu_seconds <= int(limit(renderer, "Max cpu time"))


def fields(status: str) -> dict[str, str]:
    lines = (line.partition(":") for line in status.splitlines())
    return {name: value.strip() for name, _, value in lines}


def limit(pid: int, name: str) -> str:
    """The soft one."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(line for line in lines if line.startswith(name))[len(name) :].split()[0]
