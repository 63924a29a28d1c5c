"""The admin pages in Chromium, on a desk and on a phone: read, and worked by keyboard alone."""

from __future__ import annotations

import io
import os
import random
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, async_playwright

from tests.admin import user_id_of
from tests.community import new_post, someone
from tests.postcard import Guest, Postcard, picture
from tests.special import execute, make_admin

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK, PHONE, SMALL = (1280, 800), (390, 844), (360, 740)
# Where screenshots go, when somebody wants to look at them.
PICTURES = os.environ.get("POSTCARD_PICTURES", "")
PAGES = ("", "users", "posts", "comments", "works", "reports", "queue", "audit")
NAMES = (
    "小满",
    "望舒",
    "guest_house",
    "清和",
    "Aurelia",
    "木也",
    "知秋",
    "Tom",
    "白露",
    "北北",
)
TITLES = (
    "西湖三日",
    "雪后的长城",
    "洱海骑行",
    "敦煌看壁画",
    "鼓浪屿的猫",
    "武夷山茶路",
    "重庆夜色",
)
TEXTS = (
    "清晨六点到断桥，雾还没散，游船一只一只从雾里出来。推荐住在北山街，走路就能到。",
    "司机把我们丢在半路，打电话也不接。大家以后不要坐这家的车！！",
    "加微信领优惠券，酒店五折起，名额有限先到先得 http://spam.example/abc?u=1234567890123456789",
    "Walked the whole loop in four hours. Bring water, there is no shop after the second gate.",
    "想问一下十一月去还能看到银杏吗？",
)
ERRORS = ("图片已损坏：IMG_2041.jpg", "渲染超时（1800 秒）", "info.json 中无 images")

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
WIDE = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def landscape(seed: int) -> bytes:
    """A cover: hills under a sky."""
    dice = random.Random(seed)
    image = Image.new("RGB", (480, 320), (250, 214 - seed % 5 * 12, 170 + seed % 7 * 10))
    draw = ImageDraw.Draw(image)
    draw.ellipse((330, 40, 390, 100), fill=(255, 240, 205))
    for hill in range(4):
        shade = 150 - hill * 32
        top = 130 + hill * 45
        points = [(x, top + dice.randint(-28, 28)) for x in range(-40, 560, 60)]
        draw.polygon([(-40, 320), *points, (560, 320)], fill=(shade, shade + 22, shade + 34))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


class Scene:
    """A house with guests, and an admin of it."""

    def __init__(self, postcard: Postcard, admin: Guest) -> None:
        self.postcard = postcard
        self.admin = admin
        self.post_id = self.comment_id = self.user_id = self.film = self.failed = 0

    async def fill(self, http: aiohttp.ClientSession) -> None:
        dice, now = random.Random(7), int(time.time() * 1000)
        guests = [await someone(self.postcard, http) for _ in NAMES]
        for number, (guest, name) in enumerate(zip(guests, NAMES, strict=True)):
            self._say(
                "UPDATE users SET uname = ?, nickname = ?, email = ?, created_ms = ? "
                "WHERE phone = ?",
                *(name, name[:4] + " ✈", f"guest{number}@example.com"),
                *(now - dice.randint(0, 30) * 3_600_000, guest.phone),
            )
        self.user_id = user_id_of(guests[1])
        await self._write(guests, dice, now)
        await self._make(guests, dice, now)
        self._say("UPDATE users SET suspended = 1 WHERE phone = ?", guests[7].phone)

    async def _write(self, guests: list[Guest], dice: random.Random, now: int) -> None:
        for number in range(24):
            guest = dice.choice(guests)
            title, text = dice.choice(TITLES), TEXTS[number % len(TEXTS)]
            pid = await new_post(guest, title=title, text=text * (1 + number % 3))
            hours = dice.randint(0, 40)
            self._say("UPDATE posts SET created_ms = ? WHERE id = ?", now - hours * 3_600_000, pid)
            for _ in range(dice.randint(0, 3)):
                data = {"pid": pid, "text": dice.choice(TEXTS)}
                reply = await dice.choice(guests).rest("POST", "/forum/comment/new", json=data)
                self.comment_id = reply["data"]["comment_id"]
            if number % 5 == 2:
                data = {"target": "post", "target_id": pid, "reason": "广告，发了很多次"}
                await guests[0].rest("POST", "/report/new", json=data)
                self.post_id = pid
        data = {"target": "comment", "target_id": self.comment_id, "reason": "骂人"}
        await guests[2].rest("POST", "/report/new", json=data)
        self._say("UPDATE posts SET hidden = 1, shown = 0 WHERE id = ?", self.post_id - 3)

    async def _make(self, guests: list[Guest], dice: random.Random, now: int) -> None:
        states = (3, 3, 3, 2, 1, -1, 3, 0, -1, 3, -2, 3)
        for number, state in enumerate(states):
            guest, kind = dice.choice(guests), ("movie", "photo")[number % 2]
            work_id = int((await guest.rest("GET", f"/{kind}/new"))["data"]["work_id"])
            folder = self.postcard.folder / "media" / f"{kind}s" / str(work_id)
            if state == 3:
                (folder / "cover.jpg").write_bytes(landscape(number))
                (folder / "result.jpg").write_bytes(landscape(number))
            at = now - dice.randint(0, 30) * 3_600_000
            self._say(
                "UPDATE works SET state = ?, stage = ?, progress = ?, title = ?, description = ?, "
                "cover = ?, result = ?, error = ?, share = ?, created_ms = ?, updated_ms = ? "
                "WHERE id = ?",
                *(state, {3: 200, 2: 105, 1: 100}.get(state, 0), {3: 100, 2: 62}.get(state, 0)),
                *(dice.choice(TITLES), "两天一夜，和爸妈一起。", "cover.jpg" if state == 3 else ""),
                *("result.jpg" if state == 3 else "", dice.choice(ERRORS) if state == -1 else ""),
                *(int(state == 3), at, at, work_id),
            )
            if state in (1, 2, -1):
                self._job(work_id, state, now)
            if state == -1:
                self.failed = work_id

    def _job(self, work_id: int, state: int, now: int) -> None:
        word = {1: "queued", 2: "running", -1: "failed"}[state]
        self._say(
            "INSERT INTO jobs (actor, queue, args, trace, state, attempts, claimed_by, "
            "lease_until_ms, error, sent_ms, created_ms, updated_ms) "
            "VALUES ('render', 'media', ?, '5f0c11aa00000042', ?, 1, ?, ?, ?, ?, ?, ?)",
            *(f"[{work_id}]", word, "inn-2:4711" if state == 2 else "", 10**15),
            *(ERRORS[0] if state == -1 else "", 10**15, now - 64_000, now - 31_500),
        )
        self._say("UPDATE works SET job_id = (SELECT max(id) FROM jobs) WHERE id = ?", work_id)

    def _say(self, statement: str, *values: Any) -> None:
        execute(self.postcard, statement, *values)


