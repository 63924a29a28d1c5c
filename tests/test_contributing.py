"""CONTRIBUTING.md keeps its word: each recipe is made in a copy, and passes the tests it names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from config import ROOT
from tests.checkout import copy_to, tracked
from tests.forking import unmeasured

PAGE = (ROOT / "CONTRIBUTING.md").read_text()
STEP = re.compile(
    r"""
    (?: At\s+the\s+end\s+of\s+`(?P<ended>[^`]+)`:
      | In\s+`(?P<changed>[^`]+)`,\s+(?P<where>after|in\s+place\s+of)\s+`(?P<line>[^`]+)`:
      | `(?P<new>[^`]+)`,\s+a\s+new\s+file:
    ) \s+ ```\w+\n (?P<code>.*?) ```
    | In\s+`(?P<cut>[^`]+)`,\s+take\s+out\s+`(?P<gone>[^`]+)`
    | ```sh\n (?P<commands>.*?) ```
    """,
    re.VERBOSE | re.DOTALL,
)
TESTS = re.compile(r"Looked at by ((?:`[^`]+`,?\s*)+)\.")
# What is in a list of tests for those who have the servers.
NOT_HERE = "not production and not mariadb and not mysql"
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.*-]*|[\w-]+\.(?:py|toml|md|sql))`")


@dataclass(frozen=True)
class Recipe:
    """A section of the second part."""

    title: str
    text: str

    def steps(self) -> list[re.Match[str]]:
        return list(STEP.finditer(self.text))

    def tests(self) -> dict[str, list[str]]:
        """The files and tests that are named, by the word that stands behind `-k`, if any."""
        named: dict[str, list[str]] = {}
        for name in re.findall("`(.+?)`", " ".join(TESTS.findall(self.text))):
            file, _, word = name.partition(" -k ")
            named.setdefault(word, []).append(file)
        return named


RECIPES = [
    Recipe(*section.split("\n", 1))
    for section in PAGE.partition("\n# Recipes\n")[2].split("\n## ")[1:]
]
EACH = pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)


def at(lines: list[str], wanted: str, file: Path) -> int:
    """Where the one line stands that reads so, spaces around it aside."""
    found = [number for number, line in enumerate(lines) if line.strip() == wanted.strip()]
    assert 1 == len(found), f"{file} has {len(found)} lines that read {wanted!r}"
    return found[0]


def change(folder: Path, step: re.Match[str]) -> Path:
    """Do what a step says; the file that it is about."""
    file = folder / (step["new"] or step["ended"] or step["changed"] or step["cut"])
    if step["new"]:
        assert not file.exists()
        file.write_text(step["code"])
        return file
    lines = file.read_text().splitlines()
    if step["ended"]:
        lines.append(step["code"].rstrip())
    elif step["cut"]:
        del lines[at(lines, step["gone"], file)]
    else:
        number = at(lines, step["line"], file)
        kept = lines[number : number + 1] if step["where"] == "after" else []
        lines[number : number + 1] = [*kept, step["code"].rstrip()]
    file.write_text("\n".join(lines) + "\n")
    return file


def run(folder: Path, *command: str) -> None:
    """One command in the copy; what it printed is said when it fails."""
    told = unmeasured(os.environ)
    env = {name: value for name, value in told.items() if "PYTEST" not in name}
    done = subprocess.run(
        command,
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert 0 == done.returncode, done.stdout + done.stderr


def follow(folder: Path, recipe: Recipe) -> list[str]:
    """Every step in its order; the Python files that were changed."""
    changed = []
    for step in recipe.steps():
        for command in (step["commands"] or "").splitlines():
            # The copy's environment is the one that runs this: make need not look at it.
            made = "make -o .venv/.run -o .venv/.dev"
            run(folder, "sh", "-c", command.replace("make", made, 1))
        if not step["commands"]:
            changed.append(change(folder, step))
    return sorted({str(file.relative_to(folder)) for file in changed if file.suffix == ".py"})


def test_every_block_is_a_step() -> None:
    """No block of code stands where the reader, and this test, do not know what to do with it."""
    for recipe in RECIPES:
        done = [step for step in recipe.steps() if step["code"] or step["commands"]]

        assert recipe.text.count("```") == 2 * len(done), recipe.title
        assert recipe.tests(), recipe.title


def test_the_recipes_that_are_wanted() -> None:
    """Nothing of what a newcomer is told to look for here is missing."""
    titles = " ".join(recipe.title for recipe in RECIPES)

    for subject in ("endpoint", "page template", "setting", "job", "model", "database"):
        assert subject in titles


def test_every_path_that_is_named_exists() -> None:
    """Or is made by a recipe."""
    made = {step["new"] for recipe in RECIPES for step in recipe.steps()}
    named = set(PATH.findall(PAGE)) | set(re.findall(r"\]\(([^)#]+)\)", PAGE))
    there = {str(file) for file in tracked()}
    folders = {f"{parent}/" for file in tracked() for parent in file.parents}

    assert len(named) > 20
    assert set() == named - made - there - folders


@pytest.mark.slow
@EACH
def test_a_recipe_works(recipe: Recipe, tmp_path: Path) -> None:
    """Followed to the letter it is formatted, linted and passes the tests that it names."""
    copy_to(tmp_path)
    changed = follow(tmp_path, recipe)
    python = (sys.executable, "-m")

    run(tmp_path, *python, "ruff", "format", *changed)
    run(tmp_path, *python, "ruff", "check", ".")
    for words, files in recipe.tests().items():
        chosen = " and ".join(filter(None, (words, NOT_HERE)))
        run(tmp_path, *python, "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", chosen, *files)


@pytest.mark.slow
def test_the_recipes_together_are_typed(tmp_path: Path) -> None:
    """One after the other in one copy: none is in another's way, and mypy has nothing to say."""
    copy_to(tmp_path)
    for recipe in RECIPES:
        follow(tmp_path, recipe)

    # What scripts/check knows already is not found out again.
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", tmp_path / ".mypy_cache")

    run(tmp_path, sys.executable, "-m", "mypy", ".")
