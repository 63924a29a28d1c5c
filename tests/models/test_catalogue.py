"""The catalogue: a row and its weight files make a model; and the process that runs models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from models.catalogue import ROWS, ModelCatalogue, ModelRow
from models.model import Refused
from workers.model_process import ModelProcess


class Listener:
    """A parent who is told events and asked nothing."""

    def tell(self, event: dict[str, Any]) -> None:
        """Events of a model are not looked at here."""

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError(question)


class Echo:
    """Says the words that it is asked, and how many were asked together."""

    def answer(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        words = [request["word"] for request in requests]
        if "refuse" in words:
            raise Refused("style")
        if "fail" in words:
            raise ZeroDivisionError(words)
        return [{"word": word, "together": len(words)} for word in words]


@pytest.fixture
def loaded() -> list[Path]:
    """The folders from which the model of the test's own was loaded."""
    return []


@pytest.fixture
def model_process(tmp_path: Path, loaded: list[Path]) -> ModelProcess:
    """One whose catalogue has a model of the test's own, with a weight file, and a lost one."""
    (tmp_path / "echo.npz").write_bytes(b"weights")

    def load(folder: Path) -> Echo:
        loaded.append(folder)
        return Echo()

    def load_mended(folder: Path) -> Echo:
        (folder / "mended").read_bytes()
        return Echo()

    rows = (ModelRow("echo", ("echo.npz",), load), ModelRow("lost", ("x.npz",), load_mended))
    return ModelProcess(ModelCatalogue((*rows, *ROWS), tmp_path))


def ask(
    model_process: ModelProcess, folder: Path, model: str, *words: str
) -> tuple[list[dict[str, Any]], list[Any]]:
    """(how each ended, what was written for it)."""
    outs = [folder / f"{number}.out" for number, _ in enumerate(words)]
    asked = [
        {"request": {"word": word}, "picture": None, "out": str(out)}
        for word, out in zip(words, outs, strict=True)
    ]
    ends = model_process.answer({"model": model, "asked": asked}, Listener())["ends"]
    return ends, [json.loads(out.read_bytes()) if out.exists() else None for out in outs]


def test_requests_that_come_together_are_answered_together(
    model_process: ModelProcess, tmp_path: Path
) -> None:
    """One call of the model for all; each reply lies in its own file."""
    ends, replies = ask(model_process, tmp_path, "echo", "a", "b", "c")

    assert [{}] * 3 == ends
    assert [{"word": word, "together": 3} for word in "abc"] == replies


def test_a_bad_request_does_not_spoil_the_others(
    model_process: ModelProcess, tmp_path: Path
) -> None:
    """What a model refuses or fails at ends so; the others have their answers."""
    ends, replies = ask(model_process, tmp_path, "echo", "a", "refuse", "fail", "b")

    assert [{}, {"refused": "style"}, {}] == [ends[0], ends[1], ends[3]]
    assert "ZeroDivisionError" in ends[2]["failed"]
    assert [{"word": "a", "together": 1}, None, None] == replies[:3]
    assert {"word": "b", "together": 1} == replies[3]


def test_a_model_is_loaded_once(
    model_process: ModelProcess, loaded: list[Path], tmp_path: Path
) -> None:
    """However often it is asked."""
    for _ in range(3):
        ask(model_process, tmp_path, "echo", "a")

    assert [tmp_path] == loaded


@pytest.mark.parametrize("name", ["lost", "nobody's"])
def test_without_weights_or_row_it_is_absent(
    model_process: ModelProcess, tmp_path: Path, name: str
) -> None:
    """Nothing is imported, nothing invented."""
    ends, replies = ask(model_process, tmp_path, name, "a", "b")

    assert [{"refused": "absent"}] * 2 == ends
    assert [None, None] == replies


def test_weights_that_cannot_be_loaded_fail_and_can_be_mended(
    model_process: ModelProcess, tmp_path: Path
) -> None:
    """The process goes on; once the files are right, so is the model."""
    (tmp_path / "x.npz").write_bytes(b"")
    broken, _ = ask(model_process, tmp_path, "lost", "a")
    (tmp_path / "mended").write_bytes(b"")
    mended, _ = ask(model_process, tmp_path, "lost", "a")

    assert "FileNotFoundError" in broken[0]["failed"]
    assert [{}] == mended


def test_a_damaged_picture_is_refused_as_such(model_process: ModelProcess, tmp_path: Path) -> None:
    """The colour model meets a file that ends too soon."""
    whole = tmp_path / "a.jpg"
    Image.effect_noise((200, 150), 80).save(whole)
    whole.write_bytes(whole.read_bytes()[:2000])
    asked = [{"request": {"k": 3}, "picture": str(whole), "out": str(tmp_path / "out")}]

    ends = model_process.answer({"model": "color", "asked": asked}, Listener())["ends"]

    assert [{"refused": "broken"}] == ends


def test_every_row_has_a_name_of_its_own() -> None:
    """A name means one model, and each is loaded by a function of its own."""
    assert len(ROWS) == len({row.name for row in ROWS}) == len({row.load for row in ROWS})
