"""Rule: whatever starts, it has the service's settings and leaves nothing that it cannot read."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path
from typing import Final

from config import Config, ConfigError, load_config
from services.running.environment import READ_ENVIRONMENT, adopt

ROOT: Final = 0


def begin(env: str = "", *, writes: bool = True, makes: Path | None = None) -> Config:
    """The settings, with what a program does before it has any. Raises ConfigError.

    env: a file to take the environment from, else that of POSTCARD_ENV; writes: whether it is to
    write into the data folder; makes: a folder elsewhere that it fills.
    """
    if named := env or os.environ.get(READ_ENVIRONMENT):
        adopt(Path(named).resolve())
    config = load_config()
    if os.geteuid() == ROOT:
        _work_as_owner(config.data, makes)
    elif writes and config.data.exists() and not os.access(config.data, os.W_OK | os.X_OK):
        owner = _name(config.data.stat().st_uid)
        raise ConfigError(f"{config.data} belongs to {owner}: run this as that user, or as root")
    return config


def _work_as_owner(data: Path, makes: Path | None) -> None:
    """Become who owns the data folder: what root writes there the service could not read."""
    try:
        owner = data.stat()
    except OSError:
        return
    if owner.st_uid == ROOT:
        return
    if makes is not None and not makes.exists():
        makes.mkdir(mode=0o700, parents=True)
        os.chown(makes, owner.st_uid, owner.st_gid)
    name = _name(owner.st_uid)
    os.setgroups(os.getgrouplist(name, owner.st_gid) if not name.isdigit() else [])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)
    print(f"postcard: works as {name}, whom {data} belongs to", file=sys.stderr)


def _name(uid: int) -> str:
    """That of a user; of one without a name the number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
