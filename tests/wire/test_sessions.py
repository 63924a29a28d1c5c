"""Sessions: a token in a cookie, its life, and whose pages may use it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import aiohttp
import pytest

from status_codes import Global
from tests.conftest import WAYS
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.replies import client_session
from tests.rows import same_rows
from tests.special import execute, serving
from tests.traveller import Traveller, new_name, travelling

TWO_WEEKS = 14 * 86_400
DONE = (200, "操作成功")
REFUSED = (403, "无权操作")
TIMED_OUT = (403, "未登录或登录超时")


@covers("user/login: notice 2")
async def test_the_cookie(traveller: Traveller) -> None:
    """A token out of reach of scripts and other sites, kept for two weeks."""
    await traveller.sign_in()
    cookie = traveller.held("session")
    alive = await traveller.ask(
        "GET", "/user/info", headers={"Authorization": f"Bearer {cookie.value}", "Cookie": ""}
    )

    assert 40 == len(cookie.value) and int(cookie.value, 16)
    assert (True, "Lax", "/") == (cookie["httponly"], cookie["samesite"], cookie["path"])
    assert ("", str(TWO_WEEKS)) == (cookie["secure"], cookie["max-age"])
    left = parsedate_to_datetime(cookie["expires"]).timestamp() - time.time()
    assert TWO_WEEKS - 60 < left <= TWO_WEEKS
    assert 200 == alive["code"]


async def test_each_login_gives_another_token(traveller: Traveller) -> None:
    """The token that came with the login is dead afterwards."""
    old = traveller.session()

    await traveller.sign_in()
    dead = await traveller.say("GET", f"/user/info?token={old}")

    assert old != traveller.session()
    assert TIMED_OUT == dead
    assert await traveller.is_signed_in()


async def test_a_planted_cookie_is_not_kept(traveller: Traveller) -> None:
    """Whoever gave a guest his cookie before he signed in does not know the one after."""
    planted = "0123456789abcdef" * 2
    async with travelling(traveller.postcard) as victim:
        victim.keep("session", planted)
        reply = await victim.login(user=traveller.uname, password=traveller.password)
        token = victim.session()
        thief = await traveller.say("GET", f"/user/info?token={planted}")

    assert 200 == reply["code"]
    assert 40 == len(token) and token != planted
    assert TIMED_OUT == thief


async def test_a_login_elsewhere_leaves_this_session(traveller: Traveller) -> None:
    """Two browsers have two sessions."""
    async with travelling(traveller.postcard) as elsewhere:
        elsewhere.uname = traveller.uname
        await elsewhere.sign_in()

        assert await elsewhere.is_signed_in()
    assert await traveller.is_signed_in()


async def test_a_new_password_ends_every_other_session(traveller: Traveller) -> None:
    """Here the cookie is another one, and no script sees it; elsewhere the token is dead."""
    before = traveller.session()
    async with travelling(traveller.postcard) as elsewhere:
        elsewhere.uname = traveller.uname
        await elsewhere.sign_in()
        guest = Guest(traveller.postcard, elsewhere.http)
        guest.phone = traveller.phone
        await guest.login(enduring=1)
        data = {"old_password": traveller.password, "new_password": "another"}
        reply = await traveller.ask("POST", "/user/password", data=data)
        there = await elsewhere.is_signed_in()
        enduring = await guest.post("/api/user/doki", b"")
        old = await guest.post("/api/user/doki", b"", token=before)

    assert before != traveller.session() != ""
    assert traveller.held("session")["httponly"]
    assert {"code": 200, "msg": "成功地修改了密码", "data": {}} == reply
    assert await traveller.is_signed_in()
    assert not there
    assert [Global.TOKEN_WRONG.code] * 2 == [enduring["status"], old["status"]]


async def test_a_token_in_the_header_is_given_another(traveller: Traveller) -> None:
    """Whoever sent no cookie has nothing that could keep one."""
    guest = Guest(traveller.postcard, traveller.http)
    guest.phone, guest.password = traveller.phone, traveller.password
    await guest.login()
    traveller.http.cookie_jar.clear()
    form = {"old_password": traveller.password, "new_password": "another"}

    reply = await guest.rest("POST", "/user/password", data=form)
    enveloped = await guest.call(
        "user",
        "password",
        {"old_password": "another", "new_password": "a third"},
        token=reply["data"]["token"],
    )
    states = [
        (await guest.post("/api/user/doki", b"", token=token))["status"]
        for token in (guest.token, reply["data"]["token"], enveloped["data"]["token"])
    ]

    assert [Global.TOKEN_WRONG.code, Global.TOKEN_WRONG.code, 0] == states
    assert "" == traveller.session()


async def test_what_a_session_opens(traveller: Traveller) -> None:
    """REST paths and files take the cookie; a token in the address or the header goes before."""
    work_id = (await traveller.ask("POST", "/movie/new"))["data"]["work_id"]
    form = aiohttp.FormData()
    form.add_field("file", b'{"images":[]}', filename="info.json")
    sent = await traveller.ask("POST", f"/movie/{work_id}/upload", data=form)
    async with traveller.http.get(traveller.postcard.url + sent["data"]["url"]) as answer:
        file = answer.status
    wrong = [
        await traveller.say("GET", "/user/info", headers={"Authorization": "Bearer x"}),
        await traveller.say("GET", "/user/info?token=x"),
    ]

    assert (200, 200) == (sent["code"], file)
    assert [TIMED_OUT] * 2 == wrong


async def test_envelopes_take_no_cookie(traveller: Traveller) -> None:
    """Their token is in the address or the header: a page that commands a browser has neither."""
    body = json.dumps({"id": 1, "type": "token", "subtype": "doki", "data": {}})
    statuses = []
    for path in ("/api", "/api/user/doki"):
        async with traveller.http.post(traveller.postcard.url + path, data=body) as answer:
            statuses.append((await answer.json(content_type=None))["status"])

    assert [Global.TOKEN_MISSING.code] * 2 == statuses


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "OWN"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://["},
    {"Referer": "https://evil.example/OWN"},
    {"Referer": "https://OWN@evil.example/"},
    # A link of another site without TLS and without Referer.
    {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
]
OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "OWN"},
    {"Referer": "OWN/some/page?x=1"},
    {"Referer": "OWN/some/page", "Accept": "text/html"},
    {"Accept": "application/json"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
]


def of(postcard: Postcard, headers: dict[str, str]) -> dict[str, str]:
    """Headers of this Postcard's own pages."""
    return {name: value.replace("OWN", postcard.url) for name, value in headers.items()}


