"""The scenes that begin with the window itself. They load nothing of the program: that is what they watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.bench.desk import Action, Desk

Props = dict[str, Path]


@dataclass(frozen=True)
class Scene:
    """``props`` writes its files into a folder, before the window is there."""

    words: str
    props: Callable[[Path], Props]
    actions: Callable[[Desk, Props], Iterator[Action]]
    early: Callable[[Desk], object] = lambda _desk: None
    """What is done as soon as the window is full, before its pages are loaded."""
    first: bool = False
    """The program was never started before: it opens the practice case by itself."""


def round_trip(desk: Desk, again: str = "") -> Iterator[Action]:
    """Every page once, by Ctrl and its number."""
    for step in desk.window.steps[1:]:
        yield Action(f"go to {step.value}{again}", lambda step=step: desk.go(step))


def each_early(desk: Desk) -> None:
    """Ctrl and a number, page after page, a tenth of a second each; the last one stays."""
    for number, step in enumerate(desk.window.steps[1:]):
        QTimer.singleShot(100 * number, partial(desk.go, step))


def _none(_folder: Path) -> Props:
    return {}


def _every_page(desk: Desk, _props: Props) -> Iterator[Action]:
    yield from round_trip(desk)


ARRIVALS = {
    "first": Scene("the first start", _none, _every_page, first=True),
    "early": Scene("pages asked for before they are loaded", _none, _every_page, each_early),
}
