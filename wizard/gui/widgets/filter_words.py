"""A filter in words: which one hides the lines."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wizard.core.case.reading import LineFilter, Show
from wizard.core.diagnosis.marks import Mark
from wizard.gui.widgets.log_model import mark_word


def words_of(wanted: LineFilter, choice: str) -> list[str]:
    """Each part of a filter; ``choice`` is the name of its ``show``."""
    parts = []
    if wanted.show is not Show.ALL:
        parts.append(QCoreApplication.translate("Filter", "“{choice}”").format(choice=choice))
    if wanted.modules:
        said = QCoreApplication.translate("Filter", "module {names}")
        parts.append(said.format(names=", ".join(sorted(wanted.modules))))
    if wanted.levels:
        said = QCoreApplication.translate("Filter", "level {names}")
        parts.append(said.format(names=", ".join(sorted(wanted.levels))))
    if wanted.marks:
        said = QCoreApplication.translate("Filter", "mark {names}")
        parts.append(said.format(names=", ".join(mark_word(one) for one in sorted(wanted.marks))))
    if wanted.attempt:
        said = QCoreApplication.translate("Filter", "attempt {number}")
        parts.append(said.format(number=wanted.attempt))
    if wanted.span.begin:
        parts.append(QCoreApplication.translate("Filter", "time from {time}").format(time=wanted.span.begin))
    if wanted.span.end:
        parts.append(QCoreApplication.translate("Filter", "time to {time}").format(time=wanted.span.end))
    return parts


def why_empty(wanted: LineFilter, choice: str, count: int, *, repaired: bool = False) -> tuple[str, str]:
    """A title and a sentence for a table whose ``count`` lines are all hidden.

    ``repaired``: the log has failures that a later attempt repaired.
    """
    title = (
        QCoreApplication.translate("Filter", "This log has no line that is marked as a failure")
        if wanted == LineFilter(Show.FAILURES)
        else QCoreApplication.translate("Filter", "No line passes the filter")
    )
    said = (
        QCoreApplication.translate("Filter", "Its one line is hidden by: {filters}.")
        if count == 1
        else QCoreApplication.translate("Filter", "All {count} lines are hidden by: {filters}.")
    )
    text = said.format(count=f"{count:,}", filters=" + ".join(words_of(wanted, choice)))
    if repaired and wanted.show is Show.FAILURES:
        more = QCoreApplication.translate("Filter", "What failed and was repaired later is marked “{mark}”.")
        text = f"{text} {more.format(mark=mark_word(Mark.REPAIRED))}"
    return title, text
