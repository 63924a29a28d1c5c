"""movie: a guest's films."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.fields import WorkId
from protocol.registry import Access, Answer, Table
from protocol.upload import File
from services.caller import Caller
from status_codes import (
    ApiError,
    WorkCancel,
    WorkFind,
    WorkStart,
    WorkStarted,
    WorkUpload,
    WorkWatch,
)

table = Table("movie")
KIND = "movie"


def _both(path: str) -> tuple[str, str]:
    # The documents change things by GET; clients that know better may POST.
    return (f"GET {path}", f"POST {path}")


@table.on("new", access=Access.USER, rest=_both("/movie/new"))
async def new(caller: Caller) -> dict[str, Any]:
    """Make an empty work; its number."""
    return {"work_id": await caller.services.albums.new(caller.user_id, KIND)}


@table.on(
    "upload",
    access=Access.USER,
    local=(WorkFind, WorkUpload),
    rest="POST /movie/{work_id}/upload",
)
async def upload(
    caller: Caller, *, work_id: WorkId, file: File | None = None, filename: str = ""
) -> dict[str, Any]:
    """Add a picture or info.json; our name for it and where it lies.

    As JSON, `file` is base64 and `filename` what the client calls it.
    """
    if file is None:
        raise ApiError(WorkUpload.NO_FILE)
    named = file if file.name else replace(file, name=filename)
    return await caller.services.albums.upload(caller.user_id, KIND, work_id, named)


@table.on(
    "start",
    access=Access.USER,
    local=(WorkFind, WorkStart),
    ok=WorkStarted,
    rest=_both("/movie/{work_id}/start"),
)
async def start(caller: Caller, *, work_id: WorkId) -> Answer:
    """Queue the work for rendering."""
    return await caller.services.albums.start(caller.user_id, KIND, work_id, caller.trace)


@table.on("status", access=Access.USER, local=WorkFind, rest="GET /movie/{work_id}/status")
async def status(caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
    """Where the work is."""
    return await caller.services.albums.status(caller.user_id, KIND, work_id)


@table.on(
    "cancel",
    access=Access.USER,
    local=(WorkFind, WorkCancel),
    rest=_both("/movie/{work_id}/cancel"),
)
async def cancel(caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
    """Stop a waiting or running work."""
    await caller.services.albums.cancel(caller.user_id, KIND, work_id)
    return {}


@table.on("delete", access=Access.USER, local=WorkFind, rest=_both("/movie/{work_id}/delete"))
async def delete(caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
    """Remove the work's files; its row says -2 from then on."""
    await caller.services.albums.delete(caller.user_id, KIND, work_id)
    return {}


@table.on("list", access=Access.USER, rest="GET /movie/list")
async def list_(caller: Caller) -> dict[str, Any]:
    """The caller's works that have not failed, newest first."""
    return await caller.services.albums.list(caller.user_id, KIND, failed=False)


@table.on("myall", access=Access.USER, rest="GET /movie/myall")
async def myall(caller: Caller) -> dict[str, Any]:
    """All works of the caller, newest first."""
    return await caller.services.albums.list(caller.user_id, KIND, failed=True)


@table.on("watch", access=Access.USER, local=(WorkFind, WorkWatch))
async def watch(caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
    """The work's state now, and a further reply at every change; over a WebSocket only."""
    if caller.push is None:
        raise ApiError(WorkWatch.NEEDS_SOCKET)
    state, end = await caller.services.albums.watch(caller.user_id, KIND, work_id, caller.push.send)
    caller.push.on_close(end)
    return state
