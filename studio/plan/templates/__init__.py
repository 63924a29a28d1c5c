"""Rule: every module of this package is one template; to add one, add a file."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from studio.plan.template import Part, Template


@cache
def every() -> Mapping[str, Template]:
    """All templates by name, in the order of their names; found when first asked for."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [import_module(f"{__name__}.{name}").TEMPLATE for name in names]
    return {template.name: template for template in found}


def find(name: str) -> Template | None:
    return every().get(name)


def of(part: Part) -> tuple[Template, ...]:
    return tuple(template for template in every().values() if template.part == part)
