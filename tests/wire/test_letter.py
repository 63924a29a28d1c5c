"""The travel document's own texts: each is the answer to every form of its fault, over REST.

tests/contract finds that each text comes about; here stands in how many ways it does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
from aiohttp.payload import BytesPayload

from tests.documents import covers
from tests.postcard import Guest, picture
from tests.rows import same_rows

MULTIPART = "multipart/form-data; boundary=part"
# What no row of a table has for a number; the last two are none.
BEYOND = ("0", "-1", "9223372036854775808", "99999999999999999999", "9" * 400)
NUMBERS = (*BEYOND, "abc", "1.5")
# No text, in any of the forms of JSON.
NO_FILE: tuple[Any, ...] = ("", "hello", 7, 1.5, True, None, [], ["aGVsbG8="], {})
NO_TEXT: tuple[Any, ...] = ("", 7.5, True, [], ["a"], {}, {"a": 1})

# Makes what is sent, anew for each request: a form is used up by it.
Body = Callable[[], Any]
# The request, what is sent with it, and the text of the answer.
Row = tuple[str, str, Body | None, str]


async def hold(guest: Guest, rows: dict[str, Row]) -> None:
    """Every row is answered 403 with its text."""
    seen = {}
    for name, (method, path, body, _) in rows.items():
        reply = await guest.rest(method, path, **({"data": body()} if body else {}))
        seen[name] = reply["code"], reply["msg"]

    same_rows({name: (403, text) for name, (*_, text) in rows.items()}, seen)


def fields(**texts: str) -> Body:
    return lambda: texts


def value(data: Any) -> Body:
    return lambda: BytesPayload(json.dumps(data).encode(), content_type="application/json")


def raw(content: bytes, kind: str) -> Body:
    return lambda: BytesPayload(content, content_type=kind)


def parts(*given: tuple[str, Any, str | None]) -> Body:
    """A multipart form of (name, content, file name); None where it is a text."""

    def make() -> aiohttp.FormData:
        form = aiohttp.FormData(default_to_multipart=True)
        for name, content, filename in given:
            form.add_field(name, content, filename=filename)
        return form

    return make


def without_file(name: str) -> Iterator[tuple[str, Body | None]]:
    """In how many ways a file does not come."""
    yield "nothing", None
    yield "an empty form", parts()
    yield "the header of a form alone", raw(b"", MULTIPART)
    yield "a form that is none", raw(b"hello", MULTIPART)
    yield "a form without a boundary", raw(b"--part", "multipart/form-data")
    yield "half a form", raw(b'--part\r\nContent-Disposition: form-data; name="', MULTIPART)
    yield "a file without name and content", parts((name, b"", ""))
    yield "a file under another name", parts(("other", b"x", "a.jpg"))
    yield "another text", parts(("other", "a", None))
    for text in ("", "hello", "aGVsbG8="):
        yield f"the text {text!r}", parts((name, text, None))
        yield f"the text {text!r} as a plain form", fields(**{name: text})
    for given in NO_FILE:
        yield f"{given!r} as JSON", value({name: given})
    yield "JSON that is none", raw(b'{"', "application/json")
    yield "a list", value([])


PICTURED = ("/api/color", "/api/weather", "/api/style", "/api/fsrcnn")


@covers("ai/*: says 未获取到image")
async def test_no_image(guest: Guest) -> None:
    """未获取到image, wherever a model is to look at one."""
    rows: dict[str, Row] = {
        f"{path}: {how}": ("POST", path, body, "未获取到image")
        for path in PICTURED
        for how, body in without_file("image")
    }

    await hold(guest, rows | {"named": ("POST", "/api/color?image=a", None, "未获取到image")})


@covers("movie/upload: says 未获取到file", "photo/upload: says 未获取到file")
async def test_no_file(member: Guest) -> None:
    """未获取到file, for both kinds of work."""
    paths = [
        f"/{kind}/{(await member.rest('GET', f'/{kind}/new'))['data']['work_id']}/upload"
        for kind in ("movie", "photo")
    ]

    await hold(
        member,
        {
            f"{path}: {how}": ("POST", path, body, "未获取到file")
            for path in paths
            for how, body in without_file("file")
        },
    )


@covers("user/avatar: says 未获取到avatar")
async def test_no_avatar(member: Guest) -> None:
    """未获取到avatar."""
    await hold(
        member,
        {
            how: ("POST", "/user/avatar", body, "未获取到avatar")
            for how, body in without_file("avatar")
        },
    )


@covers("ai/fsrcnn: says 缩放倍数错误", "ai/style: says 指定的风格不存在")
async def test_a_wrong_scale_and_a_wrong_style(guest: Guest) -> None:
    """缩放倍数错误 for whatever is not 2, 3 or 4; 指定的风格不存在 for whatever is no style."""
    image = picture(64, 48)
    rows: dict[str, Row] = {}
    for scale in ("abc", "2.5", "", " ", "1", "5", "0", "-2", "二", "2,3", "9" * 30, "9" * 5000):
        body = parts(("image", image, "a.jpg"), ("scale", scale, None))
        rows[f"scale {scale[:40]!r}"] = ("POST", "/api/fsrcnn", body, "缩放倍数错误")
    for style in ("nobody's", "x" * 51, "\0", "风" * 60_000):
        body = parts(("image", image, "a.jpg"), ("style", style, None))
        rows[f"style {style[:60]!r}"] = ("POST", "/api/style", body, "指定的风格不存在")
    await hold(guest, rows)


WORKS = ("status", "start", "delete", "cancel")
COMMENTED = ("forum", "movie", "photo")


def by_number(number: str) -> Iterator[tuple[str, str, Body | None, str]]:
    """Every request whose path has a number, and what is said of one that nothing has."""
    for does in ("", "/like", "/unlike", "/delete"):
        yield "GET", f"/forum/post/{number}{does}", None, "找不到文章"
    yield "POST", f"/forum/post/{number}/edit", fields(title="标题", text="内容"), "找不到文章"
    for type_ in COMMENTED:
        for does in ("like", "unlike", "delete"):
            yield "GET", f"/{type_}/comment/{number}/{does}", None, "找不到评论"
        yield "POST", f"/{type_}/comment/{number}/edit", fields(text="内容"), "找不到评论"
    for kind, none in (("movie", "找不到影集"), ("photo", "找不到长图")):
        for does in WORKS:
            yield "GET", f"/{kind}/{number}/{does}", None, "找不到作业集"
        yield "GET", f"/{kind}/{number}/share?share=1", None, "找不到作业集"
        file = parts(("file", picture(64, 48), "a.jpg"))
        yield "POST", f"/{kind}/{number}/upload", file, "找不到作业集"
        yield "POST", f"/{kind}/{number}/upload", None, "找不到作业集"
        for does in ("like", "unlike", "comment"):
            yield "GET", f"/{kind}/{number}/{does}", None, none
        yield "POST", f"/{kind}/{number}/comment/new", fields(text="内容"), none
    yield "GET", f"/movie/{number}/storyboard", None, "找不到作业集"
    yield "GET", f"/block/{number}/add", None, "无此用户"
    yield "GET", f"/user/info?uid={number}", None, "无此用户"


@covers("*: says 找不到文章", "*: says 找不到评论", "*: says 找不到作业集", "*: says 找不到影集")
async def test_a_number_that_nothing_has(member: Guest) -> None:
    """What cannot be found is not found, whether its number could be one or not."""
    await hold(
        member,
        {
            f"{row[0]} {row[1][:60]} with {'something' if row[2] else 'nothing'}": row
            for number in NUMBERS
            for row in by_number(number)
        },
    )


async def test_a_stranger_is_told_to_sign_in_first(guest: Guest) -> None:
    """Before a number is looked at, where the document asks for a session at all."""
    open_to_all = ("/forum/post/0", "/movie/0/comment", "/photo/0/comment")
    rows: dict[str, Row] = {
        f"{method} {path} with {'something' if body else 'nothing'}": (
            *(method, path, body),
            "未登录或登录超时",
        )
        for method, path, body, _ in by_number("0")
        if path not in open_to_all
    }

    await hold(guest, rows)


NEW, EDIT, COMMENT = "/forum/post/new", "/forum/post/1/edit", "/forum/comment/new"
WRITTEN: dict[str, dict[str, Any]] = {
    NEW: {"title": "标题", "type": "1", "text": "内容"},
    EDIT: {"title": "标题", "text": "内容"},
    COMMENT: {"pid": "1", "text": "内容"},
    "/movie/1/comment/new": {"text": "内容"},
    "/photo/1/comment/new": {"text": "内容"},
}


def wrongly_written(path: str, name: str) -> Iterator[tuple[str, Any]]:
    """In how many ways a field of a post or a comment is wrong, and what is sent then."""
    data = WRITTEN[path]
    yield "left out", fields(**{key: text for key, text in data.items() if key != name})
    wrongs = {
        "type": ("", "abc", "-1", "1.5", str(2**31), [], {}, 2**64),
        "pid": ("", "abc", "1.5", "1 2", [], {}),
    }.get(name, (*NO_TEXT, " ", "\u3000\n", "长" * 100_000, "a\0b"))
    for wrong in (None, *wrongs):
        yield f"{str(wrong)[:9]!r}", value({**data, name: wrong})


@covers("forum/*: says 参数无效", "*/comment_new: says 参数无效")
async def test_a_wrong_post_or_comment(member: Guest) -> None:
    """参数无效 for each field in each wrong form."""
    rows: dict[str, Row] = {
        f"{path} {name} {how}": ("POST", path, body, "参数无效")
        for path, data in WRITTEN.items()
        for name in data
        for how, body in wrongly_written(path, name)
    }
    for path in WRITTEN:
        rows[f"{path} nothing"] = ("POST", path, None, "参数无效")
        rows[f"{path} no JSON"] = ("POST", path, raw(b"{", "application/json"), "参数无效")
    await hold(member, rows)


@covers("forum/comment_new: says 找不到文章")
async def test_a_comment_on_what_no_post_can_be(member: Guest) -> None:
    """A number that no post can have is 找不到文章, under either name of the field."""
    rows: dict[str, Row] = {
        f"{name} {wrong!r:.40}": (
            *("POST", COMMENT, value({name: wrong, "text": "内容"})),
            "找不到文章",
        )
        for name in ("pid", "post_id")
        for wrong in (*BEYOND, 0, -1, 2**63, 2**64)
    }
    await hold(member, rows)


# Of envelopes the number says what is wrong, as the hotel document has it.
ENVELOPES: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "no such comment": ("forum", "comment_like", {"cid": 0}, -204),
    "beyond 64 bits": ("forum", "comment_like", {"cid": 2**64}, -204),
    "far beyond": ("forum", "comment_like", {"cid": -(2**300)}, -204),
    "a text for a number": ("forum", "comment_like", {"cid": "1"}, -203),
    "a fraction": ("forum", "comment_like", {"cid": 1.5}, -203),
    "no number": ("forum", "comment_like", {}, -202),
    "null": ("forum", "comment_like", {"cid": None}, -201),
    "no such work": ("movie", "status", {"work_id": 0}, -204),
    "no picture": ("ai", "color", {}, 100),
    "no base64": ("ai", "color", {"image": "hello"}, -204),
    "an empty picture": ("ai", "color", {"image": ""}, -201),
    "a word for a scale": ("ai", "fsrcnn", {"image": "aGVsbG8=", "scale": "abc"}, -203),
    "a wrong scale": ("ai", "fsrcnn", {"image": "aGVsbG8=", "scale": 5}, 101),
    "a reset of nobody": ("user", "reset", {}, -202),
    "a login of nobody": ("user", "login", {"password": "a"}, -202),
    "no avatar": ("user", "avatar", {}, 100),
    "no file for no work": ("movie", "upload", {"work_id": 999_999_999}, 100),
    "one key too many": ("forum", "comment_like", {"cid": 0, "x": 1}, -3),
}


async def test_the_same_by_envelopes(member: Guest) -> None:
    """There the status has a number, and says of what kind the fault is."""
    seen = {
        row: (await member.call(type_, subtype, data))["status"]
        for row, (type_, subtype, data, _) in ENVELOPES.items()
    }

    same_rows({row: status for row, (*_, status) in ENVELOPES.items()}, seen)
