"""How each model is loaded: its module, and torch with it, is imported when it is first asked for.

As imports, not by name, they are typed: the type checker finds a model that is none.
"""

from __future__ import annotations

from pathlib import Path

from models.model import Model


def load_colour(folder: Path) -> Model:
    from models.colour import load

    return load(folder)


def load_weather(folder: Path) -> Model:
    from models.weather import load

    return load(folder)


def load_fsrcnn(folder: Path) -> Model:
    from models.fsrcnn import load

    return load(folder)


def load_style(folder: Path) -> Model:
    from models.style import load

    return load(folder)


def load_poem(folder: Path) -> Model:
    from models.poem import load

    return load(folder)


def load_img2poem(folder: Path) -> Model:
    from models.img2poem import load

    return load(folder)
