from __future__ import annotations

from tests.core.log.reading import by_engine
from wizard.core.log.index import index
from wizard.core.log.review import lines_of

SIP = """\
leftover of a line before
1028091201|sip  |1|00|<<< Data received
INVITE sip:1512@10.225.2.31 SIP/2.0

Via: SIP/2.0/UDP 10.225.2.40
1028091202|dns  |2|00|Miss in All DNS cache for testserver(NAPTR)
1028091202|sip  |*|00|Sip Register Usr:1512 Dsp:1512 Auth:'1512' Inx:0"""


def test_lines_without_the_form_belong_to_the_line_before() -> None:
    found = index(tuple(lines_of(SIP)))
    assert found.parent.tolist() == [0, 1, 1, 1, 1, 5, 6]
    assert found.of_modules(frozenset({"sip"})).tolist() == [False, True, True, True, True, False, True]
    assert found.of_levels(frozenset({"2", "*"})).tolist() == [False] * 5 + [True, True]


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
    assert found.parent.tolist() == [0, 1, 2, 3]
    assert found.modules == ()
    assert not found.of_modules(frozenset({"dns"})).any()


def test_an_empty_log_has_an_index() -> None:
    assert index(()).parent.tolist() == []


def test_the_tags_of_a_long_log_say_the_same() -> None:
    for text in (SIP, "a\nb\n\nc", "", SIP.replace("leftover of a line before\n", "")):
        expected, found = index(tuple(lines_of(text))), index(by_engine(text.encode()).lines)
        assert (found.modules, found.levels) == (expected.modules, expected.levels)
        assert found.parent.tolist() == expected.parent.tolist()
        assert found.module.tolist() == expected.module.tolist()
        assert found.level.tolist() == expected.level.tolist()
        assert (found.has_times, found.longest_time) == (expected.has_times, expected.longest_time)
