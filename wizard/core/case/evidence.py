"""The evidence file: the answers of a live check, saved to be judged again without a network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wizard.core.about import name_of, sentence_of, told
from wizard.core.case import document
from wizard.core.case.case import CheckReport
from wizard.core.case.codec import CodecError, decode
from wizard.core.case.document import EVIDENCE_KIND, DocumentError, bytes_of, save_beside
from wizard.core.case.saved import SavedReport, report_of, saved_report


def report_text_of(report: CheckReport) -> str:
    """The answers of a live check as the text of an evidence file."""
    return document.text_of(EVIDENCE_KIND, report=saved_report(report))


def save_report(report: CheckReport, path: Path) -> str:
    """Writes the answers of a live check. Empty, or one sentence about what went wrong."""
    return save_beside(path, bytes_of(report_text_of(report)))


def open_report(path: Path) -> CheckReport | str:
    """The answers in an evidence file, as recorded ones, or one sentence about why there are none."""
    try:
        text = document.read(path, EVIDENCE_KIND)
    except DocumentError as error:
        return sentence_of(error)
    report = load_report(text)
    if isinstance(report, str):
        return told("file.about", name=name_of(path), sentence=report)
    return replace(report, recorded=path.name)


def load_report(text: str) -> CheckReport | str:
    """The live check in the text of an evidence file, or one sentence about why it is none."""
    try:
        saved: SavedReport = decode(SavedReport, document.parsed(text, EVIDENCE_KIND).get("report"))
    except DocumentError as error:
        return sentence_of(error)
    except (CodecError, RecursionError) as error:
        return told("document.damaged-at", error=error)
    return report_of(saved)
