"""Every fault of the catalogue is found in a file made for it, and none in sound files."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import deployments
from wizard.core import knowledge
from wizard.core.finding import EvidenceKind, Finding, Severity
from wizard.core.handset.config_file import ConfigFile, open_config, read_config
from wizard.core.handset.configuration import FailBack, FailOver, Family, HandsetSettings, block, document
from wizard.core.handset.lint import lint
from wizard.core.handset.masking import HIDDEN
from wizard.core.plan.deployment import Deployment, Redundancy, SipServer, Transport
from wizard.paths import resource

DATA = Path(__file__).parents[2] / "data" / "config"
KNOWN = knowledge.load(resource("knowledge"))
PLAN = Deployment(
    "eslab.local",
    "testserver",
    (SipServer("piper.eslab.local", "10.225.2.31"), SipServer("piper2.eslab.local", "10.225.2.32")),
)

UNPLANNED = "config.address-unplanned"
# File: (code, variant, line and column of the evidence, its text).
FAULTS = {
    "parameter-misspelled": [
        ("config.parameter-misspelled", "word", 5, 7, 'volpProt.server.1.address="testserver.eslab.local"')
    ],
    "parameter-slip": [
        ("config.parameter-misspelled", "", 5, 7, 'voIpProt.server.1.adress="testserver.eslab.local"')
    ],
    "parameter-slip-log": [("config.parameter-misspelled", "incidental", 11, 7, 'log.level.change.DNS="1"')],
    "port-no-number": [("config.port-not-zero", "no-number", 6, 31, 'voIpProt.server.1.port="sip"')],
    "transport-invalid": [("config.transport-invalid", "", 7, 36, 'voIpProt.server.1.transport="naptr"')],
    "transport-old-spelling": [
        ("config.transport-invalid", "old-spelling", 7, 36, 'voIpProt.server.1.transport="UDPonly"')
    ],
    "transport-not-dnsnaptr": [
        ("config.transport-not-dnsnaptr", "unplanned", 7, 36, 'voIpProt.server.1.transport="TCPOnly"')
    ],
    "transport-tcp-preferred": [
        ("config.transport-not-dnsnaptr", "", 7, 36, 'voIpProt.server.1.transport="TCPpreferred"')
    ],
    "address-near": [
        ("config.address-unplanned", "near", 5, 34, 'voIpProt.server.1.address="testsrver.eslab.local"')
    ],
    "address-unplanned": [
        ("config.address-unplanned", "", 5, 34, 'voIpProt.server.1.address="voice.example.com"')
    ],
    "port-not-zero": [("config.port-not-zero", "", 6, 31, 'voIpProt.server.1.port="5060"')],
    "address-is-ip": [("config.address-is-ip", "", 5, 34, 'voIpProt.server.1.address="10.225.2.31"')],
    "sip-disabled": [("config.sip-disabled", "", 8, 28, 'voIpProt.SIP.enable="0"')],
    "registration-off": [("config.registration-off", "", 8, 35, 'voIpProt.server.1.register="0"')],
    "behind-proxy-address": [
        ("config.address-is-ip", "behind-proxy", 5, 34, 'voIpProt.server.1.address="10.9.9.9"')
    ],
    "behind-proxy-port": [("config.port-not-zero", "behind-proxy", 6, 31, 'voIpProt.server.1.port="5060"')],
    "address-is-server": [
        ("config.address-is-server", "", 5, 34, 'voIpProt.server.1.address="piper.eslab.local"')
    ],
    "address-malformed": [
        (
            "config.address-malformed",
            "",
            5,
            34,
            'voIpProt.server.1.address="sip:testserver.eslab.local:5060"',
        )
    ],
    "address-final-dot": [
        (
            "config.address-malformed",
            "final-dot",
            5,
            34,
            'voIpProt.server.1.address="testserver.eslab.local."',
        )
    ],
    "address-list": [
        (
            "config.address-list",
            "",
            5,
            34,
            'voIpProt.server.1.address="10.225.2.66, testserver.eslab.local"',
        )
    ],
    "address-several-entries": [
        ("config.address-is-server", "", 9, 34, 'voIpProt.server.2.address="piper2.eslab.local"'),
        ("config.address-list", "several-entries", 9, 34, 'voIpProt.server.2.address="piper2.eslab.local"'),
    ],
    "reg-overrides-voip": [
        ("config.reg-overrides-voip", "", 10, 31, 'reg.1.server.1.address="other.eslab.local"')
    ],
    "ignored-fault": [
        ("config.reg-overrides-voip", "", 10, 31, 'reg.1.server.1.address="other.eslab.local"'),
        ("config.ignored-fault", "", 6, 31, 'voIpProt.server.1.port="5060"'),
    ],
    "outbound-proxy-port": [
        ("config.outbound-proxy-port", "", 10, 40, 'voIpProt.SIP.outboundProxy.port="5060"')
    ],
    "outbound-proxy-no-port": [
        (
            "config.outbound-proxy-port",
            "",
            9,
            43,
            'voIpProt.SIP.outboundProxy.address="testserver.eslab.local"',
        )
    ],
    "expires-out-of-range": [("config.expires-out-of-range", "", 8, 34, 'voIpProt.server.1.expires="60"')],
    "fail-back-timeout": [
        (
            "config.expires-out-of-range",
            "fail-back",
            10,
            52,
            'voIpProt.server.1.failOver.failBack.timeout="10"',
        )
    ],
    "failback-mode-invalid": [
        (
            "config.failback-mode-invalid",
            "",
            9,
            49,
            'voIpProt.server.1.failOver.failBack.mode="newRequests"',
        )
    ],
    "dns-logging-off": [("config.dns-logging-off", "", 10, 29, 'log.level.change.dns="4"')],
    "sip-logging-off": [("config.sip-logging-off", "", 10, 29, 'log.level.change.dns="1"')],
    "host-underscore": [
        ("config.address-unplanned", "near", 5, 34, 'voIpProt.server.1.address="test_server.eslab.local"'),
        ("host.underscore", "config", 5, 34, 'voIpProt.server.1.address="test_server.eslab.local"'),
    ],
    "not-xml": [("config.not-xml", "", 5, 33, 'voIpProt.server.1.address="testserver.eslab.local')],
    "not-xml-log": [("config.not-xml", "other-kind", 1, 1, "")],
}


def opened(name: str) -> ConfigFile:
    return open_config(DATA / f"{name}.cfg")


def config(*attributes: str, name: str = "site.cfg") -> ConfigFile:
    return read_config(name, f"<a {' '.join(attributes)}/>".encode())


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.variant) for finding in findings]


def grave(findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if KNOWN.severity(f).rank >= Severity.WARNING.rank]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_stands(name: str) -> None:
    found = lint([opened(name)], PLAN)
    seen = [(f.code, f.variant, e.line, e.column, e.text) for f in found for e in f.evidence[:1]]
    assert seen == FAULTS[name]
    for finding in found:
        assert KNOWN.explain(finding).title
        assert {e.kind for e in finding.evidence} == {EvidenceKind.CONFIG}
        assert {e.source for e in finding.evidence} == {str(DATA / f"{name}.cfg")}


OVERRIDES = ("config.reg-overrides-voip", "")
IGNORED = "config.ignored-fault"


def test_every_row_of_the_catalogue_has_a_file() -> None:
    covered = {(row[0], row[1]) for rows in FAULTS.values() for row in rows}
    # What only a log or the network shows has its tests there.
    explained = {
        (code, variant)
        for code, entry in KNOWN.entries.items()
        for variant in ("", *entry.variants)
        if code.startswith("config.") and not (variant.split("-")[0] == "log" or variant == "live")
    }
    # What a slip costs depends on the lines around it: test_a_slip_is_as_grave_as_what_it_costs.
    milder = {
        ("config.parameter-misspelled", name) for name in ("setting", "word-setting", "word-incidental")
    }
    # test_faults_of_servers_that_no_line_uses_are_told_as_such, and the repair with a plan.
    unused = {(IGNORED, "by-hand"), (IGNORED, "one-too-many")}
    assert explained - covered == milder | unused


def test_the_bulletins_own_example() -> None:
    found = lint([opened("bulletin")])
    assert codes(found) == [("config.parameter-misspelled", "word"), ("config.transport-invalid", "")]
    assert (found[0].facts["parameter"], found[0].facts["expected"]) == ("volpProt", "voIpProt")
    assert [seen.line for seen in found[0].evidence] == [6, 7, 8, 9, 11, 12]
    assert KNOWN.severity(found[0]) is Severity.CRITICAL


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("volpProt.server.1.port", "voIpProt.server.1.port (capital I)"),
        ("vo1pProt.server.1.port", "voIpProt.server.1.port (capital I)"),
        ("voIpProt.server.1.prt", "voIpProt.server.1.port"),
    ],
)
def test_names_that_look_alike_say_what_to_look_for(written: str, spelled: str) -> None:
    found = next(one for one in lint([config(f'{written}="5060"')]) if one.code.endswith("misspelled"))
    assert found.facts["spelled"] == spelled
    assert spelled in KNOWN.explain(found).title


def test_one_slip_names_its_parameter() -> None:
    for written, right, variant in (
        ("reg.1.server.1.adress", "reg.1.server.1.address", ""),
        ("volpProt.server.1.port", "voIpProt.server.1.port", "incidental"),
    ):
        (found,) = lint([config(f'{written}="0"')])[:1]
        assert codes((found,)) == [("config.parameter-misspelled", variant)]
        assert found.facts["parameter"] == written
        assert found.facts["expected"] == right


GOOD = ('voIpProt.server.1.address="eslab.local"', 'voIpProt.server.1.port="0"')


@pytest.mark.parametrize(
    ("written", "variant"),
    [
        (['volpProt.server.1.expires="3600"'], "incidental"),
        (['volpProt.server.1.expires="900"'], "incidental"),
        (['volpProt.server.1.register="0"'], "incidental"),
        (['volpProt.server.1.failOver.failBack.mode="DNSTTL"'], "incidental"),
        (['volpProt.server.1.transport="DNSnaptr"'], "incidental"),
        (['volpProt.server.1.transport="DNSnaptr"', 'volpProt.server.1.expires="900"'], "word-incidental"),
        (['volpProt.server.1.transport="TCPOnly"'], "setting"),
        (['volpProt.server.1.transport="TCPOnly"', 'volpProt.server.1.expires="900"'], "word-setting"),
        (['volpProt.server.1.address="other.local"'], "incidental"),  # Beside the right name: its own fault.
        (['volpProt.server.2.transport="TCPOnly"'], "incidental"),  # No server 2 is set.
        (['reg.1.server.1.adress="other.local"'], "setting"),  # Not lost: line 1 takes the shared address.
        (['reg.1.server.1.adress="eslab.local"'], "incidental"),
        (['volpProt.SIP.enable="1"'], "incidental"),
    ],
)
def test_a_slip_is_as_grave_as_what_it_costs(written: list[str], variant: str) -> None:
    found = lint([config(*GOOD, *written)])
    assert [f.variant for f in found if f.code == "config.parameter-misspelled"] == [variant]
    assert not any(KNOWN.severity(f) is Severity.CRITICAL for f in found)


@pytest.mark.parametrize(
    ("written", "off"),
    [
        (['voIpProt.server.1.register="0"'], ["voIpProt.server.1.register"]),
        (['volpProt.server.1.register="0"'], []),  # Misspelled: the handset registers.
        (['voIpProt.server.1.register="1"'], []),
        (['voIpProt.server.2.register="0"'], []),  # No server 2 is set.
        (['voIpProt.server.2.address="b.example"', 'voIpProt.server.2.register="0"'], []),
        (['reg.2.server.1.address="b.example"', 'reg.2.server.1.register="0"'], ["reg.2.server.1.register"]),
        (['voIpProt.server.1.register="0"', 'reg.1.server.1.address="b.example"'], []),
    ],
)
def test_a_line_that_is_told_to_register_nowhere_is_told(written: list[str], off: list[str]) -> None:
    """Nothing said so: everything was in order, and nobody could call the handset."""
    found = lint([config(*GOOD, *written)])
    assert [one.subject for one in found if one.code == "config.registration-off"] == off
    assert all(KNOWN.severity(one) is Severity.ERROR for one in found if one.subject in off)


def test_a_slip_that_costs_one_handset_its_address_is_told_as_that() -> None:
    shared = config('volpProt.server.1.address="eslab.local"')
    served = config('voIpProt.server.1.address="eslab.local"', name="0004f2a1b2c3.cfg")
    alone = config('reg.1.address="1512"', name="0004f2a1b2c4.cfg")
    for files in ([shared, served, alone], [shared, alone, served]):
        assert codes(lint(files)) == [("config.parameter-misspelled", "")]


def test_an_address_is_lost_where_no_other_one_is_left() -> None:
    lost = ["volpProt.server.1.address", "voIpProt.server.1.adress"]
    for name in lost:
        (found,) = lint([config(f'{name}="eslab.local"', 'voIpProt.server.1.port="0"')])
        assert (found.variant, KNOWN.severity(found)) == ("", Severity.CRITICAL)
    # Line 1 has an address, line 2 is left without one.
    own = ('reg.1.server.1.address="a.local"', 'reg.2.address="1513"')
    found = lint([config(*own, 'volpProt.server.1.address="eslab.local"')])
    assert ("config.parameter-misspelled", "") in codes(found)
    # A port that another file sets stays in force.
    shared = config(GOOD[0], 'voIpProt.server.1.port="5060"')
    (slip,) = lint([shared, config('volpProt.server.1.port="0"', name="0004f2a1b2c3.cfg")])
    assert slip.variant == "setting"
    # And what a stronger file overrides would have done nothing anyway.
    strong = config('voIpProt.server.1.transport="DNSnaptr"', name="0004f2a1b2c3.cfg")
    (slip,) = lint([config(*GOOD, 'volpProt.server.1.transport="TLS"'), strong])
    assert slip.variant == "incidental"


def test_where_evidence_points_the_text_stands() -> None:
    for path in DATA.glob("*.cfg"):
        file = open_config(path)
        lines = path.read_text(encoding="utf-8").splitlines()
        for finding in lint([file], PLAN) if file.fault is None else ():
            for seen in finding.evidence:
                name, value = re.fullmatch(r'([^=]+)="(.*)"', seen.text).groups()
                rest = lines[seen.line - 1][seen.column - 1 :]
                assert rest.startswith((f"{name}=", f'{value}"'))


# Sound files -------------------------------------------------------------------------------


SOUND = ["sound-site", "sound-0004f2a1b2c3", "000000000000"]


def test_sound_files_with_hundreds_of_parameters() -> None:
    files = [opened(name) for name in SOUND]
    assert len(files[0].settings) > 600
    for plan in (None, PLAN):
        assert lint(files, plan) == ()
        assert all(lint([file], plan) == () for file in files)


@given(
    deployments(),
    st.builds(
        HandsetSettings,
        family=st.sampled_from(Family),
        line=st.integers(1, 34),
        expires=st.integers(300, 65535),
        outbound_proxy=st.booleans(),
        logging=st.booleans(),
        fail_back=st.sampled_from([None, *FailBack]),
        registrar=st.booleans(),
        fail_over=st.sampled_from([None, *FailOver]),
        fail_back_timeout=st.one_of(st.just(0), st.integers(60, 65535)),
    ),
)
@settings(max_examples=300)
def test_what_we_write_is_sound(plan: Deployment, chosen: HandsetSettings) -> None:
    for text in (document(plan, chosen), f"<a>{block(plan, chosen)}</a>"):
        file = read_config("site.cfg", text.encode())
        assert file.fault is None
        assert lint([file], plan) == ()
        assert grave(lint([file])) == []


def test_parameters_of_other_things_are_none_of_our_business() -> None:
    names = ["voIpProt.SIP.brandNew", "reg.1.auth.password", "server.1.address", "log.level.change.dnsx1"]
    assert lint([config(*(f'{name}="5060"' for name in names))]) == ()


def test_entries_without_an_address_are_not_used() -> None:
    rest = ('.port="5060"', '.transport="naptr"', '.expires="1"')
    for prefix in ("reg.2.server.1", "voIpProt.server.2", "voIpProt.SIP.outboundProxy"):
        good = config(
            'voIpProt.server.1.address="eslab.local"', f'{prefix}.address=""', *(prefix + r for r in rest)
        )
        assert lint([good]) == ()
    assert lint([config('voIpProt.server.1.address=""', *("voIpProt.server.1" + r for r in rest))]) == ()


def test_a_file_that_is_only_a_part_is_judged_by_what_it_has() -> None:
    assert codes(lint([config('reg.1.server.1.port="5060"', name="0004f2a1b2c3-web.cfg")])) == [
        ("config.port-not-zero", "")
    ]


# Single rules ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("transport", "code", "expected"),
    [
        ("DNSsnaptr", ("config.transport-invalid", ""), "DNSnaptr"),
        ("dnsnaptr", ("config.transport-invalid", ""), "DNSnaptr"),
        ("UDP", ("config.transport-invalid", ""), "UDPOnly"),
        ("TCPonly", ("config.transport-invalid", "old-spelling"), "TCPOnly"),
        ("tcppreferred", ("config.transport-invalid", ""), "TCPpreferred"),
        ("SCTP", ("config.transport-invalid", ""), "DNSnaptr"),
    ],
)
def test_transports(transport: str, code: tuple[str, str], expected: str) -> None:
    found = lint([config('reg.3.server.1.address="eslab.local"', f'reg.3.server.1.transport="{transport}"')])
    assert codes(found) == [code]
    assert found[0].facts["expected"] == expected
    assert ("repair" in found[0].facts) == (transport != "SCTP")


@pytest.mark.parametrize("transport", ["DNSnaptr", ""])
def test_transports_that_ask_for_naptr(transport: str) -> None:
    assert (
        lint([config('voIpProt.server.1.address="a.b"', f'voIpProt.server.1.transport="{transport}"')]) == ()
    )


@pytest.mark.parametrize("port", ["0", "", "00"])
def test_ports_that_ask_for_srv(port: str) -> None:
    assert lint([config('voIpProt.server.1.address="a.b"', f'voIpProt.server.1.port="{port}"')]) == ()


@pytest.mark.parametrize("port", ["x", "-1", "65536", " 0", "\u0663", "9" * 5000])
def test_ports_that_are_none(port: str) -> None:
    found = lint([config('voIpProt.server.1.address="a.b"', f'voIpProt.server.1.port="{port}"')])
    assert codes(found) == [("config.port-not-zero", "no-number")]
    assert len(KNOWN.explain(found[0]).title) < 200


@pytest.mark.parametrize(
    ("address", "code", "repair"),
    [
        ("10.225.2.31", "config.address-is-ip", None),
        ("2001:db8::1", "config.address-is-ip", None),
        ("a.b.c, d.e.f", "config.address-list", None),
        ("10.1.1.1;10.1.1.2", "config.address-list", None),
        (" eslab.local", "config.address-malformed", "eslab.local"),
        ("sips:eslab.local", "config.address-malformed", "eslab.local"),
        ("_sip._udp.eslab.local", "config.address-malformed", "eslab.local"),
        ("eslab.local:5060", "config.address-malformed", "eslab.local"),
        ("10.225.2.31:5060", "config.address-malformed", None),
        ("es lab.local", "config.address-malformed", None),
        ("10.225.2.310", "config.address-malformed", None),
        ("eslab.local.", "config.address-malformed", "eslab.local"),
        ("{{ server }}", "config.address-malformed", None),
    ],
)
def test_addresses(address: str, code: str, repair: str | None) -> None:
    (found,) = lint([config(f'voIpProt.server.1.address="{address}"')])
    assert found.code == code
    assert found.facts.get("repair") == repair
    assert ("left" in found.facts) == (repair is None)


def test_a_server_is_known_by_the_plan_alone() -> None:
    file = opened("address-is-server")
    assert lint([file]) == ()
    assert codes(lint([file], PLAN)) == [("config.address-is-server", "")]


def test_several_servers_are_right_where_only_one_is_active() -> None:
    servers = [f'voIpProt.server.{n}.address="pbx{n}.eslab.local"' for n in (1, 2)]
    assert codes(lint([config(*servers)])) == [("config.address-list", "several-entries")]
    passive = Deployment("other.local", redundancy=Redundancy.ACTIVE_PASSIVE)
    assert lint([config(*servers)], passive) == ()
    assert lint([config(*servers, 'voIpProt.server.2.register="0"')]) == ()


def test_a_port_beside_an_ip_address_is_right_until_a_plan_says_otherwise() -> None:
    file = config('voIpProt.server.1.address="10.225.2.31"', 'voIpProt.server.1.port="5060"')
    assert codes(lint([file])) == [("config.address-is-ip", "")]
    assert codes(lint([file], PLAN)) == [("config.address-is-ip", ""), ("config.port-not-zero", "")]


def test_faults_of_servers_that_no_line_uses_are_told_as_such() -> None:
    shared = ('voIpProt.server.1.address="old.local"', 'voIpProt.server.1.port="5060"')
    own = ('reg.1.address="1512"', 'reg.1.server.1.address="eslab.local"')
    found = lint([config(*shared, 'voIpProt.server.1.transport="naptr"', *own)])
    assert sorted(codes(found)) == sorted([OVERRIDES, (IGNORED, ""), (IGNORED, "")])
    told = {one.subject: KNOWN.explain(one) for one in found}
    assert told["voIpProt.server.1.port"].severity is Severity.NOTICE
    assert told["voIpProt.server.1.port"].fix[0].endswith("set voIpProt.server.1.port to 0.")
    assert told["voIpProt.server.1.transport"].fix[0].endswith("transport to DNSnaptr.")
    second = 'voIpProt.server.2.address="older.local"'
    several = lint([config(shared[0], second, *own)])
    assert sorted(codes(several)) == sorted([OVERRIDES, (IGNORED, "by-hand")])
    both = lint([config(*shared, *own, 'reg.2.address="1513"')])
    assert codes(both) == [OVERRIDES, ("config.port-not-zero", "")]
    assert lint([config(*own)]) == ()
    # Legal, and no fault: nothing is to be done before the line's own servers go.
    assert codes(lint([config(shared[0], 'voIpProt.server.1.transport="TLS"', *own)])) == [OVERRIDES]


def test_what_one_handset_ignores_and_another_one_uses_is_told_once() -> None:
    shared = config('voIpProt.server.1.address="old.local"', 'voIpProt.server.1.port="5060"')
    own = config('reg.1.server.1.address="eslab.local"', name="0004f2a1b2c3.cfg")
    other = config('reg.1.address="1512"', name="0004f2a1b2c4.cfg")
    for files in ([shared, own, other], [shared, other, own]):
        assert codes(lint(files)) == [OVERRIDES, ("config.port-not-zero", "")] or codes(lint(files)) == [
            ("config.port-not-zero", ""),
            OVERRIDES,
        ]
    assert sorted(codes(lint([shared, own]))) == sorted([OVERRIDES, (IGNORED, "")])


def test_the_plans_transport_is_no_news() -> None:
    plan = Deployment("eslab.local", transport=Transport.TCP)
    tcp = config('voIpProt.server.1.address="eslab.local"', 'voIpProt.server.1.transport="TCPOnly"')
    assert plan.handset_transport == "DNSnaptr"
    assert codes(lint([tcp], plan)) == [("config.transport-not-dnsnaptr", "")]


def test_a_slip_in_a_log_parameter_costs_no_registration() -> None:
    found = lint([config('log.level.change.DNS="1"', 'log.render.level="0"', 'log.level.change.sip="1"')])
    assert codes(found) == [("config.parameter-misspelled", "incidental")]
    assert KNOWN.severity(found[0]) is Severity.WARNING


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({"log.render.level": "0", "log.level.change.dns": "1", "log.level.change.sip": "0"}, []),
        ({"log.render.level": "1"}, []),
        ({"log.level.change.sip": "4"}, []),
        ({"log.render.level": "0"}, ["config.dns-logging-off"]),
        ({"log.level.change.sip": "1"}, ["config.dns-logging-off"]),
        (
            {"log.render.level": "4", "log.level.change.dns": "1"},
            ["config.dns-logging-off", "config.sip-logging-off"],
        ),
        ({"log.level.change.dns": "0"}, ["config.sip-logging-off"]),
    ],
)
def test_logging(levels: dict[str, str], expected: list[str]) -> None:
    found = lint([config(*(f'{name}="{level}"' for name, level in levels.items()))])
    assert [finding.code for finding in found] == expected
    assert grave(found) == []


# Precedence --------------------------------------------------------------------------------


def test_what_a_stronger_file_overrides_harms_nobody() -> None:
    site = config('voIpProt.server.1.address="eslab.local"', 'voIpProt.server.1.port="5060"')
    web = config('voIpProt.server.1.port="0"', name="0004f2a1b2c3-web.cfg")
    menu = config('voIpProt.server.1.port="5070"', name="0004f2a1b2c3-phone.cfg")
    assert lint([site, web]) == ()
    (found,) = lint([site, web, menu])
    assert (found.code, found.evidence[0].source) == ("config.port-not-zero", "0004f2a1b2c3-phone.cfg")


def test_every_handset_is_judged_with_the_shared_files() -> None:
    site = config('voIpProt.server.1.address="eslab.local"')
    faulty = config('voIpProt.server.1.port="5060"', name="0004f2000002.cfg")
    sound = config('reg.1.address="1"', name="0004f2000001.cfg")
    (found,) = lint([site, sound, faulty])
    assert found.evidence[0].source == "0004f2000002.cfg"


# Secrets -----------------------------------------------------------------------------------


def test_no_secret_is_shown() -> None:
    secret = "hunter2-hunter2"
    broken = (
        f'<a reg.1.auth.password="{secret}" x\n reg.2.auth.password="{secret}\n voIpProt.server.1.port="0"/>'
    )
    files = [
        read_config("broken.cfg", broken.encode()),
        read_config("other.cfg", f"<a><b reg.1.auth.password=“{secret}”/></a>".encode()),
        read_config("third.cfg", f'<a reg.1.auth.password="{secret}" & />'.encode()),
        read_config("fourth.cfg", f'<a reg.1.auth.password="k={secret} & "/>'.encode()),
        config(f'voIpProt.server.1.address="sip:1512:{secret}@eslab.local"'),
    ]
    other = f'reg.1.server.1.address="sip:1512:{secret}@10.9.9.9" reg.2.server.1.address="10.9.9.8"'
    for file in [*files, config(other)]:
        found = lint([file], PLAN)
        assert found
        shown = repr([KNOWN.explain(finding) for finding in found]) + repr(file)
        assert secret not in shown
    assert HIDDEN in lint([files[-1]])[0].evidence[0].text


@given(st.text(st.sampled_from("<a b=\"'>/&;\n\rx.1é“ !-[]?"), max_size=60))
@settings(max_examples=400)
def test_any_text_is_judged_without_an_error(text: str) -> None:
    for finding in lint([read_config("site.cfg", text.encode())], PLAN):
        assert KNOWN.explain(finding).title


def test_many_entries_take_no_long_time() -> None:
    rows = "".join(
        f'<p reg.{n % 900 + 1}.server.{n // 900 + 1}.address="10.0.0.1" x{n}="1"/>' for n in range(20_000)
    )
    started = time.process_time()
    assert len(lint([read_config("site.cfg", f"<a>{rows}</a>".encode())], PLAN)) > 20_000
    assert time.process_time() - started < 20


# What was set on the handset itself ----------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "place"), [("web", "on the handset's web page"), ("phone", "in the handset's menu")]
)
def test_a_value_that_was_set_on_the_handset_is_cleared_there(kind: str, place: str) -> None:
    own = config(
        'voIpProt.server.1.address="10.225.2.31"',
        'voIpProt.server.1.port="5060"',
        name=f"0004f2a1b2c3-{kind}.cfg",
    )
    found = lint([opened("sound-site"), own])
    assert codes(found) == [("config.address-is-ip", ""), ("config.port-not-zero", "")]
    for finding, right, line in zip(found, ("testserver.eslab.local", "0"), (687, 688), strict=True):
        assert [seen.source for seen in finding.evidence] == [own.path]
        first, second, last = KNOWN.explain(finding).fix
        assert f"was set {place} (file {own.name}, line 1)" in first
        assert (
            f"The right value, {right}, stands in sound-site.cfg, line {line}: leave that file as it is."
            in first
        )
        assert second.startswith(f"Clear {finding.subject} {place}, or delete it from {own.name}")
        assert last.startswith("Restart each handset")
    assert found[0].facts["left"].endswith(found[0].facts["clear"])


def test_a_wrong_value_below_is_no_way_out() -> None:
    own = config('voIpProt.server.1.address="10.225.2.31"', name="0004f2a1b2c3-web.cfg")
    for files in ([own], [config('voIpProt.server.1.address="10.0.0.1"'), own]):
        (found,) = lint(files)
        steps = KNOWN.explain(found).fix
        assert "a change in another file has no effect" in steps[0]
        assert steps[1].startswith("Set voIpProt.server.1.address to the domain")
    (served,) = lint([config('voIpProt.server.1.address="10.225.2.31"', name="0004f2a1b2c3.cfg")])
    assert "origin" not in served.facts


# Files and the plan ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "variant"),
    [
        ("testsrver.eslab.local", "near"),
        ("testserver.eslab.locall", "near"),
        ("eslab.local", "near"),
        ("sip.testserver.eslab.local", "near"),
        ("TESTSERVER.eslab.local", None),
        ("voice.example.com", ""),
        ("voice.eslab.local", ""),
        ("10.225.2.31", None),
    ],
)
def test_a_name_that_is_not_the_plans_is_told(address: str, variant: str | None) -> None:
    """The bulletin itself has the domain where the sub-domain belongs (CS-14-17, Option 2)."""
    found = [
        one for one in lint([config(f'voIpProt.server.1.address="{address}"')], PLAN) if one.code == UNPLANNED
    ]
    assert [one.variant for one in found] == ([] if variant is None else [variant])
    assert lint([config('voIpProt.server.1.address="voice.example.com"')]) == ()


def test_names_that_differ_in_a_number_may_be_those_of_two_sites() -> None:
    plan = Deployment("example.com", "sip1", PLAN.servers)
    (found,) = lint([config('voIpProt.server.1.address="sip2.example.com"')], plan)
    assert (found.code, found.variant) == (UNPLANNED, "")


def test_another_line_of_a_handset_may_have_another_system() -> None:
    lines = (
        'reg.1.server.1.address="testserver.eslab.local"',
        'reg.2.server.1.address="testsrver.eslab.local"',
    )
    assert lint([config(*lines)], PLAN) == ()


def test_behind_an_outbound_proxy_the_servers_address_is_the_sip_domain() -> None:
    proxy = 'voIpProt.SIP.outboundProxy.address="testserver.eslab.local"'
    lines = ('voIpProt.server.1.address="eslab.local"', proxy, 'voIpProt.SIP.outboundProxy.port="0"')
    assert lint([config(*lines)], PLAN) == ()


@pytest.mark.parametrize("plan", [None, PLAN])
@pytest.mark.parametrize(
    ("server", "proxy"),
    [
        ("voIpProt.server.1", "voIpProt.SIP"),
        ("reg.1.server.1", "reg.1"),
        ("reg.1.server.1", "voIpProt.SIP"),
    ],
)
def test_behind_an_outbound_proxy_an_address_or_a_port_of_the_server_keeps_no_handset_from_dns(
    server: str, proxy: str, plan: Deployment | None
) -> None:
    """CS-14-17, Admin Tip: the outbound proxy can be the name that DNS leads to the servers."""
    domain = (f'{proxy}.outboundProxy.address="testserver.eslab.local"', f'{proxy}.outboundProxy.port="0"')
    by_ip = (f'{server}.address="10.9.9.9"', f'{server}.port="5060"')
    by_name = (f'{server}.address="eslab.local"', f'{server}.port="5060"')
    behind = "behind-proxy"
    for own, fault in ((by_ip, "config.address-is-ip"), (by_name, "config.port-not-zero")):
        found = lint([config(*own, *domain)], plan)
        assert codes(found) == [(fault, behind)]
        assert KNOWN.severity(found[0]) is Severity.NOTICE
        assert "repair" not in found[0].facts
        # A proxy that is an address leads to one server, whatever the server's own address is.
        alone = lint([config(*own, f'{proxy}.outboundProxy.address="10.8.8.8"')], plan)
        assert behind not in [variant for _, variant in codes(alone)]
        assert any(KNOWN.severity(one) is Severity.ERROR for one in alone)


@pytest.mark.parametrize("value", ["UDPOnly", "DNSnaptr", "TCPpreferred", "TCPOnly", "TLS"])
@pytest.mark.parametrize("transport", Transport)
def test_a_transport_that_has_no_records_in_the_plan_is_critical(value: str, transport: Transport) -> None:
    plan = Deployment("eslab.local", "testserver", PLAN.servers, transport)
    lines = ('voIpProt.server.1.address="testserver.eslab.local"', f'voIpProt.server.1.transport="{value}"')
    found = lint([config(*lines)], plan)
    alone = {"UDPOnly": Transport.UDP, "TCPOnly": Transport.TCP, "TLS": Transport.TLS}
    wrong = value in alone and alone[value] is not transport
    assert (("config.transport-not-dnsnaptr", "unplanned") in codes(found)) == wrong
    assert any(KNOWN.severity(one) is Severity.CRITICAL for one in found) == wrong
    elsewhere = ('voIpProt.server.1.address="voice.example.com"', lines[1])
    assert ("config.transport-not-dnsnaptr", "unplanned") not in codes(lint([config(*elsewhere)], plan))
