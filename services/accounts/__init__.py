"""The wing of accounts: who a guest is, how this is proved, and what is known of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from services.accounts.attending import Attending
from services.accounts.avatars import Avatars
from services.accounts.by_sms import BySms
from services.accounts.captcha import Captcha, CaptchaDrawer
from services.accounts.credentials import Credentials
from services.accounts.hotel import HotelAccounts
from services.accounts.lookups import Lookups
from services.accounts.passwords import Passwords
from services.accounts.portraits import Portraits
from services.accounts.profiles import Profiles
from services.accounts.proofs import Proofs
from services.accounts.recovery import Recovery
from services.accounts.tokens import Tokens
from services.accounts.travel import TravelAccounts
from services.accounts.uses import Uses
from services.accounts.waiting import Waiting
from services.messages import Messages
from services.running import Running
from settings import ClientsSettings
from stores.users import UserRows


@dataclass(frozen=True, slots=True)
class Accounts:
    """`hotel` and `travel` are what the two documents ask for, `by_sms` what later editions of
    the first do; the rest serves both.

    clients: whose letter is kept where apps contradict the documents.
    session_seconds: how long a client keeps the cookie of a session.
    """

    hotel: HotelAccounts
    by_sms: BySms
    travel: TravelAccounts
    credentials: Credentials
    passwords: Passwords
    tokens: Tokens
    attending: Attending
    uses: Uses
    captcha: Captcha
    recovery: Recovery
    proofs: Proofs
    profiles: Profiles
    avatars: Avatars
    portraits: Portraits
    clients: ClientsSettings
    session_seconds: int


@asynccontextmanager
async def open(running: Running, messages: Messages) -> AsyncIterator[Accounts]:
    """Open every part over what it stands on; what runs ends with the block."""
    config, kv, limits = running.config, running.kv, running.limits
    users = UserRows(running.database)
    async with AsyncExitStack() as stack:
        passwords = Passwords(config.passwords, running.cpu_work)
        drawer = CaptchaDrawer(running.cpu_work, config.captcha)
        stack.push_async_callback(drawer.close)
        avatars = Avatars(running.database, users, running.media, running.looker, config.works)
        tokens = Tokens(kv, users, running.signals, config.tokens, config.rest.session_seconds)
        attending = Attending(tokens, running.signals, config.tokens)
        stack.callback(attending.close)
        uses = Uses(tokens, min(config.tokens.idle_seconds, config.rest.session_seconds))
        stack.push_async_callback(uses.close)
        outbox = messages.outbox if config.debug else None
        captcha = Captcha(kv, limits, drawer, outbox, config.captcha, config.sms.digits)
        credentials = Credentials(users, passwords, tokens, limits, config.limits)
        lookups = Lookups(limits, config.limits)
        waiting = Waiting(kv, running.seals, config.recovery.tries)
        proofs = Proofs(credentials, tokens, captcha, messages.mails, waiting, config.recovery)
        recovery = Recovery(
            kv,
            users,
            credentials,
            captcha,
            messages.mails,
            messages.sms,
            waiting,
            limits,
            lookups,
            config.limits,
            config.recovery,
        )
        yield Accounts(
            hotel=HotelAccounts(
                users,
                credentials,
                passwords,
                tokens,
                captcha,
                messages.sms,
                recovery,
                proofs,
                lookups,
                limits,
                config.limits,
                login_numbers=config.clients.login_numbers,
            ),
            by_sms=BySms(users, credentials, passwords, tokens, captcha, limits, config.limits),
            travel=TravelAccounts(
                users, credentials, passwords, tokens, captcha, proofs, limits, config.limits
            ),
            credentials=credentials,
            passwords=passwords,
            tokens=tokens,
            attending=attending,
            uses=uses,
            captcha=captcha,
            recovery=recovery,
            proofs=proofs,
            profiles=Profiles(
                running.database, users, proofs, lookups, config.limits.bytes_per_user
            ),
            avatars=avatars,
            portraits=Portraits(
                avatars, users, credentials, lookups, shown=config.clients.portraits
            ),
            clients=config.clients,
            session_seconds=config.rest.session_seconds,
        )
