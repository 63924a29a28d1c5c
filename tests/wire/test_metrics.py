"""GET /metrics says what a process did, at an address of its own."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from services.messages.delivery import Sealing
from services.running.clock import now_ms
from services.running.seals import Seals, read_key
from status_codes import SmsProvider
from tests.conftest import WAYS
from tests.postcard import ROOT, Postcard, picture
from tests.servers import free_port
from tests.smtp import SmtpServer
from tests.special import captured, eventually, execute, guest_of, serving

ASK = (
    "INSERT INTO jobs (actor, queue, args, trace, state, sent_ms, created_ms, updated_ms)"
    " VALUES ('message', 'messages', ?, '', 'queued', 0, 0, 0)"
)
# What Prometheus itself adds to what it is told.
PROMETHEUS = {"instance", "job"}


def _dashboard() -> list[str]:
    """Every query of the example for Grafana."""
    panels = json.loads((ROOT / "deploy" / "grafana.json").read_text())["panels"]
    return [target["expr"] for panel in panels for target in panel["targets"]]


def _alerts() -> list[dict[str, Any]]:
    """Every rule of the example for Prometheus."""
    groups = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _asked_for() -> tuple[set[str], set[str]]:
    """The names of samples, and of labels, that the dashboard and the alerts use."""
    text = "\n".join([*_dashboard(), *(rule["expr"] for rule in _alerts())])
    labels = re.findall(r"(\w+)(?:=~|!~|!=|=)\"", text)
    for group in re.findall(r"(?:by|on) \(([^)]*)\)", text):
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


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    opened = SmtpServer()
    opened.start()
    yield opened
    opened.close()


def _mail(postcard: Postcard, to: str) -> None:
    """Ask for one, as `Delivery` does, and leave it to the reconciler to find."""
    sealed = Sealing(Seals(read_key("", postcard.folder / "secret.key")))
    content = sealed.close("mail", [1, to, "a letter"])
    execute(postcard, ASK, json.dumps(["mail", now_ms() + 600_000, content]))


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_done_is_counted(request: Any, way: str, smtp: SmtpServer) -> None:
    """Requests by face, name and status, stages and renders of a film, mails, the pool, the disk,
    the parts, the process; and all that the dashboard and the alerts ask for is there."""
    port, worker_port = free_port(), free_port()
    settings = {
        "POSTCARD__METRICS__PORT": str(port),
        "POSTCARD__METRICS__WORKER_PORT": str(worker_port),
        "POSTCARD__WORKER__RECONCILE_SECONDS": "1",
        "POSTCARD__MAIL__GATEWAY": "smtp",
        "POSTCARD__MAIL__HOST": "127.0.0.1",
        "POSTCARD__MAIL__PORT": str(smtp.port),
        "POSTCARD__MAIL__TLS": "none",
        "POSTCARD__MAIL__SENDER": "post@example.com",
    }
    smtp.refused["full@example.com"] = "550 no such box"
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
            for to in ("somebody@example.com", "full@example.com"):
                _mail(postcard, to)
            ended = "SELECT id FROM jobs WHERE actor = 'message' AND state IN ('done', 'failed')"
            await eventually(lambda: len(execute(postcard, ended)) == 2)

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
    assert 0 < web["postcard_disk_bytes", "free"] < web["postcard_disk_bytes", "all"]
    assert [1, 1, 1] == [web["postcard_part_up", part] for part in ("sql", "redis", "storage")]
    assert 1 == web["postcard_workers",]
    mails = "postcard_message_seconds_count"
    assert 1 == worker[mails, "sent", "mail", ""]
    assert 1 == worker[mails, "refused", "mail", "SMTPRecipientsRefused"]
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


async def test_what_is_away_is_counted_away(request: Any) -> None:
    """A folder of media that is gone is told, and the page is still there."""
    port = free_port()
    with serving("embedded", request, {"POSTCARD__METRICS__PORT": str(port)}) as postcard:
        before = await asyncio.to_thread(_samples, port)
        media = postcard.folder / "media"
        media.rmdir()
        media.write_text("what was mounted here is away")
        away = await asyncio.to_thread(_samples, port)

    assert (1, 0) == tuple(one["postcard_part_up", "storage"] for one in (before, away))
    assert 1 == away["postcard_part_up", "sql"]


# What Prometheus asks of a rule, and what ours say beside it.
RULE = {"alert", "expr", "labels", "annotations"}


def test_the_alerts_have_their_shape() -> None:
    """Names that are one each, expressions whose brackets close, words for a person, a rule file
    that Prometheus is told of; reasons and statuses are some that there are."""
    rules = _alerts()
    names = [rule["alert"] for rule in rules]
    text = "\n".join(rule["expr"] for rule in rules)
    asked = yaml.safe_load((ROOT / "deploy" / "prometheus.yml").read_text())
    reasons = captured(r'reason=~"([A-Z_|]+)"', text).split("|")

    assert sorted(set(names)) == sorted(names)
    for rule in rules:
        assert RULE <= rule.keys() <= RULE | {"for"}, rule
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert {"summary", "description"} == rule["annotations"].keys()
        assert re.fullmatch(r"\d+[smh]", rule.get("for", "1m"))
        assert all(rule["expr"].count(a) == rule["expr"].count(b) for a, b in ("()", "{}", "[]"))
    assert ["alerts.yml"] == asked["rule_files"]
    assert set(reasons) <= {row.name for row in SmsProvider}
