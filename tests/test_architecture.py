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
# What leans on what a library does not promise stands in one file each; tests/test_seams.py has a
# test of each line of its list. The modules are those that lead there.
SEAMS = {
    "transport/aiohttp_internals.py": {"aiohttp.web_protocol", "aiohttp.http_parser"},
    "stores/mysql_aiomysql.py": {"aiomysql", "pymysql"},
    "stores/mysql_asyncmy.py": {"asyncmy"},
    "workers/dramatiq_internals.py": {"dramatiq.asyncio"},
}
DATABASES = {"aiomysql", "asyncmy", "pymysql", "sqlite3"}


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


def modules(tree: ast.AST) -> set[str]:
    """The full names of all that is imported anywhere in a file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
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


# What only some processes need, and so load when they do, by a plain import in a function; with
# what that spares the others.
LATE = {
    "stores.mysql_aiomysql": "the one client of MySQL or the other",
    "stores.mysql_asyncmy": "the same",
    "dramatiq.brokers.redis": "the client of Redis, 8 MB",
    "models.colour": "numpy",
    "models.weather": "torch, hundreds of MB",
    "models.fsrcnn": "torch",
    "models.style": "torch",
    "models.poem": "the poet's weights",
    "models.img2poem": "torch, and the poet",
}


@each_file
def test_no_import_inside_a_function(path) -> None:
    """An import that hides in a function, or from the type checker only, hides a cycle."""
    tree = ast.parse(path.read_text())
    top = {id(node) for node in tree.body}
    hidden = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top
        if not (isinstance(node, ast.ImportFrom) and node.module in LATE)
    ]

    assert [] == hidden


def test_private_names_of_libraries_stand_in_one_file_each() -> None:
    """No other file imports what leads there, or reaches a private name of anything but itself."""
    strangers = [
        f"{name_of(path)}: {what}"
        for path in program()
        for what in [*_private(ast.parse(path.read_text())), *_led_to(path)]
        if name_of(path) not in SEAMS
    ]

    assert [] == strangers


def _led_to(path: Path) -> list[str]:
    every = modules(ast.parse(path.read_text()))
    return [
        f"imports {name}"
        for name in every
        for seam in SEAMS.values()
        if any(name == one or name.startswith(one + ".") for one in seam)
    ]


def _private(tree: ast.AST) -> list[str]:
    # What a named tuple has is public in spite of its underscore.
    public = {"_make", "_replace", "_asdict", "_fields"}
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("_")
        and not node.attr.startswith("__")
        and node.attr not in public
        and ast.unparse(node.value) not in ("self", "cls", "super()", "os")
    ]


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

    assert [] == [call for call in calls if call not in ALLOWED.get(name_of(path), set())]


# The HEIF reader adds itself to Pillow's table of formats; tables do the same elsewhere.
ALLOWED = {
    "studio/intake.py": {"pillow_heif.register_heif_opener", "register_heif_opener"},
}


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
    clients = {*DATABASES, "redis", "obstore", "tencentcloud", "pillow_heif"}

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
        and imported(ast.parse(path.read_text())) & {"sqlalchemy", *DATABASES}
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
