"""The fail-back modes in plain words."""

from __future__ import annotations

import pytest

from wizard.core.handset.configuration import FailBack
from wizard.core.handset.failback import fail_back_sentence, lasting


@pytest.mark.parametrize("mode", [None, FailBack.REGISTRATION])
def test_registration_and_the_default_say_that_staying_an_hour_is_no_fault(mode: FailBack | None) -> None:
    text = fail_back_sentence(mode, 3600)
    assert "up to about an hour" in text
    assert "not a fault" in text


def test_each_other_mode_says_what_it_waits_for() -> None:
    assert "time to live" in fail_back_sentence(FailBack.DNS_TTL, 3600)
    assert "fixed time: about 10 minutes" in fail_back_sentence(FailBack.DURATION, 3600, 600)
    assert "until that one fails" in fail_back_sentence(FailBack.DURATION, 3600, 0)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "1 second"),
        (90, "90 seconds"),
        (300, "about 5 minutes"),
        (3599, "about an hour"),
        (3600, "about an hour"),
        (5400, "about 90 minutes"),
        (7200, "about 2 hours"),
        (86_400, "about 24 hours"),
        (604_800, "about 7 days"),
    ],
)
def test_lasting(seconds: int, text: str) -> None:
    assert lasting(seconds) == text
