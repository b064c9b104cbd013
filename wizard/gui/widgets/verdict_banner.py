"""One sentence of verdict, on top of every page with a result."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wizard.gui import icons
from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.labels import bold_font, breakable, plain, set_role
from wizard.gui.widgets.status_icon import StatusIcon
from wizard.gui.widgets.visible import set_visible

_BORDER = 1  # Of a frame with a tint, see stylesheet.py.


class VerdictBanner(QFrame):
    """Its state shows by icon, word, colour and tint. Hidden until there is a verdict."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = StatusIcon(size=24)
        self._sentence = plain(selectable=True, font=bold_font())
        self._why = plain(selectable=True)
        self.button = QPushButton()
        self.button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self._sentence)
        words.addWidget(self._why)
        self._row = row = QHBoxLayout(self)
        self.set_low(False)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def set_low(self, low: bool) -> None:
        """With little height, there is less air around the words."""
        above = GRID // 2 if low else GRID + GRID // 2
        beside, above = 2 * GRID - _BORDER, above - _BORDER
        self._row.setContentsMargins(beside, above, beside, above)

    def show_verdict(
        self, role: Role, sentence: str, why: str = "", button: str = "", *, word: str = ""
    ) -> None:
        """``role`` is ok, warning, failed or info; without ``button`` there is none.

        ``word`` stands before the sentence: how grave a finding is, in the words that its card, the fix
        summary and the command line have for it. Without one the role's own: "Failed" is for what is no
        finding (a file that cannot be read), and for a step in the step list.
        """
        mark(self, "tint", role.value)
        # Only at this event does Qt ask how wide the border of a frame is: another theme would be the first.
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
        set_role(self._sentence, role)
        self._icon.set_icon(icons.role_icon(role))
        text = self.tr("{state}: {sentence}").format(state=word or self._word(role), sentence=sentence)
        self._sentence.setText(breakable(text))
        self._why.setText(breakable(why))
        self._why.setVisible(bool(why))
        # Beside the sentence, wherever the height of the button puts it.
        beside = Qt.AlignmentFlag.AlignTop if why else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, beside)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(text)
        self.setAccessibleDescription(why)
        set_visible(self, True)

    def _word(self, role: Role) -> str:
        return {
            Role.OK: self.tr("OK"),
            Role.WARNING: self.tr("Warning"),
            Role.FAILED: self.tr("Failed"),
        }.get(role, self.tr("Note"))
