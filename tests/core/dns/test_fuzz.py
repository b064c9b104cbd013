"""Damaged replies: more than ten thousand seeded ones, none raises, none keeps a question waiting."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import dns.message
import pytest

from tests.core import live
from tests.core.judged import KNOWN, checked, codes
from tests.servers import scripted
from wizard.core.diagnosis.judge import judge_chains
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.question import ask
from wizard.core.dns.reading import MOST_RECORDS, is_reply_to, read_message
from wizard.core.handset.chain import describe, run, run_further
from wizard.core.handset.resolver import Lookfor
from wizard.core.record import RecordType
from wizard.workers import result_of

ZONE = "eslab.local"
NAME = f"x.{ZONE}"
OWNER = f"_sip._udp.{NAME}"
RECORDS = (
    f'{NAME}. 60 IN NAPTR 1 1 "s" "SIP+D2U" "" {OWNER}.',
    f'{NAME}. 60 IN NAPTR 2 1 "u" "E2U+sip" "!^.*$!sip:a@b!" .',
    *(f"{OWNER}. 60 IN SRV {n} {n} 5060 pbx{n}.{ZONE}." for n in range(4)),
    f"pbx0.{ZONE}. 60 IN CNAME real.{ZONE}.",
    f"real.{ZONE}. 60 IN A 10.0.0.1",
    f"pbx1.{ZONE}. 60 IN A 10.0.0.2",
)
GOOD = scripted.records(ZONE, *RECORDS)
ASKED = {
    "NAPTR": Question(NAME, RecordType.NAPTR),
    "SRV": Question(OWNER, RecordType.SRV),
    "A": Question(f"pbx1.{ZONE}", RecordType.A),
    "nothing": Question(f"none.{ZONE}", RecordType.A),
}
SERVER = Server("127.0.0.1", 53)
Damage = Callable[[bytearray, random.Random], bytes]


def flipped(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(2, len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[: chance.randrange(len(data))])


def random_behind_the_id(data: bytearray, chance: random.Random) -> bytes:
    return bytes(data[:2]) + chance.randbytes(chance.randrange(200))


def random_behind_the_question(data: bytearray, chance: random.Random) -> bytes:
    asked = dns.message.from_wire(bytes(data)).question[0]
    end = 12 + len(asked.name.to_wire() or b"") + 4
    return bytes(data[:end]) + chance.randbytes(chance.randrange(1, 200))


def inserted(data: bytearray, chance: random.Random) -> bytes:
    place = chance.randrange(2, len(data))
    return bytes(data[:place] + chance.randbytes(chance.randrange(1, 8)) + data[place:])


def left_out(data: bytearray, chance: random.Random) -> bytes:
    place = chance.randrange(12, len(data) - 1)
    return bytes(data[:place] + data[place + chance.randrange(1, 8) :])


def wrong_counts(data: bytearray, chance: random.Random) -> bytes:
    for place in (5, 7, 9, 11):
        data[place] = chance.randrange(6)
    if chance.random() < 0.3:
        data[chance.choice((4, 6, 8, 10))] = chance.randrange(256)
    return bytes(data)


def pointer_anywhere(data: bytearray, chance: random.Random) -> bytes:
    place = chance.randrange(12, len(data) - 1)
    data[place : place + 2] = bytes([0xC0 | chance.randrange(4), chance.randrange(256)])
    return bytes(data)


def pointer_to_itself(data: bytearray, chance: random.Random) -> bytes:
    """A loop: the name of the question, or one of a record, is a pointer to itself or to its pointer."""
    pointers = [place for place in range(12, len(data) - 1) if data[place] == 0xC0]
    place = chance.choice([12, *pointers])
    target = place if chance.random() < 0.5 else place + 2
    data[place : place + 2] = bytes([0xC0 | target >> 8, target & 0xFF])
    data[place + 2 : place + 4] = bytes([0xC0 | place >> 8, place & 0xFF])
    return bytes(data)


def wrong_id(data: bytearray, chance: random.Random) -> bytes:
    data[chance.randrange(2)] ^= chance.randrange(1, 256)
    return bytes(data)


def wrong_question(data: bytearray, chance: random.Random) -> bytes:
    """Another letter in the name that was asked for, or another type."""
    length = data[12]
    place = 13 + chance.randrange(length)
    data[place] = data[place] ^ chance.randrange(1, 32)
    return bytes(data)


DAMAGES: tuple[Damage, ...] = (
    flipped, cut, random_behind_the_id, random_behind_the_question, inserted, left_out, wrong_counts,
    pointer_anywhere, pointer_to_itself, wrong_id, wrong_question,
)  # fmt: skip
ALWAYS_REFUSED = (pointer_to_itself, wrong_id, wrong_question)
EACH = 250
TOTAL = EACH * len(DAMAGES) * len(ASKED)


def test_there_are_enough_of_them() -> None:
    assert TOTAL >= 10_000


def _query(question: Question, number: int = 4711) -> dns.message.Message:
    return dns.message.make_query(question.name, question.type.value, use_edns=False, id=number)


def _reply(question: Question, query: dns.message.Message) -> bytes:
    asked = scripted.Asked(question.name, question.type.value, "udp", False, 1, query)
    reply = GOOD(asked)
    assert reply is not None
    return reply.wire


def _read(question: Question, query: dns.message.Message, wire: bytes) -> Answer:
    """What the real reader makes of these octets; a refused reply is what a question comes back with."""
    message, problem = is_reply_to(query, wire)
    if message is None:
        assert problem
        return Answer(question, SERVER, Outcome.MALFORMED, detail=problem)
    return read_message(question, SERVER, message, "udp")


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("kind", ASKED)
def test_a_damaged_reply_is_read_or_refused(kind: str, damage: Damage) -> None:
    chance = random.Random(f"{kind} {damage.__name__}")
    question = ASKED[kind]
    query = _query(question)
    wire = _reply(question, query)
    assert _read(question, query, wire).outcome is (Outcome.NXDOMAIN if kind == "nothing" else Outcome.DATA)
    begun = time.process_time()
    outcomes: Counter[Outcome] = Counter()
    for _ in range(EACH):
        answer = _read(question, query, damage(bytearray(wire), chance))
        outcomes[answer.outcome] += 1
        assert answer.matching or answer.outcome is not Outcome.DATA
        assert describe(answer)
        assert answer.negative_ttl is None or answer.negative_ttl >= 0
    if damage in ALWAYS_REFUSED:
        assert set(outcomes) == {Outcome.MALFORMED}
    else:
        assert outcomes[Outcome.MALFORMED] > 0
    assert time.process_time() - begun < 10, "a hang, not a slow machine: it takes a tenth of a second"


@pytest.mark.parametrize("seed", range(8))
def test_checks_of_a_server_that_damages_its_replies_are_judged(seed: int) -> None:
    """A refused reply is told as ``dns.malformed-reply``; whatever can be read makes a sound judgement."""
    chance = random.Random(seed)
    told = 0
    for _ in range(40):
        often = chance.random()

        def asked(question: Question, _server: Server, often: float = often) -> Answer:
            query = _query(question)
            wire = _reply(question, query)
            if chance.random() < often:
                wire = chance.choice(DAMAGES)(bytearray(wire), chance)
            return _read(question, query, wire)

        chain = result_of(run(Lookfor(NAME), SERVER, asked))
        chain = result_of(run_further(chain, asked, live.TOKEN))
        judgement = checked(judge_chains([chain], KNOWN))
        # About a target that is no host name no server is blamed.
        refused = [
            a for a in chain.answers if a.outcome is Outcome.MALFORMED and a.question.name.endswith(ZONE)
        ]
        if refused:
            assert "dns.malformed-reply" in codes(judgement)
            told += 1
    assert told > 5


def test_thousands_of_records_with_the_longest_names_are_refused_unread() -> None:
    """Each is read slowly: twenty seconds for a message of this size, if it were read."""
    query = _query(ASKED["A"])
    wire = bytearray(query.to_wire())
    wire[2] |= 0x84
    first = len(wire)
    wire += b"\x01a" * 100 + b"\xc0\x0c" + b"\x00\x02\x00\x01" + bytes(4) + b"\x00\x02" + b"\xc0\x0c"
    target = bytes([0xC0 | first >> 8, first & 0xFF])
    wire += (target + b"\x00\x02\x00\x01" + bytes(4) + b"\x00\x02" + target) * 4000
    wire[6:8] = (4001).to_bytes(2, "big")
    message, problem = is_reply_to(query, bytes(wire))
    assert message is None
    assert problem == "the reply claims to have 4001 records, more than can be meant"
    wire[6:8] = (MOST_RECORDS + 1).to_bytes(2, "big")
    assert is_reply_to(query, bytes(wire))[0] is None


# Over a socket -----------------------------------------------------------------------------

WIRED = 1200
AT_ONCE = 12


@pytest.mark.not_under_wine("is too slow for a patience of a tenth of a second where much else runs")
def test_damaged_replies_over_the_wire() -> None:
    """The same damage, sent by a server on loopback and heard by the socket that the check uses."""

    def behave(asked: scripted.Asked) -> scripted.Reply | None:
        seed = int(asked.name.split("-")[1])
        question = list(ASKED.values())[seed % len(ASKED)]
        reply = scripted.answer(*RECORDS)(asked) if seed % 3 else GOOD(asked)
        assert reply is not None
        damage = DAMAGES[seed % len(DAMAGES)]
        assert question.type.value == asked.type
        wire = damage(bytearray(reply.wire), random.Random(f"{seed} {asked.transport}"))
        return scripted.Reply(wire, close=asked.transport == "tcp")

    def one(seed: int) -> tuple[Answer, float]:
        kind = list(ASKED.values())[seed % len(ASKED)].type
        begun = time.monotonic()
        answer = ask(Question(f"x-{seed}-x.{ZONE}", kind), Server(server.address, server.port), 0.1)
        return answer, time.monotonic() - begun

    with scripted.serve(behave) as server, ThreadPoolExecutor(AT_ONCE) as several:
        heard = list(several.map(one, range(WIRED)))
    outcomes = Counter(answer.outcome for answer, _ in heard)
    assert outcomes[Outcome.MALFORMED] > WIRED // 3
    assert outcomes[Outcome.DATA] > WIRED // 50
    assert {Outcome.DATA, Outcome.NXDOMAIN, Outcome.MALFORMED} <= set(outcomes)
    assert max(took for _, took in heard) < 30, "bounded, however slow the machine"
    for seed, (answer, _) in enumerate(heard):
        if DAMAGES[seed % len(DAMAGES)] in ALWAYS_REFUSED:
            assert answer.outcome in {Outcome.MALFORMED, Outcome.TIMEOUT, Outcome.PORT_CLOSED}
