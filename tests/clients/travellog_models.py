"""The travel app's page of models: a photo goes there, and what comes back is shown."""

from __future__ import annotations

from typing import Any

from tests.clients.phone import is_picture, part
from tests.clients.replay import check, step
from tests.clients.travellog import TravelApp, decoded
from tests.clients.travellog_shapes import CITIES, COLOURS, PICTURE, POEM, WEATHER
from tests.postcard import picture

NAME = "/storage/emulated/0/picCache/photo.jpg"


class TravelAppModels(TravelApp):
    """Nobody has signed in."""

    async def _ask(self, shape: Any, model: str, **fields: str) -> Any:
        form = part("image", NAME, picture(320, 240), "image/*", **fields)
        found = await self.phone.succeed(shape, "POST", f"/api/{model}", data=form)
        check(found["data"] is not None, "NullPointerException: data")
        return found["data"]

    @step("clients.color_object")
    async def shows_colours(self) -> None:
        data = await self._ask(COLOURS, "color")
        check(data["result"], "NullPointerException: result")
        check({3} == {len(colour) for colour in data["result"]}, f"no colours: {data}")

    @step()
    async def shows_the_weather(self) -> None:
        data = await self._ask(WEATHER, "weather")
        check(len(data["tags"]) >= len(data["rate"]) > 0, f"IndexOutOfBoundsException: {data}")

    @step()
    async def shows_a_style(self) -> None:
        is_picture(decoded(await self._ask(PICTURE, "style")))

    @step()
    async def shows_a_larger_picture(self) -> None:
        is_picture(decoded(await self._ask(PICTURE, "fsrcnn")))

    @step()
    async def shows_a_poem(self) -> None:
        """It sends the photo too, and no keyword."""
        fields = {"types": "person,boat,bench", "values": "0.91,0.35,0.2", "length": "5"}
        data = await self._ask(POEM, "img2poem", **fields)
        check(data["poem"], f"shows null: {data}")

    @step()
    async def shows_its_map(self) -> None:
        """Places of photos, as two lists in a form; one answer for each, with a picture."""
        form = {"longitude": "116.39,121.49", "latitude": "39.91,31.24"}
        found = await self.phone.succeed(CITIES, "POST", "/api/location", data=form)
        check(len(found["data"] or []) == 2, f"IndexOutOfBoundsException: {found}")
        for city in found["data"]:
            check(city["county"], f"one place for all: {city}")
            await self.phone.show(city["image"])

    @step("rest.always_200")
    async def shows_why_it_is_refused(self) -> None:
        """Lists and texts where others have an object, when there is nothing to say."""
        for shape, model in ((PICTURE, "style"), (COLOURS, "color"), (WEATHER, "weather")):
            form = part("image", NAME, b"no picture", "image/*")
            found = await self.phone.call(shape, "POST", f"/api/{model}", data=form)
            check(found["code"] != 200 and found["msg"], f"shows {found['msg']}")
        places = {"longitude": "here", "latitude": "there"}
        found = await self.phone.call(CITIES, "POST", "/api/location", data=places)
        check(found["code"] != 200 and found["msg"], f"shows {found['msg']}")
