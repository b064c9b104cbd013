"""The live checks in the real window, against real servers on loopback."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.pages.live import JUDGE, NAME, OWNER, at, heard, lab, open_window, silent_socket
from tests.gui.pages.log_window import told
from tests.servers import bind, scripted
from wizard import live as wizard_live
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.status import check_status
from wizard.core.case.steps import Progress, Step
from wizard.core.diagnosis.picture import NodeState
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.handset.chain import Chain
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.recipes import Product
from wizard.core.record import Address, Record, RecordType, Srv
from wizard.gui.pages.checks import running as checks_running
from wizard.gui.pages.checks.steps import AnswerSteps
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer

LESS = [r for r in REPAIRED if not (isinstance(r.data, Srv) and r.data.target == "piper2.eslab.local")]


@pytest.fixture
def opened(qtbot: QtBot, settings: QSettings):
    windows = []

    def open_(case: Case):
        window = open_window(qtbot, settings, case)
        windows.append(window)
        return window, window.page(Step.CHECKS)

    yield open_
    for window in windows:
        window.close()


def run(qtbot: QtBot, window) -> None:
    """F5, and wait until the check has ended."""
    page = window.page(Step.CHECKS)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_F5)
    assert page.busy()
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)


def status(window):
    return check_status(window.case, JUDGE)


def steps(page):
    table = page.results.steps.table
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]


def states(page):
    return [node.state for node in page.results.map.picture.nodes]


# Nothing before the click


def test_nothing_is_sent_before_the_click(qtbot, opened):
    with silent_socket() as listener:
        window, page = opened(lab(timeout="0.2"))
        typed = f"127.0.0.1:{listener.getsockname()[1]}"
        page.form.servers[0].setFocus()
        qtbot.keyClicks(page.form.servers[0], typed)
        qtbot.keyClick(page.form.servers[0], Qt.Key.Key_Tab)
        window.go(Step.LOG)
        window.go(Step.CHECKS)
        assert window.case.checks.servers == (typed,)
        assert NAME in page.sends.text().replace("\u200b", "")
        assert typed in page.sends.text().replace("\u200b", "")
        assert heard(listener) == 0
        run(qtbot, window)
        assert heard(listener) > 0


def test_with_the_keyboard_alone(qtbot, opened):
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab())
        qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
        assert page.form.servers[0].hasFocus()
        qtbot.keyClicks(window.focusWidget(), at(server)[0])
        run(qtbot, window)
        assert window.case.report is not None
        assert page.banner.accessibleName().startswith("OK: ")
        assert page.run_button.hasFocus()
        assert page.run_button.text() == "&Run checks again"
        assert not page.form.isVisible()
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
        assert page.busy()
        qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)


def test_tab_goes_through_the_fields_in_order(qtbot, opened):
    window, page = opened(lab())
    page.form.address.setFocus()
    form = page.form
    order = [form.port, form.transport, *form.servers, form.timeout, form.own, form.zone]
    for widget in (*order, page.run_button):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is widget


# What servers say


def test_broken_then_repaired(qtbot, opened):
    with PracticeServer(BROKEN) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
        assert page.banner.accessibleName() == f"Critical: {NAME} does not exist in DNS"
        assert states(page) == [NodeState.FOUND, *[NodeState.NONE] * 3, NodeState.FAILED]
        assert status(window).progress is Progress.FAILED
        assert page.results.changes.isVisible()
        assert steps(page)[0][:2] == ["None", f"NAPTR {NAME}"]
        server.load(REPAIRED)
        run(qtbot, window)
        assert page.banner.accessibleName().startswith("OK: The handset finds its SIP servers")
        assert states(page) == [NodeState.FOUND] * 5
        assert status(window).progress is Progress.OK
        assert not page.results.changes.isVisible()
        assert [row[:2] for row in steps(page)[:4]] == [
            ["Found", f"NAPTR {NAME}"],
            ["Found", f"SRV {OWNER}"],
            ["Found", "A piper.eslab.local"],
            ["Found", "A piper2.eslab.local"],
        ]


@pytest.mark.servers
def test_bind_broken_then_mended_by_the_commands_shown(qtbot, opened):
    hosts = "piper A 10.225.2.31\npiper2 A 10.225.2.32\n"
    with bind.serve({"eslab.local": hosts}) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
        assert page.banner.accessibleName().startswith("Critical: ")
        page.results.changes.product.set_value(Product.BIND)
        shown = [block.commands.text() for block in page.results.changes.recipes() if block.commands]
    added = [
        line for line in shown[0].splitlines() if line and not line.startswith(";") and " A " not in line
    ]
    with bind.serve({"eslab.local": hosts + "\n".join(added) + "\n"}) as server:
        window.set_case(lab(server))
        run(qtbot, window)
        assert page.banner.accessibleName().startswith("OK: ")


def test_a_silent_server(qtbot, opened):
    with scripted.serve(scripted.silence()) as server:
        window, page = opened(lab(server, timeout="0.2"))
        run(qtbot, window)
    assert "gives no answer" in page.banner.accessibleName()
    unsent = "not asked: the server had not answered before"
    assert [(row[0], row[3]) for row in steps(page)] == [
        ("Failed", "no reply"), ("Not asked", unsent), ("Failed", "no reply")
    ]  # fmt: skip
    assert [node.state for node in page.results.map.picture.nodes[1:4]] == [
        NodeState.FAILED, NodeState.NOT_ASKED, NodeState.FAILED
    ]  # fmt: skip


def test_a_server_that_falls_silent(qtbot, opened):
    """The questions that were not sent are counted, not listed."""
    records = scripted.records("eslab.local")

    def falls(asked: scripted.Asked) -> scripted.Reply | None:
        return records(asked) if asked.name in (NAME, OWNER) else None

    with scripted.serve(falls) as server:
        window, page = opened(lab(server, timeout="0.1"))
        run(qtbot, window)
    (chain,) = window.case.report.chains
    assert chain.left_out > 3
    assert page.results.steps.left_out.isVisible()
    assert page.results.steps.left_out.text() == (
        f"{chain.left_out} further questions were not sent to {chain.server.with_port}: "
        "it had not answered before."
    )
    assert len(steps(page)) == len(chain.answers) + len(chain.further) - chain.left_out
    window.set_case(lab(server))
    assert not page.results.steps.left_out.isVisible()


def test_a_closed_port(qtbot, opened):
    with silent_socket() as listener:
        port = listener.getsockname()[1]
    window, page = opened(lab(timeout="0.3"))
    window.set_case(replace(window.case, checks=CheckDraft(servers=(f"127.0.0.1:{port}",), timeout="0.3")))
    run(qtbot, window)
    assert "port closed" in steps(page)[0][3]
    assert "No DNS service runs" in page.banner.accessibleName()


def test_servers_that_differ_stand_side_by_side(qtbot, opened):
    with PracticeServer(REPAIRED) as good, PracticeServer(LESS) as bad:
        window, page = opened(lab(good, bad))
        run(qtbot, window)
    matrix = page.results.matrix
    assert matrix.isVisible()
    table = matrix.table
    cells = {table.item(r, 0).text(): [table.item(r, c).text() for c in (1, 2)] for r in range(4)}
    assert [text.startswith("Differs: ") for text in cells[f"SRV {OWNER}"]] == [False, True]
    assert cells["A piper2.eslab.local"][1] == "not asked"
    assert page.results.server.count() == 2
    assert len(page.results.map.picture.servers) == 2
    page.results.server.setCurrentIndex(1)
    assert len(page.results.map.picture.servers) == 1


def test_a_silent_server_is_no_agreement(qtbot, opened):
    with PracticeServer(REPAIRED) as first, PracticeServer(REPAIRED) as second, silent_socket() as silent:
        good, same = f"127.0.0.1:{first.port}", f"127.0.0.1:{second.port}"
        dead = f"127.0.0.1:{silent.getsockname()[1]}"
        window, page = opened(lab(first))
        missing = f"No usable answer came from {dead}."
        for servers, words in (
            ((dead, good), f"{missing} So there is nothing to compare the other one with."),
            ((good, dead, same), f"{missing} The answers that came do not contradict each other."),
            (
                (dead, dead.replace(".1:", ".2:")),
                "None of them gave a usable answer, so nothing can be compared.",
            ),
            ((good, same), "They do not contradict each other."),
        ):
            window.set_case(replace(window.case, checks=CheckDraft(servers=servers, timeout="0.3")))
            run(qtbot, window)
            assert page.results.matrix._lead.text() == words


def test_one_server_needs_no_matrix(qtbot, opened):
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
    assert not page.results.matrix.isVisible()
    assert not page.results.server.isVisible()


def test_a_port_is_said_at_the_field_and_in_the_verdict(qtbot, opened):
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server, address="piper.eslab.local"))
        page.form.port.setFocus()
        page.form.port.selectAll()
        qtbot.keyClicks(page.form.port, "5060")
        qtbot.keyClick(page.form.port, Qt.Key.Key_Tab)
        assert "SRV" in page.form.port.accessibleDescription()
        run(qtbot, window)
    assert "port 5060" in page.banner.accessibleName()
    assert window.case.report.lookfor == Lookfor("piper.eslab.local", 5060)


# Progress and Cancel


def test_answers_appear_as_they_come(qtbot, opened):
    zone = scripted.records("eslab.local", "piper.eslab.local. 60 IN A 10.225.2.31")
    script = scripted.Script(zone).on(OWNER, "SRV", scripted.silence())
    with scripted.serve(script) as server:
        window, page = opened(lab(server, timeout="20"))
        qtbot.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: len(steps(page)) == 1, timeout=10_000)
        assert page.line.text() == "1 answer so far; asking 1 server"
        assert page.run_button.text() == "&Cancel"
        assert told(window, Step.CHECKS) == "Checking…"
        assert states(page)[1:3] == [NodeState.NONE, NodeState.NOT_ASKED]
        asked = server.count()
        qtbot.keyClick(window, Qt.Key.Key_F5)
        with qtbot.waitSignal(page.said, timeout=10_000) as said:
            qtbot.mouseClick(page.run_button, Qt.MouseButton.LeftButton)
        assert said.args == ["Checks cancelled. What came is kept."]
        assert server.count() - asked <= 1
        qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
    report = window.case.report
    assert report.cancelled
    assert [a.outcome for a in report.chains[0].answers] == [Outcome.NXDOMAIN, Outcome.CANCELLED]
    assert page.notice.isVisible()
    assert "cancelled" in page.notice.accessibleName()
    assert page.run_button.text() == "&Run checks again"
    assert [row[0] for row in steps(page)] == ["None", "Cancelled"]
    assert status(window).progress is Progress.INCOMPLETE
    assert told(window, Step.CHECKS) == status(window).text


def test_escape_cancels_and_an_older_result_stays(qtbot, opened):
    with PracticeServer(REPAIRED) as good, scripted.serve(scripted.silence()) as silent:
        window, page = opened(lab(good))
        run(qtbot, window)
        before = window.case.report
        window.set_case(replace(window.case, checks=CheckDraft(servers=at(silent), timeout="20")))
        qtbot.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: silent.count() > 0, timeout=10_000)
        # Less than the 20 seconds for which the server would be waited for.
        with qtbot.waitSignal(page.said, timeout=10_000) as said:
            qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert said.args == ["Checks cancelled before any answer came."]
        qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
    assert window.case.report is before
    assert page.banner.accessibleName().startswith("OK: ")
    assert len(states(page)) == 5


def test_a_result_comes_while_another_page_is_edited(qtbot, opened):
    slow = scripted.delayed(
        0.1, scripted.records("eslab.local", f"{OWNER}. 60 IN SRV 1 1 5060 piper.eslab.local.")
    )
    with scripted.serve(slow) as server:
        window, page = opened(lab(server, timeout="5"))
        qtbot.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: server.count() > 0, timeout=10_000)
        window.go(Step.LOG)
        window.set_case(replace(window.case, notes="written meanwhile"))
        qtbot.waitUntil(lambda: window.case.report is not None, timeout=20_000)
    assert window.case.notes == "written meanwhile"
    window.go(Step.CHECKS)
    assert page.banner.isVisible()


def test_a_result_never_goes_into_another_case(qtbot, opened):
    slow = scripted.delayed(0.1, scripted.records("eslab.local"))
    with scripted.serve(slow) as server:
        window, page = opened(lab(server, timeout="5"))
        qtbot.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: server.count() > 0, timeout=10_000)
        other = Case(site="Another site")
        window.set_case(other)
        qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
    assert window.case == other
    assert page.form.isVisible()
    assert not page.results.isVisible()


def test_closing_the_window_ends_a_check_in_time(qtbot, opened):
    with scripted.serve(scripted.silence()) as server:
        window, page = opened(lab(server, timeout="30"))
        qtbot.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: server.count() > 0, timeout=10_000)
        begun = time.monotonic()
        window.close()
        assert time.monotonic() - begun < 3
        assert not page.busy()


def test_a_defect_is_said_and_ends_nothing_else(qtbot, opened, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("made for this test")
        yield

    monkeypatch.setattr(checks_running, "live_check", broken)
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
        assert page.banner.isVisible()
        assert "defect in this program" in page.banner.accessibleName()
        assert window.case.report is None
        monkeypatch.undo()
        run(qtbot, window)
    assert page.banner.accessibleName().startswith("OK: ")


# Out of date


def test_a_changed_plan_makes_the_result_stale_and_keeps_it(qtbot, opened):
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
        case = window.case
        window.set_case(replace(case, draft=replace(case.draft, subdomain="sip")))
        assert page.notice.isVisible()
        assert "out of date" in page.notice.accessibleName()
        assert page.banner.accessibleName().startswith("OK: ")
        assert len(states(page)) == 5
        assert status(window).progress is Progress.STALE
        window.set_case(case)
        assert not page.notice.isVisible()


def test_changing_the_target_shows_the_fields_and_the_old_result(qtbot, opened):
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
        page.change.click()
        assert page.form.isVisible()
        assert page.form.servers[0].hasFocus()
        page.form.address.setFocus()
        qtbot.keyClicks(page.form.address, "piper.eslab.local")
        assert page.notice.isVisible()
        assert page.results.isVisible()
        run(qtbot, window)
    assert window.case.report.lookfor.address == "piper.eslab.local"
    assert not page.notice.isVisible()


# What cannot be read


def test_without_a_server_the_focus_goes_to_its_field(qtbot, opened):
    window, page = opened(lab())
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert not page.busy()
    assert page.form.servers[0].hasFocus()
    assert "IP address of the handset's DNS server" in page.form.servers[0].accessibleDescription()


def test_without_a_name_the_focus_goes_to_its_field(qtbot, opened):
    window, page = opened(Case(checks=CheckDraft(servers=("127.0.0.1",))))
    qtbot.mouseClick(page.run_button, Qt.MouseButton.LeftButton)
    assert not page.busy()
    assert page.form.address.hasFocus()
    assert window.case.checks.servers == ("127.0.0.1",)
    window.set_case(lab())
    assert not page.form.field("address").has_problem


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("server.0", "dns1"),
        ("server.2", "10.0.0.1:0"),
        ("port", "sip"),
        ("timeout", "soon"),
        ("address", "a b"),
    ],
)
def test_a_wrong_field_is_said_on_leaving_and_kept_as_typed(qtbot, opened, field, text):
    window, page = opened(lab())
    editor = page.form.field(field).editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert page.form.field(field).has_problem
    assert editor.text() == text
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert not page.busy()
    checks = window.case.checks
    assert text in (checks.address, checks.port, checks.timeout, *checks.servers)


def test_a_pasted_name_is_cleaned_up_when_left(qtbot, opened):
    window, page = opened(lab())
    page.form.address.setFocus()
    qtbot.keyClicks(page.form.address, " sip:Testserver.eslab.local. ")
    assert window.case.checks.address == " sip:Testserver.eslab.local. "
    qtbot.keyClick(page.form.address, Qt.Key.Key_Tab)
    assert window.case.checks.address == "Testserver.eslab.local"
    assert "Cleaned up" in page.form.address.accessibleDescription()


def test_everything_chosen_is_in_the_case_at_once(qtbot, opened):
    window, page = opened(lab())
    assert page.form.transport.value() == "DNSnaptr"
    page.form.transport.setFocus()
    for _ in range(3):
        qtbot.keyClick(page.form.transport, Qt.Key.Key_Down)
    page.form.own.setFocus()
    qtbot.keyClick(page.form.own, Qt.Key.Key_Space)
    assert window.case.checks.transport == "TLS"
    assert window.case.checks.own
    page.form.transport.setFocus()
    qtbot.keyClick(page.form.transport, Qt.Key.Key_Home)
    assert window.case.checks.transport == ""


def test_an_unknown_transport_of_a_case_file_is_kept_and_said(qtbot, opened):
    with silent_socket() as listener:
        port = listener.getsockname()[1]
        window, page = opened(Case(checks=CheckDraft("n.eslab.local", "0", "naptr", (f"127.0.0.1:{port}",))))
        qtbot.keyClick(window, Qt.Key.Key_F5)
        assert not page.busy()
        assert page.form.field("transport").has_problem
        assert window.case.checks.transport == "naptr"


# Details and jumps


def test_a_chosen_step_shows_the_raw_answer_to_copy(qtbot, opened):
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
    details = page.results.steps.details
    assert not details.isVisible()
    page.results.steps.table.setFocus()
    qtbot.keyClick(page.results.steps.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.results.steps.table, Qt.Key.Key_Down)
    assert details.isVisible()
    qtbot.mouseClick(details.raw.copy_button, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert "rcode NOERROR" in copied
    assert f"{OWNER}. 3600 IN SRV 1 10 5060 piper.eslab.local." in copied
    assert "piper2.eslab.local." in details.records.text()
    facts = dict(details.facts(page.results.steps.answers[1]))
    assert facts["Flags"].startswith("authoritative")
    assert facts["Protocol"].startswith("UDP, ")


def test_the_picture_and_the_evidence_lead_to_the_step(qtbot, opened):
    with PracticeServer(BROKEN) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
    table = page.results.steps.table
    picture = page.results.map
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.place_of(2).center())
    assert table.item(table.currentRow(), 1).text() == f"SRV {OWNER}"
    assert table.hasFocus()
    picture.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(picture, key)
    assert table.item(table.currentRow(), 1).text() == f"A {NAME}"
    seen = JUDGE.check(window.case).verdict.evidence[0]
    page.results.findings.evidence_activated.emit(seen)
    assert table.item(table.currentRow(), 1).text() == f"NAPTR {NAME}"


def test_show_fix_goes_to_the_first_finding(qtbot, opened):
    with PracticeServer(BROKEN) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
    qtbot.mouseClick(page.banner.button, Qt.MouseButton.LeftButton)
    assert page.results.findings.isAncestorOf(window.focusWidget())


def test_hostile_answers_are_plain_text(qtbot, opened):
    evil = '"<img src=//host/x>"'
    lines = [
        f'{NAME}. 60 IN NAPTR 1 1 "s" {evil} "" _sip._udp.<b>.eslab.local.',
        f"{OWNER}. 60 IN SRV 1 1 5060 <i>.eslab.local.",
    ]
    with scripted.serve(scripted.records("eslab.local", *lines)) as server:
        window, page = opened(lab(server))
        run(qtbot, window)
    for label in page.findChildren(QLabel):
        # A field's label shows the & of its key, so it guesses; its text is ours.
        assert label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text(), label.text()
    page.results.steps.table.setCurrentCell(0, 0)
    assert "<img src=//host/x>" in page.results.steps.details.raw.text()


def test_many_records_do_not_break_the_page(qtbot, opened):
    lines = [f"{OWNER}. 60 IN SRV {n} 0 5060 h{n}.eslab.local." for n in range(60)]
    lines += [f"h{n}.eslab.local. 60 IN A 10.1.0.{n}" for n in range(60)]
    with scripted.serve(scripted.truncated(scripted.records("eslab.local", *lines))) as server:
        window, page = opened(lab(server, timeout="2"))
        run(qtbot, window)
    assert len(page.results.map.picture.servers) == 13
    assert page.results.steps.table.height() <= 360


def test_the_own_dns_is_asked_only_when_ticked(qtbot, opened, monkeypatch):
    with PracticeServer(REPAIRED) as theirs, scripted.serve(scripted.nxdomain("eslab.local")) as mine:
        monkeypatch.setattr(checks_running, "own_servers", lambda: (Server(mine.address, mine.port),))
        window, page = opened(lab(theirs))
        run(qtbot, window)
        assert mine.count() == 0
        window.set_case(replace(window.case, checks=replace(window.case.checks, own=True)))
        run(qtbot, window)
        assert mine.count() > 0
    assert page.banner.accessibleName().startswith("OK: ")
    titles = [page.results.matrix.table.horizontalHeaderItem(c).text() for c in range(3)]
    assert titles[2].startswith("This PC:")


def test_every_outcome_is_told_apart_in_words(qtbot):
    question = Question(NAME, RecordType.A)
    record = Record(NAME, RecordType.A, 60, Address("10.1.0.1"))
    answers = tuple(
        Answer(question, Server("10.0.0.1"), outcome, (record,) if outcome is Outcome.DATA else ())
        for outcome in Outcome
    )
    part = AnswerSteps()
    qtbot.addWidget(part)
    part.show_chains([Chain(Server("10.0.0.1"), Lookfor(NAME), answers)])
    words = [part.table.item(row, 3).text() for row in range(part.table.rowCount())]
    assert len(words) == len(Outcome)
    assert len(set(words)) == len(words)
    for row in range(len(words)):
        part.table.setCurrentCell(row, 0)
        assert dict(part.details.facts(part.answers[row]))["Answer"] == words[row]


def test_the_server_of_the_zone_is_asked_on_request_and_said_to_be(qtbot, opened, monkeypatch):
    """An answer that is only remembered is named, with the server that knows better beside it."""
    zone = "eslab.local"
    holds = (f"{zone}. 60 IN NS ns.{zone}.", f"ns.{zone}. 60 IN A 127.0.0.1")
    there = (f"{OWNER}. 60 IN SRV 1 1 5060 a.{zone}.", f"a.{zone}. 60 IN A 10.0.0.1")
    now = scripted.records(zone, *holds, *there)

    def remembers(asked: scripted.Asked) -> scripted.Reply | None:
        reply = scripted.records(zone, *holds)(asked)
        return replace(reply, wire=reply.wire[:2] + bytes([reply.wire[2] & ~0x04]) + reply.wire[3:])

    with scripted.serve(now) as holder, scripted.serve(remembers) as cache:
        monkeypatch.setattr(wizard_live, "DNS_PORT", holder.port)
        window, page = opened(lab(cache))
        assert "holds the zone" not in page.sends.text()
        page.form.zone.setFocus()
        qtbot.keyClick(page.form.zone, Qt.Key.Key_Space)
        assert window.case.checks.zone
        assert "to the server that holds the zone, and to nobody else" in page.sends.text()
        run(qtbot, window)
        assert holder.count(OWNER, "SRV") == 1
    assert "still has an old answer" in page.banner.accessibleName()
    table = page.results.matrix.table
    assert table.horizontalHeaderItem(2).text() == f"Holds the zone: 127.0.0.1:{holder.port}"
    assert any(f"127.0.0.1:{holder.port}" == row[2] for row in steps(page))
    assert any(row[1] == f"NS {zone} (not asked by the handset)" for row in steps(page))
