"""Which logs are open and which one is shown, without a window."""

from __future__ import annotations

from dataclasses import replace

from tests.gui.pages.log_window import FAILED, JUDGE, SUCCESSFUL
from wizard.core.case.case import Case, LogFile
from wizard.core.case.reading import reading_of, unjudged
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.plan.draft import Draft, Option
from wizard.core.plan.typed import DraftServer
from wizard.gui.pages.log_shelf import FOLDER, LogShelf, most_telling, with_logs
from wizard.gui.widgets.log_tabs import LogTab


def log(name: str, text: str = "", *, whole: bool = True) -> LogFile:
    text = text or SUCCESSFUL.read_text()
    return LogFile(text, review(LogText(name, text)), is_whole=whole)


def shelf(*logs: LogFile, shown: str) -> LogShelf:
    made = LogShelf(JUDGE.knowledge)
    made.shown = shown
    made.take(with_logs(logs, Case()))
    return made


def closed(one: LogShelf, name: str) -> None:
    found = one.named(name)
    assert found is not None
    one.take(one.close(found))


def test_the_log_beside_a_closed_one_is_shown() -> None:
    one = shelf(log("a"), log("b"), log("c"), shown="b")
    closed(one, "b")
    assert one.shown == "c"
    closed(one, "c")
    assert one.shown == "a"
    closed(one, "a")
    assert (one.shown, one.is_empty()) == ("", True)


def test_closing_another_log_changes_nothing_that_is_shown() -> None:
    one = shelf(log("a"), log("b"), shown="b")
    closed(one, "a")
    assert one.shown == "b"


def test_after_the_last_log_comes_the_folder() -> None:
    one = shelf(log("a"), shown="a")
    one.has_folder = True
    closed(one, "a")
    assert one.shows_folder()
    one.has_folder = False
    one.show_last()
    assert one.is_empty()


def test_a_closed_log_comes_back_in_its_place_with_its_bookmarks_beside_what_came_later() -> None:
    one = shelf(log("a"), log("b"), shown="a")
    one.take(one.case.with_bookmark("a", 7, wanted=True))
    closed(one, "a")
    one.take(one.case.with_log(log("later")))
    assert one.can_bring_back
    back = one.bring_back()
    assert back is not None
    assert [each.review.name for each in back.logs] == ["a", "b", "later"]
    assert back.marked_lines("a") == (7,)
    assert one.shown == "a"
    assert one.bring_back() is None


def test_a_very_long_log_gives_its_memory_back_at_once() -> None:
    one = shelf(log("a", whole=False), shown="a")
    closed(one, "a")
    assert not one.can_bring_back
    assert one.bring_back() is None


def test_what_was_judged_by_another_plan_is_judged_again() -> None:
    first, second = log("a", FAILED.read_text()), log("b")
    one = shelf(first, second, shown="a")
    one.keep(reading_of(one.case, first, JUDGE))
    assert one.reading(first) is not None
    assert one.unjudged() is second
    servers = (DraftServer("sip1", "10.1.1.1"), DraftServer("sip2", "10.1.1.2"))
    draft = Draft(option=Option.EXISTING_DOMAIN, domain="example.com", servers=servers)
    one.take(replace(one.case, draft=draft))
    assert one.case.plan is not None
    assert one.reading(first) is None
    assert one.unjudged() is first


def test_whoever_goes_to_another_log_while_one_is_read_stays_there() -> None:
    one = shelf(log("a"), shown="a")
    one.begin("long", unjudged(log("long")))
    assert one.shows_first_lines()
    one.shown = "a"
    before, further = one.first_lines, unjudged(log("long"))
    assert one.begin("long", further) is before
    assert one.shown == "a"
    assert one.first_lines is further
    assert [tab.name for tab in one.tabs(LogTab(FOLDER))] == [FOLDER, "a", "long"]


def test_first_lines_whose_log_never_came_give_way_to_what_was_there() -> None:
    one = shelf(log("a"), shown="a")
    one.begin("long", unjudged(log("long")))
    one.take(one.case.with_bookmark("a", 1, wanted=True))
    assert one.shown == "long"  # Another page's change of the case does not end it.
    first = one.first_lines
    assert one.drop_first_lines() is first
    assert one.end() is None
    assert one.shown == "a"


def test_of_logs_opened_at_once_the_gravest_is_looked_at_first() -> None:
    texts = {
        "good": SUCCESSFUL.read_text(),
        "bad": FAILED.read_text(),
        "bad too": FAILED.read_text(),
        "good too": SUCCESSFUL.read_text(),
        "notes.txt": "no log at all\n",
    }
    logs = {name: log(name, text) for name, text in texts.items()}
    readings = {name: reading_of(Case(logs=(one,)), one, JUDGE) for name, one in logs.items()}

    def first(*names: str) -> str:
        chosen = most_telling([readings[name] for name in names], JUDGE.knowledge)
        return chosen.log.review.name

    assert first(*texts) == "bad too"
    assert first("good", "good too", "notes.txt") == "good too"
    assert first("notes.txt") == "notes.txt"
