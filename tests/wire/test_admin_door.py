"""/admin/: who gets in, how long he stays, and which forms are taken."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from status_codes import AdminOnly, Global
from tests.admin import COOKIE, Desk, deeds, desk_of, signed_in, user_id_of
from tests.community import finished, new_post, someone
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.rows import same_rows
from tests.special import each_way, execute, make_admin, serving
from transport.admin.admin_pages import FORM_COOKIE, within
from transport.admin.routes import ACTIONS, PAGES

NAMES = ("", "users", "posts", "comments", "works", "reports", "queue", "audit")


def address(pattern: str, action: str = "hide") -> str:
    """An address of that pattern."""
    return "/admin/" + re.sub(r"\{id:[^}]*\}+", "1", pattern).replace("{action}", action)


@pytest.fixture
async def desk(postcard: Postcard) -> AsyncIterator[Desk]:
    """Nobody, at the sign-in page."""
    async with desk_of(postcard) as found:
        yield found


async def test_no_page_without_signing_in(desk: Desk) -> None:
    """Every page sends to the sign-in page, which leads back."""
    paths = [address(pattern) for pattern in PAGES]

    seen = {path: await desk.get(path) for path in paths}

    same_rows(
        {path: (303, "/admin/sign-in?next=" + path.replace("/", "%2F")) for path in paths},
        {path: (one.status, one.to) for path, one in seen.items()},
    )


async def test_no_action_without_signing_in(desk: Desk, member: Guest) -> None:
    """A form of somebody who is not signed in does nothing, with a token of a form or not."""
    pid = await new_post(member)
    await desk.get("/admin/sign-in")
    before = execute(desk.postcard, "SELECT count(*) FROM audit")
    paths = [re.sub("/1/", f"/{pid}/", address(pattern)) for pattern in ACTIONS]

    seen = {}
    for path in paths:
        for fields in ({}, {"csrf": ""}):
            answer = await desk.post(path, fields)
            seen[f"{path} {fields}"] = answer.status, answer.to

    rows = [f"{path} {fields}" for path in paths for fields in ({}, {"csrf": ""})]
    same_rows(dict.fromkeys(rows, (303, "/admin/sign-in?next=%2Fadmin%2F")), seen)
    assert before == execute(desk.postcard, "SELECT count(*) FROM audit")
    assert 200 == (await member.rest("GET", f"/forum/post/{pid}"))["code"]


async def test_every_page_opens(admin: Desk) -> None:
    """To an admin each is HTML that may load nothing from elsewhere and runs no script."""
    for name in NAMES:
        seen = await admin.get(f"/admin/{name}")
        policy = seen.headers["Content-Security-Policy"]

        assert (200, "text/html; charset=utf-8") == (seen.status, seen.headers["Content-Type"]), (
            name
        )
        assert "default-src 'none'" in policy and "script-src" not in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert "no-store" == seen.headers["Cache-Control"], name
        assert "<script" not in seen.text and "style=" not in seen.text, name


async def test_an_address_that_leads_nowhere(admin: Desk) -> None:
    """A page says so; a row that is not there is such an address too."""
    seen = [
        await admin.get(f"/admin/{path}")
        for path in ("nope", "users/999999999", "posts/9223372036854775808", "works/0")
    ]

    assert {404} == {one.status for one in seen}
    assert all(AdminOnly.NOT_FOUND.message in one.said for one in seen)


async def test_a_wrong_password_and_an_unknown_name_are_alike(desk: Desk, member: Guest) -> None:
    """Also the right password of somebody without the right."""
    seen = [
        await desk.sign_in(member.phone, "wrong"),
        await desk.sign_in("nobody", "wrong"),
        await desk.sign_in(member.phone, member.password),
    ]

    assert {403} == {one.status for one in seen}
    assert all(AdminOnly.SIGN_IN.message in one.said for one in seen)
    assert 303 == (await desk.get("/admin/")).status


async def test_the_session_is_renewed_at_sign_in(desk: Desk, member: Guest) -> None:
    """A cookie that was planted before is worth nothing after, whichever of the two."""
    make_admin(member)
    planted = "a" * 32
    desk.http.cookie_jar.update_cookies(
        {COOKIE: planted, FORM_COOKIE: planted}, URL(f"{desk.postcard.url}/admin/")
    )

    seen = await desk.sign_in(member.phone, member.password)
    async with desk_of(desk.postcard) as thief:
        found = await thief.get("/admin/", headers={"Cookie": f"{COOKIE}={planted}"})

    assert 303 == seen.status
    assert f"{COOKIE}={planted}" not in seen.headers["Set-Cookie"]
    assert 200 == (await desk.get("/admin/")).status
    assert 303 == found.status


async def test_a_link_of_another_site_signs_nobody_out(admin: Desk) -> None:
    """The browser keeps a strict cookie to itself there; the answer must not replace it."""
    async with desk_of(admin.postcard) as by_link:
        seen = [await by_link.get(path) for path in ("/admin/", "/admin/sign-in")]

    assert all(f"{COOKIE}=" not in one.headers.get("Set-Cookie", "") for one in seen)


async def test_the_cookie(desk: Desk, member: Guest) -> None:
    """Scripts and other sites do not get it, and it goes to these pages alone."""
    make_admin(member)

    seen = await desk.sign_in(member.phone, member.password)
    cookie = seen.headers["Set-Cookie"]

    assert re.fullmatch(r"admin=[0-9a-f]{32}; HttpOnly; Path=/admin/; SameSite=Strict", cookie)


async def test_signing_out_ends_the_session(admin: Desk) -> None:
    """The old cookie opens nothing any more, and the browser drops it."""
    old = admin.cookie

    seen = await admin.post("/admin/sign-out")
    after = await admin.get("/admin/", headers={"Cookie": f"{COOKIE}={old}"})

    assert (303, "/admin/sign-in") == (seen.status, seen.to)
    assert "" == admin.cookie
    assert 303 == after.status


async def test_a_token_of_the_api_is_no_session(desk: Desk, member: Guest) -> None:
    """An admin's own token opens no page, neither as cookie nor in the address."""
    make_admin(member)

    seen = [
        await desk.get("/admin/", headers={"Cookie": f"{COOKIE}={member.token}"}),
        await desk.get("/admin/", headers={"Cookie": f"session={member.token}"}),
        await desk.get(f"/admin/?token={member.token}"),
    ]

    assert {303} == {one.status for one in seen}


