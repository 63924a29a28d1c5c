"""Whether files and messages get where the settings say; nothing is sent to anybody."""

from __future__ import annotations

import asyncio
import os
import ssl
import tempfile
from pathlib import Path
from typing import Final

from config import Config
from services.admin.findings import Finding
from services.messages.mail import MailError, SmtpMail
from services.running.storage import open_bucket
from stores.media import StorageError

PATIENCE: Final = 5.0
PORTS: Final = {"https": 443, "http": 80}


async def storage(config: Config) -> Finding:
    """The bucket, looked at, written and deleted in; or the folder."""
    if not config.storage.bucket:
        return _folder(config)
    name = f"bucket {config.storage.bucket} at {config.storage.endpoint}"
    try:
        # Not below the data folder, which may not be there yet.
        with tempfile.TemporaryDirectory(prefix="postcard-check-") as folder:
            media = open_bucket(config, Path(folder))
            probe = media.scratch("check")
            probe.write_bytes(b"check")
            async with asyncio.timeout(PATIENCE):
                await media.ping()
                # Whoever may look need not be one who may write and delete.
                await media.share(probe.name)
                await media.unshare(probe.name)
    except (StorageError, OSError, TimeoutError) as error:
        reason = f"{name}: {str(error) or 'no answer'}"
        return Finding("storage", False, reason, "docs/storage.md says what it needs")
    return Finding("storage", True, f"{name}, can be read and written")


def _folder(config: Config) -> Finding:
    media, scratch = config.data / "media", config.data / "scratch"
    # Unlike those of pathlib, these say no where nobody lets us look.
    if not os.path.isdir(media):
        if not os.path.exists(scratch):
            return Finding("storage", True, f"{media}, made at the first start")
        return Finding("storage", False, f"{media} is away", "mount it, or restore the backup")
    if not os.access(media, os.W_OK | os.X_OK):
        return Finding("storage", False, f"{media} cannot be written", "let this user write there")
    if os.path.isdir(scratch) and scratch.stat().st_dev != media.stat().st_dev:
        text = f"{media} and {scratch} are on two file systems"
        return Finding("storage", False, text, "what is finished is renamed from one to the other")
    return Finding("storage", True, str(media))


async def sms(config: Config) -> Finding:
    """The provider's endpoint, to which a connection is made, and no more."""
    settings = config.sms
    if settings.gateway == "outbox":
        text = f"codes are files in {config.data / 'outbox'}"
        return Finding("sms", config.at_home, text, "" if config.at_home else 'gateway = "tencent"')
    host, _, port = settings.tencent_endpoint.partition(":")
    secure = ssl.create_default_context() if settings.tencent_scheme == "https" else None
    name = f"Tencent Cloud at {settings.tencent_endpoint}"
    try:
        async with asyncio.timeout(settings.seconds):
            _, writer = await asyncio.open_connection(
                host, int(port or PORTS[settings.tencent_scheme]), ssl=secure
            )
        writer.close()
    except (OSError, TimeoutError, ValueError) as error:
        reason = f"{name} is away: {str(error) or 'no answer'}"
        return Finding("sms", False, reason, "may this machine connect there?")
    return Finding("sms", True, f"{name} answers")


async def mail(config: Config) -> Finding:
    """The mail server, greeted and signed in to, and no more."""
    settings = config.mail
    if settings.gateway == "outbox":
        text = f"letters are files in {config.data / 'outbox'}"
        return Finding("mail", config.at_home, text, "" if config.at_home else 'gateway = "smtp"')
    name = f"{settings.host}:{settings.port}"
    try:
        await SmtpMail(settings).greet()
    except MailError as error:
        reason = f"{name}: {error.note}".replace("\n", " ")
        return Finding("mail", False, reason, "are mail.host, port, tls, user and password right?")
    return Finding("mail", True, f"{name} answers")
