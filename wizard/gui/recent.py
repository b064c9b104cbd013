"""The cases of before: the list in the settings, and the folder for those that nobody saved under a name."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.case import Case
    from wizard.gui.unclosed import Left

RECENT = "recentCases"
MOST_RECENT = 8
_LONGEST = 60
_DAY, _TIME = "%Y-%m-%d", "-%H%M%S"
_SUFFIX = ".json"


def recent_cases(settings: QSettings) -> list[Path]:
    """The cases of before, newest first, as far as the settings are sound; also those of other windows."""
    settings.sync()  # What another window has written since then would be unknown here, and written over.
    stored = settings.value(RECENT)
    texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
    paths = [Path(text) for text in texts if isinstance(text, str) and text.strip()]
    return list(dict.fromkeys(paths))[:MOST_RECENT]


def remember(settings: QSettings, path: Path) -> None:
    """Makes a case the newest of them."""
    known = (one for one in recent_cases(settings) if one != path)
    settings.setValue(RECENT, [str(one) for one in (path, *known)][:MOST_RECENT])
    settings.sync()


def visits_beyond(folder: Path, listed: Iterable[Path]) -> int:
    """How many visits lie in the shelf's ``folder`` for which a list has no room. Asks the disk."""
    with suppress(OSError):
        return len({path for path in folder.glob(f"*{_SUFFIX}") if path.is_file()}.difference(listed))
    return 0


class Shelf:
    """A folder for cases without a name of their own. What is put there is a recent case, and stays."""

    def __init__(self, folder: Path, settings: QSettings) -> None:
        self._folder = folder
        self._settings = settings

    def keep(self, case: Case) -> str:
        """Saves a case there. One sentence if that went wrong, else empty."""
        from wizard.core.case.file import save

        path = self._free(case, datetime.now())
        # What was typed over the practice case is somebody's own work.
        problem = save(replace(case, practice=False), path)
        if not problem:
            remember(self._settings, path)
        return problem

    def take(self, left: Left) -> None:
        """Moves there the case that a window left behind, if any; where that fails, it stays where it is."""
        with suppress(OSError):
            if left.case is not None:
                path = self._free(left.case, left.at)
                left.path.replace(path)
                remember(self._settings, path)
        left.release()

    def _free(self, case: Case, at: datetime) -> Path:
        """A name that is not taken, and tells what the case is about.

        Makes the folder if it can; if not, saving says what is in the way.
        """
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        stem = _name(case, at)
        path = self._folder / f"{stem}{_SUFFIX}"
        number = 2
        while path.exists():
            path = self._folder / f"{stem}-{number}{_SUFFIX}"
            number += 1
        return path


def _name(case: Case, at: datetime) -> str:
    """``Hvidovre-visit-2026-01-02-030405``: the list of recent cases shows nothing else of them."""
    from wizard.core.case.summary import default_name

    return default_name(replace(case, site=named(case)), at.strftime(_DAY), "visit") + at.strftime(_TIME)


def named(case: Case) -> str:
    """What a case is about, in a few words: its site, else its domain, else its logs, if it has any."""
    from wizard.gui.widgets.raw_text import spelled

    plan = case.plan
    typed = case.draft.domain
    found = (text.strip() for text in (case.site, plan.name if plan else typed))
    shown = _cut(spelled(next((text for text in found if text), "")))
    return shown or _logs_of(case)


def _logs_of(case: Case) -> str:
    from wizard.gui.widgets.fleet_words import names_of

    return names_of([log.review.name.replace("\\", "/") for log in case.logs], _cut) if case.logs else ""


def _cut(shown: str) -> str:
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
