"""What somebody typed: kept as typed, read as a plan, or told field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests import strategies
from tests.core.told import told
from wizard.core import names
from wizard.core.plan.deployment import Deployment, Option, SipServer, Transport
from wizard.core.plan.draft import Draft, draft_of, parse_server, with_server
from wizard.core.plan.records import change_for
from wizard.core.plan.typed import DraftServer

ROW = DraftServer("piper", "10.225.2.31")
GOOD = Draft(
    domain="eslab.local", subdomain="testserver", servers=(ROW, DraftServer("piper2", "10.225.2.32"))
)


LONG = "abcdefghi." * 24 + "abcdefghij"


def problems(draft: Draft) -> set[str]:
    """The fields that have a problem, each with a sentence; then there is no plan."""
    reading = draft.read()
    assert (reading.plan is None) == bool(reading.problems)
    for problem in reading.problems:
        assert told(problem.said).endswith((".", "?")), problem
    return {problem.field for problem in reading.problems}


def test_a_typed_plan() -> None:
    plan = GOOD.read().plan
    assert plan == Deployment(
        "eslab.local",
        "testserver",
        (
            SipServer("piper.eslab.local", "10.225.2.31", 5060, 10, 10),
            SipServer("piper2.eslab.local", "10.225.2.32", 5060, 20, 10),
        ),
    )


@given(strategies.deployments())
def test_a_plan_makes_a_draft_that_makes_the_plan(plan: Deployment) -> None:
    assume(plan.ttl > 0)
    assume(not names.same(plan.subdomain, plan.domain) and not names.is_below(plan.subdomain, plan.domain))
    reading = draft_of(plan).read()
    assert reading.plan == plan
    assert reading.repairs == ()


_TYPED = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ("", " ", "eslab.local", "sip", "10.225.2.31", "5060", "0", "-1", "99999", "a.b.", "sip:x:5060", "٣")
    ),
)


@given(
    domain=_TYPED,
    subdomain=_TYPED,
    ttl=_TYPED,
    option=st.sampled_from(Option),
    transport=st.sampled_from(Transport),
    rows=st.lists(st.builds(DraftServer, _TYPED, _TYPED, _TYPED, _TYPED, _TYPED), max_size=4),
)
def test_nothing_typed_is_lost_and_every_problem_has_its_field(
    domain: str, subdomain: str, ttl: str, option: Option, transport: Transport, rows: list[DraftServer]
) -> None:
    draft = Draft(option, domain, subdomain, tuple(rows), transport, ttl=ttl)
    before = replace(draft)
    reading = draft.read()
    assert draft == before
    fields = {"domain", "subdomain", "servers", "ttl"} | {
        f"server.{row}.{part}"
        for row in range(len(rows))
        for part in ("host", "address", "port", "priority", "weight")
    }
    assert problems(draft) <= fields
    assert {repair.field for repair in reading.repairs} <= fields
    if reading.plan is not None:
        again = draft_of(reading.plan).read()
        assert again.plan == reading.plan
        assert again.repairs == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"domain": ""}, "domain"),
        ({"domain": "es lab"}, "domain"),
        ({"domain": "10.225.2.31"}, "domain"),
        ({"subdomain": " "}, "subdomain"),
        ({"subdomain": "_sip._udp"}, "subdomain"),
        ({"subdomain": "x" * 64}, "subdomain"),
        ({"subdomain": ".".join(["x" * 60] * 4)}, "subdomain"),
        ({"subdomain": "ESLAB.local."}, "subdomain"),
        ({"subdomain": LONG[: 243 - len(".eslab.local") + 1]}, "subdomain"),
        ({"domain": LONG[:244], "option": Option.EXISTING_DOMAIN}, "domain"),
        ({"domain": LONG[:243], "option": Option.EXISTING_DOMAIN, "transport": Transport.TLS}, "domain"),
        ({"servers": ()}, "servers"),
        ({"servers": (DraftServer(), DraftServer(port="5060"))}, "servers"),
        ({"ttl": "0"}, "ttl"),
        ({"ttl": "1h"}, "ttl"),
        ({"ttl": str(2**31)}, "ttl"),
    ],
)
def test_each_field_has_its_own_problem(changes: dict[str, object], field: str) -> None:
    assert problems(replace(GOOD, **changes)) == {field}  # type: ignore[arg-type]


def test_the_longest_names_that_dns_has_room_for() -> None:
    """``_sip._udp.`` and the sub-domain, or a host, and the domain: 253 characters."""
    domain = LONG[:201]
    draft = replace(GOOD, domain=domain, subdomain="s" * 41, servers=(DraftServer("p" * 51, "10.225.2.33"),))
    plan = draft.read().plan
    assert plan is not None
    assert {len(record.owner) for record in change_for(plan).create} == {253}
    assert problems(replace(draft, subdomain="s" * 42)) == {"subdomain"}
    assert problems(replace(draft, servers=(DraftServer("p" * 52, "10.225.2.33"),))) == {"server.0.host"}
    too_long = replace(GOOD, domain=LONG[:244], option=Option.EXISTING_DOMAIN).read().problems
    assert told(too_long[0].said) == (
        "The handset looks for _sip._udp before this name, so it can have at most 243 characters; it has 244."
    )


@pytest.mark.parametrize(
    ("row", "part"),
    [
        (DraftServer("", "10.225.2.33"), "host"),
        (DraftServer("10.225.2.33", "10.225.2.33"), "host"),
        (DraftServer("pbx_3", "10.225.2.33"), "host"),
        (DraftServer("pbx3", ""), "address"),
        (DraftServer("pbx3", "pbx3.eslab.local"), "address"),
        (DraftServer("pbx3", "::1"), "address"),
        (DraftServer("pbx3", "010.225.2.33"), "address"),
        (DraftServer("piper", "10.225.2.99", "5070"), "address"),
        (DraftServer("pbx3", "10.225.2.33", "0"), "port"),
        (DraftServer("pbx3", "10.225.2.33", "65536"), "port"),
        (DraftServer("pbx3", "10.225.2.33", "", "65536"), "priority"),
        (DraftServer("pbx3", "10.225.2.33", "", "", "-1"), "weight"),
        (DraftServer("pbx3", "10.225.2.33", "", "", "٣"), "weight"),
    ],
)
def test_each_field_of_a_row_has_its_own_problem(row: DraftServer, part: str) -> None:
    blank = DraftServer()
    assert problems(replace(GOOD, servers=(*GOOD.servers, blank, row))) == {f"server.3.{part}"}


def test_blank_rows_do_not_count() -> None:
    servers = (DraftServer(), GOOD.servers[0], DraftServer(" ", " "), GOOD.servers[1])
    plan = replace(GOOD, servers=servers).read().plan
    assert plan == GOOD.read().plan


def test_defaults_follow_the_transport_and_the_order() -> None:
    plan = replace(GOOD, transport=Transport.TLS).read().plan
    assert plan is not None
    assert [(s.port, s.priority, s.weight) for s in plan.servers] == [(5061, 10, 10), (5061, 20, 10)]


def test_a_full_name_stays_and_a_short_one_gets_the_domain() -> None:
    for typed, host in (
        ("piper", "piper.eslab.local"),
        ("piper.", "piper"),
        ("piper.other.example.", "piper.other.example"),
        ("piper.sip", "piper.sip"),
    ):
        plan = replace(GOOD, servers=(DraftServer(typed, "10.0.0.1"),)).read().plan
        assert plan is not None
        assert plan.servers[0].host == host


def test_the_sub_domain_is_what_stands_before_the_domain() -> None:
    reading = replace(GOOD, subdomain="testserver.eslab.local").read()
    assert reading.plan == GOOD.read().plan
    assert "before eslab.local" in told(reading.repair("subdomain"))


def test_the_other_option_keeps_the_typed_sub_domain() -> None:
    draft = replace(GOOD, option=Option.EXISTING_DOMAIN)
    plan = draft.read().plan
    assert plan is not None
    assert (plan.subdomain, draft.subdomain) == ("", "testserver")
    assert replace(draft, option=Option.SUB_DOMAIN) == GOOD


def test_one_row_is_replaced() -> None:
    draft = with_server(GOOD, 1, ROW)
    assert draft.servers == (ROW, ROW)
    assert GOOD.servers[1].host == "piper2"


# Servers of the command line ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("piper=10.0.0.1", DraftServer("piper", "10.0.0.1")),
        (" piper.eslab.local = 10.0.0.1:5070 ", DraftServer("piper.eslab.local", "10.0.0.1", "5070")),
        ("piper=10.0.0.1:5060/20/5", DraftServer("piper", "10.0.0.1", "5060", "20", "5")),
        ("piper=10.0.0.1/20", DraftServer("piper", "10.0.0.1", "", "20")),
        ("piper=10.0.0.1:x/y/z", DraftServer("piper", "10.0.0.1", "x", "y", "z")),
        ("piper=", DraftServer("piper", "")),
        ("piper=::1", DraftServer("piper", "::1")),
        ("piper=2001:db8::31/20/5", DraftServer("piper", "2001:db8::31", "", "20", "5")),
        ("piper=[::1]:5060", DraftServer("piper", "[::1]", "5060")),
        ("=10.0.0.1", DraftServer("", "10.0.0.1")),
    ],
)
def test_servers_as_the_command_line_has_them(text: str, server: DraftServer) -> None:
    assert parse_server(text) == server


@pytest.mark.parametrize(
    "text", ["", "piper", "10.0.0.1", "a b=10.0.0.1", "a=10.0.0.1/1/2/3", "a=b=c:1/2/3/4"]
)
def test_what_is_no_server(text: str) -> None:
    assert parse_server(text) is None


@given(strategies.deployments())
def test_servers_are_written_and_read(plan: Deployment) -> None:
    for server in plan.servers:
        text = f"{server.host}={server.address}:{server.port}/{server.priority}/{server.weight}"
        numbers = map(str, (server.port, server.priority, server.weight))
        assert parse_server(text) == DraftServer(server.host, server.address, *numbers)


@given(st.text(max_size=60))
def test_any_text_is_a_server_or_none(text: str) -> None:
    parse_server(text)
