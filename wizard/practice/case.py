"""The practice case: the lab as a case, with its logs, ready to be walked through."""

from __future__ import annotations

from dataclasses import replace

from wizard.core.case.case import Case, LogFile
from wizard.core.log.review import review
from wizard.core.log.source import LogText, read
from wizard.core.plan.deployment import Redundancy
from wizard.core.plan.draft import Draft, draft_of
from wizard.practice.lab import LAB_PLAN, broken_log, repaired_log
from wizard.practice.server import PracticeServer


def practice_case() -> Case:
    """The lab's plan and the log of its broken state. Nobody serves it yet."""
    return Case(
        draft=practice_draft(),
        logs=(sample(broken_log().name),),
        site="Practice lab",
        practice=True,
    )


def served(case: Case, server: PracticeServer) -> Case:
    """The case with a server that runs as the one to ask; that of an earlier visit had another port."""
    return replace(case, checks=replace(case.checks, servers=(f"{server.address}:{server.port}",)))


def in_state(case: Case, *, repaired: bool) -> Case:
    """The practice case with the log that a handset writes once its DNS is repaired, or without it."""
    log = sample(repaired_log().name)
    if repaired:
        return case.with_log(log)
    return replace(case, logs=tuple(one for one in case.logs if one.review.name != log.review.name))


def practice_draft() -> Draft:
    """The lab's plan as it would have been typed."""
    draft = draft_of(LAB_PLAN)
    return Draft(
        option=draft.option,
        domain=draft.domain,
        subdomain=draft.subdomain,
        servers=draft.servers,
        transport=draft.transport,
        naptr=draft.naptr,
        ttl=draft.ttl,
        redundancy=Redundancy.ACTIVE_ACTIVE,
    )


def sample(name: str) -> LogFile:
    """A sample log by its file name, read but not named by its path."""
    path = next(p for p in (broken_log(), repaired_log()) if p.name == name)
    text = read(path)
    return LogFile(text.text, review(LogText(path.name, text.text, text.problem)))
