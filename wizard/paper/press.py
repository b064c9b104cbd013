"""A press for whoever has no window: the command line and the self-test."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from wizard.core.case.blocks import Document
from wizard.paper.look import Paper


def press(paper: Paper = Paper.A4) -> Callable[[Document], bytes]:
    """Makes PDFs on that paper. Starts what Qt needs for its fonts, where no program has yet.

    Raises ImportError where Qt's libraries cannot be loaded.
    """
    if sys.platform.startswith("linux"):  # Without a display too. Windows has its fonts at hand.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from wizard.paper.pdf import pdf_of

    running = QGuiApplication.instance() or QGuiApplication(["failover-wizard"])

    def made(document: Document) -> bytes:
        assert running is not None  # It lives as long as the press.
        return pdf_of(document, paper)

    return made
