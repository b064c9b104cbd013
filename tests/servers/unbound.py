"""unbound: a resolver over other servers of the test, or a server of static data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.servers.process import LOOPBACK, Server, folder, free_port, program, running
from tests.servers.ready import dns_answers

_DEAD = "127.255.255.1"  # the root's only server, which must not be asked: SERVFAIL at once
_CONFIG = """
server:
    directory: "{place}"
    pidfile: "{place}/unbound.pid"
    username: ""
    chroot: ""
    interface: {address}@{port}
    do-ip6: no
    use-syslog: no
    logfile: ""
    verbosity: 1
    num-threads: 1
    module-config: "{modules}"
    do-not-query-localhost: no
    unblock-lan-zones: yes
    access-control: 127.0.0.0/8 allow
    do-not-query-address: {dead}
    {options}
"""
_REMOTE = """
remote-control:
    control-enable: no
"""


@contextmanager
def serve(
    *,
    stubs: Mapping[str, tuple[str, int]] | None = None,
    local_data: Sequence[str] = (),
    local_zones: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    checking: bool = False,
    address: str = LOOPBACK,
) -> Iterator[Server]:
    """Resolves ``stubs`` (zone: address and port of its server); the root is dead: SERVFAIL.

    ``local_data`` are records that it knows itself, ``local_zones`` say what else it does with a zone
    (``static``, ``refuse``, ``deny`` for silence, …). ``options`` are more lines for its server clause.
    With ``checking`` it checks signatures (DNSSEC).
    """
    unbound = program("unbound")
    with folder("unbound") as place:
        port = free_port(address)
        lines = list(options)
        lines += [f'local-zone: "{name}" {kind}' for name, kind in (local_zones or {}).items()]
        lines += [f"local-data: '{record}'" for record in local_data]
        more = "\n    ".join(lines)
        modules = "validator iterator" if checking else "iterator"
        config = _CONFIG.format(
            place=place, port=port, address=address, dead=_DEAD, options=more, modules=modules
        )
        config += _REMOTE + _stub(".", _DEAD, port)
        for name, (server_address, server_port) in (stubs or {}).items():
            config += _stub(name, server_address, server_port)
        (place / "unbound.conf").write_text(config, encoding="utf-8")

        def ready() -> bool:
            return dns_answers(address, port, "localhost", "A")  # a name that it knows by itself

        with running([unbound, "-d", "-c", place / "unbound.conf"], place, port, ready, address) as server:
            yield server


def _stub(name: str, address: str, port: int) -> str:
    return f'stub-zone:\n    name: "{name}"\n    stub-addr: {address}@{port}\n'
