"""SMS and mail through a provider that is down, slow or cuts the line: once, or not at all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import aiohttp
import pytest

from status_codes import Global, SmsProvider
from tests.conftest import WAYS
from tests.postcard import Guest, Postcard, until
from tests.servers import free_port
from tests.smtp import SmtpServer
from tests.special import captured, guest_of, serving
from tests.tencent import Provider, ok, refused
from tests.traveller import Traveller, travelling

SECONDS = 2
ENV = {
    "POSTCARD__SMS__GATEWAY": "tencent",
    "POSTCARD__SMS__TENCENT_SCHEME": "http",
    "POSTCARD__SMS__TENCENT_SECRET_ID": "AKIDexampleexampleexample",
    "POSTCARD__SMS__TENCENT_SECRET_KEY": "secretkeyexampleexample",
    "POSTCARD__SMS__TENCENT_APP_ID": "1400000000",
    "POSTCARD__SMS__TENCENT_SIGN": "明信片",
    "POSTCARD__SMS__TENCENT_TEMPLATE_REGISTER": "1001",
    "POSTCARD__SMS__TENCENT_TEMPLATE_RESET": "1002",
    "POSTCARD__SMS__SECONDS": str(SECONDS),
    "POSTCARD__MAIL__GATEWAY": "smtp",
    "POSTCARD__MAIL__HOST": "127.0.0.1",
    "POSTCARD__MAIL__TLS": "none",
    "POSTCARD__MAIL__SENDER": "post@example.com",
    "POSTCARD__MAIL__SECONDS": str(SECONDS),
    "POSTCARD__LIMITS__SMS_PER_PHONE_SECONDS": "60",
    "POSTCARD__LIMITS__SMS_PER_PHONE_DAY": "1",
    "POSTCARD__LIMITS__MAILS_PER_ACCOUNT_DAY": "1",
    "POSTCARD__WORKER__MESSAGE_ATTEMPTS": "30",
    "POSTCARD__WORKER__MESSAGE_PAUSE_SECONDS": "0.1",
    "POSTCARD__WORKER__LEASE_SECONDS": "5",
    "POSTCARD__WORKER__RECONCILE_SECONDS": "0.5",
    "POSTCARD__WORKER__RESEND_SECONDS": "1",
}


class BySms:
    """A code for a phone, from Tencent Cloud."""

    no_answer = (SmsProvider.NO_ANSWER.code, "")
    refusal = (SmsProvider.PHONE_DAY.code, "no more today")
    limited = (Global.TOO_MANY.code, "")
    sent = (0, "")

    def __init__(self, port: int, guest: Guest) -> None:
        self._port = port
        self._guest = guest
        self._provider = Provider(port)
        self.to = guest.new_phone()

    async def up(self) -> None:
        await self._provider.start()

    async def down(self) -> None:
        await self._provider.close()

    def slow(self, slow: bool) -> None:
        (self._provider.hold.clear if slow else self._provider.hold.set)()

    def cut(self) -> None:
        self._provider.cut = True

    def busy(self) -> None:
        """Refuse the next two for now."""
        self._provider.first = [
            refused("RequestLimitExceeded", "too many"),
            refused("RequestLimitExceeded.UinLimitExceeded", "try again"),
        ]

    def refuse(self) -> None:
        self._provider.answer = ok("LimitExceeded.PhoneNumberDailyLimit", "no more today")

    def asked(self) -> int:
        return len(self._provider.requests)

    def codes(self) -> list[str]:
        """Those of every request that came."""
        bodies = [json.loads(body) for _, body in self._provider.requests]
        return [body["TemplateParamSet"][0] for body in bodies]

    async def ask(self) -> tuple[int, str]:
        data = {"phone": self.to, "command_type": 1}
        reply = await self._guest.call("sms", "generate", data)
        return reply["status"], reply["data"].get("provider_message", "")


class ByMail:
    """A recovery code for a mail box, through an SMTP server."""

    no_answer = (403, "发送邮件失败：")
    refusal = (403, "发送邮件失败：SMTPRecipientsRefused")
    limited = (429, Global.TOO_MANY.msg)
    sent = (200, "已发送恢复码至邮箱")

    def __init__(self, port: int, traveller: Traveller) -> None:
        self._traveller = traveller
        self._server = SmtpServer(port=port)
        self.to = traveller.email

    async def up(self) -> None:
        await asyncio.to_thread(self._server.start)

    async def down(self) -> None:
        with suppress(AssertionError):  # never started
            await asyncio.to_thread(self._server.close)

    def slow(self, slow: bool) -> None:
        self._server.delay = 60.0 if slow else 0.0

    def cut(self) -> None:
        self._server.cut = True

    def busy(self) -> None:
        self._server.first = ["451 try again", "421 too many"]

    def refuse(self) -> None:
        self._server.refused[self.to] = "550 no such mail box"

    def asked(self) -> int:
        return len(self._server.messages)

    def codes(self) -> list[str]:
        texts = [message.get_content() for message in self._server.messages]
        return [captured("恢复码：([0-9]{6})", text) for text in texts]

    async def ask(self) -> tuple[int, str]:
        form = {"email": self.to, "no_captcha": "1"}
        reply = await self._traveller.ask("POST", "/user/reset", data=form)
        return reply["code"], reply["msg"].partition("(")[0]


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    return free_port(), free_port()


def settings(ports: tuple[int, int]) -> dict[str, str]:
    return ENV | {
        "POSTCARD__SMS__TENCENT_ENDPOINT": f"127.0.0.1:{ports[0]}",
        "POSTCARD__MAIL__PORT": str(ports[1]),
    }


@pytest.fixture(scope="module", params=WAYS)
def posting(request: pytest.FixtureRequest, ports: tuple[int, int]) -> Iterator[Postcard]:
    """A Postcard with a provider for each kind, of which none is up."""
    with serving(request.param, request, settings(ports)) as opened:
        opened.start()
        yield opened


@pytest.fixture(params=["sms", "mail"])
async def way(
    request: pytest.FixtureRequest, posting: Postcard, ports: tuple[int, int]
) -> AsyncIterator[BySms | ByMail]:
    """A guest who is about to ask, and the provider that he will be sent a code by."""
    async with opened(request.param, posting, ports) as found:
        yield found


@asynccontextmanager
async def opened(
    kind: str, postcard: Postcard, ports: tuple[int, int]
) -> AsyncIterator[BySms | ByMail]:
    """A way for the length of a block."""
    async with AsyncExitStack() as stack:
        way: BySms | ByMail
        if kind == "sms":
            way = BySms(ports[0], await stack.enter_async_context(guest_of(postcard)))
        else:
            traveller = await stack.enter_async_context(travelling(postcard))
            await traveller.sign_up(mailed=False)
            way = ByMail(ports[1], traveller)
        try:
            yield way
        finally:
            await way.down()


class Row:
    """The job of the message that was asked for last."""

    def __init__(self, postcard: Postcard) -> None:
        self._postcard = postcard

    def now(self) -> tuple[str, int, str]:
        """(state, attempts, args)"""
        said = "select state, attempts, args from jobs where queue = 'messages' order by id desc"
        return self._postcard.rows(f"{said} limit 1")[0]

    async def until(self, state: str) -> tuple[str, int, str]:
        await until(lambda: self.now()[0] == state, what=state)
        return self.now()


async def test_a_provider_that_is_down_at_first(posting: Postcard, way: BySms | ByMail) -> None:
    """The guest is told that it was sent; after two vain attempts and more it is, once."""
    row = Row(posting)

    told = await way.ask()
    await until(lambda: row.now()[1] >= 2, what="two attempts")
    waiting = row.now()[2]
    await way.up()
    _, attempts, done = await row.until("done")
    again = await way.ask()

    assert way.sent == told
    assert attempts >= 3
    assert 1 == way.asked()
    assert (way.to not in waiting, way.codes()[0] not in waiting) == (True, True)
    assert "[]" == done
    assert way.limited == again


async def test_a_worker_that_is_killed_between_attempts(
    posting: Postcard, way: BySms | ByMail
) -> None:
    """What waits for its next attempt is another worker's then, and sent once."""
    row = Row(posting)

    told = await way.ask()
    # The fourth pause is the first that no kill can miss.
    await until(lambda: row.now()[:2] == ("queued", 4), what="four attempts")
    kill(posting)
    await way.up()
    posting.start()
    await row.until("done")

    assert way.sent == told
    assert 1 == way.asked()


