"""The handset's configuration files in a fix summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.case.cases import NOW, a_judge, live_repaired, planned
from wizard.core.case.case import Case
from wizard.core.case.file import dump, load
from wizard.core.case.summary import Summary, is_empty, render_html, render_text, summarise
from wizard.core.case.summary_model import Change, ChangedFile, Grade
from wizard.core.handset.config_file import ConfigFile, open_config, read_config
from wizard.core.plan.recipes import Product
from wizard.practice.lab import LAB_PLAN

DATA = Path(__file__).parents[2] / "data" / "config"
NAME = "voIpProt.server.1"
SECRET = "swordfish"


def file(*attributes: str, name: str = "/home/somebody/site.cfg") -> ConfigFile:
    return read_config(name, "\n".join(["<a", *attributes, "/>"]).encode())


def sound(name: str = "site.cfg") -> ConfigFile:
    return file(f'{NAME}.address="{LAB_PLAN.name}"', f'{NAME}.port="0"', name=name)


def summary(case: Case) -> Summary:
    return summarise(case, a_judge(), NOW, Product.BIND)


def test_a_fault_is_cited_with_its_line_and_shown_before_and_after() -> None:
    wrong = file(
        f'{NAME}.address="{LAB_PLAN.name}"',
        f'{NAME}.port="5060"',
        'voIpProt.SIP.outboundProxy.address="a.b"',
        'volpProt.server.1.expires="600"',
    )
    said = summary(planned(configurations=(wrong,)))
    text = render_text(said)
    assert "Seen in the configuration file site.cfg at line 3." in text
    assert '       3 | voIpProt.server.1.port="5060"' in text
    assert "somebody" not in text
    assert said.changed == (
        ChangedFile(
            "site.cfg",
            (
                Change(3, f'{NAME}.port="5060"', f'{NAME}.port="0"'),
                Change(4, "", 'voIpProt.SIP.outboundProxy.port="0"'),
                Change(5, "volpProt.server.1.expires", f"{NAME}.expires"),
            ),
        ),
    )
    assert '    before: voIpProt.server.1.port="5060"\n    after:  voIpProt.server.1.port="0"\n' in text
    assert "    before: (not there)\n" in text
    assert "<td><code>voIpProt.server.1.port=&#34;0&#34;</code></td>" in render_html(said)


def test_what_people_must_decide_is_said() -> None:
    said = summary(Case(configurations=(open_config(DATA / "not-xml.cfg"),)))
    (changed,) = said.changed
    assert changed.changes == ()
    assert changed.left[0].endswith("Correct it by hand.")
    assert "To be decided by hand:" in render_text(said)
    assert "To be decided by hand:" in render_html(said)


def test_the_files_alone_make_a_summary() -> None:
    case = Case(configurations=(file(f'{NAME}.address="10.0.0.1"'),))
    assert not is_empty(case)
    said = summary(case)
    assert (said.verdict.grade, said.verdict.word) == (Grade.FAILED, "Error")
    assert [cause.code for cause in said.causes] == ["config.address-is-ip"]
    assert [fix.title for fix in said.fixes] == [f"1. {said.causes[0].title}"]


def test_a_plan_that_nobody_has_made_yet_follows_the_faults_of_the_files() -> None:
    said = summary(planned(configurations=(file(f'{NAME}.address="{LAB_PLAN.name}"', f'{NAME}.port="1"'),)))
    assert [fix.title for fix in said.fixes] == [
        f"1. {said.causes[0].title}",
        "2. Create the records of the plan",
        "3. Configure the handset",
    ]
    checked = summary(replace(live_repaired(), configurations=(sound(),)))
    assert checked.fixes == ()


def test_sound_files_are_in_order_and_prove_no_more_than_that() -> None:
    said = summary(Case(configurations=(sound(),)))
    assert said.verdict.grade is Grade.UNKNOWN
    assert said.verdict.sentence == (
        "Nothing in the handset's configuration files keeps DNS failover from working."
    )
    assert said.healthy == (
        f"Nothing in site.cfg keeps DNS failover from working. The handset looks for {LAB_PLAN.name}.",
    )
    assert said.changed == ()
    assert "DNS was not asked." in render_text(said)


def test_a_file_with_a_fault_is_not_in_order() -> None:
    wrong = file(f'{NAME}.address="10.0.0.1"', name="0004f2a1b2c3.cfg")
    other = file('x.y="1"', name="0004f2a1b2c4.cfg")
    said = summary(Case(configurations=(wrong, other)))
    assert said.healthy == (
        "Nothing in 0004f2a1b2c4.cfg keeps DNS failover from working. No server is set there.",
    )


@pytest.mark.parametrize(
    ("files", "menu", "none"),
    [
        ((), True, True),
        ((sound(),), True, False),
        ((sound(), file(name="0004f2a1b2c3-web.cfg")), True, False),
        (
            (sound(), *(file('x="1"', name=f"0004f2a1b2c3-{kind}.cfg") for kind in ("web", "phone"))),
            False,
            False,
        ),
    ],
)
def test_what_was_not_read_is_said(files: tuple[ConfigFile, ...], menu: bool, none: bool) -> None:
    said = summary(planned(configurations=files))
    assert any("own menu and web page were not read" in line for line in said.unchecked) == menu
    assert any("No configuration file of a handset was read" in line for line in said.unchecked) == none


def test_what_the_order_of_the_files_rests_on_is_said() -> None:
    said = summary(Case(configurations=(sound(), file('x="1"', name="0004f2a1b2c3.cfg"))))
    assert any("taken to win over shared ones" in line for line in said.unchecked)


@pytest.mark.parametrize("through_file", [False, True], ids=["opened", "resumed"])
def test_no_secret_of_a_file_is_in_a_summary(through_file: bool) -> None:
    case = Case(
        configurations=(
            file(f'{NAME}.address="sip:1512:{SECRET}@eslab.local"', f'reg.1.auth.password="{SECRET}"'),
            read_config("broken.cfg", f'<a reg.1.auth.password="{SECRET}" & {NAME}.port="1"/>'.encode()),
        )
    )
    if through_file:
        opened = load(dump(case), "visit.json").case
        assert opened is not None
        case = opened
    said = summary(case)
    assert said.changed
    for text in (render_text(said), render_html(said)):
        assert SECRET not in text
        assert "Passwords and accounts in configuration files are shown as •••." in text
    assert Change(2, f'{NAME}.address="sip:•••@eslab.local"', f'{NAME}.address="eslab.local"') in (
        said.changed[0].changes
    )
