"""What poppler reads in a PDF; skips, or fails where the tests' programs are promised to be there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest


def poppler(program: str, *arguments: str) -> str:
    """The output of one of poppler's programs."""
    found = shutil.which(program)
    if found is None:
        reason = f"no {program} here: the PDF was not read"
        if os.environ.get("FAILOVER_REQUIRE_SERVERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run([found, *arguments], capture_output=True, check=True, timeout=60)
    assert done.stderr == b"", done.stderr.decode()
    return done.stdout.decode("utf-8")


def saved(folder: Path, pdf: bytes) -> Path:
    path = folder / "a.pdf"
    path.write_bytes(pdf)
    return path


def text_of(folder: Path, pdf: bytes) -> str:
    """All its text, each run of white space as one space."""
    return " ".join(poppler("pdftotext", "-enc", "UTF-8", str(saved(folder, pdf)), "-").split())


def facts_of(folder: Path, pdf: bytes) -> dict[str, str]:
    lines = poppler("pdfinfo", str(saved(folder, pdf))).splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def outline_of(folder: Path, pdf: bytes) -> list[tuple[int, int, str]]:
    """Each entry's depth, its page from 1, and its text."""
    xml = poppler("pdftohtml", "-xml", "-i", "-stdout", str(saved(folder, pdf)))
    root = ElementTree.fromstring(
        xml.partition("?>")[2].partition("<pdf2xml")[1] + xml.partition("<pdf2xml")[2]
    )
    found: list[tuple[int, int, str]] = []

    def walk(part: ElementTree.Element, depth: int) -> None:
        for one in part:
            if one.tag == "outline":
                walk(one, depth + 1)
            elif one.tag == "item":
                found.append((depth, int(one.get("page", "0")), one.text or ""))

    walk(root, 0)
    return found
