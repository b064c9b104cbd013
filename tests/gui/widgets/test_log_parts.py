"""The smaller parts of the log page."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.core.log.reading import by_engine
from wizard.core import knowledge
from wizard.core.case.case import LogFile
from wizard.core.case.reading import unjudged
from wizard.core.log.lineset import LineSet
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.log.stored import Kept, StoredLines
from wizard.core.trace.attempts import Attempt, Ending
from wizard.gui.theme import Role
from wizard.gui.widgets.attempt_list import AttemptList, first_line, outcome
from wizard.gui.widgets.filter_bar import MOST_CHIPS, FilterBar
from wizard.gui.widgets.line_words import meaning_of
from wizard.gui.widgets.log_find import step
from wizard.gui.widgets.log_tabs import short_names
from wizard.gui.widgets.log_toolbar import LogToolbar
from wizard.gui.widgets.log_verdict import AttemptStrip
from wizard.paths import resource


@pytest.mark.parametrize(
    ("shown", "total", "text"),
    [
        (0, 0, "0 lines"),
        (1, 1, "1 line"),
        (2, 2, "2 lines"),
        (1, 2, "1 of 2 lines"),
        (5, 1234, "5 of 1,234 lines"),
    ],
)
def test_lines_are_counted_in_words(qtbot: QtBot, shown: int, total: int, text: str) -> None:
    toolbar = LogToolbar()
    qtbot.addWidget(toolbar)
    toolbar.show_count(shown, total)
    assert toolbar.count.text() == text


def places(*numbers: int) -> LineSet:
    return LineSet.of(np.array(numbers, dtype=np.int64), 10)


@pytest.mark.parametrize(
    ("current", "distance", "here", "found"),
    [
        (-1, +1, False, 3),
        (3, +1, False, 5),
        (3, +1, True, 3),
        (4, +1, True, 5),
        (9, +1, False, 3),
        (9, -1, False, 5),
        (3, -1, False, 9),
        (-1, -1, False, 9),
        (5, -1, True, 5),
    ],
)
def test_stepping_goes_round_the_end(current: int, distance: int, here: bool, found: int) -> None:
    assert step(places(3, 5, 9), current, distance, here=here) == found


def test_stepping_through_nothing_leads_nowhere() -> None:
    assert step(places(), 3, +1) == step(places(), 3, -1) == -1


def test_names_are_short_and_still_told_apart() -> None:
    assert short_names(["/a/b/one.log", r"C:\x\two.log"]) == ["one.log", "two.log"]
    assert short_names(["/a/one.log", "/b/one.log"]) == ["one.log (a)", "one.log (b)"]
    same = ["/site/1/logs/one.log", "/site/2/logs/one.log", "/site/1/logs/two.log", "one.log"]
    assert short_names(same) == ["one.log (1/logs)", "one.log (2/logs)", "two.log", "one.log"]
    assert short_names(["/a/one.log", "/a/one.log"]) == ["one.log (a)"] * 2
    long = short_names(["0004f2a1b2c3-" + "x" * 200 + "-app.log"])[0]
    assert long.startswith("0004f2a1b2c3-")
    assert long.endswith("-app.log")
    assert len(long) <= 37


def test_a_file_made_up_of_modules_does_not_fill_the_page(qtbot: QtBot) -> None:
    bar = FilterBar()
    qtbot.addWidget(bar)
    text = "\n".join(f"1028091201|m{number:05}|1|00|x" for number in range(5000))
    log = LogFile(text, review(LogText("m.log", text)))
    bar.show_reading(unjudged(log))
    assert len(bar.modules._chips) == MOST_CHIPS


@pytest.mark.parametrize(
    ("attempt", "role", "words"),
    [
        (Attempt("n", ending=Ending.NOTHING), Role.FAILED, "failed, no server found"),
        (Attempt("n", ending=Ending.FOUND), Role.OK, "ok, servers found"),
        (Attempt("n", ending=Ending.UNFINISHED), Role.INFO, "end not in the log"),
    ],
)
def test_an_attempt_ends_in_words(attempt: Attempt, role: Role, words: str) -> None:
    assert outcome(attempt) == (role, words)
    assert first_line(attempt) == 0


def test_without_attempts_it_says_so(qtbot: QtBot) -> None:
    shown = AttemptList()
    qtbot.addWidget(shown)
    shown.show()
    shown.show_attempts(())
    assert not shown.table.isVisible()
    assert shown._none.isVisible()


def test_attempts_of_several_handsets_say_whose_they_are(qtbot: QtBot) -> None:
    macs = ("0004f2a1b2c3", "00907a00000b")
    failed = "sip  |4|00|doDnsListLookup(udp): doDnsSrvLookupForARecordList 'a.b' found no records."
    text = "\n".join(f"<134>{mac}1028091201|{failed}" for mac in macs)
    log = LogFile(text, review(LogText("syslog.log", text)))
    strip, table = AttemptStrip(), AttemptList()
    for widget in (strip, table):
        qtbot.addWidget(widget)
    strip.show_reading(unjudged(log))
    strip.resize(1000, 40)
    strip.show()
    said = [button.text() for button in strip.findChildren(QToolButton) if button.isVisible()]
    assert [one.partition(":")[0] for one in said] == [f"Attempt {n}, {mac}" for n, mac in enumerate(macs, 1)]
    table.show_attempts(log.review.story.attempts)
    model = table.table.model()
    shown = [model.index(row, 3).data(Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]
    assert shown == [f"{mac}: a.b" for mac in macs]  # Where there is little room, the end is cut.


@pytest.mark.parametrize(("width", "words"), [(600, 0), (740, 1), (900, 3), (1120, 3)])
def test_icons_have_their_words_where_there_is_room_and_all_is_on_one_line(
    qtbot: QtBot, width: int, words: int
) -> None:
    toolbar = LogToolbar()
    qtbot.addWidget(toolbar)
    toolbar.show_failures(10, 13)
    toolbar.show_count(310, 310)
    toolbar.show_follow(possible=True, running=False)
    toolbar.resize(width, 40)
    toolbar.show()
    named = [toolbar.find_button, toolbar.export, toolbar.follow]
    shown = [one for one in named if one.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon]
    assert len(shown) == words
    tops = {one.mapTo(toolbar, one.rect().center()).y() for one in (*named, toolbar.forward)}
    assert max(tops) - min(tops) <= 2


def test_a_line_that_its_file_has_lost_is_not_taken_for_one_of_another_kind() -> None:
    known = knowledge.load(resource("knowledge"))
    data = b"1015152006|lldp |4|00|Ignoring corrupt LLDP packet.\n"
    log = LogFile("", by_engine(data * 3))
    (table, _), *_ = log.review.lines._blocks  # type: ignore[attr-defined]
    lines = StoredLines([(table, Kept(data))], ["lldp"])
    shown = unjudged(log)
    assert meaning_of(shown, lines[0], known).title.startswith("A message of the module lldp")
    said = meaning_of(shown, lines[1], known)
    assert said == (
        "gone from the file",
        "The file was changed, moved or deleted since it was opened. Open it again to see this line.",
        "",
    )


def test_in_the_smallest_window_the_tools_of_a_long_log_have_no_empty_line_below_them(qtbot: QtBot) -> None:
    toolbar = LogToolbar()
    qtbot.addWidget(toolbar)
    toolbar.show_failures(1, 2_873)
    toolbar.show_count(46_559, 46_559)
    toolbar.show_follow(possible=True, running=False)
    toolbar.resize(500, 40)
    toolbar.show()
    QApplication.processEvents()
    told = toolbar._groups[:3]
    width = sum(box.sizeHint().width() for box in told) + 2 * toolbar.layout().spacing()
    assert toolbar.heightForWidth(width) == toolbar.heightForWidth(4_000)
