"""A log that is written while it is read."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.judged import KNOWN
from tests.core.logs import HEALTHY, NAME, Form, Phone, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import blocks
from wizard.core.log.growing import Change, Growing
from wizard.workers import result_of


def story() -> tuple[list[str], int]:
    """A failed registration and, from the line given, a good one."""
    phone = Phone()
    phone.register(zone())
    failed = len(phone.said)
    phone.boot()
    phone.register(zone(*HEALTHY))
    return Form().lines(phone.said), failed


LINES, FAILED = story()


class Watched:
    """A file, and who follows it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.growing = Growing(path)

    def look(self) -> Change:
        return result_of(self.growing.look())

    def write(self, *lines: str, end: str = "\n") -> None:
        with self.path.open("ab") as file:
            file.write(end.join([*lines, ""]).encode())

    @property
    def texts(self) -> list[str]:
        return [line.raw for line in self.growing.review().lines]

    @property
    def verdict(self) -> str:
        verdict = judge_log(self.growing.review(), KNOWN).verdict
        return f"{verdict.code} {verdict.subject}" if verdict is not None else ""


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "0004f2a1b2c3-app.log")


def test_a_growing_file(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 500)
    assert watched.look() is Change.GONE
    assert watched.growing.problem.startswith("0004f2a1b2c3-app.log is not there.")
    watched.path.touch()
    assert watched.look() is Change.SAME
    assert (watched.verdict, watched.growing.problem) == ("log.not-a-handset-log 0004f2a1b2c3-app.log", "")
    for number in range(0, len(LINES), 7):
        watched.write(*LINES[number : number + 7])
        assert watched.look() is Change.GROWN
        assert watched.look() is Change.SAME
        assert watched.texts == LINES[: number + 7]
        if number + 7 == 35:
            assert watched.verdict == f"name.missing {NAME}"
    assert watched.verdict == f"registration.ok {NAME}"


def test_a_line_counts_once_it_is_whole(watched: Watched) -> None:
    watched.path.write_text(f"{LINES[0]}\n{LINES[1]}")
    assert watched.look() is Change.GROWN
    assert watched.texts == LINES[:1]
    watched.write("")
    assert watched.look() is Change.GROWN
    assert watched.texts == LINES[:2]


@pytest.mark.parametrize("begun", [1, 0])
def test_a_truncated_file_begins_anew_and_what_it_said_still_counts(watched: Watched, begun: int) -> None:
    watched.write(*LINES[:FAILED])
    watched.look()
    watched.path.write_bytes(b"")
    watched.write(*LINES[FAILED : FAILED + begun])
    assert watched.look() is Change.ANEW
    watched.write(*LINES[FAILED + begun :])
    assert watched.look() is Change.GROWN
    assert watched.verdict == f"registration.ok {NAME}"
    review = watched.growing.review()
    assert review.facts.count == len(LINES)
    assert review.place(FAILED + 1) == (str(watched.path), 1)
    assert review.place(FAILED)[0] == f"{watched.path} (before)"


def test_with_everything_kept_a_second_truncation_loses_nothing_either(watched: Watched) -> None:
    watched.growing = Growing(watched.path, keep=1 << 20)
    parts = [LINES[:7], LINES[7:FAILED], LINES[FAILED:]]
    for part in parts:
        watched.path.write_bytes(b"")
        watched.write(*part)
        watched.look()
    assert watched.texts == LINES
    assert watched.verdict == f"registration.ok {NAME}"


def test_of_a_file_that_is_rotated_again_and_again_no_more_is_kept_than_asked_for(watched: Watched) -> None:
    size = sum(len(line) + 1 for line in LINES)
    watched.growing = Growing(watched.path, keep=2 * size)
    gone, rounds = 0, [LINES[number:] + LINES[:number] for number in range(6)]
    for round_, lines in enumerate(rounds):
        if round_:
            watched.path.replace(f"{watched.path}.1")
        watched.write(*lines)
        assert watched.look() is (Change.ANEW if round_ else Change.GROWN)
        gone += watched.growing.dropped
        # Two that were rotated away, and the file itself.
        assert watched.texts == [line for one in rounds[max(round_ - 2, 0) : round_ + 1] for line in one]
        assert watched.growing.dropped == (len(LINES) if round_ > 2 else 0)
    assert gone == 3 * len(LINES)
    assert watched.look() is Change.SAME
    assert watched.growing.dropped == 0  # Told once.


