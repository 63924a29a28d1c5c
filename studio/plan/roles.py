"""What a text on a page is for."""

from __future__ import annotations

from typing import Literal

Role = Literal["title", "subtitle", "detail", "caption", "poem", "place"]
