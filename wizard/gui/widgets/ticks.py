"""A checklist: steps that are ticked off as they are done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import plain

_TOP = Qt.AlignmentFlag.AlignTop


class Ticks(QWidget):
    """Numbered steps under each other, each with a box. ``shown`` are their texts as they are to wrap.

    ``first`` is the number of the first one, in a list that is in several pieces. ``below`` is what
    stands under steps, by their texts.
    """

    ticked = Signal(str, bool)
    """The step, and whether it is done now."""

    def __init__(
        self,
        steps: Sequence[str],
        shown: Sequence[str] | None = None,
        *,
        first: int = 1,
        below: Mapping[str, QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._boxes: list[tuple[str, QCheckBox]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(1, 1)
        for row, (step, text) in enumerate(zip(steps, shown or steps, strict=True)):
            box = QCheckBox(f"{first + row}.")
            box.setAccessibleName(f"{first + row}. {step}")
            box.toggled.connect(lambda on, step=step: self.ticked.emit(step, on))
            self._boxes.append((step, box))
            label = plain(text, selectable=True)
            label.setContentsMargins(0, 4, 0, 0)  # Level with the box, which has room for its focus ring.
            grid.addWidget(box, 2 * row, 0, _TOP)
            grid.addWidget(label, 2 * row, 1, _TOP)
            if below and step in below:
                grid.addWidget(below[step], 2 * row + 1, 1)

    @property
    def boxes(self) -> tuple[QCheckBox, ...]:
        """The boxes, in order."""
        return tuple(box for _, box in self._boxes)

    def set_frozen(self, frozen: bool) -> None:
        """Whether nothing can be ticked."""
        for box in self.boxes:
            box.setEnabled(not frozen)

    def set_done(self, done: Collection[str]) -> None:
        """Ticks exactly these steps. Emits nothing."""
        for step, box in self._boxes:
            box.blockSignals(True)
            box.setChecked(step in done)
            box.blockSignals(False)
