"""Media in a bucket of a server that speaks the S3 protocol (Tencent COS, MinIO).

An object is seen when all of it has arrived. A bucket has no folders: an empty object stands for
each, is written before and removed before all that lies in it, and looked for after each
publishing; so nothing can stay behind in a folder that was removed meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar

import obstore
from obstore.exceptions import BaseError, PreconditionError
from obstore.store import S3Store

from config import StorageSettings
from stores.media import TYPES, MediaChanged, StorageError, StoredFile, Tell, is_key
from stores.media_s3_line import Line
from stores.media_s3_sending import Sender
from stores.scratch import ScratchFolder, on_disk

KIND: Final = "s3"
# The object that stands for a folder.
MARK: Final = ".folder"
# Where staged and shared files lie.
SHARED: Final = "scratch"
# The parts in which earlier versions sent what was larger, and in which it is fetched.
PART: Final = 5 << 20
# What is not larger is sent as one piece of memory.
SMALL: Final = 1 << 16
CHUNK: Final = 1 << 18
RETRIES: Final = 2
# Of an address that is given away: a film that is watched is fetched piece by piece.
LINK: Final = timedelta(hours=6)
# The limit is on each read, not on how long a slow guest takes for a film.
WHOLE: Final = timedelta(days=1)
T = TypeVar("T")


class S3Media(ScratchFolder):
    """Scratch is this machine's own."""

    kind = KIND
    is_far = True

    def __init__(self, settings: StorageSettings, scratch: Path) -> None:
        super().__init__(scratch)
        self._store = _store(settings)
        self._presigned = settings.presigned
        self._line = Line(settings.seconds, settings.slowest_kbit * 125)
        self._sender = Sender(self._line)
        self._staged: dict[Path, str] = {}

    async def ping(self) -> None:
        await _done(lambda: obstore.list_with_delimiter_async(self._store, prefix=f"{SHARED}/ping"))

    async def make_folder(self, folder: str) -> None:
        await _done(lambda: obstore.put_async(self._store, f"{folder}/{MARK}", b""))

    async def has_folder(self, folder: str) -> bool:
        if await self.look(f"{folder}/{MARK}") is not None:
            return True
        # Asked for an object, a server says the same when there is no bucket at all.
        await self.ping()
        return False

    async def remove_folder(self, folder: str) -> None:
        await self.remove(f"{folder}/{MARK}")
        async for entries in self._list(folder):
            keys = [entry["path"] for entry in entries]
            await _done(partial(obstore.delete_async, self._store, keys))

    async def look(self, key: str) -> StoredFile | None:
        if not is_key(key):
            return None
        try:
            return _stored(await _found(lambda: obstore.head_async(self._store, key)))
        except FileNotFoundError:
            return None

    async def open(self, stored: StoredFile, first: int, count: int) -> AsyncIterator[bytes]:
        options: Any = {"if_match": stored.etag, "range": (first, first + count)}
        if not count:
            return _nothing()
        try:
            found = await _found(
                lambda: obstore.get_async(self._store, stored.key, options=options)
            )
        except (FileNotFoundError, PreconditionError):
            raise MediaChanged(stored.key) from None
        return _chunks(found, CHUNK, self._line)

    async def read(self, key: str) -> bytes | None:
        found = await self._get(key)
        if found is None:
            return None
        return b"".join([chunk async for chunk in _chunks(found, CHUNK, self._line)])

    async def fetch(self, key: str, into: Path, /) -> Path | None:
        found = await self._get(key)
        if found is None:
            return None
        # Under its name when it is whole: who tries again after an outage need not ask.
        part = into.with_name(f"{into.name}.part")
        await on_disk(lambda: part.parent.mkdir(parents=True, exist_ok=True))
        with await on_disk(lambda: part.open("wb")) as file:
            async for chunk in _chunks(found, PART, self._line):
                await on_disk(partial(file.write, chunk))
        await on_disk(lambda: part.replace(into))
        return into

    async def _get(self, key: str) -> Any:
        if not is_key(key):
            return None
        try:
            return await _found(lambda: obstore.get_async(self._store, key))
        except FileNotFoundError:
            return None

    async def link(self, stored: StoredFile, /) -> str:
        if not self._presigned:
            return ""
        return await _done(lambda: obstore.sign_async(self._store, "GET", stored.key, LINK))

    @asynccontextmanager
    async def staged(self, source: Path, suffix: str, /) -> AsyncIterator[None]:
        key = f"{SHARED}/{source.name}"
        await self._put(source, key, suffix)
        self._staged[source] = key
        try:
            yield
        finally:
            del self._staged[source]
            with suppress(StorageError):
                await asyncio.shield(self.remove(key))

    async def publish(self, source: Path, key: str, tell: Tell | None = None) -> None:
        staged = self._staged.get(source)
        if staged is None:
            await self._put(source, key, PurePosixPath(key).suffix, tell)
        else:
            await self._copy(staged, key)
        if not await self.has_folder(str(PurePosixPath(key).parent)):
            await self.remove(key)
            raise StorageError(f"no folder for {key}")
        await on_disk(lambda: source.unlink(missing_ok=True))

    async def _put(self, source: Path, key: str, suffix: str, tell: Tell | None = None) -> None:
        kind: Any = {"Content-Type": TYPES.get(suffix, "application/octet-stream")}
        size = await on_disk(lambda: source.stat().st_size)
        if size > SMALL:
            # Whether it is there at all is known sooner than whether a large file arrives.
            await self.ping()
            address = await _done(lambda: obstore.sign_async(self._store, "PUT", key, LINK))
            await self._sender.send(address, source, kind["Content-Type"], tell)
            return
        content = await on_disk(source.read_bytes)
        await _done(lambda: obstore.put_async(self._store, key, content, attributes=kind))

    async def _copy(self, key: str, to: str) -> None:
        try:
            await _found(lambda: obstore.copy_async(self._store, key, to))
        except FileNotFoundError:
            raise StorageError(f"nothing staged for {to}") from None

    async def remove(self, key: str) -> None:
        with suppress(FileNotFoundError):
            await _found(lambda: obstore.delete_async(self._store, key))

    async def walk(self) -> AsyncIterator[StoredFile]:
        async for entries in self._list():
            for entry in entries:
                path = PurePosixPath(entry["path"])
                if path.name != MARK and path.parts[0] != SHARED:
                    yield _stored(entry)

    async def folders(self) -> AsyncIterator[str]:
        async for entries in self._list():
            for entry in entries:
                path = PurePosixPath(entry["path"])
                if path.name == MARK:
                    yield str(path.parent)

    async def _list(self, folder: str | None = None) -> AsyncIterator[list[Any]]:
        listing = aiter(obstore.list(self._store, prefix=folder, chunk_size=500))
        with suppress(StopAsyncIteration):
            while True:
                yield list(await _done(lambda: anext(listing)))

    async def share(self, name: str) -> None:
        await self._put(self.scratch(name), f"{SHARED}/{name}", "")

    async def shared(self, name: str) -> Path | None:
        path = self.scratch(name)
        return path if path.exists() else await self.fetch(f"{SHARED}/{name}", path)

    async def release(self, name: str) -> None:
        await self.drop_scratch(name)

    async def unshare(self, name: str) -> None:
        await self.drop_scratch(name)
        await self.remove(f"{SHARED}/{name}")

    async def sweep_shared(self, seconds: float) -> None:
        before = time.time() - seconds
        async for entries in self._list(SHARED):
            for entry in entries:
                if entry["last_modified"].timestamp() < before:
                    await self.remove(entry["path"])


