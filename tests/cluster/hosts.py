"""The machines of a cluster: a network namespace each, or all of them this machine's loopback.

A namespace has no name and no file: it lives as long as the thread that opens sockets in it, so
nothing of it can be left behind.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor

CLONE_NEWNET = 0x40000000
NET = "10.77.0"
BRIDGE = "cluster"


def ip(*words: str) -> None:
    """One command of iproute2."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


class Host:
    """One machine: its address, the sockets opened on it, the processes started on it."""

    def __init__(self, name: str, address: str = "127.0.0.1", *, cable: str = "") -> None:
        self.name = name
        self.address = address
        self._cable = cable
        self._thread = ThreadPoolExecutor(1, name, initializer=_leave_network if cable else None)
        # Of the thread alone: /proc/self would name the first one's namespace.
        self._space = self._thread.submit(os.open, "/proc/thread-self/ns/net", os.O_RDONLY).result()

    @property
    def apart(self) -> bool:
        """Whether it has a network of its own, whose cable can be pulled."""
        return bool(self._cable)

    @property
    def space(self) -> str:
        """A path that names the namespace to other processes."""
        return f"/proc/{os.getpid()}/fd/{self._space}"

    @property
    def enter(self) -> list[str]:
        """What a command begins with that is to run on this machine."""
        return ["nsenter", f"--net={self.space}"] if self.apart else []

    def socket(self) -> socket.socket:
        """A TCP socket of this machine."""
        made = self._thread.submit(socket.socket, socket.AF_INET, socket.SOCK_STREAM).result()
        made.setblocking(False)
        return made

    def run(self, *command: str) -> None:
        subprocess.run([*self.enter, *command], check=True, capture_output=True)

    def plug(self, in_: bool) -> None:
        """Pull the cable, or put it back: what is sent meanwhile is lost, and nobody is told."""
        ip("link", "set", self._cable, "up" if in_ else "down")

    def close(self) -> None:
        os.close(self._space)
        self._thread.shutdown()


class Network:
    """The machines; `apart`: each in a namespace, on one bridge."""

    def __init__(self, *, apart: bool) -> None:
        self.apart = apart
        self.hosts: list[Host] = []
        if apart:
            ip("link", "set", "lo", "up")
            ip("link", "add", BRIDGE, "type", "bridge")
            ip("addr", "add", f"{NET}.1/24", "dev", BRIDGE)
            ip("link", "set", BRIDGE, "up")

    def host(self, name: str) -> Host:
        """A new machine."""
        host = self._plugged(name) if self.apart else Host(name)
        self.hosts.append(host)
        return host

    def _plugged(self, name: str) -> Host:
        number = len(self.hosts) + 10
        cable = f"to-{name}"
        host = Host(name, f"{NET}.{number}", cable=cable)
        # A veth is a cable with an end on either side.
        ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", host.space)
        ip("link", "set", cable, "master", BRIDGE, "up")
        host.run("ip", "link", "set", "lo", "up")
        host.run("ip", "addr", "add", f"{host.address}/24", "dev", "eth0")
        host.run("ip", "link", "set", "eth0", "up")
        return host

    def close(self) -> None:
        for host in self.hosts:
            host.close()


def _leave_network() -> None:
    # The calling thread alone; os.unshare came with Python 3.12.
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")
