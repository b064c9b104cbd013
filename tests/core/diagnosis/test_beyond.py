"""What further questions show together, and what they do not. Each fault is a row of ``every_row``."""

from __future__ import annotations

import pytest

from tests.core import live
from tests.core.judged import codes
from tests.servers import bind
from wizard.core.diagnosis.judge import Judgement
from wizard.core.dns.further_srv import misspellings
from wizard.core.handset.resolver import Lookfor

NAME = "testserver.eslab.local"
HOSTS = "piper A 10.225.2.31\npiper2 A 10.225.2.32\n"


def both(owner: str) -> str:
    return f"{owner} SRV 1 10 5060 piper.eslab.local.\n{owner} SRV 2 10 5060 piper2.eslab.local.\n"


def check(server: object) -> Judgement:
    return live.judged(server, Lookfor(NAME), further=True)


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


def test_the_usual_misspellings_never_hold_the_right_name():
    for labels in ("_sip._udp", "_sip._tcp", "_sips._tcp"):
        wrong = misspellings(labels, NAME)
        assert f"{labels}.{NAME}" not in wrong
        assert len(set(wrong)) == len(wrong)


@pytest.mark.servers
def test_records_of_other_makers_phones_are_copied_and_stay():
    zone = both("_sip._tls.testserver") + HOSTS
    with bind.serve({"eslab.local": zone}) as server:
        judgement = live.judged(server, Lookfor(NAME, transport="TLS"), further=True)
    assert judgement.verdict.code == "srv.owner-misspelled"
    assert len(judgement.verdict.change.create) == 2
    assert not judgement.verdict.change.delete


@pytest.mark.servers
def test_one_record_for_tls_is_not_completed_with_those_of_other_makers_phones():
    zone = f"_sips._tcp.testserver SRV 1 10 5061 piper.eslab.local.\n{both('_sip._tls.testserver')}{HOSTS}"
    with bind.serve({"eslab.local": zone}) as server:
        judgement = live.judged(server, Lookfor(NAME, transport="TLS"), further=True)
    assert judgement.verdict.code == "srv.single"


@pytest.mark.servers
def test_a_wildcard_is_no_misspelled_record_beside_a_right_one():
    zone = "*.testserver SRV 2 10 5060 piper2.eslab.local.\n" + HOSTS
    zone += "_sip._udp.testserver SRV 1 10 5060 piper.eslab.local.\n"
    with bind.serve({"eslab.local": zone}) as server:
        judgement = check(server)
    assert judgement.verdict.code == "srv.single"
    assert "srv.owner-misspelled" not in codes(judgement)
