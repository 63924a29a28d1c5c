"""The largest that may lawfully be sent: what an endpoint's own limits allow, and no more."""

from __future__ import annotations

from typing import Any

from studio.plan.storyboard_types import (
    MOST_COLOURS,
    MOST_PHOTOS,
    MOST_PLACES,
    MOST_PLACES_IN_ALL,
    MOST_SCENES,
    MOST_TEXTS,
)

CROP = {"x": 0.1, "y": 0.1, "width": 0.5, "height": 0.5}
PLACE = {"name": "a", "latitude": 30.2, "longitude": 120.1}
MOVE = {"start": CROP, "end": CROP}


def storyboard(photo: str, size: tuple[int, int] = (360, 640)) -> dict[str, Any]:
    """As many scenes, photos, texts and places as there may be, and no key left out."""
    full, rest = divmod(MOST_PLACES_IN_ALL, MOST_PLACES)
    scenes = []
    for number in range(MOST_SCENES):
        places = MOST_PLACES if number < full else rest if number == full else 0
        scenes.append(
            {
                "template": "grid",
                "seconds": 1.0,
                "photos": [{"photo": photo, **MOVE}] * MOST_PHOTOS,
                "texts": [{"role": "caption", "text": "a"}] * MOST_TEXTS,
                "places": [PLACE] * places,
                "camera": MOVE,
                "transition": {"name": "fade", "seconds": 0.2},
            }
        )
    scenes[-1]["transition"] = None
    return {
        "version": 1,
        "size": list(size),
        "fps": 10,
        "seed": 7,
        "palette": [[1, 2, 3]] * MOST_COLOURS,
        "music": {"mood": "clear", "key": 0, "tempo": 76.0, "seed": 7},
        "scenes": scenes,
    }
