"""The practice case's DNS server: one zone in memory, on this computer's loopback alone."""

from __future__ import annotations

import ipaddress
import selectors
import socket
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from wizard.core.record import Record
from wizard.practice.stream import Stream
from wizard.practice.zone import answer, zone_of

LOOPBACK = "127.0.0.1"
LONGEST = 65535  # octets in one message over TCP
_TRIES = 50  # ports whose TCP side turned out to be taken
_CLIENTS = 64  # TCP connections at a time
_BURST = 64  # datagrams read before the other sockets get their turn


class PracticeServer:
    """Serves a zone over UDP and TCP while it is open (``with``, or ``start`` and ``stop``).

    ``content`` is a zone as master file text or as records (see
    :func:`wizard.practice.zone.zone_of`). ``port`` is 0 while the server is not open and another
    one each time. Raises ValueError for content that makes no zone and for an address that
    is not loopback, OSError where the system grants no port.
    """

    def __init__(self, content: str | Iterable[Record], address: str = LOOPBACK) -> None:
        if not ipaddress.ip_address(address).is_loopback:
            raise ValueError(f"the practice server answers on loopback only, not on {address}")
        self.address = address
        self.port = 0
        self._zone = zone_of(content)
        self._thread: threading.Thread | None = None
        self._wake: socket.socket | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def load(self, content: str | Iterable[Record]) -> None:
        """Serves other content from the next question on; after a ValueError still the old one."""
        self._zone = zone_of(content)

    def start(self) -> None:
        """Opens the port. Nothing happens when it is open."""
        if self._thread is not None:
            return
        datagrams, listener = _sockets(self.address)
        wake, woken = socket.socketpair()
        self.port = int(datagrams.getsockname()[1])
        self._wake = wake
        loop = _Loop(datagrams, listener, woken, self._reply)
        # A daemon: a program that ends, or is ended, never waits for it.
        self._thread = threading.Thread(target=loop.run, name="practice-dns", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Closes the port and waits for the thread. Nothing happens when it is closed."""
        thread, wake = self._thread, self._wake
        self._thread = self._wake = None
        self.port = 0
        if wake is not None:
            wake.close()  # the loop sees the end of its other side
        if thread is not None:
            thread.join()

    def _reply(self, question: bytes, limit: int) -> bytes | None:
        return answer(self._zone, question, limit=limit)


def _sockets(address: str) -> tuple[socket.socket, socket.socket]:
    """A UDP and a listening TCP socket on one free port, both not blocking."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for attempt in range(1, _TRIES + 1):
        datagrams = socket.socket(family, socket.SOCK_DGRAM)
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            datagrams.bind((address, 0))
            listener.bind(datagrams.getsockname())
            listener.listen()
        except OSError:
            datagrams.close()
            listener.close()
            if attempt == _TRIES:
                raise
            continue
        datagrams.setblocking(False)
        listener.setblocking(False)
        return datagrams, listener
    raise AssertionError("the last attempt returns or raises")


class _Loop:
    """Everything that the thread does, in turns: no client can hold up another."""

    def __init__(
        self,
        datagrams: socket.socket,
        listener: socket.socket,
        woken: socket.socket,
        reply: Callable[[bytes, int], bytes | None],
    ) -> None:
        self._datagrams, self._listener, self._woken = datagrams, listener, woken
        self._reply = reply
        self._selector = selectors.DefaultSelector()
        self._streams: set[Stream] = set()
        self._open = True

    def run(self) -> None:
        turns = {self._datagrams: self._datagram, self._listener: self._accept, self._woken: self._end}
        for source, turn in turns.items():
            self._selector.register(source, selectors.EVENT_READ, turn)
        while self._open:
            for key, events in self._selector.select(timeout=1.0):
                if isinstance(key.data, Stream):
                    key.data.serve(events)
                    self._watch(key.data)
                else:
                    key.data()
            self._close_idle()
        for stream in list(self._streams):
            self._forget(stream)
        self._selector.close()
        for source in turns:
            source.close()

    def _end(self) -> None:
        self._open = False

    def _datagram(self) -> None:
        for _turn in range(_BURST):
            try:
                question, source = self._datagrams.recvfrom(LONGEST)
                reply = self._reply(question, 0)
                if reply is not None:
                    self._datagrams.sendto(reply, source)
            except OSError:
                return  # nothing more to read, or the asker is gone (Windows says so here)

    def _accept(self) -> None:
        try:
            connection, _source = self._listener.accept()
        except OSError:
            return
        if len(self._streams) >= _CLIENTS:
            connection.close()
            return
        stream = Stream(connection, lambda question: self._reply(question, LONGEST))
        self._streams.add(stream)
        self._selector.register(connection, stream.wants, stream)

    def _watch(self, stream: Stream) -> None:
        """Waits for what the connection wants next."""
        if stream.done:
            self._forget(stream)
        else:
            self._selector.modify(stream.socket, stream.wants, stream)

    def _close_idle(self) -> None:
        for stream in [stream for stream in self._streams if stream.idle()]:
            self._forget(stream)

    def _forget(self, stream: Stream) -> None:
        self._streams.discard(stream)
        self._selector.unregister(stream.socket)
        stream.socket.close()
