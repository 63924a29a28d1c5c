"""What clients are told of posts, comments, reports and blocked users."""

from __future__ import annotations

from typing_extensions import TypedDict

from protocol.replies import Moment
from services.accounts.replies import PublicAuthor


class ListedPost(PublicAuthor):
    """A post; in a list its text is cut."""

    post_id: int
    title: str
    type: int
    text: str
    time: Moment
    like_num: int
    liked: bool
    version: int


class ListedComment(PublicAuthor):
    """A comment."""

    comment_id: int
    text: str
    time: Moment
    like_num: int
    liked: bool
    version: int


class NewestPosts(TypedDict):
    """The newest posts, and how many there are."""

    post_num: int
    new_posts: list[ListedPost]


class PostPage(TypedDict):
    """A page of posts, and how many there are."""

    page_num: int
    post_num: int
    posts: list[ListedPost]


class CommentPage(TypedDict):
    """A part of the comments on something, and how many there are."""

    comment_num: int
    comments: list[ListedComment]


class WholePost(ListedPost, CommentPage):
    """A post with its whole text and a part of its comments."""


class NewPost(TypedDict):
    """A new post."""

    post_id: int


class NewComment(TypedDict):
    """A new comment."""

    comment_id: int


class NewVersion(TypedDict):
    """A post or a comment that was written anew."""

    version: int


class NewReport(TypedDict):
    """A new report."""

    report_id: int


class ListedReport(PublicAuthor):
    """A report, who made it, and what it is about as far as that is still there."""

    report_id: int
    target: str
    target_id: int
    reason: str
    state: str
    time: Moment
    update_time: Moment
    reviewed_by: int | None
    target_uid: int | None
    title: str | None
    text: str | None
    hidden: bool


class ReportList(TypedDict):
    """A part of the reports in a state, and how many there are."""

    report_num: int
    reports: list[ListedReport]


class ListedBlock(PublicAuthor):
    """A user whom the caller has blocked, and since when."""

    time: Moment


class BlockedUsers(TypedDict):
    """A part of those whom the caller has blocked, and how many there are."""

    block_num: int
    users: list[ListedBlock]
