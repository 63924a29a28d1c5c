"""The comfort over the generated calls: signing in, making films, watching, fetching.

`AsyncPostcard` holds all of it; `Postcard` is the same for programs without an event loop.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, Literal, cast

import anyio.to_thread
from typing_extensions import Self, Unpack

from postcard_client import album
from postcard_client.blocking import Blocking, Runner, blocking
from postcard_client.errors import (
    ApiError,
    NoAnswer,
    NoPictures,
    Refused,
    StorageFull,
    TooLarge,
    WorkFailed,
)
from postcard_client.generated.calls import AsyncCalls, AsyncMovie, AsyncPhoto, Calls
from postcard_client.generated.shapes import Note, SignedInBySms, WorkChange
from postcard_client.patience import Patience, Trying
from postcard_client.progress import OnProgress, Progress, shown
from postcard_client.wire import Wire

Kind = Literal["movie", "photo"]
# The states of a work that has ended: done, failed, deleted.
DONE: Final = 3
ENDED: Final = frozenset({DONE, -1, -2})
NEW: Final = 0
# upload's own statuses that say something of the one file, and of all that would follow.
BAD_FILE: Final = frozenset({101, 102, 103, 106})
FULL: Final = 104
PATIENT: Final = Patience()


@dataclass(frozen=True)
class Made:
    """A finished work: its number, the file here, its address there, and its last state.

    refused: files of the folder that are not in it, with what the server said of each.
    """

    work_id: int
    file: Path
    address: str
    state: WorkChange
    refused: dict[str, str] = field(default_factory=dict)


class AsyncPostcard(AsyncCalls):
    """A guest of the server at `url`, as coroutines.

    Every endpoint is a method under its type: `await postcard.movie.status(work_id=12)`. Each call
    has a key of its own and is asked again as `patience` says. Close it, or use `async with`.
    """

    def __init__(self, url: str, *, bearer: str = "", patience: Patience = PATIENT) -> None:
        self.wire = Wire(url, bearer, patience)
        super().__init__(self.wire.ask)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections. The token stays valid; `logout.token()` ends it."""
        await self.wire.close()

    @property
    def bearer(self) -> str:
        """The token that every call carries; empty before the sign-in."""
        return self.wire.bearer

    @bearer.setter
    def bearer(self, token: str) -> None:
        self.wire.bearer = token

    async def sign_in(self, phone: str, password: str, *, enduring: bool = False) -> str:
        """Sign in by phone and password; the token, which later calls carry.

        enduring: it never expires; else it does ten minutes after its last use. Raises `Refused`
        where the two do not belong together.
        """
        said = await self.login.pass_(username=phone, pass_=password, enduring=int(enduring))
        self.bearer = said["token"]
        return self.bearer

    async def send_code(self, phone: str) -> str:
        """Have a code sent to a phone; what `sign_in_by_code` wants beside it."""
        return (await self.sms.generate(phone=phone, command_type=1))["rand"]

    async def sign_in_by_code(
        self, phone: str, code: str, rand: str, *, enduring: bool = False
    ) -> SignedInBySms:
        """Sign in by a code that `send_code` had sent; an account is made where there is none.

        Raises `WrongCode`.
        """
        # What the API's document asks for; it protects nothing that the code does not.
        hash_ = hashlib.md5((code + rand).encode(), usedforsecurity=False).hexdigest()
        said = await self.login.sms(username=phone, hash=hash_, enduring=int(enduring))
        self.bearer = said["token"]
        return said

    async def sign_in_by_sms(
        self, phone: str, read_code: Callable[[], Awaitable[str]], *, enduring: bool = False
    ) -> SignedInBySms:
        """Send a code, await what was received, and sign in by it. Raises `WrongCode`."""
        rand = await self.send_code(phone)
        return await self.sign_in_by_code(phone, await read_code(), rand, enduring=enduring)

    async def watch(self, work_id: int, kind: Kind = "movie") -> AsyncGenerator[WorkChange, None]:
        """The state of a work now, and at every change, until it has ended.

        Where the connection is cut, or the server is started anew, it is asked again from the state
        of then. A work that was never started is waited for. Raises `Refused` where it is not the
        caller's, `NotSignedIn` when the token ends, `NoAnswer` when patience does.
        """
        trying = Trying(self.wire.patience)
        last: WorkChange | None = None
        while True:
            try:
                async with aclosing(self.wire.frames(kind, "watch", {"work_id": work_id})) as all_:
                    async for data in all_:
                        trying.begin()
                        state = cast(WorkChange, data)
                        if state != last:
                            last = state
                            yield state
                        if has_ended(state):
                            return
            except (NoAnswer, ApiError) as error:
                await trying.again(error)

    async def download(
        self,
        address: str,
        to: str | os.PathLike[str],
        *,
        on_bytes: Callable[[int, int], None] = lambda *_: None,
    ) -> Path:
        """A file of the server's, as `info` or `image_urls` name it, into one here.

        on_bytes: hears how many bytes have come, and of how many. A cut connection is gone on
        from where it was. Raises `HttpError` where there is no such file, or it is not shown.
        """
        await self.wire.fetch(address, Path(to), on_bytes)
        return Path(to)

    async def make_film(
        self,
        folder: str | os.PathLike[str],
        to: str | os.PathLike[str] | None = None,
        *,
        on_progress: OnProgress | None = None,
        **note: Unpack[Note],
    ) -> Made:
        """A film of the pictures and clips of a folder, made, watched and fetched.

        They go in in the order of being taken, or as an info.json in the folder says. `note` is
        what info.json may say (`title`, `size`, `share`, ...) and wins over the file. A file that
        the server refuses is told in `Made.refused`. to: a file; without it, one that is called
        like the folder, in the working directory. on_progress: hears each `Progress`; without it
        there are bars on a terminal. Raises `NoPictures`, `WorkFailed`, and what calls raise.
        """
        return await self._make("movie", folder, to, on_progress, note)

    async def make_long_picture(
        self,
        folder: str | os.PathLike[str],
        to: str | os.PathLike[str] | None = None,
        *,
        on_progress: OnProgress | None = None,
        **note: Unpack[Note],
    ) -> Made:
        """A long picture of the pictures of a folder; the rest as `make_film`."""
        return await self._make("photo", folder, to, on_progress, note)

    async def _make(
        self,
        kind: Kind,
        folder: str | os.PathLike[str],
        to: str | os.PathLike[str] | None,
        on_progress: OnProgress | None,
        note: Note,
    ) -> Made:
        source = Path(folder).expanduser().resolve()
        if to and not Path(to).parent.is_dir():
            # Not after minutes of making.
            raise FileNotFoundError(f"no folder for {os.fspath(to)}")
        found = await anyio.to_thread.run_sync(album.read, source)
        works = self.movie if kind == "movie" else self.photo
        with shown(on_progress) as tell:
            work_id = (await works.new())["work_id"]
            refused = await _upload(works, work_id, found, note, tell)
            await works.start(work_id=work_id)
            state = await self._finished(work_id, kind, tell)
            address = state["info"] or ""
            file = Path(to) if to else Path(source.name + Path(address.partition("?")[0]).suffix)
            told = partial(_tell_bytes, tell, file.name)
            await self.download(address, file, on_bytes=told)
        return Made(work_id, file, address, state, refused)

    async def _finished(self, work_id: int, kind: Kind, tell: OnProgress) -> WorkChange:
        """The last state of a work. Raises `WorkFailed`."""
        async with aclosing(self.watch(work_id, kind)) as states:
            async for state in states:
                tell(Progress("making", state["progress"], 100, state["status_msg"]))
        if state["status"] != DONE:
            raise WorkFailed(state)
        return state


