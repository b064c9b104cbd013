"""Settings beside the program where portable.ini is, else this user's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from wizard.gui import app
from wizard.gui.places import PORTABLE, leave_program_folder, places


def test_without_the_file_they_are_this_user_s(tmp_path: Path) -> None:
    app.name_application()
    found = places(tmp_path / "Handset Failover Wizard.exe")
    assert found.settings is None
    assert tmp_path not in found.data.parents
    assert found.cases == found.data / "cases"
    of_user = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    assert found.data == Path(of_user)


def test_with_it_everything_is_beside_the_program(tmp_path: Path) -> None:
    (tmp_path / PORTABLE).touch()
    found = places(tmp_path / "Handset Failover Wizard.exe")
    assert found.settings == tmp_path / PORTABLE
    assert (found.cases, found.log) == (tmp_path / "data/cases", tmp_path / "data/log")
    assert [path.name for path in tmp_path.iterdir()] == [PORTABLE]


def test_a_checkout_is_never_portable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / PORTABLE).touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert places().settings is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert places().settings == tmp_path / PORTABLE


def test_a_stick_that_is_write_protected_leaves_this_user_s_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / PORTABLE).touch()

    def refused(_path: Path, _mode: str) -> None:
        raise PermissionError(13, "write-protected")

    # Root may write where the file system lets anybody write.
    monkeypatch.setattr(Path, "open", refused)
    assert places(tmp_path / "program.exe").settings is None


def test_dialogs_do_not_begin_in_the_program_s_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a shortcut starts it, and where few may write."""
    program, elsewhere = tmp_path / "installed/program.exe", tmp_path / "logs"
    for folder in (program.parent, elsewhere):
        folder.mkdir()
    monkeypatch.chdir(elsewhere)
    leave_program_folder(places(program), program)
    assert Path.cwd() == elsewhere, "who starts it elsewhere wants to be there"
    monkeypatch.chdir(program.parent)
    leave_program_folder(places(program))
    assert Path.cwd() == program.parent, "a checkout is no installed program"
    leave_program_folder(places(program), program)
    assert Path.cwd() not in (program.parent, elsewhere)
    (program.parent / PORTABLE).touch()
    monkeypatch.chdir(program.parent)
    leave_program_folder(places(program), program)
    assert Path.cwd() == program.parent, "a stick is carried along with what was saved"
