"""GET /api/health/ready: 503 says that nobody can be served, not that something is away."""

from __future__ import annotations

import asyncio
import json
import shutil
import urllib.error
import urllib.request
from typing import Any

import pytest

from services.running.clock import now_ms
from tests.conftest import WAYS
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.special import each_way, execute, serving

# As a worker leaves a message that did not go out, and that is to be tried again.
AGAIN = (
    "INSERT INTO jobs (actor, queue, args, trace, state, attempts, sent_ms, created_ms, updated_ms)"
    " VALUES ('message', 'messages', ?, '', 'queued', 1, ?, 0, 0)"
)


def ready(postcard: Postcard) -> tuple[int, dict[str, Any]]:
    """The HTTP status, and the page."""
    try:
        with urllib.request.urlopen(f"{postcard.url}/api/health/ready", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.parametrize("way", WAYS[1:])
async def test_without_workers_guests_still_sign_in(
    request: pytest.FixtureRequest, way: str
) -> None:
    """No balancer should take such a server out: it says what is less than whole."""
    with serving(way, request, {}) as postcard:
        code, alone = await asyncio.to_thread(ready, postcard)
        async with client_session() as http:
            await Guest(postcard, http).sign_up()
        postcard.start()
        whole = await asyncio.to_thread(ready, postcard)

    assert (200, "up", ["workers"]) == (code, alone["status"], alone["degraded"])
    assert {"up": False, "seen": 0} == alone["parts"]["workers"]
    assert (200, []) == (whole[0], whole[1]["degraded"])


@each_way
async def test_without_a_disk_for_files(request: pytest.FixtureRequest, way: str) -> None:
    """A media folder that is gone is named, and the server stays in."""
    with serving(way, request, {}) as postcard:
        before = await asyncio.to_thread(ready, postcard)
        media = postcard.folder / "media"
        shutil.rmtree(media)
        media.write_text("what was mounted here is away")
        away = await asyncio.to_thread(ready, postcard)

    assert "storage" not in before[1]["degraded"]
    assert (200, "up") == (away[0], away[1]["status"])
    assert "storage" in away[1]["degraded"]


@each_way
async def test_messages_that_do_not_leave(request: pytest.FixtureRequest, way: str) -> None:
    """While mails or SMS wait for another try, that way out is named."""
    smtp = {"GATEWAY": "smtp", "HOST": "127.0.0.1", "SENDER": "post@example.com"}
    env = {f"POSTCARD__MAIL__{name}": value for name, value in smtp.items()}
    with serving(way, request, env) as postcard:
        for kind, at in (("mail", now_ms() + 3_600_000), ("sms", now_ms() + 3_600_000)):
            before = await asyncio.to_thread(ready, postcard)
            execute(postcard, AGAIN, json.dumps([kind, at, ""]), at)
            after = await asyncio.to_thread(ready, postcard)

            assert kind not in before[1]["degraded"]
            assert (200, True) == (after[0], kind in after[1]["degraded"])
