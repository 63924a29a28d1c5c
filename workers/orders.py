"""Orders and films as JSON values, for the pipe between a worker and its renderer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.order import Film, Order, Photo


def pack(order: Order) -> dict[str, Any]:
    """An order as JSON values."""
    return {
        "photos": [[str(photo.path), photo.name] for photo in order.photos],
        "title": order.title,
        "description": order.description,
        "size": order.size,
        "fps": order.fps,
        "seed": order.seed,
        "font": str(order.font) if order.font else None,
        "out": str(order.out),
        "ordered": order.ordered,
        "max_pixels": order.max_pixels,
    }


def unpack(value: dict[str, Any]) -> Order:
    """The order that `pack` packed."""
    photos = tuple(Photo(Path(path), name) for path, name in value["photos"])
    width, height = value["size"]
    return Order(
        **value
        | {
            "photos": photos,
            "size": (width, height),
            "font": Path(value["font"]) if value["font"] else None,
            "out": Path(value["out"]),
        }
    )


def film_from(value: dict[str, Any]) -> Film:
    """The film that an event "film" tells of."""
    return Film(
        **value
        | {
            "file": Path(value["file"]),
            "cover": Path(value["cover"]),
            "warnings": tuple(value["warnings"]),
        }
    )


def tell_film(film: Film) -> dict[str, Any]:
    """A film as JSON values."""
    return {
        "file": str(film.file),
        "cover": str(film.cover),
        "width": film.width,
        "height": film.height,
        "cover_width": film.cover_width,
        "cover_height": film.cover_height,
        "seconds": film.seconds,
        "frames": film.frames,
        "warnings": film.warnings,
    }
