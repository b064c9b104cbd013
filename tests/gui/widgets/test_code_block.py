from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from tests.gui.demo import RECORDS
from wizard.gui.widgets import code_block
from wizard.gui.widgets.code_block import CodeBlock


@pytest.fixture
def block(qtbot: QtBot) -> CodeBlock:
    made = CodeBlock("Records", file_name="zone.txt", most_lines=6)
    qtbot.addWidget(made)
    made.set_text(RECORDS)
    made.show()
    return made


def test_copy_takes_every_byte_and_says_so(
    qtbot: QtBot, block: CodeBlock, monkeypatch: pytest.MonkeyPatch
) -> None:
    block._back.setInterval(10)
    width = block.copy_button.width()
    block.copy_button.click()
    assert QApplication.clipboard().text() == RECORDS
    assert block.copy_button.text() == "Copied"
    QApplication.processEvents()
    assert block.copy_button.width() == width
    qtbot.waitUntil(lambda: block.copy_button.text() == "Copy")


def test_the_button_has_room_for_copied_in_every_look(qtbot: QtBot, block: CodeBlock) -> None:
    button = block.copy_button
    for sheet in ("QPushButton { padding: 5px 60px; }", "QPushButton { padding: 5px 20px; color: red; }"):
        block.setStyleSheet(sheet)
        assert button.text() == "Copy"
        room = button.minimumWidth()
        button.setText("Copied")
        assert room == button.sizeHint().width()
        button.setText("Copy")


def test_saving_says_where_or_why_not(qtbot: QtBot, block: CodeBlock, tmp_path: Path) -> None:
    with qtbot.waitSignal(block.saved):
        block.save_to(tmp_path / "zone.txt")
    assert (tmp_path / "zone.txt").read_text(encoding="utf-8") == RECORDS
    with qtbot.assertNotEmitted(block.saved):
        block.save_to(tmp_path / "gone" / "zone.txt")
        qtbot.waitUntil(lambda: "its folder does not exist" in block._said.text())


def test_the_window_does_not_wait_for_the_disk(qtbot: QtBot, block: CodeBlock, tmp_path: Path) -> None:
    """What was saved is what stood there then; what stands there now is not taken for it."""
    with qtbot.assertNotEmitted(block.saved):
        block.save_to(tmp_path / "zone.txt")
        assert not block._said.text()
        block.set_text("other records")
        qtbot.waitUntil(lambda: block._said.text().startswith("Saved as"))
    assert (tmp_path / "zone.txt").read_text(encoding="utf-8") == RECORDS


def test_a_file_is_written_also_when_its_text_has_gone(
    qtbot: QtBot, block: CodeBlock, tmp_path: Path
) -> None:
    gone = CodeBlock("Records")
    gone.set_text(RECORDS)
    gone.save_to(tmp_path / "zone.txt")
    delete(gone)
    with qtbot.waitSignal(block.saved):
        block.save_to(tmp_path / "other.txt")
    qtbot.waitUntil((tmp_path / "zone.txt").exists)


def test_other_bytes_can_be_saved_than_are_shown(qtbot: QtBot, block: CodeBlock, tmp_path: Path) -> None:
    block.set_text("é", data=b"\xef\xbb\xbf\xc3\xa9\r\n")
    with qtbot.waitSignal(block.saved):
        block.save_to(tmp_path / "a.ps1")
    assert (tmp_path / "a.ps1").read_bytes() == b"\xef\xbb\xbf\xc3\xa9\r\n"


def test_the_dialog_saves(qtbot: QtBot, block: CodeBlock, tmp_path: Path) -> None:
    block.save_button.click()
    dialog = block.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(block.saved):
        dialog.fileSelected.emit(str(tmp_path / "b.txt"))
    assert (tmp_path / "b.txt").exists()
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_short_text_is_seen_whole_and_long_text_has_a_limit(block: CodeBlock) -> None:
    QApplication.processEvents()
    assert block.view.verticalScrollBar().maximum() == 0
    short = block.view.height()
    block.set_text("line\n" * 100)
    QApplication.processEvents()
    assert short < block.view.height() < 3 * short
    assert block.view.verticalScrollBar().maximum() > 0


def test_lines_are_never_wrapped(block: CodeBlock) -> None:
    assert block.view.lineWrapMode() == QPlainTextEdit.LineWrapMode.NoWrap
    assert block.view.isReadOnly()
    assert code_block.FEEDBACK_MS >= 1000
