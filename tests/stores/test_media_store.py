"""The contract of media, in a folder and in a bucket of a real S3 server."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from config import StorageSettings, load_config
from stores.media import Media, MediaChanged, StorageError, StoredFile, TooSlow
from stores.media_folder import FolderMedia
from stores.media_s3 import PART, S3Media, etags
from tests.postcard import ROOT
from tests.servers import S3Server
from tests.slow_line import SlowLine, slow_line

Make = Callable[[], Media]
LARGE = 2 * PART + 12345


def settings(server: S3Server, bucket: str, **more: Any) -> StorageSettings:
    return load_config().storage.model_copy(
        update={
            "bucket": bucket,
            "endpoint": server.url,
            "access_key": "postcard",
            "secret_key": "of-nobody",
            "seconds": 5.0,
            **more,
        }
    )


@pytest.fixture(params=["folder", "s3"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Opens the same media once more, as another machine does."""
    if request.param == "folder":
        return lambda: FolderMedia(tmp_path / "media", tmp_path / "scratch")
    server: S3Server = request.getfixturevalue("s3")
    found = settings(server, server.make_bucket(), prefix="some/where")
    machines = iter(range(100))
    return lambda: S3Media(found, tmp_path / f"machine-{next(machines)}")


@pytest.fixture
def media(make: Make) -> Media:
    return make()


@pytest.fixture
def own_s3() -> Iterator[S3Server]:
    """One that the test may end."""
    server = S3Server()
    server.start()
    yield server
    server.close()


def written(media: Media, content: bytes, name: str = "") -> Path:
    path = media.scratch(name)
    path.write_bytes(content)
    return path


async def put(media: Media, key: str, content: bytes) -> None:
    await media.make_folder(key.rpartition("/")[0])
    await media.publish(written(media, content), key)


async def pieces(media: Media, key: str, first: int, count: int) -> bytes:
    stored = await media.look(key)
    assert stored is not None
    return b"".join([chunk async for chunk in await media.open(stored, first, count)])


async def keys(media: Media) -> list[str]:
    return sorted([stored.key async for stored in media.walk()])


async def test_what_is_published_is_there(media: Media, make: Make) -> None:
    """It has left scratch, and is found and read elsewhere."""
    await put(media, "movies/1/a.jpg", b"picture")
    other = make()
    stored = await other.look("movies/1/a.jpg")

    assert stored is not None
    assert ("movies/1/a.jpg", 7) == (stored.key, stored.size)
    assert b"picture" == await other.read("movies/1/a.jpg")
    assert [] == await media.scratch_names()
    assert await media.has_folder("movies/1")


async def test_what_is_not_there_is_none(media: Media) -> None:
    """Neither a file nor a folder nor what lies in it."""
    await put(media, "movies/1/a.jpg", b"picture")

    assert await media.look("movies/1/b.jpg") is None
    assert await media.look("movies/1") is None
    assert await media.read("movies/2/a.jpg") is None
    assert await media.fetch("movies/1/b.jpg", media.scratch()) is None
    assert not await media.has_folder("movies/2")


@pytest.mark.parametrize(
    "key",
    ["movies/1/../2/a.jpg", "../media/movies/2/a.jpg", "/movies/2/a.jpg", "movies//2/a.jpg", "a\0"],
)
async def test_no_key_leads_elsewhere(media: Media, key: str) -> None:
    """What a client may have put together is not there, even where it would lead to a file."""
    await put(media, "movies/2/a.jpg", b"another's")

    assert await media.look(key) is None
    assert await media.read(key) is None
    assert await media.fetch(key, media.scratch()) is None


async def test_nothing_is_published_without_its_folder(media: Media) -> None:
    """Whoever comes after a folder was removed leaves nothing behind, and keeps their file."""
    path = written(media, b"late")

    with pytest.raises(StorageError):
        await media.publish(path, "movies/1/a.jpg")

    assert [] == await keys(media)
    assert b"late" == path.read_bytes()


async def test_a_removed_folder_takes_all_with_it(media: Media) -> None:
    """But not its neighbour whose name begins alike; removed twice is well."""
    for key in ("movies/1/a.jpg", "movies/1/b.jpg", "movies/12/a.jpg"):
        await put(media, key, b"x")

    for _ in range(2):
        await media.remove_folder("movies/1")

    assert ["movies/12/a.jpg"] == await keys(media)
    assert not await media.has_folder("movies/1")
    assert await media.has_folder("movies/12")


