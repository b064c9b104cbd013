"""Above a folder's logs: how far they are read, how many there are, and the verdict of all of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wizard.core.diagnosis.causes import Fleet
from wizard.gui.pages.log_folder import FolderWork
from wizard.gui.theme import Role
from wizard.gui.widgets.busy_row import BusyRow
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.fleet_words import count_words, gone_words, names_of, say_causes, say_nothing
from wizard.gui.widgets.labels import breakable, escaped, plain
from wizard.gui.widgets.verdict_banner import VerdictBanner


class FolderHead(Column):
    """Tells what :class:`FolderWork` is doing, and what is known of it by now."""

    def __init__(self, work: FolderWork) -> None:
        super().__init__()
        self._work = work
        self._low = False
        self.verdict = VerdictBanner()
        self.busy_row = BusyRow()
        self.counts = plain(role=Role.MUTED)
        for widget in (self.busy_row, self.verdict, self.counts):
            self.addWidget(widget)

    def set_low(self, low: bool) -> None:
        """With little height the verdict is all; its tooltip has the rest. To be shown anew then."""
        self._low = low
        self.verdict.set_low(low)

    def show_progress(self, fleet: Fleet) -> None:
        """How far the logs are read, until all of them are shown."""
        work = self._work
        goes_on = work.running or (len(fleet.judged) < work.done and not work.stopped)
        self.busy_row.show_work(self._progress() if goes_on else "")

    def _progress(self) -> str:
        work = self._work
        if not work.total:
            text = QCoreApplication.translate("Fleet", "Looking for logs in {folder}…")
            return text.format(folder=names_of(work.paths))
        text = QCoreApplication.translate("Fleet", "Reading logs: {done} of {total}")
        return text.format(done=f"{work.done:,}", total=f"{work.total:,}")

    def show_fleet(self, fleet: Fleet) -> None:
        """What was read, and the verdict of it."""
        work = self._work
        # Before the first one is read, what stands above tells how far it is.
        nothing = not fleet.counted.files
        unknown = nothing and (work.running or (work.done > 0 and not fleet.judged))
        counted = count_words(
            fleet.counted, names_of(work.paths), stopped_of=work.total if work.stopped else 0
        )
        unread = nothing and (unknown or work.stopped)
        self.counts.setText("" if unread else breakable(counted))
        self.counts.setVisible(not unread and (work.stopped or not self._low))
        if unknown:
            return
        if fleet.causes:
            self._say_causes(fleet, counted)
        else:
            self.verdict.setToolTip("")
            say_nothing(
                self.verdict,
                names_of(work.paths),
                problems=bool(work.unfound or fleet.problems),
                gone=work.gone,
                watches=work.watches,
                stopped=work.stopped,
            )

    def _say_causes(self, fleet: Fleet, counted: str) -> None:
        hint = QCoreApplication.translate("Fleet", "To have a log in the fix summary, open it from the list.")
        gone = gone_words(self._work.gone, watches=self._work.watches)
        why = gone if self._low else f"{gone} {hint}".strip()
        say_causes(self.verdict, fleet.causes, fleet.counted, why)
        self.verdict.setToolTip(escaped(f"{counted}\n{hint}") if self._low else "")
