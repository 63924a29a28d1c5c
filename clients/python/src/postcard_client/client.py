"""The comfort over the generated calls: signing in, making films, watching, fetching.

`AsyncPostcard` holds all of it; `Postcard` is the same for programs without an event loop.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, Self, Unpack, cast

from yarl import URL

from postcard_client.blocking import Blocking, Runner, blocking
from postcard_client.errors import ApiError, HttpError, NoAnswer, NotUsable
from postcard_client.generated.calls import AsyncCalls, Calls
from postcard_client.generated.shapes import Note, SignedInBySms, WorkChange
from postcard_client.making import Begun, Kind, Made, has_ended, make, telling
from postcard_client.patience import Patience, Trying
from postcard_client.progress import OnProgress
from postcard_client.targets import target
from postcard_client.wire import Wire

PATIENT: Final = Patience()


class AsyncPostcard(AsyncCalls):
    """A guest of the server at `url`, as coroutines.

    Every endpoint is a method under its type: `await postcard.movie.status(work_id=12)`. Each call
    has a key of its own and is asked again as `patience` says. Close it, or use `async with`;
    what is asked later raises `NotUsable`. Raises `BadValue` for an address or token that is none.
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
        trying = Trying(self.wire.patience.of_film())
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
        """A file of the server's, as `info` or `image_urls` name it, into one here; where it is.

        to: a file, which is replaced, or a folder, where it gets a free name. on_bytes: hears how
        many bytes have come, and of how many. A cut connection is gone on from where it was.
        Raises `HttpError` where there is no such file, or it is not shown, `NotSignedIn` where
        that is because the token has ended, and `OSError` where no file can be put.
        """
        name = PurePosixPath(URL(address).path)
        file = target(to, name.stem or "file").file(name.suffix)
        try:
            await self.wire.fetch(address, file, on_bytes)
        except HttpError as error:
            # Files answer alike whether they are not there or not for this caller.
            if error.http == 404 and self.bearer:
                await self.token.doki()
            raise
        return file

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
        the server refuses is told in `Made.refused`.

        to: a file, which is replaced; or a folder, where the film is called like the pictures'
        folder, with a number behind where there is such a file. Without it, the working directory.
        on_progress: hears each `Progress`; without it there are bars on a terminal.

        Raises `NoPictures`, `WorkFailed`, what calls raise, and `OSError` of either place before
        anything is sent. A work that is not started is deleted again. After that, whatever is
        raised tells the work's number (`work_of`): the server goes on with it.
        """
        with telling(begun := Begun()):
            return await make(self, begun, "movie", folder, to, on_progress, note)

    async def make_long_picture(
        self,
        folder: str | os.PathLike[str],
        to: str | os.PathLike[str] | None = None,
        *,
        on_progress: OnProgress | None = None,
        **note: Unpack[Note],
    ) -> Made:
        """A long picture of the pictures of a folder; the rest as `make_film`."""
        with telling(begun := Begun()):
            return await make(self, begun, "photo", folder, to, on_progress, note)


class Postcard(Calls, Blocking[AsyncPostcard]):
    """A guest of the server at `url`: the calls of `AsyncPostcard`, each waited for.

    Several threads may share it. Callbacks are called in the thread that does the work, and cannot
    call the client themselves. Close it, or use `with`; what is asked later raises `NotUsable`.
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
        self.runner.close(self.inner.close)

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

    def make_film(
        self,
        folder: str | os.PathLike[str],
        to: str | os.PathLike[str] | None = None,
        *,
        on_progress: OnProgress | None = None,
        **note: Unpack[Note],
    ) -> Made:
        """What `AsyncPostcard.make_film` does; a `KeyboardInterrupt` too tells the number."""
        return self._make("movie", folder, to, on_progress, note)

    def make_long_picture(
        self,
        folder: str | os.PathLike[str],
        to: str | os.PathLike[str] | None = None,
        *,
        on_progress: OnProgress | None = None,
        **note: Unpack[Note],
    ) -> Made:
        """A long picture of the pictures of a folder; the rest as `make_film`."""
        return self._make("photo", folder, to, on_progress, note)

    def _make(
        self,
        kind: Kind,
        folder: str | os.PathLike[str],
        to: str | os.PathLike[str] | None,
        on_progress: OnProgress | None,
        note: Note,
    ) -> Made:
        # An interrupt is raised here, in the thread that waits.
        with telling(begun := Begun()):
            whole = partial(make, self.inner, begun, kind, folder, to, on_progress, note)
            return self.runner.run(whole)

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
            # Whoever ends the client first has ended this too.
            with suppress(NotUsable):
                self.runner.run(states.aclose)
