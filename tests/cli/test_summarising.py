"""``summary`` in every form."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.core.case.cases import ROOT, broken, live_broken
from tests.paper.reading import facts_of, text_of
from wizard import longlog
from wizard.core.case.file import open_case, save
from wizard.practice.lab import broken_log, repaired_log

STARTS = {
    "html": b"<!DOCTYPE html>",
    "pdf": b"%PDF-",
    "md": b"Handset Failover Wizard",
    "txt": b"DNS failover: fix summary\r\n",
    "csv": b"\xef\xbb\xbfNumber,",
    "json": b"{",
    "zip": b"PK\x03\x04",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    assert save(live_broken().with_log(broken()), path) == ""
    return path


@pytest.mark.parametrize("form", STARTS)
def test_the_ending_is_the_form(run, qapp, case: Path, tmp_path: Path, form: str):
    out = tmp_path / f"fix.{form}"
    said = run("summary", "--case", str(case), "--out", str(out))
    assert (said.code, said.err) == (1, "")
    assert said.out == f"Saved {out}.\n"
    assert out.read_bytes().startswith(STARTS[form])


@pytest.mark.parametrize("form", [form for form in STARTS if form not in {"pdf", "zip"}])
def test_without_a_file_it_is_printed(run, case: Path, form: str):
    said = run("summary", "--case", str(case), "--format", form)
    assert (said.code, said.err) == (1, "")
    assert "testserver.eslab.local" in said.out
    if form == "json":
        assert said.json["summary"]["product"] == "windows"


def test_the_form_can_be_named_beside_the_file(run, case: Path, tmp_path: Path):
    out = tmp_path / "fix.log"
    assert run("summary", "--case", str(case), "--out", str(out), "--format", "txt").code == 1
    assert out.read_bytes().startswith(STARTS["txt"])


def test_a_pdf_is_made_without_a_display(case: Path, tmp_path: Path):
    out = tmp_path / "fix.pdf"
    surroundings = {
        key: value for key, value in os.environ.items() if not key.startswith(("QT_", "DISPLAY", "WAYLAND"))
    }
    command = [sys.executable, "-m", "wizard", "summary", "--case", str(case), "--out", str(out), "--json"]
    done = subprocess.run(
        [*command, "--paper", "letter"],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["out"] == str(out)
    assert facts_of(tmp_path, out.read_bytes())["Page size"] == "612 x 792 pts (letter)"
    assert "testserver.eslab.local does not exist in DNS." in text_of(tmp_path, out.read_bytes())


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Name a file with --out, or a form with --format"),
        (["--format", "pdf"], "Name a file with --out"),
        (["--format", "zip"], "Name a file with --out"),
        (["--format", "txt", "--json"], "Name a file with --out"),
        (["--out", "fix.txt", "--key", "key.csv"], "Give both, or leave out --key."),
        (
            ["--out", "fix.docx"],
            "names no form of a fix summary. Use one of html, pdf, md, txt, csv, json, zip",
        ),
        (
            ["--redact", "--out", "fix.csv", "--key", "./fix.csv"],
            "--key and --out name the same file. Give the key a name of its own.",
        ),
        (["--out", "fix.txt", "--language", "../en"], "There are no words in “../en”"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(run, case: Path, options: list[str], sentence: str):
    said = run("summary", "--case", str(case), *options)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert said.err.count("\n") == 1


def test_the_case_itself_is_not_written_over(run, case: Path):
    before = case.read_bytes()
    said = run("summary", "--case", str(case), "--out", str(case))
    assert (said.code, said.out) == (2, "")
    assert "a case is saved there" in said.err
    assert case.read_bytes() == before


def test_a_summary_for_outside_and_its_key(run, qapp, case: Path, tmp_path: Path):
    out, key = tmp_path / "fix.zip", tmp_path / "key.csv"
    said = run("summary", "--case", str(case), "--out", str(out), "--redact", "--key", str(key), "--json")
    assert said.code == 1
    assert "eslab" not in json.dumps(said.json["findings"])
    assert "testserver.eslab.local" in key.read_text("utf-8-sig")
    with zipfile.ZipFile(out) as archive:
        assert {"README.txt", "summary.pdf", "case.json"} <= set(archive.namelist())
        assert not any(b"eslab" in archive.read(name) for name in archive.namelist())


def test_a_printed_summary_can_be_redacted(run, case: Path):
    said = run("summary", "--case", str(case), "--format", "txt", "--redact")
    assert said.code == 1
    assert "name2.name1.local does not exist" in said.out
    assert "eslab" not in said.out


def test_a_bundle_of_any_ending(run, qapp, case: Path, tmp_path: Path):
    out = tmp_path / "visit.bin"
    assert run("summary", "--case", str(case), "--out", str(out), "--format", "zip").code == 1
    assert zipfile.is_zipfile(out)


@pytest.mark.parametrize("packed", [False, True])
def test_a_case_keeps_of_a_long_log_what_its_verdict_rests_on(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool
):
    """As the window does: with its whole text a case would be as long as the log."""
    noise = b"0115115820|so   |2|00|noise\n" * 200_000
    data = broken_log().read_bytes() + noise
    log = tmp_path / ("0004f2a1b2c3-app.log.gz" if packed else "0004f2a1b2c3-app.log")
    log.write_bytes(gzip.compress(data, 1) if packed else data)
    monkeypatch.setattr(longlog, "KEPT", log.stat().st_size - 1)
    path = tmp_path / "case.json"
    said = run("case", str(path), "--log", str(log))
    assert (said.code, said.err) == (1, "")
    assert "Verdict: The handset got nothing from DNS for testserver.eslab.local" in said.out
    assert path.stat().st_size < 20_000
    (kept,) = open_case(path).case.logs  # type: ignore[union-attr]
    assert kept.extract_of == data.count(b"\n")
    assert len(kept.review.lines) < 100
    monkeypatch.setattr(longlog, "KEPT", len(data))
    whole = tmp_path / "whole.json"
    run("case", str(whole), "--log", str(log))
    assert open_case(whole).case.logs[0].text == data.decode()  # type: ignore[union-attr]


def test_a_case_reads_the_parts_of_a_handsets_log_as_one_as_log_does(run, tmp_path: Path):
    """The part with the error was told as the handset's state; a later part has the repair."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    broken, repaired = broken_log().read_bytes(), repaired_log().read_bytes()
    (folder / "0004f2a1b2c3-app.log.1").write_bytes(broken)
    (folder / "0004f2a1b2c3-app.log").write_bytes(repaired)
    path = tmp_path / "case.json"
    case = run("case", str(path), "--log", str(folder), "--json")
    log = run("log", str(folder), "--json")
    assert (case.code, log.code) == (0, 0)
    assert case.json["verdict"] == log.json["verdict"]
    (kept,) = open_case(path).case.logs  # type: ignore[union-attr]
    assert kept.text.encode() == broken + repaired
