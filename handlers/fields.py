"""The field types of the hotel document's data tables."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from services.accounts.rules import PASSWORD_MOST, PHONE

PHONE_PATTERN = f"^{PHONE.pattern}$"

Username = Annotated[str, StringConstraints(min_length=11, max_length=11)]
Phone = Annotated[str, StringConstraints(min_length=11, max_length=11, pattern=PHONE_PATTERN)]
Hash = Annotated[str, StringConstraints(min_length=32, max_length=32)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=PASSWORD_MOST)]
# Longer than any name, number or code, so that the endpoint's own text says what is wrong with it.
TEXT_MOST = 1024
NotEmpty = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_MOST)]
# As long as a body may be; that it is base64 is said with a status of its own.
AnyBase64 = Annotated[str, StringConstraints(min_length=1)]
ShortText = Annotated[str, StringConstraints(max_length=TEXT_MOST)]
CommandType = Annotated[int, Field(ge=1, le=2)]
WorkId = Annotated[int, Field(ge=1, le=2**63 - 1)]


def also(option: dict[str, Any]) -> Any:
    """Has the description of a field say that a value of that schema is taken too."""

    def extend(schema: dict[str, Any]) -> None:
        known = schema.pop("anyOf", None) or [dict(schema)]
        schema.clear()
        schema["anyOf"] = [*known, option]

    return Field(json_schema_extra=extend)


def _one_or_zero(value: Any) -> int:
    return int(type(value) is int and value == 1)


# 若enduring传递了非int类型数据，则自动为0: nothing else than the int 1 is enduring.
Enduring = Annotated[int, BeforeValidator(_one_or_zero)]
