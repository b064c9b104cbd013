#!/usr/bin/env python3
"""What the executable is made of, as CycloneDX 1.6: `sbom.py OUT.cdx.json`, run where it is built."""

from __future__ import annotations

import json
import sys
import uuid
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import licences  # noqa: E402

from wizard import __version__  # noqa: E402

REFERENCE = "failover-wizard"


def document() -> dict[str, Any]:
    """The program, Python, and every distribution that is bundled, with version, address and licence."""
    parts = [python(), *map(component, licences.bundled())]
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
    expression = one.metadata.get("License-Expression")
    said = {"expression": expression} if expression else {"license": {"name": licences.licence_of(one)}}
    return {
        "type": "library",
        "bom-ref": address,
        "name": one.name,
        "version": one.version,
        "purl": address,
        "licenses": [said],
    }


def python() -> dict[str, Any]:
    version = sys.version.split()[0]
    address = f"pkg:generic/cpython@{version}"
    return {
        "type": "framework",
        "bom-ref": address,
        "name": "CPython",
        "version": version,
        "purl": address,
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(document(), indent=1) + "\n", encoding="utf-8")
