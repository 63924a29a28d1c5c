"""Somebody who puts another's phone or e-mail into an account of their own, or keeps a code."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from status_codes import Global, RegisterPhone, UserEmailProve, UserPhoneProve
from tests.postcard import Guest, Postcard
from tests.recovery import NEW, answer, ask, code_to
from tests.replies import client_session
from tests.special import execute, sent_to
from tests.traveller import Traveller, new_name, travelling

NOBODY = (403, "找不到用户")
DEAD = (403, "未获取恢复码或已失效")


@pytest.fixture
async def attacker(postcard: Postcard) -> AsyncIterator[Traveller]:
    """Has registered somebody else's phone, beside an e-mail of their own, and stays signed in."""
    async with travelling(postcard) as found:
        await found.sign_up()
        yield found


@pytest.fixture
async def victim(postcard: Postcard) -> AsyncIterator[Traveller]:
    async with travelling(postcard) as found:
        yield found


@pytest.fixture
async def owner(postcard: Postcard) -> AsyncIterator[Guest]:
    """Reads what is sent to a phone; no account yet."""
    async with client_session() as session:
        yield Guest(postcard, session)


async def recover(who: Traveller, **contact: str) -> tuple[int, str]:
    """Both steps, with the code that was sent to that phone or e-mail."""
    sent = await ask(who, **contact)
    if sent["code"] != 200:
        return sent["code"], sent["msg"]
    (to,) = contact.values()
    return await answer(who, code_to(who.postcard, to))


async def proof_of(who: Traveller) -> tuple[int, str]:
    """Prove the e-mail of the account with the newest code that was sent there."""
    code = code_to(who.postcard, who.email)
    return await who.say("POST", "/user/email/prove", data={"code": code})


async def info(who: Traveller) -> dict[str, object]:
    found: dict[str, object] = (await who.ask("GET", "/user/info"))["data"]
    return found


async def test_a_phone_beside_anothers_email(attacker: Traveller, victim: Traveller) -> None:
    """The phone's owner recovers by SMS: no session and no e-mail of the attacker's is left."""
    taken = await recover(victim, phone=attacker.phone)
    signed_in = await attacker.is_signed_in()
    by_mail = await recover(attacker, email=attacker.email)
    victim.uname, victim.password = attacker.uname, NEW
    await victim.sign_in()

    assert (200, "修改成功") == taken
    assert not signed_in
    assert NOBODY == by_mail
    seen = await info(victim)
    assert (attacker.phone, "", True, False) == tuple(
        seen[key] for key in ("phone", "email", "phone_proved", "email_proved")
    )


async def test_an_email_beside_anothers_phone(attacker: Traveller, victim: Traveller) -> None:
    """The other way round."""
    taken = await recover(victim, email=attacker.email)
    by_phone = await recover(attacker, phone=attacker.phone)

    assert [(200, "修改成功"), NOBODY] == [taken, by_phone]
    assert not await attacker.is_signed_in()


async def test_an_sms_hash_proves_the_phone(attacker: Traveller, owner: Guest) -> None:
    """A recovery over the hotel API drops the e-mail and every session as well."""
    hash_ = await owner.sms_hash(attacker.phone, 2)
    data = {"username": attacker.phone, "hash": hash_, "pass": NEW}
    done = await owner.call("password", "reset", data)

    assert 0 == done["status"]
    assert NOBODY == await recover(attacker, email=attacker.email)
    assert not await attacker.is_signed_in()


async def test_an_enduring_token_ends_too(owner: Guest, victim: Traveller) -> None:
    """One that never expires, of an account whose only contact is proved by the recovery."""
    await owner.register()
    token = await owner.login(enduring=1)
    await recover(victim, phone=owner.phone)

    reply = await owner.call("token", "doki", token=token)

    assert Global.TOKEN_WRONG.code == reply["status"]


async def test_whoever_proves_an_email_gives_up_anothers_phone(
    attacker: Traveller, victim: Traveller, owner: Guest
) -> None:
    """An attacker who proves their own e-mail first has the phone no more, and its owner may."""
    proved = await proof_of(attacker)
    seen = await info(attacker)
    by_sms = await recover(victim, phone=attacker.phone)
    await owner.register(attacker.phone)

    assert (200, "操作成功") == proved
    assert ("", True) == (seen["phone"], seen["email_proved"])
    assert NOBODY == by_sms


