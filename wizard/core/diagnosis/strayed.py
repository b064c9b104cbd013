"""SRV records that stand at a misspelled owner, while others of their set stand at the right one."""

from __future__ import annotations

from wizard.core import names
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.dns.further import Purpose
from wizard.core.record import Srv
from wizard.core.trace.attempts import LookupResult


def strayed(view: View) -> tuple[Answer, ...]:
    """The answers from misspelled owners that hold what is missing at the right one; none proves nothing.

    Missing is a planned server; without a plan, any server that the right owner does not name.
    """
    return view.once("strayed", lambda: _strayed(view))


def _strayed(view: View) -> tuple[Answer, ...]:
    lookup = view.attempt.lookup("SRV")
    if view.chain is None or lookup is None or lookup.result is not LookupResult.FOUND:
        return ()
    data = [found for found in view.chain.further if found.answer.outcome is Outcome.DATA]
    if any(found.further.purpose in {Purpose.WILDCARD, Purpose.STAR} for found in data):
        return ()  # It answers for every spelling.
    there = {names.fold(record.target) for record in lookup.records if isinstance(record, Srv)}
    plan = view.comparable_plan
    planned = {names.fold(server.host) for server in plan.servers} if plan is not None else None
    return tuple(
        found.answer
        for found in data
        if found.further.purpose is Purpose.SPELLING
        and (missing := targets_of(found.answer) - there)
        and (planned is None or missing & planned)
    )


def targets_of(answer: Answer) -> set[str]:
    """The hosts that an answer's SRV records name, folded."""
    return {names.fold(r.data.target) for r in answer.matching if isinstance(r.data, Srv)} - {"", "."}
