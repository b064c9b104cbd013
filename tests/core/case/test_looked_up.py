"""A log that shows the right question outranks a fault in a file that cannot explain it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.case.cases import NAME, NOW, a_judge, broken, log_of, planned, repaired
from wizard.core.case.case import Case
from wizard.core.case.summary import summarise
from wizard.core.handset.config_file import ConfigFile, read_config
from wizard.core.plan.recipes import Product

SERVER = "voIpProt.server.1"
OTHER = "0004f2ffffff.cfg"


def file(*attributes: str, name: str = "site.cfg") -> ConfigFile:
    return read_config(name, "\n".join(["<a", *attributes, "/>"]).encode())


def codes(case: Case) -> tuple[str, list[str]]:
    said = a_judge().whole(case)
    assert said.verdict is not None
    return said.verdict.code, [finding.code for finding in said.findings if finding.caused_by is None]


FAULTS = {
    "misspelled": [f'volpProt.server.1.address="{NAME}"'],
    "a misspelled word": [f'volpProt.server.1.address="{NAME}"', 'volpProt.server.1.port="0"'],
    "malformed": [f'{SERVER}.address="sip:{NAME}:5060"'],
    "an IP address": [f'{SERVER}.address="10.225.2.31"'],
    "no XML": [f'{SERVER}.address="{NAME}'],
    "a port": [f'{SERVER}.address="{NAME}"', f'{SERVER}.port="5060"'],
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("is_planned", [True, False], ids=["planned", "no plan"])
def test_the_handset_asked_for_the_right_name(fault: str, is_planned: bool) -> None:
    case = planned() if is_planned else Case()
    wrong = file(*FAULTS[fault])
    # Without a plan only the files tell what the right name is.
    sound = file(f'{SERVER}.address="{NAME}"', f'{SERVER}.port="0"', name="other.cfg")
    files = (wrong,) if is_planned or fault not in {"no XML", "an IP address"} else (wrong, sound)
    case = replace(case, logs=(broken(),), configurations=files)
    verdict, listed = codes(case)
    assert verdict == "name.missing"
    assert listed[0] == "name.missing"
    assert any(code.startswith("config.") for code in listed)
    assert summarise(case, a_judge(), NOW, Product.BIND).causes[0].code == "name.missing"


def test_a_fault_of_another_handset_or_name_is_not_disproved() -> None:
    lost = f'volpProt.server.1.address="{NAME}"'
    mine = file(lost, name=f"{broken().review.mac}.cfg")
    assert codes(planned(logs=(broken(),), configurations=(mine,)))[0] == "name.missing"
    assert codes(planned(logs=(broken(),), configurations=(file(lost, name=OTHER),)))[0] == (
        "config.parameter-misspelled"
    )
    other = log_of(broken().text.replace(NAME, "elsewhere.eslab.local"))
    verdict, _ = codes(planned(logs=(other,), configurations=(mine,)))
    assert verdict == "config.parameter-misspelled"


def test_a_slip_that_does_no_harm_is_never_the_verdict() -> None:
    slips = ('volpProt.server.1.expires="3600"',), ('volpProt.server.1.transport="DNSnaptr"',)
    for slip in slips:
        files = (file(f'{SERVER}.address="{NAME}"', f'{SERVER}.port="0"', *slip),)
        assert codes(planned(logs=(broken(),), configurations=files))[0] == "name.missing"
        verdict, listed = codes(planned(logs=(repaired(),), configurations=files))
        assert verdict == "registration.ok"
        assert "config.parameter-misspelled" in listed


def test_a_lost_address_stays_the_verdict_beside_a_log_that_went_well() -> None:
    lost = (file(f'volpProt.server.1.address="{NAME}"'),)
    assert codes(planned(logs=(repaired(),), configurations=lost))[0] == "config.parameter-misspelled"
