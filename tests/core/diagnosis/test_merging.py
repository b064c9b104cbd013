from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from wizard.core.diagnosis import view
from wizard.core.diagnosis.attempt import merged
from wizard.core.finding import Evidence, EvidenceKind, Finding, State


class Counted(Evidence):
    """Evidence that counts how often it is looked at."""

    __slots__ = ()
    hashed: ClassVar[int] = 0

    def __hash__(self) -> int:
        Counted.hashed += 1
        return hash(self.line)


def finding(line: int, state: State = State.CURRENT, code: str = "name.missing") -> Finding:
    seen = Counted(EvidenceKind.LOG, "a.log", "text", line)
    return Finding(code, "testserver.eslab.local", (seen,), state=state)


def lines(findings: list[Finding]) -> list[list[int]]:
    return [[evidence.line for evidence in one.evidence] for one in findings]


def test_the_work_grows_with_the_number_of_attempts_and_not_with_its_square() -> None:
    Counted.hashed = 0
    whole = merged(finding(number) for number in range(2000))
    assert lines(whole) == [list(range(2000))]
    assert Counted.hashed < 5 * 2000


def test_a_current_fault_takes_the_place_of_history_and_its_own_history_joins_it() -> None:
    history, current = finding(1, State.REPAIRED), finding(2)
    assert lines(merged([history, current])) == [[2]]
    assert lines(merged([current, history], own=True)) == [[2, 1]]
    assert lines(merged([current, history])) == [[2]]
    assert lines(merged([history, finding(3, State.REPAIRED)])) == [[1, 3]]
    assert [one.state for one in merged([current, history], own=True)] == [State.CURRENT]


def test_the_same_line_is_proof_once_and_other_codes_stay_apart() -> None:
    whole = merged([finding(3), finding(4), finding(3), finding(3, code="srv.missing")])
    assert lines(whole) == [[3, 4], [3]]


def test_everybody_who_could_not_register_is_named_as_long_as_they_are_few() -> None:
    failed = [
        Finding("registration.failed-locally", "testserver.eslab.local", facts={"user": str(number)})
        for number in (1512, 1513, 1512, 1514, 1515)
    ]
    assert [one.facts["user"] for one in merged(failed)] == ["1512, 1513, 1514, 1515"]
    more = replace(failed[0], facts={"user": "1516"})
    many = merged([*failed, more])
    assert [one.facts["user"] for one in many] == ["1512, 1513, 1514, 1515, …"]
    assert [one.facts["user"] for one in merged([*many, more])] == ["1512, 1513, 1514, 1515, …"]
    assert [one.facts["user"] for one in merged(failed[:1])] == ["1512"]


@given(st.lists(st.integers(0, 5000), max_size=40), st.integers(1, 3))
def test_the_same_is_told_once_in_order_however_long_it_is(numbers: list[int], times: int) -> None:
    many = [Evidence(EvidenceKind.LOG, "a.log", "x", number) for number in [*range(3000), *numbers] * times]
    assert view.unique(iter(many)) == tuple(dict.fromkeys(many))
    few = many[3000 : 3000 + len(numbers)]
    assert view.unique(few) == tuple(dict.fromkeys(few))
