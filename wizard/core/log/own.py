"""This program's own files, which quote lines of logs and are none: they are known by how they begin."""

from __future__ import annotations

import codecs
import re

_KINDS = (
    ("case", re.compile(rb'\{\s*"kind": "failover-wizard case"')),
    ("answers", re.compile(rb'\{\s*"kind": "failover-wizard evidence"')),
    ("result", re.compile(rb'\{\s*"schema": \d+,\s*"tool": \{\s*"name": "failover-wizard"')),
    # What the command line prints for people.
    ("result", re.compile(rb"(?:== [^\r\n]*\r?\n)?Verdict: [^\r\n]* \[[a-z]+\.[a-z.-]+, [a-z]+\]")),
    ("summary", re.compile(rb"Handset Failover Wizard\s+# ")),
    ("summary", re.compile(rb"Number,State,Severity,Finding,Why it matters,")),
    (
        "summary",
        re.compile(rb"(?s)<!DOCTYPE html>.{0,1500}<meta name=\"generator\" content=\"Handset Failover"),
    ),
    # A text, some lines below its title.
    ("summary", re.compile(rb"(?s)[^\r\n|]{1,200}\r?\n={3,}\r?\n.{0,600}: +Handset Failover Wizard \d")),
)


def own_kind(head: bytes) -> str:
    """Which file of this program begins so: the end of a sentence's key, empty for every other file."""
    # PowerShell writes what a command prints as UTF-16; all that is looked for is ASCII.
    text = head.removeprefix(codecs.BOM_UTF8).lstrip(b"\xff\xfe").replace(b"\0", b"").lstrip()
    return next((kind for kind, begins in _KINDS if begins.match(text)), "")
