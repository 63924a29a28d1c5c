"""What code of a stranger's could do in a process that decodes pictures: nearly nothing."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from config import ROOT, load_config
from tests.postcard import Guest, picture, until
from workers.child_folders import Folders
from workers.child_processes import NAMES, PREFIXES, ChildDied, ChildProcess, ChildProcesses
from workers.child_protocol import WRITE
from workers.files_open import CREATE_RULESET
from workers.model_queue import FILE_BYTES, OPEN_FILES
from workers.sandbox import CARD
from workers.system_calls import CLONE3, NUMBERS

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no seccomp")

NONE = Folders()
# Beside these a process may know what its libraries are told about threads.
KNOWN = {*NAMES, "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "GOMP_SPINCOUNT", "LC_CTYPE"}
CALLS = NUMBERS.get(platform.machine())
IO_URING_SETUP, PIDFD_OPEN = 425, 434


def has_landlock() -> bool:
    system = ctypes.CDLL(None, use_errno=True)
    found: int = system.syscall(CREATE_RULESET, None, ctypes.c_long(0), 1)
    return sys.platform == "linux" and found > 0


landlock = pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")


@asynccontextmanager
async def prisoner(folders: Folders) -> AsyncIterator[ChildProcess]:
    """A child process as renders have them, doing what the test says."""
    child = await ChildProcess.start("tests.attacks.prisoner", folders)
    try:
        yield child
    finally:
        await child.kill()


async def tries(what: str, folders: Folders = NONE, /, **how: Any) -> Any:
    async def nothing(_: dict[str, Any]) -> None:
        return None

    async with prisoner(folders) as child:
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
@pytest.mark.parametrize("family", [socket.AF_UNIX, socket.AF_NETLINK, socket.AF_PACKET])
async def test_no_socket_of_this_machine(family: int) -> None:
    """Other programs here, such as a database, are as far away as the internet."""
    if family == socket.AF_NETLINK and CARD.exists():
        pytest.skip("the libraries of this machine's card ask the kernel for it")

    assert -errno.EACCES == await tries("socket", family=family)


@linux
async def test_no_signal_to_others() -> None:
    """Neither the parent, nor the whole group, nor everybody is reached; oneself is."""
    ends = [await tries("signal", pid=pid) for pid in (os.getpid(), 0, -1, 1)]
    by_number = [
        await tries("call", words=[PIDFD_OPEN, os.getpid(), 0]),
        await tries("call", words=[IO_URING_SETUP, 1, 0]),
    ]
    own = await tries("own", pid=os.getpid())

    assert [-errno.EPERM] * 4 == ends
    assert [-errno.EPERM, -errno.ENOSYS] == by_number
    assert -errno.EPERM == own


@linux
@pytest.mark.skipif(CALLS is None, reason="no filter for this kind of processor")
async def test_no_signal_by_any_call() -> None:
    """Each call that could send one refuses another process's number."""
    assert CALLS is not None
    parent = os.getpid()
    ends = [
        await tries("call", words=words)
        for words in (
            [CALLS.kill, parent, 0],
            [CALLS.tkill, parent, 0],
            [CALLS.tgkill, parent, parent, 0],
            [CALLS.rt_sigqueueinfo, parent, 0, 0],
            [CALLS.rt_tgsigqueueinfo, parent, parent, 0, 0],
            [CALLS.perf_event_open, 0, parent, -1, -1, 0],
            [CALLS.move_pages, parent, 0, 0, 0, 0, 0],
        )
    ]

    assert [-errno.EPERM] * 7 == ends


@linux
async def test_a_process_may_end_itself() -> None:
    """A library that gives up by abort() is seen to have ended, as before."""
    with pytest.raises(ChildDied, match=str(-signal.SIGABRT)):
        await tries("abort")


@linux
async def test_no_limits_for_others() -> None:
    """The parent cannot be given so little time that the system ends it; nor be slowed down."""
    assert -errno.EPERM == await tries("limit another", pid=os.getpid())
    assert -errno.EPERM == await tries("slow another", pid=os.getpid())


