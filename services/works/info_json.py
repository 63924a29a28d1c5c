"""info.json, the note that a client uploads with its pictures: which, in what order, how.

Only what Postcard uses is judged; labels it does not know and missing factors are no error, nor
is anything else that may be wrong with factors.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from protocol.envelope import Malformed, load
from status_codes import ApiError, WorkStart
from stores.works import Upload
from studio.order import Labels

NAME: Final = "info.json"
# 200 pictures with all their factors need half of it; JSON takes fifty times its room when read.
MOST_BYTES: Final = 1 << 20
# More than a work has pictures; of what is beyond nobody asks.
MOST_FACTORS: Final = 1000
SIZES: Final = {
    "1920x1080": (1920, 1080),
    "1080x1920": (1080, 1920),
    "1080x1080": (1080, 1080),
    "1280x720": (1280, 720),
    "720x1280": (720, 1280),
    "640x360": (640, 360),
    "360x640": (360, 640),
}


def _known_size(value: str) -> str:
    if value not in SIZES:
        raise ValueError("one of " + ", ".join(SIZES))
    return value


class _Factor(BaseModel):
    """What the phone's own model saw in a picture."""

    types: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=20)]
    values: Annotated[list[Annotated[float, Field(ge=0, le=1)]], Field(max_length=20)]


FACTOR: Final = TypeAdapter(_Factor)


def _labels(value: Any) -> tuple[Labels | None, ...]:
    return tuple(map(_label, value[:MOST_FACTORS])) if isinstance(value, list) else ()


def _label(value: Any) -> Labels | None:
    try:
        factor = FACTOR.validate_python(value)
    except ValidationError:
        return None
    both = min(len(factor.types), len(factor.values))
    return Labels(tuple(factor.types[:both]), tuple(factor.values[:both]))


def _with_images(schema: dict[str, Any]) -> None:
    # Where there is a note it must name some; `read_info` says so with a text of its own.
    schema["required"] = ["images"]
    schema["properties"]["images"] |= {"minItems": 1}
    del schema["properties"]["images"]["default"]


class Info(BaseModel):
    """What info.json may say; `images` are names of ours after `read_info`.

    factors: of each image, as far as they go; format: of a long picture, "webp" means in both.
    """

    model_config = ConfigDict(extra="ignore", json_schema_extra=_with_images)

    images: list[str] = []
    title: Annotated[str, Field(max_length=200)] = ""
    description: Annotated[str, Field(max_length=2000)] = ""
    share: bool | None = None
    tag: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    fps: Annotated[int, Field(ge=10, le=60)] | None = None
    size: Annotated[
        str, AfterValidator(_known_size), Field(json_schema_extra={"enum": list(SIZES)})
    ] = "1920x1080"
    seed: Annotated[int, Field(ge=0, le=2**62)] | None = None
    factors: Annotated[
        tuple[Labels | None, ...],
        BeforeValidator(_labels, json_schema_input_type=list[_Factor | None] | None),
    ] = ()
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    format: Literal["jpeg", "webp"] = "jpeg"


def read_info(note: bytes | None, uploads: list[Upload]) -> Info:
    """The note, checked against the pictures that came; without one, all of them.

    Raises `ApiError` with the documented texts.
    """
    if not uploads:
        raise ApiError(WorkStart.NO_PICTURES)
    if note is None:
        return Info()
    value = _load(note)
    images = value.get("images")
    if not isinstance(images, list) or not images or not all(isinstance(i, str) for i in images):
        raise ApiError(WorkStart.INFO_NO_IMAGES)
    try:
        info = Info.model_validate(value)
    except ValidationError:
        raise ApiError(WorkStart.INFO_UNREADABLE) from None
    return info.model_copy(update={"images": _ours(images, uploads)})


def _load(note: bytes) -> dict[str, Any]:
    try:
        value = load(note.removeprefix(b"\xef\xbb\xbf"))
    except Malformed:
        raise ApiError(WorkStart.INFO_UNREADABLE) from None
    if not isinstance(value, dict):
        raise ApiError(WorkStart.INFO_UNREADABLE)
    return value


def _ours(images: list[str], uploads: list[Upload]) -> list[str]:
    names = {upload.original: upload.filename for upload in uploads}
    names |= {upload.filename: upload.filename for upload in uploads}
    for image in images:
        if image not in names:
            raise ApiError(WorkStart.FILE_MISSING, name=image[:100])
    return [names[image] for image in images]
