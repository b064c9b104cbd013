"""A port or an IP address in the handset keeps DNS out of it, and a live check says so."""

from __future__ import annotations

from wizard.core import knowledge
from wizard.core.diagnosis.judge import judge_chains
from wizard.core.dns.answer import Server
from wizard.core.handset.resolver import Lookfor
from wizard.live import live_check
from wizard.paths import resource
from wizard.practice.lab import REPAIRED
from wizard.practice.server import PracticeServer
from wizard.workers import result_of

KNOWN = knowledge.load(resource("knowledge"))


def verdict(lookfor):
    with PracticeServer(REPAIRED) as server:
        checking = live_check(lookfor, [Server(server.address, server.port)], timeout=0.5)
        judgement = judge_chains(result_of(checking).chains, KNOWN)
    assert judgement.verdict is not None
    return KNOWN.explain(judgement.verdict)


def test_a_port_is_the_verdict_although_a_server_was_found():
    said = verdict(Lookfor("piper.eslab.local", 5060))
    assert said.finding.code == "config.port-not-zero"
    assert "5060" in said.title
    assert said.finding.evidence


def test_an_ip_address_is_the_verdict():
    said = verdict(Lookfor("10.225.2.31"))
    assert said.finding.code == "config.address-is-ip"
    assert "10.225.2.31" in said.title


def test_good_news_of_a_live_check_does_not_speak_of_a_log():
    said = verdict(Lookfor("testserver.eslab.local"))
    assert said.finding.code == "registration.ok"
    assert "piper.eslab.local (10.225.2.31:5060), piper2" in said.why
    assert "log" not in said.title + said.why
