#!/usr/bin/env python3
"""Fill winget's and Scoop's manifests with this version, the files' addresses and their SHA-256.

manifests.py --repository OWNER/NAME --installer SETUP.EXE --portable PORTABLE.ZIP --out FOLDER
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from string import Template

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from wizard import __version__  # noqa: E402

TEMPLATES = HERE / "windows"
IDENTIFIER = "HandsetFailoverWizard.HandsetFailoverWizard"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(
    out: Path, repository: str, installer: Path, portable: Path, version: str = __version__
) -> list[Path]:
    """The filled manifests, under ``out``. An unknown word in a template raises."""
    released = f"https://github.com/{repository}/releases/download/v{version}"
    words = {
        "VERSION": version,
        "IDENTIFIER": IDENTIFIER,
        "HOMEPAGE": f"https://github.com/{repository}",
        "INSTALLER_URL": f"{released}/{installer.name}",
        "INSTALLER_SHA256": sha256(installer).upper(),
        "PORTABLE_URL": f"{released}/{portable.name}",
        "PORTABLE_SHA256": sha256(portable),
    }
    written = []
    for template in sorted([*TEMPLATES.glob("winget/*.in"), *TEMPLATES.glob("scoop/*.in")]):
        target = (
            out / template.parent.name / template.name.removesuffix(".in").replace("IDENTIFIER", IDENTIFIER)
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        filled = Template(template.read_text(encoding="utf-8")).substitute(words)
        target.write_text(filled, encoding="utf-8", newline="\n")
        written.append(target)
    return written


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repository", required=True)
    parser.add_argument("--installer", required=True, type=Path)
    parser.add_argument("--portable", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    given = parser.parse_args()
    for path in write(given.out, given.repository, given.installer, given.portable):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
