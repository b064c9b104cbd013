"""Where the lines of a log are not those of its file, whoever reads their numbers is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.case.cases import NOW, a_judge, planned
from tests.core.log.captured_forms import CAPTURED
from tests.core.log.made_forms import SAID, WHOLE, text
from tests.core.log.reading import joined
from wizard.core.case.case import Case, LogFile
from wizard.core.case.file import dump, load
from wizard.core.case.summary import summarise
from wizard.core.log.form import Kind

DATA = {
    Kind.MAIL: WHOLE["a mail"],
    Kind.PAGE: WHOLE["a web page"],
    Kind.DOCUMENT: WHOLE["a rich text"],
    Kind.VALUES: WHOLE["JSON lines"],
    Kind.TABLE: WHOLE["a table, commas"],
    Kind.NEWEST_FIRST: lambda lines: text(lines[::-1]),
    Kind.ONE_LINE: WHOLE["numbered, in one line"],
    Kind.ENCODED: CAPTURED["Base64"],
}
SAYS = {
    Kind.MAIL: "counted from where the log begins",
    Kind.PAGE: "counted without its tags",
    Kind.DOCUMENT: "counted as a word processor shows them",
    Kind.VALUES: "values of another program",
    Kind.TABLE: "out of a table",
    Kind.NEWEST_FIRST: "counted from the oldest",
    Kind.ONE_LINE: "counted apart",
    Kind.ENCODED: "out of encoded text",
}


def case_with(kind: Kind, tmp_path: Path) -> Case:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(DATA[kind](SAID["nothing at all"]))
    review = joined(str(path))
    return planned(logs=(LogFile("".join(f"{line.raw}\n" for line in review.lines), review),))


def based(case: Case) -> str:
    (said,) = summarise(case, a_judge(), now=NOW).based
    return said


@pytest.mark.parametrize("kind", Kind)
def test_the_summary_says_what_a_log_was_read_out_of(kind: Kind, tmp_path: Path) -> None:
    case = case_with(kind, tmp_path)
    assert SAYS[kind] in based(case)
    (note,) = case.logs[0].review.read_as
    assert note.startswith("0004f2a1b2c3-app.log ")


@pytest.mark.parametrize("kind", Kind)
def test_a_case_that_is_resumed_still_knows_it(kind: Kind, tmp_path: Path) -> None:
    case = case_with(kind, tmp_path)
    resumed = load(dump(case), "case.json").case
    assert resumed is not None
    assert resumed.logs[0].review.forms == (kind,)
    assert based(resumed) == based(case)


def test_a_log_as_the_handset_wrote_it_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(text(SAID["nothing at all"]))
    assert joined(str(path)).forms == ()
