"""A configuration as a plan, and a plan as a configuration: nothing is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.handset.test_configuration import all_settings
from tests.strategies import deployments
from wizard.core.about import told
from wizard.core.handset.config_file import read_config
from wizard.core.handset.configuration import FailBack, FailOver, Family, HandsetSettings, document
from wizard.core.handset.merge import Configuration, configurations
from wizard.core.handset.planning import NO_ADDRESSES, NO_HOSTS, NO_NAME, NO_SERVERS, Planned, plan_of
from wizard.core.handset.sheet import lay_out
from wizard.core.plan.deployment import Deployment, NaptrUse, Option, Redundancy, SipServer, Transport
from wizard.core.plan.draft import Draft, draft_of
from wizard.core.plan.recipes import Product, recipe
from wizard.core.plan.records import change_for
from wizard.core.plan.typed import DraftServer
from wizard.practice.lab import LAB_PLAN


def configured(*texts: str) -> Configuration:
    files = [read_config(f"{number}.cfg", text.encode()) for number, text in enumerate(texts)]
    return configurations(files)[0]


def read_back(configuration: Configuration, before: Draft | None = None) -> Planned | None:
    return plan_of(lay_out(configuration, as_meant=True), before)


def planned(*attributes: str, before: Draft | None = None) -> Planned:
    found = read_back(configured(f"<a {' '.join(attributes)}/>"), before)
    assert found is not None
    return found


def voip(server: int, address: str, **more: str) -> list[str]:
    prefix = f"voIpProt.server.{server}"
    return [f'{prefix}.address="{address}"', *(f'{prefix}.{name}="{text}"' for name, text in more.items())]


# Written and read --------------------------------------------------------------------------


def consistent(chosen: HandsetSettings) -> HandsetSettings:
    """The choices without what no file shows: the number of a line that is not used, and the like."""
    if chosen.family is Family.VOIP:
        chosen = replace(chosen, line=1)
    if not chosen.outbound_proxy:
        chosen = replace(chosen, registrar=True)
    if not chosen.registrar:
        chosen = replace(chosen, expires=HandsetSettings().expires)
    if chosen.fail_back is None or chosen.fail_back.value != "duration":
        chosen = replace(chosen, fail_back_timeout=HandsetSettings().fail_back_timeout)
    return chosen


CACHE_SHORTEST = 300
"""Seconds: the handset's static cache holds nothing shorter."""


def check_static_cache(plan: Deployment) -> None:
    """The servers themselves, read from the files alone; what the files cannot tell is left out."""
    cache = recipe(Product.STATIC_CACHE, change_for(plan)).text()
    found = read_back(configured(document(plan, HandsetSettings()), cache))
    assert found is not None
    read = found.draft.read().plan
    assert read is not None
    assert read.name == plan.name
    assert read.in_order() == plan.in_order()
    assert (read.transport, read.has_naptr, read.ttl) == (plan.transport, plan.has_naptr, plan.ttl)
    assert told(NO_SERVERS) not in found.missing


def check_round_trip(plan: Deployment, chosen: HandsetSettings) -> None:
    chosen = consistent(chosen)
    found = read_back(configured(document(plan, chosen)), draft_of(plan))
    assert found is not None
    assert found.draft.read().plan == plan
    assert found.settings == chosen
    assert found.missing == ()


def usable(plan: Deployment) -> bool:
    """Whether the plan is one that can be typed: a draft takes no host twice and no TTL of 0."""
    return draft_of(plan).read().plan == plan


@given(deployments().filter(usable), all_settings())
@settings(max_examples=300)
def test_a_written_configuration_is_the_same_plan_again(plan: Deployment, chosen: HandsetSettings) -> None:
    check_round_trip(plan, chosen)


def drawn(chance: Random) -> tuple[Deployment, HandsetSettings]:
    """A plan and choices by chance; hypothesis would take minutes for 10,000 of them."""
    domain = ".".join(label(chance) for _ in range(chance.randint(2, 4)))
    subdomain = ".".join(label(chance) for _ in range(chance.randint(0, 2)))
    places = [domain, f"{label(chance)}.{domain}", f"{label(chance)}.example.org"]
    hosts = {f"{label(chance)}.{chance.choice(places)}" for _ in range(chance.randint(1, 12))}
    servers = tuple(
        SipServer(
            host,
            ".".join(str(chance.randint(*ends)) for ends in ((1, 223), *[(0, 255)] * 3)),
            *(chance.randint(least, 65_535) for least in (1, 0, 0)),
        )
        for host in sorted(hosts)
    )
    transport, naptr, redundancy = map(chance.choice, map(list, (Transport, NaptrUse, Redundancy)))
    ttl = chance.randint(1, 2**31 - 1)
    plan = Deployment(domain, subdomain, servers, transport, naptr, ttl, redundancy)
    chosen = HandsetSettings(
        chance.choice(list(Family)),
        chance.randint(1, 34),
        chance.randint(1, 2**31 - 1),
        *(chance.random() < 0.5 for _ in range(2)),
        chance.choice([None, *FailBack]),
        chance.random() < 0.5,
        chance.choice([None, *FailOver]),
        chance.choice([0, chance.randint(60, 65_535)]),
    )
    return plan, chosen


def label(chance: Random) -> str:
    inner = chance.choices("abcdefghijklmnopqrstuvwxyz0123456789-", k=chance.randint(0, 20))
    return f"{chance.choice('abcxyz')}{''.join(inner)}{chance.choice('abc09')}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8414, 8418))  # in quarters, for as many cores
