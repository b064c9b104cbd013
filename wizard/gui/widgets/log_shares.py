"""How the user likes the height shared between the lines of a log and what stands below them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, QTimer

LEAST, MOST = 0.1, 0.9
_AFTER_MS = 400
"""A splitter that is dragged tells dozens of times; a settings file is written once."""


class Shares(QObject):
    """Kept over runs in ``settings``, or for this run without any.

    What was kept and makes no sense is as if it had never been kept.
    """

    def __init__(
        self, first: dict[int, float], settings: QSettings | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._lines = {tab: self._read_share(tab, share) for tab, share in first.items()}
        self._open = {low: self._read_open(low=low) for low in (False, True)}
        self._later = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._later.timeout.connect(self._write)

    def of_lines(self, tab: int) -> float:
        """The part of the height that the lines get while this tab is shown, from 0 to 1."""
        return self._lines[tab]

    def set_lines(self, tab: int, share: float) -> None:
        """Another part of the height for the lines."""
        self._lines[tab] = min(max(share, LEAST), MOST)
        self._later.start()

    def is_open(self, *, low: bool) -> bool:
        """Whether what stands below the lines is open; ``low``: in a window with little height."""
        return self._open[low]

    def set_open(self, wanted: bool, *, low: bool) -> None:
        """Opens it, or folds it up, in windows of this height."""
        self._open[low] = wanted
        self._later.start()

    def keep(self) -> None:
        """Writes down what was chosen just now; the window closes."""
        if self._later.isActive():
            self._later.stop()
            self._write()

    def _write(self) -> None:
        if self._settings is None:
            return
        for tab, share in self._lines.items():
            self._settings.setValue(f"log/lines{tab}", f"{share:.3f}")
        for low, wanted in self._open.items():
            self._settings.setValue(_open_key(low=low), str(int(wanted)))

    def _read_share(self, tab: int, first: float) -> float:
        try:
            kept = float(self._read(f"log/lines{tab}"))
        except ValueError:
            return first
        return kept if LEAST <= kept <= MOST else first

    def _read_open(self, *, low: bool) -> bool:
        kept = self._read(_open_key(low=low))
        return kept == "1" if kept in ("0", "1") else not low

    def _read(self, key: str) -> str:
        return str(self._settings.value(key, "")) if self._settings is not None else ""


def _open_key(*, low: bool) -> str:
    return "log/openLow" if low else "log/open"
