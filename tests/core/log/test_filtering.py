"""Filters of a long log say the same as filters of a short one, line by line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.log.reading import by_engine
from wizard.core.log.filtering import Wanted, passing
from wizard.core.log.index import index
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet
from wizard.core.log.review import lines_of
from wizard.core.log.spans import Span, is_bound
from wizard.workers import result_of

LOG = """\
before any line with the form
0115115820|dns  |1|00|one
0115115821.250|sip  |4|00|two
INVITE sip:1512@10.225.2.31 SIP/2.0
0115120000|lldp |4|00|three
dns  |2|00|no time of its own
011511.006|so   |2|00|since the boot
0116000000|dns  |2| |blank
<131> 0004f2a1b2c3 0117000000|dns  |2|00|by syslog
"""


def shown(lines: object, wanted: Wanted) -> list[int]:
    """The numbers of the lines that pass."""
    running = passing(lines, index(lines), wanted)  # type: ignore[arg-type]
    return [place + 1 for place in result_of(running)]


def simply(lines: tuple[LogLine, ...], wanted: Wanted) -> list[int]:
    """The same in a naive way."""
    found, parent, last = [], None, False
    for line in lines:
        last = wanted.span.holds(line.time) if line.time else last
        own = (
            (not wanted.modules or line.module in wanted.modules)
            and (not wanted.levels or line.level in wanted.levels)
            and all(line.number - 1 in some for some in wanted.only)
            and (not wanted.last or wanted.first <= line.number <= wanted.last)
            and (wanted.span.is_open or last)
        )
        if line.has_form:
            parent = own
        if own if parent is None else parent:
            found.append(line.number)
    return found


@pytest.mark.parametrize(
    ("begin", "end", "numbers"),
    [
        ("0115115821", "", [3, 4, 5, 6, 8, 9]),
        ("", "0115115820", [2, 7]),
        ("0115", "0115", [2, 3, 4, 5, 6, 7]),
        ("0116", "", [8, 9]),
        ("011511.0", "011511.0", [7]),
        ("0118", "", []),
        ("0117", "0115", []),
    ],
)
def test_lines_between_two_times(begin: str, end: str, numbers: list[int]) -> None:
    wanted = Wanted(span=Span(begin, end))
    assert shown(tuple(lines_of(LOG)), wanted) == numbers
    assert shown(by_engine(LOG.encode()).lines, wanted) == numbers


def test_what_is_typed_as_a_time() -> None:
    assert all(map(is_bound, ("", "0115", "0115115820", "011511.", "011511.006")))
    assert not any(map(is_bound, ("07x", "01151158201", "-1", "15.01.2026", "0115.5")))


LINES = st.sampled_from(LOG.splitlines())
TIMES = st.sampled_from(["", "0115", "0115115820", "0115115821", "0116", "011511.006", "011511"])
WORDS = st.frozensets(st.sampled_from(["dns", "sip", "lldp", "other"]), max_size=2)
LEVELS = st.frozensets(st.sampled_from(["1", "2", "4", "*"]), max_size=2)


@given(st.lists(LINES, max_size=40), WORDS, LEVELS, TIMES, TIMES, st.data())
def test_every_filter_says_what_the_naive_one_says(
    texts: list[str],
    modules: frozenset[str],
    levels: frozenset[str],
    begin: str,
    end: str,
    data: st.DataObject,
) -> None:
    text = "".join(f"{line}\n" for line in texts)
    lines = tuple(lines_of(text))
    first, last = sorted((data.draw(st.integers(0, 40)), data.draw(st.integers(0, 40))))
    places = data.draw(st.lists(st.integers(0, max(len(lines) - 1, 0)), max_size=20)) if lines else []
    only = (LineSet.of(np.array(places, dtype=np.int64), len(lines)),) if places else ()
    wanted = Wanted(modules, levels, only, first, last, Span(begin, end))
    expected = simply(lines, wanted)
    assert shown(lines, wanted) == expected
    cut = data.draw(st.integers(0, len(texts)))
    at = len("".join(f"{line}\n" for line in texts[:cut]).encode())
    stored = by_engine(text.encode(), cuts=[at] if 0 < at < len(text) else ())
    assert all(one.number + 1 == other.number for one, other in pairwise(stored.lines))
    assert shown(stored.lines, wanted) == expected
