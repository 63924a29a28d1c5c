"""clients/python against a running server: whoever programs with it gets what the README says."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image
from postcard_client import (
    AsyncPostcard,
    BadRequest,
    HttpError,
    NoPictures,
    NotSignedIn,
    Postcard,
    PostcardError,
    Progress,
    Refused,
    WorkFailed,
    WrongCode,
    __main__,
)

from config import ROOT
from services.works.rules import CANCELLED
from status_codes import Global, WorkCancel, WorkUpload
from tests import python_client
from tests.postcard import Guest, picture
from tests.postcard import Postcard as Running
from tests.python_client import code_for, note_of, sign_in, signed_in, small, taken
from tests.special import md5

README = (ROOT / "clients/python/README.md").read_text()
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
MIB = 1 << 20
running = python_client.running


@pytest.fixture
def trip(tmp_path: Path) -> Path:
    """A folder of two pictures, the later one first by name, and a page that is none."""
    folder = tmp_path / "trip"
    folder.mkdir()
    taken(folder / "1.jpg", "2024:05:02 08:00:00")
    taken(folder / "2.jpg", "2024:05:01 08:00:00")
    (folder / "notes.txt").write_text("what we ate")
    return folder


def test_an_account_is_made_by_sms_and_found_again(running: Running) -> None:
    """The second time the same phone signs in to the same account."""
    phone = Guest.new_phone()
    with Postcard(running.url) as postcard:
        first = postcard.sign_in_by_sms(phone, code_for(running, phone))
        work_id = postcard.movie.new()["work_id"]
    with Postcard(running.url) as again:
        second = again.sign_in_by_sms(phone, code_for(running, phone), enduring=True)
        state = again.movie.status(work_id=work_id)

    assert ("create", "login") == (first["login_type"], second["login_type"])
    assert work_id == state["work_id"]


async def test_a_password_signs_in(running: Running) -> None:
    """And the token that it gave goes on being used by a client that is given it."""
    phone = Guest.new_phone()
    async with AsyncPostcard(running.url) as postcard:
        rand = await postcard.send_code(phone)
        hash_ = md5(code_for(running, phone)(), rand)
        await postcard.register.phone(username=phone, hash=hash_, pass_="correct horse")
        token = await postcard.sign_in(phone, "correct horse")
    async with AsyncPostcard(running.url, bearer=token) as later:
        found = await later.info.get()

    assert phone == found["phone"]


def test_what_is_refused_has_a_class_of_its_kind(running: Running) -> None:
    """With its endpoint, status and message; the endpoint's own apart from those of any."""
    with Postcard(running.url) as postcard:
        with pytest.raises(NotSignedIn) as nobody:
            postcard.movie.new()
        with pytest.raises(WrongCode):
            postcard.sign_in_by_code(Guest.new_phone(), "000000", "0" * 32)
        sign_in(postcard, running)
        work_id = postcard.movie.new()["work_id"]
        with pytest.raises(Refused) as refused:
            postcard.movie.cancel(work_id=work_id)
        with pytest.raises(BadRequest):
            postcard.movie.cancel(work_id=0)
        with pytest.raises(HttpError) as absent:
            postcard.download("/media/movies/0/result.mp4", running.folder / "none.mp4")
        with pytest.raises(FileNotFoundError):
            postcard.movie.upload(work_id=work_id, file=running.folder / "none.jpg")

    assert Global.TOKEN_MISSING.code == nobody.value.status
    outcome = WorkCancel.NOT_RUNNING
    told = refused.value
    assert ("movie/cancel", outcome.code, outcome.message) == (
        *(told.endpoint, told.status, told.message),
    )
    assert 404 == absent.value.http


async def test_a_film_of_a_folder(running: Running, trip: Path, tmp_path: Path) -> None:
    """In the order of being taken, with its title; what is no picture is told and left out."""
    (trip / "3.jpg").write_text("no picture at all")
    taken(trip / "10.jpg", seed=3)
    taken(trip / "9.jpg", seed=4)
    heard: list[Progress] = []
    async with AsyncPostcard(running.url) as postcard:
        await signed_in(postcard, running)
        made = await postcard.make_film(
            trip, tmp_path / "film.mp4", title="海边", size="640x360", on_progress=heard.append
        )
        states = [state async for state in postcard.watch(made.work_id)]
    with av.open(made.file) as film:
        size = film.streams.video[0].width, film.streams.video[0].height

    assert (640, 360) == size
    assert {"3.jpg": WorkUpload.FORMAT.message} == made.refused
    note = note_of(running, made.work_id)
    assert ("海边", ["2.jpg", "1.jpg", "9.jpg", "10.jpg"]) == (note["title"], note["images"])
    steps = {step: [p.done for p in heard if p.step == step] for step in ("upload", "download")}
    assert [0, 1, 2, 3, 4, 5] == steps["upload"]
    assert made.file.stat().st_size == steps["download"][-1]
    making = [p.done for p in heard if p.step == "making"]
    assert sorted(making) == making and len(set(making)) > 2
    assert [made.state] == states


