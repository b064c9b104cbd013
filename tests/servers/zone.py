"""Zone files for the real servers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_SOA = re.compile(r"^[^;\n]*\sSOA\s", re.MULTILINE)
_SERIAL = re.compile(r"(\sSOA\s+\S+\s+\S+\s+)[0-9]+")


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


def write(zones: Mapping[str, str], folder: Path, serial: int | None = None) -> dict[str, Path]:
    """Writes one file a zone; a body without an SOA record is completed with :func:`text`.

    With a ``serial`` the files are new ones, and their SOA records have it.
    """
    files = {}
    for number, (origin, content) in enumerate(zones.items()):
        whole = content if _SOA.search(content) else text(origin, content)
        if serial is not None:
            whole = _SERIAL.sub(rf"\g<1>{serial}", whole, count=1)
        files[origin] = folder / f"zone{number}{'' if serial is None else f'-{serial}'}.db"
        files[origin].write_text(whole, encoding="utf-8", newline="\n")
    return files
