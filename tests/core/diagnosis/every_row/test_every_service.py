"""Every fault of a DNS service is the verdict of ``check``, and nothing is blamed on records for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dns.flags
import dns.query
import pytest

from tests.core import live
from tests.core.diagnosis.every_row.rows import NAME, OK, ROWS, ZONE
from tests.core.diagnosis.every_row.services import GOOD_ZONES, PLAN_OF_BOTH, SERVICES
from tests.core.diagnosis.every_row.site import title
from tests.core.judged import KNOWN, checked
from tests.core.zones import body
from tests.servers import bind, dnsmasq, scripted, signed
from wizard import live as wizard_live
from wizard.core.case.judging import judge_report
from wizard.core.finding import EvidenceKind
from wizard.core.handset.resolver import Lookfor
from wizard.live import live_check
from wizard.workers import result_of

LAPTOP = "dns.laptop-differs"


@pytest.mark.servers
@pytest.mark.parametrize("name", SERVICES)
def test_a_fault_of_the_service_is_the_verdict(
    name: str, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = SERVICES[name]
    with service.start() as places:
        if service.holder:  # No test may listen on port 53, where every server of a zone is asked.
            monkeypatch.setattr(wizard_live, "DNS_PORT", places.pop()[1])
        asked = [text for address, port in places for text in ("--dns", f"{address}:{port}")]
        asked += ["--zone-dns"] if service.holder else []
        what = service.plan or ("--address", NAME)
        said = run("check", *what, *asked, "--timeout", "0.4", "--json").json
    found = {finding["code"]: finding for finding in said["findings"]}
    assert set(found) == {service.code, *service.beside, *service.consequences}
    assert said["verdict"]["code"] == (service.verdict or service.code)
    told = found[service.code]
    assert told["severity"] == KNOWN.entry(service.code, service.variant).severity
    assert told["title"] == title(told, service.variant)
    assert told["caused_by"] is None
    assert {fix["product"] for fix in told["fix"]} == {"any"}, "no record mends a service"
    assert {found[code]["caused_by"] for code in service.consequences} <= {service.code}


@pytest.mark.servers
def test_this_computers_own_server_is_a_notice_and_no_verdict() -> None:
    other = {**GOOD_ZONES, ZONE: body(srv2="")}
    with bind.serve(GOOD_ZONES) as theirs, bind.serve(other) as mine:
        asking = live_check(Lookfor(NAME), [live.where(theirs)], own=[live.where(mine)])
        judgement = checked(judge_report(result_of(asking), KNOWN))
    assert {finding.code for finding in judgement.findings} == {OK, LAPTOP}
    assert judgement.verdict is not None
    assert judgement.verdict.code == OK


@pytest.mark.servers
def test_saved_answers_tell_of_signatures_too(run: Callable[..., Any], tmp_path: Path) -> None:
    saved = str(tmp_path / "answers.json")
    with signed.expired(ZONE, body()) as (address, port):
        asked = ("--address", NAME, "--dns", f"{address}:{port}", "--timeout", "1", "--evidence", saved)
        live_ = run("check", *asked, "--json").json["verdict"]
    assert "DNSSEC" in live_["title"]
    assert run("check", "--replay", saved, "--json").json["verdict"] == live_


@pytest.mark.servers
def test_signatures_that_pass_are_no_fault(run: Callable[..., Any]) -> None:
    with signed.sound(ZONE, body()) as (address, port):
        said = run("check", "--address", NAME, "--dns", f"{address}:{port}", "--timeout", "1", "--json").json
    assert said["verdict"]["code"] == OK
    assert not [one for one in said["findings"] if one["code"].startswith("dns.")]
    assert not [one for one in said["further"] if "signatures" in one["purpose"]], "only after SERVFAIL"


@pytest.mark.servers
def test_no_filter_is_suspected_of_a_missing_address(run: Callable[..., Any]) -> None:
    """The host is there (TXT), its address is not: the SOA record comes along, also from a memory."""
    zone = {ZONE: body('piper2 TXT "here"', a2="", a="piper A 9.9.9.31")}
    with bind.serve(zone) as one, dnsmasq.serve([f"server=/{ZONE}/{one.address}#{one.port}"]) as router:
        for _turn in range(2):
            missing = address_missing(run, router)
            assert missing["title"] == title(missing, "")
            assert {fix["product"] for fix in missing["fix"]} > {"any", "bind"}


@pytest.mark.servers
def test_a_filter_is_suspected_until_the_server_of_the_zone_says_that_there_is_none(
    run: Callable[..., Any],
) -> None:
    zone = {ZONE: body('piper2 TXT "here"', a2="", a="piper A 9.9.9.31")}
    with bind.serve(zone) as holder, scripted.serve(without_soa(holder)) as router:
        alone = address_missing(run, router)
        proven = address_missing(run, router, holder)
    assert alone["title"] == title(alone, "filtered")
    assert {fix["product"] for fix in alone["fix"]} == {"any"}, "its undo would delete what may be there"
    assert proven["title"] == title(proven, "")
    assert {fix["product"] for fix in proven["fix"]} > {"any", "bind"}


def without_soa(holder: Any) -> Callable[[scripted.Asked], scripted.Reply]:
    """A resolver that leaves the SOA record out where there is no address, as old relays do."""

    def behave(asked: scripted.Asked) -> scripted.Reply:
        reply = dns.query.udp(asked.query, holder.address, timeout=2, port=holder.port)
        reply.flags |= dns.flags.RA
        if asked.type == "A" and not reply.answer:
            reply.authority.clear()
        return scripted.Reply(reply.to_wire())

    return behave


def address_missing(run: Callable[..., Any], *servers: Any) -> dict[str, Any]:
    """What a check with the plan says of the address that is missing."""
    dns = [text for server in servers for text in ("--dns", f"{server.address}:{server.port}")]
    said = run("check", *PLAN_OF_BOTH, *dns, "--timeout", "1", "--json").json
    (found,) = [finding for finding in said["findings"] if finding["code"] == "address.missing"]
    return dict(found)


# Complete ----------------------------------------------------------------------------------

SHOWN_BY_DNS = {code for code, entry in KNOWN.entries.items() if EvidenceKind.DNS in entry.seen}
MENDED = {row.code for row in ROWS.values() if not row.unmended}
OF_RECORDS = ("name.", "naptr.", "srv.", "address.", "ptr.", "host.", "ttl.")


def test_every_code_that_dns_shows_has_a_row() -> None:
    rows = {row.code for row in ROWS.values()} | {service.code for service in SERVICES.values()} | {LAPTOP}
    assert rows == SHOWN_BY_DNS


def test_every_variant_that_dns_shows_has_a_row() -> None:
    rows = {(row.code, row.variant) for row in ROWS.values()}
    rows |= {(service.code, service.variant) for service in SERVICES.values()}
    variants = {
        (code, name)
        for code in SHOWN_BY_DNS - {OK}
        for name, entry in KNOWN.entries[code].variants.items()
        if EvidenceKind.DNS in entry.seen
        and "by-srv" not in name  # Consequences: their rows are their causes'.
    }
    assert variants <= rows, variants - rows


def test_every_fault_of_records_is_mended_by_what_is_printed() -> None:
    of_records = {code for code in SHOWN_BY_DNS if code.startswith(OF_RECORDS)}
    assert of_records - MENDED == {"ttl.negative-cached"}
