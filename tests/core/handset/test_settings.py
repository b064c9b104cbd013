"""From a plan to a file and back, and what a handset with given files looks for."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import deployments
from wizard.core.handset.config_file import read_config
from wizard.core.handset.configuration import (
    DEFAULT_FAIL_BACK_TIMEOUT,
    FailBack,
    FailOver,
    Family,
    HandsetSettings,
    block,
    document,
)
from wizard.core.handset.merge import Configuration, configurations
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.handset.settings import LineSettings, Written, lookfors, settings_of, written_of
from wizard.core.handset.sheet import lay_out
from wizard.core.plan.deployment import Deployment


def configured(*texts: str) -> Configuration:
    files = [
        read_config(name, text.encode())
        for name, text in zip(("0004f2a1b2c3-web.cfg", "site.cfg"), texts, strict=False)
    ]
    return configurations(files)[0]


def read_back(configuration: Configuration) -> Written | None:
    return written_of(lay_out(configuration, as_meant=False))


def of(*attributes: str) -> tuple[LineSettings, ...]:
    return settings_of(configured(f"<a {' '.join(attributes)}/>"))


# From a plan to a file and back ------------------------------------------------------------

# Every example goes through all of these in each family, so that 200 examples make over 10,000 cases.
CHOICES = tuple(product([False, True], [None, FailOver.SHARED, FailOver.SEPARATE], [None, *FailBack]))


@pytest.mark.parametrize("family", Family)
@given(
    deployments(),
    st.integers(1, 34),
    st.integers(1, 65535),
    st.one_of(st.just(0), st.integers(60, 65535)),
    st.booleans(),
)
@settings(max_examples=210)
def test_what_is_written_reads_as_it_was(
    family: Family, plan: Deployment, line: int, expires: int, timeout: int, logging: bool
) -> None:
    assert len(CHOICES) * len(Family) == 48
    for proxy, fail_over, fail_back in CHOICES:
        chosen = HandsetSettings(
            family=family,
            line=line if family is Family.REG else 1,
            expires=expires,
            outbound_proxy=proxy,
            logging=logging,
            fail_back=fail_back,
            fail_over=fail_over,
            fail_back_timeout=timeout if fail_back is FailBack.DURATION else DEFAULT_FAIL_BACK_TIMEOUT,
        )
        configuration = configured(document(plan, chosen))
        written = read_back(configuration)
        assert written is not None
        assert (written.address, written.port, written.transport) == (plan.name, "0", plan.handset_transport)
        assert written.settings == chosen
        (own,) = settings_of(configuration)
        wanted = Lookfor(plan.name, 0, plan.handset_transport)
        assert own.line == (chosen.line if family is Family.REG else 0)
        assert [target.lookfor for target in own.servers] == [wanted]
        assert [target.lookfor for target in own.targets] == [wanted]
        assert (own.proxy is not None) == proxy


@given(deployments(), st.sampled_from(Family), st.integers(1, 34))
@settings(max_examples=50)
def test_a_proxy_instead_of_the_registrar(plan: Deployment, family: Family, line: int) -> None:
    line = line if family is Family.REG else 1
    chosen = HandsetSettings(family, line, outbound_proxy=True, registrar=False)
    written = read_back(configured(f"<a>{block(plan, chosen)}</a>"))
    assert written is not None
    assert (written.settings, written.address, written.port) == (chosen, plan.name, "0")


def test_files_without_servers_have_nothing_to_read_back() -> None:
    assert read_back(configured("<a x='1'/>")) is None
    assert of("x='1'") == ()


# What a handset looks for ------------------------------------------------------------------


def test_all_lines_share_voipprot() -> None:
    (own,) = of('voIpProt.server.1.address="eslab.local"')
    assert (own.line, [target.lookfor for target in own.targets]) == (0, [Lookfor("eslab.local")])


def test_a_line_with_a_server_of_its_own_ignores_voipprot() -> None:
    first, second = of(
        'voIpProt.server.1.address="eslab.local"',
        'voIpProt.server.1.transport="TLS"',
        'reg.1.address="1512"',
        'reg.1.server.1.address="other.local"',
        'reg.1.server.1.port="5070"',
        'reg.2.address="1513"',
        'reg.2.server.1.address=""',
        'reg.2.server.1.port="1"',
    )
    assert (first.line, first.targets[0].lookfor) == (1, Lookfor("other.local", 5070))
    assert (second.line, second.targets[0].lookfor) == (2, Lookfor("eslab.local", 0, "TLS"))
    assert lookfors((first, second, second)) == (
        Lookfor("other.local", 5070),
        Lookfor("eslab.local", 0, "TLS"),
    )


def test_several_servers_in_their_order() -> None:
    (own,) = of(
        'voIpProt.server.2.address="10.1.1.2"',
        'voIpProt.server.10.address="c.d"',
        'voIpProt.server.1.address="a.b"',
    )
    assert [target.lookfor.address for target in own.servers if target.lookfor] == ["a.b", "10.1.1.2", "c.d"]


def test_with_a_proxy_that_is_what_is_looked_for() -> None:
    (own,) = of('voIpProt.server.1.address="a.b"', 'voIpProt.SIP.outboundProxy.address="c.d"')
    assert lookfors((own,)) == (Lookfor("c.d"),)
    first, second = of(
        'voIpProt.SIP.outboundProxy.address="c.d"',
        'voIpProt.server.1.address="a.b"',
        'reg.1.outboundProxy.address="e.f"',
        'reg.2.address="1"',
    )
    assert (lookfors((first,)), lookfors((second,))) == ((Lookfor("e.f"),), (Lookfor("c.d"),))


@pytest.mark.parametrize(
    ("transport", "used"),
    [*((t, t) for t in TRANSPORTS), ("", "DNSnaptr"), ("naptr", "DNSnaptr"), ("UDPonly", "UDPOnly")],
)
def test_transports_as_the_handset_takes_them(transport: str, used: str) -> None:
    (own,) = of('voIpProt.server.1.address="a.b"', f'voIpProt.server.1.transport="{transport}"')
    assert own.targets[0].lookfor == Lookfor("a.b", 0, used)


@pytest.mark.parametrize("address", ["a.b, c.d", "sip:a.b", "a b", "256.1.1.1", "x" * 300])
def test_what_is_no_name_cannot_be_looked_for(address: str) -> None:
    (own,) = of(f'voIpProt.server.1.address="{address}"')
    assert own.targets[0].lookfor is None
    assert lookfors((own,)) == ()


def test_misspelled_parameters_count_for_nothing() -> None:
    assert of('volpProt.server.1.address="eslab.local"') == ()


def test_the_web_page_wins() -> None:
    web, site = (
        "<a voIpProt.server.1.port='5060'/>",
        "<a voIpProt.server.1.address='a.b' voIpProt.server.1.port='0'/>",
    )
    (own,) = settings_of(configured(web, site), "b")
    assert own.targets[0].lookfor == Lookfor("a.b", 5060, "DNSnaptr", "b")
