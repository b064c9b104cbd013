"""The handset: its configuration for the plan, and what is wrong in the files that it has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QT_TR_NOOP
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from wizard.core.case.case import Case
from wizard.core.case.configured import Configured
from wizard.core.case.judging import Judge
from wizard.core.case.steps import Step
from wizard.core.handset.config_file import ConfigFile
from wizard.gui.pages.base import Page
from wizard.gui.pages.handset_checking import Checking
from wizard.gui.pages.handset_opening import FilesOpening, Read
from wizard.gui.pages.handset_writing import Writing
from wizard.gui.slices import Curtain
from wizard.gui.theme import mark
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.tabs import Tabs
from wizard.gui.widgets.visible import set_visible

WRITE, CHECK = range(2)


class HandsetPage(Page):
    """Two sides: write the configuration for the plan, or check the files that a handset has."""

    step = Step.HANDSET
    by_parts = True
    title = str(QT_TR_NOOP("Configure the handset"))
    lead = str(QT_TR_NOOP("Write what the handset needs for the plan, or check the files that it has."))

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self._case = Case()
        self._seen = False
        self._curtain = Curtain(self)
        self.opening = FilesOpening(judge, self.job, self)
        self.open_button = button(self.tr("&Open a configuration…"), "folder-open")
        self.add_beside_title(self.open_button)
        self._knowledge = judge.knowledge
        self.writing = Writing()
        self._checking: Checking | None = None
        self._place = QWidget()
        QVBoxLayout(self._place).setContentsMargins(0, 0, 0, 0)
        self.sides = Tabs()
        self.sides.addTab(self.writing, self.tr("Write it for the plan"))
        self.sides.addTab(self._place, self.tr("Check files"))
        self.content.addWidget(self.sides)
        self._connect()
        self._choose_primary()

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.ask_which)
        self.sides.currentChanged.connect(lambda _number: self._choose_primary())
        self.writing.case_edited.connect(self._take_over)
        self.writing.step_requested.connect(self.step_requested)
        self.opening.changed.connect(self._show_work)
        self.opening.opened.connect(self._opened)
        self.opening.prepared.connect(self._prepared)
        self.opening.failed.connect(self._complain)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self).activated.connect(self.ask_which)

    @property
    def checking(self) -> Checking:
        """The side that checks files, made when it is first needed: it is half of the page."""
        if self._checking is None:
            self._checking = self._make_checking()
            self._checking.show_case(self._case)
        return self._checking

    def _make_checking(self) -> Checking:
        made = Checking(self._knowledge, self.job)
        made.case_edited.connect(self._take_over)
        made.step_requested.connect(self.step_requested)
        made.said.connect(self.said)
        made.open_wanted.connect(self.ask_which)
        made.copy_wanted.connect(self._open_copy)
        made.cancel_wanted.connect(self.opening.cancel)
        made.primary_changed.connect(self._choose_primary)
        layout = self._place.layout()
        assert layout is not None
        layout.addWidget(made)  # Last in the tab order, as it is last on the page.
        made.show()  # Now and not in the next round, or the page would jump.
        return made

    # Opening

    def ask_which(self) -> None:
        """Asks for files and opens them."""
        dialog = QFileDialog(self, self.tr("Open a configuration"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Configuration files (*.cfg *.xml *.txt)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.open_paths([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_paths(self, paths: Sequence[Path], instead: tuple[ConfigFile, ...] = ()) -> None:
        """Opens files of a handset; each becomes one of the case, in the place of those ``instead``."""
        self.sides.setCurrentIndex(CHECK)
        self.checking.forget_notice()
        self.opening.open(paths, self._case, instead)

    def _open_copy(self, original: ConfigFile, path: Path) -> None:
        """Opens a repaired copy, or the file itself again, in the place of what is open."""
        self.open_paths([path], (original,))

    def _opened(self, read: Read) -> None:
        self.checking.show_configured(read.configured)
        self.case_changed.emit(read.into)
        if self.isVisible():
            self._curtain.drop()  # Hundreds of findings are painted in a turn of their own.
        count = len(read.configured.judgement.findings)
        text = self.tr("Files read. Findings: {count}.").format(count=count)
        self.said.emit(text)

    def _prepared(self, configured: Configured) -> None:
        if configured.fits(self._case):
            self.checking.show_configured(configured)
            self._draw_side()

    def _complain(self, sentence: str) -> None:
        self.sides.setCurrentIndex(CHECK)
        self.checking.complain(sentence)
        self.said.emit(" ".join(sentence.split("\n")))

    def _show_work(self) -> None:
        names = self.opening.names
        if names or self._checking is not None:
            self.checking.show_work(self.tr("Reading {names}…").format(names=names) if names else "")

    # The case

    def show_case(self, case: Case) -> None:
        self._case = case
        self.writing.show_case(case)
        if self._checking is not None:
            self._checking.show_case(case)
        if not self._seen and case.configurations and case.plan is None:
            self.sides.setCurrentIndex(CHECK)
        self._seen = True
        if case.configurations and not self.checking.is_up_to_date:
            self.opening.prepare(case)
        self._draw_side()

    def _draw_side(self) -> None:
        count = len(self._case.configurations)
        text = self.tr("Check files ({count})").format(count=count) if count else self.tr("Check files")
        self.sides.setTabText(CHECK, text)
        self._choose_primary()

    def _take_over(self, case: Case) -> None:
        if case is not self._case:
            self._case = case
            self.case_edited.emit(case)

    def _choose_primary(self) -> None:
        checking = self.sides.currentIndex() == CHECK
        # The empty side has a button of its own for that.
        set_visible(self.open_button, not checking or bool(self._case.configurations))
        before = self.primary
        self.primary = self.checking.primary if checking else None
        if self.primary is before:
            return
        if before is not None:
            mark(before, "kind", "")
        if self._checking is not None:
            self._checking.colour_icons(self.primary)
        self.primary_changed.emit()
