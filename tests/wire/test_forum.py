"""forum: posts as everybody reads them, and as their authors and admins change them."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from status_codes import Global, PostEdit, PostFind
from tests.community import COMMENT, ITEM, new_post, shape, someone, uid_of
from tests.documents import covers
from tests.postcard import Guest, Postcard
from tests.special import make_admin

POST = ITEM | {"post_id": int, "title": str, "type": int, "text": str}
CHANGES = {
    "post/new": ("POST",),
    "post/1/edit": ("POST",),
    "post/1/delete": ("GET", "POST"),
    "post/1/restore": ("POST",),
    "post/1/like": ("GET", "POST"),
    "post/1/unlike": ("GET", "POST"),
    "comment/new": ("POST",),
    "comment/1/edit": ("POST",),
    "comment/1/delete": ("GET", "POST"),
    "comment/1/restore": ("POST",),
    "comment/1/like": ("GET", "POST"),
    "comment/1/unlike": ("GET", "POST"),
}


async def data(guest: Guest, path: str, **asked: Any) -> Any:
    reply = await guest.rest("GET", f"/forum/{path}", params=asked)
    assert 200 == reply["code"], reply
    return reply["data"]


async def said(guest: Guest, path: str, method: str = "POST", **sent: Any) -> tuple[int, str]:
    reply = await guest.rest(method, f"/forum/{path}", **({"json": sent} if sent else {}))
    return reply["code"], reply["msg"]


def ids(posts: list[dict[str, Any]]) -> list[int]:
    return [post["post_id"] for post in posts]


@covers("forum/*: says 未登录或登录超时")
async def test_reading_needs_no_token_and_changing_does(member: Guest, guest: Guest) -> None:
    """Lists and posts are open to strangers; whatever changes asks who it is."""
    pid = await new_post(member)
    guest.token = ""

    read = [await said(guest, path, "GET") for path in ("", "page/1", f"post/{pid}")]
    changes = {
        (method, path): await said(guest, path, method)
        for path, methods in CHANGES.items()
        for method in methods
    }

    assert [(200, "操作成功")] * 3 == read
    assert {(403, "未登录或登录超时")} == set(changes.values())


@covers("forum/index: *", "forum/page: gives *", "forum/page: notice 3", "forum/post_new: *")
async def test_a_new_post_comes_first_in_the_lists(member: Guest) -> None:
    """It has the documented fields, its text ends after 50 characters, and it counts."""
    before = (await data(member, ""))["post_num"]
    text = "山水🏔" * 30

    pid = await new_post(member, title="三峡", type=7, text=text)
    index, page = await data(member, ""), await data(member, "page/1")
    first = index["new_posts"][0]

    assert {"post_num", "new_posts"} == index.keys()
    assert {"page_num": 1, "post_num": before + 1} == {
        key: page[key] for key in ("page_num", "post_num")
    }
    assert before + 1 == index["post_num"]
    assert index["new_posts"] == page["posts"]
    assert POST == shape(first, like=POST)
    assert (pid, await uid_of(member), "三峡", 7, text[:50], 0, False) == tuple(
        first[key] for key in ("post_id", "uid", "title", "type", "text", "like_num", "liked")
    )


@covers("forum/page: by GET", "forum/page: takes page_num", "forum/page: notice *")
async def test_pages_and_cursors_walk_over_the_same_posts(member: Guest) -> None:
    """Ten a page and newest first, by number or from the last one seen; past the end nothing."""
    made = [await new_post(member, title=str(number)) for number in range(25)]
    newest = made[::-1]

    pages = [(await data(member, f"page/{number}"))["posts"] for number in (1, 2, 3)]
    cursor = (await data(member, "", before=newest[9]))["new_posts"]
    short = (await data(member, "page/2", limit=5))["posts"]
    long = (await data(member, "", limit=25))["new_posts"]
    below = (await data(member, "page/2", before=newest[4], limit=5))["posts"]
    total = (await data(member, ""))["post_num"]
    past = await data(member, f"page/{total // 10 + 2}")
    oldest = await data(member, "", before=1)

    assert [newest[:10], newest[10:20], newest[20:]] == [
        ids(pages[0]),
        ids(pages[1]),
        ids(pages[2])[:5],
    ]
    assert newest[10:20] == ids(cursor)
    assert newest[5:10] == ids(short)
    assert newest == ids(long)
    assert newest[10:15] == ids(below)
    assert {"page_num": total // 10 + 2, "post_num": total, "posts": []} == past
    assert ([], total) == (oldest["new_posts"], oldest["post_num"])


@pytest.mark.parametrize(
    "path",
    ["page/0", "page/-1", "page/x", "?limit=0", "?limit=101", "?before=0", "post/0", "post/x"],
)
async def test_a_place_that_is_none_is_refused(guest: Guest, path: str) -> None:
    """Pages, numbers and lengths that cannot be are wrong values."""
    assert 403 == (await said(guest, path, "GET"))[0]


@covers("forum/post: *")
async def test_a_post_is_shown_whole(member: Guest, guest: Guest) -> None:
    """Its whole text and its comments, with the documented fields."""
    text = "很长的正文。\n" * 200
    pid = await new_post(member, text=text)
    reply = await member.rest("POST", "/forum/comment/new", json={"pid": pid, "text": "好"})
    whole = POST | {"comment_num": int, "comments": list}

    found = await data(guest, f"post/{pid}")
    missing = await said(guest, "post/999999999", "GET")

    assert whole == shape(found, like=whole)
    assert (pid, text, 1, 1) == tuple(
        found[key] for key in ("post_id", "text", "version", "comment_num")
    )
    assert COMMENT == shape(found["comments"][0], like=COMMENT)
    assert reply["data"]["comment_id"] == found["comments"][0]["comment_id"]
    assert (403, PostFind.NOT_FOUND.msg) == missing


@covers("forum/post_new: takes *")
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"title": None}, Global.ARG_EMPTY),
        ({"title": " \u3000\n"}, Global.ARG_EMPTY),
        ({"title": "题" * 201}, Global.ARG_VALUE),
        ({"title": 1}, Global.ARG_TYPE),
        ({"type": "1"}, Global.ARG_TYPE),
        ({"type": True}, Global.ARG_TYPE),
        ({"type": -1}, Global.ARG_VALUE),
        ({"text": ""}, Global.ARG_EMPTY),
        ({"text": "文" * 20_001}, Global.ARG_VALUE),
        ({"text": "a\0b"}, Global.ARG_VALUE),
        ({"more": 1}, Global.DATA_KEY),
    ],
)
async def test_what_a_post_may_not_be(
    member: Guest, change: dict[str, Any], status: Global
) -> None:
    """Blank, too long and of the wrong type: each is refused with its own status."""
    sent = {"title": "题", "type": 1, "text": "正文"} | change

    reply = await member.call("forum", "post_new", sent)

    assert status.code == reply["status"]


@covers("forum/post_new: says 参数无效", "forum/post_edit: says 参数无效")
async def test_wrong_fields_are_answered_in_the_documents_words(member: Guest) -> None:
    """Over REST, where the document says 参数无效: blank, missing, too long."""
    pid = await new_post(member)
    wrong: list[dict[str, Any]] = [
        {"title": " ", "type": 1, "text": "文"},
        {"title": "题", "text": "文"},
        {"title": "题", "type": "x", "text": "文"},
    ]

    new = {await said(member, "post/new", **data) for data in wrong}
    edited = {
        await said(member, f"post/{pid}/edit", title="题", text=text)
        for text in ("", "文" * 20_001)
    }

    assert {(403, "参数无效")} == new == edited


async def test_a_post_may_be_as_long_as_written(member: Guest) -> None:
    """200 characters of title and 20,000 of text, of whatever width, come back as they were."""
    title, text = "🏔" * 200, "🌊" * 20_000

    pid = await new_post(member, title=title, text=text)
    found = await data(member, f"post/{pid}")

    assert (title, text) == (found["title"], found["text"])


async def test_a_form_is_taken_too(member: Guest) -> None:
    """The documented clients send forms, in which a number is text."""
    form = {"title": "表单", "type": "3", "text": "正文"}

    replies = [
        await member.rest("POST", "/forum/post/new", data=form),
        await member.rest(
            "POST", "/forum/post/new", data=aiohttp.FormData(form, default_to_multipart=True)
        ),
    ]
    found = [await data(member, f"post/{reply['data']['post_id']}") for reply in replies]

    assert [("表单", 3)] * 2 == [(post["title"], post["type"]) for post in found]


@covers("forum/post_edit: *")
async def test_only_its_author_edits_a_post(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """The author's words replace the old ones; nobody else's do, not even an admin's."""
    pid = await new_post(member)
    admin = await someone(postcard, http)
    make_admin(admin)
    edit = {"title": "新题", "text": "新文"}

    by_admin = await said(admin, f"post/{pid}/edit", **edit)
    missing = await said(member, "post/999999999/edit", **edit)
    blank = await said(member, f"post/{pid}/edit", title="新题", text=" ")
    by_author = await member.rest("POST", f"/forum/post/{pid}/edit", json=edit)
    found = await data(member, f"post/{pid}")

    assert (403, PostEdit.NOT_AUTHOR.msg) == by_admin
    assert (403, PostEdit.NOT_FOUND.msg) == missing
    assert (403, "参数无效") == blank
    assert (200, "操作成功", 2) == (
        by_author["code"],
        by_author["msg"],
        by_author["data"]["version"],
    )
    assert ("新题", "新文", 2) == tuple(found[key] for key in ("title", "text", "version"))


