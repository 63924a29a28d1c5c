"""GET /api/poem and /api/img2poem: forms that work in a browser, also on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, FilePayload, Page

from tests import browsing
from tests.postcard import Guest, picture

# The pages are the same two texts; what they ask is asked both ways in test_ai and test_ai_poems.
pytestmark = pytest.mark.one_way
PHONE = (375, 720)
PAGES = ("poem", "img2poem")
FIELDS = {
    "poem": {"keyword", "length", "experience", "history"},
    "img2poem": {"image", "keyword", "types", "values", "length", "experience", "history"},
}
# As documented: five characters, 乡村生活, 盛世.
DEFAULTS = {"length": "5", "experience": "1", "history": "0"}
SHOWN = """() => Array.from(document.querySelectorAll("figure")).map((figure) => ({
    lines: Array.from(figure.querySelectorAll(".lines span")).map((line) => line.textContent),
    caption: figure.querySelector("figcaption")?.textContent ?? "",
}))"""


browser = browsing.browser


@pytest.fixture
async def page(browser: Browser, guest: Guest) -> AsyncIterator[Page]:
    """A phone's browser; whatever it complains of but an answer that is an error fails the test."""
    window = await browsing.Window.new(browser, guest.postcard, PHONE, "poem")
    yield window.page
    assert [] == [text for text in window.complaints if "load resource" not in text]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("name", PAGES)
async def test_the_page_needs_nothing_else(guest: Guest, name: str, slash: str) -> None:
    """HTML in both spellings; it may load nothing from elsewhere and stands in no frame."""
    async with guest.http.get(f"{guest.postcard.url}/api/{name}{slash}") as answer:
        text, policy = await answer.text(), answer.headers["Content-Security-Policy"]

    assert (200, "text/html") == (answer.status, answer.content_type)
    assert "http://" not in text and "https://" not in text and "src=" not in text
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", PAGES)
async def test_the_form_has_the_documented_fields(guest: Guest, page: Page, name: str) -> None:
    """Every documented field with its default, none more, each with its label; no side scroll."""
    await page.goto(f"{guest.postcard.url}/api/{name}")

    fields = await page.eval_on_selector_all("[name]:not(meta)", "all => all.map((e) => e.name)")
    defaults = {key: await page.input_value(f"[name={key}]") for key in DEFAULTS}
    labels = await page.eval_on_selector_all(
        "[name]:not(meta)", "all => all.map((e) => e.labels[0].textContent.trim().slice(0, 2))"
    )

    assert FIELDS[name] == set(fields)
    assert DEFAULTS == defaults
    assert all("\u4e00" <= character <= "\u9fff" for label in labels for character in label)
    assert PHONE[0] == await page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("name", PAGES)
async def test_what_the_api_says_the_page_shows(guest: Guest, page: Page, name: str) -> None:
    """A poem in its lines, or the error's text; a second try clears the first."""
    told = await guest.rest("POST", f"/api/{name}", data={"keyword": "山水", "length": "7"})
    await page.goto(f"{guest.postcard.url}/api/{name}")
    await page.fill("[name=keyword]", "山水")
    await page.select_option("[name=length]", "7")

    for _ in range(2):
        await page.click("button")
        await page.wait_for_selector("figure, #trouble:not([hidden])")
    shown, trouble = await page.evaluate(SHOWN), await page.inner_text("#trouble")

    if told["code"] == 200:
        assert not trouble
        assert {4} == {len(poem["lines"]) for poem in shown}
        assert {7} == {len(line) for poem in shown for line in poem["lines"]}
        assert all(poem["caption"] for poem in shown) or name == "poem"
    else:
        assert ([], f"{told['code']} {told['msg']}") == (shown, trouble)


def photo(content: bytes) -> FilePayload:
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content}


async def test_a_picture_is_sent(guest: Guest, page: Page) -> None:
    """The chosen picture is shown, and reaches the API: it says what is wrong with it."""
    await page.goto(f"{guest.postcard.url}/api/img2poem")
    await page.set_input_files("[name=image]", photo(picture()))
    await page.wait_for_function("document.getElementById('preview').naturalWidth === 640")
    await page.set_input_files("[name=image]", photo(b"no picture"))
    await page.click("button")
    await page.wait_for_selector("#trouble:not([hidden])")

    assert "403 不支持的文件格式，请另存为 JPEG" == await page.inner_text("#trouble")


async def test_a_server_that_is_gone(guest: Guest, page: Page) -> None:
    """The page says so, and can be tried again."""
    await page.goto(f"{guest.postcard.url}/api/poem")
    await page.fill("[name=keyword]", "山水")
    await page.context.set_offline(True)
    await page.click("button")
    await page.wait_for_selector("#trouble:not([hidden])")
    said, waits = await page.inner_text("#trouble"), await page.is_disabled("button")
    await page.context.set_offline(False)

    assert "网络错误" in said
    assert not waits
