"""What the uninstaller removes: what was installed, by name, and nothing of anybody else."""

from __future__ import annotations

from pathlib import Path

import installer


def built(folder: Path) -> Path:
    for name in ("a.exe", "_internal/b.dll", "_internal/numpy/$core.pyd", "licenses/Qt 6/LGPL.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_every_file_is_removed_by_name_and_then_every_folder_from_the_deepest(tmp_path: Path) -> None:
    lines = installer.removal(built(tmp_path)).splitlines()
    assert sorted(lines[:4]) == [
        r'Delete "$INSTDIR\_internal\b.dll"',
        r'Delete "$INSTDIR\_internal\numpy\$$core.pyd"',
        r'Delete "$INSTDIR\a.exe"',
        r'Delete "$INSTDIR\licenses\Qt 6\LGPL.txt"',
    ]
    assert set(lines[4:6]) == {r'RMDir "$INSTDIR\_internal\numpy"', r'RMDir "$INSTDIR\licenses\Qt 6"'}
    assert set(lines[6:]) == {r'RMDir "$INSTDIR\_internal"', r'RMDir "$INSTDIR\licenses"'}


def test_nothing_of_the_program_s_folder_is_removed_whatever_is_in_it() -> None:
    """With /r a folder would go with what somebody else keeps in it; the settings' own are the program's."""
    script = (installer.HERE / "windows/installer.nsi").read_text(encoding="utf-8")
    whole = [line.strip() for line in script.splitlines() if line.strip().startswith("RMDir /r")]
    assert whole == [r'RMDir /r "$APPDATA\failover-wizard"']
