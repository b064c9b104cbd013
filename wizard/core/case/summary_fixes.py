"""What is to be done: the fix of each cause in the chosen product, and how to see that it worked."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.core import names
from wizard.core.case.case import Case
from wizard.core.case.summary_model import Cause, Fix, Planned, PlannedServer, Procedure
from wizard.core.case.summary_words import listed
from wizard.core.finding import Finding
from wizard.core.handset.configuration import block, cms_fields
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import Product, Verified, recipe
from wizard.core.plan.recipes.recipe import RESTART
from wizard.core.plan.recipes.zonefile import zone_line
from wizard.core.plan.records import change_for, records_for
from wizard.core.plan.sentence import plan_sentence
from wizard.core.record import RecordChange

_BY_HAND = frozenset({Product.WINDOWS, Product.STATIC_CACHE})
"""Products whose undo is sentences, not commands."""
_BY_COMMAND = frozenset({Product.POWERSHELL, Product.DNSCMD})

_TESTED = "Our tests run these lines on the product itself."
_OLD_PLAN = "The plan has changed since. Run the live checks again to get the records for this fix."
_PLAN_TITLE = "Create the records of the plan"
_HANDSET_TITLE = "Configure the handset"
_HANDSET_STEP = (
    "Give the handset the configuration that stands under the plan below: as a file, or typed in CMS."
)

RESTART_WHY = (
    "Restart the handset. It remembers earlier DNS answers, also the answer that a name does not "
    "exist{for_long}, and does not see a repair before then."
)
_CHECK_AGAIN = "Run the live checks{again}.{expected}"
_EXPECTED = " Every DNS server must lead to {servers}."
_HOLD_KEYS = (
    "When the handset has started, hold its keys 1, 5 and 9 together until the tone. It uploads its log. "
    "Open {file} in the log review: it must show no failure."
)
_LEVELS = "For that, the handset's configuration needs log.render.level 0 and log.level.change.dns 1."
_FAILOVER = (
    "Test the failover at an agreed time: take {first} off the network and make a call. It is no fault "
    "if the handset stays with the next server for about an hour after {first} is back: by default it "
    "goes back when it renews its registration."
)


def fixes(causes: Sequence[Cause], findings: Sequence[Finding], product: Product) -> tuple[Fix, ...]:
    """One fix for every cause that no other one brings about. A change is written out once."""
    made: list[Fix] = []
    known: dict[RecordChange, str] = {}
    for cause, finding in zip(causes, findings, strict=True):
        if cause.follows:
            continue
        title = f"{cause.number}. {cause.title}"
        change = finding.change
        if change is None:
            made.append(Fix(title, cause.advice, note=_OLD_PLAN if cause.stale else ""))
        elif change in known:
            made.append(Fix(title, cause.advice, same_as=known[change]))
        else:
            known[change] = title
            made.append(Fix(title, cause.advice, procedure(product, change)))
    return tuple(made)


def fixes_of_plan(plan: Deployment, product: Product, after: int = 0) -> tuple[Fix, ...]:
    """What a plan asks for while nothing has been checked; numbered on from ``after``."""
    return (
        Fix(f"{after + 1}. {_PLAN_TITLE}", (), procedure(product, change_for(plan))),
        Fix(f"{after + 2}. {_HANDSET_TITLE}", (_HANDSET_STEP,)),
    )


def procedure(product: Product, change: RecordChange) -> Procedure:
    """The recipe; the restart is left to the summary's own steps, which say why."""
    made = recipe(product, change)
    return Procedure(
        title=made.title,
        steps=tuple(step for step in made.steps if step != RESTART),
        commands=made.commands,
        undo=tuple(line for line in made.undo if line != RESTART),
        undo_is_code=product not in _BY_HAND,
        in_file=product not in _BY_COMMAND,
        notes=made.notes,
        trust=_TESTED if made.verified is Verified.TESTED else "",
    )


def verify_steps(case: Case, findings: Sequence[Finding], *, repaired: bool) -> tuple[str, ...]:
    """How to see that the repair works; without a repair only the failover is left to test."""
    steps: list[str] = []
    if repaired:
        steps = [
            _restart(findings),
            _check_again(case),
            f"{_HOLD_KEYS.format(file=_log_file(case))} {_LEVELS}",
        ]
    plan = case.plan
    if plan is not None and len(plan.servers) > 1:
        steps.append(_FAILOVER.format(first=plan.in_order()[0].host))
    return tuple(steps)


def _restart(findings: Sequence[Finding]) -> str:
    seconds = {
        f.facts.get("seconds", "") for f in findings if f.code == "ttl.negative-cached" and not f.variant
    }
    for_long = f" (here for {seconds.pop()} seconds)" if len(seconds) == 1 else ", often for about an hour"
    return RESTART_WHY.format(for_long=for_long)


def _check_again(case: Case) -> str:
    asked = [chain.server.with_port for chain in case.report.chains] if case.report is not None else []
    plan = case.plan
    expected = ""
    if plan is not None:
        found = [f"{server.host} ({server.address}:{server.port})" for server in plan.in_order()]
        expected = _EXPECTED.format(servers=", then ".join(found))
    return _CHECK_AGAIN.format(again=f" again, against {listed(asked)}" if asked else "", expected=expected)


def _log_file(case: Case) -> str:
    macs = {log.review.mac for log in case.logs if log.review.mac}
    return f"{macs.pop()}-app.log" if len(macs) == 1 else "<MAC address>-app.log"


def planned(case: Case) -> Planned | None:
    """The plan with its records and the handset's configuration."""
    plan = case.plan
    if plan is None:
        return None
    lines = (zone_line(record) for record in records_for(plan))
    stale = (
        "What was copied or saved for the handset before differs from this. Use this one."
        if case.configuration_is_stale
        else ""
    )
    return Planned(
        name=plan.name,
        sentence=plan_sentence(plan),
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
