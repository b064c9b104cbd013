"""Chains of made-up answers: what the virtual handset makes of a zone without any server."""

from __future__ import annotations

from collections.abc import Mapping

from tests.core.logs import Zone, zone
from wizard.core import names
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.handset.chain import Chain, asked
from wizard.core.handset.resolver import Lookfor

SERVER = Server("10.225.2.5")


def answers(there: Zone, question: Question, server: Server = SERVER) -> Answer:
    """What a server of this zone answers."""
    records = there.records.get((names.fold(question.name), question.type.value), ())
    if records:
        return Answer(question, server, Outcome.DATA, records, milliseconds=1.0)
    exists = any(owner == names.fold(question.name) for owner, _ in there.records)
    outcome = Outcome.NODATA if exists else Outcome.NXDOMAIN
    return Answer(question, server, outcome, negative_ttl=there.negative, milliseconds=1.0)


def chain_of(
    there: Zone | tuple[str, ...],
    lookfor: Lookfor,
    failing: Mapping[str, Outcome] | None = None,
    server: Server = SERVER,
) -> Chain:
    """The chain of a zone. ``failing`` maps questions as text (``SRV _sip._udp.x``) to other outcomes."""
    whole = there if isinstance(there, Zone) else zone(*there)

    def ask(question: Question, to: Server) -> Answer:
        outcome = (failing or {}).get(str(question))
        return answers(whole, question, to) if outcome is None else Answer(question, to, outcome)

    return asked(lookfor, server, ask)
