"""What threads that work for long do while a window needs the processor."""

from __future__ import annotations

import threading

import pytest

from wizard.workers import Courtesy


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> Courtesy:
    monkeypatch.setattr(Courtesy, "MOST_S", 60.0)
    return Courtesy()


def waiter(one: Courtesy) -> tuple[threading.Thread, threading.Event]:
    gone_on = threading.Event()

    def wait() -> None:
        one.wait()
        gone_on.set()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread, gone_on


def test_nobody_waits_unless_somebody_asks(one: Courtesy) -> None:
    one.wait()
    one.ask()
    one.end()
    one.wait()


def test_they_wait_from_when_it_is_asked_until_it_is_ended(one: Courtesy) -> None:
    one.ask()
    made = [waiter(one) for _ in range(3)]
    assert not made[0][1].wait(0.2)
    assert not any(gone_on.is_set() for _, gone_on in made)
    one.ask()
    one.end()
    for thread, gone_on in made:
        thread.join(20)
        assert gone_on.is_set()


def test_they_go_on_also_if_nobody_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Courtesy, "MOST_S", 0.01)
    one = Courtesy()
    one.ask()
    thread, gone_on = waiter(one)
    thread.join(20)
    assert gone_on.is_set()
    one.wait()
