"""What this program itself wrote is no log: it quotes lines, and is told as what it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.core.case.cases import broken, live_broken
from tests.core.log.made_forms import BULLETIN
from wizard.core.case.evidence import report_text_of
from wizard.core.case.file import save
from wizard.core.log.own import own_kind

LOG = str(BULLETIN / "failed-restored.log")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    assert save(live_broken().with_log(broken()), path) == ""
    return path


@pytest.mark.parametrize("outside", [[], ["--redact"]])
@pytest.mark.parametrize("form", ["html", "md", "txt", "csv", "json"])
def test_a_fix_summary_is_no_log(run, case: Path, tmp_path: Path, form: str, outside: list[str]) -> None:
    path = tmp_path / f"fix.{form}"
    assert run("summary", "--case", str(case), "--out", str(path), *outside).code == 1
    said = run("log", str(path))
    assert (said.code, said.out) == (2, "")
    assert "only quotes single lines. Open the log" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_case_and_its_answers_are_no_logs(run, case: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    report = live_broken().report
    assert report is not None
    answers.write_text(report_text_of(report), "utf-8")
    for path, says in ((case, "is a case that this program saved"), (answers, "holds saved answers")):
        said = run("log", str(path))
        assert (said.code, said.out) == (2, "")
        assert says in said.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("how", [[], ["--json"]])
def test_what_log_printed_is_no_log(run, tmp_path: Path, how: list[str], encoding: str) -> None:
    """PowerShell's ``>`` writes UTF-16."""
    path = tmp_path / "result.txt"
    for logs in ([LOG], [LOG, LOG.replace("failed", "successful")]):
        path.write_text(run("log", *how, *logs).out, encoding)
        said = run("log", str(path))
        assert (said.code, said.out) == (2, "")
        assert "holds what this program found" in said.err


def test_of_everything_of_a_visit_the_logs_are_read(run, qapp, case: Path, tmp_path: Path) -> None:
    path = tmp_path / "visit.zip"
    run("summary", "--case", str(case), "--out", str(path))
    with zipfile.ZipFile(path) as archive:
        logs = [name for name in archive.namelist() if name.startswith("evidence/logs/")]
    assert logs
    said = run("log", str(path))
    assert (said.code, said.err) == (1, "")
    assert "README" not in said.out
    assert "summary" not in said.out


def test_a_log_and_other_texts_are_not_taken_for_its_own_files() -> None:
    begin = Path(LOG).read_bytes()[:4096]
    for before in (b"", b"Verdict: it does not work\n", b"<!DOCTYPE html>\n", b'{"kind": "case"}\n'):
        assert own_kind(before + begin) == ""
