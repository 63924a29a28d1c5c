"""What nobody needs any more is removed: rows of ended jobs, of workers and turns long past."""

from __future__ import annotations

import pytest

from stores.cleaning import BATCH
from tests.postcard import WITHOUT_MODELS, Guest, Postcard, picture
from tests.special import each_way, eventually, execute, guest_of, serving

OLD, DAYS_MS = 1_000_000, 3 * 86_400_000
SETTINGS = WITHOUT_MODELS | {"POSTCARD__WORKER__KEEP_JOBS_DAYS": "2"}
ADD = (
    "INSERT INTO jobs (actor, queue, args, trace, state, sent_ms, created_ms, updated_ms)"
    " SELECT 'render', 'media', '[0]', '', ?, 0, created_ms, ? FROM jobs WHERE id = ?"
)
COUNT = "SELECT state, COUNT(*) FROM jobs GROUP BY state ORDER BY state"
INFO = {"images": ["0.jpg"], "size": "640x360", "fps": 10, "seed": 7}
KEY = "INSERT INTO request_keys (id, body, created_ms) VALUES"


@each_way
async def test_rows_are_removed(way: str, request: pytest.FixtureRequest) -> None:
    """More than a batch of each, and none that waits or ended lately; works are as they were."""
    with serving(way, request, SETTINGS) as postcard:
        postcard.start()
        async with guest_of(postcard) as member:
            await member.sign_up()
            await member.login(enduring=1)
            works = [await film(member) for _ in range(2)]
            first, second = works
            (job_id,) = execute(postcard, "SELECT job_id FROM works WHERE id = ?", first)[0]
            (now,) = execute(postcard, "SELECT updated_ms FROM jobs WHERE id = ?", job_id)[0]
            postcard.stop()
            for state in ("done", "failed", "cancelled", "unknown"):
                execute(postcard, ADD, state, now - DAYS_MS, job_id)
            while execute(postcard, "SELECT COUNT(*) FROM jobs")[0][0] <= BATCH:
                execute(postcard, f"{ADD} OR state = 'done'", "done", now - DAYS_MS, job_id)
            execute(postcard, ADD, "sending", now, job_id)
            execute(postcard, "UPDATE jobs SET updated_ms = ? WHERE id = ?", OLD, job_id)
            execute(postcard, "INSERT INTO workers (name, seen_ms) VALUES ('gone:1', ?)", OLD)
            execute(postcard, "INSERT INTO turns VALUES ('media', 4711, ?)", OLD)
            execute(postcard, f"{KEY} ('old', 'b', ?)", OLD)
            execute(postcard, f"{KEY} ('young', 'b', ?)", now)
            postcard.start()
        # Over another connection: the one before died with the server.
        async with guest_of(postcard) as again_here:
            again_here.token = member.token
            member = again_here
            left = await eventually(lambda: only(postcard_rows(member)))
            status = [
                (await member.call("movie", "status", {"work_id": work_id}))["data"]
                for work_id in works
            ]
            again = [await member.call("movie", "start", {"work_id": work_id}) for work_id in works]
            names = [name for (name,) in execute(postcard, "SELECT name FROM workers")]
            keys = await eventually(lambda: only_young(postcard))
            guests = [guest for (guest,) in execute(postcard, "SELECT guest FROM turns")]

    # The second film's, and what somebody may still be sending.
    assert {"done": 1} == {state: count for state, count in left.items() if state == "done"}
    assert [(3, 200)] * 2 == [(each["status"], each["stage"]) for each in status]
    assert again[0]["status"] == again[1]["status"] != 0
    assert "gone:1" not in names and names
    assert 4711 not in guests and guests
    assert [("young",)] == keys


def only_young(postcard: Postcard) -> list[tuple[str]]:
    """The keys of requests, once the old one is gone."""
    found = execute(postcard, "SELECT id FROM request_keys WHERE body = 'b'")
    return found if ("old",) not in found else []


async def film(guest: Guest) -> int:
    work_id = await guest.new_movie([picture(64, 48)], INFO)
    await guest.call("movie", "start", {"work_id": work_id})
    assert 3 == (await guest.finished(work_id))["status"]
    return work_id


def postcard_rows(guest: Guest) -> dict[str, int]:
    return {state: int(count) for state, count in execute(guest.postcard, COUNT)}


def only(found: dict[str, int]) -> dict[str, int]:
    """What is there, once no more than one job has ended."""
    ended = sum(found.get(state, 0) for state in ("done", "failed", "cancelled"))
    return found if ended <= 1 else {}
