from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.core.case.cases import (
    BROKEN_LOG,
    NAME,
    a_judge,
    broken,
    checked,
    lacking,
    live_broken,
    live_repaired,
    log_of,
    planned,
    repaired,
)
from wizard.core.case.case import Case, CheckDraft, LogFile
from wizard.core.case.mending import Proof
from wizard.core.case.status import log_status
from wizard.core.case.steps import Progress, Status
from wizard.core.finding import EvidenceKind, Finding, State
from wizard.core.plan.draft import draft_of
from wizard.core.plan.records import change_for, records_for
from wizard.core.record import Address, Record, RecordType, Srv
from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED

NOW = datetime(2026, 11, 22, 10, 45)
NO_SERVER = "registration.failed-locally"
GOOD = "registration.ok"


def with_log(case: Case, *logs: LogFile) -> Case:
    return replace(case, logs=logs)


def found(case: Case, code: str, now: datetime = NOW) -> list[Finding]:
    return [finding for finding in a_judge().whole(case, now).findings if finding.code == code]


def state(case: Case, code: str, now: datetime = NOW) -> State:
    (one,) = found(case, code, now)
    return one.state


def verdict(case: Case, now: datetime = NOW) -> str | None:
    one = a_judge().whole(case, now).verdict
    return one.code if one is not None else None


def changed(log: LogFile, *changes: tuple[str, str]) -> LogFile:
    """A copy of a log with other texts in it."""
    text = log.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return log_of(text, log.review.name)


# One fault once


def test_a_fault_stands_once_with_the_evidence_of_all_who_saw_it():
    (fault,) = found(with_log(live_broken(), broken()), "name.missing")
    assert {evidence.kind for evidence in fault.evidence} == {EvidenceKind.LOG, EvidenceKind.DNS}
    assert fault.variant == "nxdomain", "only a live answer can tell that there is no such name"
    assert fault.state is State.CURRENT


def test_the_same_fault_in_two_logs_stands_once():
    twice = with_log(planned(), broken(), log_of(broken().text, "0004f2aaaaaa-app.log"))
    (fault,) = found(twice, "name.missing")
    assert {evidence.source for evidence in fault.evidence} == {BROKEN_LOG, "0004f2aaaaaa-app.log"}


def test_a_fault_keeps_its_change_whoever_knew_the_plan():
    without_plan = checked(Case(checks=CheckDraft(address=NAME)), BROKEN)
    case = replace(with_log(without_plan, broken()), draft=draft_of(LAB_PLAN), checks=CheckDraft())
    assert case.report is not None
    assert case.report.plan is None
    (fault,) = found(case, "name.missing")
    assert fault.change == change_for(LAB_PLAN)


def test_a_check_against_an_older_plan_offers_no_change_of_records():
    older = replace(LAB_PLAN, ttl=60)
    case = checked(Case(draft=draft_of(older)), BROKEN)
    assert found(case, "name.missing")[0].change == lacking(older)
    moved_on = replace(case, draft=draft_of(LAB_PLAN))
    assert found(moved_on, "name.missing")[0].change is None
    assert found(with_log(moved_on, broken()), "name.missing")[0].change == change_for(LAB_PLAN)


def test_judgements_are_remembered():
    case = with_log(planned(), broken())
    assert a_judge().log(case, broken()) is a_judge().log(case, broken())


# Seen in the log, and not any more in DNS


def test_a_good_check_makes_the_log_history():
    case = with_log(live_repaired(), broken())
    assert verdict(with_log(planned(), broken())) == "name.missing"
    assert verdict(case) == GOOD
    assert state(case, "name.missing") is State.REPAIRED
    assert state(case, NO_SERVER) is State.REPAIRED
    proofs = {finding.code: proof for finding, proof in a_judge().logged(case, NOW)}
    assert proofs["name.missing"] is Proof.CHECK


def test_what_the_handset_remembers_is_not_mended_by_dns():
    case = with_log(live_repaired(), broken())
    assert state(case, "ttl.negative-cached") is State.CURRENT


def test_a_check_that_was_cancelled_proves_nothing():
    case = with_log(live_repaired(), broken())
    assert case.report is not None
    cancelled = replace(case, report=replace(case.report, cancelled=True))
    assert state(cancelled, "name.missing") is State.CURRENT


