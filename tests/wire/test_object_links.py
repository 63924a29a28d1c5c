"""Media in a bucket whose guests are given links into it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import pytest

from tests.postcard import Guest, Postcard, picture
from tests.servers import S3Server
from tests.special import guest_of
from tests.wire.test_objects import FILM, photo_link


@pytest.fixture(scope="module")
def linking(s3: S3Server) -> Iterator[Postcard]:
    """An embedded one that gives its guests links into the bucket."""
    with closing(Postcard(s3.env() | {"POSTCARD__STORAGE__PRESIGNED": "true"})) as opened:
        opened.start()
        yield opened


@pytest.fixture
async def linked(linking: Postcard) -> AsyncIterator[Guest]:
    async with guest_of(linking) as found:
        await found.sign_up()
        yield found


async def test_links_instead_of_files(linked: Guest, s3: S3Server) -> None:
    """The owner is sent to the bucket, a stranger nowhere; a film is made there as well."""
    content = picture()
    _, link = await photo_link(linked, content)
    url = linked.postcard.url + link
    async with linked.http.get(url, allow_redirects=False) as answer:
        stranger = answer.status
    params = {"token": linked.token}
    async with linked.http.get(url, params=params, allow_redirects=False) as answer:
        status, place = answer.status, answer.headers["Location"]
        caching = answer.headers["Cache-Control"]
    async with linked.http.get(url, params=params) as answer:
        kind, followed = answer.content_type, await answer.read()
    work_id = await linked.new_movie([picture()], FILM | {"images": ["0.jpg"]})
    await linked.call("movie", "start", {"work_id": work_id})
    end = await linked.finished(work_id)

    assert 404 == stranger
    assert (302, "no-store") == (status, caching)
    assert place.startswith(s3.url)
    assert ("image/jpeg", content) == (kind, followed)
    assert (3, 200) == (end["status"], end["stage"])
