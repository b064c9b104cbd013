from __future__ import annotations

from collections.abc import Collection

from tests.core.log.reading import by_engine
from wizard.core.log.filtering import Wanted, passing
from wizard.core.log.index import LineIndex, index
from wizard.core.log.review import lines_of
from wizard.core.log.stored import HEAD, StoredLines
from wizard.workers import result_of

SIP = """\
leftover of a line before
1028091201|sip  |1|00|<<< Data received
INVITE sip:1512@10.225.2.31 SIP/2.0

Via: SIP/2.0/UDP 10.225.2.40
1028091202|dns  |2|00|Miss in All DNS cache for testserver(NAPTR)
1028091202|sip  |*|00|Sip Register Usr:1512 Dsp:1512 Auth:'1512' Inx:0"""


def parents(found: LineIndex) -> list[int]:
    return [found.parent(place) for place in range(sum(map(len, found.tags)))]


def passed(
    text: str, found: LineIndex, modules: Collection[str] = (), levels: Collection[str] = ()
) -> list[int]:
    """The places of the lines that pass."""
    wanted = Wanted(frozenset(modules), frozenset(levels))
    running = passing(tuple(lines_of(text)), found, wanted)
    return list(result_of(running))


def test_lines_without_the_form_belong_to_the_line_before() -> None:
    found = index(tuple(lines_of(SIP)))
    assert parents(found) == [0, 1, 1, 1, 1, 5, 6]
    assert passed(SIP, found, modules={"sip"}) == [1, 2, 3, 4, 6]
    assert passed(SIP, found, levels={"2", "*"}) == [5, 6]
    assert passed(SIP, found, modules={"sip"}, levels={"*"}) == [6]


def test_modules_come_by_frequency_and_levels_in_order() -> None:
    found = index(tuple(lines_of(SIP)))
    assert found.modules == ("sip", "dns")
    assert found.levels == ("*", "1", "2")


def test_a_log_without_times_says_so() -> None:
    assert index(tuple(lines_of(SIP))).longest_time == 10
    assert index(tuple(lines_of(SIP))).has_times
    assert not index(tuple(lines_of("1 |dns |1| |attempting.."))).has_times


def test_what_is_no_log_stands_line_by_line() -> None:
    found = index(tuple(lines_of("a\nb\n\nc")))
    assert parents(found) == [0, 1, 2, 3]
    assert found.modules == ()
    assert passed("a\nb\n\nc", found, modules={"dns"}) == []


def test_an_empty_log_has_an_index() -> None:
    assert parents(index(())) == []


def test_the_tags_of_a_long_log_say_the_same() -> None:
    for text in (SIP, "a\nb\n\nc", "", SIP.replace("leftover of a line before\n", "")):
        expected, found = index(tuple(lines_of(text))), index(by_engine(text.encode()).lines)
        assert (found.modules, found.levels) == (expected.modules, expected.levels)
        assert parents(found) == parents(expected)
        for module in (*expected.modules, "other"):
            assert passed(text, found, modules={module}) == passed(text, expected, modules={module})
        for level in (*expected.levels, "6"):
            assert passed(text, found, levels={level}) == passed(text, expected, levels={level})
        assert (found.has_times, found.longest_time) == (expected.has_times, expected.longest_time)


def test_a_row_shows_the_beginning_of_a_line_however_long_it_is() -> None:
    long = "1028091203|app1 |1|00|" + "é" * 3_000_000
    text = f"{SIP}\n{long}\n1028091204|dns  |2|00|after it\n"
    lines = by_engine(text.encode()).lines
    assert isinstance(lines, StoredLines)
    for place, line in enumerate(lines):
        head = lines.head(place)
        assert (head.number, head.module, head.level) == (line.number, line.module, line.level)
        assert line.raw.startswith(head.raw)
        assert head.raw == line.raw or 4_000 < len(head.raw) <= HEAD
    assert lines.head(7).message == "é" * len(lines.head(7).message)