@pytest.mark.parametrize("change", ["right", "suspended", "password"])
async def test_the_session_follows_the_account(desk: Desk, member: Guest, change: str) -> None:
    """Without the right, suspended, or with another password it is over at once."""
    make_admin(member)
    await desk.sign_in(member.phone, member.password)
    before = await desk.get("/admin/")

    if change == "password":
        reply = await member.call("password", "update", {"old": member.password, "new": "another"})
        assert 0 == reply["status"]
    else:
        column = "admin = 0" if change == "right" else "suspended = 1"
        execute(desk.postcard, f"UPDATE users SET {column} WHERE phone = ?", member.phone)

    assert (200, 303) == (before.status, (await desk.get("/admin/")).status)


async def test_a_form_without_its_token(admin: Desk, member: Guest) -> None:
    """It is refused, and nothing is done nor written down."""
    pid = await new_post(member)

    seen = {
        csrf: await admin.post(f"/admin/posts/{pid}/hide", {"csrf": csrf})
        for csrf in ("", "0" * 64, "é")
    }

    same_rows(
        dict.fromkeys(seen, (403, True)),
        {csrf: (one.status, AdminOnly.FORM.message in one.said) for csrf, one in seen.items()},
    )
    assert [] == deeds(admin.postcard, "post", pid)


