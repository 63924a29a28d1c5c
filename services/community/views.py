"""How what guests share is described to clients: the documents' words and numbers."""

from __future__ import annotations

from typing import Any

from services.accounts.avatars import avatar_of
from services.running.clock import written
from services.works.views import listed
from stores.blocks import BlockedUser
from stores.comments import Comment
from stores.posts import Post
from stores.reports import Report, ReportState
from stores.visibility import Author
from stores.work_lists import SeenWork


def shared(row: SeenWork) -> dict[str, Any]:
    """One row of all and tag."""
    return listed(row) | _author(row.author)


def post(row: Post) -> dict[str, Any]:
    """A post, or one row of a list of posts."""
    return {
        "post_id": row.id,
        **_author(row.author),
        "title": row.title,
        "type": row.type,
        "text": row.text,
        "time": written(row.created_ms),
        "like_num": row.like_num,
        "liked": bool(row.liked),
        "version": row.version,
    }


def comment(row: Comment) -> dict[str, Any]:
    """One row of a list of comments."""
    return {
        "comment_id": row.id,
        **_author(row.author),
        "text": row.text,
        "time": written(row.created_ms),
        "like_num": row.like_num,
        "liked": bool(row.liked),
        "version": row.version,
    }


def report(row: Report) -> dict[str, Any]:
    """One row of the list of reports: who reports what and why, and what it says."""
    return {
        "report_id": row.id,
        **_author(row.reporter),
        "target": row.target,
        "target_id": row.target_id,
        "reason": row.reason,
        "state": ReportState(row.state).name.lower(),
        "time": written(row.created_ms),
        "update_time": written(row.updated_ms),
        "reviewed_by": row.reviewed_by,
        "target_uid": row.owner,
        "title": row.title,
        "text": row.text,
        "hidden": bool(row.hidden),
    }


def blocked(row: BlockedUser) -> dict[str, Any]:
    """One row of the list of blocked users."""
    return {**_author(row.user), "time": written(row.created_ms)}


def _author(author: Author) -> dict[str, Any]:
    return {
        "uid": author.id,
        # A hotel guest has no uname; their phone is nobody's business.
        "uname": author.uname or author.nickname,
        "gender": author.gender,
        "avatar": avatar_of(author.avatar),
    }