@pytest.mark.parametrize(
    "edited",
    [
        {"draft": draft_of(replace(LAB_PLAN, ttl=60))},
        {"checks": CheckDraft(address="other.eslab.local")},
        {"checks": CheckDraft(port="5060")},
        {"checks": CheckDraft(transport="TCPOnly")},
    ],
)
def test_a_stale_check_proves_nothing(edited: dict[str, object]):
    case = replace(with_log(live_repaired(), broken()), **edited)  # type: ignore[arg-type]
    assert case.check_is_stale
    assert state(case, "name.missing") is State.CURRENT
    assert verdict(case) == "name.missing"


def test_a_check_for_another_name_proves_nothing():
    other = replace(LAB_PLAN, subdomain="sip")
    zone = (*BROKEN, *(r for r in records_for(other) if r.type is not RecordType.A))
    case = checked(Case(draft=draft_of(other)), zone)
    assert verdict(case) == GOOD
    assert state(with_log(case, broken()), "name.missing") is State.CURRENT


def test_a_name_is_the_same_in_capitals():
    capitals = changed(broken(), ("testserver.eslab.local", "TestServer.ESLAB.local"))
    assert state(with_log(live_repaired(), capitals), "name.missing") is State.REPAIRED


def test_a_check_that_found_no_server_proves_nothing():
    no_address = tuple(
        record for record in REPAIRED if record.owner not in {"piper.eslab.local", "piper2.eslab.local"}
    )
    case = with_log(checked(planned(), no_address), broken())
    assert not found(checked(planned(), no_address), "name.missing")
    assert state(case, "name.missing") is State.CURRENT


def test_an_address_at_the_name_itself_is_no_sip_server():
    controllers = (*BROKEN, Record(NAME, RecordType.A, 3600, Address("10.225.2.5")))
    case = with_log(checked(planned(), controllers), broken())
    assert state(case, "name.missing") is State.CURRENT


def test_one_good_server_is_enough_and_a_silent_one_is_a_fault_of_its_own():
    case = with_log(checked(planned(), REPAIRED, closed=1), broken())
    assert state(case, "name.missing") is State.REPAIRED
    (silent,) = found(case, "dns.port-closed")
    assert (verdict(case), silent.variant) == ("registration.ok", "backup")


def test_a_server_that_still_lacks_the_name_keeps_the_fault_alive():
    case = with_log(checked(planned(), REPAIRED, BROKEN), broken())
    (fault,) = found(case, "name.missing")
    assert fault.state is State.CURRENT
    assert {evidence.kind for evidence in fault.evidence} == {EvidenceKind.LOG, EvidenceKind.DNS}
    assert state(case, NO_SERVER) is State.CURRENT
    assert {proof for _, proof in a_judge().logged(case, NOW)} == {None}


def test_a_handset_that_asks_otherwise_is_not_judged_by_the_check():
    """A log whose handset asks for SRV at once has another transport than the one that was checked."""
    lines = [line for line in broken().text.splitlines() if "NAPTR" not in line]
    case = with_log(live_repaired(), log_of("\n".join(lines), BROKEN_LOG))
    assert state(case, "name.missing") is State.CURRENT
    asked_alike = planned(checks=CheckDraft(transport="UDPOnly"))
    assert state(with_log(checked(asked_alike, REPAIRED), *case.logs), "name.missing") is State.REPAIRED


def test_another_fault_in_dns_does_not_keep_the_old_one_alive():
    same_priority = tuple(
        replace(record, data=replace(record.data, priority=1)) if isinstance(record.data, Srv) else record
        for record in REPAIRED
    )
    case = with_log(checked(planned(), same_priority), broken())
    assert state(case, "name.missing") is State.REPAIRED
    assert verdict(case) == "srv.equal-priority"


def test_dns_does_not_disprove_what_a_sip_server_said():
    refused = "1028100207|sip  |4|00|Registration failed User: 1512, Error Code:403 Forbidden\n"
    lines = repaired().text.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if "Fast Boot" in line)
    log = log_of("".join([*lines[:at], refused]), "0004f2a1b2c3-app.log")
    case = with_log(live_repaired(), log)
    assert verdict(case) == "registration.rejected"


def test_a_file_that_is_no_log_says_nothing_of_the_site():
    case = with_log(live_repaired(), log_of("a picture, say", "a.png"))
    assert verdict(case) == GOOD
    assert verdict(with_log(Case(), log_of("a picture, say", "a.png"))) == "log.not-a-handset-log"


# Which was first


def at(case: Case, started: str) -> Case:
    assert case.report is not None
    return replace(case, report=replace(case.report, started=started))


