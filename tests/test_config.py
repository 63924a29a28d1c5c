"""Settings: the file, the environment over it, and one clear line when something is wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import BaseModel

from addresses import sql_parts
from config import ROOT, Config, ConfigError, load_config
from settings import PROFILE_ROWS

TEXT = (ROOT / "config.toml").read_text()
FILE = tomllib.loads(TEXT)
SECRET = "hunter2hunter2"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what the developer's own shell says."""
    for name in os.environ:
        if name.startswith("POSTCARD"):
            monkeypatch.delenv(name)


def wrong(**overrides: Any) -> str:
    """The one line that a wrong setting gives."""
    with pytest.raises(ConfigError) as raised:
        load_config(**overrides)
    line = str(raised.value)
    assert "\n" not in line
    return line


def settings(model: type[BaseModel] = Config, prefix: str = "") -> Iterator[str]:
    """Every setting's key, section by section."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings(kind, f"{name}.")
        else:
            yield prefix + name


def keys(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        yield from keys(value, f"{name}.") if isinstance(value, dict) else [prefix + name]


def test_the_file_holds_every_setting_and_no_other() -> None:
    """config.toml and the typed settings name the same keys."""
    assert sorted(settings()) == sorted(keys(FILE))


# What these mean is said once, above or in their section's heading, or by their names.
PLAIN = {
    "http.host",
    "sql.connect_seconds",
    "passwords.rounds",
    "works.pictures",
    "limits.sms_per_phone_day",
    "limits.sms_per_address_hour",
    "limits.login_failures_per_account_minute",
    "limits.login_failures_per_address_minute",
    "limits.register_per_address_hour",
    "limits.mails_per_account_day",
}


def test_every_setting_has_a_comment() -> None:
    """Beside a key or in the line above it stands what it is for; few speak for themselves."""
    bare = set()
    section, before = "", ""
    for line in TEXT.splitlines():
        if heading := re.match(r"\[(\w+)\]", line):
            section = heading.group(1) + "."
        elif key := re.match(r"(\w+) = ", line):
            if "#" not in line and not before.startswith("#"):
                bare.add(section + key.group(1))
        before = line

    credentials = {key for key in settings() if key.startswith("sms.tencent_")} | {"mail.password"}
    assert bare <= PLAIN | credentials


def test_the_numbers_that_the_documents_name() -> None:
    """Ten minutes, ten tokens, five tries, 180 seconds, one message a minute, ten a day."""
    config = load_config()

    assert (600, 10) == (config.tokens.idle_seconds, config.tokens.per_user)
    assert (180, 5) == (config.captcha.seconds, config.captcha.tries)
    assert (60, 10) == (config.limits.sms_per_phone_seconds, config.limits.sms_per_phone_day)
    assert (1 << 20, 30, 1024) == (
        config.http.json_bytes,
        config.http.handler_seconds,
        config.http.socket_queue,
    )
    assert (64 << 20, 16384 * 12288, 200, 40) == (
        config.works.picture_bytes,
        config.works.picture_pixels,
        config.works.pictures,
        config.limits.works_per_user_day,
    )
    assert not config.debug


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """POSTCARD__SECTION__KEY overrides one key; an argument overrides both."""
    monkeypatch.setenv("POSTCARD__HTTP__PORT", "8123")
    monkeypatch.setenv("POSTCARD__DEBUG", "true")
    monkeypatch.setenv("postcard__rest__always_200", "1")

    config = load_config()

    assert (8123, True, True) == (config.http.port, config.debug, config.rest.always_200)
    assert FILE["http"]["read_seconds"] == config.http.read_seconds
    assert 1 == load_config(http={"port": 1}).http.port


def test_another_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """POSTCARD_CONFIG names the file to read."""
    file = tmp_path / "mine.toml"
    file.write_text(TEXT.replace("port = 8080", "port = 8099"))
    monkeypatch.setenv("POSTCARD_CONFIG", str(file))

    assert 8099 == load_config().http.port


def test_settings_do_not_change() -> None:
    """Once read they are fixed."""
    config = load_config()

    with pytest.raises(ValueError, match="frozen"):
        config.http.port = 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HTTP__PORT", "70000", ["http.port", "70000", "65535"]),
        ("HTTP__PORT", "many", ["http.port", "many", "integer"]),
        ("HTTP__HANDLER_SECONDS", "0", ["http.handler_seconds", "'0'", "greater than 0"]),
        ("HTTP__HANDLER_SECONDS", "nan", ["http.handler_seconds", "nan", "greater than 0"]),
        ("LIMITS__SMS_PER_PHONE_DAY", "-1", ["limits.sms_per_phone_day", "-1", "equal to 0"]),
        ("LOG__LEVEL", "loud", ["log.level", "loud", "'debug', 'info', 'warning' or 'error'"]),
        ("SMS__GATEWAY", "pigeon", ["sms.gateway", "pigeon", "'outbox' or 'tencent'"]),
        ("CLIENTS__PROFILE", "modern", ["clients.profile", "modern", "'document' or 'travellog'"]),
        ("CLIENTS__CAPTCHA_JSON", "perhaps", ["clients.captcha_json", "perhaps", "boolean"]),
        ("CLIENTS__FILM_TAG", "5", ["clients.film_tag", "5", "equal to 4"]),
        ("SMS__DIGITS", "4", ["sms.digits", "4", "equal to 5"]),
        ("DEBUG", "perhaps", ["debug", "perhaps", "bool"]),
        ("SQL__POOL", "", ["sql.pool", "integer"]),
        ("HTTP__PROT", "1", ["POSTCARD__HTTP__PROT", "'prot'", "port"]),
        ("HTPT__PORT", "1", ["POSTCARD__HTPT__PORT", "'htpt'", "http"]),
    ],
)
def test_a_wrong_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: list[str]
) -> None:
    """One line names the key, the value and what is allowed."""
    monkeypatch.setenv(f"POSTCARD__{name}", value)

    line = wrong()

    assert not [part for part in said if part not in line], line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SQL__URL", f"postgres://root:{SECRET}@db/a"),
        ("REDIS__URL", f"http://:{SECRET}@cache"),
        ("SQL", f"mysql://root:{SECRET}@db/a"),
        ("SMS", f'{{"tencent_secret_key": "{SECRET}", "gateway": "pigeon"}}'),
        ("SMS", f'{{"tencent_secret_kye": "{SECRET}"}}'),
        ("SMS__TENCENT_SECRET_KYE", SECRET),
        ("MAIL", f'{{"password": "{SECRET}", "gateway": "pigeon"}}'),
        ("SECRETS__KEY", SECRET),
    ],
)
def test_no_secret_is_told_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """A wrong setting that may hold a secret is named, its value is not."""
    monkeypatch.setenv(f"POSTCARD__{name}", value)

    line = wrong()

    assert SECRET not in line
    assert name.lower().split("__")[0] in line.lower()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('[sql]\nurl = ""', f'[sql]\nurl = "mysqul://root:{SECRET}@db/a"'),
        ('[redis]\nurl = ""', f'[redis]\nurl = "redis:/:{SECRET}@cache"'),
        ('tencent_secret_key = ""', f'tencent_secret_kye = "{SECRET}"'),
        ('tencent_secret_key = ""', f"tencent_secret_key = {SECRET}"),
        ('tencent_secret_key = ""', f'tencent_secret_key = ["{SECRET}"]'),
        ('\npassword = ""', f'\npassword = ["{SECRET}"]'),
        ('tencent_secret_key = ""\ntencent_app_id = ""', f'tencent_secret_key = "{SECRET}"'),
        ("debug = false", f'debug = false\nsmtp_password = "{SECRET}"'),
        ("debug = false", f'redis = "redis://:{SECRET}@cache"'),
    ],
)
def test_no_secret_is_told_from_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str
) -> None:
    """The same for a misspelt key, a missing one and a whole section in the file."""
    assert old in TEXT
    file = tmp_path / "mine.toml"
    file.write_text(TEXT.replace(old, new))
    monkeypatch.setenv("POSTCARD_CONFIG", str(file))

    assert SECRET not in wrong()


@pytest.mark.parametrize("name", ["SQL__URL", "REDIS__URL"])
@pytest.mark.parametrize("sign", ["/", "#", "?", "["])
def test_a_password_with_signs_of_an_address(
    monkeypatch: pytest.MonkeyPatch, name: str, sign: str
) -> None:
    """One line says how to write them, and tells nothing of the password; so written they work."""
    scheme = "mysql" if name.startswith("SQL") else "redis"
    url = f"{scheme}://us:{{}}@127.0.0.1:3306/postcard"
    monkeypatch.setenv(f"POSTCARD__{name}", url.format(f"{SECRET[:7]}{sign}{SECRET[7:]}"))
    line = wrong()
    monkeypatch.setenv(f"POSTCARD__{name}", url.format(f"{SECRET}{quote(sign, safe='')}@%3A"))
    config = load_config()

    assert line.startswith(name.lower().replace("__", "."))
    assert f"{sign} as {quote(sign, safe='')}" in line
    assert SECRET[:7] not in line
    assert f"{SECRET}{sign}@:" == sql_parts(config.sql.url or config.redis.url)["password"]


EMPTY = [row for row in PROFILE_ROWS if FILE[row.section][row.key] == ""]


@pytest.mark.parametrize("profile", ["document", "travellog"])
def test_the_profile_says_what_is_left_empty(monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    """The file leaves all of its settings empty, and each is then what its row says."""
    monkeypatch.setenv("POSTCARD__CLIENTS__PROFILE", profile)
    config = load_config()

    assert list(PROFILE_ROWS) == EMPTY
    for row in PROFILE_ROWS:
        found = getattr(getattr(config, row.section), row.key)
        assert getattr(row, profile) == found, row


def test_one_switch_wins_over_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way; "" in the environment is as in the file."""
    monkeypatch.setenv("POSTCARD__CLIENTS__PROFILE", "travellog")
    monkeypatch.setenv("POSTCARD__CLIENTS__COLOR_OBJECT", "off")
    monkeypatch.setenv("POSTCARD__CLIENTS__FILM_TAG", "0")
    monkeypatch.setenv("POSTCARD__CLIENTS__WORK_NUMBERS", "")
    monkeypatch.setenv("POSTCARD__CAPTCHA__LENGTH", "6")
    config = load_config()
    clients = config.clients

    assert (False, 0, True) == (clients.color_object, clients.film_tag, clients.work_numbers)
    assert ("0123456789", 6) == (config.captcha.alphabet, config.captcha.length)
    assert load_config(clients={"profile": "document", "color_object": True}).clients.color_object


