"""The log itself: whether it is one, is whole, and shows the look-ups at all."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice

from wizard.core import names
from wizard.core.diagnosis.by_address import OF_ADDRESS, by_address
from wizard.core.diagnosis.view import unique
from wizard.core.finding import Evidence, EvidenceKind, Finding
from wizard.core.log.line import LogLine, parse
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Ending
from wizard.core.trace.grammar import RULES, begins_failure
from wizard.core.trace.grammar import read as read_message

JUDGED = "messages-judged"
"""The variant of ``log.not-a-handset-log`` for a text that tells of handsets all the same."""
_OF_DNS = frozenset(rule.event for rule in RULES if rule.module == "dns")
_OF_LEVEL_1 = frozenset(rule.event for rule in RULES if (rule.module, rule.level) == ("dns", "1"))
_BEGINNINGS = (ev.LookupStarted, ev.RegisterStarted, ev.BootReady, ev.AddressFallback, ev.UploadFailed)
_MAY_ASK_NOTHING = (ev.AddressPassedThrough, ev.AddressFallback, ev.PortKept, ev.LookupStarted)
Said = Set[type[ev.Event]]
"""The kinds of events that stand in a log."""
_SOME = 3
"""So many of the lines that were broken are shown: one is like the other, and all of them are many."""
_HEADS = {False: (("", ""), ("", "|"), ("", "||")), True: (("sip|4|00|", ""),)}
"""What may be missing before and behind a cut error line: of messages alone its whole head."""
_TOLD = 4
"""Characters of a message that tell what the line was about, also with something else behind it."""
_TAIL = 25
"""How many lines before the end an attempt's last line may lie for the end to count as cut."""


def kinds_in(review: Review) -> Said:
    """The kinds of events that a log has."""
    return {type(entry.event) for entry in review.entries}


def log_findings(review: Review, said: Said, cut: LogLine | None) -> Iterator[Finding]:
    """Everything about the file. ``said`` and ``cut`` are what the functions beside this one give for it."""
    file = file_name(review)
    if not review.is_handset_log:
        begins = review.facts.begins
        nothing = Evidence(EvidenceKind.LOG, review.name, "")
        shown = (review.evidence(begins) if begins is not None else nothing,)
        variant = "empty" if begins is None else ""
        yield Finding("log.not-a-handset-log", file, shown, {"file": file}, variant)
        return
    if review.is_bare:
        # Where they tell of no search, there is nothing to judge them by.
        told = review.story.attempts or review.story.loose_failures
        variant = JUDGED if told else "messages"
        shown = (review.entries[0].evidence,)
        yield Finding("log.not-a-handset-log", file, shown, {"file": file}, variant)
    yield from _broken(review, file)
    yield from _missed(review, file)
    if ev.UploadFailed in said:
        yield from _upload(review)
    configured = list(by_address(review)) if said >= OF_ADDRESS else []
    yield from configured
    yield from _lookups(review, file, said, asks=not configured)
    yield from _truncated(review, file, said, cut)


def file_name(review: Review) -> str:
    """The log's file name without its folders."""
    return review.name.replace("\\", "/").rpartition("/")[2] or review.name


def last_line(review: Review) -> Evidence | None:
    """The last line that a handset wrote, None if there is none."""
    if review.facts.last is not None:
        return review.evidence(review.facts.last)
    return review.entries[-1].evidence if review.entries else None


def _broken(review: Review, file: str) -> Iterator[Finding]:
    if review.broken:
        broken = (entry.evidence for entry in review.entries if entry.evidence.line in review.broken)
        shown = tuple(islice(broken, _SOME))
        yield Finding("log.lines-broken", file, shown, {"file": file, "count": str(len(review.broken))})


def _missed(review: Review, file: str) -> Iterator[Finding]:
    facts = review.facts
    if facts.holes:
        # The column is said to count up, so the highest number is what was lost.
        shown = tuple(review.evidence(line) for line in facts.holes)
        yield Finding("log.lines-missed", file, shown, {"file": file, "count": str(facts.lost)})


def _upload(review: Review) -> Iterator[Finding]:
    failed = [entry for entry in review.entries if isinstance(entry.event, ev.UploadFailed)]
    event = failed[-1].event
    assert isinstance(event, ev.UploadFailed)
    shown = tuple(entry.evidence for entry in failed)
    yield Finding("log.upload-failed", file_name(review), shown, {"result": str(event.result)})


