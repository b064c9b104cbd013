"""An SRV record with port 0: its server is nowhere said to be found, used or usable."""

from __future__ import annotations

import pytest

from tests.core.chains import chain_of
from tests.core.logs import HEALTHY, LAB, read, register, zone
from wizard.core import knowledge
from wizard.core.diagnosis.judge import judge_chains, judge_log
from wizard.core.diagnosis.picture import NodeState
from wizard.core.diagnosis.picture_chain import picture_of
from wizard.core.handset.failover import what_if
from wizard.core.words import words
from wizard.paths import resource

KNOWN = knowledge.load(resource("knowledge"))
FIRST = tuple(line.replace("10 10 5060", "10 10 0") for line in HEALTHY)
BOTH = tuple(line.replace(" 5060 ", " 0 ") for line in HEALTHY)


@pytest.fixture(params=["log", "dns"])
def judge(request):
    if request.param == "log":
        return lambda records: judge_log(read(register(zone(*records))), KNOWN)
    return lambda records: judge_chains([chain_of(records, LAB)], KNOWN)


def good_news(judgement):
    return [KNOWN.explain(one) for one in judgement.findings if one.code == "registration.ok"]


def test_the_good_news_is_about_the_other_server_alone(judge):
    judged = judge(FIRST)
    (said,) = good_news(judged)
    assert "piper2.eslab.local (10.225.2.32:5060)" in said.title
    assert ":0" not in f"{said.title} {said.why}"
    assert judged.verdict.code == "srv.port-zero"


def test_with_port_0_everywhere_there_is_no_good_news(judge):
    judged = judge(BOTH)
    assert good_news(judged) == []
    assert judged.verdict.code == "srv.port-zero"


def test_nobody_is_served_by_it():
    servers = chain_of(FIRST, LAB).attempt.servers
    assert what_if(servers, (), words()) == "All handsets use piper2.eslab.local."
    nobody = what_if(chain_of(BOTH, LAB).attempt.servers, (), words())
    assert nobody.endswith("the handsets cannot register, as no server listens on port 0.")


def test_the_picture_shows_it_as_failed():
    nodes = picture_of(chain_of(FIRST, LAB))
    first, second = (nodes.nodes[number] for number in nodes.servers)
    assert (first.state, second.state) == (NodeState.FAILED, NodeState.FOUND)
    assert "port 0" in first.word
