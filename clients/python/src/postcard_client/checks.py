"""What is looked at before anything is asked: the server's address, the token, names of files."""

from __future__ import annotations

import unicodedata
from typing import Final

from yarl import URL

from postcard_client.errors import BadValue

# Controls, and what stands for bytes of a name that are no text.
NO_TEXT: Final = frozenset({"Cc", "Cs"})


def server(url: str) -> URL:
    """The address of a server, without a slash at its end. Raises `BadValue`."""
    hint = "" if "://" in url or not url else f"; perhaps http://{url}"
    try:
        found = URL(url.strip().rstrip("/"))
        is_whole = found.scheme in ("http", "https") and bool(found.host and found.port)
    except ValueError as error:
        raise BadValue(f"no address of a server: {url!r}: {error}{hint}") from error
    if not is_whole:
        raise BadValue(f"no address of a server, as http://host:port is: {url!r}{hint}")
    if found.raw_user or found.raw_password:
        # It stands in logs and errors, and would be sent in place of the token.
        raise BadValue("the address of a server holds no name and password; `bearer` is the token")
    return found.with_query(None).with_fragment(None)


def token(bearer: str) -> str:
    """A token that can be a header. Raises `BadValue`, without the token."""
    if bearer and not (bearer.isascii() and bearer.isprintable()):
        raise BadValue("a token has letters and digits only, no line ends")
    return bearer


def file_name(name: str) -> str:
    """A name under which a file can be sent. Raises `BadValue`."""
    if any(unicodedata.category(letter) in NO_TEXT for letter in name):
        raise BadValue(f"a file's name has characters that are no text: {name!r}")
    return name
