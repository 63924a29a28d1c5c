"""/admin/: what an admin does is done, is refused where it must be, and is always written down."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from status_codes import AdminOnly, Global, UserReset
from tests.admin import Desk, deeds, desk_of, signed_in, user_id_of
from tests.community import Holder, each_holder, finished, new_post, shared, someone
from tests.postcard import Guest, Postcard, picture
from tests.special import execute, make_admin

XSS = "<img src=x onerror=alert(1)>'\"&amp;"


@pytest.fixture
async def admin(postcard: Postcard) -> AsyncIterator[Desk]:
    async with signed_in(postcard) as found:
        yield found


async def state_of(guest: Guest, work_id: int) -> int:
    return int(execute(guest.postcard, "SELECT state FROM works WHERE id = ?", work_id)[0][0])


async def test_a_suspended_user_is_out_at_once(admin: Desk, member: Guest) -> None:
    """His tokens end, enduring ones too, and no way of signing in makes another."""
    user_id = user_id_of(member)
    tokens = [member.token, await member.login(enduring=1)]
    password = {"phone": member.phone, "password": member.password, "no_captcha": True}
    wrong = password | {"password": "wrong"}

    done = await admin.post(f"/admin/users/{user_id}/suspend", {"note": "spam"})
    after = [await member.call("token", "doki", token=token) for token in tokens]
    data = {"username": member.phone, "pass": member.password, "enduring": 1}
    entered = [
        (await member.call("login", "pass", data, token=""))["status"],
        (await member.call("user", "login", password, token=""))["status"],
    ]
    guessed = (await member.call("user", "login", wrong, token=""))["status"]

    assert (303, "/admin/?said=suspend") == (done.status, done.to)
    assert {Global.TOKEN_WRONG.code} == {reply["status"] for reply in after}
    assert {Global.NOT_ALLOWED.code} == set(entered)
    assert guessed not in (0, Global.NOT_ALLOWED.code)
    assert [("suspend", "done")] == deeds(admin.postcard, "user", user_id)
    assert "spam" in (await admin.get(f"/admin/users/{user_id}")).said


async def test_a_suspension_ends(admin: Desk, member: Guest) -> None:
    """He signs in as before."""
    user_id = user_id_of(member)
    await admin.post(f"/admin/users/{user_id}/suspend")

    done = await admin.post(f"/admin/users/{user_id}/unsuspend")

    assert 303 == done.status
    assert await member.login()
    assert ["suspend", "unsuspend"] == [row[0] for row in deeds(admin.postcard, "user", user_id)]


async def test_sign_out_everywhere(admin: Desk, member: Guest) -> None:
    """Every token ends; the password stays."""
    user_id = user_id_of(member)
    tokens = [member.token, await member.login(enduring=1)]

    await admin.post(f"/admin/users/{user_id}/sign_out")
    after = [await member.call("token", "doki", token=token) for token in tokens]

    assert {Global.TOKEN_WRONG.code} == {reply["status"] for reply in after}
    assert await member.login()
    assert [("sign_out", "done")] == deeds(admin.postcard, "user", user_id)


async def test_a_reset_is_handed_out_and_used_once(admin: Desk, member: Guest) -> None:
    """The old password is dead; address and code set another one, and then nothing any more."""
    user_id = user_id_of(member)
    data = {"username": member.phone, "pass": member.password, "enduring": 0}

    handed = await admin.post(f"/admin/users/{user_id}/reset")
    found = re.search(
        r"http://[^/]+(/admin/recover/[0-9a-f]{32})</dd>.*?(\d{6})</dd>", handed.text, re.DOTALL
    )
    assert found is not None
    path, code = found[1], found[2]
    old = (await member.call("login", "pass", data, token=""))["status"]
    async with desk_of(admin.postcard) as stranger:
        await stranger.get(path)
        fields = {"code": code, "password": "brand new one", "again": "brand new one"}
        seen = [
            await stranger.post(path, fields | {"code": "x" + code[1:]}),
            await stranger.post(path, fields | {"again": "another"}),
            await stranger.post(path, fields | {"password": "", "again": ""}),
            await stranger.post(path, fields | {"csrf": ""}),
            await stranger.post(path, fields),
            await stranger.post(path, fields),
        ]
    member.password = "brand new one"

    assert 0 != old
    assert [403, 403, 403, 403, 200, 403] == [one.status for one in seen]
    for text, one in zip(
        (UserReset.CODE_WRONG, AdminOnly.TWICE, UserReset.ARGUMENTS, AdminOnly.FORM),
        seen,
        strict=False,
    ):
        assert text.message in one.said
    assert UserReset.NO_CODE.message in seen[-1].said
    assert await member.login()
    assert [("reset", "done")] == deeds(admin.postcard, "user", user_id)
    assert code not in str(execute(admin.postcard, "SELECT note, ended FROM audit"))


async def test_a_recovery_is_not_guessed(admin: Desk, member: Guest) -> None:
    """Five wrong codes end it."""
    handed = await admin.post(f"/admin/users/{user_id_of(member)}/reset")
    path, code = re.findall(r"/admin/recover/[0-9a-f]{32}|(?<=>)\d{6}(?=<)", handed.text)
    fields = {"password": "brand new one", "again": "brand new one"}
    async with desk_of(admin.postcard) as stranger:
        await stranger.get(path)
        tries = await limit(admin.postcard)
        for _ in range(tries):
            await stranger.post(path, fields | {"code": "000000" if code != "000000" else "1"})
        seen = await stranger.post(path, fields | {"code": code})

    assert 403 == seen.status
    assert UserReset.NO_CODE.message in seen.said


async def limit(postcard: Postcard) -> int:
    """recovery.tries"""
    return int(postcard.env.get("POSTCARD__RECOVERY__TRIES", "5"))


@pytest.mark.parametrize("action", ["suspend", "sign_out", "reset"])
async def test_an_admin_is_changed_on_the_command_line(
    admin: Desk, member: Guest, action: str
) -> None:
    """A session in the wrong hands can neither lock out another admin nor become him."""
    make_admin(member)
    user_id = user_id_of(member)

    seen = await admin.post(f"/admin/users/{user_id}/{action}")

    assert 403 == seen.status
    assert AdminOnly.ADMIN.message in seen.said
    assert await member.login()
    assert [(action, AdminOnly.ADMIN.message)] == deeds(admin.postcard, "user", user_id)


@each_holder
async def test_comments_of_every_kind(admin: Desk, member: Guest, holder: Holder) -> None:
    """Hidden, shown, deleted, restored: as many are counted as are shown."""
    target = await holder.new(member)
    cid = await holder.commented(member, target, "坏话")
    nums = []

    for action in ("hide", "show", "delete", "restore"):
        seen = await admin.post(f"/admin/comments/{cid}/{action}")
        assert 303 == seen.status, seen.said
        nums.append((await holder.comments(member, target))["data"]["comment_num"])

    assert [0, 1, 0, 1] == nums
    done = [("hide", "done"), ("show", "done"), ("delete", "done"), ("restore", "done")]
    assert done == deeds(admin.postcard, "comment", cid)


async def test_posts(admin: Desk, member: Guest) -> None:
    """Hidden and deleted ones are not found; the number of posts follows."""
    pid = await new_post(member)
    seen = []

    async def post_num() -> int:
        return int((await member.rest("GET", "/forum/"))["data"]["post_num"])

    before = await post_num()
    for action in ("hide", "show", "delete", "restore"):
        await admin.post(f"/admin/posts/{pid}/{action}")
        reply = await member.rest("GET", f"/forum/post/{pid}")
        seen.append((reply["code"], await post_num() - before))

    assert [(403, -1), (200, 0), (403, -1), (200, 0)] == seen
    assert 4 == len(deeds(admin.postcard, "post", pid))


async def test_what_is_no_longer_so(admin: Desk, member: Guest) -> None:
    """An action on a page that is out of date says so, and is written down as refused."""
    pid = await new_post(member)
    await admin.post(f"/admin/posts/{pid}/hide")

    seen = [await admin.post(f"/admin/posts/{pid}/{action}") for action in ("hide", "delete")]

    assert {403} == {one.status for one in seen}
    assert all(AdminOnly.CHANGED.message in one.said for one in seen)
    refused = [("hide", AdminOnly.CHANGED.message), ("delete", AdminOnly.CHANGED.message)]
    assert [("hide", "done"), *refused] == deeds(admin.postcard, "post", pid)


@pytest.mark.parametrize(
    "path",
    [
        "users/{}/praise",
        "posts/{}/praise",
        "works/{}/praise",
        "reports/{}/praise",
        "comments/{}/praise",
        "users/999999999/suspend",
        "posts/999999999/hide",
        "comments/999999999/hide",
        "works/999999999/hide",
        "reports/999999999/hide",
        "jobs/999999999/retry",
    ],
)
async def test_what_cannot_be_done(admin: Desk, member: Guest, path: str) -> None:
    """An action that there is not, and one on what is not there, lead nowhere."""
    seen = await admin.post(f"/admin/{path.format(user_id_of(member))}")

    assert 404 == seen.status


@pytest.mark.parametrize("kind", ["movie", "photo"])
async def test_a_shared_work_is_hidden_and_shown(admin: Desk, member: Guest, kind: str) -> None:
    """Others find it no longer, then again."""
    work_id = await shared(member, kind)
    stranger = await someone(admin.postcard, member.http)
    found = []

    for action in ("hide", "show"):
        await admin.post(f"/admin/works/{work_id}/{action}")
        found.append((await stranger.rest("GET", f"/{kind}/{work_id}/comment"))["code"])

    assert [403, 200] == found
    assert [("hide", "done"), ("show", "done")] == deeds(admin.postcard, kind, work_id)


async def test_a_failed_work_is_tried_again(admin: Desk, member: Guest) -> None:
    """From its own page and from the queue; what has not failed is not."""
    work_id = await member.new_movie([picture()], {"images": ["0.jpg"], "size": "720x1280"})
    early = await admin.post(f"/admin/works/{work_id}/retry")
    await fail(member, work_id)

    seen = await admin.post(f"/admin/works/{work_id}/retry")
    again = (await state_of(member, work_id)) in (1, 2, 3)
    await member.finished(work_id)
    late = await admin.post(f"/admin/works/{work_id}/retry")
    job_id = await fail(member, work_id)
    from_queue = await admin.post(f"/admin/jobs/{job_id}/retry")
    await member.finished(work_id)

    assert (303, True) == (seen.status, again)
    assert AdminOnly.NO_RETRY.message in early.said
    assert 403 == late.status
    assert 303 == from_queue.status
    assert 3 == await state_of(member, work_id)
    assert [("retry", "done")] == deeds(admin.postcard, "job", job_id)


async def fail(guest: Guest, work_id: int) -> int:
    """Make a work fail, as far as its rows tell; its job."""
    execute(
        guest.postcard,
        "INSERT INTO jobs (actor, queue, args, state, error, created_ms, updated_ms) "
        "VALUES ('render', 'media', ?, 'failed', 'no light', 1, 2501)",
        f"[{work_id}]",
    )
    job_id = execute(guest.postcard, "SELECT max(id) FROM jobs WHERE actor = 'render'")[0][0]
    execute(
        guest.postcard,
        "UPDATE works SET state = -1, error = 'no light', job_id = ? WHERE id = ?",
        *(job_id, work_id),
    )
    return int(job_id)


async def test_a_model_job_cannot_be_tried_again(admin: Desk) -> None:
    """Nobody waits for its answer any more."""
    execute(
        admin.postcard,
        "INSERT INTO jobs (actor, queue, args, state, error, created_ms, updated_ms) "
        "VALUES ('model', 'models', '[\"color\"]', 'failed', 'x', 1, 2)",
    )
    job_id = execute(admin.postcard, "SELECT max(id) FROM jobs WHERE actor = 'model'")[0][0]

    seen = await admin.post(f"/admin/jobs/{job_id}/retry")

    assert AdminOnly.NO_RETRY.message in seen.said
    assert [("retry", AdminOnly.NO_RETRY.message)] == deeds(admin.postcard, "job", job_id)


async def test_a_work_is_cancelled_and_deleted(admin: Desk, member: Guest) -> None:
    """As its owner would; then its files are gone."""
    work_id = await member.new_movie([picture()])
    execute(member.postcard, "UPDATE works SET state = 1, stage = 100 WHERE id = ?", work_id)
    folder = Path(member.postcard.folder / "media" / "movies" / str(work_id))

    cancelled = await admin.post(f"/admin/works/{work_id}/cancel")
    state, there = await state_of(member, work_id), folder.exists()
    again = await admin.post(f"/admin/works/{work_id}/cancel")
    deleted = await admin.post(f"/admin/works/{work_id}/delete")

    assert (303, 0, True) == (cancelled.status, state, there)
    assert 403 == again.status
    assert (303, -2, False) == (deleted.status, await state_of(member, work_id), folder.exists())
    assert ["cancel", "cancel", "delete"] == [
        row[0] for row in deeds(admin.postcard, "movie", work_id)
    ]


@pytest.mark.parametrize(("action", "state"), [("hide", "hidden"), ("dismiss", "dismissed")])
async def test_a_report_leaves_the_queue(
    admin: Desk, member: Guest, action: str, state: str
) -> None:
    """It is in the list of what was decided, and a hidden thing is restored from there."""
    pid = await new_post(member, title="买表")
    data = {"target": "post", "target_id": pid, "reason": f"广告 {pid}"}
    report_id = (await member.rest("POST", "/report/new", json=data))["data"]["report_id"]
    before = await admin.get("/admin/reports")

    done = await admin.post(f"/admin/reports/{report_id}/{action}")
    after = await admin.get("/admin/reports")
    decided = await admin.get(f"/admin/reports?state={state}")
    found = (await member.rest("GET", f"/forum/post/{pid}"))["code"]
    await admin.post(f"/admin/reports/{report_id}/restore")

    assert f"广告 {pid}" in before.said and "买表" in before.said
    assert 303 == done.status
    assert f"广告 {pid}" not in after.said
    assert f"广告 {pid}" in decided.said
    assert (403 if action == "hide" else 200) == found
    assert 200 == (await member.rest("GET", f"/forum/post/{pid}"))["code"]
    assert [(action, "done"), ("restore", "done")] == deeds(admin.postcard, "report", report_id)


async def test_the_page_says_what_was_done(admin: Desk, member: Guest) -> None:
    """And only that: a text from the address is no text of ours."""
    pid = await new_post(member)
    back = f"/admin/posts?author={user_id_of(member)}&lang=zh"

    done = await admin.post(f"/admin/posts/{pid}/hide", {"back": back})
    page = await admin.get(done.to)
    odd = await admin.get("/admin/posts?said=<b>you+won</b>")

    assert f"/admin/posts?author={user_id_of(member)}&said=hide" == done.to
    assert "Hidden." in page.said
    assert "you won" not in odd.said


async def test_a_form_leads_back_to_these_pages_only(admin: Desk, member: Guest) -> None:
    """Whatever address it names."""
    pid = await new_post(member)

    seen = await admin.post(f"/admin/posts/{pid}/hide", {"back": "//elsewhere.example/"})

    assert "/admin/?said=hide" == seen.to


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
    await fail(guest, work_id)
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
    await fail(member, photo)
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


@pytest.mark.parametrize(
    "query",
    [
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
    ],
)
async def test_an_odd_address(admin: Desk, query: str) -> None:
    """What is no number, order or size is as good as not said."""
    pages = ("users", "posts", "comments", "works", "reports", "queue", "audit")
    seen = [await admin.get(f"/admin/{page}?{query}") for page in pages]

    assert {200} == {one.status for one in seen}


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
