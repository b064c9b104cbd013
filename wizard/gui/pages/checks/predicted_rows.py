"""The rows of a predicted log, alone or beside a real one, and where the two part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wizard.core.handset.comparison import Comparison, Match, Pair
from wizard.core.handset.parting import difference
from wizard.core.handset.prediction import Predicted
from wizard.gui.theme import Role
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.raw_text import in_a_cell
from wizard.gui.widgets.wrapped_table import Cell


def rows_of(lines: Sequence[Predicted]) -> list[list[Cell]]:
    """Number, line and how sure it is; a reason is told once, and then by the line that told it."""
    told: dict[str, int] = {}
    rows = []
    for number, line in enumerate(lines, start=1):
        known = told.setdefault(line.why, number)
        rows.append([Cell(str(number), role=Role.MUTED), _cell(line), _sure(line, known, number)])
    return rows


def pair_row(pair: Pair, *, first: bool) -> list[Cell]:
    """How they compare, the predicted line, and the real one with its number."""
    word, name, role = {
        Match.SAME: (QCoreApplication.translate("PredictedLog", "Same"), "check", Role.OK),
        Match.DIFFERS: (
            QCoreApplication.translate("PredictedLog", "Differs"),
            "triangle-alert",
            Role.WARNING,
        ),
        Match.MISSING: (
            QCoreApplication.translate("PredictedLog", "Only predicted"),
            "triangle-alert",
            Role.WARNING,
        ),
        Match.EXTRA: (
            QCoreApplication.translate("PredictedLog", "Only in the log"),
            "triangle-alert",
            Role.WARNING,
        ),
        Match.SKIPPED: (QCoreApplication.translate("PredictedLog", "Not compared"), "minus", Role.MUTED),
    }[pair.match]
    if first:
        word = QCoreApplication.translate("PredictedLog", "First difference")
    if pair.predicted is not None and pair.predicted.why:
        word = f"{word}\n{basis_line(pair.predicted.basis, '')}"
    real = pair.real.evidence if pair.real is not None else None
    return [
        Cell(word, name, role),
        _cell(pair.predicted) if pair.predicted is not None else Cell(""),
        Cell(str(real.line) if real is not None else "", role=Role.MUTED),
        Cell(in_a_cell(real.text) if real is not None else "", fixed=True),
    ]


def parting(comparison: Comparison) -> tuple[str, Role]:
    """Where the real log first says something else, in a sentence, or that it says the same."""
    lines = [pair.real.evidence.line for pair in comparison.pairs if pair.real is not None]
    if comparison.first is None:
        place = QCoreApplication.translate("PredictedLog", "lines {first} to {last} of the log")
        same = QCoreApplication.translate("PredictedLog", "The handset wrote what is predicted ({place}).")
        return same.format(place=place.format(first=min(lines), last=max(lines))), Role.OK
    what, real = difference(comparison), comparison.pairs[comparison.first].real
    if real is None:
        text = QCoreApplication.translate(
            "PredictedLog", "First difference, behind the last line of this search: {what}"
        )
        return text.format(what=what), Role.WARNING
    text = QCoreApplication.translate("PredictedLog", "First difference, at line {line} of the log: {what}")
    return text.format(line=real.evidence.line, what=what), Role.WARNING


def _cell(line: Predicted) -> Cell:
    return Cell(in_a_cell(line.text), role=Role.MUTED if line.why else Role.TEXT, fixed=True)


def _sure(line: Predicted, known: int, number: int) -> Cell:
    if not line.why:
        return Cell("")
    word = basis_line(line.basis, "")
    if known == number:
        text = QCoreApplication.translate("PredictedLog", "{word}: {why}").format(word=word, why=line.why)
    else:
        said = QCoreApplication.translate("PredictedLog", "{word}, as line {line}")
        text = said.format(word=word, line=known)
    return Cell(text, "circle-question-mark", Role.MUTED)
