"""Addresses in settings: whether one is whole, and whether only this machine reaches it."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import quote, urlsplit


def whole(url: str) -> str:
    """Refuse an address whose password would be read as a part of it; what is said quotes none."""
    try:
        parts = urlsplit(url)
        # An @ behind the host: what was to be the password has ended it.
        iswhole = (parts.port or 1) and not any("@" in part for part in parts[2:])
    except ValueError:
        iswhole = False
    if not iswhole:
        escapes = ", ".join(f"{sign} as {quote(sign, safe='')}" for sign in "/#?@:[]%")
        raise ValueError(f"in a name or password write {escapes}; a port is a number")
    return url


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
