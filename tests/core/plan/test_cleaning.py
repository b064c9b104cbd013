"""Cleaning one field after it was left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.told import told
from wizard.core.plan.cleaning import cleaned, name_so_far
from wizard.core.plan.deployment import Option
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer


def draft(**typed: str) -> Draft:
    row = {key: typed.pop(key) for key in ("host", "address", "port", "priority", "weight") if key in typed}
    return replace(Draft(domain="eslab.local", subdomain="sip", servers=(DraftServer(**row),)), **typed)


@pytest.mark.parametrize(
    ("field", "typed", "after", "word"),
    [
        ("domain", " sip:eslab.local. ", "eslab.local", "scheme"),
        ("domain", "  eslab.local", "eslab.local", ""),
        ("domain", "bücher.example", "xn--bcher-kva.example", "encoded"),
        ("subdomain", "sip.eslab.local.", "sip", "before eslab.local"),
        ("ttl", " 3600 ", "3600", ""),
    ],
)
def test_a_field_is_cleaned_and_the_repair_is_explained(
    field: str, typed: str, after: str, word: str
) -> None:
    done = cleaned(draft(**{field: typed}), field)
    assert getattr(done.draft, field) == after
    assert word in told(done.said)
    assert bool(word) == (done.said is not None)


@pytest.mark.parametrize("typed", ["es lab", "10.0.0.1", "a..b", "x_y.local"])
def test_wrong_text_stays_as_it_was_typed(typed: str) -> None:
    assert cleaned(draft(domain=typed), "domain").draft.domain == typed


def test_a_cleaned_draft_makes_the_same_plan() -> None:
    made = draft(domain="sip:eslab.local.", subdomain="sip.eslab.local", host="piper.", address=" 10.0.0.1")
    before = made.read().plan
    for field in ("domain", "subdomain", "server.0.host", "server.0.address"):
        made = cleaned(made, field).draft
    assert made.read().plan == before
    assert before is not None


def test_a_pasted_port_moves_into_the_empty_field_for_the_port() -> None:
    for part, typed, left in (
        ("host", "sip:piper.eslab.local:5070", "piper.eslab.local"),
        ("address", "10.0.0.1:5070", "10.0.0.1"),
    ):
        done = cleaned(draft(**{part: typed}), f"server.0.{part}")
        assert getattr(done.draft.servers[0], part) == left
        assert done.draft.servers[0].port == "5070"
        assert "5070" in told(done.said)


def test_a_pasted_port_never_replaces_a_typed_one() -> None:
    done = cleaned(draft(address="10.0.0.1:5070", port="5060"), "server.0.address")
    assert done.draft.servers[0] == DraftServer(address="10.0.0.1:5070", port="5060")
    assert "Type 10.0.0.1 alone here" in told(done.draft.read().problem("server.0.address"))
    same = cleaned(draft(address="10.0.0.1:5070", port="5070"), "server.0.address")
    assert same.draft.servers[0] == DraftServer(address="10.0.0.1", port="5070")


@pytest.mark.parametrize("typed", ["10.0.0.1:0", "10.0.0.1:70000", "10.0.0:5070", "fe80::1"])
def test_what_is_no_address_with_a_port_stays(typed: str) -> None:
    assert cleaned(draft(host="piper", address=typed), "server.0.address").draft.servers[0].address == typed


def test_a_single_name_with_a_final_dot_keeps_it_because_it_lies_outside_the_domain() -> None:
    done = cleaned(draft(host="piper.", address="10.0.0.1"), "server.0.host")
    assert done.draft.servers[0].host == "piper."
    assert done.said is None


@pytest.mark.parametrize(
    ("option", "domain", "subdomain", "name"),
    [
        (Option.SUB_DOMAIN, "", "", "…"),
        (Option.SUB_DOMAIN, "eslab.local", "", "….eslab.local"),
        (Option.SUB_DOMAIN, "", "sip", "sip.…"),
        (Option.SUB_DOMAIN, "eslab.local.", "sip", "sip.eslab.local"),
        (Option.SUB_DOMAIN, "eslab.local", "sip.eslab.local", "sip.eslab.local"),
        (Option.EXISTING_DOMAIN, "eslab.local", "left over", "eslab.local"),
        (Option.EXISTING_DOMAIN, "es lab", "", "…"),
    ],
)
def test_the_name_so_far(option: Option, domain: str, subdomain: str, name: str) -> None:
    assert name_so_far(Draft(option, domain, subdomain)) == name


fields = st.sampled_from(
    [
        "domain",
        "subdomain",
        "ttl",
        *(f"server.0.{part}" for part in ("host", "address", "port", "priority", "weight")),
    ]
)
texts = st.one_of(
    st.text(max_size=20), st.sampled_from(["piper:5070", "10.0.0.1:99999", "a.", ".", "sip:", "\x00"])
)


@given(st.builds(DraftServer, texts, texts, texts, texts, texts), texts, texts, texts, fields)
def test_cleaning_never_fails_and_is_done_after_once(
    row: DraftServer, domain: str, subdomain: str, ttl: str, field: str
) -> None:
    made = Draft(domain=domain, subdomain=subdomain, ttl=ttl, servers=(row,))
    once = cleaned(made, field).draft
    assert cleaned(once, field).draft == once
    assert name_so_far(made)


def test_what_was_pasted_with_unseen_signs_makes_the_same_plan() -> None:
    def typed(sign: str) -> Draft:
        servers = (
            DraftServer(f"piper{sign}", f"{sign}10.225.2.31{sign}", f"5070{sign}", f"{sign}1", f"2{sign}"),
        )
        return Draft(
            domain=f"{sign}eslab.local{sign}", subdomain=f"sip{sign}", servers=servers, ttl=f"60{sign}"
        )

    plan = typed("").read().plan
    assert plan is not None
    for sign in "\u200b\u200e\u202d\ufeff\u00a0":
        draft = typed(sign)
        assert draft.read().plan == plan
        for field in (
            "domain",
            "subdomain",
            "ttl",
            *(f"server.0.{part}" for part in ("host", "address", "port", "priority", "weight")),
        ):
            draft = cleaned(draft, field).draft
        assert draft == typed("")
    assert "cannot be seen" in told(cleaned(typed("\u200e"), "server.0.address").said)
    assert DraftServer("\u200b", "\u200e").is_blank
