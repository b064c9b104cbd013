from __future__ import annotations

from datetime import datetime
from pathlib import Path

from wizard.core.case.timeline import BINS, timeline
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
NOW = datetime(2026, 11, 22)


def log(times: list[str], failing: set[int]) -> Review:
    """An attempt a time: a registration that fails, or one that finds its servers."""
    lines = []
    for number, time in enumerate(times):
        name = "failed" if number in failing else "successful"
        text = (BULLETIN / f"{name}-restored.log").read_text(encoding="utf-8").splitlines()
        text = text[:46] if name == "successful" else text
        lines += [f"{time}|{line.partition('|')[2]}" for line in text]
    return review(LogText("x.log", "\n".join(lines)))


def test_attempts_lie_where_their_time_is() -> None:
    found = timeline(log(["0115000000", "0115000000", "0115100000", "0116000000"], {2}), NOW)
    assert found is not None
    assert found.by_time
    assert (found.begin, found.end) == ("0115000000", "0116000000")
    assert len(found.bins) == BINS
    failed = [number for number, one in enumerate(found.bins) if one.failed]
    assert failed == [BINS * 10 // 24]
    assert found.bins[0].total >= 2
    assert found.bins[-1].total >= 1
    assert sum(one.total for one in found.bins) == found.total


def test_failures_in_a_row_are_one_spell() -> None:
    times = [f"01150{number}0000" for number in range(8)]
    found = timeline(log(times, {2, 3, 6}), NOW)
    assert found is not None
    assert [(one.count, one.begin, one.end) for one in found.spells] == [
        (2, "0115020000", "0115030000"),
        (1, "0115060000", "0115060000"),
    ]
    assert found.failed == 3
    assert all(one.first_line < one.last_line for one in found.spells)


def test_times_that_run_back_are_not_believed() -> None:
    found = timeline(log(["0115100000", "0115090000", "0115110000"], {1}), NOW)
    assert found is not None
    assert not found.by_time
    assert found.begin == "2"


def test_too_few_attempts_make_none() -> None:
    assert timeline(log(["0115100000"], {0}), NOW) is None
    assert timeline(review(LogText("x.log", "")), NOW) is None
