"""Who may see a post, a work or a comment, and who may answer it with a like or a comment.

What cannot be seen is answered like what is not there.
"""

from __future__ import annotations

from protocol.caller import Caller
from services.community.rules import NOT_FOUND, is_open_to, let_answer
from status_codes import ApiError, CommentFind
from stores.targets import Target, TargetComment, TargetRows


class Visibility:
    """Finds things for a caller, who may be a stranger. Raises `ApiError`."""

    def __init__(self, targets: TargetRows) -> None:
        self._targets = targets

    async def see(self, caller: Caller, target: str, target_id: int) -> Target:
        """What the caller sees: neither deleted nor hidden nor of somebody they have blocked."""
        found = await self.reach(caller, target, target_id)
        if found.avoided:
            raise ApiError(NOT_FOUND[target])
        return found

    async def answer(self, caller: Caller, target: str, target_id: int) -> Target:
        """What the caller sees and may answer: its owner has not blocked them."""
        found = await self.see(caller, target, target_id)
        let_answer(found.refused)
        return found

    async def reach(self, caller: Caller, target: str, target_id: int) -> Target:
        """What would be seen if the caller had blocked nobody; they may take back what they did."""
        found = await self._targets.find(target, target_id, caller.user_id)
        if found is None or not is_open_to(found, caller):
            raise ApiError(NOT_FOUND[target])
        return found

    async def see_comment(self, caller: Caller, holder: str, comment_id: int) -> TargetComment:
        """A comment on a post or a work, both of which the caller sees."""
        found = await self.reach_comment(caller, holder, comment_id)
        if found.avoided or found.on.avoided:
            raise ApiError(CommentFind.NOT_FOUND)
        return found

    async def answer_comment(self, caller: Caller, holder: str, comment_id: int) -> TargetComment:
        """A comment that the caller sees, and neither who wrote it nor whose it is on refuses."""
        found = await self.see_comment(caller, holder, comment_id)
        let_answer(found.refused or found.on.refused)
        return found

    async def reach_comment(self, caller: Caller, holder: str, comment_id: int) -> TargetComment:
        """A comment that would be seen if the caller had blocked nobody."""
        found = await self._targets.find_comment(holder, comment_id, caller.user_id)
        if found is None or not is_open_to(found.on, caller):
            raise ApiError(CommentFind.NOT_FOUND)
        return found
