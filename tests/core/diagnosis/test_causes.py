"""Which logs of a folder stand together: those with the same words about what to do, and no others."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import pytest

from tests.core.courses import FIRST, SECOND, begun
from tests.core.logs import HEALTHY, NAME, OWNER, zone
from wizard.cli.overview import overview
from wizard.core import knowledge
from wizard.core.csvtext import BYTE_ORDER_MARK
from wizard.core.diagnosis.causes import Cause, by_cause
from wizard.core.diagnosis.fleet import Judged
from wizard.core.diagnosis.fleet_csv import fleet_csv
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.paths import resource

NO_ADDRESS = zone(*HEALTHY[:3])
ONE_ADDRESS = zone(*HEALTHY[:3], HEALTHY[4])
ADDRESS_ALONE = zone(f"{NAME} 3600 A {FIRST}")
NOTHING_FOR_SRV = zone(HEALTHY[0])


@pytest.fixture(scope="module")
def known() -> knowledge.Knowledge:
    return knowledge.load(resource("knowledge"))


def fleet(known: knowledge.Knowledge, texts: Iterable[str]) -> list[Judged]:
    """Logs of as many handsets, judged."""
    logs = []
    for number, text in enumerate(texts):
        mac = f"0004f2{number:06x}"
        judgement = judge_log(review(LogText(f"{mac}-app.log", text)), known)
        logs.append(Judged(f"{mac}-app.log", mac, text.count("\n"), judgement))
    return logs


def refused(code: int, user: str) -> str:
    handset = begun(user=user)
    return handset.course.fails(code, user).text


def told(causes: Iterable[Cause]) -> list[tuple[str, str, int]]:
    return [
        (cause.said.finding.code, cause.said.severity.value, cause.count) for cause in causes if cause.said
    ]


@pytest.mark.parametrize(
    ("grave", "lesser", "code"),
    [(NO_ADDRESS, ONE_ADDRESS, "address.missing"), (NOTHING_FOR_SRV, ADDRESS_ALONE, "srv.missing")],
)
def test_who_cannot_register_does_not_stand_below_who_only_lacks_a_backup(
    known: knowledge.Knowledge, grave: object, lesser: object, code: str
) -> None:
    logs = fleet(known, [begun(there).course.text for there in (lesser, grave, lesser)])  # type: ignore[arg-type]
    assert {log.judgement.verdict.subject for log in logs if log.judgement.verdict} in (
        {"piper.eslab.local"},
        {OWNER},
    )
    causes = by_cause(logs, known)
    assert told(causes) == [(code, "critical", 1), (code, "error", 2)]
    assert len({cause.key for cause in causes}) == 2
    rows = list(csv.reader(io.StringIO(fleet_csv(causes).removeprefix(BYTE_ORDER_MARK), newline="")))
    assert [row[0] for row in rows[1:]] == ["critical", "error", "error"]


def test_a_server_that_is_silent_is_one_cause_whoever_it_leaves_waiting(known: knowledge.Knowledge) -> None:
    logs = fleet(known, [refused(408, f"15{number}") for number in range(10, 40)])
    (cause,) = by_cause(logs, known)
    assert (cause.count, cause.subject, cause.alike) == (30, NAME, 29)
    assert "30 handsets: registration.rejected testserver.eslab.local [critical]" in overview(logs, known)
    assert "user 1510 failed with SIP code 408 (and 29 more like it)." in overview(logs, known)
    rows = csv.reader(io.StringIO(fleet_csv([cause]).removeprefix(BYTE_ORDER_MARK), newline=""))
    assert [row[2] for row in rows][1:] == [f"15{number}" for number in range(10, 40)]


def test_what_a_server_says_decides_what_is_to_be_done(known: knowledge.Knowledge) -> None:
    """A wrong password of one user is not mended where the server is."""
    logs = fleet(known, [refused(408, "1510"), refused(403, "1510"), refused(408, "1512")])
    causes = by_cause(logs, known)
    assert told(causes) == [
        ("registration.rejected", "critical", 2),
        ("registration.rejected", "critical", 1),
    ]
    assert [cause.alike for cause in causes] == [1, 0]
    assert ["408" in cause.titles[0] for cause in causes] == [True, False]


def test_who_failed_over_does_not_speak_for_who_did_not(known: knowledge.Knowledge) -> None:
    over = begun(user="1510").course.fails(408, "1510").rest(2).uses(SECOND).rest(4000).text
    logs = fleet(known, [over, refused(408, "1510")])
    assert told(by_cause(logs, known)) == [
        ("registration.rejected", "critical", 1),
        ("registration.rejected", "error", 1),
    ]
