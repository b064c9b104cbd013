"""A fix summary as data: a table of findings for a spreadsheet, and the command line's JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from wizard.core.case.summary_model import Cause, Summary
from wizard.core.csvtext import csv_text
from wizard.core.diagnosis.tables import document
from wizard.core.words import words

_COLUMNS = (
    *(
        "number",
        "state",
        "severity",
        "title",
        "why",
        "seen",
        "evidence",
        "do",
        "follows",
        "stands-on",
        "code",
    ),
)


def csv_of(summary: Summary) -> str:
    """The findings, one a row, gravest first, then what is history; with CRLF, for UTF-8."""
    t = words(summary.language)
    return csv_text([t(f"table.{column}") for column in _COLUMNS], _rows(summary))


def _rows(summary: Summary) -> Iterator[list[str | int]]:
    t = words(summary.language)
    current = (*summary.causes, *summary.remarks)
    groups = ((current, t("state.current")), (summary.history, t("state.repaired")))
    number = 0
    for causes, state in groups:
        for one in causes:
            number += 1
            yield [
                *(number, state, one.word, one.title, one.why, one.seen, _evidence(one, summary)),
                *(" ".join(one.advice), one.follows, one.stands_on, one.code),
            ]


def _evidence(one: Cause, summary: Summary) -> str:
    t = words(summary.language)
    lines = []
    for quote in one.quotes:
        for it in quote.lines:
            at = f", {t('list.line', number=it.line)}" if it.line else ""
            lines.append(f"{quote.where}{at}: {it.text}")
    return "\n".join(lines)


def json_of(summary: Summary) -> str:
    """What ``summary --json`` prints of it, and who made it where: ASCII, with a newline at its end."""
    if summary.judged is None:
        raise ValueError("this summary was not made from a judgement")
    knowledge, judgement = summary.judged
    about = {
        **asdict(summary.about),
        "notes": "\n".join(summary.about.notes),
        "language": summary.language,
        "product": summary.product.value,
        "verdict": summary.verdict.sentence,
        "verify": list(summary.verify),
        "done": [{"step": one.step, "when": one.when} for one in summary.done],
        "healthy": list(summary.healthy),
        "unchecked": list(summary.unchecked),
        "based_on": list(summary.based),
    }
    table = document("summary", knowledge, judgement.findings, judgement.verdict, summary=about)
    return json.dumps(table, indent=1) + "\n"