async def test_anothers_phone_in_a_proved_account(
    attacker: Traveller, victim: Traveller, owner: Guest
) -> None:
    """Put there later it is not recovered by, and goes to whoever proves it."""
    phone = attacker.phone
    await proof_of(attacker)
    await attacker.ask("POST", "/user/info", data={"phone": phone})
    by_sms = await recover(victim, phone=phone)
    before = sent_to(owner.postcard, phone)
    quiet = await owner.call("sms", "generate", {"phone": phone, "command_type": 2})
    after = sent_to(owner.postcard, phone)
    made = await owner.register(phone)

    assert NOBODY == by_sms
    assert (0, before) == (quiet["status"], after)
    assert phone == made
    assert "" == (await info(attacker))["phone"]


async def test_a_changed_contact_is_not_proved(attacker: Traveller) -> None:
    """Neither over REST nor over the hotel API; the same contact again stays proved."""
    await proof_of(attacker)
    await attacker.ask("POST", "/user/info", data={"email": attacker.email.upper()})
    same = await info(attacker)
    other = f"x{attacker.email}"
    await attacker.ask("POST", "/user/info", data={"email": other})
    changed = await info(attacker)

    assert (True, attacker.email) == (same["email_proved"], same["email"])
    assert (False, other) == (changed["email_proved"], changed["email"])


async def test_an_email_that_was_never_proved_recovers_no_hotel_guest(
    member: Guest, victim: Traveller
) -> None:
    """Of an account with a proved phone; once it is proved, it does."""
    email = f"{member.phone}@example.com"
    await member.call("info", "update", {"email": email})
    before = await recover(victim, email=email)
    code = sent_to(member.postcard, email)[-1]["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    tries = [
        await member.call("user", "email_prove", {"code": each}) for each in (wrong, code, code)
    ]
    kept = await member.call("token", "doki")
    after = await recover(victim, email=email)
    login = await member.call("login", "pass", {"username": member.phone, "pass": NEW}, token="")

    assert [NOBODY, (200, "修改成功")] == [before, after]
    assert [UserEmailProve.CODE_WRONG.code, 0, UserEmailProve.NO_CODE.code] == [
        reply["status"] for reply in tries
    ]
    # The phone was proved before, and stays; so does the session that proved the e-mail.
    assert [0, 0] == [kept["status"], login["status"]]


async def test_proving_ends_other_sessions(attacker: Traveller, victim: Traveller) -> None:
    """Of the same account; the one that proved goes on."""
    victim.uname = attacker.uname
    await victim.sign_in()

    await proof_of(attacker)

    assert [True, False] == [await attacker.is_signed_in(), await victim.is_signed_in()]


async def test_a_code_again(attacker: Traveller) -> None:
    """It is sent when it is asked for; the one before is dead; nothing to prove is said."""
    first = code_to(attacker.postcard, attacker.email)
    again = await attacker.say("POST", "/user/email/code")
    second = code_to(attacker.postcard, attacker.email)
    form = {"code": first}
    old = await attacker.say("POST", "/user/email/prove", data=form) if first != second else None
    done = await attacker.say("POST", "/user/email/prove", data={"code": second})
    proved = await attacker.say("POST", "/user/email/code")

    assert (200, "操作成功") == again
    assert old in (None, (403, "验证码错误"))
    assert (200, "操作成功") == done
    assert (403, "邮箱已验证") == proved


async def test_five_wrong_proofs(attacker: Traveller) -> None:
    """After the fifth the right code is no good either."""
    code = code_to(attacker.postcard, attacker.email)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    guesses = [
        await attacker.say("POST", "/user/email/prove", data={"code": each})
        for each in [*[wrong] * 5, code]
    ]

    assert [(403, "验证码错误")] * 5 + [(403, "未获取验证码或已失效")] == guesses


async def test_a_code_of_an_email_that_was_changed(attacker: Traveller) -> None:
    """It proves neither the old nor the new one."""
    code = code_to(attacker.postcard, attacker.email)
    execute(
        attacker.postcard,
        "UPDATE users SET email = ? WHERE id = ?",
        f"y{attacker.email}",
        attacker.uid,
    )

    done = await attacker.say("POST", "/user/email/prove", data={"code": code})

    assert (403, "未获取验证码或已失效") == done
    assert not (await info(attacker))["email_proved"]


