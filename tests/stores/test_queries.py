"""How many questions of the stores one request costs, however many rows it is about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import ClauseElement, bindparam, insert, update

import handlers
from config import Config, load_config
from protocol.dispatch import Dispatcher, Failures
from protocol.envelope import Envelope, Reply
from services import Services, open_services, running
from services.caller import Caller
from services.running.backing import open_database, open_kv
from stores.kv import KV
from stores.sql import ChangeResult, Database, Row, Session
from stores.tables import users, works
from stores.users import UserRows
from workers.broker import make_broker
from workers.cpu_working import CpuWorking

MOST = 4
# The admin's right, the report, what it is about, its count, and every open report of it.
REVIEW = 5

ADD_USER = insert(users).values(uname=bindparam("uname"), password="x", created_ms=1)
MAKE_ADMIN = update(users).where(users.c.id == bindparam("user_id")).values(admin=1)
ADD_WORK = insert(works).values(
    kind=bindparam("kind"),
    user_id=bindparam("user_id"),
    state=3,
    stage=200,
    tag=1,
    share=1,
    warnings="[]",
    created_ms=1,
    updated_ms=1,
)


class Counted:
    """A session that counts what is run on it."""

    def __init__(self, session: Session, count: list[str]) -> None:
        self._session = session
        self._count = count

    async def one(self, statement: ClauseElement, /, **values: Any) -> Row | None:
        self._count.append(str(statement))
        return await self._session.one(statement, **values)

    async def all(self, statement: ClauseElement, /, **values: Any) -> list[Row]:
        self._count.append(str(statement))
        return await self._session.all(statement, **values)

    async def run(self, statement: ClauseElement, /, **values: Any) -> ChangeResult:
        self._count.append(str(statement))
        return await self._session.run(statement, **values)


class CountedDatabase(Counted):
    """A database that counts, in its transactions too."""

    def __init__(self, database: Database, count: list[str]) -> None:
        super().__init__(database, count)
        self._database = database

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        async with self._database.transaction() as session:
            yield Counted(session, self._count)

    async def ping(self) -> None:
        await self._database.ping()


class Client:
    """One member who sends envelopes, and the queries that each has cost."""

    def __init__(self, opened: Services, token: str, count: list[str]) -> None:
        self._services = opened
        self._token = token
        self._count = count
        self._dispatcher = Dispatcher(
            handlers.registry(),
            seconds=30,
            at_once=10,
            failures=Failures({}),
            alarm=_raise,
            note=_raise,
        )

    async def call(self, name: str, /, **data: Any) -> tuple[Reply, int]:
        """The reply, which must be a success, and the number of queries."""
        self._count.clear()
        type_, _, subtype = name.partition("/")
        opened = self._services
        caller = Caller(
            *(0, "127.0.0.1", "trace", self._token, {}),
            *(opened.accounts, opened.works, opened.community, opened.models, opened.places),
        )
        reply = await self._dispatcher.answer(Envelope(1, type_, subtype, data), caller)
        assert 0 == reply.outcome.code, (name, reply)
        return reply, len(self._count)

    async def made(self, name: str, key: str, /, **data: Any) -> int:
        """A number in the reply."""
        reply, _ = await self.call(name, **data)
        return int(reply.data[key])


def _raise(name: str, _: object, error: Exception) -> None:
    raise AssertionError(name) from error


@pytest.fixture
def config(config: Config) -> Config:
    """The same, with no limits."""
    none = dict.fromkeys(config.limits.model_dump(), 0)
    return config.model_copy(update={"limits": config.limits.model_copy(update=none)})


@pytest.fixture
async def clients(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Client, Client, Services]]:
    """A member and an admin, whose queries are counted."""
    count: list[str] = []

    @asynccontextmanager
    async def counting(config: Config) -> AsyncIterator[CountedDatabase]:
        async with open_database(config) as database:
            yield CountedDatabase(database, count)

    monkeypatch.setattr(running, "open_database", counting)
    async with open_services(config, make_broker(config)) as made:
        tokens = []
        for name in ("member", "admin"):
            user_id = (await made.running.database.run(ADD_USER, uname=name)).id
            token = await made.accounts.tokens.make(user_id, "x", enduring=False)
            assert token is not None
            tokens.append(token)
        await made.running.database.run(MAKE_ADMIN, user_id=user_id)
        member, admin = (Client(made, token, count) for token in tokens)
        yield member, admin, made


async def test_no_request_costs_more_than_four(
    clients: tuple[Client, Client, Services],
) -> None:
    """Reading, writing, liking, commenting, sharing, blocking, and what admins do."""
    member, admin, made = clients
    await member.made("forum/post_new", "post_id", title="题", type=1, text="文")
    cost: dict[str, int] = {}

    async def note(client: Client, name: str, /, **data: Any) -> dict[str, Any]:
        reply, cost[name] = await client.call(name, **data)
        return reply.data

    pid = (await note(member, "forum/post_new", title="题", type=1, text="文"))["post_id"]
    holders = {"forum": {"pid": pid}}
    for kind in ("movie", "photo"):
        work_id = (await made.running.database.run(ADD_WORK, kind=kind, user_id=1)).id
        holders[kind] = {"wid": work_id}
        await note(member, f"{kind}/share", work_id=work_id, share=1)
    for type_, target in holders.items():
        prefix = "forum/post" if type_ == "forum" else f"{type_}"
        joint = "_" if type_ == "forum" else "/"
        for does in ("like", "unlike"):
            await note(admin, f"{prefix}{joint}{does}", **target)
        cid = (await note(admin, f"{type_}/comment_new", **target, text="好"))["comment_id"]
        for does in ("like", "unlike"):
            await note(member, f"{type_}/comment_{does}", cid=cid)
        await note(admin, f"{type_}/comment_edit", cid=cid, text="改")
        await note(member, "report/new", target="comment", target_id=cid, reason="坏")
        await note(admin, f"{type_}/comment_delete", cid=cid)
        await note(admin, f"{type_}/comment_restore", cid=cid)
    await note(member, "forum/index")
    await note(member, "forum/page", page_num=1)
    await note(member, "forum/post", pid=pid)
    await note(member, "forum/post_edit", pid=pid, title="二", text="文")
    for name in ("movie/comment", "photo/comment"):
        await note(member, name, wid=holders[name.partition("/")[0]]["wid"])
    for name in ("all", "list", "myall"):
        await note(member, f"movie/{name}")
        await note(member, f"photo/{name}")
    await note(member, "movie/tag", tag=1)
    await note(member, "block/add", uid=2)
    await note(member, "block/list")
    await note(member, "block/remove", uid=2)
    reports = (await note(admin, "report/list"))["reports"]
    await note(admin, "report/review", report_id=reports[0]["report_id"], action="hide")
    await note(admin, "forum/post_delete", pid=pid)
    await note(admin, "forum/post_restore", pid=pid)

    ours = {e.name for e in handlers.registry() if e.type in ("forum", "report", "block")}
    assert ours <= cost.keys()
    assert REVIEW == cost.pop("report/review")
    assert {} == {name: number for name, number in cost.items() if number > MOST}
    assert 2 == cost["forum/index"] == cost["forum/page"] == cost["forum/post"]


class CountedKV:
    """A store of short-lived values that notes what it is asked."""

    def __init__(self, kv: KV, asked: list[str]) -> None:
        self._kv = kv
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        self._asked.append(name)
        return getattr(self._kv, name)


@pytest.mark.parametrize("enduring", [0, 1])
async def test_a_login_asks_no_more_than_it_must(
    config: Config, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, enduring: int
) -> None:
    """The stores are asked seven times, from an address that is new and from one that is known."""
    limits = load_config().limits
    redis = {"url": request.getfixturevalue("backing").env()["POSTCARD__REDIS__URL"]}
    redis = redis if config.sql.url else {"url": ""}
    config = config.model_copy(
        update={"limits": limits, "redis": config.redis.model_copy(update=redis)}
    )
    rows: list[str] = []
    values: list[str] = []

    @asynccontextmanager
    async def counting(config: Config) -> AsyncIterator[CountedDatabase]:
        async with open_database(config) as database:
            yield CountedDatabase(database, rows)

    @asynccontextmanager
    async def noting(config: Config) -> AsyncIterator[CountedKV]:
        async with open_kv(config) as kv:
            yield CountedKV(kv, values)

    monkeypatch.setattr(running, "open_database", counting)
    monkeypatch.setattr(running, "open_kv", noting)
    async with AsyncExitStack() as stack:
        work = CpuWorking()
        stack.push_async_callback(work.close)
        services = open_services(config, make_broker(config), cpu_work=work)
        made = await stack.enter_async_context(services)
        secret = await made.accounts.passwords.hash("correct horse")
        phone = "19900000001"
        await UserRows(made.running.database).add(secret, 1, phone=phone)
        client = Client(made, "", rows)
        for _ in range(3):
            values.clear()
            given = {"username": phone, "pass": "correct horse", "enduring": enduring}
            await client.call("login/pass", **given)

            assert 3 == len(rows), rows
            assert ["increment", "increment_both", "decrement_and_set", "set"] == values


async def test_a_longer_list_costs_no_more(clients: tuple[Client, Client, Services]) -> None:
    """Lists of many cost what lists of one do."""
    member, admin, made = clients
    pid = 0

    async def grow(times: int) -> None:
        nonlocal pid
        for number in range(times):
            pid = await member.made("forum/post_new", "post_id", title="题", type=1, text="文")
            await made.running.database.run(ADD_WORK, kind="movie", user_id=1)
            cid = await admin.made("forum/comment_new", "comment_id", pid=1, text=str(number))
            await admin.call("report/new", target="comment", target_id=cid, reason="坏")

    async def costs() -> list[int]:
        asked: list[tuple[Client, str, dict[str, Any]]] = [
            (member, "forum/index", {}),
            (member, "forum/post", {"pid": 1}),
            (member, "movie/all", {}),
            (member, "movie/list", {}),
            (admin, "report/list", {}),
        ]
        return [(await client.call(name, **data))[1] for client, name, data in asked]

    await grow(1)
    few = await costs()
    await grow(20)
    many = await costs()

    assert few == many
