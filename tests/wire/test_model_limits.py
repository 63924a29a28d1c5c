"""What a call of a model may take is bounded; small limits stand in for large calls."""

from __future__ import annotations

import base64
import io
import sys
from typing import Any

import aiohttp
import pytest
from PIL import Image

from status_codes import Global
from tests.documents import covers
from tests.postcard import Guest, Postcard, picture
from tests.special import execute, guest_of, set_up

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems count no private memory"
)

CPU = {"POSTCARD__MODELS__DEVICE": "cpu", "POSTCARD__MODELS__WAIT_SECONDS": "120"}
# With one network a process takes 230 MiB, for a PNG of 36 megapixels 270 MiB more.
MEMORY = CPU | {"POSTCARD__MODELS__MEMORY_BYTES": str(300 << 20)}
# To load a network takes a second and a half, to enlarge 6 megapixels twice six more.
TIME = CPU | {"POSTCARD__MODELS__CPU_SECONDS": "4"}
ENDS = "SELECT state, error FROM jobs ORDER BY id"

narrow = set_up(MEMORY)
brief = set_up(TIME)


async def send(guest: Guest, name: str, photo: bytes, **fields: str) -> dict[str, Any]:
    form = aiohttp.FormData()
    form.add_field("image", photo, filename="a.png")
    for key, value in fields.items():
        form.add_field(key, value)
    return await guest.rest("POST", f"/api/{name}", data=form)


def flat(side: int) -> bytes:
    """A picture that is small as a file, and takes eight bytes a pixel to look at."""
    file = io.BytesIO()
    Image.new("RGBA", (side, side), (1, 2, 3, 255)).save(file, "PNG", compress_level=1)
    return file.getvalue()


@covers("global: -413")
async def test_a_call_that_needs_too_much_memory(narrow: Postcard) -> None:
    """It is refused, on both faces, and the next one has a process of its own, as before."""
    large = base64.b64encode(flat(6000)).decode()
    async with guest_of(narrow) as caller:
        first = await send(caller, "weather", picture())
        before = set(narrow.thinkers())
        refused = await send(caller, "weather", flat(6000))
        envelope = await caller.call("ai", "weather", {"image": large})
        after = await send(caller, "weather", picture())

    assert (413, Global.TOO_LARGE.msg) == (refused["code"], refused["msg"])
    assert Global.TOO_LARGE.code == envelope["status"]
    assert [("failed", "memory")] * 2 == execute(narrow, ENDS)[-3:-1]
    assert [200] * 2 == [first["code"], after["code"]]
    assert not before & set(narrow.thinkers())


@covers("global: -504")
async def test_a_call_that_needs_too_much_processor_time(brief: Postcard) -> None:
    """The system ends it, it is not tried again, and others are answered."""
    async with guest_of(brief) as caller:
        slow = await send(caller, "fsrcnn", picture(2400, 2400), scale="2")
        after = await send(caller, "fsrcnn", picture(60, 40), scale="2")

    assert (504, Global.TIMEOUT.msg) == (slow["code"], slow["msg"])
    assert ("failed", "time") == execute(brief, ENDS)[-2]
    assert 200 == after["code"]
