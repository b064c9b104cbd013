"""Defects of the program while its window is open: noted in the journal, and told with what to pass on."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

if TYPE_CHECKING:  # Loaded when there is something to write, which the first window need not wait for.
    from PySide6.QtWidgets import QWidget

    from wizard.gui.fault_dialog import FaultDialog
    from wizard.gui.journal import Journal

MOST_TIMES = 20
"""So often one and the same defect is noted."""
LARGEST_DUMP = 20_000
_DUMP = "ended-{pid}.txt"
_LEVELS = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "critical",
    QtMsgType.QtFatalMsg: "fatal",
}


class Faults(QObject):
    """Hears what nobody caught, in whatever thread, what Qt complains of, and what ended the program.

    ``noticed`` brings the text of a defect into the GUI thread, the first time that it is seen.
    """

    noticed = Signal(str)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._seen: dict[str, int] = {}
        self._headed = False
        self._dump: TextIO | None = None
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._handler = _Handler(self)

    @cached_property
    def journal(self) -> Journal:
        """The program's own log."""
        from wizard.gui.journal import Journal

        return Journal(self._folder)

    def _write(self, text: str) -> None:
        if not self._headed:
            self._headed = True
            self.journal.write(heading())
        self.journal.write(text)

    # From the first line of the program to its last

    def install(self) -> None:
        """Takes the hooks over. What ends the whole process is written by ``faulthandler``."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda given: self._uncaught(
            given.exc_type, given.exc_value, given.exc_traceback
        )
        sys.unraisablehook = lambda given: self.note(given.exc_value, loud=False)
        qInstallMessageHandler(self._of_qt)
        logging.getLogger("wizard").addHandler(self._handler)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / _DUMP.format(pid=os.getpid())
            self._dump = path.open("w", encoding="utf-8", errors="replace")
            faulthandler.enable(self._dump)

    def remove(self) -> None:
        """Gives the hooks back: the program ends as it should."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(None)
        logging.getLogger("wizard").removeHandler(self._handler)
        if self._dump is not None:
            faulthandler.disable()
            self._dump.close()
            with contextlib.suppress(OSError):
                Path(self._dump.name).unlink()
            self._dump = None

    # What is heard

    def note(self, error: BaseException | None, *, loud: bool = True) -> None:
        """Notes a defect; ``loud`` tells it to the user as well. Any thread may call this."""
        from wizard.gui.journal import told

        if error is None:
            return
        text = told(error)
        times = self._seen[text] = self._seen.get(text, 0) + 1
        if times <= MOST_TIMES:
            self._write(text if times == 1 else f"again ({times}): {text.splitlines()[-1]}")
        if loud and times == 1:
            self.noticed.emit(f"{heading()}\n{text}")

    def _uncaught(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):  # Ctrl+C where it was started from
            from PySide6.QtWidgets import QApplication

            QApplication.closeAllWindows()  # As by their crosses: what was typed is kept.
            return
        self.note(error if error is not None else kind())
        if sys.stderr is not None:
            self._before[0](kind, error or kind(), trace)

    def _of_qt(self, level: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        from wizard.gui.journal import harmless

        text = f"Qt {_LEVELS.get(level, 'message')}: {harmless(message)}"
        times = self._seen[text] = self._seen.get(text, 0) + 1
        if times <= MOST_TIMES:
            self._write(text)
        if sys.stderr is not None:
            print(message, file=sys.stderr)

    # What ended the program before

    def last_words(self) -> str:
        """What programs wrote that ended in the middle of their work, once; empty as a rule."""
        found = []
        for path in sorted(self._folder.glob(_DUMP.format(pid="*"))):
            if path.name == _DUMP.format(pid=os.getpid()) or _runs(path):
                continue
            with contextlib.suppress(OSError):
                text = path.read_text(encoding="utf-8", errors="replace")[:LARGEST_DUMP].strip()
                path.unlink()  # Windows refuses that while the program runs.
                if text:
                    found.append(text)
        if not found:
            return ""
        from wizard.gui.widgets.raw_text import spelled

        words = "\n".join(spelled(line) for text in found for line in text.splitlines())
        self._write(f"the program had ended in the middle of its work:\n{words}")
        return f"{heading()}\n{words}"


class _Handler(logging.Handler):
    """Takes what the window's jobs report."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(logging.ERROR)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._faults.note(record.exc_info[1], loud=False)


class Telling(QObject):
    """Tells of defects as they are noticed, one at a time: the others are in the log."""

    def __init__(self, faults: Faults, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._faults = faults
        self._window = window
        self._open: FaultDialog | None = None
        faults.noticed.connect(self.tell)

    def tell(self, details: str, *, sudden: bool = False) -> None:
        """Opens the dialog unless one is open."""
        from wizard.gui.fault_dialog import FaultDialog

        if self._open is None:
            self._open = FaultDialog(details, self._faults.journal.folder, self._window, sudden=sudden)
            self._open.finished.connect(self._closed)
            self._open.open()

    def tell_last_words(self) -> None:
        """Tells how the program ended the last time, if nobody closed it."""
        words = self._faults.last_words()
        if words:
            self.tell(words, sudden=True)

    def _closed(self) -> None:
        self._open = None


def heading() -> str:
    """Which program on which system: the first thing that anybody would ask."""
    from PySide6.QtCore import QSysInfo, qVersion

    from wizard import __version__

    form = "executable" if getattr(sys, "frozen", False) else "from source"
    system = f"{QSysInfo.prettyProductName()}, {QSysInfo.currentCpuArchitecture()}"
    python = ".".join(map(str, sys.version_info[:3]))
    return f"Handset Failover Wizard {__version__} ({form})\nPython {python}, Qt {qVersion()}, {system}"


def _runs(path: Path) -> bool:
    """Whether the program that writes into this file is still there. Windows tells by another way."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(int(path.stem.rpartition("-")[2]), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError, OverflowError):
        return True
    return True
