"""The one place where an envelope meets its handler and an exception becomes a status."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic
from typing import Any, Final, Protocol

from protocol.caller import Caller, NotAdmitted
from protocol.envelope import NO_ID, NO_TEXTS, Envelope, Malformed, Reply
from protocol.registry import Access, Answer, Endpoint, Handler, Registry
from protocol.sent_ids import SentId
from protocol.upload import size_of
from status_codes import ApiError, Global, Outcome


class Asker(Caller, Protocol):
    """Who sends an envelope, before it is known who that is."""

    async def admit(self, access: Access) -> Asker:
        """Whom the handler is to serve, as another value. Raises `ApiError` when they may not."""


# Looking a member of an enum up costs as much as a call.
ANYONE: Final = Access.ANYONE

# Called with the endpoint's name, the caller and the exception: the alarm for one that no
# handler should raise, the note for a part that failed.
Alarm = Callable[[str, Caller, Exception], None]


class Keeper(Protocol):
    """Has what comes with a key done once, and answers it again."""

    async def answer(
        self,
        endpoint: Endpoint,
        caller: Any,
        key: Any,
        data: dict[str, Any],
        call: Callable[[], Awaitable[Any]],
    ) -> Any:
        """What `call` returns or raises, or what the first one with this key did."""

    async def of_ended(
        self, endpoint: Endpoint, caller: Any, key: Any, data: dict[str, Any]
    ) -> Answer[Any] | None:
        """The same for who asked by a token that is dead by now; None where there was nothing."""


class Dispatcher:
    """Answers envelopes under a time limit, `at_once` at a time.

    A timer per request would cost more than the request, so running handlers stand in one
    table and `sweep` (called four times a second) cancels those that are over their time.
    """

    def __init__(
        self,
        registry: Registry,
        *,
        seconds: float,
        at_once: int,
        failures: Failures,
        alarm: Alarm,
        note: Alarm,
        slowest: float = 0,
        keeper: Keeper | None = None,
    ) -> None:
        """`seconds` is what a handler has; more, where files go on over a line that may be as
        slow as `slowest` (bytes a second; 0 where they do not), for a file that comes with it."""
        self.registry = registry
        # Looked at without the call of `find`, for each item of each batch.
        self._by_name = registry.by_name
        self._seconds = seconds
        self._keeper = keeper
        self._slowest = slowest
        self._at_once = at_once
        self._failures = failures
        self._alarm = alarm
        self._note = note
        # When each handler must be done, and which were told that they are late.
        self._running: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()

    async def answer(
        self,
        envelope: Envelope,
        caller: Asker,
        *,
        url: str | None = None,
        strict: bool = True,
        task: asyncio.Task[Any] | None = None,
    ) -> Reply:
        """The reply to `envelope`; `url` is the address it came to, None where any may come.

        `task` is the one that runs this, where it is known: asking for it is a system call.
        """
        id_, type_, subtype, data, key = envelope
        endpoint = self._by_name.get((type_, subtype))
        if endpoint is None or (url is not None and endpoint.url != url):
            return Reply(id_, Global.JSON_VALUE, {})
        if len(self._running) >= self._at_once:
            return Reply(id_, Global.BUSY, {})
        task = task or _this_task()
        self._running[task] = monotonic() + self._seconds
        user_id = 0
        try:
            if endpoint.access is not ANYONE:
                caller = await caller.admit(endpoint.access)
                user_id = caller.user_id
            values = endpoint.binder.bind(data, strict=strict)
            if endpoint.binder.files:
                self._running[task] += self._more(values)
            handle = endpoint.handle if key is None else self._once(endpoint, envelope)
            result = await handle(caller, **values)
        except (Exception, asyncio.CancelledError) as error:
            # Kept under no other name: the error knows this frame, and both would stay, with all
            # that was asked, until the next look for cycles.
            return await self._heard(envelope, error, endpoint, id_, caller, task)
        finally:
            del self._running[task]
            if self._late:
                self._late.discard(task)
        if type(result) is dict:
            # As `Reply(...)`, without the call of its Python: most answers come by here.
            return tuple.__new__(Reply, (id_, endpoint.ok, result, NO_TEXTS, user_id))
        assert isinstance(result, Answer)
        outcome = self._declared(endpoint, caller, result.outcome)
        return Reply(id_, outcome, result.data, NO_TEXTS, user_id)

    def _once(self, endpoint: Endpoint, envelope: Envelope) -> Handler:
        """The endpoint's handler, as it serves a request that has a key."""
        keeper = self._keeper
        if not endpoint.keyed or keeper is None:
            return endpoint.handle

        async def handle(caller: Caller, **values: Any) -> Any:
            call = partial(endpoint.handle, caller, **values)
            return await keeper.answer(endpoint, caller, envelope.key, envelope.data, call)

        return handle

    async def _heard(
        self,
        envelope: Envelope,
        error: Exception | asyncio.CancelledError,
        endpoint: Endpoint,
        id_: SentId,
        caller: Caller,
        task: asyncio.Task[Any],
    ) -> Reply:
        """The reply to what was raised over a request; one that has a key may be known.

        Who signed out, or changed the password, and was not told, asks by a token that is dead.
        """
        refused = isinstance(error, ApiError) and error.outcome is Global.TOKEN_WRONG
        keyed = envelope.key is not None and endpoint.keyed
        if refused and keyed and self._keeper is not None:
            try:
                kept = await self._keeper.of_ended(endpoint, caller, envelope.key, envelope.data)
            except Exception as failure:  # as below a handler
                return self._excused(failure, endpoint, id_, caller, task)
            if kept is not None:
                return Reply(id_, kept.outcome, kept.data, NO_TEXTS, caller.user_id)
        return self._excused(error, endpoint, id_, caller, task)

    def _more(self, values: dict[str, Any]) -> float:
        """Seconds for the files among them."""
        return size_of(values) / self._slowest if self._slowest else 0

    def _excused(
        self,
        error: Exception | asyncio.CancelledError,
        endpoint: Endpoint,
        id_: SentId,
        caller: Caller,
        task: asyncio.Task[Any],
    ) -> Reply:
        """The reply to what a handler raised: nothing below may reach the client."""
        if isinstance(error, ApiError):
            outcome = self._declared(endpoint, caller, error.outcome)
            user_id = error.user_id if isinstance(error, NotAdmitted) else caller.user_id
            return Reply(id_, outcome, error.data, error.texts, user_id)
        if isinstance(error, asyncio.CancelledError):
            if task not in self._late:
                raise error
            task.uncancel()
            return Reply(id_, Global.TIMEOUT, {}, NO_TEXTS, caller.user_id)
        return self.failure(error, endpoint.name, caller, id_)

    def failure(self, error: Exception, name: str, caller: Caller, id_: SentId = NO_ID) -> Reply:
        """The reply to an exception; a face uses it for what it meets outside of `answer`.

        What nobody foresaw goes to the alarm and is answered without detail.
        """
        if isinstance(error, Malformed):
            return error.reply._replace(user_id=caller.user_id)
        if isinstance(error, ApiError):
            return Reply(id_, error.outcome, error.data, error.texts, caller.user_id)
        known = self._failures.outcome(error)
        if known is None:
            self._alarm(name, caller, error)
            return Reply(id_, Global.INTERNAL, {}, NO_TEXTS, caller.user_id)
        self._note(name, caller, error)
        return Reply(id_, known, {}, NO_TEXTS, caller.user_id)

    def _declared(self, endpoint: Endpoint, caller: Caller, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Global) or outcome in endpoint.outcomes:
            return outcome
        self._alarm(endpoint.name, caller, UndeclaredStatus(endpoint.name, outcome))
        return Global.INTERNAL

    def sweep(self) -> None:
        """Cancel the handlers that are over their time."""
        now = monotonic()
        for task, due in list(self._running.items()):
            if due <= now and task not in self._late:
                self._late.add(task)
                task.cancel()


def _this_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None
    return task


class UndeclaredStatus(Exception):
    """Raised (to the alarm only) when a handler answers a local status it did not declare."""

    def __init__(self, name: str, outcome: Outcome) -> None:
        super().__init__(f"{name} answered {outcome!r}, which it does not declare")


class Failures:
    """Which status a failing part answers: exception class → outcome, looked up along the MRO."""

    def __init__(self, table: dict[type[Exception], Outcome]) -> None:
        self._table = table

    def outcome(self, error: Exception) -> Outcome | None:
        """The outcome for `error`, or None when nobody foresaw it."""
        return next((self._table[c] for c in type(error).__mro__ if c in self._table), None)
