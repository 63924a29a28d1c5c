"""Pages of other origins: what a browser lets those read that the settings list (CORS)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final, NamedTuple

import aiohttp
import pytest

from protocol.batch import MAX_ITEMS
from status_codes import Global
from tests.postcard import Guest, Postcard, picture
from tests.special import set_up
from tests.traveller import Traveller, travelling

APP: Final = "https://app.example.com"
PHONE: Final = "capacitor://localhost"
EVIL: Final = (
    "https://evil.example",
    "https://app.example.com.evil.example",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://APP.example.com",
    "app.example.com",
    "null",
    "*",
)
ALLOWED: Final = "Access-Control-Allow-Origin"
PING: Final = {"id": 1, "type": "ping", "subtype": "ping", "data": {}}
# Of every face, right and wrong: how it is asked, and whether a page may read what comes.
ASKED: Final = [
    ("POST", "/api/ping", PING),
    ("POST", "/api/ping/", PING),
    ("GET", "/api/ping", None),
    ("POST", "/api", PING),
    ("POST", "/api", [PING] * 2),
    ("POST", "/api", [PING] * (MAX_ITEMS + 1)),
    ("POST", "/api", "no envelope"),
    ("PUT", "/api", PING),
    ("POST", "/api/user/doki", None),
    ("GET", "/api/nothing", None),
    ("GET", "/api/ws", None),
    ("GET", "/api/health/live", None),
    ("GET", "/api/schema/info.json", None),
    ("GET", "/api/location?longitude=1&latitude=1", None),
    ("GET", "/user/info", None),
    ("POST", "/user/register", {}),
    ("DELETE", "/user/info", None),
    ("GET", "/nothing", None),
    ("GET", "/forum/", None),
    ("GET", "/static/avatar.png", None),
    ("GET", "/static/nothing.png", None),
    ("GET", "/media/movies/1/result.mp4", None),
    ("GET", "/media/log.txt", None),
]

listing = set_up({"POSTCARD__HTTP__ORIGINS": f"{APP} {PHONE}"}, whole=False)


@pytest.fixture
async def from_page(listing: Postcard, http: aiohttp.ClientSession) -> Guest:
    """Somebody without an account, whose requests a page of some origin sends."""
    return Guest(listing, http)


@pytest.fixture
async def traveller_there(listing: Postcard) -> AsyncIterator[Traveller]:
    async with travelling(listing) as found:
        await found.sign_up()
        yield found


class Said(NamedTuple):
    """An answer's status and what its header says of origins."""

    status: int
    header: dict[str, str]
    vary: list[str]


async def ask(guest: Guest, method: str, path: str, body: Any = None, **headers: str) -> Said:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    url = guest.postcard.url + path
    async with guest.http.request(method, url, json=body, headers=named) as answer:
        await answer.read()
        cors = {k: v for k, v in answer.headers.items() if k.startswith("Access-Control-")}
        return Said(answer.status, cors, answer.headers.getall("Vary", []))


@pytest.mark.parametrize("origin", [APP, PHONE])
async def test_a_listed_page_reads_every_answer(from_page: Guest, origin: str) -> None:
    """Refusals too, whoever made them; without its cookies, and told apart from other answers."""
    seen = {}
    for method, path, body in ASKED:
        said = await ask(from_page, method, path, body, Origin=origin)
        plain = await ask(from_page, method, path, body)
        seen[f"{method} {path} {str(body)[:60]}"] = (
            said.header.get(ALLOWED),
            sorted(said.header),
            said.vary,
            said.status == plain.status,
        )

    sent = [ALLOWED, "Access-Control-Expose-Headers"]
    assert dict.fromkeys(seen, (origin, sent, ["Origin"], True)) == seen


@pytest.mark.parametrize("origin", EVIL)
async def test_no_other_page_reads_any(from_page: Guest, origin: str) -> None:
    """However alike its name is."""
    seen = {}
    for method, path, body in ASKED:
        said = await ask(from_page, method, path, body, Origin=origin)
        asked_before = await ask(
            from_page, "OPTIONS", path, Origin=origin, Access_Control_Request_Method="POST"
        )
        seen[f"{method} {path}"] = said.header, said.vary, asked_before.header

    assert dict.fromkeys(seen, ({}, ["Origin"], {})) == seen


