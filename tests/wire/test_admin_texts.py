"""What the admin pages say, in both languages: every text is there, and none is left over."""

from __future__ import annotations

import re
import string

from services.admin.lists import QUEUES
from services.admin.lists import STATES as JOB_STATES
from services.admin.rules import CHANGES, REPORT_ACTIONS, USER_ACTIONS, WORK_ACTIONS
from stores.browsing import NEWEST
from stores.hourly_counts import NAMES
from stores.reports import ReportState
from stores.works import WorkState
from transport.admin.page_templates import HERE, read_texts

TEMPLATES = sorted((HERE / "templates").iterdir())
# Keys that a template puts together, and what of.
MADE = {
    "nav": ["today", "users", "posts", "comments", "works", "reports", "queue", "audit"],
    "do": [*CHANGES, *REPORT_ACTIONS, *USER_ACTIONS, *WORK_ACTIONS, "sign_in"],
    "said": [*CHANGES, *REPORT_ACTIONS, *WORK_ACTIONS, *(a for a in USER_ACTIONS if a != "reset")],
    "sure": ["suspend", "sign_out", "reset", "delete"],
    "by": ["id", "uname", "nickname", "phone", "email", "likes", "comments"],
    "role": ["admin", "suspended", "usual"],
    "state": ["shown", "hidden", "deleted"],
    "work": [*(state.name.lower() for state in WorkState), "hidden"],
    "report": [state.name.lower() for state in ReportState],
    "job": JOB_STATES,
    "kind": ["user", "post", "comment", "movie", "photo", "report", "job"],
    "number": NAMES,
    "stage": ["100", "101", "102", "103", "104", "105", "200"],
    "queue": QUEUES,
}


def used() -> set[str]:
    """Every key that a template names, whole or made."""
    plain = {
        key
        for path in TEMPLATES
        for key in re.findall(r'\bt\(\s*["\']([a-z0-9_]+)["\'][,)]', path.read_text())
    }
    heads = {
        key
        for path in TEMPLATES
        for row in re.findall(r"for head in \(([^)]*)\)", path.read_text())
        for key in re.findall(r'"([a-z_]+)"', row)
    }
    labels = {
        key
        for path in TEMPLATES
        for call in re.findall(r"parts\.(?:select|words|badge)\(([^)]*)\)", path.read_text())
        for key in re.findall(r'"([a-z_]+)"', call)
    }
    made = {f"{prefix}_{name}" for prefix, names in MADE.items() for name in names}
    return plain | heads | (labels & read_texts().keys()) | made


def test_every_text_is_there_and_none_is_left_over() -> None:
    """The catalogue holds what the pages say, no more."""
    assert used() == read_texts().keys()


def test_every_text_is_in_both_languages() -> None:
    """With the same fields; the Chinese one is Chinese, the English one is not."""
    for key, texts in read_texts().items():
        english, chinese = texts
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts
        ]

        assert english and chinese, key
        assert fields[0] == fields[1], key
        assert english.isascii() or "×" in english, key
        assert re.search("[\u4e00-\u9fff]", chinese), key


def test_the_number_in_the_texts() -> None:
    """What has no index is sorted among as many as the text says."""
    assert 10_000 == NEWEST
    assert "10,000" in read_texts()["by_likes"][0] and "一万" in read_texts()["by_likes"][1]
