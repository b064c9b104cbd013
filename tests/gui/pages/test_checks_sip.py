"""Asking the SIP servers, and supposing that they are down, in the real window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.gui.pages.live import JUDGE, NAME, at, cut_off, heard, open_window, silent_socket
from tests.servers import kamailio, sip_peer
from tests.servers.process import free_port
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.file import dump, load
from wizard.core.case.status import check_status
from wizard.core.case.steps import Step
from wizard.core.diagnosis.picture import NodeState
from wizard.core.finding import Severity
from wizard.core.sip.outcome import Outcome
from wizard.gui.shots import settle
from wizard.practice.lab import BROKEN
from wizard.practice.server import PracticeServer


def zone(*ports: int) -> str:
    hosts = [f"piper{n or ''}" for n in range(len(ports))]
    lines = [f"_sip._udp.testserver SRV {10 + n} 10 {ports[n]} {host}" for n, host in enumerate(hosts)]
    lines += [f"{host} A 127.0.0.1" for host in hosts]
    frame = ["$ORIGIN eslab.local.", "$TTL 3600", "@ SOA ns hostmaster 1 3600 600 86400 3600", "@ NS ns"]
    return "\n".join([*frame, "ns A 127.0.0.1", *lines, ""])


@pytest.fixture
def checked(qtbot: QtBot, settings: QSettings):
    """A window whose check of this zone has ended; its name server stays."""
    windows, servers = [], []

    def check(content, timeout="0.5", size=(1180, 720)):
        server = PracticeServer(content)
        server.start()
        servers.append(server)
        case = Case(checks=CheckDraft(NAME, servers=at(server), timeout=timeout))
        window = open_window(qtbot, settings, case)
        windows.append(window)
        window.resize(*size)
        page = window.page(Step.CHECKS)
        page.run()
        qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
        settle(window)
        return window, page

    yield check
    for window in windows:
        window.close()
    for server in servers:
        server.stop()


def answers(status: str = "200 OK"):
    return sip_peer.datagrams(lambda request: [sip_peer.reply(request, status, "Server: box")])


def ask(qtbot: QtBot, window) -> None:
    page = window.page(Step.CHECKS)
    page.results.sip.button.setFocus()
    qtbot.keyClick(page.results.sip.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
    settle(window)


def servers(page):
    picture = page.results.map.picture
    return [(picture.nodes[n].state, picture.nodes[n].word) for n in picture.servers]


def last_steps(page, count: int):
    table = page.results.steps.table
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount() - count, table.rowCount())
    ]


def codes(window):
    return [f.code for f in JUDGE.check(window.case).findings if f.code.startswith("sip.")]


def plain(text: str) -> str:
    return text.replace("\u200b", "")


# What is sent


def test_nothing_is_sent_before_the_click_and_it_is_said_to_whom(checked, qtbot):
    with silent_socket() as one, answers() as two:
        port = one.getsockname()[1]
        window, page = checked(zone(port, two.port), timeout="0.3")
        said = plain(page.results.sip.line.text())
        assert f"piper.eslab.local at 127.0.0.1:{port}/udp" in said
        assert f"piper1.eslab.local at 127.0.0.1:{two.port}/udp" in said
        assert "OPTIONS" in said
        assert (heard(one), two.heard) == (0, [])
        ask(qtbot, window)
        assert heard(one) > 0
        assert {request.split()[0] for request in two.heard} == {b"OPTIONS"}


def test_there_is_nobody_to_ask_where_nothing_was_found(checked):
    _, page = checked(BROKEN)
    assert not page.results.sip.isVisible()
    assert not page.results.whatif.isVisible()


# What comes of it


def test_the_answers_are_in_picture_steps_findings_and_case(checked, qtbot):
    with answers("404 Not found") as one:
        window, page = checked(zone(one.port, free_port()))
        assert servers(page) == [(NodeState.FOUND, "found")] * 2
        ask(qtbot, window)
    assert servers(page) == [
        (NodeState.FOUND, "found in DNS; SIP: answers (404)"),
        (NodeState.FAILED, "found in DNS; SIP: turned away (nothing listens there)"),
    ]
    first, second = last_steps(page, 2)
    assert first[:4] == [
        "Answers", "SIP OPTIONS piper.eslab.local", f"127.0.0.1:{one.port}/udp", "answers 404 Not found, box",
    ]  # fmt: skip
    assert second[0] == "Failed"
    assert codes(window) == ["sip.refused", "sip.answers"]
    report = window.case.report
    assert [probe.outcome for probe in report.probes] == [Outcome.ANSWERS, Outcome.REFUSED]
    assert report.probed
    assert plain(page.results.sip.line.text()).endswith("1 of 2 answer. See the picture and the steps below.")
    again = load(dump(window.case), "x").case
    assert again.report == report


def test_a_dead_first_server_is_said_with_the_backup_that_answers(checked, qtbot):
    with answers() as two:
        window, page = checked(zone(free_port(), two.port))
        with qtbot.waitSignal(page.said) as said:
            ask(qtbot, window)
    dead = next(f for f in JUDGE.check(window.case).findings if f.code == "sip.refused")
    title = JUDGE.knowledge.explain(dead).title
    assert title.startswith("Nothing listens for SIP on the first server, piper.eslab.local;")
    assert title.endswith("; the backup piper1.eslab.local answers")
    assert JUDGE.knowledge.severity(dead) is Severity.ERROR
    # No handset would come as far: the servers of this test are where it runs.
    assert page.banner.accessibleName().startswith("Critical: No SIP server can be reached: DNS gives piper")
    assert said.args[0] == f"SIP servers asked: {check_status(window.case, JUDGE).text}"


def test_asking_again_sees_the_repair(checked, qtbot):
    port = free_port()
    window, page = checked(zone(port))
    ask(qtbot, window)
    assert codes(window) == ["sip.refused"]
    with answers() as peer, PracticeServer(zone(peer.port)) as server:
        window.set_case(replace(window.case, checks=replace(window.case.checks, servers=at(server))))
        page.run()
        qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
        assert servers(page)[0][1] == "found"
        ask(qtbot, window)
    assert codes(window) == ["sip.answers"]
    assert page.results.sip.button.text() == "Ask the SIP ser&vers again"


def test_a_chosen_server_shows_both_messages(checked, qtbot):
    with answers("200 \u202eOK") as one:
        window, page = checked(zone(one.port, one.port))
        ask(qtbot, window)
    picture = page.results.map
    qtbot.mouseClick(
        picture, Qt.MouseButton.LeftButton, pos=picture.place_of(picture.picture.servers[1]).center()
    )
    details = page.results.steps.probe_details
    assert details.isVisible()
    assert not page.results.steps.details.isVisible()
    assert details.request.text().startswith(f"OPTIONS sip:{NAME} SIP/2.0\n")
    assert details.reply.text().startswith("SIP/2.0 200 ")
    facts = dict(details.facts(window.case.report.probes[1]))
    assert facts["SIP server"] == "piper1.eslab.local"
    assert "\u202e" not in "".join(facts.values())
    page.results.steps.table.setCurrentCell(0, 0)
    assert page.results.steps.details.isVisible()
    assert not details.isVisible()


def test_the_evidence_of_a_finding_leads_to_the_server(checked, qtbot):
    window, page = checked(zone(free_port()))
    ask(qtbot, window)
    finding = next(f for f in JUDGE.check(window.case).findings if f.code == "sip.refused")
    page.results.findings.evidence_activated.emit(finding.evidence[0])
    assert page.results.steps.probe_details.isVisible()
    assert page.results.steps.table.hasFocus()


def test_hostile_replies_are_plain_text(checked, qtbot):
    evil = sip_peer.datagrams(lambda r: [sip_peer.reply(r, "200 <img src=//h/x>", "Server: <b>x</b>")])
    with evil as one:
        window, page = checked(zone(one.port))
        ask(qtbot, window)
    page.results.steps.table.setCurrentCell(page.results.steps.table.rowCount() - 1, 0)
    assert "<img" in page.results.steps.probe_details.reply.text()
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text(), label.text()


@pytest.mark.servers
def test_tls_with_kamailio_tells_of_the_certificate(checked, qtbot):
    with kamailio.serve(aliases=[NAME]) as sip:
        records = zone(sip.tls_port).replace("_sip._udp", "_sips._tcp")
        window, page = checked(f'{records}\ntestserver NAPTR 10 10 "s" "SIPS+D2T" "" _sips._tcp.testserver\n')
        ask(qtbot, window)
    (probe,) = window.case.report.probes
    facts = dict(page.results.steps.probe_details.facts(probe))
    assert facts["TLS"] == "TLSv1.3"
    assert facts["Certificate for"] == "piper.eslab.local"
    assert (facts["Names the handset's server"], facts["Names this server"]) == ("no", "yes")
    assert facts["Trusted by this computer"].startswith("no: ")


# Cancel


def test_cancel_ends_the_asking_long_before_its_time_and_keeps_what_came(checked, qtbot):
    with answers() as one, silent_socket() as two:
        window, page = checked(zone(one.port, two.getsockname()[1]), timeout="20")
        page.results.sip.button.click()
        assert page.results.sip.button.text() == "&Cancel"
        qtbot.waitUntil(lambda: servers(page)[0][1].endswith("(200)"), timeout=10_000)
        qtbot.keyClick(page.results.sip.button, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
    assert [probe.server.host for probe in window.case.report.probes] == ["piper.eslab.local"]
    assert servers(page)[1] == (NodeState.FOUND, "found")


def test_cancel_before_anything_came_changes_nothing(checked, qtbot):
    with silent_socket() as one:
        window, page = checked(zone(one.getsockname()[1]), timeout="20")
        before = window.case
        page.results.sip.button.click()
        qtbot.waitUntil(lambda: heard(one) > 0, timeout=10_000)
        page.results.sip.button.click()
        qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
    assert window.case == before
    assert page.results.sip.button.text() == "Ask the SIP ser&vers (OPTIONS)"


def test_a_new_check_drops_it(checked, qtbot):
    with silent_socket() as one:
        window, page = checked(zone(one.getsockname()[1]), timeout="20")
        page.results.sip.button.click()
        qtbot.waitUntil(lambda: heard(one) > 0, timeout=10_000)
        page.run()
        assert not page.results.sip.isVisible()
        qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
    assert window.case.report.probes == ()
    assert page.results.sip.isVisible()


def test_what_comes_too_late_goes_into_no_other_case(checked, qtbot):
    with silent_socket() as one:
        window, page = checked(zone(one.getsockname()[1]), timeout="0.5")
        page.results.sip.button.click()
        other = Case(site="Another site")
        window.set_case(other)
        qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
    assert window.case == other
    assert not page.results.isVisible()


# Suppose that one is down


def test_a_ticked_server_is_down_in_the_picture_and_nowhere_else(checked, qtbot):
    window, page = checked(zone(5060, 5060))
    before = window.case
    first = page.results.whatif.boxes[0]
    assert first.text() == "piper.eslab.local"
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert servers(page) == [
        (NodeState.DOWN, "supposed to be down"),
        (NodeState.FOUND, "found; serves all handsets then"),
    ]
    said = plain(page.results.whatif.sentence.text())
    assert said.startswith("With piper.eslab.local down, all handsets use piper1.eslab.local.")
    assert window.case == before
    qtbot.keyClick(page.results.whatif.boxes[1], Qt.Key.Key_Space)
    assert "no server is left" in plain(page.results.whatif.sentence.text())
    for box in page.results.whatif.boxes:
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert servers(page) == [(NodeState.FOUND, "found")] * 2


def test_one_server_leaves_nothing_to_suppose(checked):
    _, page = checked(zone(5060))
    assert not page.results.whatif.isVisible()


@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
def test_nothing_is_cut_off(checked, qtbot, size):
    with answers() as one:
        window, page = checked(zone(one.port, free_port(), one.port), size=size)
        assert cut_off(page) == []
        ask(qtbot, window)
        page.results.whatif.boxes[0].setChecked(True)
        page.results.steps.table.setCurrentCell(page.results.steps.table.rowCount() - 1, 0)
        settle(window)
        assert cut_off(page) == []
