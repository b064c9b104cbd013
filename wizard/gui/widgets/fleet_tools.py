"""What can be done with a folder's logs as a whole: watch it, read it again, save the table."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wizard.gui.theme import GRID
from wizard.gui.widgets.buttons import give_word, icon_button, show_word


class FleetTools(QWidget):
    """Beside the titles of the tabs; with little width in fewer words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.watch_box = QCheckBox()
        self.again_button = icon_button("refresh-cw", self.tr("Read the folder again (F5)"))
        self.again_button.setShortcut("F5")
        self.save_button = icon_button("save", self.tr("Save the table for a spreadsheet (CSV)"))
        give_word(self.save_button, self.tr("Save as C&SV…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self.watch_box, self.again_button, self.save_button):
            row.addWidget(widget)
        self.watch_box.setAccessibleName(self.tr("Watch for new logs"))
        self.watch_box.setToolTip(self.tr("Shows logs as they come or grow"))
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Leaves the room to the titles."""
        self.watch_box.setText(self.tr("&Watch") if narrow else self.tr("&Watch for new logs"))
        show_word(self.save_button, not narrow)
