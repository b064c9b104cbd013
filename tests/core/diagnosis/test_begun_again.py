"""Logs of the level that handsets come with: no look-ups, only who begins to register, and errors."""

from __future__ import annotations

import pytest

from tests.core.courses import GOOD, NOTHING, READY, Handset, begun
from wizard.core import knowledge
from wizard.core.diagnosis.begun_again import LONG_ENOUGH
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.finding import Finding, State
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev
from wizard.paths import resource

LOCAL, REJECTED = "registration.failed-locally", "registration.rejected"
LONG = int(LONG_ENOUGH) + 60


@pytest.fixture(scope="module")
def known() -> knowledge.Knowledge:
    return knowledge.load(resource("knowledge"))


def judged(known: knowledge.Knowledge, text: str) -> Judgement:
    return judge_log(review(LogText("0004f2a1b2c3-app.log", text)), known)


def error(judgement: Judgement) -> Finding:
    (found,) = (one for one in judgement.findings if one.code in (LOCAL, REJECTED))
    return found


def unresolved(level: int = 4) -> Handset:
    """The handset finds no server: it makes the 480 itself."""
    return begun(NOTHING, level=level)


def refused(code: int = 403) -> Handset:
    handset = begun(GOOD, level=4)
    handset.course.fails(code)
    return handset


@pytest.mark.parametrize(("failed", "code"), [(unresolved, LOCAL), (refused, REJECTED)])
def test_what_was_repaired_is_history(known: knowledge.Knowledge, failed: object, code: str) -> None:
    handset: Handset = failed()  # type: ignore[operator]
    assert judged(known, handset.course.rest(LONG).text).verdict == error(judged(known, handset.course.text))
    text = handset.restarts(GOOD).course.say(READY).rest(LONG).text
    assert "dns" not in text
    judgement = judged(known, text)
    assert (error(judgement).code, error(judgement).state) == (code, State.REPAIRED)
    # That servers were found does not show.
    assert judgement.verdict is None
    assert [one.code for one in judgement.findings] == ["log.no-lookups", code]


def test_until_an_error_would_have_come_it_is_not_mended(known: knowledge.Knowledge) -> None:
    handset = unresolved()
    text = handset.course.rest(60).text
    assert error(judged(known, text)).state is State.CURRENT
    text = handset.restarts(GOOD).course.rest(LONG - 120).text
    assert error(judged(known, text)).state is State.CURRENT


@pytest.mark.parametrize("again", [403, 408, 480])
def test_an_error_that_came_again_is_no_history(known: knowledge.Knowledge, again: int) -> None:
    handset = refused()
    handset.course.rest(60)
    text = handset.restarts(GOOD).course.fails(again).rest(LONG).text
    assert error(judged(known, text)).state is State.CURRENT


def test_another_user_mends_nothing(known: knowledge.Knowledge) -> None:
    handset = refused()
    other = ev.RegisterStarted("1600", "1600", "1600", 1)
    assert error(judged(known, handset.course.rest(60).say(other).rest(LONG).text)).state is State.CURRENT


def test_another_handset_mends_nothing(known: knowledge.Knowledge) -> None:
    heads = ("<14>0004f2000001 ", "<14>0004f2000002 ")
    bad = begun(NOTHING, level=4, head=heads[0]).course
    good = begun(GOOD, level=4, head=heads[1], now=bad.now).course.rest(LONG)
    assert error(judged(known, bad.text + good.text)).state is State.CURRENT
    bad.rest(60).say(ev.RegisterStarted("1512", "1512", "1512", 0))
    good = begun(GOOD, level=4, head=heads[1], now=bad.now).course.rest(LONG)
    assert error(judged(known, bad.text + good.text)).state is State.REPAIRED
