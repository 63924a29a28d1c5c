"""What each endpoint does, one file per type; every table is listed here by hand."""

from __future__ import annotations

from handlers import (
    ai,
    block,
    forum,
    img,
    info,
    login,
    logout,
    movie,
    password,
    photo,
    pic,
    ping,
    portrait,
    register,
    report,
    sms,
    token,
    user,
)
from protocol.registry import Registry

TABLES = (
    ping.table,
    register.table,
    login.table,
    logout.table,
    info.table,
    password.table,
    portrait.table,
    pic.table,
    img.table,
    sms.table,
    token.table,
    user.table,
    forum.table,
    movie.table,
    photo.table,
    report.table,
    block.table,
    ai.table,
)


def registry() -> Registry:
    """Every endpoint; raises ValueError when two share a name or a route."""
    return Registry(TABLES)
