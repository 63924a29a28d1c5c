"""A file that came with an envelope, whatever face brought it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema


@dataclass(frozen=True, slots=True)
class FilePart:
    """`name` is what the client called it, never used as a path. The content lies in `path`
    (a scratch file, the transport removes what is left of it), or in `content`."""

    name: str
    path: Path | None = None
    content: bytes | None = None

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size if self.path is not None else len(self.content or b"")


def size_of(values: dict[str, Any]) -> int:
    """Bytes of the files among them."""
    return sum(value.size for value in values.values() if isinstance(value, FilePart))


def _read(value: Any) -> FilePart:
    if isinstance(value, FilePart):
        return value
    if not isinstance(value, str) or not value:
        raise ValueError("a file is a multipart part or base64 text")
    try:
        return FilePart("", content=base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        raise ValueError("not base64") from None


# In `data` a file is base64 text (JSON) or what the multipart face put there.
File = Annotated[
    FilePart,
    PlainValidator(_read),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
