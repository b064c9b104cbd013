from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log.times import moment

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


@given(st.text(max_size=14))
def test_nothing_that_a_log_can_hold_raises(text: str):
    moment(text, NOW)
