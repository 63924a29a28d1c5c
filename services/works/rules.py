"""Rules of works: their states, what a file may be called, for how long something is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from status_codes import WorkStarted
from stores.jobs import Job
from stores.works import Upload, Work, WorkState

DAY_MS: Final = 86_400_000
# Cleaning is done every hour; a storage may be away for longer.
GONE_MS: Final = DAY_MS
# What a cancelled work says; by it `start` knows one from a work never started.
CANCELLED: Final = "已取消"
# The words of a waiting and of a running task in the documented text 已在 … 队列中.
TASK_STATES: Final = {WorkState.QUEUED: "PENDING", WorkState.RUNNING: "STARTED"}
# What renders a work of each kind.
JOBS: Final = {"movie": Job.RENDER, "photo": Job.RENDER}
# What has expired, in the documented text …已过期，请重新新建.
EXPIRED: Final = {"movie": "影集", "photo": "任务"}
FILENAME_MOST: Final = 255
# The names of pictures that are accepted, by their kind.
EXTENSIONS: Final = {
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
    "heic": "heic",
    "gif": "gif",
    "avif": "avif",
    "bmp": "bmp",
    "tiff": "tif",
    "dng": "dng",
    "quicktime": "mov",
    "mp4": "mp4",
}


def started(work: Work) -> WorkStarted:
    """What is said when a work that is neither waiting nor running is queued."""
    if work.state == WorkState.FAILED:
        return WorkStarted.AFTER_FAILURE
    return WorkStarted.AGAIN_AFTER_CANCEL if work.error == CANCELLED else WorkStarted.QUEUED


def next_number(there: Collection[Upload], now: int) -> int:
    """The name of a new upload, without its end, at `now` ms.

    Microseconds, as the documented names; two in one instant differ by the clock's count.
    """
    taken = {int(upload.filename.partition(".")[0]) for upload in there}
    number = now * 1000
    while number in taken:
        number += 1
    return number


def is_filename(name: str) -> bool:
    """Whether a client's name of a file is one: no path, nothing invisible, not too long."""
    if len(name) > FILENAME_MOST:
        return False
    # A name that is no text (bytes that are not UTF-8) comes as lone surrogates.
    odd = any(c in "/\\" or ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) < 0xE000 for c in name)
    return not odd and name not in (".", "..")
