"""How works are described to clients: the documents' words, texts and numbers."""

from __future__ import annotations

from typing import Final

import orjson

from services.running.clock import written
from services.works.replies import (
    ListedWork,
    MovieStatus,
    MovieTitles,
    OwnMovie,
    OwnPhoto,
    PhotoStatus,
    PhotoTitles,
    WorkChange,
    WorkStatus,
)
from stores.work_lists import SeenWork
from stores.works import Upload, Work, WorkState

# The documented texts of /status, and of lists (by stage).
STATES: Final = {
    WorkState.NEW: "等待用户提供信息",
    WorkState.QUEUED: "排队等待中",
    WorkState.RUNNING: "正在处理",
    WorkState.DONE: "处理完成",
    WorkState.FAILED: "生成失败",
    WorkState.GONE: "已过期",
}
# Of these lists say the stage, of the others the state.
STAGED: Final = (WorkState.QUEUED, WorkState.RUNNING, WorkState.DONE)
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
    work: Work,
    uploads: list[Upload],
    *,
    queue_position: int = 0,
    lost: bool = False,
    by_stage: bool = False,
) -> MovieStatus | PhotoStatus:
    """The reply of /status. `lost`: the work waits for a job that is not there.

    by_stage: with the numbers of lists, and result_msg is where a finished work lies.
    """
    text = LOST if lost else STATES[WorkState(work.state)]
    result = link(work, work.result) if by_stage and work.state == WorkState.DONE else ""
    common: WorkStatus = {
        "work_id": work.id,
        "uid": work.user_id,
        "create_time": written(work.created_ms),
        "update_time": written(work.updated_ms),
        "status": _list_status(work) if by_stage else work.state,
        "status_msg": LOST if lost else _status_msg(work),
        "info": _info(work),
        "image_num": len(uploads),
        "image_urls": [link(work, upload.filename) for upload in uploads],
        "stage": work.stage,
        "progress": work.progress,
        "queue_position": queue_position,
        "result_msg": result or work.error or text,
        "warnings": orjson.loads(work.warnings),
        "result_urls": [link(work, name) for name in results(work)],
    }
    if work.kind == "movie":
        return {**common, **movie_titles(work), "movie_cover": cover(work), "description": text}
    return {**common, **photo_titles(work), "photo_cover": cover(work)}


def listed(found: SeenWork) -> ListedWork:
    """One row of a list of works."""
    work = found.work
    return {
        "work_id": work.id,
        "create_time": written(work.created_ms),
        "update_time": written(work.updated_ms),
        "status": _list_status(work),
        "status_msg": LOST if found.lost else _status_msg(work),
        "progress": work.progress,
        "share": bool(work.share),
        "like_num": work.like_num,
        "comment_num": work.comment_num,
        "liked": bool(found.liked),
    }


def own_movie(row: SeenWork) -> OwnMovie:
    """One row of list and myall; the names of what was left out are nobody else's business."""
    work = row.work
    return {
        **listed(row),
        **movie_titles(work),
        "tag": work.tag,
        "result_msg": result_msg(work),
        "movie_cover": cover(work),
        "warnings": orjson.loads(work.warnings),
    }


def own_photo(row: SeenWork) -> OwnPhoto:
    """The same of a long picture."""
    work = row.work
    return {
        **listed(row),
        **photo_titles(work),
        "tag": work.tag,
        "result_msg": result_msg(work),
        "photo_cover": cover(work),
        "warnings": orjson.loads(work.warnings),
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
        "status_msg": _status_msg(work),
        "result_msg": work.error,
        "update_ms": work.updated_ms,
    }


def _list_status(work: Work) -> int:
    return work.stage if work.state in STAGED else work.state


def _status_msg(work: Work) -> str:
    return STAGES.get(_list_status(work)) or STATES[WorkState(work.state)]


def _info(work: Work) -> str | None:
    if work.state == WorkState.DONE:
        return link(work, work.result)
    return str(work.job_id) if work.job_id is not None else None


def result_msg(work: Work) -> str:
    """What lists say of what came of a work."""
    return _info(work) or work.error


def cover(work: Work) -> str:
    """Where a cover lies; empty while there is none."""
    return link(work, work.cover) if work.cover else ""


def movie_titles(work: Work) -> MovieTitles:
    return {
        "movie_title": work.title,
        "movie_description": work.description,
    }


def photo_titles(work: Work) -> PhotoTitles:
    return {
        "photo_title": work.title,
        "photo_description": work.description,
        "cover_width": work.cover_width,
        "cover_height": work.cover_height,
        "photo_width": work.width,
        "photo_height": work.height,
    }
