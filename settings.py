"""What settings are made of, and those that `clients.profile` decides where nothing is said."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NamedTuple, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0)]
# What goes into the header of a request, and what into a line of a mail: a break that was copied
# along with a key would fail at the first message, or begin a header of its own.
Word = Annotated[str, Field(pattern=r"^[!-~]*$")]
Line = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$")]

Profile = Literal["document", "travellog"]
# The default first.
PROFILES: Final[tuple[Profile, ...]] = get_args(Profile)


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClientsSettings(Section):
    """Where the apps that exist contradict the documents: whose letter is kept."""

    profile: Profile
    captcha_json: bool
    work_numbers: bool
    color_object: bool
    signed_addresses: bool
    login_numbers: bool
    portraits: bool
    film_tag: Annotated[int, Field(ge=0, le=4)]


class CaptchaSettings(Section):
    alphabet: Annotated[str, Field(pattern=r"^[0-9A-Z]+$")]
    length: Annotated[int, Field(ge=4, le=8)]
    seconds: Positive
    tries: Positive
    tries_all: Positive
    before_sms: bool

    @model_validator(mode="after")
    def _is_worth_a_guess(self) -> Self:
        if len(set(self.alphabet)) != len(self.alphabet) or len(self.alphabet) < 10:
            raise ValueError("captcha.alphabet needs ten signs or more, each once")
        return self


class SmsSettings(Section):
    gateway: Literal["outbox", "tencent"]
    tencent_secret_id: Word
    tencent_secret_key: Word
    tencent_app_id: Word
    tencent_sign: Line
    tencent_template_register: Word
    tencent_template_reset: Word
    tencent_region: Word
    tencent_endpoint: Word
    tencent_scheme: Literal["https", "http"]
    seconds: Positive
    digits: Annotated[int, Field(ge=5, le=6)]

    @model_validator(mode="after")
    def _tencent_is_whole(self) -> Self:
        needed = [name for name in type(self).model_fields if name.startswith("tencent_")]
        missing = [f"sms.{name}" for name in needed if not getattr(self, name)]
        if self.gateway == "tencent" and missing:
            raise ValueError(f"gateway = 'tencent' needs {', '.join(missing)}")
        return self


class Row(NamedTuple):
    """A setting of which a profile says what is meant by ""."""

    section: str
    key: str
    document: Any
    travellog: Any


PROFILE_ROWS: Final = (
    Row("clients", "captcha_json", False, True),
    Row("clients", "work_numbers", False, True),
    Row("clients", "color_object", False, True),
    Row("clients", "signed_addresses", False, True),
    Row("clients", "login_numbers", False, True),
    Row("clients", "portraits", False, True),
    Row("clients", "film_tag", 0, 1),
    # Without 0, O, 1, I and L, which look alike in a picture.
    Row("captcha", "alphabet", "23456789ABCDEFGHJKMNPQRSTUVWXYZ", "0123456789"),
    Row("captcha", "length", 5, 4),
    Row("sms", "digits", 6, 5),
)


def filled(given: dict[str, Any]) -> dict[str, Any]:
    """Settings as they were read, with what the profile says in the place of each ""."""
    clients = given.get("clients")
    profile = clients.get("profile") if isinstance(clients, dict) else None
    found = dict(given)
    for row in PROFILE_ROWS:
        section = found.get(row.section)
        if isinstance(section, dict) and section.get(row.key) == "":
            said = row.travellog if profile == "travellog" else row.document
            found[row.section] = section | {row.key: said}
    return found


def switched(clients: ClientsSettings) -> dict[str, bool]:
    """Which settings of `clients` are on, as descriptions of answers ask for it."""
    return {key: bool(getattr(clients, key)) for key in _switches()}


def switches_of(profile: Profile) -> dict[str, bool]:
    """The same of a profile by itself."""
    return {key: bool(getattr(row, profile)) for key, row in _switches().items()}


def profile_of(setting: str, on: bool) -> str:
    """The profile in which a setting of `clients` is on, or is not."""
    return next(name for name in PROFILES if switches_of(name)[setting] is on)


def _switches() -> dict[str, Row]:
    return {row.key: row for row in PROFILE_ROWS if row.section == "clients"}
