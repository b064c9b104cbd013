from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plan.recipes import cases
from tests.strategies import deployments
from wizard.core import names
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import DialogRecord, Product, Verified, recipe
from wizard.core.plan.recipes.dialogs import SAME_AS_PARENT, listed_in
from wizard.core.plan.recipes.windows import windows
from wizard.core.plan.records import change_for
from wizard.core.record import Address, Record, RecordChange, RecordType, Srv, Target


def test_every_record_has_its_dialog_with_the_fields_in_order() -> None:
    plan = Deployment(cases.ZONE, "testserver", cases.SERVERS[:1], naptr=cases.SUB_DOMAIN.naptr)
    naptr, srv, host = recipe(Product.WINDOWS, change_for(plan)).fields

    assert srv == DialogRecord(
        "Service Location (SRV)",
        "eslab.local > testserver",
        (
            ("Domain", "testserver.eslab.local"),
            ("Service", "_sip"),
            ("Protocol", "_udp"),
            ("Priority", "10"),
            ("Weight", "10"),
            ("Port number", "5060"),
            ("Host offering this service", "piper.eslab.local"),
            ("Time to live (TTL)", "0:1:0:0"),
        ),
    )
    assert naptr.dialog == "Naming Authority Pointer (NAPTR)"
    assert naptr.place == "eslab.local > testserver"
    assert dict(naptr.fields)["Replacement"] == "_sip._udp.testserver.eslab.local."
    assert dict(naptr.fields)["Regular expression"] == ""
    assert host == DialogRecord(
        "New Host (A or AAAA)",
        "eslab.local",
        (
            ("Name", "piper"),
            ("IP address", "10.225.2.31"),
            ("Create associated pointer (PTR) record", "ticked"),
            ("Time to live (TTL)", "0:1:0:0"),
        ),
    )


def test_the_host_belongs_into_the_domain_and_not_into_the_sub_domain() -> None:
    steps = recipe(Product.WINDOWS, change_for(cases.SUB_DOMAIN)).steps

    warning = next(step for step in steps if "piper.testserver.eslab.local" in step)
    creation = next(step for step in steps if "Name: piper;" in step)
    assert warning.startswith("Create the host in eslab.local itself.")
    assert creation.startswith("Right-click eslab.local, choose New Host")
    assert steps.index(warning) == steps.index(creation) - 1
    assert not any("itself" in step for step in recipe(Product.WINDOWS, change_for(cases.EXISTING)).steps)


def test_folders_are_made_once_per_label_the_outermost_first() -> None:
    steps = recipe(Product.WINDOWS, change_for(cases.DEEP)).steps

    assert [step.partition(" yet")[0] for step in steps if "New Domain" in step] == [
        "If eslab.local has no folder phones",
        "If eslab.local > phones has no folder sip",
        "If eslab.local has no folder voice",
    ]


def test_a_host_further_down_is_created_in_its_own_folder() -> None:
    fields = recipe(Product.WINDOWS, change_for(cases.SUB_DOMAIN)).fields

    assert fields[-1].place == "eslab.local > voice"
    assert fields[-1].fields[0] == ("Name", "pbx")


def test_a_host_with_the_sub_domains_own_name_has_no_name_to_type() -> None:
    host = Record("testserver.eslab.local", RecordType.A, 90_061, Address("10.0.0.1"))
    made = recipe(Product.WINDOWS, RecordChange(cases.ZONE, "testserver", create=(host,)))

    assert made.fields[0].place == "eslab.local > testserver"
    assert made.fields[0].fields[0] == ("Name", "")
    assert made.fields[0].fields[-1] == ("Time to live (TTL)", "1:1:1:1")
    assert any("leave Name empty" in step for step in made.steps)
    assert any("(same as parent folder)" in step for step in made.undo)


def test_a_repair_deletes_first_and_says_where_the_record_shows() -> None:
    made = recipe(Product.WINDOWS, cases.REPAIR)

    delete = next(i for i, step in enumerate(made.steps) if "choose Delete" in step)
    create = next(i for i, step in enumerate(made.steps) if "Create Record" in step)
    assert delete < create
    assert "Open eslab.local > testserver > _udp, right-click the SRV record _sip" in made.steps[delete]
    assert "piper.eslab.local.eslab.local" in made.steps[delete]
    assert any("piper.eslab.local.eslab.local" in step and "Create Record" in step for step in made.undo)


