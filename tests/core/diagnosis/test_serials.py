"""Serial numbers: told where servers have several versions of a zone, else silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import live
from tests.core.judged import KNOWN, checked, codes, found, graver, verdict
from tests.core.zones import OK, body
from tests.servers import bind, knot, scripted, unbound, zone
from wizard.core.case.evidence import load_report, report_text_of
from wizard.core.case.judging import judge_report
from wizard.core.diagnosis.judge import Judgement
from wizard.core.diagnosis.serials import is_newer
from wizard.core.dns.further import Purpose
from wizard.core.handset.resolver import Lookfor
from wizard.live import live_check
from wizard.workers import result_of

ZONE = "eslab.local"
LOOK = Lookfor(f"testserver.{ZONE}")
DIFFER = "dns.servers-differ"


def version(serial: int, records: str = body(), primary: str = "ns") -> dict[str, str]:
    whole = zone.text(ZONE, records)
    return {ZONE: whole.replace("SOA ns hostmaster 1 ", f"SOA {primary} hostmaster {serial} ")}


def judged(*servers: object) -> Judgement:
    report = result_of(live_check(LOOK, [live.where(one) for one in servers], timeout=1.0))
    judgement = checked(judge_report(report, KNOWN))
    again = load_report(report_text_of(report))
    assert not isinstance(again, str)
    assert checked(judge_report(again, KNOWN)) == judgement, "saved answers tell the same"
    return judgement


@pytest.mark.servers
def test_the_older_copy_is_named_whatever_the_order() -> None:
    old = version(7, body(srv2=""))
    with knot.serve(old) as one, bind.serve(version(9)) as other:
        for servers in ((one, other), (other, one)):
            told = found(judged(*servers), DIFFER)
            assert told.variant == "copy"
            assert told.facts["server"] == live.where(one).with_port
            assert told.facts["source"] == live.where(other).with_port
            assert (told.facts["serial"], told.facts["newest"]) == ("7", "9")
            proof = [one.text for one in told.evidence if one.text.startswith("SOA ")]
            assert [text.split(": ")[1].split(" (")[0] for text in proof] == [
                f"in the zone {ZONE}, serial number {number}" for number in (7, 9)
            ]


@pytest.mark.servers
def test_domain_controllers_count_for_themselves() -> None:
    """Each calls itself the primary of an Active Directory zone: different numbers are no fault there."""
    with knot.serve(version(40, primary="dc1")) as one, bind.serve(version(93, primary="dc2")) as other:
        judgement = judged(one, other)
        assert (graver(judgement), verdict(judgement)) == (set(), OK)
        assert DIFFER not in codes(judgement)
    with (
        knot.serve(version(40, body(srv2=""), "dc1")) as one,
        bind.serve(version(93, primary="dc2")) as other,
    ):
        told = found(judged(one, other), DIFFER)
        assert told.variant == "", "which of the two is the older one nobody can tell"


@pytest.mark.servers
def test_a_resolver_that_remembers_an_older_version_of_the_same_records_is_good_news() -> None:
    with (
        bind.serve(version(1)) as server,
        unbound.serve(stubs={ZONE: (server.address, server.port)}) as cache,
    ):
        judged(cache)
        bind.reload(server, {ZONE: body()})
        judgement = judged(cache, server)
    assert (graver(judgement), verdict(judgement)) == (set(), OK)
    assert DIFFER not in codes(judgement)


@pytest.mark.servers
def test_an_old_zone_of_the_hosts_alone_is_found() -> None:
    """The name has a zone of its own; the addresses are in the one above it."""
    own = '@ NAPTR 10 10 "s" "SIP+D2U" "" _sip._udp\n_sip._udp SRV 10 10 5060 piper.eslab.local.\n'
    own += "_sip._udp SRV 20 10 5060 piper2.eslab.local.\n"
    hosts = "testserver NS ns.testserver\nns.testserver A 127.0.0.1\npiper A 10.225.2.31\npiper2 A 10.225.2."
    old, new = ({**version(n, f"{hosts}{n}\n"), LOOK.address: own} for n in (31, 32))
    with bind.serve(old) as one, bind.serve(new) as other:
        told = found(judged(one, other), DIFFER)
    assert (told.variant, told.facts["zone"]) == ("copy", ZONE)
    assert told.facts["question"] == f"A piper2.{ZONE}"


def test_a_dead_server_is_not_asked_for_it_and_the_handset_never_asks() -> None:
    records = [f"{LOOK.address}. 60 IN A 10.0.0.1"]
    with (
        scripted.serve(scripted.silence()) as dead,
        scripted.serve(scripted.records(ZONE, *records)) as alive,
    ):
        servers = [live.where(dead), live.where(alive)]
        report = result_of(live_check(LOOK, servers, timeout=0.2))
        assert dead.count("*", "SOA") == 0
        assert alive.count("*", "SOA") == 1
    assert not any(answer.question.type == "SOA" for chain in report.chains for answer in chain.answers)
    purposes = [one.further.purpose for chain in report.chains for one in chain.further]
    assert purposes.count(Purpose.SERIAL) == 1


@given(start=st.integers(0, 2**32 - 1), step=st.integers(1, 2**31 - 1))
def test_serial_numbers_are_counted_in_a_circle(start: int, step: int) -> None:
    later = (start + step) % 2**32
    assert is_newer(later, start)
    assert not is_newer(start, later)
    assert not is_newer(start, start)
