"""What the answers to posts, films and long pictures have in common: comments and likes of them.

`holder` is post, movie or photo; the type of its endpoints is forum, movie or photo.
"""

from __future__ import annotations

from handlers.travel_fields import CommentText, Id, Version
from protocol.registry import Access, Table, Wrong
from protocol.replies import Nothing
from services.caller import Caller
from services.community.replies import NewVersion
from status_codes import CommentEdit, CommentFind, Like, Unlike


class CommentEndpoints:
    """The handlers of comments that are there, on one kind of thing."""

    def __init__(self, holder: str) -> None:
        self._holder = holder

    async def comment_edit(
        self, caller: Caller, *, cid: Id, text: CommentText, version: Version | None = None
    ) -> NewVersion:
        """Write the caller's comment anew; its new version."""
        made = await caller.community.comments.edit(caller, self._holder, cid, text, version)
        return {"version": made}

    async def comment_delete(self, caller: Caller, *, cid: Id) -> Nothing:
        """Delete the caller's comment; as an admin, any."""
        await caller.community.comments.delete(caller, self._holder, cid)
        return {}

    async def comment_restore(self, caller: Caller, *, cid: Id) -> Nothing:
        """Bring back a deleted comment."""
        await caller.community.comments.restore(self._holder, cid)
        return {}

    async def comment_like(self, caller: Caller, *, cid: Id) -> Nothing:
        """Like a comment."""
        await caller.community.likes.like_comment(caller, self._holder, cid)
        return {}

    async def comment_unlike(self, caller: Caller, *, cid: Id) -> Nothing:
        """Take back the like of a comment."""
        await caller.community.likes.unlike_comment(caller, self._holder, cid)
        return {}


def with_comments(table: Table, holder: str) -> Table:
    """The table, with the endpoints of comments on `holder`."""
    does, user, find = CommentEndpoints(holder), Access.USER, CommentFind
    at = f"/{table.type}/comment/{{cid}}"
    nobodys: Wrong = {"cid": find.NOT_FOUND}
    table.on(
        "comment_edit",
        access=user,
        local=(find, CommentEdit),
        rest=f"POST {at}/edit",
        wrong=nobodys,
    )(does.comment_edit)
    table.on("comment_delete", access=user, local=find, rest=both(f"{at}/delete"), wrong=nobodys)(
        does.comment_delete
    )
    table.on(
        "comment_restore",
        access=Access.ADMIN,
        local=find,
        rest=f"POST {at}/restore",
        wrong=nobodys,
    )(does.comment_restore)
    table.on(
        "comment_like", access=user, local=(find, Like), rest=both(f"{at}/like"), wrong=nobodys
    )(does.comment_like)
    table.on(
        "comment_unlike",
        access=user,
        local=(find, Unlike),
        rest=both(f"{at}/unlike"),
        wrong=nobodys,
    )(does.comment_unlike)
    return table


def both(path: str) -> tuple[str, str]:
    """The documents change things by GET; clients that know better may POST."""
    return (f"GET {path}", f"POST {path}")
