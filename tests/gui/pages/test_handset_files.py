"""Configuration files on the handset page: opened, read, repaired, checked, made the plan."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.pages.wizard_window import frame, handset_page, open_window, words
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.file import dump, load
from wizard.core.case.steps import Progress, Step
from wizard.core.handset.config_file import ConfigFile, open_config, read_config
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.draft import Draft, draft_of
from wizard.gui.pages.handset import CHECK, WRITE, HandsetPage
from wizard.gui.pages.handset_files import COUNTS, FILE, FINDINGS, REPAIR
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.window import MainWindow
from wizard.practice.case import practice_draft
from wizard.practice.lab import LAB_PLAN

DATA = Path(__file__).parents[2] / "data" / "config"
LEFT = Qt.MouseButton.LeftButton
NAME = "voIpProt.server.1"
SECRET = "swordfish"


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, Case(), Step.HANDSET)


@pytest.fixture
def page(window: MainWindow) -> HandsetPage:
    return handset_page(window)


def copied(folder: Path, *names: str) -> list[Path]:
    return [Path(shutil.copy(DATA / f"{name}.cfg", folder)) for name in names]


def written(path: Path, *attributes: str) -> Path:
    path.write_text("<a\n" + "\n".join(attributes) + "\n/>\n", encoding="utf-8")
    return path


def site(folder: Path, port: int = 5060, name: str = "site.cfg") -> Path:
    return written(folder / name, f'{NAME}.address="{LAB_PLAN.name}"', f'{NAME}.port="{port}"')


def opened(qtbot: QtBot, window: MainWindow, paths: list[Path]) -> HandsetPage:
    page = handset_page(window)
    count = len(window.case.configurations)
    page.open_paths(paths)
    qtbot.waitUntil(
        lambda: (
            not page.busy()
            and page.checking.is_up_to_date
            and len(window.case.configurations) >= max(count, 1)
        )
    )
    return page


def shown(page: HandsetPage) -> str:
    """All that can be read on the page."""
    texts = [view.toPlainText() for view in page.findChildren(QPlainTextEdit) if view.isVisible()]
    texts += [one.accessibleName() for one in page.findChildren(QAbstractButton) if one.isVisible()]
    table = page.checking.result.counts.table
    items = (table.item(r, c) for r in range(table.rowCount()) for c in range(table.columnCount()))
    texts += [item.text() for item in items if item is not None]
    return "\n".join([words(page), *texts])


def test_the_tab_shown_is_there_at_once_and_another_as_soon_as_it_is_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = opened(qtbot, window, [site(tmp_path, 5061)])
    result = page.checking.result
    before = page.checking.configured
    (tmp_path / "other").mkdir()
    window.set_case(replace(window.case, configurations=()))
    page.open_paths([site(tmp_path / "other", 5062)])
    qtbot.waitUntil(lambda: page.checking.configured is not before)  # The very turn in which it is ready.
    assert "5062" in words(result.findings) + shown(page)
    for tab, view in ((REPAIR, result.repair.view), (FILE, result.file.view)):
        result.tabs.setCurrentIndex(tab)
        assert "5062" in view.toPlainText()
        assert "5061" not in view.toPlainText()
    result.tabs.setCurrentIndex(COUNTS)
    assert "5062" in shown(page)
    assert "5061" not in shown(page)


def test_tabs_that_nobody_looks_at_are_filled_too(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = opened(qtbot, window, [site(tmp_path, 5062)])
    result = page.checking.result
    assert result.tabs.currentIndex() == FINDINGS
    qtbot.waitUntil(lambda: "5062" in result.repair.view.toPlainText())
    qtbot.waitUntil(lambda: "5062" in result.file.view.toPlainText())
    qtbot.waitUntil(lambda: "5062" in shown(page))


# Opening -----------------------------------------------------------------------------------


def test_the_side_is_empty_and_leads_to_the_files(
    qtbot: QtBot, window: MainWindow, page: HandsetPage
) -> None:
    page.sides.setCurrentIndex(CHECK)
    assert page.checking.empty.isVisible()
    assert not page.open_button.isVisible()
    assert page.primary is page.checking.first
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.reject()


def test_files_chosen_in_the_dialog_are_read_together(
    qtbot: QtBot, window: MainWindow, page: HandsetPage, tmp_path: Path
) -> None:
    paths = copied(tmp_path, "sound-site", "sound-0004f2a1b2c3")
    qtbot.mouseClick(page.open_button, LEFT)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.reject()
    qtbot.waitUntil(lambda: page.checking.is_up_to_date)
    assert [file.path for file in window.case.configurations] == [str(path) for path in paths]
    assert page.sides.currentIndex() == CHECK
    assert "Nothing in these files keeps DNS failover from working" in words(page.checking.result.verdict)
    assert page.primary is page.checking.check_button


def test_what_cannot_be_read_is_said_and_the_rest_is_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "dtd.cfg").write_text("<!DOCTYPE a><a/>")
    page = opened(qtbot, window, [tmp_path / "gone.cfg", site(tmp_path), tmp_path / "dtd.cfg"])
    qtbot.waitUntil(page.checking.notice.isVisible)
    said = words(page.checking.notice).replace("\u200b", "")
    assert "gone.cfg is not there" in said
    assert "DOCTYPE" in said
    assert [file.name for file in window.case.configurations] == ["site.cfg"]
    qtbot.mouseClick(page.checking.notice.button, LEFT)
    assert not page.checking.notice.isVisible()


def test_nothing_readable_leaves_the_case_as_it_is(
    qtbot: QtBot, window: MainWindow, page: HandsetPage, tmp_path: Path
) -> None:
    page.open_paths([tmp_path / "gone.cfg"])
    qtbot.waitUntil(page.checking.notice.isVisible)
    assert window.case == Case()
    assert page.checking.empty.isVisible()


def test_a_file_opened_again_is_read_again(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = opened(qtbot, window, [site(tmp_path, 5060)])
    assert page.checking.configured is not None
    assert page.checking.configured.edits == 1
    page.open_paths([site(tmp_path, 0)])
    qtbot.waitUntil(lambda: page.checking.is_up_to_date and page.checking.configured.edits == 0)
    assert len(window.case.configurations) == 1


def test_what_other_pages_change_while_files_are_read_is_kept(
    qtbot: QtBot, window: MainWindow, page: HandsetPage, tmp_path: Path
) -> None:
    page.open_paths([site(tmp_path)])
    other = read_config("other.cfg", b"<a/>")
    window.set_case(replace(window.case, site="North", configurations=(other,)))
    qtbot.waitUntil(lambda: len(window.case.configurations) == 2 and page.checking.is_up_to_date)
    assert window.case.site == "North"


def test_the_step_list_tells_of_problems_and_the_title_counts_files(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = opened(qtbot, window, [site(tmp_path)])
    status = window.sidebar.stepper.steps.row(1).status
    assert (status.progress, status.text) == (Progress.FAILED, "1 problem")
    titles = [one.text() for one in page.sides.findChildren(QAbstractButton)]
    assert "Check files (1)" in titles


def test_files_can_be_closed_and_brought_back(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = opened(qtbot, window, [site(tmp_path)])
    before = window.case
    qtbot.mouseClick(page.checking.close_button, LEFT)
    assert window.case.configurations == ()
    assert page.checking.empty.isVisible()
    qtbot.mouseClick(page.checking.notice.button, LEFT)
    assert window.case == before
    qtbot.waitUntil(lambda: page.checking.is_up_to_date)
    assert page.checking.result.isVisible()


# Reading -----------------------------------------------------------------------------------


def test_a_click_on_the_evidence_marks_the_attribute_in_the_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = opened(qtbot, window, copied(tmp_path, "sound-site", "port-not-zero"))
    result = page.checking.result
    rows = [row for row in result.findings.findChildren(EvidenceRow) if "port-not" in row.evidence.source]
    qtbot.mouseClick(rows[0], LEFT)
    assert result.tabs.currentIndex() == FILE
    assert result.file.picker.currentText() == "port-not-zero.cfg"
    assert result.file.view.marked_text() == 'voIpProt.server.1.port="5060"'
    assert result.file.view.marked_number() == 6
    assert result.file.view.hasFocus()
    assert "line 6, column 31" in words(result.file)


def test_the_keyboard_reaches_the_evidence_too(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = opened(qtbot, window, [site(tmp_path)])
    result = page.checking.result
    row = result.findings.findChildren(EvidenceRow)[0]
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert result.file.view.marked_text() == f'{NAME}.port="5060"'
    qtbot.keyClick(result.file.view, Qt.Key.Key_Tab)
    assert not result.file.view.hasFocus()


@pytest.mark.parametrize("tab", [FINDINGS, FILE, REPAIR, COUNTS])
def test_no_secret_is_on_any_tab(qtbot: QtBot, window: MainWindow, tmp_path: Path, tab: int) -> None:
    path = written(
        tmp_path / "site.cfg",
        f'reg.1.auth.password="{SECRET}" {NAME}.address="sip:1512:{SECRET}@eslab.local"',
        f'{NAME}.port="1" reg.1.auth.userId="{SECRET}"',
    )
    broken = tmp_path / "broken.cfg"
    broken.write_text(f'<a reg.1.auth.password="{SECRET}" & {NAME}.port="1"/>')
    page = opened(qtbot, window, [path, broken])
    page.checking.result.tabs.setCurrentIndex(tab)
    for picker in (page.checking.result.file.picker, page.checking.result.repair.picker):
        for number in range(picker.count()):
            picker.setCurrentIndex(number)
            assert SECRET not in shown(page)
    assert tab == COUNTS or "•••" in shown(page)


def test_a_broken_file_is_shown_where_it_breaks(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = opened(qtbot, window, copied(tmp_path, "not-xml"))
    result = page.checking.result
    assert "cannot be read as XML: line 5, column 33" in words(result.verdict)
    qtbot.mouseClick(result.findings.findChildren(EvidenceRow)[0], LEFT)
    assert result.file.view.marked_number() == 5
    result.show_tab(REPAIR)
    assert "Correct it by hand" in words(result.repair)
    assert not result.repair.save_button.isVisible()


def test_a_plan_tells_more_and_its_change_is_followed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = written(tmp_path / "site.cfg", f'{NAME}.address="piper.eslab.local"')
    page = opened(qtbot, window, [path])
    assert "There is no plan" in words(page.checking.result.verdict)
    window.set_case(replace(window.case, draft=practice_draft()))
    qtbot.waitUntil(lambda: page.checking.is_up_to_date)
    assert "names one server" in words(page.checking.result.verdict)
    assert page.checking.configured.edits == 1


def test_which_value_counts_and_why(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    paths = [site(tmp_path, 0), written(tmp_path / "0004f2a1b2c3-web.cfg", f'{NAME}.port="5060"')]
    page = opened(qtbot, window, paths)
    counts = page.checking.result.counts
    page.checking.result.show_tab(COUNTS)
    assert f"All lines: {LAB_PLAN.name}, port 5060, DNSnaptr" in words(counts)
    assert counts.table.item(0, 0).text() == f"{NAME}.port"
    assert counts.table.item(0, 1).text() == "5060 (0004f2a1b2c3-web.cfg, line 2)"
    why = counts.table.item(0, 2).text()
    assert "web page wins over the provisioning server's files" in why
    assert "Not used: 0 (site.cfg, line 3)" in why
    assert "Vendor: 84-Series Administration Guide" in why
    counts.table.setFocus()
    counts.table.setCurrentCell(0, 0)
    qtbot.keyClick(counts.table, Qt.Key.Key_Return)
    assert page.checking.result.file.view.marked_text() == f'{NAME}.port="5060"'


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("", "set here alone"),
        (
            'reg.1.server.1.address="a.eslab.local"',
            "Line 1 ignores it: it has a server address of its own.\nVendor: 84-Series Administration Guide",
        ),
        (
            'reg.1.server.1.address="a.eslab.local" reg.3.server.1.address="b.eslab.local"',
            (
                "Lines 1, 3 ignore it: they have server addresses of their own.\n"
                "Vendor: 84-Series Administration Guide"
            ),
        ),
    ],
)
def test_which_lines_ignore_a_setting_for_all_of_them(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, own: str, said: str
) -> None:
    lines = f'reg.1.address="1512" reg.2.address="1513" {own}'
    page = opened(qtbot, window, [written(tmp_path / "site.cfg", f'{NAME}.address="eslab.local" {lines}')])
    counts = page.checking.result.counts
    page.checking.result.show_tab(COUNTS)
    rows = {counts.table.item(row, 0).text(): row for row in range(counts.table.rowCount())}
    assert counts.table.item(rows[f"{NAME}.address"], 2).text() == said
    if own:
        assert counts.table.item(rows["reg.1.server.1.address"], 2).text() == "set here alone"


def test_each_handset_is_told_by_itself(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    paths = [site(tmp_path, 0)]
    for mac, line in (("0004f2a1b2c3", 1), ("0004f2a1b2c4", 2)):
        paths.append(written(tmp_path / f"{mac}.cfg", f'reg.{line}.address="1512"'))
    page = opened(qtbot, window, paths)
    counts = page.checking.result.counts
    page.checking.result.show_tab(COUNTS)
    assert "Line 1: " in words(counts)
    counts.picker.setFocus()
    qtbot.keyClick(counts.picker, Qt.Key.Key_Down)
    assert counts.picker.currentText() == "Handset 0004f2a1b2c4"
    assert "Line 2: " in words(counts)


def test_another_name_than_the_plans_is_pointed_out(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.set_case(Case(draft=practice_draft()))
    path = written(tmp_path / "site.cfg", f'{NAME}.address="other.example.org"')
    page = opened(qtbot, window, [path])
    page.checking.result.show_tab(COUNTS)
    assert f"The plan is for {LAB_PLAN.name}. These files look for another name." in words(page)


# Repairing ---------------------------------------------------------------------------------


def test_the_repair_is_shown_before_it_is_saved(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = site(tmp_path)
    before = path.read_bytes()
    page = opened(qtbot, window, [path])
    result = page.checking.result
    assert page.primary is result.verdict.button
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert result.tabs.currentIndex() == REPAIR
    assert page.primary is result.repair.save_button
    lines = result.repair.view.toPlainText().split("\n")
    assert f'- removed 3  {NAME}.port="5060"' in lines
    assert f'+ added   3  {NAME}.port="0"' in lines
    assert path.read_bytes() == before


def test_saved_over_the_original_it_is_kept_and_the_copy_can_be_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = site(tmp_path)
    before = path.read_bytes()
    page = opened(qtbot, window, [path])
    repair = page.checking.result.repair
    page.checking.result.show_tab(REPAIR)
    qtbot.mouseClick(repair.save_button, LEFT)
    dialog = repair.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles() == [str(path)]
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(repair.open_button.isVisible)
    assert path.read_bytes() == before.replace(b"5060", b"0")
    assert (tmp_path / "site.cfg.orig").read_bytes() == before
    assert "What was there is kept as site.cfg.orig." in words(repair).replace("\u200b", "")
    qtbot.mouseClick(repair.open_button, LEFT)
    qtbot.waitUntil(lambda: page.checking.is_up_to_date and page.checking.configured.edits == 0)
    assert [file.path for file in window.case.configurations] == [str(path)]


def test_a_copy_elsewhere_takes_the_place_of_its_original(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = site(tmp_path)
    page = opened(qtbot, window, [path])
    repair = page.checking.result.repair
    page.checking.result.show_tab(REPAIR)
    (tmp_path / "new").mkdir()
    copy = tmp_path / "new" / "site.cfg"
    repair.save_to(copy)
    qtbot.waitUntil(repair.open_button.isVisible)
    assert not copy.with_name("site.cfg.orig").exists()
    qtbot.mouseClick(repair.open_button, LEFT)
    qtbot.waitUntil(lambda: [f.path for f in window.case.configurations] == [str(copy)])


def test_what_could_not_be_saved_is_said_in_a_sentence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = opened(qtbot, window, [site(tmp_path)])
    repair = page.checking.result.repair
    page.checking.result.show_tab(REPAIR)
    repair.save_to(tmp_path / "no such folder" / "site.cfg")
    qtbot.waitUntil(repair.result.isVisible)
    said = repair.result.text().replace("\u200b", "")
    assert said == "site.cfg was not saved: its folder does not exist. Create it, or choose another one."
    assert not repair.open_button.isVisible()
    assert repair.save_button.isEnabled()


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = site(tmp_path)
    page = opened(qtbot, window, [path])
    path.write_text("<a/>")
    page.checking.result.show_tab(REPAIR)
    page.checking.result.repair.save_to(path)
    qtbot.waitUntil(page.checking.result.repair.result.isVisible)
    assert "has changed since it was opened" in words(page.checking.result.repair)
    assert path.read_text() == "<a/>"


def resumed_page(qtbot: QtBot, window: MainWindow, path: Path) -> HandsetPage:
    """A visit with a faulty file with a password, saved and resumed."""
    written(path, f'{NAME}.address="a.b" {NAME}.port="1"', f'reg.1.auth.password="{SECRET}"')
    case = load(dump(Case(configurations=(open_config(path),))), "visit.json").case
    assert case is not None
    window.set_case(case)
    page = handset_page(window)
    page.sides.setCurrentIndex(CHECK)
    qtbot.waitUntil(lambda: page.checking.is_up_to_date)
    page.checking.result.show_tab(REPAIR)
    return page


def test_a_file_from_a_saved_case_is_judged_and_not_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = resumed_page(qtbot, window, tmp_path / "site.cfg")
    repair = page.checking.result.repair
    assert not repair.save_button.isVisible()
    assert "A saved case keeps no passwords" in words(repair)
    assert page.primary is repair.again_button
    before = (tmp_path / "site.cfg").read_bytes()
    for out in (tmp_path / "site.cfg", tmp_path / "new.cfg", tmp_path):
        repair.save_to(out)
        qtbot.waitUntil(lambda: "cannot be saved from it" in words(repair.result))
        assert [one.name for one in tmp_path.iterdir()] == ["site.cfg"]
        assert (tmp_path / "site.cfg").read_bytes() == before


def test_a_file_of_a_saved_case_is_opened_again_and_then_saved_with_its_passwords(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = resumed_page(qtbot, window, tmp_path / "site.cfg")
    moved = (tmp_path / "site.cfg").rename(tmp_path / "moved.cfg")
    repair = page.checking.result.repair
    qtbot.mouseClick(repair.again_button, LEFT)
    dialog = repair.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(moved))
    dialog.reject()
    qtbot.waitUntil(lambda: [one.path for one in window.case.configurations] == [str(moved)])
    qtbot.waitUntil(lambda: page.checking.is_up_to_date)
    assert not repair.again_button.isVisible()
    assert page.primary is repair.save_button
    repair.save_to(tmp_path / "new.cfg")
    qtbot.waitUntil((tmp_path / "new.cfg").exists)
    assert (tmp_path / "new.cfg").read_bytes() == moved.read_bytes().replace(b'port="1"', b'port="0"')
    assert SECRET.encode() in (tmp_path / "new.cfg").read_bytes()


def test_a_file_that_cannot_be_read_takes_nothings_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = resumed_page(qtbot, window, tmp_path / "site.cfg")
    before = window.case.configurations
    page.checking.result.repair.copy_wanted.emit(before[0], tmp_path / "gone.cfg")
    qtbot.waitUntil(page.checking.notice.isVisible)
    assert window.case.configurations == before


# What is done with them --------------------------------------------------------------------


def test_the_live_check_takes_what_the_files_look_for(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.set_case(replace(Case(), checks=CheckDraft(servers=("10.225.2.5",))))
    path = written(tmp_path / "site.cfg", f'{NAME}.address="eslab.local"', f'{NAME}.transport="TCPOnly"')
    page = opened(qtbot, window, [path])
    qtbot.mouseClick(page.checking.check_button, LEFT)
    assert window.shown is Step.CHECKS
    assert window.case.checks == CheckDraft("eslab.local", "0", "TCPOnly", ("10.225.2.5",))
    assert window.case.lookfor == Lookfor("eslab.local", 0, "TCPOnly")


def menu(page: HandsetPage) -> QMenu:
    (found,) = [one for one in page.checking.findChildren(QMenu) if one.isVisible()]
    return found


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_of_several_lines_one_is_chosen(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = written(
        tmp_path / "0004f2a1b2c3.cfg",
        'reg.1.server.1.address="a.example.org"',
        'reg.2.server.1.address="b.example.org" reg.2.server.1.port="5070"',
    )
    page = opened(qtbot, window, [path])
    before = window.case
    qtbot.mouseClick(page.checking.check_button, LEFT)
    assert window.case is before
    assert [one.text() for one in menu(page).actions()] == [
        "a.example.org, port 0, DNSnaptr",
        "b.example.org, port 5070, DNSnaptr",
    ]
    qtbot.keyClick(menu(page), Qt.Key.Key_Down)
    qtbot.keyClick(menu(page), Qt.Key.Key_Down)
    qtbot.keyClick(menu(page), Qt.Key.Key_Return)
    assert window.case.lookfor == Lookfor("b.example.org", 5070)


def test_files_without_a_server_offer_neither_check_nor_plan(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    page = opened(qtbot, window, [written(tmp_path / "site.cfg", 'x.y="1"')])
    assert not page.checking.check_button.isEnabled()
    assert not page.checking.plan_button.isEnabled()


def test_the_files_become_the_plan_and_what_is_missing_is_said(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "site.cfg", f'{NAME}.address="sip.example.org"', f'{NAME}.expires="600" {NAME}.port="0"'
    )
    page = opened(qtbot, window, [path])
    qtbot.mouseClick(page.checking.plan_button, LEFT)
    assert (window.case.draft.domain, window.case.draft.subdomain) == ("example.org", "sip")
    assert window.case.handset.expires == 600
    said = words(page.checking.notice)
    assert "What the files cannot tell:" in said
    assert "The SIP servers: the files name only what to look up" in said


def test_a_plan_that_was_there_comes_back_by_undo(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    before = Case(draft=replace(practice_draft(), subdomain="other"))
    window.set_case(before)
    page = opened(qtbot, window, [site(tmp_path, 0)])
    qtbot.mouseClick(page.checking.plan_button, LEFT)
    assert window.case.draft.subdomain == LAB_PLAN.subdomain
    qtbot.mouseClick(page.checking.notice.button, LEFT)
    assert window.case.draft == before.draft
    assert len(window.case.configurations) == 1


def test_with_the_plan_of_the_same_name_only_the_choices_are_taken(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.set_case(Case(draft=draft_of(LAB_PLAN)))
    page = opened(qtbot, window, [site(tmp_path, 0)])
    qtbot.mouseClick(page.checking.plan_button, LEFT)
    assert window.case.draft == draft_of(LAB_PLAN)
    assert "cannot tell" not in words(page.checking.notice)


# Its looks ---------------------------------------------------------------------------------


def test_files_without_a_plan_show_the_side_that_checks(qtbot: QtBot, settings: QSettings) -> None:
    file = read_config("site.cfg", b"<a/>")
    window = open_window(qtbot, settings, Case(configurations=(file,)), Step.HANDSET)
    assert handset_page(window).sides.currentIndex() == CHECK
    window = open_window(qtbot, settings, Case(practice_draft(), configurations=(file,)), Step.HANDSET)
    assert handset_page(window).sides.currentIndex() == WRITE


def test_one_button_is_primary_at_a_time(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = opened(qtbot, window, [site(tmp_path)])
    for tab in (FINDINGS, REPAIR, COUNTS, REPAIR):
        page.checking.result.show_tab(tab)
        marked = [one for one in page.findChildren(QPushButton) if one.property("kind") == "primary"]
        assert marked == [page.primary]
    page.sides.setCurrentIndex(WRITE)
    assert page.primary is None


HOSTILE = '<img src="//h/x"> \u202e' + "long" * 60


@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
@pytest.mark.parametrize(
    "files",
    [
        (read_config("site.cfg", (DATA / "bulletin.cfg").read_bytes()),),
        (read_config("site.cfg", (DATA / "sound-site.cfg").read_bytes()),),
        (
            read_config(f"{'n' * 120}.cfg", f'<a {NAME}.address="{"x" * 200}" {NAME}.port="5"/>'.encode()),
            read_config("0004f2a1b2c3.cfg", f"<a {NAME}.address='{HOSTILE.replace('<', '&lt;')}'/>".encode()),
            read_config("not.cfg", f"<a {HOSTILE} reg.1.address='1'".encode()),
        ),
    ],
    ids=["faults", "long", "hostile"],
)
def test_nothing_sticks_out(
    qtbot: QtBot, settings: QSettings, files: tuple[ConfigFile, ...], size: tuple[int, int]
) -> None:
    window = open_window(qtbot, settings, Case(Draft(), configurations=files), Step.HANDSET, size)
    page = handset_page(window)
    qtbot.waitUntil(lambda: page.checking.is_up_to_date)
    area = frame(page)
    for tab in (FINDINGS, FILE, REPAIR, COUNTS):
        page.checking.result.tabs.setCurrentIndex(tab)
        qtbot.waitUntil(lambda: page.width() <= area.viewport().width())
        assert area.horizontalScrollBar().maximum() == 0
    table = page.checking.result.counts.table
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
