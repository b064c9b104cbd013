"""Lines of a log that was packed or changed are at hand without reading it anew for each block."""

from __future__ import annotations

import gzip
from html import escape
from pathlib import Path

import pytest

from tests.core.log.test_mails import FAILED, WELL
from wizard.core.log import again, documents
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.opening import Opener
from wizard.core.log.review import Review
from wizard.workers import result_of

NOISE = [f"0101{n:06}|cfg  |3|00|a synthetic line" for n in range(60_000)]
LINES = [*FAILED, *NOISE, *WELL]
"""Of several blocks."""


def reviewed(path: Path) -> Review:
    (log,) = find([str(path)])
    assert isinstance(log, Log)
    with Opener() as opener:
        return result_of(read_log(log, opener))


def page(path: Path, lines: list[str]) -> Path:
    path.write_bytes(f"<html><body>{''.join(f'<p>{escape(one)}</p>' for one in lines)}</body>".encode())
    return path


def test_a_large_page_is_not_read_out_again_for_each_of_its_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of 64 MB took minutes."""
    read = []
    cells = documents._CELLS

    class Counting:
        def sub(self, by: str, text: str) -> str:
            read.append(len(text))
            return cells.sub(by, text)

    monkeypatch.setattr(documents, "_CELLS", Counting())
    found = reviewed(page(tmp_path / "a.htm", LINES))
    texts = [line.raw for line in found.lines]
    assert [one for one in texts if one] == LINES
    assert len(found.lines._blocks) > 2
    assert sum(size > 1_000_000 for size in read) == 2  # For its review, and for its lines.


def test_a_long_one_is_read_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.log.gz"
    path.write_bytes(gzip.compress("\n".join(LINES).encode()))
    monkeypatch.setattr(again, "_LONG", 1_000_000)
    assert [line.raw for line in reviewed(path).lines] == LINES


@pytest.mark.parametrize("cut", [40_000, 0])
def test_of_what_was_cut_meanwhile_the_lines_before_are_there(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "a.log.gz"
    data = gzip.compress("\n".join(LINES).encode())
    path.write_bytes(data)
    found = reviewed(path)
    path.write_bytes(data[:cut])
    raw = [line.raw for line in found.lines]
    same = sum(one == other for one, other in zip(raw, LINES, strict=True))
    assert same == 0 if not cut else 1000 < same < len(LINES)
    path.unlink()
    assert LINES[-1] not in {line.raw for line in found.lines.again()}
