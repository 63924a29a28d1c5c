"""Spans of requests, jobs and renders for OpenTelemetry; without an endpoint none of it is loaded.

The trace that stands in our logs names them: who has a line of a log finds its spans, and back.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from typing import Any, Protocol

from config import Config, ConfigError

PACKAGES = "opentelemetry.exporter.otlp.proto.http"


class Tracing(Protocol):
    """Where spans go."""

    def answered(self, name: str, trace: str, seconds: float, /, **labels: str | int) -> None:
        """A request was answered just now, after so long."""

    def doing(self, name: str, trace: str, /, **labels: str | int) -> AbstractContextManager[Any]:
        """While something is done that this request asked for; one within the other."""

    def close(self) -> None:
        """Send what waits; call it in a thread."""


class NoTracing:
    """Where no endpoint is named."""

    def answered(self, _name: str, _trace: str, _seconds: float, /, **_labels: str | int) -> None:
        """Nobody asks."""

    def doing(
        self, _name: str, _trace: str, /, **_labels: str | int
    ) -> AbstractContextManager[Any]:
        return nullcontext()

    def close(self) -> None:
        """Nothing waits."""


def require_tracing(config: Config) -> None:
    """Raise ConfigError where spans are wanted and cannot be made."""
    if config.tracing.endpoint and not _is_installed():
        raise ConfigError(
            "tracing.endpoint is set, but OpenTelemetry is not installed:"
            " pip install -r requirements/tracing.txt -c requirements/constraints.txt"
        )


def _is_installed() -> bool:
    try:
        return find_spec(PACKAGES) is not None
    except ModuleNotFoundError:
        return False


def open_tracing(config: Config) -> Tracing:
    """What `tracing.endpoint` names; to be closed."""
    if not config.tracing.endpoint:
        return NoTracing()
    require_tracing(config)
    # It takes 20 MB, which only those pay who use it.
    from services.running.tracing_otlp import OtlpTracing

    return OtlpTracing(config.tracing.endpoint)
