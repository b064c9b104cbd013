"""Whether a log shows what came of its last attempt: by its times in every form, else by its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import pytest

from tests.core.faults import OK
from tests.core.judged import KNOWN, checked, verdict
from tests.core.logs import HEALTHY, Form, Phone, read, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

GOOD = zone(*HEALTHY)
REJECTED = "registration.rejected"
ERROR = ev.RegistrationFailed("1512", 408, "Request Timeout")
SEARCH = Phone()
SEARCH.register(GOOD)
AGAIN = Phone()
AGAIN.register(GOOD)
AGAIN.said.clear()
AGAIN.now += 60
AGAIN.register(GOOD, begin=False)
USED: Sequence[ev.Event] = (
    ev.LookupStarted("A", "10.225.2.31"),
    ev.AddressPassedThrough("10.225.2.31"),
)


def log_of(*parts: tuple[str, Iterable[ev.Event]]) -> str:
    """The verdict of a log whose parts were each written at one time."""
    lines = [grammar.line(event, time) for time, events in parts for event in events]
    return verdict(
        checked(judge_log(review(LogText("0004f2a1b2c3-app.log", "\n".join([*lines, ""]))), KNOWN))
    )


def written(form: str, moment: datetime) -> str:
    return {
        "month": f"{moment:%m%d%H%M%S}",
        "year": f"{moment:%y%m%d%H%M}",
        "boot": f"{moment:%H%M%S}.250",
    }[form]


# The error is the first line: nothing tells how long it took, so it may be that of a server that is silent.
BEGINNINGS = {
    "a day in October": datetime(2026, 10, 28, 9, 12, 4),
    "midnight": datetime(2026, 10, 28, 23, 59, 40),
    "the new year": datetime(2026, 12, 31, 23, 59, 40),
    "New Year's Day": datetime(2027, 1, 1, 23, 59, 40),
    "a leap day": datetime(2028, 2, 28, 23, 59, 40),
    "the day after a leap day": datetime(2028, 2, 29, 23, 59, 40),
    "the hour that summer time leaves out, at its end": datetime(2026, 3, 29, 1, 59, 40),
}


@pytest.mark.parametrize("begins", BEGINNINGS)
@pytest.mark.parametrize(("form", "soon", "late"), [("month", 30, 40), ("year", 60, 180)])
def test_a_registration_has_come_about_when_the_log_goes_on_for_longer_than_a_server_is_waited_for(
    begins: str, form: str, soon: int, late: int
) -> None:
    found = BEGINNINGS[begins]
    first = [(written(form, found), [ERROR, *SEARCH.said])]
    assert log_of(*first, (written(form, found + timedelta(seconds=soon)), USED)) == REJECTED
    assert log_of(*first, (written(form, found + timedelta(seconds=late)), USED)) == OK


def test_times_since_the_boot_are_times_too() -> None:
    found = datetime(2026, 10, 28, 0, 59, 50)
    first = [(written("boot", found), [ERROR, *SEARCH.said])]
    many = [event for _ in range(10) for event in USED]
    assert log_of(*first, (written("boot", found + timedelta(seconds=30)), many)) == REJECTED
    assert log_of(*first, (written("boot", found + timedelta(seconds=40)), USED)) == OK


@pytest.mark.parametrize("unset", ["0101000012", "0101000500"])
def test_a_clock_that_is_not_set_after_a_restart_proves_nothing(unset: str) -> None:
    """The handset lives on the first of January until its time server answers: sixty days did not pass."""
    found = datetime(2026, 10, 28, 9, 12, 4)
    assert log_of((written("month", found), [ERROR, *SEARCH.said]), (unset, USED)) == REJECTED
    later = written("month", found)
    assert log_of((unset, [ERROR, *SEARCH.said]), (later, USED)) == REJECTED


@pytest.mark.parametrize("form", [Form(time="none"), Form(numbered=True, missed=" ")])
def test_without_times_a_line_behind_a_search_takes_no_error_back(form: Form) -> None:
    """As long as nothing but the use of a server follows, the answer to its REGISTER may still be missing."""

    def judged(*said: ev.Event) -> str:
        return verdict(checked(judge_log(read(said, form), KNOWN)))

    use = [*USED, ev.AddressFallback("udp", 5060), *USED, ev.PortKept("udp", 5060)]
    for behind in ([], USED[:1], USED, use):
        assert judged(ERROR, *SEARCH.said, *behind) == REJECTED
        assert judged(*SEARCH.said, ERROR, *AGAIN.said, *behind) == REJECTED
    assert judged(ERROR, *SEARCH.said, *AGAIN.said) == OK, "it searched again, and no error came in between"
    assert judged(*SEARCH.said, ERROR, *AGAIN.said, *AGAIN.said) == OK
