"""The handset's files as a part of the case: kept, saved without secrets, judged, shown as a status."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.core.case.cases import a_judge, broken, checked, planned
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.file import dump, load
from wizard.core.case.status import statuses
from wizard.core.case.steps import Progress, Status, Step
from wizard.core.finding import EvidenceKind, Finding
from wizard.core.handset.config_file import ConfigFile, open_config, read_config
from wizard.core.handset.lint import lint
from wizard.core.handset.repair import masked_sentence, repair, save_repaired
from wizard.core.plan.draft import draft_of
from wizard.practice.lab import LAB_PLAN, REPAIRED

DATA = Path(__file__).parents[2] / "data" / "config"
SECRET = "swordfish"


def file(*attributes: str, name: str = "site.cfg") -> ConfigFile:
    return read_config(name, f"<a {' '.join(attributes)}/>".encode())


def server(port: int) -> ConfigFile:
    return file(f'voIpProt.server.1.address="{LAB_PLAN.name}"', f'voIpProt.server.1.port="{port}"')


def resumed(case: Case) -> Case:
    opened = load(dump(case), "visit.json")
    assert opened.case is not None, opened.problem
    return opened.case


def status(case: Case) -> Status:
    return statuses(case, a_judge())[Step.HANDSET]


# Kept and saved ----------------------------------------------------------------------------


def test_a_file_opened_again_takes_its_own_place() -> None:
    first, other, again = server(5060), file(name="0004f2a1b2c3.cfg"), server(0)
    case = Case().with_configurations([first, other]).with_configurations([again])
    assert case.configurations == (again, other)
    assert not case.is_blank


@pytest.mark.parametrize("path", sorted(DATA.glob("*.cfg")), ids=lambda path: path.stem)
def test_a_resumed_file_shows_the_same_faults(path: Path) -> None:
    case = planned().with_configurations([open_config(path)])
    again = resumed(case)
    assert again.configurations[0].masked
    assert resumed(again) == again

    def told(one: Case) -> list[tuple[object, ...]]:
        found = a_judge().configuration(one).findings
        return [(f.code, f.subject, f.variant, dict(f.facts), [e.line for e in f.evidence]) for f in found]

    assert told(again) == told(case)


@pytest.mark.parametrize(
    "text",
    [
        f'<a reg.1.auth.password="{SECRET}" voIpProt.server.1.port="5060"/>',
        f'<a voIpProt.server.1.address="sip:1512:{SECRET}@eslab.local"/>',
        f'<a reg.1.auth.password="{SECRET}" & x.y="1"/>',
        f"<a><!-- reg.1.auth.password='{SECRET}' --></a>",
    ],
)
def test_a_saved_case_holds_no_secret(text: str) -> None:
    case = Case().with_configurations([read_config("site.cfg", text.encode())])
    assert SECRET not in dump(case)
    for finding in a_judge().whole(resumed(case)).findings:
        assert SECRET not in str(a_judge().knowledge.explain(finding))


def test_a_resumed_file_is_not_saved_with_its_secrets_gone(tmp_path: Path) -> None:
    case = resumed(Case().with_configurations([file('x.password="a"', 'voIpProt.server.1.port="5060"')]))
    (resumed_file,) = case.configurations
    made = repair(resumed_file, lint([resumed_file]))
    assert save_repaired(made, tmp_path / "new.cfg").problem == masked_sentence("site.cfg")
    assert list(tmp_path.iterdir()) == []


def test_an_archive_stays_an_archive() -> None:
    case = resumed(Case().with_configurations([read_config("site.cfg", b"PK\x03\x04rest")]))
    (finding,) = a_judge().configuration(case).findings
    assert (finding.code, finding.facts["detail"]) == ("config.not-xml", "a ZIP archive")


# Judged ------------------------------------------------------------------------------------


def test_the_files_are_judged_by_the_plan_of_now() -> None:
    case = replace(Case(), configurations=(file('voIpProt.server.1.address="piper.eslab.local"'),))
    assert a_judge().configuration(case).findings == ()
    (finding,) = a_judge().configuration(replace(case, draft=draft_of(LAB_PLAN))).findings
    assert (finding.code, finding.facts["repair"]) == ("config.address-is-server", LAB_PLAN.name)


@cache
def checked_with_port() -> Case:
    """A live check for a handset that has a port: it found an address alone."""
    return checked(planned(checks=CheckDraft(port="5060")), REPAIRED)


def port_findings(case: Case) -> list[Finding]:
    return [f for f in a_judge().whole(case).findings if f.code == "config.port-not-zero"]


def test_a_port_in_file_and_check_is_one_fault_with_both_as_evidence() -> None:
    assert [f.variant for f in port_findings(checked_with_port())] == ["log"]
    (found,) = port_findings(replace(checked_with_port(), configurations=(server(5060),)))
    assert (found.variant, found.subject) == ("", "voIpProt.server.1.port")
    assert [evidence.kind for evidence in found.evidence] == [EvidenceKind.CONFIG, EvidenceKind.DNS]


def test_a_sound_file_does_not_hide_what_a_check_shows() -> None:
    case = replace(checked_with_port(), configurations=(server(0),))
    assert [f.variant for f in port_findings(case)] == ["log"]


def test_files_and_logs_make_one_verdict_the_gravest_first() -> None:
    files = planned(configurations=(server(5060),))
    both = a_judge().whole(replace(files, logs=(broken(),)))
    assert both.verdict is not None
    assert both.verdict.code == "name.missing"
    assert "config.port-not-zero" in {finding.code for finding in both.findings}
    alone = a_judge().whole(files).verdict
    assert alone is not None
    assert alone.code == "config.port-not-zero"


# Its status --------------------------------------------------------------------------------


def test_the_status_says_what_the_files_show() -> None:
    wrong, warned = server(5060), file('voIpProt.server.1.address="a.b"', 'voIpProt.server.1.expires="9"')
    assert status(Case(configurations=(wrong,))) == Status(Progress.FAILED, "1 problem")
    assert status(Case(configurations=(warned,))) == Status(Progress.WARNING, "1 warning")
    assert status(Case(configurations=(server(0),))) == Status(Progress.OK, "All well")
    assert status(planned(configurations=(server(0),))) == Status(Progress.TODO, "Ready to copy")
    assert status(planned(configurations=(wrong,))) == Status(Progress.FAILED, "1 problem")
    assert status(Case()) == Status(Progress.TODO, "Needs DNS setup")


def test_a_case_with_files_alone_has_something_to_report() -> None:
    case = Case(configurations=(server(5060),))
    assert statuses(case, a_judge())[Step.SUMMARY] == Status(Progress.OK, "Ready to save")
