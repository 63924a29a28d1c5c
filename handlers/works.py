"""What movie and photo have in common: everything but the name of the kind."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from typing import Any, Final

from handlers.answers import both, with_comments
from handlers.fields import ShortText, WorkId
from handlers.travel_fields import (
    LONG_PAGE,
    CommentText,
    Id,
    Limit,
    OnWork,
    PageNum,
    Small,
    Whether,
)
from protocol.registry import Access, Answer, Table, Wrong
from protocol.replies import Nothing
from protocol.upload import File
from services.caller import Caller
from services.community.replies import CommentPage, NewComment
from services.community.rules import NEWEST, NOT_FOUND, PageQuery
from services.works.replies import (
    MovieStatus,
    NewWork,
    OwnMovies,
    OwnPhotos,
    PhotoStatus,
    Queued,
    SharedMovies,
    SharedPhotos,
    StoryboardOf,
    Uploaded,
    WorkChange,
)
from status_codes import (
    INVALID_PARAMETER,
    ApiError,
    Global,
    Like,
    Unlike,
    WorkAll,
    WorkCancel,
    WorkFind,
    WorkRender,
    WorkStart,
    WorkStarted,
    WorkStoryboard,
    WorkUpload,
    WorkWatch,
)

# Of a number that no work has, and of what is no number.
NOBODYS: Wrong = {"work_id": WorkFind.NOT_FOUND}
# Of the largest number that a work can have.
DIGITS: Final = 19


class WorkEndpoints:
    """The handlers of one kind of work."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    async def new(self, caller: Caller) -> NewWork:
        """Make an empty work; its number."""
        return {"work_id": await caller.works.owned.new(caller, self._kind)}

    async def upload(
        self, caller: Caller, *, work_id: WorkId, file: File | None = None, filename: ShortText = ""
    ) -> Uploaded:
        """Add a picture, a short clip or info.json; our name for it and where it lies.

        As JSON, `file` is base64 and `filename` what the client calls it.
        """
        if file is None:
            await caller.works.owned.find(caller, self._kind, work_id)
            raise ApiError(WorkUpload.NO_FILE)
        named = file if file.name else replace(file, name=filename)
        return await caller.works.uploading.add(caller, self._kind, work_id, named)

    async def start(self, caller: Caller, *, work_id: WorkId) -> Answer[Queued]:
        """Queue the work for rendering."""
        return await caller.works.owned.start(caller, self._kind, work_id)

    async def storyboard(self, caller: Caller, *, work_id: WorkId) -> StoryboardOf:
        """The storyboard of a finished film, as JSON that can be edited and rendered again."""
        storyboards = caller.works.storyboards
        return {"storyboard": await storyboards.get(caller, self._kind, work_id)}

    async def render(
        self, caller: Caller, *, work_id: WorkId, storyboard: dict[str, Any]
    ) -> Answer[Queued]:
        """Make a finished film again, by an edited storyboard; the old one stays until then."""
        return await caller.works.storyboards.render(caller, self._kind, work_id, storyboard)

    async def status(self, caller: Caller, *, work_id: WorkId) -> MovieStatus | PhotoStatus:
        """Where the work is.

        With the setting `clients.work_numbers` REST says `status` as lists do, 100 to 105 and 200,
        and in `result_msg` where a finished work lies.
        """
        by_stage = caller.cookies is not None and caller.works.clients.work_numbers
        owned = caller.works.owned
        return await owned.status(caller, self._kind, work_id, by_stage=by_stage)

    async def cancel(self, caller: Caller, *, work_id: WorkId) -> Nothing:
        """Stop a waiting or running work."""
        await caller.works.owned.cancel(caller, self._kind, work_id)
        return {}

    async def delete(self, caller: Caller, *, work_id: WorkId) -> Nothing:
        """Remove the work's files; its row says -2 from then on."""
        await caller.works.owned.delete(caller, self._kind, work_id)
        return {}

    async def list(self, caller: Caller) -> OwnMovies | OwnPhotos:
        """The caller's works that have not failed, newest first."""
        sharing = caller.community.sharing
        return await sharing.own(caller, self._kind, failed=False)

    async def myall(self, caller: Caller) -> OwnMovies | OwnPhotos:
        """All works of the caller, newest first."""
        sharing = caller.community.sharing
        return await sharing.own(caller, self._kind, failed=True)

    async def all(
        self,
        caller: Caller,
        *,
        before: Id = NEWEST,
        limit: Limit = LONG_PAGE,
        page_num: PageNum = 1,
    ) -> SharedMovies | SharedPhotos:
        """The finished works that their owners share, newest first, and how many there are."""
        part = PageQuery(before, limit, page_num)
        return await caller.community.sharing.all(caller, self._kind, part)

    async def tag(
        self,
        caller: Caller,
        *,
        tag: Small,
        before: Id = NEWEST,
        limit: Limit = LONG_PAGE,
        page_num: PageNum = 1,
    ) -> SharedMovies | SharedPhotos:
        """Those of one tag."""
        part = PageQuery(before, limit, page_num)
        return await caller.community.sharing.all(caller, self._kind, part, tag=tag)

    async def share(self, caller: Caller, *, work_id: WorkId, share: Whether) -> Nothing:
        """Show the caller's work to everybody once it is finished, or to nobody any more."""
        sharing = caller.community.sharing
        await sharing.share(caller, self._kind, work_id, share)
        return {}

    async def like(self, caller: Caller, *, wid: OnWork) -> Nothing:
        """Like a work."""
        await caller.community.likes.like(caller, self._kind, wid)
        return {}

    async def unlike(self, caller: Caller, *, wid: OnWork) -> Nothing:
        """Take back the like of a work."""
        await caller.community.likes.unlike(caller, self._kind, wid)
        return {}

    async def comment(
        self,
        caller: Caller,
        *,
        wid: OnWork,
        before: Id = NEWEST,
        limit: Limit = LONG_PAGE,
        page_num: PageNum = 1,
    ) -> CommentPage:
        """The comments on a work, newest first, and how many there are."""
        part = PageQuery(before, limit, page_num)
        comments = caller.community.comments
        return await comments.of(caller, self._kind, wid, part)

    async def comment_new(self, caller: Caller, *, wid: OnWork, text: CommentText) -> NewComment:
        """Comment on a work; the comment's number."""
        comments = caller.community.comments
        return {"comment_id": await comments.new(caller, self._kind, wid, text)}

    async def watch(self, caller: Caller, *, work_id: WorkId) -> WorkChange:
        """The work's state now, and a further reply at every change; over a WebSocket only.

        Who watches uses their token. When it ends, the last reply is -101.
        """
        if caller.push is None:
            raise ApiError(WorkWatch.NEEDS_SOCKET)
        state, end = await caller.works.owned.watch(caller, self._kind, work_id, caller.push.send)
        push = caller.push

        def over() -> None:
            end()
            push.fail(Global.TOKEN_WRONG)

        leave = caller.accounts.attending.attend(caller.token, over)

        def closed() -> None:
            leave()
            end()

        push.on_close(closed)
        return state


