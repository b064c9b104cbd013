"""The log itself: is it one, is it whole, and does it show the look-ups at all?"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.registration import rejected
from wizard.core.diagnosis.view import unique
from wizard.core.finding import Evidence, EvidenceKind, Finding
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Ending

_BEGINNINGS = (ev.LookupStarted, ev.RegisterStarted, ev.BootReady, ev.AddressFallback, ev.UploadFailed)
_TAIL = 25
"""How many lines before the end an attempt's last line may lie for the end to count as cut."""


def log_findings(review: Review) -> Iterator[Finding]:
    """Everything about the file."""
    file = file_name(review)
    if not review.is_handset_log:
        first = next((line for line in review.lines if line.raw.strip()), None)
        shown = (review.evidence(first),) if first is not None else (Evidence(EvidenceKind.LOG, review.name, ""),)
        yield Finding("log.not-a-handset-log", file, shown, {"file": file})
        return
    yield from _missed(review, file)
    yield from _upload(review)
    yield from _lookups(review, file)
    yield from _truncated(review, file)


def file_name(review: Review) -> str:
    """The log's file name without its folders."""
    return review.name.replace("\\", "/").rpartition("/")[2] or review.name


def loose_findings(review: Review) -> Iterator[Finding]:
    """What the lines say without belonging to an attempt."""
    if review.story.loose_failures:
        good_users = {a.user for a in review.story.attempts if a.ending is Ending.FOUND and a.failure is None}
        for entry in review.story.loose_failures[-1:]:
            finding = rejected(entry)
            if finding.subject not in good_users:
                yield finding
    if not review.story.attempts:
        yield from _by_address(review)


def _by_address(review: Review) -> Iterator[Finding]:
    """A configuration with an IP address: the fallback is logged, and no question follows."""
    fallbacks = [entry for entry in review.entries if isinstance(entry.event, ev.AddressFallback)]
    passed = [entry for entry in review.entries if isinstance(entry.event, ev.AddressPassedThrough)]
    if not fallbacks or not passed:
        return
    after = [e for e in passed if e.evidence.line > fallbacks[-1].evidence.line] or passed
    event = after[0].event
    assert isinstance(event, ev.AddressPassedThrough)
    shown = unique((fallbacks[-1].evidence, after[0].evidence))
    yield Finding("config.address-is-ip", event.address, shown, {"address": event.address}, variant="log")


def _missed(review: Review, file: str) -> Iterator[Finding]:
    holes = [line for line in review.lines if line.missed]
    if holes:
        # The column is said to count up, so the highest number is what was lost.
        count = str(max(line.missed for line in holes))
        shown = tuple(review.evidence(line) for line in holes)
        yield Finding("log.lines-missed", file, shown, {"file": file, "count": count})


def _upload(review: Review) -> Iterator[Finding]:
    failed = [entry for entry in review.entries if isinstance(entry.event, ev.UploadFailed)]
    if failed:
        event = failed[-1].event
        assert isinstance(event, ev.UploadFailed)
        shown = tuple(entry.evidence for entry in failed)
        yield Finding("log.upload-failed", file_name(review), shown, {"result": str(event.result)})


def _lookups(review: Review, file: str) -> Iterator[Finding]:
    levels = {line.level for line in review.lines if line.module == "dns"}
    first = next(line for line in review.lines if line.has_form)
    if not levels:
        yield Finding("log.no-lookups", file, (review.evidence(first),), {"file": file})
    elif not levels & {"0", "1", "2", "*"}:
        dns = next(line for line in review.lines if line.module == "dns")
        yield Finding("config.dns-logging-off", file, (review.evidence(dns),), {"file": file}, variant="log")


def _truncated(review: Review, file: str) -> Iterator[Finding]:
    if not review.entries or not review.story.attempts:
        return
    first = review.entries[0]
    dns = next((e for e in review.entries if not isinstance(e.event, ev.UploadFailed)), first)
    if not isinstance(dns.event, _BEGINNINGS) and _has_lookups(review):
        yield Finding("log.truncated", file, (dns.evidence,), {"file": file}, variant="start")
    last = review.story.attempts[-1]
    if last.ending is Ending.UNFINISHED and last.entries:
        end = last.entries[-1].evidence
        if len(review.lines) - end.line <= _TAIL:
            yield Finding("log.truncated", file, (end,), {"file": file}, variant="end")


def _has_lookups(review: Review) -> bool:
    return any(isinstance(entry.event, ev.LookupStarted) for entry in review.entries)


def course_findings(review: Review) -> Iterator[Finding]:
    """What the course of an attempt tells of the handset's configuration."""
    for attempt in review.story.attempts[-1:]:
        srv = attempt.lookup("SRV")
        begun = attempt.entries[0].evidence.line if attempt.entries else 0
        if attempt.port and srv is None:
            facts = {"name": attempt.name, "port": str(attempt.port)}
            shown = attempt.seen(ev.AddressFallback)
            yield Finding("config.port-not-zero", attempt.name, shown, facts, variant="log")
        elif srv is not None and not _asked_naptr(review, attempt.name) and _seen_before(review, begun):
            facts = {"name": attempt.name, "protocol": attempt.protocol}
            shown = srv.seen(ev.LookupStarted)
            yield Finding("config.transport-not-dnsnaptr", attempt.name, shown, facts, variant="log")


def _asked_naptr(review: Review, name: str) -> bool:
    return any(
        lookup.rtype == "NAPTR" and names.same(lookup.host, name)
        for attempt in review.story.attempts
        for lookup in attempt.lookups
    )


def _seen_before(review: Review, line: int) -> bool:
    """Whether the log shows what came just before, so that nothing is merely cut off."""
    return any(entry.evidence.line < line for entry in review.entries)
