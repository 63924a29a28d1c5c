"""What a call of a model costs: how many pixels are worked through for it, in thousands.

A network takes about a millisecond for a thousand of them on two cores; measured there: enlarging
1.5 megapixels four times 2.6 s, 6 megapixels twice 6 s, painting one megapixel 1.9 s.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from services.models.replies import FSRCNN, STYLE

# What the smallest call takes.
LEAST: Final = 20
# Reading a photo takes a fortieth of what a network takes for as many pixels.
READING: Final = 40
# As models/fsrcnn.py and models/style.py have it; tests/wire/test_ai_costs.py holds them together.
MOST_MADE: Final = 24_000_000
MOST_PAINTED: Final = 1024 * 1024
# A painted pixel takes as much as so many of others.
PAINTING: Final = 2


def cost_of(model: str, request: dict[str, Any], pixels: int) -> int:
    """Of a call with a picture of so many pixels; 0 pixels where there is none."""
    worked = 0.0
    if model == FSRCNN.name:
        larger = request["scale"] ** 2
        # The net works at the small size; what comes out is put together and written.
        worked = min(pixels, MOST_MADE / larger) * (1 + larger / 16)
    elif model == STYLE.name:
        worked = min(pixels, MOST_PAINTED) * PAINTING
    return LEAST + int(worked + pixels / READING) // 1000


def guest_of(address: str) -> int:
    """The number under which callers of one address take turns; it does not tell the address."""
    digest = hashlib.blake2b(address.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
