"""What the poet learns from: held-out poems stay out, and a step's batch is always the same."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from models.poet.characters import characters
from training import poet_text
from training.poet_batches import QUATRAIN, Batches, pools

POEMS = 400
COMMON = "".join(list(characters())[:600])


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of invented poems; each has a near copy that shares two lines with it."""
    folder, chance = tmp_path_factory.mktemp("pack"), random.Random(5)
    rows, eight = [], ["dynasty\tauthor\tlines"]
    for number in range(POEMS):
        length = 5 + 2 * (number % 2)
        lines = ["".join(chance.sample(COMMON, length)) for _ in range(8)]
        row = {"dynasty": "唐", "kw": lines[0][:2], "exp": number % 3, "his": number % 2}
        rows.append(row | {"lines": "|".join(lines[:4])})
        rows.append(row | {"lines": "|".join([*lines[:2], *lines[4:6]])})
        eight.append("宋\t某\t" + "|".join(lines))
    with gzip.open(folder / "quatrains.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    with gzip.open(folder / "lushi.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(eight) + "\n")
    return folder


@pytest.fixture(scope="module")
def texts(pack: Path) -> poet_text.Texts:
    return poet_text.split(pack)


def test_nothing_learned_from_shares_two_lines_with_a_held_out_poem(texts: poet_text.Texts) -> None:
    """
    Near copies of a held-out quatrain are left out, among the halves of longer poems too.
    """
    held = {line for poem in texts.validation for line in poem.lines}
    learned = [poem.lines for poem in texts.training] + [lines for _, lines in texts.halves]

    assert round(2 * POEMS * poet_text.HELD_OUT) == len(texts.validation)
    assert [] == [lines for lines in learned if sum(line in held for line in lines) > 1]


def test_a_step_of_a_seed_is_always_the_same_batch(texts: poet_text.Texts) -> None:
    """
    Two runs draw the same poems, conditions and keywords; another seed draws others.
    """
    drawn = [Batches(pools(texts), seed) for seed in (1, 1, 2)]
    first, same, other = (
        [batches.draw(step, last=False).poem.tolist() for step in range(6)] for batches in drawn
    )

    assert first == same
    assert first != other


def test_a_run_that_goes_on_draws_what_it_would_have_drawn(texts: poet_text.Texts) -> None:
    """
    With the counts of a checkpoint, the next batch is the one of the run that was not stopped.
    """
    whole, resumed = Batches(pools(texts), 3), Batches(pools(texts), 3)
    for step in range(5):
        whole.draw(step, last=False)
    resumed.drawn = dict(whole.drawn)

    assert whole.draw(5, last=False).poem.equal(resumed.draw(5, last=False).poem)


def test_a_quatrain_is_often_shown_with_nothing_said_of_it_but_its_kind(
    texts: poet_text.Texts,
) -> None:
    """
    Conditions are left out at random, the kind never is.
    """
    batches = Batches(pools(texts), 4)
    rows = [row for step in range(40) for row in batches.draw(step, last=True).conditions.tolist()]
    quatrains = [row[1:] for row in rows if row[0] == QUATRAIN]

    assert 0.3 < sum(not any(row) for row in quatrains) / len(quatrains) < 0.9
    assert all(row[0] > 0 for row in rows)
