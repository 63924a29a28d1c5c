"""`python -m postcard_client film FOLDER --url URL --phone PHONE`: a film from the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from postcard_client.client import Postcard
from postcard_client.errors import PostcardError


def main(words: Sequence[str] | None = None) -> int:
    """The exit status. The code that the phone receives is read from the terminal."""
    given = _parser().parse_args(words)
    try:
        with Postcard(given.url) as postcard:
            postcard.sign_in_by_sms(given.phone, lambda: input("code: ").strip())
            make = postcard.make_film if given.what == "film" else postcard.make_long_picture
            made = make(given.folder, given.to)
    except (PostcardError, OSError) as error:
        print(f"postcard_client: {error}", file=sys.stderr)
        return 1
    for name, reason in made.refused.items():
        print(f"{name}: {reason}", file=sys.stderr)
    print(made.file)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="postcard_client", description=__doc__)
    parser.add_argument("what", choices=("film", "long"), help="a film, or a long picture")
    parser.add_argument("folder", help="the photos")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="the server")
    parser.add_argument("--phone", required=True, help="who makes it; an account is made for it")
    parser.add_argument("--to", help="where it goes; else into the working directory")
    return parser


if __name__ == "__main__":
    sys.exit(main())
