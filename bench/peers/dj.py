"""Django under ASGI doing the same: doki with tokens in Redis. Argument: port.

PEER_REDIS names the server.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys

import django
import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from redis.asyncio import Redis

IDLE_SECONDS = 600
TYPES = {"id": int, "type": str, "subtype": str, "data": dict}

redis = Redis.from_url(os.environ["PEER_REDIS"])


async def ready(_: HttpRequest) -> HttpResponse:
    return HttpResponse("yes")


async def doki(request: HttpRequest) -> JsonResponse:
    envelope = json.loads(request.body)
    if any(type(envelope.get(key)) is not kind for key, kind in TYPES.items()):
        return JsonResponse({"id": -1, "status": -2, "message": "Error JSON value", "data": {}})
    token = request.GET.get("token", "")
    key = f"token:{hashlib.sha256(token.encode()).hexdigest()}"
    good = await redis.getex(key, ex=IDLE_SECONDS) is not None
    status, message = (0, "successful") if good else (-101, "Error token")
    return JsonResponse({"id": envelope["id"], "status": status, "message": message, "data": {}})


urlpatterns = [path("ready", ready), path("api/user/doki", doki)]

if __name__ == "__main__":
    # What `startproject` switches on for every request, less what needs its database or forms.
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    django.setup()
    application = get_asgi_application()
    uvicorn.run(application, port=int(sys.argv[1]), loop="uvloop", http="httptools", lifespan="off")
