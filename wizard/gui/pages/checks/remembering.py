"""What the handsets of the case's logs still remember although DNS answers by now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.remembered import MOST, Remembered, remembered, sentences
from wizard.core.words import words
from wizard.gui.job import Job, Work
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.labels import breakable
from wizard.gui.widgets.log_tabs import short_names
from wizard.gui.widgets.notes import Remark


class RememberedNotes(QWidget):
    """Hidden while there is nothing to say. Works the answer out in the background."""

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._make_job = job
        self._known: Case | None = None
        self._job: Job | None = None
        self._remarks = [Remark() for _ in range(MOST + 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for remark in self._remarks:
            column.addWidget(remark)
        self.hide()

    def show_case(self, case: Case) -> None:
        """Looks again where the check, the logs or the plan have changed."""
        if self._known is not None and _same(case, self._known):
            self.setVisible(bool(self.texts()))
            return
        self._known = case
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if case.report is None or not case.logs:
            self._show((), ())
            return
        now = datetime.now()
        self._job = self._make_job(lambda _cancelled: remembered(case, self._judge, now))
        names = [log.review.name for log in case.logs]
        self._job.finished.connect(lambda found: self._show(found, names))
        self._job.start()

    def texts(self) -> list[str]:
        """What is said."""
        return [remark.text() for remark in self._remarks if remark.text()]

    def _show(self, found: Sequence[Remembered], names: Sequence[str]) -> None:
        short = dict(zip(names, short_names(names), strict=True))
        texts = list(sentences(found, short, datetime.now(), words()))
        for number, remark in enumerate(self._remarks):
            text = texts[number] if number < len(texts) else ""
            remark.say(breakable(text), Role.WARNING)
        self.setVisible(bool(texts))


def _same(case: Case, known: Case) -> bool:
    if case.report is not known.report or case.logs is not known.logs:
        return False
    return case.draft == known.draft and case.checks == known.checks
