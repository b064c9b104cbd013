"""A large button with an icon, a title and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.gui import fonts, icons
from wizard.gui.icons import icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import bold_font, plain, set_role
from wizard.gui.widgets.status_icon import StatusIcon


class ActionCard(QPushButton):
    """Grows with its text, which may be untrusted. ``flat``: a row of a list, without a frame."""

    def __init__(
        self, name: str, title: str, text: str = "", *, flat: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = StatusIcon(icon(name, Role.ACCENT), icons.MEDIUM if flat else 28)
        self._title = plain(title, font=bold_font() if flat else fonts.scaled(1.15, bold=True))
        self._text = plain(text, role=Role.MUTED)
        self.setAutoDefault(True)  # Enter presses it, not Space alone.
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_spoken(title))
        self.setAccessibleDescription(_spoken(text))
        if flat:
            self.setProperty("row", True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lay_out(flat)

    def _lay_out(self, flat: bool) -> None:
        words = QVBoxLayout()
        words.setSpacing(2 if flat else GRID // 2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addStretch(1)
        row = QHBoxLayout(self)
        around = GRID // 2 + 2 if flat else 2 * GRID
        row.setContentsMargins(around, around, around, around)
        row.setSpacing(GRID if flat else GRID + GRID // 2)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for child in (self._picture, self._title, self._text):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def labels(self) -> tuple[QLabel, QLabel]:
        """The title's and the sentence's label."""
        return self._title, self._text

    def set_look(self, name: str, role: Role, text: str) -> None:
        """Another icon, another colour of the title, another sentence."""
        self._picture.set_icon(icon(name, Role.ACCENT if role is Role.TEXT else role))
        set_role(self._title, role)
        self._text.setText(text)
        self.setAccessibleDescription(_spoken(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)


def _spoken(text: str) -> str:
    """Without the invisible places to break."""
    return text.replace("\u200b", "")
