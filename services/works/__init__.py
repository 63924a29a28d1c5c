"""The wing of works: films and long pictures, from the first picture to what others see of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass

from services.running import Running
from services.works.addresses import Addresses, addresses_of
from services.works.coming import ComingFiles
from services.works.owned import OwnedWorks
from services.works.quota import Quota
from services.works.renders import Renders
from services.works.showing import Showing
from services.works.storyboards import Storyboards
from services.works.uploading import Uploading
from settings import ClientsSettings
from stores.standing import StandingRows
from stores.targets import TargetRows
from stores.works import WorkRows


@dataclass(frozen=True, slots=True)
class Works:
    """`owned`, `uploading` and `storyboards` are for owners, `showing` for whoever looks, and
    `addresses` for whom owners have looking.

    coming: for faces, which see a file before it is there; renders: for a worker; clients: whose
        letter is kept where apps contradict the documents.
    """

    owned: OwnedWorks
    coming: ComingFiles
    uploading: Uploading
    storyboards: Storyboards
    showing: Showing
    addresses: Addresses
    renders: Renders
    clients: ClientsSettings


@asynccontextmanager
async def open(running: Running) -> AsyncIterator[Works]:
    """Put the parts together; what some of them started ends with the block."""
    config, database, media, jobs = running.config, running.database, running.media, running.jobs
    rows, targets = WorkRows(database), TargetRows(database)
    with ExitStack() as stack:
        addresses = addresses_of(running)
        coming = ComingFiles(running.kv, config.works.start_wait_seconds)
        quota = Quota(database, config.limits.bytes_per_user)
        owned = OwnedWorks(
            database,
            rows,
            jobs,
            media,
            running.queue,
            running.signals,
            config.works,
            config.limits,
            quota,
            addresses,
            coming,
            film_tag=config.clients.film_tag,
        )
        uploading = Uploading(
            database,
            rows,
            media,
            owned,
            running.looker,
            quota,
            addresses,
            coming,
            config.works,
        )
        stack.callback(owned.close)
        again_per_day = config.limits.renders_again_per_user_day
        yield Works(
            owned=owned,
            coming=coming,
            uploading=uploading,
            storyboards=Storyboards(
                rows, targets, media, owned, running.limits, per_day=again_per_day
            ),
            showing=Showing(rows, targets, StandingRows(database), media, running.looker),
            addresses=addresses,
            renders=Renders(database, rows, jobs, media, owned, config),
            clients=config.clients,
        )
