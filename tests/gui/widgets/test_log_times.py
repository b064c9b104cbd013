"""A log's ten digits in words that a newcomer reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log.times import TimeForm
from wizard.gui.widgets.log_times import readable


@pytest.mark.parametrize(
    ("time", "form", "said"),
    [
        ("1028090005", TimeForm.MONTH, "28 Oct 09:00:05"),
        ("0301080000.123", TimeForm.MONTH, "1 Mar 08:00:00.123"),
        ("2603010800", TimeForm.YEAR, "1 Mar 2026 08:00"),
        ("1028090005", None, ""),
        ("011511.006", TimeForm.MONTH, ""),
        ("9928090005", TimeForm.MONTH, ""),
        ("1000090005", TimeForm.MONTH, ""),
        ("", TimeForm.MONTH, ""),
    ],
)
def test_a_time_is_said_as_far_as_it_can_be_told(time: str, form: TimeForm | None, said: str) -> None:
    assert readable(time, form) == said


@given(st.text(), st.sampled_from([*TimeForm, None]))
def test_whatever_stands_there_does_no_harm(time: str, form: TimeForm | None) -> None:
    readable(time, form)
