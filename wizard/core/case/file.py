"""The case file: a case saved as JSON and resumed, on this computer or another.

Answers, log texts and configuration files (without their secrets) are saved; chains, attempts and
findings are worked out again on opening, by the same code that made them, so a newer version judges an
old case by its newer knowledge.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wizard import __version__
from wizard.core.case.case import Bookmarks, Case, CheckDraft, CheckReport, Done, LogFile
from wizard.core.case.codec import CodecError, decode, encode
from wizard.core.case.extract import extract, extract_note
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.further import Found
from wizard.core.handset.chain import Chain, run
from wizard.core.handset.config_faults import Fault
from wizard.core.handset.config_file import ConfigFile, resumed
from wizard.core.handset.configuration import HandsetSettings
from wizard.core.handset.masking import shown_file
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.draft import Draft
from wizard.core.saving import write_atomically
from wizard.core.sip.outcome import Probe

SCHEMA = 1
KIND = "failover-wizard case"
EVIDENCE_KIND = "failover-wizard evidence"
_START_BYTES = 1000
"""A case says within these what it is."""
_OTHERS = {
    EVIDENCE_KIND: "It holds saved DNS answers and no case. Open it on the page of the live checks.",
    KIND: "It is a whole case and not saved answers alone. Open it as a case.",
}
MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SavedChain:
    """What one DNS server answered, in the order asked, first to the handset's own questions."""

    server: Server
    answers: tuple[Answer, ...]
    further: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedReport:
    """A live check as saved."""

    lookfor: Lookfor
    chains: tuple[SavedChain, ...]
    started: str
    plan: Deployment | None = None
    cancelled: bool = False
    own: tuple[SavedChain, ...] = ()
    zone: tuple[SavedChain, ...] = ()
    probes: tuple[Probe, ...] = ()
    probed: str = ""
    recorded: str = ""


@dataclass(frozen=True, slots=True)
class SavedLog:
    """A log as saved: where it came from, and its text.

    Of a very long one only the lines that tell something: ``extract_of`` is how many it had.
    """

    name: str
    text: str
    extract_of: int = 0


@dataclass(frozen=True, slots=True)
class SavedConfiguration:
    """A configuration file as saved. Its text is without secrets: a case is handed on."""

    name: str
    text: str
    fault: Fault | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedCase:
    """The shape of the case file."""

    draft: Draft = field(default_factory=Draft)
    handset: HandsetSettings = field(default_factory=HandsetSettings)
    taken: tuple[Deployment, HandsetSettings] | None = None
    checks: CheckDraft = field(default_factory=CheckDraft)
    report: SavedReport | None = None
    logs: tuple[SavedLog, ...] = ()
    site: str = ""
    technician: str = ""
    notes: str = ""
    practice: bool = False
    configurations: tuple[SavedConfiguration, ...] = ()
    done: tuple[Done, ...] = ()
    bookmarks: tuple[Bookmarks, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A case file opened: the case, or one sentence about why not."""

    case: Case | None
    problem: str = ""


def saved_of(case: Case) -> SavedCase:
    """What of a case is saved."""
    extracts = {
        log.review.name: extract(log.review, case.marked_lines(log.review.name))
        for log in case.logs
        if not log.is_whole
    }
    return SavedCase(
        draft=case.draft,
        handset=case.handset,
        taken=case.taken,
        checks=case.checks,
        report=_saved_report(case.report) if case.report is not None else None,
        logs=tuple(_saved_log(log, *extracts.get(log.review.name, ())) for log in case.logs),
        site=case.site,
        technician=case.technician,
        notes=case.notes,
        practice=case.practice,
        configurations=tuple(map(_saved_configuration, case.configurations)),
        done=case.done,
        bookmarks=tuple(
            Bookmarks(one.name, extracts[one.name][1]) if one.name in extracts else one
            for one in case.bookmarks
        ),
    )


def dump(case: Case) -> str:
    """The case as the text of a case file."""
    document = {"kind": KIND, "schema": SCHEMA, "version": __version__, "case": encode(saved_of(case))}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _saved_log(log: LogFile, text: str = "", _bookmarks: tuple[int, ...] = ()) -> SavedLog:
    """The log; of one that is not at hand as a whole the extract ``text``."""
    if log.is_whole:
        return SavedLog(log.review.name, log.text, log.extract_of)
    return SavedLog(log.review.name, text, len(log.review.lines))


def _saved_configuration(file: ConfigFile) -> SavedConfiguration:
    shown = shown_file(file)
    fault = replace(file.fault, offset=shown.offset(file.fault.offset)) if file.fault is not None else None
    return SavedConfiguration(file.path, shown.text, fault, file.notes)


def _saved_report(report: CheckReport) -> SavedReport:
    chains, own = _saved_chains(report.chains), _saved_chains(report.own)
    return SavedReport(
        lookfor=report.lookfor,
        chains=chains,
        started=report.started,
        plan=report.plan,
        cancelled=report.cancelled,
        own=own,
        zone=_saved_chains(report.zone),
        probes=report.probes,
        probed=report.probed,
        recorded=report.recorded,
    )


def _saved_chains(chains: tuple[Chain, ...]) -> tuple[SavedChain, ...]:
    return tuple(SavedChain(chain.server, chain.answers, chain.further) for chain in chains)


def report_text_of(report: CheckReport) -> str:
    """The answers of a live check as the text of an evidence file."""
    document = {
        "kind": EVIDENCE_KIND,
        "schema": SCHEMA,
        "version": __version__,
        "report": encode(_saved_report(report)),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def load_report(text: str) -> CheckReport | str:
    """The live check in the text of an evidence file, or one sentence about why it is none."""
    document = _document(text, EVIDENCE_KIND, "evidence file")
    if isinstance(document, str):
        return document
    try:
        saved: SavedReport = decode(SavedReport, document.get("report"))
    except (CodecError, RecursionError) as error:
        return f"It is damaged ({error}). Use another copy of it."
    return _report(saved)


def save_report(report: CheckReport, path: Path) -> str:
    """Writes the answers of a live check. Empty, or one sentence about what went wrong."""
    return save_beside(path, report_text_of(report).encode("utf-8", "backslashreplace"))


def save_beside(path: Path, data: bytes) -> str:
    """Writes what is made from a case, never over a saved case: that is the only copy of a visit's work.

    Empty, or one sentence about what went wrong.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START_BYTES)
    except OSError:  # Nothing is there, or what is wrong with it shows in writing.
        start = b""
    if f'"kind": "{KIND}"'.encode() in start:
        return f"{path.name} was not saved: a case is saved there. Choose another name."
    return write_atomically(path, data)


