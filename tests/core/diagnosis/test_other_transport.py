"""Logs of handsets that ask for another transport than the plan has, or than the site meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.faults import CACHED, FAILED, NAPTR, OK, PLAN, changed, judged
from tests.core.judged import KNOWN, causes, codes, found, verdict
from tests.core.logs import HEALTHY, NAME, OWNER, register, zone
from wizard.core.finding import State
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Transport

TLS_FIRST = changed(naptr=f"{NAPTR} 10 10 s SIPS+D2T - _sips._tcp.{NAME}; {NAPTR} 30 10 s SIP+D2U - {OWNER}")
HOST = f"{NAME} 60 A 10.225.2.40"
LEADS_AWAY, SET = "naptr.order-prefers-other-transport", "config.transport-not-dnsnaptr"


def test_a_naptr_record_that_leads_away_from_the_plan_is_the_cause_of_what_is_missing_there() -> None:
    """The records of the plan may all be there: to create them again, or others, would mend nothing."""
    judgement = judged(register(zone(*TLS_FIRST)), plan=PLAN)
    assert verdict(judgement) == LEADS_AWAY
    assert causes(judgement.findings) == {
        LEADS_AWAY: None,
        "srv.missing": LEADS_AWAY,
        FAILED: "srv.missing",
        CACHED: None,
    }
    missing = found(judgement, "srv.missing")
    assert (missing.variant, missing.change) == ("planned-otherwise", None)
    (new,) = found(judgement, LEADS_AWAY).change.create  # type: ignore[union-attr]
    assert (new.data.service, new.data.order < 10) == ("SIP+D2U", True)  # type: ignore[union-attr]


def test_what_came_of_it_stands_behind_it_and_before_what_was_mended() -> None:
    said = [
        *register(zone(*changed(naptr=f"{NAPTR} 10 10 - SIP+D2U - {OWNER}"))),
        *register(zone(*TLS_FIRST)),
    ]
    listed = judged(said, plan=PLAN).findings
    assert [one.code for one in listed[:3]] == [LEADS_AWAY, "srv.missing", FAILED]
    assert (listed[-1].code, listed[-1].state) == ("naptr.flag-not-s", State.REPAIRED)


@pytest.mark.parametrize("host", [False, True])
def test_without_a_plan_either_transport_may_be_meant(host: bool) -> None:
    judgement = judged(register(zone(*TLS_FIRST, *([HOST] if host else []))))
    assert verdict(judgement) == "srv.missing"
    missing = found(judgement, "srv.missing")
    assert missing.variant == ("one-host-naptr-chose" if host else "naptr-chose")
    first, *_ = KNOWN.explain(missing).fix
    assert first == "Find out which transport the SIP servers accept: UDP, TCP or TLS."


@pytest.mark.parametrize("host", [False, True])
def test_a_handset_that_is_set_to_another_transport_than_planned_is_what_is_wrong(host: bool) -> None:
    records = (*HEALTHY, *([HOST] if host else []))
    judgement = judged(register(zone(*records), Lookfor(NAME, 0, "TCPOnly")), plan=PLAN)
    assert verdict(judgement) == "srv.missing"
    assert codes(judgement) == {"srv.missing", CACHED, SET, OK if host else FAILED}
    missing = found(judgement, "srv.missing")
    assert (missing.variant, missing.change) == (f"{'one-host-' * host}planned-otherwise", None)
    said = KNOWN.explain(missing)
    assert said.why.startswith(f"The plan has them at {OWNER}.")
    assert said.fix[0].startswith("Look at the transport in the handset")
    assert said.fix[0].endswith("then set UDPOnly.")


def test_a_plan_for_tcp_without_naptr_has_both_created() -> None:
    plan = replace(PLAN, transport=Transport.TCP)
    missing = found(judged(register(zone(HOST)), plan=plan), "srv.missing")
    assert missing.variant == "one-host-planned-otherwise"
    assert [record.type.value for record in missing.change.create] == ["NAPTR", "SRV", "SRV", "A", "A"]  # type: ignore[union-attr]
    nothing = judged(register(zone()), plan=plan)
    assert verdict(nothing) == "name.missing"


@pytest.mark.parametrize("plan", [None, PLAN])
def test_what_is_asked_for_as_planned_is_told_as_ever(plan: object) -> None:
    judgement = judged(register(zone(*changed(srv="", srv2=""))), plan=plan)  # type: ignore[arg-type]
    assert found(judgement, "srv.missing").variant == ""
