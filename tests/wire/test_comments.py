"""Comments on posts, films and long pictures: one behaviour, whatever they are on."""

from __future__ import annotations

import aiohttp
import pytest

from status_codes import CommentEdit, Global
from tests.community import COMMENT, HOLDERS, Holder, each_holder, new_post, shape, someone
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.special import make_admin

FINE = (200, "操作成功")
LOST = (403, "找不到评论")


@covers("forum/comment_new: *", "movie/comment: *", "photo/comment: *")
@covers("movie/comment_new: *", "photo/comment_new: *")
@each_holder
async def test_a_new_comment_comes_first(member: Guest, guest: Guest, holder: Holder) -> None:
    """It has the documented fields and counts; strangers read it too."""
    target = await holder.new(member)
    first = await holder.commented(member, target, "一")

    second = await holder.commented(member, target, "二🏔")
    guest.token = ""
    data = (await holder.comments(guest, target))["data"]

    assert 2 == data["comment_num"]
    assert [(second, "二🏔"), (first, "一")] == [
        (comment["comment_id"], comment["text"]) for comment in data["comments"]
    ]
    assert COMMENT == shape(data["comments"][0], like=COMMENT)
    assert (0, False, 1) == tuple(
        data["comments"][0][key] for key in ("like_num", "liked", "version")
    )


@each_holder
async def test_comments_come_by_page_and_by_cursor(member: Guest, holder: Holder) -> None:
    """Newest first; the number is of all of them, however few are shown."""
    target = await holder.new(member)
    newest = [await holder.commented(member, target, str(n)) for n in range(7)][::-1]

    parts = [
        (await holder.comments(member, target, **asked))["data"]
        for asked in (
            {},
            {"limit": 3},
            {"limit": 3, "page_num": 2},
            {"limit": 3, "before": newest[2]},
            {"page_num": 9},
            {"before": newest[-1]},
        )
    ]

    assert [newest, newest[:3], newest[3:6], newest[3:6], [], []] == [
        [comment["comment_id"] for comment in part["comments"]] for part in parts
    ]
    assert {7} == {part["comment_num"] for part in parts}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", Global.ARG_EMPTY),
        (" \t\u3000", Global.ARG_EMPTY),
        (None, Global.ARG_EMPTY),
        (7, Global.ARG_TYPE),
        ("长" * 2_001, Global.ARG_VALUE),
    ],
)
async def test_what_a_comment_may_not_be(member: Guest, text: object, status: Global) -> None:
    """Blank, too long and of the wrong type: each is refused with its own status."""
    pid = await new_post(member)

    reply = await member.call("forum", "comment_new", {"pid": pid, "text": text})

    assert status.code == reply["status"]


@covers("*/comment_new: says 参数无效")
@each_holder
async def test_a_wrong_comment_is_answered_in_the_documents_words(
    member: Guest, holder: Holder
) -> None:
    """Over REST: 参数无效, for one that is blank or too long."""
    target = await holder.new(member)

    replies = [await holder.comment(member, target, text) for text in (" ", "长" * 2_001)]

    assert [(403, "参数无效")] * 2 == [(reply["code"], reply["msg"]) for reply in replies]


async def test_a_comment_may_be_as_long_as_written(member: Guest) -> None:
    """2,000 characters, of whatever width, come back as they were."""
    pid = await new_post(member)

    await HOLDERS[0].commented(member, pid, "🌊" * 2_000)
    data = (await HOLDERS[0].comments(member, pid))["data"]

    assert "🌊" * 2_000 == data["comments"][0]["text"]


async def test_the_post_has_two_names(member: Guest) -> None:
    """`post_id`, the name in replies, is understood like `pid`; both together are not."""
    pid = await new_post(member)

    by_alias = await member.call("forum", "comment_new", {"post_id": pid, "text": "好"})
    by_both = await member.call("forum", "comment_new", {"pid": pid, "post_id": pid, "text": "好"})
    by_none = await member.call("forum", "comment_new", {"text": "好"})

    assert [0, Global.DATA_KEY.code, Global.ARG_MISSING.code] == [
        reply["status"] for reply in (by_alias, by_both, by_none)
    ]


