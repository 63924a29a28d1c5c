"""The rules of the house that a program can check: layers, sizes, first lines, jobs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from stores.jobs import Job
from workers import ACTORS
from workers.broker import QUEUES

ROOT = Path(__file__).resolve().parents[1]
# A module may import only from rows below its own; on one row all stand beside each other.
LAYERS = [
    {"server"},
    {"handlers", "transport", "workers"},
    {"services"},
    {"studio", "models", "stores"},
    {"protocol", "config"},
    {"status_codes"},
]
# Beside the house: they use it from outside.
OUTSIDE = {"scripts", "bench", "migrations", "training"}
RANK = {name: rank for rank, row in enumerate(LAYERS) for name in row}
MOST_LINES = 400


def program() -> list[Path]:
    """Every file of the program."""
    tops = [ROOT / name for name in RANK]
    found = [path.with_suffix(".py") for path in tops if path.with_suffix(".py").exists()]
    return sorted(found + [file for path in tops for file in path.rglob("*.py")])


def beside() -> list[Path]:
    """What stands beside it, but for the migrations, whose first lines Alembic writes."""
    files = sorted(file for name in OUTSIDE for file in (ROOT / name).rglob("*.py"))
    return [file for file in files if "versions" not in file.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> set[str]:
    """The top-level names that are imported anywhere in a file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            names.add((node.module or "").split(".")[0])
    return names


each_file = pytest.mark.parametrize("path", program(), ids=name_of)


def test_every_folder_is_known() -> None:
    """What has Python in it is a layer, or stands beside the house."""
    tops = {
        file.relative_to(ROOT).parts[0].removesuffix(".py")
        for file in ROOT.rglob("*.py")
        if not any(part.startswith(".") for part in file.relative_to(ROOT).parts)
    }

    assert tops <= RANK.keys() | OUTSIDE | {"tests"}


@each_file
def test_imports_only_go_down(path) -> None:
    """A module uses its own folder and the layers below, never one above or beside it."""
    own = layer_of(path)
    others = {name for name in imported(ast.parse(path.read_text())) if name in RANK} - {own}

    assert not {name for name in others if RANK[name] <= RANK[own]}
    assert not imported(ast.parse(path.read_text())) & (OUTSIDE | {"tests"})


@each_file
def test_no_import_inside_a_function(path) -> None:
    """An import that hides in a function, or from the type checker only, hides a cycle."""
    tree = ast.parse(path.read_text())
    top = {id(node) for node in tree.body}
    hidden = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top
    ]

    assert [] == hidden or name_of(path) in LAZY


@each_file
def test_no_file_is_long(path) -> None:
    """One subject fits into 400 lines."""
    assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", [*program(), *beside()], ids=name_of)
def test_the_first_line_says_what_a_file_is_for(path) -> None:
    """Each module begins with a sentence about itself."""
    document = ast.get_docstring(ast.parse(path.read_text()))

    assert document
    assert path.read_text().startswith('"""')
    assert document.splitlines()[0].rstrip().endswith((".", ":", ";", ",", "?")) or (
        len(document.splitlines()) > 1
    )


@each_file
def test_importing_a_module_only_defines(path) -> None:
    """No module opens, reads or starts anything when it is imported."""
    tree = ast.parse(path.read_text())
    calls = [
        ast.unparse(node.value.func)
        for node in tree.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]

    assert [] == calls


def test_torch_is_imported_by_models_only() -> None:
    """Networks run behind one door."""
    users = {
        name_of(path)
        for path in program()
        if "torch" in imported(ast.parse(path.read_text())) and layer_of(path) != "models"
    }

    assert set() == users


def test_the_web_process_never_loads_torch() -> None:
    """Importing the server brings in neither torch nor a worker's renderer."""
    script = (
        "import sys, server; "
        "print([n for n in sys.modules if n.split('.')[0] in ('torch', 'models', 'av')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.strip()


def test_the_server_loads_nothing_that_only_some_need() -> None:
    """Clients of databases, Redis, buckets and providers come by name, and the decoder of HEIC."""
    script = "import sys, server; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    clients = {"aiomysql", "pymysql", "sqlite3", "redis", "obstore", "tencentcloud", "pillow_heif"}

    assert not clients & set(done.stdout.split())


def test_protocol_does_no_input_or_output() -> None:
    """The envelope core knows values only."""
    for path in (ROOT / "protocol").glob("*.py"):
        names = imported(ast.parse(path.read_text()))

        assert not names & {"aiohttp", "sqlite3", "aiomysql", "redis", "hiredis", "socket", "os"}


def test_sql_lives_in_stores_only() -> None:
    """No other layer writes a statement."""
    users = {
        name_of(path)
        for path in program()
        if layer_of(path) != "stores"
        and imported(ast.parse(path.read_text())) & {"sqlalchemy", "aiomysql", "sqlite3", "pymysql"}
    }

    assert set() == users


def test_every_job_has_an_actor() -> None:
    """Each row of the job table can be done, in a queue that workers listen to."""
    assert set(Job) == set(ACTORS)
    assert {job.queue for job in Job} <= set(QUEUES)
    assert len(Job) == len({job.actor for job in Job})


def test_statuses_are_written_in_one_place() -> None:
    """No other file makes an outcome of its own."""
    for path in program():
        if path.name != "status_codes.py":
            tree = ast.parse(path.read_text())
            bases = [
                ast.unparse(base)
                for node in ast.walk(tree)
                if isinstance(node, ast.ClassDef)
                for base in node.bases
            ]

            assert "Outcome" not in bases, name_of(path)


# The one file of the studio that loads something only when it is wanted: the decoder of HEIC.
LAZY = {"studio/look/heic.py"}
# The rooms of the studio in the order in which data passes them.
ROOMS = ["look", "plan", "paint", "write"]


def room_of(module: str) -> int:
    """The number of a module's room; below them lies what all need, above them who calls them."""
    _, part, *_ = module.split(".")
    if part in {"album", "long_picture"}:
        return len(ROOMS)
    return ROOMS.index(part) if part in ROOMS else -1


def test_data_passes_the_rooms_of_the_studio_once() -> None:
    """A room uses itself, the rooms before it and what lies below, never a room after it."""
    backward = []
    for path in (ROOT / "studio").rglob("*.py"):
        own = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("studio"):
                used = [f"{node.module}.{alias.name}" for alias in node.names]
                backward += [(name_of(path), name) for name in used if room_of(name) > own]

    assert [] == backward
