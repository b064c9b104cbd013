"""Addresses at which a handset would look for its server in itself are no good news."""

from __future__ import annotations

import pytest

from tests.core.faults import OK, PLAN, changed, judged, of
from tests.core.judged import KNOWN, codes, found, lines, verdict
from tests.core.logs import HEALTHY, NAME, Phone, register, zone
from wizard.core import names
from wizard.core.trace import events as ev

DIFFERS = "address.differs"


@pytest.mark.parametrize(
    ("address", "itself"),
    [
        ("127.0.0.1", True), ("127.0.1.1", True), ("127.255.255.255", True), ("0.0.0.0", True),
        ("10.225.2.31", False), ("12.7.0.1", False), ("1.27.0.0", False), ("128.0.0.1", False),
        ("", False), ("127.0.0", False), ("::1", False), ("127.example", False),
    ],
)  # fmt: skip
def test_which_addresses_these_are(address: str, itself: bool) -> None:
    assert names.leads_to_itself(address) is itself


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_both_servers(address: str) -> None:
    said = register(
        zone(*changed(a=f"piper.eslab.local 3600 A {address}", a2="piper2.eslab.local 3600 A 127.0.1.1"))
    )
    judgement = judged(said)
    assert (verdict(judgement), codes(judgement)) == (DIFFERS, {DIFFERS})
    first = found(judgement, DIFFERS, "piper.eslab.local")
    assert lines(first) == of(ev.Answered, host="piper.eslab.local.")(said)
    told = KNOWN.explain(first)
    assert (told.severity.value, told.basis.value) == ("critical", "inferred")
    assert told.title == f"No SIP server can be reached: DNS gives piper.eslab.local the address {address}"


def test_one_of_two_leaves_the_other_as_the_only_server() -> None:
    judgement = judged(register(zone(*changed(a2="piper2.eslab.local 3600 A 127.0.0.1"))))
    assert (verdict(judgement), codes(judgement)) == (DIFFERS, {DIFFERS, OK})
    assert KNOWN.severity(found(judgement, DIFFERS)).value == "error"
    good = found(judgement, OK)
    assert (good.variant, good.facts["servers"]) == ("one-server", "piper.eslab.local (10.225.2.31:5060)")


def test_two_names_of_one_such_address() -> None:
    both = changed(a="piper.eslab.local 3600 A 127.0.0.1", a2="piper2.eslab.local 3600 A 127.0.0.1")
    judgement = judged(register(zone(*both)))
    assert codes(judgement) == {DIFFERS, "address.shared"}
    assert found(judgement, "address.shared").caused_by == DIFFERS


def test_a_host_that_has_another_address_too_can_be_reached() -> None:
    judgement = judged(register(zone(*HEALTHY, "piper.eslab.local 3600 A 127.0.0.1")))
    assert codes(judgement) == {"address.multiple", OK}


def test_with_a_plan_the_right_address_is_named() -> None:
    there = zone(*changed(a="piper.eslab.local 3600 A 127.0.0.1"))
    judgement = judged(register(there), plan=PLAN)
    differs = found(judgement, DIFFERS)
    assert (differs.variant, differs.facts["expected"]) == ("", "10.225.2.31")


def test_no_srv_and_the_name_itself_has_such_an_address() -> None:
    judgement = judged(register(zone(f"{NAME} 3600 A 0.0.0.0")))
    assert (verdict(judgement), OK in codes(judgement)) == ("srv.missing", False)
    missing, differs = found(judgement, "srv.missing"), found(judgement, DIFFERS)
    assert (missing.variant, differs.variant) == ("", "unreachable-none")
    assert KNOWN.severity(missing).value == "critical"


def test_an_address_that_is_not_shown_is_not_condemned() -> None:
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.said.clear()
    phone.now += 60
    phone.register(zone(*HEALTHY))
    assert codes(judged(phone.said)) == {OK}


def test_repaired_since() -> None:
    phone = Phone()
    phone.register(zone(*changed(a="piper.eslab.local 3600 A 127.0.0.1", a2="")))
    phone.boot()
    phone.register(zone(*HEALTHY))
    assert (verdict(judged(phone.said)), codes(judged(phone.said))) == (OK, {OK})
