"""A log of which somebody sent the lines of the module ``dns`` alone says the same."""

from __future__ import annotations

import pytest

from tests.core.faults import FAULTS
from tests.core.logs import Form, register, zone
from wizard.core import knowledge
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.plan.deployment import Deployment
from wizard.paths import resource

KNOWLEDGE = knowledge.load(resource("knowledge"))
ONLY_SIP_SAYS = {"an IP address in the handset"}


def judged(text: str, plan: Deployment | None = None) -> Judgement:
    return judge_log(review(LogText("0004f2a1b2c3-app.log", text)), KNOWLEDGE, plan)


def dns_lines(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if "|dns " in line)


@pytest.mark.parametrize("name", sorted(set(FAULTS) - ONLY_SIP_SAYS))
def test_the_verdict_is_the_same(name: str) -> None:
    fault = FAULTS[name]
    whole = Form().bytes(register(zone(*fault.zone), fault.lookfor)).decode()
    verdict = judged(whole, fault.plan).verdict
    alone = judged(dns_lines(whole), fault.plan).verdict
    assert verdict is not None
    assert alone is not None
    assert alone.code == verdict.code


def test_a_failed_search_is_over_though_no_line_says_so_and_its_lines_prove_it() -> None:
    once = dns_lines(Form().bytes(register(zone())).decode())
    for text in (once, once + once):
        judgement = judged(text)
        assert judgement.verdict is not None
        assert judgement.verdict.code == "name.missing"
        assert len(judgement.verdict.evidence) >= 6
        assert "log.truncated" not in {finding.code for finding in judgement.findings}


def test_a_log_that_ends_before_the_last_answer_proves_nothing_yet() -> None:
    lines = dns_lines(Form().bytes(register(zone())).decode()).splitlines(keepends=True)
    asked = next(n for n, line in enumerate(lines) if "record A: hostname 'testserver" in line)
    judgement = judged("".join(lines[: asked + 1]))
    assert judgement.verdict is None or judgement.verdict.code != "name.missing"
