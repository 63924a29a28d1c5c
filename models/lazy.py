"""How each model is loaded: its module, and torch with it, is imported when it is first asked for.

The one file of this folder with imports inside functions (tests/test_architecture.py): written as
imports they are typed, and a name that has moved is found by the type checker.
"""

from __future__ import annotations

from pathlib import Path

from models.model import Model


def load_colour(folder: Path) -> Model:
    from models import colour

    return colour.load(folder)


def load_weather(folder: Path) -> Model:
    from models import weather

    return weather.load(folder)


def load_fsrcnn(folder: Path) -> Model:
    from models import fsrcnn

    return fsrcnn.load(folder)


def load_style(folder: Path) -> Model:
    from models import style

    return style.load(folder)


def load_poem(folder: Path) -> Model:
    from models import poem

    return poem.load(folder)


def load_img2poem(folder: Path) -> Model:
    from models import img2poem

    return img2poem.load(folder)
