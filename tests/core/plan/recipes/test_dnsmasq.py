from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given

from tests.core.plan.recipes import cases
from tests.servers import dnsmasq
from tests.servers.process import program
from tests.strategies import deployments, hostile_texts
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import Product, recipe
from wizard.core.plan.records import change_for
from wizard.core.record import Naptr, Record, RecordChange, RecordType, Srv, Target

MARK = "# "


@pytest.mark.servers
@pytest.mark.parametrize("plan", cases.PLANS.values(), ids=cases.PLANS)
def test_dnsmasq_answers_as_planned(plan: Deployment) -> None:
    text = recipe(Product.DNSMASQ, change_for(plan)).text()

    with dnsmasq.serve(text.splitlines()) as server:
        assert cases.served(server, cases.planned(plan)) == cases.facts(cases.planned(plan))


@pytest.mark.servers
def test_a_repair_takes_out_the_wrong_record_and_leaves_the_others() -> None:
    before = list(
        recipe(Product.DNSMASQ, RecordChange(cases.ZONE, create=(cases.WRONG, cases.OTHER))).commands
    )
    before.remove("local-ttl=3600")
    mending = recipe(Product.DNSMASQ, cases.REPAIR)
    after = cases.applied(before, mending.commands, MARK)

    with dnsmasq.serve(after) as server:
        assert cases.answers(server, cases.OWNER, "SRV") == cases.facts((cases.RIGHT, cases.OTHER))
    assert sorted(cases.applied(after, mending.undo, MARK)) == sorted(before)


@pytest.mark.servers
def test_dnsmasq_takes_every_kind_of_line(tmp_path: Path) -> None:
    records = (
        Record("a.eslab.local", RecordType.NAPTR, 60, Naptr(1, 2, "", "", '!^(.*)$!sip:\\1@"x,y#z!', ".")),
        Record("_sip._udp.eslab.local", RecordType.SRV, 60, Srv(0, 0, 0, ".")),
        Record("b.eslab.local", RecordType.CNAME, 60, Target("c.eslab.local")),
        Record("31.2.225.10.eslab.local", RecordType.PTR, 60, Target("c.eslab.local")),
    )
    lines = recipe(Product.DNSMASQ, RecordChange(cases.ZONE, create=records)).text()
    (tmp_path / "dnsmasq.conf").write_text(lines, encoding="utf-8")

    command = [program("dnsmasq"), "--test", "-C", tmp_path / "dnsmasq.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

    with dnsmasq.serve(lines.splitlines()) as server:
        for record in records[:2]:
            assert cases.served(server, [record]) == cases.facts([record])


@given(deployments())
def test_undo_takes_everything_back(plan: Deployment) -> None:
    made = recipe(Product.DNSMASQ, change_for(plan))

    assert cases.applied(cases.applied([], made.commands, MARK), made.undo, MARK) == []


@given(hostile_texts())
def test_a_hostile_name_is_left_out_with_a_note(text: str) -> None:
    for owner, target in (
        (f"a{text}.eslab.local", "b.eslab.local"),
        ("b.eslab.local", f"{text}.eslab.local"),
    ):
        record = Record(owner, RecordType.SRV, 60, Srv(1, 2, 3, target))
        made = recipe(Product.DNSMASQ, RecordChange(cases.ZONE, create=(record,)))

        lines = [line for line in made.text().splitlines() if not line.startswith(MARK)]
        assert all("\x00" not in line and "\x1b" not in line for line in lines)
        if set(text) <= set("ab1-_"):
            assert len(lines) == 2
        else:
            assert [line for line in lines if not line.startswith("local-ttl")] == []
            assert any("is left out" in note for note in made.notes)


def test_a_record_that_differs_in_its_ttl_alone_moves_local_ttl_alone() -> None:
    old = Record(cases.OWNER, RecordType.SRV, 0, cases.RIGHT.data)
    made = recipe(Product.DNSMASQ, RecordChange(cases.ZONE, create=(cases.RIGHT,), delete=(old,)))

    assert made.commands == ("local-ttl=3600",)
    assert made.undo == ("# remove, if it was not there before: local-ttl=3600",)
    assert any("put the 0 back with the undo" in step for step in made.steps)
