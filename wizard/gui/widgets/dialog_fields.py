"""The fields of another program's dialog, each to be copied by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from wizard.core.plan.recipes import TICKED
from wizard.gui.widgets.copy_rows import CopyRows, Line


def dialog_fields(fields: Sequence[tuple[str, str]]) -> CopyRows:
    """Labels and values; what is ticked or left empty says so, and there is nothing to copy."""
    rows = CopyRows()
    rows.set_lines([_line(label, value) for label, value in fields])
    return rows


def _line(label: str, value: str) -> Line:
    if value == TICKED:
        return Line(label, QCoreApplication.translate("DialogFields", "tick it"), copies="")
    if not value:
        return Line(label, QCoreApplication.translate("DialogFields", "leave it empty"), copies="")
    return Line(label, value)
