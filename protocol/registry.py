"""One declaration per endpoint; from it follow validation, routes, and the description."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from protocol.binding import Binder
from protocol.profiles import Switch, Switches
from protocol.replies import Nothing, Shape, UndeclaredReply, keys, replies_of
from status_codes import UNREADABLE, Global, Outcome

Handler = Callable[..., Awaitable[Any]]
# While its block goes on a file is on its way to that endpoint, with this data so far.
Coming = Callable[[Any, dict[str, Any]], AbstractAsyncContextManager[None]]
# A TypedDict.
Data = TypeVar("Data")
# Whose text the REST face says of a field ("": of the body), or of one fault of it.
Wrong: TypeAlias = Mapping[str | tuple[str, Outcome], Outcome]
NONE: Final[Wrong] = MappingProxyType({})


class Answer(NamedTuple, Generic[Data]):
    """What a handler returns when its success text is not the endpoint's first one."""

    outcome: Outcome
    data: Data


class Access(Enum):
    """Who may call: anyone, anyone while a live token is known, its owner, or an admin."""

    ANYONE = "anyone"
    GUEST = "guest"
    USER = "user"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One (type, subtype): its handler and all that was declared about it.

    `replies` are the TypedDicts of its data, of which a success answers one; a refusal of its own
    answers `refusal`.
    """

    type: str
    subtype: str
    handle: Handler
    binder: Binder
    replies: tuple[Shape, ...]
    refusal: Shape
    access: Access
    outcomes: frozenset[Outcome]
    ok: Outcome
    url: str | None
    rest: tuple[str, ...]
    unwrap: str
    picture: str
    wrong: Wrong = field(hash=False)
    invalid: str
    coming: Coming | None
    keyed: bool
    switches: tuple[Switch, ...]

    def answers(self, switches: Switches, *, rest: bool) -> tuple[Shape, ...]:
        """Its replies where `switches` are on, over REST or over any other face."""
        unsaid = [one.unsaid(switches, rest=rest) for one in self.switches]
        return tuple(reply for reply in self.replies if reply not in unsaid)

    def statuses(self, switches: Switches) -> frozenset[Outcome]:
        """Its outcomes there."""
        return self.outcomes.difference(one.unsaid(switches, rest=True) for one in self.switches)

    def words(self, fault: Outcome, field: str) -> str:
        """What the REST face says of a request that is wrong, in that field if it is in one."""
        if fault not in UNREADABLE:
            return fault.msg
        own = self.wrong.get((field, fault)) or self.wrong.get(field)
        return own.msg if own is not None else self.invalid or fault.msg

    @property
    def changes(self) -> bool:
        """Whether it may change something: what the REST face takes by POST."""
        return _is_post(self.rest)

    @property
    def name(self) -> str:
        return f"{self.type}/{self.subtype}"

    @property
    def place(self) -> str:
        """file:line of the handler, for `server.py routes`."""
        return place_of(self.handle)


def _is_post(routes: tuple[str, ...]) -> bool:
    return any(route.startswith("POST ") for route in routes)


def place_of(handle: Handler) -> str:
    """file:line of a handler."""
    code = inspect.unwrap(handle).__code__
    return f"{code.co_filename}:{code.co_firstlineno}"


class Table:
    """The endpoints of one type, filled by `@table.on`; `url` is their documented address."""

    def __init__(self, type_: str, *, url: str | None = None) -> None:
        self.type = type_
        self.url = url
        self.endpoints: list[Endpoint] = []

    def on(
        self,
        subtype: str,
        *,
        access: Access = Access.ANYONE,
        local: type[Outcome] | tuple[type[Outcome], ...] = (),
        ok: Outcome | type[Outcome] = Global.SUCCESS,
        rest: str | tuple[str, ...] = (),
        reply: Shape | None = None,
        refusal: Shape = Nothing,
        unwrap: str = "",
        picture: str = "",
        wrong: Wrong = NONE,
        invalid: str = "",
        coming: Coming | None = None,
        keyed: bool | None = None,
        switches: tuple[Switch, ...] = (),
    ) -> Callable[[Handler], Handler]:
        """Declare the handler of (self.type, subtype), which returns a TypedDict, one of several,
        or an `Answer` of one. Raises UndeclaredReply where it says nothing of the kind.

        `local` is a table of local statuses, or several; `ok` a success row, or a table of
        them; `rest` "METHOD /path/{field}", or several; `reply` the one of the handler's TypedDicts
        that this endpoint answers, where several endpoints share a handler; `refusal` the data of
        its local statuses; `unwrap` the key of the reply or the refusal whose value is the whole
        of the REST face's data; `picture` the key of a base64 PNG that the REST face answers as
        such, unless `?format=json` asks for the whole reply. Where the document has words of its
        own for what is wrong, the REST face says those, and the envelope faces their numbers as
        ever: `wrong` has them by field, or by a field and its fault; `invalid` is for the rest.
        `coming` is what a face that reads a file for it does meanwhile; `keyed` whether the same
        request is to be done once where it comes with a key: None where that is what has a route
        with POST; `switches` what it answers otherwise by settings of `clients`.
        """

        def declare(handle: Handler) -> Handler:
            successes = list(ok) if isinstance(ok, type) else [ok]
            tables = local if isinstance(local, tuple) else (local,)
            replies = self._replies(subtype, handle, reply)
            routes = (rest,) if isinstance(rest, str) else rest
            for key, shapes in ((unwrap, (*replies, refusal)), (picture, replies)):
                if key and key not in keys(shapes):
                    raise UndeclaredReply(f"{self.type}/{subtype}: no reply has the key {key}")
            outcomes = frozenset([*successes, *(row for table in tables for row in table)])
            for one in (way for switch in switches for way in (switch.off, switch.on)):
                if one not in outcomes and one not in replies:
                    raise UndeclaredReply(f"{self.type}/{subtype} never answers {one}")
            self.endpoints.append(
                Endpoint(
                    type=self.type,
                    subtype=subtype,
                    handle=handle,
                    binder=Binder(handle, f"{self.type}_{subtype}"),
                    replies=replies,
                    refusal=refusal,
                    access=access,
                    outcomes=outcomes,
                    ok=successes[0],
                    url=self.url,
                    rest=routes,
                    unwrap=unwrap,
                    picture=picture,
                    wrong=wrong,
                    invalid=invalid,
                    coming=coming,
                    keyed=_is_post(routes) if keyed is None else keyed,
                    switches=switches,
                )
            )
            return handle

        return declare

    def _replies(self, subtype: str, handle: Handler, reply: Shape | None) -> tuple[Shape, ...]:
        """What the handler returns, or `reply` alone, which must be a part of that."""
        try:
            replies = replies_of(handle, Answer)
        except UndeclaredReply as error:
            raise UndeclaredReply(f"{self.type}/{subtype}: {place_of(handle)} {error}") from None
        if reply is None:
            return replies
        if reply not in replies:
            raise UndeclaredReply(f"{self.type}/{subtype}: the handler never returns {reply}")
        return (reply,)


class Registry:
    """Every endpoint by name. Raises ValueError when two share a name or a REST route."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self.by_name: dict[tuple[str, str], Endpoint] = {}
        self.rest: dict[str, Endpoint] = {}
        for table in tables:
            for endpoint in table.endpoints:
                self._add(endpoint)

    def _add(self, endpoint: Endpoint) -> None:
        key = (endpoint.type, endpoint.subtype)
        if key in self.by_name:
            raise ValueError(f"two handlers for {endpoint.name}")
        self.by_name[key] = endpoint
        for route in endpoint.rest:
            if route in self.rest:
                raise ValueError(f"two handlers for {route}")
            self.rest[route] = endpoint

    def find(self, type_: str, subtype: str) -> Endpoint | None:
        """The endpoint of that name, or None."""
        return self.by_name.get((type_, subtype))

    def urls(self) -> set[str]:
        """The documented envelope addresses."""
        return {endpoint.url for endpoint in self if endpoint.url}

    def __iter__(self) -> Iterator[Endpoint]:
        return iter(self.by_name.values())

    def __len__(self) -> int:
        return len(self.by_name)
