"""The field types of the travel document's posts, comments, shared works, and of their lists."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AliasChoices, BeforeValidator, Field, StringConstraints

from handlers.fields import also
from services.community.rules import COMMENT_MOST, NEWEST, POST_MOST, REASON_MOST, TITLE_MOST

# The default length of the forum's lists, as documented, and of the others.
FORUM_PAGE: Final = 10
LONG_PAGE: Final = 100


def _blank_is_empty(value: Any) -> Any:
    # What is longer than any of them is refused for that, and not read for it.
    is_text = isinstance(value, str) and len(value) <= POST_MOST
    return "" if is_text and value.isspace() else value


def _text(most: int) -> StringConstraints:
    # SQLite ends a text at a zero byte when it counts characters, MariaDB does not.
    return StringConstraints(min_length=1, max_length=most, pattern=r"^[^\x00]*$")


def _whether(value: Any) -> Any:
    return bool(value) if type(value) is int and value in (0, 1) else value


NotBlank = BeforeValidator(_blank_is_empty)

Id = Annotated[int, Field(ge=1, le=NEWEST)]
# A client that calls the post's number by the name that its replies have is understood too.
OnPost = Annotated[Id, Field(validation_alias=AliasChoices("pid", "post_id"))]
# The same of a work.
OnWork = Annotated[Id, Field(validation_alias=AliasChoices("wid", "work_id"))]
Title = Annotated[str, _text(TITLE_MOST), NotBlank]
PostText = Annotated[str, _text(POST_MOST), NotBlank]
CommentText = Annotated[str, _text(COMMENT_MOST), NotBlank]
Reason = Annotated[str, _text(REASON_MOST), NotBlank]
Small = Annotated[int, Field(ge=0, le=2**31 - 1)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Whether = Annotated[bool, BeforeValidator(_whether), also({"type": "integer", "enum": [0, 1]})]
PageNum = Annotated[int, Field(ge=1, le=2**31 - 1)]
Limit = Annotated[int, Field(ge=1, le=100)]