async def test_the_token_of_another_session(admin: Desk, member: Guest) -> None:
    """What another admin's page holds is worth nothing here."""
    pid = await new_post(member)
    async with signed_in(admin.postcard) as other:
        seen = await admin.post(f"/admin/posts/{pid}/hide", {"csrf": other.csrf})

    assert 403 == seen.status
    assert [] == deeds(admin.postcard, "post", pid)


async def test_a_form_of_another_site(admin: Desk, member: Guest) -> None:
    """Even with the right token it is refused; so is signing somebody in."""
    pid = await new_post(member)
    seen = {}
    for header in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Referer": "https://elsewhere.example/admin/"},
    ):
        hidden = await admin.post(f"/admin/posts/{pid}/hide", headers=header)
        async with desk_of(admin.postcard) as stranger:
            entered = await stranger.sign_in("travel", "travel123", headers=header)
        said = AdminOnly.FORM.message in entered.said
        seen[str(header)] = hidden.status, entered.status, said

    same_rows(dict.fromkeys(seen, (403, 403, True)), seen)
    assert [] == deeds(admin.postcard, "post", pid)


async def test_a_body_that_is_no_form(admin: Desk) -> None:
    """It is refused as a page, whatever it is."""
    seen = {}
    for body in (b"\xff\xfe", b"&".join([b"a=1"] * 60), b"csrf"):
        one = await admin.ask("POST", "/admin/posts/1/hide", data=body)
        seen[repr(body)] = one.status, one.headers["Content-Type"]

    same_rows(dict.fromkeys(seen, (403, "text/html; charset=utf-8")), seen)


async def test_signing_in_leads_nowhere_else(desk: Desk, member: Guest) -> None:
    """Only to an address of these pages."""
    make_admin(member)
    asked = {
        "/admin/users?q=a": "/admin/users?q=a",
        "https://elsewhere.example/": "/admin/",
        "//elsewhere.example/": "/admin/",
        "/\\elsewhere.example/": "/admin/",
        "/admin/../media/x": "/admin/",
        "/admin/\r\nSet-Cookie: a=b": "/admin/",
        "/api/ping": "/admin/",
        "": "/admin/",
    }
    seen = {}
    for next_ in asked:
        async with desk_of(desk.postcard) as browser:
            await browser.get("/admin/sign-in")
            fields = {"name": member.phone, "password": member.password, "next": next_}
            one = await browser.post("/admin/sign-in", fields)
            seen[next_] = one.status, one.to

    same_rows({next_: (303, to) for next_, to in asked.items()}, seen)
    same_rows(asked, {next_: within(next_) for next_ in asked})


@covers("travel: page /admin/")
async def test_the_sample_account_and_guesses(request: pytest.FixtureRequest) -> None:
    """travel / travel123 signs in on the embedded default, and is the only admin there.

    After so many wrong passwords a page says how long to wait, to the right one as well.
    """
    limit = {"POSTCARD__LIMITS__LOGIN_FAILURES_PER_ACCOUNT_MINUTE": "3"}
    with serving("embedded", request, limit) as postcard:
        async with desk_of(postcard) as desk:
            entered = await desk.sign_in("travel", "travel123")
        async with desk_of(postcard) as desk:
            seen = [await desk.sign_in("travel", "wrong") for _ in range(3)]
            refused = await desk.sign_in("travel", "travel123")
        ((admin, name),) = execute(postcard, "SELECT id, uname FROM users WHERE admin = 1")

        assert ("travel", 303, "/admin/") == (name, entered.status, entered.to)
        assert [403] * 3 == [one.status for one in seen]
        assert 429 == refused.status
        assert 0 < int(refused.headers["Retry-After"]) <= 60
        assert Global.TOO_MANY.message in refused.said
        assert [("sign_in", "refused")] * 4 == deeds(postcard, "user", int(admin))


