"""Damaged replies: thousands of them, none raises, none keeps a question waiting."""

from __future__ import annotations

import random
import time

import dns.message
import pytest

from tests.servers import scripted
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.question import ask
from wizard.core.dns.reading import is_reply_to, read_message
from wizard.core.handset.chain import describe
from wizard.core.record import RecordType

ZONE = "eslab.local"
LINES = {
    "A": ("alias.eslab.local. 60 IN CNAME x.eslab.local.", "x.eslab.local. 60 IN A 10.0.0.1"),
    "SRV": tuple(f"x.eslab.local. 60 IN SRV {n} {n} 5060 pbx{n}.eslab.local." for n in range(4)),
    "NAPTR": (
        'x.eslab.local. 60 IN NAPTR 1 1 "s" "SIP+D2U" "" _sip._udp.x.eslab.local.',
        'x.eslab.local. 60 IN NAPTR 2 1 "u" "E2U+sip" "!^.*$!sip:a@b!" .',
    ),
}
KINDS = [*LINES, "nothing"]
EACH = 800
SERVER = Server("127.0.0.1", 53)


def _behaviour(kind: str) -> scripted.Behaviour:
    return scripted.answer(*LINES[kind]) if kind in LINES else scripted.nxdomain(ZONE)


def _reply(kind: str, query: dns.message.Message) -> bytes:
    asked = scripted.Asked("x.eslab.local", kind if kind in LINES else "A", "udp", False, 1, query)
    reply = _behaviour(kind)(asked)
    assert reply is not None
    return reply.wire


def _damaged(wire: bytes, chance: random.Random) -> bytes:
    data = bytearray(wire)
    match chance.randrange(6):
        case 0:
            return bytes(data[: chance.randrange(len(data))])
        case 1:
            return bytes(data[:2]) + chance.randbytes(chance.randrange(200))
        case 2:
            place = chance.randrange(2, len(data))
            return bytes(data[:place] + chance.randbytes(chance.randrange(1, 8)) + data[place:])
        case 3:  # counts in the header that promise more than there is
            for place in (5, 7, 9, 11):
                data[place] = chance.randrange(6)
            return bytes(data)
        case 4:  # a compression pointer to anywhere
            place = chance.randrange(12, len(data) - 1)
            data[place : place + 2] = bytes([0xC0 | chance.randrange(4), chance.randrange(256)])
            return bytes(data)
        case _:
            for _ in range(chance.randrange(1, 6)):
                data[chance.randrange(2, len(data))] ^= 1 << chance.randrange(8)
            return bytes(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_reply_is_read_or_refused(kind: str) -> None:
    chance = random.Random(kind)
    question = Question("x.eslab.local", RecordType(kind if kind in LINES else "A"))
    query = dns.message.make_query(question.name, question.type.value, use_edns=False)
    wire = _reply(kind, query)
    read, refused = 0, 0
    begun = time.process_time()
    for _ in range(EACH):
        message, problem = is_reply_to(query, _damaged(wire, chance))
        if message is None:
            refused += 1
            assert problem
            continue
        read += 1
        answer = read_message(question, SERVER, message, "udp")
        assert isinstance(answer.outcome, Outcome)
        assert answer.matching or answer.outcome is not Outcome.DATA
        assert describe(answer)
        assert answer.negative_ttl is None or answer.negative_ttl >= 0
    assert read > EACH // 20
    assert refused > EACH // 4
    assert time.process_time() - begun < 10


def test_damaged_replies_over_the_wire() -> None:
    script = scripted.Script(_behaviour("nothing"))
    for seed in range(200):
        kind = KINDS[seed % len(KINDS)]
        script.on(f"x{seed}.{ZONE}", "*", scripted.bit_flipped(_behaviour(kind), seed, flips=1 + seed % 5))
    outcomes: dict[Outcome, int] = {}
    with scripted.serve(script) as server:
        where = Server(server.address, server.port)
        for seed in range(200):
            kind = KINDS[seed % len(KINDS)]
            question = Question(f"x{seed}.{ZONE}", RecordType(kind if kind in LINES else "A"))
            begun = time.monotonic()
            answer = ask(question, where, 0.06)
            assert isinstance(answer, Answer)
            assert time.monotonic() - begun < 1.5
            outcomes[answer.outcome] = outcomes.get(answer.outcome, 0) + 1
    assert outcomes[Outcome.MALFORMED] > 20
    assert outcomes[Outcome.DATA] > 20
    assert set(outcomes) - {Outcome.MALFORMED, Outcome.DATA}, outcomes
