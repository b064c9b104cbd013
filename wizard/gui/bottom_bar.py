"""Below the page: a short message, for screen readers too, Back and Next."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from wizard.gui.announce import announce
from wizard.gui.icons import icon
from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.labels import escaped

WARN_AGAIN_MS = 8000
"""How long a message stands before the warning that it covers."""

MOST_SIGNS = 240
"""Of a message; the page keeps its height. The tooltip has all of it."""


class BottomBar(QFrame):
    """``back`` and ``forward`` are hidden where there is nowhere to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottom")
        self._said = self._warning = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(WARN_AGAIN_MS)
        self._again.timeout.connect(self.go_on)
        self._message = QLabel()
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        mark(self._message, "role", "muted")
        self.back = QPushButton(self.tr("&Back"))
        self.back.setIcon(icon("chevron-left"))
        self.forward = QPushButton()
        self.forward.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # The arrow points out of it.
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._message, 1)
        row.addWidget(self.back)
        row.addWidget(self.forward)
        self.set_forward_primary(True)

    def say(self, text: str) -> None:
        """Shows a short message until the user goes on, or for a while where a warning is in force."""
        self._show(text)
        if text and self._warning:
            self._again.start()
        elif not text:
            self.go_on()
        self._speak(text)

    def warn(self, text: str) -> None:
        """Shows what is so until an empty text takes it back; any other message stays then."""
        before, self._warning = self._warning, text
        if text or (before and self._said == before):
            self.go_on()
        self._speak(text)

    def _speak(self, text: str) -> None:
        if text:
            announce(self.window(), text)

    def go_on(self) -> None:
        """The user goes on to another step: what was said here is read, but for a warning."""
        self._again.stop()
        self._show(self._warning, "warning" if self._warning else "muted")

    def _show(self, text: str, role: str = "muted") -> None:
        self._said, line = text, " ".join(text.split())
        cut = len(line) > MOST_SIGNS
        self._message.setText(f"{line[: MOST_SIGNS - 1]}…" if cut else line)
        self._message.setToolTip(escaped(line) if cut else "")
        mark(self._message, "role", role)

    def set_neighbours(self, before: str, after: str) -> None:
        """The names of the steps before and after the one shown; empty at either end."""
        self.back.setVisible(bool(before))
        self.back.setToolTip(before)
        self.back.setAccessibleDescription(before)
        self.forward.setVisible(bool(after))
        self.forward.setText(self.tr("&Next: {name}").format(name=after.replace("&", "&&")))

    def set_forward_primary(self, primary: bool) -> None:
        """Whether Next is the page's primary button; a page with its own has precedence."""
        mark(self.forward, "kind", "primary" if primary else "")
        self.forward.setIcon(icon("chevron-right", Role.ON_ACCENT if primary else Role.TEXT))
