"""Which SIP servers are asked: all that any DNS server leads to, each once, in failover order."""

from __future__ import annotations

from tests.core.chains import chain_of
from tests.core.logs import HEALTHY, LAB, NAME, OWNER
from wizard.core.diagnosis.judge import servers_to_ask
from wizard.core.dns.answer import Server
from wizard.core.handset.resolver import Lookfor

PIPERS = ["piper.eslab.local", "piper2.eslab.local"]


def hosts(*chains) -> list[str]:
    return [server.host for server in servers_to_ask(chains)]


def test_each_once_whoever_knows_them() -> None:
    whole, less = chain_of(HEALTHY, LAB), chain_of(HEALTHY[:-1], LAB, server=Server("10.225.2.6"))
    assert hosts(whole) == hosts(whole, whole) == hosts(less, whole) == PIPERS
    assert hosts(less) == PIPERS[:1]


def test_in_failover_order_of_the_first_that_knows_any() -> None:
    other = (f"{OWNER} 60 SRV 1 1 5060 piper2.eslab.local", f"{OWNER} 60 SRV 2 1 5060 new.eslab.local",
             "new.eslab.local 60 A 10.225.2.33", *HEALTHY[3:])  # fmt: skip
    empty = chain_of((), LAB)
    assert hosts(empty, chain_of(HEALTHY, LAB), chain_of(other, LAB)) == [*PIPERS, "new.eslab.local"]


def test_two_hosts_of_one_address_are_two() -> None:
    shared = (*HEALTHY[:4], "piper2.eslab.local 60 A 10.225.2.31")
    assert hosts(chain_of(shared, LAB)) == PIPERS


def test_nobody_where_nothing_was_found() -> None:
    assert hosts(chain_of((), LAB)) == hosts() == []
    assert hosts(chain_of((f"{NAME} 60 A 10.0.0.1",), LAB)) == [NAME]


def test_an_ip_address_is_asked_itself() -> None:
    (server,) = servers_to_ask([chain_of((), Lookfor("10.225.2.31", 5080))])
    assert (server.address, server.port, server.protocol) == ("10.225.2.31", 5080, "udp")
