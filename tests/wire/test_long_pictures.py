"""photo: one album from new to long picture, as JPEG and as WebP."""

from __future__ import annotations

import asyncio
import io
import json
import time
from typing import Any

import aiohttp
import pytest
from PIL import Image

from tests.postcard import Guest, picture


async def upload(guest: Guest, work_id: int, name: str, content: bytes) -> dict[str, Any]:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("file", io.BytesIO(content), filename=name)
    return await guest.rest("POST", f"/photo/{work_id}/upload", data=form)


async def long_picture(guest: Guest, info: dict[str, Any]) -> dict[str, Any]:
    """Start a long picture of three photos; what start and its last status say."""
    work_id = (await guest.call("photo", "new"))["data"]["work_id"]
    for number in range(3):
        await upload(guest, work_id, f"{number}.jpg", picture(seed=number))
    await upload(guest, work_id, "info.json", json.dumps(info).encode())
    started = await guest.rest("GET", f"/photo/{work_id}/start")
    end = time.monotonic() + 300
    status: dict[str, Any] = {"status": 1}
    while started["code"] == 200 and status["status"] in (1, 2):
        assert time.monotonic() < end
        await asyncio.sleep(0.1)
        status = (await guest.call("photo", "status", {"work_id": work_id}))["data"]
    return started | status


async def fetched(guest: Guest, url: str) -> Image.Image:
    async with guest.http.get(guest.postcard.url + url, params={"token": guest.token}) as answer:
        assert 200 == answer.status
        image = Image.open(io.BytesIO(await answer.read()))
        image.load()
        return image


@pytest.mark.parametrize(
    ("info", "formats"),
    [({}, ["JPEG"]), ({"format": "jpeg"}, ["JPEG"]), ({"format": "webp"}, ["JPEG", "WEBP"])],
)
async def test_an_album_becomes_a_long_picture(
    member: Guest, info: dict[str, Any], formats: list[str]
) -> None:
    """The files that were asked for can be fetched, and are as large as the status says."""
    wanted = {"images": ["2.jpg", "0.jpg", "1.jpg"], "title": "山水", "description": "一路向南"}
    status = await long_picture(member, wanted | info)
    images = [await fetched(member, url) for url in status["result_urls"]]
    cover = await fetched(member, status["photo_cover"])

    assert 3 == status["status"]
    assert formats == [image.format for image in images]
    assert {(status["photo_width"], status["photo_height"])} == {image.size for image in images}
    assert (status["cover_width"], status["cover_height"]) == cover.size
    assert status["info"] == status["result_urls"][0]


async def test_unknown_format(member: Guest) -> None:
    """A format that is not ours stops nothing: the default is taken, and its owner is told."""
    status = await long_picture(member, {"images": ["0.jpg"], "format": "bmp"})
    images = [await fetched(member, url) for url in status["result_urls"]]

    assert 3 == status["status"]
    assert {"JPEG"} == {image.format for image in images}
    assert "info.json：format 无效，已略过" in status["warnings"]
