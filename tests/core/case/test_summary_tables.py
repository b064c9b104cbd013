"""A summary as data."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from tests.core.case.cases import NOW, a_judge, broken, live_broken, live_repaired
from tests.core.case.test_summary_hostile import HOSTILE, hostile_case
from wizard.core.case.case import Case
from wizard.core.case.summary import Form, Summary, summarise, written
from wizard.core.case.summary_words import visible
from wizard.core.csvtext import BYTE_ORDER_MARK


def said(case: Case) -> Summary:
    return summarise(case, a_judge(), NOW)


def rows(summary: Summary) -> list[dict[str, str]]:
    data = written(summary, Form.CSV)
    assert data.startswith(BYTE_ORDER_MARK.encode())
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_for_every_finding_with_history_last():
    made = said(replace(live_repaired(), logs=(broken(),)))
    table = rows(made)
    assert [one["Code"] for one in table] == [
        one.code for one in (*made.causes, *made.remarks, *made.history)
    ]
    assert [one["State"] for one in table] == ["Current"] * len(made.remarks) + ["Repaired"] * len(
        made.history
    )
    assert [one["Number"] for one in table] == [str(number) for number in range(1, len(table) + 1)]


def test_evidence_stands_with_its_line():
    first = rows(said(replace(live_broken(), logs=(broken(),))))[0]
    assert first["Severity"] == "Critical"
    assert "app.log, line 10: 1028091202|dns  |3|00|DNS lookup for (NAPTR)" in first["Evidence"]
    assert "DNS server 10.225.2.5:53, 10:41: NAPTR testserver.eslab.local: no such name" in first["Evidence"]


FORMULAS = ["=cmd|'/c calc'!A1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1", " =1"]


@pytest.mark.parametrize("text", [*HOSTILE, *FORMULAS], ids=range(len(HOSTILE) + len(FORMULAS)))
def test_no_cell_is_a_formula(text: str):
    for row in rows(said(hostile_case(text))):
        for name, cell in row.items():
            assert cell is not None
            assert not cell.lstrip().startswith(
                ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
            ), name
            assert all(sign.isprintable() or sign == "\n" for sign in cell), name


def test_json_is_the_command_line_s():
    made = said(replace(live_broken(), logs=(broken(),), site="Århus", notes="a\nb"))
    data = written(made, Form.JSON)
    assert data.isascii()
    table = json.loads(data)
    assert table["schema"] == 1
    assert table["command"] == "summary"
    assert table["verdict"]["code"] == "name.missing"
    assert [one["code"] for one in table["findings"]][:2] == ["name.missing", "registration.failed-locally"]
    assert 10 in {one["line"] for one in table["findings"][0]["evidence"]}
    assert table["summary"]["site"] == "Århus"
    assert table["summary"]["notes"] == "a\nb"
    assert table["summary"]["unchecked"] == list(made.unchecked)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_json_holds_any_text(text: str):
    table = json.loads(written(said(hostile_case(text)), Form.JSON))
    assert table["summary"]["site"] == visible(text.replace("\u00a0", " ").replace("\ufe0f", "").strip())


def test_a_pdf_needs_a_press():
    made = said(live_broken())
    with pytest.raises(ValueError, match="press"):
        written(made, Form.PDF)
    seen = []
    assert written(made, Form.PDF, lambda document: seen.append(document) or b"%PDF") == b"%PDF"
    assert seen[0].title == "DNS failover: fix summary"
