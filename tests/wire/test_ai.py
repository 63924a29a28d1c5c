"""/api/color to /api/img2poem: fields, defaults and messages, on both faces, for anybody."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import torch
from PIL import Image

from models.catalogue import ROWS, WEIGHTS
from services.models.calls import LARGE
from status_codes import AiImage, AiPicture, AiScale, AiStyle, Global
from tests.conftest import WAYS
from tests.postcard import Guest, Postcard, picture
from tests.rows import same_rows
from tests.special import serving

PICTURED = ("color", "weather", "style", "fsrcnn")
ABSENT = (500, "模型未安装")
RED, GREEN, BLUE = (200, 30, 40), (20, 180, 60), (10, 40, 220)


def installed(name: str) -> bool:
    """Whether this checkout has a model and all its weights."""
    rows = {row.name: row for row in ROWS}
    return name in rows and all((WEIGHTS / file).is_file() for file in rows[name].weights)


def stripes(*shares: tuple[tuple[int, int, int], int], kind: str = "PNG") -> bytes:
    """A picture of plain stripes, each so many columns wide."""
    image = Image.new("RGB", (sum(wide for _, wide in shares), 60))
    left = 0
    for colour, wide in shares:
        image.paste(colour, (left, 0, left + wide, 60))
        left += wide
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


async def send(guest: Guest, name: str, image: bytes | None, **fields: object) -> dict[str, Any]:
    """POST a form with a picture over REST."""
    form = aiohttp.FormData(default_to_multipart=True)
    if image is not None:
        form.add_field("image", image, filename="photo.jpg")
    for field, value in fields.items():
        form.add_field(field, str(value))
    return await guest.rest("POST", f"/api/{name}", data=form)


async def says(guest: Guest, name: str, image: bytes | None, **fields: object) -> tuple[int, str]:
    reply = await send(guest, name, image, **fields)
    return reply["code"], reply["msg"]


def near(colour: list[float], known: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 2 for a, b in zip(colour, known, strict=True))


async def test_colours_come_by_share(guest: Guest) -> None:
    """The bare list of RGB floats that the document shows, the largest first, three by default."""
    reply = await send(guest, "color", stripes((GREEN, 20), (RED, 70), (BLUE, 40)))

    assert (200, "获取成功") == (reply["code"], reply["msg"])
    assert [float] * 9 == [type(value) for colour in reply["data"] for value in colour]
    assert all(map(near, reply["data"], (RED, BLUE, GREEN)))
    assert 3 == len(reply["data"])


@pytest.mark.parametrize("k", [1, 2, 5, 16])
async def test_so_many_colours_as_asked_for(guest: Guest, k: int) -> None:
    """1 to 16 of a picture that has more."""
    noise = Image.effect_noise((90, 70), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")

    reply = await send(guest, "color", out.getvalue(), k=k)

    assert k == len(reply["data"])


async def test_no_more_colours_than_there_are(guest: Guest) -> None:
    """k beyond the distinct colours answers those."""
    reply = await send(guest, "color", stripes((RED, 30), (BLUE, 10)), k=16)

    assert [list(map(float, RED)), list(map(float, BLUE))] == reply["data"]


@pytest.mark.parametrize("k", [0, 17, -1])
async def test_k_out_of_bounds(guest: Guest, k: int) -> None:
    """0 and 17 are refused on both faces."""
    image = base64.b64encode(picture()).decode()

    assert (403, "无效参数") == await says(guest, "color", picture(), k=k)
    reply = await guest.call("ai", "color", {"image": image, "k": k})
    assert Global.ARG_VALUE.code == reply["status"]


async def test_the_same_by_envelope(guest: Guest) -> None:
    """base64 in data, or a form whose first part is the envelope; no token is asked for."""
    image = stripes((RED, 30), (BLUE, 20))
    rest = await send(guest, "color", image, k=2)
    envelope = {"id": 5, "type": "ai", "subtype": "color", "data": {"k": 2}}
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("envelope", json.dumps(envelope))
    form.add_field("image", image, filename="photo.png")

    as_json = await guest.call(
        "ai", "color", {"image": base64.b64encode(image).decode(), "k": 2}, token=""
    )
    async with guest.http.post(f"{guest.postcard.url}/api", data=form) as answer:
        as_form = await answer.json()

    assert {"colors": rest["data"]} == as_json["data"] == as_form["data"]
    assert (5, 0) == (as_form["id"], as_form["status"])


async def test_files_before_their_envelope_need_a_token(guest: Guest) -> None:
    """Where it is not yet known what a file is for, and where it is for nothing, only a member
    may send one."""
    envelope = json.dumps({"id": 5, "type": "ai", "subtype": "color", "data": {}})
    ping = json.dumps({"id": 5, "type": "ping", "subtype": "ping", "data": {}})
    statuses = []
    for parts in (
        [("image", picture()), ("envelope", envelope)],
        [("envelope", ping), ("a", b"x")],
    ):
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in parts:
            form.add_field(name, value, filename="a" if isinstance(value, bytes) else None)
        async with guest.http.post(f"{guest.postcard.url}/api", data=form) as answer:
            statuses.append((await answer.json())["status"])

    assert [Global.TOKEN_MISSING.code] * 2 == statuses
    assert [] == guest.postcard.scratch()


@pytest.mark.parametrize("name", PICTURED)
async def test_without_a_picture(guest: Guest, name: str) -> None:
    """未获取到image, with an empty form, an empty body, an empty file."""
    empty = aiohttp.FormData(default_to_multipart=True)
    empty.add_field("image", b"", filename="")

    replies = [
        await send(guest, name, None),
        await guest.rest("POST", f"/api/{name}"),
        await guest.rest("POST", f"/api/{name}", data=empty),
    ]
    enveloped = await guest.call("ai", name, {})

    assert {(403, "未获取到image")} == {(reply["code"], reply["msg"]) for reply in replies}
    assert AiImage.NO_IMAGE.code == enveloped["status"]


@pytest.mark.parametrize("name", [*PICTURED, "img2poem"])
async def test_what_is_no_picture(guest: Guest, name: str) -> None:
    """Text, a page, a film's first bytes: 不支持的文件格式; a cut picture: 图片已损坏."""
    for content in (b"hello", b"<html></html>", b"\0\0\0\x18ftypmp42" + b"\0" * 64):
        assert (403, AiPicture.FORMAT.msg) == await says(guest, name, content)
    cut = stripes((RED, 30), (BLUE, 20))[:60]
    answer = await says(guest, name, cut)

    broken = (403, AiPicture.BROKEN.msg)
    assert answer == broken or (answer == ABSENT and not installed(name))


