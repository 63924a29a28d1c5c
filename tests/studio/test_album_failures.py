"""Albums whose photos are broken, spoilt, black or the same: the film is made of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.album import make_film
from studio.look import looking
from studio.look.film_decoder import KEPT
from studio.look.library import Library
from studio.order import AlbumError, Photo
from studio.plan import planning
from tests.studio.albums import answers, names_of, order_of, painted, photo, planned, silent
from tests.studio.test_clips import clip


def test_broken_photo(tmp_path: Path) -> None:
    """A broken photo is left out with a warning that names it; the film is made."""
    good = photo(tmp_path / "good.jpg", (400, 300))
    cut = tmp_path / "7.jpg"
    cut.write_bytes(good.path.read_bytes()[:2000])
    page = tmp_path / "8.jpg"
    page.write_bytes(b"<html>")
    film = make_film(
        order_of(tmp_path, good, Photo(cut, "灯塔.jpg"), Photo(page, "网页.jpg")), silent
    )

    assert ("图片已损坏，已略过：灯塔.jpg", "不支持的图片格式，已略过：网页.jpg") == film.warnings


def test_all_broken(tmp_path: Path) -> None:
    """Without one usable photo there is no film, no file, and the reason is told."""
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"nothing")
    order = order_of(tmp_path, Photo(bad, "bad.jpg"))

    with pytest.raises(AlbumError, match=r"bad\.jpg"):
        make_film(order, silent)
    with pytest.raises(AlbumError, match="没有图片"):
        make_film(replace(order, photos=()), silent)
    assert [] == list(order.out.iterdir())


def spoiling(*paths: Path) -> Callable[..., list[dict[str, Any] | None]]:
    """Somebody spoils the files after they were looked at and before they are shown."""

    def ask(what: str, requests: Sequence[dict[str, Any]]) -> list[dict[str, Any] | None]:
        if "weather" == what:
            for path in paths:
                path.write_bytes(b"gone")
        return answers(what, requests)

    return ask


def test_spoilt_while_rendering(tmp_path: Path) -> None:
    """A photo that can no longer be read is replaced by its neighbour; the guest is told."""
    photos = [photo(tmp_path / f"{n}.jpg", (400, 300), n) for n in range(KEPT + 2)]
    film = make_film(order_of(tmp_path, *photos), silent, spoiling(photos[KEPT].path))

    assert (f"图片在制作过程中无法读取，已用相邻图片代替：{KEPT}.jpg",) == film.warnings


def test_all_spoilt(tmp_path: Path) -> None:
    """Without one photo that can still be read the guest is told so."""
    order = order_of(tmp_path, photo(tmp_path / "a.jpg", (400, 300)))
    seen, _ = looking.begin(order, silent)
    order.photos[0].path.write_bytes(b"gone")

    with pytest.raises(AlbumError, match="无法读取"):
        Library(seen).load("a.jpg", (100, 100))


def test_duplicates(tmp_path: Path) -> None:
    """Of photos that are all alike one is shown, and each other one is named."""
    first = photo(tmp_path / "0.jpg", (400, 300))
    photos = [Photo(first.path, f"{n}.jpg") for n in range(5)]
    order = order_of(tmp_path, *photos)
    trip = looking.look(order, silent)

    assert 1 == len(trip.seen) == len(set(names_of(planned(order))))
    assert 4 == len([warning for warning in trip.warnings if "几乎相同" in warning])


def test_black(tmp_path: Path) -> None:
    """Black pictures make a film."""
    path = tmp_path / "black.png"
    Image.new("RGB", (300, 200)).save(path)
    order = replace(order_of(tmp_path, Photo(path, "black.png")), size=(90, 160))

    assert painted(order, planned(order))


def test_many_tiny_photos(tmp_path: Path) -> None:
    """Two hundred tiny photos make a film of about four minutes."""
    photos = [photo(tmp_path / f"{n}.jpg", (10, 10), n) for n in range(200)]
    order = order_of(tmp_path, *photos)
    trip = looking.look(order, silent)
    board = planning.board_of(trip, order)

    assert len(trip.warnings) < 100
    assert board.seconds == pytest.approx(240, rel=0.4)


def test_spoilt_clip(tmp_path: Path) -> None:
    """A clip that can no longer be read gives its place to its neighbour."""
    path = tmp_path / "sea.mov"
    path.write_bytes(clip(4.0))
    still = photo(tmp_path / "a.jpg", (400, 300))
    order = order_of(tmp_path, still, Photo(path, "sea.mov"))
    film = make_film(order, silent, spoiling(path))

    assert ("图片在制作过程中无法读取，已用相邻图片代替：sea.mov",) == film.warnings
