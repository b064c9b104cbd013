"""What to open: asked for in a dialog, dropped, pasted, or the practice case's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.core.case.case import Case
from wizard.core.log.finder import Log
from wizard.gui.job import Job, Work
from wizard.gui.pages import log_sources
from wizard.gui.widgets.log_intro import LogIntro, PastePane
from wizard.gui.widgets.log_tabs import short_names


class LogChoosing(QObject):
    """Reads no log: it tells what is wanted, and the page has it opened.

    Its ``intro`` and ``pane`` are for the page to place, the pane while ``pasting``. ``case`` gives the
    case as it is now; ``window`` is where its keys work, and the dialogs' parent.
    """

    wanted = Signal(object, str)
    """list[Source], and their names for people."""
    folders_wanted = Signal(object)
    """list[Path]: folders, archives and files to show side by side."""
    changed = Signal()
    """``pasting`` has changed."""
    known = Signal(str)
    """The name of the open log that is the same as the pasted text."""
    failed = Signal(str)

    def __init__(self, job: Callable[[Work], Job], case: Callable[[], Case], window: QWidget) -> None:
        super().__init__(window)
        self._make_job = job
        self._case = case
        self._window = window
        self.pasting = False
        self.intro = LogIntro()
        self.pane = PastePane()
        self._connect()

    def _connect(self) -> None:
        self.intro.open_button.clicked.connect(self.ask_which)
        self.intro.folder_button.clicked.connect(self.ask_which_folder)
        self.intro.paste_button.clicked.connect(self.open_pane)
        self.intro.samples_button.clicked.connect(self.open_samples)
        self.pane.pasted.connect(self.open_text)
        self.pane.cancelled.connect(self.close_pane)
        for keys, action in (
            (QKeySequence.StandardKey.Open, self.ask_which),
            (QKeySequence("Ctrl+Shift+O"), self.ask_which_folder),
            (QKeySequence.StandardKey.Paste, self.paste),
        ):
            QShortcut(keys, self._window).activated.connect(action)

    # Files and folders

    def ask_which(self) -> None:
        """Asks for files and opens them."""
        dialog = QFileDialog(self._window, self.tr("Open a log"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        logs = self.tr("Logs (*.log *.log.* *.txt *.gz *.zip *.tar *.tgz *.eml)")
        dialog.setNameFilters([logs, self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.open_paths([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_which_folder(self) -> None:
        """Asks for a folder and shows its logs side by side."""
        dialog = QFileDialog(self._window, self.tr("Open a folder of logs"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(lambda names: self.folders_wanted.emit([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens log files and archives; a folder, or many logs, are shown side by side instead."""
        paths = [path.absolute() for path in paths]
        job = self._make_job(lambda _cancelled: log_sources.are_many(paths))
        job.finished.connect(lambda many: self._open_found(paths, many=many))
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        job.start()

    def _open_found(self, paths: Sequence[Path], *, many: bool) -> None:
        if many:
            self.folders_wanted.emit(paths)
        else:
            names = short_names([str(path) for path in paths])
            self.wanted.emit(log_sources.files(paths), ", ".join(names))

    def open_log(self, log: Log) -> None:
        """Opens a log that was found in a folder or an archive."""
        self.wanted.emit(log_sources.logs([log]), short_names([log.name])[0])

    def open_samples(self) -> None:
        """Opens the practice case's logs, the broken one in front."""
        self.wanted.emit(log_sources.samples(), self.tr("the sample logs"))

    # Pasting

    def paste(self) -> None:
        """Opens what is on the clipboard: files, or text."""
        source = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.open_paths(paths)
        elif source.text().strip():
            self.open_text(source.text())
        else:
            self.open_pane()

    def open_pane(self) -> None:
        """Shows the pane to paste a log into."""
        self.pasting = True
        self.changed.emit()
        self.pane.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_pane(self) -> None:
        """Back to what was shown; the pane keeps its text."""
        self.pasting = False
        self.changed.emit()

    def finish(self) -> None:
        """What was wanted is open: the pane has done its work. The page shows it at once."""
        self.pasting = False
        self.pane.editor.clear()

    def open_text(self, text: str) -> None:
        """Opens pasted text as a log of its own; the same text again is shown again."""
        text = text.replace("\N{NO-BREAK SPACE}", " ")  # As it is read from a file.
        known = next((log for log in self._case().logs if log.text == text), None)
        if known is None:
            name = self._free_name()
            self.wanted.emit(log_sources.text(name, text), name)
        else:
            self.pasting = False
            self.known.emit(known.review.name)

    def _free_name(self) -> str:
        taken = {log.review.name for log in self._case().logs}
        number, name = 1, self.tr("Pasted log")
        while name in taken:
            number += 1
            name = self.tr("Pasted log {number}").format(number=number)
        return name
