"""Structured logs: one JSON object per line, in batches, into files rotated by size.

A line per request must not cost as much as the request: callers append to a list, one thread
writes the list twenty times a second.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

from config import LogSettings

FLUSH_SECONDS: Final = 0.05
DAY_SECONDS: Final = 86_400
# How often to look for files that are too old.
LOOK_SECONDS: Final = 600.0
MOST_LINE: Final = 1 << 16
# The name of loggers whose lines belong in worker.log.
WORKER: Final = "worker"
# Without local variables: they hold passwords, tokens and settings.
_TRACEBACKS: Final = ExceptionRenderer(ExceptionDictTransformer(show_locals=False, max_frames=12))
LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40}


class LogFile:
    """Lines into one file that several processes may share; old ones are `web.log.1` and so on."""

    def __init__(self, path: Path, *, max_bytes: int, keep: int, days: int = 30) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._max_bytes = max_bytes
        self._keep = keep
        self._seconds = days * DAY_SECONDS
        self._lines: list[bytes] = []
        # Whether a full disk took half of our last line: the next one must not hang on to it.
        self._is_cut = False
        self._file = self._open()
        self._aged()
        self._look = time.monotonic() + LOOK_SECONDS
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def write(self, line: bytes) -> None:
        """Add one line (without its newline); returns at once."""
        self._lines.append(line)

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        os.close(self._file)

    def _run(self) -> None:
        while not self._stop.wait(FLUSH_SECONDS):
            self._flush()
            if time.monotonic() >= self._look:
                self._look = time.monotonic() + LOOK_SECONDS
                self._aged()
        self._flush()

    def _aged(self) -> None:
        """Rename away a file that was begun too long ago; remove those that ended so long ago."""
        with contextlib.suppress(OSError):
            before = time.time() - self._seconds
            with self._locked():
                for number in range(1, self._keep + 1):
                    with contextlib.suppress(FileNotFoundError):
                        if self._old(number).stat().st_mtime < before:
                            self._old(number).unlink()
                if not self._moved() and self._begun() < before:
                    self._move()
            if self._moved():
                self._reopen()

    def _begun(self) -> float:
        """When its first line was written, in seconds of the epoch; now, where none tells."""
        with self.path.open("rb") as file:
            line = file.readline(MOST_LINE)
        try:
            return datetime.fromisoformat(orjson.loads(line)["at"]).timestamp()
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return time.time()

    def _flush(self) -> None:
        # Others append meanwhile: only what was counted is taken away.
        lines = self._lines[:]
        del self._lines[: len(lines)]
        if not lines:
            return
        whole = b"\n" * self._is_cut + b"\n".join(lines) + b"\n"
        # A full disk must not end the server: these lines are lost, the next ones are tried.
        with contextlib.suppress(OSError):
            self._is_cut = os.write(self._file, whole) < len(whole)
            if os.fstat(self._file).st_size >= self._max_bytes or self._moved():
                self._rotate()

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def _moved(self) -> bool:
        """Whether another process has renamed our file away."""
        try:
            return self.path.stat().st_ino != os.fstat(self._file).st_ino
        except FileNotFoundError:
            return True

    def _rotate(self) -> None:
        with self._locked():
            if not self._moved() and self.path.stat().st_size >= self._max_bytes:
                self._move()
            self._reopen()

    def _move(self) -> None:
        for number in range(self._keep - 1, 0, -1):
            with contextlib.suppress(FileNotFoundError):
                self._old(number).rename(self._old(number + 1))
        self.path.rename(self._old(1))

    def _reopen(self) -> None:
        os.close(self._file)
        self._file = self._open()

    def _old(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        lock = os.open(self.path.with_name(f".{self.path.name}.lock"), os.O_WRONLY | os.O_CREAT)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


class _Printer:
    """structlog's last step: the rendered line goes to the file."""

    def __init__(self, file: LogFile) -> None:
        self._file = file

    def msg(self, message: bytes) -> None:
        self._file.write(message)

    debug = info = warning = error = critical = exception = log = msg


class _FromLibraries(logging.Handler):
    """What libraries say through `logging`, into the same file in the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(Exception):
            structlog.get_logger(record.name).log(
                record.levelno, record.getMessage(), exc_info=record.exc_info
            )


class Logs:
    """web.log and worker.log: an embedded worker writes to its own, though in one process."""

    def __init__(self, folder: Path, settings: LogSettings) -> None:
        def open_(name: str) -> LogFile:
            return LogFile(
                folder / name,
                max_bytes=settings.file_bytes,
                keep=settings.files,
                days=settings.days,
            )

        self.web = open_("web.log")
        self.worker = open_("worker.log")

    def close(self) -> None:
        self.web.close()
        self.worker.close()


def open_logs(folder: Path, settings: LogSettings, *, worker: bool) -> Logs:
    """Open both logs in `folder` and send structlog and `logging` there.

    What asks for a logger named "worker", and Dramatiq, writes to worker.log; all else goes to
    the log of this process, which `worker` names.
    """
    logs = Logs(folder, settings)

    def printer(name: str = "", *_: Any) -> _Printer:
        is_worker = worker or name.split(".", maxsplit=1)[0] in (WORKER, "dramatiq")
        return _Printer(logs.worker if is_worker else logs.web)

    level = LEVELS[settings.level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _TRACEBACKS,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=printer,
    )
    logging.basicConfig(handlers=[_FromLibraries()], level=max(level, logging.WARNING), force=True)
    # It warns of the protocols that a socket offers, in the words of whoever opens it.
    logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)
    sys.excepthook = _tell_uncaught
    return logs


def _dumps(value: Any, **_: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)


def _tell_uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    if issubclass(kind, Exception):
        structlog.get_logger().error("uncaught", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
