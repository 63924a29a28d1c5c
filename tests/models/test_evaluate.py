"""The evaluation prints what it promises, and its perplexity is that of a distribution."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from models.poet import vocabulary
from models.poet.characters import characters

ROOT = Path(__file__).resolve().parents[2]
POEMS = [
    "白日依山尽|黄河入海流|欲穷千里目|更上一层楼",
    "两个黄鹂鸣翠柳|一行白鹭上青天|窗含西岭千秋雪|门泊东吴万里船",
    "𪚥白日依山|黄河入海流|欲穷千里目|更上一层楼",
]


def test_the_last_line_is_one_object_with_the_three_figures(tmp_path: Path) -> None:
    """
    A folder of three quatrains, one with an unheard-of character: all 68 characters are scored.
    """
    rows = "\n".join(json.dumps({"lines": poem}, ensure_ascii=False) for poem in POEMS)
    (tmp_path / "poems.jsonl").write_text(rows, encoding="utf-8")

    run = [sys.executable, "-m", "training.evaluate", "poet", str(tmp_path)]
    out = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    figures = json.loads(out.splitlines()[-1])

    assert 68 == figures["chars"]
    assert {"perplexity", "logprob", "chars"} == set(figures)
    assert math.exp(-figures["logprob"] / 68) == pytest.approx(figures["perplexity"])
    assert 1 < figures["perplexity"] < 200


def test_the_rare_share_one_probability_among_all_that_are_rare() -> None:
    """
    Known rare characters and all that were never seen add up to one.
    """
    rare = list(characters())[vocabulary.SIZE - 2 :]
    known = sum(math.exp(vocabulary.rare_logprob(char)) for char in rare)
    unseen = vocabulary.UNSEEN * math.exp(vocabulary.rare_logprob("𪚥"))

    assert known + unseen == pytest.approx(1)
