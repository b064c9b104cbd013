"""What was typed for a live check: read, or said in one sentence what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.told import told
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.checking import read_checks, server_problem
from wizard.core.dns.answer import Server
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.draft import Draft, draft_of
from wizard.practice.lab import LAB_PLAN

READY = CheckDraft(address="sip.eslab.local", servers=("10.225.2.5",))


def reading(**typed: object):
    return read_checks(Case(checks=replace(READY, **typed)))


def test_a_complete_draft_is_ready():
    read = reading(port="", timeout="0,5")
    assert read.is_ready
    assert read.lookfor == Lookfor("sip.eslab.local")
    assert read.servers == (Server("10.225.2.5"),)
    assert read.timeout == 0.5


def test_the_plan_names_what_is_looked_up():
    read = read_checks(Case(draft=draft_of(LAB_PLAN), checks=CheckDraft(servers=("10.225.2.5",))))
    assert read.is_ready
    assert read.lookfor == Lookfor("testserver.eslab.local", own_domain="eslab.local")


def test_nothing_typed_lacks_a_name_and_a_server():
    read = read_checks(Case())
    assert [problem.field for problem in read.problems] == ["address", "server.0"]
    assert not read.is_ready
    assert "DNS setup first" in told(read.problem("address"))


def test_an_incomplete_plan_is_told_from_none():
    read = read_checks(Case(draft=Draft(domain="eslab.local")))
    assert "complete the DNS setup" in told(read.problem("address"))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("address", {"address": "two words"}),
        ("address", {"address": "10.225.2.31, eslab.local"}),
        ("port", {"port": "65536"}),
        ("port", {"port": "-1"}),
        ("port", {"port": "²"}),
        ("port", {"port": "9" * 5000}),
        ("transport", {"transport": "naptr"}),
        ("timeout", {"timeout": ""}),
        ("timeout", {"timeout": "0"}),
        ("timeout", {"timeout": "61"}),
        ("timeout", {"timeout": "nan"}),
        ("server.1", {"servers": ("10.225.2.5", "dns.eslab.local")}),
        ("server.0", {"servers": ("  ", "")}),
    ],
)
def test_a_wrong_field_has_one_sentence_and_stops_the_check(field, typed):
    read = reading(**typed)
    assert [problem.field for problem in read.problems] == [field]
    assert told(read.problem(field)).endswith(".")
    assert len(told(read.problem(field))) < 140
    assert not read.is_ready


@pytest.mark.parametrize(
    "typed", ["10.225.2.5", " 10.225.2.5:5353 ", "2001:db8::5", "[2001:db8::5]:5353", "127.0.0.1"]
)
def test_addresses_of_servers(typed):
    assert server_problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("dns.eslab.local", "no IP address"),
        ("10.225.2", "no IP address"),
        ("10.225.2.5:0", "is no port"),
        ("10.225.2.5:99999", "is no port"),
        ("10.225.2.5:dns", "is no port"),
        ("10.225.2.5, 10.225.2.6", "more than one"),
        ("10.225.2.5 10.225.2.6", "more than one"),
        ("0.0.0.0", "one computer"),
        ("224.0.0.251", "one computer"),
        ("255.255.255.255", "one computer"),
        ("::", "one computer"),
        ("x" * 4000, "no IP address"),
        ("<b>1</b>", "no IP address"),
    ],
)
def test_what_is_no_server_is_told_apart(typed, says):
    assert says in told(server_problem(typed))
    assert len(told(server_problem(typed))) < 160


def test_a_server_typed_twice_is_asked_once():
    read = reading(servers=("10.225.2.5", "10.225.2.5:53", "10.225.2.6"))
    assert read.servers == (Server("10.225.2.5"), Server("10.225.2.6"))
    assert read.is_ready


def test_an_ip_address_can_be_checked_too():
    assert reading(address="10.225.2.31").is_ready


def test_a_name_that_leaves_no_room_for_the_service_is_not_asked_for():
    """Nobody can: it would look as if the DNS server had sent something unusable."""
    longest = "abcdefghi." * 24 + "ab"
    assert reading(address=longest).is_ready
    (problem,) = reading(address=f"{longest}c").problems
    assert problem.field == "address"
    assert "at most 242 characters" in told(problem.said)