def works_table(kind: str) -> Table:
    """The endpoints of a kind, one per paragraph."""
    table, does, user = with_comments(Table(kind), kind), WorkEndpoints(kind), Access.USER
    status, own = (MovieStatus, OwnMovies) if kind == "movie" else (PhotoStatus, OwnPhotos)
    at = f"/{kind}/{{work_id}}"
    table.on("new", access=user, rest=both(f"/{kind}/new"))(does.new)
    table.on(
        "upload",
        access=user,
        local=(WorkFind, WorkUpload),
        rest=f"POST {at}/upload",
        wrong={**NOBODYS, **dict.fromkeys(("", "file"), WorkUpload.NO_FILE)},
        coming=_coming,
    )(does.upload)
    table.on(
        "start",
        access=user,
        local=(WorkFind, WorkStart),
        ok=WorkStarted,
        rest=both(f"{at}/start"),
        wrong=NOBODYS,
    )(does.start)
    table.on(
        "status", access=user, local=WorkFind, rest=f"GET {at}/status", reply=status, wrong=NOBODYS
    )(does.status)
    table.on(
        "cancel",
        access=user,
        local=(WorkFind, WorkCancel),
        rest=both(f"{at}/cancel"),
        wrong=NOBODYS,
    )(does.cancel)
    table.on("delete", access=user, local=WorkFind, rest=both(f"{at}/delete"), wrong=NOBODYS)(
        does.delete
    )
    table.on("list", access=user, rest=f"GET /{kind}/list", reply=own)(does.list)
    table.on("myall", access=user, rest=f"GET /{kind}/myall", reply=own)(does.myall)
    table.on("watch", access=user, local=(WorkFind, WorkWatch))(does.watch)
    table.on("share", access=user, local=WorkFind, rest=both(f"{at}/share"), wrong=NOBODYS)(
        does.share
    )
    _edited(table, does, kind)
    _answers(table, does, kind)
    _shared(table, does, kind)
    return table


