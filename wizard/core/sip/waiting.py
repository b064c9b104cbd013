"""Waiting for a socket: never longer than was granted, and cancellable all the time."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

SLICE = 0.1
"""Seconds between two looks at the cancel flag."""

Cancelled = Callable[[], bool]

# Unlike select(), poll() takes any file number; where there is none (Windows) the number does not matter.
_SELECTOR = getattr(selectors, "PollSelector", selectors.SelectSelector)


def never() -> bool:
    """The cancel flag of a probe that nobody can cancel."""
    return False


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: until a moment of ``time.perf_counter()``, or until cancelled."""

    until: float
    cancelled: Cancelled = never

    @property
    def over(self) -> bool:
        """Whether time is up or the user has cancelled."""
        return time.perf_counter() >= self.until or self.cancelled()

    def at_most(self, seconds: float) -> Patience:
        """The same, but from now on no longer than ``seconds``."""
        return Patience(min(self.until, time.perf_counter() + seconds), self.cancelled)

    def wait(self, sock: socket.socket, *, write: bool = False) -> bool:
        """Waits until the socket can be read (or written, or has failed); False if it never could."""
        with _SELECTOR() as selector:
            selector.register(sock, selectors.EVENT_WRITE if write else selectors.EVENT_READ)
            while not self.over:
                left = self.until - time.perf_counter()
                if selector.select(min(SLICE, max(left, 0))):
                    return True
        return False
