"""The field types of what is asked of models and of the map."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, StringConstraints
from pydantic import WithJsonSchema as Schema
from pydantic_core import PydanticCustomError

from handlers.fields import also

# So many points, or recognised things, in one question.
MOST_POINTS = 1000
MOST_TYPES = 100
# Characters: of a word, and of a number, however it is written.
WORD_MOST = 50
NUMBER_MOST = 32
NUMBERS_MOST = MOST_POINTS * (NUMBER_MOST + 1)
WORDS_MOST = MOST_TYPES * (WORD_MOST + 1)


class NumberList(NamedTuple):
    """`many` where a list was sent, be it of one."""

    values: tuple[float, ...]
    many: bool


def _one_of(*allowed: int) -> AfterValidator:
    def check(value: int) -> int:
        if value not in allowed:
            raise ValueError(f"one of {allowed}")
        return value

    return AfterValidator(check)


def _numbers(value: Any) -> NumberList:
    """A number, a text of numbers with commas between, or a list of numbers."""
    if isinstance(value, str):
        if len(value) > NUMBERS_MOST:
            raise ValueError(f"at most {NUMBERS_MOST} characters")
        items: list[Any] = value.split(",")
        many = "," in value
    else:
        many = isinstance(value, list)
        items = value if isinstance(value, list) else [value]
    if not 1 <= len(items) <= MOST_POINTS:
        raise ValueError(f"1 to {MOST_POINTS} numbers")
    return NumberList(tuple(_number(item) for item in items), many)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise PydanticCustomError("number_type", "not a number")
    if isinstance(value, str) and len(value) > NUMBER_MOST:
        raise PydanticCustomError("number_parsing", "not a number")
    try:
        found = float(value)
    except (ValueError, OverflowError):
        raise PydanticCustomError("number_parsing", "not a number") from None
    if not math.isfinite(found):
        raise ValueError("not finite")
    return found


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, str):
        raise PydanticCustomError("words_type", "not a text")
    if len(value) > WORDS_MOST:
        raise ValueError(f"at most {WORDS_MOST} characters")
    words = tuple(word.strip() for word in value.split(","))
    if not all(words) or len(words) > MOST_TYPES or max(map(len, words)) > WORD_MOST:
        raise ValueError("words with commas between")
    return words


def _shares(value: Any) -> tuple[float, ...]:
    if not isinstance(value, str | list):
        raise PydanticCustomError("numbers_type", "not a text of numbers")
    return _numbers(value).values


def _given(value: Any) -> Any:
    # Of several things one is enough: a form sends those that were left empty as well.
    return None if value == "" else value


LEFT_EMPTY = also({"type": "string", "maxLength": 0})
NUMBERS = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "maxLength": NUMBERS_MOST},
        {"type": "array", "items": {"type": "number"}},
    ]
}
WORDS = Schema({"type": "string", "maxLength": WORDS_MOST})
TEXT_OF_NUMBERS = Schema({"type": "string", "maxLength": NUMBERS_MOST})
ColourCount = Annotated[int, Field(ge=1, le=16)]
Length = Annotated[int, _one_of(5, 7), Schema({"type": "integer", "enum": [5, 7]})]
Experience = Annotated[int, Field(ge=-1, le=2)]
History = Annotated[int, Field(ge=-1, le=1)]
PoemCount = Annotated[int, Field(ge=1, le=10)]
# One character for each line.
Acrostic = Annotated[str, StringConstraints(max_length=4, pattern="^[\u3400-\u9fff]{1,4}$")]
# What every reader of JSON holds exactly.
Seed = Annotated[int, Field(ge=0, lt=1 << 53)]
Keyword = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=WORD_MOST)
]
Style = Annotated[str, StringConstraints(max_length=WORD_MOST)]
Types = Annotated[tuple[str, ...], PlainValidator(_words), WORDS]
Shares = Annotated[tuple[float, ...], PlainValidator(_shares), TEXT_OF_NUMBERS]
MaybeKeyword = Annotated[Keyword | None, BeforeValidator(_given), LEFT_EMPTY]
MaybeSeed = Annotated[Seed | None, BeforeValidator(_given), LEFT_EMPTY]
MaybeAcrostic = Annotated[Acrostic | None, BeforeValidator(_given), LEFT_EMPTY]
MaybeTypes = Annotated[Types | None, BeforeValidator(_given), LEFT_EMPTY]
MaybeShares = Annotated[Shares | None, BeforeValidator(_given), LEFT_EMPTY]
Coordinates = Annotated[NumberList, PlainValidator(_numbers), Schema(NUMBERS)]
System = Literal["wgs84", "gcj02", "bd09"]