@each_holder
async def test_nothing_to_comment_on(member: Guest, holder: Holder) -> None:
    """What is not there, and what its owner took away, is not found."""
    target = await holder.new(member)
    await holder.hide(member, target)
    # An unshared work is still its owner's to comment on; a deleted post is nobody's.
    stranger = await someone(member.postcard, member.http)

    replies = [
        await holder.comment(stranger, 999_999_999),
        await holder.comment(stranger, target),
        await holder.comments(stranger, 999_999_999),
        await holder.comments(stranger, target),
    ]

    assert [(403, holder.missing)] * 4 == [(reply["code"], reply["msg"]) for reply in replies]


@covers("forum/comment_delete: *", "movie/comment_delete: *", "photo/comment_delete: *")
@pytest.mark.parametrize("method", ["GET", "POST"])
@each_holder
async def test_a_comment_is_deleted_by_its_author(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, holder: Holder, method: str
) -> None:
    """Not by others, not even by whose it is on; deleted, it is gone and counts no longer."""
    target = await holder.new(member)
    author, stranger = await someone(postcard, http), await someone(postcard, http)
    cid = await holder.commented(author, target)
    kept = await holder.commented(author, target)

    by_others = {await holder.on_comment(who, cid, "delete", method) for who in (stranger, member)}
    deleted = await holder.on_comment(author, cid, "delete", method)
    data = (await holder.comments(author, target))["data"]
    after = {
        does: await holder.on_comment(author, cid, does) for does in ("delete", "like", "unlike")
    }
    edited = await holder.on_comment(author, cid, "edit", text="改")

    assert {LOST} == by_others
    assert FINE == deleted
    assert (1, [kept]) == (data["comment_num"], [c["comment_id"] for c in data["comments"]])
    assert {LOST} == {*after.values(), edited}


@each_holder
async def test_an_admin_deletes_and_restores_a_comment(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, holder: Holder
) -> None:
    """It comes back to its place, its likes with it, and is counted again."""
    target = await holder.new(member)
    cid = await holder.commented(member, target)
    await holder.on_comment(member, cid, "like")
    before = (await holder.comments(member, target))["data"]
    admin = await someone(postcard, http)
    make_admin(admin)

    deleted = await holder.on_comment(admin, cid, "delete")
    between = (await holder.comments(member, target))["data"]
    refused = await holder.on_comment(member, cid, "restore")
    restored = await holder.on_comment(admin, cid, "restore")
    again = await holder.on_comment(admin, cid, "restore")

    assert [FINE, FINE, LOST] == [deleted, restored, again]
    assert (403, Global.NOT_ALLOWED.msg) == refused
    assert (0, []) == (between["comment_num"], between["comments"])
    assert before == (await holder.comments(member, target))["data"]


@each_holder
async def test_a_comment_is_edited_by_its_author(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, holder: Holder
) -> None:
    """Nobody else's words replace it; an edit of an old version is told so."""
    target = await holder.new(member)
    cid = await holder.commented(member, target)
    stranger = await someone(postcard, http)

    by_other = await holder.on_comment(stranger, cid, "edit", text="他的")
    edited = await holder.on_comment(member, cid, "edit", text="新的", version=1)
    late = await holder.on_comment(member, cid, "edit", text="迟的", version=1)
    plain = await holder.on_comment(member, cid, "edit", text="又新的")
    found = (await holder.comments(member, target))["data"]["comments"][0]

    assert LOST == by_other
    assert [FINE, (403, CommentEdit.CHANGED.msg), FINE] == [edited, late, plain]
    assert ("又新的", 3) == (found["text"], found["version"])


async def test_a_comment_belongs_to_its_own_kind(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """Under another kind's address it is not found, also by an admin who would restore it."""
    post, movie, photo = HOLDERS
    cid = await movie.commented(member, await movie.new(member))
    admin = await someone(postcard, http)
    make_admin(admin)

    answers = {
        await holder.on_comment(admin, cid, does)
        for holder in (post, photo)
        for does in ("like", "delete")
    }
    deleted = await movie.on_comment(admin, cid, "delete")
    restored = {await holder.on_comment(admin, cid, "restore") for holder in (post, photo)}

    assert {LOST} == answers
    assert FINE == deleted
    assert {LOST} == restored


@each_holder
async def test_comments_of_what_was_taken_away(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, holder: Holder
) -> None:
    """With its post or work a comment goes out of sight, for whoever wrote it too."""
    target = await holder.new(member)
    author = await someone(postcard, http)
    cid = await holder.commented(author, target)
    await holder.hide(member, target)

    answers = {
        await holder.on_comment(author, cid, does) for does in ("like", "unlike", "delete")
    } | {await holder.on_comment(author, cid, "edit", text="改")}

    assert {LOST} == answers
