"""The wing of models: asking one about a picture or a word, and a worker's answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from services.models.answering import Answering
from services.models.calls import ModelCalls
from services.running import Running
from settings import ClientsSettings


@dataclass(frozen=True, slots=True)
class Models:
    """`calls` is for whoever asks, `answering` for a worker.

    clients: whose letter is kept where apps contradict the documents.
    """

    calls: ModelCalls
    answering: Answering
    clients: ClientsSettings


@asynccontextmanager
async def open(running: Running) -> AsyncIterator[Models]:
    """Put the parts together; there is nothing to close."""
    config, database, jobs = running.config, running.database, running.jobs
    media, signals = running.media, running.signals
    yield Models(
        calls=ModelCalls(
            database, jobs, running.queue, signals, media, running.limits, running.looker, config
        ),
        answering=Answering(database, jobs, media, signals, config.models),
        clients=config.clients,
    )
