"""Parts of files, wherever they lie: what RFC 9110 says of ranges, conditions and HEAD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import aiohttp
import pytest

from config import ROOT
from status_codes import RestOnly
from tests.files import Got, get
from tests.postcard import Guest, Postcard, picture
from tests.servers import S3Server
from tests.special import guest_of, serve

PLACES = ("folder", "bucket", "avatar", "static", "schema", "description", "admin")


class Place(NamedTuple):
    """A file that somebody may have, and all of it."""

    http: aiohttp.ClientSession
    url: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    async def ask(self, method: str = "GET", **headers: str) -> Got:
        return await get(self.http, self.url, method, **headers)


@pytest.fixture(scope="module")
def far(s3: S3Server) -> Iterator[Postcard]:
    """One whose files lie in a bucket."""
    opened = Postcard(s3.env())
    serve(opened)
    yield opened
    opened.close()


@pytest.fixture(params=PLACES)
async def place(
    request: pytest.FixtureRequest, embedded: Postcard, http: aiohttp.ClientSession
) -> Any:
    if request.param == "bucket":
        async with guest_of(request.getfixturevalue("far")) as guest:
            yield await _place(guest, request.param)
    else:
        yield await _place(Guest(embedded, http), request.param)


async def _place(guest: Guest, where: str) -> Place:
    url = guest.postcard.url
    own = {
        "static": ("/static/avatar.png", "static/avatar.png"),
        "admin": ("/admin/static/admin.css", "transport/admin/static/admin.css"),
        "schema": ("/api/schema/info.json", "transport/schema/info.json"),
    }
    if where in own:
        path, name = own[where]
        return Place(guest.http, url + path, (ROOT / name).read_bytes())
    if where == "description":
        # It is made of a file, by the settings.
        url += "/api/schema/envelopes.json"
        return Place(guest.http, url, (await get(guest.http, url)).body)
    await guest.sign_up()
    content = picture()
    if where == "avatar":
        form = aiohttp.FormData()
        form.add_field("avatar", content, filename="me.jpg")
        link = (await guest.rest("POST", "/user/avatar", data=form))["data"]["avatar"]
        content = (await get(guest.http, url + link)).body
        return Place(guest.http, url + link, content)
    work_id = await guest.new_movie([content])
    (link,) = (await guest.call("movie", "status", {"work_id": work_id}))["data"]["image_urls"]
    return Place(guest.http, f"{url}{link}?token={guest.token}", content)


async def test_one_range(place: Place) -> None:
    """From the beginning, the middle, the end, and over it."""
    size, content = place.size, place.content
    for asked, first, last in (
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("BYTES=10-19", 10, 19),
        ("bytes= 10-19 ", 10, 19),
        ("bytes=010-0019", 10, 19),
        ("bytes=10-", 10, size - 1),
        ("bytes=-5", size - 5, size - 1),
        (f"bytes=-{size + 9}", 0, size - 1),
        (f"bytes=0-{size + 9}", 0, size - 1),
        (f"bytes={size - 1}-{'9' * 5000}", size - 1, size - 1),
        (f"bytes=-{'9' * 5000}", 0, size - 1),
    ):
        got = await place.ask(Range=asked)

        assert (206, content[first : last + 1]) == (got.status, got.body), asked
        assert f"bytes {first}-{last}/{size}" == got.headers["Content-Range"], asked
        assert "nosniff" == got.headers["X-Content-Type-Options"]


async def test_no_range_that_is_there(place: Place) -> None:
    """416 in the form of REST, with the length that the file has."""
    size = place.size
    said = {"code": 416, "msg": RestOnly.RANGE.msg}
    for asked in (
        "bytes=-0",
        "bytes=-0000",
        f"bytes={size}-",
        f"bytes={size}-{size + 5}",
        f"bytes={'9' * 5000}-",
        "bytes=9-3",
        "bytes=-",
        "bytes=",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=--5",
        f"bytes={size}-,-0",
        "bytes=0-1,x",
        "bytes=,",
        "bytes=1٣-",
    ):
        got = await place.ask(Range=asked)

        assert (416, "application/json") == (got.status, got.kind), asked
        assert said == json.loads(got.body), asked
        assert f"bytes */{size}" == got.headers["Content-Range"], asked


async def test_what_is_passed_over(place: Place) -> None:
    """Several ranges, a unit that nobody knows: all of it, as if nothing had been asked."""
    for asked in (
        "bytes=0-0,5-9",
        "bytes=0-0, -1",
        "bytes=0-,0-,0-",
        f"bytes={place.size}-,0-4",
        f"bytes={','.join(['0-'] * 1000)}",
        "items=0-5",
        "bytes",
        "0-5",
        "bytes 0-5",
    ):
        got = await place.ask(Range=asked)

        assert (200, place.content) == (got.status, got.body), asked
        assert "Content-Range" not in got.headers


async def test_a_head_has_no_range(place: Place) -> None:
    """It says how long all of it is."""
    for asked in ("bytes=0-3", "bytes=-0", "bytes=0-1,3-4"):
        got = await place.ask("HEAD", Range=asked)

        assert (200, str(place.size)) == (got.status, got.headers["Content-Length"]), asked
        assert "Content-Range" not in got.headers


async def test_a_range_of_another_version(place: Place) -> None:
    """Whoever has a part of another version gets the whole of this one."""
    whole = await place.ask()
    etag, since = whole.headers["ETag"], whole.headers["Last-Modified"]
    same = [await place.ask(Range="bytes=2-3", If_Range=one) for one in (etag, since)]
    others = ('"other"', f"W/{etag}", "Sat, 01 Jan 2000 00:00:00 GMT", "nonsense")
    other = [await place.ask(Range="bytes=2-3", If_Range=one) for one in others]
    # Of a version that is another's no range is looked at.
    bad = await place.ask(Range="bytes=-0", If_Range='"other"')

    assert [(206, place.content[2:4])] * 2 == [(got.status, got.body) for got in same]
    assert [(200, place.content)] * 5 == [(got.status, got.body) for got in (*other, bad)]


async def test_conditions(place: Place) -> None:
    """They go before the range; what is no date is as if it were not there."""
    whole = await place.ask()
    etag, since = whole.headers["ETag"], whole.headers["Last-Modified"]
    for headers in (
        {"If_None_Match": etag},
        {"If_None_Match": f'"other", W/{etag}'},
        {"If_Modified_Since": since},
    ):
        for more in ({}, {"Range": "bytes=0-3"}, {"Range": "bytes=-0"}):
            got = await place.ask(**headers, **more)
            assert (304, b"", etag) == (got.status, got.body, got.headers["ETag"]), headers
    for headers in ({"If_Match": '"other"'}, {"If_Unmodified_Since": "Sat, 01 Jan 2000 00:00 GMT"}):
        got = await place.ask(**headers)
        assert {"code": 412, "msg": RestOnly.CHANGED.msg} == json.loads(got.body)
        assert 412 == got.status
    for name in ("If_Modified_Since", "If_Unmodified_Since", "If_Range"):
        for date in ("never", f"Sat, 01 Jan {'9' * 20} 00:00:00 GMT", "Sat, 99 Jan 2000 0:0:0 GMT"):
            got = await place.ask(**{name: date})
            assert (200, place.content) == (got.status, got.body), date
