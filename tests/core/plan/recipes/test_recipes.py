from __future__ import annotations

import pytest
from hypothesis import given

from tests.core.plan.recipes import cases
from tests.strategies import deployments, hostile_texts
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import REMOVE, Product, products, recipe
from wizard.core.plan.recipes.placing import inner_zones
from wizard.core.plan.records import change_for, pointer_records
from wizard.core.record import Record, RecordChange, RecordType, Soa, Srv, Target


def test_every_product_is_a_tab_with_a_title() -> None:
    assert list(products()) == list(Product)
    for product, title in products().items():
        made = recipe(product, cases.REPAIR)
        assert (made.product, made.title) == (product, title)


@given(deployments())
def test_every_recipe_tells_steps_undo_and_how_sure_it_is(plan: Deployment) -> None:
    change = change_for(plan)
    for product in Product:
        made = recipe(product, change)
        assert made.steps
        assert made.undo
        assert any("Restart each handset" in step for step in made.steps)
        assert all(text.isprintable() for text in (*made.steps, *made.notes, *made.commands, *made.undo))
        assert made.text().endswith("\n")


@given(hostile_texts(), hostile_texts(), hostile_texts())
def test_nothing_that_dns_or_a_log_says_breaks_a_recipe(zone: str, name: str, text: str) -> None:
    owner = f"{name}.{zone}.local"
    record = Record(owner, RecordType.SRV, 60, Srv(1, 2, 3, text))
    alias = Record(text, RecordType.CNAME, 0, Target(owner))
    change = RecordChange(f"{zone}.local", text, create=(record,), delete=(alias,))
    for product in Product:
        for made in (recipe(product, change), recipe(product, change.reversed())):
            lines = made.text().split("\n")
            assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("product", [p for p in Product if p is not Product.STATIC_CACHE])
def test_records_of_other_zones_are_named_and_not_touched(product: Product) -> None:
    away = Record("old.other.example", RecordType.CNAME, 60, Target("x.example"))
    change = RecordChange(cases.ZONE, "testserver", create=(cases.RIGHT, cases.OUTSIDE), delete=(away,))
    made = recipe(product, change)

    assert any("pbx.other.example lies outside eslab.local. Make sure" in note for note in made.notes)
    assert any("old.other.example lies outside eslab.local. Delete" in note for note in made.notes)
    assert not any("192.0.2.7" in line or "x.example" in line for line in (*made.commands, *made.undo))


@pytest.mark.parametrize("product", list(Product))
def test_a_host_that_exists_already_keeps_its_record(product: Product) -> None:
    made = recipe(product, change_for(cases.SUB_DOMAIN))

    told = any("already has its A record" in step for step in made.steps)
    assert told == (product is not Product.STATIC_CACHE)


def test_zone_heads_are_left_to_the_administrator() -> None:
    head = Record(cases.ZONE, RecordType.SOA, 60, Soa("ns.eslab.local", 1, 60))
    delegation = Record("sub.eslab.local", RecordType.NS, 60, Target("ns.eslab.local"))
    change = RecordChange(cases.ZONE, delete=(head, delegation))
    for product in Product:
        made = recipe(product, change)
        assert not any(REMOVE in line or "SOA" in line or "NS" in line for line in made.commands)


def test_pointers_belong_to_the_reverse_zone_and_need_no_note() -> None:
    pointers = pointer_records(cases.SUB_DOMAIN)
    made = recipe(Product.BIND, RecordChange(cases.ZONE, create=(cases.RIGHT, *pointers)))

    assert len(made.commands) == 1
    assert not any("in-addr.arpa" in note for note in made.notes)


@pytest.mark.parametrize(
    ("owner", "subdomain", "zones"),
    [
        ("_sip._udp.a.b.eslab.local", "a.b", ("b.eslab.local", "a.b.eslab.local")),
        ("_sip._udp.eslab.local", "", ()),
        ("piper.eslab.local", "testserver", ()),
        ("testserver.eslab.local", "testserver", ("testserver.eslab.local",)),
        ("pbx.voice.eslab.local", "testserver", ("voice.eslab.local",)),
    ],
)
def test_names_that_may_be_zones_of_their_own(owner: str, subdomain: str, zones: tuple[str, ...]) -> None:
    assert inner_zones(owner, RecordChange(cases.ZONE, subdomain)) == zones
