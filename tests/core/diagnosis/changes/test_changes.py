"""The change of a record set: by logs, by remembered answers, for any records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import live
from tests.core.chains import chain_of
from tests.core.faults import NAPTR, PIPER, PIPER2, PLAN, SRV, changed, judged
from tests.core.judged import KNOWN
from tests.core.logs import HEALTHY, LAB, NAME, OWNER, numbers, register, zone
from tests.core.zones import body
from tests.servers import bind, unbound
from wizard.core.diagnosis.judge import judge_chains
from wizard.core.dns.asking import further_questions
from wizard.core.dns.further import Purpose
from wizard.core.dns.further_hosts import MOST_HOSTS
from wizard.core.finding import Finding
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.plan.records import srv_records
from wizard.core.record import Naptr, Record, RecordChange, RecordType, Srv
from wizard.core.trace import events as ev

THIRD = SipServer("piper3.eslab.local", "10.225.2.33", 5060, 30, 10)


def change_of(findings: Iterable[Finding], code: str) -> RecordChange:
    change = next(finding.change for finding in findings if finding.code == code)
    assert change is not None
    return change


def checked(*lines: str, plan: Deployment | None = None) -> tuple[Finding, ...]:
    return judge_chains([chain_of(lines, LAB)], KNOWN, plan).findings


# What a log tells --------------------------------------------------------------------------


def test_a_time_to_live_that_a_log_lost_its_zeros_of_is_not_made_anew() -> None:
    there = changed(
        srv=f"{OWNER} 36 SRV 10 10 5060 piper.eslab.local.eslab.local",
        srv2=f"{OWNER} 36 SRV 20 10 5060 piper2.eslab.local",
    )
    change = change_of(judged(register(zone(*there))).findings, "srv.target-doubled")
    assert [record.ttl for record in change.create] == [3600]
    assert change.delete[0].data == Srv(10, 10, 5060, "piper.eslab.local.eslab.local")


def test_records_that_a_log_does_not_show_are_neither_made_nor_lost() -> None:
    """At a coarser level the log has one slot a record, and the lines of some are missing."""
    there = changed(srv=f"{SRV} 10 10 5070 piper.eslab.local")
    said = register(zone(*there))
    hidden = numbers(said, ev.SrvTarget, target="piper2.eslab.local.")[0] - 1
    shown = [event for at, event in enumerate(said) if at not in range(hidden, hidden + 3)]
    change = change_of(judged(shown, plan=PLAN).findings, "srv.port-differs")
    assert [record.data for record in change.create] == [Srv(10, 10, 5060, "piper.eslab.local")]
    assert [record.data for record in change.delete] == [Srv(10, 10, 5070, "piper.eslab.local")]


# What a resolver tells ---------------------------------------------------------------------


@pytest.mark.servers
def test_a_time_to_live_that_a_resolver_counts_down_is_not_made_anew() -> None:
    with (
        bind.serve({"eslab.local": body(srv="_sip._udp.testserver 300 SRV 10 10 0 piper")}) as below,
        unbound.serve(
            stubs={"eslab.local": (below.address, below.port)}, options=["cache-max-ttl: 30"]
        ) as cache,
    ):
        by_cache = live.judged(cache, Lookfor(NAME)).findings
        by_zone = live.judged(below, Lookfor(NAME)).findings
    assert [record.ttl for record in change_of(by_cache, "srv.port-zero").create] == [3600]
    assert [record.ttl for record in change_of(by_zone, "srv.port-zero").create] == [300]


# One set, one change -----------------------------------------------------------------------


def test_all_faults_of_a_set_carry_the_same_change() -> None:
    lines = changed(srv=f"{SRV} 20 10 0 piper.eslab.local", srv2=f"{SRV} 20 10 5070 piper2.eslab.local")
    findings = checked(*lines, f"{SRV} 40 10 5060 old.eslab.local", plan=PLAN)
    changes = [f.change for f in findings if f.code.startswith("srv.") and f.change is not None]
    assert len(changes) > 3
    assert all(change is changes[0] for change in changes)


def test_a_set_is_brought_to_the_plan_without_touching_what_is_right() -> None:
    plan = replace(PLAN, servers=(PIPER, PIPER2, THIRD))
    lines = (*changed(srv2=f"{SRV} 10 10 5060 piper2.eslab.local"), f"{SRV} 30 10 5060 piper3.eslab.local")
    change = change_of(
        checked(*lines, "piper3.eslab.local 60 A 10.225.2.33", plan=plan), "srv.equal-priority"
    )
    assert [record.data for record in change.delete] == [Srv(10, 10, 5060, "piper2.eslab.local")]
    assert [record.data for record in change.create] == [Srv(20, 10, 5060, "piper2.eslab.local")]


hosts = st.sampled_from(("piper.eslab.local", "piper2.eslab.local", "old.eslab.local", "piper", "."))
data = st.builds(
    Srv, st.sampled_from((0, 10, 20)), st.sampled_from((0, 10)), st.sampled_from((0, 5060, 5070)), hosts
)


@given(st.lists(data, min_size=1, max_size=4, unique=True))
def test_any_set_is_brought_to_the_plan_and_back(those: list[Srv]) -> None:
    lines = [f"{OWNER} 3600 SRV {d.priority} {d.weight} {d.port} {d.target}" for d in those]
    addresses = HEALTHY[3:]
    before = {Record(OWNER, RecordType.SRV, 3600, d) for d in those}
    for finding in checked(HEALTHY[0], *lines, *addresses, plan=PLAN):
        if finding.change is None or not finding.code.startswith("srv."):
            continue
        assert set(finding.change.delete) <= before
        after = before - set(finding.change.delete) | set(finding.change.create)
        assert not before & set(finding.change.create)
        assert after == set(srv_records(PLAN))
        back = finding.change.reversed()
        assert after - set(back.delete) | set(back.create) == before


flags, services = (
    st.sampled_from(("s", "S", "a", "")),
    st.sampled_from(("SIP+D2U", "SIP+D2T", "SIPS+D2T", "", "E2U+sip")),
)
targets = st.sampled_from((OWNER, f"_sip._tcp.{NAME}", f"{OWNER}.eslab.local", "_sip._udp.es"))
naptrs = st.builds(
    Naptr, st.sampled_from((0, 1, 10)), st.just(10), flags, services, st.sampled_from(("", "!a!b!")), targets
)


@given(st.lists(naptrs, min_size=1, max_size=4, unique=True), st.booleans())
def test_any_naptr_records_lead_to_the_plan_afterwards_and_nobody_elses_is_lost(
    those: list[Naptr], planned: bool
) -> None:
    plan = PLAN if planned else None
    before = {Record(NAME, RecordType.NAPTR, 3600, each) for each in those}
    findings = _naptr_findings(those, plan)
    if not findings:
        return
    change = findings[0].change
    assert change is not None
    assert set(change.delete) <= before
    after = before - set(change.delete) | set(change.create)
    assert {r for r in before if r.data.service == "E2U+sip"} <= after  # type: ignore[union-attr]
    left = _naptr_findings([r.data for r in after if isinstance(r.data, Naptr)], plan)
    assert not left


def _naptr_findings(those: Iterable[Naptr], plan: Deployment | None) -> list[Finding]:
    lines = [
        f"{NAPTR} {d.order} {d.preference} {' '.join(t or '-' for t in (d.flags, d.service, d.regexp))} "
        f"{d.replacement}"
        for d in those
    ]
    more = [f"_sip{s}._tcp.{NAME} 60 SRV 1 1 5060 piper.eslab.local" for s in ("", "s")]
    return [f for f in checked(*lines, *more, *HEALTHY[1:], plan=plan) if f.code.startswith("naptr.")]


# Further questions -------------------------------------------------------------------------


def test_a_hostile_answer_asks_for_no_thousands_of_hosts() -> None:
    chain = chain_of(tuple(f"{SRV} 1 1 5060 h{n}" for n in range(300)), LAB)
    asked = further_questions(NAME, OWNER, chain.answers, "x")
    names = [one for one in asked if one.purpose is Purpose.FULL_NAME]
    assert len(names) == 2 * MOST_HOSTS


def test_planned_hosts_are_asked_for_once_and_only_where_the_handset_did_not() -> None:
    chain = chain_of(HEALTHY[:-2], LAB)
    asked = further_questions(NAME, OWNER, chain.answers, "x", ["piper.eslab.local", "piper3.eslab.local"])
    assert [one.about for one in asked if one.purpose is Purpose.PLANNED] == ["piper3.eslab.local"]