@pytest.mark.parametrize(
    ("started", "now", "expected"),
    [
        ("2026-10-28T09:30:00+01:00", datetime(2026, 10, 28, 9, 35), State.REPAIRED),
        ("2026-10-28T09:00:00+01:00", datetime(2026, 10, 28, 9, 35), State.CURRENT),
        ("2026-10-28T09:00:00+01:00", datetime(2026, 11, 22, 9, 35), State.CURRENT),
        ("2027-01-02T09:00:00+01:00", datetime(2027, 1, 2, 9, 5), State.REPAIRED),
        ("2026-03-01T09:00:00+01:00", datetime(2026, 3, 1, 9, 5), State.REPAIRED),
        ("no time", datetime(2026, 10, 28, 9, 35), State.REPAIRED),
    ],
)
def test_a_log_later_than_the_check_is_not_disproved_by_it(started: str, now: datetime, expected: State):
    case = at(with_log(live_repaired(), broken()), started)
    assert state(case, "name.missing", now) is expected


def test_the_practice_logs_bear_an_invented_date():
    case = at(with_log(live_repaired(), broken()), "2026-10-28T09:00:00+01:00")
    case = replace(case, practice=True)
    assert state(case, "name.missing", datetime(2026, 10, 28, 9, 35)) is State.REPAIRED


def test_a_log_without_dates_is_taken_for_the_older_one():
    undated = "\n".join(line.partition("|")[2] for line in broken().text.splitlines())
    case = with_log(live_repaired(), log_of(undated, BROKEN_LOG))
    assert state(case, "name.missing") is State.REPAIRED


# Two logs of one handset


@pytest.mark.parametrize("logs", [(broken(), repaired()), (repaired(), broken())])
def test_a_later_good_log_of_the_same_handset_makes_the_earlier_one_history(logs: tuple[LogFile, LogFile]):
    case = with_log(planned(), *logs)
    assert verdict(case) == GOOD
    assert state(case, "name.missing") is State.REPAIRED
    assert state(case, "ttl.negative-cached") is State.REPAIRED
    proofs = {finding.code: proof for finding, proof in a_judge().logged(case, NOW)}
    assert proofs["name.missing"] is Proof.LATER_LOG


def test_a_later_bad_log_is_not_mended_by_an_earlier_good_one():
    earlier = changed(repaired(), ("1028100", "1027100"))
    case = with_log(planned(), broken(), earlier)
    assert verdict(case) == "name.missing"


def test_another_handset_proves_nothing():
    other = log_of(repaired().text, "0004f2ffffff-app.log")
    assert verdict(with_log(planned(), broken(), other)) == "name.missing"


def test_a_log_without_an_address_in_its_name_proves_nothing():
    one, other = log_of(broken().text, "a.log"), log_of(repaired().text, "b.log")
    assert verdict(with_log(planned(), one, other)) == "name.missing"


def test_logs_without_dates_have_no_order():
    undated = "\n".join(line.partition("|")[2] for line in repaired().text.splitlines())
    case = with_log(planned(), broken(), log_of(undated, "new-0004f2a1b2c3-app.log"))
    assert verdict(case) == "name.missing"


def test_repaired_in_the_same_log_is_repaired():
    both = broken().text + repaired().text
    case = with_log(planned(), log_of(both))
    assert verdict(case) == GOOD
    assert state(case, "name.missing") is State.REPAIRED
    proofs = {finding.code: proof for finding, proof in a_judge().logged(case, NOW)}
    assert proofs["name.missing"] is Proof.SAME_LOG


def log_step(*logs: LogFile) -> Status:
    return log_status(Case(logs=logs), a_judge())


def test_the_log_step_tells_of_all_open_logs_each_fault_once() -> None:
    other = replace(
        broken(), review=replace(broken().review, name="0004f2a1b2c4-app.log", mac="0004f2a1b2c4")
    )
    assert log_step(broken()) == log_step(broken(), other) == Status(Progress.FAILED, "1 problem")
    fine = log_of(repaired().text, "0004f2a1b2c5-app.log")
    assert log_step(fine).progress is Progress.OK
    # Of another handset: the one opened last says nothing about those before it.
    assert log_step(broken(), other, fine) == Status(Progress.FAILED, "1 problem")
    # A later log of the same handset proves that it was mended; a text that is no log takes nothing away.
    assert log_step(broken(), repaired()).progress is Progress.OK
    assert log_step(broken(), log_of("no log at all\n", "notes.txt")) == Status(Progress.FAILED, "1 problem")
    assert log_step(log_of("no log at all\n", "notes.txt")).progress is Progress.FAILED
