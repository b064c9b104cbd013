"""The style sheet, made from a theme's tokens.

What cannot be coloured from a style sheet without losing its arrow or tick (combo boxes, spin
boxes, check boxes) gets its own drawing from ``resources/icons/control``.
"""

from __future__ import annotations

from string import Template

from wizard.gui.palette import Role, Tokens
from wizard.paths import resource

# Widths add up to the same whether focused or not, so nothing moves when the ring appears.
_SHEET = Template("""
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="ok"] { color: $ok; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="failed"] { color: $failed; }
QLabel[role="info"] { color: $info; }
QToolTip { color: $text; background: $side; border: 1px solid $edge; padding: 4px; }

#side, #bottom { background: $side; }
#side { border: none; border-right: 1px solid $line; }
#bottom { border: none; border-top: 1px solid $line; }
#page, #pageScroll, #pageScroll > QWidget { background: $page; border: none; }

QFrame[card="true"] { background: $field; border: 1px solid $line; border-radius: 6px; }
QFrame[card="choice"] { background: $page; border: 1px solid $edge; border-radius: 6px; padding: 1px; }
QFrame[card="choice"]:hover { background: $hover; }
QFrame[card="chosen"] { background: $info_tint; border: 2px solid $accent; border-radius: 6px; }
QFrame[card="ring"] { background: $page; border: 2px solid $accent; border-radius: 6px; }
QFrame[card="chosen-ring"] { background: $info_tint; border: 2px solid $text; border-radius: 6px; }
QFrame[tint="ok"] { background: $ok_tint; border: 1px solid $ok; border-radius: 6px; }
QFrame[tint="warning"] { background: $warning_tint; border: 1px solid $warning; border-radius: 6px; }
QFrame[tint="failed"] { background: $failed_tint; border: 1px solid $failed; border-radius: 6px; }
QFrame#practiceBar { background: $info_tint; border: 0; border-bottom: 1px solid $line; }
QFrame[tint="info"] { background: $info_tint; border: 1px solid $info; border-radius: 6px; }

QPushButton { outline: none; background: $field; color: $text; border: 1px solid $edge; border-radius: 4px;
              padding: 5px 14px; min-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; color: $on_selection; }
QPushButton:checked { background: $selection; color: $on_selection; border-color: $accent; }
QPushButton[kind="chip"] { border-radius: 13px; padding: 2px 10px; }
QPushButton[kind="chip"]:focus { padding: 1px 9px; }
QPushButton:disabled { color: $off; border-color: $line; background: $page; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: $accent_hover; color: $on_accent; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $line; color: $off; border-color: $line; }

QToolButton { background: transparent; color: $text; border: 2px solid transparent; border-radius: 4px;
              padding: 4px 6px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selection; color: $on_selection; }
QToolButton[tab="true"] { border-radius: 0; border-bottom: 3px solid transparent; padding: 5px 10px;
  color: $muted; }
QToolButton[tab="true"]:checked { background: transparent; color: $text; border-bottom-color: $accent; }
QToolButton[tab="true"][folded="true"]:checked { color: $muted; border-bottom-color: transparent; }
QToolButton[tab="true"]:hover { background: $hover; color: $text; }
QToolButton[tab="true"]:focus { border: 2px solid $accent; border-bottom: 3px solid $accent; }
QFrame[rule="true"] { background: $line; border: none; }
QToolButton[disclosure="true"] { padding-left: 0; }
QToolButton[disclosure="true"]:checked { background: transparent; color: $text; }
QToolButton[disclosure="true"]:hover { background: $hover; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $off; }
QToolButton::menu-indicator { image: none; width: 0; }
QAbstractButton[row="true"] { background: transparent; border: 2px solid transparent; border-radius: 4px; }
QAbstractButton[row="true"]:hover { background: $hover; }
QAbstractButton[row="true"]:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $field; color: $text; placeholder-text-color: $muted;
  border: 1px solid $edge; border-radius: 4px; padding: 1px;
  selection-background-color: $selection; selection-color: $on_selection; }
QLineEdit, QComboBox, QAbstractSpinBox { padding: 5px 8px; min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 0; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus { padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  color: $off; border-color: $line; background: $page; }
QLineEdit:read-only, QPlainTextEdit[readOnly="true"] { background: $side; }
QLineEdit[problem="true"], QAbstractSpinBox[problem="true"], QComboBox[problem="true"],
QPlainTextEdit[problem="true"] { border: 2px solid $failed; }
QLineEdit[problem="true"], QAbstractSpinBox[problem="true"], QComboBox[problem="true"] { padding: 4px 7px; }
QPlainTextEdit[problem="true"] { padding: 0; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit, QTableView QLineEdit {
  border: none; padding: 0; min-height: 0; }
QAbstractSpinBox QLineEdit { padding-left: 6px; }
QTableView QLineEdit { border: 2px solid $accent; border-radius: 0; padding: 0 2px; }

QComboBox { padding-left: 10px; padding-right: 26px; }
QComboBox:focus, QComboBox[problem="true"] { padding-left: 9px; padding-right: 25px; }
QComboBox::drop-down { subcontrol-origin: border; subcontrol-position: center right;
  width: 26px; border: none; }
QComboBox::down-arrow { image: url("$control/down.svg"); width: 16px; height: 16px; }
QComboBox::down-arrow:disabled { image: url("$control/down-off.svg"); }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus { background: $field; border: 1px solid $edge;
  border-radius: 0; padding: 0; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QAbstractSpinBox { padding: 4px 24px 3px 8px; }
QAbstractSpinBox:focus, QAbstractSpinBox[problem="true"] { padding: 3px 23px 2px 7px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 22px;
  border: none; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 22px;
  border: none; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {
  background: $hover; border-radius: 2px; }
QAbstractSpinBox::up-arrow { image: url("$control/up.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$control/down.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url("$control/up-off.svg"); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off {
  image: url("$control/down-off.svg"); }

QCheckBox, QRadioButton { border: 2px solid transparent; border-radius: 4px; padding: 2px; spacing: 8px;
  background: transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QRadioButton[bare="true"]:focus { border-color: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: $off; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator, QListView::indicator,
QGroupBox::indicator {
  width: 16px; height: 16px; border: 1px solid $edge; border-radius: 3px; background: $field; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked, QTableView::indicator:checked,
QListView::indicator:checked, QCheckBox::indicator:indeterminate, QGroupBox::indicator:checked {
  background: $accent; border-color: $accent; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked,
QGroupBox::indicator:checked { image: url("$control/check.svg"); }
QCheckBox::indicator:indeterminate { image: url("$control/partly.svg"); }
QRadioButton::indicator:checked { image: url("$control/dot.svg"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $page; }
QCheckBox::indicator:checked:disabled { image: url("$control/check-off.svg"); }

QAbstractItemView { outline: none; background: $field; alternate-background-color: $side; color: $text;
  border: 1px solid $line; border-radius: 4px; padding: 1px; gridline-color: $line;
  selection-background-color: $selection; selection-color: $on_selection; }
QAbstractItemView:focus { border: 2px solid $accent; padding: 0; }
QHeaderView, QHeaderView::section { background: $side; color: $muted; }
QHeaderView { border: none; }
QHeaderView::section { border: none; border-bottom: 1px solid $line; padding: 5px 8px; text-align: left; }
QTableCornerButton::section { background: $side; border: none; border-bottom: 1px solid $line; }
#stepList, #stepList:focus { background: transparent; border: none; padding: 0; }

QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { outline: none; background: transparent; }
QTabBar::tab { background: transparent; color: $muted; border: 2px solid transparent;
  border-bottom: 3px solid transparent; padding: 6px 12px; border-radius: 0; }
QTabBar::tab:hover { background: $hover; color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus:selected { border: 2px solid $accent; border-bottom: 3px solid $accent; }
QTabBar::tab:disabled { color: $off; }
QTabBar QToolButton { background: $page; border: 1px solid $line; padding: 0; }
QTabBar QToolButton[kind="bare"] { background: transparent; border: none; }
QTabBar QToolButton[kind="bare"]:hover { background: $hover; }
QTabBar::tear { width: 0; border: none; }
QTabBar QToolButton::left-arrow { image: url("$control/left.svg"); width: 14px; height: 14px; }
QTabBar QToolButton::right-arrow { image: url("$control/right.svg"); width: 14px; height: 14px; }

QMenu { background: $field; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 3px; border: 1px solid transparent; }
QMenu::item:selected { background: $selection; color: $on_selection; }
QMenu::item:checked { font-weight: 600; }
QMenu::item:disabled { color: $off; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QProgressBar { background: $line; border: none; border-radius: 3px; height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $selection; }
QGroupBox { border: 1px solid $line; border-radius: 6px; margin-top: 10px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; left: 10px; padding: 0 4px; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 14px; }
QScrollBar:horizontal { height: 14px; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
""")


def style_sheet(t: Tokens) -> str:
    """The application's style sheet in these colours."""
    values = {name: getattr(t, name) for name in t.__slots__ if isinstance(getattr(t, name), str)}
    for role in (Role.OK, Role.WARNING, Role.FAILED, Role.INFO):
        values[role] = t.roles[role]
        values[f"{role}_tint"] = t.tint(role).name()
    folder = resource("icons", "control", "dark" if t.dark else "light").as_posix()
    # In quotes and with these two escaped, a path may hold whatever a folder's name may: without, an umlaut
    # or a bracket ended the address, and with it the rest of the sheet.
    values["control"] = folder.replace("\\", "\\\\").replace('"', '\\"')
    return _SHEET.substitute(values)
