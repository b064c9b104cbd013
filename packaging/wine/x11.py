"""What a window manager would do on Wine's screen, with X11's own library: close a window, see one open.

And what somebody before the screen would see: when there is text in it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager

from debian import Stop

CLIENT_MESSAGE, MAP_NOTIFY = 33, 19
SUBSTRUCTURE_NOTIFY = 1 << 19
PATIENCE_S = 10.0
LEAST = 200
"""Pixels of width and height below which a window is a tooltip, or one of Wine's own."""
ZPIXMAP, ALL_PLANES = 2, ctypes.c_ulong(-1)


class _Event(ctypes.Structure):
    """XEvent: the parts of a client message and of a map notification that count here."""

    _fields_ = (
        ("kind", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("type_or_mapped", ctypes.c_ulong),
        ("format_or_redirect", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 24),
    )


class _Image(ctypes.Structure):
    """The beginning of an XImage."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", ctypes.c_void_p),
        *(
            (name, ctypes.c_int)
            for name in ("byte_order", "unit", "bit_order", "pad", "depth", "bytes_per_line")
        ),
    )


_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
# A window may be gone when it is asked after; X11's own handler would end the process for that.
_calm = _HANDLER(lambda _display, _error: 0)


def _library() -> ctypes.CDLL:
    x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XGetImage.restype = ctypes.POINTER(_Image)
    x11.XSetErrorHandler(_calm)
    return x11


@contextmanager
def connected(display: str) -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p]]:
    x11 = _library()
    connection = ctypes.c_void_p()
    deadline = time.monotonic() + PATIENCE_S
    while not connection:  # A server that is starting may have given its number before it listens.
        connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
        if not connection and time.monotonic() > deadline:
            raise Stop(f"there is no X server at {display}.")
        time.sleep(0 if connection else 0.2)
    try:
        yield x11, connection
    finally:
        x11.XCloseDisplay(connection)


def ask_to_close(display: str, window: int) -> None:
    """What a click on the title bar's cross does."""
    with connected(display) as (x11, connection):
        protocols = x11.XInternAtom(connection, b"WM_PROTOCOLS", 0)
        delete = x11.XInternAtom(connection, b"WM_DELETE_WINDOW", 0)
        event = _Event(CLIENT_MESSAGE, 0, 1, connection, window, protocols, 32)
        event.data[0] = delete
        x11.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
        x11.XSync(connection, 0)


@contextmanager
def watching(display: str) -> Iterator[Watch]:
    """Notes when windows open, from now on."""
    with connected(display) as (x11, connection):
        root = ctypes.c_ulong(x11.XDefaultRootWindow(connection))
        x11.XSelectInput(connection, root, ctypes.c_long(SUBSTRUCTURE_NOTIFY))
        x11.XSync(connection, 0)
        yield Watch(x11, connection)


class Watch:
    """Ears on the root window, and eyes on the one that opened last."""

    def __init__(self, x11: ctypes.CDLL, connection: ctypes.c_void_p) -> None:
        self._x11, self._connection = x11, connection
        self._window = 0

    def first_window(self, limit: float) -> float | None:
        """The time (of ``time.perf_counter``) when the next real window opened; None: none did in time."""
        deadline = time.perf_counter() + limit
        descriptor = self._x11.XConnectionNumber(self._connection)
        event = _Event()
        while time.perf_counter() < deadline:
            while self._x11.XPending(self._connection):
                self._x11.XNextEvent(self._connection, ctypes.byref(event))
                seen = time.perf_counter()
                # Of a map notification: the mapped window stands where a message has its type.
                if event.kind == MAP_NOTIFY and self._is_real(event.type_or_mapped):
                    self._window = event.type_or_mapped
                    return seen
            select.select([descriptor], [], [], 0.05)
        return None

    def first_text(self, area: tuple[int, int, int, int], colours: int, limit: float) -> float | None:
        """The time when that many colours were first seen at once in an area (x, y, width, height) of it.

        Text has dozens of them, by its smooth edges. None: they were not seen in time.
        """
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline:
            pixels = self.pixels(area)
            if len(set(pixels)) >= colours:
                return time.perf_counter()
            time.sleep(0.002)
        return None

    def pixels(self, area: tuple[int, int, int, int]) -> list[int]:
        """The colours of an area of the window, row by row; none if the window cannot be seen."""
        window = ctypes.c_ulong(self._window)
        image = self._x11.XGetImage(self._connection, window, *area, ALL_PLANES, ZPIXMAP)
        if not image:
            return []
        try:
            size = image.contents.bytes_per_line * image.contents.height
            return memoryview(ctypes.string_at(image.contents.data, size)).cast("I").tolist()
        finally:
            self._x11.XDestroyImage(image)

    def _is_real(self, window: int) -> bool:
        root, x, y = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
        width, height, border, depth = (ctypes.c_uint() for _ in range(4))
        there = self._x11.XGetGeometry(
            self._connection,
            ctypes.c_ulong(window),
            *map(ctypes.byref, (root, x, y, width, height, border, depth)),
        )
        return bool(there) and width.value >= LEAST and height.value >= LEAST