async def test_proving_a_phone(attacker: Traveller, member: Guest, owner: Guest) -> None:
    """By the hash of its SMS it is the account's; one that somebody else has proved is refused."""
    phone = Guest.new_phone()
    owner.token = attacker.session()
    hash_ = await owner.sms_hash(phone)
    wrong = await owner.call("user", "phone_prove", {"phone": phone, "hash": "0" * 32})
    done = await owner.call("user", "phone_prove", {"phone": f"+86 {phone}", "hash": hash_})
    hash_ = await owner.sms_hash(member.phone)
    taken = await owner.call("user", "phone_prove", {"phone": member.phone, "hash": hash_})
    seen = await info(attacker)

    assert [Global.HASH.code, 0, UserPhoneProve.TAKEN.code] == [
        reply["status"] for reply in (wrong, done, taken)
    ]
    assert (phone, True, "") == (seen["phone"], seen["phone_proved"], seen["email"])


async def test_a_registered_phone_stays_its_guests(member: Guest, owner: Guest) -> None:
    """A second hotel account of a phone that was proved is refused, as before."""
    hash_ = await owner.sms_hash(member.phone)
    data = {"username": member.phone, "hash": hash_, "pass": "x"}

    assert (
        RegisterPhone.CREATE_FAILED.code == (await owner.call("register", "phone", data))["status"]
    )


async def test_one_mail_box_is_one_account(member: Guest, victim: Traveller) -> None:
    """In whatever letters, on either face, first here or first there."""
    email = f"Victim{member.phone}@Example.com"
    await member.call("info", "update", {"email": email})
    names = {"uname": new_name(), "password": "x"}
    refused = await victim.register(email=email.lower(), **names)
    await victim.sign_up()
    second = await member.call("info", "update", {"email": victim.email.title()})

    assert "邮箱已存在" == refused["msg"]
    assert 101 == second["status"]


@pytest.mark.parametrize("form", ["+86{}", "0086 {}", "86-{}", " {} "])
async def test_one_phone_is_one_account(member: Guest, victim: Traveller, form: str) -> None:
    """However it is written, in full-width digits too."""
    wide = member.phone.translate({ord("0") + n: ord("０") + n for n in range(10)})
    seen = [
        (await victim.register(uname=new_name(), phone=each, password="x"))["msg"]
        for each in (form.format(member.phone), form.format(wide))
    ]

    assert ["手机号已存在"] * 2 == seen


@pytest.mark.parametrize("change", ["password", "email", "by an admin"])
async def test_a_code_outlives_no_change(
    attacker: Traveller, victim: Traveller, change: str
) -> None:
    """A recovery that was begun before the password or the contact changed ends nothing."""
    await ask(victim, email=attacker.email)
    code = code_to(victim.postcard, attacker.email)
    if change == "password":
        form = {"old_password": attacker.password, "new_password": "another"}
        await attacker.ask("POST", "/user/password", data=form)
    elif change == "email":
        await attacker.ask("POST", "/user/info", data={"email": f"z{attacker.email}"})
    else:
        statement = "UPDATE users SET password = ? WHERE id = ?"
        execute(attacker.postcard, statement, "x", attacker.uid)

    assert DEAD == await answer(victim, code)


async def test_the_newest_code_alone(attacker: Traveller, victim: Traveller) -> None:
    """Of two that were sent, by whatever way, the first is dead, and stays so."""
    await ask(victim, email=attacker.email)
    first, name = code_to(victim.postcard, attacker.email), victim.held("reset").value
    await ask(victim, phone=attacker.phone)
    second = code_to(victim.postcard, attacker.phone)
    other = victim.held("reset").value

    old = await answer(victim, first, reset=name)
    new = await answer(victim, second, reset=other)
    after = await answer(victim, first, reset=name)

    assert [DEAD, (200, "修改成功"), DEAD] == [old, new, after]


async def test_a_hash_beside_a_code(member: Guest, victim: Traveller, owner: Guest) -> None:
    """The hotel's SMS and the traveller's are of one account: each ends the one before."""
    hash_ = await owner.sms_hash(member.phone, 2)
    await ask(victim, phone=member.phone)
    code = code_to(victim.postcard, member.phone)
    data = {"username": member.phone, "pass": NEW}
    old = await owner.call("password", "reset", data | {"hash": hash_})
    hash_ = await owner.sms_hash(member.phone, 2)
    dead = await answer(victim, code)
    await member.call("password", "update", {"old": member.password, "new": "x"})
    changed = await owner.call("password", "reset", data | {"hash": hash_})

    assert [Global.HASH.code] * 2 == [old["status"], changed["status"]]
    assert DEAD == dead