@pytest.fixture(scope="module")
def house() -> Any:
    """A Postcard of its own: what is seen on the pages is what was put there."""
    postcard = Postcard()
    postcard.start()
    yield postcard
    postcard.close()


@pytest.fixture(scope="module")
def scenes() -> dict[str, Scene]:
    return {}


@pytest.fixture
async def scene(house: Postcard, http: aiohttp.ClientSession, scenes: dict[str, Scene]) -> Scene:
    if "one" not in scenes:
        admin = await someone(house, http)
        make_admin(admin)
        execute(house, "UPDATE users SET uname = '掌柜' WHERE phone = ?", admin.phone)
        scenes["one"] = Scene(house, admin)
        await scenes["one"].fill(http)
    return scenes["one"]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("chromium is not installed")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        await opened.close()


class Window:
    """A page of the browser that complains of nothing, and can be photographed."""

    def __init__(self, page: Page, scene: Scene, name: str) -> None:
        self.page = page
        self.scene = scene
        self.name = name
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text))

    async def open(self, path: str) -> None:
        await self.page.goto(f"{self.scene.postcard.url}/admin/{path}")

    async def sign_in(self) -> None:
        await self.open("sign-in")
        await self.shot("sign-in")
        # A page is there before its field has the focus.
        await self.page.wait_for_function("document.activeElement.name === 'name'")
        await self.page.keyboard.type("掌柜")
        await self.page.keyboard.press("Tab")
        await self.page.keyboard.type(self.scene.admin.password)
        await self.page.keyboard.press("Enter")
        await self.page.wait_for_selector("nav")

    async def shot(self, name: str) -> None:
        if PICTURES:
            path = Path(PICTURES) / f"{self.name}-{name.replace('/', '-') or 'today'}.png"
            # To the end and back: pictures are loaded when they are near.
            for top in ("document.body.scrollHeight", "0"):
                await self.page.evaluate(f"window.scrollTo(0, {top})")
                await self.page.wait_for_timeout(150)
            await self.page.screenshot(path=path, full_page=True)

    async def look(self, name: str) -> None:
        """What holds for every page, however wide."""
        await self.shot(name)
        wide, room = await self.page.evaluate(WIDE)
        assert wide <= room, f"{name} is {wide} wide in {room}"
        assert [] == await self.page.evaluate(CONTRAST), name
        assert [] == await self.page.evaluate(MISSING), name


async def window_of(
    browser: Browser, scene: Scene, size: tuple[int, int], language: str, name: str
) -> Window:
    page = await browser.new_page(viewport={"width": size[0], "height": size[1]}, locale=language)
    page.set_default_timeout(120_000)
    return Window(page, scene, name)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "size", "language"),
    [("desk", DESK, "zh-CN"), ("phone", PHONE, "zh-CN"), ("small", SMALL, "en-GB")],
)
async def test_every_page_is_readable(
    browser: Browser, scene: Scene, name: str, size: tuple[int, int], language: str
) -> None:
    """No side scroll, enough contrast, a name for every field and picture, one h1, no complaint."""
    window = await window_of(browser, scene, size, language, name)
    await window.sign_in()
    one = (
        f"users/{scene.user_id}",
        f"posts/{scene.post_id}",
        f"comments/{scene.comment_id}",
        f"works/{scene.failed}",
        "works?state=done",
        "queue?state=queued",
        "reports?state=hidden",
        "users?q=nobody",
    )

    for path in (*PAGES, *one):
        await window.open(path)
        await window.look(path)

    assert [] == window.complaints


