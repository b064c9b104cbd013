"""Records and recipes at the end of DNS setup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QScrollBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.wizard_window import open_window, setup_page, words
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.core.plan.draft import Draft
from wizard.core.plan.recipes import TICKED, Product, products, recipe
from wizard.core.plan.recipes.zonefile import zone_line
from wizard.core.plan.records import change_for, records_for
from wizard.core.plan.typed import DraftServer
from wizard.gui.pages.setup_recipe import RecipeView, file_name, saved_as
from wizard.gui.pages.setup_result import Result
from wizard.gui.widgets.code_block import CodeBlock
from wizard.gui.widgets.copy_rows import CopyRows
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.window import MainWindow
from wizard.practice.case import practice_draft
from wizard.practice.lab import LAB_PLAN

LEFT = Qt.MouseButton.LeftButton
CHANGE = change_for(LAB_PLAN)


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, Case(draft=practice_draft()), Step.SETUP)


@pytest.fixture
def result(window: MainWindow) -> Result:
    return setup_page(window).result


def show_product(result: Result, product: Product) -> RecipeView:
    """The recipe as somebody has it who has read the page to its end."""
    result.tabs.setCurrentIndex(list(products()).index(product))
    read_on(result)
    view = result.recipe_view()
    assert view is not None
    return view


def read_on(result: Result) -> None:
    """Down to the end of the page: what is far below comes as it is scrolled to."""
    bar = scroll_bar(result)
    while result.waiting or bar.value() < bar.maximum():
        bar.setValue(bar.maximum())
        QApplication.processEvents()
    QApplication.processEvents()  # The last steps show with the next layout.


def scroll_bar(widget: QWidget) -> QScrollBar:
    """That of the page."""
    around = widget.parentWidget()
    while not isinstance(around, QScrollArea):
        assert around is not None
        around = around.parentWidget()
    return around.verticalScrollBar()


def open_part(view: RecipeView, start: str) -> Disclosure:
    found = [one for one in view.findChildren(Disclosure) if one.button.text().startswith(start)]
    assert len(found) == 1
    found[0].button.click()
    return found[0]


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_every_record_stands_there_with_owner_type_data_and_ttl(result: Result) -> None:
    records = records_for(LAB_PLAN)
    lines = result.records.lines()
    assert [(line.label, line.value) for line in lines] == [(r.type.value, r.owner) for r in records]
    assert all("TTL 3600" in line.detail for line in lines)
    assert "priority 1, weight 10, port 5060, host piper.eslab.local" in lines[1].detail
    assert "(5)" in words(result)


def test_a_click_on_a_record_copies_its_zone_line(qtbot: QtBot, result: Result) -> None:
    qtbot.mouseClick(result.records.button(1), LEFT)
    assert clipboard() == zone_line(records_for(LAB_PLAN)[1])


def test_all_zone_lines_can_be_copied_at_once_and_follow_the_plan(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    result.zone_lines.button.click()
    code = result.zone_lines.findChild(CodeBlock)
    assert code is not None
    qtbot.mouseClick(code.copy_button, LEFT)
    assert clipboard().splitlines() == [zone_line(record) for record in records_for(LAB_PLAN)]
    window.set_case(Case(draft=replace(practice_draft(), ttl="300")))
    assert " 300 IN SRV " in code.text()
    assert " 3600 " not in code.text()


def test_a_recipe_is_there_while_its_tab_is_shown(qtbot: QtBot, result: Result) -> None:
    for product in [*products(), *products()]:
        view = show_product(result, product)
        assert view.recipe == recipe(product, CHANGE)
        qtbot.waitUntil(lambda view=view: result.findChildren(RecipeView) == [view])
        assert view.isVisible()


def test_windows_dialogs_show_every_field_and_copy_it(qtbot: QtBot, result: Result) -> None:
    view = show_product(result, Product.WINDOWS)
    dialogs = view.findChildren(CopyRows)
    forms = recipe(Product.WINDOWS, CHANGE).fields
    assert len(dialogs) == len(forms)
    for rows, form in zip(dialogs, forms, strict=True):
        assert [line.label for line in rows.lines()] == [label for label, _ in form.fields]
    srv = dialogs[1]
    for number, (_label, value) in enumerate(forms[1].fields):
        qtbot.mouseClick(srv.button(number), LEFT)
        assert clipboard() == value


def test_a_field_to_leave_empty_or_to_tick_says_so_and_copies_nothing(result: Result) -> None:
    view = show_product(result, Product.WINDOWS)
    lines = [line for rows in view.findChildren(CopyRows) for line in rows.lines()]
    empty = next(line for line in lines if line.label == "Regular expression")
    tick = next(line for line in lines if line.label.startswith("Create associated pointer"))
    assert (empty.value, empty.text) == ("leave it empty", "")
    assert (tick.value, tick.text) == ("tick it", "")


def test_every_step_is_told_once(result: Result) -> None:
    for product in products():
        said = words(show_product(result, product))
        made = recipe(product, CHANGE)
        forms = {form.step: form for form in made.fields}
        for step in made.steps:
            text = forms[step].opening if step in forms else step
            assert text in said


@pytest.mark.parametrize("product", [product for product in products() if product is not Product.WINDOWS])
def test_commands_are_copied_and_saved_as_the_product_takes_them(
    qtbot: QtBot, result: Result, tmp_path: Path, product: Product
) -> None:
    view = show_product(result, product)
    made = recipe(product, CHANGE)
    assert view.commands is not None
    qtbot.mouseClick(view.commands.copy_button, LEFT)
    assert clipboard().splitlines() == list(made.commands)
    path = tmp_path / "records"
    with qtbot.waitSignal(view.commands.saved):
        view.commands.save_to(path)
    end = b"\r\n" if product in (Product.POWERSHELL, Product.DNSCMD) else b"\n"
    assert path.read_bytes() == end.join(line.encode() for line in made.commands) + end
    assert "Saved as" in words(view)


def test_undo_opens_as_commands_or_as_steps(result: Result) -> None:
    view = show_product(result, Product.POWERSHELL)
    code = open_part(view, "Undo").findChild(CodeBlock)
    assert code is not None
    assert code.text().splitlines() == list(recipe(Product.POWERSHELL, CHANGE).undo)
    for product in (Product.WINDOWS, Product.STATIC_CACHE):
        view = show_product(result, product)
        part = open_part(view, "Undo")
        assert part.findChild(CodeBlock) is None
        assert all(step in words(part) for step in recipe(product, CHANGE).undo)


def test_the_whole_recipe_can_be_handed_over_as_text(result: Result) -> None:
    code = open_part(show_product(result, Product.WINDOWS), "Everything").findChild(CodeBlock)
    assert code is not None
    assert code.text() == recipe(Product.WINDOWS, CHANGE).text()


@pytest.mark.parametrize("product", Product)
def test_what_we_did_not_run_says_so_and_what_we_tested_too(result: Result, product: Product) -> None:
    made = recipe(product, CHANGE)
    said = words(show_product(result, product))
    assert (made.caveat or "Our tests load these lines") in said
    assert all(said.count(note) == 1 for note in made.notes)


def test_files_are_named_after_the_name_and_the_product() -> None:
    assert file_name(Product.POWERSHELL, "sip.eslab.local") == "sip.eslab.local.ps1"
    assert file_name(Product.BIND, "sip.eslab.local", "undo") == "sip.eslab.local-undo.zone"
    assert len(file_name(Product.WINDOWS, "a." * 126)) < 100
    assert saved_as(Product.WINDOWS, "a\nb\n") == b"a\r\nb\r\n"
    assert saved_as(Product.BIND, "a\nb\n") == b"a\nb\n"


def test_records_and_the_shown_recipe_follow_the_typing(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    view = show_product(result, Product.BIND)
    port = setup_page(window).servers.rows[0].editors["port"]
    port.setFocus()
    port.selectAll()
    qtbot.keyClicks(port, "5070")
    qtbot.waitUntil(lambda: "port 5070" in result.records.lines()[1].detail)
    now = replaced(qtbot, result, view)
    assert any(" 5070 piper.eslab.local." in command for command in now.recipe.commands)


def test_an_edit_that_changes_no_record_leaves_the_recipe_alone(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    view = result.recipe_view()
    window.set_case(replace(window.case, site="Aarhus"))
    assert result.recipe_view() is view


def test_while_something_is_missing_the_list_says_what_and_leads_there(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    draft = Draft(domain="eslab.local", servers=(DraftServer("piper", "10.225.2.31", "x"), DraftServer()))
    window.set_case(Case(draft=draft))
    assert not result.tabs.isVisible()
    assert not result.records.isVisible()
    assert "Type a name for the sub-domain" in words(result)
    assert "“x” is not a port" in words(result)
    page = setup_page(window)
    there = {
        one.text(): one for one in result.missing.findChildren(type(page.servers.add)) if one.isVisible()
    }
    assert set(there) == {"Sub-domain", "Port of server 1"}
    qtbot.mouseClick(there["Port of server 1"], LEFT)
    assert page.servers.rows[0].editors["port"].hasFocus()
    qtbot.mouseClick(there["Sub-domain"], LEFT)
    assert page.where.subdomain.line.hasFocus()
    qtbot.keyClicks(page.where.subdomain.line, "sip")
    port = page.servers.rows[0].editors["port"]
    port.setFocus()
    port.clear()
    port.textEdited.emit("")
    assert not result.missing.isVisible()
    assert result.tabs.isVisible()
    assert result.records.lines()


def test_without_any_server_the_list_leads_to_the_first_row(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    window.set_case(Case(draft=Draft(domain="eslab.local", subdomain="sip")))
    page = setup_page(window)
    page.go_to("servers")
    assert page.servers.rows[0].editors["host"].hasFocus()


def test_the_field_that_is_gone_to_is_scrolled_into_sight(qtbot: QtBot, settings: QSettings) -> None:
    window = open_window(qtbot, settings, Case(draft=Draft()), Step.SETUP, (800, 500))
    page = setup_page(window)
    page.go_to("ttl")
    line = page.travel.ttl.line
    qtbot.waitUntil(lambda: not line.visibleRegion().isEmpty())
    page.go_to("domain")
    qtbot.waitUntil(lambda: not page.where.domain.line.visibleRegion().isEmpty())


def many(count: int) -> Draft:
    servers = tuple(DraftServer(f"piper{n}", f"10.225.2.{n}") for n in range(1, count + 1))
    return replace(practice_draft(), servers=servers)


def replaced(qtbot: QtBot, result: Result, before: RecipeView) -> RecipeView:
    """The view that comes in the place of this one, in a turn after that of the records."""
    qtbot.waitUntil(lambda: result.recipe_view() is not before)
    view = result.recipe_view()
    assert view is not None
    assert [one for one in result.findChildren(RecipeView) if one.isVisible()] == [view]
    return view


def test_the_steps_for_many_servers_come_as_they_are_scrolled_to(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    few = show_product(result, Product.WINDOWS)
    scroll_bar(result).setValue(0)
    low = result.height()
    window.set_case(Case(draft=many(20)))
    assert result.waiting, "pictures of the page wait for it"
    view = replaced(qtbot, result, few)
    assert view.growing
    qtbot.waitUntil(lambda: not result.waiting, timeout=10_000)
    forms, made = len(view.recipe.fields), len(view.findChildren(CopyRows))
    assert made < forms / 2, "those far below what is seen are still to come"
    qtbot.waitUntil(lambda: result.height() > 3 * low)
    guessed = result.height()
    read_on(result)
    assert len(view.findChildren(CopyRows)) == forms > 40
    assert abs(result.height() - guessed) < guessed / 10, "their room was kept free"
    tall = view.height()
    window.set_case(Case(draft=many(19)))
    again = replaced(qtbot, result, view)
    assert again.minimumHeight() == tall, "the page does not shrink and grow again"
    read_on(result)
    assert again.minimumHeight() == 0
    assert len(again.findChildren(CopyRows)) == len(again.recipe.fields)


def test_nobody_sees_the_end_of_the_steps_that_are_there(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    """From screen to screen there is more below; Tab finds every row in order."""
    show_product(result, Product.WINDOWS)
    scroll_bar(result).setValue(0)
    window.set_case(Case(draft=many(20)))
    qtbot.waitUntil(lambda: not setup_page(window).busy(), timeout=10_000)
    view, bar = result.recipe_view(), scroll_bar(result)
    assert view is not None
    seen = window.height()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + seen)
        qtbot.waitUntil(lambda: not result.waiting, timeout=10_000)
        if len(view.findChildren(CopyRows)) < len(view.recipe.fields):
            last = view.findChildren(CopyRows)[-1].button(0)
            assert last.mapTo(window, last.rect().topLeft()).y() > seen
    rows = [
        rows.button(number) for rows in view.findChildren(CopyRows) for number in range(len(rows.lines()))
    ]
    stops = [row for row in rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
    stops[0].setFocus()
    for row in stops:
        assert row.hasFocus()
        qtbot.keyClick(row, Qt.Key.Key_Tab)


def test_tab_leaves_no_step_out_however_fast(qtbot: QtBot, window: MainWindow, result: Result) -> None:
    """Also where the turns in which steps come are still to come."""
    show_product(result, Product.WINDOWS)
    scroll_bar(result).setValue(0)
    window.set_case(Case(draft=many(20)))
    qtbot.waitUntil(lambda: not setup_page(window).busy(), timeout=10_000)
    view = result.recipe_view()
    assert view is not None
    focused: list[str] = []
    view.findChildren(CopyRows)[0].button(0).setFocus()
    while view.isAncestorOf(now := window.focusWidget() or window) and not isinstance(now, QToolButton):
        focused.append(now.accessibleName())
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    wanted = [
        f"{label}: {value}"
        for form in view.recipe.fields
        for label, value in form.fields
        if value and value != TICKED
    ]
    assert focused == wanted


def test_tab_leaves_no_dialog_out_behind_many_folders(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    """Every host of a sub-domain of its own needs a folder first: a step without anything to copy."""
    show_product(result, Product.WINDOWS)
    scroll_bar(result).setValue(0)
    draft = many(20)
    apart = tuple(replace(one, host=f"piper.site{n}.eslab.local") for n, one in enumerate(draft.servers))
    window.set_case(Case(draft=replace(draft, servers=apart)))
    qtbot.waitUntil(lambda: not setup_page(window).busy(), timeout=10_000)
    view = result.recipe_view()
    assert view is not None
    rows = view.findChildren(CopyRows)
    assert rows, "what Tab comes to first is there"
    rows[0].button(0).setFocus()
    for _ in range(3 * 7):
        focused = window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert len(view.findChildren(CopyRows)) > 2


def test_shift_tab_from_below_comes_to_the_last_step(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    show_product(result, Product.WINDOWS)
    scroll_bar(result).setValue(0)
    window.set_case(Case(draft=many(20)))
    qtbot.waitUntil(lambda: not setup_page(window).busy(), timeout=10_000)
    view = result.recipe_view()
    assert view is not None
    undo = next(one.button for one in view.findChildren(Disclosure) if one.button.text().startswith("Undo"))
    undo.setFocus()
    qtbot.keyClick(undo, Qt.Key.Key_Backtab)
    assert window.focusWidget() is view.findChildren(CopyRows)[-1].button(3)
    assert len(view.findChildren(CopyRows)) == len(view.recipe.fields)


def test_steps_come_when_a_hidden_page_is_shown_again(
    qtbot: QtBot, window: MainWindow, result: Result
) -> None:
    show_product(result, Product.WINDOWS)
    view = result.recipe_view()
    assert view is not None
    window.set_case(Case(draft=many(20)))
    again = replaced(qtbot, result, view)
    window.go(Step.HANDSET)
    qtbot.waitUntil(lambda: not again.growing)
    few = len(again.findChildren(CopyRows))
    assert few < 5, "nothing is made for a page that nobody sees"
    page = setup_page(window)
    scroll_bar(result).setValue(again.mapTo(page, again.rect().topLeft()).y())
    assert not again.growing
    window.go(Step.SETUP)
    qtbot.waitUntil(lambda: len(again.findChildren(CopyRows)) > few)
    read_on(result)
    assert len(again.findChildren(CopyRows)) == len(again.recipe.fields)
