"""What is wrong in a handset's configuration files, before a handset tries them.

A rule looks at what is in force: a value that a stronger file overrides harms nobody. Entries
without an address are not used, so nothing in them is a fault. Servers for all lines that no line
uses are judged as if one did: whoever deletes those of the lines brings their faults into force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wizard.core.about import told
from wizard.core.finding import Evidence, EvidenceKind, Finding
from wizard.core.handset.config_file import ConfigFile
from wizard.core.handset.lint_entries import entry_findings
from wizard.core.handset.masking import shown_line
from wizard.core.handset.merge import Configuration, Placed, configurations
from wizard.core.handset.overriding import with_origin
from wizard.core.handset.parameters import Kind
from wizard.core.handset.sheet import Entry, Sheet, lay_out
from wizard.core.handset.slips import gravest_first, slip_findings
from wizard.core.handset.values import number
from wizard.core.handset.wanted import Wanted, wanted
from wizard.core.plan.deployment import Deployment, Redundancy

DNS_LEVEL = 1
"""The highest level of log.render.level and log.level.change.dns that lets the look-ups through
(CS-14-17, Troubleshooting)."""

_EITHER = "lint.either"
_MEANT = "lint.registration-off"
_WHICH_REDUNDANCY = "lint.several-servers"
IGNORED = "config.ignored-fault"
ENABLE = "voIpProt.SIP.enable"
RENDER, DNS, SIP = "log.render.level", "log.level.change.dns", "log.level.change.sip"


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Files made ready to be judged: what takes time and needs no plan.

    ``broken`` are the findings of files that are no XML; ``sheets`` are one a handset.
    """

    broken: tuple[Finding, ...]
    sheets: tuple[Sheet, ...]

    @property
    def configurations(self) -> tuple[Configuration, ...]:
        """What each handset is configured with."""
        return tuple(sheet.configuration for sheet in self.sheets)


def laid_out(files: Iterable[ConfigFile]) -> LaidOut:
    """Takes the files as each handset does; half a second for 5,000 parameters."""
    opened = tuple(files)
    sound = configurations(file for file in opened if file.fault is None)
    return LaidOut(
        tuple(finding for file in opened for finding in _not_xml(file)),
        tuple(lay_out(configuration, as_meant=True) for configuration in sound),
    )


def lint(files: Iterable[ConfigFile], plan: Deployment | None = None) -> tuple[Finding, ...]:
    """Everything that the files show, each fault once.

    A plan tells what only it can know: whether a name is a single server, and what stands where a
    value must be put right.
    """
    return lint_laid_out(laid_out(files), plan)


def lint_laid_out(laid: LaidOut, plan: Deployment | None = None) -> tuple[Finding, ...]:
    """As :func:`lint`, quick enough to follow a plan that is being typed."""
    found: dict[tuple[str, str, tuple[Evidence, ...]], Finding] = {}
    # A slip in a shared file may cost one handset its address and another one nothing: the worse one is told.
    judged = sorted((one for sheet in laid.sheets for one in _findings(sheet, plan)), key=gravest_first)
    for finding in (*laid.broken, *judged):
        found.setdefault((finding.code, finding.subject, finding.evidence), finding)
    # Where one handset ignores it, another one may use it.
    counts = {(one.subject, one.evidence) for one in found.values() if one.code != IGNORED}
    return tuple(
        one for one in found.values() if one.code != IGNORED or (one.subject, one.evidence) not in counts
    )


def _not_xml(file: ConfigFile) -> Iterator[Finding]:
    fault = file.fault
    if fault is None or file.problem:
        return
    text = "" if fault.kind else shown_line(file.text.text, fault.offset)
    seen = Evidence(EvidenceKind.CONFIG, file.path, text, fault.line, fault.column)
    near = f", after {fault.after}" if fault.after and fault.after not in fault.reason else ""
    facts = {
        "file": file.name,
        "line": str(fault.line),
        "column": str(fault.column),
        "detail": fault.kind or fault.reason + near,
        "after": fault.after,
    }
    yield Finding("config.not-xml", file.name, (seen,), facts, variant="other-kind" if fault.kind else "")


def _findings(sheet: Sheet, plan: Deployment | None) -> Iterator[Finding]:
    known = wanted(plan, sheet)
    yield from slip_findings(sheet)
    yield from _overrides(sheet)
    yield from _switched_off(sheet)
    yield from _unregistered(sheet)
    for entry in sheet.entries:
        ignored = sheet.shared_is_ignored and entry.kind is Kind.SERVER and entry.line == 0
        found = entry_findings(entry, sheet, known)
        for finding in _if_it_counted(found) if ignored else found:
            yield with_origin(finding, entry, sheet, known)
    yield from _several(sheet, known)
    yield from _logging(sheet)


