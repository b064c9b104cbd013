from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from wizard.gui import garbage
from wizard.gui.garbage import keep_to_this_thread, without_pauses
from wizard.gui.job import Job


class Ring:
    """A reference cycle."""

    def __init__(self) -> None:
        self.myself = self


def rings(count: int) -> None:
    for _ in range(count):
        Ring()


def test_cycles_are_found_in_the_gui_thread_alone(qtbot: QtBot) -> None:
    keep_to_this_thread()
    found: list[int] = []
    ring = Ring()
    weakref.finalize(ring, lambda: found.append(threading.get_ident()))
    del ring
    with qtbot.waitSignal(Job(lambda _cancelled: rings(5000)).start().ended):
        pass
    qtbot.waitUntil(lambda: bool(found), timeout=4 * garbage.EVERY_MS)
    assert found == [threading.get_ident()]


def test_asking_twice_makes_one_collector(qtbot: QtBot, qapp) -> None:
    keep_to_this_thread()
    keep_to_this_thread()
    assert len(qapp.findChildren(garbage._Collector)) == 1


def test_nothing_is_looked_through_while_anybody_builds(qtbot: QtBot) -> None:
    ring = Ring()
    alive = weakref.ref(ring)
    del ring
    with without_pauses():
        with without_pauses():
            pass
        rings(5000)
        garbage.collect_what_is_due()
        assert alive() is not None


def test_it_works_again_after_a_defect(qtbot: QtBot) -> None:
    try:
        with without_pauses():
            raise RuntimeError
    except RuntimeError:
        pass
    ring = Ring()
    alive = weakref.ref(ring)
    del ring
    rings(5000)
    garbage.collect_what_is_due()
    assert alive() is None


def test_what_was_built_is_not_looked_at_again() -> None:
    before = gc.get_freeze_count()
    with without_pauses():
        built = [[number] for number in range(1000)]
    assert gc.get_freeze_count() >= before + 1000
    assert len(built) == 1000
