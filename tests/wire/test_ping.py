"""ping, on every face and spelling."""

from __future__ import annotations

import pytest

from tests.documents import covers
from tests.postcard import Guest


@covers("ping/ping: method GET", "ping/ping: notice 1", "ping/ping: notice 3")
@pytest.mark.parametrize("path", ["/api/ping", "/api/ping/"])
async def test_get_answers_pong_as_text(guest: Guest, path: str) -> None:
    """GET is answered with the bare word."""
    async with guest.http.get(guest.postcard.url + path) as answer:
        text = await answer.text()

    assert (200, "pong") == (answer.status, text)


@covers("ping/ping: method POST", "ping/ping: notice 1", "ping/ping: notice 2")
@pytest.mark.parametrize(
    ("body", "id_"), [(b"", -1), (b"{}", -1), (b'{"id": 7}', 7), (b'{"id": "7"}', -1)]
)
async def test_post_echoes_an_int_id(guest: Guest, body: bytes, id_: int) -> None:
    """POST is answered with an envelope, whose id is the body's where that is an int."""
    reply = await guest.post("/api/ping", body)

    assert {"id": id_, "status": 0, "message": "pong", "data": {}} == reply
