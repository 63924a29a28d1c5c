"""A house with guests, posts, works and reports, for the admin pages to show."""

from __future__ import annotations

import io
import random
import time
from typing import Any

import aiohttp
from PIL import Image, ImageDraw

from tests.admin import user_id_of
from tests.community import new_post, someone
from tests.postcard import Guest, Postcard
from tests.special import execute

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
