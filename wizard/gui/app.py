"""The window's door."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from wizard.gui.faults import Faults
    from wizard.gui.places import Places
    from wizard.gui.session import Session
    from wizard.gui.window import MainWindow

NO_DISPLAY = (
    "failover-wizard: there is no display here. Use a command (see --help), or write the pages as "
    "pictures: demo --shots FOLDER."
)


def has_display() -> bool:
    """Whether a window can be shown at all; Qt would abort the process where none can."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def main(arguments: Sequence[str], *, practice: bool = False) -> int:
    """Shows the window until it is closed. ``arguments`` are files to open."""
    unknown = next((text for text in arguments if text.startswith("-")), "")
    # Not by Path, which raises for a name that is too long.
    missing = next((text for text in arguments if not os.path.exists(text)), "")  # noqa: PTH110
    if unknown or missing:
        _tell(*_wrong(unknown, missing))
        return 2
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 2
    return show([Path(text) for text in arguments], practice=practice)


def _wrong(unknown: str, missing: str) -> tuple[str, str]:
    """What is wrong with an argument, to who typed it, and to who double-clicked a file or a shortcut."""
    if unknown:
        return (
            f"{unknown} is no option of this program. See --help.",
            f"{unknown} is no option of this program. failover-wizard.exe --help tells which there are.",
        )
    return (
        f"{missing} is neither a command nor a file that is there. See --help.",
        f"{missing} is not there, or cannot be reached. Start the program by itself and open the file there.",
    )


def _tell(typed: str, clicked: str) -> None:
    """To the terminal; in a box where there is none, as in the Windows program that opens no console."""
    from wizard.gui.widgets.raw_text import spelled

    if sys.stderr is not None:
        print(f"failover-wizard: {spelled(typed)}", file=sys.stderr)
        return
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QMessageBox

    from wizard.gui.frame import product_name

    app = QApplication.instance() or QApplication(["failover-wizard"])
    box = QMessageBox()
    box.setWindowTitle(product_name())
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(spelled(clicked))
    box.open()
    app.exec()


def show(paths: Sequence[Path], *, practice: bool) -> int:
    """Makes the application and its window, and runs until the window is closed.

    The window is shown empty, which is soon; then it is filled.
    """
    # Nothing of what is made before the window is full is ever garbage; looking through it costs a tenth.
    # From then on the session's collector looks, here in the GUI thread.
    gc.disable()
    from wizard.gui.ground import import_plainly, make_application

    import_plainly()
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from wizard.gui.ending import Ending
    from wizard.gui.faults import Faults
    from wizard.gui.places import leave_program_folder, places

    app = make_application(QApplication)
    name_application()
    place = places()
    paths = [path.absolute() for path in paths]
    leave_program_folder(place)
    settings = QSettings(str(place.settings), QSettings.Format.IniFormat) if place.settings else QSettings()
    faults = Faults(place.log)
    faults.install()
    ending = Ending(app)
    try:
        start = Start(settings, place, faults, paths, practice=practice)
        return max(app.exec(), start.code)
    finally:
        ending.remove()
        faults.remove()


class Start:
    """The window, from its empty frame to the first case in it."""

    def __init__(
        self, settings: QSettings, place: Places, faults: Faults, paths: Sequence[Path], *, practice: bool
    ) -> None:
        self.code = 0
        """What the program ends with; 1 if there could be no window."""
        self.session: Session | None = None
        """Whose window it is, from the moment on when the window is full."""
        self._settings = settings
        self._place = place
        self._faults = faults
        self._paths = paths
        self._practice = practice
        self.window: MainWindow | None = None
        """From its empty frame on; None if there could be none."""
        try:
            self._show()
        except Exception as error:
            self._fail(error)

    def _show(self) -> None:
        from wizard.gui.starting import Filling
        from wizard.gui.window import MainWindow

        self.window = MainWindow(self._settings)
        self._filling = Filling(self.window, self._parts(self.window))
        self._filling.filled.connect(self._begin)
        self._filling.failed.connect(self._fail)
        self.window.show()

    def _parts(self, window: MainWindow) -> Iterator[None]:
        from wizard.gui.starting import loading

        yield from loading()
        from wizard.gui.session import Session

        session = Session(self._settings, kept=self._place.cases, window=window)
        yield
        yield from session.filling()
        self.session = session

    def _begin(self) -> None:
        """Everything is there: what was open before, what was named, or the practice case."""
        from PySide6.QtCore import QTimer

        from wizard.gui.faults import Telling

        session, settings = self.session, self._settings
        if session is None:
            return
        QTimer.singleShot(0, Telling(self._faults, session.window).tell_last_words)
        QTimer.singleShot(0, gc.freeze)
        first = not settings.value("started", False, bool)
        settings.setValue("started", True)
        QTimer.singleShot(0, session.warm_up)
        QTimer.singleShot(0, session.offer_unsaved)
        if self._paths:
            QTimer.singleShot(0, lambda: session.open_paths(self._paths))
        elif self._practice or first:
            QTimer.singleShot(0, session.cases.offer_practice)

    def _fail(self, error: Exception) -> None:
        """The window could not be made, or not all of it: that is told instead."""
        from wizard.gui.faults import Telling

        self.code = 1
        self._telling = Telling(self._faults)
        self._faults.note(error)
        if sys.stderr is not None:
            traceback.print_exception(error)
        if self.window is not None:
            self.window.hide()


def name_application() -> None:
    """The names under which settings and data are kept, and how settings are written."""
    from PySide6.QtCore import QCoreApplication, QSettings

    from wizard import __version__

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QCoreApplication.setOrganizationName("failover-wizard")
    QCoreApplication.setApplicationName("failover-wizard")
    QCoreApplication.setApplicationVersion(__version__)
