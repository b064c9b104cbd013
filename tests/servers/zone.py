"""Zone files for the real servers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_SOA = re.compile(r"^[^;\n]*\sSOA\s", re.MULTILINE)


def text(origin: str, body: str = "", *, ttl: int = 3600, minimum: int = 3600) -> str:
    """A complete zone file: SOA and NS records (``ns.<origin>``) and then ``body``."""
    return (
        f"$ORIGIN {origin.rstrip('.')}.\n"
        f"$TTL {ttl}\n"
        f"@ {ttl} IN SOA ns hostmaster 1 3600 600 86400 {minimum}\n"
        "@ IN NS ns\n"
        "ns IN A 127.0.0.1\n"
        f"{body}\n"
    )


def write(zones: Mapping[str, str], folder: Path) -> dict[str, Path]:
    """Writes one file a zone; a body without an SOA record is completed with :func:`text`."""
    files = {}
    for number, (origin, content) in enumerate(zones.items()):
        files[origin] = folder / f"zone{number}.db"
        whole = content if _SOA.search(content) else text(origin, content)
        files[origin].write_text(whole, encoding="utf-8", newline="\n")
    return files