async def test_nothing_stays_that_is_published_while_its_folder_goes(media: Media) -> None:
    """Of forty uploads into a folder that is removed meanwhile none is left, whoever came first."""
    await media.make_folder("movies/1")
    paths = [written(media, b"x" * 1000) for _ in range(40)]
    sending = [
        asyncio.create_task(media.publish(path, f"movies/1/{number}.jpg"))
        for number, path in enumerate(paths)
    ]
    await asyncio.sleep(0.02)
    await media.remove_folder("movies/1")
    await asyncio.gather(*sending, return_exceptions=True)

    assert [] == await keys(media)


async def test_a_file_is_removed(media: Media) -> None:
    """Removed twice is well; its neighbour stays."""
    for key in ("avatars/1.jpg", "avatars/1.png"):
        await put(media, key, b"x")

    for _ in range(2):
        await media.remove("avatars/1.png")

    assert ["avatars/1.jpg"] == await keys(media)


async def test_a_large_file_is_whole(media: Media) -> None:
    """What is sent in parts comes back as it was: in one, from its middle, and as a file."""
    content = os.urandom(LARGE)
    await put(media, "movies/1/result.mp4", content)
    copy = await media.fetch("movies/1/result.mp4", media.scratch())

    assert copy is not None
    assert content == copy.read_bytes()
    assert content == await pieces(media, "movies/1/result.mp4", 0, LARGE)
    assert content[PART - 3 : PART + 4] == await pieces(media, "movies/1/result.mp4", PART - 3, 7)


async def test_an_empty_file_is_a_file(media: Media) -> None:
    """Nothing to read is not nothing there."""
    await put(media, "movies/1/a.json", b"")

    assert b"" == await media.read("movies/1/a.json")
    assert b"" == await pieces(media, "movies/1/a.json", 0, 0)


async def test_what_was_replaced_is_not_mixed(media: Media) -> None:
    """Bytes are those of the version that was looked at, or `MediaChanged` is raised."""
    await put(media, "avatars/1.jpg", b"old face")
    stored = await media.look("avatars/1.jpg")
    assert stored is not None
    await put(media, "avatars/1.jpg", b"new face, larger")

    with pytest.raises(MediaChanged):
        await media.open(stored, 0, stored.size)

    assert b"new face" == await pieces(media, "avatars/1.jpg", 0, 8)


async def test_staged_is_published_under_its_name(media: Media) -> None:
    """Brought over before, named at last; nothing of it stays where it was staged."""
    await media.make_folder("movies/1")
    path = written(media, b"picture")
    async with media.staged(path, ".jpg"):
        assert [] == await keys(media)
        await media.publish(path, "movies/1/a.jpg")
    dropped = written(media, b"refused")
    async with media.staged(dropped, ".jpg"):
        pass
    await media.drop_scratch(dropped.name)

    assert ["movies/1/a.jpg"] == await keys(media)
    assert b"picture" == await media.read("movies/1/a.jpg")
    assert await media.shared(path.name) is None or not media.scratch(path.name).exists()


async def test_what_is_shared_reaches_another_machine(media: Media, make: Make) -> None:
    """Under its name, until it is taken back; it is none of the media."""
    other = make()
    name = written(media, b"look at this").name
    await media.share(name)
    path = await other.shared(name)
    assert path is not None
    content = path.read_bytes()
    await other.release(name)
    seen = await keys(media)
    await media.unshare(name)

    gone = await other.shared(name)

    assert b"look at this" == content
    assert [] == seen
    assert gone is None or not gone.exists()
    assert [] == await other.scratch_names() == await media.scratch_names()


async def test_what_was_shared_and_forgotten_is_swept(media: Media, make: Make) -> None:
    """What is old enough goes, what is young stays."""
    name = written(media, b"x").name
    await media.share(name)
    other = make()

    await other.sweep_shared(3600)
    young = await other.shared(name)
    assert young is not None and young.exists()
    await other.release(name)
    await other.sweep_shared(-60)
    await media.sweep_shared(-60)
    await media.drop_scratch(name)

    gone = await other.shared(name)
    assert gone is None or not gone.exists()


async def test_folders_are_told_apart_from_files(media: Media) -> None:
    """An empty folder is one, and no file."""
    await put(media, "movies/1/a.jpg", b"x")
    await media.make_folder("photos/2")

    folders = {folder async for folder in media.folders()}

    assert {"movies/1", "photos/2"} == folders
    assert ["movies/1/a.jpg"] == await keys(media)


def test_only_who_has_a_bucket_pays_for_it() -> None:
    """The server is imported without the library that speaks to buckets."""
    script = "import sys, server, workers.run; print('obstore' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "False" == done.stdout.strip()


