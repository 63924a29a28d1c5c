"""Logs: one JSON object per line, whole lines, old files kept; and no secret in any of them."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from addresses import for_logs
from services.running.logs import FLUSH_SECONDS, LogFile
from tests.postcard import Guest, Postcard
from tests.special import eventually, guest_of, serving

ROOT = Path(__file__).resolve().parents[1]


def lines(path: Path) -> list[bytes]:
    """Every line of a log and its older files."""
    found: list[bytes] = []
    for file in sorted(path.parent.glob(path.name + "*")):
        found += file.read_bytes().splitlines()
    return found


def test_lines_in_their_order(tmp_path: Path) -> None:
    """What is written stands in the file, line by line, once the log is closed."""
    log = LogFile(tmp_path / "log" / "web.log", max_bytes=1 << 20, keep=2)
    for number in range(1000):
        log.write(b"%d" % number)
    log.close()

    assert [b"%d" % n for n in range(1000)] == lines(log.path)


def test_old_files(tmp_path: Path) -> None:
    """A full file is renamed away; only so many old ones are kept."""
    for number in range(8):
        log = LogFile(tmp_path / "web.log", max_bytes=100, keep=3)
        log.write(b"%d" % number * 100)
        log.close()

    names = sorted(path.name for path in tmp_path.glob("web.log*"))
    assert ["web.log", "web.log.1", "web.log.2", "web.log.3"] == names
    assert [b"", b"7" * 100, b"6" * 100, b"5" * 100] == [
        (tmp_path / name).read_bytes().strip() for name in names
    ]


def test_files_that_are_too_old(tmp_path: Path) -> None:
    """One that was begun so many days ago is renamed away, one that ended so long ago removed."""
    path, day = tmp_path / "web.log", 86_400
    begun = {"web.log": 31, "web.log.1": 29, "web.log.2": 40}
    for name, days in begun.items():
        at = datetime.fromtimestamp(time.time() - days * day, UTC).isoformat()
        (tmp_path / name).write_text(json.dumps({"at": at, "event": name}) + "\n")
        os.utime(tmp_path / name, (0, time.time() - (days - 1) * day))

    log = LogFile(path, max_bytes=1 << 20, keep=5, days=30)
    log.write(b"{}")
    log.close()

    assert b"{}\n" == path.read_bytes()
    assert ["web.log", "web.log.1", "web.log.2"] == sorted(
        file.name for file in tmp_path.glob("web.log*")
    )
    moved = [json.loads((tmp_path / f"web.log.{number}").read_text()) for number in (1, 2)]
    assert ["web.log", "web.log.1"] == [line["event"] for line in moved]


@pytest.mark.parametrize(
    ("how", "address", "shown"),
    [
        ("full", "192.0.2.77", "192.0.2.77"),
        ("full", "2001:db8:1:200::/56", "2001:db8:1:200::/56"),
        ("prefix", "192.0.2.77", "192.0.2.0/24"),
        ("prefix", "2001:db8:1:200::/56", "2001:db8:1::/48"),
        ("prefix", "2001:db8::/32", "2001:db8::/32"),
        ("none", "192.0.2.77", ""),
        ("full", '", "user": 1', ""),
        ("prefix", "unknown", ""),
        ("prefix", "", ""),
    ],
)
def test_addresses_in_logs(how: Any, address: str, shown: str) -> None:
    """Whole, the network that it is of, or nothing; what is no address is not kept."""
    assert shown == for_logs(address, how)


@pytest.mark.parametrize(
    ("how", "shown"), [("", "192.0.2.0/24"), ("full", "192.0.2.77"), ("none", "")]
)
async def test_the_address_of_a_line(request: pytest.FixtureRequest, how: str, shown: str) -> None:
    """As the setting says, on every face, a batch among them; a prefix where it says nothing."""
    env = {"POSTCARD__HTTP__TRUSTED_PROXIES": "1"}
    if how:
        env["POSTCARD__LOG__ADDRESSES"] = how
    ping = {"id": 1, "type": "ping", "subtype": "ping", "data": {}}
    with serving("embedded", request, env) as postcard:
        async with guest_of(postcard, "192.0.2.77") as guest:
            await guest.post("/api/ping", ping)
            await guest.post("/api", ping)
            await guest.post("/api", [ping])
            async with guest.http.get(f"{postcard.url}/forum/") as answer:
                assert 200 == answer.status
            async with guest.http.ws_connect(f"{postcard.url}/api/ws") as socket:
                await socket.send_json(ping)
                await socket.receive_json(timeout=60)

        def written() -> dict[str, str]:
            told = [line for line in postcard.log("web.log") if line["event"] in LINES]
            return {f"{line['event']} {line['face']}": line["address"] for line in told}

        await eventually(lambda: len(written()) == 5)
        found = written()

    assert {
        "request envelope": shown,
        "request api": shown,
        "batch api": shown,
        "request rest": shown,
        "request socket": shown,
    } == found


LINES = ("request", "batch")


def write_many(path: Path, name: str) -> None:
    log = LogFile(path, max_bytes=20_000, keep=50)
    for number in range(2000):
        log.write(f"{name} {number} {'x' * 50}".encode())
        if number % 50 == 0:
            # Over many of the log's own turns, which come twenty times a second.
            time.sleep(0.01)
    log.close()


def test_several_processes_share_a_log(tmp_path: Path) -> None:
    """Two processes that write and rename at once lose no line and break none."""
    context = multiprocessing.get_context("spawn")
    path = tmp_path / "web.log"
    writers = [context.Process(target=write_many, args=(path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    expected = {f"{name} {n} {'x' * 50}".encode() for name in "ab" for n in range(2000)}
    assert [0, 0] == [writer.exitcode for writer in writers]
    assert expected == set(lines(path))
    assert 4000 == len(lines(path))


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    """A full disk costs lines, not the server."""
    log = LogFile(tmp_path / "web.log", max_bytes=1 << 20, keep=2)
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    good, log._file = log._file, os.open("/dev/full", os.O_WRONLY)
    log.write(b"lost")
    end = time.monotonic() + 60
    while log._lines and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(FLUSH_SECONDS)
    full, log._file = log._file, good
    os.close(full)
    log.write(b"kept")
    log.close()

    assert [b"kept"] == lines(log.path)


def test_a_line_that_a_full_disk_cut(tmp_path: Path) -> None:
    """Half a line may stay; the next one, written when there is room again, is whole."""
    log = LogFile(tmp_path / "web.log", max_bytes=1 << 20, keep=2)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    # A file that may grow no further takes what still fits, as a disk does.
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, most))
    try:
        log.write(b"0123456789")
        end = time.monotonic() + 60
        while log.path.stat().st_size < 8 and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(FLUSH_SECONDS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    log.write(b"whole")
    log.close()

    assert [b"01234567", b"whole"] == lines(log.path)


def test_an_exception_without_its_variables(tmp_path: Path) -> None:
    """A traceback is logged without the values of variables, which may be secrets."""
    script = f"""
