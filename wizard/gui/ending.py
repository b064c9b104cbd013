"""How the program ends where nobody closes its window: by a signal, or as its user logs off."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from wizard.gui.frame import Frame

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")
"""`kill` and a system that shuts down, Ctrl+C where it was started from, and that terminal closed."""


class Ending:
    """Closes the windows at a signal, as by their crosses; keeps what is in them before a log-off.

    Python looks for signals only while it runs, and an idle window runs none of it: so the event loop waits
    for the byte that a signal writes. On Windows a window hears of all of that by its messages.
    """

    def __init__(self, app: QApplication) -> None:
        self._app = app
        app.commitDataRequest.connect(self.log_off)
        self._before: dict[int, Any] = {}
        self._read = self._write = -1
        if sys.platform == "win32":
            return
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        self._heard = QSocketNotifier(self._read, QSocketNotifier.Type.Read, app)
        self._heard.activated.connect(self._close)
        for name in _SIGNALS:
            number = getattr(signal, name)
            if signal.getsignal(number) is not signal.SIG_IGN:  # As `nohup` has it.
                self._before[number] = signal.signal(number, lambda *_: None)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)

    def remove(self) -> None:
        """Signals end the process at once again: the window is closed."""
        self._app.commitDataRequest.disconnect(self.log_off)
        if sys.platform == "win32":
            return
        signal.set_wakeup_fd(-1)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._heard.setEnabled(False)
        for end in (self._read, self._write):
            os.close(end)

    def _close(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._read, 64)
        QApplication.closeAllWindows()

    def log_off(self, session: QSessionManager) -> None:
        """The system may end the program after this, or another program may keep the user here.

        So nothing closes. Where work can be kept nowhere, the user is kept here and told; the second time
        that work is left behind, as at a window's cross.
        """
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Frame) and not window.keep_work():
                session.cancel()
