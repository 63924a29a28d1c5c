"""The query of a list's address into what is looked for, and back into the address of more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from services.admin.lists import TablePage
from stores.browsing import LAST_ID, NEWEST, BrowsableTable, BrowseQuery
from transport.admin.admin_pages import PageRequest

SIZES: Final = (20, 50, 100)
WORDS_MOST: Final = 100
# What an address says of where a page begins; another search begins at the beginning.
PLACE: Final = ("at", "from", "skip")


def browse_query(
    visit: PageRequest, browsable: BrowsableTable[Any], filters: Mapping[str, Any]
) -> BrowseQuery:
    """What the address asks for, as far as the table has it."""
    query = visit.query
    order = query.get("by", "")
    order = order if order in browsable.orders else "id"
    words = query.get("q", "").strip()[:WORDS_MOST]
    found = dict(filters)
    if words and browsable.is_searched:
        found["words"] = words
    return BrowseQuery(
        filters=found,
        order=order,
        down=query.get("dir", "") != "up",
        limit=_one_of(query.get("per", ""), SIZES, 50),
        id=number(query.get("at", "")),
        value=query.get("from", "")[:WORDS_MOST],
        prefix=words if order in browsable.names else "",
        skip=min(number(query.get("skip", "")), NEWEST),
    )


def more(visit: PageRequest, page: TablePage[Any]) -> str:
    """The address of what comes after the page; empty when there is nothing."""
    if page.next is None:
        return ""
    after = page.next
    place = {"at": after.id, "from": after.value, "skip": after.skip}
    kept = {k: v for k, v in visit.query.items() if k not in (*PLACE, "lang", "said")}
    return f"{visit.request.path}?{urlencode(kept | {k: v for k, v in place.items() if v})}"


def list_values(
    visit: PageRequest, page: TablePage[Any], wanted: BrowseQuery, **values: Any
) -> dict[str, Any]:
    """What the template of every list is given."""
    place = {name: "" for name in (*PLACE, "said", "lang")}
    begins = any(visit.query.get(name) for name in PLACE)
    return {
        "rows": page.rows,
        "look": wanted,
        "more": more(visit, page),
        "first": visit.here(**place) if begins else "",
        "cut": page.cut,
        "sizes": SIZES,
        **values,
    }


def number(text: str) -> int:
    """An id out of an address; 0 where there is none."""
    return min(int(text), LAST_ID) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def choice(visit: PageRequest, name: str, among: Mapping[str, Any] | tuple[str, ...]) -> str:
    """What a select sends; empty for all."""
    said = visit.query.get(name, "")
    return said if said in among else ""


def _one_of(text: str, among: tuple[int, ...], else_: int) -> int:
    return int(text) if text.isdigit() and int(text) in among else else_
