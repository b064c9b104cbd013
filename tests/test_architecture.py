"""The house stands: arrows point down, core knows no Qt, and nothing waits for a dialog."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = [ROOT / "packaging/requirements.txt", ROOT / "packaging/requirements-dev.txt"]

IMPORT_ALL = """
import importlib, pkgutil, sys
import wizard.core
names = [m.name for m in pkgutil.walk_packages(wizard.core.__path__, "wizard.core.")]
for name in names:
    importlib.import_module(name)
print(len(names), *sorted(m for m in sys.modules if m.split(".")[0] in {"PySide6", "shiboken6"}))
"""

# Static functions that open a dialog and run an event loop of their own until it closes.
WAITING = {
    "QMessageBox": {"about", "critical", "information", "question", "warning"},
    "QFileDialog": {"getExistingDirectory", "getOpenFileName", "getOpenFileNames", "getSaveFileName"},
    "QInputDialog": {"getDouble", "getInt", "getItem", "getMultiLineText", "getText"},
}


def test_core_imports_no_qt():
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, env=env, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    count, *qt = done.stdout.split()
    assert int(count) >= 15, "modules of wizard.core were not found"
    assert qt == []


START_NUMPY = """
import os, wizard.core.log.loads
print(len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="where threads can be counted")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="with one core there is none to be busy")
def test_no_other_core_is_kept_busy_at_the_start():
    env = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", START_NUMPY],
        capture_output=True,
        text=True,
        env={**env, "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == ["1"]


def waits(source: str) -> list[int]:
    """The lines that start an event loop of their own. The program's own loop, ``app.exec()``, is allowed."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = ast.unparse(node.func.value).split(".")[-1]
        own_loop = node.func.attr in {"exec", "exec_"} and owner not in {"app", "application", "QApplication"}
        if own_loop or node.func.attr in WAITING.get(owner, ()):
            lines.append(node.lineno)
    return lines


def test_waits_sees_what_it_is_for():
    for line in ("dialog.exec()", "self.menu.exec_(p)", "QtWidgets.QFileDialog.getOpenFileName(self)"):
        assert waits(line) == [1], line
    for line in ("app.exec()", "QApplication.exec()", "dialog.open()", "menu.popup(p)"):
        assert waits(line) == [], line


def test_no_dialog_is_waited_for():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "wizard/gui").rglob("*.py"))
        for line in waits(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "use open() and signals: a test cannot go on while a dialog runs its own loop"


def test_folders_that_are_no_packages():
    assert not list(ROOT.glob("resources/**/__init__.py"))
    assert not list(ROOT.glob("packaging/**/__init__.py")), "it would shadow the packaging library"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_pin_every_version_by_hash_and_name_no_index(lock: Path):
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"--(extra-)?index-url|--find-links|://", text)
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) >= 6
    for pin in pins:
        assert re.match(r"[a-z0-9.-]+==\S+", pin), pin
        assert "--hash=sha256:" in pin, pin


def test_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, dev = ({*re.findall(r"^[a-z0-9.-]+==\S+", lock.read_text(), re.MULTILINE)} for lock in LOCKS)
    assert runtime < dev, "the two locks disagree: run `python packaging/dev.py lock`"
    wanted = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}
    assert wanted <= {pin.split("==")[0] for pin in runtime}
    wanted = {re.match(r"[\w-]+", line)[0].lower() for line in project["optional-dependencies"]["dev"]}
    assert wanted <= {pin.split("==")[0] for pin in dev}
