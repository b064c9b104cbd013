"""A DNS server that still remembers an old answer, told by asking the server that holds the zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.core import live
from tests.core.judged import KNOWN, causes, checked, codes, found, graver, verdict
from tests.core.zones import OK, body
from tests.servers import bind, scripted, unbound, zone
from wizard import live as wizard_live
from wizard.core.case.case import CheckReport
from wizard.core.case.evidence import load_report, report_text_of
from wizard.core.case.judging import judge_report
from wizard.core.diagnosis.judge import Judgement
from wizard.core.dns.answer import Answer, Question, Server
from wizard.core.dns.authority import zone_servers
from wizard.core.dns.further import Purpose
from wizard.core.handset.resolver import Lookfor
from wizard.live import live_check
from wizard.workers import result_of

DOMAIN = "eslab.local"
LOOK = Lookfor(f"testserver.{DOMAIN}")
OWNER = f"_sip._udp.testserver.{DOMAIN}"


def asked(servers: list[object], holder: object, monkeypatch: pytest.MonkeyPatch) -> CheckReport:
    """A check that asks the server of the zone as well; in tests that one has another port than 53."""
    monkeypatch.setattr(wizard_live, "DNS_PORT", live.where(holder).port)
    return result_of(live_check(LOOK, [live.where(s) for s in servers], timeout=1.0, zone=True))


def judged(report: CheckReport) -> Judgement:
    return checked(judge_report(report, KNOWN))


@pytest.fixture
def remembering() -> Iterator[tuple[object, object, object]]:
    """BIND whose zone was empty when unbound in front of it was asked, and has the records by now."""
    with ExitStack() as stack:
        before = stack.enter_context(bind.serve({DOMAIN: zone.text(DOMAIN, "")}))
        where = (before.address, before.port)
        cache = stack.enter_context(unbound.serve(stubs={DOMAIN: where}))
        live.chain(cache, LOOK, further=True)
        now = stack.enter_context(bind.serve({DOMAIN: zone.text(DOMAIN, body())}))
        yield cache, before, now


@pytest.mark.servers
def test_an_answer_that_is_only_remembered_is_the_cause(
    remembering: tuple[object, object, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, _, now = remembering
    report = asked([cache], now, monkeypatch)
    purposes = [one.further.purpose for one in report.chains[0].further]
    assert purposes.count(Purpose.ZONE) == 3, "SOA, NS and the address of ns"
    assert report.zone, "its NS record leads to 127.0.0.1, where the servers of the tests are"
    judgement = judged(report)
    assert verdict(judgement) == "dns.servers-differ"
    old = found(judgement, "dns.servers-differ")
    assert old.variant == "outdated"
    assert (old.facts["server"], old.facts["source"]) == (
        live.where(cache).with_port, live.where(now).with_port
    )  # fmt: skip
    assert old.facts["wait"].startswith("at most ")
    assert causes(judgement.findings)["name.missing"] == "dns.servers-differ"
    assert "old answer to NAPTR testserver.eslab.local" in KNOWN.explain(old).title
    again = load_report(report_text_of(report))
    assert not isinstance(again, str)
    assert judged(again) == judgement


@pytest.mark.servers
def test_what_the_zone_lacks_too_is_no_old_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with ExitStack() as stack:
        holder = stack.enter_context(bind.serve({DOMAIN: zone.text(DOMAIN, "")}))
        cache = stack.enter_context(unbound.serve(stubs={DOMAIN: (holder.address, holder.port)}))
        report = asked([cache], holder, monkeypatch)
    assert report.zone
    judgement = judged(report)
    assert verdict(judgement) == "name.missing"
    assert "dns.servers-differ" not in codes(judgement)
    assert causes(judgement.findings)["name.missing"] is None


@pytest.mark.servers
def test_a_copy_of_the_zone_that_differs_is_a_warning_and_explains_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with (
        bind.serve({DOMAIN: zone.text(DOMAIN, body(srv2=""))}) as copy,
        bind.serve({DOMAIN: zone.text(DOMAIN, body())}) as holder,
    ):
        judgement = judged(asked([copy], holder, monkeypatch))
    differs = found(judgement, "dns.servers-differ")
    assert (differs.variant, KNOWN.severity(differs)) == ("zone", "warning")
    assert verdict(judgement) == "srv.single"


@pytest.mark.servers
def test_a_healthy_cache_in_front_of_its_zone_is_good_news(monkeypatch: pytest.MonkeyPatch) -> None:
    with bind.serve({DOMAIN: zone.text(DOMAIN, body())}) as holder:
        options = ["cache-max-ttl: 30", "rrset-roundrobin: yes"]
        with unbound.serve(stubs={DOMAIN: (holder.address, holder.port)}, options=options) as cache:
            judgement = judged(asked([cache], holder, monkeypatch))
    assert (graver(judgement), verdict(judgement)) == (set(), OK)


def test_nobody_is_asked_who_was_not_wanted() -> None:
    there = scripted.records(DOMAIN, f"{DOMAIN}. 60 IN NS ns.{DOMAIN}.", f"ns.{DOMAIN}. 60 IN A 127.0.0.9")
    with scripted.serve(there) as server:
        report = result_of(live_check(LOOK, [live.where(server)], timeout=0.5))
        assert server.count("*", "NS") == 0
        assert server.count("*", "SOA", transport="udp") == 1
    assert report.zone == ()


def test_the_handsets_own_server_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    there = scripted.records(DOMAIN, f"{DOMAIN}. 60 IN NS ns.{DOMAIN}.", f"ns.{DOMAIN}. 60 IN A 127.0.0.1")
    with scripted.serve(there) as server:
        report = asked([server], server, monkeypatch)
        assert server.count(DOMAIN, "NS") == 1
    assert report.zone == ()


def holders(behaviour: scripted.Behaviour, name: str = LOOK.address) -> tuple[Server, ...]:
    with scripted.serve(behaviour) as server:

        def ask(question: Question, to: Server) -> Answer:
            return live.ask(question, to, 0.3)

        found_ = result_of(zone_servers(name, live.where(server), ask))
        assert isinstance(found_, tuple)
        return found_


def test_the_zone_is_looked_for_upwards_and_its_primary_comes_first() -> None:
    hosts = [f"{name}.{DOMAIN}. 60 IN A 10.0.0.{n}" for n, name in enumerate(("a", "b", "ns", "z"), 1)]
    lines = [f"{DOMAIN}. 60 IN NS {name}.{DOMAIN}." for name in ("a", "b", "ns", "z")]
    there = scripted.records(DOMAIN, *lines, *hosts)
    assert holders(there) == (Server("10.0.0.3"), Server("10.0.0.1"), Server("10.0.0.2"))
    silent_about_soa = scripted.records(DOMAIN, *lines, *hosts, ttl=0)

    def without_soa(heard: scripted.Asked) -> scripted.Reply | None:
        if heard.type == "SOA" and heard.name == DOMAIN:
            soa = f"{DOMAIN}. 60 IN SOA ns.{DOMAIN}. x.{DOMAIN}. 1 1 1 1 1"
            return scripted.answer(soa)(heard)
        return scripted.nodata()(heard) if heard.type == "SOA" else silent_about_soa(heard)

    assert holders(without_soa, f"a.b.{DOMAIN}")[0] == Server("10.0.0.3")


@pytest.mark.parametrize(
    "behaviour",
    [scripted.silence(), scripted.refused(), scripted.nodata(), scripted.nxdomain("org"), scripted.garbage()],
)
def test_a_server_that_knows_no_zone_leads_nowhere(behaviour: scripted.Behaviour) -> None:
    assert holders(behaviour) == ()
