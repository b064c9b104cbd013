"""What stands in place of a log's lines when there are none to be seen."""

from __future__ import annotations

from wizard.core.case.reading import LineFilter, Reading
from wizard.core.diagnosis.marks import Mark
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.filter_words import why_empty


class NoLines(EmptyState):
    """Says which filter hides them, or that the log has none. ``reset`` is to take the filter off."""

    def __init__(self) -> None:
        super().__init__("funnel", "")
        self.reset = self.add_button(self.tr("Show all lines"), "undo-2")

    def tell(self, reading: Reading, wanted: LineFilter, choice: str) -> None:
        """``choice`` is what the box in the toolbar says."""
        total = len(reading.lines)
        self.reset.setVisible(total > 0)
        if total:
            repaired = len(reading.marks.get(Mark.REPAIRED, ())) > 0
            self.set_text(*why_empty(wanted, choice, total, repaired=repaired))
        else:
            self.set_text(
                self.tr("This log is empty"),
                self.tr("The file has no line. Get the log once more, after the handset has failed."),
            )
