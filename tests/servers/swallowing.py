"""A port behind a firewall that throws everything away: nothing is answered and nothing is refused."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.servers.process import LOOPBACK


@contextmanager
def swallowed() -> Iterator[tuple[str, int]]:
    """The address and port. The queue of TCP connections is full, so no more are taken (Linux)."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        listener.bind((LOOPBACK, 0))
        listener.listen(0)
        place = listener.getsockname()
        for _ in range(3):
            waiting = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            waiting.setblocking(False)
            waiting.connect_ex(place)
        heard = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        heard.bind(place)
        yield place
