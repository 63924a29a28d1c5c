"""A film, or a long picture, of a folder from the command line.

`POSTCARD_TOKEN` in the environment is the token of an earlier sign-in, and no SMS is sent.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final, get_args, get_type_hints

from postcard_client.client import Postcard
from postcard_client.errors import NotSignedIn, PostcardError
from postcard_client.generated.shapes import Note
from postcard_client.making import Made, going_on, prepared

TOKEN: Final = "POSTCARD_TOKEN"
# What a shell says of a program that was interrupted.
INTERRUPTED: Final = 130


def main(words: Sequence[str] | None = None) -> int:
    """The exit status. The code that the phone receives is read from the terminal."""
    parser = _parser()
    given = parser.parse_args(words)
    token = os.environ.get(TOKEN, "").strip()
    if not (given.phone or token):
        parser.error(f"--phone, or {TOKEN} in the environment, says who makes it")
    try:
        made = _made(given, token)
    except (KeyboardInterrupt, EOFError) as error:
        return _failed("interrupted", error, INTERRUPTED)
    except (PostcardError, OSError) as error:
        return _failed(str(error), error, 1)
    for name, reason in made.refused.items():
        print(f"{name}: {reason}", file=sys.stderr)
    for warning in made.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(made.file)
    return 0


def _made(given: argparse.Namespace, token: str) -> Made:
    # Nobody should type a code to hear that there are no pictures.
    prepared(given.folder, given.to)
    note: Note = {}
    if given.title is not None:
        note["title"] = given.title
    if given.size is not None:
        note["size"] = given.size
    with Postcard(given.url, bearer=token) as postcard:
        _sign_in(postcard, given)
        make = postcard.make_film if given.what == "film" else postcard.make_long_picture
        return make(given.folder, given.to, **note)


def _sign_in(postcard: Postcard, given: argparse.Namespace) -> None:
    """By the token, where it still is one; else by SMS."""
    if postcard.bearer:
        try:
            postcard.token.doki()
            return
        except NotSignedIn:
            if not given.phone:
                raise
            postcard.bearer = ""
    postcard.sign_in_by_sms(given.phone, lambda: input("code: ").strip())
    if given.show_token:
        print(f"{TOKEN}={postcard.bearer}", file=sys.stderr)


def _failed(what: str, error: BaseException, status: int) -> int:
    said = "; ".join(filter(None, [what, going_on(error)]))
    print(f"postcard_client: {said}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="postcard_client", description=__doc__)
    parser.add_argument("what", choices=("film", "long"), help="a film, or a long picture")
    parser.add_argument("folder", help="the photos")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="the server")
    parser.add_argument("--phone", help="who makes it; an account is made for it")
    parser.add_argument("--to", help="a file or a folder; else the working directory")
    parser.add_argument("--title", help="stands in it")
    parser.add_argument("--size", choices=get_args(get_type_hints(Note)["size"]), help="of a film")
    parser.add_argument(
        "--show-token", action="store_true", help=f"print {TOKEN}=..., which signs in the next time"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
