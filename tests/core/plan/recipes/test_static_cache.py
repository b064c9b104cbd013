from __future__ import annotations

import re

import defusedxml.ElementTree
from hypothesis import given

from tests.core.plan.recipes import cases
from tests.strategies import deployments, hostile_texts
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import Product, Recipe, recipe
from wizard.core.plan.records import change_for, records_for
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv

_FIELDS = {
    "NAPTR": ("name", "ttl", "order", "preference", "flags", "service", "regexp", "replacement"),
    "SRV": ("name", "ttl", "priority", "weight", "port", "target"),
    "A": ("name", "ttl", "address"),
}


def _entries(made: Recipe) -> dict[tuple[str, int], dict[str, str]]:
    """What a handset reads: attributes alone, whatever the elements are called."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for element in defusedxml.ElementTree.fromstring(made.text()).iter():
        for name, value in element.attrib.items():
            parts = re.fullmatch(r"dns\.cache\.(NAPTR|SRV|A)\.([0-9]+)\.([a-z]+)", name)
            assert parts, name
            found.setdefault((parts[1], int(parts[2])), {})[parts[3]] = value
    for (kind, _number), fields in found.items():
        assert tuple(fields) == _FIELDS[kind]
    return found


def _record(kind: str, values: dict[str, str]) -> Record:
    name, ttl = values["name"], int(values["ttl"])
    if kind == "A":
        return Record(name, RecordType.A, ttl, Address(values["address"]))
    if kind == "SRV":
        numbers = (int(values[each]) for each in ("priority", "weight", "port"))
        return Record(name, RecordType.SRV, ttl, Srv(*numbers, values["target"]))
    texts = (values[each] for each in ("flags", "service", "regexp", "replacement"))
    data = Naptr(int(values["order"]), int(values["preference"]), *texts)
    return Record(name, RecordType.NAPTR, ttl, data)


@given(deployments())
def test_the_attributes_are_the_records_of_the_plan(plan: Deployment) -> None:
    entries = _entries(recipe(Product.STATIC_CACHE, change_for(plan)))

    found = [_record(kind, values) for (kind, _number), values in entries.items()]
    wanted = [
        Record(record.owner, record.type, max(record.ttl, 300), record.data) for record in records_for(plan)
    ]
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
    for kind in _FIELDS:
        numbers = [number for each, number in entries if each == kind]
        assert numbers == list(range(1, len(numbers) + 1))


def test_more_than_twelve_of_a_type_are_named_in_notes() -> None:
    hosts = tuple(
        Record(f"h{number}.eslab.local", RecordType.A, 60, Address(f"10.0.0.{number}"))
        for number in range(14)
    )
    made = recipe(Product.STATIC_CACHE, RecordChange(cases.ZONE, create=hosts))

    assert len(_entries(made)) == 12
    assert sum("keeps 12 entries of each type" in note for note in made.notes) == 2
    assert any("h13.eslab.local" in note for note in made.notes)


def test_hosts_of_other_zones_are_held_too() -> None:
    made = recipe(Product.STATIC_CACHE, RecordChange(cases.ZONE, create=(cases.OUTSIDE,)))

    assert _entries(made)["A", 1]["name"] == "pbx.other.example"


def test_what_to_delete_stands_in_the_steps_and_comes_back_in_the_undo() -> None:
    made = recipe(Product.STATIC_CACHE, cases.REPAIR)

    assert any(step.startswith("Take the entry SRV _sip._udp") for step in made.steps)
    assert any(step.startswith("Put the entry SRV _sip._udp") for step in made.undo)


@given(hostile_texts(), hostile_texts())
def test_hostile_text_stays_inside_its_attribute(name: str, text: str) -> None:
    owner = f"{name}.eslab.local"
    record = Record(owner, RecordType.NAPTR, 60, Naptr(1, 2, text, text, text, owner))
    made = recipe(Product.STATIC_CACHE, RecordChange(cases.ZONE, create=(record,)))

    entries = _entries(made)
    if entries:
        assert _record("NAPTR", entries["NAPTR", 1]).data == record.data
    else:
        assert any(note.startswith("Left out") for note in made.notes)