async def test_an_edit_of_what_has_changed_is_refused(member: Guest) -> None:
    """Who edits an old version is told so, and the newer words stay."""
    pid = await new_post(member)
    first = await said(member, f"post/{pid}/edit", title="一", text="一", version=1)

    late = await said(member, f"post/{pid}/edit", title="二", text="二", version=1)
    found = await data(member, f"post/{pid}")

    assert (200, "操作成功") == first
    assert (403, PostEdit.CHANGED.msg) == late
    assert ("一", "一", 2) == tuple(found[key] for key in ("title", "text", "version"))


@covers("forum/post_delete: *")
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_deleted_post_is_gone_from_everywhere(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession, method: str
) -> None:
    """Nobody finds it any more, it counts no longer, and it cannot be deleted again."""
    pid = await new_post(member)
    before = (await data(member, ""))["post_num"]
    stranger = await someone(postcard, http)

    by_other = await said(stranger, f"post/{pid}/delete", method)
    deleted = await said(member, f"post/{pid}/delete", method)
    after = await data(member, "")
    edit = {"title": "题", "text": "文"}
    answers = {
        await said(member, f"post/{pid}", "GET"),
        await said(member, f"post/{pid}/like"),
        await said(member, f"post/{pid}/unlike"),
        await said(member, f"post/{pid}/delete", method),
        await said(member, "comment/new", pid=pid, text="迟了"),
        await said(member, f"post/{pid}/edit", **edit),
    }

    assert (403, "找不到文章") == by_other
    assert (200, "操作成功") == deleted
    assert before - 1 == after["post_num"]
    assert pid not in ids(after["new_posts"])
    assert {(403, "找不到文章")} == answers


