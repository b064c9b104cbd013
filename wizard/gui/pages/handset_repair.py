"""The repair of each file: what changes, what is left to people, and saving the repaired copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from wizard.core.case.configured import Configured, Opened
from wizard.core.handset.repair import Saved, masked_sentence, save_repaired
from wizard.core.knowledge import Knowledge
from wizard.core.regular import is_folder
from wizard.gui.announce import announce
from wizard.gui.job import Job, Work
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.difference_view import MOST_ROWS, DifferenceView
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import bold_font, breakable, plain
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.visible import set_visible

MOST_LEFT = 12


class RepairTab(QWidget):
    """One file at a time; ``job`` makes the jobs that save."""

    copy_wanted = Signal(object, object)
    """The ConfigFile and the Path of its repaired copy, or of the file itself, to be opened instead."""
    said = Signal(str)

    def __init__(
        self, knowledge: Knowledge, job: Callable[[Work], Job], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._job = job
        self._configured: Configured | None = None
        self._listed: list[Opened] = []
        self._opened: Opened | None = None
        self._saved: dict[int, Saved] = {}
        self.picker = ChoiceBox()
        self.picker.setAccessibleName(self.tr("File to repair"))
        self.picker.currentIndexChanged.connect(lambda _number: self._draw())
        self.title = plain(font=bold_font())
        self.view = DifferenceView(self.tr("Lines before and after"))
        self.more = plain(role=Role.MUTED)
        self.save_button = button(self.tr("&Save the repaired copy…"), "save")
        self.save_button.clicked.connect(self.ask_where)
        self.open_button = button(self.tr("Open the repaired co&py instead"), "folder-open")
        self.open_button.clicked.connect(self._want_copy)
        self.again_button = button(self.tr("Open the file a&gain…"), "folder-open")
        self.again_button.clicked.connect(self.ask_for_original)
        self.masked = Remark()
        self.result = Remark()
        self.kept = plain(role=Role.MUTED)
        self._left_title = plain(self.tr("Left for you to decide"), font=bold_font())
        self._left = [Remark() for _ in range(MOST_LEFT)]
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QWidget()
        flow = Flow(buttons)
        flow.addWidget(self.save_button)
        flow.addWidget(self.again_button)
        flow.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.picker, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (
            self.title,
            self.view,
            self.more,
            self.masked,
            buttons,
            self.kept,
            self.result,
            self._left_title,
            *self._left,
        ):
            column.addWidget(widget)
        column.addStretch(1)

    def show_configured(self, configured: Configured) -> None:
        """Shows the repair of these files; the file that was shown stays shown."""
        self._configured = configured
        self._saved = {key: saved for key, saved in self._saved.items() if key in map(id, configured.files)}
        shown = self._opened.file.path if self._opened is not None else ""
        worth = [one for one in configured.opened if one.repair.edits or one.repair.left]
        listed = worth or list(configured.opened)
        with QSignalBlocker(self.picker):
            self.picker.set_choices({number: self._name(one) for number, one in enumerate(listed)})
            paths = [one.file.path for one in listed]
            self.picker.setCurrentIndex(paths.index(shown) if shown in paths else 0)
        self._listed = listed
        set_visible(self.picker, len(listed) > 1)
        self._draw()

    def _name(self, one: Opened) -> str:
        count = len(one.repair.edits)
        changes = self.tr("1 change") if count == 1 else self.tr("{count} changes").format(count=count)
        return f"{spelled(one.file.name)} ({changes})"

    def _draw(self) -> None:
        number = self.picker.currentIndex()
        self._opened = self._listed[number] if 0 <= number < len(self._listed) else None
        one = self._opened
        if one is None:
            return
        changes = bool(one.repair.edits)
        name = breakable(spelled(one.file.name))
        title = self.tr("What changes in {name}") if changes else self.tr("Nothing to repair in {name}")
        self.title.setText(title.format(name=name))
        self.view.show_rows(one.rows)
        set_visible(self.view, changes)
        cut = len(one.rows) - MOST_ROWS
        self.more.setText(self.tr("{count} more lines are not shown here.").format(count=f"{cut:,}"))
        set_visible(self.more, cut > 0)
        set_visible(self.save_button, self.can_save)
        set_visible(self.again_button, self.must_reopen)
        self._explain(one)
        self._show_left(one)
        self._show_saved()

    def _explain(self, one: Opened) -> None:
        text = self.tr(
            "Everything else stays as it is. If you save over the original, it is kept as {name}.orig."
        )
        name = breakable(spelled(one.file.name))
        self.kept.setText(text.format(name=name))
        set_visible(self.kept, self.can_save)
        self.masked.say(masked_sentence(name) if self.must_reopen else "", Role.WARNING)

    def _show_left(self, one: Opened) -> None:
        told = {}
        for left in one.repair.left:
            title = self._knowledge.explain(left.finding).unstopped
            told[title] = f"{title}. {left.reason}"
        set_visible(self._left_title, bool(told))
        for remark, text in zip(self._left, [*told.values(), *[""] * MOST_LEFT], strict=False):
            remark.say(breakable(spelled(text)), Role.WARNING)

    # Saving

    @property
    def can_save(self) -> bool:
        """Whether the file shown has something to save."""
        one = self._opened
        return one is not None and bool(one.repair.edits) and not one.file.masked

    @property
    def must_reopen(self) -> bool:
        """Whether what would be saved lacks what a saved case leaves out."""
        one = self._opened
        return one is not None and bool(one.repair.edits) and one.file.masked

    def ask_for_original(self) -> None:
        """Asks for the file that a saved case has without its passwords; it comes in its place."""
        if self._opened is None:
            return
        file = self._opened.file
        # Not the folder that the case names: a case may come from anybody, and a look at a share is a log-in.
        dialog = QFileDialog(self, self.tr("Open {name} again").format(name=spelled(file.name)))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Configuration files (*.cfg *.xml *.txt)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.copy_wanted.emit(file, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_where(self) -> None:
        """Asks for a file and saves there."""
        if self._opened is None:
            return
        file = self._opened.file
        dialog = QFileDialog(self, self.tr("Save the repaired copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        folder = Path(file.path).parent
        if is_folder(folder):
            dialog.setDirectory(str(folder))
        dialog.selectFile(file.name)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Saves in the background; says under the button where it went, or why not."""
        if self._opened is None:
            return
        one = self._opened
        self.save_button.setEnabled(False)
        job = self._job(lambda _cancelled: save_repaired(one.repair, path))
        job.finished.connect(lambda saved: self._keep(one, saved))
        job.failed.connect(lambda summary, _details: self._keep(one, Saved(path, problem=summary)))
        job.start()

    def _keep(self, one: Opened, saved: Saved) -> None:
        self._saved[id(one.file)] = saved
        self.save_button.setEnabled(True)
        self._show_saved()
        text = self._words(saved)
        announce(self, text)
        self.said.emit(text)

    def _words(self, saved: Saved) -> str:
        if saved.problem:
            return saved.problem
        text = self.tr("Saved as {path}.").format(path=saved.path)
        if saved.kept is not None:
            text += " " + self.tr("What was there is kept as {name}.").format(name=saved.kept.name)
        return text

    def _show_saved(self) -> None:
        saved = self._saved.get(id(self._opened.file)) if self._opened is not None else None
        self.result.say(
            breakable(spelled(self._words(saved))) if saved is not None else "",
            Role.FAILED if saved is not None and saved.problem else Role.OK,
        )
        set_visible(self.open_button, saved is not None and not saved.problem)

    def _want_copy(self) -> None:
        if self._opened is None:
            return
        saved = self._saved.get(id(self._opened.file))
        if saved is not None and not saved.problem:
            self.copy_wanted.emit(self._opened.file, saved.path)