@pytest.mark.slow
async def test_a_film_plays_on_its_page(browser: Browser, scene: Scene, http: Any) -> None:
    """The policy of the page lets the player have it; so do the ranges that it asks for."""
    guest = await someone(scene.postcard, http)
    info = {"images": ["0.jpg", "1.jpg"], "title": "山水", "size": "1280x720"}
    work_id = await guest.new_movie([picture(seed=n) for n in range(2)], info)
    await guest.rest("GET", f"/movie/{work_id}/start")
    await guest.finished(work_id)
    for name, size in (("desk", DESK), ("phone", PHONE)):
        window = await window_of(browser, scene, size, "zh-CN", name)
        await window.sign_in()
        await window.open(f"works/{work_id}")
        await window.page.evaluate(
            "async () => { const v = document.querySelector('video'); v.muted = true; "
            "await v.play(); await new Promise((done) => { "
            "v.ontimeupdate = () => { if (v.currentTime > 0.2) done(); }; }); v.pause(); }"
        )
        seen = await window.page.evaluate(
            "() => { const v = document.querySelector('video'); "
            "return [v.videoWidth, v.videoHeight, v.currentTime]; }"
        )
        await window.look("film")

        assert [1280, 720] == seen[:2]
        assert 0.2 < seen[2]
        assert [] == window.complaints


@pytest.mark.slow
async def test_the_work_of_a_day_by_keyboard(browser: Browser, scene: Scene, http: Any) -> None:
    """An open report is hidden, a guest suspended and let in again, without a mouse."""
    window = await window_of(browser, scene, DESK, "en", "keyboard")
    page = window.page
    guest = await someone(scene.postcard, http)
    pid = await new_post(guest, title="假货", text="买二送一")
    data = {"target": "post", "target_id": pid, "reason": "卖假货"}
    await guest.rest("POST", "/report/new", json=data)
    await window.sign_in()

    await window.open("reports")
    await page.keyboard.press("Tab")
    assert "Skip to the content" == await page.evaluate("document.activeElement.textContent")
    await page.keyboard.press("Enter")
    await page.locator(".reports li", has_text="卖假货").get_by_role("button", name="Hide").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".flash")
    hidden = (await guest.rest("GET", f"/forum/post/{pid}"))["code"]

    await window.open(f"users/{user_id_of(guest)}")
    await page.locator("summary", has_text="Suspend").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("sells fakes")
    await window.shot("suspending")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".flash")
    await window.shot("suspended")
    out = (await guest.call("token", "doki"))["status"]
    await page.locator("button", has_text="End the suspension").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".flash >> text=sign in again")

    assert 403 == hidden
    assert -101 == out
    assert await guest.login()
    assert "sells fakes" in await page.inner_text("main")
    assert [] == window.complaints


@pytest.mark.slow
async def test_a_password_is_handed_over(browser: Browser, scene: Scene, http: Any) -> None:
    """On a phone: the admin is shown address and code, the guest sets a password with them."""
    guest = await someone(scene.postcard, http)
    window = await window_of(browser, scene, PHONE, "zh-CN", "phone")
    await window.sign_in()
    await window.open(f"users/{user_id_of(guest)}")
    await window.page.locator("summary", has_text="重置密码").click()
    await window.shot("resetting")
    await window.page.locator("button.danger", has_text="重置密码").click()
    await window.page.wait_for_selector(".code.big")
    await window.look("handed-out")
    address, code = await window.page.eval_on_selector_all(
        "dd.code", "all => all.map((e) => e.textContent)"
    )

    theirs = await window_of(browser, scene, PHONE, "zh-CN", "phone")
    await theirs.page.goto(address)
    await theirs.look("recover")
    await theirs.page.fill("[name=code]", code)
    for field in ("password", "again"):
        await theirs.page.fill(f"[name={field}]", "brand new one")
    await theirs.page.click("button.main")
    await theirs.page.wait_for_selector(".flash")
    await theirs.look("recovered")
    guest.password = "brand new one"

    assert await guest.login()
    assert [] == window.complaints + theirs.complaints


@pytest.mark.slow
async def test_what_went_wrong_is_readable(browser: Browser, scene: Scene) -> None:
    """A wrong password, and an address that leads nowhere."""
    window = await window_of(browser, scene, PHONE, "zh-CN", "phone")
    await window.open("sign-in")
    await window.page.fill("[name=name]", "掌柜")
    await window.page.fill("[name=password]", "wrong")
    await window.page.click("button.main")
    await window.page.wait_for_selector(".trouble")
    await window.look("refused")
    refused = await window.page.inner_text(".trouble")
    await window.sign_in()
    await window.open("posts/999999999")
    await window.look("nowhere")

    assert "用户名或密码错误" == refused
    assert "找不到页面" in await window.page.inner_text("main")
