from __future__ import annotations

import os
from pathlib import Path

from wizard.core.log.finder import Log, find
from wizard.core.log.watching import changed, stamp


def logs_in(folder: Path) -> list[Log]:
    return [log for log in find([str(folder)]) if isinstance(log, Log)]


def names(logs: list[Log]) -> list[str]:
    return [Path(log.name).name for log in logs]


def test_what_is_new_and_what_grew_is_told_and_the_rest_is_not(tmp_path: Path) -> None:
    for name in ("a.log", "b.log"):
        (tmp_path / name).write_text("one line\n")
    before = {log.name: stamp(log) for log in logs_in(tmp_path)}
    assert changed(logs_in(tmp_path), before) == []
    with (tmp_path / "b.log").open("a") as file:
        file.write("another\n")
    (tmp_path / "c.log").write_text("new\n")
    assert names(changed(logs_in(tmp_path), before)) == ["b.log", "c.log"]


def test_a_file_written_over_with_as_many_bytes_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text("1234\n")
    os.utime(path, ns=(1, 1))
    before = {log.name: stamp(log) for log in logs_in(tmp_path)}
    path.write_text("4321\n")
    assert names(changed(logs_in(tmp_path), before)) == ["a.log"]


def test_a_rotated_part_changes_its_log(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("new\n")
    (tmp_path / "a.log.1").write_text("old\n")
    (log,) = logs_in(tmp_path)
    before = {log.name: stamp(log)}
    (tmp_path / "a.log.1").write_text("older and longer\n")
    assert changed(logs_in(tmp_path), before) == logs_in(tmp_path)


def test_what_has_gone_is_no_news(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text("x\n")
    (log,) = logs_in(tmp_path)
    path.unlink()
    assert stamp(log) == ()
    assert changed([log], {}) == []
