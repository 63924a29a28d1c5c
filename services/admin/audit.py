"""Whatever an admin does is written down before it is done, and how it ended afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, NamedTuple

from addresses import Shown, for_logs
from services.admin.rules import ENDED_MOST, NAME_MOST, NOTE_MOST
from services.running.clock import now_ms
from status_codes import ApiError
from stores.audit import AuditedAction, AuditRows

# What `ended` says of what went well.
DONE: Final = "done"


class Actor(NamedTuple):
    """The admin who does it: a `protocol.caller.Caller` with a name. 0 is somebody unknown."""

    user_id: int
    name: str
    address: str
    trace: str
    language: str

    def as_owner(self, owner: int) -> Actor:
        """Asking in the place of a work's owner, which the log of deeds tells apart."""
        return self._replace(user_id=owner)


class AuditLog:
    """The audit log. `addresses`: how much of an admin's address it holds."""

    def __init__(self, rows: AuditRows, addresses: Shown) -> None:
        self._rows = rows
        self._addresses = addresses

    async def note(
        self, actor: Actor, action: str, *, target: str = "", target_id: int = 0, ended: str
    ) -> None:
        """Write down what has happened already."""
        deed = self._deed(actor, action, target, target_id, "")
        await self._rows.end(await self._rows.add(deed, now_ms()), ended)

    @asynccontextmanager
    async def deed(
        self, actor: Actor, action: str, target: str, target_id: int, note: str = ""
    ) -> AsyncIterator[None]:
        """Around what is done. Without the first row nothing is done."""
        entry = await self._rows.add(self._deed(actor, action, target, target_id, note), now_ms())
        try:
            yield
        except BaseException as error:
            said = error.outcome.message if isinstance(error, ApiError) else type(error).__name__
            await self._rows.end(entry, said[:ENDED_MOST])
            raise
        await self._rows.end(entry, DONE)

    def _deed(
        self, actor: Actor, action: str, target: str, target_id: int, note: str
    ) -> AuditedAction:
        return AuditedAction(
            admin_id=actor.user_id,
            name=actor.name[:NAME_MOST],
            action=action,
            target=target,
            target_id=target_id,
            note=note[:NOTE_MOST],
            address=for_logs(actor.address, self._addresses)[:NAME_MOST],
            trace=actor.trace,
        )