CHANGES = (
    "POST /user/info",
    "POST /user/password",
    "GET /user/logout",
    "POST /user/logout",
    "GET /movie/new",
    "GET /photo/1/delete",
    "POST /movie/1/upload",
    "POST /user/login",
    "POST /user/register",
    "POST /user/reset",
)


async def test_another_sites_page(traveller: Traveller) -> None:
    """What changes something is refused, and nothing has happened."""
    works = f"SELECT count(*) FROM works WHERE user_id = {traveller.uid}"
    before = execute(traveller.postcard, works)
    form = {"user": traveller.uname, "password": traveller.password, "no_captcha": "1"}

    seen = {}
    for change in CHANGES:
        method, path = change.split()
        data = form if path == "/user/login" else None
        for headers in FOREIGN:
            given = of(traveller.postcard, headers)
            said = await traveller.say(method, path, headers=given, data=data)
            seen[f"{change} {headers}"] = said, await traveller.is_signed_in()

    rows = [f"{change} {headers}" for change in CHANGES for headers in FOREIGN]
    same_rows(dict.fromkeys(rows, (REFUSED, True)), seen)
    assert before == execute(traveller.postcard, works)


async def test_a_login_for_somebody_else(traveller: Traveller) -> None:
    """No page signs a guest in as another, with a token in the address or without a cookie."""
    form = {"user": traveller.uname, "password": traveller.password, "no_captcha": "1"}
    headers = {"Sec-Fetch-Site": "cross-site"}
    async with travelling(traveller.postcard) as victim:
        said = [
            await victim.say("POST", f"/user/login{query}", data=form, headers=headers)
            for query in ("", "?token=x", f"?token={traveller.session()}")
        ]
        cookie = victim.cookie("session")

    assert [REFUSED] * 3 == said
    assert cookie is None


