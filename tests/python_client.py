"""What the tests of clients/python share: a server, folders of pictures, and guests of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from postcard_client import AsyncPostcard, Postcard

from tests import conftest
from tests.postcard import WITHOUT_MODELS, Guest, picture
from tests.postcard import Postcard as Running
from tests.special import sent_to

DATE_TAKEN = 0x9003
EXIF = 0x8769


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """Its films wait for no model. A file that wants it says `running = python_client.running`."""
    with conftest.running(WITHOUT_MODELS) as opened:
        yield opened


def taken(path: Path, moment: str = "", seed: int = 0) -> None:
    """A picture that says when it was taken."""
    path.write_bytes(picture(seed=seed))
    with Image.open(path) as image:
        exif = image.getexif()
        if moment:
            exif.get_ifd(EXIF)[DATE_TAKEN] = moment
        image.save(path, "JPEG", exif=exif)


def small(trip: Path, *more: str) -> None:
    """A note that asks for a film which is soon made."""
    note = {"images": ["1.jpg", "2.jpg", *more], "size": "640x360"}
    (trip / "info.json").write_text(json.dumps(note))


def code_for(running: Running, phone: str) -> Callable[[], str]:
    """What reads the newest code that was sent to a phone."""
    return lambda: str(sent_to(running, phone)[-1]["code"])


def sign_in(postcard: Postcard, running: Running) -> str:
    """By SMS; the phone."""
    phone = Guest.new_phone()
    postcard.sign_in_by_sms(phone, code_for(running, phone))
    return phone


async def signed_in(postcard: AsyncPostcard, running: Running, *, enduring: bool = False) -> str:
    phone = Guest.new_phone()
    rand = await postcard.send_code(phone)
    await postcard.sign_in_by_code(phone, code_for(running, phone)(), rand, enduring=enduring)
    return phone


def note_of(running: Running, work_id: int, kind: str = "movies") -> dict[str, Any]:
    """The info.json that the server keeps of a work, its pictures by their clients' names."""
    names = dict(running.rows(f"SELECT filename, original FROM uploads WHERE work_id = {work_id}"))
    path = running.folder / "media" / kind / str(work_id) / "info.json"
    note: dict[str, Any] = json.loads(path.read_text())
    return note | {"images": [names.get(name, name) for name in note["images"]]}
