"""Signing in and out, and the page where a guest uses a recovery that an admin handed to him."""

from __future__ import annotations

from dataclasses import replace

from services.accounts.captcha import Proof
from status_codes import AdminOnly, ApiError, Global, Outcome, UserReset
from transport.admin.door import HOME, SIGN_IN, Moved, Shown, Visit, said, within

# What is said beside the form, which can be sent again.
AGAIN: frozenset[Outcome] = frozenset({AdminOnly.SIGN_IN, Global.NOT_ALLOWED})
RECOVER_AGAIN: frozenset[Outcome] = frozenset(
    {UserReset.CODE_WRONG, UserReset.ARGUMENTS, AdminOnly.TWICE}
)


async def sign_in_form(visit: Visit) -> Shown | Moved:
    wanted = within(visit.query.get("next", HOME))
    if visit.actor.id:
        return Moved(wanted)
    return Shown("sign_in.html", {"next": wanted, "said": None, "name": ""})


async def sign_in(visit: Visit) -> Shown | Moved:
    wanted, name = within(visit.form.get("next", HOME)), visit.form.get("name", "")
    admins = visit.services.administration.admins
    try:
        session = await admins.sign_in(name, visit.form.get("password", ""), visit.actor)
    except ApiError as error:
        if error.outcome not in AGAIN:
            raise
        values = {"next": wanted, "said": said(error.outcome, visit.language), "name": name}
        return Shown("sign_in.html", values, error.outcome.http)
    await admins.sign_out(visit.session)
    return Moved(wanted, session)


async def sign_out(visit: Visit) -> Moved:
    await visit.services.administration.admins.sign_out(visit.session)
    return Moved(SIGN_IN, "")


async def recover_form(_: Visit) -> Shown:
    return _recover("recover")


async def recover(visit: Visit) -> Shown:
    """Set the password of whom the recovery was made for."""
    form, new = visit.form, visit.form.get("password", "")
    try:
        if new != form.get("again", ""):
            raise ApiError(AdminOnly.TWICE)
        waived = Proof("", "", waived=True)
        await visit.services.recovery.finish(
            visit.request.match_info["name"], form.get("code", ""), new, waived
        )
    except ApiError as error:
        if error.outcome not in RECOVER_AGAIN:
            raise
        shown = _recover("recover", said(error.outcome, visit.language))
        return replace(shown, status=error.outcome.http)
    return _recover("recovered")


def _recover(state: str, text: str | None = None) -> Shown:
    return Shown("recover.html", {"state": state, "said": text})
