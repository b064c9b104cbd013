"""NSD, authoritative: reads the same zone files as BIND and Knot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.servers import zone
from tests.servers.process import LOOPBACK, Server, folder, free_port, program, running
from tests.servers.ready import dns_answers

_CONFIG = """
server:
    ip-address: {address}@{port}
    server-count: 1
    username: ""
    chroot: ""
    zonesdir: "{place}"
    database: ""
    pidfile: "{place}/nsd.pid"
    xfrdfile: "{place}/xfrd.state"
    xfrdir: "{place}"
    zonelistfile: "{place}/zone.list"
    do-ip6: no
    rrl-ratelimit: 0
remote-control:
    control-enable: no
"""


@contextmanager
def serve(zones: Mapping[str, str], *, address: str = LOOPBACK) -> Iterator[Server]:
    """Serves zones (origin: zone file text, completed with SOA and NS where it has no SOA)."""
    nsd = program("nsd")
    with folder("nsd") as place:
        port = free_port(address)
        config = _CONFIG.format(place=place, port=port, address=address)
        for origin, file in zone.write(zones, place).items():
            config += f'zone:\n    name: "{origin}"\n    zonefile: "{file}"\n'
        (place / "nsd.conf").write_text(config, encoding="utf-8")

        def ready() -> bool:
            return all(dns_answers(address, port, origin) for origin in zones)

        with running([nsd, "-d", "-c", place / "nsd.conf"], place, port, ready, address) as server:
            yield server
