"""dnsmasq: static records. Its negative answers carry no SOA."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import LOOPBACK, Server, folder, free_port, program, running
from tests.servers.ready import dns_answers

_CONFIG = """
port={port}
listen-address={address}
bind-interfaces
no-resolv
no-hosts
pid-file={place}/dnsmasq.pid
user={user}
log-facility=-
log-queries
"""


@contextmanager
def serve(lines: Sequence[str], *, address: str = LOOPBACK) -> Iterator[Server]:
    """Serves what configuration ``lines`` say (``srv-host=…``, ``naptr-record=…``, ``host-record=…``).

    Add ``local=/eslab.local/`` for NXDOMAIN below a zone; names that nobody knows are REFUSED.
    """
    dnsmasq = program("dnsmasq")
    with folder("dnsmasq") as place:
        port = free_port(address)
        config = _CONFIG.format(place=place, port=port, address=address, user=getpass.getuser())
        (place / "dnsmasq.conf").write_text(config + "\n".join(lines) + "\n", encoding="utf-8")

        def ready() -> bool:
            return dns_answers(address, port, "ready.invalid", "A", rcode=None)

        command: list[str | Path] = [dnsmasq, "-k", "-C", place / "dnsmasq.conf"]
        with running(command, place, port, ready, address) as server:
            yield server
