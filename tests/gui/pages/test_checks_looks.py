"""Nothing of the live checks is cut off: in every state, in a small and in a usual window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.live import cut_off, lab, open_window
from tests.servers import scripted
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.steps import Step
from wizard.gui import fonts
from wizard.gui.shots import settle
from wizard.gui.widgets.finding_card import FindingCard
from wizard.gui.widgets.wrapped_table import WrappedTable
from wizard.practice.case import sample
from wizard.practice.lab import BROKEN, REPAIRED, broken_log, repaired_log
from wizard.practice.server import PracticeServer

SIZES = [(800, 500), (1366, 768)]
LONG = "a-rather-long-name-of-a-site.and-a-sub-domain.of-a-company-with-a-long-name.example"


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def shown(request, qtbot: QtBot, settings: QSettings):
    windows = []

    def show(case: Case, *, check: bool = True):
        window = open_window(qtbot, settings, case)
        windows.append(window)
        window.resize(*request.param)
        page = window.page(Step.CHECKS)
        if check:
            page.run()
        settle(window)
        return page

    yield show
    for window in windows:
        window.close()


def tables(page: QWidget) -> Iterator[str]:
    """Cells and headers without enough room."""
    for table in page.findChildren(WrappedTable):
        if not table.isVisible():
            continue
        delegate = table.itemDelegate()
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                item = table.item(row, column)
                if delegate.height(item, table.columnWidth(column)) > table.rowHeight(row):
                    yield item.text()
        header = table.horizontalHeader()
        for column in range(table.columnCount()):
            if header.sectionSizeFromContents(column).width() > table.columnWidth(column):
                yield table.horizontalHeaderItem(column).text()


def test_empty(shown):
    assert cut_off(shown(Case(), check=False)) == []


def test_with_problems_at_every_field(shown):
    draft = CheckDraft("a b", "x", "naptr", ("dns.eslab.local", "10.0.0.1:0", "0.0.0.0"), "never")
    page = shown(Case(checks=draft))
    assert page.form.field("server.2").has_problem
    assert cut_off(page) == []


@pytest.mark.parametrize("zone", [BROKEN, REPAIRED], ids=["broken", "repaired"])
def test_results(shown, zone):
    with PracticeServer(zone) as server:
        page = shown(lab(server))
    page.results.steps.table.setCurrentCell(0, 0)
    settle(page.window())
    assert cut_off(page) == []
    assert list(tables(page)) == []


@pytest.mark.parametrize("log", ["", broken_log().name, repaired_log().name], ids=["alone", "same", "other"])
def test_the_predicted_log(shown, log):
    with PracticeServer(BROKEN) as server:
        case = lab(server).with_log(sample(broken_log().name)).with_log(sample(repaired_log().name))
        page = shown(case)
    page.results.compare_with(log)
    settle(page.window())
    assert cut_off(page) == []
    assert list(tables(page)) == []
    assert fits(page.results.predicted.log)


def test_from_the_verdict_two_clicks_lead_to_the_records(shown, qtbot):
    with PracticeServer(BROKEN) as server:
        page = shown(lab(server))
    view = page.parentWidget()

    def top(widget: QWidget) -> int:
        return widget.mapTo(view, QPoint()).y()

    card = page.results.findings.findChild(FindingCard)
    qtbot.mouseClick(page.banner.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: top(card) >= 0 and top(card.remedy) < view.height())
    qtbot.mouseClick(card.remedy, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 0 <= top(page.results.changes) < view.height() // 2)
    assert page.results.changes.product.hasFocus()
    assert cut_off(page) == []


def test_three_servers_that_disagree(shown):
    silent = scripted.silence()
    with PracticeServer(BROKEN) as one, PracticeServer(REPAIRED) as two, scripted.serve(silent) as three:
        page = shown(lab(one, two, three))
    assert cut_off(page) == []
    assert list(tables(page)) == []
    assert fits(page.results.server)


def test_a_server_more_than_in_the_check_before(shown):
    with PracticeServer(REPAIRED) as one, PracticeServer(REPAIRED) as two:
        page = shown(lab(one))
        page.window().set_case(lab(one, two))
        page.run()
        settle(page.window())
    assert page.results.server.isVisible()
    assert fits(page.results.server)


def fits(box: QComboBox) -> bool:
    """Whether every choice is shown in full; the arrow takes 26 pixels, the padding 8."""
    texts = [box.itemText(number) for number in range(box.count())]
    return box.width() >= max(box.fontMetrics().horizontalAdvance(text) for text in texts) + 36


def test_stale(shown, qtbot):
    with PracticeServer(REPAIRED) as server:
        page = shown(lab(server))
        page.change.click()
        window = page.window()
        window.set_case(replace(window.case, draft=replace(window.case.draft, subdomain="sip")))
        settle(window)
    assert page.notice.isVisible()
    assert cut_off(page) == []


def test_a_long_name(shown):
    zone = scripted.records("example", f"_sip._udp.{LONG}. 60 IN SRV 1 1 5060 {LONG}.")
    with scripted.serve(zone) as server:
        page = shown(lab(server, address=LONG))
    assert cut_off(page) == []


@pytest.mark.parametrize("case", [Case(), None], ids=["empty", "with a plan"])
def test_half_as_large_again_the_form_needs_no_more_width(qtbot, settings, monkeypatch, case):
    larger = QFont(fonts.ui_font())
    larger.setPointSizeF(larger.pointSizeF() * 1.5)
    monkeypatch.setattr(fonts, "ui_font", lambda: QFont(larger))
    window = open_window(qtbot, settings, case or lab())
    window.resize(800, 500)
    settle(window)
    assert cut_off(window.page(Step.CHECKS)) == []
    window.close()


def test_larger_text(shown, monkeypatch):
    before = fonts.ui_font()
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * 1.3)
    monkeypatch.setattr(fonts, "ui_font", lambda: QFont(larger))
    with PracticeServer(REPAIRED) as server:
        page = shown(lab(server))
    assert page.run_button.font().pointSizeF() > before.pointSizeF()
    assert cut_off(page) == []
    assert list(tables(page)) == []


def test_the_check_for_cut_off_parts_sees_them(shown):
    page = shown(Case(), check=False)
    label = QLabel("A sentence that needs more room than it gets", page)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setGeometry(0, 0, 40, 10)
    label.show()
    assert len(cut_off(page)) == 1
