"""Knot, authoritative: a second opinion beside BIND."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.servers import zone
from tests.servers.process import LOOPBACK, Server, folder, free_port, program, running
from tests.servers.ready import dns_answers

_CONFIG = """
server:
    rundir: "{place}"
    listen: [ "{address}@{port}" ]
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: "{place}/database"
template:
  - id: default
    zonefile-sync: -1
    journal-content: none
zone:
"""


@contextmanager
def serve(zones: Mapping[str, str], *, address: str = LOOPBACK) -> Iterator[Server]:
    """Serves zones (origin: zone file text, completed with SOA and NS where it has no SOA)."""
    knotd = program("knotd")
    with folder("knot") as place:
        port = free_port(address)
        config = _CONFIG.format(place=place, port=port, address=address)
        for origin, file in zone.write(zones, place).items():
            config += f'  - domain: "{origin}"\n    file: "{file}"\n'
        (place / "knot.conf").write_text(config, encoding="utf-8")

        def ready() -> bool:
            return all(dns_answers(address, port, origin) for origin in zones)

        with running([knotd, "-c", place / "knot.conf"], place, port, ready, address) as server:
            yield server
