"""The fix summary in the real window: looked at, completed, handed over."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.core.case.cases import (
    a_judge,
    broken,
    live_broken,
    live_repaired,
    log_of,
    planned,
)
from tests.gui.demo import PAGES
from tests.gui.whole import whole_window
from tests.paper.reading import facts_of, text_of
from wizard.core import words as case_words
from wizard.core.case import summary_file
from wizard.core.case.case import Case
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.core.case.summary import Form, render_text
from wizard.core.plan.draft import Draft, draft_of
from wizard.core.plan.recipes import Product, recipe
from wizard.gui.pages import summary as summary_page
from wizard.gui.pages.summary import SummaryPage
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.copy_rows import CopyRows
from wizard.gui.widgets.ticks import Ticks
from wizard.gui.widgets.wrapped_table import WrappedTable
from wizard.gui.window import MainWindow
from wizard.paper import Paper
from wizard.paths import resource
from wizard.practice.lab import LAB_PLAN

Key = Qt.Key
OpenPage = Callable[..., SummaryPage]


def both() -> Case:
    return replace(live_broken(), logs=(broken(),), site="Aarhus", technician="R. Nilsen", notes="One.\nTwo.")


@pytest.fixture
def open_page(qtbot: QtBot, settings: QSettings) -> OpenPage:
    def made(case: Case, size: tuple[int, int] = (1180, 720)) -> SummaryPage:
        pages = {**PAGES, Step.SUMMARY: lambda: SummaryPage(a_judge())}
        window = whole_window(case, pages, lambda one: statuses(one, a_judge()), settings)
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.go(Step.SUMMARY)
        page = cast("SummaryPage", window.page(Step.SUMMARY))
        qtbot.waitUntil(lambda: not page.busy())
        return page

    return made


def window_of(page: SummaryPage) -> MainWindow:
    return cast("MainWindow", page.window())


def words(widget: QWidget) -> str:
    """All that its visible labels say, without the invisible places where they may wrap."""
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.text().replace("\u200b", "") for label in labels)


def disclosures(page: QWidget) -> list[QToolButton]:
    return [one for one in page.findChildren(QToolButton) if one.property("disclosure") and one.isVisible()]


def commands(page: SummaryPage) -> str:
    (block,) = (one for one in page.preview.findChildren(CodeBlock) if one.isVisible())
    return block.text()


def dialog_of(qtbot: QtBot, page: SummaryPage) -> QFileDialog:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(QFileDialog)))
    return next(one for one in page.findChildren(QFileDialog) if one.isVisible())


def accept(dialog: QFileDialog, path: Path) -> None:
    dialog.selectFile(str(path))
    dialog.accept()


# What it says


def test_the_verdict_stands_on_top_and_the_parts_below(open_page: OpenPage):
    page = open_page(both())
    assert "Critical: testserver.eslab.local does not exist in DNS." in words(page.banner)
    said = words(page.preview)
    for heading in (
        "What is wrong",
        "How to fix it",
        "How to see that it works",
        "What could not be checked",
    ):
        assert heading in said
    assert "and in live DNS answers of" in said
    assert "The plan for testserver.eslab.local" in said


@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
def test_show_the_fix_brings_its_first_step_into_sight(
    qtbot: QtBot, open_page: OpenPage, size: tuple[int, int]
):
    page = open_page(both(), size)
    assert page.banner.button.text() == "Show the fi&x"
    view = page.parentWidget()
    first = page.preview.findChild(Ticks)

    def seen() -> bool:
        top = first.mapTo(view, QPoint()).y()
        return 0 < top < view.height() - 40

    assert not seen()
    qtbot.mouseClick(page.banner.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(seen)


def test_what_is_good_says_so(open_page: OpenPage):
    page = open_page(live_repaired())
    assert page.banner.property("tint") == "ok"
    assert words(page.banner).startswith("OK: DNS leads to the SIP servers for testserver.eslab.local")
    assert "What is wrong" not in words(page.preview)
    assert page.banner.button.isHidden()


def test_a_stale_check_is_marked(open_page: OpenPage):
    page = open_page(replace(live_broken(), draft=draft_of(replace(LAB_PLAN, ttl=60))))
    assert "Out of date" in words(page.banner)
    assert "Out of date: the plan or the target has changed since this live check." in words(page.preview)


def test_proof_and_history_open_on_a_click(qtbot: QtBot, open_page: OpenPage):
    page = open_page(replace(live_repaired(), logs=(broken(),)))
    assert "Earlier: The handset got nothing from DNS" not in words(page.preview)
    (history,) = (one for one in disclosures(page.preview) if one.text() == "Show all 2")
    qtbot.mouseClick(history, Qt.MouseButton.LeftButton)
    assert "Earlier: The handset got nothing from DNS" in words(page.preview)
    proof = next(one for one in disclosures(page.preview) if one.text() == "What proves it")
    before = len([b for b in page.preview.findChildren(QAbstractButton) if b.isVisible()])
    proof.setFocus()
    qtbot.keyClick(proof, Key.Key_Space)
    assert len([b for b in page.preview.findChildren(QAbstractButton) if b.isVisible()]) > before


def test_the_product_decides_how_the_fix_is_told(qtbot: QtBot, open_page: OpenPage):
    page = open_page(both())
    change = a_judge().whole(both()).findings[0].change
    assert change is not None
    assert not [one for one in page.preview.findChildren(CodeBlock) if one.isVisible()], (
        "dialogs have no commands"
    )
    page.product.setFocus()
    for product in (Product.POWERSHELL, Product.DNSCMD, Product.BIND):
        qtbot.keyClick(page.product, Key.Key_Down)
        qtbot.waitUntil(lambda: not page.busy())
        assert page.product.value() is product
        assert commands(page) == "\n".join(recipe(product, change).commands) + "\n"


def test_the_case_shown_last_wins(qtbot: QtBot, open_page: OpenPage):
    page = open_page(planned())
    window = window_of(page)
    for case in (both(), live_repaired(), planned(), live_broken()):
        window.set_case(case)
    qtbot.waitUntil(lambda: not page.busy())
    assert "does not exist in DNS" in words(page.banner)
    assert "No log of a handset is in this case." in words(page.preview)


# Nothing to report


def test_an_empty_case_names_the_steps_that_fill_it(qtbot: QtBot, open_page: OpenPage):
    page = open_page(Case())
    assert page.primary is None
    assert "There is nothing to report yet" in words(page.empty)
    assert not page.banner.isVisible()
    for one in (*page.handing.buttons, page.preview, page.product, page.paper):
        assert not one.isVisible()
    asked: list[Step] = []
    page.step_requested.connect(asked.append)
    for one in page.empty.findChildren(QAbstractButton):
        qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
        window_of(page).go(Step.SUMMARY)
    assert asked == [Step.SETUP, Step.CHECKS, Step.LOG]


def test_a_half_typed_plan_is_counted(open_page: OpenPage):
    page = open_page(Case(draft=Draft(domain="eslab.local")))
    assert "still has 2 fields to mend" in words(page.empty)


def test_what_is_typed_into_an_empty_case_is_kept(qtbot: QtBot, open_page: OpenPage):
    page = open_page(Case())
    qtbot.keyClicks(page.site, "Aarhus")
    assert window_of(page).case.site == "Aarhus"
    window_of(page).set_case(replace(planned(), site="Aarhus"))
    qtbot.waitUntil(lambda: not page.busy())
    assert page.preview.isVisible()
    assert page.primary is page.handing.pdf_button
    assert page.site.text() == "Aarhus"


# What is typed


def test_what_is_typed_is_in_the_case_at_once(qtbot: QtBot, open_page: OpenPage):
    page = open_page(planned())
    page.site.setFocus()
    qtbot.keyClicks(page.site, "Århus")
    qtbot.keyClick(page.site, Key.Key_Tab)
    assert page.technician.hasFocus()
    qtbot.keyClicks(page.technician, "R. Nilsen")
    qtbot.keyClick(page.technician, Key.Key_Tab)
    assert page.notes.hasFocus()
    qtbot.keyClicks(page.notes, "One.")
    qtbot.keyClick(page.notes, Key.Key_Return)
    qtbot.keyClicks(page.notes, "Two.")
    case = window_of(page).case
    assert (case.site, case.technician, case.notes) == ("Århus", "R. Nilsen", "One.\nTwo.")
    assert page.notes.textCursor().atEnd(), "the cursor stays where it is"
    qtbot.keyClick(page.notes, Key.Key_Tab)
    assert page.product.hasFocus()


def test_typing_does_not_draw_the_preview_anew(qtbot: QtBot, open_page: OpenPage):
    page = open_page(both())
    before = page.preview.findChildren(QFrame)
    page.notes.setFocus()
    qtbot.keyClicks(page.notes, "x")
    qtbot.waitUntil(lambda: not page.busy())
    assert window_of(page).case.notes.startswith("x")
    assert page.preview.findChildren(QFrame) == before


# How it is handed over


def test_save_as_html(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    qtbot.mouseClick(page.handing.html_button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(qtbot, page)
    suggested = Path(dialog.selectedFiles()[0]).name
    assert suggested.startswith("Aarhus-dns-fix-20")
    assert suggested.endswith(".html")
    accept(dialog, tmp_path / "fix")
    qtbot.waitUntil(page.handing.saved.isVisible)
    path = tmp_path / "fix.html"
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert f"Saved fix.html in {tmp_path}." in words(page.handing.saved)
    assert "Aarhus" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", Paper)
def test_save_as_pdf(qtbot: QtBot, open_page: OpenPage, tmp_path: Path, paper: Paper):
    page = open_page(both())
    page.paper.set_value(paper)
    assert page.primary is page.handing.pdf_button
    qtbot.keyClick(page, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(qtbot, page)
    suggested = Path(dialog.selectedFiles()[0]).name
    assert suggested.startswith("Aarhus-dns-fix-20")
    assert suggested.endswith(".pdf")
    accept(dialog, tmp_path / "fix")
    qtbot.waitUntil(page.handing.saved.isVisible)
    pdf = (tmp_path / "fix.pdf").read_bytes()
    assert ("A4" in facts_of(tmp_path, pdf)["Page size"]) is (paper is Paper.A4)
    assert "testserver.eslab.local does not exist in DNS." in text_of(tmp_path, pdf)


@pytest.mark.parametrize(
    ("key", "name", "start"),
    [
        (Key.Key_T, "fix.txt", "DNS failover: fix summary"),
        (Key.Key_M, "fix.md", "Handset Failover Wizard"),
        (Key.Key_F, "fix.csv", "\ufeffNumber,State"),
        (Key.Key_D, "fix.json", "{"),
    ],
)
def test_the_other_forms_are_in_a_menu(
    qtbot: QtBot, open_page: OpenPage, tmp_path: Path, key: Key, name: str, start: str
):
    page = open_page(both())
    actions = page.handing.forms_button.menu().actions()
    (action,) = (one for one in actions if f"&{chr(key)}".lower() in one.text().lower())
    action.trigger()
    accept(dialog_of(qtbot, page), tmp_path / Path(name).stem)
    qtbot.waitUntil(page.handing.saved.isVisible)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


# On paper


def test_without_a_printer_it_says_what_to_do(
    qtbot: QtBot, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)  # Whatever this computer has.
    page = open_page(both())
    qtbot.mouseClick(page.handing.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.handing.saved.isVisible)
    assert "No printer is installed here. Save as PDF" in words(page.handing.saved)
    assert page.findChildren(QPrintDialog) == []


def test_with_a_printer_the_dialog_asks_and_does_not_block(
    qtbot: QtBot, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    page = open_page(both())
    qtbot.mouseClick(page.handing.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(QPrintDialog)))
    (dialog,) = page.findChildren(QPrintDialog)
    assert dialog.isModal()
    dialog.reject()


def test_what_is_printed_is_the_document(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(page.handing.said):
        page.handing.print_on(printer)
    text = text_of(tmp_path, (tmp_path / "printed.pdf").read_bytes())
    assert "testserver.eslab.local does not exist in DNS." in text
    assert "Page 1 of" in text


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_a_sentence(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "none" / "printed.pdf"))
    page.handing.print_on(printer)
    qtbot.waitUntil(page.handing.saved.isVisible)
    assert "It was not printed" in words(page.handing.saved)


def test_a_refused_redaction_shows_its_owner_what_is_left_and_where(
    qtbot: QtBot, open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """With a redaction that forgets users: the last look finds them, and no file holds any."""
    monkeypatch.setattr("wizard.core.case.aliases.Aliases.user", lambda _self, text: text)
    page = open_page(both(), (800, 500))
    page.outside.setChecked(True)
    path = tmp_path / "a.html"
    with qtbot.waitSignal(page.said) as said:
        page.handing.save_to(path)
    assert page.handing.saved.isVisible()
    assert "a.html would still hold it, a user name of this case. Nothing was" in words(page.handing.saved)
    assert words(page.handing.saved).startswith("Change “1512” where you typed it")
    # The bar below has room for two lines; the whole of it stands in the page.
    assert said.args == ["Change “1512” and try again: a.html would still hold it."]
    assert list(tmp_path.iterdir()) == []


# What was done


def ticks_of(page: SummaryPage) -> list[Ticks]:
    return [one for one in page.preview.findChildren(Ticks) if one.isVisible()]


def test_a_step_is_ticked_off_and_kept(qtbot: QtBot, open_page: OpenPage):
    page = open_page(both())
    box = ticks_of(page)[0].boxes[1]
    box.setFocus()
    qtbot.keyClick(box, Key.Key_Space)
    qtbot.waitUntil(lambda: not page.busy())
    (done,) = window_of(page).case.done
    assert page.summary is not None
    assert done.step == page.summary.fixes[0].steps[1]
    assert "What was done" in words(page.preview)
    assert box.hasFocus(), "the list is not made anew"
    assert f"[x] 2. {done.step[:20]}" in render_text(page.summary)
    qtbot.keyClick(box, Key.Key_Space)
    qtbot.waitUntil(lambda: not page.busy())
    assert window_of(page).case.done == ()
    assert "What was done" not in words(page.preview)


def test_the_fields_of_a_dialog_are_copied_one_by_one(qtbot: QtBot, open_page: OpenPage):
    page = open_page(live_broken())
    page.product.set_value(Product.WINDOWS)
    qtbot.waitUntil(lambda: not page.busy() and not page.preview.is_drawing)
    rows = [one for ticks in ticks_of(page) for one in ticks.findChildren(CopyRows)]
    assert rows
    (port,) = {line.value for one in rows for line in one.lines() if line.label == "Port number"}
    srv = next(one for one in rows if any(line.label == "Port number" for line in one.lines()))
    number = [line.label for line in srv.lines()].index("Port number")
    srv.button(number).click()
    assert QGuiApplication.clipboard().text() == port == "5060"
    box = next(
        box for ticks in ticks_of(page) for box in ticks.boxes if "Port number: 5060" in box.accessibleName()
    )
    with qtbot.waitSignal(page.preview.ticked) as ticked:
        box.click()
    assert f"{box.text()} {ticked.args[0]}" == box.accessibleName()
    assert "Domain: " not in words(page.preview)


def test_what_was_done_is_ticked_when_a_case_resumes(qtbot: QtBot, open_page: OpenPage):
    page = open_page(both())
    step = ticks_of(page)[0].boxes[0].accessibleName().removeprefix("1. ")
    assert not ticks_of(page)[0].boxes[0].isChecked()
    window_of(page).set_case(both().with_step(step, "2026-11-22T10:52:00+01:00"))
    qtbot.waitUntil(lambda: not page.busy())
    assert ticks_of(page)[0].boxes[0].isChecked()
    window_of(page).set_case(both())
    qtbot.waitUntil(lambda: not page.busy())
    assert not ticks_of(page)[0].boxes[0].isChecked()


# Outside


def test_what_goes_outside_names_nobody(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    page.outside.setFocus()
    qtbot.keyClick(page.outside, Key.Key_Space)
    qtbot.waitUntil(lambda: not page.busy())
    shown = words(page.banner) + words(page.preview)
    for original in ("eslab", "piper", "10.225.2.31", "1512", "Aarhus"):
        assert original not in shown
    assert not any(box.isEnabled() for ticks in ticks_of(page) for box in ticks.boxes)
    page.handing.ask_where(Form.PDF)
    dialog = dialog_of(qtbot, page)
    assert re.fullmatch(r"dns-fix-20\d\d-\d\d-\d\d-redacted\.pdf", Path(dialog.selectedFiles()[0]).name)
    accept(dialog, tmp_path / "out.pdf")
    qtbot.waitUntil(page.handing.saved.isVisible)
    text = text_of(tmp_path, (tmp_path / "out.pdf").read_bytes())
    assert "does not exist in DNS" in text
    assert "names, addresses and users are replaced" in text
    for original in ("eslab", "piper", "10.225.2.31", "Aarhus", "Nilsen"):
        assert original not in text
    page.handing.copy()
    qtbot.waitUntil(lambda: "does not exist" in QGuiApplication.clipboard().text())
    assert "eslab" not in QGuiApplication.clipboard().text()
    page.outside.setChecked(False)
    qtbot.waitUntil(lambda: not page.busy())
    assert "eslab" in words(page.banner)
    assert all(box.isEnabled() for ticks in ticks_of(page) for box in ticks.boxes)


def test_the_key_tells_the_owner_what_stands_for_what(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    menu = page.handing.forms_button.menu()
    menu.aboutToShow.emit()
    assert not page.handing.key_action.isEnabled()
    page.outside.setChecked(True)
    menu.aboutToShow.emit()
    assert page.handing.key_action.isEnabled()
    page.handing.key_action.trigger()
    accept(dialog_of(qtbot, page), tmp_path / "key.csv")
    qtbot.waitUntil(page.handing.saved.isVisible)
    assert "piper.eslab.local" in (tmp_path / "key.csv").read_text(encoding="utf-8-sig")


def test_what_is_replaced_by_what_can_be_looked_at(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    qtbot.waitUntil(lambda: not page.busy())
    assert not page.key.isVisible()
    page.outside.setChecked(True)
    qtbot.waitUntil(page.key.isVisible)
    page.key.disclosure.button.click()
    [table] = page.key.findChildren(WrappedTable)
    rows = [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]
    assert f"({len(rows)})" in page.key.disclosure.button.text()
    assert ["IP address", "10.225.2.31", "10.0.0.1"] in rows
    assert ["Site or person", "Aarhus", "Site 1"] in rows
    assert {row[0] for row in rows} >= {"Name", "User", "File", "MAC address"}
    page.key.save_requested.emit()
    accept(dialog_of(qtbot, page), tmp_path / "key.csv")
    qtbot.waitUntil(page.handing.saved.isVisible)
    assert "10.225.2.31" in (tmp_path / "key.csv").read_text(encoding="utf-8-sig")
    page.outside.setChecked(False)
    qtbot.waitUntil(lambda: not page.key.isVisible())


def test_everything_in_one_file(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    (action,) = (one for one in page.handing.forms_button.menu().actions() if "zip" in one.text())
    action.trigger()
    dialog = dialog_of(qtbot, page)
    assert Path(dialog.selectedFiles()[0]).name.startswith("Aarhus-dns-fix-20")
    accept(dialog, tmp_path / "visit")
    qtbot.waitUntil(page.handing.saved.isVisible)
    with zipfile.ZipFile(tmp_path / "visit.zip") as bundle:
        names = {name.rpartition("/")[2] for name in bundle.namelist()}
    assert {"summary.html", "summary.pdf", "case.json"} <= names


# Its language


def test_a_language_that_comes_along_can_be_chosen(
    qtbot: QtBot, open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The document speaks it; the window goes on in its own."""
    shutil.copytree(resource(), tmp_path / "resources")
    for room in ("knowledge", "templates"):
        shutil.copytree(tmp_path / "resources" / room / "en", tmp_path / "resources" / room / "zz")
    words_file = tmp_path / "resources/templates/zz/words.toml"
    text = (
        words_file.read_text("utf-8")
        .replace('name = "English"', 'name = "Zz"')
        .replace("What is wrong", "Zzz")
    )
    words_file.write_text(text, "utf-8")
    for module in (case_words, summary_file, summary_page):
        monkeypatch.setattr(module, "resource", (tmp_path / "resources").joinpath)
    page = open_page(both())
    assert page.language.isVisible()
    page.language.set_value("zz")
    qtbot.waitUntil(lambda: not page.busy())
    assert page.summary is not None
    assert page.summary.language == "zz"
    assert "\nZzz\n---\n" in render_text(page.summary)
    assert "What is wrong" in words(page.preview)
    page.handing.save_to(tmp_path / "fix.pdf")
    qtbot.waitUntil(page.handing.saved.isVisible)
    assert "Zzz" in text_of(tmp_path, (tmp_path / "fix.pdf").read_bytes())


