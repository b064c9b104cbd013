"""Other addresses for addresses: those of one network stay together, and a range stays recognisable."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from itertools import chain

_RANGES = {
    "10": ipaddress.ip_network("10.0.0.0/8"),
    "172": ipaddress.ip_network("172.16.0.0/12"),
    "192.168": ipaddress.ip_network("192.168.0.0/16"),
    "100": ipaddress.ip_network("100.64.0.0/10"),
    "169.254": ipaddress.ip_network("169.254.0.0/16"),
}

_SHARED = "255.0.0"
"""Of all networks beyond a million: to replace their addresses must come to its end."""


class Networks:
    """Gives every address another and remembers it. Networks of IPv4 are their first three numbers.

    ``taken`` are networks that stand for none: the real ones. Fill it before asking for the first alias.
    """

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._nets: dict[str, str] = {}
        self._hosts: dict[str, dict[str, str]] = {}
        self._pools: dict[str, Iterator[str]] = {}
        self._others = _others()
        self._six: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def four(self, address: str) -> str:
        """An IPv4 address."""
        net, _, last = address.rpartition(".")
        hosts = self._hosts.setdefault(net, {})
        if last not in hosts:
            hosts[last] = str([*range(1, 255), 0, 255][len(hosts)])
        return f"{self.net(net)}.{hosts[last]}"

    def net(self, net: str) -> str:
        """A network of IPv4: ``10.1.2``."""
        if net not in self._nets:
            first = _range_of(net)
            pool = self._pools.setdefault(first, chain(_nets(first), self._others))
            self._nets[net] = next((one for one in pool if one not in self.taken), _SHARED)
        return self._nets[net]

    def six(self, ip: ipaddress.IPv6Address) -> str:
        """An IPv6 address: link-local, unique local, or one of the documentation's range."""
        key = str(ip)
        if key not in self._six:
            first = "fe80" if ip.is_link_local else "fd00" if ip.packed[0] & 0xFE == 0xFC else "2001:db8"
            self._counts[first] = self._counts.get(first, 0) + 1
            self._six[key] = str(ipaddress.IPv6Address(f"{first}::{self._counts[first]:x}"))
        return self._six[key]


def _range_of(net: str) -> str:
    ip = ipaddress.ip_address(f"{net}.0")
    for first, network in _RANGES.items():
        if ip in network:
            return first
    return ""


def _nets(first: str) -> Iterator[str]:
    """Networks of one range, each as its first three numbers."""
    match first:
        case "10":
            yield from (f"10.{a}.{b}" for a in range(256) for b in range(256))
        case "172":
            yield from (f"172.{a}.{b}" for a in range(16, 32) for b in range(256))
        case "192.168" | "169.254":
            yield from (f"{first}.{b}" for b in range(256))
        case "100":
            yield from (f"100.{a}.{b}" for a in range(64, 128) for b in range(256))
        case _:
            yield from ("192.0.2", "198.51.100", "203.0.113")
            yield from (f"198.{a}.{b}" for a in (18, 19) for b in range(256))


def _others() -> Iterator[str]:
    """For all ranges whose every network is in use."""
    yield from (f"{a}.{b}.{c}" for a in range(240, 255) for b in range(256) for c in range(256))
