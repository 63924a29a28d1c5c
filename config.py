"""Settings: config.toml, then the environment (POSTCARD__SECTION__KEY), into typed values."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from addresses import Origins, Shown, is_loopback, whole
from settings import (
    CaptchaSettings,
    ClientsSettings,
    Count,
    Line,
    Positive,
    Seconds,
    Section,
    SmsSettings,
    Word,
    filled,
)

ROOT = Path(__file__).resolve().parent


@cache
def version() -> str:
    """That of this Postcard; it is written in pyproject.toml and nowhere else."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


class HttpSettings(Section):
    host: str
    port: Annotated[int, Field(ge=0, le=65535)]
    handler_seconds: Seconds
    read_seconds: Seconds
    idle_seconds: Seconds
    stall_seconds: Seconds
    handlers_at_once: Positive
    json_bytes: Positive
    upload_bytes_per_address: Positive
    batch_bytes: Positive
    answers_bytes: Positive
    sockets: Positive
    ping_seconds: Seconds
    sockets_per_address: Positive
    socket_queue: Positive
    socket_bytes: Positive
    socket_watches: Positive
    grace_seconds: Annotated[float, Field(ge=0)]
    drain_seconds: Seconds
    trusted_proxies: Count
    ipv6_prefix: Annotated[int, Field(ge=32, le=128)]
    origins: Origins
    console: Literal["home", "on", "off"]


class RestSettings(Section):
    always_200: bool
    # No browser keeps a cookie for longer than 400 days.
    session_seconds: Annotated[int, Field(gt=0, le=34_560_000)]


class StorageSettings(Section):
    dir: Path
    banners: str
    bucket: Word
    endpoint: Annotated[str, Field(pattern=r"^(https?://[^/\s]+/?)?$")]
    region: Word
    access_key: Word
    secret_key: Word
    prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9_/-]*$")]
    path_style: bool
    presigned: bool
    seconds: Seconds
    slowest_kbit: Positive

    @model_validator(mode="after")
    def _bucket_is_whole(self) -> Self:
        names = ("bucket", "endpoint", "region", "access_key", "secret_key")
        missing = [f"storage.{name}" for name in names if not getattr(self, name)]
        if missing and (self.bucket or self.endpoint or self.access_key or self.secret_key):
            raise ValueError(f"object storage needs {', '.join(missing)}")
        return self


class SqlSettings(Section):
    url: Annotated[str, Field(pattern=r"^(mysql://.+)?$"), AfterValidator(whole)]
    driver: Literal["aiomysql", "asyncmy"]
    pool: Positive
    connect_seconds: Seconds
    answer_seconds: Seconds


class RedisSettings(Section):
    url: Annotated[str, Field(pattern=r"^(rediss?://.+)?$"), AfterValidator(whole)]
    command_seconds: Seconds


class TokensSettings(Section):
    idle_seconds: Positive
    watched_seconds: Positive
    per_user: Positive


class PasswordsSettings(Section):
    memory_kib: Annotated[int, Field(ge=64)]
    rounds: Positive
    threads: Positive
    waiting: Positive


class LimitsSettings(Section):
    sms_per_phone_seconds: Count
    sms_per_phone_day: Count
    sms_per_address_hour: Count
    sms_all_hour: Count
    login_failures_per_account_minute: Count
    login_failures_per_address_minute: Count
    register_per_address_hour: Count
    resets_per_address_hour: Count
    lookups_per_user_hour: Count
    lookups_per_address_hour: Count
    mails_per_address_hour: Count
    mails_per_account_day: Count
    works_per_user_day: Count
    bytes_per_user: Count
    renders_again_per_user_day: Count
    model_calls_per_address_minute: Count
    model_cost_per_address_minute: Count
    posts_per_user_hour: Count
    comments_per_user_minute: Count
    likes_per_user_minute: Count
    reports_per_user_day: Count


class WorksSettings(Section):
    picture_bytes: Positive
    picture_pixels: Positive
    clip_bytes: Positive
    clip_pixels: Annotated[int, Field(gt=0, le=9_437_184)]
    clip_seconds: Annotated[float, Field(gt=0, le=15)]
    pictures: Positive
    looks_at_once: Positive
    look_seconds: Seconds
    look_wait_seconds: Seconds
    start_wait_seconds: Annotated[float, Field(ge=0)]
    look_memory_bytes: Positive
    look_cpu_seconds: Positive
    renders_at_once: Positive
    render_seconds: Seconds
    stall_seconds: Seconds
    render_memory_bytes: Positive
    render_cpu_seconds: Positive
    render_file_bytes: Positive
    render_open_files: Annotated[int, Field(ge=64)]
    answer_seconds: Seconds
    attempts: Positive
    address_seconds: Positive
    keep_unstarted_days: Positive
    font: str
    fps: Annotated[int, Field(ge=10, le=60)]
    utc_offset_minutes: Annotated[int, Field(ge=-720, le=840)]


class ModelsSettings(Section):
    wait_seconds: Seconds
    waiting: Positive
    small_cost: Positive
    big_cost: Positive
    at_once: Positive
    memory_bytes: Positive
    cpu_seconds: Positive
    device: Literal["auto", "cpu", "cuda"]


class PlacesSettings(Section):
    boundaries: str


class WorkerSettings(Section):
    lease_seconds: Seconds
    reconcile_seconds: Seconds
    keep_jobs_days: Positive
    resend_seconds: Seconds
    drain_seconds: Seconds
    messages_at_once: Positive
    message_attempts: Positive
    message_pause_seconds: Seconds


