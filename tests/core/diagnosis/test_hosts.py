"""Hosts in the folder of the sub-domain instead of its parent, or the other way, on real BIND zones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core import live
from tests.core.judged import KNOWN, codes, found, verdict
from tests.core.zones import OK, body, plan_of
from tests.servers import bind, zone
from wizard.core.diagnosis.judge import Judgement
from wizard.core.dns.further import Purpose
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.recipes import Product, recipe
from wizard.core.record import Address

pytestmark = pytest.mark.servers

BELOW = {"a": "piper.testserver A 10.225.2.31", "a2": "piper2.testserver A 10.225.2.32"}
SRV = "_sip._udp.testserver SRV"
ABOVE = {"srv": f"{SRV} 10 10 5060 piper.testserver", "srv2": f"{SRV} 20 10 5060 piper2.testserver"}
ZONES = {
    "all below": body(**BELOW),
    "one below": body(a2=BELOW["a2"]),
    "all above": body(**ABOVE),
    "nowhere": body(a="", a2=""),
    "a wildcard below": body("*.testserver A 10.225.2.99", a="", a2=""),
    "an alias below": body("piper.testserver CNAME other", "other A 10.225.2.40", a=""),
}
PLACES = {name: f"hosts{number}.local" for number, name in enumerate(ZONES)}


@pytest.fixture(scope="module")
def server() -> Iterator[object]:
    with bind.serve({PLACES[name]: zone.text(PLACES[name], text) for name, text in ZONES.items()}) as running:
        yield running


def judged(server: object, name: str, *, plan: bool = False) -> Judgement:
    domain = PLACES[name]
    lookfor = Lookfor(f"testserver.{domain}")
    return live.judged(server, lookfor, plan_of(domain) if plan else None, further=True)


@pytest.mark.parametrize("name", ["all below", "all above"])
def test_where_the_hosts_are_instead_is_said_with_the_fix(server: object, name: str) -> None:
    domain = PLACES[name]
    above, below = f"piper.{domain}", f"piper.testserver.{domain}"
    target, place = (above, below) if name == "all below" else (below, above)
    judgement = judged(server, name)
    assert verdict(judgement) == "address.missing"
    missing = found(judgement, "address.missing", target)
    assert judgement.verdict == missing, "of two alike, the server that is used first"
    assert missing.variant == "none-elsewhere"
    facts = {key: missing.facts[key] for key in ("found", "address", "folder")}
    assert facts == {"found": place, "address": "10.225.2.31", "folder": target.partition(".")[2]}
    said = KNOWN.explain(missing)
    assert said.title == f"No SIP server has an address: {target} was created as {place}"
    assert f"in the folder {facts['folder']}: {target} with the address 10.225.2.31" in said.fix[0]
    assert [one.text for one in missing.evidence][-1] == f"A {place}: 1 record, TTL 3600: 10.225.2.31"
    assert any("no such name" in one.text for one in missing.evidence)


def test_one_host_alone_is_an_error_and_no_more(server: object) -> None:
    judgement = judged(server, "one below")
    missing = found(judgement, "address.missing")
    assert (missing.variant, KNOWN.severity(missing)) == ("elsewhere", "error")
    assert missing.facts["found"] == f"piper2.testserver.{PLACES['one below']}"
    assert OK in codes(judgement)


@pytest.mark.parametrize("name", ["nowhere", "a wildcard below"])
def test_a_host_that_is_nowhere_is_plainly_missing(server: object, name: str) -> None:
    """A wildcard answers for the invented host as well, and so proves nothing."""
    judgement = judged(server, name)
    missing = [finding for finding in judgement.findings if finding.code == "address.missing"]
    assert [(finding.variant, finding.change) for finding in missing] == [("none", None)] * 2


def test_an_alias_is_followed_as_the_server_followed_it(server: object) -> None:
    assert found(judged(server, "an alias below"), "address.missing").facts["address"] == "10.225.2.40"


@pytest.mark.parametrize("plan", [False, True], ids=["without a plan", "with a plan"])
@pytest.mark.parametrize("name", ["all below", "all above", "one below"])
def test_the_printed_bind_fix_makes_it_well(server: object, name: str, plan: bool) -> None:
    judgement = judged(server, name, plan=plan)
    domain = PLACES[name]
    missing = [finding for finding in judgement.findings if finding.code == "address.missing"]
    if plan and name == "all above":
        assert judgement.verdict is not None
        assert judgement.verdict.code != OK, "the plan has other targets"
        return
    lines = []
    for finding in missing:
        assert finding.change is not None
        assert finding.change.zone == domain
        assert all(isinstance(record.data, Address) for record in finding.change.create)
        lines += [line for line in recipe(Product.BIND, finding.change).commands if not line.startswith(";")]
    with bind.serve({domain: zone.text(domain, "\n".join([ZONES[name], *lines]))}) as mended:
        again = live.judged(mended, Lookfor(f"testserver.{domain}"), further=True)
    assert (verdict(again), codes(again)) == (OK, {OK})


def test_the_zone_of_the_fix_is_the_one_that_lacks_the_host() -> None:
    """The sub-domain is a zone of its own, and the hosts were typed into it."""
    zones = {
        "eslab.local": "",
        "testserver.eslab.local": "_sip._udp SRV 10 10 5060 piper.eslab.local.\n"
        "_sip._udp SRV 20 10 5060 piper2.eslab.local.\npiper A 10.225.2.31\npiper2 A 10.225.2.32",
    }
    with bind.serve(zones) as server:
        judgement = live.judged(server, Lookfor("testserver.eslab.local"), further=True)
    missing = found(judgement, "address.missing", "piper.eslab.local")
    assert missing.facts["found"] == "piper.testserver.eslab.local"
    assert missing.change is not None
    assert missing.change.zone == "eslab.local"


def test_nothing_is_asked_where_every_host_has_its_address(server: object) -> None:
    with bind.serve({"eslab.local": body()}) as well:
        chain = live.chain(well, Lookfor("testserver.eslab.local"), further=True)
    assert Purpose.HOST not in {one.further.purpose for one in chain.further}