async def test_it_answers(media: Media) -> None:
    """A place that is well says so by saying nothing."""
    await media.ping()


async def everything(media: Media) -> list[BaseException | object]:
    """What each call raises when the storage is away."""
    path = written(media, b"x" * 100)
    calls = [
        media.ping(),
        media.make_folder("movies/9"),
        media.has_folder("movies/1"),
        media.look("movies/1/a.jpg"),
        media.read("movies/1/a.jpg"),
        media.fetch("movies/1/a.jpg", media.scratch()),
        media.publish(path, "movies/1/b.jpg"),
        media.remove("movies/1/a.jpg"),
        media.remove_folder("movies/1"),
        media.share(path.name),
    ]
    ends: list[BaseException | object] = await asyncio.gather(*calls, return_exceptions=True)
    return ends


async def test_a_bucket_that_is_away_is_said(own_s3: S3Server, tmp_path: Path) -> None:
    """Refused, hanging, without the bucket: every call says so; back, all is there at once."""
    bucket = own_s3.make_bucket()
    media = S3Media(settings(own_s3, bucket, seconds=2.0), tmp_path)
    await put(media, "movies/1/a.jpg", b"picture")
    await put(media, "movies/2/a.jpg", b"picture")

    os.kill(own_s3.pid, signal.SIGSTOP)
    try:
        hanging = await everything(media)
    finally:
        os.kill(own_s3.pid, signal.SIGCONT)
    patient = S3Media(settings(own_s3, bucket, seconds=30), tmp_path)
    after = await patient.look("movies/2/a.jpg")
    own_s3.stop()
    refused = await everything(media)
    own_s3.start()
    without = await everything(media)
    own_s3.make_bucket(bucket)
    await put(patient, "movies/1/a.jpg", b"picture")

    assert {StorageError} == {type(error) for error in hanging}, hanging
    assert after is not None
    assert {StorageError} == {type(error) for error in refused}, refused
    # Whoever asks for one object is told of that one alone.
    assert StorageError is type(without[0]) is type(without[1]) is type(without[2])
    assert StorageError is type(without[6]) is type(without[9])
    assert b"picture" == await patient.read("movies/1/a.jpg")


async def test_a_shared_folder_that_is_not_mounted_is_said(tmp_path: Path) -> None:
    """A work's folder is not gone because all are."""
    media = FolderMedia(tmp_path / "media", tmp_path / "scratch")
    await media.make_folder("movies/1")
    (tmp_path / "media").rename(tmp_path / "elsewhere")

    with pytest.raises(StorageError):
        await media.has_folder("movies/1")


async def test_the_names_of_versions_are_known_beforehand(s3: S3Server, tmp_path: Path) -> None:
    """An ETag tells a copy from a file that only has its size, in one part and in several."""
    media = S3Media(settings(s3, s3.make_bucket()), tmp_path)
    for number, size in enumerate((0, 10, PART, LARGE)):
        content = os.urandom(size)
        (tmp_path / "own").write_bytes(content)
        await put(media, f"movies/{number}/a.mp4", content)
        stored = await media.look(f"movies/{number}/a.mp4")

        assert stored is not None
        assert stored.etag in etags(tmp_path / "own")


async def test_a_link_is_given_only_where_it_is_wanted(s3: S3Server, tmp_path: Path) -> None:
    """Signed, for that object, and it works."""
    bucket = s3.make_bucket()
    proxied = S3Media(settings(s3, bucket), tmp_path)
    linked = S3Media(settings(s3, bucket, presigned=True), tmp_path)
    await put(proxied, "avatars/1.jpg", b"face")
    stored = await proxied.look("avatars/1.jpg")
    assert stored is not None

    link = await linked.link(stored)

    assert "" == await proxied.link(stored)
    assert link.startswith(f"{s3.url}/{bucket}/avatars/1.jpg?")
    assert "X-Amz-Signature" in link
    assert "of-nobody" not in link


async def test_a_host_per_bucket(s3: S3Server, tmp_path: Path) -> None:
    """With path_style = false, as COS wants it, the bucket is a part of the host's name."""
    endpoint = "https://cos.example.com"
    found = settings(s3, "bucket", path_style=False, endpoint=endpoint, presigned=True)

    link = await S3Media(found, tmp_path).link(StoredFile("avatars/1.jpg", 1, "", 0))

    assert link.startswith("https://bucket.cos.example.com/avatars/1.jpg?")


