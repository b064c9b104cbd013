"""Rows of the server table that contradict each other."""

from __future__ import annotations

from tests.core.told import told
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer

TWICE = "setup.twice"


def draft(*rows: tuple[str, str, str]) -> Draft:
    servers = tuple(DraftServer(host, address, port) for host, address, port in rows)
    return Draft(domain="eslab.local", subdomain="sip", servers=servers)


def test_the_same_server_twice_is_a_problem_of_the_later_row() -> None:
    reading = draft(("piper", "10.0.0.1", ""), ("PIPER.eslab.local.", "10.0.0.1", "5060")).read()
    assert [problem.field for problem in reading.problems] == ["server.1.host"]
    assert [problem.said.key for problem in reading.problems] == [TWICE]
    assert "port 5060" in told(reading.problem("server.1.host"))


def test_one_host_may_serve_on_two_ports() -> None:
    assert draft(("piper", "10.0.0.1", "5060"), ("piper", "10.0.0.1", "5070")).read().plan is not None


def test_two_rows_without_a_host_name_are_not_the_same_server() -> None:
    reading = draft(("", "10.0.0.1", ""), ("", "10.0.0.2", "")).read()
    keys = [problem.said.key for problem in reading.problems]
    assert keys
    assert TWICE not in keys
