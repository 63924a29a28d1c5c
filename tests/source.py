"""The source as tests of its order read it: files, trees and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# A module may import only from rows below its own; on one row all stand beside each other.
LAYERS = [
    {"server"},
    {"handlers", "transport", "workers"},
    {"services"},
    {"studio", "models", "stores"},
    {"protocol", "config"},
    {"status_codes", "addresses", "settings"},
    {"outcomes"},
]
RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}
DATABASES = {"aiomysql", "asyncmy", "pymysql", "sqlite3"}


def program() -> list[Path]:
    """Every file of the program."""
    tops = [ROOT / name for name in RANK]
    found = [path.with_suffix(".py") for path in tops if path.with_suffix(".py").exists()]
    return sorted(found + [file for path in tops for file in path.rglob("*.py")])


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, top-level name) of what is imported anywhere in a file; a relative one has no name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "" if node.level else (node.module or "").split(".")[0]


def imported(tree: ast.AST) -> set[str]:
    return {name for _, name in imports(tree)}


def modules(tree: ast.AST) -> set[str]:
    """The full names of all that is imported anywhere in a file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    """Every file of the program, read."""
    return [(path, ast.parse(path.read_text())) for path in program()]
