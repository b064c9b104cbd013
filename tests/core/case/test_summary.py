"""What a summary says: the whole text of one case, and what matters in every other one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.core.case.cases import (
    BROKEN_LOG,
    NAME,
    NOW,
    a_judge,
    broken,
    checked,
    live_broken,
    live_repaired,
    log_of,
    planned,
    repaired,
)
from wizard.core.case.case import Case
from wizard.core.case.summary import Summary, is_empty, render_text, summarise
from wizard.core.case.summary_model import Cause, Grade
from wizard.core.finding import Severity
from wizard.core.plan.draft import draft_of
from wizard.core.plan.recipes import Product
from wizard.core.record import Srv
from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED


def summary(case: Case, product: Product = Product.BIND, now: str = NOW) -> Summary:
    return summarise(case, a_judge(), now, product)


def codes(causes: tuple[Cause, ...]) -> list[str]:
    return [cause.code for cause in causes]


WRONG, FIX, DO, WORKS = "What is wrong", "How to fix it", "What to do", "How to see that it works"
PROOF, PICTURE = "What proves it", "How the handset finds its servers"
NOTICED, REPAIRED_SINCE, GOOD, OPEN = (
    "Also noticed",
    "Seen earlier, not any more",
    "What is in order",
    "What could not be checked",
)
PLAN, BASED, ABOUT = f"The plan for {NAME}", "What this is based on", "About this summary"


@pytest.mark.parametrize(
    ("case", "parts"),
    [
        (planned(logs=(broken(),)), [WRONG, FIX, WORKS, PROOF, NOTICED, GOOD, OPEN, PLAN, BASED, ABOUT]),
        (live_broken(), [WRONG, FIX, WORKS, PROOF, PICTURE, NOTICED, GOOD, OPEN, PLAN, BASED, ABOUT]),
        (
            replace(live_repaired(), logs=(broken(),)),
            [WORKS, PICTURE, NOTICED, REPAIRED_SINCE, GOOD, OPEN, PLAN, BASED, ABOUT],
        ),
        (planned(logs=(broken(), repaired())), [WORKS, REPAIRED_SINCE, GOOD, OPEN, PLAN, BASED, ABOUT]),
        (live_repaired(), [WORKS, PICTURE, GOOD, OPEN, PLAN, BASED, ABOUT]),
        (planned(), [DO, WORKS, OPEN, PLAN]),
        (Case(logs=(log_of("hello\nworld\n", "notes.txt"),)), [WRONG, FIX, PROOF, OPEN, BASED, ABOUT]),
        (Case(), [OPEN]),
    ],
    ids=["log", "live", "mended", "repaired", "good", "plan", "not a log", "empty"],
)
def test_the_parts_of_every_case(case: Case, parts: list[str]):
    lines = render_text(summary(case)).splitlines()
    headings = [
        line for line, under in pairwise(lines) if under and set(under) <= {"-"} and len(under) == len(line)
    ]
    assert headings == ["Verdict", *parts]


# The verdict


def test_a_fault_of_both_is_told_once_with_all_who_saw_it():
    case = replace(live_broken(), logs=(broken(),))
    said = summary(case)
    assert said.verdict.grade is Grade.FAILED
    assert said.verdict.word == "Critical"
    assert said.verdict.sentence == f"{NAME} does not exist in DNS."
    assert codes(said.causes) == ["name.missing", "registration.failed-locally"]
    cause, consequence = said.causes
    assert cause.seen == (
        f"Seen in the log {BROKEN_LOG} at lines 10 to 12, 15, 19 to 21, 24, 29 to 31 and 34, "
        "and in live DNS answers of 10:41 from 10.225.2.5:53."
    )
    assert consequence.follows == cause.title
    assert said.verdict.details == (f"{consequence.title}.",)


def test_evidence_is_cited_as_it_was():
    (log, dns) = summary(replace(live_broken(), logs=(broken(),))).causes[0].quotes
    assert log.where == BROKEN_LOG
    lines = broken().text.splitlines()
    assert [cited.text for cited in log.lines] == [lines[cited.line - 1] for cited in log.lines]
    assert (log.lines[0].line, log.lines[-1].line) == (10, 34)
    assert dns.where == "DNS server 10.225.2.5:53, 10:41"
    assert [cited.line for cited in dns.lines] == [0, 0, 0]


def test_a_check_of_another_day_says_which():
    case = checked(planned(), BROKEN, started="2026-11-20T09:05:00+01:00")
    assert "of 20 November 2026, 09:05 from" in summary(case).causes[0].seen
    abroad = checked(planned(), BROKEN, started="2026-11-22T09:41:00+00:00")
    assert "of 22 November 2026, 09:41 UTC+00:00 from" in summary(abroad).causes[0].seen


def test_seen_in_the_log_not_any_more():
    said = summary(replace(live_repaired(), logs=(broken(),)))
    assert said.verdict.grade is Grade.OK
    assert said.verdict.sentence == (
        f"DNS leads to the SIP servers for {NAME}: piper.eslab.local (10.225.2.31:5060), "
        "then piper2.eslab.local (10.225.2.32:5060)."
    )
    assert said.causes == ()
    assert said.fixes == ()
    assert codes(said.history) == ["name.missing", "registration.failed-locally"]
    assert said.history[0].seen.endswith("Not any more: DNS answers now (10.225.2.5:53, 10:41).")
    assert said.history[1].seen.endswith("The handset has not been seen registering since.")
    assert any("Not any more: DNS answers now" in detail for detail in said.verdict.details)
    assert said.verify[0].startswith("Restart each handset.")


def test_repaired_by_a_later_log():
    said = summary(planned(logs=(broken(), repaired())))
    assert said.verdict.grade is Grade.OK
    assert "Not any more: a later log of this handset" in said.history[0].seen
    assert said.verify != ()
    assert not said.verify[0].startswith("Restart"), "the handset has been seen registering"


def test_warnings_beside_a_good_verdict_are_no_plain_ok():
    zeros = tuple(replace(record, ttl=0) if isinstance(record.data, Srv) else record for record in REPAIRED)
    said = summary(checked(planned(), zeros))
    assert (said.verdict.grade, said.verdict.word) == (Grade.WARNING, "OK, with warnings")
    assert codes(said.causes) == ["ttl.zero"]
    assert said.causes[0].severity is Severity.WARNING
    assert said.verdict.details[0] == "1 warning is listed below."


def test_several_faults_come_in_order_of_gravity():
    odd = tuple(
        replace(record, ttl=0, data=replace(record.data, priority=1))
        if isinstance(record.data, Srv)
        else record
        for record in REPAIRED
    )
    said = summary(checked(planned(), odd, closed_first=1))
    ranks = [cause.severity.rank for cause in said.causes if not cause.follows]
    assert len(ranks) > 2
    assert ranks == sorted(ranks, reverse=True)
    assert [cause.number for cause in said.causes] == list(range(1, len(said.causes) + 1))
    assert "listed below." in said.verdict.details[-1]


def test_a_good_but_stale_check_is_out_of_date():
    said = summary(replace(live_repaired(), draft=draft_of(replace(LAB_PLAN, ttl=60))))
    assert (said.verdict.grade, said.verdict.word) == (Grade.WARNING, "Out of date")


def test_a_stale_fault_says_so_and_offers_no_old_records():
    said = summary(replace(live_broken(), draft=draft_of(replace(LAB_PLAN, ttl=60))))
    assert said.causes[0].stale
    assert said.fixes[0].procedure is None
    assert "Run the live checks again" in said.fixes[0].note
    assert any("is out of date" in line for line in said.unchecked)


def test_nothing_that_can_be_judged():
    said = summary(planned(logs=(log_of("1028091154|tickt|*|00|m_validUntil [0]\n"),)))
    assert said.verdict.grade is Grade.UNKNOWN
    assert any("shows no search for SIP servers" in line for line in said.unchecked)


@pytest.mark.parametrize(
    ("case", "empty"),
    [(Case(), True), (Case(site="x", notes="y"), True), (planned(), False), (live_broken(), False)],
)
def test_what_is_empty(case: Case, empty: bool):
    assert is_empty(case) is empty
    assert (summary(case).verdict.word == "Empty") is empty


def test_nothing_is_cited_of_an_empty_log():
    case = Case(logs=(log_of("", "empty.log"),))
    (cause,) = summarise(case, a_judge(), now=NOW).causes
    assert cause.seen == "Seen in the log empty.log."
    assert cause.quotes == ()
