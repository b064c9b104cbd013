"""Live checks in tests: what the handset would ask, put to servers on loopback."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tests.core.judged import KNOWN, checked
from wizard.core.diagnosis.judge import Judgement, judge_chains
from wizard.core.dns.answer import Answer, Question, Server
from wizard.core.dns.question import ask
from wizard.core.handset.chain import Chain, run_further
from wizard.core.handset.patience import run_patiently
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Deployment
from wizard.workers import result_of

TOKEN = "zq81kx"
Result = TypeVar("Result")


def where(server: object) -> Server:
    """A running server as the product names it."""
    if isinstance(server, Server):
        return server
    return Server(server.address, server.port)  # type: ignore[attr-defined]


def chain(server: object, lookfor: Lookfor, *, further: bool = False, timeout: float = 1.0) -> Chain:
    """Everything that the handset would ask, and the further questions if wanted."""

    def asked(question: Question, to: Server) -> Answer:
        return ask(question, to, timeout)

    first = result_of(run_patiently(lookfor, where(server), asked))
    return result_of(run_further(first, asked, TOKEN)) if further else first


def judged(
    servers: Sequence[object] | object,
    lookfor: Lookfor,
    plan: Deployment | None = None,
    *,
    further: bool = False,
    timeout: float = 1.0,
) -> Judgement:
    """The judgement of one server or several."""
    several = servers if isinstance(servers, list | tuple) else [servers]
    chains = [chain(server, lookfor, further=further, timeout=timeout) for server in several]
    return checked(judge_chains(chains, KNOWN, plan))
