"""Imports of what takes long or much memory, when it is first needed.

The one file of this folder with imports inside functions (tests/test_architecture.py): written as
imports they are typed, and a name that has moved is found by the type checker.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from config import ConfigError
from stores.mysql_pool import Driver


def load_driver(name: str) -> Callable[..., Driver]:
    """What makes connections through the library of that name, one of sql.driver's.

    Raises `ConfigError` where it is not installed.
    """
    if name == "asyncmy":
        if find_spec("asyncmy") is None:
            raise ConfigError('sql.driver = "asyncmy": pip install asyncmy==0.2.18')
        from stores.mysql_asyncmy import AsyncmyDriver

        return AsyncmyDriver
    from stores.mysql_aiomysql import AiomysqlDriver

    return AiomysqlDriver
