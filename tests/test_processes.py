"""What an executable needs before it has workers. That it has them is proved by its self-test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wizard import processes

HOOK = "pyi_rth_multiprocessing"


def test_an_executable_loads_pyinstaller_s_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / f"{HOOK}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    processes.prepare()
    assert HOOK not in sys.modules, "run from source, there is no such thing"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    processes.prepare()
    assert sys.modules.pop(HOOK).__file__ == str(tmp_path / f"{HOOK}.py")


def test_the_hook_is_there_to_be_packed() -> None:
    """The spec stops the build where it is not; this tells it earlier, with a new PyInstaller."""
    import PyInstaller

    hook = Path(PyInstaller.__file__).parent / "hooks/rthooks" / f"{HOOK}.py"
    assert "freeze_support" in hook.read_text(encoding="utf-8")
