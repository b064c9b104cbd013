from __future__ import annotations

import subprocess
from pathlib import Path

import dns.message
import dns.query
import pytest
from hypothesis import given

from tests.core.plan.recipes import cases
from tests.servers import bind, unbound
from tests.servers.process import program
from tests.strategies import deployments
from wizard.core.plan.deployment import Deployment, NaptrUse
from wizard.core.plan.recipes import Product, recipe
from wizard.core.plan.records import change_for
from wizard.core.record import Naptr, Record, RecordChange, RecordType, Srv

MARK = "# "


@pytest.mark.servers
@pytest.mark.parametrize("plan", cases.PLANS.values(), ids=cases.PLANS)
def test_unbound_answers_as_planned(plan: Deployment) -> None:
    text = recipe(Product.UNBOUND, change_for(plan)).text()

    with unbound.serve(options=text.splitlines()) as server:
        assert cases.served(server, cases.planned(plan)) == cases.facts(cases.planned(plan))


@pytest.mark.servers
def test_a_repair_takes_out_the_wrong_record_and_leaves_the_others() -> None:
    before = list(
        recipe(Product.UNBOUND, RecordChange(cases.ZONE, create=(cases.WRONG, cases.OTHER))).commands
    )
    mending = recipe(Product.UNBOUND, cases.REPAIR)
    after = cases.applied(before, mending.commands, MARK)

    with unbound.serve(options=after) as server:
        assert cases.answers(server, cases.OWNER, "SRV") == cases.facts((cases.RIGHT, cases.OTHER))


@pytest.mark.servers
def test_all_other_records_of_the_domain_are_still_resolved() -> None:
    plan = cases.EXISTING
    text = recipe(Product.UNBOUND, change_for(plan)).text()
    mail = "@ IN MX 10 mail\nmail IN A 192.0.2.1"

    with bind.serve({cases.ZONE: mail}) as upstream:
        stubs = {cases.ZONE: (upstream.address, upstream.port)}
        with unbound.serve(options=text.splitlines(), stubs=stubs) as server:
            assert cases.answers(server, cases.ZONE, "MX")
            assert cases.answers(server, "mail.eslab.local", "A")
            assert cases.served(server, cases.planned(plan)) == cases.facts(cases.planned(plan))


@pytest.mark.servers
def test_the_noted_line_answers_what_a_sub_domain_has_not_at_once() -> None:
    plan = Deployment(cases.ZONE, "testserver", cases.SERVERS, naptr=NaptrUse.NEVER)
    made = recipe(Product.UNBOUND, change_for(plan))
    line = next(note.partition("add: ")[2] for note in made.notes if "add: " in note)

    with unbound.serve(options=[*made.commands, line]) as server:  # every other server is dead
        for kind in ("NAPTR", "A"):
            query = dns.message.make_query(plan.name, kind)
            reply = dns.query.udp(query, server.address, port=server.port, timeout=5)
            assert reply.rcode() == 0
            assert reply.answer == []


@pytest.mark.servers
def test_unbound_checkconf_passes_the_text_and_hostile_names(tmp_path: Path) -> None:
    hostile = "a'b\"c d;e\\f#g.eslab.local".replace("\\f", "\\\\f")
    records = (
        Record(hostile, RecordType.SRV, 60, Srv(1, 2, 3, hostile)),
        Record("b.eslab.local", RecordType.NAPTR, 60, Naptr(1, 2, "'", '"', "!^(.*)$!\\1'!", ".")),
    )
    text = recipe(Product.UNBOUND, RecordChange(cases.ZONE, "it's", create=records)).text()
    whole = f'server:\n  chroot: ""\n  username: ""\n  directory: "{tmp_path}"\n{text}'
    (tmp_path / "unbound.conf").write_text(whole, encoding="utf-8")

    command = [program("unbound-checkconf"), tmp_path / "unbound.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

    with unbound.serve(options=text.splitlines()) as server:
        assert cases.served(server, records) == cases.facts(records)


@given(deployments())
def test_undo_takes_everything_back(plan: Deployment) -> None:
    made = recipe(Product.UNBOUND, change_for(plan))

    left = cases.applied(cases.applied([], made.commands, MARK), made.undo, MARK)
    assert [line for line in left if line != "server:"] == []
    # Where the file had a local-zone line already, nobody added another: it stays.
    assert [line for line in made.undo if "local-zone" in line] == [
        f"# remove, if it was not there before: local-zone: '{plan.domain}.' typetransparent"
    ]


@given(deployments())
def test_the_local_data_are_exactly_the_records_of_the_plan(plan: Deployment) -> None:
    commands = recipe(Product.UNBOUND, change_for(plan)).commands

    lines = [line.strip() for line in commands if "local-data" in line]
    data = [line.removeprefix("local-data: '").removesuffix("'") for line in lines]
    assert cases.parsed("\n".join(data)) == cases.facts(cases.planned(plan))
