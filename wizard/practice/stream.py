"""One TCP connection of the practice server: questions in, replies out, never waiting."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable

IDLE = 10.0  # seconds without a byte before a connection is closed
_CHUNK = 4096  # octets read at a turn: some dozen questions, then it is the others' turn


class Stream:
    """One client: cuts its bytes into questions and sends the replies.

    A length of two octets stands before each (RFC 1035, 4.2.2). When ``done``, the owner of the
    stream closes the socket.
    """

    def __init__(self, connection: socket.socket, reply_to: Callable[[bytes], bytes | None]) -> None:
        connection.setblocking(False)
        self.socket = connection
        self.done = False
        self._reply_to = reply_to
        self._received = bytearray()
        self._waiting = bytearray()
        self._ended = False
        self._touched = time.monotonic()

    @property
    def wants(self) -> int:
        """The event to wait for, as ``selectors`` names it: no new question before the last reply is out."""
        return selectors.EVENT_WRITE if self._waiting else selectors.EVENT_READ

    def serve(self, events: int) -> None:
        """Reads and writes what is possible now."""
        self._touched = time.monotonic()
        try:
            if events & selectors.EVENT_READ:
                self._read()
            self._write()
        except BlockingIOError:
            pass
        except OSError:
            self.done = True
        if self._ended and not self._waiting:
            self.done = True

    def idle(self) -> bool:
        """Whether the client has been silent for too long."""
        return time.monotonic() - self._touched > IDLE

    def _read(self) -> None:
        data = self.socket.recv(_CHUNK)
        self._ended = not data
        self._received += data
        while len(self._received) >= 2:
            end = 2 + int.from_bytes(self._received[:2], "big")
            if len(self._received) < end:
                break
            reply = self._reply_to(bytes(self._received[2:end]))
            del self._received[:end]
            if reply is not None:
                self._waiting += len(reply).to_bytes(2, "big") + reply

    def _write(self) -> None:
        while self._waiting:
            sent = self.socket.send(self._waiting)
            del self._waiting[:sent]