def open_report(path: Path) -> CheckReport | str:
    """The answers in an evidence file, as recorded ones, or one sentence about why there are none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return f"{path.name} is too large for saved answers."
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return f"{path.name} holds no saved answers. Open a file that this program saved."
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return f"{path.name} cannot be read ({reason}). Check the path and open it again."
    report = load_report(text)
    return f"{path.name}: {report}" if isinstance(report, str) else replace(report, recorded=path.name)


def _document(text: str, kind: str, what: str) -> dict[str, Any] | str:
    """The JSON of one of our files, or a sentence that goes on after the file's name."""
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError):
        return f"It is damaged or no {what}. Use another copy of it."
    found = document.get("kind") if isinstance(document, dict) else None
    if isinstance(found, str) and found != kind and found in _OTHERS:
        return _OTHERS[found]
    if not isinstance(document, dict) or found != kind:
        return f"It is no {what}. Use one that this program saved."
    schema = document.get("schema")
    if type(schema) is not int or schema > SCHEMA:
        return "It was saved by a newer version. Update this program to use it."
    return document


def save(case: Case, path: Path) -> str:
    """Writes the case file atomically. Empty, or one sentence about what went wrong."""
    # A name may hold half a surrogate pair (on Linux, where bytes are no UTF-8): its escape is JSON too.
    return write_atomically(path, dump(case).encode("utf-8", "backslashreplace"))


def open_case(path: Path) -> Opened:
    """Reads a case file; a damaged, foreign or newer one is refused with a sentence."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return Opened(None, f"{path.name} is too large for a case file.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return Opened(None, f"{path.name} is no case file. Open one that this program saved.")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Opened(None, f"{path.name} cannot be read ({reason}). Check the path and open it again.")
    return load(text, path.name)


def load(text: str, name: str) -> Opened:
    """The case in the text of a case file; ``name`` is for the sentence when it is none."""
    document = _document(text, KIND, "case file")
    if isinstance(document, str):
        return Opened(None, f"{name}: {document}")
    try:
        saved: SavedCase = decode(SavedCase, document.get("case"))
    except (CodecError, RecursionError) as error:
        return Opened(None, f"{name}: It is damaged ({error}). Use another copy of it.")
    return Opened(case_of(saved))


def case_of(saved: SavedCase) -> Case:
    """The case that was saved, worked out again."""
    return Case(
        draft=saved.draft,
        handset=saved.handset,
        taken=saved.taken,
        checks=saved.checks,
        report=_report(saved.report) if saved.report is not None else None,
        logs=tuple(map(_log, saved.logs)),
        bookmarks=saved.bookmarks,
        site=saved.site,
        technician=saved.technician,
        notes=saved.notes,
        practice=saved.practice,
        configurations=tuple(
            resumed(one.name, one.text, one.fault, one.notes) for one in saved.configurations
        ),
        done=saved.done,
    )


def _log(saved: SavedLog) -> LogFile:
    found = review(LogText(saved.name, saved.text))
    if saved.extract_of:
        found = replace(found, notes=(extract_note(saved.name, len(found.lines), saved.extract_of),))
    return LogFile(saved.text, found, extract_of=saved.extract_of)


def _report(saved: SavedReport) -> CheckReport:
    chains, own = _chains(saved.lookfor, saved.chains), _chains(saved.lookfor, saved.own)
    return CheckReport(
        lookfor=saved.lookfor,
        chains=chains,
        started=saved.started,
        plan=saved.plan,
        cancelled=saved.cancelled,
        own=own,
        zone=_chains(saved.lookfor, saved.zone),
        probes=saved.probes,
        probed=saved.probed,
        recorded=saved.recorded,
    )


def _chains(lookfor: Lookfor, saved: tuple[SavedChain, ...]) -> tuple[Chain, ...]:
    return tuple(
        replace(replay(lookfor, chain.server, chain.answers), further=chain.further) for chain in saved
    )


def replay(lookfor: Lookfor, server: Server, answers: tuple[Answer, ...]) -> Chain:
    """The chain that recorded answers make; a question without a recorded answer ends it."""
    recorded = {str(answer.question).lower(): answer for answer in answers}

    def ask(question: Question, _server: Server) -> Answer:
        missing = Answer(question, server, Outcome.CANCELLED, detail="not recorded")
        return recorded.get(str(question).lower(), missing)

    asking = run(lookfor, server, ask)
    while True:
        try:
            next(asking)
        except StopIteration as stop:
            chain: Chain = stop.value
            break
    return replace(chain, answers=answers)
