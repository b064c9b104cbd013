"""What the executables leave out is used by nothing: the program tests itself without it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WITHOUT = """
import importlib, json, pkgutil, sys
sys.modules.update(dict.fromkeys(json.loads(sys.argv[1])))  # None: to import one of them is an error
import wizard
for module in pkgutil.walk_packages(wizard.__path__, "wizard."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from wizard import selftest
sys.exit(selftest.main(["--out", sys.argv[2]]))
"""


def left_out() -> list[str]:
    """The modules that packaging/wizard.spec excludes."""
    spec = ast.parse((ROOT / "packaging/wizard.spec").read_text(encoding="utf-8"))
    (excludes,) = (
        node.value for node in ast.walk(spec) if isinstance(node, ast.keyword) and node.arg == "excludes"
    )
    return list(ast.literal_eval(excludes))


def test_the_program_passes_its_self_test_without_what_is_left_out(tmp_path: Path) -> None:
    names = left_out()
    assert {"numpy.random", "asyncio", "PySide6.QtNetwork"} <= set(names)
    report = tmp_path / "report.json"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, json.dumps(names), str(report)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert report.exists(), done.stderr
    failed = {
        one["name"]: one["detail"]
        for one in json.loads(report.read_text("utf-8"))["checks"]
        if not one["passed"]
    }
    assert failed == {}
    assert done.returncode == 0
