from __future__ import annotations

import subprocess
from pathlib import Path

import dns.name
import pytest
from hypothesis import given

from tests.core.plan.recipes import cases
from tests.servers import bind, knot, zone
from tests.servers.process import program
from tests.strategies import deployments, hostile_texts
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import Product, Verified, recipe
from wizard.core.plan.recipes.zonefile import zone_line, zone_name
from wizard.core.plan.records import change_for
from wizard.core.record import Naptr, Record, RecordChange, RecordType, Srv

MARK = "; "


@pytest.mark.servers
@pytest.mark.parametrize("plan", cases.PLANS.values(), ids=cases.PLANS)
@pytest.mark.parametrize("server", [bind, knot], ids=["bind", "knot"])
def test_a_name_server_answers_as_planned(server, plan: Deployment) -> None:
    text = recipe(Product.BIND, change_for(plan)).text()

    with server.serve({cases.ZONE: zone.text(cases.ZONE, text)}) as running:
        assert cases.served(running, cases.planned(plan)) == cases.facts(cases.planned(plan))


@pytest.mark.servers
@pytest.mark.parametrize("server", [bind, knot], ids=["bind", "knot"])
def test_a_repair_takes_out_the_wrong_record_and_leaves_the_others(server) -> None:
    before = [str(zone_line(record)) for record in (cases.WRONG, cases.OTHER)]
    mending = recipe(Product.BIND, cases.REPAIR)
    after = cases.applied(before, mending.commands, MARK)

    with server.serve({cases.ZONE: zone.text(cases.ZONE, "\n".join(after))}) as running:
        assert cases.answers(running, cases.OWNER, "SRV") == cases.facts((cases.RIGHT, cases.OTHER))
    assert sorted(cases.applied(after, mending.undo, MARK)) == sorted(before)


@pytest.mark.servers
@pytest.mark.parametrize("plan", cases.PLANS.values(), ids=cases.PLANS)
def test_named_checkzone_passes_a_file_that_includes_the_text(plan: Deployment, tmp_path: Path) -> None:
    (tmp_path / "plan.db").write_text(recipe(Product.BIND, change_for(plan)).text(), encoding="utf-8")
    body = "$ORIGIN deeper.eslab.local.\n$INCLUDE plan.db"
    (tmp_path / "zone.db").write_text(zone.text(cases.ZONE, body), encoding="utf-8")

    command = [program("named-checkzone"), "-i", "local", cases.ZONE, "zone.db"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ignoring out-of-zone" not in done.stdout + done.stderr


@given(deployments())
def test_the_lines_are_exactly_the_records_of_the_plan(plan: Deployment) -> None:
    text = recipe(Product.BIND, change_for(plan)).text()

    assert cases.parsed(text) == cases.facts(cases.planned(plan))


@given(deployments())
def test_undo_takes_everything_back(plan: Deployment) -> None:
    made = recipe(Product.BIND, change_for(plan))

    assert cases.applied(cases.applied([], made.commands, MARK), made.undo, MARK) == []


@given(hostile_texts(), hostile_texts())
def test_hostile_text_stays_inside_its_record(name: str, text: str) -> None:
    owner = f"a{name}.eslab.local"
    naptr = Record(owner, RecordType.NAPTR, 60, Naptr(1, 2, text, text, text, owner))
    srv = Record(owner, RecordType.SRV, 60, Srv(1, 2, 3, owner))
    made = recipe(Product.BIND, RecordChange("eslab.local", create=(naptr, srv)))

    found = cases.parsed(made.text())

    assert len(found) == len(made.commands) == (0 if "@" in owner.split(".") else 2)
    for _owner, _kind, _ttl, rdata in found:
        if rdata.rdtype == 35:
            assert rdata.service == text.encode()


@given(hostile_texts())
def test_names_are_escaped_as_dnspython_escapes_them(text: str) -> None:
    if not text.isascii():
        text = text.encode("ascii", "ignore").decode() or "a"
    label = text.encode()
    absolute = dns.name.Name([label, b"eslab", b"local", b""])

    assert zone_name(absolute.to_text(omit_final_dot=True)) == absolute.to_text()


def test_the_root_is_a_dot() -> None:
    assert zone_name(".") == zone_name("") == "."


def test_a_host_of_another_zone_stands_in_a_note_alone() -> None:
    change = RecordChange(cases.ZONE, "testserver", create=(cases.RIGHT, cases.OUTSIDE))
    made = recipe(Product.BIND, change)

    assert made.commands == (str(zone_line(cases.RIGHT)),)
    assert any("pbx.other.example lies outside eslab.local" in note for note in made.notes)
    assert "192.0.2.7" in made.text()


def test_the_steps_end_with_the_restart_of_the_handset() -> None:
    made = recipe(Product.BIND, change_for(cases.SUB_DOMAIN))

    assert made.verified is Verified.TESTED
    assert any("serial" in step for step in made.steps)
    assert any("named-checkzone eslab.local" in step for step in made.steps)
    assert any("rndc reload eslab.local" in step for step in made.steps)
    assert made.steps[-1].startswith("Restart each handset")
