"""Rows of `request_keys`: what requests with a key of their own were answered."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from stores.sql import Database, Duplicate, Session
from stores.tables import request_keys

_COLUMNS = (
    request_keys.c.id,
    request_keys.c.body,
    request_keys.c.answer,
    request_keys.c.created_ms,
)
_GET = select(*_COLUMNS).where(request_keys.c.id == bindparam("key_id"))
_BY_TOKEN = select(*_COLUMNS).where(request_keys.c.token == bindparam("of_token"))
_CLAIM = insert(request_keys).values(
    id=bindparam("key_id"),
    token=bindparam("of_token"),
    body=bindparam("of_body"),
    created_ms=bindparam("now"),
)
_ANSWER = (
    update(request_keys)
    .where(request_keys.c.id == bindparam("key_id"))
    .values(answer=bindparam("new_answer"))
)
_DROP_OLD = delete(request_keys).where(
    request_keys.c.id == bindparam("key_id"), request_keys.c.created_ms < bindparam("before")
)


class KeyTaken(Exception):
    """Raised when another request of the same key was quicker."""


class KeyClaim(NamedTuple):
    """Whose key it is, by their account or address and by their token, and what was asked."""

    id: str
    token: str | None
    body: str


class KeptAnswer(NamedTuple):
    """`answer` is None where the request was broken off between its change and its answer."""

    id: str
    body: str
    answer: str | None
    created_ms: int


class KeyRows:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, id_: str, since: int) -> KeptAnswer | None:
        """What is kept of a key, if that is no older."""
        return _young(await self._database.one(_GET, key_id=id_), since)

    async def of_token(self, token: str, since: int) -> KeptAnswer | None:
        """The same of one that came with this token."""
        return _young(await self._database.one(_BY_TOKEN, of_token=token), since)

    async def claim(self, session: Session, claim: KeyClaim, now: int, before: int) -> None:
        """Take the key, also one that was kept longer than `before`. Raises `KeyTaken`."""
        values = {"key_id": claim.id, "of_token": claim.token, "of_body": claim.body, "now": now}
        try:
            await session.run(_CLAIM, **values)
        except Duplicate:
            if not (await session.run(_DROP_OLD, key_id=claim.id, before=before)).rows:
                raise KeyTaken(claim.id) from None
            await session.run(_CLAIM, **values)

    async def answer(self, session: Session, id_: str, answer: str) -> None:
        """Write down what a key that was claimed is answered."""
        await session.run(_ANSWER, key_id=id_, new_answer=answer)


def _young(row: tuple[str, str, str | None, int] | None, since: int) -> KeptAnswer | None:
    found = None if row is None else KeptAnswer._make(row)
    return found if found is not None and found.created_ms >= since else None
