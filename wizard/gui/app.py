"""The window's door."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from wizard.gui.faults import Faults

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
    missing = next((text for text in arguments if not Path(text).exists()), "")
    if unknown or missing:
        wrong = unknown or missing
        what = "no option of this program" if unknown else "neither a command nor a file that is there"
        _tell(f"failover-wizard: {wrong} is {what}. See --help.")
        return 2
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 2
    return show([Path(text) for text in arguments], practice=practice)


def _tell(sentence: str) -> None:
    """To the terminal; in a box where there is none, as in the Windows program that opens no console."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
        return
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QMessageBox

    app = QApplication.instance() or QApplication(["failover-wizard"])
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(sentence)
    box.open()
    app.exec()


def load_core() -> None:
    """Loads what the first window needs of core, before Qt.

    Whatever is imported after PySide6, it looks through for its own name: for core that is a wasted look.
    """
    for name in ("case", "status", "steps"):
        importlib.import_module(f"wizard.core.case.{name}")


def show(paths: Sequence[Path], *, practice: bool) -> int:
    """Makes the application and its window, and runs until the window is closed."""
    # Nothing of what is made before the first window is ever garbage; looking through it costs a tenth.
    # From then on the session's collector looks, here in the GUI thread.
    gc.disable()
    load_core()
    from PySide6.QtCore import QSettings, QTimer
    from PySide6.QtWidgets import QApplication

    from wizard.gui.faults import Faults, Telling
    from wizard.gui.places import places
    from wizard.gui.session import Session

    app = QApplication(["failover-wizard"])
    name_application()
    place = places()
    settings = QSettings(str(place.settings), QSettings.Format.IniFormat) if place.settings else QSettings()
    faults = Faults(place.log)
    faults.install()
    try:
        session = Session(settings, kept=place.cases)
    except Exception as error:
        return _tell_without_window(app, faults, error)
    session.window.show()
    QTimer.singleShot(0, Telling(faults, session.window).tell_last_words)
    QTimer.singleShot(0, gc.freeze)
    first = not settings.value("started", False, bool)
    settings.setValue("started", True)
    QTimer.singleShot(0, session.warm_up)
    QTimer.singleShot(0, session.offer_unsaved)
    if paths:
        QTimer.singleShot(0, lambda: session.open_paths(paths))
    elif practice or first:
        QTimer.singleShot(0, session.start_practice)
    try:
        return app.exec()
    finally:
        faults.remove()


def _tell_without_window(app: QApplication, faults: Faults, error: Exception) -> int:
    """The window could not even be made."""
    from wizard.gui.faults import Telling

    telling = Telling(faults)
    faults.note(error)
    if sys.stderr is not None:
        traceback.print_exception(error)
    app.exec()
    del telling
    faults.remove()
    return 1


def name_application() -> None:
    """The names under which settings and data are kept, and how settings are written."""
    from PySide6.QtCore import QCoreApplication, QSettings

    from wizard import __version__

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QCoreApplication.setOrganizationName("failover-wizard")
    QCoreApplication.setApplicationName("failover-wizard")
    QCoreApplication.setApplicationVersion(__version__)
