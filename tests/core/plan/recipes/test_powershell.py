from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plan.recipes import cases
from tests.core.plan.recipes.windows_double import WindowsDns, cmd_arguments, powershell_tokens
from tests.strategies import deployments, hostile_texts
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.recipes import Product, Verified, recipe
from wizard.core.plan.recipes.powershell import quoted, timespan
from wizard.core.plan.records import change_for
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv, Target


def _expected(plan: Deployment) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(record.owner, record.type.value, _data(record)) for record in cases.planned(plan)}


def _data(record: Record) -> tuple[str, ...]:
    data = record.data
    match data:
        case Naptr():
            numbers = (str(data.order), str(data.preference))
            return (*numbers, data.flags, data.service, data.regexp, data.replacement + ".")
        case Srv():
            return (str(data.priority), str(data.weight), str(data.port), data.target + ".")
        case Address():
            return (data.address,)
        case _:
            raise AssertionError(record)


def _own_zones(plan: Deployment) -> tuple[str, ...]:
    return (plan.domain, plan.name) if plan.subdomain else (plan.domain,)


@given(deployments())
def test_the_commands_make_the_plan_and_undo_takes_it_back(plan: Deployment) -> None:
    made = recipe(Product.POWERSHELL, change_for(plan))
    server = WindowsDns((plan.domain,))

    server.powershell(made.commands)
    assert server.records == _expected(plan)

    server.powershell(made.undo)
    assert server.records == set()


@given(deployments())
def test_a_sub_domain_that_is_a_zone_gets_the_records_itself(plan: Deployment) -> None:
    made = recipe(Product.POWERSHELL, change_for(plan))
    server = WindowsDns(_own_zones(plan))

    server.powershell(made.commands)
    assert server.records == _expected(plan)
    assert server.placed[f"{plan.transport.labels}.{plan.name}"] == plan.name


@given(deployments())
def test_dnscmd_makes_the_plan_and_undo_takes_it_back(plan: Deployment) -> None:
    made = recipe(Product.DNSCMD, change_for(plan))
    server = WindowsDns((plan.domain,))

    server.dnscmd(made.commands)
    assert server.records == _expected(plan)
    assert set(server.ttls.values()) <= {str(plan.ttl)}

    server.dnscmd(made.undo)
    assert server.records == set()


@pytest.mark.parametrize("product", [Product.POWERSHELL, Product.DNSCMD])
def test_a_repair_and_its_undo(product: Product) -> None:
    made = recipe(product, cases.REPAIR)
    server = WindowsDns((cases.ZONE,))
    run = server.powershell if product is Product.POWERSHELL else server.dnscmd
    wrong = (cases.OWNER, "SRV", ("10", "10", "5060", "piper.eslab.local.eslab.local."))
    server.records.add(wrong)

    run(made.commands)
    assert server.records == {(cases.OWNER, "SRV", ("10", "10", "5060", "piper.eslab.local."))}

    run(made.undo)
    assert server.records == {wrong}


def test_the_commands_are_those_of_the_documents() -> None:
    made = recipe(Product.POWERSHELL, change_for(cases.EXISTING))

    assert made.commands == (
        (
            "# Only if the reverse zone is missing: "
            "Add-DnsServerPrimaryZone -NetworkId '10.225.2.0/24' -ReplicationScope 'Domain'"
        ),
        '# In cmd.exe: dnscmd /RecordAdd eslab.local @ 3600 NAPTR 10 10 s SIP+D2T "" _sip._tcp.eslab.local.',
        (
            "Add-DnsServerResourceRecord -Srv -ZoneName 'eslab.local' -Name '_sip._tcp' "
            "-DomainName 'piper.eslab.local' -Priority 10 -Weight 10 -Port 5060 -TimeToLive 01:00:00"
        ),
        (
            "Add-DnsServerResourceRecord -Srv -ZoneName 'eslab.local' -Name '_sip._tcp' "
            "-DomainName 'piper2.eslab.local' -Priority 20 -Weight 10 -Port 5070 -TimeToLive 01:00:00"
        ),
        (
            "Add-DnsServerResourceRecordA -ZoneName 'eslab.local' -Name 'piper' "
            "-IPv4Address 10.225.2.31 -TimeToLive 01:00:00 -CreatePtr"
        ),
        (
            "Add-DnsServerResourceRecordA -ZoneName 'eslab.local' -Name 'piper2' "
            "-IPv4Address 10.225.2.32 -TimeToLive 01:00:00 -CreatePtr"
        ),
    )
    assert made.undo[1] == (
        "Remove-DnsServerResourceRecord -ZoneName 'eslab.local' -Name '_sip._tcp' -RRType SRV "
        "-RecordData '10','10','5060','piper.eslab.local.' -Force"
    )
    assert made.verified is Verified.DOCUMENTED
    assert any("did not run it on a Windows server" in note for note in made.notes)


