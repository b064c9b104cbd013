"""The rows of a long plan come little by little; nobody sees, types into or leaves out half a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.live import JUDGE
from tests.gui.pages.wizard_window import frame, open_window, setup_page, words
from tests.gui.whole import whole_window
from wizard.core.case.case import Case
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer
from wizard.gui.pages.setup import SetupPage
from wizard.gui.pages.setup_server_row import ServerRow
from wizard.gui.pages.setup_servers import FIRST, ServerTable
from wizard.gui.pages.start import StartPage
from wizard.gui.shots import settle
from wizard.gui.window import MainWindow

Key = Qt.Key
COUNT = 12
LONG = Draft(
    domain="eslab.local",
    subdomain="sip",
    servers=tuple(DraftServer(f"piper{n}", f"10.225.2.{n}") for n in range(1, COUNT + 1)),
)
HOSTS = [server.host for server in LONG.servers]


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    """On another page; DNS setup has not seen the long plan."""
    return open_window(qtbot, settings, Case(), Step.HANDSET)


def just_opened(window: MainWindow, draft: Draft = LONG) -> ServerTable:
    """DNS setup in the very turn in which it got its plan and was opened."""
    window.set_case(Case(draft=draft))
    window.go(Step.SETUP)
    table = setup_page(window).servers
    assert table.growing, "the page is there before all of its rows"
    return table


def shown_hosts(table: ServerTable) -> list[str]:
    """What stands in the rows that are there, from top to bottom, without asking for the others."""
    rows = sorted(table.made, key=lambda row: row.mapTo(table, row.rect().topLeft()).y())
    return [row.editors["host"].text() for row in rows if row.isVisible()]


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not setup_page(window).busy(), timeout=20_000)


def test_the_rest_comes_by_itself_in_order(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    assert shown_hosts(table) == HOSTS[: len(table.made)]
    assert FIRST <= len(table.made) < COUNT
    settled(qtbot, window)
    assert shown_hosts(table) == HOSTS
    assert not table.growing


class _Windows(QObject):
    """Which windows were shown."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.shown: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_of_a_row_is_a_window_for_a_moment(
    qtbot: QtBot, qapp: QApplication, settings: QSettings
) -> None:
    windows = _Windows(qapp)
    window = open_window(qtbot, settings, Case(draft=LONG), Step.SETUP)
    settled(qtbot, window)
    for size in ((800, 500), (1366, 768)):
        window.resize(*size)
        settled(qtbot, window)
    qapp.removeEventFilter(windows)
    assert windows.shown == [type(window).__name__]


def test_whoever_asks_has_all_rows_at_once(window: MainWindow) -> None:
    table = just_opened(window)
    assert [row.editors["host"].text() for row in table.rows] == HOSTS
    assert [row.editors["priority"].text() for row in table.rows] == [
        str(10 * n) for n in range(1, COUNT + 1)
    ]
    assert [row.number.text() for row in table.rows] == [str(n) for n in range(1, COUNT + 1)]
    assert table.rows[-1].up.isEnabled()
    assert not table.rows[-1].down.isEnabled()
    assert window.case.draft == LONG