def test_one_language_is_no_choice(open_page: OpenPage):
    assert not open_page(both()).language.isVisible()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none/fix.html", "its folder does not exist"), ("fix.docx", ".html, .pdf, .md, .txt, .csv, .json")],
)
def test_what_could_not_be_saved_says_why(
    qtbot: QtBot, open_page: OpenPage, tmp_path: Path, name: str, reason: str
):
    page = open_page(both())
    page.handing.save_to(tmp_path / name)
    qtbot.waitUntil(page.handing.saved.isVisible)
    assert reason in words(page.handing.saved)
    assert not page.handing.saved.open_button.isVisible()
    assert list(tmp_path.glob("fix*")) == []


class Opener(QObject):
    """Stands in for the programs of the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


def test_files_are_opened_on_a_click_alone(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    try:
        page = open_page(both())
        path = tmp_path / "fix.html"
        page.handing.save_to(path)
        qtbot.waitUntil(page.handing.saved.isVisible)
        assert opener.urls == []
        qtbot.mouseClick(page.handing.saved.open_button, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(page.handing.saved.folder_button, Qt.MouseButton.LeftButton)
        assert [url.toLocalFile() for url in opener.urls] == [str(path), str(tmp_path)]
    finally:
        QDesktopServices.unsetUrlHandler("file")


def test_another_result_hides_what_was_saved(qtbot: QtBot, open_page: OpenPage, tmp_path: Path):
    page = open_page(both())
    page.handing.save_to(tmp_path / "fix.html")
    qtbot.waitUntil(page.handing.saved.isVisible)
    qtbot.keyClicks(page.site, "x")
    assert page.handing.saved.isVisible()
    window_of(page).set_case(replace(both(), logs=()))
    assert not page.handing.saved.isVisible()


def test_copy_as_text(qtbot: QtBot, open_page: OpenPage):
    page = open_page(both())
    QGuiApplication.clipboard().clear()
    page.handing.copy_button.setFocus()
    qtbot.keyClick(page.handing.copy_button, Key.Key_Space)
    qtbot.waitUntil(lambda: page.handing.copy_button.text() == "Copied")
    made = page.summary
    assert made is not None
    copied = QGuiApplication.clipboard().text().splitlines()
    shown = render_text(made).splitlines()
    assert [line for line in copied if not line.startswith("Made:")] == [
        line for line in shown if not line.startswith("Made:")
    ]
    qtbot.waitUntil(lambda: page.handing.copy_button.text() != "Copied", timeout=10_000)


def test_the_case_is_saved_and_opened_by_the_window(qtbot: QtBot, open_page: OpenPage):
    page = open_page(both())
    with qtbot.waitSignal(page.save_case_requested):
        qtbot.mouseClick(page.save_case_button, Qt.MouseButton.LeftButton)
    assert not page.open_case_button.isVisible(), "a button that nobody listens to"
    asked: list[bool] = []
    page.open_case_requested.connect(lambda: asked.append(True))
    window_of(page).set_case(planned())
    qtbot.mouseClick(page.open_case_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page, Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True, True]


# How it looks


@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
@pytest.mark.parametrize("case", [both(), Case(), planned()], ids=["both", "empty", "plan"])
def test_nothing_is_cut_off(open_page: OpenPage, case: Case, size: tuple[int, int]):
    page = open_page(case, size)
    for button in disclosures(page):
        button.setChecked(True)
    QGuiApplication.processEvents()
    frame = page.parentWidget().parentWidget()
    assert isinstance(frame, QScrollArea)
    assert frame.horizontalScrollBar().maximum() == 0
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.text():
            wanted = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= wanted, label.text()
            if not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.minimumSizeHint().width(), button.text()


class Squeezed(QObject):
    """Notes every label that is painted lower than its text is high."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0
        self.texts: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QLabel) and watched.text():
            self.painted += 1
            wrapped = watched.wordWrap()
            wanted = watched.heightForWidth(watched.width()) if wrapped else watched.sizeHint().height()
            if watched.height() < wanted:
                self.texts.append(watched.text())
        return False


