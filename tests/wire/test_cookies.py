"""Cookies: ours among all that a browser sends."""

from __future__ import annotations

import pytest

from services.caller import SESSION_COOKIE
from tests.postcard import Postcard
from tests.replies import client_session
from tests.traveller import travelling


@pytest.mark.parametrize(
    "others",
    [
        "{}",
        "a=1; {}; b=2",
        "session; {}",
        "sessions=b; asession=c;{}",
        "{}; a=session",
        'a="b; c"; {}',
        "a=1; " * 800 + "{}",
        "session=another; {}",
        "  {}  ;",
    ],
)
async def test_among_others(postcard: Postcard, others: str) -> None:
    """Whoever is signed in stays so, whatever other cookies come along."""
    async with travelling(postcard) as traveller:
        await traveller.sign_up()
        url, session = f"{postcard.url}/user/info", traveller.session()
        async with client_session() as stranger:
            header = others.format(f"{SESSION_COOKIE}={session}")
            async with stranger.get(url, headers={"Cookie": header}) as answer:
                assert 200 == answer.status, await answer.text()
