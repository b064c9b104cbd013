"""A dozen visits, each of another kind, for whole summaries that people look through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.core.case.cases import (
    NAME,
    NOW,
    a_judge,
    broken,
    checked,
    live_broken,
    live_repaired,
    log_of,
    planned,
    repaired,
)
from wizard.core.case.case import Case
from wizard.core.case.summary import Summary, summarise
from wizard.core.handset.config_file import open_config
from wizard.core.plan.draft import draft_of
from wizard.core.plan.recipes import Product
from wizard.core.record import Srv
from wizard.core.sip.outcome import Endpoint, Outcome, Probe
from wizard.practice.lab import LAB_PLAN, REPAIRED

DATA = Path(__file__).parents[2] / "data"
WHO = {"site": "Aarhus", "technician": "R. Nilsen", "notes": "They change DNS at noon.\n\nCall first."}


def _both() -> Case:
    return replace(live_broken(), logs=(broken(),), **WHO)  # type: ignore[arg-type]


def _several_logs() -> Case:
    other = log_of(broken().text.replace("1512", "1600"), "0004f2a1b2c4-app.log")
    stale = log_of("hello\n", "notes.txt")
    return planned(logs=(broken(), repaired(), other, stale))


def _odd_zone() -> Case:
    """Load is shared by mistake, nothing may be remembered, and one DNS server is dead."""
    odd = tuple(
        replace(record, ttl=0, data=replace(record.data, priority=1))
        if isinstance(record.data, Srv)
        else record
        for record in REPAIRED
    )
    return checked(planned(**WHO), odd, closed_first=1)


def _only_a_warning() -> Case:
    zeros = tuple(replace(record, ttl=0) if isinstance(record.data, Srv) else record for record in REPAIRED)
    return checked(planned(), zeros)


def _configured() -> Case:
    names = ("000000000000.cfg", "port-not-zero.cfg", "parameter-misspelled.cfg", "transport-invalid.cfg")
    return replace(
        live_repaired(), configurations=tuple(open_config(DATA / "config" / name) for name in names), **WHO
    )  # type: ignore[arg-type]


def _with_sip() -> Case:
    case = live_repaired()
    assert case.report is not None
    probes = (
        Probe(Endpoint("piper.eslab.local", "10.225.2.31", 5060, "udp"), NAME, Outcome.NO_REPLY),
        Probe(Endpoint("piper2.eslab.local", "10.225.2.32", 5060, "udp"), NAME, Outcome.ANSWERS, status=200),
    )
    return replace(case, report=replace(case.report, probes=probes, probed=NOW), **WHO)  # type: ignore[arg-type]


def _done() -> Case:
    case = _both()
    steps = summarise(case, a_judge(), NOW, Product.DNSMASQ).fixes[0].steps
    return case.with_step(steps[0], "2026-11-22T10:42:00+01:00").with_step(
        steps[2], "2026-11-22T10:44:30+01:00"
    )


def _recorded() -> Case:
    case = live_broken()
    assert case.report is not None
    report = replace(case.report, recorded="answers.json", started="2026-11-20T09:05:00+01:00")
    return replace(case, report=report, draft=draft_of(replace(LAB_PLAN, ttl=60)))


VISITS: dict[str, tuple[Product, Callable[[], Case]]] = {
    "both": (Product.BIND, _both),
    "log-alone": (Product.WINDOWS, lambda: Case(logs=(broken(),))),
    "live-alone": (Product.POWERSHELL, live_broken),
    "healed": (Product.BIND, lambda: replace(live_repaired(), logs=(broken(),))),
    "several-logs": (Product.DNSCMD, _several_logs),
    "healthy-log": (Product.BIND, lambda: Case(logs=(repaired(),))),
    "several-faults": (Product.UNBOUND, _odd_zone),
    "only-a-warning": (Product.STATIC_CACHE, _only_a_warning),
    "configured": (Product.POWERSHELL, _configured),
    "with-sip": (Product.BIND, _with_sip),
    "done": (Product.DNSMASQ, _done),
    "recorded": (Product.BIND, _recorded),
    "plan-alone": (Product.POWERSHELL, lambda: planned(**WHO)),
    "not-a-log": (Product.BIND, lambda: Case(logs=(log_of("hello\nworld\n", "notes.txt"),))),
    "nothing": (Product.BIND, Case),
}


@cache
def visit(name: str) -> Summary:
    """The summary of one of them, of the version 0.0.0."""
    product, make = VISITS[name]
    said = summarise(make(), a_judge(), NOW, product)
    return replace(said, about=replace(said.about, version="0.0.0"))
