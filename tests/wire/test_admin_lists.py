"""/admin/: what the lists show, find and leave out, and that nothing in them runs."""

from __future__ import annotations

import re
import time
from typing import Any

import aiohttp

from tests.admin import Desk, fail_work, user_id_of
from tests.community import finished, new_post, someone
from tests.postcard import Guest, Postcard, picture
from tests.rows import same_rows
from tests.special import execute

XSS = "<img src=x onerror=alert(1)>'\"&amp;"


async def test_nothing_that_was_written_runs(
    admin: Desk, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """Names, titles, texts, reasons, errors, file names and notes are shown as text."""
    guest = await someone(postcard, http)
    user_id = user_id_of(guest)
    execute(postcard, "UPDATE users SET nickname = ? WHERE id = ?", XSS[:20], user_id)
    pid = await new_post(guest, title=XSS, text=XSS)
    data = {"pid": pid, "text": XSS}
    cid = (await guest.rest("POST", "/forum/comment/new", json=data))["data"]["comment_id"]
    work_id = await guest.new_movie([])
    await guest.upload(work_id, "<b>.jpg", picture())
    await fail_work(guest, work_id)
    execute(
        postcard,
        "UPDATE works SET title = ?, description = ?, error = ?, warnings = ? WHERE id = ?",
        *(XSS, XSS, XSS, f'["{XSS[:28]}"]', work_id),
    )
    execute(postcard, "UPDATE jobs SET error = ? WHERE args = ?", XSS, f"[{work_id}]")
    for target, target_id in (("post", pid), ("comment", cid), ("movie", work_id)):
        data = {"target": target, "target_id": target_id, "reason": XSS}
        await guest.rest("POST", "/report/new", json=data)
    await admin.post(f"/admin/users/{user_id}/sign_out", {"note": XSS})
    await admin.post(f"/admin/posts/{pid}/hide")
    await admin.post(f"/admin/comments/{cid}/hide")

    seen = [
        await admin.get(f"/admin/{path}")
        for path in (
            "",
            f"users?q={user_id}",
            f"users/{user_id}",
            f"posts?author={user_id}",
            f"posts/{pid}",
            f"comments?author={user_id}",
            f"comments/{cid}",
            f"works?author={user_id}",
            f"works/{work_id}",
            f"reports?author={user_id}",
            "queue?queue=media&state=failed",
            "audit",
            "users?q=%3Cimg+src%3Dx%3E&by=uname",
            "posts?q=%3Cimg+src%3Dx%3E",
        )
    ]

    assert {200} == {one.status for one in seen}
    for one in seen:
        assert "<img src=x" not in one.text, one.said
        assert "<b>" not in one.text
        assert "alert(1)>'\"" not in one.text
    assert 10 <= sum("<img src=x" in one.said or "&lt;img src=x" in one.text for one in seen)


async def test_today_and_the_queue(admin: Desk, member: Guest) -> None:
    """What has just happened is counted; the worker is seen; a running job shows its seconds."""
    pid = await new_post(member)
    await member.rest("POST", "/forum/comment/new", json={"pid": pid, "text": "好"})
    execute(
        admin.postcard,
        "INSERT INTO jobs (actor, queue, args, state, claimed_by, lease_until_ms, created_ms, "
        "updated_ms) VALUES ('render', 'media', '[1]', 'running', 'somebody', ?, ?, ?)",
        *(10**15, now() - 9000, now() - 7000),
    )

    today, queue = await admin.get("/admin/"), await admin.get("/admin/queue")
    execute(admin.postcard, "DELETE FROM jobs WHERE claimed_by = 'somebody'")
    number = re.search(r"Posts</h2>\s*<p class=\"big\">([\d,]+)</p>", today.text)

    assert number is not None and int(number[1].replace(",", "")) >= 1
    assert 8 == today.text.count("<svg") and 8 * 24 == today.text.count("<rect")
    assert re.search(r"somebody", queue.said) and re.search(r" [78]\.\d s ", queue.said)
    assert "No worker is there" not in queue.said


def now() -> int:
    return int(time.time() * 1000)


async def ids(desk: Desk, path: str) -> list[int]:
    """The numbers of the rows of a list."""
    seen = await desk.get(path)
    assert 200 == seen.status, seen.said
    return [int(number) for number in re.findall(r'rowheader"[^>]*><a[^>]*>#(\d+)<', seen.text)]


async def next_of(desk: Desk, path: str) -> str:
    text = (await desk.get(path)).text
    found = re.search(r'rel="next" href="([^"]*)"', text)
    return found[1].replace("&amp;", "&") if found else ""


async def test_a_list_by_the_page(admin: Desk, member: Guest) -> None:
    """Every row once, in either direction, each page as long as was asked."""
    made = [await new_post(member, title=f"第{n}篇") for n in range(45)]
    author = user_id_of(member)

    async def walk(query: str) -> list[list[int]]:
        path, pages = f"/admin/posts?author={author}&per=20{query}", []
        while path:
            pages.append(await ids(admin, path))
            path = await next_of(admin, path)
        return pages

    for query, expected in (
        ("", made[::-1]),
        ("&dir=up", made),
        ("&by=likes", made[::-1]),
        ("&q=%E7%AF%87", made[::-1]),
        ("&q=%E7%AF%87&dir=up", made),
    ):
        pages = await walk(query)
        assert [20, 20, 5] == [len(page) for page in pages], query
        assert expected == [id_ for page in pages for id_ in page], query


async def test_a_search_finds_words_anywhere(admin: Desk, member: Guest) -> None:
    """In title and text, in either case; signs that SQL knows mean themselves."""
    author = user_id_of(member)
    title = await new_post(member, title="Sunset 100%_sure", text="x")
    text = await new_post(member, title="x", text="海边的 SUNSET")

    async def found(words: str) -> list[int]:
        return await ids(admin, f"/admin/posts?author={author}&q={words}")

    assert [text, title] == await found("sunSET")
    assert [title] == await found("100%25_")
    assert [] == await found("100%25x")
    assert [text] == await found("%E6%B5%B7%E8%BE%B9")


async def test_filters(admin: Desk, member: Guest) -> None:
    """By state, kind, author and what a comment is on."""
    author = user_id_of(member)
    shown, hidden, deleted = [await new_post(member) for _ in range(3)]
    await admin.post(f"/admin/posts/{hidden}/hide")
    await admin.post(f"/admin/posts/{deleted}/delete")
    movie, photo = await finished(member, "movie"), await finished(member, "photo")
    await fail_work(member, photo)
    second = await someone(admin.postcard, member.http)
    for one in (member, second):
        data = {"target": "post", "target_id": shown, "reason": "广告"}
        await one.rest("POST", "/report/new", json=data)
    data = {"pid": shown, "text": "好"}
    cid = (await member.rest("POST", "/forum/comment/new", json=data))["data"]["comment_id"]

    async def found(path: str) -> list[int]:
        return await ids(admin, f"/admin/{path}&author={author}")

    assert [shown] == await found("posts?state=shown")
    assert [hidden] == await found("posts?state=hidden")
    assert [deleted] == await found("posts?state=deleted")
    assert [deleted, hidden, shown] == await found("posts?state=nonsense")
    assert [photo, movie] == await found("works?kind=")
    assert [movie] == await found("works?kind=movie")
    assert [photo] == await found("works?state=failed")
    assert [] == await found("works?state=hidden")
    assert [cid] == await found(f"comments?target=post&target_id={shown}")
    assert [] == await found("comments?target=movie")
    for path, number in (
        (f"author={author}", 1),
        (f"author={author}&target=movie", 0),
        (f"target=post&target_id={shown}", 2),
        (f"target=post&target_id={shown}&state=hidden", 2),
        (f"author={author}&state=hidden", 0),
        (f"author={author}&q=%E5%B9%BF", 1),
    ):
        text = (await admin.get(f"/admin/reports?{path}")).text
        assert number == text.count('<li class="card">'), path


async def test_users_are_found_by_the_beginning(admin: Desk, member: Guest) -> None:
    """Of name, nickname, phone or e-mail, in that order; by number alone otherwise."""
    first, second = user_id_of(member), user_id_of(await someone(admin.postcard, member.http))
    mark = f"z{first}"
    for id_, end in ((first, "b"), (second, "a")):
        execute(
            admin.postcard,
            "UPDATE users SET uname = ?, nickname = ?, email = ? WHERE id = ?",
            *(f"{mark}{end}", f"{mark}{end}", f"{mark}{end}@example.com", id_),
        )

    for by in ("uname", "nickname", "email"):
        path = f"/admin/users?by={by}&q={mark}"
        assert [second, first] == await ids(admin, f"{path}&dir=up"), by
        assert [first, second] == await ids(admin, path), by
    assert [second] == await ids(admin, f"/admin/users?by=uname&q={mark}a")
    assert [first] == await ids(admin, f"/admin/users?q={first}")
    assert [] == await ids(admin, "/admin/users?q=nobody")
    execute(admin.postcard, "UPDATE users SET suspended = 1 WHERE id = ?", first)
    assert first in await ids(admin, "/admin/users?role=suspended")
    assert second not in await ids(admin, "/admin/users?role=suspended")
    assert first not in await ids(admin, "/admin/users?role=admin")


async def test_an_odd_address(admin: Desk) -> None:
    """What is no number, order or size is as good as not said."""
    queries = (
        "at=x",
        "at=-1",
        "at=99999999999999999999",
        "per=7",
        "dir=%00",
        "skip=99999999",
        "q=%00",
        "by=password",
        "from=%F0%9F%8C%8A&by=uname",
        "author=%D9%A1",
        "q=" + "a" * 5000,
        "lang=%00",
    )

    seen = {
        f"{page}?{query}": (await admin.get(f"/admin/{page}?{query}")).status
        for query in queries
        for page in ("users", "posts", "comments", "works", "reports", "queue", "audit")
    }

    same_rows(dict.fromkeys(seen, 200), seen)


async def test_the_audit_log(admin: Desk, member: Guest) -> None:
    """It is read by admin and by action; it tells from where, and in which request."""
    pid = await new_post(member, title="买表 12")
    await admin.post(f"/admin/posts/{pid}/hide")

    async def rows(query: str) -> list[Any]:
        text = (await admin.get(f"/admin/audit?{query}")).text
        return re.findall(r"<tr role=\"row\">\s*<th role=\"rowheader\".*?</tr>", text, re.DOTALL)

    mine = execute(admin.postcard, "SELECT admin_id, trace FROM audit WHERE target_id = ?", pid)
    admin_id, trace = mine[-1]

    assert "买表 12" in (await rows("action=hide"))[0]
    assert trace in (await rows(""))[0] and "127.0.0.1" in (await rows(""))[0]
    assert 2 == len(await rows(f"admin={admin_id}"))
    assert [] == await rows("action=praise")
