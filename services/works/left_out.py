"""What came for a work and will not be seen in it, and why: nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from services.works.info_json import Info, composed
from stores.works import Upload
from studio.order import NOT_LISTED

NEWER: Final = "同名文件较新，未使用较早的：{}"
GONE: Final = "文件已丢失，已略过：{}"


def left_out(
    uploads: Sequence[Upload],
    info: Info,
    files: Mapping[str, Path | None],
    known: Mapping[str, str],
) -> list[str]:
    """A line for each reason; `files` is where each lies that is to be shown, by names of ours."""
    called = [composed(one.original) for one in uploads]
    newest = {called[at]: at for at, one in enumerate(uploads) if one.filename in info.images}
    others = [(at, one) for at, one in enumerate(uploads) if one.filename not in files]
    reasons = {
        NOT_LISTED: [one.filename for at, one in others if at > newest.get(called[at], -1)],
        NEWER: [one.filename for at, one in others if at < newest.get(called[at], -1)],
        GONE: [name for name, path in files.items() if path is None],
    }
    return [
        text.format("、".join(known[name] for name in names))
        for text, names in reasons.items()
        if names
    ]
