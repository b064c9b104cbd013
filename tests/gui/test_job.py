from __future__ import annotations

import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.core.case.cases import ROOT
from wizard.core.case.steps import Step
from wizard.gui import job as job_module
from wizard.gui.job import Cancelled, Job


def test_items_arrive_in_order_then_the_result_then_the_end(qtbot: QtBot) -> None:
    def work(_cancelled: Cancelled) -> Any:
        yield from range(1000)
        return "done"

    heard: list[object] = []
    job = Job(work)
    job.items.connect(heard.extend)
    job.finished.connect(heard.append)
    job.ended.connect(lambda: heard.append("end"))
    with qtbot.waitSignal(job.ended):
        job.start()
        assert job.running
    assert heard == [*range(1000), "done", "end"]
    assert not job.running


def test_what_came_last_and_the_result_are_two_turns_of_the_event_loop(qtbot: QtBot) -> None:
    """Each of them may change a whole page."""

    def work(_cancelled: Cancelled) -> Any:
        yield 1
        yield 2
        return "done"

    heard: list[object] = []
    job = Job(work)
    job.items.connect(heard.extend)
    job.finished.connect(heard.append)
    job.start()
    assert job.wait(10_000), "all that it has to tell waits for this thread"
    QCoreApplication.sendPostedEvents()
    assert heard == [1, 2]
    assert job.running
    with qtbot.waitSignal(job.ended):
        pass
    assert heard == [1, 2, "done"]


def test_a_plain_function_has_a_result(qtbot: QtBot) -> None:
    job = Job(lambda _cancelled: (Step.LOG, None, True))
    with qtbot.waitSignal(job.finished) as heard:
        job.start()
    assert heard.args == [(Step.LOG, None, True)]
    assert heard.args[0][0] is Step.LOG  # Not Qt's idea of it.


def test_work_is_off_the_gui_thread_and_signals_are_on_it(qtbot: QtBot) -> None:
    here = QThread.currentThread()
    threads: list[bool] = []

    def work(_cancelled: Cancelled) -> Iterator[int]:
        threads.append(QThread.currentThread() is here)
        yield 1

    job = Job(work)
    job.items.connect(lambda _items: threads.append(QThread.currentThread() is here))
    with qtbot.waitSignal(job.ended):
        job.start()
    assert threads == [False, True]


def test_there_are_at_most_about_twenty_batches_a_second(qtbot: QtBot) -> None:
    clock = QElapsedTimer()

    def work(cancelled: Cancelled) -> Iterator[int]:
        number = 0
        while clock.elapsed() < 600 and not cancelled():
            number += 1
            yield number

    batches: list[int] = []
    job = Job(work)
    job.items.connect(lambda items: batches.append(len(items)))
    clock.start()
    with qtbot.waitSignal(job.ended):
        job.start()
    assert 1 <= len(batches) <= clock.elapsed() / job_module.BATCH_MS + 2
    assert sum(batches) > len(batches)


def test_a_failure_is_told_with_its_details(qtbot: QtBot) -> None:
    def work(_cancelled: Cancelled) -> Iterator[int]:
        yield 1
        raise ValueError("\n    no such\n\n  thing\n")

    job = Job(work)
    heard: list[tuple[str, str]] = []
    job.failed.connect(lambda *words: heard.append(words))
    with qtbot.assertNotEmitted(job.finished), qtbot.waitSignal(job.ended):
        job.start()
    ((summary, details),) = heard
    assert summary == "ValueError: no such thing"
    assert "Traceback" in details
    assert "in work" in details


def test_nothing_comes_after_cancel_and_the_generator_is_closed(qtbot: QtBot) -> None:
    closed = threading.Event()

    def work(_cancelled: Cancelled) -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    job = Job(work)
    with qtbot.waitSignal(job.items):
        job.start()
    clock = QElapsedTimer()
    clock.start()
    with (
        qtbot.assertNotEmitted(job.items),
        qtbot.assertNotEmitted(job.finished),
        qtbot.assertNotEmitted(job.failed),
        qtbot.waitSignal(job.ended, timeout=10_000),
    ):
        job.cancel()
    assert closed.is_set()
    assert job.wait(0)


def test_an_item_that_comes_late_is_dropped(qtbot: QtBot) -> None:
    waiting, go_on = threading.Event(), threading.Event()

    def work(_cancelled: Cancelled) -> Any:
        waiting.set()
        go_on.wait(10)
        yield "late"
        return "later"

    job = Job(work).start()
    waiting.wait(10)
    with qtbot.assertNotEmitted(job.items), qtbot.assertNotEmitted(job.finished), qtbot.waitSignal(job.ended):
        job.cancel()
        go_on.set()


def test_the_work_itself_can_ask_whether_it_is_cancelled(qtbot: QtBot) -> None:
    begun, seen = threading.Event(), threading.Event()

    def work(cancelled: Cancelled) -> None:
        begun.set()
        while not cancelled():
            pass
        seen.set()

    job = Job(work).start()
    begun.wait(10)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert seen.is_set()


