"""What the program notes about itself: nothing that is a secret, nothing that deceives, never too much."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.gui import journal
from wizard.gui.journal import Journal, harmless, said, told


def failing(error: Exception) -> Exception:
    try:
        try:
            raise error
        except Exception as cause:
            raise RuntimeError("the page could not be drawn") from cause
    except RuntimeError as caught:
        return caught


def test_a_fault_is_told_with_its_cause_and_the_places_but_no_path() -> None:
    text = told(failing(ZeroDivisionError("division by zero")))
    lines = text.splitlines()
    assert lines[0].startswith("  test_journal.py:")
    assert lines[0].endswith(" failing")
    assert "ZeroDivisionError: division by zero" in lines
    assert "which led to:" in lines
    assert lines[-1] == "RuntimeError: the page could not be drawn"
    assert str(Path(__file__).parent) not in text


def test_causes_that_go_round_in_a_circle_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert told(one).count("ValueError") == 2


@pytest.mark.parametrize(
    "error",
    [
        ValueError("invalid literal for int() with base 10: 'pa55word'"),
        KeyError("pa55word"),
        UnicodeDecodeError("utf-8", b"pa55word\xff", 8, 9, "pa55word"[:0] + "invalid start byte"),
        RuntimeError('reg.1.auth.password="pa55word" is not allowed'),
        OSError(2, "No such file", "http://admin:pa55word@10.0.0.1/log"),
        RuntimeError("token: pa55word and more"),
        RuntimeError("voIpProt.server.1.authPassword = pa55 word"),
    ],
)
def test_no_secret_is_told(error: Exception) -> None:
    text = told(failing(error))
    assert "pa55" not in text
    assert type(error).__name__ in text


def test_this_user_s_name_is_left_out_of_paths() -> None:
    assert harmless(f"{Path.home()}/visits/a.json is gone") == "~/visits/a.json is gone"


def test_text_that_deceives_is_spelled_out() -> None:
    assert said(RuntimeError("safe\u202egnp.exe\x1b[2J\nnext")) == "safe[U+202E]gnp.exe[U+001B][2J next"


@given(st.text(max_size=3000))
def test_one_entry_is_one_line_of_bounded_length(text: str) -> None:
    line = harmless(text)
    assert len(line) <= journal.LONGEST + 40  # a sign that cannot be seen takes more when spelled
    assert len(line.splitlines()) <= 1
    assert line.isprintable()


def test_the_file_grows_no_further_than_three_times_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "LARGEST", 2000)
    mine = Journal(tmp_path / "log")
    for number in range(400):
        mine.write(f"entry {number} of four hundred")
    files = sorted(mine.folder.iterdir())
    assert [path.name for path in files] == [
        "failover-wizard.1.log",
        "failover-wizard.2.log",
        "failover-wizard.log",
    ]
    assert sum(path.stat().st_size for path in files) < 3 * 2100
    newest = mine.file.read_text(encoding="utf-8") or files[0].read_text(encoding="utf-8")
    assert newest.endswith("entry 399 of four hundred\n")


def test_lines_of_several_threads_stay_whole(tmp_path: Path) -> None:
    journals = [Journal(tmp_path), Journal(tmp_path)]  # two windows
    threads = [
        threading.Thread(target=lambda one=one: [one.write("ten\nletters 12345") for _ in range(50)])
        for one in journals
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = (tmp_path / "failover-wizard.log").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 200
    assert {line[20:] for line in lines} == {"ten", "letters 12345"}


def test_a_disk_that_refuses_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    Journal(tmp_path / "file/log").write("lost")
    assert (tmp_path / "file").read_text() == "in the way"