def test_a_captcha_of_few_signs() -> None:
    """A code that a guess finds is refused at start."""
    assert "ten signs" in wrong(captcha={"alphabet": "ABCDEFGHI"})
    assert "ten signs" in wrong(captcha={"alphabet": "ABCDEFGHIJJ"})
    assert "captcha.length = 3" in wrong(captcha={"length": 3})


def test_a_missing_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A key that the file leaves out is named."""
    file = tmp_path / "mine.toml"
    file.write_text(TEXT.replace("per_user = 10", ""))
    monkeypatch.setenv("POSTCARD_CONFIG", str(file))

    assert wrong().startswith("tokens.per_user: Field required")


def test_a_missing_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that is not there is named, not passed over."""
    monkeypatch.setenv("POSTCARD_CONFIG", str(tmp_path / "nothing.toml"))

    assert "nothing.toml" in wrong()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "", "example.com", "127.0.0.1.x"])
def test_debug_stays_at_home(host: str) -> None:
    """debug refuses an address that others can reach."""
    line = wrong(debug=True, http={"host": host})

    assert "debug" in line
    assert repr(host) in line


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_debug_at_home(host: str) -> None:
    """On a loopback address it is allowed; without debug any address is."""
    assert load_config(debug=True, http={"host": host}).debug
    assert "0.0.0.0" == load_config(http={"host": "0.0.0.0"}).http.host


