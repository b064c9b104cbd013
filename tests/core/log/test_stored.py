"""Of lines of megabytes only as much is read as can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.log.reading import joined
from wizard.core.log.again import FileBytes
from wizard.core.log.stored import AT_ONCE, HEAD, StoredLines

LONG = "0301080001|app1 |1|00|" + "é" * 3_000_000
AFTER = "0301080002|dns  |2|00|after"
TEXTS = ["0301080000|dns  |2|00|before", LONG, "", LONG.upper(), AFTER, "x" * 9_000_000]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("dirt", ["", "\0"])
def test_no_more_is_read_than_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, dirt: str
) -> None:
    path = tmp_path / "long.log"
    path.write_bytes(end.join([dirt + TEXTS[0], *TEXTS[1:], ""]).encode())
    lines = joined(str(path)).lines
    assert isinstance(lines, StoredLines)
    whole = [line.raw for line in lines]
    asked: list[int] = []
    load = FileBytes.__call__

    def counted(self: FileBytes, offset: int, size: int) -> bytes:
        asked.append(size)
        return load(self, offset, size)

    monkeypatch.setattr(FileBytes, "__call__", counted)
    for most in (HEAD, AT_ONCE):
        for place, raw in enumerate(whole):
            head = lines.again().head(place, most).raw
            assert raw.startswith(head)
            assert head == raw or most - 4 <= len(head.encode()) <= most
    assert sum(asked) > 0
    if end == "\n" and not dirt:
        assert max(asked) <= AT_ONCE
    # A block that is cleaned of NULs has newlines alone.
    ended = 2 if end == "\r\n" and not dirt else 1
    assert lines.size_of([0]) == len(whole[0]) + ended
    assert lines.size_of([1, 2]) >= len(whole[1].encode()) + 2


def test_rows_of_a_file_that_became_shorter_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "long.log"
    path.write_bytes("\n".join([*TEXTS, ""]).encode())
    lines = joined(str(path)).lines
    assert isinstance(lines, StoredLines)
    path.write_bytes(b"")
    assert {lines.head(place).raw for place in range(len(lines))} == {
        "(This line is gone: the file has changed since it was opened.)"
    }
