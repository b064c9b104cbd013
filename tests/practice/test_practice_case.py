"""The practice case shows both states with meaning, and needs nothing but this computer."""

from wizard.core import knowledge
from wizard.core.case.judging import Judge
from wizard.paths import resource
from wizard.practice.case import in_state, practice_case, practice_draft, served
from wizard.practice.lab import BROKEN, LAB_PLAN
from wizard.practice.server import PracticeServer


def test_its_plan_is_the_labs():
    plan = practice_draft().read().plan
    assert plan is not None
    assert (plan.name, plan.servers) == (LAB_PLAN.name, LAB_PLAN.servers)


def test_its_logs_tell_the_story():
    judge = Judge(knowledge.load(resource("knowledge")))
    with PracticeServer(BROKEN) as server:
        case = served(practice_case(), server)
    assert [judge.log(case, log).verdict.code for log in case.logs] == ["name.missing"]
    repaired = in_state(case, repaired=True)
    verdicts = [judge.log(repaired, log).verdict.code for log in repaired.logs]
    assert verdicts == ["name.missing", "registration.ok"]
    assert in_state(repaired, repaired=False) == case
    assert case.practice
    assert case.checks.servers[0].startswith("127.0.0.1:")