def _coming(caller: Caller, data: dict[str, Any]) -> AbstractAsyncContextManager[None]:
    work_id = str(data.get("work_id", ""))
    if not work_id.isascii() or not work_id.isdigit() or len(work_id) > DIGITS:
        return nullcontext()
    return caller.works.coming.counted(caller, int(work_id))


def _edited(table: Table, does: WorkEndpoints, kind: str) -> None:
    # A long picture is laid out by its pictures alone: there is nothing in it to edit.
    if kind == "photo":
        return
    user, at = Access.USER, f"/{kind}/{{work_id}}"
    table.on(
        "storyboard",
        access=user,
        local=(WorkFind, WorkStoryboard),
        rest=f"GET {at}/storyboard",
        wrong=NOBODYS,
    )(does.storyboard)
    table.on(
        "render",
        access=user,
        local=(WorkFind, WorkRender),
        ok=WorkStarted.QUEUED,
        rest=f"POST {at}/render",
        wrong=NOBODYS,
    )(does.render)


def _answers(table: Table, does: WorkEndpoints, kind: str) -> None:
    # Whoever sees a shared work may do these, not its owner alone.
    find, user, guest = type(NOT_FOUND[kind]), Access.USER, Access.GUEST
    at = f"/{kind}/{{wid}}"
    wrong: Wrong = {"wid": NOT_FOUND[kind]}
    table.on("like", access=user, local=(find, Like), rest=both(f"{at}/like"), wrong=wrong)(
        does.like
    )
    table.on("unlike", access=user, local=(find, Unlike), rest=both(f"{at}/unlike"), wrong=wrong)(
        does.unlike
    )
    table.on("comment", access=guest, local=find, rest=f"GET {at}/comment", wrong=wrong)(
        does.comment
    )
    table.on(
        "comment_new",
        access=user,
        local=find,
        rest=f"POST {at}/comment/new",
        wrong=wrong,
        invalid=INVALID_PARAMETER,
    )(does.comment_new)


def _shared(table: Table, does: WorkEndpoints, kind: str) -> None:
    # The document lets strangers see shared films; long pictures it shows to users alone, all of
    # them together.
    if kind == "photo":
        table.on("all", access=Access.USER, rest="GET /photo/all", reply=SharedPhotos)(does.all)
        return
    table.on("all", access=Access.GUEST, ok=WorkAll, rest="GET /movie/all", reply=SharedMovies)(
        does.all
    )
    table.on("tag", access=Access.GUEST, rest="GET /movie/tag/{tag}", reply=SharedMovies)(does.tag)