async def test_a_provider_that_is_busy(posting: Postcard, way: BySms | ByMail) -> None:
    """What it refuses for now is tried again, and is sent once."""
    await way.up()
    way.busy()

    told = await way.ask()
    _, attempts, _ = await Row(posting).until("done")

    assert way.sent == told
    assert 3 == attempts
    assert 1 == len(set(way.codes()))


async def test_a_provider_that_cuts_the_line(posting: Postcard, way: BySms | ByMail) -> None:
    """A message that was taken without an answer may have gone out: it is not sent again."""
    await way.up()
    way.cut()

    told = await way.ask()
    state, attempts, _ = Row(posting).now()

    assert way.no_answer[0] == told[0]
    assert told[1].startswith(way.no_answer[1])
    assert ("unknown", 1, 1) == (state, attempts, way.asked())


async def test_a_refusal(posting: Postcard, way: BySms | ByMail) -> None:
    """What is final is told as the provider says it, is not tried again, and does not count."""
    await way.up()
    way.refuse()

    told = [await way.ask() for _ in range(2)]
    state, attempts, args = Row(posting).now()

    assert [way.refusal] * 2 == told
    assert ("failed", 1) == (state, attempts)
    assert way.to not in args


async def test_a_worker_that_is_killed_while_it_sends(
    posting: Postcard, way: BySms | ByMail
) -> None:
    """A slow provider has the message when the worker dies: nobody sends it again."""
    await way.up()
    way.slow(True)
    row = Row(posting)

    asking = asyncio.create_task(way.ask())
    await until(lambda: way.asked() == 1, what="the provider has it")
    kill(posting)
    way.slow(False)
    posting.start()
    state, attempts, _ = await row.until("unknown")
    told = (await asyncio.gather(asking, return_exceptions=True))[0]

    assert ("unknown", 1, 1) == (state, attempts, way.asked())
    # Embedded, the server that was asked died as well.
    if isinstance(told, BaseException):
        assert isinstance(told, aiohttp.ClientError)
    else:
        assert way.no_answer[0] == told[0]


