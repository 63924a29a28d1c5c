"""aiohttp glue: bytes into envelopes, outcomes back into bytes."""
