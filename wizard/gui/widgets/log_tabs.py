"""The open logs as tabs, and opening and closing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QToolButton, QWidget

from wizard.gui import icons
from wizard.gui.announce import announce
from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.buttons import button, give_word, icon_button, show_word
from wizard.gui.widgets.labels import escaped
from wizard.gui.widgets.raw_text import spelled

_LONGEST = 36
"""Characters of a file's name; the tooltip has all of it."""
_WORDS_FROM = 600
"""With less width, pasting is an icon alone: the names of the logs need the room."""


@dataclass(frozen=True, slots=True)
class LogTab:
    """A log: its name, what its verdict says, and in which words. Without a role nobody knows yet.

    ``title`` is for what is no log and stands instead of the name's last part.
    """

    name: str
    role: Role | None = None
    verdict: str = ""
    title: str = ""


def short_names(names: Sequence[str]) -> list[str]:
    """The files' names without folders; where two are alike, with as many as tell them apart."""
    parts = [_pieces(name) for name in names]
    deepest = max(map(len, parts), default=1)
    depths = [0] * len(parts)
    told = [_cut(pieces[-1]) for pieces in parts]
    for depth in range(1, deepest):
        alike = Counter(told)
        if len(alike) == len(told):
            break
        depths = [depth if alike[one] > 1 else level for one, level in zip(told, depths, strict=True)]
        told = [_told(pieces, level) for pieces, level in zip(parts, depths, strict=True)]
    return told


@lru_cache(16_384)
def _pieces(name: str) -> tuple[str, ...]:
    # The ten thousand names of a folder are asked for whenever a log of it has come.
    return tuple(spelled(name).replace("\\", "/").split("/"))


def _told(pieces: Sequence[str], folders: int) -> str:
    around = "/".join(piece for piece in pieces[-1 - folders : -1] if piece)
    return f"{_cut(pieces[-1])} ({_cut(around)})" if around else _cut(pieces[-1])


def _cut(name: str) -> str:
    """A name with its middle left out if it is very long: both ends tell files apart."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"


class LogTabs(QWidget):
    """Beside the title: the open logs, the last one opened at the end, until they are dragged elsewhere.

    Left and Right choose among them while they have the focus; with :meth:`add_keys` Ctrl+Tab does from
    anywhere on the page. Ctrl+Shift+Page Up and Page Down move the one that is shown.
    """

    chosen = Signal(str)
    """The name of the log to show."""
    close_wanted = Signal(str)
    """The name of the log to close."""
    moved = Signal(list)
    """The names in their new order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = _Bar()
        self.bar.setAccessibleName(self.tr("Open logs"))
        self.open_button = button(self.tr("&Open…"), "folder-open")
        self.open_button.setToolTip(self.tr("Open more logs (Ctrl+O)"))
        self.paste_button = icon_button("clipboard-paste", self.tr("Paste a log (Ctrl+V)"))
        give_word(self.paste_button, self.tr("Paste"))
        self._tabs: list[LogTab] = []
        self._keys: list[QShortcut] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.bar, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.paste_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.bar.currentChanged.connect(self._choose)
        self.bar.tabMoved.connect(self._move)
        self.bar.close_asked.connect(lambda number: self.close_wanted.emit(self._tabs[number].name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        show_word(self.paste_button, event.size().width() >= _WORDS_FROM)

    def show_logs(self, tabs: Sequence[LogTab], shown: str) -> None:
        """Offers these logs; ``shown`` is the name of the one that is shown."""
        self.bar.blockSignals(True)
        names = [tab.name for tab in tabs]
        if [(tab.name, tab.title) for tab in tabs] != [(tab.name, tab.title) for tab in self._tabs]:
            self._make(tabs)
            self._tabs = []
        for number, tab in enumerate(tabs):
            if number >= len(self._tabs) or self._tabs[number] != tab:
                self._say(number, tab)
        self._tabs = list(tabs)
        if shown in names:
            self.bar.setCurrentIndex(names.index(shown))
        self.bar.blockSignals(False)
        for shortcut in self._keys:
            shortcut.setEnabled(len(tabs) > 1)
        self.setVisible(bool(tabs))

    def add_keys(self, page: QWidget) -> None:
        """The keys between logs; with a single one they belong to the tabs below its lines."""
        for text, go, distance in (
            ("Ctrl+Tab", self.step, +1),
            ("Ctrl+Shift+Tab", self.step, -1),
            ("Ctrl+Shift+PgDown", self.shift, +1),
            ("Ctrl+Shift+PgUp", self.shift, -1),
        ):
            shortcut = QShortcut(QKeySequence(text), page)
            shortcut.setEnabled(False)
            shortcut.activated.connect(partial(go, distance))
            self._keys.append(shortcut)

    def step(self, distance: int) -> None:
        """Shows the next log, or the one before, round the end."""
        if self._tabs:
            number = (self.bar.currentIndex() + distance) % len(self._tabs)
            self.bar.setCurrentIndex(number)

    def shift(self, distance: int) -> None:
        """Moves the log that is shown so many places, as far as there are any."""
        number = self.bar.currentIndex()
        place = min(max(number + distance, 0), len(self._tabs) - 1)
        if number >= 0 and place != number:
            self.bar.moveTab(number, place)
            said = self.tr("Moved to place {place} of {count}").format(place=place + 1, count=len(self._tabs))
            announce(self.bar, said)

    def _move(self, source: int, place: int) -> None:
        self._tabs.insert(place, self._tabs.pop(source))
        self.moved.emit([tab.name for tab in self._tabs])

    def _make(self, tabs: Sequence[LogTab]) -> None:
        while self.bar.count():
            self.bar.removeTab(0)
        shorts = short_names([tab.name for tab in tabs])
        for number, short in enumerate(tab.title or short for tab, short in zip(tabs, shorts, strict=True)):
            self.bar.addTab(short.replace("&", "&&"))
            close = icon_button("x", self.tr("Close {name} (Ctrl+W)").format(name=short))
            close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            mark(close, "kind", "bare")
            close.clicked.connect(partial(self._close, tabs[number].name))
            self.bar.setTabButton(number, QTabBar.ButtonPosition.RightSide, close)

    def _say(self, number: int, tab: LogTab) -> None:
        picture = (
            icons.role_icon(tab.role) if tab.role is not None else icons.icon("circle-dashed", Role.MUTED)
        )
        self.bar.setTabIcon(number, picture)
        said = [tab.title or spelled(tab.name), tab.verdict]
        self.bar.setTabToolTip(number, escaped("\n".join(text for text in said if text)))
        spoken = self.bar.tabText(number).replace("&&", "&")
        self.bar.setAccessibleTabName(number, f"{spoken}: {tab.verdict}" if tab.verdict else spoken)

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._tabs):
            self.chosen.emit(self._tabs[number].name)

    def _close(self, name: str) -> None:
        self.close_wanted.emit(name)


class _Bar(QTabBar):
    close_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(icons.SMALL, icons.SMALL))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for arrow in self.findChildren(QToolButton):  # Left and Right do more than they.
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and number >= 0:
            self.close_asked.emit(number)
        else:
            super().mouseReleaseEvent(event)