async def test_our_own_page(traveller: Traveller) -> None:
    """Our pages, the address bar, and who is no browser may change things."""
    seen = {}
    for headers in OURS:
        given = of(traveller.postcard, headers)
        changed = await traveller.say("POST", "/user/info", data={"intro": "x"}, headers=given)
        seen[str(headers)] = changed, await traveller.say("GET", "/movie/new", headers=given)

    same_rows({str(headers): (DONE, DONE) for headers in OURS}, seen)


async def test_what_other_sites_may(traveller: Traveller) -> None:
    """Reading is no change; and a token in the header is nothing that a page could borrow."""
    token = traveller.session()
    seen = {}
    async with travelling(traveller.postcard) as program:
        for headers in FOREIGN[:4]:
            given = of(traveller.postcard, headers)
            bearer = {"Authorization": f"Bearer {token}"} | given
            seen[str(headers)] = (
                await traveller.say("GET", "/user/info", headers=given),
                await program.say("POST", "/user/info", data={"intro": "x"}, headers=bearer),
                await program.say("GET", "/movie/new", headers=given),
            )

    same_rows({str(headers): (DONE, DONE, TIMED_OUT) for headers in FOREIGN[:4]}, seen)


SETTINGS = {
    "POSTCARD__DEBUG": "false",
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    "POSTCARD__TOKENS__IDLE_SECONDS": "5",
}


@pytest.fixture(scope="module", params=WAYS)
def public(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """A Postcard behind a proxy, without the developer's switch."""
    with serving(request.param, request, SETTINGS) as opened:
        yield opened


async def test_no_captcha_is_a_developers_switch(public: Postcard) -> None:
    """Without debug it is ignored, and no code is written to the outbox."""
    names = {"uname": new_name(), "phone": Guest.new_phone(), "password": "a", "no_captcha": "1"}
    async with travelling(public) as visitor:
        async with visitor.http.get(f"{public.url}/user/captcha") as answer:
            drawn = answer.status
        login = {"user": names["uname"], "password": "a", "no_captcha": "1"}
        said = [
            await visitor.say("POST", "/user/register", data=names),
            await visitor.say("POST", "/user/login", data=login),
            await visitor.say("POST", "/user/reset", data={"phone": "1", "no_captcha": "1"}),
        ]

    assert 200 == drawn
    assert [(403, "请输入验证码")] * 2 + [(403, "验证码错误")] == said
    assert [] == [m for m in public.messages() if m["channel"] == "captcha"]


async def test_cookies_of_an_encrypted_connection(public: Postcard) -> None:
    """Our proxy says that the browser came by https: then the cookie goes over https alone."""
    secure = {"https": True, "HTTPS": True, "https, http": True, "http": False, "": False}
    seen = {}
    for proto in secure:
        async with travelling(public, **{"X-Forwarded-Proto": proto}) as visitor:
            async with visitor.http.get(f"{public.url}/user/captcha") as answer:
                seen[proto] = bool(answer.cookies["captcha"]["secure"])

    same_rows(secure, seen)


async def test_nobody_else_says_that_it_is_encrypted(postcard: Postcard) -> None:
    """Without a proxy of ours the header is whoever's."""
    async with travelling(postcard) as visitor:
        url = f"{postcard.url}/user/captcha"
        async with visitor.http.get(url, headers={"X-Forwarded-Proto": "https"}) as answer:
            cookie = answer.cookies["captcha"]

    assert not cookie["secure"]


async def test_a_token_in_a_cookie_that_was_not_used(public: Postcard) -> None:
    """One of the envelopes' keeps its life: tokens.idle_seconds, begun again at every use."""
    async with travelling(public) as visitor, client_session() as http:
        guest = Guest(public, http)
        await guest.sign_up()
        visitor.keep("session", guest.token)
        used = []
        for _ in range(4):
            await asyncio.sleep(1.5)
            used.append(await visitor.is_signed_in())
        await asyncio.sleep(5.4)
        said = await visitor.say("GET", "/user/info")

    assert [True] * 4 == used
    assert TIMED_OUT == said
