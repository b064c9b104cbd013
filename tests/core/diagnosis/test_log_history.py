"""What changes in the course of a log: repaired, broken again, other names, other users, side by side."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import logs
from tests.core.faults import CACHED, FAILED, FAULTS, OK, changed, judged
from tests.core.judged import KNOWN, codes, found, history, lines, verdict
from tests.core.log.reading import by_engine
from tests.core.logs import HEALTHY, LAB, NAME, Form, Phone, interleaved, numbers, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.finding import State
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev

GOOD = zone(*HEALTHY)
OTHER = "phones.example.org"
OTHERS = tuple(line.replace(NAME, OTHER) for line in HEALTHY)


def going_on(seconds: int) -> list[ev.Event]:
    """A log that goes on for so long: it has one line a second."""
    return [ev.BootReady(f"{491 + number}.052") for number in range(seconds)]


def course(*zones: tuple[str, ...], lookfor: Lookfor = LAB) -> list[ev.Event]:
    """A handset that registers and restarts while DNS changes."""
    phone = Phone(lookfor)
    for there in zones:
        phone.register(zone(*there))
        phone.boot()
    return phone.said


def test_repaired_later_is_history() -> None:
    said = course((), (), HEALTHY)
    judgement = judged(said)
    assert (verdict(judgement), codes(judgement)) == (OK, {OK})
    assert history(judgement) == {"name.missing", FAILED, CACHED}
    expected = numbers(
        said, ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.NaptrEmpty, ev.SrvEmpty, ev.NothingFound
    )
    assert lines(found(judgement, "name.missing")) == expected, "of both failed attempts"


def test_broken_later_is_current_and_no_good_news_is_left() -> None:
    judgement = judged(course(HEALTHY, HEALTHY, ()))
    assert verdict(judgement) == "name.missing"
    assert codes(judgement) == {"name.missing", FAILED, CACHED}
    judgement = judged(course(HEALTHY, changed(a="", a2="")))
    assert verdict(judgement) == "address.missing"
    assert OK not in codes(judgement)


def test_a_second_fault_behind_a_repaired_one_is_the_verdict() -> None:
    """Somebody created the SRV records and forgot the addresses."""
    judgement = judged(course((), changed(a="", a2="")))
    assert verdict(judgement) == "address.missing"
    assert "name.missing" in history(judgement)
    assert found(judgement, FAILED).caused_by == "address.missing"
    negative = [f for f in judgement.findings if f.code == CACHED and f.state is State.CURRENT]
    assert {f.facts["rtype"] for f in negative} == {"A"}


def test_half_a_repair() -> None:
    judgement = judged(course((), (f"{NAME} 60 A 10.225.2.40",)))
    assert verdict(judgement) == "srv.missing"
    assert "name.missing" in history(judgement)
    assert found(judgement, "srv.missing").variant == "one-host"


def test_a_remembered_answer_keeps_the_time_to_live_that_it_had() -> None:
    phone = Phone()
    for _ in range(2):
        phone.register(zone(*changed(a="piper.eslab.local 90000 A 10.225.2.31")))
        phone.now += 4000  # only the long one is still remembered
    judgement = judged(phone.said)
    assert "ttl.long" in codes(judgement)


def test_there_is_none_stays_remembered_while_it_is() -> None:
    phone = Phone()
    for _ in range(2):
        phone.register(zone(*changed(a2="")))
        phone.now += 60
    assert {"address.missing", CACHED} <= codes(judged(phone.said))


# The server's no ---------------------------------------------------------------------------


def test_a_no_after_success_is_the_verdict() -> None:
    phone = Phone()
    phone.register(GOOD)
    phone.now += 60
    phone.register(GOOD)
    phone.rejected(403)
    judgement = judged(phone.said)
    assert (verdict(judgement), codes(judgement)) == ("registration.rejected", {"registration.rejected"})
    assert lines(found(judgement, "registration.rejected")) == [len(phone.said)]


@pytest.mark.parametrize("code", [401, 403, 404, 480, 503])
def test_a_no_before_success_is_history(code: int) -> None:
    phone = Phone()
    phone.register(GOOD)
    phone.rejected(code, "")
    phone.now += 60
    phone.register(GOOD)
    judgement = judged([*phone.said, *going_on(2)])
    assert (verdict(judgement), history(judgement)) == (OK, {"registration.rejected"})


@pytest.mark.parametrize("form", ["raw", "year", "since boot", "numbered", "without time"])
def test_a_log_that_ends_sooner_than_the_error_came_before_is_not_called_good(form: str) -> None:
    """The snapshot of a handset whose server is dead is often made while it waits for a reply."""
    # Minutes alone; and where there are no times, fewer lines than a search takes prove nothing.
    waits = {"year": 120, "numbered": 15, "without time": 15}.get(form, 5)
    phone = Phone()
    for _ in range(2):
        phone.register(GOOD)
        phone.said += going_on(waits)
        phone.rejected(408, "Request Timeout")
        phone.now += 60
    phone.register(GOOD)
    soon = judged([*phone.said, *going_on(waits - 1)], Form(**FORM_OF[form]))
    assert (verdict(soon), codes(soon)) == ("registration.rejected", {"registration.rejected"})
    rejected = found(soon, "registration.rejected")
    assert rejected.variant == "tried-again"
    assert KNOWN.explain(rejected).title.endswith("what came of the next attempt is not in the log")
    later = judged([*phone.said, *going_on(waits + (2 if form != "year" else 120))], Form(**FORM_OF[form]))
    assert (verdict(later), history(later)) == (OK, {"registration.rejected"})


def test_a_clock_that_was_set_before_the_error_keeps_nobody_waiting() -> None:
    """An hour is added in spring, or the time server answers at last."""
    phone = Phone()
    phone.register(GOOD)
    early = Form().lines(phone.said)
    phone.said.clear()
    phone.rejected(408, "Request Timeout")
    phone.now += 60
    phone.register(GOOD)
    later = [line.replace("102809", "102811", 1) for line in Form().lines([*phone.said, *going_on(700)])]
    data = "\n".join([*early, *later, "1028112500|cfg  |3|00|a synthetic line", ""]).encode()
    judgement = judge_log(by_engine(data), KNOWN)
    assert (verdict(judgement), history(judgement)) == (OK, {"registration.rejected"})


FORM_OF: dict[str, dict[str, object]] = {
    "raw": {},
    "year": {"time": "year"},
    "since boot": {"time": "boot"},
    "numbered": {"numbered": True, "missed": " "},
    "without time": {"time": "none"},
}


def test_another_line_of_the_handset_that_registers_does_not_take_a_no_back() -> None:
    """Two users, one server address: what the server says to one of them says nothing about the other."""
    one, other = Phone(user="1512"), Phone(user="1513")
    one.register(GOOD)
    other.register(GOOD)
    no = [ev.RegistrationFailed("1512", 403, "Forbidden")]
    for said in ([*one.said, *no, *other.said], [*one.said, *other.said, *no]):
        judgement = judged([*said, *going_on(60)])
        assert (verdict(judgement), codes(judgement)) == ("registration.rejected", {"registration.rejected"})
        rejected = found(judgement, "registration.rejected")
        assert (rejected.facts["user"], rejected.variant) == ("1512", "")


def test_what_was_said_no_to_and_what_went_well_are_told_user_by_user() -> None:
    one, other = Phone(user="1512"), Phone(user="1513")
    for phone in (one, other):
        phone.register(GOOD)
        phone.rejected(401, "Unauthorized")
    first = [*one.said, *other.said]
    one.said.clear()
    one.now += 60
    one.register(GOOD)
    judgement = judged([*first, *one.said, *going_on(60)])
    states = {f.facts["user"]: f.state for f in judgement.findings if f.code == "registration.rejected"}
    assert states == {"1512": State.REPAIRED, "1513": State.CURRENT}
    assert verdict(judgement) == "registration.rejected"


def test_a_480_of_the_server_is_not_the_handsets_own() -> None:
    phone = Phone()
    phone.register(GOOD)
    phone.rejected(480, "Temporarily Unavailable")
    assert codes(judged(phone.said)) == {"registration.rejected"}


def test_the_last_no_decides_the_words_and_all_are_proof() -> None:
    phone = Phone()
    phone.register(GOOD)
    phone.rejected(401, "Unauthorized")
    phone.rejected(403, "Forbidden")
    rejected = found(judged(phone.said), "registration.rejected")
    assert rejected.facts["code"] == "403"
    assert lines(rejected) == [len(phone.said) - 1, len(phone.said)]


def test_of_each_of_two_users_the_last_no_decides_the_words() -> None:
    """The last search is one of theirs alone: of the other a 403 of the day before was told."""
    phones = [Phone(user="1512"), Phone(user="1513")]
    said: list[ev.Event] = []
    for code, reason in ((403, "Forbidden"), (404, "Not Found"), (503, "Service Unavailable")):
        for phone in phones:
            before = len(phone.said)
            phone.register(GOOD)
            phone.rejected(code, reason)
            phone.now += 1800
            said += phone.said[before:]
    judgement = judged(said)
    for user in ("1512", "1513"):
        told = found(judgement, "registration.rejected", user)
        assert told.facts["code"] == "503"
        assert sorted(lines(told)) == numbers(said, ev.RegistrationFailed, user=user)


def test_a_missing_name_that_became_a_no() -> None:
    phone = Phone()
    phone.register(zone())
    phone.boot()
    phone.register(GOOD)
    phone.rejected()
    judgement = judged(phone.said)
    assert (verdict(judgement), codes(judgement)) == ("registration.rejected", {"registration.rejected"})
    assert history(judgement) == {"name.missing", FAILED, CACHED}


def test_a_no_without_any_look_up_counts_unless_things_went_well_later() -> None:
    phone = Phone()
    phone.rejected(503, "Service Unavailable")
    first = list(phone.said)
    assert verdict(judged(first)) == "registration.rejected"
    # A server that does not answer has failed after half a minute: until then nobody can tell.
    assert verdict(judged([*first, *register(GOOD), *going_on(30)])) == "registration.rejected"
    assert verdict(judged([*first, *register(GOOD), *going_on(31)])) == OK
    late = Phone()
    late.register(GOOD)
    cut = numbers(late.said, ev.Answered, rtype="SRV")[0]
    unfinished = [*register(GOOD), *late.said[:cut], *first]
    assert verdict(judged(unfinished)) == "registration.rejected", "an earlier success does not hide it"


def test_the_other_servers_no_is_not_lost_behind_the_handsets_own_failure() -> None:
    phone = Phone()
    phone.register(zone())
    phone.rejected(403)
    assert {"name.missing", FAILED, "registration.rejected"} <= codes(judged(phone.said))


# Other names, other users ------------------------------------------------------------------


def test_a_name_that_was_given_up_is_history() -> None:
    said = [*register(zone(), Lookfor("testsrver.eslab.local")), *going_on(20), *register(GOOD)]
    for form in FORM_OF.values():
        if "time" not in form or form["time"] == "boot":
            judgement = judged(said, Form(**form))
            assert (verdict(judgement), codes(judgement)) == (OK, {OK})
            assert "name.missing" in history(judgement)


@pytest.mark.parametrize("form", [Form(), Form(time="boot")])
def test_the_second_server_of_a_line_does_not_hide_that_the_first_is_missing(form: Form) -> None:
    """reg.1.server.1 and reg.1.server.2 have a name each: the handset looks for both in one go."""
    first, second = Phone(Lookfor(OTHER)), Phone()
    first.register(zone())
    second.register(GOOD, begin=False)
    for said in ([*first.said, *second.said], [*first.said, *register(GOOD)]):
        judgement = judged(said, form)
        assert verdict(judgement) == "name.missing"
        assert found(judgement, "name.missing").subject == OTHER


def test_another_users_success_does_not_repair_anything() -> None:
    said = [
        *register(zone(), Lookfor(OTHER), user="1512"),
        *register(GOOD, user="1513"),
    ]
    judgement = judged(said)
    assert verdict(judgement) == "name.missing"
    assert found(judgement, "name.missing").subject == OTHER


def test_two_names_of_one_line_that_take_turns_are_both_current() -> None:
    phone, other = Phone(), Phone(Lookfor(OTHER))
    for _ in range(2):
        other.said.clear()
        phone.register(GOOD)
        other.register(zone())
        phone.said += other.said
        phone.now = other.now = phone.now + 60
    phone.register(GOOD)
    assert verdict(judged(phone.said)) == "name.missing"


@given(seed=st.integers(0, 2**32))
def test_two_lines_with_two_names_side_by_side(seed: int) -> None:
    one = register(zone(), Lookfor(NAME), user="1512", times=2)
    other = register(zone(*OTHERS), Lookfor(OTHER), user="1513", times=2)
    judgement = judged(interleaved(random.Random(seed).randrange, one, other))
    assert verdict(judgement) == "name.missing"
    assert found(judgement, "name.missing").subject == NAME
    failed = found(judgement, FAILED)
    assert (failed.caused_by, failed.state) == ("name.missing", State.CURRENT)


@given(seed=st.integers(0, 2**32), name=st.sampled_from(sorted(FAULTS)))
def test_two_lines_with_one_name_side_by_side(seed: int, name: str) -> None:
    """Whatever shares a log with its twin is judged as it would be alone."""
    fault = FAULTS[name]
    there = zone(*fault.zone)
    runs = [register(there, fault.lookfor, user=user) for user in ("1512", "1513")]
    judgement = judged(interleaved(random.Random(seed).randrange, *runs), plan=fault.plan)
    assert verdict(judgement) == fault.verdict
    assert codes(judgement) - {"log.truncated"} == fault.codes
    if FAILED in fault.codes:
        users = found(judgement, FAILED).facts["user"].split(", ")
        assert set(users) <= {"1512", "1513"}


def test_both_users_of_a_shared_failure_are_proof() -> None:
    runs = [register(zone(), user=user) for user in ("1512", "1513")]
    turns = itertools.cycle((0, 1))
    said = interleaved(lambda count: next(turns) % count, *runs)
    judgement = judged(said)
    assert verdict(judgement) == "name.missing"
    assert lines(found(judgement, FAILED))[-2:] == numbers(said, ev.RegistrationFailed)


def begun(*users: str) -> list[ev.Event]:
    return [ev.RegisterStarted(user, user, user, number) for number, user in enumerate(users)]


def searches() -> tuple[list[ev.Event], list[ev.Event]]:
    """What a search says that is answered, and one from memory: neither names a user."""
    phone = Phone()
    phone.register(GOOD, begin=False)
    first = list(phone.said)
    phone.now += 60
    phone.register(GOOD, begin=False)
    return first, phone.said[len(first) :]


FIRST, MEMORY = searches()
NO = ev.RegistrationFailed("1512", 403, "Forbidden")


def test_of_several_users_the_log_does_not_tell_whose_a_later_search_is_and_that_is_said() -> None:
    both = begun("1512", "1513")
    for said in (
        [*begun("1512"), *FIRST, *begun("1513"), *MEMORY, NO, *MEMORY],
        [*both, *FIRST, NO, *MEMORY],
    ):
        judgement = judged([*said, *going_on(60)])
        assert (verdict(judgement), codes(judgement)) == ("registration.rejected", {"registration.rejected"})
        rejected = found(judgement, "registration.rejected")
        assert (rejected.facts["user"], rejected.variant) == ("1512", "someone-later")
    # The other one searches for another name: then it can only be that of the user who failed.
    elsewhere = Phone(Lookfor(OTHER), user="1513")
    elsewhere.register(zone(*OTHERS))
    judgement = judged([*begun("1512"), *FIRST, *elsewhere.said, NO, *MEMORY, *going_on(60)])
    assert (verdict(judgement), history(judgement)) == (OK, {"registration.rejected"})


def test_a_user_who_begins_again_and_is_not_turned_down_has_registered_though_the_search_names_nobody() -> (
    None
):
    """Both lines of the handset begin at once after a restart, and share one search."""
    told = [*begun("1512"), *FIRST, NO, *begun("1513"), *MEMORY]
    for again in (begun("1512", "1513"), begun("1513", "1512")):
        judgement = judged([*told, *again, *MEMORY, *going_on(60)])
        assert (verdict(judgement), history(judgement)) == (OK, {"registration.rejected"})
    judgement = judged([*told, *begun("1512", "1513"), *MEMORY, NO, *going_on(60)])
    assert verdict(judgement) == "registration.rejected"


def test_an_error_without_any_look_up_is_not_taken_back_by_another_user_who_begins() -> None:
    assert verdict(judged([NO, *begun("1513"), *FIRST, *going_on(60)])) == "registration.rejected"
    assert verdict(judged([NO, *begun("1512", "1513"), *FIRST, *going_on(60)])) == OK


# Attempts that no line announces -----------------------------------------------------------


def test_an_error_belongs_to_the_last_attempt_for_its_name_also_where_nobody_announced_it() -> None:
    """A handset announces its first registration; when it registers again the look-ups stand alone."""
    phone = Phone()
    for begin in (True, False, False):
        phone.register(GOOD, begin=begin)
        phone.now += 60
    phone.rejected(503)
    read = logs.read(phone.said)
    assert [attempt.failure is not None for attempt in read.story.attempts] == [False, False, True]
    after = [*phone.said]
    phone.said.clear()
    phone.register(GOOD, begin=False)
    assert verdict(judged(after)) == "registration.rejected"
    assert verdict(judged([*after, *phone.said, *going_on(5)])) == OK


def test_an_error_is_not_lost_where_the_same_user_failed_by_itself_before_and_another_goes_on() -> None:
    one, other = Phone(), Phone(Lookfor(OTHER), user="1513")
    other.register(zone(), begin=False)
    other.boot()
    other.register(zone(*OTHERS), begin=False)
    other.rejected(408)
    one.register(GOOD, begin=False)
    judgement = judged([*other.said, *one.said, *going_on(60)])
    assert verdict(judgement) == "registration.rejected"
    assert found(judgement, "registration.rejected").facts["name"] == OTHER


def test_of_two_users_an_attempt_of_nobody_known_takes_back_no_error() -> None:
    one, other = Phone(user="1512"), Phone(user="1513")
    one.register(GOOD)
    other.register(GOOD)
    other.rejected(403)
    said = [*one.said, *other.said]
    one.said.clear()
    one.register(GOOD, begin=False)
    assert verdict(judged([*said, *one.said, *going_on(60)])) == "registration.rejected"
    # Two of them: one is that of the user who failed.
    assert verdict(judged([*said, *one.said, *one.said, *going_on(60)])) == OK