import structlog
from pathlib import Path
from config import load_config
from addresses import for_logs
from services.running.logs import open_logs
logs = open_logs(Path({str(tmp_path)!r}), load_config().log, worker=False)
def sign_in(password):
    raise RuntimeError("it broke")
try:
    sign_in("hunter2" + "hunter2")
except RuntimeError as error:
    structlog.get_logger().error("handler failed", name="a/b", trace="t1", exc_info=error)
import logging
logging.getLogger("library").warning("it says %s", "this")
logging.getLogger("library").info("nobody asked")
structlog.get_logger("worker").info("a job")
logs.close()
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)

    web, worker = lines(tmp_path / "web.log"), lines(tmp_path / "worker.log")
    failed, said = map(json.loads, web)
    assert ("handler failed", "error", "t1") == tuple(
        failed[key] for key in ("event", "level", "trace")
    )
    assert "it broke" in json.dumps(failed)
    assert "sign_in" in json.dumps(failed)
    assert b"hunter2hunter2" not in b"".join(web)
    assert ("it says this", "warning") == (said["event"], said["level"])
    assert ["a job"] == [json.loads(line)["event"] for line in worker]


async def test_the_journal(postcard: Postcard, guest: Guest) -> None:
    """One line per answer: when, what, which status, how long, who, under which trace."""
    await guest.sign_up()
    path = postcard.folder / "log" / "web.log"
    await asyncio.sleep(20 * FLUSH_SECONDS)
    before = len(lines(path))
    await guest.post("/api/user/info", {"id": 1, "type": "info", "subtype": "get", "data": {}})
    await guest.call("login", "pass", {"surplus": 1})
    await guest.post("/api", b"garbage")

    def written() -> Any:
        found = [json.loads(line) for line in lines(path)[before:] if b'"request"' in line]
        return found if len(found) == 3 else None

    records = await eventually(written)
    names = ("at", "event", "trace", "face", "type", "subtype", "status", "ms", "user", "address")
    keys = set(names)
    assert [("envelope", "info", "get", 0), ("api", "login", "pass", -3), ("api", "", "", -1)] == [
        tuple(r[key] for key in ("face", "type", "subtype", "status")) for r in records
    ]
    assert all(keys == set(record) for record in records)
    assert records[0]["user"] > 0 == records[1]["user"]
    assert 3 == len({record["trace"] for record in records})
    assert all(0 <= record["ms"] < 10_000 for record in records)


