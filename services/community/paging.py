"""Which part of a list is asked for: by page or by cursor, the newest always first."""

from __future__ import annotations

from typing import Final, NamedTuple

# The greatest id that a table can give.
NEWEST: Final = 2**63 - 1


class Part(NamedTuple):
    """At most `limit` items with an id below `before`, after `page_num` - 1 pages of them."""

    before: int
    limit: int
    page_num: int = 1

    @property
    def offset(self) -> int:
        return (self.page_num - 1) * self.limit
