"""Zones of a real BIND, one a fault: the codes of a live check and its verdict."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core import live
from tests.core.judged import KNOWN, codes, found, verdict
from tests.core.zones import CACHED, OK, ROWS, ZONES, plan_of
from tests.servers import bind, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Transport

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def server() -> Iterator[object]:
    zones = {
        ZONES[name]: zone.text(ZONES[name], row.records.replace("@@", ZONES[name]), minimum=row.minimum)
        for name, row in ROWS.items()
    }
    with bind.serve(zones) as running:
        yield running


@pytest.mark.parametrize("name", ROWS)
def test_each_fault_of_a_zone(server: object, name: str) -> None:
    row, domain = ROWS[name], ZONES[name]
    lookfor = Lookfor(f"{row.name}.{domain}".lstrip("."), row.port, row.transport)
    plan = plan_of(domain) if row.plan else None
    judgement = live.judged(server, lookfor, plan)
    assert codes(judgement) == row.codes
    assert verdict(judgement) == row.verdict
    for finding in judgement.findings:
        usual = {OK: "live", "config.port-not-zero": "log"}.get(finding.code, "")
        assert finding.variant == row.variants.get(finding.code, usual), finding.code
        assert not finding.evidence or all(evidence.source for evidence in finding.evidence)


def test_the_negative_ttl_is_the_zones(server: object) -> None:
    domain = ZONES["a short memory of what is missing"]
    judgement = live.judged(server, Lookfor(f"testserver.{domain}"))
    assert found(judgement, CACHED).facts["seconds"] == "17"


def test_the_zone_is_the_one_that_the_server_names(server: object) -> None:
    domain = ZONES["no such name"]
    judgement = live.judged(server, Lookfor(f"far.below.{domain}"))
    assert found(judgement, "name.missing").facts["zone"] == domain
    assert f"zone {domain}" in "\n".join(KNOWN.explain(found(judgement, "name.missing")).fix)


def test_consequences(server: object) -> None:
    for name, code, cause in (
        ("SRV without a final dot", "address.missing", "srv.target-doubled"),
        ("an alias at the name", "srv.missing", "name.owner-is-alias"),
        ("an alias at the name that leads nowhere", "name.missing", "name.owner-is-alias"),
    ):
        judgement = live.judged(server, Lookfor(f"testserver.{ZONES[name]}"))
        assert found(judgement, code).caused_by == cause


def test_a_missing_name_is_mended_by_the_records_of_the_plan(server: object) -> None:
    domain = ZONES["no such name"]
    plan = plan_of(domain, Transport.TCP)
    missing = found(live.judged(server, Lookfor(f"testserver.{domain}"), plan), "name.missing")
    assert missing.facts["owner"] == f"_sip._tcp.testserver.{domain}"
    assert missing.change is not None
    assert {record.type.value for record in missing.change.create} == {"NAPTR", "SRV", "A"}


def test_an_ip_address_asks_nothing(server: object) -> None:
    judgement = live.judged(server, Lookfor("10.225.2.31"))
    assert (codes(judgement), verdict(judgement)) == ({"config.address-is-ip"}, "config.address-is-ip")
