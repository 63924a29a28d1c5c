"""How passwords are kept: argon2id (RFC 9106), encoded with the parameters they were made with."""

from __future__ import annotations

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError


class PasswordHashes:
    """Made over `memory_kib` KiB of memory in `rounds` passes, on one core."""

    def __init__(self, rounds: int, memory_kib: int) -> None:
        self._hasher = PasswordHasher(rounds, memory_kib, parallelism=1, type=Type.ID)

    def hash(self, password: str) -> str:
        return self._hasher.hash(_text(password))

    def verify(self, stored: str, password: str) -> bool:
        """Whether `password` is the one of `stored`."""
        try:
            return self._hasher.verify(stored, _text(password))
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Whether `stored` was made with other parameters than these."""
        return self._hasher.check_needs_rehash(stored)


def _text(password: str) -> bytes:
    # JSON may carry lone surrogates, which UTF-8 refuses; two such passwords stay two.
    return password.encode("utf-8", "surrogatepass")
