"""How a fix summary is handed over: saved in a form, printed, copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QVBoxLayout, QWidget

from wizard.core.case.handover import ZIP, Handover, save_handover, save_key
from wizard.core.case.redaction import redacted
from wizard.core.case.summary import Form
from wizard.core.case.summary_document import document_of
from wizard.gui.announce import announce
from wizard.gui.job import Job, Work
from wizard.gui.pages.summary_order import Order
from wizard.gui.pages.summary_saved import SavedRow
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button, set_icon
from wizard.gui.widgets.code_block import FEEDBACK_MS
from wizard.gui.widgets.rows import Flow
from wizard.paper import Paper, paint

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MARGINS_MM = 15


def usual_paper() -> Paper:
    """What lies in the printers of the country that this computer is set to."""
    system = QLocale.system()
    letter = system.measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return Paper.LETTER if letter else Paper.A4


class HandOver(QWidget):
    """The row of buttons, and under it what became of them.

    ``order`` tells what is to be handed over now, ``start`` makes a job of the page.
    """

    said = Signal(str)
    failed = Signal(str, str)
    """A defect, as :class:`~wizard.gui.job.Job` reports it."""

    def __init__(self, order: Callable[[], Order], start: Callable[[Work], Job]) -> None:
        super().__init__()
        self._order, self._start = order, start
        self._printer: QPrinter | None = None
        self.saved = SavedRow()
        self._make_buttons()
        self.row = Flow()
        for one in self.buttons:
            self.row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(self.row)
        column.addWidget(self.saved)

    def _make_buttons(self) -> None:
        self.pdf_button = button(self.tr("Save as &PDF…"), "save", primary=True)
        self.pdf_button.clicked.connect(lambda: self.ask_where(Form.PDF))
        self.html_button = button(self.tr("Save as &HTML…"), "save")
        self.html_button.clicked.connect(lambda: self.ask_where(Form.HTML))
        self.forms_button = button(self.tr("Other for&ms"), "file-text")
        menu = QMenu(self.forms_button)
        for form, text in (
            (Form.TEXT, self.tr("&Text, for an e-mail…")),
            (Form.MARKDOWN, self.tr("&Markdown, for a ticket or a wiki…")),
            (Form.CSV, self.tr("Table of &findings (CSV)…")),
            (Form.JSON, self.tr("&Data for other programs (JSON)…")),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False, wanted=form: self.ask_where(wanted))
        menu.addSeparator()
        bundle = menu.addAction(self.tr("Everything of the visit in one file (&zip)…"))
        bundle.triggered.connect(lambda: self.ask_where(None))
        self.key_action = menu.addAction(self.tr("&Key: what stands for what…"))
        self.key_action.triggered.connect(self.ask_where_key)
        menu.aboutToShow.connect(lambda: self.key_action.setEnabled(self._order().outside))
        self.forms_button.setMenu(menu)
        self.print_button = button(self.tr("P&rint…"), "printer")
        self.print_button.clicked.connect(self.ask_printer)
        self._copy_words = self.tr("&Copy as text")
        self.copy_button = button(self._copy_words, "copy")
        self.copy_button.clicked.connect(self.copy)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(FEEDBACK_MS)
        self._back.timeout.connect(lambda: self._offer_copy(copied=False))

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """All buttons that need a summary, in their order."""
        return (self.pdf_button, self.html_button, self.forms_button, self.print_button, self.copy_button)

    def _job(self, work: Work) -> Job:
        job = self._start(work)
        job.failed.connect(self.failed)
        return job

    # Into a file

    def ask_where(self, form: Form | None) -> None:
        """Asks for a file of this form, or of the bundle for None, and saves there."""
        names = {
            Form.PDF: self.tr("PDF (*.pdf)"),
            Form.HTML: self.tr("Web page (*.html *.htm)"),
            Form.TEXT: self.tr("Text (*.txt)"),
            Form.MARKDOWN: self.tr("Markdown (*.md *.markdown)"),
            Form.CSV: self.tr("Table (*.csv)"),
            Form.JSON: self.tr("Data (*.json)"),
            None: self.tr("Everything in one file (*.zip)"),
        }
        name = self._order().name + (form.value if form is not None else ZIP)
        self._ask(self.tr("Save the fix summary"), names[form], name, self.save_to)

    def ask_where_key(self) -> None:
        """Asks for a file for the key, and saves it there."""
        name = f"{self._order().name}-key.csv"
        self._ask(
            self.tr("Save the key, for yourself alone"), self.tr("Table (*.csv)"), name, self.save_key_to
        )

    def _ask(self, title: str, kind: str, name: str, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(kind)
        dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Saves in the background; says under the buttons where, or why not."""
        order = self._order()
        self._save(path, lambda: save_handover(order.case, order.judge(), path, order.wish()))

    def save_key_to(self, path: Path) -> None:
        """Saves what stands for what in everything that goes outside."""
        case = self._order().case
        self._save(path, lambda: _told(save_key(redacted(case), path)))

    def _save(self, path: Path, save: Callable[[], Handover]) -> None:
        job = self._job(lambda _cancelled: save())
        job.finished.connect(lambda made: self._saved(path, made))
        job.start()

    def _saved(self, path: Path, made: Handover) -> None:
        if made.problem:
            self._refuse(made)
        else:
            self.said.emit(self.saved.show_saved(path))

    def _refuse(self, made: Handover) -> None:
        """The whole of it stands in the page; the bar below has room for little."""
        self.saved.show_problem(made.problem)
        self.said.emit(made.brief)

    # On paper

    def ask_printer(self) -> None:
        """Asks for a printer and prints there; without one says what to do instead."""
        from PySide6.QtPrintSupport import QPrinterInfo

        # A printer that is far away may let the system wait.
        job = self._job(lambda _cancelled: bool(QPrinterInfo.availablePrinterNames()))
        job.finished.connect(self._show_printers)
        job.start()

    def _show_printers(self, any_there: bool) -> None:
        if not any_there:
            text = self.tr("No printer is installed here. Save as PDF, and print that where there is one.")
            self.said.emit(self.saved.show_problem(text))
            return
        from PySide6.QtCore import QMarginsF
        from PySide6.QtGui import QPageLayout
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        order = self._order()
        printer.setPageSize(order.paper.size)
        side = float(MARGINS_MM)
        printer.setPageMargins(QMarginsF(side, side, side, side), QPageLayout.Unit.Millimeter)
        printer.setDocName(order.name)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(self.tr("Print the fix summary"))
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)  # QPrintDialog's own wants to be told whom to call.

    def print_on(self, printer: QPrinter) -> None:
        """Prints in the background; says under the buttons that it is on its way, or why not."""
        self._printer = printer  # It is destroyed here, not in the thread.
        order = self._order()

        def work(_cancelled: object) -> Handover:
            checked = order.written(Form.TEXT)
            if checked.problem:
                return checked
            try:
                paint(document_of(order.summary()), printer)
            except OSError as error:
                problem = self.tr("It was not printed: {problem}. Choose another printer.")
                return _told(problem.format(problem=error))
            return Handover()

        job = self._job(work)
        job.finished.connect(lambda made: self._printed(printer.printerName(), made))
        job.start()

    def _printed(self, name: str, made: Handover) -> None:
        self._printer = None
        if made.problem:
            self._refuse(made)
        else:
            self.said.emit(self.tr("Sent to the printer {name}.").format(name=name))

    # Into an e-mail

    def copy(self) -> None:
        """Puts the text form, as of now, on the clipboard and says so."""
        order = self._order()
        job = self._job(lambda _cancelled: order.written(Form.TEXT))
        job.finished.connect(self._copied)
        job.start()

    def _copied(self, made: Handover) -> None:
        if made.problem:
            self._refuse(made)
            return
        QGuiApplication.clipboard().setText(made.data.decode("utf-8").replace("\r\n", "\n"))
        self._offer_copy(copied=True)
        announce(self.copy_button, self.tr("Copied"))
        self._back.start()

    def _offer_copy(self, *, copied: bool) -> None:
        self.copy_button.setMinimumWidth(self.copy_button.width())
        self.copy_button.setText(self.tr("Copied") if copied else self._copy_words)
        set_icon(self.copy_button, "check" if copied else "copy", Role.OK if copied else Role.TEXT)


def _told(problem: str) -> Handover:
    """What became of it in one sentence, empty where all is well."""
    return Handover(problem=problem, brief=problem)
