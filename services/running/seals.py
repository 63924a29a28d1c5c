"""Values at rest that nobody else may read or change: AES-GCM under one key of this Postcard."""

from __future__ import annotations

import hmac
import os
from pathlib import Path
from typing import Final
from uuid import uuid4

from Crypto.Cipher import AES

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


class SealBroken(Exception):
    """Raised when a value was changed, moved, or sealed under another key."""


class Seals:
    """Seals and opens. `purpose` says what a value is: one of another purpose does not open."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        # Another one, so that neither use tells anything of the other.
        self._of_marks = self.key_for("marks")

    def seal(self, purpose: str, value: bytes) -> bytes:
        """Nonce, tag and cipher text; no two are alike."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = AES.new(self._key, AES.MODE_GCM, nonce=nonce, mac_len=TAG_BYTES)
        cipher.update(purpose.encode())
        text, tag = cipher.encrypt_and_digest(value)
        return nonce + tag + text

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """What was sealed. Raises `SealBroken`."""
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            cipher = AES.new(self._key, AES.MODE_GCM, nonce=nonce, mac_len=TAG_BYTES)
            cipher.update(purpose.encode())
            return cipher.decrypt_and_verify(rest[TAG_BYTES:], rest[:TAG_BYTES])
        except ValueError:
            raise SealBroken(purpose) from None

    def key_for(self, purpose: str) -> bytes:
        """A key of its own for what is signed and not sealed; it tells nothing of the one."""
        return hmac.digest(self._key, f"key for {purpose}".encode(), "sha256")

    def mark(self, purpose: str, value: bytes) -> str:
        """What tells this value from others, in 64 hex digits, and nothing of it to who has not the
        key: not even to who tries all values that it may have."""
        return hmac.digest(self._of_marks, f"{purpose}\0".encode() + value, "sha256").hex()


def read_key(setting: str, file: Path) -> bytes:
    """The key of the settings, else that of `file`, which is made at the first call."""
    if setting:
        return bytes.fromhex(setting)
    if not file.exists():
        _make(file)
    return bytes.fromhex(file.read_text("ascii"))


def _make(file: Path) -> None:
    # Linked into place whole: of processes that start together one makes it, all read it.
    part = file.with_name(f".{file.name}.{uuid4().hex}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(os.urandom(KEY_BYTES).hex())
    try:
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
