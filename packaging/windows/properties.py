#!/usr/bin/env python3
"""Read back what is built into Windows executables, as JSON by file: `properties.py FILE…`.

Needs pefile, which comes with PyInstaller on Windows. With `--version V`, ends with 1 unless each says V.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import pefile

SUBSYSTEMS = {2: "window", 3: "console"}


def properties(path: Path) -> dict[str, Any]:
    """The version's texts and numbers, the manifest's own words, the icon's sizes and the kind of program."""
    read = pefile.PE(str(path), fast_load=True)
    read.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
    texts: dict[str, str] = {}
    for block in getattr(read, "FileInfo", [[]])[0]:
        for table in getattr(block, "StringTable", []):
            texts |= {key.decode(): value.decode() for key, value in table.entries.items()}
    fixed = read.VS_FIXEDFILEINFO[0]
    high, low = fixed.FileVersionMS, fixed.FileVersionLS
    return {
        "kind": SUBSYSTEMS.get(read.OPTIONAL_HEADER.Subsystem, "?"),
        "numbers": [high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF],
        "texts": texts,
        "manifest": b"".join(_resources(read, "RT_MANIFEST")).decode("utf-8"),
        "icon pictures": len(_resources(read, "RT_ICON")),
        "bytes": path.stat().st_size,
    }


def _resources(read: pefile.PE, kind: str) -> list[bytes]:
    found = []
    for entry in read.DIRECTORY_ENTRY_RESOURCE.entries:
        if entry.id == pefile.RESOURCE_TYPE[kind]:
            leaves = [leaf.data.struct for name in entry.directory.entries for leaf in name.directory.entries]
            found += [read.get_data(leaf.OffsetToData, leaf.Size) for leaf in leaves]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--version", help="what each must say its version is")
    arguments = parser.parse_args()
    found = {path.name: properties(path) for path in arguments.files}
    print(json.dumps(found, indent=1))
    told = {one["texts"].get(key) for one in found.values() for key in ("FileVersion", "ProductVersion")}
    return 0 if arguments.version is None or told == {arguments.version} else 1


if __name__ == "__main__":
    sys.exit(main())
