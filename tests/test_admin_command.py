"""`python server.py admin ...`, and the sample account, which is refused away from home."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from status_codes import AdminOnly, UserRegister
from tests.admin import desk_of
from tests.postcard import ROOT, Backing, Postcard
from tests.rows import same_rows
from tests.special import each_way, execute, serve, serving

PASSWORD = "a long enough one"


def command(postcard: Postcard, *words: str, typed: str = "") -> tuple[int, str]:
    """(exit status, all that was printed)."""
    return run(postcard, "-W", "ignore", "server.py", "admin", *words, typed=typed)


def run(postcard: Postcard, *words: str, typed: str) -> tuple[int, str]:
    """A session of its own has no terminal to ask at."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=postcard.env,
        input=typed,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@each_way
async def test_an_admin_is_made_and_removed(way: str, request: pytest.FixtureRequest) -> None:
    """They sign in, with another password after that was changed, and then no longer.

    But for the embedded default's sample account there is no admin until one is created.
    """
    with serving(way, request, {}) as postcard:
        before = execute(postcard, "SELECT uname FROM users WHERE admin = 1")
        made = command(postcard, "create", "keeper", typed=f"{PASSWORD}\n{PASSWORD}\n")
        listed = command(postcard, "list")
        async with desk_of(postcard) as desk:
            first = await desk.sign_in("keeper", PASSWORD)
            changed = command(postcard, "password", "keeper", typed="another one 1\n" * 2)
            ended = await desk.get("/admin/")
            second = await desk.sign_in("keeper", "another one 1")
            removed = command(postcard, "remove", "keeper")
            gone, refused = await desk.get("/admin/"), await desk.sign_in("keeper", "another one 1")
            granted = command(postcard, "grant", "keeper")
            again = await desk.sign_in("keeper", "another one 1")

        assert ([("travel",)] if way == "embedded" else []) == [tuple(row) for row in before]
        assert 0 == made[0], made[1]
        assert "keeper" in listed[1] and ("travel" in listed[1]) == (way == "embedded")
        assert [0, 0, 0] == [done[0] for done in (changed, removed, granted)]
        assert [303, 303, 303] == [seen.status for seen in (first, second, again)]
        assert (303, 303, 403) == (ended.status, gone.status, refused.status)


REFUSED = [
    (("create", "keeper"), f"{PASSWORD}\nanother one\n", AdminOnly.TWICE),
    (("create", "keeper"), "short\nshort\n", AdminOnly.PASSWORD),
    (("create", "keeper_of_all"), f"{PASSWORD}\n{PASSWORD}\n", UserRegister.UNAME_CHARACTERS),
    (("create", "12345"), f"{PASSWORD}\n{PASSWORD}\n", UserRegister.UNAME_DIGITS),
    (("create", "k" * 33), f"{PASSWORD}\n{PASSWORD}\n", UserRegister.FAILED),
    (("create", "travel"), f"{PASSWORD}\n{PASSWORD}\n", UserRegister.UNAME_TAKEN),
    (("password", "nobody"), f"{PASSWORD}\n{PASSWORD}\n", AdminOnly.NO_ADMIN),
    (("password", "travel"), "travel123\ntravel123\n", AdminOnly.PASSWORD),
    (("remove", "nobody"), "", AdminOnly.NO_ADMIN),
    (("grant", "nobody"), "", AdminOnly.NO_ADMIN),
]
# One process for all: most of a command's time is its imports.
COMMANDS = """
import contextlib, io, json, sys, warnings
warnings.simplefilter("ignore")
import server
for words, typed in json.load(sys.stdin):
    sys.stdin = io.StringIO(typed)
    with contextlib.redirect_stderr(io.StringIO()) as said:
        status = server.main(["admin", *words])
    print(json.dumps([status, said.getvalue().splitlines()]))
"""


def test_what_is_refused(request: pytest.FixtureRequest) -> None:
    """In one line, with exit status 2."""
    asked = json.dumps([(words, typed) for words, typed, _ in REFUSED])
    with serving("embedded", request, {}) as postcard:
        status, printed = run(postcard, "-c", COMMANDS, typed=asked)
    answers = [json.loads(line) for line in printed.splitlines()]

    assert (0, len(REFUSED)) == (status, len(answers)), printed
    same_rows(
        {f"{words} {typed}": (2, True) for words, typed, _ in REFUSED},
        {
            f"{words} {typed}": (ended, f"postcard: {row.message}" in said)
            for (words, typed, row), (ended, said) in zip(REFUSED, answers, strict=True)
        },
    )


def test_a_command_without_a_verb_serves_nobody(tmp_path: Path) -> None:
    """It says what can be done."""
    status, printed = command(Postcard(folder=tmp_path))

    assert 2 == status
    assert "create" in printed


@pytest.fixture(scope="module")
def sample() -> str:
    """What the embedded default keeps of the sample account's password."""
    with closing(Postcard()) as postcard:
        serve(postcard)
        found = execute(postcard, "SELECT password FROM users WHERE uname = 'travel'")
    return str(found[0][0])


@pytest.mark.parametrize("change", ["sql", "redis", "host"])
def test_the_sample_account_is_refused_elsewhere(
    sample: str, backing: Backing, change: str, tmp_path: Path
) -> None:
    """Over MariaDB, over Redis, or on a public address the server does not start with it."""
    env = {
        "sql": {"POSTCARD__SQL__URL": backing.maria.fresh_database()},
        "redis": {"POSTCARD__REDIS__URL": backing.redis.url},
        "host": {"POSTCARD__HTTP__HOST": "0.0.0.0", "POSTCARD__DEBUG": "false"},
    }[change]
    away = Postcard(env, folder=tmp_path)
    assert 0 == run(away, "server.py", "db", "upgrade", typed="")[0]
    assert 2 == command(away, "password", "travel", typed=f"{PASSWORD}\n{PASSWORD}\n")[0]
    execute(
        away,
        "INSERT INTO users (uname, password, admin, created_ms) VALUES ('travel', ?, 1, 1)",
        sample,
    )

    refused = _serve(away)
    changed = command(away, "password", "travel", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert (2, True) == (refused[0], "admin password travel" in refused[1])
    assert 0 == changed[0], changed[1]
    away.start()
    away.close()


def _serve(postcard: Postcard) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=postcard.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr
