"""What clients were told. An accepted write is one whose answer said so and was read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Album:
    """A film, as far as its owner was told of it."""

    owner: str
    uploads: list[str] = field(default_factory=list)
    started: bool = False
    # Asked of `status` and answered with 200.
    done: bool = False


@dataclass
class Ledger:
    """Everything that was told; phones name the guests, numbers what they made."""

    accounts: set[str] = field(default_factory=set)
    # What a nickname may be: that of the last accepted change, and those of later ones whose
    # answer never came.
    nicknames: dict[str, set[str]] = field(default_factory=dict)
    posts: dict[int, tuple[str, str]] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    comments: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    # (phone, post): whether he likes it; None where the last answer never came.
    likes: dict[tuple[str, int], bool | None] = field(default_factory=dict)
    albums: dict[int, Album] = field(default_factory=dict)
    # Enduring tokens, which must live, and whose they are.
    enduring: dict[str, str] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    silences: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    # What must never be told, in words.
    wrong: list[str] = field(default_factory=list)

    @property
    def calls(self) -> int:
        return self.answers.total() + self.silences.total()