@linux
async def test_its_own_threads_give_way() -> None:
    """As those of renders do that paint ahead."""
    assert 19 == await tries("slow oneself")


async def test_no_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the parent has from settings, providers and the shell is not handed on."""
    for name in ("POSTCARD__SQL__URL", "POSTCARD__REDIS__URL", "POSTCARD__SECRETS__KEY"):
        monkeypatch.setenv(name, "mysql://root:hunter2@127.0.0.1/x")
    monkeypatch.setenv("TENCENTCLOUD_SECRET_KEY", "hunter2")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    monkeypatch.setenv("POSTCARD_CONFIG", "/etc/postcard/config.toml")

    found = await tries("environment")

    assert set() == {n for n in found if n not in KNOWN and not n.startswith(PREFIXES)}
    assert "hunter2" not in str(found)


@landlock
async def test_files_of_the_operator(tmp_path: Path) -> None:
    """Settings, keys, other users and other processes are closed; what was given is open."""
    secret, given = tmp_path / "data" / "secret.key", tmp_path / "data" / "media" / "one.jpg"
    given.parent.mkdir(parents=True)
    secret.write_text("00" * 32)
    given.write_bytes(picture())
    (given.parent / "link.jpg").symlink_to(secret)
    folders = Folders(read=(given.parent,))
    closed = [
        secret,
        given.parent / "link.jpg",
        given.parent / ".." / "secret.key",
        ROOT / "config.toml",
        ROOT / "config.py",
        Path("/etc/passwd"),
        Path(f"/proc/{os.getpid()}/environ"),
        Path(f"/proc/{os.getpid()}/cmdline"),
        Path.home() / ".profile",
    ]

    ends = {path: await tries("read", folders, path=str(path)) for path in closed if path.exists()}

    assert {-errno.EACCES} == set(ends.values())
    assert 100 == await tries("read", folders, path=str(given))
    assert -errno.EACCES == await tries("write", folders, path=str(given), most=100)
    assert -errno.EACCES == await tries("list", folders, path=str(tmp_path))


@landlock
async def test_no_program_is_started() -> None:
    """Not even the one that it runs in."""
    assert -errno.EACCES == await tries("execute")


@linux
@pytest.mark.skipif(CALLS is None, reason="no filter for this kind of processor")
async def test_no_other_process() -> None:
    """Each that it began would have limits of its own; threads, which share them, it may have."""
    assert CALLS is not None
    ends = [await tries("fork"), await tries("start")]
    by_number = [await tries("call", words=[fork]) for fork in CALLS.forks]
    thread = await tries("slow oneself")

    assert [-errno.EPERM] * 2 == ends
    assert [-errno.EPERM] * len(CALLS.forks) == by_number
    assert -errno.ENOSYS == await tries("call", words=[CLONE3, 0, 0])
    assert 19 == thread


@linux
@pytest.mark.parametrize(
    ("limit", "most"),
    [("RLIMIT_DATA", 1 << 30), ("RLIMIT_FSIZE", 1 << 20), ("RLIMIT_NOFILE", 64), ("RLIMIT_CPU", 5)],
)
async def test_a_limit_is_not_raised_again(limit: str, most: int) -> None:
    """What was lowered stays so, for root as well."""
    hard = await tries("raise limit", limit=limit, most=most)

    assert hard in ([most] if limit != "RLIMIT_CPU" else range(2 * most, 2 * most + 6))


async def test_a_process_without_time_is_not_kept() -> None:
    """One that has used half of all it may have is ended, and the next order has another."""
    children = ChildProcesses("tests.attacks.prisoner", NONE)

    async def nothing(_: dict[str, Any]) -> None:
        return None

    try:
        tired = await children.run({"what": "tire"}, nothing, frozenset({"end"}))
        kept = list(children._idle)  # noqa: SLF001
        fresh = await children.run({"what": "pid"}, nothing, frozenset({"end"}))
    finally:
        await children.close()

    assert "tired" == tired["end"]
    assert [] == kept
    assert isinstance(fresh["end"], int)


@linux
async def test_it_dies_with_its_parent() -> None:
    """Also where it would not notice that its orders have ended."""
    assert "SIGKILL" == await tries("dies with parent")


async def test_a_file_beyond_the_limit(tmp_path: Path) -> None:
    """The write fails, and says why; what lies there is no larger than allowed."""
    path = tmp_path / "large"
    end = await tries("write", Folders(write=(tmp_path,)), path=str(path), most=100_000)

    assert -errno.EFBIG == end
    assert 100_000 >= path.stat().st_size


async def test_too_many_open_files(tmp_path: Path) -> None:
    """The next one fails, and says why."""
    path = tmp_path / "one"
    path.touch()

    assert -errno.EMFILE == await tries("open", Folders(read=(tmp_path,)), path=str(path))


async def test_too_much_processor_time() -> None:
    """The system ends the process, and its parent knows for what."""
    with pytest.raises(ChildDied) as died:
        await tries("burn")

    assert died.value.out_of_time


@linux
@pytest.mark.one_machine("it looks into processes")
async def test_renderers_and_thinkers_are_confined(member: Guest) -> None:
    """While a film is made: the filter, no rights and the limits hold for all; it is made."""
    postcard, config = member.postcard, load_config()
    works, models = config.works, config.models
    work_id = await member.new_movie([picture()], {"images": ["0.jpg"], "size": "640x360"})
    await member.call("movie", "start", {"work_id": work_id})
    status = await member.finished(work_id)
    # The one that looked at the photo may have left meanwhile, with nothing to do.
    await member.upload(await member.new_movie([]), "1.jpg", picture())
    await until(postcard.renderers, what="a renderer")

    (renderer, *_), (thinker, *_) = postcard.renderers(), postcard.thinkers()
    (looker, *_) = postcard.lookers()
    assert 3 == status["status"]
    for pid in (renderer, thinker, looker):
        said = fields(Path(f"/proc/{pid}/status").read_text())
        assert ("1", "2") == (said["NoNewPrivs"], said["Seccomp"])
        assert "0" * 16 == said["CapEff"] == said["CapPrm"]
        assert "0" == limit(pid, "Max core file size")
        assert [str(postcard.folder / "scratch")] == folders_of_command(pid)
        for name in ("Max file size", "Max open files", "Max data size", "Max cpu time"):
            soft, hard = limits(pid, name)
            assert soft == hard or name == "Max cpu time", name
    for pid, at in ((renderer, "render"), (looker, "look")):
        assert str(getattr(works, f"{at}_memory_bytes")) == limit(pid, "Max data size")
        assert getattr(works, f"{at}_cpu_seconds") <= int(limit(pid, "Max cpu time"))
    assert CARD.exists() or str(models.memory_bytes) == limit(thinker, "Max data size")
    assert models.cpu_seconds <= int(limit(thinker, "Max cpu time"))
    assert str(FILE_BYTES) == limit(thinker, "Max file size")
    assert str(OPEN_FILES) == limit(thinker, "Max open files")
    assert str(works.render_file_bytes) == limit(renderer, "Max file size")
    assert str(works.render_open_files) == limit(renderer, "Max open files")


def folders_of_command(pid: int) -> list[str]:
    """Those that a process may write to."""
    words = Path(f"/proc/{pid}/cmdline").read_text().rstrip("\0").split("\0")
    return words[words.index(WRITE) + 1 :]


def fields(status: str) -> dict[str, str]:
    lines = (line.partition(":") for line in status.splitlines())
    return {name: value.strip() for name, _, value in lines}


def limit(pid: int, name: str) -> str:
    return limits(pid, name)[0]


def limits(pid: int, name: str) -> tuple[str, str]:
    """The soft one, and the hard one."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    soft, hard, *_ = next(line for line in lines if line.startswith(name))[len(name) :].split()
    return soft, hard
