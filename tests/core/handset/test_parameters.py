"""Names of parameters, right and nearly right."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.handset.parameters import Kind, Known, known, meant

S = "voIpProt.server.1."


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "voIpProt.server.12.port",
            Known("voIpProt.server.12.port", Kind.SERVER, "voIpProt.server.12", "port", 0, 12),
        ),
        (
            "reg.3.server.2.expires.overlap",
            Known("reg.3.server.2.expires.overlap", Kind.SERVER, "reg.3.server.2", "expires.overlap", 3, 2),
        ),
        (
            "voIpProt.SIP.outboundProxy.failOver.failBack.mode",
            Known(
                "voIpProt.SIP.outboundProxy.failOver.failBack.mode",
                Kind.PROXY,
                "voIpProt.SIP.outboundProxy",
                "failOver.failBack.mode",
            ),
        ),
        (
            "reg.7.outboundProxy.port",
            Known("reg.7.outboundProxy.port", Kind.PROXY, "reg.7.outboundProxy", "port", 7),
        ),
        ("log.level.change.dns", Known("log.level.change.dns", Kind.LOG, "log.level.change", "dns")),
    ],
)
def test_known_names(name: str, expected: Known) -> None:
    assert known(name) == expected
    assert meant(name) is None


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("volpProt.server.1.address", S + "address"),
        ("voipProt.server.1.address", S + "address"),
        ("vo1pProt.server.1.address", S + "address"),
        ("VOIPPROT.SERVER.1.PORT", S + "port"),
        ("v\u043eIpProt.server.1.port", S + "port"),
        ("voIpProt.server1.address", S + "address"),
        ("voIpProtserver.1.address", S + "address"),
        ("voIpProt.server..1.address", S + "address"),
        ("voIpProt_server_1_address", S + "address"),
        ("voIpProt.server.address", S + "address"),
        ("voIpProt.server.l.address", S + "address"),
        ("voIpProt.sever.1.adress", S + "address"),
        ("voIpPort.server.1.transport", S + "transport"),
        ("voIpProt.server.1.tranport", S + "transport"),
        ("voIpProt.server.1.prot", S + "port"),
        ("voIpProt.server.1.failover.failback.mode", S + "failOver.failBack.mode"),
        ("voIpProt.server.1.retryTimeout", S + "retryTimeOut"),
        ("voIpProt.SIP.outBoundProxy.address", "voIpProt.SIP.outboundProxy.address"),
        ("reg1.server.1.address", "reg.1.server.1.address"),
        ("reg.2.server.address", "reg.2.server.1.address"),
        ("reg.1.outboundProxy.failOver.RegisterOn", "reg.1.outboundProxy.failOver.reRegisterOn"),
        ("log.level.change.DNS", "log.level.change.dns"),
        ("log.levels.change.sip", "log.level.change.sip"),
        ("dns.cache.srv.2.port", "dns.cache.SRV.2.port"),
    ],
)
def test_slips(written: str, right: str) -> None:
    found = meant(written)
    assert found is not None
    assert found == known(right)


@pytest.mark.parametrize(
    "name",
    [
        "reg.1.address",
        "reg.1.label",
        "reg.1.server.1.lcs",
        "reg.1.server.1.pool",
        "voIpProt.local.port",
        "voIpProt.SIP.local.port",
        "voIpProt.H323.enable",
        "voIpProt.server.dhcp.option",
        "voIpProt.server.1.failOver.concurrentRegistration",
        "voIpProt.server.0.address",
        "voIpProt.SIP.specialEvent.checkSync.alwaysReboot",
        "log.level.change.sig",
        "log.level.change.sipp",
        "log.level.change.so",
        "log.level.change.dhcpc",
        "log.render.file",
        "device.dns.serverAddress",
        "tcpIpApp.port.rtp.filterByPort",
        "server.1.address",
        "address",
        "1",
        "....",
        "x" * 5000,
        "reg." + "9" * 5000 + ".address",
    ],
)
def test_names_of_other_things(name: str) -> None:
    assert known(name) is None
    assert meant(name) is None


@given(st.text(max_size=40))
def test_any_name_is_looked_at_without_an_error(name: str) -> None:
    assert known(name) is None or meant(name) is None


def test_many_strange_names_take_no_long_time() -> None:
    started = time.process_time()
    for number in range(5000):
        assert meant(f"voIpProt.SIP.something{number}.else") is None
    assert time.process_time() - started < 10
