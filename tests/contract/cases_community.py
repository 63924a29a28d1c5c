"""Cases of 社区 and of 影集分享 and 长图分享: posts, and comments and likes on all three."""

from __future__ import annotations

from tests.contract.cases import Cases, Reply, Scene
from tests.contract.reading import Reader

COMMUNITY = Cases()
NOBODYS = 999_999_999
POST = {"title": "标题", "type": "1", "text": "内" * 60}


async def new_post(who: Reader) -> int:
    reply = await who.rest("POST", "/forum/post/new", data=POST)
    return int(reply["data"]["post_id"])


async def get(who: Reader, path: str) -> Reply:
    return await who.rest("GET", path)


@COMMUNITY.of("forum/index")
async def index(scene: Scene) -> Reply:
    await new_post(scene.me)
    return await get(scene.stranger(), "/forum/")


@COMMUNITY.of("forum/page")
async def page(scene: Scene) -> Reply:
    await new_post(scene.me)
    return await get(scene.stranger(), "/forum/page/1")


@COMMUNITY.of("forum/post")
async def post(scene: Scene) -> Reply:
    pid = await new_post(scene.me)
    await scene.me.rest("POST", "/forum/comment/new", data={"pid": pid, "text": "好"})
    return await get(scene.stranger(), f"/forum/post/{pid}")


@COMMUNITY.of("forum/post_new", "操作成功")
async def posted(scene: Scene) -> Reply:
    return await scene.me.rest("POST", "/forum/post/new", data=POST)


async def edit(who: Reader, pid: int) -> Reply:
    data = {"title": "新标题", "text": "新内容"}
    return await who.rest("POST", f"/forum/post/{pid}/edit", data=data)


@COMMUNITY.of("forum/post_edit", "操作成功")
async def edited(scene: Scene) -> Reply:
    return await edit(scene.me, await new_post(scene.me))


@COMMUNITY.of("forum/post_edit", "只有作者可以修改文章")
async def edited_by_another(scene: Scene) -> Reply:
    return await edit(await scene.other(), await new_post(scene.me))


@COMMUNITY.of("forum/post_delete", "操作成功")
async def deleted(scene: Scene) -> Reply:
    return await get(scene.me, f"/forum/post/{await new_post(scene.me)}/delete")


@COMMUNITY.of("forum/post_delete", "找不到文章")
async def deleted_by_another(scene: Scene) -> Reply:
    return await get(await scene.other(), f"/forum/post/{await new_post(scene.me)}/delete")


@COMMUNITY.of("forum/post_like", "操作成功")
async def liked(scene: Scene) -> Reply:
    return await get(scene.me, f"/forum/post/{await new_post(scene.me)}/like")


@COMMUNITY.of("forum/post_like", "找不到文章")
async def like_of_nothing(scene: Scene) -> Reply:
    return await get(scene.me, f"/forum/post/{NOBODYS}/like")


@COMMUNITY.of("forum/post_like", "已经点过赞啦~")
async def liked_again(scene: Scene) -> Reply:
    path = f"/forum/post/{await new_post(scene.me)}/like"
    await get(scene.me, path)
    return await get(scene.me, path)


@COMMUNITY.of("forum/comment_new", "找不到文章")
async def comment_on_nothing(scene: Scene) -> Reply:
    data = {"pid": NOBODYS, "text": "好"}
    return await scene.me.rest("POST", "/forum/comment/new", data=data)


async def new_comment(scene: Scene, type_: str) -> Reply:
    """A comment of `me` on a new post, or on the finished work."""
    if type_ == "forum":
        data = {"pid": await new_post(scene.me), "text": "好"}
        return await scene.me.rest("POST", "/forum/comment/new", data=data)
    path = f"/{type_}/{scene.works[type_]}/comment/new"
    return await scene.me.rest("POST", path, data={"text": "好"})


async def to_comment(scene: Scene, who: Reader, type_: str, does: str) -> Reply:
    """Like or delete a comment of `me`."""
    cid = (await new_comment(scene, type_))["data"]["comment_id"]
    return await get(who, f"/{type_}/comment/{cid}/{does}")


def comments(type_: str) -> None:
    """Cases of the comments on one kind of thing."""

    @COMMUNITY.of(f"{type_}/comment_new", "操作成功")
    async def commented(scene: Scene) -> Reply:
        return await new_comment(scene, type_)

    @COMMUNITY.of(f"{type_}/comment_delete", "操作成功")
    async def comment_deleted(scene: Scene) -> Reply:
        return await to_comment(scene, scene.me, type_, "delete")

    @COMMUNITY.of(f"{type_}/comment_delete", "找不到评论")
    async def comment_deleted_by_another(scene: Scene) -> Reply:
        return await to_comment(scene, await scene.other(), type_, "delete")

    @COMMUNITY.of(f"{type_}/comment_like", "操作成功")
    async def comment_liked(scene: Scene) -> Reply:
        return await to_comment(scene, await scene.other(), type_, "like")

    @COMMUNITY.of(f"{type_}/comment_like", "找不到评论")
    async def like_of_no_comment(scene: Scene) -> Reply:
        return await get(scene.me, f"/{type_}/comment/{NOBODYS}/like")

    @COMMUNITY.of(f"{type_}/comment_like", "已经点过赞啦~")
    async def comment_liked_again(scene: Scene) -> Reply:
        cid = (await new_comment(scene, type_))["data"]["comment_id"]
        path = f"/{type_}/comment/{cid}/like"
        await get(scene.me, path)
        return await get(scene.me, path)


def shared_works(kind: str, not_found: str) -> None:
    """Cases of likes of, and comments on, the shared works of a kind."""

    @COMMUNITY.of(f"{kind}/like", "操作成功")
    async def work_liked(scene: Scene) -> Reply:
        return await get(scene.me, f"/{kind}/{scene.works[kind]}/like")

    @COMMUNITY.of(f"{kind}/like", not_found)
    async def like_of_no_work(scene: Scene) -> Reply:
        return await get(scene.me, f"/{kind}/{NOBODYS}/like")

    @COMMUNITY.of(f"{kind}/like", "已经点过赞啦~")
    async def work_liked_again(scene: Scene) -> Reply:
        await get(scene.me, f"/{kind}/{scene.works[kind]}/like")
        return await get(scene.me, f"/{kind}/{scene.works[kind]}/like")

    @COMMUNITY.of(f"{kind}/comment")
    async def comments_of_a_work(scene: Scene) -> Reply:
        await new_comment(scene, kind)
        return await get(scene.stranger(), f"/{kind}/{scene.works[kind]}/comment")


for each in ("forum", "movie", "photo"):
    comments(each)
shared_works("movie", "找不到影集")
shared_works("photo", "找不到长图")