def has_ended(state: WorkChange) -> bool:
    """Whether nothing more will be heard of it: done, failed, deleted, or cancelled."""
    # A cancelled work is a new one that says so.
    return state["status"] in ENDED or (state["status"] == NEW and bool(state["result_msg"]))


async def _upload(
    works: AsyncMovie | AsyncPhoto, work_id: int, found: album.Album, note: Note, tell: OnProgress
) -> dict[str, str]:
    """Send files one after another, and the note. What the server said of those it refused."""
    refused: dict[str, str] = {}
    taken: list[str] = []
    for number, file in enumerate(found.files):
        tell(Progress("upload", number, len(found.files), file.name))
        try:
            await works.upload(work_id=work_id, file=file)
            taken.append(file.name)
        except (Refused, TooLarge) as error:
            if isinstance(error, StorageFull) or error.status not in {*BAD_FILE, FULL, -413}:
                raise
            refused[file.name] = error.message
            if error.status == FULL:
                refused |= {late.name: error.message for late in found.files[number + 1 :]}
                break
    tell(Progress("upload", len(found.files), len(found.files)))
    if not taken:
        raise NoPictures("the server took none of the files", refused)
    wanted = {**found.note, **note, "images": taken}
    if taken != found.note.get("images"):
        # They are told apart by their places.
        wanted.pop("factors", None)
    if found.note or note:
        content = json.dumps(wanted, ensure_ascii=False).encode()
        await works.upload(work_id=work_id, file=content, filename=album.NOTE)
    return refused


def _tell_bytes(tell: OnProgress, name: str, done: int, total: int) -> None:
    tell(Progress("download", done, total, name))


class Postcard(Calls, Blocking[AsyncPostcard]):
    """A guest of the server at `url`: the calls of `AsyncPostcard`, each waited for.

    Callbacks are called in the thread that does the work. Close it, or use `with`.
    """

    def __init__(self, url: str, *, bearer: str = "", patience: Patience = PATIENT) -> None:
        runner = Runner()
        inner = AsyncPostcard(url, bearer=bearer, patience=patience)
        Blocking.__init__(self, runner, inner)
        Calls.__init__(self, runner, inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, and end the thread."""
        self.runner.run(self.inner.close)
        self.runner.close()

    @property
    def bearer(self) -> str:
        """The token that every call carries; empty before the sign-in."""
        return self.inner.bearer

    @bearer.setter
    def bearer(self, token: str) -> None:
        self.inner.bearer = token

    sign_in = blocking(AsyncPostcard.sign_in)
    send_code = blocking(AsyncPostcard.send_code)
    sign_in_by_code = blocking(AsyncPostcard.sign_in_by_code)
    download = blocking(AsyncPostcard.download)
    make_film = blocking(AsyncPostcard.make_film)
    make_long_picture = blocking(AsyncPostcard.make_long_picture)

    def sign_in_by_sms(
        self, phone: str, read_code: Callable[[], str], *, enduring: bool = False
    ) -> SignedInBySms:
        """Send a code, ask `read_code` for what was received, and sign in. Raises `WrongCode`."""
        rand = self.send_code(phone)
        return self.sign_in_by_code(phone, read_code(), rand, enduring=enduring)

    def watch(self, work_id: int, kind: Kind = "movie") -> Iterator[WorkChange]:
        """What `AsyncPostcard.watch` gives."""
        states = self.inner.watch(work_id, kind)
        try:
            while (state := self.runner.run(partial(anext, states, None))) is not None:
                yield state
        finally:
            self.runner.run(states.aclose)
