"""protocol.binding: a handler's keyword-only parameters are the request's data."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import AliasChoices, Field, StringConstraints

from protocol.binding import Binder
from status_codes import ApiError, Global, Outcome

Text = Annotated[str, StringConstraints(min_length=1, max_length=3)]
Count = Annotated[int, Field(ge=1, le=9)]


async def handler(
    caller: Any, *, pass_: Text, count: Count = 1, note: Text | None = None, any_: Any = None
) -> None: ...


async def choice(
    caller: Any, *, yes: bool = False, any_: Any = None, either: int | bool = 0
) -> None: ...


async def bare(caller: Any) -> None: ...


BINDER = Binder(handler, "handler")


def refusal(data: dict[str, Any], *, binder: Binder = BINDER, strict: bool = True) -> Outcome:
    with pytest.raises(ApiError) as raised:
        binder.bind(data, strict=strict)
    return raised.value.outcome


def test_wire_names_have_no_underscore() -> None:
    """`pass_` is `pass` on the wire; what is left out is left to the handler's default."""
    assert {"pass_": "a"} == BINDER.bind({"pass": "a"}, strict=True)
    assert {"pass_": "a", "any_": [1], "count": 2, "note": None} == BINDER.bind(
        {"pass": "a", "any": [1], "count": 2, "note": None}, strict=True
    )
    assert Global.DATA_KEY is refusal({"pass_": "a"})


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        ({"pass": "a", "x": 1}, Global.DATA_KEY),
        ({"x": 1}, Global.DATA_KEY),
        ({}, Global.ARG_MISSING),
        ({"count": None}, Global.ARG_MISSING),
        ({"pass": None}, Global.ARG_EMPTY),
        ({"pass": ""}, Global.ARG_EMPTY),
        ({"pass": "a", "note": ""}, Global.ARG_EMPTY),
        ({"pass": "a", "count": None}, Global.ARG_EMPTY),
        ({"pass": "", "count": "1"}, Global.ARG_EMPTY),
        ({"pass": 1}, Global.ARG_TYPE),
        ({"pass": True}, Global.ARG_TYPE),
        ({"pass": "a", "count": "1"}, Global.ARG_TYPE),
        ({"pass": "a", "count": True}, Global.ARG_TYPE),
        ({"pass": "a", "count": 1.0}, Global.ARG_TYPE),
        ({"pass": "aaaa", "count": "1"}, Global.ARG_TYPE),
        ({"pass": "aaaa"}, Global.ARG_VALUE),
        ({"pass": "a", "count": 0}, Global.ARG_VALUE),
        ({"pass": "a", "count": 2**80}, Global.ARG_VALUE),
    ],
)
def test_the_order_of_faults(data: dict[str, Any], outcome: Global) -> None:
    """Unexpected, missing, empty, of the wrong type, out of range: the first of them is said."""
    assert outcome is refusal(data)


def test_text_from_forms() -> None:
    """A form carries only text: "2" is 2 there, and still not more than it may be."""
    assert {"pass_": "a", "count": 2} == BINDER.bind({"pass": "a", "count": "2"}, strict=False)
    assert Global.ARG_TYPE is refusal({"pass": "a", "count": "x"}, strict=False)
    assert Global.ARG_VALUE is refusal({"pass": "a", "count": "10"}, strict=False)


def test_true_is_no_number() -> None:
    """Where text is taken for a number, a boolean is not; what may be one still is."""
    takes = {"yes": True, "any_": False, "either": True}

    assert Global.ARG_TYPE is refusal({"pass": "a", "count": True}, strict=False)
    assert takes == Binder(choice, "choice").bind(
        {"yes": True, "any": False, "either": True}, strict=False
    )


def test_a_handler_without_data() -> None:
    """It takes an empty object only."""
    binder = Binder(bare, "bare")

    assert {} == binder.bind({}, strict=True)
    assert Global.DATA_KEY is refusal({"a": None}, binder=binder)
    assert {} == binder.schema().get("properties", {})


def test_the_schema() -> None:
    """The description of the data comes from the same signature."""
    schema = BINDER.schema()

    assert {"pass", "count", "note", "any"} == set(schema["properties"])
    assert ["pass"] == schema["required"]
    assert schema["additionalProperties"] is False


async def renamed(
    caller: Any, *, pid: Annotated[Count, Field(validation_alias=AliasChoices("pid", "post_id"))]
) -> None: ...


def test_the_names_of_the_fields() -> None:
    """Every name under which a field may come, and no other."""
    assert {"pass", "count", "note", "any"} == BINDER.names
    assert {"pid", "post_id"} == Binder(renamed, "renamed").names


def test_a_fault_names_its_field() -> None:
    """The worst of several; a key too many has none."""
    for data, field in (
        ({"pass": "aaaa", "count": "1"}, "count"),
        ({"pass": None}, "pass"),
        ({"x": 1}, "x"),
        (dict.fromkeys("abcde"), None),
    ):
        with pytest.raises(ApiError) as raised:
            BINDER.bind(data, strict=True)

        assert field == raised.value.texts.get("field")


def test_an_int_beyond_64_bits_is_out_of_range() -> None:
    """A reader of JSON makes a float of it; a float that is none is still of another type."""
    for wide in (float(2**64), -float(2**63), 1e300):
        assert Global.ARG_VALUE is refusal({"pass": "a", "count": wide})
        assert Global.ARG_TYPE is refusal({"pass": wide})
    assert Global.ARG_TYPE is refusal({"pass": "a", "count": 1e18})