async def test_a_film_while_a_loop_is_running(
    running: Running, trip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a notebook; the film is called like its folder, and goes into the working directory."""
    monkeypatch.chdir(trip.parent)
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        made = postcard.make_film(trip, size="640x360")
        states = list(postcard.watch(made.work_id))

    assert Path("trip.mp4") == made.file and made.file.stat().st_size
    assert [made.state] == states


def test_a_long_picture_by_a_note(running: Running, trip: Path, tmp_path: Path) -> None:
    """The folder's info.json says which and in what order; what is given beside it wins."""
    taken(trip / "3.jpg", seed=5)
    said = {"images": ["3.jpg", "1.jpg"], "title": "山", "description": "三天", "factors": []}
    (trip / "info.json").write_text(json.dumps(said))
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        made = postcard.make_long_picture(trip, tmp_path / "long.jpg", title="水")
    with Image.open(made.file) as long:
        kind = long.format

    assert "JPEG" == kind
    note = note_of(running, made.work_id, "photos")
    assert said | {"title": "水"} == {key: note[key] for key in said}


def test_what_cannot_become_a_film(running: Running, trip: Path, tmp_path: Path) -> None:
    """A folder without pictures, one of which none is taken, and a note that is none."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "1.png").write_text("words")
    (trip / "info.json").write_text("[]")
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        with pytest.raises(NoPictures, match="no pictures in"):
            postcard.make_film(tmp_path / "empty")
        with pytest.raises(NoPictures) as refused:
            postcard.make_film(tmp_path / "words")
        with pytest.raises(PostcardError, match=r"info\.json is no JSON object"):
            postcard.make_film(trip)

    assert {"1.png": WorkUpload.FORMAT.message} == refused.value.refused


async def test_a_cancelled_film_has_failed(running: Running, trip: Path, tmp_path: Path) -> None:
    """Whoever makes it hears that it ended, and why."""
    (trip / "info.json").write_text('{"images": ["1.jpg", "2.jpg"], "fps": 60}')
    async with AsyncPostcard(running.url) as postcard, asyncio.TaskGroup() as group:
        await signed_in(postcard, running)
        cancelling: list[asyncio.Task[Any]] = []

        def cancel(progress: Progress) -> None:
            if progress.step == "making" and not cancelling:
                cancelling.append(group.create_task(cancel_newest()))

        async def cancel_newest() -> None:
            newest = (await postcard.movie.list())["movies"][0]
            await postcard.movie.cancel(work_id=newest["work_id"])

        with pytest.raises(WorkFailed) as failed:
            await postcard.make_film(trip, tmp_path / "film.mp4", on_progress=cancel)

    assert CANCELLED == failed.value.state["result_msg"]
    assert not (tmp_path / "film.mp4").exists()


def test_a_large_file_is_never_whole_in_memory(running: Running, tmp_path: Path) -> None:
    """Twelve megabytes are read while they are sent."""
    large = tmp_path / "large.jpg"
    # What follows the end of a picture is passed over.
    large.write_bytes(picture() + bytes(12 * MIB))
    with Postcard(running.url) as postcard:
        sign_in(postcard, running)
        work_id = postcard.movie.new()["work_id"]
        tracemalloc.start()
        try:
            postcard.movie.upload(work_id=work_id, file=large)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert peak < 4 * MIB
    assert large.stat().st_size == running.rows("SELECT MAX(bytes) FROM uploads")[0][0]


@pytest.mark.parametrize("block", BLOCK.findall(README))
def test_the_code_of_the_readme_runs(
    running: Running, trip: Path, monkeypatch: pytest.MonkeyPatch, block: str
) -> None:
    """As it stands, but for the address of the server and the phone, whose owner types the code."""
    monkeypatch.chdir(trip.parent)
    phone = Guest.new_phone()
    code = block.replace("http://127.0.0.1:8080", running.url).replace("19900000001", phone)
    monkeypatch.setattr("builtins.input", lambda _: code_for(running, phone)())

    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})

    assert ("make_film" in block) is Path("film.mp4").exists()


def test_the_command_line_makes_a_film(
    running: Running,
    trip: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It says where the film is, and what is not in it; without a server it says that."""
    monkeypatch.chdir(trip.parent)
    (trip / "3.jpg").write_text("no picture at all")
    small(trip, "3.jpg")
    phone = Guest.new_phone()
    monkeypatch.setattr("builtins.input", lambda _: code_for(running, phone)())
    words = ["film", "trip", "--url", running.url, "--phone", phone]

    ended = __main__.main(words), __main__.main([*words, "--to", "no/such/folder.mp4"])
    out, told = capsys.readouterr()

    assert (0, 1) == ended
    assert "trip.mp4\n" == out and Path("trip.mp4").stat().st_size
    assert f"3.jpg: {WorkUpload.FORMAT.message}\n" in told
    assert "postcard_client: " in told


@pytest.mark.slow
@pytest.mark.parametrize("given", [True, False])
def test_the_demo_makes_a_film(running: Running, trip: Path, given: bool) -> None:
    """`make demo` is a user of the client: of a folder, or of photos that it draws."""
    small(trip)
    path = os.pathsep.join([str(ROOT / "clients/python/src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "scripts/demo.py", *([str(trip)] if given else [])],
        cwd=ROOT,
        env=running.env | {"PYTHONPATH": path, "TMPDIR": str(trip.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found = re.search(r"^file   (.+)$", done.stdout, re.MULTILINE)

    assert 0 == done.returncode, done.stdout + done.stderr
    assert found is not None and Path(found[1]).stat().st_size
