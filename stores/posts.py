"""Posts of the forum as rows: lists for a viewer, one whole, new and edited ones."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update

from stores.post_total import POSTS, count_posts
from stores.sql import Database, Row, Session
from stores.tables import blocks, posts, totals, users
from stores.targets import POST
from stores.visibility import AUTHOR, Author, Column, comments_seen, liked, unblocked, viewer

# The document's: 这里截取前50个字符.
EXCERPT: Final = 50


class Post(NamedTuple):
    """A shown post as one viewer sees it; in lists `text` is its beginning alone."""

    author: Author
    id: int
    title: str
    type: int
    text: str
    version: int
    like_num: int
    created_ms: int
    liked: int


class Edited(NamedTuple):
    """Who may edit a post, and the version that an edit is made from."""

    author: int
    version: int


def _columns(text: Column) -> list[Column]:
    return [
        *AUTHOR,
        posts.c.id,
        posts.c.title,
        posts.c.type,
        text,
        posts.c.version,
        posts.c.like_num,
        posts.c.created_ms,
        liked(POST, posts.c.id),
    ]


_id = posts.c.id == bindparam("post_id")
_ADD = insert(posts).values(
    user_id=bindparam("user_id"),
    title=bindparam("title"),
    type=bindparam("post_type"),
    text=bindparam("text"),
    created_ms=bindparam("now"),
    updated_ms=bindparam("now"),
)
_EDIT = (
    update(posts)
    .where(_id, posts.c.shown == 1, posts.c.version == bindparam("was"))
    .values(
        title=bindparam("title"),
        text=bindparam("text"),
        version=posts.c.version + 1,
        updated_ms=bindparam("now"),
    )
)
_EDITED = select(posts.c.user_id, posts.c.version).where(_id, posts.c.shown == 1)
_unseen = (
    select(func.count())
    .select_from(blocks.join(posts, posts.c.user_id == blocks.c.blocked_id))
    .where(blocks.c.user_id == viewer, posts.c.shown == 1)
)
_TOTAL = select(totals.c.value - _unseen.scalar_subquery()).where(totals.c.name == POSTS)
# Ids first, from the index alone: the rows before a deep page are never read.
_page = (
    select(posts.c.id)
    .where(posts.c.shown == 1, posts.c.id < bindparam("before"), unblocked(posts.c.user_id))
    .order_by(posts.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
    .subquery("page")
)
_LIST = (
    select(*_columns(func.substr(posts.c.text, 1, EXCERPT)))
    .select_from(
        _page.join(posts, posts.c.id == _page.c.id).join(users, users.c.id == posts.c.user_id)
    )
    .order_by(_page.c.id.desc())
)
_GET = (
    select(
        comments_seen(POST, posts.c.id, posts.c.comment_num),
        *_columns(posts.c.text),
    )
    .select_from(posts.join(users, users.c.id == posts.c.user_id))
    .where(_id, posts.c.shown == 1, unblocked(posts.c.user_id))
)


class PostRows:
    """Rows of `posts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, session: Session, user_id: int, title: str, type_: int, text: str, now: int
    ) -> int:
        """A new post, counted in the total; its id."""
        done = await session.run(
            _ADD, user_id=user_id, title=title, post_type=type_, text=text, now=now
        )
        await count_posts(session, 1)
        return done.id

    async def total(self, viewer_id: int) -> int:
        """How many posts there are for the viewer."""
        row = await self._database.one(_TOTAL, viewer=viewer_id)
        return int(row[0]) if row else 0

    async def page(self, viewer_id: int, before: int, limit: int, offset: int) -> list[Post]:
        """The newest `limit` posts with an id below `before`, after so many; text cut."""
        rows = await self._database.all(
            _LIST, viewer=viewer_id, before=before, limit=limit, offset=offset
        )
        return [_post(row) for row in rows]

    async def get(self, post_id: int, viewer_id: int) -> tuple[Post, int] | None:
        """A post and how many comments on it the viewer sees."""
        row = await self._database.one(_GET, post_id=post_id, viewer=viewer_id)
        return (_post(row[1:]), int(row[0])) if row else None

    async def edited(self, post_id: int) -> Edited | None:
        row = await self._database.one(_EDITED, post_id=post_id)
        return Edited._make(row) if row else None

    async def edit(self, post_id: int, was: int, title: str, text: str, now: int) -> bool:
        """Write the next version; False when `was` is no longer the version, or it is gone."""
        done = await self._database.run(
            _EDIT, post_id=post_id, was=was, title=title, text=text, now=now
        )
        return done.rows == 1


def _post(row: Row) -> Post:
    width = len(Author._fields)
    return Post(Author._make(row[:width]), *row[width:])
