"""Plays a guest: signs in, makes a film of a folder of photos, says where it is.

`python scripts/demo.py [folder]`, with the client of clients/python, against the server that the
settings name; one is started when none answers. Without a folder the photos are drawn.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postcard_client import NoAnswer, Patience, Postcard, PostcardError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import Config, ConfigError, load_config  # noqa: E402  (the path must be set first)
from scripts.scenery import SCENES, draw  # noqa: E402  (as above)

START_SECONDS = 60


class DemoError(Exception):
    """Raised with a line for the person at the terminal."""


def play(config: Config, folder: Path) -> None:
    """The whole walk, against the server at the settings' address."""
    # The 199 block: the message goes to the outbox, to nobody's phone.
    phone = f"199{secrets.randbelow(10**8):08d}"
    # Kept for whoever wants to look at it.
    to = Path(tempfile.mkdtemp(prefix="postcard-")) / "film.mp4"
    with Postcard(_url(config)) as postcard:
        print(f"signing in {phone} ...")
        postcard.sign_in_by_sms(phone, lambda: _code_sent_to(phone, config))
        print("making a film ...")
        made = postcard.make_film(folder, to, title="山水之间", description="一次旅行", share=True)
        for name, reason in made.refused.items():
            print(f"  {name}: {reason}")
        print(f"film   {_url(config)}{made.address}?token={postcard.bearer}")
        print(f"file   {made.file}")


def _url(config: Config) -> str:
    return f"http://{config.http.host}:{config.http.port}"


def _code_sent_to(phone: str, config: Config) -> str:
    for file in sorted((config.data / "outbox").glob("*-sms.json"), reverse=True):
        message = json.loads(file.read_text())
        if message["to"] == phone:
            return str(message["code"])
    raise DemoError(
        f"no message for {phone} in {config.data / 'outbox'}: "
        "the demo needs sms.gateway = outbox, and the server's own data folder"
    )


@contextmanager
def _photos(folder: Path | None) -> Iterator[Path]:
    """The folder that is given, or one of drawn photos, in their order."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as drawn:
        for number, scene in enumerate(SCENES):
            picture = draw(scene, (1600, 1066), number)
            picture.save(Path(drawn) / f"{number}-{scene.name}.jpg", "JPEG", quality=90)
        yield Path(drawn)


@contextmanager
def _server(config: Config) -> Iterator[None]:
    """The running server, or one started for the demo."""
    if _answers(config):
        print(f"using the server at {_url(config)}")
        yield
        return
    print(f"starting a server at {_url(config)}")
    process = subprocess.Popen([sys.executable, "server.py"], cwd=ROOT)
    try:
        _wait(config, process)
        yield
    finally:
        process.terminate()
        process.wait()


def _answers(config: Config) -> bool:
    with Postcard(_url(config), patience=Patience(tries=1)) as postcard:
        try:
            postcard.ping.ping()
        except NoAnswer:
            return False
    return True


def _wait(config: Config, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 10):
        if _answers(config):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise DemoError("the server did not start")


def main() -> int:
    """The exit status."""
    folder = Path(sys.argv[1]).expanduser() if len(sys.argv) > 1 else None
    try:
        if folder is not None and not folder.is_dir():
            raise DemoError(f"{folder} is not a folder")
        config = load_config()
        with _server(config), _photos(folder) as photos:
            play(config, photos)
    except (DemoError, ConfigError, PostcardError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
