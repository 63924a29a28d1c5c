"""Cases of 模型测试接口."""

from __future__ import annotations

from typing import Any

import aiohttp

from tests.contract.cases import Cases, Reply, Scene
from tests.contract.reading import Reader
from tests.postcard import picture

AI = Cases()
BEIJING = {"longitude": "116.3972", "latitude": "39.9075"}


async def ask(who: Reader, name: str, data: dict[str, Any], *, image: bool = True) -> Reply:
    """POST a form to a model, with a picture or without one."""
    form = aiohttp.FormData(default_to_multipart=True)
    for field, value in data.items():
        form.add_field(field, value)
    if image:
        form.add_field("image", picture(64, 48), filename="a.jpg")
    return await who.rest("POST", f"/api/{name}", data=form)


def answered(name: str, data: dict[str, Any], *, image: bool) -> None:
    """获取成功, and what comes with it."""

    @AI.of(f"ai/{name}")
    @AI.of(f"ai/{name}", "获取成功")
    async def fetched(scene: Scene) -> Reply:
        return await ask(scene.stranger(), name, data, image=image)


def without_image(name: str) -> None:
    @AI.of(f"ai/{name}", "未获取到image")
    async def refused(scene: Scene) -> Reply:
        return await ask(scene.stranger(), name, {}, image=False)


answered("color", {"k": "3"}, image=True)
answered("weather", {}, image=True)
answered("style", {}, image=True)
answered("fsrcnn", {"scale": "2"}, image=True)
answered("poem", {"keyword": "山水"}, image=False)
answered("img2poem", {"types": "桶,房屋", "values": "0.6,0.4"}, image=False)
for each in ("color", "weather", "style", "fsrcnn"):
    without_image(each)


@AI.of("ai/style", "指定的风格不存在")
async def unknown_style(scene: Scene) -> Reply:
    return await ask(scene.stranger(), "style", {"style": "nobody's"})


@AI.of("ai/fsrcnn", "缩放倍数错误")
async def wrong_scale(scene: Scene) -> Reply:
    return await ask(scene.stranger(), "fsrcnn", {"scale": "5"})


@AI.of("ai/location")
@AI.of("ai/location", "获取成功")
async def located(scene: Scene) -> Reply:
    return await scene.stranger().rest("GET", "/api/location", params=BEIJING)
