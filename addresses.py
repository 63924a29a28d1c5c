"""Addresses of settings: whether one is whole, its parts, whether only this machine reaches it;
those of other sites' pages; and those of guests, as logs may hold them.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import StringConstraints

# How much of a guest's address a log holds.
Shown = Literal["full", "prefix", "none"]
# What is left of an address that is shortened: some hundred lines of IPv4, a provider's
# customer of IPv6.
PREFIX_BITS: Final = {4: 24, 6: 48}


# Pages as browsers name them. What any page may call itself ("null"), and any page, is none.
Origins = Annotated[
    str, StringConstraints(pattern=r"^([a-z][a-z0-9+.-]*://[a-z0-9.:\[\]-]+( |$))*$")
]


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


def sql_parts(url: str) -> dict[str, Any]:
    """host, port, user, password and db of a mysql:// URL."""
    parts = urlsplit(url)
    return {
        "host": parts.hostname or "127.0.0.1",
        "port": parts.port or 3306,
        "user": unquote(parts.username or "root"),
        "password": unquote(parts.password or ""),
        "db": parts.path.lstrip("/"),
    }


def for_logs(address: str, how: Shown) -> str:
    """An address as a log holds it: whole, the network that it is of, or nothing.

    What is no address is nothing too: a proxy may hand on what a guest wrote there.
    """
    if how == "none":
        return ""
    try:
        found = ip_interface(address)
    except ValueError:
        return ""
    if how == "full":
        return address
    bits = min(PREFIX_BITS[found.version], found.network.prefixlen)
    return str(ip_network((found.ip, bits), strict=False))
