"""FastAPI doing the same: doki with tokens in Redis, info/get through SQLAlchemy. Argument: port.

PEER_REDIS and PEER_SQL name the servers.
"""

from __future__ import annotations

import hashlib
import os
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict
from redis.asyncio import Redis
from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import create_async_engine

COLUMNS = "id phone uname email last_name first_name nickname gender intro avatar admin".split()
USERS = table("users", *map(column, COLUMNS))
GENDERS = ("", "male", "female")
IDLE_SECONDS = 600


class Envelope(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    id: int
    type: str
    subtype: str
    data: dict[str, Any]


redis = Redis.from_url(os.environ["PEER_REDIS"])
engine = create_async_engine(os.environ["PEER_SQL"], pool_size=8, max_overflow=0)


async def user_of(token: str) -> int | None:
    key = f"token:{hashlib.sha256(token.encode()).hexdigest()}"
    found = await redis.getex(key, ex=IDLE_SECONDS)
    return int(found) if found else None


def reply(envelope: Envelope, status: int, message: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"id": envelope.id, "status": status, "message": message, "data": data}


async def ready() -> str:
    return "yes"


async def doki(envelope: Envelope, token: str = "") -> dict[str, Any]:
    if await user_of(token) is None:
        return reply(envelope, -101, "Error token", {})
    return reply(envelope, 0, "successful", {})


async def info(envelope: Envelope, token: str = "") -> dict[str, Any]:
    user_id = await user_of(token)
    if user_id is None:
        return reply(envelope, -101, "Error token", {})
    async with engine.connect() as link:
        user = (await link.execute(select(USERS).where(USERS.c.id == user_id))).one()
    data = {
        "username": user.phone,
        "nickname": user.nickname,
        "gender": GENDERS[user.gender],
        "avatar": user.avatar,
        "intro": user.intro,
        "name": user.last_name + user.first_name,
        "email": user.email or "",
        "phone": user.phone,
    }
    return reply(envelope, 0, "successful", data)


app = FastAPI()
app.add_api_route("/ready", ready, methods=["GET"])
app.add_api_route("/api/user/doki", doki, methods=["POST"])
app.add_api_route("/api/user/info", info, methods=["POST"])

if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools")
