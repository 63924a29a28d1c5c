"""The services of the community, put together: forum, comments, likes, sharing, reports, blocks."""

from __future__ import annotations

from dataclasses import dataclass

from config import Limits as LimitSettings
from services.community.blocks import Blocks
from services.community.comments import Comments
from services.community.likes import Likes
from services.community.posts import Posts
from services.community.reports import Reports
from services.community.sharing import Sharing
from services.community.sight import Sight
from services.running.limits import Limits
from stores import blocks, comments, posts, reports
from stores.sql import Database
from stores.targets import TargetRows
from stores.work_lists import WorkListRows


@dataclass(frozen=True, slots=True)
class Community:
    """What the handlers of forum, movie, photo, report and block may use."""

    posts: Posts
    comments: Comments
    likes: Likes
    sharing: Sharing
    reports: Reports
    blocks: Blocks


def make_community(database: Database, limits: Limits, settings: LimitSettings) -> Community:
    targets = TargetRows(database)
    sight = Sight(targets)
    on_targets = Comments(
        database, comments.CommentRows(database), targets, sight, limits, settings
    )
    return Community(
        posts=Posts(database, posts.PostRows(database), targets, on_targets, limits, settings),
        comments=on_targets,
        likes=Likes(database, targets, sight, limits, settings),
        sharing=Sharing(WorkListRows(database)),
        reports=Reports(database, reports.ReportRows(database), targets, sight, limits, settings),
        blocks=Blocks(blocks.BlockRows(database)),
    )
