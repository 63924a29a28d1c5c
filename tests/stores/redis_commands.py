"""What tests of the store in Redis ask it themselves."""

from __future__ import annotations

from typing import Any

from stores.kv_redis import RedisCommands


async def send(url: str, *command: str | bytes | int) -> Any:
    commands = RedisCommands(url, 2.0)
    try:
        return await commands.ask(*(str(w) if isinstance(w, int) else w for w in command))
    finally:
        await commands.close()
