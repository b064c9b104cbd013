#!/usr/bin/env python3
"""What the executable is made of, as CycloneDX 1.6: `sbom.py OUT.cdx.json`, run where it is built."""

from __future__ import annotations

import json
import pyexpat
import re
import ssl
import sys
import uuid
import zlib
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import licences  # noqa: E402

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: E402
from wizard import __version__  # noqa: E402

REFERENCE = "failover-wizard"


def document() -> dict[str, Any]:
    """The program, Python, the libraries that come inside others, and every distribution that is bundled.

    Each with version, address and licence.
    """
    parts = [python(), *libraries(), *map(component, licences.bundled())]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": REFERENCE,
                "name": "Handset Failover Wizard",
                "version": __version__,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": parts,
        "dependencies": [{"ref": REFERENCE, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def component(one: metadata.Distribution) -> dict[str, Any]:
    address = f"pkg:pypi/{licences.canonical(one.name)}@{one.version}"
    return _part("library", one.name, one.version, address, licence(one))


def licence(one: metadata.Distribution) -> dict[str, Any]:
    """As an expression of SPDX where it is one; many packages give theirs in the older field."""
    stated = one.metadata.get("License-Expression") or licences.licence_of(one)
    try:
        return {"expression": str(canonicalize_license_expression(stated))}
    except InvalidLicenseExpression:
        return {"license": {"name": stated}}


def libraries() -> list[dict[str, Any]]:
    """What has no package of its own, and what those ask for who compare versions with known holes."""
    qt = metadata.version("pyside6-essentials")
    found = {
        "OpenSSL": (re.sub(r"^OpenSSL (\S+).*", r"\1", ssl.OPENSSL_VERSION), "Apache-2.0"),
        "Expat": (pyexpat.EXPAT_VERSION.removeprefix("expat_"), "MIT"),
        "zlib": (zlib.ZLIB_RUNTIME_VERSION, "Zlib"),
        "Qt": (qt, "LGPL-3.0-only"),
    }
    return [
        _part("library", name, version, f"pkg:generic/{name.lower()}@{version}", {"expression": said})
        for name, (version, said) in found.items()
    ]


def _part(kind: str, name: str, version: str, address: str, said: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "licenses": [said],
    }


def python() -> dict[str, Any]:
    version = sys.version.split()[0]
    address = f"pkg:generic/cpython@{version}"
    return _part("framework", "CPython", version, address, {"license": {"id": "PSF-2.0"}})


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(document(), indent=1) + "\n", encoding="utf-8")
