"""GET /metrics says what a process did, at an address of its own."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import WAYS
from tests.postcard import ROOT, picture
from tests.servers import free_port
from tests.special import guest_of, serving

# What Prometheus itself adds to what it is told.
PROMETHEUS = {"instance", "job"}


def _dashboard() -> list[str]:
    """Every query of the example for Grafana."""
    panels = json.loads((ROOT / "deploy" / "grafana.json").read_text())["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def _asked_for() -> tuple[set[str], set[str]]:
    """The names of samples, and of labels, that the dashboard uses."""
    text = "\n".join(_dashboard())
    labels = re.findall(r"(\w+)=", text)
    for group in re.findall(r"by \(([^)]*)\)", text):
        labels += group.split(", ")
    return set(re.findall(r"\b(?:postcard|process)_\w+", text)), set(labels)


def _exported(samples: dict[tuple[str, ...], float], port: int) -> tuple[set[str], set[str]]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    labels = re.findall(r'(\w+)="', text)
    return {name for name, *_ in samples}, set(labels)


def _samples(port: int) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, in the order of their names."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        text = answer.read().decode()
    return {
        (sample.name, *(sample.labels[label] for label in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_done_is_counted(request: Any, way: str) -> None:
    """Requests by face, name and status, stages and renders of a film, the pool and the process."""
    port, worker_port = free_port(), free_port()
    settings = {
        "POSTCARD__METRICS__PORT": str(port),
        "POSTCARD__METRICS__WORKER_PORT": str(worker_port),
    }
    with serving(way, request, settings) as postcard:
        postcard.start()
        async with guest_of(postcard) as guest:
            await guest.sign_up()
            for _ in range(3):
                await guest.call("ping", "ping")
            await guest.call("ping", "ping", {"more": 1})
            work_id = await guest.new_movie(
                [picture()], {"images": ["0.jpg"], "size": "360x640", "fps": 10}
            )
            await guest.call("movie", "start", {"work_id": work_id})
            waiting = _exported(await asyncio.to_thread(_samples, port), port)
            await guest.finished(work_id)

            web = await asyncio.to_thread(_samples, port)
            served = worker_port if postcard.production else port
            worker = await asyncio.to_thread(_samples, served)
            known = [waiting, _exported(web, port), _exported(worker, served)]

    requests = "postcard_request_seconds_count"
    assert 3 == web[requests, "api", "0", "ping", "ping"]
    assert 1 == web[requests, "api", "-3", "ping", "ping"]
    assert 1 == worker["postcard_render_seconds_count", "done", "movie"]
    assert 1 == worker["postcard_stage_seconds_count", "movie", "105"]
    assert 0 < worker["postcard_stage_seconds_sum", "movie", "105"]
    assert 0 < web["process_resident_memory_bytes",]
    assert 0 < web["postcard_sql_connections", "all"]
    names, labels = _asked_for()
    assert set() == names - {name for exported, _ in known for name in exported}
    assert set() == labels - {label for _, told in known for label in told} - PROMETHEUS


@pytest.mark.parametrize("way", WAYS[:1])
async def test_a_taken_port_turns_nobody_away(request: Any, way: str) -> None:
    """Two servers with one metrics port both serve guests."""
    settings = {"POSTCARD__METRICS__PORT": str(free_port())}
    with serving(way, request, settings), serving(way, request, settings) as second:
        async with guest_of(second) as guest:
            reply = await guest.call("ping", "ping")

    assert 0 == reply["status"]
