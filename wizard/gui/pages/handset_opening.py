"""Reading configuration files, and making those of a case ready, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject

from wizard.core.case.case import Case
from wizard.core.case.configured import Configured, configured_of, without
from wizard.core.case.judging import Judge
from wizard.core.handset.config_file import ConfigFile, open_config
from wizard.gui.job import Job, Work
from wizard.gui.pages.openings import Openings


@dataclass(frozen=True, slots=True)
class Read:
    """Files read for a case: ``known`` were in it, ``files`` are new, ``configured`` is all together.

    The files ``instead`` go out of the case for the new ones, and only now that these could be read.
    """

    known: tuple[ConfigFile, ...]
    files: tuple[ConfigFile, ...]
    configured: Configured
    problems: tuple[str, ...]
    instead: tuple[ConfigFile, ...] = ()

    def into(self, case: Case) -> Case:
        """The case with the new files; those judged already where nothing else has come meanwhile."""
        case = without(case, self.instead)
        if case.configurations == self.known:
            return replace(case, configurations=self.configured.files)
        return case.with_configurations(self.files)


class FilesOpening(Openings):
    """Opens files together, and makes those ready that came with a case or follow a new plan.

    ``opened`` gives a Read with at least one file, ``prepared`` a Configured: the files as the plan of now
    judges them.
    """

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QObject | None = None) -> None:
        super().__init__(job, parent)
        self._judge = judge

    def open(self, paths: Sequence[Path], case: Case, instead: tuple[ConfigFile, ...] = ()) -> None:
        """Reads and judges files as parts of ``case``."""
        job = self._job(lambda _cancelled: _read(paths, case, self._judge, instead))
        job.finished.connect(self._finish)
        self._open(job, ", ".join(path.name for path in paths))

    def prepare(self, case: Case) -> None:
        """Judges the files of the case."""
        self._prepare(lambda _cancelled: configured_of(case, self._judge))

    def _finish(self, read: Read | tuple[str, ...]) -> None:
        problems = read.problems if isinstance(read, Read) else read
        if isinstance(read, Read):
            self.opened.emit(read)
        if problems:
            self.failed.emit("\n".join(problems))


def _read(
    paths: Sequence[Path], case: Case, judge: Judge, instead: tuple[ConfigFile, ...]
) -> Read | tuple[str, ...]:
    """What was read, or nothing but sentences about why not."""
    found = [open_config(path) for path in paths]
    problems = tuple(file.problem for file in found if file.problem)
    files = tuple(file for file in found if not file.problem)
    if not files:
        return problems
    before = without(case, instead)
    after = before.with_configurations(files)
    return Read(before.configurations, files, configured_of(after, judge), problems, instead)
