"""info.json, the note that a client uploads with its pictures: which, in what order, how.

Only what Postcard uses is looked at, and of that only `images` must be right. What else is wrong is
mended or left out, and the owner is told: a film without its title is better than none. Of factors
nothing is told: they are what a phone makes of pictures, and no wish.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from typing import Annotated, Any, Final, Literal
from unicodedata import normalize

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
from status_codes import ApiError, Global, WorkStart
from stores.works import Upload
from studio.order import Labels, MotionShown

NAME: Final = "info.json"
# 200 pictures with all their factors need half of it; JSON takes fifty times its room when read.
MOST_BYTES: Final = 1 << 20
# More than a work has pictures; of what is beyond nobody asks.
MOST_FACTORS: Final = 1000
# Of a number that 64 bits hold, with its sign.
DIGITS: Final = 20
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


TITLE_MOST: Final = 200
DESCRIPTION_MOST: Final = 2000
FPS: Final = (10, 60)
WRONG: Final = "info.json：{} 无效，已略过"
CUT: Final = "info.json：{} 过长，已截至 {} 字"
OTHER_FPS: Final = "info.json：fps 应为 {} 至 {}，已改为 {}"


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

    factors: of each image, as far as they go; format: of a long picture, "webp" means in both;
    motion: what a film shows of photos that move.
    """

    model_config = ConfigDict(extra="ignore", json_schema_extra=_with_images)

    _warnings: tuple[str, ...] = ()

    images: list[str] = []
    title: Annotated[str, Field(max_length=TITLE_MOST)] = ""
    description: Annotated[str, Field(max_length=DESCRIPTION_MOST)] = ""
    share: bool | None = None
    tag: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    fps: Annotated[int, Field(ge=FPS[0], le=FPS[1])] | None = None
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
    motion: MotionShown = "both"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What its owner is to know of what was wrong with it."""
        return self._warnings

    def warn(self, warnings: list[str]) -> None:
        """Have them known."""
        self._warnings = tuple(warnings)


def read_info(note: bytes | None, uploads: list[Upload]) -> Info:
    """The note, checked against the pictures that came; without one, all of them.

    Raises `ApiError` with the documented texts where it names no pictures, or some that did not
    come.
    """
    if not uploads:
        raise ApiError(WorkStart.NO_PICTURES)
    if note is None:
        return Info()
    value = _load(note)
    images = value.get("images")
    if not isinstance(images, list) or not images or not all(isinstance(i, str) for i in images):
        raise ApiError(WorkStart.INFO_NO_IMAGES)
    return _mended(value).model_copy(update={"images": _ours(images, uploads)})


def _mended(value: dict[str, Any]) -> Info:
    """What can be understood of a note, with what is to be said of the rest."""
    # As clients write what they do not know.
    given = {key: item for key, item in value.items() if item is not None}
    if _number(given.get("fps")) == 0:
        del given["fps"]
    warnings = []
    for key in _wrong(given):
        said, mended = _mend(key, given.pop(key))
        warnings.append(said)
        if mended is not None:
            given[key] = mended
    info = Info.model_validate(given)
    info.warn(warnings)
    return info


def _wrong(value: dict[str, Any]) -> list[str]:
    try:
        Info.model_validate(value)
    except ValidationError as error:
        return list(dict.fromkeys(str(one["loc"][0]) for one in error.errors()))
    return []


def _mend(key: str, value: Any) -> tuple[str, str | int | None]:
    """What is said of a wrong value, and the right one that is meant, if any is."""
    most = {"title": TITLE_MOST, "description": DESCRIPTION_MOST}.get(key)
    if most is not None and isinstance(value, str):
        return CUT.format(key, most), value[:most]
    number = _number(value)
    if key == "fps" and number is not None:
        nearest = int(min(max(round(number), FPS[0]), FPS[1]))
        return OTHER_FPS.format(*FPS, nearest), nearest
    return WRONG.format(key), None


def _number(value: Any) -> float | None:
    """As a number, in a text too; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _load(note: bytes) -> dict[str, Any]:
    text = note.removeprefix(b"\xef\xbb\xbf")
    try:
        value = load(text)
    except Malformed as error:
        # Of too many parts Python's reader would make all of them.
        if error.reply.outcome is not Global.JSON_KEY:
            raise ApiError(WorkStart.INFO_UNREADABLE) from None
        value = _load_leniently(text)
    if not isinstance(value, dict):
        raise ApiError(WorkStart.INFO_UNREADABLE)
    return value


def _load_leniently(text: bytes) -> Any:
    """The same where a value stops orjson: half a surrogate pair, as of a title that was cut, is a
    question mark, and a number that nothing holds a text, which is wrong for itself alone."""
    try:
        value = json.loads(
            text.decode(), parse_int=_whole, parse_float=_fraction, parse_constant=str
        )
        return load(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError, Malformed):
        raise ApiError(WorkStart.INFO_UNREADABLE) from None


def _whole(sent: str) -> int | str:
    return int(sent) if len(sent) <= DIGITS else sent


def _fraction(sent: str) -> float | str:
    return number if math.isfinite(number := float(sent)) else sent


def _ours(images: list[str], uploads: list[Upload]) -> list[str]:
    """Of several uploads of one name as many as are listed, the newest, in order of arrival."""
    names = {upload.filename: [upload.filename] for upload in uploads}
    called = defaultdict[str, list[str]](list)
    for upload in uploads:
        called[composed(upload.original)].append(upload.filename)
    wanted = [composed(image) for image in images]
    often = Counter(wanted)
    names = {name: files[-often[name] :] for name, files in called.items()} | names
    for image, name in zip(images, wanted, strict=True):
        if name not in names:
            raise ApiError(WorkStart.FILE_MISSING, name=image[:100])
    left = {name: iter(files) for name, files in names.items()}
    return [next(left[name], names[name][-1]) for name in wanted]


def composed(name: str) -> str:
    """The name as it is known: a Mac spells a letter and its accent apart in the names of files,
    and together elsewhere."""
    return normalize("NFC", name)
