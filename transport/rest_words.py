"""Rule: in the form of REST a refusal has no `data` where there is nothing to say in it.

Clients give `data` the type of what they ask for: where that is a list or a text they fail on `{}`.
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from status_codes import Outcome

DONE: Final = 200


def rest_body(row: Outcome, msg: str = "", data: Any = None) -> bytes:
    """{code, msg, data}; `msg` where it is not the row's own. A success always has data."""
    said = {"code": row.http, "msg": msg or row.msg}
    if data or row.http == DONE:
        said["data"] = data
    return orjson.dumps(said)
