"""The tables, once for both dialects; schema.sql and the migrations follow from here.

Times are integers (ms since 1970, UTC), JSON is text: no result types are needed, so rows go
from the raw driver to the caller untouched.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects import mysql

metadata = MetaData()

# utf8mb4_bin: two spellings are two names; unique keys must not fold what the application tells
# apart. AUTOINCREMENT: an id that was seen by a client is never given to something else.
OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "sqlite_autoincrement": True,
}

# For tables whose key is not a number that we give.
UNCOUNTED = {key: value for key, value in OPTIONS.items() if key != "sqlite_autoincrement"}

# SQLite gives row ids to a column of type INTEGER only.
Id = BigInteger().with_variant(Integer, "sqlite")
Long = Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


users = Table(
    "users",
    metadata,
    _id(),
    Column("phone", String(11), unique=True),
    Column("uname", String(32), unique=True),
    Column("email", String(254), unique=True),
    # Whether whoever has the account has read a code that was sent there.
    Column("phone_proved", SmallInteger, nullable=False, server_default="0"),
    Column("email_proved", SmallInteger, nullable=False, server_default="0"),
    # Of what the user name looks like; null where it looked like an older one when this began.
    Column("look", String(64)),
    Column("password", String(160), nullable=False),
    Column("last_name", String(1), nullable=False, server_default=""),
    Column("first_name", String(20), nullable=False, server_default=""),
    Column("nickname", String(20), nullable=False, server_default=""),
    Column("gender", SmallInteger, nullable=False, server_default="0"),
    Column("intro", String(500), nullable=False, server_default=""),
    Column("avatar", String(200), nullable=False, server_default=""),
    Column("admin", SmallInteger, nullable=False, server_default="0"),
    Column("suspended", SmallInteger, nullable=False, server_default="0"),
    Column("created_ms", BigInteger, nullable=False),
    Index("users_by_look", "look", unique=True),
    Index("users_by_admin", "admin", "id"),
    Index("users_by_suspended", "suspended", "id"),
    Index("users_by_nickname", "nickname", "id"),
    Index("users_by_time", "created_ms"),
    **OPTIONS,
)

tokens = Table(
    "tokens",
    metadata,
    _id(),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("enduring", SmallInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    **OPTIONS,
)

works = Table(
    "works",
    metadata,
    _id(),
    Column("kind", String(8), nullable=False),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("state", SmallInteger, nullable=False, server_default="0"),
    Column("stage", SmallInteger, nullable=False, server_default="0"),
    Column("progress", SmallInteger, nullable=False, server_default="0"),
    Column("job_id", Id),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("seed", BigInteger, nullable=False, server_default="0"),
    Column("title", String(200), nullable=False, server_default=""),
    Column("description", String(2000), nullable=False, server_default=""),
    Column("tag", Integer, nullable=False, server_default="0"),
    Column("share", SmallInteger, nullable=False, server_default="0"),
    Column("cover", String(200), nullable=False, server_default=""),
    Column("cover_width", Integer, nullable=False, server_default="0"),
    Column("cover_height", Integer, nullable=False, server_default="0"),
    Column("width", Integer, nullable=False, server_default="0"),
    Column("height", Integer, nullable=False, server_default="0"),
    Column("result", String(200), nullable=False, server_default=""),
    Column("error", String(500), nullable=False, server_default=""),
    Column("warnings", Long, nullable=False),
    # A list of names beside `result`; null before it is first made.
    Column("extras", Long),
    # What the owner has edited and the render is to follow; null: it is planned.
    Column("storyboard", Long),
    Column("like_num", Integer, nullable=False, server_default="0"),
    Column("comment_num", Integer, nullable=False, server_default="0"),
    Column("hidden", SmallInteger, nullable=False, server_default="0"),
    # What is kept of it: its uploads, info.json, and what was made of them.
    Column("upload_bytes", BigInteger, nullable=False, server_default="0"),
    Column("info_bytes", BigInteger, nullable=False, server_default="0"),
    Column("result_bytes", BigInteger, nullable=False, server_default="0"),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Index("works_by_user", "user_id", "kind", "id"),
    Index("works_by_bytes", "user_id", "upload_bytes", "info_bytes", "result_bytes"),
    Index("works_by_day", "user_id", "created_ms"),
    Index("works_by_state", "state", "updated_ms"),
    Index("works_in_state", "state", "id"),
    Index("works_by_kind", "kind", "id"),
    Index("works_by_hidden", "hidden", "id"),
    Index("works_by_time", "created_ms", "kind"),
    Index("works_shared", "kind", "share", "state", "hidden", "id", "user_id"),
    Index("works_shared_by_tag", "kind", "tag", "share", "state", "hidden", "id", "user_id"),
    **OPTIONS,
)

uploads = Table(
    "uploads",
    metadata,
    _id(),
    Column("work_id", Id, ForeignKey("works.id"), nullable=False),
    Column("filename", String(64), nullable=False),
    Column("original", String(255), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Index("uploads_by_work", "work_id", "filename", unique=True),
    **OPTIONS,
)

jobs = Table(
    "jobs",
    metadata,
    _id(),
    Column("actor", String(40), nullable=False),
    Column("queue", String(20), nullable=False),
    Column("args", Long, nullable=False),
    Column("trace", String(32), nullable=False, server_default=""),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # How many of the attempts were given up by a worker that was told to stop.
    Column("handed_back", Integer, nullable=False, server_default="0"),
    Column("claimed_by", String(80), nullable=False, server_default=""),
    Column("lease_until_ms", BigInteger, nullable=False, server_default="0"),
    Column("sent_ms", BigInteger, nullable=False, server_default="0"),
    # Who takes turns with others, and since when they wait for this job (stores/turns.py); 0, as
    # servers of the version before leave it: nobody, and before all others.
    Column("guest", Id, nullable=False, server_default="0"),
    Column("turn_ms", BigInteger, nullable=False, server_default="0"),
    # How much work it is, of a call of a model: services/models/costs.py.
    Column("cost", Integer, nullable=False, server_default="0"),
    Column("error", String(500), nullable=False, server_default=""),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Index("jobs_waiting", "queue", "state", "id"),
    Index("jobs_by_lease", "state", "lease_until_ms"),
    Index("jobs_by_guest", "queue", "state", "guest", "id", "turn_ms"),
    Index("jobs_by_end", "state", "updated_ms"),
    **OPTIONS,
)

# When a job of somebody was last begun: those who wait longer go first.
turns = Table(
    "turns",
    metadata,
    Column("queue", String(20), primary_key=True),
    Column("guest", Id, primary_key=True, autoincrement=False),
    Column("served_ms", BigInteger, nullable=False),
    Index("turns_by_time", "served_ms"),
    **UNCOUNTED,
)

workers = Table(
    "workers",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("seen_ms", BigInteger, nullable=False),
    **UNCOUNTED,
)

# What a guest wrote: shown is live and not hidden. Deleting writes a time, hiding is an admin's;
# both can be undone, so `shown` is kept beside them and is what lists ask for. An index that ends
# with user_id answers a list for somebody who has blocked others, without reading the rows.
posts = Table(
    "posts",
    metadata,
    _id(),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("type", Integer, nullable=False),
    Column("text", Long, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("like_num", Integer, nullable=False, server_default="0"),
    Column("comment_num", Integer, nullable=False, server_default="0"),
    Column("shown", SmallInteger, nullable=False, server_default="1"),
    Column("hidden", SmallInteger, nullable=False, server_default="0"),
    Column("deleted_ms", BigInteger, nullable=False, server_default="0"),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Index("posts_shown", "shown", "id", "user_id"),
    Index("posts_by_user", "user_id", "shown"),
    Index("posts_by_state", "shown", "hidden", "id"),
    Index("posts_by_time", "created_ms"),
    **OPTIONS,
)

# `target` is "post", "movie" or "photo": one table for the comments of all three.
comments = Table(
    "comments",
    metadata,
    _id(),
    Column("target", String(8), nullable=False),
    Column("target_id", Id, nullable=False),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("like_num", Integer, nullable=False, server_default="0"),
    Column("shown", SmallInteger, nullable=False, server_default="1"),
    Column("hidden", SmallInteger, nullable=False, server_default="0"),
    Column("deleted_ms", BigInteger, nullable=False, server_default="0"),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Index("comments_shown", "target", "target_id", "shown", "id", "user_id"),
    Index("comments_by_user", "user_id", "target", "target_id", "shown"),
    Index("comments_by_state", "shown", "hidden", "id"),
    Index("comments_by_target", "target", "id"),
    Index("comments_on", "target", "target_id", "id"),
    Index("comments_by_time", "created_ms"),
    **OPTIONS,
)

# `target` is "post", "movie", "photo" or "comment". The key makes a second like impossible.
likes = Table(
    "likes",
    metadata,
    Column("target", String(8), primary_key=True),
    Column("target_id", Id, primary_key=True, autoincrement=False),
    Column("user_id", Id, ForeignKey("users.id"), primary_key=True),
    Column("created_ms", BigInteger, nullable=False),
    **UNCOUNTED,
)

# Numbers that would cost a walk over a table to count: "posts" is how many are shown.
totals = Table(
    "totals",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", BigInteger, nullable=False),
    **UNCOUNTED,
)

reports = Table(
    "reports",
    metadata,
    _id(),
    Column("target", String(8), nullable=False),
    Column("target_id", Id, nullable=False),
    Column("user_id", Id, ForeignKey("users.id"), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("state", SmallInteger, nullable=False, server_default="0"),
    Column("reviewed_by", Id),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Index("reports_once", "target", "target_id", "user_id", unique=True),
    Index("reports_by_state", "state", "id"),
    Index("reports_by_user", "user_id", "id"),
    Index("reports_by_target", "target", "id"),
    Index("reports_about", "target", "target_id", "id"),
    Index("reports_in_state", "state", "target", "id"),
    Index("reports_by_time", "created_ms"),
    **OPTIONS,
)

blocks = Table(
    "blocks",
    metadata,
    Column("user_id", Id, ForeignKey("users.id"), primary_key=True),
    Column("blocked_id", Id, ForeignKey("users.id"), primary_key=True),
    Column("created_ms", BigInteger, nullable=False),
    **UNCOUNTED,
)

# What admins did: written before it is done, and again with how it ended. `name` is what the admin
# signed in as; 0 is nobody's id: somebody who failed to sign in, or the command line.
audit = Table(
    "audit",
    metadata,
    _id(),
    Column("admin_id", Id, nullable=False),
    Column("name", String(64), nullable=False),
    Column("action", String(24), nullable=False),
    Column("target", String(8), nullable=False, server_default=""),
    Column("target_id", Id, nullable=False, server_default="0"),
    Column("note", String(500), nullable=False, server_default=""),
    Column("ended", String(200), nullable=False, server_default=""),
    Column("address", String(64), nullable=False, server_default=""),
    Column("trace", String(32), nullable=False, server_default=""),
    Column("created_ms", BigInteger, nullable=False),
    Index("audit_by_admin", "admin_id", "id"),
    Index("audit_by_action", "action", "id"),
    Index("audit_by_target", "target", "target_id", "id"),
    **OPTIONS,
)

# What requests with a key of their own were answered, so that the same one gets the same answer.
# `id` and `token` name whose key it is, and `body` what was asked, as only secrets.key tells them;
# `answer` is sealed, and null where it was not to be known in the transaction of the change.
request_keys = Table(
    "request_keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("token", String(64)),
    Column("body", String(64), nullable=False),
    Column("answer", Text),
    Column("created_ms", BigInteger, nullable=False),
    Index("request_keys_by_token", "token"),
    Index("request_keys_by_time", "created_ms"),
    **UNCOUNTED,
)
