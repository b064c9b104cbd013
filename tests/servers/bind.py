"""BIND, authoritative.

It normalises TTLs within a set and refuses CNAME beside other data, bad NAPTR regexps and port 70000.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers import zone
from tests.servers.process import LOOPBACK, START_LIMIT, Server, folder, free_port, program, running
from tests.servers.ready import dns_answers, serial_of

_OPTIONS = """
options {{
    directory "{place}";
    pid-file "named.pid";
    session-keyfile "session.key";
    managed-keys-directory "{place}";
    listen-on port {port} {{ {address}; }};
    listen-on-v6 {{ none; }};
    recursion no;
    notify no;
    dnssec-validation no;
    empty-zones-enable no;
    check-names primary ignore;
    check-srv-cname warn;
    check-sibling no;
    check-integrity no;
    {options}
}};
controls {{ }};
"""


@contextmanager
def serve(
    zones: Mapping[str, str],
    *,
    secondary: Sequence[str] = (),
    options: str = "",
    address: str = LOOPBACK,
) -> Iterator[Server]:
    """Serves zones (origin: zone file text, completed with SOA and NS where it has no SOA).

    Zones in ``secondary`` are never transferred: SERVFAIL. Everything else is REFUSED.
    ``options`` are more statements for the options block.
    """
    named = program("named")
    with folder("bind") as place:
        port = free_port(address)
        config = _OPTIONS.format(place=place, port=port, address=address, options=options)
        for origin, file in zone.write(zones, place).items():
            config += f'zone "{origin}" {{ type primary; file "{file}"; }};\n'
        dead = free_port()
        for origin in secondary:
            config += f'zone "{origin}" {{ type secondary; primaries {{ {LOOPBACK} port {dead}; }}; }};\n'
        (place / "named.conf").write_text(config, encoding="utf-8")

        def ready() -> bool:
            loaded = all(dns_answers(address, port, origin) for origin in zones)
            return loaded and all(dns_answers(address, port, origin, rcode=2) for origin in secondary)

        command: list[str | Path] = [named, "-g", "-n", "1", "-c", place / "named.conf"]
        with running(command, place, port, ready, address, fatal="not loaded due to errors") as server:
            yield server


_PRIMARY = re.compile(r'^zone "[^"]*" \{ type primary;.*\n', re.MULTILINE)


def reload(server: Server, zones: Mapping[str, str]) -> None:
    """Serves these zones (as :func:`serve` takes them) in place of all its primary zones.

    All get a new serial number, as an administrator would raise it. They are served when this returns.
    """
    serial = time.time_ns() // 1_000_000 % 2**31
    config = server.folder / "named.conf"
    lines = "".join(
        f'zone "{origin}" {{ type primary; file "{file}"; }};\n'
        for origin, file in zone.write(zones, server.folder, serial).items()
    )
    config.write_text(_PRIMARY.sub("", config.read_text(encoding="utf-8")) + lines, encoding="utf-8")
    server.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + START_LIMIT
    while any(serial_of(server.address, server.port, origin) != serial for origin in zones):
        assert time.monotonic() < until, f"not loaded:\n{server.output[-4000:]}"
        time.sleep(0.005)
