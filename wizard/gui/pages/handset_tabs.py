"""The handset's configuration in its forms: XML for all lines or for one, CMS, and logging."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.handset.configuration import (
    Family,
    HandsetSettings,
    Parameter,
    block,
    cms_fields,
    document,
    groups,
    log_steps,
    logging_block,
    logging_document,
    logging_parameters,
)
from wizard.core.knowledge import Basis
from wizard.core.plan.deployment import Deployment
from wizard.gui.pages.handset_remarks import Remarks
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.copy_rows import CopyRows, Line
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.notes import Remark, Steps

MOST_LINES = 30
"""Everything that a plan needs, without a scroll bar."""


def _column(page: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)


def _lines(parameters: Iterable[Parameter]) -> list[Line]:
    return [Line(one.name, one.value, one.why, f'{one.name}="{one.value}"') for one in parameters]


class XmlTab(QWidget):
    """The parameters of one family as a file or as a block to paste into one."""

    taken = Signal()
    """Something was copied or saved."""

    def __init__(self, family: Family, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.family = family
        self._where = plain(role=Role.MUTED)
        self.code = CodeBlock(most_lines=MOST_LINES)
        self.code.copied.connect(self.taken)
        self.code.saved.connect(lambda _path: self.taken.emit())
        self.parameters = CopyRows()
        self.parameters.copied.connect(self.taken)
        self.remarks = Remarks()
        _column(
            self,
            self._where,
            self.code,
            heading(self.tr("What each parameter does")),
            self.parameters,
            heading(self.tr("Good to know")),
            self.remarks,
        )

    def show_plan(self, plan: Deployment, settings: HandsetSettings, *, whole: bool) -> None:
        """``settings`` of this tab's family; ``whole`` for a complete file."""
        voip = self.family is Family.VOIP
        stem = "site" if voip else f"line-{settings.line}"
        if whole and voip:
            where = self.tr(
                "A complete file. If the provisioning server already has a site.cfg, do not replace it: "
                "paste the block into it."
            )
        elif whole:
            where = self.tr(
                "A complete file. If the handset already has a file, paste the block into that one."
            )
        else:
            where = self.tr("Paste it inside the outermost element of a file that is already there.")
        self._where.setText(where)
        text = document(plan, settings) if whole else block(plan, settings)
        self.code.set_text(text, file_name=f"{stem}.cfg" if whole else f"{stem}-block.xml")
        found = [parameter for group in groups(plan, settings) for parameter in group.parameters]
        self.parameters.set_lines(_lines(found))
        self.remarks.show_for(plan, settings)


class CmsTab(QWidget):
    """What to type in CMS, field by field."""

    taken = Signal()
    """A field was copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = CopyRows()
        self.fields.copied.connect(self.taken)
        one_name = Remark(
            self.tr(
                "Type the name alone. The bulletin's pictures show an IP address, a comma and the domain: "
                "that makes two servers, and the handset registers with both at once."
            ),
            role=Role.WARNING,
            source=basis_line(Basis.INFERRED, self.tr("from CS-14-17, Description and Step 1")),
        )
        _column(
            self,
            plain(self.tr("Type these into the fields of the line."), role=Role.MUTED),
            self.fields,
            one_name,
        )

    def show_plan(self, plan: Deployment, settings: HandsetSettings) -> None:
        """The four fields that the bulletin shows."""
        self.fields.set_lines([Line(label, value) for label, value in cms_fields(plan, settings)])


class LoggingTab(QWidget):
    """How to get a log; needs no plan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = CodeBlock(self.tr("Logging parameters"))
        self.parameters = CopyRows()
        self.parameters.set_lines(_lines(logging_parameters()))
        source = plain(basis_line(Basis.VENDOR, "CS-14-17, Troubleshooting"), role=Role.MUTED)
        self.steps = Steps(log_steps())
        _column(
            self,
            self.code,
            self.parameters,
            heading(self.tr("How to get the log: the 1-5-9 keys")),
            self.steps,
            source,
        )

    def show_form(self, *, whole: bool) -> None:
        """``whole`` for a complete file."""
        text = logging_document() if whole else logging_block()
        self.code.set_text(text, file_name="logging.cfg" if whole else "logging-block.xml")
