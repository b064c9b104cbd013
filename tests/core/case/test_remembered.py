"""A log that failed and DNS that answers: what the handset still remembers, by its own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.chains import chain_of
from tests.core.judged import KNOWN
from tests.core.logs import HEALTHY, LAB, NAME, OWNER, Phone, zone
from wizard.core.case.case import Case, CheckDraft, CheckReport, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.remembered import Remembered, clock, remembered
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.words import words

JUDGE = Judge(KNOWN)
CHECKED = datetime(2026, 11, 22, 10, 20)
FAILED = datetime(2026, 11, 22, 10, 2)
MAC = "0004f2a1b2c3"


def log(said, at: datetime = FAILED, *, form: str = "%m%d%H%M%S", name: str = f"{MAC}-app.log", missed="00"):
    text = "".join(
        grammar.line(event, (at + timedelta(seconds=n // 30)).strftime(form), missed) + "\n"
        for n, event in enumerate(said)
    )
    return LogFile(text, review(LogText(name, text)))


def failing(there=(), lookfor: Lookfor = LAB, negative: int = 3600) -> list[ev.Event]:
    phone = Phone(lookfor)
    phone.register(zone(*there, negative=negative))
    return phone.said


def case(*logs, there=HEALTHY, started: datetime = CHECKED, port: int = 0) -> Case:
    lookfor = Lookfor(NAME, port)
    made = CheckReport(lookfor, (chain_of(tuple(there), lookfor),), f"{started.isoformat()}+01:00")
    return Case(checks=CheckDraft(NAME, str(port)), report=made, logs=logs)


def told(one: Case, now: datetime = CHECKED) -> tuple[Remembered, ...]:
    return remembered(one, JUDGE, now)


def test_failed_at_10_02_answers_now_until_11_02() -> None:
    (one,) = told(case(log(failing())))
    assert (one.rtype, one.host) == ("SRV", OWNER)
    assert (one.since, one.until) == (FAILED, FAILED + timedelta(hours=1))
    assert one.sentence(CHECKED) == (
        "Restart the handset: it failed at 10:02 and remembers until 11:02, both by its own clock, that "
        f"there is no SRV record at {OWNER}. In the check DNS has one."
    )


def test_what_dns_does_not_have_yet_is_not_told() -> None:
    (one,) = told(case(log(failing()), there=(f"{NAME} 60 A 10.0.0.1",), port=5060))
    assert (one.rtype, one.host) == ("A", NAME)


def test_nothing_while_dns_leads_nowhere() -> None:
    assert told(case(log(failing()), there=())) == ()


def test_a_missing_naptr_that_nobody_needed_is_not_told() -> None:
    assert told(case(log(failing(HEALTHY[1:])))) == ()


def test_the_address_of_a_target_is_told() -> None:
    (one,) = told(case(log(failing(HEALTHY[:-1]))))
    assert (one.rtype, one.host) == ("A", "piper2.eslab.local")


@pytest.mark.parametrize("change", ["cancelled", "stale"])
def test_a_check_that_proves_nothing_is_no_reason(change) -> None:
    one = case(log(failing()))
    assert told(one)
    if change == "stale":
        one = replace(one, checks=CheckDraft("other.eslab.local"))
    else:
        assert one.report is not None
        one = replace(one, report=replace(one.report, cancelled=True))
    assert told(one) == ()


# Clocks ------------------------------------------------------------------------------------


def test_the_longest_counts_where_several_are_kept() -> None:
    phone = Phone()
    phone.register(zone(negative=600))
    early = len(phone.said)
    phone.boot()
    phone.register(zone(negative=600))
    (one,) = told(case(log(phone.said)))
    assert one.line > early


def test_what_ran_out_by_its_clock_is_said_so() -> None:
    (one,) = told(case(log(failing(negative=300))))
    assert one.over
    assert one.sentence(CHECKED).startswith(
        "Restart the handset, unless it has registered since: it failed at 10:02 and remembered until 10:07"
    )


def test_another_day_is_named() -> None:
    late = datetime(2026, 11, 21, 23, 40)
    (one,) = told(case(log(failing(), late), started=datetime(2026, 11, 22, 0, 10)))
    said = one.sentence(datetime(2026, 11, 22, 0, 10))
    assert "it failed at 21 November, 23:40 and remembers until 00:40" in said


def test_over_new_year() -> None:
    late = datetime(2026, 12, 31, 23, 50)
    check = datetime(2027, 1, 1, 0, 20)
    (one,) = told(case(log(failing(), late), started=check), check)
    assert one.until == datetime(2027, 1, 1, 0, 50)


def test_the_form_with_the_year_and_without_seconds() -> None:
    (one,) = told(case(log(failing(), form="%y%m%d%H%M")))
    assert one.until == FAILED + timedelta(hours=1)


@pytest.mark.parametrize("form", ["%H%M%S.123", ""])
def test_without_dates_no_time_is_made_up(form) -> None:
    (one,) = told(case(log(failing(), form=form)))
    assert (one.since, one.until) == (None, None)
    assert one.sentence(CHECKED).startswith(
        "Restart the handset: it remembers, often for about an hour, that"
    )


def test_a_log_that_was_edited_for_print_gives_no_seconds() -> None:
    (one,) = told(case(log(failing(negative=36), missed=" ")))
    assert one.until is None
    assert "36" not in one.sentence(CHECKED)


def test_a_log_of_last_week_is_not_told() -> None:
    assert told(case(log(failing(), CHECKED - timedelta(days=7)))) == ()


def test_a_log_that_is_later_than_the_check_is_not_told() -> None:
    assert told(case(log(failing(), CHECKED + timedelta(minutes=5))), CHECKED + timedelta(minutes=9)) == ()


@given(
    st.integers(-14 * 60, 12 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.datetimes(datetime(2020, 1, 2), datetime(2035, 1, 1)),
)
def test_whatever_the_time_zone_no_other_time_is_said_than_the_logs_own(offset, at) -> None:
    """The clocks may be apart as far as time zones are; year and day come from the log alone."""
    at = at.replace(microsecond=0)
    for one in told(case(log(failing(), at), started=at - offset), at - offset):
        assert one.since is not None
        assert one.until is not None
        assert (one.since - at) < timedelta(minutes=1)
        assert one.until - one.since == timedelta(hours=1)
        assert clock(one.until, one.until, words()) in one.sentence(
            at
        ) or f"{one.until.day} " in one.sentence(at)


# Several logs ------------------------------------------------------------------------------


def test_a_later_log_of_the_same_handset_outdates_it() -> None:
    well = Phone()
    well.register(zone(*HEALTHY))
    later = log(well.said, FAILED + timedelta(minutes=10), name=f"{MAC}-now-app.log")
    assert told(case(log(failing()), later)) == ()


def test_a_restart_in_the_same_log_outdates_it() -> None:
    phone = Phone()
    phone.register(zone())
    phone.boot()
    phone.register(zone(*HEALTHY))
    assert told(case(log(phone.said))) == ()


def test_each_handset_is_told_once() -> None:
    other = log(failing(), FAILED + timedelta(minutes=3), name="0004f2000001-app.log")
    told_of = told(case(log(failing()), other))
    assert [one.log for one in told_of] == [f"{MAC}-app.log", "0004f2000001-app.log"]


def test_a_log_of_another_name_is_not_told() -> None:
    assert told(case(log(failing(lookfor=Lookfor("other.eslab.local"))))) == ()


def test_whatever_stands_in_the_log_nothing_raises() -> None:
    far = [ev.NegativeCached(NAME, "SRV", 9_999_999_999), *failing(negative=9_999_999_999)]
    assert told(case(log(far)))
