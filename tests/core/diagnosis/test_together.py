"""The same fault of many servers is told once, and taken apart again by whoever compares."""

from __future__ import annotations

from dataclasses import replace

from tests.core.faults import OK, PLAN, SRV, changed, judged
from tests.core.judged import KNOWN, codes, found, verdict
from tests.core.logs import HEALTHY, OWNER, register, zone
from wizard.core.diagnosis.judge import Judgement, judge
from wizard.core.diagnosis.tables import finding_json
from wizard.core.diagnosis.together import apart
from wizard.core.finding import Finding, State
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.record import Srv

TWENTY = tuple(SipServer(f"pbx{n}.eslab.local", f"10.225.3.{n}", 5060, n, 10) for n in range(1, 21))


def all_of(judgement: Judgement, code: str) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.code == code]


def planned(*more: SipServer) -> Judgement:
    plan = Deployment("eslab.local", "testserver", (*PLAN.servers, *more))
    return judged(register(zone(*HEALTHY)), plan=plan)


def test_twenty_servers_without_their_record_are_one_fault_with_one_change() -> None:
    judgement = planned(*TWENTY)
    (one,) = all_of(judgement, "srv.target-unplanned")
    assert one is judgement.verdict
    assert (one.subject, one.facts["count"]) == (OWNER, "20")
    said = KNOWN.explain(one)
    assert said.title == (f"20 SRV records are missing at {OWNER} (pbx1.eslab.local, pbx2.eslab.local, …)")
    assert all(server.host in said.why for server in TWENTY)
    assert one.change is not None
    created = [record.data.target for record in one.change.create if isinstance(record.data, Srv)]
    assert created == [server.host for server in TWENTY]


def test_json_keeps_what_each_of_them_said() -> None:
    (one,) = all_of(planned(*TWENTY), "srv.target-unplanned")
    each = finding_json(KNOWN, one)["each"]
    assert [part["subject"] for part in each] == [server.host for server in TWENTY]
    assert [part["facts"]["target"] for part in each] == [server.host for server in TWENTY]


def test_one_or_two_are_told_by_their_names() -> None:
    for count in (1, 2):
        shown = all_of(planned(*TWENTY[:count]), "srv.target-unplanned")
        assert [one.subject for one in shown] == [server.host for server in TWENTY[:count]]
        assert all(one.variant == "planned-missing" and not one.parts for one in shown)
        assert all("each" not in finding_json(KNOWN, one) for one in shown)


def test_addresses_of_hosts_are_created_by_one_change() -> None:
    srv = [f"{SRV} {n}0 10 5060 pbx{n}.eslab.local" for n in range(3, 7)]
    plan = Deployment("eslab.local", "testserver", (*PLAN.servers, *TWENTY[2:6]))
    judgement = judged(register(zone(*changed(), *srv)), plan=plan)
    one = found(judgement, "address.missing")
    assert one.variant == "several"
    assert one.change is not None
    assert [record.owner for record in one.change.create] == [server.host for server in TWENTY[2:6]]
    assert OK in codes(judgement)


def test_what_is_history_is_not_told_with_what_is_wrong_now() -> None:
    (one,) = all_of(planned(*TWENTY[:6]), "srv.target-unplanned")
    parts = list(apart([one]))
    mixed = [*parts[:3], *(replace(part, state=State.REPAIRED) for part in parts[3:])]
    told = judge(mixed, KNOWN).findings
    assert [(len(each.parts), each.state) for each in told] == [(3, State.CURRENT), (3, State.REPAIRED)]


def test_what_was_told_together_is_taken_apart_and_told_anew() -> None:
    judgement = planned(*TWENTY)
    again = judge(judgement.findings, KNOWN)
    assert again == judgement
    assert len(list(apart(judgement.findings))) == len(judgement.findings) + 19


def test_faults_that_explain_nothing_stay_behind_when_told_together() -> None:
    judgement = planned(*TWENTY)
    last = {(part.code, part.subject) for part in apart(all_of(judgement, "srv.target-unplanned"))}
    other = Finding("address.shared", "10.0.0.1", facts={"address": "10.0.0.1", "targets": "a, b"})
    everything = [*judgement.findings, other]
    assert verdict(judge(everything, KNOWN)) == "srv.target-unplanned"
    assert verdict(judge(everything, KNOWN, last)) == "address.shared"


def with_ports(*ports: int, plan: Deployment | None = None) -> Judgement:
    """A zone whose servers piper1, piper2 … have these ports in their SRV records."""
    srv = [f"{SRV} {n}0 10 {port} pbx{n}.eslab.local" for n, port in enumerate(ports, 1)]
    hosts = [f"pbx{n}.eslab.local 3600 A 10.225.3.{n}" for n in range(1, len(ports) + 1)]
    return judged(register(zone(*changed(srv="", srv2=""), *srv, *hosts)), plan=plan)


def test_the_same_wrong_port_of_many_servers_is_one_fault_with_one_change() -> None:
    plan = Deployment("eslab.local", "testserver", TWENTY)
    (one,) = all_of(with_ports(*([5070] * 20), plan=plan), "srv.port-differs")
    said = KNOWN.explain(one)
    assert (
        said.title == "20 SRV records have port 5070 instead of 5060 (pbx1.eslab.local, pbx2.eslab.local, …)"
    )
    assert all(server.host in said.why for server in TWENTY)
    assert one.subject == OWNER
    assert one.change is not None
    assert {record.data.port for record in one.change.create if isinstance(record.data, Srv)} == {5060}
    assert {record.data.port for record in one.change.delete if isinstance(record.data, Srv)} == {5070}
    assert len(one.change.create) == len(one.change.delete) == 20


def test_other_wrong_ports_are_told_apart() -> None:
    shown = all_of(with_ports(5070, 5070, 5070, 5080, 5080, 5060), "srv.port-differs")
    assert [(one.facts["port"], one.facts.get("count")) for one in shown] == [
        ("5070", "3"),
        ("5080", None),
        ("5080", None),
    ]


def test_many_records_with_port_zero_are_one_fault() -> None:
    (one,) = all_of(with_ports(0, 0, 0, 5060, 5060), "srv.port-zero")
    assert KNOWN.explain(one).title == "3 SRV records have port 0 (pbx1.eslab.local, pbx2.eslab.local, …)"


def test_two_wrong_ports_of_many_servers_are_two_faults() -> None:
    shown = all_of(with_ports(5070, 5070, 5070, 5080, 5080, 5080), "srv.port-differs")
    assert [(one.facts["port"], one.facts["count"]) for one in shown] == [("5070", "3"), ("5080", "3")]
    assert [one.subject for one in shown] == [OWNER, "pbx4.eslab.local"]
    assert [one.facts["targets"].count("pbx") for one in shown] == [3, 3]


def test_a_record_that_points_to_the_name_at_which_it_stands_keeps_its_own_finding() -> None:
    records = [f"{SRV} {number} 10 5070 sip{number}.eslab.local" for number in range(1, 5)]
    hosts = [f"sip{number}.eslab.local 3600 A 10.0.0.{number}" for number in range(1, 5)]
    itself = (f"{SRV} 9 10 5080 {OWNER}", f"{OWNER} 60 A 10.0.0.9")
    judgement = judged(register(zone(HEALTHY[0], *records, *hosts, *itself)))
    shown = [(one.facts["port"], one.subject) for one in all_of(judgement, "srv.port-differs")]
    assert sorted(shown) == [("5070", "sip1.eslab.local"), ("5080", OWNER)]