def _if_it_counted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Faults of settings that no line uses: told as such, so that a repaired copy is well either way."""
    for finding in findings:
        right = finding.facts.get("repair")
        if right is not None:
            variant = "" if right else "one-too-many"
            facts = {**finding.facts, "expected": right}
            yield replace(finding, code=IGNORED, variant=variant, facts=facts)
        elif "left" in finding.facts:
            yield replace(finding, code=IGNORED, variant="by-hand")


def _overrides(sheet: Sheet) -> Iterator[Finding]:
    """A line with servers of its own beside servers for all lines: only one of them is used."""
    shared = [placed for entry in sheet.servers(0) for placed in entry.get("address")]
    if not shared:
        return
    for line in sheet.lines:
        for entry in sheet.servers(line)[:1]:
            seen = tuple(placed.evidence() for placed in (*entry.get("address"), *shared))
            name = f"{entry.prefix}.address"
            yield Finding("config.reg-overrides-voip", name, seen, {"parameter": name, "left": told(_EITHER)})


def _switched_off(sheet: Sheet) -> Iterator[Finding]:
    """SIP as a whole: whatever the servers and DNS are, the handset then registers nowhere."""
    for placed in sheet.log("voIpProt.SIP", "enable"):
        if placed.value and number(placed.value) == 0:
            facts = {"parameter": ENABLE, "value": placed.shown, "file": placed.file.name, "repair": "1"}
            yield Finding("config.sip-disabled", ENABLE, (placed.evidence(),), facts)


def _unregistered(sheet: Sheet) -> Iterator[Finding]:
    """Lines all of whose servers are set to take calls without a registration."""
    for line in (0, *sheet.lines):
        entries = sheet.servers(line)
        if (line == 0 and sheet.shared_is_ignored) or any(entry.registers for entry in entries):
            continue
        for placed in (one for entry in entries[:1] for one in entry.get("register")):
            name = f"{entries[0].prefix}.register"
            if placed.name == name:  # A misspelled one is ignored: the handset registers.
                facts = {"parameter": name, "value": placed.shown, "left": told(_MEANT)}
                yield Finding("config.registration-off", name, (placed.evidence(),), facts)


def _several(sheet: Sheet, known: Wanted) -> Iterator[Finding]:
    """Several servers side by side: right only where they do not know of each other."""
    if known.plan is not None and known.plan.redundancy is Redundancy.ACTIVE_PASSIVE:
        return
    for line in (0, *sheet.lines):
        entries = [entry for entry in sheet.servers(line) if entry.registers]
        if len(entries) >= 2:
            found = _one_too_many(entries, known)
            yield from _if_it_counted([found]) if line == 0 and sheet.shared_is_ignored else [found]


def _one_too_many(entries: Sequence[Entry], known: Wanted) -> Finding:
    extra = [placed for entry in entries[1:] for placed in entry.get("address")]
    name = f"{entries[1].prefix}.address"
    facts = {"parameter": name, "value": extra[0].shown, "keep": f"{entries[0].prefix}.address"}
    if all(known.is_planned(placed.value) for placed in extra):
        facts["repair"] = ""
    else:
        facts["left"] = told(_WHICH_REDUNDANCY)
    seen = tuple(one.evidence() for one in (*extra, *entries[0].get("address")))
    return Finding("config.address-list", name, seen, facts, variant="several-entries")


def _logging(sheet: Sheet) -> Iterator[Finding]:
    """Only where the files speak of logging at all: silence in normal service is no fault."""
    render = sheet.log("log.render", "level")
    dns, sip = (sheet.log("log.level.change", module) for module in ("dns", "sip"))
    wanted_at_all = _is_low(sip) or any(number(placed.value) == 0 for placed in render)
    for name, placed in ((RENDER, render), (DNS, dns)):
        high = [one for one in placed if (number(one.value) or 0) > DNS_LEVEL]
        if not placed and name == DNS and wanted_at_all:
            high = [*render, *sip]
        if high:
            yield Finding("config.dns-logging-off", name, _seen(high), {"parameter": name})
    if _is_low(dns) and not _is_low(sip):
        yield Finding("config.sip-logging-off", SIP, _seen([*sip, *dns][:1]), {"parameter": SIP})


def _is_low(placed: Sequence[Placed]) -> bool:
    return any(number(one.value) in {0, 1} for one in placed)


def _seen(placed: Iterable[Placed]) -> tuple[Evidence, ...]:
    return tuple(one.evidence() for one in placed)
