"""Records in the wrong place, aliases, wildcards and hijacking, shown by real BIND zones."""

from __future__ import annotations

import pytest

from tests.servers import behaviours, bind, scripted
from wizard.core import knowledge
from wizard.core.diagnosis.judge import Judgement, judge_chains
from wizard.core.dns.answer import Answer, Question, Server
from wizard.core.dns.further import misspellings
from wizard.core.dns.question import ask
from wizard.core.handset.chain import run, run_further
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Deployment
from wizard.paths import resource
from wizard.practice.lab import LAB_PLAN

NAME = "testserver.eslab.local"
HOSTS = "piper A 10.225.2.31\npiper2 A 10.225.2.32\n"
TOKEN = "zq81kx"

KNOWN = knowledge.load(resource("knowledge"))


def both(owner: str) -> str:
    return f"{owner} SRV 1 10 5060 piper.eslab.local.\n{owner} SRV 2 10 5060 piper2.eslab.local.\n"


def check(server, name: str = NAME, plan: Deployment | None = None, transport: str = "DNSnaptr") -> Judgement:
    where = Server(server.address, server.port)

    def asked(question: Question, to: Server) -> Answer:
        return ask(question, to, 1.0)

    chain = _result(run(Lookfor(name, 0, transport), where, asked))
    chain = _result(run_further(chain, asked, TOKEN))
    judgement = judge_chains([chain], KNOWN, plan)
    for finding in judgement.findings:
        assert KNOWN.explain(finding).title
    return judgement


def _result(generator):
    while True:
        try:
            next(generator)
        except StopIteration as stop:
            return stop.value


def codes(judgement: Judgement) -> set[str]:
    return {finding.code for finding in judgement.findings}


def caused_by(judgement: Judgement, code: str) -> str | None:
    return next(finding.caused_by for finding in judgement.findings if finding.code == code)


MISPLACED = [
    (both("_sip._udp"), "srv.at-parent"),
    (both("_sip._udp.sip.testserver"), "srv.at-subdomain"),
    (both("sip.udp.testserver"), "srv.owner-misspelled"),
    (both("_udp._sip.testserver"), "srv.owner-misspelled"),
    (both("_sip._udp.testserver.eslab.local"), "srv.owner-misspelled"),
    (both("_sip._tcp.testserver"), "naptr.needed-for-transport"),
    (both("_sips._tcp.testserver"), "naptr.needed-for-transport"),
]


@pytest.mark.servers
@pytest.mark.parametrize(("records", "code"), MISPLACED, ids=lambda value: value.split()[0])
def test_records_in_the_wrong_place_are_the_cause(records, code):
    with bind.serve({"eslab.local": records + HOSTS}) as server:
        judgement = check(server)
    assert judgement.verdict.code == code
    assert caused_by(judgement, "name.missing") == code


@pytest.mark.servers
@pytest.mark.parametrize(
    ("records", "code"), [case for case in MISPLACED if case[1].startswith("srv.at-p") or "missp" in case[1]]
)
def test_the_printed_bind_fix_makes_it_well(records, code):
    from wizard.core.plan.recipes import Product, recipe

    with bind.serve({"eslab.local": records + HOSTS}) as server:
        judgement = check(server)
    fix = recipe(Product.BIND, judgement.verdict.change)
    lines = "\n".join(line for line in fix.commands if not line.startswith(";"))
    assert lines
    with bind.serve({"eslab.local": f"{records}{HOSTS}{lines}\n"}) as server:
        assert check(server).verdict.code == "registration.ok"


@pytest.mark.servers
def test_with_a_udp_plan_records_for_tcp_are_under_another_protocol():
    with bind.serve({"eslab.local": both("_sip._tcp.testserver") + HOSTS}) as server:
        judgement = check(server, plan=LAB_PLAN)
    assert judgement.verdict.code == "srv.other-protocol"


@pytest.mark.servers
def test_an_alias_at_the_name():
    with bind.serve({"eslab.local": "testserver CNAME piper\n" + HOSTS}) as server:
        judgement = check(server)
    assert judgement.verdict.code == "name.owner-is-alias"
    assert "registration.ok" not in codes(judgement)


@pytest.mark.servers
def test_a_domain_that_falls_to_its_domain_controllers():
    zone = "@ A 10.0.0.1\n_ldap._tcp.dc._msdcs SRV 0 100 389 piper\n" + HOSTS
    with bind.serve({"eslab.local": zone}) as server:
        judgement = check(server, name="eslab.local")
    assert judgement.verdict.code == "name.falls-to-domain-controllers"


