from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.case.cases import (
    a_judge,
    broken,
    live_broken,
    live_repaired,
    planned,
    repaired,
    said_on_a_full_disk,
)
from tests.strategies import deployments
from wizard.core.case.case import Case
from wizard.core.case.document import KIND, SCHEMA
from wizard.core.case.evidence import load_report, report_text_of
from wizard.core.case.file import dump, load, open_case, save
from wizard.core.case.saved import SavedCase, SavedChain, SavedLog, SavedReport, case_of
from wizard.core.dns.answer import Answer, Question, Server
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.plan.draft import draft_of
from wizard.core.record import Address, Naptr, Record, RecordType, Soa, Srv, Target
from wizard.core.sip.outcome import Probe

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
NAME = "a case.json"


def records() -> st.SearchStrategy[Record]:
    """Any record, also one whose data does not belong to its type."""
    data = st.one_of([st.from_type(kind) for kind in (Naptr, Srv, Address, Target, Soa)])
    return st.builds(Record, st.text(max_size=20), st.sampled_from(RecordType), st.integers(), data)


def answers() -> st.SearchStrategy[Answer]:
    """Any answer, also one that no server gives."""
    names = st.sampled_from(["testserver.eslab.local", "_sip._udp.testserver.eslab.local", "x", ""])
    few = st.lists(records(), max_size=2).map(tuple)
    return st.builds(
        Answer,
        st.builds(Question, names, st.sampled_from(RecordType)),
        st.from_type(Server),
        records=few,
        authority=few,
        milliseconds=st.floats(allow_nan=False),
    )


def lookfors() -> st.SearchStrategy[Lookfor]:
    """What can be looked for; often what the answers are about."""
    names = st.sampled_from(["testserver.eslab.local", "x", "", "10.225.2.31"]) | st.text(max_size=20)
    transports = st.sampled_from(TRANSPORTS) | st.text(max_size=8)
    return st.builds(
        Lookfor, names, st.sampled_from([0, 5060]) | st.integers(), transports, st.text(max_size=8)
    )


st.register_type_strategy(Answer, answers())
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(Lookfor, lookfors())
st.register_type_strategy(
    Probe,
    st.builds(
        Probe,
        outcome=...,
        status=...,
        reply=...,
        certificate=...,
        wants_certificate=...,
        taken=...,
        milliseconds=st.floats(allow_nan=False),
    ),
)
st.register_type_strategy(Record, records())


def saved_cases() -> st.SearchStrategy[SavedCase]:
    """Whatever has the shape of a case file, whether a wizard would write it or not."""
    return st.from_type(SavedCase)


def saved_reports() -> st.SearchStrategy[SavedReport]:
    """Answers, of any kind, to the very questions that the handset asks."""
    name = "testserver.eslab.local"
    names = st.sampled_from([name, f"_sip._udp.{name}"])
    types = st.sampled_from([RecordType.NAPTR, RecordType.SRV, RecordType.A])
    data = st.one_of([st.from_type(kind) for kind in (Naptr, Srv, Address)])
    few = st.lists(st.builds(Record, names, types, st.integers(), data), max_size=3).map(tuple)
    asked = st.builds(Answer, st.builds(Question, names, types), st.just(Server("10.225.2.5")), records=few)
    chains = st.builds(SavedChain, st.just(Server("10.225.2.5")), st.lists(asked, max_size=6).map(tuple))
    return st.builds(
        SavedReport,
        st.just(Lookfor(name)),
        st.tuples(chains),
        st.just("2026-11-22T10:41:00+01:00"),
        probes=st.lists(st.from_type(Probe), max_size=2).map(tuple),
    )


def values() -> st.SearchStrategy[Any]:
    """Any JSON."""
    plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    return st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    )


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all values inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [way] if way else []
    for step, one in inner:
        found += places(one, (*way, step))
    return found


def whole_case() -> Case:
    """A case with something in every part."""
    case = replace(
        live_broken(), logs=(broken(), repaired()), site="Aarhus", technician="R.N.", notes="a\n\tb"
    )
    plan = case.plan
    assert plan is not None
    return replace(case, taken=(plan, case.handset), practice=True)


# What is saved comes back


@pytest.mark.parametrize(
    "case",
    [Case(), planned(), live_broken(), live_repaired(), whole_case()],
    ids=lambda case: case.site or None,
)
def test_a_case_comes_back_as_it_was(case: Case, tmp_path: Path):
    path = tmp_path / NAME
    assert save(case, path) == ""
    opened = open_case(path)
    assert opened.problem == ""
    assert opened.case == case


def test_a_case_that_comes_back_is_judged_as_before():
    case = whole_case()
    again = load(dump(case), NAME).case
    assert again is not None
    assert a_judge().whole(again) == a_judge().whole(case)


@given(deployments())
def test_any_plan_comes_back(plan):
    case = Case(draft=draft_of(plan))
    assert load(dump(case), NAME).case == case


@given(saved_cases())
@settings(max_examples=120, suppress_health_check=SLOW)
def test_any_case_comes_back(saved: SavedCase):
    case = case_of(saved)
    opened = load(dump(case), NAME)
    assert opened.problem == ""
    assert opened.case == case


