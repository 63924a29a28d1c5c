"""The ledger against the database and the disk: what was accepted is there, once, and no more."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import pymysql

from addresses import sql_parts
from tests.cluster.ledger import Ledger

DONE = 3
WORK_ID = re.compile(rb'"work_id":(\d+)[^{]*"render done"')
# A work failed for this reason alone, and told so: its owner starts it again.
NO_SPACE = "磁盘空间不足，请稍后重试"
COUNTS = """
select 'post', p.id, p.like_num, p.comment_num,
  (select count(*) from likes l where l.target = 'post' and l.target_id = p.id),
  (select count(*) from comments c where c.target = 'post' and c.target_id = p.id and c.shown = 1)
from posts p"""


class Row:
    """One line of the table: what was accepted, what of it was found."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.accepted = 0
        self.lost: list[str] = []

    def see(self, found: Any, what: object) -> None:
        self.accepted += 1
        if not found:
            self.lost.append(f"{self.kind}: {what}")


class Verdict:
    """Reads everything once; `rows` is the table and `wrong` what breaks the promise."""

    def __init__(self, ledger: Ledger, sql_url: str, folder: Path) -> None:
        self._told = ledger
        self._folder = folder
        self._parts = sql_parts(sql_url)
        self.wrong = list(ledger.wrong)
        self.rows = [
            self._accounts(),
            self._nicknames(),
            self._tokens(),
            self._posts(),
            self._deleted(),
            self._comments(),
            self._likes(),
            self._uploads(),
            self._films(),
        ]
        self.wrong += [lost for row in self.rows for lost in row.lost]
        self.wrong += [*self._counts(), *self._made_twice(), *self._failures()]

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        parts = self._parts | {"database": self._parts["db"]}
        del parts["db"]
        with closing(pymysql.connect(**parts, charset="utf8mb4")) as maria:
            with maria.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())

    def _accounts(self) -> Row:
        row, there = Row("accounts"), {phone for (phone,) in self._ask("select phone from users")}
        for phone in self._told.accounts:
            row.see(phone in there, phone)
        return row

    def _nicknames(self) -> Row:
        row, there = Row("nicknames"), dict(self._ask("select phone, nickname from users"))
        for phone, names in self._told.nicknames.items():
            row.see(there.get(phone) in names, (phone, there.get(phone), names))
        return row

    def _tokens(self) -> Row:
        row = Row("enduring tokens")
        there = dict(
            self._ask("select t.hash, u.phone from tokens t join users u on u.id = t.user_id")
        )
        for token, phone in self._told.enduring.items():
            row.see(there.get(hashlib.sha256(token.encode()).hexdigest()) == phone, phone)
        return row

    def _posts(self) -> Row:
        row = Row("posts")
        sql = "select p.id, u.phone, p.text from posts p join users u on u.id = p.user_id"
        there = {id_: (phone, text) for id_, phone, text in self._ask(sql)}
        for id_, told in self._told.posts.items():
            row.see(there.get(id_) == told, (id_, told, there.get(id_)))
        return row

    def _deleted(self) -> Row:
        row, shown = Row("posts deleted"), dict(self._ask("select id, shown from posts"))
        for id_ in self._told.deleted:
            row.see(shown.get(id_) == 0, id_)
        return row

    def _comments(self) -> Row:
        row = Row("comments")
        sql = (
            "select c.id, c.target_id, u.phone, c.text from comments c"
            " join users u on u.id = c.user_id where c.target = 'post'"
        )
        there = {id_: tuple(rest) for id_, *rest in self._ask(sql)}
        for id_, told in self._told.comments.items():
            row.see(there.get(id_) == told, (id_, told, there.get(id_)))
        return row

    def _likes(self) -> Row:
        row = Row("likes, given and taken back")
        sql = (
            "select u.phone, l.target_id from likes l join users u on u.id = l.user_id"
            " where l.target = 'post'"
        )
        there = set(self._ask(sql))
        for key, likes in self._told.likes.items():
            if likes is not None:
                row.see((key in there) == likes, (key, likes))
        return row

    def _uploads(self) -> Row:
        row = Row("uploads")
        there = defaultdict(set)
        for work_id, name in self._ask("select work_id, filename from uploads"):
            there[work_id].add(name)
        for work_id, album in self._told.albums.items():
            for name in album.uploads:
                known = name == "info.json" or name in there[work_id]
                row.see(known and self._file(work_id, name).is_file(), (work_id, name))
        return row

    def _films(self) -> Row:
        row = Row("albums started")
        works = {
            id_: rest
            for id_, *rest in self._ask(
                "select w.id, u.phone, w.state, w.stage, w.result, w.cover, w.error, j.state"
                " from works w join users u on u.id = w.user_id left join jobs j on j.id = w.job_id"
            )
        }
        for work_id, album in self._told.albums.items():
            if album.started:
                found = works.get(work_id, [])
                whole = found[:3] == [album.owner, DONE, 200] and found[6] == "done"
                row.see(whole and self._is_whole(work_id, *found[3:5]), (work_id, found))
        return row

    def _is_whole(self, work_id: int, result: str, cover: str) -> bool:
        try:
            with av.open(str(self._file(work_id, result))) as film:
                return film.streams.video[0].frames > 0 and self._file(work_id, cover).is_file()
        except (OSError, av.FFmpegError):
            return False

    def _file(self, work_id: int, name: str) -> Path:
        return self._folder / "media" / "movies" / str(work_id) / name

    def _counts(self) -> Iterator[str]:
        for kind, id_, likes, comments, true_likes, true_comments in self._ask(COUNTS):
            if (likes, comments) != (true_likes, true_comments):
                counted = f"{likes} likes and {comments} comments"
                yield f"{kind} {id_} says {counted}, has {true_likes} and {true_comments}"

    def _made_twice(self) -> Iterator[str]:
        times: Counter[int] = Counter()
        for (args,) in self._ask("select args from jobs where actor = 'render' and state = 'done'"):
            times[json.loads(args)[0]] += 1
        # A line may die with its process between the commit and the log, but never come twice.
        lines: Counter[int] = Counter()
        for file in (self._folder / "log").glob("worker.log*"):
            for line in file.read_bytes().splitlines():
                # Of a line of another process only half may stand before it: the disk was full.
                if b'"render done"' in line and (found := WORK_ID.search(line)):
                    lines[int(found[1])] += 1
        # Of guests alone: the tests before them have films made again that were edited.
        for work_id in self._told.albums:
            if max(times[work_id], lines[work_id]) > 1:
                rows, said = times[work_id], lines[work_id]
                yield f"film {work_id} was done {rows} times, and said so {said} times"

    def _failures(self) -> Iterator[str]:
        for reason, times in self._told.failures.items():
            if reason != NO_SPACE:
                yield f"{times} films failed: {reason}; {self._why(reason)}"

    def _why(self, reason: str) -> list[str]:
        """The ends of the lines that the workers wrote of it."""
        said = []
        for file in (self._folder / "log").glob("worker.log*"):
            for line in file.read_bytes().splitlines():
                if b'"render failed"' in line and reason.encode() in line:
                    said.append(line.decode(errors="replace")[-300:])
        return said
