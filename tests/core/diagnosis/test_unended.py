"""A log that ends in the middle of a search: what that search shows already counts."""

from __future__ import annotations

import pytest

from tests.core.courses import GOOD, NOTHING, Handset, begun
from tests.core.logs import HEALTHY, NAME, OWNER, Zone, zone
from wizard.core import knowledge
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.paths import resource

SINGLE = zone(*HEALTHY[:2], HEALTHY[3])
NO_SRV = zone(HEALTHY[0])
LATER = 4000


@pytest.fixture(scope="module")
def known() -> knowledge.Knowledge:
    return knowledge.load(resource("knowledge"))


def ends_behind(first: Zone, second: Zone, message: str) -> str:
    """A log that ends with the first line of its second search that has this message."""
    handset: Handset = begun(first)
    begins = len(handset.course.lines)
    handset.course.rest(LATER)
    handset.now += LATER
    handset.restarts(second)
    lines = handset.course.lines
    end = next(number for number in range(begins, len(lines)) if message in lines[number])
    return "\n".join([*lines[: end + 1], ""])


def judged(known: knowledge.Knowledge, text: str) -> Judgement:
    return judge_log(review(LogText("0004f2a1b2c3-app.log", text)), known)


def told(judgement: Judgement) -> tuple[str, str]:
    verdict = judgement.verdict
    return (verdict.code, verdict.variant) if verdict is not None else ("", "")


@pytest.mark.parametrize(
    "end", ["flags 's'", f"DNS lookup for (SRV) '{OWNER}'", "Miss in All DNS cache for piper"]
)
def test_a_name_that_has_records_by_now_is_not_to_be_created(known: knowledge.Knowledge, end: str) -> None:
    text = ends_behind(NOTHING, GOOD, end)
    judgement = judged(known, text)
    assert told(judgement) == ("name.missing", "answered-since")
    assert judgement.verdict is not None
    assert judgement.verdict.change is None
    said = known.explain(judgement.verdict)
    assert not any("Create" in step for step in said.fix)
    line = int(judgement.verdict.facts["line"])
    assert f"DNS lookup for (NAPTR) '{NAME}'() TTL=3600" in text.splitlines()[line - 1]
    proof = [seen.line for seen in judgement.verdict.evidence]
    assert max(proof) < line


def test_until_an_answer_came_nothing_is_known_to_have_changed(known: knowledge.Knowledge) -> None:
    assert told(judged(known, ends_behind(NOTHING, GOOD, "Miss in All DNS cache"))) == ("name.missing", "")


def test_srv_records_that_came_back_are_not_to_be_created(known: knowledge.Knowledge) -> None:
    text = ends_behind(NO_SRV, GOOD, "dnsSrv2A calling")
    assert told(judged(known, text)) == ("srv.missing", "answered-since")
    # The NAPTR record was there before, too.
    assert told(judged(known, ends_behind(NO_SRV, GOOD, "naptr: Added"))) == ("srv.missing", "")


def test_all_is_not_well_where_the_records_are_gone_by_now(known: knowledge.Knowledge) -> None:
    text = ends_behind(GOOD, NO_SRV, "SRV lookup returned nothing")
    judgement = judged(known, text)
    assert told(judgement) == ("srv.missing", "unended")
    assert "registration.ok" not in [finding.code for finding in judgement.findings]
    assert judgement.verdict is not None
    proof = [text.splitlines()[seen.line - 1] for seen in judgement.verdict.evidence]
    assert proof
    assert all("SRV" in line for line in proof)
    assert min(seen.line for seen in judgement.verdict.evidence) > text[: text.index("chassis")].count("\n")


def test_a_server_that_went_since_leaves_nowhere_to_fail_over_to(known: knowledge.Knowledge) -> None:
    assert told(judged(known, ends_behind(GOOD, SINGLE, "dnsSrv2A calling"))) == ("srv.single", "")
    # Behind the first of two records nobody knows whether there is another one.
    assert told(judged(known, ends_behind(GOOD, GOOD, "weight '10'"))) == ("registration.ok", "")


@pytest.mark.parametrize("there", [GOOD, SINGLE, NO_SRV, NOTHING])
def test_wherever_a_log_ends_its_proof_is_in_it(known: knowledge.Knowledge, there: Zone) -> None:
    handset = begun(GOOD)
    handset.course.rest(LATER)
    handset.restarts(there)
    lines = handset.course.lines
    for end in range(1, len(lines) + 1):
        judgement = judged(known, "\n".join([*lines[:end], ""]))
        for finding in judgement.findings:
            known.explain(finding)
            assert all(seen.text == lines[seen.line - 1] for seen in finding.evidence)
        codes = [finding.code for finding in judgement.findings]
        assert there is not GOOD or not {"name.missing", "srv.missing", "srv.single"} & set(codes)
