"""clients/python where a film is given up, fails, or has something to be said of it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from postcard_client import (
    AsyncPostcard,
    HttpError,
    NoAnswer,
    NoPictures,
    NotSignedIn,
    NotUsable,
    Patience,
    Postcard,
    Progress,
    __main__,
    work_of,
)

from config import ROOT
from status_codes import WorkUpload
from tests import python_client
from tests.breaking_line import breaking_line
from tests.postcard import Guest, until
from tests.postcard import Postcard as Running
from tests.python_client import code_for, note_of, sign_in, signed_in, small, taken

DELETED = -2
SOON = Patience(tries=3, first=0.01, most=0.05)
running = python_client.running


@pytest.fixture
def trip(tmp_path: Path) -> Path:
    """A folder of two pictures."""
    folder = tmp_path / "trip"
    folder.mkdir()
    for number in (1, 2):
        taken(folder / f"{number}.jpg", seed=number)
    return folder


def state_of(running: Running, work_id: int) -> int:
    ((state,),) = running.rows(f"SELECT state FROM works WHERE id = {work_id}")
    return int(state)


def newest(running: Running) -> int:
    ((work_id,),) = running.rows("SELECT MAX(id) FROM works")
    return int(work_id)


@pytest.mark.slow
def test_what_was_not_as_wished_is_told(running: Running, trip: Path) -> None:
    """In the server's words; and a film in a folder has a name that is free there."""
    note = {"images": ["1.jpg", "2.jpg"], "size": "640x360", "seed": "none"}
    (trip / "info.json").write_text(json.dumps(note))
    (trip.parent / "trip.mp4").touch()
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        made = postcard.make_film(trip, trip.parent)
        state = postcard.movie.status(work_id=made.work_id)

    assert made.warnings and state["warnings"] == made.warnings
    assert trip.parent / "trip-2.mp4" == made.file and made.file.stat().st_size
    assert 0 == (trip.parent / "trip.mp4").stat().st_size


async def test_a_film_given_up_before_its_start_is_deleted(running: Running, trip: Path) -> None:
    """By a callback that fails, or by being cancelled: nothing is left at the server."""
    heard: list[Progress] = []

    class GivenUpError(Exception):
        pass

    def give_up(progress: Progress) -> None:
        heard.append(progress)
        raise GivenUpError

    async with AsyncPostcard(running.url) as postcard:
        await signed_in(postcard, running)
        with pytest.raises(GivenUpError) as failed:
            await postcard.make_film(trip, trip.parent, on_progress=give_up)
        making: list[asyncio.Task[object]] = []

        def cancel(progress: Progress) -> None:
            heard.append(progress)
            making[0].cancel()

        making.append(
            asyncio.create_task(postcard.make_film(trip, trip.parent, on_progress=cancel))
        )
        with pytest.raises(asyncio.CancelledError):
            await making[0]

    assert work_of(failed.value) is None
    works = {progress.work_id for progress in heard}
    assert 2 == len(works)
    assert [DELETED] * 2 == [state_of(running, work_id) for work_id in works]


def test_a_film_without_pictures_is_deleted(running: Running, trip: Path) -> None:
    """A name that cannot be sent is refused here, what is no picture by the server."""
    (trip / "1.jpg").rename(trip / "1\n.jpg")
    (trip / "2.jpg").write_text("no picture")
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        with pytest.raises(
            NoPictures, match=re.escape(f"2.jpg: {WorkUpload.FORMAT.message}")
        ) as refused:
            postcard.make_film(trip, trip.parent)

    assert {"1\n.jpg", "2.jpg"} == set(refused.value.refused)
    assert DELETED == state_of(running, newest(running))


@pytest.mark.slow
async def test_a_film_that_was_started_is_gone_on_with(running: Running, trip: Path) -> None:
    """Whatever is raised after that has its number; `watch` and `download` are enough."""
    small(trip)

    def give_up(progress: Progress) -> None:
        if progress.step == "making":
            raise KeyError(progress.work_id)

    async with AsyncPostcard(running.url) as postcard:
        await signed_in(postcard, running)
        with pytest.raises(KeyError) as failed:
            await postcard.make_film(trip, trip.parent, on_progress=give_up)
        work_id = work_of(failed.value)
        assert work_id is not None
        states = [state async for state in postcard.watch(work_id)]
        file = await postcard.download(states[-1]["info"] or "", trip.parent / "film.mp4")

    assert (work_id,) == failed.value.args
    assert [f"work {work_id} goes on"] == [
        note[: len(f"work {work_id} goes on")] for note in failed.value.__notes__
    ]
    assert file.stat().st_size


