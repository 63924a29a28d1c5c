"""Imports of what takes long or much memory, when it is first needed.

The one file of this folder with imports inside functions (tests/test_architecture.py): written as
imports they are typed, and a name that has moved is found by the type checker.
"""

from __future__ import annotations

from typing import Any

from dramatiq import Broker


def redis_broker(**options: Any) -> Broker:
    """Dramatiq's broker in Redis, whose client takes 8 MB."""
    from dramatiq.brokers.redis import RedisBroker

    return RedisBroker(**options)