class MailSettings(Section):
    gateway: Literal["outbox", "smtp"]
    host: Word
    port: Annotated[int, Field(ge=1, le=65535)]
    tls: Literal["starttls", "tls", "none"]
    ca_file: str
    user: Line
    password: Line
    sender: Annotated[str, Field(pattern=r"^([^\x00-\x1f\x7f]+@[^\x00-\x1f\x7f]+)?$")]
    seconds: Seconds

    @model_validator(mode="after")
    def _smtp_is_whole(self) -> Self:
        missing = [f"mail.{name}" for name in ("host", "sender") if not getattr(self, name)]
        if self.gateway == "smtp" and missing:
            raise ValueError(f"gateway = 'smtp' needs {', '.join(missing)}")
        if self.ca_file and not Path(self.ca_file).is_file():
            raise ValueError(f"mail.ca_file: no file {self.ca_file!r}")
        return self


class RecoverySettings(Section):
    mail_seconds: Positive
    sms_seconds: Positive
    admin_seconds: Positive
    tries: Positive


class AdminSettings(Section):
    idle_seconds: Positive
    session_seconds: Positive
    utc_offset_minutes: Annotated[int, Field(ge=-720, le=840)]
    addresses: Shown


class SecretsSettings(Section):
    key: Annotated[str, Field(pattern=r"^([0-9a-fA-F]{64})?$")]


class MetricsSettings(Section):
    host: str
    port: Annotated[int, Field(ge=0, le=65535)]
    worker_port: Annotated[int, Field(ge=0, le=65535)]


class TracingSettings(Section):
    endpoint: Annotated[str, Field(pattern=r"^(https?://.+)?$")]


class LogSettings(Section):
    level: Literal["debug", "info", "warning", "error"]
    file_bytes: Positive
    files: Positive
    days: Positive
    addresses: Shown


class Config(BaseSettings):
    """All settings. Build one with `load_config`, or `load_config(section={"key": value})`."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix="POSTCARD__", env_nested_delimiter="__"
    )

    debug: bool
    http: HttpSettings
    rest: RestSettings
    clients: ClientsSettings
    storage: StorageSettings
    sql: SqlSettings
    redis: RedisSettings
    tokens: TokensSettings
    captcha: CaptchaSettings
    passwords: PasswordsSettings
    limits: LimitsSettings
    works: WorksSettings
    models: ModelsSettings
    places: PlacesSettings
    worker: WorkerSettings
    sms: SmsSettings
    mail: MailSettings
    recovery: RecoverySettings
    admin: AdminSettings
    secrets: SecretsSettings
    metrics: MetricsSettings
    tracing: TracingSettings
    log: LogSettings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        toml = TomlConfigSettingsSource(settings_cls, toml_file=config_file())
        return init_settings, env_settings, toml

    @model_validator(mode="before")
    @classmethod
    def _profile_says_the_rest(cls, given: dict[str, Any]) -> dict[str, Any]:
        return filled(given)

    @model_validator(mode="after")
    def _debug_stays_at_home(self) -> Self:
        if self.debug and not is_loopback(self.http.host):
            raise ValueError(
                f"debug=true is allowed on a loopback http.host only, not {self.http.host!r}"
            )
        return self

    @property
    def at_home(self) -> bool:
        """Whether this is the embedded default that only this machine reaches."""
        is_embedded = not self.sql.url and not self.redis.url
        # Proxies stand before us for the sake of others.
        return is_embedded and is_loopback(self.http.host) and not self.http.trusted_proxies

    @property
    def sends_messages(self) -> bool:
        """Whether a worker hands messages to a provider; those of the outbox need none."""
        return self.sms.gateway != "outbox" or self.mail.gateway != "outbox"

    @property
    def data(self) -> Path:
        """The data folder; a relative one lies beside config.toml."""
        return (ROOT / self.storage.dir.expanduser()).resolve()


class ConfigError(Exception):
    """Raised with one line: the key, the value given, what is allowed."""


def load_config(**overrides: Any) -> Config:
    """Read all settings; `overrides` win over environment and file."""
    _refuse_unknown_environment()
    if not config_file().is_file():
        raise ConfigError(f"POSTCARD_CONFIG: no file {str(config_file())!r}")
    try:
        return Config(**overrides)
    except ValidationError as error:
        raise ConfigError(_line(error.errors(include_url=False)[0])) from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"config: {error}") from None


def config_file() -> Path:
    """The file that settings are read from."""
    return Path(os.environ.get("POSTCARD_CONFIG") or ROOT / "config.toml")


def _refuse_unknown_environment() -> None:
    # pydantic-settings passes over an unknown section; a mistyped name must not go unseen.
    for name in os.environ:
        if not name.startswith("POSTCARD__"):
            continue
        section, _, key = name.removeprefix("POSTCARD__").lower().partition("__")
        field = Config.model_fields.get(section)
        if field is None:
            allowed = ", ".join(Config.model_fields)
            raise ConfigError(f"{name}: no such section {section!r}; there are: {allowed}")
        sections = getattr(field.annotation, "model_fields", None)
        if sections is not None and key not in sections:
            allowed = ", ".join(sections)
            raise ConfigError(f"{name}: no such key {key!r} in [{section}]; there are: {allowed}")


def _line(error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"])
    return f"{key or 'config'}{_shown(key, error)}: {error['msg']}".replace("\n", " ")


def _shown(key: str, error: ErrorDetails) -> str:
    value = error["input"]
    is_setting = "." in key or key == "debug"
    # What stands in for a section, or under an unknown or missing key, may hold a secret.
    if error["type"] in ("missing", "extra_forbidden") or not is_setting:
        return ""
    secret = any(word in key for word in ("secret", "url", "mail.password"))
    return " = (hidden)" if secret or isinstance(value, dict | list) else f" = {value!r}"