async def test_an_admin_deletes_and_restores(
    member: Guest, postcard: Postcard, http: aiohttp.ClientSession
) -> None:
    """What an admin brings back is as it was, likes and comments too; others may not do it."""
    pid = await new_post(member)
    await said(member, f"post/{pid}/like")
    await said(member, "comment/new", pid=pid, text="好")
    before, whole = (await data(member, ""))["post_num"], await data(member, f"post/{pid}")
    admin = await someone(postcard, http)
    make_admin(admin)

    deleted = await said(admin, f"post/{pid}/delete")
    between = (await data(member, ""))["post_num"]
    refused = await said(member, f"post/{pid}/restore")
    restored = await said(admin, f"post/{pid}/restore")
    again = await said(admin, f"post/{pid}/restore")
    after = (await data(member, ""))["post_num"]

    assert [(200, "操作成功")] * 2 == [deleted, restored]
    assert (403, Global.NOT_ALLOWED.msg) == refused
    assert (403, "找不到文章") == again
    assert (before, before - 1, before) == (before, between, after)
    assert whole == await data(member, f"post/{pid}")


async def test_the_same_as_envelopes(member: Guest) -> None:
    """Every step can be called as an envelope; ids of the path are keys of data."""
    made = await member.call("forum", "post_new", {"title": "题", "type": 1, "text": "文"})
    pid = made["data"]["post_id"]

    steps = [
        await member.call("forum", "post_edit", {"pid": pid, "title": "二", "text": "文"}),
        await member.call("forum", "post_like", {"pid": pid}),
        await member.call("forum", "index", {"limit": 1}),
        await member.call("forum", "page", {"page_num": 1, "limit": 1}),
        await member.call("forum", "post", {"pid": pid}),
        await member.call("forum", "post_delete", {"pid": pid}),
    ]

    assert [0] * 6 == [step["status"] for step in steps]
    assert [pid, pid, pid] == [
        steps[2]["data"]["new_posts"][0]["post_id"],
        steps[3]["data"]["posts"][0]["post_id"],
        steps[4]["data"]["post_id"],
    ]
    assert steps[4]["data"]["liked"] is True