@each_way
async def test_a_session_ends(way: str, request: pytest.FixtureRequest) -> None:
    """After some time without use, and after a longer time in any case."""
    times = {"POSTCARD__ADMIN__IDLE_SECONDS": "5", "POSTCARD__ADMIN__SESSION_SECONDS": "10"}
    with serving(way, request, times) as postcard:
        async with client_session() as session, signed_in(postcard) as idle:
            guest = await someone(postcard, session)
            make_admin(guest)
            async with desk_of(postcard) as busy:
                await busy.sign_in(guest.phone, guest.password)
                seen = []
                for _ in range(4):
                    await asyncio.sleep(3.0)
                    seen.append((await busy.get("/admin/users")).status)

            assert [200, 200] == seen[:2]
            assert 303 == seen[-1]
            assert 303 == (await idle.get("/admin/")).status


async def test_the_language(desk: Desk) -> None:
    """The browser's own, English where it names neither, and then what was chosen."""

    async def title(accepts: str, path: str = "/admin/sign-in") -> str:
        text = (await desk.get(path, headers={"Accept-Language": accepts})).text
        found = re.search(r'<html lang="([^"]*)">.*<h1>([^<]*)</h1>', text, re.DOTALL)
        assert found is not None
        return f"{found[1]} {found[2]}"

    assert "zh-CN 登录" == await title("zh-CN,zh;q=0.9,en;q=0.8")
    assert "en Sign in" == await title("en-GB,zh;q=0.5")
    assert "zh-CN 登录" == await title("fr,zh;q=0.4")
    assert "en Sign in" == await title("fr;q=x, ,;q=")
    assert "zh-CN 登录" == await title("en", "/admin/sign-in?lang=zh")
    assert "zh-CN 登录" == await title("en")
    assert "en Sign in" == await title("zh", "/admin/sign-in?lang=en")
    assert "en Sign in" == await title("zh", "/admin/sign-in?lang=xx")


async def test_files_of_works(admin: Desk, desk: Desk, member: Guest) -> None:
    """An admin sees those of private works through these pages; nobody else does."""
    work_id = await finished(member, "movie")
    folder = admin.postcard.folder / "media" / "movies" / str(work_id)
    (folder / "cover.jpg").write_bytes(b"a picture")
    path = f"/admin/files/movies/{work_id}/cover.jpg"

    seen, others = await admin.get(path), await desk.get(path)
    odd = await admin.get(f"/admin/files/movies/{work_id}/..%2F..%2Fpostcard.sqlite")

    assert (200, "a picture", "image/jpeg") == (
        seen.status,
        seen.text,
        seen.headers["Content-Type"],
    )
    assert (404, 404) == (others.status, odd.status)


async def test_the_style_is_kept(desk: Desk) -> None:
    """Its address changes with it, so a browser need not ask again; nothing else is served."""
    page = await desk.get("/admin/sign-in")
    found = re.search(r'href="(/admin/static/admin\.css\?[0-9a-f]{8})"', page.text)
    assert found is not None

    style = await desk.get(found[1])
    others = [await desk.get(f"/admin/static/{name}") for name in ("door.py", "..%2Fdoor.py")]

    assert (200, "text/css; charset=utf-8") == (style.status, style.headers["Content-Type"])
    assert "immutable" in style.headers["Cache-Control"]
    assert not {200} & {one.status for one in others}


async def test_the_short_address(desk: Desk) -> None:
    """/admin leads to /admin/."""
    seen = await desk.get("/admin")

    assert (308, "/admin/") == (seen.status, seen.to)


async def test_who_signed_in_is_written_down(desk: Desk, member: Guest) -> None:
    """What went well, and what was refused of an admin; never what others typed."""
    await desk.sign_in(member.phone, "my secret")
    make_admin(member)
    await desk.sign_in(member.phone, "wrong")
    await desk.sign_in(member.phone, member.password)
    admin = user_id_of(member)

    rows = execute(
        desk.postcard,
        "SELECT admin_id, ended FROM audit WHERE action = 'sign_in' "
        "AND (admin_id = ? OR target_id = ?) ORDER BY id",
        *(admin, admin),
    )

    assert [(0, "refused"), (admin, "done")] == [tuple(row) for row in rows]