def _lookups(review: Review, file: str, said: Said, *, asks: bool) -> Iterator[Finding]:
    """``asks``: no IP address in the handset tells why it asks for nothing."""
    dns = _first_of_dns(review)
    if dns is None or (asks and not _asked_dns(review, said)):
        yield Finding("log.no-lookups", file, (_first(review),), {"file": file})
    elif not _shows_all(review):
        yield Finding("config.dns-logging-off", file, (dns,), {"file": file}, variant="log")


def _first(review: Review) -> Evidence:
    first = review.facts.first
    return review.evidence(first) if first is not None else review.entries[0].evidence


def _first_of_dns(review: Review) -> Evidence | None:
    """The first line of the module that looks up names.

    Where what stands before the messages is broken or missing, it is known by its message.
    """
    if review.facts.dns is not None:
        return review.evidence(review.facts.dns)
    return next((seen for event, seen in review.entries if type(event) in _OF_DNS), None)


def _shows_all(review: Review) -> bool:
    """Whether the level lets through the records of an answer, and how a search begins and ends: level 1."""
    if review.facts.dns_levels & {"0", "1", "*"}:
        return True
    is_hidden = bool(review.broken) or review.is_bare
    return is_hidden and any(type(entry.event) in _OF_LEVEL_1 for entry in review.entries)


def _asked_dns(review: Review, said: Said) -> bool:
    """Whether a DNS line is about more than an IP address, which needs no question."""
    if said.isdisjoint(_MAY_ASK_NOTHING):
        return review.facts.dns_count > 0 or not said.isdisjoint(_OF_DNS)
    of_dns = [event for event, _ in review.entries if type(event) in _OF_DNS]
    return max(review.facts.dns_count, len(of_dns)) > sum(map(_asks_nothing, of_dns))


def _asks_nothing(event: ev.Event) -> bool:
    """Whether no question is asked for what a line tells: it is about an address, or about a port alone."""
    if isinstance(event, ev.LookupStarted):
        return names.is_ip(event.host)
    return isinstance(event, _MAY_ASK_NOTHING)


def cut_error(review: Review) -> LogLine | None:
    """The log's last line, if it ends before it says whether a registration failed.

    It is looked at where it was kept: a pipe cannot be read again. What stands behind it may be what a mail
    has below the log.
    """
    ends, last = review.facts.ends, review.facts.last
    whole = not review.is_bare or (ends is not None and len(ends.raw.strip()) >= _TOLD)
    if ends is not None and whole and _is_cut_error(review, ends):
        return ends
    is_followed = last is not None and ends is not None and last.number < ends.number
    if last is None or not is_followed or len(last.message.strip()) < _TOLD or last.number in review.broken:
        return None
    return last if _is_cut_error(review, last) else None


def _is_cut_error(review: Review, line: LogLine) -> bool:
    """Whether it may be the beginning of a failure: errors have level 4 and more.

    What is left of the line may be its head alone.
    """
    if line.has_form and not "4" <= line.level <= "6":
        return False
    raw = line.raw.rstrip("\r\n\0 ")
    read = (parse(line.number, head + raw + pipes) for head, pipes in _HEADS[review.is_bare])
    last = next((line for line in read if line.has_form), None)
    if last is None or not "4" <= last.level <= "6" or not begins_failure(last.module, last.message):
        return False
    return read_message(last.module, last.message) is None


def _truncated(review: Review, file: str, said: Said, error: LogLine | None) -> Iterator[Finding]:
    if not review.entries or not review.story.attempts:
        return
    cut: dict[str, Evidence] = {}
    if not review.skipped and ev.LookupStarted in said:
        first = next(entry for entry in review.entries if not isinstance(entry.event, ev.UploadFailed))
        if not _begins(first.event):
            cut["start"] = first.evidence
    last = review.story.attempts[-1]
    # Where the level hides how a search ends, none ever seems to end.
    if last.ending is Ending.UNFINISHED and last.entries and _shows_all(review):
        end = last.entries[-1].evidence
        if len(review.lines) - end.line <= _TAIL:
            cut["end"] = end
    if error is not None:
        shown = (*(cut[at] for at in cut if at == "start"), review.evidence(error))
        yield Finding("log.truncated", file, unique(shown), {"file": file}, "error")
    elif cut:
        variant = "both" if len(cut) > 1 else next(iter(cut))
        yield Finding("log.truncated", file, unique(cut.values()), {"file": file}, variant)


def _begins(event: ev.Event) -> bool:
    """Whether a search may begin with this line; those for the targets of SRV records have a final dot."""
    is_target = isinstance(event, ev.LookupStarted) and event.rtype == "A" and event.host.endswith(".")
    return isinstance(event, _BEGINNINGS) and not is_target
