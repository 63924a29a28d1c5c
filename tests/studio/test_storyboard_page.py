"""docs/storyboard.md shows a storyboard that the studio takes, and leaves no field out."""

from __future__ import annotations

import json
import re

from studio.plan.storyboard import document, read
from tests.postcard import ROOT

PAGE = (ROOT / "docs" / "storyboard.md").read_text()
EXAMPLE = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])


def test_the_example_can_be_rendered() -> None:
    """It passes the check, and comes back as it was but for what was left out."""
    board = document(read(EXAMPLE, {"IMG_1.jpg", "IMG_2.jpg"}))

    assert EXAMPLE["scenes"][0] == board["scenes"][0]
    assert {key: value for key, value in EXAMPLE.items() if key != "scenes"} == {
        key: value for key, value in board.items() if key != "scenes"
    }


def test_every_field_is_described() -> None:
    """The tables have a row for each."""
    rows = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))

    assert {*EXAMPLE, *EXAMPLE["scenes"][0], "places", "camera"} - {"scenes"} <= rows