def test_lines_that_went_while_the_file_could_not_be_read_are_told_when_it_can(watched: Watched) -> None:
    watched.growing = Growing(watched.path, keep=len(LINES[0]))
    watched.write(*LINES)
    watched.look()
    watched.path.unlink()
    watched.write(*LINES[:FAILED])
    assert watched.look() is Change.ANEW
    assert watched.growing.dropped == 0
    watched.path.write_bytes(gzip.compress(b"x"))
    assert watched.look() is Change.GONE
    watched.path.unlink()
    watched.write("another")
    assert watched.look() is Change.ANEW
    assert watched.growing.dropped == len(LINES)
    assert watched.growing.review().facts.count == FAILED + 1


def test_a_file_that_becomes_long_is_not_kept_beside_itself(watched: Watched) -> None:
    size = sum(len(line) + 1 for line in LINES)
    watched.growing = Growing(watched.path, keep=2 * size)
    for count in range(1, 5):
        watched.write(*LINES)
        assert watched.look() is Change.GROWN
        assert watched.texts == LINES * count
        assert (watched.growing._kept is None) == (count > 2)
    watched.path.write_bytes(b"")
    watched.write(*LINES[:FAILED])
    assert watched.look() is Change.ANEW
    assert watched.texts[-FAILED:] == LINES[:FAILED]  # Short again, it is kept again.
    assert watched.growing._kept is not None


def test_a_file_that_is_gone_is_told_from_one_that_may_not_be_read(watched: Watched) -> None:
    watched.write(*LINES)
    watched.look()
    assert not watched.growing.missing
    watched.path.unlink()
    assert watched.look() is Change.GONE
    assert watched.growing.missing
    watched.path.mkdir()
    assert watched.look() is Change.GONE
    assert not watched.growing.missing


def test_a_rotated_file_is_read_to_its_end(watched: Watched) -> None:
    watched.write(*LINES[:20])
    watched.look()
    watched.write(*LINES[20:FAILED])
    watched.path.rename(f"{watched.path}.1")
    assert watched.look() is Change.GONE
    watched.write(*LINES[FAILED:])
    assert watched.look() is Change.ANEW
    assert watched.texts == LINES
    assert watched.growing.review().place(1) == (f"{watched.path}.1", 1)
    assert watched.verdict == f"registration.ok {NAME}"
    # Once more: only the last rotated part is kept.
    watched.path.replace(f"{watched.path}.1")
    watched.write(*LINES[:5])
    assert watched.look() is Change.ANEW
    assert watched.texts == [*LINES[FAILED:], *LINES[:5]]


@pytest.mark.parametrize(
    "encode",
    [lambda text: text.encode("utf-16"), lambda text: text.replace("\n", "\r").encode()],
    ids=["UTF-16", "old Mac"],
)
def test_a_file_that_has_to_be_read_whole(watched: Watched, encode: Callable[[str], bytes]) -> None:
    for count in (10, 30, len(LINES)):
        watched.path.write_bytes(encode("\n".join([*LINES[:count], ""])))
        assert watched.look() is Change.GROWN
        assert watched.look() is Change.SAME
        assert len(watched.growing.review().entries) == count


def test_what_is_packed_does_not_grow(watched: Watched) -> None:
    watched.path.write_bytes(gzip.compress(b"x"))
    assert watched.look() is Change.GONE
    assert watched.growing.problem.endswith("so it does not grow. Leave it out of --follow.")


@pytest.mark.skipif(sys.platform == "win32", reason="needs devices and pipes with names")
def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # To open it would wait for whoever writes into it.
    for path, said in ((tmp_path / "pipe", "is a pipe"), (Path("/dev/zero"), "a device of this computer")):
        growing = Growing(path)
        running = growing.look()
        with pytest.raises(StopIteration) as stopped:
            next(running)
        assert stopped.value.value is Change.GONE
        assert said in growing.problem