def test_the_case_is_whole_whoever_leaves_the_page_at_once(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    window.go(Step.HANDSET)
    assert window.case.draft == LONG
    assert window.case.plan is not None
    assert len(window.case.plan.servers) == COUNT
    window.go(Step.SETUP)
    settled(qtbot, window)
    assert shown_hosts(table) == HOSTS


def test_typing_meanwhile_loses_no_server(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    host = table.made[1].editors["host"]
    host.setFocus()
    qtbot.keyClicks(host, "x")
    assert [server.host for server in window.case.draft.servers] == [HOSTS[0], HOSTS[1] + "x", *HOSTS[2:]]
    settled(qtbot, window)
    assert shown_hosts(table) == [HOSTS[0], HOSTS[1] + "x", *HOSTS[2:]]
    assert host.hasFocus()


def test_tab_goes_from_row_to_row_at_once(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    last, count = table.made[-1], len(table.made)
    last.remove.setFocus()
    qtbot.keyClick(last.remove, Key.Key_Tab)
    focused = window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == f"Host name, server {count + 1}"


def test_tab_makes_the_next_rows_and_shift_tab_from_below_comes_to_the_very_last(
    qtbot: QtBot, window: MainWindow
) -> None:
    table = just_opened(window)
    table.made[-1].remove.setFocus()
    qtbot.keyClick(table.made[-1].remove, Key.Key_Tab)
    assert table.growing, "a long plan's other rows are not waited for"
    table.add.setFocus()
    qtbot.keyClick(table.add, Key.Key_Backtab)
    focused = window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == f"Remove server {COUNT}"


def test_tab_visits_every_field_of_a_long_plan_in_order(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    first = table.made[0].editors["host"]
    first.setFocus()
    names = [first.accessibleName()]
    for _ in range(8 * COUNT - 3):  # The first row cannot go up, nor the last one down.
        focused = window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName())
    parts = ("Host name", "IP address", "Port", "Priority", "Weight")
    numbers = range(1, COUNT + 1)
    assert [one for one in names if "," in one] == [f"{part}, server {n}" for n in numbers for part in parts]
    assert [one for one in names if one.startswith("Remove")] == [f"Remove server {n}" for n in numbers]


def test_a_server_is_added_behind_all_of_them(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    qtbot.mouseClick(table.add, Qt.MouseButton.LeftButton)
    assert table.rows[-1].editors["host"].hasFocus()
    assert len(window.case.draft.servers) == COUNT + 1
    settled(qtbot, window)
    assert shown_hosts(table) == [*HOSTS, ""]


def test_a_row_moves_past_those_that_were_still_to_come(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    count, host = len(table.made), table.made[-1].editors["host"]
    host.setFocus()
    qtbot.keyClick(host, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, window)
    moved = [*HOSTS[: count - 1], HOSTS[count], HOSTS[count - 1], *HOSTS[count + 1 :]]
    assert shown_hosts(table) == [server.host for server in window.case.draft.servers] == moved


WRONG = replace(LONG, servers=(*LONG.servers[:-1], replace(LONG.servers[-1], port="99999")))


def test_a_row_moves_through_all_places_and_back_with_the_keys_and_what_is_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    """The rows stand in boxes: from box to box no row loses anything, nor tells that it was left."""
    table = just_opened(window)
    settled(qtbot, window)
    hosts = shown_hosts(table)
    row = table.rows[0]
    row.editors["host"].setFocus()
    QTest.keyClicks(row.editors["host"], "x")
    left: list[str] = []
    row.left.connect(left.append)
    for key, way in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, -1)):
        for place in range(COUNT)[::way][1:]:
            QTest.keyClick(row.editors["host"], key, Qt.KeyboardModifier.AltModifier)
            assert table.rows.index(row) == place
            assert row.editors["host"].hasFocus()
            assert_in_order(window)
            others = [host for host in shown_hosts(table) if host != row.editors["host"].text()]
            assert others == hosts[1:]
    assert left == []
    assert window.case.draft.servers[0].host == row.editors["host"].text()


def test_another_theme_never_styles_the_rows_of_many_servers_in_one_go(
    qtbot: QtBot, window: MainWindow
) -> None:
    table = just_opened(window)
    settled(qtbot, window)
    boxes = {row.parentWidget() for row in table.rows}
    assert [len(box.findChildren(ServerRow)) for box in boxes] in ([8, 4], [4, 8])
    assert all(box.styleSheet() for box in boxes)
    assert not any(one.styleSheet() for one in (table, *table.rows))
    for row in table.rows[COUNT // 2 :]:
        row.remove.click()
    settled(qtbot, window)
    qtbot.waitUntil(lambda: len(table.findChildren(ServerRow)) == COUNT // 2)
    assert len({row.parentWidget() for row in table.rows}) == 1
    assert_in_order(window)
    table.undo.click()
    assert_in_order(window)


def test_a_late_row_tells_its_error(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window, WRONG)
    settled(qtbot, window)
    assert table.rows[-1].has_problem("port")
    assert "Port" in words(table.rows[-1])


def test_a_late_row_can_be_gone_to_at_once(window: MainWindow) -> None:
    table = just_opened(window, WRONG)
    setup_page(window).go_to(f"server.{COUNT - 1}.port")
    assert window.focusWidget() is table.rows[-1].editors["port"]


def test_a_shorter_plan_leaves_nothing_of_the_longer_one(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    window.set_case(Case(draft=replace(LONG, servers=LONG.servers[:2])))
    assert shown_hosts(table) == HOSTS[:2]
    settled(qtbot, window)
    assert shown_hosts(table) == HOSTS[:2]
    assert setup_page(window).serving.bars.bars()[0].name.startswith("piper1.")
    assert len(setup_page(window).serving.bars.bars()) == 2


def test_what_stands_below_does_not_move_while_rows_come(qtbot: QtBot, window: MainWindow) -> None:
    table = just_opened(window)
    table.layout().activate()
    before = table.heightForWidth(table.width())
    settled(qtbot, window)
    assert abs(table.heightForWidth(table.width()) - before) <= 2 * COUNT  # A row's frame is a line or none.


def test_who_serves_whom_follows_the_page(qtbot: QtBot, window: MainWindow) -> None:
    just_opened(window)
    serving = setup_page(window).serving
    assert not serving.isVisible()
    assert setup_page(window).busy()
    settled(qtbot, window)
    assert serving.isVisible()
    assert len(serving.bars.bars()) == COUNT


def test_where_the_hosts_belong_follows_the_page_and_what_is_typed_meanwhile(
    qtbot: QtBot, window: MainWindow
) -> None:
    full = replace(LONG, servers=tuple(replace(one, host=f"{one.host}.eslab.local") for one in LONG.servers))
    table = just_opened(window, full)
    notes = setup_page(window).host_notes
    assert not notes.isVisible()
    host = table.made[1].editors["host"]
    host.setFocus()
    host.setCursorPosition(0)
    qtbot.keyClicks(host, "x")
    settled(qtbot, window)
    assert notes.isVisible()
    assert "xpiper2" in words(notes)
    window.go(Step.HANDSET)
    window.set_case(Case(draft=LONG))
    window.set_case(Case())
    window.go(Step.SETUP)
    settled(qtbot, window)
    assert not notes.isVisible()
    assert words(notes) == ""


def created(window: MainWindow) -> set[str]:
    """The owners of the records that are shown."""
    return {line.value for line in setup_page(window).result.records.lines()}


def test_the_records_follow_the_page_and_nobody_sees_those_of_another_plan(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.set_case(Case(draft=replace(LONG, subdomain="before", servers=LONG.servers[:2])))
    window.go(Step.SETUP)
    settled(qtbot, window)
    result = setup_page(window).result
    assert "_sip._udp.before.eslab.local" in created(window)
    window.go(Step.HANDSET)
    just_opened(window)
    assert not result.isVisible()
    assert setup_page(window).busy()
    settled(qtbot, window)
    assert result.isVisible()
    assert len(result.records.lines()) == 2 * COUNT
    assert "_sip._udp.sip.eslab.local" in created(window)
    assert not any("before" in owner for owner in created(window))
    view = result.recipe_view()
    assert view is not None
    assert "testserver" not in view.recipe.text()
    assert "before" not in view.recipe.text()


def test_what_is_typed_before_the_records_are_there_is_in_them(qtbot: QtBot, window: MainWindow) -> None:
    just_opened(window)
    line = setup_page(window).where.subdomain.line
    line.setFocus()
    qtbot.keyClicks(line, "x")
    assert not setup_page(window).result.isVisible()
    settled(qtbot, window)
    assert "_sip._udp.sipx.eslab.local" in created(window)
    view = setup_page(window).result.recipe_view()
    assert view is not None
    assert "sipx" in view.recipe.text()


def test_a_long_plan_that_turns_out_to_lack_something_says_so(qtbot: QtBot, window: MainWindow) -> None:
    just_opened(window)
    line = setup_page(window).where.subdomain.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Key.Key_Delete)
    settled(qtbot, window)
    result = setup_page(window).result
    assert result.missing.isVisible()
    assert not result.records.isVisible()
    assert not result.tabs.isVisible()


def test_a_note_for_every_host_of_another_zone_can_be_read(qtbot: QtBot, window: MainWindow) -> None:
    servers = tuple(replace(one, host=f"{one.host}.other.test") for one in LONG.servers)
    just_opened(window, replace(LONG, servers=servers))
    settled(qtbot, window)
    view = setup_page(window).result.recipe_view()
    assert view is not None
    bar = frame(setup_page(window)).verticalScrollBar()
    while bar.value() < bar.maximum():  # The page grows as what is far below comes near.
        bar.setValue(bar.maximum())
        settled(qtbot, window)
    said = words(view)
    assert [server.host for server in servers if server.host not in said] == []


def dialogs(window: MainWindow) -> int:
    """How many records have their dialog on the page."""
    view = setup_page(window).result.recipe_view()
    assert view is not None
    return len([one for one in view.findChildren(QFrame) if one.property("card") == "true"])


def test_steps_that_nobody_sees_are_not_made_at_every_letter(qtbot: QtBot, window: MainWindow) -> None:
    just_opened(window)
    settled(qtbot, window)
    line = setup_page(window).where.subdomain.line
    line.setFocus()
    qtbot.keyClicks(line, "x")
    settled(qtbot, window)
    assert dialogs(window) <= 1
    bar = frame(setup_page(window)).verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.maximum())
        settled(qtbot, window)
    assert dialogs(window) == 2 * COUNT
    qtbot.keyClicks(setup_page(window).travel.ttl.line, "0")
    settled(qtbot, window)
    view = setup_page(window).result.recipe_view()
    assert view is not None
    assert "10:0:0" in view.recipe.text()
    assert dialogs(window) > COUNT // 2, "what is seen stays"


@pytest.mark.parametrize("count", [2, COUNT])
@pytest.mark.parametrize("size", [(1366, 768), (800, 500)])
def test_nothing_lies_over_anything_else(
    qtbot: QtBot, settings: QSettings, size: tuple[int, int], count: int
) -> None:
    draft = replace(LONG, servers=LONG.servers[:count])
    window = whole_window(
        Case(draft=draft),
        {Step.START: StartPage, Step.SETUP: lambda: SetupPage(JUDGE)},
        lambda one: statuses(one, JUDGE),
        settings,
    )
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    window.go(Step.SETUP)  # Made and shown in one turn.
    settled(qtbot, window)
    assert_in_order(window)
    window.resize(1600 - size[0], 700)
    settle(window)
    assert_in_order(window)


def assert_in_order(window: MainWindow) -> None:
    """Under their heading stand the hint, the rows and what follows, each with the room that it needs."""
    settle(window)
    table = setup_page(window).servers
    column = table.parentWidget().layout()
    parts = [column.itemAt(number).widget() for number in range(column.count())]
    for group in (parts, table.rows):
        below = -(10**6)  # The page may be moved up.
        for one in (one for one in group if one.isVisible()):
            top = one.mapTo(window, QPoint()).y()
            assert top > below
            assert one.height() >= max(one.minimumSizeHint().height(), one.heightForWidth(one.width()))
            below = top + one.height() - 1
