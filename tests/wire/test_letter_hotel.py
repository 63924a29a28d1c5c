"""The hotel document's fields in each wrong form, and the status of each: a table of them all."""

from __future__ import annotations

from typing import Any, Final

from tests.documents import HOTEL, covers
from tests.postcard import Guest
from tests.rows import same_rows

MISSING: Final = object()
# Statuses of hotel.md, by what they say.
DATABASE_KEY, EMPTY, KIND, VALUE, HASH, WRONG, PHONE = -202, -201, -203, -204, -4, 100, 1016
NO_TEXT: tuple[Any, ...] = (0, 1, -1, 1.5, 2**64, 10**30, True, False, [], ["1"], {}, {"a": "1"})
NO_INT: tuple[Any, ...] = ("1", "a", " ", 1.0, 1.5, True, False, [], [1], {}, {"a": 1})
OTHERS_LENGTH = ("1", "1380000000", "138000000001", "1" * 5000)
NO_PHONE = (
    "12800000000",
    "1380000000a",
    "+8613800000",
    "１３８００００００００",
    " 1380000000",
    "-1380000000",
)
NO_HASH = ("a", "0" * 31, "0" * 33, "0" * 5000)
WRONG_HASH = ("0" * 32, "g" * 32, "山" * 32, "\0" * 32)

Forms = dict[int, tuple[Any, ...]]
TEXT: Forms = {DATABASE_KEY: (MISSING,), EMPTY: (None, ""), KIND: NO_TEXT}
# One that may be left out.
MAYBE: Forms = {EMPTY: (None, ""), KIND: NO_TEXT}
# One that null empties.
EMPTIED: Forms = {0: (MISSING, None, "", "a" * 20), KIND: NO_TEXT, VALUE: ("a" * 21, "a" * 5000)}
# What is not looked at.
ANYTHING = (MISSING, None, "", *NO_TEXT, *NO_HASH)

GOOD: dict[str, dict[str, Any]] = {
    "register/phone": {"username": "13800000000", "hash": "0" * 32, "pass": "a"},
    "login/pass": {"username": "13800000000", "pass": "a", "enduring": 0},
    "info/get": {},
    "info/update": {},
    "img/validate": {"hash": "0" * 32},
    "sms/generate": {"phone": "12345678901", "command_type": 1},
    "sms/validate": {"hash": "0" * 32},
}
TABLE: dict[str, dict[str, Forms]] = {
    "register/phone": {
        "username": TEXT | {VALUE: OTHERS_LENGTH + NO_PHONE},
        "hash": TEXT | {VALUE: NO_HASH, HASH: WRONG_HASH},
        "pass": TEXT | {VALUE: ("a" * 1025, "a" * 5000), HASH: (" ", "山")},
    },
    "login/pass": {
        "username": TEXT | {VALUE: OTHERS_LENGTH, WRONG: NO_PHONE},
        "pass": TEXT | {VALUE: ("a" * 1025, "a" * 5000), WRONG: (" ", "山")},
        "enduring": {WRONG: (*ANYTHING, *NO_INT, 2, 2**63, -(2**63))},
    },
    "info/get": {
        "username": MAYBE | {0: (MISSING,), VALUE: OTHERS_LENGTH, WRONG: NO_PHONE},
    },
    "info/update": {
        "username": MAYBE | {0: (MISSING,), VALUE: OTHERS_LENGTH, 102: NO_PHONE},
        "phone": MAYBE | {0: (MISSING,), VALUE: OTHERS_LENGTH + NO_PHONE},
        "name": EMPTIED,
        "nickname": EMPTIED,
        "email": {
            0: (MISSING, None, ""),
            KIND: NO_TEXT,
            VALUE: ("a", "a@", "@example.com", "a b@example.com", "a" * 50 + "@example.com"),
        },
        "gender": {0: (*ANYTHING, "other", "MALE", "男")},
    },
    "img/validate": {"hash": TEXT | {VALUE: NO_HASH}},
    "sms/generate": {
        "phone": TEXT | {PHONE: (*OTHERS_LENGTH[:3], *NO_PHONE), VALUE: OTHERS_LENGTH[3:]},
        "command_type": {
            EMPTY: (None, ""),
            KIND: NO_INT,
            VALUE: (0, -1, 3, 100, 2**63, 2**64, -(2**64), 10**30),
            PHONE: (MISSING, 1, 2),
        },
        "hash": {PHONE: ANYTHING},
    },
    "sms/validate": {"hash": TEXT | {VALUE: NO_HASH}},
}


@covers("*: field *", "global: -201", "global: -202", "global: -203", "global: -204")
async def test_every_field_in_each_wrong_form(member: Guest) -> None:
    """Each has its number, with the id of the request, and nothing in data."""
    urls = {endpoint["name"]: endpoint["url"] for endpoint in HOTEL["endpoints"]}
    expected, seen = {}, {}
    for endpoint, fields in TABLE.items():
        type_, subtype = endpoint.split("/")
        for field, forms in fields.items():
            for status, form in ((status, form) for status, of in forms.items() for form in of):
                data = GOOD[endpoint] | {field: form}
                data = {name: value for name, value in data.items() if value is not MISSING}
                body = {"id": 77, "type": type_, "subtype": subtype, "data": data}
                said = "nothing" if form is MISSING else f"{form!r:.30} {type(form).__name__}"
                row = f"{endpoint} {field}: {said}"
                reply = await member.post(urls[endpoint], body)
                expected[row], seen[row] = (77, status), (reply["id"], reply["status"])

    same_rows(expected, seen)


def test_the_table_is_whole() -> None:
    """Every field of the document stands in it."""
    fields = {e["name"]: set(e["fields"]) for e in HOTEL["endpoints"] if e["fields"]}

    assert fields == {endpoint: set(found) for endpoint, found in TABLE.items()}
