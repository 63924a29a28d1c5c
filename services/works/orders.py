"""What the studio is told of a work: pictures by the names that the guest knows, and wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path, PurePath
from typing import Final

from config import ROOT, WorksSettings
from services.works.info_json import SIZES, Info
from services.works.left_out import left_out
from stores.works import Upload, Work
from studio.order import Labels, Order, Photo
from studio.plan.storyboard_types import StoryboardDocument

# Of our own names: what holds a clip and not a picture.
CLIPS: Final = frozenset({".mp4", ".mov"})

Find = Callable[[str], Path | None]


def known_names(uploads: Sequence[Upload]) -> dict[str, str]:
    """What the guest calls each upload, by our name; ours where that would name two of them."""
    often = Counter(upload.original for upload in uploads)
    return {
        upload.filename: upload.original
        if upload.original and often[upload.original] == 1
        else upload.filename
        for upload in uploads
    }


def names_of(
    uploads: Sequence[Upload], info: Info, board: StoryboardDocument | None = None
) -> list[str]:
    """What must be at hand, by our names: the uploads that are shown, and clips that may belong to
    one of them. An edited `board` names its own."""
    if board is not None:
        return _named(board, uploads)
    asked = list(dict.fromkeys(info.images))
    return [*asked, *_beside(asked, uploads)] or [upload.filename for upload in uploads]


def make_order(
    work: Work,
    uploads: Sequence[Upload],
    info: Info,
    find: Find,
    out: Path,
    settings: WorksSettings,
    board: StoryboardDocument | None = None,
) -> Order:
    """The order for a work; `find` says where an upload lies."""
    given = info.images or [upload.filename for upload in uploads]
    factors = dict(zip(given, info.factors, strict=False))
    names = names_of(uploads, info, board)
    beside = [] if board is not None else _beside(info.images, uploads)
    photos, labels = _photos(names, beside, uploads, find, factors)
    # Whoever wrote a storyboard chose what is in it.
    told = [] if board is not None else _left_out(names, uploads, info, find)
    return Order(
        photos=photos,
        title=work.title,
        description=work.description,
        size=SIZES[info.size],
        fps=info.fps or settings.fps,
        seed=work.seed,
        font=(ROOT / settings.font) if settings.font else None,
        out=out,
        ordered=bool(info.images),
        max_pixels=settings.picture_pixels,
        factors=labels,
        board=board,
        latitude=info.latitude,
        longitude=info.longitude,
        format=info.format,
        motion=info.motion,
        warnings=(*info.warnings, *told),
        utc_offset_minutes=settings.utc_offset_minutes,
        clip_seconds=settings.clip_seconds,
        clip_pixels=settings.clip_pixels,
    )


def _left_out(names: Sequence[str], uploads: Sequence[Upload], info: Info, find: Find) -> list[str]:
    files = {name: find(name) for name in names}
    return left_out(uploads, info, files, known_names(uploads))


def _photos(
    names: Sequence[str],
    beside: Collection[str],
    uploads: Sequence[Upload],
    find: Find,
    factors: dict[str, Labels | None],
) -> tuple[tuple[Photo, ...], tuple[Labels | None, ...]]:
    """Those that are there, and what is known of each."""
    known = known_names(uploads)
    photos, labels = [], []
    for name in names:
        path = find(name)
        if path is not None:
            photos.append(Photo(path, known[name], name in beside))
            labels.append(factors.get(name))
    return tuple(photos), tuple(labels)


def _named(board: StoryboardDocument, uploads: Sequence[Upload]) -> list[str]:
    """The uploads that a storyboard shows, in the order in which they came."""
    every = [shown for scene in board["scenes"] for shown in scene.get("photos") or ()]
    named = {name for shown in every for name in (shown["photo"], shown.get("clip"))}
    return [ours for ours, name in known_names(uploads).items() if name in named]


def _beside(asked: Sequence[str], uploads: Sequence[Upload]) -> list[str]:
    """Clips that nobody asked for, but that have the name of a picture that somebody did: of a
    live photo both are uploaded, and one is named. Whether it is one, the studio sees."""
    stems = {_stem(one) for one in uploads if one.filename in asked and not is_clip(one.filename)}
    return [
        one.filename
        for one in uploads
        if is_clip(one.filename) and one.filename not in asked and _stem(one) in stems
    ]


def is_clip(filename: str) -> bool:
    """Whether an upload, by our name for it, is a clip."""
    return PurePath(filename).suffix in CLIPS


def _stem(upload: Upload) -> str:
    return PurePath(upload.original).stem.lower()
