"""Posts, comments, likes and blocks as rows: what changes what, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, delete, insert, select

from stores.blocks import BlockRows
from stores.comments import CommentRows
from stores.likes import add_like, remove_like
from stores.posts import EXCERPT, PostRows
from stores.reports import ReportRows, ReportState
from stores.sql import Database, Duplicate
from stores.tables import posts, totals, users, works
from stores.targets import POST, TargetRows, VisibilityChange

NEWEST = 2**63 - 1
ADD_USER = insert(users).values(uname=bindparam("uname"), password="x", created_ms=1)
ADD_WORK = insert(works).values(
    kind="movie", user_id=bindparam("user_id"), warnings="[]", created_ms=1, updated_ms=1
)
FORGET_TOTALS = delete(totals)
STATE = select(posts.c.shown, posts.c.hidden, posts.c.deleted_ms).where(
    posts.c.id == bindparam("post_id")
)


@pytest.fixture
async def author(database: Database) -> int:
    return (await database.run(ADD_USER, uname="author")).id


@pytest.fixture
async def reader(database: Database) -> int:
    return (await database.run(ADD_USER, uname="reader")).id


async def post(database: Database, user_id: int, text: str = "文") -> int:
    async with database.transaction() as session:
        return await PostRows(database).add(session, user_id, "题", 1, text, 1)


async def comment(database: Database, target: str, target_id: int, user_id: int) -> int:
    async with database.transaction() as session:
        assert await TargetRows(database).count_comment(session, target, target_id)
        return await CommentRows(database).add(session, target, target_id, user_id, "好", 1)


async def change(database: Database, post_id: int, what: VisibilityChange) -> bool:
    async with database.transaction() as session:
        return await TargetRows(database).change(session, POST, post_id, what, 7)


async def test_each_change_has_the_state_that_it_starts_from(
    database: Database, author: int
) -> None:
    """Deleting and hiding need what is shown; each is undone by its own opposite alone."""
    post_id = await post(database, author)
    steps = [
        (VisibilityChange.RESTORE, False, (1, 0, 0)),
        (VisibilityChange.UNHIDE, False, (1, 0, 0)),
        (VisibilityChange.DELETE, True, (0, 0, 7)),
        (VisibilityChange.DELETE, False, (0, 0, 7)),
        (VisibilityChange.HIDE, False, (0, 0, 7)),
        (VisibilityChange.UNHIDE, False, (0, 0, 7)),
        (VisibilityChange.RESTORE, True, (1, 0, 0)),
        (VisibilityChange.HIDE, True, (0, 1, 0)),
        (VisibilityChange.DELETE, False, (0, 1, 0)),
        (VisibilityChange.RESTORE, False, (0, 1, 0)),
        (VisibilityChange.UNHIDE, True, (1, 0, 0)),
    ]

    found = []
    for what, _, _ in steps:
        done = await change(database, post_id, what)
        row = await database.one(STATE, post_id=post_id)
        assert row is not None
        found.append((what, done, row))
        assert row[0] == await PostRows(database).total(0)

    assert steps == found


async def test_a_total_that_is_not_there_is_counted(database: Database, author: int) -> None:
    """The first change to an unknown total counts what is there."""
    first = await post(database, author)
    await post(database, author)
    await database.run(FORGET_TOTALS)

    await change(database, first, VisibilityChange.DELETE)

    assert 1 == await PostRows(database).total(0)


async def test_a_second_like_leaves_the_count(database: Database, author: int, reader: int) -> None:
    """It breaks the key, and its transaction leaves nothing behind."""
    post_id, targets = await post(database, author), TargetRows(database)

    async def like() -> None:
        async with database.transaction() as session:
            assert await targets.count_like(session, POST, post_id, 1)
            await add_like(session, POST, post_id, reader, 1)

    await like()
    with pytest.raises(Duplicate):
        await like()
    [row] = await PostRows(database).page(reader, NEWEST, 10, 0)
    async with database.transaction() as session:
        removed = [await remove_like(session, POST, post_id, reader) for _ in range(2)]

    assert (1, 1) == (row.like_num, row.liked)
    assert [True, False] == removed


async def test_what_is_not_there_cannot_be_counted(database: Database, author: int) -> None:
    """Neither likes nor comments of a deleted post, nor of one that never was."""
    post_id, targets = await post(database, author), TargetRows(database)
    await change(database, post_id, VisibilityChange.DELETE)

    async with database.transaction() as session:
        counted = [
            await targets.count_like(session, POST, post_id, 1),
            await targets.count_comment(session, POST, post_id),
            await targets.count_like(session, "movie", 999, 1),
            await targets.count_comment(session, "photo", 999),
        ]

    assert [False] * 4 == counted


async def test_a_comment_is_changed_on_its_own_holder_alone(
    database: Database, author: int, reader: int
) -> None:
    """A film of the same number keeps its count when a post's comment goes."""
    targets = TargetRows(database)
    post_id = await post(database, author)
    work_id = (await database.run(ADD_WORK, user_id=author)).id
    on_post = await comment(database, POST, post_id, reader)
    await comment(database, "movie", work_id, reader)

    async with database.transaction() as session:
        wrong = await targets.change_comment(session, "movie", on_post, VisibilityChange.DELETE, 1)
        right = await targets.change_comment(session, POST, on_post, VisibilityChange.DELETE, 1)
    found = [await targets.find(kind, id_, author) for kind, id_ in ((POST, post_id), ("movie", 1))]

    assert post_id == work_id == 1
    assert (False, True) == (wrong, right)
    assert [0, 1] == [target.comment_num for target in found if target]


