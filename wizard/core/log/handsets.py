"""Several handsets in one log: a syslog server writes all that it is sent into one file.

Each handset is followed by itself, by the MAC address before its lines or by the sender that the
syslog server noted: what one could repair says nothing about another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from wizard.core.finding import EvidenceKind, Finding
from wizard.core.log.pacing import Pause, paced
from wizard.core.trace.attempts import Attempt, Entry, Story
from wizard.core.trace.follow import follow

_PLAIN = 14
"""Characters; what is not longer holds a time at most: 10 digits, a dot and milliseconds."""
_MAC = re.compile(r"(?<![0-9A-Za-z])(?![0-9]{12})([0-9A-Fa-f]{12})(?=[0-9]{10}|[0-9]{6}\.|[^0-9A-Za-z]|$)")
# RFC 3164, 4.1, and the date of RFC 5424, which many servers write into files.
_SENDER = re.compile(
    r"\s*(?:<[0-9]{1,3}>)?1?\s*"
    r"(?:[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(?:Z|[+-][0-9:]{5})?)"
    r" (\S{1,64}) "
)


def handset_of(raw: str) -> str:
    """Whose line it is: its MAC address, else its name or address as the syslog server noted it.

    Empty for a line that does not tell, as in a handset's own log.
    """
    if 0 <= raw.find("|") < _PLAIN - 2:  # As in most lines: nothing is cut out of them.
        return ""
    head = raw.partition("|")[0]
    if len(head) < _PLAIN - 2:
        return ""
    found = _MAC.search(head) or _SENDER.match(head)
    return found.group(1).lower() if found is not None else ""


def handsets_in(finding: Finding) -> tuple[str, ...]:
    """The handsets whose lines prove a finding, in the lines' order; none where the lines do not tell."""
    lines = (one.text for one in finding.evidence if one.kind is EvidenceKind.LOG)
    return tuple(name for name in dict.fromkeys(map(handset_of, lines)) if name)


def story_of(entries: Sequence[Entry], pause: Pause | None = None) -> Story:
    """What the entries of a log tell, each handset's by itself."""
    pipes = [seen.text.find("|") for _, seen in entries]
    if not pipes or (min(pipes) >= 0 and max(pipes) < _PLAIN - 2):  # Nothing but a time before any of them.
        return follow(paced(entries, pause))
    apart: dict[str, list[Entry]] = {}
    for entry in paced(entries, pause):
        apart.setdefault(handset_of(entry.evidence.text), []).append(entry)
    if sum(map(bool, apart)) < 2:  # A log of one handset may have lines without the header.
        return follow(paced(entries, pause))
    stories = {handset: follow(paced(own, pause)) for handset, own in apart.items()}
    attempts = [
        replace(attempt, handset=handset) for handset, one in stories.items() for attempt in one.attempts
    ]
    failures = [entry for one in stories.values() for entry in one.loose_failures]
    return Story(
        tuple(sorted(attempts, key=_begins)), tuple(sorted(failures, key=lambda entry: entry.evidence.line))
    )


def _begins(attempt: Attempt) -> int:
    return attempt.entries[0].evidence.line if attempt.entries else 0