def kill(postcard: Postcard) -> None:
    """The process that sends, as a power cut would."""
    (postcard.kill_worker if postcard.production else postcard.kill_server)()


async def test_codes_that_expire(request: pytest.FixtureRequest, ports: tuple[int, int]) -> None:
    """A code whose life ends while the provider is down is not sent, and does not count."""
    life = {"POSTCARD__CAPTCHA__SECONDS": "10", "POSTCARD__RECOVERY__MAIL_SECONDS": "10"}
    ended = "select attempts, args from jobs where state = 'failed'"
    with serving("embedded", request, settings(ports) | life) as postcard:
        async with opened("sms", postcard, ports) as sms, opened("mail", postcard, ports) as mail:
            ways = (sms, mail)
            told = [await way.ask() for way in ways]
            await until(lambda: len(postcard.rows(ended)) == 2, what="both are over")
            rows = postcard.rows(ended)
            for way in ways:
                await way.up()
            again = [await way.ask() for way in ways]
            codes = [len(way.codes()) for way in ways]

    assert [BySms.sent, ByMail.sent] == told == again
    assert all(attempts > 1 for attempts, _ in rows)
    assert not [way.to for way in ways for _, args in rows if way.to in args]
    assert [1, 1] == codes


async def test_nobody_to_send(request: pytest.FixtureRequest, ports: tuple[int, int]) -> None:
    """Without any worker the guest is told so, once he has waited; none that comes sends it."""
    with serving("production", request, settings(ports)) as postcard:
        async with opened("sms", postcard, ports) as way:
            await way.up()
            told = await way.ask()
            postcard.start()
            later = await way.ask()
            codes, states = way.codes(), postcard.rows("select state from jobs order by id")

    assert (BySms.no_answer, BySms.sent) == (told, later)
    assert 1 == len(codes)
    assert ["cancelled", "done"] == [state for (state,) in states]
