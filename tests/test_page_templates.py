"""The pages for those who keep the house are ready before the first is asked for."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from transport.admin import page_templates


def test_none_is_compiled_while_guests_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first takes a tenth of a second, in one piece: all are compiled at the start."""
    compiled: set[str] = set()
    load = jinja2.loaders.BaseLoader.load

    def noted(self: Any, environment: Any, name: str, *more: Any) -> jinja2.Template:
        compiled.add(name)
        return load(self, environment, name, *more)

    monkeypatch.setattr(jinja2.loaders.BaseLoader, "load", noted)

    page_templates.PageTemplates(0)

    files = (page_templates.HERE / "templates").rglob("*.html")
    assert {file.name for file in files} == compiled
