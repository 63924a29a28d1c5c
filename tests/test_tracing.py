"""Spans of a request, its job and its render reach a collector under the trace of our logs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.collector import collecting
from tests.conftest import WAYS
from tests.postcard import ROOT, WITHOUT_MODELS, Backing, Guest, Postcard, picture
from tests.replies import client_session
from tests.special import eventually

INFO = {"images": ["0.jpg"], "size": "360x640", "fps": 10}


@pytest.mark.parametrize("way", WAYS)
async def test_a_film_is_one_trace(way: str, request: pytest.FixtureRequest) -> None:
    """start → job → render, each the parent of the next, named by the trace in the logs."""
    backing: Backing | None = request.getfixturevalue("backing") if way == "production" else None
    env = backing.env() if backing else {}
    async with collecting() as collector, client_session() as http:
        postcard = Postcard(env | WITHOUT_MODELS | {"POSTCARD__TRACING__ENDPOINT": collector.url})
        try:
            # The collector answers in this loop.
            await asyncio.to_thread(postcard.start)
            guest = Guest(postcard, http)
            await guest.sign_up()
            work_id = await guest.new_movie([picture()], INFO)
            await guest.call("movie", "start", {"work_id": work_id})
            end = await guest.finished(work_id)
            batch = [{"id": n, "type": "ping", "subtype": "ping", "data": {}} for n in range(3)]
            await guest.post("/api", batch)
            await eventually(lambda: collector.named("batch"), 30)
            await eventually(lambda: collector.named("job render"), 30)
            lines = await eventually(lambda: _starts(postcard), 30)
        finally:
            await asyncio.to_thread(postcard.close)

    (start,) = collector.named("movie/start")
    (job,) = collector.named("job render")
    (render,) = collector.named("render movie")
    (batch_span,) = collector.named("batch")
    assert 3 == end["status"]
    assert [line["trace"] for line in lines] == [start.attributes["postcard.trace"]]
    assert (start.attributes["postcard.trace"] + "0" * 16, "") == (start.trace, start.parent)
    assert [start.trace] * 2 == [job.trace, render.trace]
    assert (start.id, job.id) == (job.parent, render.parent)
    assert (0, "api") == tuple(start.attributes[f"postcard.{name}"] for name in ("status", "face"))
    assert 0 < render.nanoseconds <= job.nanoseconds
    assert 3 == batch_span.attributes["postcard.items"]


def _starts(postcard: Postcard) -> list[dict[str, object]]:
    lines = postcard.log("web.log")
    return [x for x in lines if (x.get("type"), x.get("subtype")) == ("movie", "start")]


async def test_a_collector_that_is_away_holds_nobody_up(tmp_path: Path) -> None:
    """Requests are answered, and the server ends as it should."""
    endpoint = {"POSTCARD__TRACING__ENDPOINT": "http://127.0.0.1:9/v1/traces"}
    postcard = Postcard(endpoint, folder=tmp_path)
    postcard.start()
    async with client_session() as http:
        reply = await Guest(postcard, http).call("ping", "ping")
    assert postcard.server is not None

    postcard.server.send_signal(signal.SIGINT)
    status = await asyncio.to_thread(postcard.server.wait, 20)

    postcard.server = None
    postcard.close()
    assert (0, 0) == (reply["status"], status)


def _loads(name: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import all that a server and a worker do, and say whether a module came with it."""
    code = f"import server, workers.run, sys; print({name!r} in sys.modules)"
    return subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
    )


def test_without_an_endpoint_nothing_of_it_is_loaded() -> None:
    """Neither the server nor a worker imports OpenTelemetry."""
    assert "False\n" == _loads("opentelemetry.sdk.trace", {}).stdout


def test_what_is_not_installed_is_said_in_one_line(tmp_path: Path) -> None:
    """An endpoint without the packages stops the start, and says what to install."""
    hides = tmp_path / "sitecustomize.py"
    hides.write_text("import sys\nsys.modules['opentelemetry'] = None\n")
    env = os.environ | {
        "PYTHONPATH": str(tmp_path),
        "POSTCARD__TRACING__ENDPOINT": "http://127.0.0.1:9/v1/traces",
        "POSTCARD__STORAGE__DIR": str(tmp_path / "data"),
        "POSTCARD__HTTP__PORT": "0",
    }

    done = subprocess.run(
        [sys.executable, "server.py"],
        check=False,
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert 2 == done.returncode
    (line,) = done.stderr.splitlines()
    assert line.startswith("postcard: tracing.endpoint is set, but OpenTelemetry is not installed")
    assert "requirements/tracing.txt" in line
