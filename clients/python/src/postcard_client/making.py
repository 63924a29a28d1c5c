"""From a folder to a finished work: sent, started, watched and fetched."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import anyio
import anyio.to_thread
from yarl import URL

from postcard_client import album
from postcard_client.errors import (
    ApiError,
    BadValue,
    NoPictures,
    PostcardError,
    Refused,
    ServerFault,
    StorageFull,
    TooLarge,
    WorkFailed,
)
from postcard_client.generated.calls import AsyncMovie, AsyncPhoto
from postcard_client.generated.shapes import Note, WorkChange
from postcard_client.progress import OnProgress, Progress, shown
from postcard_client.targets import Target, target

if TYPE_CHECKING:
    from postcard_client.client import AsyncPostcard

Kind = Literal["movie", "photo"]
# The states of a work that has ended: done, failed, deleted.
DONE: Final = 3
ENDED: Final = frozenset({DONE, -1, -2})
NEW: Final = 0
# upload's own statuses that say something of the one file, and of all that would follow.
BAD_FILE: Final = frozenset({101, 102, 103, 106})
FULL: Final = 104
# How long whoever gives up waits for a work to be deleted that was never started.
DELETE_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Made:
    """A finished work: its number, the file here, its address there, and its last state.

    refused: files of the folder that are not in it, with what the server said of each.
    warnings: what was not as wished and did not stop the work, in the server's words.
    """

    work_id: int
    file: Path
    address: str
    state: WorkChange
    refused: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Order:
    """What is to be made: of which files, and where it goes."""

    found: album.Album
    target: Target


@dataclass
class Begun:
    """The number of the work, as long as the server has it."""

    work_id: int | None = None


def prepared(folder: str | os.PathLike[str], to: str | os.PathLike[str] | None) -> Order:
    """What can be known before a server is asked.

    Raises `NoPictures`, `PostcardError` of a broken info.json, and `OSError` of either place.
    """
    source = Path(os.path.expanduser(folder)).resolve()
    where = target(to, source.name or "film")
    return Order(album.read(source), where)


def has_ended(state: WorkChange) -> bool:
    """Whether nothing more will be heard of it: done, failed, deleted, or cancelled."""
    # A cancelled work is a new one that says so.
    return state["status"] in ENDED or (state["status"] == NEW and bool(state["result_msg"]))


def work_of(error: BaseException) -> int | None:
    """The work that was being made when this was raised, where the server still has it."""
    work_id: int | None = vars(error).get("work_id")
    return work_id


def going_on(error: BaseException) -> str:
    """What is to be said of the work of an error, or nothing."""
    work_id = work_of(error)
    if work_id is None or isinstance(error, WorkFailed):
        return ""
    return f"work {work_id} goes on at the server: `watch` follows it, `download` fetches its info"


@contextmanager
def telling(begun: Begun) -> Iterator[None]:
    """Whatever is raised in it tells the number of the work."""
    try:
        yield
    except BaseException as error:
        vars(error)["work_id"] = begun.work_id
        said = going_on(error)
        if said:
            error.add_note(said)
        raise


async def make(
    postcard: AsyncPostcard,
    begun: Begun,
    kind: Kind,
    folder: str | os.PathLike[str],
    to: str | os.PathLike[str] | None,
    on_progress: OnProgress | None,
    note: Note,
) -> Made:
    """`AsyncPostcard.make_film`, and the same for long pictures."""
    order = await anyio.to_thread.run_sync(prepared, folder, to)
    works = postcard.movie if kind == "movie" else postcard.photo
    with shown(on_progress) as tell:
        work_id = begun.work_id = (await works.new())["work_id"]
        refused = await _started(works, begun, work_id, order.found, note, tell)
        state = await _finished(postcard, work_id, kind, tell)
        warnings = (await works.status(work_id=work_id))["warnings"]
        address = state["info"] or ""
        file = order.target.file(Path(URL(address).path).suffix)
        told = partial(_tell_bytes, tell, work_id, file.name)
        await postcard.download(address, file, on_bytes=told)
    return Made(work_id, file, address, state, refused, warnings)


async def _started(
    works: AsyncMovie | AsyncPhoto,
    begun: Begun,
    work_id: int,
    found: album.Album,
    note: Note,
    tell: OnProgress,
) -> dict[str, str]:
    """Send all and start the work; one that cannot be started is deleted. What was refused."""
    try:
        refused = await _upload(works, work_id, found, note, tell)
    except (Exception, asyncio.CancelledError):
        await _delete(works, begun, work_id)
        raise
    try:
        await works.start(work_id=work_id)
    except ApiError as error:
        # After a fault, as after no answer, nobody knows whether it was started.
        if not isinstance(error, ServerFault):
            await _delete(works, begun, work_id)
        raise
    return refused


async def _delete(works: AsyncMovie | AsyncPhoto, begun: Begun, work_id: int) -> None:
    """Delete it, if that can be done soon; even for whoever is cancelled."""
    with anyio.move_on_after(DELETE_SECONDS, shield=True), suppress(PostcardError):
        await works.delete(work_id=work_id)
        begun.work_id = None


async def _finished(
    postcard: AsyncPostcard, work_id: int, kind: Kind, tell: OnProgress
) -> WorkChange:
    """The last state of a work. Raises `WorkFailed`."""
    async with aclosing(postcard.watch(work_id, kind)) as states:
        async for state in states:
            tell(Progress(work_id, "making", state["progress"], 100, state["status_msg"]))
    if state["status"] != DONE:
        raise WorkFailed(state)
    return state


async def _upload(
    works: AsyncMovie | AsyncPhoto, work_id: int, found: album.Album, note: Note, tell: OnProgress
) -> dict[str, str]:
    """Send files one after another, and the note. What was said of those that were refused."""
    refused: dict[str, str] = {}
    taken: list[str] = []
    for number, file in enumerate(found.files):
        tell(Progress(work_id, "upload", number, len(found.files), file.name))
        try:
            await works.upload(work_id=work_id, file=file)
            taken.append(file.name)
        except BadValue as error:
            refused[file.name] = str(error)
        except (Refused, TooLarge) as error:
            if isinstance(error, StorageFull) or error.status not in {*BAD_FILE, FULL, -413}:
                raise
            refused[file.name] = error.message
            if error.status == FULL:
                refused |= {late.name: error.message for late in found.files[number + 1 :]}
                break
    tell(Progress(work_id, "upload", len(found.files), len(found.files)))
    if not taken:
        raise NoPictures("the server took none of the files", refused)
    await _send_note(works, work_id, found, note, taken)
    return refused


async def _send_note(
    works: AsyncMovie | AsyncPhoto, work_id: int, found: album.Album, note: Note, taken: list[str]
) -> None:
    """What info.json says of the files that were taken, where anything is said."""
    wanted = {**found.note, **note, "images": taken}
    if taken != found.note.get("images"):
        # They are told apart by their places.
        wanted.pop("factors", None)
    if found.note or note:
        content = json.dumps(wanted, ensure_ascii=False).encode()
        await works.upload(work_id=work_id, file=content, filename=album.NOTE)


def _tell_bytes(tell: OnProgress, work_id: int, name: str, done: int, total: int) -> None:
    tell(Progress(work_id, "download", done, total, name))
