"""The parts of the fix summary's preview, each a widget made from plain values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wizard.core.case.summary_model import Cause, Change, ChangedFile, Fix, Planned, Procedure, Quote
from wizard.gui import icons
from wizard.gui.pages.summary_blocks import (
    Maker,
    Stack,
    checklists,
    code,
    copy_rows,
    filled_in,
    numbered,
    soft,
)
from wizard.gui.palette import SEVERITY_ROLES
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.copy_rows import CopyRows, Line
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.labels import bold_font, plain
from wizard.gui.widgets.notes import Remark, Steps
from wizard.gui.widgets.sliced_column import SlicedColumn
from wizard.gui.widgets.status_icon import StatusIcon


class CauseCard(QFrame):
    """One fault; ``past`` if it is not so any more, ``advice`` if it has no fix of its own elsewhere."""

    def __init__(self, cause: Cause, *, advice: bool = False, past: bool = False) -> None:
        super().__init__()
        self._cause = cause
        role = Role.TEXT if past else SEVERITY_ROLES[cause.severity]
        title = f"{self.tr('Earlier') if past else cause.word}: {cause.title}"
        self.setProperty("card", "true")
        self.setAccessibleName(title)
        self._words = Column(spacing=GRID // 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        row.setSpacing(GRID)
        picture = icons.icon("history", Role.MUTED) if past else icons.role_icon(role)
        row.addWidget(StatusIcon(picture), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words, 1)
        self._words.addWidget(plain(soft(title), role=role, font=bold_font()))
        self._fill(advice=advice)

    def _fill(self, *, advice: bool) -> None:
        cause = self._cause
        if cause.stale:
            self._words.addWidget(Remark(cause.stale, role=Role.WARNING))
        self._words.addWidget(plain(soft(cause.why)))
        if cause.follows:
            follows = self.tr("Follows from: {title}").format(title=cause.follows)
            self._words.addWidget(plain(soft(follows), role=Role.MUTED))
        if cause.seen:
            self._words.addWidget(plain(soft(cause.seen)))
        if cause.quotes:
            self._words.addWidget(Disclosure(self.tr("What proves it"), self._proof))
        if advice and cause.advice:
            steps = Disclosure(self.tr("What to do about it"), lambda: Stack(numbered(cause.advice), left=3))
            self._words.addWidget(steps)
        self._words.addWidget(plain(soft(cause.stands_on), role=Role.MUTED))

    def _proof(self) -> QWidget:
        box = Stack(left=3)
        for quote in self._cause.quotes:
            box.column.addWidget(plain(soft(quote.where), role=Role.MUTED))
            rows = CopyRows()
            rows.set_lines(self._lines(quote))
            box.column.addWidget(rows)
        if self._cause.left_out:
            box.column.addWidget(plain(self._cause.left_out, role=Role.MUTED))
        return box

    def _lines(self, quote: Quote) -> list[Line]:
        more = self.tr("… ({count} more characters)")
        return [
            Line(str(it.line or ""), it.text, more.format(count=it.cut) if it.cut else "")
            for it in quote.lines
        ]


class FixParts(QObject):
    """The steps that mend one cause, then how to make the records."""

    def __init__(self, fix: Fix) -> None:
        super().__init__()
        self._fix = fix

    def made(self) -> Iterator[Maker]:
        """One below the other, each made when it is wanted: a long plan has a hundred steps."""
        fix = self._fix
        yield partial(plain, soft(fix.title), font=bold_font())
        yield from checklists(fix.steps)
        if fix.same_as:
            same = self.tr("The records are changed together with: {title}").format(title=fix.same_as)
            yield partial(plain, soft(same))
        if fix.note:
            yield partial(Remark, fix.note, role=Role.WARNING)
        if fix.procedure is not None:
            yield from self._procedure(fix.procedure)

    def _procedure(self, procedure: Procedure) -> Iterator[Maker]:
        title = self.tr("How to make the records: {product}")
        if self._fix.steps:
            title = self.tr("How to make the records of these steps: {product}")
        yield partial(self._heading, title.format(product=procedure.title))
        yield from checklists(procedure.steps, procedure.dialogs, left=2)
        if procedure.commands:
            name = self.tr("Lines") if procedure.in_file else self.tr("Commands")
            yield lambda: Stack(code(name, procedure.commands, "dns-fix.txt"), left=2)
        if procedure.undo:
            yield lambda: Stack(Disclosure(self.tr("How to undo it"), lambda: self._undo(procedure)), left=2)
        for note in filter(None, (*procedure.notes, procedure.trust)):
            yield partial(self._muted, note)

    @staticmethod
    def _heading(title: str) -> Stack:
        heading = plain(title, font=bold_font())
        heading.setContentsMargins(0, GRID, 0, 0)
        return Stack(heading, left=2)

    @staticmethod
    def _muted(note: str) -> Stack:
        return Stack(plain(soft(note), role=Role.MUTED), left=2)

    def _undo(self, procedure: Procedure) -> QWidget:
        if procedure.undo_is_code:
            return Stack(code(self.tr("Undo"), procedure.undo, "dns-fix-undo.txt"), left=3)
        forms = {one.step: one for one in procedure.dialogs}
        steps = Steps()
        for text in procedure.undo:
            form = forms.get(text)
            said = plain(soft(form.opening if form else text), selectable=True)
            steps.add(Stack(said, filled_in(form), gap=GRID // 2) if form else said)
        return Stack(steps, left=3)


class ChangedPart(QWidget):
    """What is to change in a configuration file: line, before and after, and what people decide."""

    def __init__(self, file: ChangedFile) -> None:
        super().__init__()
        column = Column(self)
        column.addWidget(plain(soft(file.name), font=bold_font()))
        changes = SlicedColumn(spacing=0)
        pairs = [self._pair(one) for one in file.changes]
        longest = max((line for pair in pairs for line in pair), key=lambda one: len(one.label), default=None)
        changes.fill(partial(copy_rows, pair, longest) for pair in pairs)
        column.addWidget(changes)
        if file.left:
            column.addWidget(plain(self.tr("To be decided by hand:")))
            left = SlicedColumn(spacing=GRID // 2)
            left.fill(partial(Remark, soft(line), role=Role.WARNING) for line in file.left)
            column.addWidget(left)

    def _pair(self, change: Change) -> list[Line]:
        line = self.tr("Line {number}").format(number=change.line)
        return [
            Line(self.tr("{line}, before").format(line=line), change.before or "—"),
            Line(self.tr("{line}, after").format(line=line), change.after),
        ]


class PlannedPart(QWidget):
    """What the plan does, and behind a click its records and the handset's configuration."""

    def __init__(self, planned: Planned) -> None:
        super().__init__()
        self._planned = planned
        column = Column(self)
        column.addWidget(plain(soft(planned.sentence)))
        if planned.stale:
            column.addWidget(Remark(planned.stale, role=Role.WARNING))
        column.addWidget(Disclosure(self.tr("Records and configuration"), self._code))

    def _code(self) -> QWidget:
        planned = self._planned
        zone = self.tr("Records in the zone {zone}").format(zone=planned.zone)
        rows = CopyRows()
        rows.set_lines([Line(label, value) for label, value in planned.cms])
        return Stack(
            code(zone, planned.zone_lines, "records.txt"),
            code(self.tr("The handset's configuration, as XML"), planned.xml_lines, "handset.xml"),
            plain(self.tr("The same in CMS"), font=bold_font()),
            rows,
            left=3,
        )
