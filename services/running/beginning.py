"""Rule: whatever starts, it has the service's settings and leaves nothing that it cannot read."""

from __future__ import annotations

import os
import pwd
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from config import Config, ConfigError, load_config
from services.running.environment import READ_ENVIRONMENT, adopt, forgotten

ROOT: Final = 0
OTHERS: Final = 0o007
GROUP: Final = 0o070
GROUP_WRITES: Final = 0o020
# What servers and workers make below the data folder, that others could read in versions before.
FOLDERS: Final = ("log", "media", "outbox", "scratch")
FILES: Final = ("postcard.sqlite*", "kv.sqlite*")


def begin(env: str = "", *, writes: bool = True, makes: Path | None = None) -> Config:
    """The settings, with what a program does before it has any. Raises ConfigError.

    env: a file to take the environment from, else that of POSTCARD_ENV; writes: whether it is to
    write into the data folder; makes: a folder elsewhere that it fills.
    """
    os.umask(OTHERS | GROUP)
    if named := env or os.environ.get(READ_ENVIRONMENT):
        adopt(Path(named).resolve())
    if missed := forgotten():
        print(f"postcard: {missed} is there and was not read: --env {missed}", file=sys.stderr)
    config = load_config()
    if os.geteuid() == ROOT:
        _work_as_owner(config.data, makes)
    elif writes and config.data.exists() and not os.access(config.data, os.W_OK | os.X_OK):
        owner = _name(config.data.stat().st_uid)
        raise ConfigError(f"{config.data} belongs to {owner}: run this as that user, or as root")
    if writes:
        _close_to_others(config.data)
    return config


def open_to(path: Path) -> int:
    """The rights that others have there and should not; a group that may write is meant to."""
    mode = path.stat().st_mode
    return mode & (OTHERS if mode & GROUP_WRITES else OTHERS | GROUP)


def _close_to_others(data: Path) -> None:
    # The data folder itself may be anything that an operator named: check tells of it.
    ours = [data / name for name in FOLDERS]
    for path in (*ours, *(file for pattern in FILES for file in data.glob(pattern))):
        # Of another's, or of a file system without rights: check tells of that too.
        with suppress(OSError):
            if extra := open_to(path):
                path.chmod(path.stat().st_mode & 0o7777 & ~extra)


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
