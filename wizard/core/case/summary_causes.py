"""Findings as causes: what is wrong, what proves it, who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wizard.core.case.case import Case
from wizard.core.case.mending import Proof, disproving_chains
from wizard.core.case.summary_model import Cause, Cited, Quote
from wizard.core.case.summary_words import file_names, lines_text, severity_word, short_time
from wizard.core.diagnosis.attempt import key_of
from wizard.core.diagnosis.together import apart
from wizard.core.diagnosis.verdict import cause_of
from wizard.core.finding import Evidence, EvidenceKind, Finding, State
from wizard.core.knowledge import Knowledge, stands_on
from wizard.core.words import Words

MOST_CITED = 6
"""Log lines, and answers, that are cited for one cause."""
_OF_CHECK = frozenset({EvidenceKind.DNS, EvidenceKind.SIP})
LONGEST = 400
"""Characters of one line that are cited."""


@dataclass
class Teller:
    """Puts the findings of one case into words. ``now`` is the time of the summary, ISO 8601."""

    case: Case
    knowledge: Knowledge
    now: str
    words: Words
    proofs: dict[tuple[str, str], set[Proof]] = field(default_factory=dict)
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = file_names(self.case)

    @property
    def checked_at(self) -> str:
        """When the live check was made, in words."""
        report = self.case.report
        return short_time(report.started, self.now, self.words) if report is not None else ""

    @property
    def probed_at(self) -> str:
        """When the SIP servers were asked, in words."""
        report = self.case.report
        return short_time(report.probed, self.now, self.words) if report is not None else ""

    @property
    def recorded(self) -> str:
        """The file that the answers of the check were opened from, empty for a live check."""
        return self.case.report.recorded if self.case.report is not None else ""

    def causes(self, findings: Iterable[Finding], everything: Sequence[Finding]) -> tuple[Cause, ...]:
        """Findings in words, in the order given; ``everything`` is where their own causes stand."""
        return tuple(self.cause(number, finding, everything) for number, finding in enumerate(findings, 1))

    def cause(self, number: int, finding: Finding, everything: Sequence[Finding]) -> Cause:
        """One finding in words."""
        root = cause_of(finding, everything)
        said = self.knowledge.explain(finding)
        chosen = [*_spread(_of_log(finding.evidence)), *_spread(_of_others(finding.evidence))]
        return Cause(
            number=number,
            code=finding.code,
            severity=said.severity,
            word=severity_word(said.severity, self.words),
            title=said.title,
            why=said.why,
            seen=self.seen(finding),
            quotes=self.quotes(chosen),
            left_out=self._left_out(len(finding.evidence) - len(chosen)),
            stands_on=stands_on(said.basis, said.source, self.words),
            advice=said.fix,
            follows=self.knowledge.explain(root).title if root is not None else "",
            stale=self.stale(finding),
        )

    def quotes(self, evidence: Sequence[Evidence]) -> tuple[Quote, ...]:
        """What was seen, by its source, in the order given."""
        found: dict[str, list[Cited]] = {}
        for one in evidence:
            if not one.text and not one.line:  # An empty file: nothing of it can be cited.
                continue
            text = one.text[:LONGEST]
            found.setdefault(self.where(one), []).append(Cited(one.line, text, len(one.text) - len(text)))
        return tuple(Quote(where, tuple(lines)) for where, lines in found.items())

    def where(self, evidence: Evidence) -> str:
        """The source of something seen, in words."""
        source = self.names.get(evidence.source, evidence.source)
        match evidence.kind:
            case EvidenceKind.DNS:
                return self.words("seen.of-dns", source=source, when=self.checked_at)
            case EvidenceKind.SIP:
                return self.words("seen.of-sip", source=source, when=self.probed_at)
            case _:
                return source

    def seen(self, finding: Finding) -> str:
        """Who saw it, and where, in one sentence; for history also who does not see it any more."""
        places = [
            *self._seen_in_files(finding),
            *self._seen_in_answers(finding),
            *self._seen_elsewhere(finding),
        ]
        if not places:
            return ""
        text = places[-1]
        if len(places) > 1:  # They hold lists of their own: the comma keeps them apart.
            text = self.words("list.last-place", before=", ".join(places[:-1]), last=text)
        if finding.state is State.CURRENT:
            return self.words("seen.sentence", places=text)
        return self.words("seen.repaired", places=text, proof=self.not_any_more(finding))

    def _seen_in_files(self, finding: Finding) -> list[str]:
        words = {EvidenceKind.LOG: "seen.log", EvidenceKind.CONFIG: "seen.config"}
        lines: dict[tuple[EvidenceKind, str], list[int]] = {}
        for evidence in finding.evidence:
            if evidence.kind in words:
                lines.setdefault((evidence.kind, evidence.source), []).append(evidence.line)
        places = []
        for (kind, source), numbers in lines.items():
            known = sorted({number for number in numbers if number})
            place = self.words(words[kind], file=self.names.get(source, source))
            at = lines_text(known, self.words) if known else ""
            places.append(self.words("seen.at", place=place, lines=at) if at else place)
        return places

    def _seen_in_answers(self, finding: Finding) -> list[str]:
        servers = dict.fromkeys(e.source for e in finding.evidence if e.kind is EvidenceKind.DNS)
        if not servers:
            return []
        kind = "seen.recorded" if self.recorded else "seen.live"
        return [self.words(kind, when=self.checked_at, servers=self.words.listed(list(servers)))]

    def _seen_elsewhere(self, finding: Finding) -> list[str]:
        words = {EvidenceKind.SIP: "seen.sip", EvidenceKind.PLAN: "seen.plan"}
        found = [
            self.words(words[e.kind], source=e.source, when=self.probed_at)
            for e in finding.evidence
            if e.kind in words
        ]
        return list(dict.fromkeys(found))

    def proofs_of(self, finding: Finding) -> set[Proof]:
        """What proves of a finding, and of each that it tells together, that it is history."""
        return set[Proof]().union(*(self.proofs.get(key_of(part), set()) for part in apart([finding])))

    def not_any_more(self, finding: Finding) -> str:
        """What proves that it is history."""
        proofs = self.proofs_of(finding)
        if Proof.CHECK in proofs:
            servers = self.words.listed([chain.server.with_port for chain in disproving_chains(self.case)])
            key = "proof.answered" if self.recorded else "proof.answers-now"
            answers = self.words(key, servers=servers, when=self.checked_at)
            of_handset = finding.code.startswith("registration.")
            return self.words("proof.cause-gone" if of_handset else "proof.check", answers=answers)
        return self.words("proof.later-log" if Proof.LATER_LOG in proofs else "proof.same-log")

    def stale(self, finding: Finding) -> str:
        """A warning where only an outdated check shows it."""
        only_check = all(evidence.kind in _OF_CHECK for evidence in finding.evidence)
        if not (finding.evidence and only_check and self.case.check_is_stale):
            return ""
        return self.words("stale.recorded" if self.recorded else "stale.live")

    def _left_out(self, count: int) -> str:
        return self.words.count("left-out.evidence", count) if count > 0 else ""


def _of_log(evidence: Iterable[Evidence]) -> list[Evidence]:
    return [one for one in evidence if one.kind is EvidenceKind.LOG]


def _of_others(evidence: Iterable[Evidence]) -> list[Evidence]:
    return [one for one in evidence if one.kind is not EvidenceKind.LOG]


def _spread(evidence: Sequence[Evidence]) -> list[Evidence]:
    """At most so many, from the first to the last, evenly."""
    if len(evidence) <= MOST_CITED:
        return list(evidence)
    step = (len(evidence) - 1) / (MOST_CITED - 1)
    return [evidence[round(number * step)] for number in range(MOST_CITED)]