async def test_what_only_decoding_shows(guest: Guest) -> None:
    """A JPEG whose end is missing is refused by the model's process, which goes on."""
    whole = picture()

    assert (403, AiPicture.BROKEN.msg) == await says(guest, "color", whole[: len(whole) // 2])
    assert 200 == (await send(guest, "color", whole))["code"]


@pytest.mark.parametrize("name", [*PICTURED, "poem", "img2poem"])
async def test_a_model_that_is_not_installed_says_so(guest: Guest, name: str) -> None:
    """500 模型未安装, at once, and never an invented answer; one that is there answers."""
    fields = {"keyword": "山水"} if "poem" in name else {}
    image = None if name == "poem" else picture()

    reply = await send(guest, name, image, **fields)
    envelope = dict(fields)
    if image:
        envelope["image"] = base64.b64encode(image).decode()
    enveloped = await guest.call("ai", name, envelope)

    if installed(name):
        assert (200, "获取成功") == (reply["code"], reply["msg"])
        assert 0 == enveloped["status"]
    else:
        assert (ABSENT, {}) == ((reply["code"], reply["msg"]), reply["data"])
        assert (Global.MODEL_ABSENT.code, "Model not installed") == (
            enveloped["status"],
            enveloped["message"],
        )


@pytest.mark.skipif(not installed("fsrcnn"), reason="no weights for fsrcnn")
async def test_a_large_picture_is_the_same_on_every_way(guest: Guest) -> None:
    """Of which the text goes on as the worker wrote it."""
    noise = Image.effect_noise((160, 120), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    data = {"image": base64.b64encode(out.getvalue()).decode(), "scale": 4}

    enveloped = await guest.call("ai", "fsrcnn", data)
    item = {"id": 5, "type": "ai", "subtype": "fsrcnn", "data": data}
    batch: Any = await guest.post("/api", [item])
    (listed,) = batch
    over_rest = (await send(guest, "fsrcnn", out.getvalue(), scale=4))["data"]

    text = enveloped["data"]["image"]
    assert len(text) > LARGE
    assert (640, 480) == Image.open(io.BytesIO(base64.b64decode(text, validate=True))).size
    assert {"image": text} == enveloped["data"] == listed["data"]
    assert text == over_rest


@pytest.mark.parametrize("scale", [1, 5, 0, -2])
async def test_a_wrong_scale(guest: Guest, scale: int) -> None:
    """缩放倍数错误 for anything but 2, 3 and 4."""
    reply = await guest.call(
        "ai", "fsrcnn", {"image": base64.b64encode(picture()).decode(), "scale": scale}
    )

    assert (403, AiScale.WRONG.msg) == await says(guest, "fsrcnn", picture(), scale=scale)
    assert AiScale.WRONG.code == reply["status"]


async def test_a_style_that_does_not_exist(guest: Guest) -> None:
    """指定的风格不存在, with or without the model."""
    assert (403, AiStyle.NO_SUCH_STYLE.msg) == await says(
        guest, "style", picture(), style="nobody's"
    )


WRONG: dict[str, tuple[str, dict[str, Any], Global]] = {
    "no keyword": ("poem", {}, Global.ARG_MISSING),
    "an empty keyword": ("poem", {"keyword": ""}, Global.ARG_EMPTY),
    "a blank keyword": ("poem", {"keyword": "  "}, Global.ARG_VALUE),
    "a long keyword": ("poem", {"keyword": "山" * 51}, Global.ARG_VALUE),
    "six characters a line": ("poem", {"keyword": "山", "length": 6}, Global.ARG_VALUE),
    "unknown experience": ("poem", {"keyword": "山", "experience": 3}, Global.ARG_VALUE),
    "unknown history": ("poem", {"keyword": "山", "history": 2}, Global.ARG_VALUE),
    "a word for a number": ("poem", {"keyword": "山", "length": "five"}, Global.ARG_TYPE),
    "nothing at all": ("img2poem", {}, Global.ARG_MISSING),
    "nothing but blanks": ("img2poem", {"keyword": "", "types": ""}, Global.ARG_MISSING),
    "types alone": ("img2poem", {"types": "桶"}, Global.ARG_MISSING),
    "values alone": ("img2poem", {"keyword": "晴", "values": "0.5"}, Global.ARG_MISSING),
    "one value too few": ("img2poem", {"types": "桶,房屋", "values": "0.5"}, Global.ARG_VALUE),
    "a type without a name": ("img2poem", {"types": "桶,", "values": "0.5,1"}, Global.ARG_VALUE),
    "a value that is none": ("img2poem", {"types": "桶", "values": "very"}, Global.ARG_TYPE),
    "a value without end": ("img2poem", {"types": "桶", "values": "inf"}, Global.ARG_VALUE),
}


async def test_what_a_poem_cannot_be_made_of(guest: Guest) -> None:
    """无效参数, and as an envelope the number that says why."""
    seen = {
        case: (
            await says(guest, name, None, **fields),
            (await guest.call("ai", name, fields))["status"],
        )
        for case, (name, fields, _) in WRONG.items()
    }

    same_rows({case: ((403, "无效参数"), row.code) for case, (_, _, row) in WRONG.items()}, seen)


@pytest.mark.parametrize(
    "fields",
    [
        {"keyword": "晴"},
        {"types": "桶,房屋", "values": "0.8,0.6"},
        {"keyword": "", "types": "桶", "values": "1"},
        {"image": picture()},
        {"keyword": "晴", "types": "桶", "values": "1", "image": picture()},
        {"keyword": "晴", "length": 7, "experience": -1, "history": -1},
    ],
)
async def test_one_of_three_is_enough_for_a_poem(guest: Guest, fields: dict[str, Any]) -> None:
    """A keyword, recognised things, or a picture: none of these is refused for what is missing."""
    image = fields.get("image")
    rest = {name: value for name, value in fields.items() if name != "image"}

    answer = await says(guest, "img2poem", image, **rest)

    assert answer == ((200, "获取成功") if installed("img2poem") else ABSENT)


async def test_both_spellings_and_the_wrong_method(guest: Guest) -> None:
    """With and without a slash behind it; GET is told to POST, but where it shows a page."""
    form = {"keyword": "山水"}

    with_slash = await guest.rest("POST", "/api/poem/", data=form)
    without = await guest.rest("POST", "/api/poem", data=form)
    got = await guest.rest("GET", "/api/color/")

    assert without["code"] == with_slash["code"]
    assert (403, "请使用 POST 请求") == (got["code"], got["msg"])


@pytest.fixture(scope="module", params=WAYS)
def strict(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """A server with small limits, and its worker where that is another process."""
    settings = {
        "POSTCARD__LIMITS__MODEL_CALLS_PER_ADDRESS_MINUTE": "3",
        "POSTCARD__WORKS__PICTURE_BYTES": "40000",
        "POSTCARD__WORKS__PICTURE_PIXELS": "60000",
    }
    with serving(request.param, request, settings) as postcard:
        postcard.start()
        yield postcard


async def test_limits(strict: Postcard, http: aiohttp.ClientSession) -> None:
    """Bytes, pixels, and calls from one address: each says which limit it was."""
    guest = Guest(strict, http)
    calls = [
        await send(guest, "color", stripes((RED, 100), (BLUE, 100))),
        await send(guest, "color", stripes((RED, 500), (BLUE, 500))),
        await send(guest, "color", b"\xff\xd8\xff" + b"\0" * 41_000),
        await send(guest, "color", stripes((RED, 100), (BLUE, 100))),
        await send(guest, "color", stripes((RED, 100), (BLUE, 100))),
    ]

    assert [200, 413, 413, 200, 429] == [reply["code"] for reply in calls]
    # A PNG is decoded whole: it may have a third of the pixels.
    assert "照片超过 2 万像素" == calls[1]["msg"]
    assert "文件过大，上限 0.0381 MB" == calls[2]["msg"]
    assert (429, "操作过于频繁") == (calls[4]["code"], calls[4]["msg"])
    assert 0 < calls[4]["data"]["retry_after"] <= 60
    assert [] == strict.scratch()


@pytest.fixture(scope="module", params=WAYS)
def on_a_card(request: pytest.FixtureRequest) -> Iterator[Postcard]:
    """A server whose settings want a graphics card for the models."""
    with serving(request.param, request, {"POSTCARD__MODELS__DEVICE": "cuda"}) as postcard:
        postcard.start()
        yield postcard


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card")
async def test_a_card_that_is_missing(on_a_card: Postcard, http: aiohttp.ClientSession) -> None:
    """The setting reaches the models' process: it runs no network elsewhere, and goes on."""
    guest = Guest(on_a_card, http)
    poem = await send(guest, "poem", None, keyword="山")
    colours = await send(guest, "color", stripes((RED, 30), (BLUE, 10)))

    assert (500, "服务器错误") == (poem["code"], poem["msg"])
    assert 200 == colours["code"]
