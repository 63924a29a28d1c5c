"""Orders of small films, and what was made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from studio import planes
from studio.asking import Ask, nobody
from studio.look import looking
from studio.look.film_decoder import FilmDecoder
from studio.look.library import Library
from studio.order import Order, Photo
from studio.paint import lettering, projector
from studio.plan import planning, storyboard, templates


def photo(path: Path, size: tuple[int, int], seed: int = 0, taken: str = "") -> Photo:
    """A picture with large shapes and some noise, like a photo to the encoder."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (6, 8, 3), np.uint8))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    coarse.resize(size, Image.Resampling.BICUBIC).save(path, format="JPEG", exif=exif)
    return Photo(path, path.name)


def order_of(folder: Path, *photos: Photo) -> Order:
    return Order(
        photos=photos,
        title="海边的三天",
        description="风很大，路很长。",
        size=(320, 180),
        fps=10,
        seed=11,
        font=None,
        out=folder / "out",
        ordered=False,
        max_pixels=50_000_000,
    )


def silent(stage: int, progress: int) -> None:
    pass


def answers(
    what: str, requests: Sequence[dict[str, Any]], said: list[Any] | None = None
) -> list[dict[str, Any] | None]:
    """A poet and a weather glass."""
    if said is not None:
        said += [(what, request) for request in requests]
    known: dict[str, dict[str, Any]] = {
        "weather": {"weather": "sunny", "probability": [1.0]},
        "img2poem": {"poems": [["山光入袖轻", "水色照人明", "一路清风里", "归舟载月行"]]},
    }
    return [known.get(what)] * len(requests)


def planned(order: Order, ask: Ask = nobody) -> Any:
    """The storyboard of an order, as it is written, without its film."""
    board = planning.board_of(looking.look(order, silent, ask), order)
    return storyboard.document(board)


def painted(order: Order, document: dict[str, Any]) -> list[str]:
    """A digest of every frame of a storyboard before it is encoded.

    An encoder's own frames may differ from time to time on a machine that is busy.
    """
    order = replace(order, board=document)
    decoder = FilmDecoder(order)
    trip = looking.look(order, silent, decoder=decoder)
    board = planning.board_of(trip, order)
    library = Library(trip.seen, decoder.kept)
    out, digests = planes.blank(*board.size, np.uint8), []
    with projector.paint(board, library, lettering.find_font(None)) as film:
        for number in range(board.frames):
            film.paint(number, out)
            digests.append(hashlib.sha1(b"".join(p.tobytes() for p in out.all())).hexdigest())
    assert () == library.warnings()
    return digests


def names_of(document: dict[str, Any]) -> list[str]:
    """The photos of the pages of photos, in the order of showing."""
    return [
        shown["photo"]
        for scene in document["scenes"]
        if templates.every()[scene["template"]].part == "photos"
        for shown in scene["photos"]
    ]