def test_tencent_needs_its_keys() -> None:
    """A gateway that could not send anything is refused at start, not at the first message."""
    given = {"gateway": "tencent", "tencent_secret_id": "a", "tencent_secret_key": SECRET}

    line = wrong(sms=given)

    assert "sms.tencent_app_id" in line
    assert "sms.tencent_secret_id" not in line
    assert SECRET not in line


def test_a_bucket_needs_its_keys() -> None:
    """Object storage that is half configured is refused at start, whichever half there is."""
    line = wrong(storage={"bucket": "postcard", "secret_key": SECRET})
    without = wrong(storage={"endpoint": "http://127.0.0.1:9000"})
    address = wrong(storage={"endpoint": "127.0.0.1:9000"})

    assert "storage.endpoint" in line and "storage.access_key" in line
    assert "storage.secret_key" not in line
    assert SECRET not in line
    assert "storage.bucket" in without
    assert "storage.endpoint" in address


def test_smtp_needs_its_server() -> None:
    """A mail gateway that could not send anything is refused at start too."""
    line = wrong(mail={"gateway": "smtp", "host": "mail.example.com"})

    assert "mail.sender" in line
    assert "mail.host" not in line


@pytest.mark.servers
def test_the_server_says_it_in_one_line() -> None:
    """server.py with a wrong setting ends with status 2 and that line, no traceback."""
    done = subprocess.run(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=os.environ | {"POSTCARD__HTTP__PORT": "70000"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert 2 == done.returncode
    assert 1 == len(done.stderr.splitlines())
    assert "http.port" in done.stderr


def test_the_data_folder() -> None:
    """A relative one lies beside config.toml, wherever the server was started."""
    assert ROOT / "data" == load_config().data
    assert Path("/srv/postcard") == load_config(storage={"dir": "/srv/postcard"}).data


def test_the_parts_of_a_database_url() -> None:
    """Escaped characters in it are undone; what is left out has MySQL's default."""
    whole = sql_parts("mysql://us%40er:p%2Fw%3A@db.example:3307/post")
    short = sql_parts("mysql://localhost/post")

    assert {
        "host": "db.example",
        "port": 3307,
        "user": "us@er",
        "password": "p/w:",
        "db": "post",
    } == whole
    assert ("localhost", 3306, "root", "", "post") == tuple(short.values())