def behind(
    line: SlowLine, server: S3Server, bucket: str, seconds: float = 1.0, **more: Any
) -> StorageSettings:
    """The bucket at the other end of a slow line."""
    endpoint = f"http://127.0.0.1:{line.port}"
    return settings(server, bucket, endpoint=endpoint, seconds=seconds, **more)


async def test_a_slow_line(s3: S3Server, tmp_path: Path) -> None:
    """A file that takes longer than the storage may be silent arrives, once, and comes back."""
    content = os.urandom(300_000)
    told: list[int] = []
    with slow_line(s3.port, rate=1_000_000) as line:
        media = S3Media(behind(line, s3, s3.make_bucket()), tmp_path / "far")
        await media.make_folder("movies/1")
        await media.publish(written(media, content), "movies/1/a.mp4", told.append)
        back = await pieces(media, "movies/1/a.mp4", 0, len(content))
        asked = [one for one in line.asked if one.startswith(b"PUT") and b"a.mp4" in one]

    assert content == back
    assert 1 == len(asked)
    assert sorted(told) == told
    assert len(content) == told[-1] > told[0]


async def test_a_line_that_is_too_slow(s3: S3Server, tmp_path: Path) -> None:
    """It is told apart from a storage that is away, and nothing of the file stays behind."""
    bucket = s3.make_bucket()
    with slow_line(s3.port, rate=1_000_000) as line:
        # A floor that this line is under.
        media = S3Media(behind(line, s3, bucket, slowest_kbit=80_000), tmp_path / "far")
        await media.make_folder("movies/1")
        with pytest.raises(TooSlow):
            await media.publish(written(media, os.urandom(LARGE)), "movies/1/a.mp4")

    assert ["movies/1/.folder"] == s3.keys(bucket)
    assert "<Upload>" not in s3.uploads(bucket)


@pytest.mark.parametrize("way", ["fetch", "open", "read"])
async def test_a_storage_that_drips(s3: S3Server, tmp_path: Path, way: str) -> None:
    """It is never silent, and is given up all the same; under its name nothing lies here."""
    bucket = s3.make_bucket()
    near = S3Media(settings(s3, bucket), tmp_path / "near")
    await put(near, "movies/1/a.jpg", os.urandom(50_000))
    # A piece comes eight times as often as the storage may be silent.
    with slow_line(s3.port, rate=64_000) as line:
        line.slow = b"GET "
        media = S3Media(behind(line, s3, bucket, slowest_kbit=8_000), tmp_path / "far")
        stored = await near.look("movies/1/a.jpg")
        assert stored is not None
        with pytest.raises(TooSlow):
            if way == "fetch":
                await media.fetch(stored.key, media.scratch("copy"))
            elif way == "read":
                await media.read(stored.key)
            else:
                [chunk async for chunk in await media.open(stored, 0, stored.size)]

    assert not media.scratch("copy").exists()


async def test_files_that_share_a_line(s3: S3Server, tmp_path: Path) -> None:
    """None is given up for the part of it that the others take, there and back."""
    bucket, names = s3.make_bucket(), [f"movies/1/{number}.jpg" for number in range(10)]
    contents = [os.urandom(150_000) for _ in names]
    # Together they need 6 s each way. One that has the line for itself is given 4.4 s, one of ten
    # 26 s: so neither a fast machine nor a busy one changes what is found.
    with slow_line(s3.port, rate=2_000_000) as line:
        found = behind(line, s3, bucket, seconds=2.0, slowest_kbit=500)
        media = S3Media(found, tmp_path / "far")
        await media.make_folder("movies/1")
        sources = [written(media, content) for content in contents]
        await asyncio.gather(*(media.publish(*one) for one in zip(sources, names, strict=True)))
        places = [media.scratch() for _ in names]
        await asyncio.gather(*(media.fetch(*one) for one in zip(names, places, strict=True)))

    assert contents == [place.read_bytes() for place in places]


async def test_a_guest_who_takes_their_time(s3: S3Server, tmp_path: Path) -> None:
    """What they need between two pieces is not the storage's, whose time is over long before."""
    bucket, content = s3.make_bucket(), os.urandom(3 << 20)
    found = settings(s3, bucket, slowest_kbit=1_000_000, seconds=3.0)
    media = S3Media(found, tmp_path)
    await put(media, "movies/1/a.mp4", content)
    stored = await media.look("movies/1/a.mp4")
    assert stored is not None
    taken = []
    async for chunk in await media.open(stored, 0, stored.size):
        taken.append(chunk)
        await asyncio.sleep(0.4)

    assert content == b"".join(taken)
    assert len(taken) * 0.4 > found.seconds
