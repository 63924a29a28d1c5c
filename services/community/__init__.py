"""The wing of the community: forum, comments, likes, sharing, reports, blocks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from services.accounts.lookups import Lookups
from services.community.blocks import Blocks
from services.community.comments import Comments
from services.community.likes import Likes
from services.community.posts import Posts
from services.community.reports import Reports
from services.community.sharing import Sharing
from services.community.visibility import Visibility
from services.running import Running
from services.works.addresses import addresses_of
from stores import blocks, comments, posts, reports
from stores.targets import TargetRows
from stores.work_lists import WorkListRows


@dataclass(frozen=True, slots=True)
class Community:
    """What the endpoints of forum, movie, photo, report and block ask for."""

    posts: Posts
    comments: Comments
    likes: Likes
    sharing: Sharing
    reports: Reports
    blocks: Blocks


@asynccontextmanager
async def open(running: Running) -> AsyncIterator[Community]:
    """Put the parts together; there is nothing to close."""
    database, limits, settings = running.database, running.limits, running.config.limits
    targets = TargetRows(database)
    visibility = Visibility(targets)
    on_targets = Comments(
        database, comments.CommentRows(database), targets, visibility, limits, settings
    )
    yield Community(
        posts=Posts(database, posts.PostRows(database), targets, on_targets, limits, settings),
        comments=on_targets,
        likes=Likes(database, targets, visibility, limits, settings),
        sharing=Sharing(WorkListRows(database), addresses_of(running)),
        reports=Reports(
            database, reports.ReportRows(database), targets, visibility, limits, settings
        ),
        blocks=Blocks(blocks.BlockRows(database), Lookups(limits, settings)),
    )