def test_10_000_plans_survive_being_written_and_read(seed: int) -> None:
    chance = Random(seed)
    cached = 0
    for number in range(2_500):
        plan, chosen = drawn(chance)
        try:
            check_round_trip(plan, chosen)
            # With the servers a file is ten times as long, so one plan in twenty goes into one.
            if number % 20 == 0 and plan.ttl >= CACHE_SHORTEST:
                check_static_cache(plan)
                cached += 1
        except AssertionError as error:
            raise AssertionError(f"plan {number}: {plan!r} {chosen!r}") from error
    assert cached > 120


@given(deployments().filter(usable))
@settings(max_examples=200)
def test_with_the_static_cache_the_servers_are_in_the_files_too(plan: Deployment) -> None:
    assume(plan.ttl >= CACHE_SHORTEST)
    check_static_cache(plan)


# What files name, and what they cannot tell ------------------------------------------------


def test_a_name_alone_lacks_the_servers() -> None:
    found = planned(*voip(1, "sip.eslab.local", port="0", expires="600"))
    assert (found.draft.option, found.draft.domain, found.draft.subdomain) == (
        Option.SUB_DOMAIN,
        "eslab.local",
        "sip",
    )
    assert found.settings == HandsetSettings(expires=600, logging=False)
    assert found.missing[1] == told(NO_SERVERS)
    assert "taken for the sub-domain sip of eslab.local" in found.missing[0]
    assert "UDP was taken" in found.missing[2]
    assert [problem.field for problem in found.draft.read().problems] == ["servers"]


def test_a_name_of_two_labels_is_a_domain() -> None:
    found = planned(*voip(1, "eslab.local", transport="TLS"))
    assert (found.draft.option, found.draft.domain) == (Option.EXISTING_DOMAIN, "eslab.local")
    assert (found.draft.transport, found.draft.naptr) == (Transport.TLS, NaptrUse.NEVER)
    assert found.missing == (told(NO_SERVERS),)


def test_the_draft_that_is_about_the_name_tells_the_rest() -> None:
    before = draft_of(LAB_PLAN)
    found = planned(*voip(1, LAB_PLAN.name, transport=LAB_PLAN.handset_transport), before=before)
    assert (found.draft, found.missing) == (before, ())
    other = planned(*voip(1, LAB_PLAN.name, transport="TCPOnly"), before=before)
    assert other.draft == replace(before, transport=Transport.TCP, naptr=NaptrUse.NEVER)
    foreign = planned(*voip(1, "sip.example.org"), before=before)
    assert (foreign.draft.domain, foreign.draft.servers) == ("example.org", Draft().servers)


def test_several_servers_are_the_servers_of_the_plan() -> None:
    found = planned(*voip(1, "10.225.2.31", port="5070"), *voip(2, "10.225.2.32"))
    assert found.draft.servers == (
        DraftServer(address="10.225.2.31", port="5070"),
        DraftServer(address="10.225.2.32"),
    )
    assert found.missing[:2] == (told(NO_NAME), told(NO_HOSTS))
    hosts = planned(*voip(1, "piper.eslab.local"), *voip(2, "piper2.eslab.local", port="0"))
    assert [server.host for server in hosts.draft.servers] == ["piper.eslab.local", "piper2.eslab.local"]
    assert hosts.missing[:2] == (told(NO_NAME), told(NO_ADDRESSES))


def test_an_ip_address_beside_the_domain_is_a_server_and_the_domain_the_name() -> None:
    found = planned(*voip(1, "10.225.2.31, sip.eslab.local"))
    assert (found.draft.subdomain, found.draft.domain) == ("sip", "eslab.local")
    assert found.draft.servers == (DraftServer(address="10.225.2.31"),)
    assert told(NO_HOSTS) in found.missing


def test_what_was_misspelled_counts_as_it_was_meant() -> None:
    typo = "vo" + "lpProt"
    found = planned(f'{typo}.server.1.address="eslab.local"', f'{typo}.server.1.transport="DNSsnaptr"')
    assert found.draft.domain == "eslab.local"
    assert found.draft.transport is Transport.UDP


def test_a_proxy_alone_is_what_is_looked_for() -> None:
    found = planned('reg.3.outboundProxy.address="eslab.local"', 'reg.3.outboundProxy.port="0"')
    assert found.draft.domain == "eslab.local"
    assert found.settings == HandsetSettings(
        Family.REG, 3, outbound_proxy=True, registrar=False, logging=False
    )


def test_files_without_a_server_make_no_plan() -> None:
    assert read_back(configured('<a x="1"/>')) is None


def test_the_static_cache_of_another_name_is_not_ours() -> None:
    plan = Deployment("eslab.local", "sip", (SipServer("a.eslab.local", "10.0.0.1"),))
    cache = recipe(Product.STATIC_CACHE, change_for(replace(plan, subdomain="other"))).text()
    found = read_back(configured(document(plan, HandsetSettings()), cache))
    assert found is not None
    assert found.draft.servers == Draft().servers
    assert told(NO_SERVERS) in found.missing


@given(st.lists(st.tuples(st.integers(1, 4), st.text("abc.,;: 019[]@/_é", max_size=20)), max_size=4))
def test_any_addresses_make_some_draft_or_none(pairs: list[tuple[int, str]]) -> None:
    rows = dict(pairs)
    attributes = " ".join(f'voIpProt.server.{number}.address="{text}"' for number, text in rows.items())
    found = read_back(configured(f"<a {attributes}/>"))
    if found is not None:
        found.draft.read()
        assert found.missing or found.draft.read().plan is not None