async def test_a_page_asks_before(from_page: Guest) -> None:
    """Which a browser does on its own; nothing is run by that."""
    seen = {}
    for _, path, _ in ASKED:
        seen[path] = await ask(
            from_page,
            "OPTIONS",
            path,
            Origin=APP,
            Access_Control_Request_Method="POST",
            Access_Control_Request_Headers="authorization,content-type",
        )

    header = {
        ALLOWED: APP,
        "Access-Control-Allow-Methods": "GET, HEAD, POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Range",
        "Access-Control-Max-Age": "600",
    }
    assert dict.fromkeys(seen, Said(204, header, ["Origin"])) == seen


async def test_the_admin_pages_are_for_no_other_page(from_page: Guest) -> None:
    """Whoever is listed for the apps is not for these."""
    app = await ask(from_page, "GET", "/api/ping", Origin=APP)
    assert APP == app.header[ALLOWED]
    for path in ("/admin", "/admin/", "/admin/sign-in", "/admin/users", "/admin/nothing"):
        for method in ("GET", "POST", "OPTIONS"):
            said = await ask(
                from_page, method, path, Origin=APP, Access_Control_Request_Method="POST"
            )
            assert {} == said.header, (method, path)


async def test_a_large_answer_is_read_too(from_page: Guest) -> None:
    """It is counted while it is sent, as without a page."""
    await from_page.sign_up()
    body = [{**PING, "id": n} for n in range(MAX_ITEMS)]
    headers = {"Origin": APP}
    async with from_page.http.post(
        f"{from_page.postcard.url}/api", json=body, headers=headers
    ) as answer:
        replies = await answer.json()

    assert APP == answer.headers[ALLOWED]
    assert list(range(MAX_ITEMS)) == [reply["id"] for reply in replies]


async def test_what_a_listed_page_may_do(from_page: Guest) -> None:
    """All that needs a token, and all that needs nobody."""
    await from_page.sign_up()
    form = aiohttp.FormData()
    form.add_field("avatar", picture(64, 48), filename="a.jpg")
    url, token = from_page.postcard.url, {"Authorization": f"Bearer {from_page.token}"}
    browser = {"Origin": APP, "Sec-Fetch-Site": "cross-site"}
    asked: list[tuple[str, dict[str, str], Any]] = [
        ("/user/avatar", token, form),
        ("/user/info", token, {"intro": "海边"}),
        ("/api/location", {}, {"longitude": "1", "latitude": "1"}),
    ]
    seen = {}
    for path, headers, data in asked:
        async with from_page.http.post(url + path, headers=headers | browser, data=data) as answer:
            seen[path] = answer.status, answer.headers[ALLOWED]

    assert dict.fromkeys(seen, (200, APP)) == seen


async def test_a_cookie_is_nobodys_page_to_use(traveller_there: Traveller) -> None:
    """Not even a listed one's: what changes something by it is refused, and it may read why."""
    before = traveller_there.session()
    headers = {"Origin": APP, "Sec-Fetch-Site": "same-site"}
    url = f"{traveller_there.postcard.url}/user/info"
    async with traveller_there.http.post(url, data={"intro": "x"}, headers=headers) as answer:
        said = await answer.json()

    assert (403, Global.NOT_ALLOWED.msg) == (answer.status, said["msg"])
    assert APP == answer.headers[ALLOWED]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert before == traveller_there.session()


async def test_without_a_list_nothing_is_said(guest: Guest) -> None:
    """The default: no answer differs by the page that asks."""
    seen = {}
    for method, path, body in ASKED:
        said = await ask(guest, method, path, body, Origin=APP)
        asked_before = await ask(
            guest, "OPTIONS", path, Origin=APP, Access_Control_Request_Method="POST"
        )
        seen[f"{method} {path}"] = said.header, said.vary, asked_before.header

    assert dict.fromkeys(seen, ({}, [], {})) == seen
