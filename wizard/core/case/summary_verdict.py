"""The findings of a case sorted into the parts of its summary, and the one sentence on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.core.case.mending import Proof, disproving_chains
from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_model import Cause, Fix, Grade, Verdict
from wizard.core.case.summary_words import servers_text, severity_word
from wizard.core.diagnosis.judge import Judgement, servers_in_order
from wizard.core.finding import EvidenceKind, Finding, Severity, State
from wizard.core.handset.masking import HIDDEN
from wizard.core.knowledge import Basis
from wizard.core.plan.doubts import doubts
from wizard.core.plan.recipes import Product

_FOUND = "registration.ok"
_GOOD = frozenset({_FOUND, "sip.answers"})
_WINDOWS = frozenset({Product.WINDOWS, Product.POWERSHELL, Product.DNSCMD})


@dataclass
class Parts:
    """The findings of a judgement, by what becomes of them."""

    teller: Teller
    judgement: Judgement
    remembered: tuple[str, ...] = ()
    """Sentences about what handsets still remember although DNS answers now."""

    @property
    def current(self) -> list[Finding]:
        """What is so now."""
        return [finding for finding in self.judgement.findings if finding.state is State.CURRENT]

    @property
    def causes(self) -> list[Finding]:
        """Faults and warnings, each consequence after its cause."""
        return [f for f in self.current if self.gravity(f).rank >= Severity.WARNING.rank]

    @property
    def remarks(self) -> list[Finding]:
        """Worth knowing, and no fault."""
        return [f for f in self.current if f not in self.causes and f.code not in _GOOD]

    @property
    def history(self) -> list[Finding]:
        """What was repaired meanwhile."""
        return [f for f in self.judgement.findings if f.state is State.REPAIRED and f.code not in _GOOD]

    @property
    def is_unasked(self) -> bool:
        """Whether neither DNS nor a handset has said anything."""
        return self.teller.case.report is None and not self.teller.case.logs

    @property
    def is_plan_alone(self) -> bool:
        """Whether nothing was checked or read."""
        return self.is_unasked and not self.teller.case.configurations

    @property
    def changes_something(self) -> bool:
        """Whether a repair is to be seen working: one to come, or one that only DNS has shown so far."""
        mended = any(Proof.CHECK in proofs for proofs in self.teller.proofs.values())
        planned = self.is_unasked and self.teller.case.plan is not None
        return mended or planned or any(not finding.code.startswith("log.") for finding in self.causes)

    def gravity(self, finding: Finding) -> Severity:
        """How grave a finding is."""
        return self.teller.knowledge.severity(finding)

    def trust(self, mends: Sequence[Fix], product: Product) -> Iterator[str]:
        """What the reader must know about where all this comes from."""
        shown = [self.teller.knowledge.explain(f) for f in (*self.causes, *self.remarks, *self.history)]
        words = self.teller.words
        if any(finding.evidence for finding in self.judgement.findings):
            yield words("trust.cited")
        if self.teller.case.configurations:
            yield words("trust.hidden", hidden=HIDDEN)
        if any("CS-14-17" in one.source for one in shown):
            yield words("trust.bulletin")
        bases = {one.basis for one in shown}
        if Basis.INFERRED in bases:
            yield words("trust.inferred")
        if Basis.UNVERIFIED in bases:
            yield words("trust.unverified")
        if product in _WINDOWS and any(fix.procedure is not None for fix in mends):
            yield words("trust.not-run")


def verdict(parts: Parts, causes: Sequence[Cause]) -> Verdict:
    """The verdict in words; ``causes`` are those of the summary."""
    found, words = parts.judgement.verdict, parts.teller.words
    if found is None:
        return _open(parts)
    if found.code == _FOUND:
        return _good(parts, found)
    said = parts.teller.knowledge.explain(found)
    details = [
        words("verdict.sentence", title=cause.title.removesuffix("."))
        for cause in causes
        if cause.follows == said.title
    ][:1]
    if stale := parts.teller.stale(found):
        details.append(stale)
    others = sum(1 for cause in causes if not cause.follows and cause.severity.fails) - 1
    if others > 0:
        details.append(words.count("verdict.more-faults", others))
    details += parts.remembered
    sentence = words("verdict.sentence", title=said.unstopped)
    return Verdict(Grade.FAILED, severity_word(said.severity, words), sentence, tuple(details))


def _good(parts: Parts, found: Finding) -> Verdict:
    words = parts.teller.words
    in_log = any(evidence.kind is EvidenceKind.LOG for evidence in found.evidence)
    if in_log:
        sentence = words("verdict.sentence", title=parts.teller.knowledge.explain(found).unstopped)
        servers = words("verdict.in-order", servers=found.facts.get("servers", ""))
        details = [] if "one-server" in found.variant else [servers]
    else:
        sentence, details = _live_sentence(parts, found), [words("verdict.only-dns")]
    if stale := parts.teller.stale(found):
        again = words("verdict.out-of-date.detail")
        return Verdict(Grade.WARNING, words("verdict.out-of-date.word"), sentence, (stale, again))
    roots = [f for f in parts.history if f.caused_by is None and parts.gravity(f).fails]
    details += [*(_was(parts.teller, finding) for finding in roots[:2]), *parts.remembered]
    count = len(parts.causes)
    if count:
        details.insert(0, words.count("verdict.warnings", count))
        return Verdict(Grade.WARNING, words("verdict.ok-with-warnings.word"), sentence, tuple(details))
    return Verdict(Grade.OK, words("verdict.ok.word"), sentence, tuple(details))


def _live_sentence(parts: Parts, found: Finding) -> str:
    case, words = parts.teller.case, parts.teller.words
    chains = disproving_chains(case) or (case.report.chains if case.report is not None else ())
    servers = [server for server in servers_in_order(chains) if server.address]
    key = "verdict.live-one" if len(servers) == 1 else "verdict.live-many"
    return words(key, name=found.facts.get("name", found.subject), servers=servers_text(servers, words))


def _was(teller: Teller, finding: Finding) -> str:
    title = teller.knowledge.explain(finding).title
    return teller.words("verdict.was", title=title, proof=teller.not_any_more(finding))


def _open(parts: Parts) -> Verdict:
    case, words = parts.teller.case, parts.teller.words
    if parts.is_plan_alone:
        if case.plan is None:
            return Verdict(Grade.UNKNOWN, words("verdict.empty.word"), words("verdict.empty.sentence"))
        what = words("verdict.plan.sentence", name=case.plan.name)
        found = [doubt.in_words(words) for doubt in doubts(case.plan)]
        details = (*found, words("verdict.plan.detail"))
        return Verdict(Grade.UNKNOWN, words("verdict.plan.word"), what, details)
    key = "verdict.configuration" if parts.is_unasked else "verdict.unjudged"
    sentence = words(f"{key}.sentence")
    if parts.causes:
        listed = words.count("verdict.warnings", len(parts.causes))
        return Verdict(Grade.WARNING, words("verdict.warning.word"), sentence, (listed,))
    return Verdict(Grade.UNKNOWN, words(f"{key}.word"), sentence, (words("verdict.unchecked"),))
