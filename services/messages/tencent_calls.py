"""A call of Tencent Cloud's SDK that ends in time.

The SDK's own limit is one for each piece of an answer: one that comes byte by byte holds a thread
for as long as it likes. So the connection is ended at the limit of the whole call.

Read in tencentcloud-sdk-python-common 3.1.195: a client asks through `request.conn._session`, a
session of requests. tests/test_sms_tencent.py fails where that is no longer so.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


@contextmanager
def limited(client: Any, seconds: float) -> Iterator[None]:
    """Within it a client's call fails, as on a line that was cut, once so many seconds are over."""
    adapter = _Adapter()
    for scheme in ("http://", "https://"):
        client.request.conn._session.mount(scheme, adapter)
    timer = Timer(seconds, adapter.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        adapter.forget()


class _Adapter(HTTPAdapter):
    """Makes the connections of requests, and can end them from another thread."""

    def __init__(self) -> None:
        # A second handle of each: TLS takes the first one away.
        self._handles: list[socket.socket] = []
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        super().init_poolmanager(*arguments, **more)
        handles = self._handles

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                made = super()._new_conn()
                handles.append(made.dup())
                return made

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                made = super()._new_conn()
                handles.append(made.dup())
                return made

        plain = type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
        secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}

    def cut(self) -> None:
        for handle in self._handles:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        for handle in self._handles:
            handle.close()
