"""The admin pages in Chromium, on a desk and on a phone: read, and worked by keyboard alone."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser

from tests import browsing
from tests.admin import user_id_of
from tests.browsing import DESK, PHONE, SMALL
from tests.community import finished, new_post, someone
from tests.postcard import Postcard, picture
from tests.scene import Scene
from tests.special import execute, make_admin
from tests.wire.test_clip_uploads import clip

PAGES = ("", "users", "posts", "comments", "works", "reports", "queue", "audit")

browser = browsing.browser


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


class AdminWindow(browsing.Window):
    """One of the admin pages, for the admin of the scene."""

    scene: Scene

    async def open(self, path: str) -> None:
        await self.goto(f"/admin/{path}")

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

    async def look(self, name: str) -> None:
        """What holds for every page, however wide."""
        await self.is_readable(name or "today")


async def window_of(
    browser: Browser, scene: Scene, size: tuple[int, int], language: str, name: str
) -> AdminWindow:
    window = await AdminWindow.new(browser, scene.postcard, size, name, language)
    window.scene = scene
    return window


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
    work_id = await finished(guest, "movie")
    folder = scene.postcard.folder / "media" / "movies" / str(work_id)
    (folder / "result.mp4").write_bytes(clip(2.0))
    (folder / "cover.jpg").write_bytes(picture())
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

        assert [64, 48] == seen[:2]
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
