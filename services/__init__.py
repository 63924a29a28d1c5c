"""The rules of Postcard, in wings by subject; each is opened over those before it.

A wing's folder has the parts, `rules.py` (what can be told without asking anybody) and, in
`__init__`, its face and how it is opened.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from dramatiq import Broker

from config import Config
from services import accounts, admin, community, messages, models, places, running, works
from services.accounts import Accounts
from services.admin import Admin
from services.community import Community
from services.messages import Messages
from services.models import Models
from services.places import Places
from services.running import Running
from services.running.cpu_work import NO_CPU_WORK, CpuWork
from services.running.looker import NO_LOOKER, Looker
from services.works import Works


@dataclass(frozen=True, slots=True)
class WorkerServices:
    """The wings that jobs use."""

    running: Running
    messages: Messages
    works: Works
    models: Models
    places: Places


@dataclass(frozen=True, slots=True)
class Services(WorkerServices):
    """Every wing, as the web process opens them."""

    accounts: Accounts
    community: Community
    admin: Admin


@asynccontextmanager
async def open_services(
    config: Config,
    broker: Broker,
    looker: Looker = NO_LOOKER,
    cpu_work: CpuWork = NO_CPU_WORK,
) -> AsyncIterator[Services]:
    """Open every wing over those before it; all are closed when the block ends."""
    async with (
        running.open(config, broker, looker, cpu_work) as running_,
        messages.open(running_) as messages_,
        accounts.open(running_, messages_) as accounts_,
        works.open(running_) as works_,
        community.open(running_) as community_,
        models.open(running_) as models_,
        places.open(running_) as places_,
        admin.open(running_, accounts_, works_, community_) as admin_,
    ):
        yield Services(
            running=running_,
            messages=messages_,
            accounts=accounts_,
            works=works_,
            community=community_,
            models=models_,
            places=places_,
            admin=admin_,
        )


@asynccontextmanager
async def open_worker_services(config: Config, broker: Broker) -> AsyncIterator[WorkerServices]:
    """Open the wings that a worker uses: it hashes no password and takes in no file."""
    async with (
        running.open(config, broker, NO_LOOKER, NO_CPU_WORK) as running_,
        messages.open(running_) as messages_,
        works.open(running_) as works_,
        models.open(running_) as models_,
        places.open(running_) as places_,
    ):
        yield WorkerServices(
            running=running_,
            messages=messages_,
            works=works_,
            models=models_,
            places=places_,
        )
