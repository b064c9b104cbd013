"""What a live check says beside the fault: the zone, the time that is remembered, the records of the plan.

The faults themselves are rows of ``every_row``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core import live
from tests.core.judged import KNOWN, codes, found, verdict
from tests.core.zones import CACHED, plan_of
from tests.servers import bind, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Transport

pytestmark = pytest.mark.servers
EMPTY, SHORT = "row.local", "short.local"


@pytest.fixture(scope="module")
def server() -> Iterator[object]:
    with bind.serve({EMPTY: "", SHORT: zone.text(SHORT, minimum=17)}) as running:
        yield running


def test_the_negative_ttl_is_the_zones(server: object) -> None:
    judgement = live.judged(server, Lookfor(f"testserver.{SHORT}"))
    assert found(judgement, CACHED).facts["seconds"] == "17"


def test_the_zone_is_the_one_that_the_server_names(server: object) -> None:
    judgement = live.judged(server, Lookfor(f"far.below.{EMPTY}"))
    assert found(judgement, "name.missing").facts["zone"] == EMPTY
    assert f"zone {EMPTY}" in "\n".join(KNOWN.explain(found(judgement, "name.missing")).fix)


def test_a_missing_name_is_mended_by_the_records_of_the_plan(server: object) -> None:
    plan = plan_of(EMPTY, Transport.TCP)
    missing = found(live.judged(server, Lookfor(f"testserver.{EMPTY}"), plan), "name.missing")
    assert missing.facts["owner"] == f"_sip._tcp.testserver.{EMPTY}"
    assert missing.change is not None
    assert {record.type.value for record in missing.change.create} == {"NAPTR", "SRV", "A"}


def test_an_ip_address_asks_nothing(server: object) -> None:
    judgement = live.judged(server, Lookfor("10.225.2.31"))
    assert (codes(judgement), verdict(judgement)) == ({"config.address-is-ip"}, "config.address-is-ip")
