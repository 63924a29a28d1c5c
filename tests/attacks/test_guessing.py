"""Attackers with many addresses, many phones, or a name that leads to somebody else's machine."""

from __future__ import annotations

import itertools
from base64 import b64encode

import aiohttp
import pytest

from services.admin.rules import SAMPLE, SAMPLE_PASSWORD
from status_codes import Global, LoginPass
from tests.admin import desk_of
from tests.postcard import Guest, Postcard
from tests.special import guest_of, sent_to, set_up

FAILURES = 3
MESSAGES = 4
SETTINGS = {
    "POSTCARD__HTTP__TRUSTED_PROXIES": "1",
    "POSTCARD__LIMITS__LOGIN_FAILURES_PER_ADDRESS_MINUTE": str(FAILURES),
    "POSTCARD__LIMITS__SMS_PER_ADDRESS_HOUR": "2",
    "POSTCARD__LIMITS__SMS_ALL_HOUR": str(MESSAGES),
}
NETWORKS = itertools.count(1)


watched = set_up(SETTINGS, whole=False)


async def guesses(postcard: Postcard, address: str) -> int:
    """The status of one wrong password for an account that nobody tried before."""
    async with guest_of(postcard, address) as guest:
        data = {"username": guest.new_phone(), "pass": "123456"}
        return int((await guest.call("login", "pass", data))["status"])


@pytest.mark.parametrize(
    "form",
    [
        "2001:db8:{network:x}::{n:x}",
        "[2001:db8:{network:x}:5:a:b:c:{n:x}]:80",
        "2001:db8:{network:x}:{n:x}::1",
        "10.1.{network}.1:{n}",
    ],
    ids=["addresses", "ports", "networks of a home", "ports of IPv4"],
)
async def test_one_line_with_many_addresses(watched: Postcard, form: str) -> None:
    """One password sprayed over many accounts: a network of IPv6 is one address, and ports none."""
    network = next(NETWORKS)
    tried = [await guesses(watched, form.format(network=network, n=n)) for n in range(1, 6)]
    other = await guesses(watched, form.format(network=network + 128, n=1))

    wrong, limited = LoginPass.INCORRECT.code, Global.TOO_MANY.code
    assert [wrong] * FAILURES + [limited] * 2 == tried
    assert wrong == other


async def test_messages_to_everybody(watched: Postcard) -> None:
    """Each to another phone and from another address: only so many are sent within the hour."""
    statuses, phones = [], [Guest.new_phone() for _ in range(MESSAGES + 2)]
    for phone in phones:
        async with guest_of(watched, f"10.2.{next(NETWORKS)}.1") as guest:
            data = {"phone": phone, "command_type": 1}
            statuses.append((await guest.call("sms", "generate", data))["status"])

    assert [0] * MESSAGES + [Global.TOO_MANY.code] * 2 == statuses
    assert [1] * MESSAGES + [0] * 2 == [len(sent_to(watched, phone)) for phone in phones]


async def test_guesses_over_a_socket(watched: Postcard) -> None:
    """A socket that stays open is no way around: each frame counts."""
    async with guest_of(watched, f"10.3.{next(NETWORKS)}.1") as guest:
        url = f"{watched.url}/api/ws"
        async with guest.http.ws_connect(url) as socket:
            statuses = []
            for number in range(FAILURES + 2):
                data = {"username": guest.new_phone(), "pass": "123456"}
                body = {"id": number, "type": "login", "subtype": "pass", "data": data}
                await socket.send_json(body)
                statuses.append((await socket.receive_json(timeout=30))["status"])

    assert [LoginPass.INCORRECT.code] * FAILURES + [Global.TOO_MANY.code] * 2 == statuses


async def test_a_name_that_leads_here(postcard: Postcard, http: aiohttp.ClientSession) -> None:
    """A page whose name was made to lead to this machine knows the sample admin's password, and
    is let in neither to the admin pages nor to the logs."""
    if postcard.production:
        pytest.skip("there is no sample admin")
    basic = b64encode(f"{SAMPLE}:{SAMPLE_PASSWORD}".encode()).decode()
    seen = {}
    for host in (
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost",
        "[::1]",
    ):
        async with desk_of(postcard) as desk:
            desk.http.headers["Host"] = host
            signed = await desk.sign_in(SAMPLE, SAMPLE_PASSWORD)
        headers = {"Host": host, "Authorization": f"Basic {basic}"}
        async with http.get(f"{postcard.url}/media/log.txt", headers=headers) as answer:
            seen[host] = (signed.status, answer.status)

    evil = {seen[host] for host in seen if "evil" in host}
    assert {(403, 401)} == evil
    assert (303, 200) == seen["localhost"] == seen["[::1]"]
