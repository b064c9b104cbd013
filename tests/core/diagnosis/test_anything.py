"""Whatever a log or a server says, the judgement is sound: explained, proven, without an error."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.core import live, logs
from tests.core.faults import FAULTS, PLAN
from tests.core.judged import KNOWN, checked
from tests.core.logs import NAME, OWNER, Form, register, zone
from wizard.core.diagnosis.judge import judge_chains, judge_log
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.handset.chain import run, run_further
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.plan.deployment import Deployment
from wizard.core.record import Address, Naptr, Record, RecordData, RecordType, Soa, Srv, Target
from wizard.core.trace import events as ev
from wizard.workers import result_of

POOL = [event for fault in FAULTS.values() for event in register(zone(*fault.zone), fault.lookfor)]
_HOSTS = st.sampled_from(
    ("", ".", NAME, NAME.upper() + ".", OWNER, "piper.eslab.local.", "10.225.2.31", "a|b", "<b>", "{x}")
)
_TYPES = st.sampled_from(("A", "SRV", "NAPTR", "AAAA"))
_WORDS = st.sampled_from(("udp", "tcp", "tls", "", "sctp", "UDP"))
_STRANGE = st.one_of(
    st.builds(ev.NothingFound, _WORDS, _HOSTS),
    st.builds(ev.SrvEmpty, _WORDS),
    st.builds(ev.AddressFallback, _WORDS, st.integers(0, 2**31)),
    st.builds(ev.TargetsResolved, _HOSTS),
    st.builds(ev.TargetLookup, _HOSTS, st.integers(0, 2**31)),
    st.builds(ev.Answered, _TYPES, _HOSTS, st.just(("", "")), st.integers(0, 2**31)),
    st.builds(ev.SrvTarget, _HOSTS, st.integers(0, 2**31)),
    st.builds(ev.NegativeCached, _HOSTS, st.sampled_from(("A", "SRV")), st.integers(0, 2**31)),
    st.builds(ev.RegistrationFailed, st.sampled_from(("", "1512", "{0}")), st.integers(0, 999), st.just("")),
    st.builds(ev.RegisterStarted, st.sampled_from(("", "1512")), _HOSTS, _HOSTS, st.integers(0, 9)),
)  # fmt: skip
PLANS = st.one_of(st.none(), st.just(PLAN), strategies.deployments())


@settings(max_examples=300)
@given(
    picks=st.lists(st.one_of(st.integers(0, 2000), _STRANGE), max_size=60),
    form=st.sampled_from(sorted(logs.FORMS)),
    plan=PLANS,
    least=st.integers(0, 7),
)
def test_any_lines_in_any_order(picks: list[object], form: str, plan: Deployment | None, least: int) -> None:
    said = [POOL[pick % len(POOL)] if isinstance(pick, int) else pick for pick in picks]
    shown = Form(least_level=least) if least else logs.FORMS[form]
    checked(judge_log(logs.read(said, shown), KNOWN, plan))  # type: ignore[arg-type]


@settings(max_examples=200)
@given(start=st.integers(0, 500), length=st.integers(1, 300), seed=st.integers(0, 2**32), plan=PLANS)
def test_any_piece_of_a_log_with_lost_lines(
    start: int, length: int, seed: int, plan: Deployment | None
) -> None:
    chance = random.Random(seed)
    piece = (POOL + POOL)[start % len(POOL) :][:length]
    kept = [event for event in piece if chance.random() > 0.1]
    checked(judge_log(logs.read(kept), KNOWN, plan))


# Servers -----------------------------------------------------------------------------------

_NAMES = (
    ".", "piper", "piper.eslab.local", "piper2.eslab.local", "piper.eslab.local.eslab.local", "10.225.2.31",
    "pi_per.eslab.local", OWNER, NAME, "eslab.local", rf"we\.ird.{NAME}", "{x}.eslab.local",
)  # fmt: skip
_NUMBERS = (0, 1, 10, 5060, 65535)
_OUTCOMES = [outcome for outcome in Outcome if outcome is not Outcome.CANCELLED] + [Outcome.DATA] * 12


def _data(kind: RecordType, chance: random.Random) -> RecordData:
    number, name = (lambda: chance.choice(_NUMBERS)), chance.choice(_NAMES)
    match kind:
        case RecordType.NAPTR:
            service = chance.choice(("SIP+D2U", "sip+d2t", "SIPS+D2T", "E2U+sip", "", "{}"))
            flags, regexp = chance.choice(("s", "S", "a", "", "u")), chance.choice(("", "!a!b!"))
            return Naptr(number(), number(), flags, service, regexp, name)
        case RecordType.SRV:
            return Srv(number(), number(), number(), name)
        case RecordType.A:
            return Address(chance.choice(("10.225.2.31", "10.225.2.32")))
        case RecordType.AAAA:
            return Address("::1")
        case _:
            return Target(name)


def _answer(question: Question, server: Server, chance: random.Random) -> Answer:
    outcome = chance.choice(_OUTCOMES)
    records: list[Record] = []
    if chance.randrange(10) == 0:
        records.append(Record(question.name, RecordType.CNAME, 60, Target(chance.choice(_NAMES))))
    if outcome is Outcome.DATA:
        for _ in range(chance.randrange(1, 4)):
            ttl = chance.choice((0, 60, 3600, 86400))
            records.append(Record(question.name, question.type, ttl, _data(question.type, chance)))
    negative = chance.choice((None, 0, 60))
    soa = (Record("eslab.local", RecordType.SOA, 60, Soa("ns", 1, 60)),) if negative is not None else ()
    return Answer(question, server, outcome, tuple(records), soa, negative_ttl=negative)


@settings(max_examples=200)
@given(
    seed=st.integers(0, 2**32),
    transport=st.sampled_from((*TRANSPORTS, "")),
    port=st.sampled_from((0, 0, 0, 5060)),
    servers=st.integers(1, 3),
    plan=PLANS,
)
def test_any_answers_of_any_servers(
    seed: int, transport: str, port: int, servers: int, plan: Deployment | None
) -> None:
    chance = random.Random(seed)

    def asked(question: Question, server: Server) -> Answer:
        return _answer(question, server, chance)

    chains = []
    for number in range(servers):
        chain = result_of(run(Lookfor(NAME, port, transport), Server("127.0.0.1", 53 + number), asked))
        chains.append(result_of(run_further(chain, asked, live.TOKEN)))
    checked(judge_chains(chains, KNOWN, plan))
