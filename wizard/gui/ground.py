"""The application and the ground of its window, before anything else is loaded.

Nothing before the first window may use the namespace ``Qt``, nor call what might be given a value of it, as
``QPalette(other)`` might: PySide makes all its enumerations as soon as it is asked for one, which takes a
sixth of the time that an empty window needs. The same goes for ``QStyle``.
"""

from __future__ import annotations

import builtins

from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

LIGHT = ("#ffffff", "#1a1d21")
DARK = ("#1f2329", "#e8eaed")
"""The colours of a page and of the text on it."""

FUSION = "failoverWizardFusion"
"""A property of the application: it draws in Fusion. Asking it for its style would make ``QStyle``."""


def make_application(kind: type[QApplication]) -> QApplication:
    """The application, in Fusion from its first moment on."""
    app = kind(["failover-wizard", "-style", "fusion"])
    app.setProperty(FUSION, True)
    return app


def import_plainly() -> None:
    """Takes PySide's own import back; all the rest of it stays.

    It reads the source text of every module that is imported, for a feature of PySide that nothing here
    uses (``from __feature__ import``): a tenth of the time until the start page, when run from source.
    """
    original = getattr(builtins, "__orig_import__", None)
    if original is not None and builtins.__import__ is getattr(builtins, "__feature_import__", None):
        builtins.__import__ = original


def lay_ground(window: QWidget, settings: QSettings) -> bool:
    """Gives an empty window the colour that its page will have. False: that cannot be told from here.

    The window keeps it until :func:`lift_ground`.

    It cannot where the user chose another theme than the system's: then the title bar has to follow, and
    high contrast may come before the choice.
    """
    palette = QApplication.palette()
    role = QPalette.ColorRole
    dark = palette.color(role.Window).lightness() < palette.color(role.WindowText).lightness()
    chosen = settings.value("theme")
    if chosen in ("light", "dark") and (chosen == "dark") is not dark:
        return False
    page, text = DARK if dark else LIGHT
    palette.setColor(role.Window, QColor.fromString(page))
    palette.setColor(role.WindowText, QColor.fromString(text))
    window.setPalette(palette)
    return True


def lift_ground(window: QWidget) -> None:
    """From now on the window follows the application's colours."""
    window.setPalette(QPalette())
