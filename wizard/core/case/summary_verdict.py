"""The findings of a case sorted into the parts of its summary, and the one sentence on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.core.case.mending import Proof, disproving_chains
from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_model import Cause, Fix, Grade, Verdict
from wizard.core.case.summary_words import counted, servers_text, severity_word
from wizard.core.diagnosis.judge import Judgement, servers_in_order
from wizard.core.finding import EvidenceKind, Finding, Severity, State
from wizard.core.handset.masking import HIDDEN
from wizard.core.knowledge import Basis
from wizard.core.plan.recipes import Product

_FOUND = "registration.ok"
_GOOD = frozenset({_FOUND, "sip.answers"})
_WINDOWS = frozenset({Product.WINDOWS, Product.POWERSHELL, Product.DNSCMD})

_CITED = (
    "Log lines and DNS answers are cited as they were seen. A sign that cannot be seen, or that would "
    "move others, is spelled out, for example as <U+202E>."
)
_HIDDEN = f"Passwords and accounts in configuration files are shown as {HIDDEN}."
_BULLETIN = "CS-14-17 is the vendor's technical bulletin about DNS failover."
_INFERRED = "“Inferred” means: concluded from logs, answers and standards. The vendor does not state it."
_UNVERIFIED = "“Unverified” means: nobody has proven it on a handset."
_NOT_RUN = (
    "The steps and commands for Windows come from Microsoft's documents. We did not run them on a Windows "
    "server."
)
_ONLY_DNS = "Only DNS was asked. The handset itself has not been seen registering."


@dataclass
class Parts:
    """The findings of a judgement, by what becomes of them."""

    teller: Teller
    judgement: Judgement

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
        if any(finding.evidence for finding in self.judgement.findings):
            yield _CITED
        if self.teller.case.configurations:
            yield _HIDDEN
        if any("CS-14-17" in one.source for one in shown):
            yield _BULLETIN
        bases = {one.basis for one in shown}
        if Basis.INFERRED in bases:
            yield _INFERRED
        if Basis.UNVERIFIED in bases:
            yield _UNVERIFIED
        if product in _WINDOWS and any(fix.procedure is not None for fix in mends):
            yield _NOT_RUN


def verdict(parts: Parts, causes: Sequence[Cause]) -> Verdict:
    """The verdict in words; ``causes`` are those of the summary."""
    found = parts.judgement.verdict
    if found is None:
        return _open(parts)
    if found.code == _FOUND:
        return _good(parts, found)
    said = parts.teller.knowledge.explain(found)
    details = [f"{cause.title}." for cause in causes if cause.follows][:1]
    if stale := parts.teller.stale(found):
        details.append(stale)
    others = sum(1 for cause in causes if not cause.follows and cause.severity.fails) - 1
    if others > 0:
        details.append(f"{counted(others, 'more fault is', 'more faults are')} listed below.")
    return Verdict(Grade.FAILED, severity_word(said.severity), f"{said.title}.", tuple(details))


def _good(parts: Parts, found: Finding) -> Verdict:
    in_log = any(evidence.kind is EvidenceKind.LOG for evidence in found.evidence)
    if in_log:
        sentence = f"{parts.teller.knowledge.explain(found).title}."
        servers = found.facts.get("servers", "")
        details = [] if "one-server" in found.variant else [f"In this order: {servers}."]
    else:
        sentence, details = _live_sentence(parts, found), [_ONLY_DNS]
    if stale := parts.teller.stale(found):
        return Verdict(Grade.WARNING, "Out of date", sentence, (stale, "Run it again."))
    roots = [f for f in parts.history if f.caused_by is None and parts.gravity(f).fails]
    details += [_was(parts.teller, finding) for finding in roots[:2]]
    count = len(parts.causes)
    if count:
        details.insert(0, f"{counted(count, 'warning is', 'warnings are')} listed below.")
        return Verdict(Grade.WARNING, "OK, with warnings", sentence, tuple(details))
    return Verdict(Grade.OK, "OK", sentence, tuple(details))


def _live_sentence(parts: Parts, found: Finding) -> str:
    case = parts.teller.case
    chains = disproving_chains(case) or (case.report.chains if case.report is not None else ())
    servers = [server for server in servers_in_order(chains) if server.address]
    which = "one SIP server" if len(servers) == 1 else "the SIP servers"
    return f"DNS leads to {which} for {found.facts.get('name', found.subject)}: {servers_text(servers)}."


def _was(teller: Teller, finding: Finding) -> str:
    title = teller.knowledge.explain(finding).title
    return f"Seen in the log before: “{title}”. {teller.not_any_more(finding)}"


def _open(parts: Parts) -> Verdict:
    case = parts.teller.case
    if parts.is_plan_alone:
        if case.plan is None:
            return Verdict(Grade.UNKNOWN, "Empty", "There is nothing to report yet.")
        what = f"This is the plan for {case.plan.name}."
        return Verdict(Grade.UNKNOWN, "Plan", what, ("Nothing has been checked yet.",))
    sentence, word = "Nothing here shows a search for SIP servers that could be judged.", "Not judged"
    if parts.is_unasked:
        sentence, word = (
            "Nothing in the handset's configuration files keeps DNS failover from working.",
            "Configuration",
        )
    if parts.causes:
        count = counted(len(parts.causes), "warning is", "warnings are")
        return Verdict(Grade.WARNING, "Warning", sentence, (f"{count} listed below.",))
    return Verdict(Grade.UNKNOWN, word, sentence, ("What could not be checked is listed below.",))