async def test_an_answer_to_start_that_never_came(running: Running, trip: Path) -> None:
    """Nobody knows whether the server began: the work is kept, and its number told."""
    async with breaking_line(running.port) as line:
        async with AsyncPostcard(line.url, patience=SOON) as postcard:
            await signed_in(postcard, running)

            def cut(progress: Progress) -> None:
                if progress.done == progress.total:
                    line.breaks += [0] * SOON.tries

            with pytest.raises(NoAnswer) as failed:
                await postcard.make_film(trip, trip.parent, on_progress=cut)
            work_id = newest(running)
            state = state_of(running, work_id)
            # Or the next test waits for a film that nobody wants.
            await postcard.movie.delete(work_id=work_id)

    assert work_id == work_of(failed.value) == failed.value.work_id
    assert DELETED != state


def test_a_download_without_a_token_that_is_valid(running: Running, tmp_path: Path) -> None:
    """It says that; one that is not there says so to who is signed in; neither leaves a file."""
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        work_id = postcard.movie.new()["work_id"]
        taken(tmp_path / "1.jpg")
        url = postcard.movie.upload(work_id=work_id, file=tmp_path / "1.jpg")["url"]
        with pytest.raises(HttpError):
            postcard.download("/media/movies/0/result.mp4", tmp_path)
        postcard.logout.token()
        with pytest.raises(NotSignedIn):
            postcard.download(url, tmp_path)

    assert [tmp_path / "1.jpg"] == list(tmp_path.iterdir())


def test_a_callback_cannot_call_its_own_client(running: Running, trip: Path) -> None:
    """It would wait for itself for ever."""
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        with pytest.raises(NotUsable, match="callback"):
            postcard.make_film(trip, trip.parent, on_progress=lambda _: asking(postcard))


def asking(postcard: Postcard) -> None:
    postcard.ping.ping()


def test_the_token_of_an_earlier_work_is_enough(
    running: Running,
    trip: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No second SMS; a token that is none needs one, or is said to be none."""
    monkeypatch.chdir(trip.parent)
    monkeypatch.delenv(__main__.TOKEN, raising=False)
    phone = Guest.new_phone()
    monkeypatch.setattr("builtins.input", lambda _: code_for(running, phone)())
    (trip / "info.json").write_text('{"images": ["1.jpg", "2.jpg"], "seed": "none"}')
    words = ["long", "trip", "--url", running.url, "--size", "640x360", "--title", "海边"]

    assert 0 == __main__.main([*words, "--phone", phone, "--show-token"])
    told = capsys.readouterr().err.splitlines()
    token = next(line for line in told if line.startswith(f"{__main__.TOKEN}="))
    assert any(line.startswith("warning: ") for line in told)
    monkeypatch.setenv(*token.split("="))
    assert 0 == __main__.main(words)
    assert "trip-2.jpg\n" == capsys.readouterr().out
    note = note_of(running, newest(running), "photos")
    assert ("海边", "640x360") == (note["title"], note["size"])
    monkeypatch.setenv(__main__.TOKEN, "f" * 32)
    assert 1 == __main__.main(words)
    assert "sign in again" in capsys.readouterr().err


def test_no_code_is_typed(
    running: Running,
    trip: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line, and the status of a program that was interrupted."""

    def end(_: str) -> str:
        raise EOFError

    monkeypatch.delenv(__main__.TOKEN, raising=False)
    monkeypatch.setattr("builtins.input", end)

    status = __main__.main(["film", str(trip), "--url", running.url, "--phone", Guest.new_phone()])

    assert 130 == status
    assert "postcard_client: interrupted\n" == capsys.readouterr().err


async def test_an_interrupt_tells_the_work(running: Running, trip: Path) -> None:
    """One line with its number, and the status that shells know; the film is made all the same."""
    (trip / "info.json").write_text('{"images": ["1.jpg", "2.jpg"], "fps": 60}')
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        before = newest(running) if running.rows("SELECT 1 FROM works") else 0
        path = os.pathsep.join([str(ROOT / "clients/python/src"), str(ROOT)])
        own = {__main__.TOKEN: postcard.bearer, "PYTHONPATH": path}
        words = ["film", str(trip), "--url", running.url, "--to", str(trip.parent)]
        # A program ignores what its parent ignores, as tests do that a script runs beside itself.
        ours = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen(
            [sys.executable, "-m", "postcard_client", *words],
            env=running.env | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        signal.signal(signal.SIGINT, ours)
        try:
            # Its job has been made, so it was started.
            await until(
                lambda: running.rows(
                    f"SELECT 1 FROM works WHERE id > {before} AND job_id IS NOT NULL"
                )
            )
            process.send_signal(signal.SIGINT)
            out, told = await asyncio.to_thread(process.communicate, timeout=60)
        finally:
            process.kill()
        work_id = newest(running)
        postcard.movie.cancel(work_id=work_id)

    assert (130, "") == (process.returncode, out)
    (line,) = told.splitlines()
    assert line.startswith(f"postcard_client: interrupted; work {work_id} goes on at the server")