def test_nothing_overlaps_while_it_is_drawn(qtbot: QtBot, open_page: OpenPage, qapp: QApplication):
    page = open_page(planned())
    squeezed = Squeezed()
    qapp.installEventFilter(squeezed)
    try:
        window_of(page).set_case(both())
        qtbot.waitUntil(lambda: not page.busy())
        for product in (Product.BIND, Product.WINDOWS):
            page.product.set_value(product)
            qtbot.waitUntil(lambda: not page.busy())
    finally:
        qapp.removeEventFilter(squeezed)
    assert squeezed.painted > 20
    assert squeezed.texts == []


def test_everything_typed_in_has_a_name_and_a_key(open_page: OpenPage):
    page = open_page(both())
    for editor in (page.site, page.technician, page.notes, page.product):
        assert editor.accessibleName()
    keys = [
        text[text.index("&") + 1].lower()
        for text in (
            *(button.text() for button in page.findChildren(QAbstractButton)),
            *(label.text() for label in page.findChildren(QLabel) if label.buddy() is not None),
        )
        if "&" in text
    ]
    hidden_together = 3  # The empty state's buttons are never there with the others.
    assert len(keys) - len(set(keys)) <= hidden_together


@pytest.mark.parametrize("text", ["<img src=//host/x>", "<b>x</b>", "{{ 1 }}", "a\u202eb", "y" * 3000])
def test_hostile_text_stays_text(open_page: OpenPage, text: str):
    lines = broken().text.replace("1512", text)
    case = replace(live_broken(), logs=(log_of(lines), log_of(f"{text}\n", f"{text}.txt")), notes=text)
    page = open_page(case)
    for button in disclosures(page):
        button.setChecked(True)
    for label in page.findChildren(QLabel):
        if label.buddy() is None:
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
        assert "\u202e" not in label.text()


def test_closing_while_it_is_made_ends_the_job(qtbot: QtBot, open_page: OpenPage):
    page = open_page(planned())
    window = window_of(page)
    window.set_case(both())
    window.close()
    qtbot.waitUntil(lambda: not super(SummaryPage, page).busy())
