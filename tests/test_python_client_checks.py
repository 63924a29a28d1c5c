"""What clients/python knows before it asks, or without ever asking: no server is there."""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from postcard_client import (
    AsyncPostcard,
    BadValue,
    HttpError,
    NoAnswer,
    NoPictures,
    NotSignedIn,
    NotUsable,
    Patience,
    Postcard,
    __main__,
    album,
)
from postcard_client.errors import error_of
from postcard_client.targets import target

from status_codes import Global
from tests.postcard import Guest, picture

SOON = Patience(tries=3, first=0.01)
# A folder of the system that takes no file, not even root's.
CLOSED_FOLDER = "/proc"
# A port that only root could listen on, and nobody does.
NOBODY = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("127.0.0.1:8080", "perhaps http://127.0.0.1:8080"),
        ("localhost:8080", "perhaps http://localhost:8080"),
        ("ftp://localhost", "ftp://localhost"),
        ("http://", "no address of a server"),
        ("http://localhost:99999", "http://localhost:99999"),
    ],
)
def test_an_address_is_looked_at_at_once(url: str, said: str) -> None:
    """And the error holds it, with a hint where only the scheme is missing."""
    with pytest.raises(BadValue, match=said):
        AsyncPostcard(url)
    with pytest.raises(ValueError, match="no address of a server"):
        Postcard(url)


def test_an_address_holds_no_password() -> None:
    """The error does not tell it either."""
    with pytest.raises(BadValue) as refused:
        Postcard("http://anna:secret@localhost")

    assert "secret" not in str(refused.value)


def test_a_token_that_cannot_be_a_header() -> None:
    """Is refused where it is given, whether at first or later."""
    with pytest.raises(BadValue):
        Postcard(NOBODY, bearer="abc\r\nX: y")
    with Postcard(NOBODY) as postcard, pytest.raises(BadValue):
        postcard.bearer = "abc\n"


@pytest.mark.parametrize("name", ["a\nb.jpg", "a\x00.jpg", "a\udcff.jpg"])
def test_a_file_name_that_is_no_text(name: str) -> None:
    """Is refused before anybody is asked."""
    with Postcard(NOBODY) as postcard, pytest.raises(BadValue):
        postcard.movie.upload(work_id=1, file=b"", filename=name)


@pytest.mark.parametrize("wrong", [{"tries": 0}, {"first": -1}, {"answer": 0}])
def test_patience_that_asks_nothing(wrong: dict[str, int]) -> None:
    with pytest.raises(BadValue):
        Patience(**wrong)


def test_uploads_and_watches_wait_longer() -> None:
    """Whoever has a film made waits where many share an address; nobody does for a code."""
    error = error_of("a/b", Global.TOO_MANY.code, "", {"retry_after": 30})

    assert Patience().wait(1, error) is None
    assert 30 == Patience().of_film().wait(1, error)


def test_a_folder_that_is_called_like_a_picture(tmp_path: Path) -> None:
    """Is passed over, as is an info.json that is a folder."""
    (tmp_path / "1.jpg").write_bytes(picture())
    (tmp_path / "2.jpg").mkdir()
    (tmp_path / "info.json").mkdir()

    assert (tmp_path / "1.jpg",) == album.read(tmp_path).files


def test_what_the_target_of_a_film_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder nothing is overwritten; a file that was named is."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trip.mp4").touch()
    (tmp_path / "trip-2.mp4").touch()

    assert tmp_path / "trip-3.mp4" == target(tmp_path, "trip").file(".mp4")
    assert tmp_path / "trip-3.mp4" == target("~", "trip").file(".mp4")
    assert Path("trip-3.mp4") == target(None, "trip").file(".mp4")
    assert Path("trip.jpg") == target("", "trip").file(".jpg")
    assert tmp_path / "trip.mp4" == target("~/trip.mp4", "other").file(".mp4")


@pytest.mark.parametrize("to", ["none/film.mp4", "none/", "~none/film.mp4", "1.txt/film.mp4"])
def test_a_target_without_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1.txt").touch()
    with pytest.raises(FileNotFoundError, match="no folder for"):
        target(to, "trip")


@pytest.mark.parametrize("to", [CLOSED_FOLDER, f"{CLOSED_FOLDER}/film.mp4"])
def test_a_target_that_takes_no_file(to: str) -> None:
    with pytest.raises(OSError, match="no file can be written"):
        target(to, "trip")


def test_a_film_with_a_bad_target_asks_nobody(tmp_path: Path) -> None:
    """Nor does a download; there is nobody, and this is not what is said."""
    (tmp_path / "1.jpg").write_bytes(picture())
    with Postcard(NOBODY) as postcard:
        with pytest.raises(OSError, match="no file can be written"):
            postcard.make_film(tmp_path, CLOSED_FOLDER)
        with pytest.raises(OSError, match="no file can be written"):
            postcard.download("/media/1.jpg", CLOSED_FOLDER)


def test_the_refused_files_are_told_by_the_error() -> None:
    told = NoPictures("none taken", {"1.png": "no picture", "2.png": "too large"})

    assert ["none taken", "1.png: no picture", "2.png: too large"] == str(told).splitlines()