def etags(path: Path) -> set[str]:
    """What servers call a file of these bytes: after one request, and after our parts."""
    digests, whole = [], hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(PART):
            whole.update(chunk)
            digests.append(hashlib.md5(chunk, usedforsecurity=False).digest())
    joined = hashlib.md5(b"".join(digests), usedforsecurity=False).hexdigest()
    return {f'"{whole.hexdigest()}"', f'"{joined}-{len(digests)}"'}


def _store(settings: StorageSettings) -> S3Store:
    endpoint = settings.endpoint.rstrip("/")
    if not settings.path_style:
        scheme, _, host = endpoint.partition("://")
        endpoint = f"{scheme}://{settings.bucket}.{host}"
    patience = timedelta(seconds=settings.seconds)
    return S3Store(
        settings.bucket,
        prefix=settings.prefix.strip("/") or None,
        # By this name it is not changed by the environment of other tools.
        aws_endpoint_url_s3=endpoint,
        region=settings.region,
        access_key_id=settings.access_key,
        secret_access_key=settings.secret_key,
        virtual_hosted_style_request=not settings.path_style,
        # Not every server that speaks S3 knows how to delete many at once.
        disable_bulk_delete=True,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": patience,
            "read_timeout": patience,
            "timeout": WHOLE,
        },
        retry_config={
            "max_retries": RETRIES,
            "backoff": {
                "init_backoff": timedelta(milliseconds=50),
                "max_backoff": timedelta(milliseconds=500),
                "base": 2,
            },
            "retry_timeout": patience,
        },
    )


def _stored(meta: Any) -> StoredFile:
    modified = int(meta["last_modified"].timestamp())
    return StoredFile(meta["path"], meta["size"], meta["e_tag"] or f'"{modified:x}"', modified)


async def _done(work: Callable[[], Awaitable[T]]) -> T:
    """What the server answers; nothing that is not there is looked for."""
    try:
        return await _found(work)
    except (FileNotFoundError, PreconditionError) as error:
        raise StorageError(_line(error)) from None


async def _found(work: Callable[[], Awaitable[T]]) -> T:
    """The same, with `FileNotFoundError` and `PreconditionError` as they are."""
    try:
        return await work()
    except (FileNotFoundError, PreconditionError):
        raise
    except (BaseError, OSError, ValueError) as error:
        raise StorageError(_line(error)) from None


def _line(error: Exception) -> str:
    # Behind the first line stands what nobody can read, over many lines.
    return str(error).partition("\n")[0]


async def _chunks(found: Any, size: int, line: Line) -> AsyncIterator[bytes]:
    left = found.range[1] - found.range[0]
    chunks = aiter(found.stream(min_chunk_size=size))
    with line.file(left) as file, suppress(StopAsyncIteration):
        while True:
            chunk = await file.wait(lambda: _done(lambda: anext(chunks)))
            left -= len(chunk)
            yield chunk
    if left:
        raise StorageError("cut short")


async def _nothing() -> AsyncIterator[bytes]:
    nothing: tuple[bytes, ...] = ()
    for chunk in nothing:
        yield chunk
