"""The checks that draw: widgets, icons, pages. Each raises or returns a short fact."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wizard.selftest.checks import expect

EMITS = 1000


def icons_are_drawn() -> str:
    """Every drawing shows something; the style sheet's ones, by the plug-in that reads SVG as a picture."""
    from PySide6.QtGui import QPixmap

    from wizard.gui import icons
    from wizard.paths import resource

    application()
    folder = resource("icons")
    names = sorted(path.stem for path in folder.glob("*.svg"))
    expect(len(names) > 20, f"only {len(names)} icons are in {folder}")
    for name in names:
        drawn = icons.pixmap(name, "#0b5cad", 32).toImage()
        points = [drawn.pixelColor(x, y).alpha() for x in range(32) for y in range(32)]
        expect(any(points), f"{name} is blank")
    controls = sorted(folder.glob("control/*/*.svg"))
    for path in controls:
        expect(not QPixmap(str(path)).isNull(), f"{path.name} cannot be read as a picture")
    expect(bool(controls), "the style sheet has no pictures")
    return f"{len(names)} icons, {len(controls)} for the style sheet"


def pages_are_drawn() -> str:
    import pkgutil

    from PySide6.QtCore import QSettings, QSize
    from PySide6.QtGui import QGuiApplication, QImage

    from wizard.gui import pages
    from wizard.gui.demo import checked
    from wizard.gui.session import Session
    from wizard.gui.shots import shoot
    from wizard.gui.theme import Choice

    application()
    listed = {module.name for module in pkgutil.iter_modules(pages.__path__)}  # As gui/late_pages.py does.
    expect({"setup", "summary"} <= listed, f"the pages' modules cannot be listed: {sorted(listed)}")
    with tempfile.TemporaryDirectory() as folder:
        session = Session(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        session.cases.start_practice()
        session.window.set_case(checked(session))
        for theme in (Choice.LIGHT, Choice.DARK):
            for path in shoot(session.window, Path(folder), QSize(1024, 700), 1.0, theme):
                image = QImage(str(path))
                colours = {
                    image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)
                }
                expect(len(colours) > 4, f"{path.name} is blank in {theme.value}")
        count = len(session.window.steps)
        session.window.close()
    return f"{count} pages, light and dark, on the platform {QGuiApplication.platformName()}"


def defects_are_told() -> str:
    """The dialog of a defect shows what to pass on, and the log takes it without a secret."""
    from wizard.gui.fault_dialog import FaultDialog
    from wizard.gui.faults import Faults

    application()
    with tempfile.TemporaryDirectory() as folder:
        faults = Faults(Path(folder) / "log")
        told: list[str] = []
        faults.noticed.connect(told.append)
        faults.note(RuntimeError("password=hush"))
        written = faults.journal.file.read_text(encoding="utf-8")
        expect("RuntimeError" in written, "the log has nothing of it")
        expect("hush" not in written + told[0], "a password is told")
        dialog = FaultDialog(told[0], faults.journal.folder)
        expect(dialog.details.view.toPlainText() == told[0].strip(), "the dialog shows something else")
        expect(not dialog.grab().isNull(), "the dialog is not drawn")
    return f"{len(written)} characters in the log"


def signals_hold() -> str:
    """A PySide6 fault of the past ended the process after about 580 emits of True and None."""
    from PySide6.QtCore import QObject, Signal

    application()

    class Sender(QObject):
        sent = Signal(object, bool)

    heard: list[object] = []
    sender = Sender()
    sender.sent.connect(lambda value, flag: heard.append((value, flag)))
    for number in range(EMITS):
        sender.sent.emit(None if number % 2 else True, bool(number % 2))
    expect(len(heard) == EMITS, f"{len(heard)} of {EMITS} signals arrived")
    return f"{EMITS} signals"


def application() -> object:
    """The one application, made if need be."""
    from PySide6.QtWidgets import QApplication

    return QApplication.instance() or QApplication(["failover-wizard"])
