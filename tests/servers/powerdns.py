"""PowerDNS, authoritative, with the backend that reads BIND's zone files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.servers import zone
from tests.servers.process import LOOPBACK, Server, folder, free_port, program, running
from tests.servers.ready import dns_answers

_CONFIG = """
launch=bind
bind-config={place}/named.conf
local-address={address}
local-port={port}
socket-dir={place}
write-pid=no
daemon=no
guardian=no
disable-syslog=yes
distributor-threads=1
receiver-threads=1
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
"""


@contextmanager
def serve(zones: Mapping[str, str], *, address: str = LOOPBACK) -> Iterator[Server]:
    """Serves zones (origin: zone file text, completed with SOA and NS where it has no SOA)."""
    pdns = program("pdns_server")
    with folder("pdns") as place:
        port = free_port(address)
        files = zone.write(zones, place).items()
        named = "".join(f'zone "{origin}" {{ type master; file "{file}"; }};\n' for origin, file in files)
        (place / "named.conf").write_text(named, encoding="utf-8")
        config = _CONFIG.format(place=place, port=port, address=address)
        (place / "pdns.conf").write_text(config, encoding="utf-8")

        def ready() -> bool:
            return all(dns_answers(address, port, origin) for origin in zones)

        with running([pdns, f"--config-dir={place}"], place, port, ready, address) as server:
            yield server