def test_where_the_folder_is_comes_before_the_first_step_that_opens_it() -> None:
    """A sub-domain may be a zone of its own: whoever looks for its folder first finds none."""
    old = Record("_sip._udp.es.eslab.local", RecordType.SRV, 3600, Srv(1, 10, 5060, "old.eslab.local"))
    made = windows(RecordChange("eslab.local", "es", create=(replace(old, ttl=60),), delete=(old,)))
    taken = windows(RecordChange("eslab.local", "es", delete=(old,)))
    for steps in (made.steps, made.undo, taken.steps, taken.undo):
        opened = next(at for at, step in enumerate(steps) if "eslab.local > es" in step)
        assert steps[opened].startswith("If es.eslab.local stands under Forward Lookup Zones")
    host = Record("piper.eslab.local", RecordType.A, 60, Address("10.0.0.1"))
    assert not [
        step for step in windows(RecordChange("eslab.local", "es", delete=(host,))).steps if "stands" in step
    ]


def test_no_step_claims_that_a_naptr_record_comes_by_itself() -> None:
    made = recipe(Product.WINDOWS, change_for(cases.SUB_DOMAIN))

    assert "A new folder is empty: Windows creates no NAPTR record in it by itself." in made.notes
    assert made.verified is Verified.DOCUMENTED
    assert any("2008 R2 on" in note for note in made.notes)
    assert made.commands == ()


@pytest.mark.parametrize(
    ("record", "kind", "first"),
    [
        (
            Record("voip.eslab.local", RecordType.CNAME, 60, Target("piper.eslab.local")),
            "New Alias (CNAME)",
            ("Alias name", "voip"),
        ),
        (
            Record("31.2.225.10.in-addr.arpa", RecordType.PTR, 60, Target("piper.eslab.local")),
            "New Pointer (PTR)",
            ("Host IP Address", "10.225.2.31"),
        ),
    ],
)
def test_other_types_have_dialogs_of_their_own(record: Record, kind: str, first: tuple[str, str]) -> None:
    zone = "2.225.10.in-addr.arpa" if record.type is RecordType.PTR else cases.ZONE
    made = recipe(Product.WINDOWS, RecordChange(zone, create=(record,)))

    assert made.fields[0].dialog == kind
    assert made.fields[0].fields[0] == first


@given(deployments())
def test_every_planned_record_is_created_where_it_gets_its_name(plan: Deployment) -> None:
    made = recipe(Product.WINDOWS, change_for(plan))

    assert {_owner(form) for form in made.fields} == {record.owner for record in cases.planned(plan)}
    assert all(step.isprintable() for step in (*made.steps, *made.undo, *made.notes))
    assert made.text().startswith("Windows DNS, in DNS Manager\n1. ")


def _owner(form: DialogRecord) -> str:
    """The name that a record gets: what is typed, below the folder that the dialog was opened in."""
    zone, *inner = form.place.split(" > ")
    place = ".".join([*reversed(inner), zone])
    fields = dict(form.fields)
    if "Service" in fields:
        return f"{fields['Service']}.{fields['Protocol']}.{place}"
    return f"{fields['Name']}.{place}" if fields.get("Name") else place


def test_an_srv_record_below_no_protocol_still_opens_inside_the_zone() -> None:
    record = Record("sip.eslab.local", RecordType.SRV, 60, Srv(1, 2, 3, "."))
    made = recipe(Product.WINDOWS, RecordChange(cases.ZONE, create=(record,)))

    assert made.fields[0].place == "eslab.local"
    assert dict(made.fields[0].fields)["Service"] == "sip"


def test_the_pointer_box_needs_the_reverse_zone_and_is_told_of_only_where_it_is_ticked() -> None:
    assert any(
        "It needs the reverse zone" in note
        for note in recipe(Product.WINDOWS, change_for(cases.SUB_DOMAIN)).notes
    )
    assert not any("reverse zone" in note for note in recipe(Product.WINDOWS, cases.REPAIR).notes)


LABELS = st.lists(st.sampled_from(["a", "B", "b", "sip", "_udp", ""]), min_size=1, max_size=5)


@given(st.lists(LABELS.map(".".join), max_size=6), LABELS.map(".".join))
def test_a_name_is_a_folder_where_others_lie_below_it(owners: list[str], name: str) -> None:
    here = tuple(Record(one, RecordType.A, 60, Address("10.0.0.1")) for one in (*owners, name))
    change = RecordChange("zone.test", create=here[1:], delete=here[:1])
    below = any(names.is_below(one, name) for one in (*owners, name))
    assert (listed_in(here[-1], change)[1] == SAME_AS_PARENT) == below
