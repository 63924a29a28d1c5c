"""Rules of a running process: how long attempts count, and which secrets anybody knows."""

from __future__ import annotations

from typing import Final

# Seconds over which attempts are counted.
MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
# What stands in examples, ours and those of the parts that are named in settings.
KNOWN: Final = frozenset(
    {
        "...",
        "***",
        "admin",
        "change-me",
        "change_me",
        "changeme",
        "example",
        "minioadmin",
        "pass",
        "passwd",
        "password",
        "postcard",
        "redis",
        "root",
        "secret",
        "travel123",
        "your-password",
        "123456",
    }
)
# A random key of 64 hex digits has nearly all of the sixteen.
FEWEST_DIGITS: Final = 8


def is_secret(setting: str) -> bool:
    """Whether a setting of that name (in lower case) holds a secret."""
    named = "password" in setting or "secret" in setting
    return named or setting == "key" or setting.endswith("_key")


def is_known(setting: str, secret: str) -> bool:
    """Whether anybody may guess the secret of a setting, by its full name."""
    if setting != "secrets.key":
        return secret.lower() in KNOWN
    digits = secret.lower()
    # Of few digits, or one part over and over: typed, not drawn.
    return len(set(digits)) < FEWEST_DIGITS or digits in (digits + digits)[1:-1]
