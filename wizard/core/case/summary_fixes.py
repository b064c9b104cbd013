"""What is to be done: the fix of each cause in the chosen product, and how to see that it worked."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.core import names
from wizard.core.about import told
from wizard.core.case.case import Case
from wizard.core.case.summary_model import Cause, Dialog, Fix, Planned, PlannedServer, Procedure
from wizard.core.case.summary_words import first_in_order
from wizard.core.finding import Finding
from wizard.core.handset.configuration import block, cms_fields
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.doubts import ALONE, doubts
from wizard.core.plan.recipes import DialogRecord, Product, Verified, recipe
from wizard.core.plan.recipes.placing import shown
from wizard.core.plan.recipes.recipe import RESTART
from wizard.core.plan.recipes.zonefile import zone_line
from wizard.core.plan.records import change_for, records_for
from wizard.core.plan.sentence import plan_sentence
from wizard.core.record import RecordChange
from wizard.core.words import Words

_BY_HAND = frozenset({Product.WINDOWS, Product.STATIC_CACHE})
"""Products whose undo is sentences, not commands."""
_BY_COMMAND = frozenset({Product.POWERSHELL, Product.DNSCMD})


def fixes(
    causes: Sequence[Cause], findings: Sequence[Finding], product: Product, words: Words
) -> tuple[Fix, ...]:
    """One fix for every cause that no other one brings about. A change is written out once."""
    made: list[Fix] = []
    known: dict[RecordChange, str] = {}
    for cause, finding in zip(causes, findings, strict=True):
        if cause.follows:
            continue
        title = words("fix.title", number=cause.number, title=cause.title)
        change = finding.change
        if change is None:
            made.append(Fix(title, cause.advice, note=words("fix.old-plan") if cause.stale else ""))
        elif change in known:
            made.append(Fix(title, cause.advice, same_as=known[change]))
        else:
            known[change] = title
            made.append(Fix(title, cause.advice, procedure(product, change, words)))
    return tuple(made)


def fixes_of_plan(plan: Deployment, product: Product, words: Words, after: int = 0) -> tuple[Fix, ...]:
    """What a plan asks for while nothing has been checked; numbered on from ``after``."""
    return (
        Fix(
            words("fix.title", number=after + 1, title=words("fix.plan")),
            (),
            procedure(product, change_for(plan), words),
        ),
        Fix(words("fix.title", number=after + 2, title=words("fix.handset")), (words("fix.handset-step"),)),
    )


def procedure(product: Product, change: RecordChange, words: Words) -> Procedure:
    """The recipe; the restart is left to the summary's own steps, which say why."""
    made = recipe(product, change)
    return Procedure(
        title=made.title,
        steps=tuple(step for step in made.steps if step != told(RESTART)),
        commands=made.commands,
        undo=tuple(line for line in made.undo if line != told(RESTART)),
        undo_is_code=product not in _BY_HAND,
        in_file=product not in _BY_COMMAND,
        notes=made.notes,
        trust=words("fix.tested") if made.verified is Verified.TESTED else "",
        dialogs=tuple(_dialog(one) for one in made.dialogs.values()),
    )


def _dialog(one: DialogRecord) -> Dialog:
    fields = tuple((label, shown(value)) for label, value in one.fields)
    return Dialog(one.step, one.opening, fields, one.closing)


def verify_steps(case: Case, findings: Sequence[Finding], words: Words, *, repaired: bool) -> tuple[str, ...]:
    """How to see that the repair works; without a repair only the failover is left to test."""
    steps: list[str] = []
    if repaired:
        file, handsets = _log_file(case, words), max(len(_macs(case)), 1)
        # Without a log nobody knows which handset it is, or how many there are.
        log = (
            words.count("verify.log", handsets, file=file)
            if case.logs
            else words("verify.log-of-any", file=file)
        )
        steps = [_restart(findings, words), _check_again(case, words), log]
    plan = case.plan
    if plan is not None and len(plan.servers) > 1:
        steps.append(words("verify.failover", first=plan.in_order()[0].host))
    return tuple(steps)


def _restart(findings: Sequence[Finding], words: Words) -> str:
    seconds = {
        f.facts.get("seconds", "") for f in findings if f.code == "ttl.negative-cached" and not f.variant
    }
    if len(seconds) == 1:
        return words("verify.restart-seconds", seconds=seconds.pop())
    return words("verify.restart")


def _check_again(case: Case, words: Words) -> str:
    asked = [chain.server.with_port for chain in case.report.chains] if case.report is not None else []
    check = words("verify.check-again", servers=words.listed(asked)) if asked else words("verify.check")
    plan = case.plan
    if plan is None:
        return check
    found = [f"{server.host} ({server.address}:{server.port})" for server in plan.in_order()]
    return words("verify.expected", check=check, servers=first_in_order(found, words))


def _macs(case: Case) -> set[str]:
    """The handsets of the logs, as far as these name them."""
    return {log.review.mac for log in case.logs if log.review.mac}


def _log_file(case: Case, words: Words) -> str:
    macs = _macs(case)
    return f"{macs.pop() if len(macs) == 1 else words('verify.mac')}-app.log"


def planned(case: Case, words: Words) -> Planned | None:
    """The plan with its records and the handset's configuration."""
    plan = case.plan
    if plan is None:
        return None
    lines = (zone_line(record) for record in records_for(plan))
    doubtful = [doubt.in_words(words) for doubt in doubts(plan) if doubt.key != ALONE]
    stale = words("stale.plan") if case.configuration_is_stale else ""
    return Planned(
        name=plan.name,
        sentence=" ".join((plan_sentence(plan, words), *doubtful)),
        servers=tuple(
            PlannedServer(s.host, s.address, s.port, s.priority, s.weight) for s in plan.in_order()
        ),
        zone=plan.domain,
        zone_lines=tuple(line for line in lines if line is not None),
        xml_lines=tuple(block(plan, case.handset).splitlines()),
        cms=cms_fields(plan, case.handset),
        stale=stale,
    )


def looks_for_plan(case: Case) -> bool:
    """Whether the live check looked for the plan's own name."""
    plan, report = case.plan, case.report
    return plan is not None and report is not None and names.same(plan.name, report.lookfor.address)
