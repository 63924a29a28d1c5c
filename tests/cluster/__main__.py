"""`python -m tests.cluster`: the wire tests through the balancer, then faults; exit 1 if it broke.

Everything runs in namespaces of this command alone (processes, network, mounts), which end with
it whatever happens; where the system refuses them, on the loopback.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.cluster.cluster import MANY_TOKENS, running
from tests.cluster.report import report
from tests.cluster.storm import Plan, Storm
from tests.postcard import ROOT, WITHOUT_MODELS, descendants

# The command in its namespaces: a shell is the first process, which buries those without parents.
SPACES = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
# Who is not root may be so in a namespace of users that he makes, where the system lets him.
OF_USERS = ["--user", "--map-root-user"]
# Removes the folder when the last of us is gone, also where nobody could do so any more.
UNDERTAKER = """cat >/dev/null
for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" 2>/dev/null && exit; sleep 0.5; done"""
PR_SET_CHILD_SUBREAPER = 36
INSIDE = "--inside"
TEST_SECONDS = 1800


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cluster", description=__doc__)
    minutes = 2 if os.environ.get("CI") else 10
    parser.add_argument("--minutes", type=float, default=minutes, help="of faults; 0: tests alone")
    parser.add_argument("--guests", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(1, 10**6))
    parser.add_argument("--no-tests", action="store_true", help="the faults alone")
    parser.add_argument("--tests", nargs="*", default=["tests/wire"], help="what pytest is given")
    parser.add_argument("--no-models", action="store_true", help="albums without networks' help")
    parser.add_argument("--loopback", action="store_true", help="without namespaces")
    parser.add_argument(INSIDE, action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def outside(given: argparse.Namespace) -> int:
    """Start the command again in its own namespaces, or here; leave nothing behind."""
    spaces = [] if given.loopback else _spaces()
    folder = tempfile.mkdtemp(prefix="cluster-")
    ours, theirs = os.pipe()
    undertaker = subprocess.Popen(
        ["sh", "-c", UNDERTAKER, "sh", folder], stdin=ours, start_new_session=True
    )
    os.close(ours)
    # Whoever is left without parents comes to us.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        return _again(given, spaces, folder, theirs)
    finally:
        _bury({os.getpid()}, spared=undertaker.pid)
        os.close(theirs)
        undertaker.wait()


def _again(given: argparse.Namespace, spaces: list[str], folder: str, lives: int) -> int:
    again = [sys.executable, "-m", "tests.cluster", *sys.argv[1:], INSIDE]
    again += ["--seed", str(given.seed)] + ([] if spaces else ["--loopback"])
    command = [*spaces, "sh", "-c", '"$@"; exit $?', "sh", *again] if spaces else again
    # Ended with us, whatever ends us: unshare, which minds no other signal, takes all of its
    # namespaces with it. Every temporary folder of whatever runs lies below this one.
    end = signal.SIGKILL if spaces else signal.SIGTERM
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", end.name.removeprefix("SIG"), *command],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": folder},
        pass_fds=[lives],
    )
    signal.signal(signal.SIGTERM, lambda *_: process.send_signal(end))
    try:
        return process.wait()
    except KeyboardInterrupt:
        # It has been told as well, and needs a while to end what it has started.
        return process.wait()
    finally:
        process.kill()


def _bury(parents: set[int], *, spared: int) -> None:
    """End what a command that was killed has left."""
    while left := set(descendants(parents)) - {spared, *descendants({spared})}:
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.05)


def _spaces() -> list[str]:
    said = "refused"
    for spaces in (SPACES, [SPACES[0], *OF_USERS, *SPACES[1:]]):
        trial = subprocess.run(
            [*spaces, "ip", "link", "set", "lo", "up"], check=False, capture_output=True
        )
        if trial.returncode == 0:
            return spaces
        said = trial.stderr.decode().strip() or said
    print(f"NO NAMESPACES ({said}): all on the loopback, no cables to pull, no disk to fill")
    return []


async def inside(given: argparse.Namespace) -> int:
    """Run the cluster to the verdict."""
    chance = random.Random(given.seed)
    print(f"seed {given.seed}; {given.minutes:g} minutes, {given.guests} guests", flush=True)
    plan = Plan(seconds=given.minutes * 60, guests=given.guests)
    folder = Path(tempfile.mkdtemp())
    task = asyncio.current_task()
    assert task is not None
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, task.cancel)
    env = WITHOUT_MODELS if given.no_models else {}
    async with running(folder, apart=not given.loopback, env=env) as cluster:
        failed = 0 if given.no_tests else await _tests(given.tests, cluster.told())
        if not plan.seconds:
            return failed
        await cluster.restart(MANY_TOKENS)
        storm = Storm(cluster, plan, chance)
        await storm.rage()
        return max(report(storm), failed)


async def _tests(what: list[str], told: str) -> int:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *what),
        cwd=ROOT,
        env=os.environ | {"POSTCARD_CLUSTER": told},
    )
    try:
        async with asyncio.timeout(TEST_SECONDS):
            return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()


def main() -> int:
    given = arguments()
    if not given.inside:
        return outside(given)
    try:
        return asyncio.run(inside(given))
    except asyncio.CancelledError:
        return 130


sys.exit(main())
