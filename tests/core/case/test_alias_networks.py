"""Other addresses: one for each, in one network where the real ones were, and of the same range."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.case.alias_networks import Networks

FOURS = st.ip_addresses(v=4).map(str)


@given(st.lists(FOURS, unique=True, max_size=30))
def test_every_address_has_its_own_and_networks_stay_together(addresses: list[str]) -> None:
    networks = Networks()
    aliases = [networks.four(one) for one in addresses]
    assert [networks.four(one) for one in addresses] == aliases
    assert len(set(aliases)) == len(addresses)
    for one, alias in zip(addresses, aliases, strict=True):
        assert alias.rpartition(".")[0] == networks.net(one.rpartition(".")[0])


@pytest.mark.parametrize(
    ("net", "first"),
    [("10.9.9", "10.0.0"), ("172.20.9", "172.16.0"), ("192.168.9", "192.168.0"), ("8.8.8", "192.0.2")],
)
def test_a_real_network_stands_for_no_other(net: str, first: str) -> None:
    networks = Networks()
    assert networks.net(net) == first
    wiser = Networks()
    wiser.taken.add(first)
    alias = wiser.net(net)
    assert alias != first
    assert ipaddress.ip_address(f"{alias}.1").is_private == ipaddress.ip_address(f"{first}.1").is_private


def test_networks_of_ranges_that_are_in_use_keep_apart() -> None:
    networks = Networks()
    small = [f"{first}.{n}" for first in ("192.168", "169.254") for n in range(256)]
    networks.taken.update(small)
    public = [f"{20 + n // 65536}.{n // 256 % 256}.{n % 256}" for n in range(70_000)]
    aliases = [networks.net(net) for net in [*small, *public]]
    assert len(set(aliases)) == len(aliases)
    assert not networks.taken & set(aliases)


@pytest.mark.parametrize(
    ("address", "alias"), [("fe80::7", "fe80::1"), ("fd12:3::7", "fd00::1"), ("2a00::7", "2001:db8::1")]
)
def test_the_kind_of_an_ipv6_address_stays(address: str, alias: str) -> None:
    networks = Networks()
    assert networks.six(ipaddress.IPv6Address(address)) == alias
    assert networks.six(ipaddress.IPv6Address(address)) == alias
    assert networks.six(ipaddress.IPv6Address(f"{address}7")) != alias
