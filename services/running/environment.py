"""The file that a service's environment is read from, read as systemd reads it.

So a command is given what the service has: `A=x # y` is the whole of `x # y`, quotes and
backslashes are taken away. What systemd would pass over is refused here: it would be missed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from config import ConfigError

# Names the file of variables that a program of ours reads before its settings; as --env does.
READ_ENVIRONMENT: Final = "POSTCARD_ENV"
# Names the one that a service manager has read already, or that was read here.
ENVIRONMENT_FILE: Final = "POSTCARD_ENVIRONMENT_FILE"
# Where docs/production.md puts it.
USUAL: Final = Path("/etc/postcard/postcard.env")

_BLANK: Final = re.compile(r"[ \t]*(?:\n|\Z)|[ \t]*[#;][^\n]*(?<!\\)(?:\n|\Z)")
_ASSIGNMENT: Final = re.compile(
    r"""[ \t]*(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=
    (?P<quoted>(?:[ \t]*(?:'[^']*'|"(?:[^"\\]|\\.)*"))*)[ \t]*
    (?P<bare>(?!['"])(?:(?:[^\\\n]|\\.)*(?:[^\\\s]|\\.))?)[ \t]*(?:\n|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED: Final = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)\"""", re.DOTALL)
_IN_DOUBLE: Final = re.compile(r'\\(?:(\n)|(["\\`$]))')


def assignments(text: str) -> dict[str, str]:
    """What it assigns. Raises ValueError with the number of a line, and nothing of its text."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        if blank := _BLANK.match(text, at):
            at = blank.end()
            continue
        match = _ASSIGNMENT.match(text, at)
        if match is None:
            line = text.count("\n", 0, at) + 1
            raise ValueError(f"line {line} is no NAME=value that systemd takes")
        found[match["name"]] = _unquoted(match["quoted"]) + _unescaped(match["bare"])
        at = match.end()
    return found


def _unquoted(text: str) -> str:
    return "".join(
        single or _IN_DOUBLE.sub(lambda escape: escape[2] or "", double)
        for single, double in _QUOTED.findall(text)
    )


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda escape: escape[1].strip("\n"), text, flags=re.DOTALL)


def read(file: Path) -> dict[str, str]:
    """The variables of that file. Raises ConfigError with one line, and nothing of its values."""
    try:
        return assignments(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise ConfigError(f"{file}: not UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise ConfigError(f"{file}: {error}") from None


def adopt(file: Path) -> None:
    """Make its variables this process's; they win over those there are, as in a service."""
    os.environ.update(read(file))
    os.environ[ENVIRONMENT_FILE] = str(file)


def adopted() -> Path | None:
    """The file that this environment was read from, by us or by a service manager."""
    named = os.environ.get(ENVIRONMENT_FILE)
    return Path(named) if named else None


def forgotten() -> Path | None:
    """The file of a service on this machine that nobody has named: these are other settings."""
    return USUAL if adopted() is None and USUAL.exists() else None
