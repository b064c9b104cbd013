"""Many handsets' logs as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.core.csvtext import csv_text
from wizard.core.diagnosis.causes import Cause
from wizard.core.diagnosis.fleet import LOG_ITSELF, Judged, deciding

COLUMNS = ("Severity", "Code", "Subject", "Handset", "Last seen", "Lines", "Log", "Title")


def fleet_csv(causes: Sequence[Cause]) -> str:
    """A row a log, as CSV for a spreadsheet; times as the handsets wrote them."""
    return csv_text(COLUMNS, _rows(causes))


def _rows(causes: Sequence[Cause]) -> Iterator[tuple[str | int, ...]]:
    for cause in causes:
        said = cause.said
        for one, title in zip(cause.logs, cause.titles, strict=True):
            yield (
                said.severity.value if said is not None else "",
                said.finding.code if said is not None else "",
                _subject(one),
                one.mac,
                f"{one.last:%Y-%m-%d %H:%M:%S}" if one.last is not None else "",
                one.lines,
                one.name,
                title,
            )


def _subject(one: Judged) -> str:
    """What its own verdict is about: in one cause each log may have another user."""
    verdict = deciding(one)
    return verdict.subject if verdict is not None and not verdict.code.startswith(LOG_ITSELF) else ""
