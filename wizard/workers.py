"""Runs core generators, one to its end or several side by side in threads; without Qt."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Courtesy:
    """Threads that work for long wait between two blocks while a window needs the processor to itself.

    Each of them computes for only a few milliseconds at a time, but whoever paints a page asks for Python's
    lock a hundred times, and waits for one of them each time. They wait for ``MOST_S`` at most, also if
    nobody ends it.
    """

    MOST_S = 0.25

    def __init__(self) -> None:
        self._until = 0.0
        self._over = threading.Event()

    def ask(self) -> None:
        """From now on they wait."""
        self._over.clear()
        self._until = time.monotonic() + self.MOST_S

    def end(self) -> None:
        """They may go on."""
        self._until = 0.0
        self._over.set()

    def wait(self) -> None:
        """For the threads: until nobody asks any more."""
        rest = self._until - time.monotonic()
        if rest > 0:
            self._over.wait(rest)


courtesy = Courtesy()
"""The one of this process: what it is about, the processor and Python's lock, is there once as well."""


@dataclass(frozen=True, slots=True)
class Arrived(Generic[Item]):
    """An item of the generator at ``index``."""

    index: int
    item: Item


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """The generator at ``index`` has ended with ``result``."""

    index: int
    result: Result


@dataclass(frozen=True, slots=True)
class _Broken:
    error: BaseException


def _nothing(_item: object) -> None:
    pass


def result_of(generator: Generator[Item, None, Result], each: Callable[[Item], object] = _nothing) -> Result:
    """Runs a generator to its end, for its result; ``each`` is given what it yields."""
    while True:
        try:
            item = next(generator)
        except StopIteration as stop:
            result: Result = stop.value
            return result
        each(item)


def side_by_side(
    generators: Sequence[Generator[Item, None, Result]],
) -> Iterator[Arrived[Item] | Done[Result]]:
    """Runs each generator in a thread of its own; yields items in the order in which they arrive.

    A generator that raises is a defect: its exception is raised here. The threads are daemons, so
    a program that stops does not wait for a question that is still under way.
    """
    arrived: queue.SimpleQueue[Arrived[Item] | Done[Result] | _Broken] = queue.SimpleQueue()

    def run(index: int, generator: Generator[Item, None, Result]) -> None:
        try:
            while True:
                try:
                    item = next(generator)
                except StopIteration as stop:
                    arrived.put(Done(index, stop.value))
                    return
                arrived.put(Arrived(index, item))
        except BaseException as error:
            arrived.put(_Broken(error))

    for index, generator in enumerate(generators):
        threading.Thread(target=run, args=(index, generator), daemon=True).start()
    left = len(generators)
    while left:
        got = arrived.get()
        if isinstance(got, _Broken):
            raise got.error
        left -= isinstance(got, Done)
        yield got
