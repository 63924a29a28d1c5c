"""How things are described to clients: the documents' words, texts and numbers."""

from __future__ import annotations

from typing import Final

import orjson

from services.accounts.avatars import avatar_of
from services.accounts.replies import PublicAuthor
from services.community.replies import BlockedUser, ListedComment, ListedPost, ListedReport
from services.running.clock import written
from services.works.replies import (
    ListedWork,
    MovieStatus,
    MovieTitles,
    OwnMovie,
    OwnPhoto,
    PhotoStatus,
    PhotoTitles,
    SharedMovie,
    SharedPhoto,
    WorkChange,
    WorkStatus,
)
from stores.blocks import Blocked
from stores.comments import Comment
from stores.posts import Post
from stores.reports import Report
from stores.reports import State as Reported
from stores.viewing import Author
from stores.work_lists import Listed
from stores.works import State, Upload, Work

# The documented texts of /status, and of lists (by stage).
STATES: Final = {
    State.NEW: "等待用户提供信息",
    State.QUEUED: "排队等待中",
    State.RUNNING: "正在处理",
    State.DONE: "处理完成",
    State.FAILED: "生成失败",
    State.GONE: "已过期",
}
# Lies beside the result, for the owner alone.
STORYBOARD: Final = "storyboard.json"
LOST: Final = "找不到任务，请重新启动"
STAGES: Final = {
    100: "排队等待中",
    101: "正在分析命令参数",
    102: "正在分析图片",
    103: "正在生成诗词",
    104: "正在匹配模板",
    105: "正在生成影集",
    200: "处理完成",
}


def folder(kind: str, work_id: int) -> str:
    """The media folder of a work: movies/12, photos/12."""
    return f"{kind}s/{work_id}"


def link(work: Work, name: str) -> str:
    return f"/media/{folder(work.kind, work.id)}/{name}"


def results(work: Work) -> list[str]:
    """The files of the result that whoever sees the work may have, the chief one first."""
    extras = orjson.loads(work.extras) if work.extras else []
    return [work.result, *(name for name in extras if name != STORYBOARD)] if work.result else []


def status(
    work: Work, uploads: list[Upload], *, queue_position: int = 0, lost: bool = False
) -> MovieStatus | PhotoStatus:
    """The reply of /status. `lost`: the work waits for a job that is not there."""
    text = LOST if lost else STATES[State(work.state)]
    common: WorkStatus = {
        "work_id": work.id,
        "uid": work.user_id,
        "create_time": written(work.created_ms),
        "update_time": written(work.updated_ms),
        "status": work.state,
        "info": _info(work),
        "image_num": len(uploads),
        "image_urls": [link(work, upload.filename) for upload in uploads],
        "stage": work.stage,
        "progress": work.progress,
        "queue_position": queue_position,
        "result_msg": work.error or text,
        "warnings": orjson.loads(work.warnings),
        "result_urls": [link(work, name) for name in results(work)],
    }
    if work.kind == "movie":
        return {**common, **_movie_titles(work), "description": text}
    return {**common, **_photo_titles(work)}


def _listed(found: Listed) -> ListedWork:
    work = found.work
    stage = _list_status(work)
    return {
        "work_id": work.id,
        "create_time": written(work.created_ms),
        "update_time": written(work.updated_ms),
        "status": stage,
        "status_msg": LOST if found.lost else STAGES.get(stage) or STATES[State(work.state)],
        "result_msg": _info(work) or work.error,
        "progress": work.progress,
        "tag": work.tag,
        "share": bool(work.share),
        "like_num": work.like_num,
        "comment_num": work.comment_num,
        "liked": bool(found.liked),
    }


def own_movie(row: Listed) -> OwnMovie:
    """One row of list and myall; the names of what was left out are nobody else's business."""
    left_out = orjson.loads(row.work.warnings)
    return {**_listed(row), **_movie_titles(row.work), "warnings": left_out}


def own_photo(row: Listed) -> OwnPhoto:
    """The same of a long picture."""
    left_out = orjson.loads(row.work.warnings)
    return {**_listed(row), **_photo_titles(row.work), "warnings": left_out}


def shared_movie(row: Listed) -> SharedMovie:
    """One row of all and tag."""
    return {**_listed(row), **_movie_titles(row.work), **_author(row.author)}


def shared_photo(row: Listed) -> SharedPhoto:
    """The same of a long picture."""
    return {**_listed(row), **_photo_titles(row.work), **_author(row.author)}


def post(row: Post) -> ListedPost:
    """A post, or one row of a list of posts."""
    return {
        "post_id": row.id,
        **_author(row.author),
        "title": row.title,
        "type": row.type,
        "text": row.text,
        "time": written(row.created_ms),
        "like_num": row.like_num,
        "liked": bool(row.liked),
        "version": row.version,
    }


def comment(row: Comment) -> ListedComment:
    """One row of a list of comments."""
    return {
        "comment_id": row.id,
        **_author(row.author),
        "text": row.text,
        "time": written(row.created_ms),
        "like_num": row.like_num,
        "liked": bool(row.liked),
        "version": row.version,
    }


def report(row: Report) -> ListedReport:
    """One row of the list of reports: who reports what and why, and what it says."""
    return {
        "report_id": row.id,
        **_author(row.reporter),
        "target": row.target,
        "target_id": row.target_id,
        "reason": row.reason,
        "state": Reported(row.state).name.lower(),
        "time": written(row.created_ms),
        "update_time": written(row.updated_ms),
        "reviewed_by": row.reviewed_by,
        "target_uid": row.owner,
        "title": row.title,
        "text": row.text,
        "hidden": bool(row.hidden),
    }


def blocked(row: Blocked) -> BlockedUser:
    """One row of the list of blocked users."""
    return {**_author(row.user), "time": written(row.created_ms)}


def _author(author: Author) -> PublicAuthor:
    return {
        "uid": author.id,
        # A hotel guest has no uname; his phone is nobody's business.
        "uname": author.uname or author.nickname,
        "gender": author.gender,
        "avatar": avatar_of(author.avatar),
    }


def change(work: Work, *, queue_position: int = 0) -> WorkChange:
    """What watchers are told when a work changes."""
    return {
        "work_id": work.id,
        "status": work.state,
        "stage": work.stage,
        "progress": work.progress,
        "queue_position": queue_position,
        "info": _info(work),
        "status_msg": STAGES.get(_list_status(work)) or STATES[State(work.state)],
        "result_msg": work.error,
        "update_ms": work.updated_ms,
    }


def _list_status(work: Work) -> int:
    if work.state in (State.QUEUED, State.RUNNING, State.DONE):
        return work.stage
    return work.state


def _info(work: Work) -> str | None:
    if work.state == State.DONE:
        return link(work, work.result)
    return str(work.job_id) if work.job_id is not None else None


def _movie_titles(work: Work) -> MovieTitles:
    return {
        "movie_title": work.title,
        "movie_description": work.description,
        "movie_cover": link(work, work.cover) if work.cover else "",
    }


def _photo_titles(work: Work) -> PhotoTitles:
    return {
        "photo_title": work.title,
        "photo_description": work.description,
        "photo_cover": link(work, work.cover) if work.cover else "",
        "cover_width": work.cover_width,
        "cover_height": work.cover_height,
        "photo_width": work.width,
        "photo_height": work.height,
    }
