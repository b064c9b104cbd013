"""DNS setup: the questions, the names and what is typed, in the real window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from tests.gui.pages.wizard_window import frame, open_window, setup_page, words
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.core.plan.deployment import NaptrUse, Option, Redundancy, Transport
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer
from wizard.gui.pages.setup import SetupPage
from wizard.gui.window import MainWindow
from wizard.practice.case import practice_draft
from wizard.practice.lab import LAB_PLAN

Key = Qt.Key
FAULTY = Draft(
    domain="es lab",
    subdomain="sip",
    servers=(DraftServer("piper", "10.225.2", "5070x"),),
    ttl="1h",
    redundancy=Redundancy.ACTIVE_PASSIVE,
)


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, Case(), Step.SETUP)


@pytest.fixture
def page(window: MainWindow) -> SetupPage:
    return setup_page(window)


def write(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def leave(qtbot: QtBot, line: QLineEdit) -> None:
    qtbot.keyClick(line, Key.Key_Tab)


def card(page: SetupPage, start: str) -> QRadioButton:
    found = [one for one in page.findChildren(QRadioButton) if one.text().replace("&", "").startswith(start)]
    assert len(found) == 1
    return found[0]


def test_a_plan_is_made_by_the_keyboard_alone(qtbot: QtBot, window: MainWindow, page: SetupPage) -> None:
    write(qtbot, page.where.domain.line, "eslab.local")
    leave(qtbot, page.where.domain.line)
    assert page.where.subdomain.line.hasFocus()
    qtbot.keyClicks(page.where.subdomain.line, "testserver")
    for number, (host, address) in enumerate((("piper", "10.225.2.31"), ("piper2", "10.225.2.32"))):
        editors = page.servers.rows[number].editors
        write(qtbot, editors["host"], host)
        leave(qtbot, editors["host"])
        assert editors["address"].hasFocus()
        qtbot.keyClicks(editors["address"], address)
    plan = window.case.plan
    assert plan is not None
    assert plan.name == "testserver.eslab.local"
    assert [(s.host, s.port, s.priority, s.weight) for s in plan.servers] == [
        ("piper.eslab.local", 5060, 10, 10),
        ("piper2.eslab.local", 5060, 20, 10),
    ]
    assert "All handsets use piper; when it fails, piper2." in words(page.sentence)


def test_what_follows_from_the_first_question_is_said(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    assert page.awareness.cards.value() is Redundancy.UNKNOWN
    assert not page.awareness.without.isVisible()
    qtbot.mouseClick(card(page, "No ("), Qt.MouseButton.LeftButton)
    assert window.case.draft.redundancy is Redundancy.ACTIVE_PASSIVE
    assert page.awareness.without.isVisible()
    assert "may not need DNS" in words(page.awareness)
    assert "go on below" in words(page.awareness)
    qtbot.keyClick(card(page, "No ("), Key.Key_Left)
    assert window.case.draft.redundancy is Redundancy.ACTIVE_ACTIVE
    assert not page.awareness.without.isVisible()


def test_the_existing_domain_needs_no_sub_domain_and_keeps_what_was_typed(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    write(qtbot, page.where.domain.line, "eslab.local")
    write(qtbot, page.where.subdomain.line, "sip")
    qtbot.mouseClick(card(page, "Existing"), Qt.MouseButton.LeftButton)
    assert not page.where.subdomain.isVisible()
    assert window.case.draft.option is Option.EXISTING_DOMAIN
    assert window.case.draft.subdomain == "sip"
    assert page.where.preview.lines()[0].value == "eslab.local"
    qtbot.mouseClick(card(page, "New sub"), Qt.MouseButton.LeftButton)
    assert page.where.subdomain.line.text() == "sip"


def test_the_names_follow_the_typing(qtbot: QtBot, page: SetupPage) -> None:
    write(qtbot, page.where.domain.line, "eslab.local")
    name, owner = page.where.preview.lines()
    assert (name.value, name.text) == ("….eslab.local", "")
    qtbot.keyClicks(page.where.subdomain.line, "sip")
    name, owner = page.where.preview.lines()
    assert (name.text, owner.text) == ("sip.eslab.local", "_sip._udp.sip.eslab.local")


def test_an_error_waits_until_the_field_is_left_and_goes_while_it_is_mended(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    field = page.where.domain
    write(qtbot, field.line, "es lab")
    assert not field.has_problem
    leave(qtbot, field.line)
    assert field.has_problem
    assert "cannot contain a space" in words(field)
    assert field.line.property("problem") is True
    assert "cannot contain a space" in field.line.accessibleDescription()
    assert window.case.draft.domain == "es lab"
    field.line.setFocus()
    field.line.setCursorPosition(3)
    qtbot.keyClick(field.line, Key.Key_Backspace)
    assert field.line.text() == "eslab"
    assert not field.has_problem


def test_a_blank_page_does_not_scold_who_passes_by(qtbot: QtBot, page: SetupPage) -> None:
    page.where.domain.line.setFocus()
    leave(qtbot, page.where.domain.line)
    assert not page.where.domain.has_problem
    write(qtbot, page.where.subdomain.line, "sip")
    page.where.domain.line.setFocus()
    leave(qtbot, page.where.domain.line)
    assert page.where.domain.has_problem


def test_pasted_text_is_repaired_and_explained_on_leaving(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    line = page.where.domain.line
    write(qtbot, line, " sip:eslab.local. ")
    assert line.text() == " sip:eslab.local. "
    leave(qtbot, line)
    assert line.text() == "eslab.local"
    assert window.case.draft.domain == "eslab.local"
    assert "scheme was removed" in words(page.where.domain)
    write(qtbot, line, "x")
    assert "scheme" not in words(page.where.domain)


def test_a_whole_name_in_the_sub_domains_field_is_cut(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    write(qtbot, page.where.domain.line, "eslab.local")
    write(qtbot, page.where.subdomain.line, "sip.eslab.local")
    leave(qtbot, page.where.subdomain.line)
    assert window.case.draft.subdomain == "sip"
    assert "only the part before eslab.local" in words(page.where.subdomain)


def test_typing_in_the_middle_keeps_the_cursor_there(qtbot: QtBot, page: SetupPage) -> None:
    line = page.where.domain.line
    write(qtbot, line, "elocal")
    line.setCursorPosition(1)
    qtbot.keyClicks(line, "slab.")
    assert line.text() == "eslab.local"
    assert line.cursorPosition() == 6


def test_the_transport_changes_port_and_names(qtbot: QtBot, window: MainWindow, page: SetupPage) -> None:
    page.travel.transport.setFocus()
    qtbot.keyClicks(page.travel.transport, "TLS")
    assert window.case.draft.transport is Transport.TLS
    assert page.servers.rows[0].editors["port"].placeholderText() == "5061"
    assert page.where.preview.lines()[1].value.startswith("_sips._tcp.")
    assert "have not seen it" in words(page.travel)


@pytest.mark.parametrize(
    ("transport", "use", "word", "source"),
    [
        (Transport.UDP, NaptrUse.NEEDED, "No NAPTR record", "Inferred"),
        (Transport.UDP, NaptrUse.ALWAYS, "tells the handset to use UDP", "Standard"),
        (Transport.TCP, NaptrUse.NEEDED, "TCP needs a NAPTR record", "Inferred"),
        (Transport.TCP, NaptrUse.NEVER, "TCPOnly", "Vendor"),
        (Transport.TLS, NaptrUse.NEVER, "by its transport, TLS", "Vendor"),
    ],
)
def test_one_sentence_explains_the_naptr_record_and_who_says_so(
    window: MainWindow, page: SetupPage, transport: Transport, use: NaptrUse, word: str, source: str
) -> None:
    window.set_case(Case(draft=replace(practice_draft(), transport=transport, naptr=use)))
    assert word in words(page.travel.why_naptr)
    assert source in words(page.travel.why_naptr)


def test_a_case_from_elsewhere_is_shown_with_its_errors(window: MainWindow, page: SetupPage) -> None:
    window.set_case(Case(draft=FAULTY))
    assert page.where.domain.line.text() == "es lab"
    assert page.where.domain.has_problem
    assert page.travel.ttl.has_problem
    assert page.servers.rows[0].has_problem("address")
    assert page.servers.rows[0].has_problem("port")
    assert page.awareness.cards.value() is Redundancy.ACTIVE_PASSIVE
    window.set_case(Case(draft=practice_draft()))
    assert page.where.domain.line.text() == "eslab.local"
    assert not page.where.domain.has_problem
    assert len(page.servers.rows) == 2
    assert not page.servers.rows[0].has_problem("port")
    assert "piper; when it fails, piper2" in words(page.sentence)


def test_showing_a_case_changes_nothing_in_it(qtbot: QtBot, window: MainWindow, page: SetupPage) -> None:
    for draft in (FAULTY, practice_draft(), Draft(servers=())):
        case = Case(draft=draft)
        with qtbot.assertNotEmitted(page.case_edited):
            window.set_case(case)
        assert window.case is case


def test_another_page_may_change_the_case_while_wrong_text_stands_here(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    write(qtbot, page.where.domain.line, "es lab")
    window.go(Step.HANDSET)
    window.set_case(replace(window.case, site="Aarhus"))
    window.go(Step.SETUP)
    assert page.where.domain.line.text() == "es lab"
    qtbot.keyClicks(page.where.subdomain.line, "x")
    assert window.case.site == "Aarhus"


def test_load_sharing_names_the_shares_and_that_it_is_the_standards_word(
    window: MainWindow, page: SetupPage
) -> None:
    servers = (
        DraftServer("piper", "10.225.2.31", "", "10", "10"),
        DraftServer("piper2", "10.225.2.32", "", "10", "30"),
    )
    window.set_case(Case(draft=replace(practice_draft(), servers=servers)))
    assert "share piper (25%) and piper2 (75%)" in words(page.sentence)
    assert "RFC 2782" in words(page.sentence)


def test_one_server_alone_is_a_warning_in_words(window: MainWindow, page: SetupPage) -> None:
    window.set_case(Case(draft=replace(practice_draft(), servers=practice_draft().servers[:1])))
    assert "Warning: All handsets use piper." in words(page.sentence)


def test_a_doubled_name_is_doubted_also_where_a_second_server_is_missing(
    window: MainWindow, page: SetupPage
) -> None:
    draft = replace(practice_draft(), domain="testserver.eslab.local")
    window.set_case(Case(draft=draft))
    assert "Is the name doubled?" in words(page.sentence)
    window.set_case(Case(draft=replace(draft, servers=draft.servers[:1])))
    assert "Add a second server. Is the name doubled?" in words(page.sentence)
    window.set_case(Case(draft=practice_draft()))
    assert "doubled" not in words(page.sentence)


LONG = replace(practice_draft(), domain=".".join(["a" * 60] * 3), subdomain="b" * 40)


@pytest.mark.parametrize(
    "draft", [Draft(), FAULTY, practice_draft(), LONG], ids=["blank", "faulty", "lab", "long"]
)
def test_nothing_sticks_out_of_the_smallest_window(qtbot: QtBot, settings: QSettings, draft: Draft) -> None:
    window = open_window(qtbot, settings, Case(draft=draft), Step.SETUP, (800, 500))
    page = setup_page(window)
    area = frame(page)
    qtbot.waitUntil(lambda: page.width() == area.viewport().width())
    assert area.horizontalScrollBar().maximum() == 0
    for row in page.servers.rows:
        for editor in row.editors.values():
            assert editor.width() >= editor.fontMetrics().horizontalAdvance(editor.text()) + 22


def test_the_lab_s_plan_survives_the_page(window: MainWindow, page: SetupPage) -> None:
    window.set_case(Case(draft=practice_draft()))
    for row in page.servers.rows:
        for part, editor in row.editors.items():
            row.left.emit(part)
            assert editor.text()
    plan = window.case.plan
    assert plan is not None
    assert (plan.servers, plan.name) == (LAB_PLAN.servers, LAB_PLAN.name)
