"""Several DNS servers: the handset's own must agree, this computer's is for comparison alone."""

from __future__ import annotations

import pytest

from wizard.core import knowledge
from wizard.core.diagnosis.judge import judge_chains
from wizard.core.dns.answer import Server
from wizard.core.handset.resolver import Lookfor
from wizard.live import live_check
from wizard.paths import resource
from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED
from wizard.practice.server import PracticeServer
from wizard.workers import result_of

KNOWN = knowledge.load(resource("knowledge"))


@pytest.fixture
def broken():
    with PracticeServer(BROKEN) as server:
        yield Server(server.address, server.port)


@pytest.fixture
def repaired():
    with PracticeServer(REPAIRED) as server:
        yield Server(server.address, server.port)


def judged(servers, own=()):
    asking = live_check(Lookfor(LAB_PLAN.name), servers, LAB_PLAN, 1.0, own=own)
    report = result_of(asking)
    return judge_chains(report.chains, KNOWN, LAB_PLAN, report.own)


def codes(judgement) -> set[str]:
    for finding in judgement.findings:
        KNOWN.explain(finding)
    return {finding.code for finding in judgement.findings}


def test_the_handsets_servers_that_disagree_are_told(broken, repaired):
    judgement = judged([repaired, broken])
    assert {"dns.servers-differ", "name.missing"} <= codes(judgement)


def test_this_computers_server_never_makes_the_verdict(broken, repaired):
    judgement = judged([repaired], own=[broken])
    assert judgement.verdict.code == "registration.ok"
    assert "dns.laptop-differs" in codes(judgement)
    assert "dns.servers-differ" not in codes(judgement)


def test_it_works_here_proves_nothing(broken, repaired):
    judgement = judged([broken], own=[repaired])
    assert judgement.verdict.code == "name.missing"
    assert "dns.laptop-differs" in codes(judgement)


def test_servers_that_agree_are_not_told(repaired):
    assert not codes(judged([repaired], own=[repaired])) & {"dns.servers-differ", "dns.laptop-differs"}


def test_a_dead_own_server_is_no_finding(repaired):
    judgement = judged([repaired], own=[Server("127.0.0.1", 1)])
    assert judgement.verdict.code == "registration.ok"
    assert not any(code.startswith("dns.") for code in codes(judgement))
