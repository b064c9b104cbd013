from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log.times import TimeForm, form_of, last_moment, moment, moments

NOW = datetime(2026, 11, 22, 10, 45)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1028091202", datetime(2026, 10, 28, 9, 12, 2)),
        ("1028091202.250", datetime(2026, 10, 28, 9, 12, 2)),
        ("1123104400", datetime(2026, 11, 23, 10, 44)),  # a clock that is ahead by less than a day
        ("1123104600", datetime(2025, 11, 23, 10, 46)),  # by more: it was last year
        ("1231235959", datetime(2025, 12, 31, 23, 59, 59)),
        ("0229120000", datetime(2024, 2, 29, 12)),
        ("2611221041", datetime(2026, 11, 22, 10, 41)),  # no month 26: the form with the year
        ("011511.006", None),
        ("", None),
        ("١٠٢٨٠٩١٢٠٢", None),
    ],
)
def test_a_time_gets_the_latest_year_that_it_can_have(text: str, expected: datetime | None):
    assert moment(text, NOW) == expected


def test_the_time_zone_of_now_does_not_matter():
    aware = datetime.fromisoformat("2026-11-22T10:45:00+01:00")
    assert moment("1028091202", aware) == datetime(2026, 10, 28, 9, 12, 2)


@given(
    st.datetimes(datetime(2012, 1, 1), datetime(2199, 1, 1)), st.timedeltas(timedelta(0), timedelta(days=363))
)
def test_any_time_of_the_last_year_is_read_back(now: datetime, ago: timedelta):
    at = (now - ago).replace(microsecond=0)
    assert moment(f"{at:%m%d%H%M%S}", now) == at


_TIMES = st.one_of(
    st.from_regex(r"[0-3][0-9]{9}", fullmatch=True),
    st.datetimes(datetime(2012, 1, 1), datetime(2026, 11, 22)).map(lambda time: f"{time:%m%d%H%M%S}"),
    st.datetimes(datetime(2012, 1, 1), datetime(2026, 11, 22)).map(lambda time: f"{time:%y%m%d%H%M}"),
    st.sampled_from(["0101000010", "0101000010.250", "011511.006", "", "1028240000", "2510282400"]),
)


@given(st.lists(_TIMES, max_size=6))
def test_the_last_moment_alone_is_that_of_all(times: list[str]):
    assert last_moment(times, NOW) == (moments(times, NOW) or [None])[-1]


@pytest.mark.parametrize("text", ["1028240000", "1028096000", "1028090060", "0230000000", "1301000000"])
def test_no_such_moment(text: str):
    assert moment(text, NOW, TimeForm.MONTH) is None


@given(st.text(max_size=14))
def test_nothing_that_a_log_can_hold_raises(text: str):
    moment(text, NOW)


@pytest.mark.parametrize(
    ("times", "form"),
    [
        (["1028091201", "1028091202", "1028091207"], TimeForm.MONTH),
        (["2510280912", "2510280913", "2510280959"], TimeForm.YEAR),
        # Both make sense: in 2010 the minutes pass, in October half an hour is missing.
        (["1012092357", "1012092358", "1012092359", "1012100000", "1012100001"], TimeForm.YEAR),
        (["1012091258", "1012091259", "1012091300", "1012091301"], TimeForm.MONTH),
        (["011511.006", "1028091201"], TimeForm.MONTH),
        ([], TimeForm.MONTH),
    ],
)
def test_neighbours_tell_the_two_forms_apart(times: list[str], form: TimeForm):
    assert form_of(times) is form


def test_a_clock_that_is_not_set_yet_tells_no_time():
    times = ["000011.006", "0101000012", "0101000013", "1028091201", "0101000010", "1028091500"]
    known = datetime(2026, 10, 28, 9, 12, 1), datetime(2026, 10, 28, 9, 15)
    assert moments(times, NOW) == [None, None, None, known[0], None, known[1]]


def test_new_year_is_no_unset_clock():
    times = ["1231235959", "0101000001", "0101233000", "0102001000"]
    assert None not in moments(times, NOW)
    assert moments(["0101000001"], NOW) == [datetime(2026, 1, 1, 0, 0, 1)]


@given(st.datetimes(datetime(2013, 1, 1), datetime(2026, 11, 1)), st.lists(st.integers(0, 600), max_size=40))
def test_a_log_of_either_form_is_read_back(start: datetime, steps: list[int]):
    times = [start.replace(second=0, microsecond=0)]
    for step in steps:
        times.append(times[-1] + timedelta(minutes=step))
    assert moments([f"{time:%y%m%d%H%M}" for time in times], datetime(2030, 1, 1)) == times
