"""Which refusals are kept under a request's key, and which pass."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from status_codes import LoginPass
from tests.community import new_post
from tests.keys import ask, new_key
from tests.postcard import Guest
from tests.special import execute


async def test_a_refusal_of_the_endpoint_is_kept(member: Guest) -> None:
    """It was answered, whatever would be right by now; so is the like that came first."""
    post = await new_post(member)
    like, unlike = new_key(), new_key()

    early = await ask(member, "forum", "post_unlike", unlike, pid=post)
    liked = [await ask(member, "forum", "post_like", like, pid=post) for _ in range(2)]
    late = await ask(member, "forum", "post_unlike", unlike, pid=post)

    assert (101, 101) == (early["status"], late["status"])
    assert [0, 0] == [reply["status"] for reply in liked]
    likes = execute(member.postcard, "SELECT like_num FROM posts WHERE id = ?", post)
    assert [(1,)] == likes


async def test_a_refusal_that_may_pass_is_not_kept(member: Guest) -> None:
    """Who was not let in, or sent the data wrong, may ask with the same key again."""
    key = new_key()
    wrong = await ask(member, "forum", "post_new", key, title="a")
    token, member.token = member.token, "0" * 32
    stranger = await ask(member, "forum", "post_new", key, title="a", type=1, text="b")
    member.token = token
    right = await ask(member, "forum", "post_new", key, title="a", type=1, text="b")

    assert (-202, -101, 0) == (wrong["status"], stranger["status"], right["status"])


@pytest.mark.one_machine("spoils the file of short-lived values")
@pytest.mark.one_way
async def test_a_failure_of_ours_is_not_kept(member: Guest) -> None:
    """Add token failed is the endpoint's own, and passes as others do; nothing is left of it."""
    key, data = new_key(), {"username": member.phone, "pass": member.password}
    tokens = (
        "SELECT COUNT(*) FROM tokens JOIN users ON users.id = user_id "
        f"WHERE phone = '{member.phone}'"
    )
    before = member.postcard.rows(tokens)
    with closing(sqlite3.connect(member.postcard.folder / "kv.sqlite")) as values:
        values.execute(
            "CREATE TRIGGER no_tokens BEFORE INSERT ON kv WHEN NEW.key LIKE 'token:%' "
            "BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        try:
            failed = await ask(member, "login", "pass", key, **data)
        finally:
            values.execute("DROP TRIGGER no_tokens")
    after = member.postcard.rows(tokens)
    again = await ask(member, "login", "pass", key, **data)

    assert (LoginPass.TOKEN_FAILED.code, 0) == (failed["status"], again["status"])
    assert before == after
    member.token = again["data"]["token"]
    assert 0 == (await member.call("token", "doki"))["status"]
