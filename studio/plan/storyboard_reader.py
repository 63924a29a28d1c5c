"""Rule: whoever edits a storyboard is told which value of it is wrong, and what it should be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any


class StoryboardError(Exception):
    """Raised when a document is no storyboard; its text is for the guest and names the place."""


class Reader:
    """One object of the document and where it stands, for the text of an error."""

    def __init__(self, where: str, value: Any) -> None:
        self.where = where
        self.value = value

    def _get(self, key: str) -> Any:
        if not isinstance(self.value, Mapping):
            raise StoryboardError(f"{self.where}应为对象")
        if key not in self.value:
            raise StoryboardError(f"{self.where}缺少 {key}")
        return self.value[key]

    def word(self, key: str, most: int, *, least: int = 1) -> str:
        value = self._get(key)
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise StoryboardError(f"{self.where}的 {key} 应为不超过 {most} 字的文字")
        return value

    def whole(self, key: str, least: int, most: int) -> int:
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise StoryboardError(f"{self.where}的 {key} 应为 {least} 到 {most} 的整数")
        return value

    def real(self, key: str, least: float, most: float) -> float:
        value = self._get(key)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        # An int may be too large for a float; it is refused by the comparison.
        if not number or not least <= value <= most or not math.isfinite(value):
            raise StoryboardError(f"{self.where}的 {key} 应为 {least:g} 到 {most:g} 的数")
        return float(value)

    def numbers(self, key: str, count: int, least: int, most: int) -> list[int]:
        return _wholes(f"{self.where}的 {key} ", self._get(key), count, least, most)

    def levels(self) -> list[int]:
        return _wholes(self.where, self.value, 3, 0, 255)

    def under(self, key: str) -> Reader:
        return Reader(f"{self.where}的 {key} ", self._get(key))

    def optional(self, key: str) -> Reader | None:
        if not isinstance(self.value, Mapping):
            raise StoryboardError(f"{self.where}应为对象")
        return None if self.value.get(key) is None else self.under(key)

    def items(self, key: str, least: int, most: int) -> list[Reader]:
        value = [] if least == 0 and self.optional(key) is None else self._get(key)
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise StoryboardError(f"{self.where}的 {key} 应为数组")
        if not least <= len(value) <= most:
            raise StoryboardError(f"{self.where}的 {key} 应有 {least} 到 {most} 项")
        return [
            Reader(f"{self.where}的 {key} 第 {number} 项", item)
            for number, item in enumerate(value, 1)
        ]


def _wholes(where: str, value: Any, count: int, least: int, most: int) -> list[int]:
    fits = isinstance(value, Sequence) and not isinstance(value, str) and len(value) == count
    if not fits or not all(type(item) is int and least <= item <= most for item in value):
        raise StoryboardError(f"{where}应为 {count} 个 {least} 到 {most} 的整数")
    return list(value)
