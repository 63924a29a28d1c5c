"""What movie and photo have in common: everything but the name of the kind."""

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


class WorkEndpoints:
    """The handlers of one kind of work."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    async def new(self, caller: Caller) -> dict[str, Any]:
        """Make an empty work; its number."""
        return {"work_id": await caller.services.albums.new(caller.user_id, self._kind)}

    async def upload(
        self, caller: Caller, *, work_id: WorkId, file: File | None = None, filename: str = ""
    ) -> dict[str, Any]:
        """Add a picture or info.json; our name for it and where it lies.

        As JSON, `file` is base64 and `filename` what the client calls it.
        """
        if file is None:
            raise ApiError(WorkUpload.NO_FILE)
        named = file if file.name else replace(file, name=filename)
        return await caller.services.albums.upload(caller.user_id, self._kind, work_id, named)

    async def start(self, caller: Caller, *, work_id: WorkId) -> Answer:
        """Queue the work for rendering."""
        return await caller.services.albums.start(caller.user_id, self._kind, work_id, caller.trace)

    async def status(self, caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
        """Where the work is."""
        return await caller.services.albums.status(caller.user_id, self._kind, work_id)

    async def cancel(self, caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
        """Stop a waiting or running work."""
        await caller.services.albums.cancel(caller.user_id, self._kind, work_id)
        return {}

    async def delete(self, caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
        """Remove the work's files; its row says -2 from then on."""
        await caller.services.albums.delete(caller.user_id, self._kind, work_id)
        return {}

    async def list(self, caller: Caller) -> dict[str, Any]:
        """The caller's works that have not failed, newest first."""
        return await caller.services.albums.list(caller.user_id, self._kind, failed=False)

    async def myall(self, caller: Caller) -> dict[str, Any]:
        """All works of the caller, newest first."""
        return await caller.services.albums.list(caller.user_id, self._kind, failed=True)

    async def watch(self, caller: Caller, *, work_id: WorkId) -> dict[str, Any]:
        """The work's state now, and a further reply at every change; over a WebSocket only."""
        if caller.push is None:
            raise ApiError(WorkWatch.NEEDS_SOCKET)
        state, end = await caller.services.albums.watch(
            caller.user_id, self._kind, work_id, caller.push.send
        )
        caller.push.on_close(end)
        return state


def works_table(kind: str) -> Table:
    """The endpoints of a kind, one per paragraph."""
    table, does, user = Table(kind), WorkEndpoints(kind), Access.USER
    at = f"/{kind}/{{work_id}}"
    table.on("new", access=user, rest=_both(f"/{kind}/new"))(does.new)
    table.on("upload", access=user, local=(WorkFind, WorkUpload), rest=f"POST {at}/upload")(
        does.upload
    )
    table.on(
        "start",
        access=user,
        local=(WorkFind, WorkStart),
        ok=WorkStarted,
        rest=_both(f"{at}/start"),
    )(does.start)
    table.on("status", access=user, local=WorkFind, rest=f"GET {at}/status")(does.status)
    table.on("cancel", access=user, local=(WorkFind, WorkCancel), rest=_both(f"{at}/cancel"))(
        does.cancel
    )
    table.on("delete", access=user, local=WorkFind, rest=_both(f"{at}/delete"))(does.delete)
    table.on("list", access=user, rest=f"GET /{kind}/list")(does.list)
    table.on("myall", access=user, rest=f"GET /{kind}/myall")(does.myall)
    table.on("watch", access=user, local=(WorkFind, WorkWatch))(does.watch)
    return table


def _both(path: str) -> tuple[str, str]:
    # The documents change things by GET; clients that know better may POST.
    return (f"GET {path}", f"POST {path}")
