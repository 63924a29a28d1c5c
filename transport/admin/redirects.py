"""Where an action leads: back to the page that it was asked on, which says that it is done."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from transport.admin.admin_pages import HOME, PageRequest, Redirect, within


def redirect_back(visit: PageRequest, action: str) -> Redirect:
    """The page of the form, with the name of what was done."""
    path, _, query = within(visit.form.get("back", HOME)).partition("?")
    kept = [(k, v) for k, v in parse_qsl(query) if k not in ("said", "lang")]
    return Redirect(f"{path}?{urlencode([*kept, ('said', action)])}")