def test_cancelled_before_it_began(qtbot: QtBot) -> None:
    job = Job(lambda _cancelled: pytest.fail("must not run"))
    job.cancel()
    with qtbot.waitSignal(job.ended):
        job.start()


def test_a_slot_may_cancel_the_job(qtbot: QtBot) -> None:
    job = Job(lambda _cancelled: iter(range(3)))
    job.items.connect(lambda _items: job.cancel())
    with qtbot.assertNotEmitted(job.finished), qtbot.waitSignal(job.ended):
        job.start()


def test_a_receiver_that_was_deleted_does_no_harm(qtbot: QtBot) -> None:
    class Receiver(QObject):
        def take(self, _items: list[int]) -> None:
            pytest.fail("is deleted")

    go_on = threading.Event()

    def work(_cancelled: Cancelled) -> Iterator[int]:
        go_on.wait(10)
        yield 1

    receiver = Receiver()
    job = Job(work)
    job.items.connect(receiver.take)
    job.start()
    delete(receiver)
    with qtbot.waitSignal(job.ended):
        go_on.set()


def test_a_job_that_nobody_holds_ends_all_the_same(qtbot: QtBot) -> None:
    heard: list[int] = []

    def begin() -> None:
        job = Job(lambda _cancelled: iter(range(3)))
        job.items.connect(heard.extend)
        job.start()

    begin()
    qtbot.waitUntil(lambda: not job_module._running)
    assert heard == [0, 1, 2]


def test_many_signals_do_not_end_the_process(qtbot: QtBot) -> None:
    """PySide6 6.12.0 aborts after about 580 emits of None or True."""
    emitter = Job(lambda _cancelled: None)
    heard = []
    emitter.finished.connect(heard.append)
    for number in range(2000):
        emitter.finished.emit((None, True, False)[number % 3])
    assert len(heard) == 2000


def test_waiting_for_a_job_that_was_never_started() -> None:
    assert Job(lambda _cancelled: None).wait(0)


def test_a_job_is_used_once(qtbot: QtBot) -> None:
    job = Job(lambda _cancelled: None)
    with qtbot.waitSignal(job.ended):
        job.start()
    with pytest.raises(RuntimeError):
        job.start()


def test_jobs_and_what_their_work_holds_go_in_the_gui_thread(qtbot: QtBot) -> None:
    """Destroyed in the worker's thread, a widget or job takes the process with it now and then."""

    class Page:
        pass

    def work(page: Page, seconds: float) -> Iterator[Page]:
        yield page
        yield page
        time.sleep(seconds)

    def begin(number: int) -> None:
        page = Page()
        # The thread ends about when the next batch is due, from just before to just after.
        job = Job(lambda _cancelled: work(page, (job_module.BATCH_MS + number % 7 - 3) / 1000))
        for thing in (page, job):
            weakref.finalize(thing, lambda: threads.append(threading.get_ident()))
        job.start()

    threads: list[int] = []
    for number in range(600):
        begin(number)
    qtbot.waitUntil(lambda: not job_module._running, timeout=20_000)
    qtbot.waitUntil(lambda: len(threads) == 1200)
    assert set(threads) == {threading.get_ident()}


def test_behind_what_is_to_be_shown_undisturbed_the_thread_rests_until_it_is_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "_REST_S", 60.0)
    went_on = threading.Event()
    early: list[bool] = []

    def work(_cancelled: Cancelled) -> Iterator[str]:
        yield "first"
        went_on.set()
        yield "second"

    def show(items: list[str]) -> None:
        heard.extend(items)
        if items == ["first"]:
            early.append(went_on.wait(0.2))
            job.go_on()

    heard: list[str] = []
    job = Job(work)
    job.rest_behind(lambda item: item == "first")
    job.items.connect(show)
    with qtbot.waitSignal(job.ended, timeout=20_000):
        job.start()
    assert heard == ["first", "second"]
    assert early == [False]


def test_a_thread_that_is_forgotten_rests_no_longer_than_a_moment(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "_REST_S", 0.01)
    job = Job(lambda _cancelled: iter("ab"))
    job.rest_behind(lambda _item: True)
    heard: list[str] = []
    job.items.connect(heard.extend)
    with qtbot.waitSignal(job.ended):
        job.start()
    assert heard == ["a", "b"]


def test_who_cancels_wakes_the_thread(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_module, "_REST_S", 600.0)
    job = Job(lambda _cancelled: iter("ab"))
    job.rest_behind(lambda _item: True)
    job.items.connect(lambda _items: job.cancel())
    with qtbot.waitSignal(job.ended, timeout=20_000):
        job.start()


ENDING = """
import threading
from PySide6.QtCore import QCoreApplication
from wizard.gui.job import Job
app, begun = QCoreApplication([]), threading.Event()
def work(_cancelled):
    begun.set()
    threading.main_thread().join()  # Python goes.
    threading._register_atexit(print)  # As an import does that needs worker processes.
job = Job(work).start()
begun.wait()
"""


def test_what_fails_since_the_program_ends_is_no_defect() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENDING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (ended.stdout, ended.stderr) == ("", "")
