"""The cases of before: remembered newest first, and put on the shelf without taking another's place."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QSettings

from tests.core.case.cases import ROOT, broken, planned
from wizard.core.case.case import Case
from wizard.core.case.file import open_case, save
from wizard.gui.recent import MOST_RECENT, RECENT, Shelf, recent_cases, remember, visits_beyond
from wizard.gui.unclosed import Left


@pytest.mark.parametrize("before", [None, 7, {"a": 1}, [], "b.json", ["b.json", "a.json", ""]])
def test_the_latest_comes_first_whatever_the_settings_held(settings: QSettings, before: object) -> None:
    settings.setValue(RECENT, before)
    known = [path for path in recent_cases(settings) if path != Path("a.json")]
    remember(settings, Path("a.json"))
    assert recent_cases(settings) == [Path("a.json"), *known]


def test_the_oldest_is_forgotten(settings: QSettings) -> None:
    paths = [Path(f"{n}.json") for n in range(MOST_RECENT + 1)]
    for path in paths:
        remember(settings, path)
    assert recent_cases(settings) == paths[:0:-1]


OTHER_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from wizard.gui.recent import remember
remember(QSettings(sys.argv[1], QSettings.Format.IniFormat), Path(sys.argv[2]))
"""


def test_what_another_window_remembers_stays(settings: QSettings) -> None:
    """Each closes with work in it: both visits are found again, not only that of the last one."""
    remember(settings, Path("a.json"))
    command = [sys.executable, "-c", OTHER_WINDOW, settings.fileName(), "b.json"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    remember(settings, Path("c.json"))
    assert recent_cases(settings) == [Path("c.json"), Path("b.json"), Path("a.json")]
    subprocess.run([*command[:-1], "d.json"], cwd=ROOT, check=True, timeout=60)
    assert recent_cases(settings)[0] == Path("d.json")


def test_cases_of_one_moment_do_not_take_each_other_s_place(settings: QSettings, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "cases", settings)
    at = datetime(2026, 1, 2, 3, 4, 5)
    for notes in ("the first", "the second"):
        path = tmp_path / f"{notes}.json"
        case = replace(Case(), site="Hvidovre", notes=notes)
        assert not save(case, path)
        shelf.take(Left(path, QLockFile(f"{path}.lock"), case, at))
    names = ["Hvidovre-visit-2026-01-02-030405-2.json", "Hvidovre-visit-2026-01-02-030405.json"]
    assert recent_cases(settings) == [tmp_path / "cases" / name for name in names]
    assert [open_case(path).case.notes for path in recent_cases(settings)] == ["the second", "the first"]


def test_a_visit_is_kept_under_what_it_is_about(settings: QSettings, tmp_path: Path) -> None:
    """Else a list of recent cases would be one of clock times."""
    shelf = Shelf(tmp_path / "cases", settings)
    for case in (
        planned(),
        Case(logs=(broken(),)),
        replace(Case(), site="../../Hvidovre: main/site"),
        Case(),
    ):
        assert not shelf.keep(case)
    starts = [path.name.partition("visit-")[0] for path in recent_cases(settings)]
    assert starts == ["", "Hvidovre-main-site-", f"{broken().review.name}-", "testserver.eslab.local-"]
    assert all(path.parent == tmp_path / "cases" for path in recent_cases(settings))


def test_visits_that_a_list_has_no_room_for_are_counted(settings: QSettings, tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    assert visits_beyond(folder, []) == 0
    shelf = Shelf(folder, settings)
    for number in range(MOST_RECENT + 3):
        assert not shelf.keep(replace(Case(), site=f"Site {number}"))
    (folder / "a folder.json").mkdir()
    (folder / "notes.txt").write_text("no case", encoding="utf-8")
    assert len(recent_cases(settings)) == MOST_RECENT
    assert visits_beyond(folder, recent_cases(settings)) == 3
    remember(settings, tmp_path / "saved elsewhere.json")  # Which takes another one's place.
    assert visits_beyond(folder, recent_cases(settings)) == 4


def test_what_is_kept_of_the_practice_case_is_somebody_s_own(settings: QSettings, tmp_path: Path) -> None:
    assert not Shelf(tmp_path / "cases", settings).keep(replace(Case(), site="mine", practice=True))
    [path] = recent_cases(settings)
    assert open_case(path).case == replace(Case(), site="mine")


def test_what_cannot_be_put_there_stays_and_is_not_remembered(settings: QSettings, tmp_path: Path) -> None:
    (tmp_path / "cases").write_text("a file is in the way", encoding="utf-8")
    shelf = Shelf(tmp_path / "cases", settings)
    assert "was not saved" in shelf.keep(replace(Case(), site="Hvidovre"))
    path = tmp_path / "left.json"
    assert not save(Case(), path)
    shelf.take(Left(path, QLockFile(f"{path}.lock"), Case(), datetime(2026, 1, 2)))
    assert path.exists()
    assert recent_cases(settings) == []
