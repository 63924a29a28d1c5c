"""How often one user may post, comment, like and report."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from status_codes import Global
from tests.postcard import Guest, Postcard
from tests.special import guest_of, set_up

LIMITS = {
    "POSTCARD__LIMITS__POSTS_PER_USER_HOUR": "3",
    "POSTCARD__LIMITS__COMMENTS_PER_USER_MINUTE": "3",
    "POSTCARD__LIMITS__LIKES_PER_USER_MINUTE": "3",
    "POSTCARD__LIMITS__REPORTS_PER_USER_DAY": "3",
}
Ask = Callable[[Guest, int], Awaitable[dict[str, Any]]]


async def post(guest: Guest, _pid: int) -> dict[str, Any]:
    return await guest.call("forum", "post_new", {"title": "题", "type": 1, "text": "文"})


async def comment(guest: Guest, pid: int) -> dict[str, Any]:
    return await guest.call("forum", "comment_new", {"pid": pid, "text": "好"})


async def like(guest: Guest, pid: int) -> dict[str, Any]:
    return await guest.call("forum", "post_like", {"pid": pid})


async def report(guest: Guest, pid: int) -> dict[str, Any]:
    data = {"target": "post", "target_id": pid, "reason": "广告"}
    return await guest.call("report", "new", data)


strict = set_up(LIMITS, whole=False)


@pytest.fixture
async def member(strict: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(strict) as guest:
        await guest.sign_up()
        yield guest


@pytest.mark.parametrize(
    ("ask", "seconds"), [(post, 3_600), (comment, 60), (like, 60), (report, 86_400)]
)
async def test_the_fourth_is_refused(
    member: Guest, strict: Postcard, ask: Ask, seconds: int
) -> None:
    """Told for how long, while others go on; a try that failed otherwise counts too."""
    async with guest_of(strict) as author:
        await author.sign_up()
        pid = (await post(author, 0))["data"]["post_id"]

        replies = [await ask(member, pid) for _ in range(4)]
        other = await ask(author, pid)

    wait = replies[3]["data"]["retry_after"]
    assert 0 == replies[0]["status"]
    assert Global.TOO_MANY.code not in {reply["status"] for reply in replies[:3]}
    assert Global.TOO_MANY.code == replies[3]["status"]
    assert seconds * 0.9 < wait <= seconds
    assert 0 == other["status"]
