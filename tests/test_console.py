"""/api/docs in Chromium: every call is there and can be tried, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser

import handlers
from tests import browsing
from tests.browsing import CONTRAST, DESK, MISSING, PHONE
from tests.postcard import Guest, Postcard, picture
from tests.special import serving

REGISTRY = handlers.registry()
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


browser = browsing.browser


class Console(browsing.Window):
    """The page of the console."""

    @classmethod
    async def open(
        cls, browser: Browser, postcard: Postcard, size: tuple[int, int], name: str
    ) -> Console:
        console = await cls.new(browser, postcard, size, f"console-{name}")
        await console.goto("/api/docs")
        await console.page.wait_for_selector("#rest .opblock-tag")
        await console.page.wait_for_selector("#endpoint option", state="attached")
        return console

    async def sign_in(self, guest: Guest) -> None:
        """As somebody does who has no token yet."""
        await self.page.click("#who summary")
        await self.page.fill("#phone", guest.phone)
        await self.page.fill("#password", guest.password)
        await self.page.click("#who button")
        await self.until("document.querySelector('#token').value.length === 32")

    async def envelopes(self) -> None:
        await self.page.click("#to-envelopes")

    async def choose(self, name: str, way: str = "POST /api") -> None:
        await self.page.select_option("#endpoint", name)
        await self.page.select_option("#way", way)

    async def send(self) -> str:
        """Send what stands in the body; what is then the newest reply."""
        before = await self.page.locator("#replies li").count()
        await self.page.click("#envelope .main")
        await self.until(f"document.querySelectorAll('#replies li').length > {before}")
        return await self.page.inner_text("#replies li:first-child")


@pytest.mark.slow
@pytest.mark.one_way
async def test_a_call_of_the_rest_face_is_tried(member: Guest, browser: Browser) -> None:
    """Signed in by phone, an account is asked for, and a file is sent as a form."""
    console = await Console.open(browser, member.postcard, DESK, "desk")
    page = console.page
    await console.fits("rest")
    await console.sign_in(member)

    await page.click("#operations-tag-user")
    await page.click("#operations-user-user_info summary, #operations-user-user_info button")
    await page.click("#operations-user-user_info .execute")
    await page.wait_for_selector("#operations-user-user_info .live-responses-table")
    told = await page.inner_text("#operations-user-user_info .live-responses-table")
    await console.fits("rest-tried")

    await page.click("#operations-user-user_avatar button")
    await page.set_input_files(
        "#operations-user-user_avatar input[type=file]",
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture()},
    )
    await page.click("#operations-user-user_avatar .execute")
    await page.wait_for_selector("#operations-user-user_avatar .live-responses-table")
    kept = await page.inner_text("#operations-user-user_avatar .live-responses-table")

    assert member.phone in told
    assert "成功地修改了头像" in kept
    assert [] == console.complaints


@pytest.mark.slow
@pytest.mark.one_way
async def test_every_envelope_is_tried(member: Guest, browser: Browser) -> None:
    """Each (type, subtype) is offered with a body that its endpoint looks at."""
    console = await Console.open(browser, member.postcard, DESK, "desk")
    page = console.page
    await page.fill("#token", member.token)
    await console.envelopes()
    offered = await page.eval_on_selector_all("#endpoint option", "all => all.map(o => o.value)")

    assert [endpoint.name for endpoint in REGISTRY] == offered
    for name in offered:
        # It would end the session that the others need.
        if name in ("logout/logout", "user/logout", "token/logout"):
            continue
        await console.choose(name)
        told = await console.send()
        assert not told.startswith(("-1 ", "-2 ")), (name, told)
        assert '"status": -2,' not in told, (name, told)
        assert '"status": -3,' not in told, (name, told)
    assert [] == console.complaints


@pytest.mark.slow
@pytest.mark.one_way
async def test_envelopes_on_a_phone(member: Guest, browser: Browser) -> None:
    """Over each way; a picture is shown, a file is sent, a batch is answered; all is readable."""
    console = await Console.open(browser, member.postcard, PHONE, "phone")
    page = console.page
    await console.fits("rest")
    await page.click("#operations-tag-user")
    await page.click("#operations-user-user_info button")
    await console.fits("rest-open")
    await page.click("#operations-tag-movie")
    # A body to be reset is one button more.
    await page.click("#operations-movie-movie_upload button")
    await console.fits("rest-body")
    await console.sign_in(member)
    await console.envelopes()

    await console.choose("img/generate")
    await console.send()
    await page.wait_for_selector("#replies li:first-child img")
    await console.choose("token/doki", "POST /api/user/doki")
    doki = await console.send()
    await console.choose("info/get", "WebSocket /api/ws")
    over_socket = await console.send()
    await console.choose("user/avatar")
    await page.set_input_files(
        "#files input", {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    await console.until("document.querySelector('#body').value.includes('/9j/')")
    sent = await console.send()
    await page.fill(
        "#body",
        '[{"id": 1, "type": "ping", "subtype": "ping", "data": {}},'
        ' {"id": 2, "type": "token", "subtype": "doki", "data": {}}]',
    )
    batch = await console.send()
    await console.choose("ai/poem")
    await console.fits("envelopes")

    assert '"status": 0' in doki
    assert over_socket.startswith("WebSocket")
    assert member.phone in over_socket
    assert '"status": 0' in sent
    assert batch.startswith("2 replies")
    assert [] == await page.evaluate(CONTRAST)
    # What Swagger UI draws, and how well it is read aloud, is its own.
    await page.evaluate("document.querySelector('#rest').remove()")
    assert [] == await page.evaluate(MISSING)
    assert [] == console.complaints


@pytest.mark.slow
@pytest.mark.one_way
async def test_a_watch_goes_on_in_the_console(member: Guest, browser: Browser) -> None:
    """What comes over the socket without being asked for is shown too, until it is closed."""
    work_id = (await member.call("movie", "new"))["data"]["work_id"]
    console = await Console.open(browser, member.postcard, DESK, "desk")
    page = console.page
    await page.fill("#token", member.token)
    await console.envelopes()

    await console.choose("movie/watch", "WebSocket /api/ws")
    body = f'{{"id": 7, "type": "movie", "subtype": "watch", "data": {{"work_id": {work_id}}}}}'
    await page.fill("#body", body)
    await console.send()
    await member.upload(work_id, "0.jpg", picture(64, 48))
    await member.call("movie", "start", {"work_id": work_id})
    await console.until("document.querySelectorAll('#replies li').length > 1")
    await page.click("#hang-up")
    await page.wait_for_selector("#replies li:first-child >> text=closed")
    await console.fits("watch")

    assert [] == console.complaints


@pytest.mark.slow
@pytest.mark.one_way
async def test_a_wrong_password_is_said(guest: Guest, browser: Browser) -> None:
    """In the words of the envelope; no token is made up."""
    console = await Console.open(browser, guest.postcard, PHONE, "phone")
    page = console.page
    await page.click("#who summary")
    await page.fill("#phone", guest.new_phone())
    await page.fill("#password", "wrong")
    await page.click("#who button")
    await page.wait_for_selector("#trouble")

    assert "100 Error username or password" == await page.inner_text("#trouble")
    assert "" == await page.input_value("#token")


@pytest.mark.one_way
async def test_the_page_loads_from_its_own_server_alone(guest: Guest) -> None:
    """Its policy allows no other, no script in the page, no frame around it; files are kept."""
    async with guest.http.get(f"{guest.postcard.url}/api/docs/") as answer:
        page, headers = await answer.text(), answer.headers
        assert 200 == answer.status
    addresses = [part.split('"')[0] for part in page.split('"/api/docs/')[1:]]
    for address in addresses:
        async with guest.http.get(f"{guest.postcard.url}/api/docs/{address}") as answer:
            assert 200 == answer.status, address
            assert "immutable" in answer.headers["Cache-Control"]
            assert "nosniff" == answer.headers["X-Content-Type-Options"]

    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert "'none'" == policy["default-src"] == policy["frame-ancestors"] == policy["form-action"]
    assert "'self'" == policy["script-src"] == policy["style-src"] == policy["connect-src"]
    assert HEADERS == {name: headers[name] for name in HEADERS}
    assert 5 == len(addresses)
    assert "<style" not in page
    assert "//" not in page.replace("<!DOCTYPE html>", "")


SHOWN: list[tuple[dict[str, str], bool]] = [
    ({}, True),
    ({"POSTCARD__HTTP__TRUSTED_PROXIES": "1"}, False),
    ({"POSTCARD__HTTP__TRUSTED_PROXIES": "1", "POSTCARD__HTTP__CONSOLE": "on"}, True),
    ({"POSTCARD__HTTP__CONSOLE": "off"}, False),
]


@pytest.mark.parametrize(("settings", "shown"), SHOWN)
async def test_where_the_console_is_shown(
    request: pytest.FixtureRequest,
    http: aiohttp.ClientSession,
    settings: dict[str, str],
    shown: bool,
) -> None:
    """At home, or where the settings say so; elsewhere it is as unknown as any other address."""
    with serving("embedded", request, settings) as postcard:
        for path in ("/api/docs", "/api/docs/", "/api/docs/console.js"):
            async with http.get(postcard.url + path) as answer:
                is_json = answer.content_type == "application/json"
            assert shown is not is_json, path
        async with http.get(f"{postcard.url}/api/openapi.json") as answer:
            document: dict[str, Any] = await answer.json()

    assert "3.1.0" == document["openapi"]
