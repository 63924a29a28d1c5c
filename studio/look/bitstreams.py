"""Rule: how large a coded picture says itself that it is, which its container may hide.

A decoder makes room for what the stream claims. Where a header cannot be read, 0 is answered: then
the decoder cannot read it either.
"""

from __future__ import annotations

from typing import Final

# Of ISO/IEC 14496-15: the sequence parameter set of HEVC.
SPS: Final = 33
# Of the AV1 specification: how a sequence header begins, and what may stand before it.
SEQUENCE: Final = 0x0A
DELIMITER: Final = b"\x12\0"
# Layers of lesser size, each with bytes of its own in the profile of an HEVC picture.
LEVEL, PROFILE = 8, 88


class _Bits:
    """Reads bits from the left. Raises ValueError behind the end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def read(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise ValueError("no more bits")
        return self._value >> self._left & ((1 << count) - 1)

    def number(self) -> int:
        """One of as many bits as it needs (Exp-Golomb)."""
        zeros = 0
        while not self.read(1):
            zeros += 1
        return (1 << zeros) - 1 + self.read(zeros)


def hevc_pixels(config: bytes) -> int:
    """The most that any parameter set in an `hvcC` claims."""
    try:
        return max((_sps_pixels(unit) for unit in _units(config)), default=0)
    except (IndexError, ValueError):
        return 0


def _units(config: bytes) -> list[bytes]:
    """The sequence parameter sets, without the bytes that keep start codes out."""
    found, at = [], 23
    for _ in range(config[22]):
        kind, count = config[at] & 0x3F, int.from_bytes(config[at + 1 : at + 3], "big")
        at += 3
        for _ in range(count):
            length = int.from_bytes(config[at : at + 2], "big")
            if kind == SPS:
                unit = config[at + 2 : at + 2 + length]
                found.append(unit.replace(b"\0\0\3", b"\0\0"))
            at += 2 + length
    return found


def _sps_pixels(unit: bytes) -> int:
    bits = _Bits(unit[2:])
    bits.read(4)
    layers = bits.read(3)
    bits.read(1 + PROFILE + LEVEL)
    told = [(bits.read(1), bits.read(1)) for _ in range(layers)]
    if layers:
        bits.read(2 * (8 - layers))
    bits.read(sum(PROFILE * profile + LEVEL * level for profile, level in told))
    bits.number()
    if bits.number() == 3:
        bits.read(1)
    return bits.number() * bits.number()


def av1_pixels(units: bytes) -> int:
    """What the sequence header claims with which coded pictures begin."""
    try:
        return _sequence_pixels(_payload(units.removeprefix(DELIMITER)))
    except (IndexError, ValueError):
        return 0


def _payload(units: bytes) -> bytes:
    """That of a sequence header of which the length is told, as in files it is."""
    if units[0] != SEQUENCE:
        raise ValueError("no sequence header")
    at = 1
    while units[at] & 0x80:
        at += 1
    return units[at + 1 :]


def _sequence_pixels(payload: bytes) -> int:
    bits = _Bits(payload)
    bits.read(4)
    if bits.read(1):
        bits.read(5)
    else:
        _skip_points(bits)
    wide, high = bits.read(4) + 1, bits.read(4) + 1
    return (bits.read(wide) + 1) * (bits.read(high) + 1)


def _skip_points(bits: _Bits) -> None:
    """How a film is timed, and at which rates it can be shown."""
    delay_bits = 0
    has_model = False
    if bits.read(1):
        bits.read(64)
        if bits.read(1):
            bits.number()
        if has_model := bool(bits.read(1)):
            delay_bits = bits.read(5) + 1
            bits.read(32 + 10)
    has_delay = bits.read(1)
    for _ in range(bits.read(5) + 1):
        bits.read(12)
        if bits.read(5) > 7:
            bits.read(1)
        if has_model and bits.read(1):
            bits.read(2 * delay_bits + 1)
        if has_delay and bits.read(1):
            bits.read(4)
