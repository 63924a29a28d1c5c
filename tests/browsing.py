"""Pages in Chromium: how one is opened, what it complains of, how it looks, who can read it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Self

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.postcard import Postcard

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK, PHONE, SMALL = (1280, 800), (390, 844), (360, 740)
# Where screenshots go, when somebody wants to look at them.
PICTURES = os.environ.get("POSTCARD_PICTURES", "")
WIDE = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
CONTRAST = """() => {
    const channel = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) =>
        0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
    const parsed = (text) => (text.match(/[0-9.]+/g) || []).map(Number);
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const found = parsed(getComputedStyle(at).backgroundColor);
            if (found.length === 3 || found[3] > 0) return found;
        }
        return [255, 255, 255];
    };
    const poor = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
        const [a, b] = [parsed(getComputedStyle(element).color), behind(element)].map(light);
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) poor.push([walker.currentNode.data.trim(), ratio.toFixed(2)]);
    }
    return poor;
}"""
# What a screen reader would miss: a field without a name, a picture without a text, a heading
# out of order, two elements of one id.
MISSING = """() => {
    const found = [];
    for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
        if (!field.labels.length && !field.getAttribute("aria-label")) found.push(field.outerHTML);
    for (const image of document.querySelectorAll("img"))
        if (!image.hasAttribute("alt")) found.push(image.outerHTML);
    for (const button of document.querySelectorAll("button, a, summary"))
        if (!button.textContent.trim() && !button.querySelector("img[alt]:not([alt=''])"))
            found.push(button.outerHTML);
    let level = 0;
    for (const head of document.querySelectorAll("h1, h2, h3")) {
        const now = Number(head.tagName[1]);
        if (now > level + 1) found.push(`${head.tagName} after h${level}`);
        level = now;
    }
    if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
    if (!document.documentElement.lang || !document.title) found.push("no language or title");
    const ids = Array.from(document.querySelectorAll("[id]")).map((element) => element.id);
    if (new Set(ids).size !== ids.length) found.push("an id stands twice");
    return found;
}"""


def chromium() -> str:
    """Where it is; a test that needs it is skipped where it is not, and fails in CI."""
    found = shutil.which("chromium")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("chromium is not installed")
    return found


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """One for a test. A file that wants it says `browser = browsing.browser`."""
    path = chromium()
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        await opened.close()


class Window:
    """A page, whose complaints are kept: errors, what it writes, whom it asks but its server.

    `name` is of its pictures.
    """

    def __init__(self, page: Page, postcard: Postcard, name: str) -> None:
        self.page = page
        self.postcard = postcard
        self.name = name
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("request", lambda request: self._heed(request.url))

    def _heed(self, url: str) -> None:
        if not url.startswith((f"{self.postcard.url}/", "data:", "blob:")):
            self.complaints.append(f"asks {url}")

    @classmethod
    async def new(
        cls,
        browser: Browser,
        postcard: Postcard,
        size: tuple[int, int],
        name: str,
        language: str = "zh-CN",
    ) -> Self:
        """An empty one, so large, of a reader of that language."""
        width, height = size
        page = await browser.new_page(viewport={"width": width, "height": height}, locale=language)
        # A page may wait for a model, beside three films of other tests.
        page.set_default_timeout(120_000)
        return cls(page, postcard, name)

    async def goto(self, path: str) -> None:
        """Open an address of the server."""
        await self.page.goto(self.postcard.url + path)

    async def until(self, expression: str) -> None:
        """Return when it is true. Playwright's own way is an `eval`, which a page may forbid."""
        while not await self.page.evaluate(expression):
            await asyncio.sleep(0.02)

    async def shot(self, name: str) -> None:
        """A picture of the whole page, where pictures are wanted."""
        if PICTURES:
            path = Path(PICTURES) / f"{self.name}-{name.replace('/', '-')}.png"
            # To the end and back: pictures are loaded when they are near.
            for top in ("document.body.scrollHeight", "0"):
                await self.page.evaluate(f"window.scrollTo(0, {top})")
                await self.page.wait_for_timeout(150)
            await self.page.screenshot(path=path, full_page=True)

    async def fits(self, name: str) -> None:
        """The same; and nothing is wider than the window."""
        await self.shot(name)
        wide, room = await self.page.evaluate(WIDE)
        assert wide <= room, f"{name} is {wide} wide in {room}"

    async def is_readable(self, name: str) -> None:
        """The same; and enough contrast, a name for every field and picture, one h1."""
        await self.fits(name)
        assert [] == await self.page.evaluate(CONTRAST), name
        assert [] == await self.page.evaluate(MISSING), name
