"""The licences can be read in the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from wizard.gui.help import HelpDialog
from wizard.gui.licences import LicencesDialog, texts


def laid_out(root: Path) -> Path:
    for name, text in {
        "PySide6_Essentials/LGPL-3.0.txt": "GNU LESSER",
        "README.txt": "It carries",
        "LICENSE.txt": "<b>MIT</b>",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_every_shipped_text_is_offered_the_overview_first(tmp_path: Path) -> None:
    names = [text.name for text in texts(laid_out(tmp_path))]
    assert names == ["Overview", "Handset Failover Wizard: LICENSE", "PySide6_Essentials: LGPL-3.0"]


def test_a_choice_shows_its_text_as_text(tmp_path: Path, qtbot: QtBot) -> None:
    dialog = LicencesDialog(root=laid_out(tmp_path))
    qtbot.addWidget(dialog)
    assert dialog.view.toPlainText() == "It carries"
    dialog.choice.setCurrentIndex(1)
    assert dialog.view.toPlainText() == "<b>MIT</b>"
    (tmp_path / "PySide6_Essentials/LGPL-3.0.txt").unlink()
    dialog.choice.setCurrentIndex(2)
    assert "cannot be read" in dialog.view.toPlainText()


def test_help_leads_to_them_and_names_qt_s_licence(qtbot: QtBot) -> None:
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.licences, Qt.MouseButton.LeftButton)
    opened = dialog.findChild(LicencesDialog)
    assert opened is not None
    assert "MIT License" in opened.view.toPlainText()
    opened.close()
