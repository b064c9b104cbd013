"""The handset's files made ready for the screen, and what is done with what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.core.case.cases import a_judge, planned
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.configured import (
    Configured,
    configured_of,
    with_check_of,
    with_plan_of,
    without,
)
from wizard.core.handset.config_file import ConfigFile, open_config, read_config
from wizard.core.handset.configuration import HandsetSettings
from wizard.core.handset.difference import Kind
from wizard.core.handset.resolver import Lookfor
from wizard.practice.lab import LAB_PLAN

DATA = Path(__file__).parents[2] / "data" / "config"


def file(*attributes: str, name: str = "site.cfg") -> ConfigFile:
    return read_config(name, f"<a {' '.join(attributes)}/>".encode())


SITE = file(f'voIpProt.server.1.address="{LAB_PLAN.name}"', 'voIpProt.server.1.port="5060"')
OWN = file('voIpProt.server.1.port="0"', 'reg.1.address="1512"', name="0004f2a1b2c3.cfg")
OTHER = file('reg.1.address="1513"', 'reg.1.server.1.address="10.0.0.1"', name="0004f2a1b2c4.cfg")


def configured(case: Case) -> Configured:
    return configured_of(case, a_judge())


def test_each_file_is_repaired_and_each_handset_explained() -> None:
    found = configured(Case(configurations=(SITE, OWN, OTHER)))
    assert [one.file for one in found.opened] == [SITE, OWN, OTHER]
    assert [handset.configuration.mac for handset in found.handsets] == ["0004f2a1b2c3", "0004f2a1b2c4"]
    first, second = found.handsets
    assert first.lookfors == (Lookfor(LAB_PLAN.name),)
    assert second.lookfors == (Lookfor("10.0.0.1"),)
    assert found.lookfors == (Lookfor(LAB_PLAN.name), Lookfor("10.0.0.1"))
    (port,) = [one for one in first.decisions if one.is_contested]
    assert (port.name, port.in_force[0].value) == ("voIpProt.server.1.port", "0")
    assert first.planned is not None
    assert first.planned.draft.subdomain == LAB_PLAN.subdomain


def test_the_repair_follows_the_plan() -> None:
    case = Case(configurations=(file('voIpProt.server.1.address="piper.eslab.local"'),))
    assert configured(case).edits == 0
    with_plan = configured(planned(configurations=case.configurations))
    assert with_plan.edits == 1
    assert [row.kind for row in with_plan.opened[0].rows] == [Kind.REMOVED, Kind.ADDED]


def test_it_is_out_of_date_once_files_or_plan_have_changed() -> None:
    case = Case(configurations=(SITE,))
    found = configured(case)
    assert found.fits(case)
    assert found.fits(replace(case, site="North"))
    assert not found.fits(planned(configurations=case.configurations))
    assert not found.fits(case.with_configurations([OWN]))


def test_all_the_test_files_are_made_ready() -> None:
    files = [open_config(path) for path in sorted(DATA.glob("*.cfg"))]
    found = configured(planned().with_configurations(files))
    assert len(found.opened) == len(files)
    assert found.edits >= 10


def test_the_check_looks_for_what_the_files_name() -> None:
    case = Case(checks=CheckDraft(servers=("10.225.2.5",), timeout="3", own=True))
    wanted = with_check_of(case, Lookfor("eslab.local", 5060, "TLS")).checks
    assert wanted == CheckDraft("eslab.local", "5060", "TLS", ("10.225.2.5",), "3", own=True)


def test_a_check_of_the_plans_own_name_follows_the_plan() -> None:
    case = planned(checks=CheckDraft("other.local", "1", "TLS"))
    after = with_check_of(case, Lookfor(LAB_PLAN.name, 0, LAB_PLAN.handset_transport))
    assert after.checks == CheckDraft()
    assert after.lookfor == Lookfor(LAB_PLAN.name, 0, LAB_PLAN.handset_transport, LAB_PLAN.domain)
    other = with_check_of(case, Lookfor(LAB_PLAN.name, 5060))
    assert other.lookfor == Lookfor(LAB_PLAN.name, 5060)


def test_the_files_become_the_plan() -> None:
    found = configured(Case(configurations=(SITE, OWN)))
    made = found.handsets[0].planned
    assert made is not None
    after = with_plan_of(Case(), made)
    assert after.draft.domain == LAB_PLAN.domain
    assert after.handset == HandsetSettings(logging=False)


def test_files_leave_the_case_by_their_path() -> None:
    case = Case(configurations=(SITE, OWN))
    assert without(case, [file(name="site.cfg")]).configurations == (OWN,)
    assert without(case, case.configurations).is_blank
