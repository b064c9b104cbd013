"""What the Windows lab is made from."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import lab
import pytest
import wine

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the lab is for Linux")


def by_name() -> dict[str, str]:
    return {line.split("==")[0]: line for line in lab.locked()}


def test_the_lab_gets_what_windows_needs_and_nothing_for_developers_alone() -> None:
    found = by_name()
    assert {"pyside6-essentials", "shiboken6", "dnspython", "jinja2", "hyperscan"} <= found.keys()
    assert {"pyinstaller", "pefile", "pywin32-ctypes"} <= found.keys()  # the last two on Windows alone
    assert not {"pytest", "mypy", "macholib", "ruff"} & found.keys()


def test_every_package_is_of_one_version_and_has_its_hashes_and_no_condition() -> None:
    for line in lab.locked():
        assert re.fullmatch(r"[a-z0-9-]+==\S+( --hash=sha256:[0-9a-f]{64})+", line), line


def test_the_tests_get_what_they_need_apart_from_it() -> None:
    """In a folder of its own: what is built beside it must not come upon pytest."""
    found = {line.split("==")[0] for line in lab.locked(("dev",), lab.TESTERS)}
    assert found == lab.TESTERS
    assert {"pytest", "pytest-qt", "hypothesis"} <= found
    assert not by_name().keys() & (found - {"colorama"})


def test_numpy_is_the_one_that_wine_can_load() -> None:
    assert by_name()["numpy"].startswith("numpy==2.1.3 ")


def test_another_lock_or_recipe_makes_another_lab(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = lab.stamp()
    assert lab.stamp() == before
    other = tmp_path / "requirements.txt"
    other.write_bytes(lab.LOCKS["run"].read_bytes() + b"# one line more\n")
    monkeypatch.setitem(lab.LOCKS, "run", other)
    assert lab.stamp() != before


def test_the_lab_lies_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAILOVER_WINE_LAB", str(tmp_path))
    assert lab.folder() == tmp_path
    monkeypatch.delenv("FAILOVER_WINE_LAB")
    assert lab.folder() == lab.ROOT / "build/wine"


def test_a_folder_of_somebody_else_is_not_cleared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("all of it")
    monkeypatch.setenv("FAILOVER_WINE_LAB", str(tmp_path))
    monkeypatch.setattr(lab, "system", lambda: None)
    with pytest.raises(lab.Stop, match="is not empty"):
        lab.ready()
    assert (tmp_path / "thesis.txt").exists()


def test_windows_sees_a_file_of_this_computer_on_its_drive_z(tmp_path: Path) -> None:
    assert wine.windows_path(Path("/tmp/a b/ü.json")) == r"Z:\tmp\a b\ü.json"


def test_the_checkout_s_own_python_and_qt_do_not_reach_windows_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    env = wine.Wine(tmp_path, ":5").environment({"QT_QPA_PLATFORM": "windows"})
    assert "PYTHONPATH" not in env
    assert (env["QT_QPA_PLATFORM"], env["DISPLAY"]) == ("windows", ":5")


def test_what_wine_holds_back_is_handed_on_by_a_windows_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Wine passes no variable that begins with QT_, and so the wrong platform would be tried unseen."""
    monkeypatch.setattr(wine, "WINE", sys.executable)
    prefix = wine.Wine(tmp_path / "prefix", ":5")
    (tmp_path / "python").mkdir()
    show = tmp_path / "python/python.exe"  # stands in for Windows' Python: it says what it was told
    show.write_text("import sys; print(sys.argv[1:])")
    said = prefix.run(Path("/tmp/a b.exe"), "self-test", env={"QT_QPA_PLATFORM": "windows"}).said
    assert said.startswith("['-c', ")
    assert """'{"QT_QPA_PLATFORM": "windows"}', 'Z:\\\\tmp\\\\a b.exe', 'self-test']""" in said


def test_the_processor_time_of_what_runs_in_a_prefix_is_told_apart(tmp_path: Path) -> None:
    work = "while __import__('time').process_time() < 0.3: pass\nprint('worked', flush=True)\ninput()"
    mine, other = (wine.Wine(tmp_path / name, ":5") for name in ("mine", "other"))
    with subprocess.Popen(
        [sys.executable, "-c", work],
        env={**os.environ, "WINEPREFIX": str(mine.prefix)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"worked\n"
        assert mine.used_s() >= 0.25
        assert other.used_s() == 0
        process.kill()
