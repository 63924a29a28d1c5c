"""The README keeps its word."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import av

from tests.postcard import ROOT, Guest, Postcard

WALK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def test_the_walk_with_curl_works_when_pasted(postcard: Postcard, tmp_path: Path) -> None:
    """The shell block makes an account and a film, and fetches the film."""
    walk = WALK.search((ROOT / "README.md").read_text())
    assert walk is not None
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    env = os.environ | {
        "URL": postcard.url,
        "DATA": str(postcard.folder),
        "PHONE": Guest.new_phone(),
    }

    done = subprocess.run(
        ["bash", "-eu", "-c", walk[1]],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert 0 == done.returncode, done.stdout + done.stderr
    with av.open(tmp_path / "film.mp4") as film:
        assert (1280, 720) == (film.streams.video[0].width, film.streams.video[0].height)


def test_every_setting_that_it_names_exists() -> None:
    """A POSTCARD__SECTION__KEY of the README is a key of config.toml."""
    import tomllib

    settings = tomllib.loads((ROOT / "config.toml").read_text())

    named = re.findall(r"POSTCARD__([A-Z0-9]+)__([A-Z0-9_]+)=", (ROOT / "README.md").read_text())

    assert named
    assert [] == [n for n in named if n[1].lower() not in settings.get(n[0].lower(), {})]


def test_every_file_that_it_links_exists() -> None:
    """Links of the README lead somewhere."""
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text())

    assert [] == [link for link in links if not (ROOT / link).exists()]
