"""A self-test that finds fault where there is one."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wizard import selftest
from wizard.core.log import search
from wizard.gui import icons
from wizard.selftest import checks, window

ROOT = Path(__file__).resolve().parent.parent.parent
ONE = {"icons": window.icons_are_drawn}


@pytest.fixture
def fresh_icons() -> Iterator[None]:
    """Drawings are remembered; neither other tests' nor these tests' may stay."""
    remembered = (icons.pixmap, icons._drawing)
    for one in remembered:
        one.cache_clear()
    yield
    for one in remembered:
        one.cache_clear()


def test_it_covers_what_a_build_can_break() -> None:
    assert list(selftest.CHECKS)[-1] == "network"  # it judges what the others did
    assert {"knowledge", "samples", "search", "plans", "dns", "case", "summary"} <= selftest.CHECKS.keys()
    assert {
        "icons",
        "pages",
        "signals",
        "workers",
        "defects",
        "licences",
        "printing",
    } <= selftest.CHECKS.keys()


def test_a_blank_icon_fails(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fresh_icons: None) -> None:
    monkeypatch.setattr(icons, "_drawing", lambda _name, _colour: icons.QSvgRenderer())
    with pytest.raises(AssertionError, match="is blank"):
        window.icons_are_drawn()


def test_searches_that_differ_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    real = search._with_re
    monkeypatch.setattr(search, "_with_re", lambda pattern: lambda line: not real(pattern)(line))
    if search.hyperscan is None:
        pytest.skip("there is no hyperscan here")
    with pytest.raises(AssertionError, match="the searches differ"):
        checks.searches_agree()


def test_an_executable_without_qt_s_licence_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licenses").mkdir()
    overview = "Qt PySide6 Python numpy dnspython Jinja2 Lucide"
    (tmp_path / "licenses/README.txt").write_text(overview)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "failover-wizard"))
    with pytest.raises(AssertionError, match="the licence of Qt is missing"):
        checks.licences_are_there()
    (tmp_path / "licenses/LGPL.txt").write_text("GNU LESSER GENERAL PUBLIC LICENSE")
    assert checks.licences_are_there() == "2 texts"


def test_a_password_in_the_log_fails(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.gui.journal.is_secret", lambda _name: False)
    with pytest.raises(AssertionError, match="a password is told"):
        window.defects_are_told()


def test_workers_that_judge_otherwise_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.crew.judge_logs", lambda _logs, _known, _plan: iter(()))
    with pytest.raises(AssertionError, match="0 logs are judged"):
        checks.workers_agree()


def test_a_word_to_another_computer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_ASKED", [])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        # As the audit hook hears it; nothing is sent.
        selftest._heard("socket.sendto", (sender, ("127.0.0.1", 53)))
        assert selftest.network_is_left_alone()
        selftest._heard("socket.connect", (sender, ("192.0.2.1", 53)))
    selftest._heard("socket.getaddrinfo", ("updates.example", 443, 0, 0, 0))
    with pytest.raises(AssertionError, match=r"connect 192\.0\.2\.1.*updates\.example"):
        selftest.network_is_left_alone()


def test_a_result_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    monkeypatch.setattr(selftest, "CHECKS", ONE)
    assert selftest.main(["--out", str(tmp_path / "no such folder" / "result.json")]) == 2
    assert "failover-wizard: " in capsys.readouterr().err


def test_a_failed_check_makes_the_exit_code_and_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> str:
        raise AssertionError("no dice")

    monkeypatch.setattr(selftest, "CHECKS", {"dice": broken, "well": lambda: "well"})
    assert selftest.main(["--out", str(tmp_path / "result.json")]) == 1
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert result == json.loads(capsys.readouterr().out)
    assert [one["passed"] for one in result["checks"]] == [False, True]
    assert "no dice" in result["checks"][0]["detail"]


def hanging(tmp_path: Path, checks_: str, before: str = "") -> int:
    """The exit code of a self-test with these checks that has one second."""
    code = (
        f"import ctypes, sys, threading\nfrom wizard import selftest\n{before}\n"
        f"selftest.CHECKS = {{{checks_}}}\nselftest.GRACE_S = 1.0\n"
        "selftest.main(['--out', 'report.json'])\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "FAILOVER_SELF_TEST_S": "1"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=tmp_path, env=env, timeout=60, check=False).returncode


def test_one_that_hangs_ends_itself_and_says_where(tmp_path: Path) -> None:
    assert hanging(tmp_path, "'works': lambda: 'well', 'hangs': threading.Event().wait") == 3
    works, hung = json.loads((tmp_path / "report.json").read_text("utf-8"))["checks"]
    assert works["name"] == "works"
    assert works["passed"] is True
    detail = "no end after 1 s, in hangs"
    assert hung == {"name": "watchdog", "passed": False, "detail": detail, "seconds": 1.0}


@pytest.mark.skipif(sys.platform == "win32", reason="asks Linux's C library to sleep")
@pytest.mark.parametrize("before", ["", "sys.stderr = sys.stdout = None"])
def test_one_that_hangs_without_giving_python_a_turn_ends_all_the_same(tmp_path: Path, before: str) -> None:
    """As a library would that waits for ever with Python's lock in its hand."""
    assert hanging(tmp_path, "'hangs': lambda: ctypes.PyDLL(None).sleep(50)", before) == 1
    assert not (tmp_path / "report.json").exists()
