"""Unbound that checks signatures (DNSSEC), before a zone of BIND whose signatures do not pass."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers import bind, unbound, zone
from tests.servers.process import folder, program


@contextmanager
def expired(origin: str, records: str) -> Iterator[tuple[str, int]]:
    """A zone that was signed with the right keys, until 2020. Gives the resolver's address and port."""
    with folder("signed") as place:
        text, key = _signed(place, origin, records, ("-s", "20200101000000", "-e", "20200201000000"))
        with bind.serve({origin: text}) as holder, _resolver(origin, holder, key) as server:
            yield server


@contextmanager
def sound(origin: str, records: str) -> Iterator[tuple[str, int]]:
    """The same with signatures that pass."""
    with folder("signed") as place:
        text, key = _signed(place, origin, records, ())
        with bind.serve({origin: text}) as holder, _resolver(origin, holder, key) as server:
            yield server


@contextmanager
def expected(zones: Mapping[str, str], origin: str) -> Iterator[tuple[str, int]]:
    """A zone that is not signed, while the resolver has a key of it."""
    with folder("signed") as place:
        _text, key = _signed(place, origin, "", ())
        with bind.serve(zones) as holder, _resolver(origin, holder, key) as server:
            yield server


def _signed(place: Path, origin: str, records: str, times: tuple[str, ...]) -> tuple[str, str]:
    """The signed zone file, and the key as a trust anchor."""
    made = _run(place, "dnssec-keygen", "-a", "ECDSAP256SHA256", "-f", "KSK", "-n", "ZONE", origin)
    key = (place / f"{made.strip()}.key").read_text(encoding="utf-8")
    anchor = next(line for line in key.splitlines() if not line.startswith(";"))
    file = place / "zone"
    file.write_text(zone.text(origin, records) + "\n" + key, encoding="utf-8")
    _run(place, "dnssec-signzone", "-z", "-P", *times, "-O", "full", "-o", origin, "-f", "out", "zone")
    return (place / "out").read_text(encoding="utf-8"), anchor


def _run(place: Path, name: str, *arguments: str) -> str:
    done = subprocess.run(
        [program(name), *arguments], cwd=place, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _resolver(origin: str, holder: object, key: str) -> Iterator[tuple[str, int]]:
    options = (f"trust-anchor: '{key}'", f'local-zone: "{origin}." nodefault', 'domain-insecure: "arpa"')
    stubs = {origin: (holder.address, holder.port)}  # type: ignore[attr-defined]
    with unbound.serve(stubs=stubs, options=options, checking=True) as server:
        yield server.address, server.port
