"""Signing in and out, and the page where guests use a recovery that an admin has given them."""

from __future__ import annotations

from dataclasses import replace

from services.accounts.captcha import CaptchaAnswer
from status_codes import AdminOnly, ApiError, Global, Outcome, UserReset
from transport.admin.admin_pages import (
    HOME,
    SIGN_IN,
    PageRequest,
    Redirect,
    TemplatePage,
    said,
    within,
)

# What is said beside the form, which can be sent again.
AGAIN: frozenset[Outcome] = frozenset({AdminOnly.SIGN_IN, Global.NOT_ALLOWED})
RECOVER_AGAIN: frozenset[Outcome] = frozenset(
    {UserReset.CODE_WRONG, UserReset.ARGUMENTS, AdminOnly.TWICE}
)


async def sign_in_form(visit: PageRequest) -> TemplatePage | Redirect:
    wanted = within(visit.query.get("next", HOME))
    if visit.actor.user_id:
        return Redirect(wanted)
    return TemplatePage("sign_in.html", {"next": wanted, "said": None, "name": ""})


async def sign_in(visit: PageRequest) -> TemplatePage | Redirect:
    wanted, name = within(visit.form.get("next", HOME)), visit.form.get("name", "")
    admins = visit.services.admin.admins
    try:
        session = await admins.sign_in(name, visit.form.get("password", ""), visit.actor)
    except ApiError as error:
        if error.outcome not in AGAIN:
            raise
        values = {"next": wanted, "said": said(error.outcome, visit.language), "name": name}
        return TemplatePage("sign_in.html", values, error.outcome.http)
    await admins.sign_out(visit.session)
    return Redirect(wanted, session)


async def sign_out(visit: PageRequest) -> Redirect:
    await visit.services.admin.admins.sign_out(visit.session)
    return Redirect(SIGN_IN, "")


async def recover_form(_: PageRequest) -> TemplatePage:
    return _recover("recover")


async def recover(visit: PageRequest) -> TemplatePage:
    """Set the password of whom the recovery was made for."""
    form, new = visit.form, visit.form.get("password", "")
    try:
        if new != form.get("again", ""):
            raise ApiError(AdminOnly.TWICE)
        waived = CaptchaAnswer("", "", waived=True)
        await visit.services.accounts.recovery.finish(
            visit.actor, visit.request.match_info["name"], form.get("code", ""), new, waived
        )
    except ApiError as error:
        if error.outcome not in RECOVER_AGAIN:
            raise
        shown = _recover("recover", said(error.outcome, visit.language))
        return replace(shown, status=error.outcome.http)
    return _recover("recovered")


def _recover(state: str, text: str | None = None) -> TemplatePage:
    return TemplatePage("recover.html", {"state": state, "said": text})