async def test_a_batch_is_one_line(postcard: Postcard, guest: Guest) -> None:
    """It counts the items by name and status; what is no endpoint's name is not kept."""
    await guest.sign_up()
    path = postcard.folder / "log" / "web.log"
    doki = {"id": 1, "type": "token", "subtype": "doki", "data": {}}
    items = [doki, doki, {**doki, "data": {"surplus": 1}}, {**doki, "type": "hunter2"}, 7]
    await asyncio.sleep(20 * FLUSH_SECONDS)
    before = len(lines(path))
    await guest.post("/api", items)

    def written() -> Any:
        found = [json.loads(line) for line in lines(path)[before:] if b'"batch"' in line]
        return found[0] if found else None

    line = await eventually(written)

    assert {"token/doki 0": 2, "token/doki -3": 1, "?/? -2": 1, "?/? -1": 1} == line["answers"]
    assert (5, "api") == (line["items"], line["face"])
    assert line["user"] > 0 and line["trace"] and 0 <= line["ms"] < 10_000


async def test_no_secret_in_the_logs(postcard: Postcard, guest: Guest) -> None:
    """Whatever a guest does: their tokens, passwords, codes and number stand in no log."""
    guest.password = "correct horse battery staple"
    await guest.register()
    hash_ = await guest.sms_hash(guest.phone, 2)
    codes = [m["code"] for m in postcard.messages() if m.get("to") == guest.phone]
    tokens = [await guest.login(), await guest.login(enduring=1)]
    await guest.call("info", "update", {"name": "王小明", "email": f"{guest.phone}@example.com"})
    await guest.call("password", "update", {"old": guest.password, "new": "x"})
    await guest.post(f"/api/user/{guest.password}/{guest.phone}", b"garbage")
    await guest.call("password", "reset", {"username": guest.phone, "hash": hash_, "pass": "y"})
    async with guest.http.ws_connect(f"{postcard.url}/api/ws?token={tokens[0]}") as socket:
        await socket.send_str(json.dumps({"id": 1, "type": "token", "subtype": "doki", "data": {}}))
        await socket.receive_json()
    await guest.call("ping", "ping")
    log = postcard.folder / "log" / "web.log"
    await eventually(lambda: b'"reset"' in log.read_bytes())

    text = postcard.output().encode() + b"\n".join(
        line for name in ("web.log", "worker.log") for line in lines(log.with_name(name))
    )

    secrets = [*tokens, guest.password, hash_, guest.phone, "王小明", *codes]
    assert [] == [secret for secret in secrets if secret.encode() in text]
