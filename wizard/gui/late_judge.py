"""The judge of all pages: loaded once, in a thread while the window comes up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.judging import Judge


class LateJudge:
    """Called, it gives the judge, loaded by now; ``there`` is None instead, and nobody waits for a thread."""

    def __init__(self, load: Callable[[], Judge]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self.there: Judge | None = None

    def __call__(self) -> Judge:
        with self._lock:
            if self.there is None:
                self.there = self._load()
            return self.there


def load_judge() -> Judge:
    """A judge with the knowledge base of the product."""
    from wizard.core import knowledge
    from wizard.core.case.judging import Judge
    from wizard.paths import resource

    return Judge(knowledge.load(resource("knowledge")))
