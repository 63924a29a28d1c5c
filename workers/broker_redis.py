"""Dramatiq's broker in Redis, whose every command is answered in time or has failed.

Given an address, Dramatiq makes a client that waits for ever, and passes over all other settings of
a connection; so it is given a client.
"""

from __future__ import annotations

from typing import Any

from dramatiq.brokers.redis import RedisBroker
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as LinkLost
from redis.exceptions import TimeoutError as NoAnswer
from redis.retry import Retry

from config import RedisSettings


class _Client(Redis):
    """What is not answered counts as lost: that Dramatiq knows, and tries again."""

    def execute_command(self, *arguments: Any, **options: Any) -> Any:
        try:
            return super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]
        except NoAnswer as error:
            raise LinkLost(str(error)) from error


def open_broker(settings: RedisSettings, **more: Any) -> RedisBroker:
    """It connects at its first command. Nothing blocks in Redis: messages are polled for."""
    client = _Client.from_url(
        settings.url,
        socket_timeout=settings.command_seconds,
        socket_connect_timeout=settings.command_seconds,
        # Four tries would be four times as long; each that asks has a way of its own to go on.
        retry=Retry(NoBackoff(), 0),
    )
    return RedisBroker(client=client, **more)
