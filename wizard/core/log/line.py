"""One line of a handset's log: ``time|module|level|missed|message``.

Accepts the raw form, the bulletin's numbered form, pasted lines whose head was trimmed, and a
syslog header or MAC address before the time. Only the first pipes split: messages may hold pipes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MAX_PARSED = 4096
"""A line longer than this, in characters, is shown but not read as an event."""

_LINE = re.compile(
    # A syslog server may put a pipe between the MAC address and the time.
    r"(?:(?P<head>[^|]{0,160}(?:(?<=[0-9A-Fa-f]{12})\|[^|]{9,18})?)\|)?"
    r"[ \t]*(?P<module>[A-Za-z][A-Za-z0-9_]{0,7})[ \t]*"
    r"\|[ \t]*(?P<level>[0-6*])[ \t]*"
    r"\|[ \t]*(?P<missed>[0-9A-Fa-f]{0,4})[ \t]*"
    r"\|(?P<message>.*)",
    re.DOTALL,
)
_TIME = re.compile(r"(?:(?<=[\s>|])|^|(?<=[0-9A-Fa-f]{12}))(\d{10}(?:\.\d{1,3})?|\d{6}\.\d{1,3})\s*$")


# Values, as mypy sees to; for speed, as a ``Finding``.
@dataclass(slots=True, unsafe_hash=True)
class LogLine:
    """A line as read. ``number`` counts physical lines from 1.

    ``module`` is empty for a line without the form, which belongs to the line before it.
    ``time`` is as written; ``missed`` counts lines lost to CPU load, 0 when blank.
    """

    number: Final[int]
    raw: Final[str]
    time: Final[str] = ""
    module: Final[str] = ""
    level: Final[str] = ""
    missed: Final[int] = 0
    message: Final[str] = ""

    @property
    def has_form(self) -> bool:
        """Whether this is a line of the handset's form."""
        return bool(self.module)


def halves(raw: bytes) -> tuple[str, bytes]:
    """The ten digits of time with which most lines begin, and the rest with its pipe.

    Parsing the rest alone gives the same line but for its time. Every other line is all rest.
    """
    if raw[10:11] == b"|" and (digits := raw[:10]).isdigit():
        return digits.decode(), raw[10:]
    return "", raw


def parse(number: int, raw: str) -> LogLine:
    """Reads one line; one without the form comes back with its raw text alone."""
    match = _LINE.match(raw.rstrip("\r\n"))
    if match is None:
        return LogLine(number, raw, message=raw)
    time = _TIME.search(match["head"] or "")
    return LogLine(
        number,
        raw,
        time.group(1) if time else "",
        match["module"].lower(),
        match["level"],
        int(match["missed"] or "0", 16 if not match["missed"].isdecimal() else 10) if match["missed"] else 0,
        match["message"],
    )
