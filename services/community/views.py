"""How what guests share is described to clients: the documents' words and numbers."""

from __future__ import annotations

from services.accounts.avatars import avatar_of
from services.accounts.replies import PublicAuthor
from services.community.replies import ListedBlock, ListedComment, ListedPost, ListedReport
from services.running.clock import written
from services.works.replies import SharedMovie, SharedPhoto
from services.works.views import cover, listed, movie_titles, photo_titles, result_msg
from stores.blocks import BlockedUser
from stores.comments import Comment
from stores.posts import Post
from stores.reports import Report, ReportState
from stores.visibility import Author
from stores.work_lists import SeenWork


def shared_movie(row: SeenWork) -> SharedMovie:
    """One row of all and tag."""
    work = row.work
    return {
        **listed(row),
        **movie_titles(work),
        **_author(row.author),
        "tag": work.tag,
        "result_msg": result_msg(work),
        "movie_cover": cover(work),
    }


def shared_photo(row: SeenWork) -> SharedPhoto:
    """The same of a long picture."""
    work = row.work
    return {
        **listed(row),
        **photo_titles(work),
        **_author(row.author),
        "tag": work.tag,
        "result_msg": result_msg(work),
        "photo_cover": cover(work),
    }


def post(row: Post) -> ListedPost:
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


def comment(row: Comment) -> ListedComment:
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


def report(row: Report) -> ListedReport:
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


def blocked(row: BlockedUser) -> ListedBlock:
    """One row of the list of blocked users."""
    return {**_author(row.user), "time": written(row.created_ms)}


def _author(author: Author) -> PublicAuthor:
    return {
        "uid": author.id,
        # A hotel guest has no uname; their phone is nobody's business.
        "uname": author.uname or author.nickname,
        "gender": author.gender,
        "avatar": avatar_of(author.avatar),
    }
