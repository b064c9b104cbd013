"""The button that starts a check and ends it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from wizard.gui.theme import Role, mark
from wizard.gui.widgets.buttons import set_icon


class RunButton(QPushButton):
    """Says what pressing it would do now."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "kind", "primary")
        self.offer_run(again=False)

    def offer_run(self, *, again: bool) -> None:
        """A check, or one more."""
        self.setText(self.tr("&Run checks again") if again else self.tr("&Run checks"))
        set_icon(self, "refresh-cw" if again else "play", Role.ON_ACCENT)

    def offer_cancel(self) -> None:
        """Ending the one that is under way."""
        self.setText(self.tr("&Cancel"))
        set_icon(self, "x", Role.ON_ACCENT)