@pytest.mark.servers
def test_aliases_and_ipv6_of_targets():
    zone = "_sip._udp.testserver SRV 1 10 5060 six\n_sip._udp.testserver SRV 2 10 5060 other\n"
    zone += "six AAAA 2001:db8::1\nother CNAME piper\n" + HOSTS
    with bind.serve({"eslab.local": zone}) as server:
        judgement = check(server)
    assert {"address.ipv6-only", "srv.target-is-alias"} <= codes(judgement)
    assert "address.missing" not in codes(judgement)


@pytest.mark.servers
def test_a_wildcard_is_told_and_hides_no_misplaced_record():
    with bind.serve({"eslab.local": "*.testserver SRV 1 10 5060 piper.eslab.local.\n" + HOSTS}) as server:
        judgement = check(server)
    assert "srv.wildcard" in codes(judgement)
    assert not codes(judgement) & {"srv.owner-misspelled", "srv.other-protocol", "srv.at-subdomain"}


@pytest.mark.servers
def test_pointers():
    zones = {
        "eslab.local": both("_sip._udp.testserver") + HOSTS,
        "2.225.10.in-addr.arpa": "31 PTR other.eslab.local.\n",
    }
    with bind.serve(zones) as server:
        judgement = check(server)
    assert judgement.verdict.code == "registration.ok"
    told = {finding.code: finding.subject for finding in judgement.findings}
    assert told["ptr.differs"] == "10.225.2.31"
    assert told["ptr.missing"] == "10.225.2.32"


@pytest.mark.servers
def test_a_healthy_zone_raises_nothing_above_a_notice():
    zones = {
        "eslab.local": both("_sip._udp.testserver") + HOSTS,
        "2.225.10.in-addr.arpa": "31 PTR piper.eslab.local.\n32 PTR piper2.eslab.local.\n",
    }
    with bind.serve(zones) as server:
        judgement = check(server)
    assert codes(judgement) == {"registration.ok", "naptr.missing"}


def test_a_server_that_answers_everything_is_told_as_hijacking():
    with scripted.serve(scripted.Script(behaviours.hijack())) as server:
        judgement = check(server)
    assert "dns.hijacked" in codes(judgement)


def test_the_usual_misspellings_never_hold_the_right_name():
    for labels in ("_sip._udp", "_sip._tcp", "_sips._tcp"):
        wrong = misspellings(labels, NAME)
        assert f"{labels}.{NAME}" not in wrong
        assert len(set(wrong)) == len(wrong)


@pytest.mark.servers
def test_a_single_servers_name_typed_for_the_domain():
    with bind.serve({"eslab.local": both("_sip._udp") + HOSTS}) as server:
        judgement = check(server, name="piper.eslab.local")
    assert judgement.verdict.code == "config.address-is-server"
    assert judgement.verdict.facts["domain"] == "eslab.local"
    assert caused_by(judgement, "srv.missing") == "config.address-is-server"


@pytest.mark.servers
def test_the_whole_owner_name_typed_into_a_zone_of_the_sub_domain():
    zones = {"eslab.local": HOSTS, "testserver.eslab.local": both("_sip._udp.testserver")}
    with bind.serve(zones) as server:
        judgement = check(server)
    assert judgement.verdict.code == "srv.owner-misspelled"


@pytest.mark.servers
def test_an_address_typed_as_the_target_without_a_final_dot():
    zone = "_sip._udp.testserver SRV 1 10 5060 10.225.2.31\n"
    with bind.serve({"eslab.local": zone + HOSTS}) as server:
        judgement = check(server)
    assert judgement.verdict.code == "srv.target-is-address"


@pytest.mark.servers
def test_a_naptr_that_leads_to_another_transport_is_the_cause():
    naptr = 'testserver NAPTR 5 10 "s" "SIPS+D2T" "" _sips._tcp.testserver.eslab.local.\n'
    with bind.serve({"eslab.local": naptr + both("_sip._udp.testserver") + HOSTS}) as server:
        judgement = check(server, plan=LAB_PLAN)
    assert judgement.verdict.code == "naptr.order-prefers-other-transport"
    assert caused_by(judgement, "srv.other-protocol") == "naptr.order-prefers-other-transport"
