"""Files that were dropped or named: which is a case, a handset's configuration, or a log."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wizard.core.handset.config_file import HTML, LOG_LINE
from wizard.core.regular import Refused, open_file, refuse_no_file

CASE_SUFFIX = ".json"
CONFIGURATION_SUFFIXES = (".cfg", ".xml")
_HEAD = 8192
_XML = re.compile(r"\s*<[A-Za-z_?!]")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Paths by what they hold, in the order given."""

    cases: tuple[Path, ...] = ()
    configurations: tuple[Path, ...] = ()
    logs: tuple[Path, ...] = ()


def sorted_out(paths: Iterable[Path]) -> Sorted:
    """By suffix, and by content where the suffix does not say or says it wrong. Reads a little of each."""
    cases, configurations, logs = [], [], []
    for path in paths:
        if _may_never_end(path):
            logs.append(path)  # Who opens logs says what it is.
        elif path.suffix.lower() == CASE_SUFFIX:
            cases.append(path)
        elif is_configuration(path):
            configurations.append(path)
        else:
            logs.append(path)
    return Sorted(tuple(cases), tuple(configurations), tuple(logs))


def _may_never_end(path: Path) -> bool:
    """Whether it is a pipe, a device or a view of the running system: reading it may wait for ever."""
    try:
        refuse_no_file(path)
    except Refused:
        return True
    except (OSError, ValueError):
        pass
    return False


def is_configuration(path: Path) -> bool:
    """Whether a file is a handset's configuration rather than a log."""
    named = path.suffix.lower() in CONFIGURATION_SUFFIXES
    head = _head(path)
    if head is None:
        return named
    if _XML.match(head):
        return named or not HTML.match(head)
    return named and not LOG_LINE.search(head)


def _head(path: Path) -> str | None:
    """The beginning of a file as text, None if it cannot be read."""
    try:
        with open_file(path) as file:
            data = file.read(_HEAD)
    except OSError:
        return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "ignore")
    return data.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").decode("latin-1")
