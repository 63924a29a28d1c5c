"""Works in lists: one's own, and those that their owners share with everybody."""

from __future__ import annotations

from protocol.caller import Caller
from services.community import views
from services.community.rules import PageQuery
from services.works.addresses import Addresses
from services.works.replies import OwnMovies, OwnPhotos, SharedMovies, SharedPhotos
from services.works.views import own_movie, own_photo
from status_codes import ApiError, WorkFind
from stores.work_lists import WorkListRows


class Sharing:
    """The rules about lists of works. `kind` is movie or photo."""

    def __init__(self, lists: WorkListRows, addresses: Addresses) -> None:
        self._lists = lists
        self._addresses = addresses

    async def own(self, caller: Caller, kind: str, *, failed: bool) -> OwnMovies | OwnPhotos:
        """The caller's works; with `failed`, also those failed or gone."""
        found = await self._lists.own(caller.user_id, kind, failed=failed)
        mine, of_mine = caller.user_id, self._addresses.of_owner
        if kind == "movie":
            movies = [of_mine(mine, own_movie(row)) for row in found]
            return {"uid": caller.user_id, "movie_num": len(movies), "movies": movies}
        photos = [of_mine(mine, own_photo(row)) for row in found]
        return {"uid": caller.user_id, "photo_num": len(photos), "photos": photos}

    async def all(
        self, caller: Caller, kind: str, part: PageQuery, *, tag: int | None = None
    ) -> SharedMovies | SharedPhotos:
        """How many shared works the caller sees, and a part of them."""
        total = await self._lists.count(caller.user_id, kind, tag)
        found = []
        if part.offset < total:
            found = await self._lists.page(
                caller.user_id, kind, tag, before=part.before, limit=part.limit, offset=part.offset
            )
        if kind == "movie":
            return {"movie_num": total, "movies": [views.shared_movie(row) for row in found]}
        return {"photo_num": total, "photos": [views.shared_photo(row) for row in found]}

    async def share(self, caller: Caller, kind: str, work_id: int, share: bool) -> None:
        """Let everybody see the caller's work as soon as it is finished, or nobody any more."""
        if not await self._lists.share(caller.user_id, kind, work_id, int(share)):
            raise ApiError(WorkFind.NOT_FOUND)
