"""What is written for a handset: the vendor's names byte for byte, and nothing that harms."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import deployments
from wizard.core.handset.configuration import (
    FailBack,
    FailOver,
    Family,
    HandsetSettings,
    block,
    cms_fields,
    document,
    groups,
)
from wizard.core.handset.parameters import known
from wizard.core.handset.resolver import TRANSPORTS
from wizard.core.plan.deployment import Deployment, NaptrUse, Transport

PLAN = Deployment("eslab.local", "testserver")


def all_settings() -> st.SearchStrategy[HandsetSettings]:
    return st.builds(
        HandsetSettings,
        family=st.sampled_from(Family),
        line=st.integers(1, 34),
        expires=st.integers(1, 65535),
        outbound_proxy=st.booleans(),
        logging=st.booleans(),
        fail_back=st.sampled_from([None, *FailBack]),
        registrar=st.booleans(),
        fail_over=st.sampled_from([None, *FailOver]),
        fail_back_timeout=st.one_of(st.just(0), st.integers(60, 65535)),
    )


def written(chosen: HandsetSettings, plan: Deployment = PLAN) -> dict[str, str]:
    """Attribute names and values of the whole file."""
    tree = ElementTree.fromstring(document(plan, chosen))
    return {name: value for element in tree.iter() for name, value in element.attrib.items()}


@given(deployments(), all_settings())
@settings(max_examples=200)
def test_names_and_values_are_the_vendors(plan: Deployment, chosen: HandsetSettings) -> None:
    text = document(plan, chosen)
    found = written(chosen, plan)
    assert all(known(name) is not None for name in found)
    assert "volpprot" not in text.replace("voIpProt", "").lower()
    assert "voipprot" not in text.replace("voIpProt", "").lower()
    assert (b"voIpProt" in text.encode()) == (chosen.family is Family.VOIP)
    assert "concurrentRegistration" not in text
    assert all(value in TRANSPORTS for name, value in found.items() if name.endswith(".transport"))
    assert {value for name, value in found.items() if name.endswith(".port")} == {"0"}
    assert {value for name, value in found.items() if name.endswith(".address")} == {plan.name}
    assert list(found) == [p.name for group in groups(plan, chosen) for p in group.parameters]
    assert all(p.why.endswith(".") for group in groups(plan, chosen) for p in group.parameters)


@given(deployments(), all_settings())
@settings(max_examples=50)
def test_the_block_holds_what_the_file_holds(plan: Deployment, chosen: HandsetSettings) -> None:
    tree = ElementTree.fromstring(f"<a>{block(plan, chosen)}</a>")
    assert {k: v for element in tree.iter() for k, v in element.attrib.items()} == written(chosen, plan)


def test_all_lines_and_one_line() -> None:
    assert written(HandsetSettings(logging=False)) == {
        "voIpProt.server.1.address": "testserver.eslab.local",
        "voIpProt.server.1.port": "0",
        "voIpProt.server.1.transport": "DNSnaptr",
        "voIpProt.server.1.expires": "3600",
    }
    assert written(HandsetSettings(Family.REG, 3, 600, logging=False)) == {
        "reg.3.server.1.address": "testserver.eslab.local",
        "reg.3.server.1.port": "0",
        "reg.3.server.1.transport": "DNSnaptr",
        "reg.3.server.1.expires": "600",
    }


@pytest.mark.parametrize(
    ("family", "server", "proxy"),
    [
        (Family.VOIP, "voIpProt.server.1", "voIpProt.SIP.outboundProxy"),
        (Family.REG, "reg.2.server.1", "reg.2.outboundProxy"),
    ],
)
def test_an_outbound_proxy_beside_the_registrar_or_instead_of_it(
    family: Family, server: str, proxy: str
) -> None:
    both = written(HandsetSettings(family, 2, outbound_proxy=True, logging=False))
    only = written(HandsetSettings(family, 2, outbound_proxy=True, registrar=False, logging=False))
    assert set(both) - set(only) == {
        f"{server}.{field}" for field in ("address", "port", "transport", "expires")
    }
    assert only == {
        f"{proxy}.address": "testserver.eslab.local",
        f"{proxy}.port": "0",
        f"{proxy}.transport": "DNSnaptr",
    }
    neither = HandsetSettings(family, 2, registrar=False, logging=False)
    assert written(neither) == written(HandsetSettings(family, 2, logging=False))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (None, {}),
        (FailOver.SHARED, {"reRegisterOn": "0", "failRegistrationOn": "0"}),
        (
            FailOver.SEPARATE,
            {"reRegisterOn": "1", "failRegistrationOn": "1", "onlySignalWithRegistered": "1"},
        ),
    ],
)
@pytest.mark.parametrize(
    ("proxy", "prefix"), [(False, "voIpProt.server.1"), (True, "voIpProt.SIP.outboundProxy")]
)
def test_fail_over_settings_belong_to_the_proxy_if_there_is_one(
    choice: FailOver | None, expected: dict[str, str], proxy: bool, prefix: str
) -> None:
    found = written(HandsetSettings(fail_over=choice, outbound_proxy=proxy))
    there = {name: value for name, value in found.items() if "failOver" in name}
    assert there == {f"{prefix}.failOver.{name}": value for name, value in expected.items()}


@pytest.mark.parametrize("mode", [None, *FailBack])
def test_a_time_stands_with_the_duration_alone(mode: FailBack | None) -> None:
    found = written(HandsetSettings(fail_back=mode, fail_back_timeout=900))
    assert found.get("voIpProt.server.1.failOver.failBack.mode") == mode
    timeout = found.get("voIpProt.server.1.failOver.failBack.timeout")
    assert timeout == ("900" if mode is FailBack.DURATION else None)


def test_logging() -> None:
    assert {k: v for k, v in written(HandsetSettings()).items() if k.startswith("log.")} == {
        "log.render.level": "0",
        "log.level.change.dns": "1",
        "log.level.change.sip": "1",
    }
    assert not any(name.startswith("log.") for name in written(HandsetSettings(logging=False)))


def test_cms_gets_one_name_alone() -> None:
    tcp = Deployment("eslab.local", transport=Transport.TCP, naptr=NaptrUse.NEVER)
    assert cms_fields(tcp, HandsetSettings(expires=600)) == (
        ("Server Address", "eslab.local"),
        ("Port", "0"),
        ("Transport", "TCPOnly"),
        ("Expires", "600"),
    )


@pytest.mark.parametrize("label", ["a--b", "a---b", "a----b", "xn--bcher-kva"])
def test_hyphens_in_a_name_do_not_end_the_comment(label: str) -> None:
    plan = Deployment("eslab.local", label)
    assert written(HandsetSettings(), plan)["voIpProt.server.1.address"] == f"{label}.eslab.local"
