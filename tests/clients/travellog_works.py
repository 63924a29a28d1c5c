"""The travel app makes a film and a long picture, and watches the films of others."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from typing import Any

from tests.clients.phone import is_picture, part, when
from tests.clients.replay import Broken, check, step
from tests.clients.travellog import TAGS, TravelApp
from tests.clients.travellog_shapes import BASE, FILMS, LONG, LONGS, OWN_FILMS, STATUS, WORK
from tests.postcard import picture

POLLS = 1000
POLL_SECONDS = 0.25
# What it knows beside -1; another number leaves its list of stages where it is.
STAGES = (0, *range(100, 106), 200)
# What a phone's own network sees in a photo: three things each.
SEEN = {"types": ["person", "boat", "bench"], "values": [0.91, 0.35, 0.2]}
# The names end like the type of the picture.
NAMES = ("0.jpeg", "1.jpeg", "2.jpeg")
FILM, LONG_PICTURE = "movie", "photo"
# The app asks for no size, and a film of the largest one takes minutes. It is made as asked where
# all else is as the app wants it; how large a film is decides none of the other steps.
SMALL = {"size": "640x360"}
AS_ASKED = {"POSTCARD__CLIENTS__PROFILE": "travellog"}


async def together(*calls: Awaitable[Any]) -> list[Any]:
    """What all of them bring; when all have ended the first error is raised."""
    found = await asyncio.gather(*calls, return_exceptions=True)
    for one in found:
        if isinstance(one, BaseException):
            raise one
    return found


def info_of(kind: str, title: str) -> dict[str, Any]:
    """What Gson writes of the class: no null, and a zero where no number was chosen."""
    told: dict[str, Any] = {
        "images": list(NAMES),
        "factors": [SEEN for _ in NAMES],
        "title": title,
        "description": "看山看水",
        "share": True,
    }
    return told | ({"fps": 0} if kind == FILM else {"latitude": 0.0, "longitude": 0.0})


class TravelAppWorks(TravelApp):
    """The same app, once somebody has signed in."""

    def __init__(self, postcard: Any) -> None:
        super().__init__(postcard)
        self.works: dict[str, int] = {}
        self.result: dict[str, dict[str, Any]] = {}
        large = not postcard.production and AS_ASKED.items() <= postcard.env.items()
        self._size = {} if large else SMALL

    async def _new(self, kind: str) -> int:
        found = await self.phone.succeed(WORK, "GET", f"/{kind}/new")
        check(found["data"] is not None, "NullPointerException: data")
        return int(found["data"]["work_id"])

    async def _upload(self, kind: str, work_id: int, name: str, content: Any, type_: str) -> None:
        form = part("file", name, content, type_)
        await self.phone.succeed(BASE, "POST", f"/{kind}/{work_id}/upload", data=form)

    async def _make(self, kind: str, info: dict[str, Any]) -> int:
        """All is sent at once; when the photos have arrived the work is started."""
        work_id = await self._new(kind)
        await together(
            self._upload(kind, work_id, "info.json", json.dumps(info).encode(), "*/*"),
            *(
                self._upload(kind, work_id, name, picture(640, 480, number), "image/*")
                for number, name in enumerate(NAMES)
            ),
        )
        await self.phone.succeed(BASE, "GET", f"/{kind}/{work_id}/start")
        return work_id

    async def _watch(self, kind: str) -> None:
        """It asks every few seconds, and ends at 200 alone."""
        work_id = self._made(kind)
        seen: set[int] = set()
        for _ in range(POLLS):
            found = await self.phone.succeed(STATUS, "GET", f"/{kind}/{work_id}/status")
            data = found["data"]
            check(data is not None, "NullPointerException: data")
            seen.add(data["status"])
            check(data["status"] != -1, f"shows {data['result_msg']}")
            if kind == FILM:
                # Its log takes no null.
                check(data["status_msg"] is not None, "NullPointerException: status_msg")
            if data["status"] in (3, 200):
                self.result[kind] = data
                break
            await asyncio.sleep(POLL_SECONDS)
        check(seen <= set(STAGES) and 200 in seen, f"no stage of its list: {sorted(seen)}")

    def _made(self, kind: str) -> int:
        check(kind in self.works, "nothing was started")
        return self.works[kind]

    @step()
    async def begins(self) -> None:
        """An account of its own, made as a browser would where the app's own screens fail."""
        fields = {"uname": self.uname, "password": "1" * 32, "email": self.email}
        fields["captcha"] = await self._captcha()
        await self.phone.succeed(BASE, "POST", "/user/register", data=fields)
        fields = {"user": self.uname, "password": "1" * 32, "captcha": await self._captcha()}
        await self.phone.succeed(BASE, "POST", "/user/login", data=fields)

    @step()
    async def starts_a_film(self) -> None:
        """info.json says `fps` 0 where the field was left alone."""
        info = info_of(FILM, "旅行") | self._size
        try:
            self.works[FILM] = await self._make(FILM, info)
        except Broken:
            self.works[FILM] = await self._make(FILM, info | {"fps": 10})
            raise

    @step()
    async def starts_a_long_picture(self) -> None:
        info = info_of(LONG_PICTURE, "旅行")
        self.works[LONG_PICTURE] = await self._make(LONG_PICTURE, info)

    @step("clients.work_numbers")
    async def watches_a_film_being_made(self) -> None:
        await self._watch(FILM)

    @step("clients.work_numbers")
    async def watches_a_long_picture_being_made(self) -> None:
        await self._watch(LONG_PICTURE)

    @step()
    async def is_told_how_far_it_is(self) -> None:
        """Whatever the numbers are: a null ends the app."""
        for kind in (FILM, LONG_PICTURE):
            path = f"/{kind}/{self._made(kind)}/status"
            found = await self.phone.succeed(STATUS, "GET", path)
            check(found["data"]["status_msg"], f"NullPointerException: status_msg of {kind}")

    @step("clients.work_numbers")
    async def plays_its_film(self) -> None:
        """The number must be 200, and the result's address where the app looks for it."""
        path = f"/movie/{self._made(FILM)}/status"
        data = (await self.phone.succeed(STATUS, "GET", path))["data"]
        check(data["status"] == 200, f"shows 该影集{data['status_msg']}")
        check(data["image_urls"], "IndexOutOfBoundsException: image_urls")
        await self.phone.show(data["image_urls"][0])
        await self.phone.play(data["result_msg"])

    @step("clients.work_numbers")
    async def shows_its_long_picture(self) -> None:
        path = f"/photo/{self._made(LONG_PICTURE)}/status"
        data = (await self.phone.succeed(LONG, "GET", path))["data"]
        check(data["status"] == 200, f"shows 该Plog长图{data['status_msg']}")
        is_picture(await self.phone.load(data["result_msg"]))

    async def _own(self, kind: str) -> dict[str, Any]:
        shape, key = (OWN_FILMS, "movies") if kind == FILM else (LONGS, "photos")
        found = await self.phone.succeed(shape, "GET", f"/{kind}/list")
        own = [one for one in found["data"][key] if one["work_id"] == self._made(kind)]
        check(own, f"not in the list: {found}")
        return dict(own[0])

    @step()
    async def lists_its_works(self) -> None:
        """With a cover, which it loads without a cookie: these are shared."""
        await self.phone.show((await self._own(FILM))["movie_cover"])
        long = await self._own(LONG_PICTURE)
        await self.phone.show(long["photo_cover"])
        check(long["cover_width"] and long["cover_height"], f"no size: {long}")

    @step("clients.film_tag")
    async def finds_its_film_under_the_first_tag(self) -> None:
        found = await self.phone.succeed(FILMS, "GET", f"/movie/tag/{TAGS[0]}")
        own = [one for one in found["data"]["movies"] if one["work_id"] == self._made(FILM)]
        check(own, "it is under no tab")

    @step()
    async def watches_what_is_shared(self) -> None:
        for shape, kind, key in ((FILMS, FILM, "movies"), (LONGS, LONG_PICTURE, "photos")):
            found = await self.phone.succeed(shape, "GET", f"/{kind}/all")
            shared = [one for one in found["data"][key] if one["work_id"] == self._made(kind)]
            check(shared, "it is not among them")
            await self.phone.show(shared[0]["avatar"])
            await self.phone.show(shared[0]["movie_cover" if kind == FILM else "photo_cover"])

    async def _private(self, kind: str) -> dict[str, Any]:
        """A work that is not shared, when it is done."""
        work_id = await self._make(
            kind, info_of(kind, "自己的") | {"share": False, "fps": 10} | SMALL
        )
        self.works[kind] = work_id
        for _ in range(POLLS):
            path = f"/{kind}/{work_id}/status"
            data: dict[str, Any] = (await self.phone.succeed(STATUS, "GET", path))["data"]
            check(data["status"] != -1, f"shows {data['result_msg']}")
            if data["status"] in (3, 200):
                return data
            await asyncio.sleep(POLL_SECONDS)
        raise Broken("it is never done")

    @step("clients.signed_addresses")
    async def shows_a_film_of_its_own(self) -> None:
        """One that is not shared, to an image loader and a player without a cookie."""
        data = await self._private(FILM)
        check(data["image_urls"], "IndexOutOfBoundsException: image_urls")
        await self.phone.show(data["image_urls"][0])
        await self.phone.show((await self._own(FILM))["movie_cover"])

    @step("clients.signed_addresses")
    async def plays_a_film_of_its_own(self) -> None:
        data = (await self.phone.succeed(STATUS, "GET", f"/movie/{self._made(FILM)}/status"))[
            "data"
        ]
        await self.phone.play(data["result_msg"])

    @step("clients.signed_addresses")
    async def shows_a_long_picture_of_its_own(self) -> None:
        data = await self._private(LONG_PICTURE)
        await self.phone.show(data["result_msg"])

    @step()
    async def starts_while_the_last_upload_is_under_way(self) -> None:
        """It counts the photos that have arrived, and not info.json, which may be the last."""
        work_id = await self._new(FILM)
        ready = asyncio.Event()
        info = json.dumps(info_of(FILM, "晚到的") | {"fps": 10} | SMALL).encode()
        slow = self._upload(FILM, work_id, "info.json", when(ready, info), "*/*")

        async def start() -> dict[str, Any]:
            for number, name in enumerate(NAMES):
                await self._upload(FILM, work_id, name, picture(640, 480, number), "image/*")
            answer = asyncio.create_task(self.phone.call(BASE, "GET", f"/movie/{work_id}/start"))
            await asyncio.sleep(POLL_SECONDS)
            ready.set()
            return await answer

        _, started = await together(slow, start())
        check(started["code"] == 200, f"shows {started['msg']}")
        status = await self.phone.succeed(STATUS, "GET", f"/movie/{work_id}/status")
        check(status["data"]["movie_title"] == "晚到的", f"{status['data']}")
