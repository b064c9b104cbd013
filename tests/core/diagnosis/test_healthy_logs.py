"""Healthy handsets: whatever their plan, form of log and noise, nothing at warning or above is found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.core import logs
from tests.core.faults import CACHED, FAULTS, OK, PLAN, judged
from tests.core.judged import KNOWN, checked, codes, graver, verdict
from tests.core.logs import FORMS, HEALTHY, STRAY, Phone, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText, decode
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.plan.records import records_for
from wizard.core.record import Record
from wizard.core.trace import events as ev

NOISE = (
    "1028091154|lldp |4|00|Ignoring corrupt LLDP packet.",
    "1028091154|tickt|*|00|m_validUntil [0]",
    "1028091154|so   |2|00|soCoreAudioTermChg: chassis -> idle",
    "1028091154|sip  |0|00|SipSend: | a synthetic line | with pipes",
    "REGISTER sip:testserver.eslab.local SIP/2.0",
    "  Via: SIP/2.0/UDP 10.225.2.70:5060|dns|no log line",
    "",
    "1028091154|cfg  |3|00|a synthetic line that speaks of DNS lookup for (A) 'x' Server has no Answer",
)


@st.composite
def healthy_plans(draw: st.DrawFn) -> Deployment:
    """Two servers and more, each with an address, a priority and a host name of its own."""
    plan = draw(strategies.deployments())
    count = draw(st.integers(2, 5))
    places = [plan.domain, plan.name, draw(strategies.domains())]
    hosts = draw(
        st.lists(
            st.builds("{}.{}".format, strategies.labels(), st.sampled_from(places)),
            min_size=count,
            max_size=count,
            unique=True,
        ).filter(lambda names: plan.name not in names)
    )
    reachable = strategies.reachable_addresses()
    addresses = draw(st.lists(reachable, min_size=count, max_size=count, unique=True))
    priorities = draw(st.lists(st.integers(0, 65535), min_size=count, max_size=count, unique=True))
    weights = draw(st.lists(st.integers(0, 65535), min_size=count, max_size=count))
    port = plan.transport.default_port
    rows = zip(hosts, addresses, priorities, weights, strict=True)
    servers = tuple(SipServer(host, address, port, p, w) for host, address, p, w in rows)
    return Deployment(
        plan.domain, plan.subdomain, servers, plan.transport, plan.naptr, draw(st.integers(1, 86_399))
    )


def zone_of(plan: Deployment) -> logs.Zone:
    found: dict[tuple[str, str], tuple[Record, ...]] = {}
    for record in records_for(plan):
        key = (record.owner.lower(), record.type.value)
        found[key] = (*found.get(key, ()), record)
    return logs.Zone(found)


def noisy(text: list[str], chance: random.Random) -> list[str]:
    for _ in range(chance.randrange(12)):
        text.insert(chance.randrange(len(text) + 1), chance.choice(NOISE))
    return text


@settings(max_examples=200)
@given(
    plan=healthy_plans(),
    form=st.sampled_from(sorted(FORMS)),
    times=st.integers(1, 3),
    pause=st.integers(1, 100_000),
    stray=st.booleans(),
    own=st.booleans(),
    reboot=st.booleans(),
    knows=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_a_healthy_handset_has_a_clean_log(
    plan: Deployment,
    form: str,
    times: int,
    pause: int,
    stray: bool,
    own: bool,
    reboot: bool,
    knows: bool,
    seed: int,
) -> None:
    lookfor = Lookfor(plan.name, 0, plan.handset_transport, plan.domain if own else "")
    phone = Phone(lookfor, stray=STRAY if stray else "")
    there = zone_of(plan)
    for _ in range(times):
        phone.register(there)
        phone.said.append(ev.BootReady("491.052"))
        phone.now += pause
        if reboot:
            phone.boot()
    text = noisy(FORMS[form].lines(phone.said), random.Random(seed))
    whole = FORMS[form].end.join([*text, ""]).encode(FORMS[form].encoding) + b"\0" * FORMS[form].padding
    read = review(LogText("0004f2a1b2c3-app.log", decode(whole)))
    judgement = checked(judge_log(read, KNOWN, plan if knows else None))
    assert graver(judgement) == set()
    assert codes(judgement) <= {OK, "naptr.missing", "config.transport-not-dnsnaptr"}
    assert verdict(judgement) == OK
    assert_harmless_lines_prove_nothing(read, {e.line for f in judgement.findings for e in f.evidence})


@given(seed=st.integers(0, 2**32), times=st.integers(1, 3), share=st.floats(0, 0.5), knows=st.booleans())
def test_lost_lines_alone_prove_no_fault(seed: int, times: int, share: float, knows: bool) -> None:
    """A busy handset loses lines. What is not in the log may have happened all the same."""
    chance = random.Random(seed)
    said = register(zone(*HEALTHY), times=times)
    kept = [event for event in said if chance.random() >= share]
    judgement = judged(kept, plan=PLAN if knows else None)
    assert graver(judgement) == set()


def assert_harmless_lines_prove_nothing(read: Review, marked: set[int]) -> None:
    for entry in read.entries:
        if isinstance(entry.event, ev.CacheMiss | ev.AddressPassedThrough | ev.CacheRetained | ev.CacheAdded):
            assert entry.evidence.line not in marked


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_harmless_proves_no_fault_either(name: str) -> None:
    fault = FAULTS[name]
    if name == "an IP address in the handset":
        return  # there the address that was passed through is the proof
    phone = Phone(fault.lookfor, stray=STRAY)
    phone.register(zone(*fault.zone))
    judgement = judged(phone.said, plan=fault.plan)
    assert_harmless_lines_prove_nothing(
        logs.read(phone.said), {e.line for f in judgement.findings for e in f.evidence}
    )


def test_a_failed_naptr_is_a_notice_when_srv_follows() -> None:
    plan = Deployment(
        "eslab.local", "testserver", (SipServer("a.b", "10.0.0.1", priority=1), SipServer("c.d", "10.0.0.2"))
    )
    judgement = judged(register(zone_of(plan)))
    assert codes(judgement) == {OK, "naptr.missing"}
    assert CACHED not in codes(judgement)
