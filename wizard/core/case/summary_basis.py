"""What a fix summary is based on: every check, log and file that was judged for it."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core.case.case import LogFile
from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_words import short_time


def based_on(teller: Teller) -> Iterator[str]:
    """One sentence for each of them, in the order of a visit."""
    case, words, report = teller.case, teller.words, teller.case.report
    for file in case.configurations:
        yield words("based.configuration", file=teller.names.get(file.path, file.name))
    if report is not None:
        looked = report.lookfor
        facts = {
            "when": teller.checked_at,
            "name": looked.address,
            "port": looked.port,
            "transport": looked.transport,
            "servers": words.listed([chain.server.with_port for chain in report.chains]),
        }
        if report.recorded:
            yield words("based.recorded", file=report.recorded, **facts)
        else:
            yield words("based.live", **facts)
        if report.own:
            own = words.listed([chain.server.with_port for chain in report.own])
            yield words("based.own", servers=own)
        if report.zone:
            yield words("based.zone", servers=words.listed([chain.server.with_port for chain in report.zone]))
        if report.probes:
            asked = words.listed([str(probe.server) for probe in report.probes])
            yield words("based.sip", servers=asked, when=short_time(report.probed, teller.now, words))
    for log in case.logs:
        yield _of_log(teller, log)


def _of_log(teller: Teller, log: LogFile) -> str:
    review = log.review
    name = teller.names.get(review.name, review.name)
    count, words = len(review.lines), teller.words
    said = words.count("based.log", count, file=name)
    if review.mac:
        said = words.count("based.log-of", count, file=name, mac=review.mac)
    return " ".join([said, *(words(f"based.read-as-{form}") for form in review.forms)])