def test_other_types_that_a_repair_touches() -> None:
    alias = Record("piper.eslab.local", RecordType.CNAME, 60, Target("old.eslab.local"))
    pointer = Record("31.eslab.local", RecordType.PTR, 60, Target("piper.eslab.local"))
    six = Record("piper.eslab.local", RecordType.AAAA, 60, Address("2001:db8::1"))
    made = recipe(Product.POWERSHELL, RecordChange(cases.ZONE, create=(pointer, six), delete=(alias,)))

    assert made.commands == (
        (
            "Remove-DnsServerResourceRecord -ZoneName 'eslab.local' -Name 'piper' -RRType CNAME "
            "-RecordData 'old.eslab.local.' -Force"
        ),
        (
            "Add-DnsServerResourceRecord -Ptr -ZoneName 'eslab.local' -Name '31' "
            "-PtrDomainName 'piper.eslab.local' -TimeToLive 00:01:00"
        ),
        (
            "Add-DnsServerResourceRecord -AAAA -ZoneName 'eslab.local' -Name 'piper' "
            "-IPv6Address 2001:db8::1 -TimeToLive 00:01:00"
        ),
    )


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00"),
        (3600, "01:00:00"),
        (86_399, "23:59:59"),
        (86_400, "1.00:00:00"),
        (90_061, "1.01:01:01"),
    ],
)
def test_times_to_live_are_timespans(seconds: int, text: str) -> None:
    assert timespan(seconds) == text


@given(st.text().filter(str.isprintable))
def test_quoted_text_is_one_string_with_the_same_text(text: str) -> None:
    assert powershell_tokens(f"a {quoted(text)} b") == [("bare", "a"), ("string", text), ("bare", "b")]


@given(hostile_texts(), hostile_texts())
def test_hostile_text_stays_inside_its_argument(name: str, text: str) -> None:
    owner, target = f"a{name}.eslab.local", f"{text}.eslab.local"
    record = Record(owner, RecordType.SRV, 60, Srv(1, 2, 3, target))
    naptr = Record(owner, RecordType.NAPTR, 60, Naptr(1, 2, "u", text, text, target))
    change = RecordChange(cases.ZONE, "sub", create=(record, naptr))

    for line in recipe(Product.POWERSHELL, change).text().splitlines():
        if not line.startswith("# "):
            values = [value for _kind, value in powershell_tokens(line)]
            assert values[0] == "Add-DnsServerResourceRecord"
            assert target in values
            assert owner.removesuffix(".eslab.local") in values
    for line in recipe(Product.DNSCMD, change).text().splitlines():
        if not line.startswith("rem "):
            arguments = cmd_arguments(line)
            assert arguments[:4] == ["dnscmd", "/RecordAdd", "eslab.local", f"a{name}"]
            assert arguments[-1] == f"{target}."
            assert len(arguments) == (10 if arguments[5] == "SRV" else 12)


@given(hostile_texts())
def test_what_cannot_be_carried_is_named_in_a_note(text: str) -> None:
    record = Record("a.eslab.local", RecordType.SRV, 60, Srv(1, 2, 3, f"{text}.eslab.local"))
    change = RecordChange(cases.ZONE, create=(record,))

    for product in (Product.POWERSHELL, Product.DNSCMD):
        made = recipe(product, change)
        left_out = any("is left out" in note for note in made.notes)
        assert left_out == (not [line for line in made.commands if not line.startswith("#")])
        assert all(note.isprintable() for note in made.notes)


def test_an_address_that_is_none_never_reaches_a_command() -> None:
    for kind, text in ((RecordType.A, "10.0.0.1; calc"), (RecordType.AAAA, "fe80::1%x; calc")):
        record = Record("a.eslab.local", kind, 60, Address(text))
        for product in Product:
            made = recipe(product, RecordChange(cases.ZONE, create=(record,)))
            assert not any("calc" in line for line in made.commands)
            assert made.fields == ()


def test_remarks_hold_nothing_that_cmd_could_act_on() -> None:
    made = recipe(Product.DNSCMD, change_for(cases.SUB_DOMAIN))

    remarks = [line for line in made.text().splitlines() if line.startswith("rem ")]
    assert not any(set(remark) & set("&|<>^%") for remark in remarks)
    assert all(remark.isascii() for remark in remarks)


def test_steps_say_how_naptr_and_own_zones_are_handled() -> None:
    powershell = recipe(Product.POWERSHELL, change_for(cases.SUB_DOMAIN))
    dnscmd = recipe(Product.DNSCMD, change_for(cases.SUB_DOMAIN))

    assert any("in cmd.exe: PowerShell has no command" in step for step in powershell.steps)
    assert any("dnscmd /EnumZones" in step and "testserver.eslab.local" in step for step in dnscmd.steps)
    assert any("Do not use PowerShell" in step for step in dnscmd.steps)
    assert not any("/EnumZones" in step for step in recipe(Product.DNSCMD, change_for(cases.EXISTING)).steps)
