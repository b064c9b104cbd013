"""Where the hosts' A records belong, and what a time to live means."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.strategies import deployments
from wizard.core import names
from wizard.core.plan import hosts as places
from wizard.core.plan import ttl as lives
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.plan.recipes.placing import outside
from wizard.core.plan.records import change_for
from wizard.core.words import words


def host_notes(made: Deployment) -> tuple[str, ...]:
    return tuple(note.in_words(words()) for note in places.host_notes(made))


def ttl_doubt(ttl: int) -> str:
    doubt = lives.ttl_doubt(ttl)
    return doubt.in_words(words()) if doubt is not None else ""


def plan(*hosts: str, sub: str = "testserver") -> Deployment:
    servers = tuple(SipServer(host, f"10.0.0.{number}") for number, host in enumerate(hosts, 1))
    return Deployment("eslab.local", sub, servers)


def test_hosts_of_the_domain_itself_need_no_word() -> None:
    assert host_notes(plan("piper.eslab.local", "pbx.voice.eslab.local", sub="")) == ()


def test_a_host_beside_the_sub_domain_is_not_made_in_its_folder() -> None:
    assert host_notes(plan("piper.eslab.local", "piper2.eslab.local")) == (
        (
            "Create the A records of piper and piper2 in eslab.local itself. In the "
            "folder of testserver.eslab.local, piper would become piper.testserver.eslab.local, and so on: "
            "names that no SRV record has."
        ),
    )


def test_a_host_inside_the_sub_domain_is_made_there() -> None:
    (note,) = host_notes(plan("piper.testserver.eslab.local"))
    assert note.startswith("piper.testserver.eslab.local lies in the sub-domain itself: create the A record")
    assert "already known as piper.eslab.local" in note


def test_a_host_outside_the_zone_has_its_record_there() -> None:
    assert host_notes(plan("pbx.other.example", "PBX.other.example", sub="")) == (
        (
            "pbx.other.example (10.0.0.1) lies outside eslab.local: the A record must exist in the zone that "
            "holds it, and the handset's DNS servers must find it."
        ),
    )
    (note,) = host_notes(plan("pbx.other.example", "backup.voice", sub=""))
    assert "pbx.other.example (10.0.0.1) and backup.voice (10.0.0.2) lie outside" in note
    assert note.endswith("If you meant backup.voice.eslab.local, type it whole.")


@given(deployments())
def test_exactly_the_hosts_that_no_recipe_writes_are_said_to_be_outside(one: Deployment) -> None:
    said = " ".join(note for note in host_notes(one) if "outside" in note)
    away = {record.owner for record in outside(change_for(one))}
    assert bool(said) == bool(away)
    assert all(f"{host} (" in said for host in away)
    inside = {server.host for server in one.servers} - away
    assert not any(f"{host} (" in said for host in inside if not any(names.is_below(a, host) for a in away))


@pytest.mark.parametrize(
    ("ttl", "word"),
    [
        (1, "again and again"), (299, "again and again"), (300, ""), (3600, ""), (86_399, ""),
        (86_400, "only a day later"), (604_800, "only 7 days later"), (2**31 - 1, "only 24,855 days later"),
    ],
)  # fmt: skip
def test_a_time_to_live_that_is_short_or_long(ttl: int, word: str) -> None:
    assert word in ttl_doubt(ttl)
    assert bool(ttl_doubt(ttl)) == bool(word)
