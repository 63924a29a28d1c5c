"""/admin/: what an admin does is done, is refused where it must be, and is always written down."""

from __future__ import annotations

import re
from pathlib import Path

import aiohttp
import pytest

from config import load_config
from status_codes import AdminOnly, Global, UserReset
from tests.admin import Desk, deeds, desk_of, fail_work, user_id_of
from tests.community import Holder, each_holder, new_post, shared, someone
from tests.postcard import Guest, Postcard, picture
from tests.replies import client_session
from tests.rows import same_rows
from tests.special import each_way, eventually, execute, guest_of, make_admin, serving


async def state_of(guest: Guest, work_id: int) -> int:
    return int(execute(guest.postcard, "SELECT state FROM works WHERE id = ?", work_id)[0][0])


async def test_a_suspended_user_is_out_at_once(admin: Desk, member: Guest) -> None:
    """Their tokens end, enduring ones too, and no way of signing in makes another."""
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
    """A session in the wrong hands can neither lock out another admin nor become them."""
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


async def test_what_cannot_be_done(admin: Desk, member: Guest) -> None:
    """An action that there is not, and one on what is not there, lead nowhere."""
    user_id = user_id_of(member)
    paths = (
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
    )

    seen = {path: (await admin.post(f"/admin/{path.format(user_id)}")).status for path in paths}

    same_rows(dict.fromkeys(paths, 404), seen)


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
    work_id = int((await member.rest("GET", "/photo/new"))["data"]["work_id"])
    form = aiohttp.FormData()
    form.add_field("file", picture(), filename="0.jpg")
    await member.rest("POST", f"/photo/{work_id}/upload", data=form)
    early = await admin.post(f"/admin/works/{work_id}/retry")
    await fail_work(member, work_id)

    seen = await admin.post(f"/admin/works/{work_id}/retry")
    again = (await state_of(member, work_id)) in (1, 2, 3)
    await made(member, work_id)
    late = await admin.post(f"/admin/works/{work_id}/retry")
    job_id = await fail_work(member, work_id)
    from_queue = await admin.post(f"/admin/jobs/{job_id}/retry")
    await made(member, work_id)

    assert (303, True) == (seen.status, again)
    assert AdminOnly.NO_RETRY.message in early.said
    assert 403 == late.status
    assert 303 == from_queue.status
    assert [("retry", "done")] == deeds(admin.postcard, "job", job_id)


async def made(guest: Guest, work_id: int) -> None:
    async def done() -> bool:
        return await state_of(guest, work_id) == 3

    await eventually(done, 120)


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


@pytest.mark.parametrize(
    ("how", "shown"), [("full", "10.9.8.7"), ("prefix", "10.9.8.0/24"), ("none", "")]
)
@each_way
async def test_where_an_admin_was(
    way: str, request: pytest.FixtureRequest, how: str, shown: str
) -> None:
    """The log of deeds holds as much of it as the setting says, of refused sign-ins too."""
    env = {"POSTCARD__ADMIN__ADDRESSES": how, "POSTCARD__HTTP__TRUSTED_PROXIES": "1"}
    with serving(way, request, env) as postcard:
        async with guest_of(postcard, "10.9.8.7") as member:
            await member.sign_up()
            make_admin(member)
            jar = aiohttp.CookieJar(unsafe=True)
            headers = {"X-Forwarded-For": "10.9.8.7"}
            async with client_session(cookie_jar=jar, headers=headers) as session:
                desk = Desk(postcard, session)
                await desk.sign_in(member.phone, "wrong")
                await desk.sign_in(member.phone, member.password)
                await desk.get("/admin/")
                await desk.post(f"/admin/users/{user_id_of(member)}/sign_out")
        written = execute(postcard, "SELECT action, address FROM audit ORDER BY id")

    assert [(name, shown) for name in ("sign_in", "sign_in", "sign_out")] == written


async def test_where_an_admin_was_by_itself(admin: Desk) -> None:
    """Whole, where nobody says otherwise: it is theirs, no guest's."""
    row = execute(admin.postcard, "SELECT address FROM audit ORDER BY id DESC LIMIT 1")[0]

    assert "full" == load_config().admin.addresses
    assert "127.0.0.1" == row[0]