@given(saved_reports())
@settings(max_examples=300)
def test_any_answers_come_back_and_can_be_judged(saved: SavedReport):
    case = case_of(SavedCase(report=saved))
    assert load(dump(case), NAME).case == case
    a_judge().whole(case)


@given(st.text(st.characters(), max_size=30))
def test_any_text_comes_back_from_disk(tmp_path_factory: pytest.TempPathFactory, text: str):
    """Also half a surrogate pair: a file's name on Linux may hold bytes that are no UTF-8."""
    path = tmp_path_factory.getbasetemp() / NAME
    case = Case(site=text, notes=f"\udce9{text}")
    assert save(case, path) == ""
    assert open_case(path).case == case


def test_a_log_with_half_a_sign_comes_back() -> None:
    """In none of its lines a handset speaks, so it is looked at for another program's form too."""
    text = "abc \ud800 DNS lookup\n1028091201|cfg  |1|00|a synthetic line\n"
    opened = load(dump(case_of(SavedCase(logs=(SavedLog("a.log", text),)))), NAME).case
    assert opened is not None
    assert [log.text for log in opened.logs] == [text]


def test_a_live_check_comes_back_as_it_was():
    report = live_broken().report
    assert report is not None
    assert load_report(report_text_of(report)) == report


# What is not a case file is refused with a sentence


def refused(text: str) -> str:
    opened = load(text, NAME)
    assert opened.case is None
    assert opened.problem.startswith(NAME)
    assert opened.problem.endswith(".")
    assert "\n" not in opened.problem
    assert len(opened.problem) < 300
    return opened.problem


def document(**changes: Any) -> str:
    return json.dumps({**json.loads(dump(whole_case())), **changes})


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "3", '"kind"', "{}", document(kind="something else"), document(case=None)],
)
def test_a_foreign_file_is_refused(text: str):
    refused(text)


@pytest.mark.parametrize("schema", [SCHEMA + 1, 10**9])
def test_a_newer_schema_is_refused(schema: int):
    assert "newer version" in refused(document(schema=schema))


@pytest.mark.parametrize("schema", [None, "1", True, [], 1.5])
def test_a_schema_that_is_no_number_is_refused(schema: object):
    refused(document(schema=schema))


def test_a_deep_file_is_refused():
    refused("[" * 100_000)
    deep: Any = []
    for _ in range(400):
        deep = [deep]
    refused(json.dumps({"kind": KIND, "schema": SCHEMA, "case": {"logs": deep}}))


@given(st.data())
@settings(max_examples=150, suppress_health_check=SLOW)
def test_a_file_with_another_value_somewhere_opens_or_is_refused(data: st.DataObject):
    whole = json.loads(dump(whole_case()))
    way = data.draw(st.sampled_from(places(whole["case"])))
    inner = whole["case"]
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = data.draw(values())
    text = json.dumps(whole)
    if load(text, NAME).case is None:
        refused(text)


@given(st.data())
@settings(max_examples=100, suppress_health_check=SLOW)
def test_a_file_that_was_cut_or_overwritten_opens_or_is_refused(data: st.DataObject):
    raw = dump(whole_case()).encode()
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start, min(start + 40, len(raw))))
    text = (raw[:start] + data.draw(st.binary(max_size=20)) + raw[end:]).decode("utf-8", "replace")
    if load(text, NAME).case is None:
        refused(text)


@given(values())
def test_any_json_is_refused(value: Any):
    refused(json.dumps(value))


# The file itself


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path):
    opened = open_case(tmp_path / "none.json")
    assert opened.case is None
    assert opened.problem == "none.json is not there. Check the path and open it again."


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", bytes(range(256)), b"\x00" * 64])
def test_bytes_that_are_no_text_are_a_sentence(tmp_path: Path, data: bytes):
    path = tmp_path / NAME
    path.write_bytes(data)
    assert open_case(path).case is None
    assert NAME in open_case(path).problem


def test_a_folder_is_a_sentence(tmp_path: Path):
    assert open_case(tmp_path).case is None


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX makes the disk full")
def test_saving_that_is_interrupted_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / NAME
    assert save(planned(), path) == ""
    before = path.read_bytes()
    said = said_on_a_full_disk(SAVE_CASE, str(path))
    assert said.startswith(f"{NAME} was not saved: ")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [NAME]


SAVE_CASE = """
from tests.core.case.cases import broken, planned
from wizard.core.case.file import save
print(save(planned(logs=(broken(),)), path))
"""


@pytest.mark.parametrize("text", ["{", document(schema=SCHEMA + 1), document(case=None), document(kind="x")])
def test_a_refused_file_is_left_untouched(tmp_path: Path, text: str):
    path = tmp_path / NAME
    path.write_text(text, encoding="utf-8")
    before = path.stat().st_mtime_ns
    assert open_case(path).case is None
    assert path.read_text(encoding="utf-8") == text
    assert path.stat().st_mtime_ns == before
    assert [one.name for one in tmp_path.iterdir()] == [NAME]


def test_answers_and_cases_are_told_apart():
    report = live_broken().report
    assert report is not None
    assert "It holds saved DNS answers and no case." in load(report_text_of(report), NAME).problem
    assert load_report(dump(live_broken())) == (
        "It is a whole case and not saved answers alone. Open it as a case."
    )
