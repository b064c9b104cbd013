"""What ``plan`` prints is taken by each real product, which then answers the handset as planned."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from tests.servers import bind, dnsmasq, knot, nsd, powerdns, unbound, zone
from tests.servers.process import Server, folder, program

pytestmark = pytest.mark.servers

ZONE, ELSEWHERE = "eslab.local", "other.example"
SUB = ("--subdomain", "testserver")
IN_ORDER = ("--server", "piper=10.225.2.31", "--server", "piper2=10.225.2.32")
CS1K = ("--server", "piper=10.225.2.31:5070", "--server", "piper2=10.225.2.32:5070")
SHARED = (
    "--server", "piper=10.225.2.31:5070/10/30",
    "--server", "piper2=10.225.2.32:5070/10/10",
    "--server", "backup.voice.eslab.local=10.225.2.33:5080/20/0",
)  # fmt: skip
AWAY = ("--server", "piper=10.225.2.31", "--server", "pbx.other.example=192.0.2.7")
# Inside the sub-domain, as its folder makes of it what is typed there.
WITHIN = (
    "--server", "piper.testserver.eslab.local=10.225.2.31",
    "--server", "piper2.testserver.eslab.local=10.225.2.32",
)  # fmt: skip
ONE_HOST = ("--server", "piper=10.225.2.31:5060", "--server", "piper=10.225.2.31:5070")


class Plan(NamedTuple):
    """Arguments of a plan, and ``host port priority weight`` of the servers in the order of use."""

    arguments: tuple[str, ...]
    found: tuple[tuple[str, int, int, int], ...]


PIPERS = (("piper.eslab.local", 5060, 10, 10), ("piper2.eslab.local", 5060, 20, 10))
PLANS = {
    "udp in the domain": Plan(IN_ORDER, PIPERS),
    "udp in a sub-domain with NAPTR": Plan((*SUB, *IN_ORDER, "--naptr", "always", "--ttl", "7201"), PIPERS),
    "tcp in a sub-domain": Plan(
        (*SUB, *CS1K, "--transport", "tcp"),
        (("piper.eslab.local", 5070, 10, 10), ("piper2.eslab.local", 5070, 20, 10)),
    ),
    "tcp without NAPTR": Plan(
        (*IN_ORDER, "--transport", "tcp", "--naptr", "never"), PIPERS
    ),
    "tls in the domain": Plan(
        (*AWAY, "--transport", "tls"),
        (("piper.eslab.local", 5061, 10, 10), ("pbx.other.example", 5061, 20, 10)),
    ),
    "equal priorities": Plan(
        (*SUB, *SHARED),
        (
            ("piper.eslab.local", 5070, 10, 30),
            ("piper2.eslab.local", 5070, 10, 10),
            ("backup.voice.eslab.local", 5080, 20, 0),
        ),
    ),
    "tls, deep, hosts within": Plan(
        ("--subdomain", "testserver", *WITHIN, "--transport", "tls", "--naptr", "always"),
        (("piper.testserver.eslab.local", 5061, 10, 10), ("piper2.testserver.eslab.local", 5061, 20, 10)),
    ),
    "one host, two ports": Plan(
        (*SUB, *ONE_HOST), (("piper.eslab.local", 5060, 10, 10), ("piper.eslab.local", 5070, 20, 10))
    ),
}  # fmt: skip


def passed(*command: str | Path) -> None:
    """The product's own judge finds nothing wrong."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = (done.stdout + done.stderr).lower()
    assert not any(word in said for word in ("warning", "ignoring", "error:")), said


@contextmanager
def _zone_file(product: ModuleType, lines: str) -> Iterator[Server]:
    body = zone.text(ZONE, lines)
    with folder("plan") as place:
        file = place / "zone.db"
        file.write_text(body, encoding="utf-8", newline="\n")
        judges: dict[ModuleType, tuple[str | Path, ...]] = {
            bind: ("named-checkzone", "-i", "local", ZONE, file),
            nsd: ("nsd-checkzone", ZONE, file),
        }
        if product in judges:
            name, *rest = judges[product]
            passed(program(str(name)), *rest)
    # The zone elsewhere has what the notes ask for.
    with product.serve({ZONE: body, ELSEWHERE: "pbx IN A 192.0.2.7"}) as server:
        yield server


@contextmanager
def _dnsmasq(_product: ModuleType, lines: str) -> Iterator[Server]:
    with folder("plan") as place:
        file = place / "dnsmasq.conf"
        file.write_text(lines, encoding="utf-8")
        passed(program("dnsmasq"), "--test", "-C", file)
    # Nobody stands behind it here, so it has to know by itself that there is nothing else in the zone.
    more = [f"local=/{ZONE}/", f"host-record=pbx.{ELSEWHERE},192.0.2.7"]
    with dnsmasq.serve([*lines.splitlines(), *more]) as server:
        yield server


@contextmanager
def _unbound(_product: ModuleType, lines: str) -> Iterator[Server]:
    with folder("plan") as place:
        file = place / "unbound.conf"
        file.write_text(lines, encoding="utf-8")
        passed(program("unbound-checkconf"), file)
    with (
        bind.serve({ZONE: "", ELSEWHERE: "pbx IN A 192.0.2.7"}) as behind,
        unbound.serve(
            stubs=dict.fromkeys((ZONE, ELSEWHERE), (behind.address, behind.port)), options=lines.splitlines()
        ) as server,
    ):
        yield server


PRODUCTS: dict[str, tuple[str, ModuleType, Callable[[ModuleType, str], Any]]] = {
    "BIND": ("bind", bind, _zone_file),
    "Knot": ("bind", knot, _zone_file),
    "NSD": ("bind", nsd, _zone_file),
    "PowerDNS": ("bind", powerdns, _zone_file),
    "dnsmasq": ("dnsmasq", dnsmasq, _dnsmasq),
    "unbound": ("unbound", unbound, _unbound),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize(("form", "product", "serve"), PRODUCTS.values(), ids=PRODUCTS)
def test_the_handset_finds_the_planned_servers_in_the_planned_order(
    run, form: str, product: ModuleType, serve: Callable[[ModuleType, str], Any], plan: Plan
) -> None:
    arguments = ("--domain", ZONE, *plan.arguments)
    lines = run("plan", *arguments, "--format", form).out

    with serve(product, lines) as server:
        said = run("check", *arguments, "--dns", f"{server.address}:{server.port}", "--json")

    findings = [(one["severity"], one["code"], one["title"]) for one in said.json["findings"]]
    assert said.code == 0, findings
    assert said.json["verdict"]["code"] == "registration.ok"
    found = [(s["host"], s["port"], s["priority"], s["weight"]) for s in said.json["servers"]]
    assert tuple(found) == plan.found
    # Warnings would tell of records that are not as planned; what remains is worth knowing alone.
    assert {severity for severity, _code, _title in findings} <= {"notice", "info"}, findings
