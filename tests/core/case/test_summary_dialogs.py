"""The fields of a Windows dialog stand one by one, and a step is still ticked off by its whole sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.case.cases import NOW, a_judge, broken, live_broken
from wizard.core.case.blocks import Bullets, Checklist, Facts, Inset, Tick
from wizard.core.case.case import Case
from wizard.core.case.summary import Form, render_html, render_text, summarise
from wizard.core.case.summary_document import document_of
from wizard.core.case.summary_file import written
from wizard.core.case.summary_model import Summary
from wizard.core.plan.recipes import Product

SRV = (
    "Right-click eslab.local > testserver, choose Other New Records…, select Service Location (SRV), click "
    "Create Record…, and fill in: Domain: testserver.eslab.local; Service: _sip; Protocol: _udp; "
    "Priority: 1; Weight: 10; Port number: 5060; Host offering this service: piper.eslab.local; "
    "Time to live (TTL): 0:1:0:0. Click OK, then Done."
)
"""As earlier versions showed the step, and saved it in cases."""


def case() -> Case:
    return replace(live_broken(), logs=(broken(),))


def told(of: Case) -> Summary:
    return summarise(of, a_judge(), NOW, Product.WINDOWS)


def ticks(summary: Summary) -> list[Tick]:
    found = []
    for block in document_of(summary).blocks:
        inside = block.blocks if isinstance(block, Inset) else (block,)
        found += [tick for one in inside if isinstance(one, Checklist) for tick in one.steps]
    return found


def test_in_a_text_values_stand_in_one_column() -> None:
    lines = render_text(told(case())).splitlines()
    first = next(n for n, line in enumerate(lines) if line.endswith("Priority                    1"))
    shown = [line.strip() for line in lines[first - 3 : first + 6]]
    assert shown == [
        "Domain                      testserver.eslab.local",
        "Service                     _sip",
        "Protocol                    _udp",
        "Priority                    1",
        "Weight                      10",
        "Port number                 5060",
        "Host offering this service  piper.eslab.local",
        "Time to live (TTL)          0:1:0:0",
        "Click OK, then Done.",
    ]


@pytest.mark.parametrize("form", [Form.TEXT, Form.HTML, Form.MARKDOWN])
def test_no_document_runs_fields_on(form: Form) -> None:
    text = written(told(case()), form).decode()
    assert "Service: _sip; Protocol" not in text
    assert "Regular expression" in text
    assert "(leave empty)" in text


def test_html_has_a_row_for_each_field() -> None:
    html = render_html(told(case()))
    assert html.count('<table class="fields">') == 3
    assert "<tr><td>Port number</td><td><code>5060</code></td></tr>" in html


def test_a_step_ticked_off_in_an_earlier_version_is_still_done() -> None:
    done = told(case().with_step(SRV, NOW))
    (tick,) = {tick for tick in ticks(done) if tick.done and tick.fields}
    assert ("Host offering this service", "piper.eslab.local") in tick.fields
    assert tick.after == "Click OK, then Done."
    assert [one.text for one in ticks(done) if one.done] == [
        tick.text
    ] * 2  # As a step, and as what was done.
    assert not any(one.done for one in ticks(told(case())))
    text = render_text(done)
    assert "[x] 5." in text
    assert "Protocol: _udp" not in text
    assert render_html(done).count(" checked>") == 2


def test_an_undo_that_fills_in_a_dialog_has_its_fields_too() -> None:
    summary = told(case())
    fix = next(one for one in summary.fixes if one.procedure is not None)
    assert fix.procedure is not None
    undone = replace(fix, procedure=replace(fix.procedure, undo=(SRV,)))
    changed = replace(summary, fixes=(undone,))
    blocks = [
        one for inset in document_of(changed).blocks if isinstance(inset, Inset) for one in inset.blocks
    ]
    (facts,) = (one for one in blocks if isinstance(one, Facts))
    assert ("Port number", ("5060",)) in facts.rows
    assert any(isinstance(one, Bullets) and one.lines[0].endswith("and fill in:") for one in blocks)
    assert "Protocol: _udp" not in render_text(changed) + render_html(changed)
