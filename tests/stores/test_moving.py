"""`server.py media move`: everything arrives, is compared, and is not copied twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import load_config
from services.running.moving import CopyProgress, MediaMover
from services.running.storage import etags
from stores.media import Media, StorageError, StoredFile, Tell
from stores.media_folder import FolderMedia
from stores.media_s3 import PART, S3Media
from tests.postcard import ROOT
from tests.servers import S3Server, free_port

FILES = {
    "movies/1/1.jpg": b"picture",
    "movies/1/info.json": b"",
    "movies/2/result.mp4": os.urandom(2 * PART + 99),
    "avatars/7.png": b"face",
}


def fill(root: Path) -> None:
    for key, content in FILES.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(content)
    (root / "photos/3").mkdir(parents=True)


def tree(root: Path) -> dict[str, bytes | None]:
    """Every file and every folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


class Places:
    """A full folder, an empty bucket, and an empty folder."""

    def __init__(self, s3: S3Server, tmp_path: Path) -> None:
        self.root, self.other = tmp_path / "media", tmp_path / "other"
        self.scratch = tmp_path / "scratch"
        fill(self.root)
        env = s3.env()
        names = {name.rpartition("__")[2].lower(): value for name, value in env.items()}
        settings = load_config().storage.model_copy(update=names)
        self.folder = FolderMedia(self.root, self.scratch)
        self.bucket = S3Media(settings, self.scratch)
        self.back = FolderMedia(self.other, self.scratch)


@pytest.fixture
def places(s3: S3Server, tmp_path: Path) -> Places:
    return Places(s3, tmp_path)


async def move(source: Media, target: Media, *, delete: bool = False) -> CopyProgress:
    return await MediaMover(source, target, etags, lambda _: None).move(delete=delete)


async def test_there_and_back(places: Places) -> None:
    """The folder that comes back has every byte, and every folder, also the empty one."""
    there = await move(places.folder, places.bucket)
    back = await move(places.bucket, places.back)

    assert len(FILES) == there.copied == back.copied
    assert sum(map(len, FILES.values())) == there.bytes == back.bytes
    assert tree(places.root) == tree(places.other)
    assert [] == os.listdir(places.scratch)


async def test_what_is_there_is_not_copied_again(places: Places) -> None:
    """Only what is missing or differs, be it of the same size."""
    await move(places.folder, places.bucket)
    again = await move(places.folder, places.bucket)
    (places.root / "movies/1/1.jpg").write_bytes(b"PICTURE")
    await places.bucket.remove("avatars/7.png")
    third = await move(places.folder, places.bucket)

    assert (0, len(FILES)) == (again.copied, again.skipped)
    assert (2, len(FILES) - 2) == (third.copied, third.skipped)
    assert b"PICTURE" == await places.bucket.read("movies/1/1.jpg")


async def test_a_server_with_names_of_its_own(places: Places) -> None:
    """Where ETags say nothing of the bytes, these are read back."""
    await move(places.folder, places.bucket)
    await places.bucket.publish(written(places, b"pICture"), "movies/1/1.jpg")
    odd = MediaMover(places.folder, places.bucket, lambda _: set(), lambda _: None)
    again = await odd.move(delete=False)

    assert (1, len(FILES) - 1) == (again.copied, again.skipped)
    assert b"picture" == await places.bucket.read("movies/1/1.jpg")


def written(places: Places, content: bytes) -> Path:
    path = places.bucket.scratch()
    path.write_bytes(content)
    return path


async def test_one_that_was_interrupted_goes_on(places: Places) -> None:
    """What stopped it is said; begun again, it copies only the rest."""

    class Failing(S3Media):
        async def publish(self, source: Path, key: str, tell: Tell | None = None) -> None:
            if key.endswith(".mp4"):
                raise StorageError("the line was cut")
            await super().publish(source, key, tell)

    broken = places.bucket
    broken.__class__ = Failing
    with pytest.raises(StorageError, match="cut"):
        await move(places.folder, broken, delete=True)
    broken.__class__ = S3Media
    rest = await move(places.folder, broken, delete=True)

    assert (1, 0) == (rest.copied, rest.skipped)
    assert {"movies": None, "photos": None} == tree(places.root)
    await move(broken, places.back)
    assert FILES == {
        key: content for key, content in tree(places.other).items() if content is not None
    }


async def test_nothing_that_differs_is_removed(places: Places) -> None:
    """A target that keeps other bytes than it was given is found out, and the source stays."""

    class Forgetful(S3Media):
        async def look(self, key: str) -> StoredFile | None:
            found = await super().look(key)
            return found and StoredFile(found.key, found.size + 1, found.etag, found.modified)

    places.bucket.__class__ = Forgetful
    with pytest.raises(StorageError, match="not the same"):
        await move(places.folder, places.bucket, delete=True)

    assert FILES.keys() <= tree(places.root).keys()


def command(env: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "server.py", "media", "move", *arguments],
        cwd=ROOT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_command(s3: S3Server, tmp_path: Path) -> None:
    """It says how much was copied, and removes what it left only when asked."""
    fill(tmp_path / "media")
    before = tree(tmp_path / "media")
    env = s3.env() | {"POSTCARD__STORAGE__DIR": str(tmp_path)}

    there = command(env, "--to", "s3", "--delete")
    between = tree(tmp_path / "media")
    back = command(env, "--to", "folder")

    assert (0, "") == (there[0], there[2])
    assert "4 files copied" in there[1] and "removed there" in there[1]
    assert {"movies": None, "photos": None} == between
    assert (0, "") == (back[0], back[2])
    assert "kept there as well" in back[1]
    assert before == tree(tmp_path / "media")


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    """Without a bucket, and with a server that is away: one line, exit status 2."""
    env = {"POSTCARD__STORAGE__DIR": str(tmp_path)}
    away = {
        "POSTCARD__STORAGE__BUCKET": "bucket",
        "POSTCARD__STORAGE__ENDPOINT": f"http://127.0.0.1:{free_port()}",
        "POSTCARD__STORAGE__ACCESS_KEY": "somebody",
        "POSTCARD__STORAGE__SECRET_KEY": "of-nobody-else",
    }

    without = command(env, "--to", "s3")
    refused = command(env | away, "--to", "s3")

    assert (2, 1) == (without[0], without[2].count("\n"))
    assert "storage.bucket" in without[2]
    assert (2, 1) == (refused[0], refused[2].count("\n"))
    assert "begun again" in refused[2]
    assert "of-nobody-else" not in refused[2]
