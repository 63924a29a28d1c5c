"""Where networks run: as the settings say, and as the machine can."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
import torch

from models import DEVICE
from models.device import NoDevice, chosen, device
from models.fsrcnn import EnlargingNetwork as Enlarger
from models.poet.network import CONDITIONS, PoetNetwork, Shape
from models.poet.vocabulary import SIZE
from models.style import StyleNetwork as Painter
from models.weather import SIDE, Front
from tests.models.pictures import WEIGHTS
from tests.postcard import ROOT
from workers.child_processes import environment

ASK = """
import json, sys
from pathlib import Path
from models import poem
writer = poem.load(Path(sys.argv[1]))
request = {"keyword": "山", "length": 5, "experience": 1, "history": 0, "seed": 1,
           "acrostic": "", "number": 1}
print(json.dumps(writer.answer([request])[0]["poems"][0].split("\\n")))
"""


@pytest.mark.parametrize(
    ("wanted", "cuda", "expected"),
    [
        ("auto", True, "cuda"),
        ("auto", False, "cpu"),
        ("cpu", True, "cpu"),
        ("cpu", False, "cpu"),
        ("cuda", True, "cuda"),
    ],
)
def test_the_card_is_used_where_there_is_one_and_it_is_allowed(
    wanted: str, cuda: bool, expected: str
) -> None:
    """
    auto takes what is there, cpu and cuda are kept to.
    """
    assert torch.device(expected) == chosen(wanted, cuda=cuda)


def test_a_card_that_is_not_there_is_missed() -> None:
    """
    Who asks for a card alone is told, and does not wait for a processor instead.
    """
    with pytest.raises(NoDevice, match=r"models\.device"):
        chosen("cuda", cuda=False)


def test_the_environment_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The variable wins over what the machine has; without it, what there is.
    """
    monkeypatch.setenv(DEVICE, "cpu")
    told = device()
    monkeypatch.delenv(DEVICE)
    there = device()

    assert torch.device("cpu") == told
    assert torch.device("cuda" if torch.cuda.is_available() else "cpu") == there


def test_a_poem_is_written_on_the_processor() -> None:
    """
    A process that is told "cpu" writes as it does on a machine without a card.
    """
    run = [sys.executable, "-c", ASK, str(WEIGHTS)]
    out = subprocess.run(
        run, cwd=ROOT, env=os.environ | {DEVICE: "cpu"}, capture_output=True, text=True, check=True
    ).stdout

    assert [5] * 4 == [len(line) for line in json.loads(out)]


# A device that knows shapes alone, and refuses to add what lies on another one.
CARD = torch.device("meta")


def zeros(*shape: int, kind: torch.dtype = torch.long) -> torch.Tensor:
    return torch.zeros(*shape, dtype=kind, device=CARD)


def test_nets_make_nothing_outside_their_device() -> None:
    """
    Every tensor that a net makes on its way lies where the net does.
    """
    made = [
        Front().to(CARD)(zeros(1, 3, SIDE, SIDE, kind=torch.float32)),
        Enlarger(2).to(CARD)(zeros(1, 1, 24, 24, kind=torch.float32)),
        Painter().to(CARD)(zeros(1, 3, 64, 64, kind=torch.float32), zeros(1)),
    ]

    assert [CARD] * 3 == [tensor.device for tensor in made]


def test_the_poets_net_makes_nothing_outside_its_device() -> None:
    """
    Its table, masks and caches too, for whole poems and character by character.
    """
    network = PoetNetwork(Shape(layers=1), torch.zeros(SIZE, 108)).to(CARD)
    table, conditions, words = network.table(), zeros(2, len(CONDITIONS)), zeros(2, 3, 2)
    caches = network.caches(2)

    losses = network.losses(zeros(2, 20), 5, conditions, words)
    first = network.advance(network.front(table, conditions, words), caches, 0)
    second = network.advance(network.placed(table, zeros(2, 1), 0, 5), caches, 4)

    assert [CARD] * 3 == [tensor.device for tensor in (losses, first, second)]


def test_waiting_threads_soon_sleep() -> None:
    """What a child is told of it, the OpenMP inside torch understands."""
    env = environment()

    told = subprocess.run(
        [sys.executable, "-c", "import torch"],
        env=env | {"OMP_DISPLAY_ENV": "verbose"},
        capture_output=True,
        text=True,
        check=True,
    )

    turns = re.findall(r"GOMP_SPINCOUNT = '(\d+)'", told.stderr)
    assert {"3000"} == set(turns), told.stderr
