"""Logs of handsets that look for their servers at another name than the plan's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.faults import CACHED, FAILED, OK, PLAN, judged
from tests.core.judged import KNOWN, causes, codes, found, verdict
from tests.core.logs import HEALTHY, LAB, NAME, numbers, register, zone
from wizard.core.finding import State
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Deployment, Redundancy
from wizard.core.trace import events as ev

UNPLANNED, IS_SERVER = "config.address-unplanned", "config.address-is-server"
TYPO = "testservr.eslab.local"


def asking(name: str, *records: str) -> list[ev.Event]:
    return register(zone(*records), replace(LAB, address=name))


@pytest.mark.parametrize("name", [TYPO, "eslab.local", f"sip.{NAME}"])
def test_a_name_that_is_nearly_the_plans_is_the_cause_and_its_records_are_not_to_be_made(name: str) -> None:
    said = asking(name)
    judgement = judged(said, plan=PLAN)
    assert verdict(judgement) == UNPLANNED
    assert causes(judgement.findings) == {
        UNPLANNED: None,
        "name.missing": UNPLANNED,
        FAILED: "name.missing",
        CACHED: None,
    }
    wrong = found(judgement, UNPLANNED)
    assert KNOWN.explain(wrong).title == f"The handset asks for {name}, but the plan is for {NAME}"
    assert [one.line for one in wrong.evidence] == numbers(said, ev.LookupStarted, host=name)[:1]
    assert found(judgement, "name.missing").change is None
    assert verdict(judged(said)) == "name.missing"


def test_a_name_of_another_system_is_told_of_and_its_fault_stays_the_verdict() -> None:
    judgement = judged(asking("voice.example.com"), plan=PLAN)
    assert verdict(judgement) == "name.missing"
    assert KNOWN.severity(found(judgement, UNPLANNED)).value == "warning"
    assert found(judgement, "name.missing").caused_by is None


def test_where_servers_were_found_a_near_name_is_no_failure() -> None:
    """Such as the domain that the handsets use until they are given the planned sub-domain."""
    judgement = judged(register(zone(*HEALTHY)), plan=Deployment("eslab.local", "sip", PLAN.servers))
    assert codes(judgement) == {OK, UNPLANNED}
    assert verdict(judgement) == OK


def test_a_planned_server_in_place_of_the_name_that_lists_all() -> None:
    there = "piper.eslab.local 3600 A 10.225.2.31"
    judgement = judged(asking("piper.eslab.local", there), plan=PLAN)
    assert verdict(judgement) == IS_SERVER
    assert causes(judgement.findings)["srv.missing"] == IS_SERVER
    assert (
        KNOWN.explain(found(judgement, IS_SERVER))
        .fix[0]
        .startswith(f"Set the server address in the handset to {NAME}")
    )


@pytest.mark.parametrize("first", [NAME, TYPO])
def test_a_handset_that_asks_for_the_plans_name_too_may_have_a_line_elsewhere(first: str) -> None:
    said = {NAME: register(zone(*HEALTHY)), TYPO: asking(TYPO)}
    other = TYPO if first == NAME else NAME
    judgement = judged([*said[first], *said[other]], plan=PLAN)
    assert UNPLANNED not in {one.code for one in judgement.findings}


def test_a_second_line_with_one_server_of_the_plan_is_told_of_and_no_records_are_to_be_made_there() -> None:
    """SRV records at the host name of a server were asked for instead."""
    there = "piper.eslab.local 3600 A 10.225.2.31"
    judgement = judged([*register(zone(*HEALTHY)), *asking("piper.eslab.local", there)], plan=PLAN)
    assert verdict(judgement) == IS_SERVER
    assert causes(judgement.findings)["srv.missing"] == IS_SERVER
    assert found(judgement, "srv.missing").change is None


@pytest.mark.parametrize("name", [NAME, NAME.upper(), f"{NAME}."])
def test_the_plans_name_is_the_plans_name(name: str) -> None:
    assert UNPLANNED not in codes(judged(asking(name), plan=PLAN))


def test_where_only_one_server_is_active_each_may_be_asked_for_by_its_own_name() -> None:
    plan = replace(PLAN, redundancy=Redundancy.ACTIVE_PASSIVE)
    assert not {UNPLANNED, IS_SERVER} & codes(judged(asking("piper.eslab.local"), plan=plan))


def test_an_ip_address_is_told_of_as_such() -> None:
    judgement = judged(register(zone(), Lookfor("10.225.2.31", 0, "DNSnaptr")), plan=PLAN)
    assert UNPLANNED not in codes(judgement)


def test_what_was_mended_later_is_not_told_of() -> None:
    """The same user registered later under a new name."""
    restart = [ev.BootReady("491.052")] * 20
    judgement = judged([*asking(TYPO), *restart, *register(zone(*HEALTHY))], plan=PLAN)
    assert verdict(judgement) == OK
    assert found(judgement, "name.missing").state is State.REPAIRED
