"""What a handset makes of its files: what each line looks for, and which value counts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.configured import Configured, Handset
from wizard.core.handset.merge import Placed
from wizard.core.handset.precedence import GUIDE, Decision
from wizard.core.handset.resolver import Lookfor
from wizard.core.handset.settings import LineSettings, Target
from wizard.core.knowledge import Basis
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import bold_font, plain
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.visible import set_visible
from wizard.gui.widgets.wrapped_table import Cell, WrappedTable

MOST_ROWS = 120
_NOTES = 3


class CountsTab(QWidget):
    """One handset at a time."""

    place_wanted = Signal(object)
    """The Evidence of the setting whose row was activated."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handsets: tuple[Handset, ...] = ()
        self._placed: list[Placed] = []
        self._plan_name = ""
        self.picker = ChoiceBox()
        self.picker.setAccessibleName(self.tr("Handset"))
        self.picker.currentIndexChanged.connect(lambda _number: self._draw())
        self.looks = plain(selectable=True)
        self.stranger = Remark()
        self.table = WrappedTable(
            self.tr("Parameters and the values that count"),
            [self.tr("Parameter"), self.tr("Value that counts"), self.tr("Why")],
            most_height=480,
        )
        self.table.cellActivated.connect(lambda row, _column: self._go(row))
        self.table.cellDoubleClicked.connect(lambda row, _column: self._go(row))
        self.others = plain(role=Role.MUTED)
        self._notes = [Remark() for _ in range(_NOTES)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for widget in (
            self.picker,
            plain(self.tr("What it looks for"), font=bold_font()),
            self.looks,
            self.stranger,
            plain(self.tr("Which value counts"), font=bold_font()),
            *self._notes,
            self.table,
            self.others,
        ):
            column.addWidget(widget)
        column.addStretch(1)

    def show_configured(self, configured: Configured) -> None:
        """Shows what the handsets of these files do."""
        self._handsets = configured.handsets
        self._plan_name = configured.plan.name if configured.plan is not None else ""
        with QSignalBlocker(self.picker):
            number = max(self.picker.currentIndex(), 0)
            self.picker.set_choices(
                {number: self._name(handset) for number, handset in enumerate(self._handsets)}
            )
            self.picker.setCurrentIndex(number if number < len(self._handsets) else 0)
        set_visible(self.picker, len(self._handsets) > 1)
        self._draw()

    def _name(self, handset: Handset) -> str:
        mac = handset.configuration.mac
        return self.tr("Handset {mac}").format(mac=mac) if mac else self.tr("Any handset")

    def _draw(self) -> None:
        number = self.picker.currentIndex()
        if not 0 <= number < len(self._handsets):
            self.looks.setText(self.tr("None of these files can be read by a handset."))
            self.table.set_rows([])
            return
        handset = self._handsets[number]
        texts = [text for line in handset.lines for text in self._line(line)]
        self.looks.setText("\n".join(texts) or self.tr("No server is set in these files."))
        self.stranger.say(self._stranger(handset.lookfors), Role.WARNING)
        notes = handset.configuration.notes
        for remark, text in zip(self._notes, (*notes, *[""] * _NOTES), strict=False):
            remark.say(spelled(text))
        rows = sorted(handset.decisions, key=lambda one: not one.is_contested)[:MOST_ROWS]
        self._placed = [one.in_force[0] for one in rows]
        self.table.set_rows([self._row(one, self._ignored(one, handset)) for one in rows])
        set_visible(self.table, bool(rows))
        self.others.setText(self._rest(handset, len(handset.decisions) - len(rows)))
        set_visible(self.others, bool(self.others.text()))

    # Words

    def _line(self, line: LineSettings) -> list[str]:
        who = self.tr("Line {number}").format(number=line.line) if line.line else self.tr("All lines")
        return [f"{who}: {self._target(target)}" for target in line.targets]

    def _target(self, target: Target) -> str:
        if target.lookfor is None:
            text = self.tr("“{value}”, which is no address. Nothing can be looked up for it.")
            return text.format(value=spelled(target.placed.shown))
        return lookfor_words(target.lookfor)

    def _stranger(self, found: tuple[Lookfor, ...]) -> str:
        known = {one.address.lower().rstrip(".") for one in found}
        if not self._plan_name or not known or self._plan_name.lower() in known:
            return ""
        text = self.tr("The plan is for {name}. These files look for another name.")
        return text.format(name=self._plan_name)

    def _rest(self, handset: Handset, left_out: int) -> str:
        parts = []
        if left_out > 0:
            parts.append(self.tr("{count} more of these are not shown.").format(count=f"{left_out:,}"))
        if handset.contested:
            text = self.tr("{count} other parameters have different values in different files.")
            if handset.contested == 1:
                text = self.tr("1 other parameter has different values in different files.")
            parts.append(text.format(count=f"{handset.contested:,}"))
        return " ".join(parts)

    def _ignored(self, one: Decision, handset: Handset) -> str:
        """Which lines take no notice of a setting for all: a server address of their own replaces it."""
        if not one.name.startswith("voIpProt.server."):
            return ""
        own = [line.line for line in handset.lines if any(map(_is_of_line, line.servers))]
        if not own:
            return ""
        text = self.tr("Lines {numbers} ignore it: they have server addresses of their own.")
        if len(own) == 1:
            text = self.tr("Line {numbers} ignores it: it has a server address of its own.")
        return text.format(numbers=", ".join(map(str, own))) + "\n" + basis_line(Basis.VENDOR, GUIDE)

    def _row(self, one: Decision, ignored: str) -> list[Cell]:
        values = "\n".join(self._value(placed) for placed in one.in_force)
        why = one.reason
        if one.beaten:
            losers = "\n".join(
                self.tr("Not used: {value}").format(value=self._value(placed)) for placed in one.beaten
            )
            why = f"{why}\n{losers}"
        if one.reason:
            why = f"{why}\n{basis_line(one.basis, one.source)}"
        why = "\n".join(filter(None, (why, ignored)))
        doubtful = one.is_contested and len(one.in_force) > 1
        icon = "triangle-alert" if doubtful else "info" if one.is_contested else ""
        role = Role.WARNING if doubtful else Role.INFO if one.is_contested else Role.TEXT
        return [
            Cell(spelled(one.name), icon, role if doubtful else Role.TEXT),
            Cell(values),
            Cell(why or self.tr("set here alone"), role=Role.TEXT if why else Role.MUTED),
        ]

    def _value(self, placed: Placed) -> str:
        shown = spelled(placed.shown) or self.tr("(empty)")
        text = self.tr("{value} ({file}, line {line})")
        return text.format(value=shown, file=spelled(placed.file.name), line=placed.setting.line)

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._placed):
            self.place_wanted.emit(self._placed[row].evidence())


def _is_of_line(server: Target) -> bool:
    return server.placed.setting.name.startswith("reg.")


def lookfor_words(lookfor: Lookfor) -> str:
    """What is looked for in words: ``sip.eslab.local, port 0, DNSnaptr``."""
    text = QCoreApplication.translate("HandsetFiles", "{address}, port {port}, {transport}")
    return text.format(address=spelled(lookfor.address), port=lookfor.port, transport=lookfor.transport)
