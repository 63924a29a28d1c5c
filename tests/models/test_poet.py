"""The poet keeps the form whatever is asked, says the word asked for, repeats itself by seed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch

from models.poet import prosody, ranking
from models.poet.corpus_lines import CorpusLines
from models.poet.planning import words_of
from models.poet.poet import Poet, load
from models.weight_files import WrongWeights

WEIGHTS = Path(__file__).resolve().parents[2] / "models/weights"


@pytest.fixture(scope="module")
def poet() -> Poet:
    # As the worker: for rows as small as these a second thread waits more than it helps.
    torch.set_num_threads(1)
    return load(WEIGHTS)


@pytest.mark.slow
@pytest.mark.parametrize("length", [5, 7])
@pytest.mark.parametrize(
    "keyword",
    [
        "春风",
        "龙",
        "梅花 明月",
        "岳阳楼",
        "千里江山如画",
        "电脑",
        "",
        "   ",
        "hello",
        "😀",
        "龘",
        "一",
    ],
)
def test_whatever_the_keyword_two_regulated_quatrains_come_back(
    poet: Poet, keyword: str, length: int
) -> None:
    """
    Common and unheard-of words, none, foreign ones and signs: the answer is never empty.
    """
    poems = [poem.split("\n") for poem in poet.write(keyword, length, seed=3)]

    assert 2 == len(poems)
    assert all(prosody.is_regulated(lines, length) for lines in poems)


def test_the_words_asked_for_are_said(poet: Poet) -> None:
    """
    Both of two keywords stand in both poems.
    """
    poems = poet.write("梅花 明月", 7, seed=5)

    assert [[], []] == [[w for w in ("梅花", "明月") if w not in poem] for poem in poems]


def test_an_english_word_is_said_in_chinese(poet: Poet) -> None:
    """
    The table of labels knows the word.
    """
    assert all("西湖" in poem for poem in poet.write("West Lake", 7, seed=1))


def test_a_word_of_modern_life_is_said_too(poet: Poet) -> None:
    """
    A word that no old poem has is put where the tones allow it.
    """
    assert all("电脑" in poem for poem in poet.write("电脑", 5, seed=1))


@pytest.mark.slow
def test_the_same_seed_writes_the_same_and_another_does_not(poet: Poet) -> None:
    """
    Equal input and seed give equal poems; without a seed they differ.
    """
    asked: dict[str, Any] = {"keyword": "秋风", "length": 5, "experience": 0, "history": 1}

    assert poet.write(**asked, seed=11) == poet.write(**asked, seed=11)
    assert poet.write(**asked, seed=11) != poet.write(**asked, seed=12)
    assert poet.write(**asked) != poet.write(**asked)


@pytest.mark.slow
@pytest.mark.parametrize("length", [5, 7])
@pytest.mark.parametrize("acrostic", ["春夏秋冬", "年年有余", "一帆风顺", "江"])
def test_an_acrostic_begins_the_lines_and_the_form_is_kept(
    poet: Poet, length: int, acrostic: str
) -> None:
    """
    The lines begin with the characters given, which may repeat or be fewer than four.
    """
    for poem in poet.write("酒", length, seed=2, acrostic=acrostic):
        lines = poem.split("\n")

        assert acrostic == "".join(line[0] for line in lines)[: len(acrostic)]
        assert prosody.is_regulated(lines, length)


@pytest.mark.parametrize("number", [1, 3, 10])
def test_as_many_different_poems_come_as_are_asked_for(poet: Poet, number: int) -> None:
    """
    `number` poems, no two alike in more than a few pairs of characters.
    """
    poems = poet.write("江南", 7, seed=4, number=number)

    assert number == len(set(poems))


def test_no_line_is_one_that_the_poet_has_read(poet: Poet) -> None:
    """
    A line that the filter knows is in no answer; the filter knows famous lines.
    """
    known = CorpusLines(poet.facts["lines"])
    lines = [
        line for seed in range(5) for p in poet.write("月", 5, seed=seed) for line in p.split()
    ]

    assert "黄河入海流" in known
    assert [] == [line for line in lines if line in known]


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    """
    One byte that is not what the digest was made of stops the poet from loading.
    """
    for name in ("poet.npz", "poet.npz.sha256", "poet_facts.npz", "poet_facts.npz.sha256"):
        shutil.copy(WEIGHTS / name, tmp_path)
    with (tmp_path / "poet.npz").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2")

    with pytest.raises(WrongWeights):
        load(tmp_path)


@pytest.mark.parametrize(
    ("keyword", "words"),
    [
        ("春风", ["春风"]),
        ("春风,明月、酒 雁", ["春风", "明月", "酒"]),
        ("明月 月", ["明月"]),
        ("千里江山如画", ["千里", "江山", "如画"]),
        ("spring 春", ["春"]),
        ("", []),
    ],
)
def test_a_keyword_is_cut_into_at_most_three_words(keyword: str, words: list[str]) -> None:
    """
    Any mark parts words; a word that shares a character with an earlier one is left out.
    """
    assert words == words_of(keyword)


def test_answers_that_share_much_are_not_given_together() -> None:
    """
    Of two drafts with a line in common the better is taken, and then one that is different.
    """
    first = ranking.Draft(("白日依山尽", "黄河入海流"), -1.0)
    near = ranking.Draft(("白日依山尽", "清泉石上流"), -2.0)
    other = ranking.Draft(("明月松间照", "空山新雨后"), -3.0)

    assert [first, other] == ranking.best([near, other, first], 2)
