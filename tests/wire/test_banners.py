"""/static/banner.json: the pictures that an app shows first, and those pictures themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.files import get
from tests.postcard import Postcard, picture
from tests.special import serving

INDEX = "/static/banner.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("banners")


@pytest.fixture(scope="module")
def showing(request: pytest.FixtureRequest, folder: Path) -> Iterator[Postcard]:
    """A server that shows what lies in that folder."""
    with serving("embedded", request, {"POSTCARD__STORAGE__BANNERS": str(folder)}) as postcard:
        yield postcard


@pytest.fixture(autouse=True)
def _emptied(folder: Path) -> Iterator[None]:
    yield
    for file in folder.iterdir():
        if file.is_dir() and not file.is_symlink():
            file.rmdir()
        else:
            file.unlink()


async def images(http: aiohttp.ClientSession, postcard: Postcard) -> list[str]:
    """As an app reads them: a list of texts under that one key, each an address of a picture."""
    answer = await get(http, postcard.url + INDEX)
    assert (200, "application/json") == (answer.status, answer.kind)
    found: dict[str, Any] = json.loads(answer.body)
    assert {"images"} == found.keys()
    assert all(isinstance(one, str) and one.startswith("/static/") for one in found["images"])
    return list(found["images"])


async def test_what_lies_in_the_folder(
    http: aiohttp.ClientSession, showing: Postcard, folder: Path
) -> None:
    """By name, under addresses at which they are served, with their types."""
    content = picture(64, 48)
    kinds = {
        "1.jpg": "image/jpeg",
        "2.JPEG": "image/jpeg",
        "3.png": "image/png",
        "4.webp": "image/webp",
        "5 海 100%?#.gif": "image/gif",
    }
    for name in reversed(kinds):
        (folder / name).write_bytes(content)

    listed = await images(http, showing)
    shown = [await get(http, showing.url + one) for one in listed]
    head = await get(http, showing.url + listed[0], "HEAD")

    assert [(200, kind, content) for kind in kinds.values()] == [
        (one.status, one.kind, one.body) for one in shown
    ]
    assert {"nosniff"} == {one.headers["X-Content-Type-Options"] for one in shown}
    assert (200, b"") == (head.status, head.body)


async def test_another_picture_is_shown_at_once(
    http: aiohttp.ClientSession, showing: Postcard, folder: Path
) -> None:
    """Whoever fills the folder need not restart anything."""
    (folder / "a.jpg").write_bytes(picture(64, 48))
    first = await images(http, showing)
    (folder / "a.jpg").unlink()
    (folder / "b.jpg").write_bytes(picture(64, 48, 1))

    second = await images(http, showing)

    assert [["/static/banner/a.jpg"], ["/static/banner/b.jpg"]] == [first, second]


@pytest.mark.parametrize("state", ["empty", "away", "a file"])
async def test_without_pictures_there_is_one_of_ours(
    http: aiohttp.ClientSession, request: pytest.FixtureRequest, tmp_path: Path, state: str
) -> None:
    """An app that shows nothing first would show nothing at all."""
    place = tmp_path / "banners"
    if state == "empty":
        place.mkdir()
    elif state == "a file":
        place.write_text("no folder")
    with serving("embedded", request, {"POSTCARD__STORAGE__BANNERS": str(place)}) as postcard:
        listed = await images(http, postcard)
        shown = await get(http, postcard.url + listed[0])

    assert (1, 200, "image/png") == (len(listed), shown.status, shown.kind)


async def test_the_folder_of_the_default(
    http: aiohttp.ClientSession, request: pytest.FixtureRequest
) -> None:
    """Below the data folder, where it may be made later."""
    with serving("embedded", request, {}) as postcard:
        before = await images(http, postcard)
        (postcard.folder / "banners").mkdir()
        (postcard.folder / "banners" / "sea.jpg").write_bytes(picture(64, 48))
        after = await images(http, postcard)

    assert ["/static/banner/sea.jpg"] == after != before


async def test_nothing_else_is_served(
    http: aiohttp.ClientSession, showing: Postcard, folder: Path, tmp_path: Path
) -> None:
    """No other kind of file, nothing hidden, nothing that lies elsewhere, no folder."""
    for name in ("page.html", "drawing.svg", "script.js", "noend", ".hidden.jpg", "x.jpg.html"):
        (folder / name).write_text("<script>alert(1)</script>")
    (folder / "folder.jpg").mkdir()
    (tmp_path / "secret.jpg").write_text("a secret")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "right.jpg").write_bytes(picture(64, 48))
    outside = os.path.relpath(tmp_path / "secret.jpg", folder)

    listed = await images(http, showing)
    names = [file.name for file in folder.iterdir() if file.name != "right.jpg"]
    asked = [*names, outside.replace("/", "%2F"), outside, "", ".", "..", "%2e%2e", "right.jpg%00"]
    answers = {
        name: (await get(http, f"{showing.url}/static/banner/{name}")).status for name in asked
    }

    assert ["/static/banner/right.jpg"] == listed
    assert dict.fromkeys(asked, 404) == answers


async def test_so_many_and_no_more(
    http: aiohttp.ClientSession, showing: Postcard, folder: Path
) -> None:
    """Nobody looks at all that a camera holds."""
    for number in range(103):
        (folder / f"{number:03}.jpg").write_bytes(b"x")

    listed = await images(http, showing)

    assert [f"/static/banner/{number:03}.jpg" for number in range(100)] == listed
