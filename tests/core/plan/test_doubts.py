"""What is doubtful about a plan that can be carried out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.strategies import deployments
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.plan.doubts import ALONE
from wizard.core.plan.doubts import doubts as doubts_of
from wizard.core.words import words

SOUND = Deployment(
    "eslab.local",
    "testserver",
    (
        SipServer("piper.eslab.local", "10.225.2.31", priority=10),
        SipServer("piper2.eslab.local", "10.225.2.32", priority=20),
    ),
)


def doubts(plan: Deployment) -> tuple[str, ...]:
    return tuple(doubt.in_words(words()) for doubt in doubts_of(plan))


def at(*addresses: str) -> Deployment:
    pairs = zip(SOUND.servers, addresses, strict=True)
    return replace(SOUND, servers=tuple(replace(server, address=address) for server, address in pairs))


def test_a_sound_plan_raises_no_doubt_and_one_that_cannot_fail_over_does() -> None:
    assert doubts(SOUND) == ()
    assert doubts(replace(SOUND, servers=SOUND.servers[:1])) == (words()(ALONE),)
    (shared,) = doubts(at("10.225.2.31", "10.225.2.31"))
    assert "share the address 10.225.2.31" in shared


def test_a_loopback_address_is_doubted() -> None:
    (one,) = doubts(at("10.225.2.31", "127.0.0.1"))
    assert one.startswith("127.0.0.1 is loopback")
    (both,) = doubts(at("127.0.0.1", "127.8.8.8"))
    assert both.startswith("127.0.0.1 and 127.8.8.8 are loopback")


def test_an_address_that_a_computer_gives_itself_is_doubted() -> None:
    (one,) = doubts(at("10.225.2.31", "169.254.3.4"))
    assert one.startswith(
        "169.254.3.4 is an address that a computer gives itself while no DHCP server answers"
    )
    (both,) = doubts(at("169.254.3.4", "169.254.255.1"))
    assert both.startswith("169.254.3.4 and 169.254.255.1 are addresses that computers give themselves")
    assert doubts(at("169.253.3.4", "169.255.3.4")) == ()


def test_an_address_of_the_reserved_range_is_doubted() -> None:
    (one,) = doubts(at("240.0.0.1", "223.255.255.254"))
    assert one.startswith("240.0.0.1 is in a range (240 to 255) that no network uses.")
    (both,) = doubts(at("240.0.0.1", "254.1.2.3"))
    assert both.startswith("240.0.0.1 and 254.1.2.3 are in a range")


def test_a_domain_without_a_dot_is_doubted() -> None:
    (one,) = doubts(replace(SOUND, domain="ESLAB"))
    assert one.startswith("ESLAB has no dot. Is it the whole DNS domain?")


@pytest.mark.parametrize(
    ("domain", "subdomain", "looked_up", "meant"),
    [
        (
            "testserver.eslab.local",
            "testserver",
            "testserver.testserver.eslab.local",
            "If testserver.eslab.local is meant, type eslab.local as the domain.",
        ),
        (
            "SIP.eslab.local",
            "a.sip",
            "a.sip.SIP.eslab.local",
            "If a.sip.eslab.local is meant, type eslab.local as the domain.",
        ),
        (
            "sip.local",
            "sip",
            "sip.sip.local",
            "If sip.local is meant, plan for the existing domain sip.local, without a sub-domain.",
        ),
    ],
)
def test_a_doubled_name_is_doubted(domain: str, subdomain: str, looked_up: str, meant: str) -> None:
    (doubt,) = doubts(replace(SOUND, domain=domain, subdomain=subdomain))
    assert doubt.startswith("Is the name doubled?")
    assert f"would look up {looked_up}." in doubt
    assert doubt.endswith(meant)


@pytest.mark.parametrize(
    ("domain", "subdomain"),
    [("testserver.eslab.local", ""), ("testserver.eslab.local", "test"), ("eslab.local", "local.sip")],
)
def test_what_only_looks_doubled_is_not(domain: str, subdomain: str) -> None:
    assert doubts(replace(SOUND, domain=domain, subdomain=subdomain)) == ()


@given(deployments())
def test_every_plan_can_be_doubted(plan: Deployment) -> None:
    assert len(set(doubts(plan))) == len(doubts(plan))
