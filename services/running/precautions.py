"""Rule: no Postcard starts with a secret that everybody knows, or that others here can read."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from config import Config, ConfigError, config_file
from services.running.environment import adopted, read
from services.running.rules import is_known, is_secret

ANYBODY: Final = 0o004
ALL_BUT_OWNER: Final = 0o077


class Danger(NamedTuple):
    text: str
    fix: str


def refuse_dangers(config: Config) -> None:
    """Raise ConfigError with the first danger there is, in one line."""
    for danger in dangers(config):
        raise ConfigError(f"{danger.text}; {danger.fix}")


def dangers(config: Config) -> Iterator[Danger]:
    """Every secret that others know or can read; the text never holds the secret itself."""
    for key, secret in _secrets(config.model_dump()):
        if is_known(key, secret):
            yield Danger(f"{key}: this is an example's, known to all", "set one of your own")
    kept = config.data / "secret.key"
    if _is_open(kept, ALL_BUT_OWNER):
        yield Danger(f"{kept} can be read by others", f"chmod 600 {kept}")
    for file, holds in ((config_file(), _toml), (adopted(), read)):
        if file is not None and _is_open(file, ANYBODY) and next(_secrets(holds(file)), None):
            yield Danger(f"{file} holds secrets and can be read by others", f"chmod 640 {file}")


def _secrets(settings: dict[str, Any], section: str = "") -> Iterator[tuple[str, str]]:
    """(setting, secret) of those that are one by their name; of an address, the password in it."""
    for name, value in settings.items():
        key = f"{section}{name}"
        if isinstance(value, dict):
            yield from _secrets(value, f"{key}.")
        elif isinstance(value, str) and (secret := _secret(name.lower(), value)):
            yield key, secret


def _secret(name: str, value: str) -> str:
    if is_secret(name):
        return value
    try:
        return unquote(urlsplit(value).password or "") if "://" in value else ""
    except ValueError:
        return ""


def _is_open(file: Path, to: int) -> bool:
    try:
        return os.name == "posix" and bool(file.stat().st_mode & to)
    except OSError:
        return False


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))
