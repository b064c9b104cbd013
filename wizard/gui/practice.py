"""The practice case's DNS: its server on this computer, and the bar that breaks and repairs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.gui.window import MainWindow

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.case import Case
    from wizard.gui.practice_bar import PracticeBar
    from wizard.practice.server import PracticeServer


class Practice(QObject):
    """Serves the practice zone for a window, from :meth:`start` to :meth:`stop`; the bar shows as long.

    It begins broken. Whose case is open, and what the other state means for it, is not known here.
    """

    switched = Signal(bool)
    """The DNS was broken or repaired by the bar. Whether it is repaired now."""
    problem = Signal(str)
    """One sentence: the server could not start."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._server: PracticeServer | None = None
        self._bar: PracticeBar | None = None
        self._repaired = False
        window.case_set.connect(self._draw_bar)

    def start(self, server: PracticeServer) -> bool:
        """Starts a server that has the broken zone; False, and ``problem``, if it could not start."""
        try:
            server.start()
        except OSError as error:
            text = self.tr("The practice DNS server could not start ({reason}). Try again.")
            self.problem.emit(text.format(reason=error.strerror or str(error)))
            return False
        self._server, self._repaired = server, False
        self._show_bar()
        return True

    def stop(self) -> None:
        """Ends the server and hides the bar, if there are any."""
        if self._bar is not None:
            self._bar.hide()
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _show_bar(self) -> None:
        if self._bar is None:
            from wizard.gui.practice_bar import PracticeBar

            self._bar = PracticeBar()
            self._bar.toggled.connect(self._switch)
            self._window.set_bar(self._bar)
        self._draw_bar()
        self._bar.show()

    def _draw_bar(self) -> None:
        if self._bar is not None and self._server is not None:
            self._bar.show_state(repaired=self._repaired, found=_found(self._window.case))

    def _switch(self) -> None:
        if self._server is None:
            return
        self._repaired = not self._repaired
        from wizard.practice.lab import BROKEN, REPAIRED

        self._server.load(REPAIRED if self._repaired else BROKEN)
        self.switched.emit(self._repaired)
        self._draw_bar()


def _found(case: Case) -> bool | None:
    """Whether the last live check found SIP servers, None if there was none that came to an end."""
    if case.report is None or case.report.cancelled:
        return None
    return any(
        server.address for chain in case.report.chains if chain.attempt for server in chain.attempt.servers
    )
