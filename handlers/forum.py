"""forum: posts, and comments on them. What is done to a comment stands in handlers/answers.py."""

from __future__ import annotations

from handlers.answers import both, with_comments
from handlers.travel_fields import (
    FORUM_PAGE,
    LONG_PAGE,
    CommentText,
    Id,
    Limit,
    OnPost,
    PageNum,
    PostText,
    Small,
    Title,
    Version,
)
from protocol.registry import Access, Table, Wrong
from protocol.replies import Nothing
from services.caller import Caller
from services.community.replies import (
    NewComment,
    NewestPosts,
    NewPost,
    NewVersion,
    PostPage,
    WholePost,
)
from services.community.rules import NEWEST, PageQuery
from status_codes import INVALID_PARAMETER, Global, Like, PostEdit, PostFind, Unlike
from stores.targets import POST

table = with_comments(Table("forum"), POST)
AT = "/forum/post/{pid}"
NOBODYS: Wrong = {"pid": PostFind.NOT_FOUND}


@table.on("index", access=Access.GUEST, rest="GET /forum/")
async def index(caller: Caller, *, before: Id = NEWEST, limit: Limit = FORUM_PAGE) -> NewestPosts:
    """The newest posts, their text cut, and how many posts there are."""
    part = PageQuery(before, limit)
    total, posts = await caller.community.posts.page(caller, part)
    return {"post_num": total, "new_posts": posts}


@table.on("page", access=Access.GUEST, rest="GET /forum/page/{page_num}")
async def page(
    caller: Caller, *, page_num: PageNum, before: Id = NEWEST, limit: Limit = FORUM_PAGE
) -> PostPage:
    """A page of posts, their text cut, and how many posts there are."""
    part = PageQuery(before, limit, page_num)
    total, posts = await caller.community.posts.page(caller, part)
    return {"page_num": page_num, "post_num": total, "posts": posts}


@table.on("post", access=Access.GUEST, local=PostFind, rest=f"GET {AT}", wrong=NOBODYS)
async def post(
    caller: Caller,
    *,
    pid: Id,
    before: Id = NEWEST,
    limit: Limit = LONG_PAGE,
    page_num: PageNum = 1,
) -> WholePost:
    """A post and its comments; `before`, `limit` and `page_num` are about the comments."""
    part = PageQuery(before, limit, page_num)
    return await caller.community.posts.get(caller, pid, part)


@table.on("post_new", access=Access.USER, rest="POST /forum/post/new", invalid=INVALID_PARAMETER)
async def post_new(caller: Caller, *, title: Title, type_: Small, text: PostText) -> NewPost:
    """Write a post; its number."""
    made = await caller.community.posts.new(caller, title, type_, text)
    return {"post_id": made}


@table.on(
    "post_edit",
    access=Access.USER,
    local=PostEdit,
    rest=f"POST {AT}/edit",
    wrong={"pid": PostEdit.NOT_FOUND},
    invalid=INVALID_PARAMETER,
)
async def post_edit(
    caller: Caller, *, pid: Id, title: Title, text: PostText, version: Version | None = None
) -> NewVersion:
    """Write the caller's post anew, unless it was changed since `version`; its new version."""
    made = await caller.community.posts.edit(caller, pid, title, text, version)
    return {"version": made}


@table.on(
    "post_delete", access=Access.USER, local=PostFind, rest=both(f"{AT}/delete"), wrong=NOBODYS
)
async def post_delete(caller: Caller, *, pid: Id) -> Nothing:
    """Delete the caller's post; as an admin, any."""
    await caller.community.posts.delete(caller, pid)
    return {}


@table.on(
    "post_restore", access=Access.ADMIN, local=PostFind, rest=f"POST {AT}/restore", wrong=NOBODYS
)
async def post_restore(caller: Caller, *, pid: Id) -> Nothing:
    """Bring back a deleted post."""
    await caller.community.posts.restore(pid)
    return {}


@table.on(
    "post_like", access=Access.USER, local=(PostFind, Like), rest=both(f"{AT}/like"), wrong=NOBODYS
)
async def post_like(caller: Caller, *, pid: Id) -> Nothing:
    """Like a post."""
    await caller.community.likes.like(caller, POST, pid)
    return {}


@table.on(
    "post_unlike",
    access=Access.USER,
    local=(PostFind, Unlike),
    rest=both(f"{AT}/unlike"),
    wrong=NOBODYS,
)
async def post_unlike(caller: Caller, *, pid: Id) -> Nothing:
    """Take back the like of a post."""
    await caller.community.likes.unlike(caller, POST, pid)
    return {}


@table.on(
    "comment_new",
    access=Access.USER,
    local=PostFind,
    rest="POST /forum/comment/new",
    # A number that no post has names none; what is no number is a wrong field.
    wrong={(name, Global.ARG_VALUE): PostFind.NOT_FOUND for name in ("pid", "post_id")},
    invalid=INVALID_PARAMETER,
)
async def comment_new(caller: Caller, *, pid: OnPost, text: CommentText) -> NewComment:
    """Comment on a post; the comment's number."""
    made = await caller.community.comments.new(caller, POST, pid, text)
    return {"comment_id": made}