async def test_how_a_target_stands_to_a_viewer(
    database: Database, author: int, reader: int
) -> None:
    """Who has blocked whom, who is an admin, and who is nobody."""
    post_id, targets, blocks = (
        await post(database, author),
        TargetRows(database),
        BlockRows(database),
    )
    await comment(database, POST, post_id, author)
    before = await targets.find(POST, post_id, reader)
    await blocks.add(reader, author, 1)
    avoided = await targets.find(POST, post_id, reader)
    await blocks.remove(reader, author)
    await blocks.add(author, reader, 1)
    refused = await targets.find(POST, post_id, reader)
    stranger = await targets.find(POST, post_id, 0)

    assert avoided and refused and stranger
    assert (post_id, author, 1, 1, 1, 0, 0, 0) == before
    assert (0, 1, 0) == (avoided.comment_num, avoided.avoided, avoided.refused)
    assert (1, 0, 1) == (refused.comment_num, refused.avoided, refused.refused)
    assert (1, None) == (stranger.comment_num, stranger.admin)


async def test_a_list_holds_the_beginning_of_a_text(database: Database, author: int) -> None:
    """Characters are cut, not bytes; the post itself has them all."""
    text = "🏔山" * 40
    post_id = await post(database, author, text)

    [row] = await PostRows(database).page(0, NEWEST, 10, 0)
    found = await PostRows(database).get(post_id, 0)

    assert text[:EXCERPT] == row.text
    assert found is not None
    assert text == found[0].text


async def test_one_version_is_edited_once(database: Database, author: int) -> None:
    """The next edit has to know the next version."""
    rows, post_id = PostRows(database), await post(database, author)

    done = [await rows.edit(post_id, was, "题", str(was), 1) for was in (1, 1, 2, 9)]
    edited = await rows.edited(post_id)

    assert [True, False, True, False] == done
    assert (author, 3) == edited


async def test_a_report_ends_its_likes(database: Database, author: int, reader: int) -> None:
    """Closing one closes the open ones of the same thing, not those that were decided before."""
    reports = ReportRows(database)
    ids = [await reports.add(POST, 1, user, "广告", 1) for user in (author, reader)]
    subject = await reports.subject(ids[0])
    assert subject is not None

    async with database.transaction() as session:
        await reports.close(session, ids[0], subject, ReportState.HIDDEN, author, 2)
    async with database.transaction() as session:
        await reports.close(session, ids[1], subject, ReportState.RESTORED, author, 3)
    part = {"before": NEWEST, "limit": 10, "offset": 0}
    found = {s.name: [r.id for r in await reports.page(s, **part)] for s in ReportState}

    assert {"OPEN": [], "HIDDEN": ids[:1], "DISMISSED": [], "RESTORED": ids[1:]} == found
    with pytest.raises(Duplicate):
        await reports.add(POST, 1, reader, "又", 1)
