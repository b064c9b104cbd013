from __future__ import annotations

import threading
from pathlib import Path

from wizard.core import knowledge
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.judge import Judgement
from wizard.core.log.review import review
from wizard.core.log.source import read
from wizard.paths import resource

FAILED = Path(__file__).parents[2] / "data" / "bulletin" / "failed-restored.log"


def test_a_judgement_under_way_holds_up_nobody_who_asks_for_another_one() -> None:
    judge = Judge(knowledge.load(resource("knowledge")))
    text = read(FAILED)
    slow, quick = (LogFile(text.text, review(text)) for _ in range(2))
    under_way, may_end = threading.Event(), threading.Event()

    def work() -> Judgement:
        under_way.set()
        assert may_end.wait(30)
        return Judgement()

    thread = threading.Thread(target=lambda: judge._remembered(slow, None, work))
    thread.start()
    try:
        assert under_way.wait(30)
        verdict = judge.log(Case(logs=(quick,)), quick).verdict
    finally:
        may_end.set()
        thread.join()
    assert verdict is not None
    assert verdict.code == "name.missing"
    assert judge.log(Case(logs=(slow,)), slow) == Judgement()