def test_who_is_not_signed_in_hears_what_to_do() -> None:
    """Whatever the message of the document says."""
    told = error_of("movie/new", Global.TOKEN_MISSING.code, Global.TOKEN_MISSING.message, {})

    assert isinstance(told, NotSignedIn)
    assert "sign in first" in str(told)


def test_threads_share_a_client() -> None:
    """Each hears what it should at its first call; no thread is left when the client is closed."""
    before = threading.active_count()
    heard: list[Exception] = []
    with Postcard(NOBODY, patience=SOON) as postcard:
        together = threading.Barrier(8)

        def ask() -> None:
            together.wait()
            try:
                postcard.ping.ping()
            except Exception as error:
                heard.append(error)

        threads = [threading.Thread(target=ask) for _ in range(together.parties)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert [NoAnswer] * len(threads) == [type(error) for error in heard]
    assert before == threading.active_count()


async def test_a_closed_client_says_so() -> None:
    """With a loop and without; closed before its first call, or twice; and a watch can be left."""
    waiting = Postcard(NOBODY, patience=SOON)
    waiting.close()
    waiting.close()
    async with AsyncPostcard(NOBODY, patience=SOON) as postcard:
        pass

    with pytest.raises(NotUsable, match="closed"):
        waiting.ping.ping()
    with pytest.raises(NotUsable, match="closed"):
        list(waiting.watch(1))
    with pytest.raises(NotUsable, match="closed"):
        await postcard.ping.ping()


def test_a_call_that_waits_while_its_client_is_closed(caplog: pytest.LogCaptureFixture) -> None:
    """It ends then, and says why."""
    caplog.set_level(logging.INFO, "postcard_client")
    postcard = Postcard(NOBODY, patience=Patience(first=600, most=600))
    heard: list[Exception] = []

    def ask() -> None:
        try:
            postcard.ping.ping()
        except Exception as error:
            heard.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not caplog.records:
        thread.join(0.01)
    postcard.close()
    thread.join()

    assert [NotUsable] == [type(error) for error in heard]


async def test_a_wait_is_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """With its length, and what is waited for; what a person would notice is a warning."""
    caplog.set_level(logging.INFO, "postcard_client")
    async with AsyncPostcard(NOBODY, patience=SOON) as postcard:
        with pytest.raises(NoAnswer, match=NOBODY):
            await postcard.ping.ping()
    short = [record.levelno for record in caplog.records]
    caplog.clear()
    async with AsyncPostcard(NOBODY, patience=Patience(first=600, most=600)) as postcard:
        asking = asyncio.ensure_future(postcard.ping.ping())
        while not caplog.records:
            await asyncio.sleep(0.01)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    assert [logging.INFO] * 2 == short
    (told,) = caplog.records
    assert logging.WARNING == told.levelno
    assert told.getMessage().startswith("asked again in ") and NOBODY in told.getMessage()


@pytest.mark.parametrize("body", ["<html>It works!</html>", "[]", "null", '{"status": 0}'])
async def test_who_answers_is_no_postcard(body: str) -> None:
    """It is said, with the address, at once."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body)

    app = web.Application()
    app.router.add_post("/api", answer)
    async with TestServer(app) as server, AsyncPostcard(str(server.make_url("/"))) as postcard:
        with pytest.raises(HttpError, match=f"no Postcard answered at {server.make_url('/api')}"):
            await postcard.ping.ping()


@pytest.mark.parametrize("where", ["no-such-name.invalid", "tls"])
async def test_what_asking_again_does_not_mend(
    where: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A name that nobody has, and a server without TLS, are asked once."""
    caplog.set_level(logging.INFO, "postcard_client")
    async with TestServer(web.Application()) as server:
        host = f"127.0.0.1:{server.port}" if where == "tls" else where
        async with AsyncPostcard(f"https://{host}") as postcard:
            with pytest.raises(NoAnswer, match=f"https://{host}"):
                await postcard.ping.ping()

    assert [] == caplog.records


async def test_how_long_an_answer_may_take_can_be_said() -> None:
    """A server that says nothing is given up."""
    silent = asyncio.Event()

    async def answer(_: web.Request) -> web.Response:
        await silent.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/api", answer)
    async with TestServer(app) as server:
        patience = Patience(tries=1, answer=0.1)
        async with AsyncPostcard(str(server.make_url("/")), patience=patience) as postcard:
            with pytest.raises(NoAnswer, match="Timeout"):
                await postcard.ping.ping()
        silent.set()


def test_the_command_line_sends_no_code_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder and the target are looked at first: nobody is there who could be asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(__main__.TOKEN, raising=False)
    (tmp_path / "empty").mkdir()
    (tmp_path / "trip").mkdir()
    (tmp_path / "trip" / "1.jpg").write_bytes(picture())
    asked = ["--url", NOBODY, "--phone", Guest.new_phone()]

    assert 1 == __main__.main(["film", "empty", *asked])
    assert "no pictures in" in capsys.readouterr().err
    assert 1 == __main__.main(["film", "trip", *asked, "--to", f"{CLOSED_FOLDER}/film.mp4"])
    assert "no file can be written" in capsys.readouterr().err
    assert 1 == __main__.main(["film", "trip", "--url", "localhost", "--phone", Guest.new_phone()])
    assert "perhaps http://localhost" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        __main__.main(["film", "trip", "--url", NOBODY])
    assert __main__.TOKEN in capsys.readouterr().err
