"""The handset's configuration: choices, tabs, copying and what has become stale."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QPlainTextEdit,
    QRadioButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from tests.gui.pages.wizard_window import frame, handset_page, open_window, words
from wizard.core.case.case import Case
from wizard.core.case.steps import Progress, Step
from wizard.core.handset.configuration import (
    FailBack,
    FailOver,
    Family,
    HandsetSettings,
    block,
    document,
    log_steps,
    logging_block,
    logging_document,
)
from wizard.core.plan.deployment import NaptrUse, Redundancy, Transport
from wizard.core.plan.draft import Draft, draft_of
from wizard.gui import fonts
from wizard.gui.pages.handset import HandsetPage
from wizard.gui.pages.handset_tabs import CmsTab, LoggingTab, XmlTab
from wizard.gui.pages.handset_writing import CMS, LOGGING, REG, VOIP
from wizard.gui.window import MainWindow
from wizard.practice.case import practice_draft

LEFT = Qt.MouseButton.LeftButton
CASE = Case(draft=practice_draft())
PLAN = CASE.plan
assert PLAN is not None
MISSPELLED = "vo" + "lpProt"


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, CASE, Step.HANDSET)


@pytest.fixture
def page(window: MainWindow) -> HandsetPage:
    return handset_page(window)


def card(page: HandsetPage, start: str) -> QRadioButton:
    found = [one for one in page.findChildren(QRadioButton) if one.text().replace("&", "").startswith(start)]
    assert len(found) == 1
    return found[0]


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def looked_at(page: HandsetPage, number: int) -> XmlTab | CmsTab | LoggingTab:
    """A tab of the written configuration; one that nobody looks at is not drawn."""
    page.writing.tabs.setCurrentIndex(number)
    shown = page.writing.tabs.currentWidget()
    assert isinstance(shown, XmlTab | CmsTab | LoggingTab)
    return shown


def test_the_xml_is_the_one_of_the_core(page: HandsetPage) -> None:
    assert page.writing.voip.code.text() == document(PLAN, HandsetSettings())
    looked_at(page, REG)
    assert page.writing.reg.code.text() == document(PLAN, HandsetSettings(family=Family.REG))
    looked_at(page, LOGGING)
    assert page.writing.logging.code.text() == logging_document()


def test_the_block_to_paste_is_one_choice_away(qtbot: QtBot, page: HandsetPage) -> None:
    page.writing.form.setFocus()
    qtbot.keyClick(page.writing.form, Qt.Key.Key_Down)
    assert page.writing.voip.code.text() == block(PLAN, HandsetSettings())
    assert "outermost element" in words(page.writing.voip)
    looked_at(page, LOGGING)
    assert page.writing.logging.code.text() == logging_block()


def test_copying_takes_the_configuration_and_says_so(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    qtbot.mouseClick(page.writing.voip.code.copy_button, LEFT)
    assert clipboard() == document(PLAN, HandsetSettings())
    assert page.writing.voip.code.copy_button.text() == "Copied"
    assert window.case.taken == (PLAN, HandsetSettings())
    assert not window.case.configuration_is_stale


def test_saving_takes_it_too_and_the_message_stays(
    qtbot: QtBot, window: MainWindow, page: HandsetPage, tmp_path: Path
) -> None:
    qtbot.mouseClick(page.writing.voip.code.save_button, LEFT)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert [Path(name).name for name in dialog.selectedFiles()] == ["site.cfg"]
    path = tmp_path / "site.cfg"
    dialog.selectFile(str(path))
    with qtbot.waitSignal(page.writing.voip.code.saved):
        dialog.accept()
    assert path.read_bytes() == document(PLAN, HandsetSettings()).encode()
    assert window.case.taken == (PLAN, HandsetSettings())
    assert f"Saved as {path}" in words(page.writing.voip)


def test_what_could_not_be_saved_is_not_taken(
    qtbot: QtBot, window: MainWindow, page: HandsetPage, tmp_path: Path
) -> None:
    page.writing.voip.code.save_to(tmp_path / "no such folder" / "site.cfg")
    qtbot.waitUntil(lambda: "was not saved" in words(page.writing.voip))
    assert window.case.taken is None


def test_files_are_called_after_what_they_hold(qtbot: QtBot, page: HandsetPage) -> None:
    def offered(number: int, whole: bool) -> str:
        page.writing.form.set_value(whole)
        tab = looked_at(page, number)
        assert not isinstance(tab, CmsTab)
        code = tab.code
        code.ask_where()
        dialog = code.findChildren(QFileDialog)[-1]
        name = Path(dialog.selectedFiles()[0]).name
        dialog.reject()
        return name

    assert offered(VOIP, True) == "site.cfg"
    assert offered(VOIP, False) == "site-block.xml"
    assert offered(REG, True) == "line-1.cfg"
    assert offered(LOGGING, True) == "logging.cfg"


def test_a_changed_plan_makes_what_was_taken_stale(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    qtbot.mouseClick(page.writing.voip.code.copy_button, LEFT)
    assert not page.writing.stale.isVisible()
    window.set_case(replace(window.case, draft=replace(practice_draft(), subdomain="sip")))
    assert page.writing.stale.isVisible()
    assert "has changed since you copied or saved it" in words(page.writing.stale)
    qtbot.mouseClick(page.writing.voip.code.copy_button, LEFT)
    assert "sip.eslab.local" in clipboard()
    assert not page.writing.stale.isVisible()


def test_a_changed_choice_makes_it_stale_too(qtbot: QtBot, window: MainWindow, page: HandsetPage) -> None:
    qtbot.mouseClick(page.writing.voip.code.copy_button, LEFT)
    page.writing.choices.proxy.setFocus()
    qtbot.keyClick(page.writing.choices.proxy, Qt.Key.Key_Down)
    assert window.case.handset.outbound_proxy
    assert window.case.handset.registrar
    assert page.writing.stale.isVisible()
    assert "outboundProxy.port" in page.writing.voip.code.text()


def test_looking_at_a_tab_changes_nothing(qtbot: QtBot, window: MainWindow, page: HandsetPage) -> None:
    before = window.case
    for number in (REG, CMS, LOGGING, VOIP):
        page.writing.tabs.setCurrentIndex(number)
    assert window.case is before


def test_copying_from_the_other_family_takes_that_family(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    page.writing.tabs.setCurrentIndex(REG)
    qtbot.mouseClick(page.writing.reg.code.copy_button, LEFT)
    assert window.case.handset.family is Family.REG
    assert window.case.taken == (PLAN, HandsetSettings(family=Family.REG))
    assert page.writing.choices.family.value() is Family.REG
    assert page.writing.tabs.currentIndex() == REG
    assert not page.writing.stale.isVisible()


def test_a_card_shows_its_tab_and_the_line_number(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    assert not page.writing.choices.line.isVisible()
    qtbot.mouseClick(card(page, "One line"), LEFT)
    assert page.writing.tabs.currentIndex() == REG
    assert page.writing.choices.line.isVisible()
    page.writing.choices.line.setFocus()
    page.writing.choices.line.selectAll()
    qtbot.keyClicks(page.writing.choices.line, "12")
    assert window.case.handset == HandsetSettings(family=Family.REG, line=12)
    assert 'reg.12.server.1.address="testserver.eslab.local"' in page.writing.reg.code.text()
    assert "void for line 12" in words(page.writing.reg)


def test_expires_is_typed_and_doubted_below_300(qtbot: QtBot, window: MainWindow, page: HandsetPage) -> None:
    page.writing.choices.expires.setFocus()
    page.writing.choices.expires.selectAll()
    qtbot.keyClicks(page.writing.choices.expires, "60")
    assert window.case.handset.expires == 60
    assert 'server.1.expires="60"' in page.writing.voip.code.text()
    qtbot.keyClick(page.writing.choices.expires, Qt.Key.Key_Tab)
    assert "300 seconds or more" in words(page.writing.choices)
    page.writing.choices.expires.setFocus()
    page.writing.choices.expires.selectAll()
    qtbot.keyClicks(page.writing.choices.expires, "3600")
    qtbot.keyClick(page.writing.choices.expires, Qt.Key.Key_Tab)
    assert "300 seconds or more" not in words(page.writing.choices)


@pytest.mark.parametrize(
    ("mode", "word"),
    [
        (None, "about an hour. That is not a fault"),
        (FailBack.REGISTRATION, "about an hour. That is not a fault"),
        (FailBack.DNS_TTL, "time to live of its DNS record"),
        (FailBack.DURATION, "fixed time"),
    ],
)
def test_each_fail_back_mode_is_explained_and_written(
    window: MainWindow, page: HandsetPage, mode: FailBack | None, word: str
) -> None:
    page.writing.choices.fail_back.set_value(mode)
    assert window.case.handset.fail_back is mode
    assert word in words(page.writing.choices)
    assert ("failBack.mode" in page.writing.voip.code.text()) == (mode is not None)


def test_the_fixed_time_is_asked_for_where_it_counts(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    box = page.writing.choices.timeout
    assert not box.isVisible()
    page.writing.choices.fail_back.set_value(FailBack.DURATION)
    assert box.isVisible()
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "30")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert page.writing.choices.timeout_field.has_problem
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "600")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert not page.writing.choices.timeout_field.has_problem
    assert window.case.handset.fail_back_timeout == 600
    assert "about 10 minutes" in words(page.writing.choices)
    assert 'failBack.timeout="600"' in page.writing.voip.code.text()


def test_the_proxy_can_stand_instead_of_the_server(window: MainWindow, page: HandsetPage) -> None:
    choices = page.writing.choices
    choices.proxy.set_value((True, False))
    assert (window.case.handset.outbound_proxy, window.case.handset.registrar) == (True, False)
    assert "server.1.address" not in page.writing.voip.code.text()
    assert 'outboundProxy.address="testserver.eslab.local"' in page.writing.voip.code.text()
    assert "Only the proxy is written" in words(choices)
    choices.proxy.set_value((True, True))
    assert "server.1.address" in page.writing.voip.code.text()
    assert "written for the proxy" in words(choices)
    choices.proxy.set_value((False, True))
    assert "outboundProxy" not in page.writing.voip.code.text()


@pytest.mark.parametrize(
    ("choice", "says", "written"),
    [
        (None, "Nothing is written", {}),
        (FailOver.SHARED, "knows the registration already", {"reRegisterOn": "0", "failRegistrationOn": "0"}),
        (
            FailOver.SEPARATE,
            "registers with another server before it uses it",
            {"reRegisterOn": "1", "failRegistrationOn": "1", "onlySignalWithRegistered": "1"},
        ),
    ],
)
def test_each_choice_for_the_registration_is_explained_and_written(
    window: MainWindow, page: HandsetPage, choice: FailOver | None, says: str, written: dict[str, str]
) -> None:
    page.writing.choices.fail_over.set_value(choice)
    assert window.case.handset.fail_over is choice
    assert says in words(page.writing.choices)
    text = page.writing.voip.code.text()
    for name in ("reRegisterOn", "failRegistrationOn", "onlySignalWithRegistered"):
        assert (f'voIpProt.server.1.failOver.{name}="{written.get(name)}"' in text) == (name in written)


@pytest.mark.parametrize(
    ("redundancy", "choice", "doubt"),
    [
        (Redundancy.ACTIVE_ACTIVE, None, ""),
        (Redundancy.ACTIVE_ACTIVE, FailOver.SHARED, ""),
        (Redundancy.ACTIVE_ACTIVE, FailOver.SEPARATE, "Registering with each is not needed"),
        (Redundancy.ACTIVE_PASSIVE, None, "Choose to register with each server"),
        (Redundancy.ACTIVE_PASSIVE, FailOver.SHARED, "Choose to register with each server"),
        (Redundancy.ACTIVE_PASSIVE, FailOver.SEPARATE, ""),
        (Redundancy.UNKNOWN, None, ""),
    ],
)
def test_a_choice_that_does_not_fit_the_servers_is_doubted(
    window: MainWindow, page: HandsetPage, redundancy: Redundancy, choice: FailOver | None, doubt: str
) -> None:
    draft = replace(practice_draft(), redundancy=redundancy)
    window.set_case(Case(draft=draft, handset=HandsetSettings(fail_over=choice)))
    assert page.writing.choices.doubt_fail_over.isVisible() == bool(doubt)
    assert doubt in words(page.writing.choices)


def test_log_levels_can_be_left_out(qtbot: QtBot, page: HandsetPage) -> None:
    assert "log.render.level" in page.writing.voip.code.text()
    page.writing.choices.logging.setFocus()
    qtbot.keyClick(page.writing.choices.logging, Qt.Key.Key_Space)
    assert "log.render.level" not in page.writing.voip.code.text()
    looked_at(page, LOGGING)
    assert "log.render.level" in page.writing.logging.code.text()


def test_cms_gets_one_name_alone(qtbot: QtBot, window: MainWindow, page: HandsetPage) -> None:
    page.writing.tabs.setCurrentIndex(CMS)
    lines = page.writing.cms.fields.lines()
    assert [(line.label, line.value) for line in lines] == [
        ("Server Address", "testserver.eslab.local"),
        ("Port", "0"),
        ("Transport", "DNSnaptr"),
        ("Expires", "3600"),
    ]
    assert all("," not in line.text for line in lines)
    qtbot.mouseClick(page.writing.cms.fields.button(0), LEFT)
    assert clipboard() == "testserver.eslab.local"
    assert window.case.taken == (PLAN, HandsetSettings())
    assert "name alone" in words(page.writing.cms)


def test_every_parameter_has_its_reason_and_copies_as_an_attribute(qtbot: QtBot, page: HandsetPage) -> None:
    lines = page.writing.voip.parameters.lines()
    assert all(line.detail for line in lines)
    qtbot.mouseClick(page.writing.voip.parameters.button(1), LEFT)
    assert clipboard() == 'voIpProt.server.1.port="0"'


def test_what_differs_from_the_bulletin_is_told_with_its_source(page: HandsetPage) -> None:
    said = words(page.writing.voip)
    for part in ("DNSnaptr, spelled like this", "capital I", "use486forReject is left out", "web page wins"):
        assert part in said
    assert said.count("Vendor: ") >= 5


def test_without_naptr_the_transport_is_explained_as_it_is(window: MainWindow, page: HandsetPage) -> None:
    draft = replace(practice_draft(), transport=Transport.TCP, naptr=NaptrUse.NEVER)
    window.set_case(Case(draft=draft))
    assert 'server.1.transport="TCPOnly"' in page.writing.voip.code.text()
    assert "The transport is TCPOnly" in words(page.writing.voip)


def test_the_misspelling_and_the_invalid_transport_are_nowhere(page: HandsetPage) -> None:
    for number in (VOIP, REG, CMS, LOGGING):
        page.writing.tabs.setCurrentIndex(number)
        shown = words(page) + "".join(view.toPlainText() for view in page.findChildren(QPlainTextEdit))
        shown += "".join(one.accessibleName() for one in page.findChildren(QAbstractButton))
        assert MISSPELLED not in shown
        assert '"naptr"' not in shown
        assert "use486forReject=" not in shown


def test_without_a_plan_the_page_says_what_is_missing_and_leads_there(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    window.set_case(Case(draft=Draft(domain="es lab", subdomain="sip")))
    assert page.writing.empty.isVisible()
    assert "Domain: A DNS name cannot contain a space" in words(page.writing.empty)
    assert "SIP servers: Add at least one" in words(page.writing.empty)
    assert not page.writing.choices.isVisible()
    qtbot.mouseClick(page.writing.to_setup, LEFT)
    assert window.shown is Step.SETUP


def test_logging_works_without_a_plan(qtbot: QtBot, window: MainWindow, page: HandsetPage) -> None:
    window.set_case(Case())
    assert "DNS setup comes first" in words(page.writing.empty)
    assert page.writing.tabs.currentIndex() == LOGGING
    qtbot.mouseClick(page.writing.logging.code.copy_button, LEFT)
    assert clipboard() == logging_document()
    assert window.case.taken is None
    assert all(step in words(page.writing.logging) for step in log_steps())
    page.writing.form.set_value(False)
    assert page.writing.logging.code.text() == logging_block()


def test_a_plan_brings_the_other_tabs_back(window: MainWindow, page: HandsetPage) -> None:
    window.set_case(Case())
    window.set_case(replace(CASE, handset=HandsetSettings(family=Family.REG, line=3)))
    assert not page.writing.empty.isVisible()
    assert page.writing.tabs.currentIndex() == REG
    assert page.writing.choices.line.value() == 3


def test_the_tab_of_the_chosen_lines_returns_with_the_plan(window: MainWindow, page: HandsetPage) -> None:
    window.set_case(Case())
    assert page.writing.tabs.currentIndex() == LOGGING
    window.set_case(CASE)
    assert page.writing.tabs.currentIndex() == VOIP


def test_a_case_from_elsewhere_is_drawn_and_not_changed(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    settings = HandsetSettings(Family.REG, 2, 1800, True, False, FailBack.DURATION)
    case = replace(CASE, handset=settings)
    with qtbot.assertNotEmitted(page.case_edited):
        window.set_case(case)
    assert window.case is case
    choices = page.writing.choices
    assert (choices.line.value(), choices.expires.value()) == (2, 1800)
    assert choices.fail_back.value() is FailBack.DURATION
    assert choices.proxy.value() == (True, True)
    assert not choices.logging.isChecked()


def test_a_case_with_numbers_beyond_the_fields_is_neither_changed_nor_fatal(
    window: MainWindow, page: HandsetPage
) -> None:
    case = replace(CASE, handset=HandsetSettings(Family.REG, 10**6, 10**12))
    window.set_case(case)
    assert window.case.handset == case.handset
    assert 'reg.1000000.server.1.expires="1000000000000"' in page.writing.reg.code.text()


def test_the_step_list_says_what_became_of_it(qtbot: QtBot, window: MainWindow, page: HandsetPage) -> None:
    def progress() -> Progress:
        return window.sidebar.stepper.steps.row(1).status.progress

    assert progress() is Progress.TODO
    qtbot.mouseClick(page.writing.voip.code.copy_button, LEFT)
    assert progress() is Progress.OK
    window.set_case(replace(window.case, draft=replace(practice_draft(), subdomain="sip")))
    assert progress() is Progress.STALE


LONG = replace(practice_draft(), domain=".".join(["a" * 60] * 3), subdomain="b" * 40)


FULL = HandsetSettings(Family.REG, 2, 1800, True, True, FailBack.DURATION)


@pytest.mark.parametrize(
    ("draft", "handset"),
    [(Draft(), HandsetSettings()), (practice_draft(), FULL), (LONG, HandsetSettings())],
    ids=["blank", "full", "long"],
)
def test_nothing_sticks_out_of_the_smallest_window(
    qtbot: QtBot, settings: QSettings, draft: Draft, handset: HandsetSettings
) -> None:
    case = Case(draft=draft, handset=handset)
    window = open_window(qtbot, settings, case, Step.HANDSET, (800, 500))
    page = handset_page(window)
    area = frame(page)
    for number in range(page.writing.tabs.count()) if draft.domain else [LOGGING]:
        page.writing.tabs.setCurrentIndex(number)
        qtbot.waitUntil(lambda: page.width() == area.viewport().width())
        assert area.horizontalScrollBar().maximum() == 0


def test_a_short_tab_leaves_no_empty_room_to_scroll_through(qtbot: QtBot, page: HandsetPage) -> None:
    high = page.height()
    page.writing.tabs.setCurrentIndex(CMS)
    qtbot.waitUntil(lambda: page.height() < high - 200)


def test_a_tab_follows_the_plan_though_it_was_not_shown(window: MainWindow, page: HandsetPage) -> None:
    looked_at(page, CMS)
    looked_at(page, VOIP)
    other = replace(PLAN, subdomain="other")
    window.set_case(replace(window.case, draft=draft_of(other)))
    assert f'"{other.name}"' in page.writing.voip.code.text()
    looked_at(page, CMS)
    assert page.writing.cms.fields.lines()[0].value == other.name
    looked_at(page, REG)
    assert f'"{other.name}"' in page.writing.reg.code.text()


def test_tab_goes_from_the_titles_into_the_side_made_later(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    title = next(one for one in page.sides.findChildren(QToolButton) if one.text() == "Check files")
    qtbot.mouseClick(title, LEFT)
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.checking.first
    qtbot.keyClick(page.checking.first, Qt.Key.Key_Tab)
    assert not page.isAncestorOf(QApplication.focusWidget())


def test_with_letters_half_as_large_again_the_page_needs_no_more_width(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    larger = QFont(fonts.ui_font())
    larger.setPointSizeF(larger.pointSizeF() * 1.5)
    monkeypatch.setattr(fonts, "ui_font", lambda: QFont(larger))
    window = open_window(qtbot, settings, CASE, Step.HANDSET, (800, 500))
    page = handset_page(window)
    qtbot.waitUntil(lambda: not page.busy())
    assert page.font().pointSizeF() == larger.pointSizeF()
    bar = frame(page).horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    over, proxy = page.writing.choices.fail_over, page.writing.choices.proxy
    assert over.mapTo(page, QPoint()).y() < proxy.mapTo(page, QPoint()).y()
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: over.mapTo(page, QPoint()).y() == proxy.mapTo(page, QPoint()).y())
