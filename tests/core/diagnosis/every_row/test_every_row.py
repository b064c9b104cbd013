"""Every fault that DNS shows is told by its name, and what is printed mends it, and takes the mending back.

The whole way of ``check``: arguments in, a real server asked, JSON out. The printed lines for zone files
are applied as they are; those for Windows DNS, unbound and dnsmasq are read, and must come to the same
records (that each product takes such lines is tried in ``tests/core/plan/recipes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.core.diagnosis.every_row.rows import OK, ROWS, Row
from tests.core.diagnosis.every_row.site import (
    Configuration,
    Fact,
    Site,
    plain_records,
    printed_for,
    title,
    told,
    windows_double,
)
from tests.core.judged import KNOWN
from tests.servers import bind

pytestmark = pytest.mark.servers
CONSEQUENCES = {"name.missing", "srv.missing", "address.missing"}
"""What follows from another fault, wherever one is told beside it."""
Check = Callable[[Row], dict[str, Any]]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with bind.serve({"ready.local": ""}, options="allow-transfer { any; };") as server:
        yield Site(server)


@pytest.fixture
def check(site: Site, run: Callable[..., Any]) -> Check:
    """What ``check`` prints about a row's site."""

    def checked(row: Row) -> dict[str, Any]:
        dns = f"{site.server.address}:{site.server.port}"
        said = run("check", *row.arguments, "--dns", dns, "--timeout", "1", "--json")
        assert said.code == int(any(f["severity"] in {"error", "critical"} for f in said.json["findings"]))
        return dict(said.json)

    return checked


def codes(said: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in said["findings"]}


def found(said: dict[str, Any], code: str) -> dict[str, Any]:
    """The first finding of a code."""
    return next(finding for finding in said["findings"] if finding["code"] == code)


@pytest.mark.parametrize("name", ROWS)
def test_a_fault_is_told_by_its_name_and_mended_as_printed(name: str, site: Site, check: Check) -> None:
    row = ROWS[name]
    site.load(row.zones)
    said = check(row)
    assert codes(said) == {row.code, *row.beside}
    assert said["verdict"]["code"] == (row.verdict or row.code)
    fault = found(said, row.code)
    assert fault["severity"] == KNOWN.entry(row.code, row.variant).severity
    assert fault["title"] == title(fault, row.variant)
    assert fault["caused_by"] == (row.caused_by or None)
    for code in CONSEQUENCES & codes(said) - {said["verdict"]["code"]}:
        assert found(said, code)["caused_by"], f"{code} stands beside {row.code} without a cause"
    _everything_printed_fits(site, said)
    mending = [finding for finding in said["findings"] if finding["code"] == (row.mended_by or row.code)]
    if row.unmended:
        assert {fix["product"] for finding in mending for fix in finding["fix"]} <= {"any"}
        return
    before = site.records()
    printed = printed_for(mending, "bind")
    for one in printed:
        site.follow(one["steps"], one["commands"])
    after = site.records()
    assert after != before
    well = check(row)
    assert codes(well) == row.after
    assert well["verdict"]["code"] == OK
    for product in row.products:
        _windows_does_the_same(site, product, printed_for(mending, product), before, after)
    for product in ("unbound", "dnsmasq"):
        if product != "dnsmasq" or not any(owner.startswith("*") for owner, *_rest in before):
            _configuration_does_the_same(product, printed_for(mending, product), before, after)
    for one in reversed(printed):
        site.follow(one["steps"], one["undo"])
    assert site.records() == before


def _configuration_does_the_same(
    product: str, printed: list[dict[str, Any]], before: set[Fact], after: set[Fact]
) -> None:
    file = Configuration(product, before)
    for one in printed:
        file.follow(one["commands"])
    assert file.records == plain_records(after), product
    for one in reversed(printed):
        file.follow(one["undo"])
    assert file.records == plain_records(before), product


def _everything_printed_fits(site: Site, said: dict[str, Any]) -> None:
    """Also what a consequence or a notice offers can be done, and be undone."""
    before = told(site.files)
    for finding in said["findings"]:
        for printed in (fix for fix in finding["fix"] if fix["product"] == "bind"):
            mended = Site(site.server, site.edited(printed["steps"], printed["commands"]))
            assert told(mended.files) != before, finding["code"]
            assert told(mended.edited(printed["steps"], printed["undo"])) == before, finding["code"]


def _windows_does_the_same(
    site: Site, product: str, printed: list[dict[str, Any]], before: set[Fact], after: set[Fact]
) -> None:
    double = windows_double(site.files, before)
    for one in printed:
        double.follow(product, one["commands"] or one["steps"])
    assert double.records == plain_records(after), product
    for one in reversed(printed):
        double.follow(product, one["undo"])
    assert double.records == plain_records(before), product
