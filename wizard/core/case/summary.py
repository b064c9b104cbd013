"""The fix summary: everything that a technician hands over, told from one case.

The door to it: :func:`summarise` makes it, :func:`written` writes it in any form,
:func:`save_summary` saves it under :func:`default_name`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from wizard import __version__
from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.phrases import translated
from wizard.core.case.remembered import remembered, sentences
from wizard.core.case.summary_basis import based_on
from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_config import changed_files, healthy_files, unchecked_files
from wizard.core.case.summary_file import (
    Form,
    default_name,
    form_of,
    render_html,
    render_text,
    save_summary,
    written,
)
from wizard.core.case.summary_fixes import fixes, fixes_of_plan, planned, verify_steps
from wizard.core.case.summary_model import About, DoneStep, Summary
from wizard.core.case.summary_pictures import pictures
from wizard.core.case.summary_state import healthy, unchecked
from wizard.core.case.summary_verdict import Parts, verdict
from wizard.core.case.summary_words import long_time, parsed, short_time, spelled_out
from wizard.core.diagnosis.attempt import key_of
from wizard.core.plan.recipes import Product
from wizard.core.words import ENGLISH, Words, words

__all__ = [
    "TOOL",
    "Form",
    "Summary",
    "default_name",
    "for_outside",
    "form_of",
    "is_empty",
    "render_html",
    "render_text",
    "save_summary",
    "summarise",
    "this_moment",
    "written",
]

TOOL = "Handset Failover Wizard"
MOST = 30
"""Findings of one kind (causes, remarks, history) that a summary tells; more would hide the rest."""


def is_empty(case: Case) -> bool:
    """Whether there is nothing to report: no plan, no live check, no log, no configuration file."""
    return case.plan is None and case.report is None and not (case.logs or case.configurations)


def this_moment() -> str:
    """This moment, ISO 8601 with the time zone, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def summarise(
    case: Case,
    judge: Judge,
    now: str = "",
    product: Product = Product.WINDOWS,
    language: str = ENGLISH,
) -> Summary:
    """The summary of a case. ``now`` is ISO 8601 with the time zone; empty for this moment.

    ``language`` is one of :func:`~wizard.core.words.languages`; the judge has to know the same one.
    Its texts are fit to be shown: hidden characters are spelled out (but nothing is escaped).
    """
    now, said = now or this_moment(), words(language)
    moment = parsed(now) or datetime.now()
    judgement = judge.whole(case, moment)
    teller = Teller(case, judge.knowledge, now, said)
    for finding, proof in judge.logged(case, moment):
        if proof is not None:
            teller.proofs.setdefault(key_of(finding), set()).add(proof)
    kept = sentences(remembered(case, judge, moment), teller.names, moment, said)
    parts = Parts(teller, judgement, tuple(kept))
    told = parts.causes[:MOST]
    causes = teller.causes(told, judgement.findings)
    mends = fixes(causes, told, product, said)
    if case.plan is not None and parts.is_unasked:
        mends = (*mends, *fixes_of_plan(case.plan, product, said, len(causes)))
    by_log = {number: judge.log(case, log).findings for number, log in enumerate(case.logs)}
    shown = spelled_out(
        Summary(
            language=language,
            about=_about(case, now, said),
            product=product,
            verdict=verdict(parts, causes),
            causes=causes,
            remarks=teller.causes(parts.remarks[:MOST], judgement.findings),
            history=teller.causes(parts.history[:MOST], judgement.findings),
            fixes=mends,
            verify=verify_steps(case, parts.current, said, repaired=parts.changes_something),
            planned=planned(case, said),
            changed=changed_files(teller, judge),
            healthy=(*healthy_files(teller, judge), *healthy(teller, judgement.findings, by_log)),
            unchecked=(
                *_left_out(parts),
                *unchecked(teller, judgement.findings, moment),
                *unchecked_files(case, judge, said),
            ),
            based=tuple(based_on(teller)),
            trust=tuple(parts.trust(mends, product)),
            pictures=tuple(pictures(teller)),
            done=tuple(DoneStep(one.step, short_time(one.at, now, said)) for one in case.done),
        )
    )
    # As data it stays as it was: whoever writes it down escapes it.
    return replace(translated(shown), judged=(judge.knowledge, judgement))


def for_outside(summary: Summary) -> Summary:
    """The summary of a redacted case, which says that it is one."""
    as_seen = words(summary.language)("trust.cited")  # Not any more.
    trust = tuple(one for one in summary.trust if one != as_seen)
    return replace(summary, about=replace(summary.about, redacted=True), trust=trust)


def _left_out(parts: Parts) -> Iterator[str]:
    count = sum(max(len(group) - MOST, 0) for group in (parts.causes, parts.remarks, parts.history))
    if count:
        yield parts.teller.words.count("left-out.findings", count)


def _about(case: Case, made: str, said: Words) -> About:
    notes = _typed(case.notes).expandtabs(4).strip().splitlines()
    return About(
        site=_typed(case.site).strip(),
        technician=_typed(case.technician).strip(),
        notes=tuple(line.rstrip() for line in notes),
        made=long_time(made, said),
        tool=TOOL,
        version=__version__,
        practice=case.practice,
    )


def _typed(text: str) -> str:
    """Typed text without what word processors and emoji keyboards bring along unseen."""
    return text.replace("\u00a0", " ").replace("\ufe0f", "")
