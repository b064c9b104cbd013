"""What of a case is saved, and the case that it makes again.

Answers, log texts and configuration files (without their secrets) are saved; chains, attempts and
findings are worked out again on opening, by the same code that made them, so a newer version judges an
old case by its newer knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wizard.core.case.case import Bookmarks, Case, CheckDraft, CheckReport, Done, LogFile
from wizard.core.case.extract import extract, extract_note
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.further import Found
from wizard.core.handset.chain import Chain, asked
from wizard.core.handset.config_faults import Fault
from wizard.core.handset.config_file import ConfigFile, resumed
from wizard.core.handset.configuration import HandsetSettings
from wizard.core.handset.masking import shown_file
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.form import Kind
from wizard.core.log.review import kinds, review
from wizard.core.log.source import LogText
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.draft import Draft
from wizard.core.sip.outcome import Probe


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

    Of a very long one only the lines that tell something: ``extract_of`` is how many it had. ``forms`` are
    what its lines were read out of.
    """

    name: str
    text: str
    extract_of: int = 0
    forms: tuple[Kind, ...] = ()


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
        report=saved_report(case.report) if case.report is not None else None,
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


def _saved_log(log: LogFile, text: str = "", _bookmarks: tuple[int, ...] = ()) -> SavedLog:
    """The log; of one that is not at hand as a whole the extract ``text``."""
    if log.is_whole:
        return SavedLog(log.review.name, log.text, log.extract_of, log.review.forms)
    return SavedLog(log.review.name, text, len(log.review.lines), log.review.forms)


def _saved_configuration(file: ConfigFile) -> SavedConfiguration:
    shown = shown_file(file)
    fault = replace(file.fault, offset=shown.offset(file.fault.offset)) if file.fault is not None else None
    return SavedConfiguration(file.path, shown.text, fault, file.notes)


def saved_report(report: CheckReport) -> SavedReport:
    """What of a live check is saved."""
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


def case_of(saved: SavedCase) -> Case:
    """The case that was saved, worked out again."""
    return Case(
        draft=saved.draft,
        handset=saved.handset,
        taken=saved.taken,
        checks=saved.checks,
        report=report_of(saved.report) if saved.report is not None else None,
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
    found = replace(found, forms=kinds([*saved.forms, *found.forms]))
    if saved.extract_of:
        found = replace(found, notes=(extract_note(saved.name, len(found.lines), saved.extract_of),))
    return LogFile(saved.text, found, extract_of=saved.extract_of)


def report_of(saved: SavedReport) -> CheckReport:
    """The live check that was saved, worked out again."""
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

    return replace(asked(lookfor, server, ask), answers=answers)
