"""Records beside the plan, and odd records that are right."""

from __future__ import annotations

from tests.core.faults import NAPTR, OK, PIPER, PIPER2, PLAN, SRV, changed, judged
from tests.core.judged import codes, found, verdict
from tests.core.logs import HEALTHY, NAME, OWNER, register, without, zone
from wizard.core.plan.deployment import Deployment, SipServer, Transport
from wizard.core.record import Naptr


def test_a_plan_about_another_name_says_nothing_of_records() -> None:
    other = Deployment("example.org", "", PLAN.servers)
    judgement = judged(register(zone(*HEALTHY)), plan=other)
    assert codes(judgement) == {OK, "config.address-unplanned"}


def test_a_plan_for_another_transport_is_not_held_against_these_records() -> None:
    servers = tuple(SipServer(s.host, s.address, 5061, s.priority, s.weight) for s in PLAN.servers)
    plan = Deployment("eslab.local", "testserver", servers, Transport.TLS)
    there = without(HEALTHY, NAPTR)
    assert codes(judged(register(zone(*there)), plan=plan)) == {OK, "naptr.missing"}


def test_records_that_mean_a_planned_server_are_not_missing_besides() -> None:
    for target, code in (
        ("piper.eslab.local.eslab.local", "srv.target-doubled"),
        ("10.225.2.31", "srv.target-is-address"),
        ("piper", "srv.target-short"),
    ):
        there = changed(srv=f"{SRV} 10 10 5060 {target}")
        judgement = judged(register(zone(*there)), plan=PLAN)
        assert found(judgement, "srv.target-unplanned").caused_by == code
        assert verdict(judgement) == code


def test_a_planned_host_of_another_domain_with_the_zone_behind_it_is_doubled() -> None:
    server = SipServer("pbx.example.org", "10.225.2.31", 5060, 10, 10)
    plan = Deployment("eslab.local", "testserver", (server, PIPER2))
    there = changed(srv=f"{SRV} 10 10 5060 pbx.example.org.eslab.local")
    judgement = judged(register(zone(*there)), plan=plan)
    assert found(judgement, "srv.target-doubled").facts["expected"] == "pbx.example.org"


def test_an_odd_target_that_has_an_address_is_no_dead_one() -> None:
    for target in ("piper.eslab.local.eslab.local", "piper"):
        there = (*changed(srv=f"{SRV} 10 10 5060 {target}"), f"{target} 60 A 10.225.2.31")
        assert codes(judged(register(zone(*there)))) == {OK}


def test_one_host_on_two_planned_ports() -> None:
    servers = (PIPER, SipServer("piper.eslab.local", "10.225.2.31", 5070, 15, 10), PIPER2)
    plan = Deployment("eslab.local", "testserver", servers)
    there = (*HEALTHY, f"{SRV} 15 10 5070 piper.eslab.local")
    assert codes(judged(register(zone(*there)), plan=plan)) == {OK}
    there = (*HEALTHY, f"{SRV} 15 10 5080 piper.eslab.local")
    wrong = found(judged(register(zone(*there)), plan=plan), "srv.port-differs")
    assert (wrong.facts["port"], wrong.facts["expected"]) == ("5080", "5070")


def test_a_plan_that_shares_the_load_on_purpose() -> None:
    servers = tuple(SipServer(s.host, s.address, 5060, 10, 10) for s in PLAN.servers)
    plan = Deployment("eslab.local", "testserver", servers)
    there = changed(srv=f"{SRV} 10 0 5060 piper.eslab.local", srv2=f"{SRV} 10 0 5060 piper2.eslab.local")
    assert codes(judged(register(zone(*there)), plan=plan)) == {OK}
    assert "srv.equal-priority" in codes(judged(register(zone(*there)), plan=PLAN))


def test_a_record_of_another_service_is_left_alone_when_one_for_sip_is_added() -> None:
    naptr = f"{NAPTR} 1 1 u E2U+sip !a!b! ."
    change = found(judged(register(zone(*changed(naptr=naptr)))), "naptr.service-unusable").change
    assert change is not None
    assert change.delete == ()
    assert [record.data for record in change.create] == [Naptr(10, 10, "s", "SIP+D2U", "", OWNER)]


def test_a_record_without_a_service_and_one_with_another_flag_are_replaced() -> None:
    for naptr, code in (
        ("1 1 s - - x.y", "naptr.service-unusable"),
        ("1 1 u SIP+D2U !a!b! .", "naptr.flag-not-s"),
    ):
        there = changed(naptr=f"{NAPTR} {naptr}")
        change = found(judged(register(zone(*there))), code).change
        assert change is not None
        assert [record.data for record in change.create] == [Naptr(1, 1, "s", "SIP+D2U", "", OWNER)]
        assert len(change.delete) == 1


def test_naptr_records_of_several_services() -> None:
    naptr = ("1 1 u E2U+sip !a!b! .", f"5 1 s SIP+D2U - {OWNER}", f"9 1 s SIP+D2T - _sip._tcp.{NAME}")
    there = changed(naptr="; ".join(f"{NAPTR} {data}" for data in naptr))
    assert codes(judged(register(zone(*there)), plan=PLAN)) == {OK}


def test_a_naptr_that_nobody_can_use_does_not_prefer_a_transport() -> None:
    plan = Deployment("eslab.local", "testserver", PLAN.servers, Transport.TCP)
    naptr = f"{NAPTR} 1 1 a SIP+D2T - {OWNER}"
    assert "naptr.order-prefers-other-transport" not in codes(
        judged(register(zone(*changed(naptr=naptr))), plan=plan)
    )
