"""Logs with their newest line first are turned round; no other log is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.judged import KNOWN, codes, verdict
from tests.core.log.made_forms import SAID, WHOLE, Lines, fields, text
from tests.core.log.reading import joined, simply
from tests.core.log.test_engine import compare
from tests.core.log.test_forms import judged
from tests.core.logs import HEALTHY, Form, Phone, interleaved, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.encoding import change_of
from wizard.core.log.newest import oldest_first

LOGS = sorted((Path(__file__).parents[2] / "data").glob("**/*.log"))


def turned(lines: Lines) -> list[str]:
    return list(reversed(lines))


def sorted_by_second(lines: Lines) -> list[str]:
    """As a spreadsheet sorts: within a second they stand as before."""
    groups = [list(group) for _, group in groupby(lines, key=lambda line: line[:10])]
    return [line for group in reversed(groups) for line in group]


ORDERS: dict[str, Callable[[Lines], list[str]]] = {"turned": turned, "sorted": sorted_by_second}


@pytest.mark.parametrize(
    "name", ["", "JSON lines", "a log server's export", "a table, semicolons", "a web page"]
)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("said", SAID)
def test_a_log_with_its_newest_line_first_is_judged_as_it_was_written(
    said: str, order: str, name: str
) -> None:
    lines = SAID[said]
    if order == "sorted" and len({line[:10] for line in lines}) < 4:
        return  # A clock that is set back once looks the same.
    made = WHOLE.get(name, text)(ORDERS[order](lines))
    assert judged(made) == judged(text(lines))


@pytest.mark.parametrize("said", SAID)
def test_messages_alone_with_the_newest_first_are_judged_as_they_were_written(said: str) -> None:
    lines = [f"2014-10-28 09:12:01;{row[4]}" for row in fields(SAID[said])]
    assert judged(text(turned(lines))) == judged(text(lines))


def test_it_is_told_and_lines_are_counted_from_the_oldest(tmp_path: Path) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    lines = SAID["nothing at all"]
    path.write_bytes(text([*turned(lines), ""]))
    review = joined(str(path))
    compare(review, simply(path.read_bytes(), str(path)))
    assert [line.raw for line in review.lines] == list(lines)
    (note,) = review.read_as
    told = "has its newest lines first: they are shown and judged oldest first, and counted so."
    assert note == f"0004f2a1b2c3-app.log {told}"
    assert verdict(judge_log(review, KNOWN)) == "name.missing"


def test_lines_without_the_form_stay_behind_theirs() -> None:
    lines = [f"{line}\n  its second line {n}" for n, line in enumerate(SAID["nothing at all"])]
    assert simply(text(turned(lines))).entries == simply(text(lines)).entries
    assert [line.raw for line in simply(text(turned(lines))).lines] == text(lines).decode().split("\n")


@pytest.mark.parametrize("path", LOGS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_no_log_of_the_corpus_is_turned(path: Path) -> None:
    data = path.read_bytes()
    change = change_of(data[:4096], lambda: data[:65536])
    assert change is None or change.form != "newest-first"


SHAPES = [Form(), Form(time="none"), Form(time="boot"), Form(time="year"), Form(numbered=True, missed=" ")]


@given(st.data(), st.sampled_from(SHAPES), st.integers(1, 4), st.integers(0, 3))
@settings(max_examples=80, deadline=None)
def test_no_log_is_turned_that_handsets_write(data: st.DataObject, form: Form, times: int, cut: int) -> None:
    """Some lines at once, several threads, look-ups that are remembered, a beginning that is cut off."""
    phones = [Phone(user=str(number)) for number in range(data.draw(st.integers(1, 3)))]
    for phone in phones:
        for _ in range(times):
            phone.register(zone(*HEALTHY) if data.draw(st.booleans()) else zone())
            phone.now += 60
    said = interleaved(lambda count: data.draw(st.integers(0, count - 1)), *(phone.said for phone in phones))
    assert oldest_first("\n".join(form.lines(said)[cut:])) is None


def test_a_log_whose_clock_was_set_back_is_not_turned() -> None:
    said = register(zone(*HEALTHY), times=3)
    first = [line.replace("1028", "1231", 1) for line in Form().lines(said)]
    assert oldest_first("\n".join([*first, *Form().lines(said)])) is None
    assert codes(judge_log(simply(text([*first, *SAID["repaired"]])), KNOWN)) == codes(
        judge_log(simply(text([*first, "", *SAID["repaired"]])), KNOWN)
    )


def test_two_handsets_in_one_log_without_times_are_not_turned() -> None:
    """The second begins to look up what the first just missed, again and again."""
    miss = "dns  |2|00|Miss in All DNS cache for {}.example(A)"
    begin = "dns  |1|00|doDnsLookupForList for record A: hostname '{}.example' attempting.."
    assert oldest_first("\n".join([miss.format("a"), begin.format("a")] * 3)) is None
    others = [line.format(host) for host in "abc" for line in (miss, begin)]
    assert oldest_first("\n".join(others)) is not None
