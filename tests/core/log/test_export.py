"""Lines as a file: whole or not at all, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.core.log.reading import by_engine, joined
from wizard.core.log import export as module
from wizard.core.log.export import Form, copied, export, form_of
from wizard.core.log.lineset import LineSet
from wizard.core.log.review import Review
from wizard.core.log.stored import StoredLines

LOG = b"".join(b"0115115820|dns  |1|00|line %d\r\n" % number for number in range(10_000))


@pytest.fixture(scope="module")
def review() -> Review:
    return by_engine(LOG, cuts=[LOG.index(b"line 5000") - 22])


def written(path: Path, review: Review, rows: LineSet, form: Form = Form.TEXT) -> tuple[str, list[float]]:
    shares = []
    running = export(path, review, rows, lambda number: "Failure" if number == 3 else "", form)
    while True:
        try:
            shares.append(next(running))
        except StopIteration as stop:
            return stop.value, shares


def places(*numbers: int) -> LineSet:
    return LineSet.of(np.array(numbers, dtype=np.int64), 10_000)


def test_text_is_the_lines_as_they_were(tmp_path: Path, review: Review) -> None:
    path = tmp_path / "out.log"
    path.write_text("old")
    problem, shares = written(path, review, LineSet.all(10_000))
    assert problem == ""
    assert path.read_bytes() == LOG.replace(b"\r\n", b"\n")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert written(path, review, places(2, 4, 9_999))[0] == ""
    assert [line.rpartition(" ")[2] for line in path.read_text().splitlines()] == ["2", "4", "9999"]


def test_no_lines_make_an_empty_file_and_a_table_with_its_header(tmp_path: Path, review: Review) -> None:
    assert written(tmp_path / "a.log", review, places())[0] == ""
    assert (tmp_path / "a.log").read_bytes() == b""
    assert written(tmp_path / "a.csv", review, places(), Form.CSV)[0] == ""
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == ",".join(module.HEADER) + "\n"


def test_a_table_names_the_mark_and_the_line(tmp_path: Path, review: Review) -> None:
    path = tmp_path / "out.csv"
    assert written(path, review, places(2, 3), form_of(path))[0] == ""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == list(module.HEADER)
    assert [(row[1], row[6], row[7]) for row in rows] == [("3", "Failure", "line 2"), ("4", "", "line 3")]


@pytest.mark.parametrize("form", Form)
def test_lines_that_the_file_has_lost_are_not_written(tmp_path: Path, form: Form) -> None:
    """Ten thousand times the same sentence would look like an export."""
    log, path = tmp_path / "a.log", tmp_path / "out.log"
    log.write_bytes(LOG)
    path.write_text("old")
    review = joined(str(log))
    log.write_bytes(LOG[:1000])
    problem, _ = written(path, review, LineSet.all(10_000), form)
    assert problem.startswith("out.log was not saved: lines of this log are gone.")
    assert path.read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.log", "out.log"]


def test_one_that_is_stopped_leaves_what_was_there(tmp_path: Path, review: Review) -> None:
    path = tmp_path / "out.log"
    path.write_text("old")
    running = export(path, review, LineSet.all(10_000), lambda _number: "", Form.TEXT)
    next(running)
    assert len(list(tmp_path.iterdir())) == 2
    running.close()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_a_sentence(tmp_path: Path, review: Review) -> None:
    problem, _ = written(tmp_path / "no" / "out.log", review, LineSet.all(10_000))
    assert problem == "out.log was not saved: its folder does not exist. Create it, or choose another one."
    folder = tmp_path / "folder.log"
    folder.mkdir()
    problem, _ = written(folder, review, places(1))
    assert problem == "folder.log was not saved: there is a folder of that name. Choose another name."
    assert list(tmp_path.iterdir()) == [folder]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, review: Review) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full")
    from wizard.core.saving import Replacing

    path = tmp_path / "out.log"
    path.write_text("old")
    writing = Replacing(path)
    assert writing._file is not None
    writing._file.close()
    writing._file = full.open("wb", buffering=0)
    assert not writing.write(b"new")
    assert writing.finish() == "out.log was not saved: the disk is full. Make room, or choose another one."
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_rows_are_copied_in_their_order(review: Review) -> None:
    rows = places(1, 5, 7, 9)
    assert copied(review.lines, rows, [(1, 2), (3, 3)]).splitlines() == [
        f"0115115820|dns  |1|00|line {number}" for number in (5, 7, 9)
    ]


def test_lines_read_one_after_the_other_are_those_read_one_by_one(review: Review) -> None:
    lines = review.lines
    assert isinstance(lines, StoredLines)
    for wanted in ([], [0], [0, 1, 4_999, 5_000, 5_001, 9_999], [7, 3, 9_000, 2], range(10_000)):
        assert list(lines.again().at(wanted)) == [lines[place] for place in wanted]


def test_a_table_is_no_formula_and_keeps_the_time_as_written(tmp_path: Path) -> None:
    hostile = by_engine(b'0115115820|dns  |1|00|=HYPERLINK("http://x")\n=1+1\n\x1b[0m,"quoted"\n')
    path = tmp_path / "out.csv"
    assert written(path, hostile, LineSet.all(3), Form.CSV)[0] == ""
    with path.open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    assert [(row[2], row[7]) for row in rows] == [
        ("0115115820", '\'=HYPERLINK("http://x")'),
        ("", "'=1+1"),
        ("", '\ufffd[0m,"quoted"'),
    ]
