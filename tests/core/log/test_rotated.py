"""A server gives the parts of a log many names; all of them are found, and put in their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.judged import KNOWN, verdict
from tests.core.log.test_attached import zipped
from tests.core.log.test_mails import FAILED, log
from tests.core.log.test_packed import joined_one
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.finder import Log, find, logs_of
from wizard.core.log.origin import Origin

NAME = "0004f2a1b2c3-app.log"


@pytest.mark.parametrize(
    "names",
    [
        ["-20141027", "-20141028", ""],
        [".20141027", ".20141028.gz", ""],
        [".2013-12-31", ".2014-01-01", ".1"],
        ["-20141028-0912.bz2", "-20141028-1300.bz2", "-20141029.xz"],
        ["-20141028091200", "-20141028091201", ".old"],
        ["-2014-10-28T0912", ".2", ".1.gz"],
        [".10", ".9", ".old"],
    ],
)
def test_the_parts_are_one_log_the_oldest_first(names: list[str]) -> None:
    parts = [Origin(f"{NAME}{end}") for end in names]
    assert list(logs_of(reversed(parts))) == [Log(tuple(parts))]


def test_parts_with_dates_are_judged_as_one(tmp_path: Path) -> None:
    """Before, the newest alone was, which has the end of a search."""
    pieces = {f"{NAME}-20141027": FAILED[:15], f"{NAME}-20141028": FAILED[15:30], NAME: FAILED[30:]}
    files = [(name, log(lines)) for name, lines in pieces.items()]
    folder = tmp_path / "phones"
    folder.mkdir()
    for name, data in files:
        (folder / name).write_bytes(data)
    (tmp_path / "phones.zip").write_bytes(zipped(*files))
    for path in (folder, tmp_path / "phones.zip"):
        (one,) = find([str(path)])
        assert isinstance(one, Log)
        assert len(one.parts) == 3
        assert verdict(judge_log(joined_one(one), KNOWN)) == "name.missing"


@pytest.mark.parametrize("end", ["-20149999", "-2014-1028", ".bak", "~", "-copy", ".00001"])
def test_other_names_are_no_parts(end: str, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}{end}").write_bytes(log(FAILED))
    assert list(find([str(tmp_path)])) == []


def test_an_archive_that_is_not_looked_into_is_named_also_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(log(FAILED))
    (tmp_path / "more.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    (tmp_path / "MORE.RAR").write_bytes(b"Rar!\x1a\x07\x00")
    problems = {joined_one(one).problem for one in find([str(tmp_path)]) if isinstance(one, Log)}
    assert problems == {
        "",
        "more.7z is packed (7-Zip). Unpack it and open the logs inside.",
        "MORE.RAR is packed (RAR). Unpack it and open the logs inside.",
    }
