"""Spans over OTLP/HTTP. A request's ids are made of our own trace, so that jobs know their parent.

What cannot be delivered is given up: tracing must never hold up what it looks at.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace as api
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

# Of a collector that is away: a process that ends waits no longer than this.
SECONDS: Final = 2
DELAY_MS: Final = 1000


class _Ids(RandomIdGenerator):
    """Random ids, except that a request's span has those of its trace in our logs."""

    def __init__(self) -> None:
        self.trace = 0

    def generate_trace_id(self) -> int:
        return _trace_id(self.trace) if self.trace else super().generate_trace_id()

    def generate_span_id(self) -> int:
        return self.trace or super().generate_span_id()


class OtlpTracing:
    def __init__(self, endpoint: str) -> None:
        self._ids = _Ids()
        self._provider = TracerProvider(
            resource=Resource(
                {
                    "service.name": "postcard",
                    "service.instance.id": f"{socket.gethostname()}:{os.getpid()}",
                }
            ),
            id_generator=self._ids,
            shutdown_on_exit=False,
        )
        exporter = OTLPSpanExporter(endpoint=endpoint, timeout=SECONDS)
        self._provider.add_span_processor(
            BatchSpanProcessor(exporter, schedule_delay_millis=DELAY_MS)
        )
        self._tracer = self._provider.get_tracer("postcard")

    def answered(self, name: str, trace: str, seconds: float, /, **labels: str | int) -> None:
        """A request was answered just now, after so long."""
        end = time.time_ns()
        self._ids.trace = int(trace, 16)
        try:
            span = self._tracer.start_span(
                name,
                context=Context(),
                kind=api.SpanKind.SERVER,
                attributes=_attributes(trace, labels),
                start_time=end - int(seconds * 1e9),
            )
        finally:
            self._ids.trace = 0
        span.end(end)

    @contextmanager
    def doing(self, name: str, trace: str, /, **labels: str | int) -> Iterator[None]:
        """While something is done that this request asked for; one within the other."""
        outer = api.get_current_span().get_span_context()
        is_first = not outer.is_valid or outer.trace_id != _trace_id(_number(trace))
        with self._tracer.start_as_current_span(
            name,
            context=_asked_by(trace) if is_first else None,
            kind=api.SpanKind.CONSUMER if is_first else api.SpanKind.INTERNAL,
            attributes=_attributes(trace, labels),
        ):
            yield

    def close(self) -> None:
        """Send what waits, or give it up."""
        ending = threading.Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(SECONDS)


def _number(trace: str) -> int:
    return int(trace or "0", 16)


def _trace_id(number: int) -> int:
    # Its first half is our own trace, as logs and answers write it.
    return number << 64


def _asked_by(trace: str) -> Context:
    """The span of the request; a job that nobody asked for begins a trace."""
    number = _number(trace)
    if not number:
        return Context()
    request = api.SpanContext(
        _trace_id(number), number, is_remote=True, trace_flags=api.TraceFlags(1)
    )
    return api.set_span_in_context(api.NonRecordingSpan(request), Context())


def _attributes(trace: str, labels: dict[str, str | int]) -> dict[str, str | int]:
    return {"postcard.trace": trace} | {f"postcard.{name}": v for name, v in labels.items()}
