"""services.running.seals: a secret at rest, and the key to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.running.seals import SealBroken, Seals, read_key


def test_the_key_is_made_once(tmp_path: Path) -> None:
    """Its file is the owner's alone, and the next start reads the same; a setting goes before."""
    file = tmp_path / "secret.key"

    made = read_key("", file)

    assert 32 == len(made)
    assert made == read_key("", file)
    assert 0o600 == file.stat().st_mode & 0o777
    assert bytes(range(32)) == read_key(bytes(range(32)).hex(), file)
    assert [file] == list(tmp_path.iterdir())


def test_a_seal() -> None:
    """Two of one value differ; a changed, a moved and a foreign one do not open."""
    seals, value = Seals(bytes(32)), b"a secret"
    first, second = seals.seal("a", value), seals.seal("a", value)
    broken = [
        ("b", first),
        ("a", first[:-1] + bytes([first[-1] ^ 1])),
        ("a", bytes([first[0] ^ 1]) + first[1:]),
        ("a", first[:20]),
        ("a", b""),
        ("a", Seals(bytes([1] * 32)).seal("a", value)),
    ]

    assert first != second
    assert value not in first
    assert value == seals.open("a", first) == seals.open("a", second)
    for purpose, sealed in broken:
        with pytest.raises(SealBroken):
            seals.open(purpose, sealed)
