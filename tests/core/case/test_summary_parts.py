"""The parts of a summary: what is to be done, what was planned, what is known and what is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tests.core.case.cases import (
    BROKEN_LOG,
    NAME,
    NOW,
    REPAIRED_LOG,
    a_judge,
    broken,
    checked,
    lacking,
    live_broken,
    live_repaired,
    log_of,
    planned,
    repaired,
)
from wizard.core.case.case import Case, CheckDraft, LogFile
from wizard.core.case.summary import Summary, render_html, render_text, summarise
from wizard.core.case.summary_fixes import fixes
from wizard.core.case.summary_model import Cause
from wizard.core.dns.answer import Outcome
from wizard.core.finding import Finding, Severity
from wizard.core.handset.configuration import block
from wizard.core.log.line import LogLine
from wizard.core.plan.deployment import SipServer
from wizard.core.plan.draft import Draft, draft_of
from wizard.core.plan.recipes import Product, products, recipe
from wizard.core.plan.records import change_for
from wizard.core.plan.typed import DraftServer
from wizard.core.record import Srv
from wizard.core.sip.outcome import Endpoint, Probe
from wizard.core.sip.outcome import Outcome as SipOutcome
from wizard.core.words import words
from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED


def summary(case: Case, product: Product = Product.BIND, now: str = NOW) -> Summary:
    return summarise(case, a_judge(), now, product)


def codes(causes: tuple[Cause, ...]) -> list[str]:
    return [cause.code for cause in causes]


# The fix


@pytest.mark.parametrize("product", Product)
def test_the_fix_is_the_recipe_of_the_product(product: Product):
    said = summary(live_broken(), product)
    made = recipe(product, lacking())
    (fix,) = said.fixes
    assert fix.title == f"1. {said.causes[0].title}"
    assert fix.steps == said.causes[0].advice
    assert fix.procedure is not None
    assert fix.procedure.commands == made.commands
    assert fix.procedure.title == products()[product]
    assert set(fix.procedure.steps) <= set(made.steps)
    assert len(made.steps) - len(fix.procedure.steps) == 1, "the restart alone is left to the last part"
    assert set(fix.procedure.undo) <= set(made.undo)
    assert fix.procedure.undo
    if fix.procedure.undo_is_code:
        assert fix.procedure.undo == made.undo


@pytest.mark.parametrize("product", Product)
def test_windows_was_not_run_by_us(product: Product):
    said = summary(live_broken(), product)
    windows = product in {Product.WINDOWS, Product.POWERSHELL, Product.DNSCMD}
    assert any("did not run them on a Windows server" in line for line in said.trust) is windows


def test_the_same_change_is_written_out_once():
    change = change_for(LAB_PLAN)
    findings = [Finding("name.missing", f"{number}.eslab.local", change=change) for number in range(3)]
    causes = [
        Cause(number, "name.missing", Severity.ERROR, "Error", f"Title {number}", "", "", (), "", "")
        for number in range(1, 4)
    ]
    first, *others = fixes(causes, findings, Product.BIND, words())
    assert first.procedure is not None
    assert [(fix.procedure, fix.same_as) for fix in others] == [(None, "1. Title 1")] * 2


def test_a_plan_alone_asks_for_records_and_configuration():
    records, handset = summary(planned(), Product.BIND).fixes
    assert records.procedure is not None
    assert records.procedure.commands == recipe(Product.BIND, change_for(LAB_PLAN)).commands
    assert handset.procedure is None
    assert "configuration" in handset.steps[0]
    assert summary(planned()).verify[1].startswith("Run the live checks. ")


def test_a_consequence_has_no_fix_of_its_own():
    said = summary(planned(logs=(broken(),)))
    assert len(said.causes) == 2
    assert len(said.fixes) == 1


def test_a_consequence_names_the_cause_of_its_own_handset_and_stands_behind_it():
    """Two handsets that look for two names, and neither is in DNS."""
    other = "testserver.other.example"
    there = log_of(broken().text.replace(NAME, other).replace("1512", "1513"), "0004f2a1b2c4-app.log")
    third = log_of(broken().text.replace("1512", "1514"), "0004f2a1b2c5-app.log")
    for logs in ((broken(), there, third), (there, third, broken())):
        said = summary(Case(logs=logs))
        pairs = zip(said.causes[::2], said.causes[1::2], strict=True)
        for cause, consequence in pairs:
            assert (cause.code, consequence.code) == ("name.missing", "registration.failed-locally")
            assert consequence.follows == cause.title
            (name,) = (one for one in (NAME, other) if one in cause.title)
            assert name in consequence.title
            assert ("User 1513 could" in consequence.title) is (name == other)
        users = {"Users 1512, 1514 could", "Users 1514, 1512 could"}
        assert sum(user in cause.title for user in users for cause in said.causes) == 1


def test_what_is_to_be_done_to_several_handsets_is_said_of_all_of_them():
    other = log_of(broken().text, "0004f2a1b2c4-app.log")
    one, both = summary(planned(logs=(broken(),))).verify, summary(planned(logs=(broken(), other))).verify
    assert one[0] == both[0]
    assert one[0].startswith("Restart each handset. ")
    assert one[2].startswith("When the handset has started, ")
    assert both[2].startswith("On each handset, ")
    assert "<MAC address>-app.log" in both[2]
    none = summary(planned()).verify
    assert none[2].startswith("When a handset has started, ")


def test_twenty_missing_records_are_one_cause_with_one_recipe():
    more = tuple(SipServer(f"pbx{n}.eslab.local", f"10.225.3.{n}", 5060, n + 10, 10) for n in range(1, 21))
    plan = replace(LAB_PLAN, servers=(*LAB_PLAN.servers, *more))
    said = summary(checked(Case(draft=draft_of(plan)), REPAIRED))
    (cause,), (fix,) = said.causes, said.fixes
    assert cause.title.startswith("20 SRV records are missing at ")
    assert fix.procedure is not None
    assert all(any(server.host in line for line in fix.procedure.commands) for server in more)
    assert len(said.verify[1]) < 400  # The plan below names all of them.


def _refused_first(case: Case) -> Case:
    """The case in which the first DNS server refused every question."""
    assert case.report is not None
    first, *rest = case.report.chains
    answers = tuple(replace(answer, outcome=Outcome.REFUSED) for answer in first.answers)
    chains = (replace(first, answers=answers), *rest)
    return replace(case, report=replace(case.report, chains=chains))


def test_the_verdict_speaks_of_its_own_consequences_alone():
    """An unplanned target follows from the doubled name, not from the dead DNS server."""
    doubled = tuple(
        replace(record, data=replace(record.data, target=f"{record.data.target}.eslab.local"))
        if isinstance(record.data, Srv) and record.data.target.startswith("piper2")
        else record
        for record in REPAIRED
    )
    said = summary(_refused_first(checked(planned(), doubled, closed_first=1)))
    assert said.causes[0].code == "dns.refused"
    assert [cause.code for cause in said.causes if cause.follows]
    assert not any("piper2" in detail for detail in said.verdict.details)


def test_inferred_and_vendor_are_told_apart():
    said = summary(checked(planned(), REPAIRED, BROKEN))
    differ = next(cause for cause in said.causes if cause.code == "dns.servers-differ")
    assert differ.stands_on.startswith("Inferred, not stated by the vendor: RFC 1034")
    assert any(line.startswith("“Inferred” means") for line in said.trust)
    missing = next(cause for cause in said.causes if cause.code == "name.missing")
    assert missing.stands_on.startswith("Vendor: CS-14-17")


def test_how_to_verify_names_servers_log_and_reason():
    said = summary(replace(live_broken(), logs=(broken(),)))
    restart, again, keys, failover = said.verify
    assert "for 3600 seconds" in restart
    assert again.startswith("Run the live checks again, against 10.225.2.5:53.")
    assert "piper.eslab.local (10.225.2.31:5060), then piper2.eslab.local" in again
    assert "1, 5 and 9" in keys
    assert "0004f2a1b2c3-app.log" in keys
    assert "take piper.eslab.local off the network" in failover


# The plan


def test_the_plan_is_there_with_records_xml_and_cms():
    said = summary(planned()).planned
    assert said is not None
    assert said.sentence == "All handsets use piper; when it fails, piper2."
    assert [server.host for server in said.servers] == ["piper.eslab.local", "piper2.eslab.local"]
    assert said.zone_lines[0].startswith("testserver.eslab.local. 3600 IN NAPTR 10 10")
    assert len(said.zone_lines) == 5
    assert "\n".join(said.xml_lines) + "\n" == block(LAB_PLAN, Case().handset)
    assert dict(said.cms)["Server Address"] == NAME


def test_what_was_copied_before_is_marked_when_the_plan_has_changed():
    case = planned(taken=(replace(LAB_PLAN, subdomain="sip"), Case().handset))
    said = summary(case).planned
    assert said is not None
    assert said.stale
    fresh = summary(planned(taken=(LAB_PLAN, Case().handset))).planned
    assert fresh is not None
    assert not fresh.stale


def test_an_incomplete_plan_is_said_not_guessed():
    half = Draft(domain="eslab.local", servers=(DraftServer("piper", "10.225.2.31"),))
    said = summary(Case(draft=half, logs=(broken(),)))
    assert said.planned is None
    assert any("not complete (1 field to mend)" in line for line in said.unchecked)


# What is in order, what is not known


def test_what_is_in_order_names_who_showed_it():
    said = summary(replace(live_repaired(), logs=(repaired(),)))
    assert said.healthy[0].startswith(
        "DNS server 10.225.2.5:53 leads to piper.eslab.local (10.225.2.31:5060)"
    )
    assert any(line.startswith(f"In the log {REPAIRED_LOG}, lines 51 to 61") for line in said.healthy)


def test_a_fault_is_not_called_in_order():
    for case in (live_broken(), planned(logs=(broken(),))):
        assert not any("leads to" in line or "found" in line for line in summary(case).healthy)


def test_a_silent_server_is_named_with_its_reason():
    said = summary(checked(planned(), REPAIRED, closed=1))
    silent = [
        line for line in said.unchecked if line.startswith("DNS server 10.225.2.6:53 gave no usable answer")
    ]
    assert len(silent) == 1
    assert "to 2 of 2 questions" in silent[0]
    assert "port closed" in silent[0]
    assert "1 more question was not sent to 10.225.2.6:53, which had not answered." in said.unchecked
    assert not any("10.225.2.6" in line for line in said.healthy)


def test_a_server_that_fell_silent_is_named_with_what_it_was_not_asked():
    case = checked(planned(), BROKEN)
    (chain,) = case.report.chains
    further = (
        replace(found, answer=replace(found.answer, outcome=Outcome.NOT_ASKED)) for found in chain.further
    )
    case = replace(case, report=replace(case.report, chains=(replace(chain, further=tuple(further)),)))
    (chain,) = case.report.chains
    said = f"DNS server 10.225.2.5:53 fell silent before {chain.left_out} further questions could be asked."
    assert said in summary(case).unchecked


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (planned(logs=(broken(),)), "No live check was made. DNS was not asked."),
        (
            live_broken(),
            "No log of a handset is in this case. What the handset itself did is not known.",
        ),
        (
            live_broken(),
            "Only one DNS server was asked. If the handset has a second one, check that as well.",
        ),
        (live_broken(), "The SIP servers were not asked whether they answer."),
        (Case(logs=(broken(),)), "There is no plan. What DNS holds was not compared with what is intended."),
    ],
)
def test_what_is_not_known_is_said(case: Case, sentence: str):
    assert sentence in summary(case).unchecked


def test_a_cancelled_check_is_not_complete():
    case = live_broken()
    assert case.report is not None
    said = summary(replace(case, report=replace(case.report, cancelled=True)))
    assert "The live check of 10:41 was cancelled before it was complete." in said.unchecked


def test_a_check_for_another_name_is_told():
    other = checked(planned(checks=CheckDraft(address="other.eslab.local")), BROKEN)
    expected = f"The live check looked for other.eslab.local, not for {NAME}, the name of the plan."
    assert expected in summary(other).unchecked


def test_a_log_without_dates_only_seems_to_be_older():
    undated = "\n".join(line.partition("|")[2] for line in broken().text.splitlines())
    said = summary(replace(live_repaired(), logs=(log_of(undated, BROKEN_LOG),)))
    assert any("bear no date" in line for line in said.unchecked)
    dated = summary(replace(live_repaired(), logs=(broken(),)))
    assert not any("bear no date" in line for line in dated.unchecked)


# Who, where, when


class Untouched(tuple[LogLine, ...]):
    """Lines of a log that nobody may go through: a long one has millions, and they take minutes."""

    __slots__ = ()

    def __iter__(self) -> Iterator[LogLine]:
        raise AssertionError("all lines were read")


@pytest.mark.parametrize(
    ("holes", "words"),
    [
        ((), ""),
        ((3,), "line 3"),
        ((3, 4, 5, 9), "lines 3 to 5 and 9"),
        (range(1, 1700, 2), "850 lines, the first of them line 1"),
        (range(2, 4000, 2), "1,000 lines or more, the first of them line 2"),
    ],
)
def test_where_a_log_has_holes_is_told_without_reading_it_again(holes: Sequence[int], words: str):
    missed = dict.fromkeys(holes, "07")
    text = "".join(f"1028091204|so   |2|{missed.get(n, '00')}|noise\n" for n in range(1, 5000))
    log = log_of(text)
    searched = replace(broken().review, lines=Untouched(log.review.lines), facts=log.review.facts)
    said = summary(Case(logs=(LogFile("", searched),))).unchecked
    wanted = f"The log {searched.name} has holes ({words}). What happened there is not known."
    assert [one for one in said if "has holes" in one] == ([wanted] if words else [])


def test_folders_of_logs_are_nobodys_business():
    case = Case(logs=(log_of(broken().text, "C:\\Users\\rn\\0004f2a1b2c3-app.log"),))
    text = render_text(summary(case))
    assert "0004f2a1b2c3-app.log" in text
    assert "Users" not in text


def test_two_logs_of_one_name_are_told_apart():
    one, other = log_of(broken().text, "/logs/monday/a.log"), log_of("hello\n", "/logs/tuesday/a.log")
    text = render_text(summary(Case(logs=(one, other))))
    assert "monday/a.log" in text
    assert "tuesday/a.log" in text
    assert "/logs/" not in text


def test_who_where_and_when():
    case = planned(site=" Aarhus ", technician="R.\u00a0Nilsen", notes="One.\n\n  Two.\tx\n", practice=True)
    about = summary(case).about
    assert (about.site, about.technician, about.practice) == ("Aarhus", "R. Nilsen", True)
    assert about.notes == ("One.", "", "  Two.  x")
    assert about.made == "22 November 2026, 10:45 (UTC+01:00)"


def test_without_a_time_it_is_now():
    assert "202" in summarise(planned(), a_judge()).about.made
    assert summary(planned(), now="soon").about.made == "soon"


def test_recorded_answers_are_never_called_live() -> None:
    case = live_broken()
    assert case.report is not None
    recorded = replace(case, report=replace(case.report, recorded="customer.json"))
    said = summarise(recorded, a_judge(), NOW)
    assert "are recorded ones, from customer.json. No DNS server was asked" in "\n".join(said.unchecked)
    assert "Where the answers were recorded is not known." in "\n".join(said.unchecked)
    assert said.causes[0].seen.startswith("Seen in recorded DNS answers of ")
    assert "live check" not in "\n".join(said.unchecked).lower()
    other = replace(recorded, draft=replace(recorded.draft, subdomain="other"))
    said = summarise(other, a_judge(), NOW)
    assert "The recorded answers are about another plan or target than this case has." in said.unchecked
    assert said.causes[0].stale.startswith("These answers are recorded ones")


def test_recorded_answers_that_mend_a_log_do_not_answer_now() -> None:
    case = live_repaired().with_log(broken())
    assert case.report is not None
    recorded = replace(case, report=replace(case.report, recorded="customer.json"))
    said = summarise(recorded, a_judge(), NOW)
    assert any("DNS answered (" in one.seen for one in said.history)
    assert not any("answers now" in one.seen for one in said.history)


# The pictures


def test_dns_servers_that_say_the_same_share_a_picture() -> None:
    assert summary(planned()).pictures == ()
    (one,) = summary(checked(planned(), REPAIRED, REPAIRED)).pictures
    assert one.where.startswith("By the answers of 10.225.2.5:53 and 10.225.2.6:53, ")
    assert len(summary(checked(planned(), BROKEN, REPAIRED)).pictures) == 2


def test_a_silent_sip_server_shows_in_the_picture() -> None:
    case = live_repaired()
    assert case.report is not None
    dead = Probe(Endpoint("piper.eslab.local", "10.225.2.31", 5060, "udp"), NAME, SipOutcome.NO_REPLY)
    case = replace(case, report=replace(case.report, probes=(dead,), probed=NOW))
    html = render_html(summary(case))
    assert "found in DNS; SIP: no reply" in html
    assert html.count("<style>") == 1


def test_recorded_answers_are_drawn_as_recorded() -> None:
    case = live_broken()
    assert case.report is not None
    recorded = replace(case, report=replace(case.report, recorded="customer.json"))
    assert summary(recorded).pictures[0].where.startswith("As recorded from ")


def test_what_is_doubtful_in_a_plan_is_handed_over_with_it():
    draft = planned().draft
    servers = (replace(draft.servers[0], address="127.0.0.1"), *draft.servers[1:])
    doubtful = replace(planned(), draft=replace(draft, servers=servers))
    doubt = "127.0.0.1 is loopback: every handset would look for that server in itself."
    alone = summary(doubtful)
    assert alone.verdict.details[0].startswith(doubt)
    for said in (alone, summary(checked(doubtful, BROKEN))):
        assert said.planned is not None
        assert doubt in said.planned.sentence
        for text in (render_text(said), render_html(said)):
            assert "127.0.0.1 is loopback" in " ".join(text.split())
    assert "loopback" not in render_text(summary(planned()))
