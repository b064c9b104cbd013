"""Repairs change what is wrong and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.handset.config_file import ConfigFile, open_config, read_config
from wizard.core.handset.lint import lint
from wizard.core.handset.masking import HIDDEN
from wizard.core.handset.repair import Repair, repair, save_repaired
from wizard.core.plan.deployment import Deployment, SipServer

DATA = Path(__file__).parents[2] / "data" / "config"
PLAN = Deployment(
    "eslab.local",
    "testserver",
    (SipServer("piper.eslab.local", "10.225.2.31"), SipServer("piper2.eslab.local", "10.225.2.32")),
)
SERVER = "voIpProt.server.1"


def repaired(file: ConfigFile, plan: Deployment | None = None) -> Repair:
    return repair(file, lint([file], plan))


def config(*attributes: str, name: str = "site.cfg") -> ConfigFile:
    return read_config(name, f"<a {' '.join(attributes)}/>".encode())


def text_of(*attributes: str, plan: Deployment | None = None) -> str:
    return repaired(config(*attributes), plan).text.removeprefix("<a ").removesuffix("/>")


# File: what becomes of one line with the plan, None where it stays.
MENDED = {
    "parameter-slip": ("server.1.adress=", "server.1.address="),
    "parameter-slip-log": ("log.level.change.DNS", "log.level.change.dns"),
    "port-no-number": ('port="sip"', 'port="0"'),
    "transport-invalid": ('transport="naptr"', 'transport="DNSnaptr"'),
    "transport-old-spelling": ('transport="UDPonly"', 'transport="UDPOnly"'),
    "transport-not-dnsnaptr": None,
    "transport-tcp-preferred": None,
    "address-near": None,
    "address-unplanned": None,
    "port-not-zero": ('port="5060"', 'port="0"'),
    "address-is-ip": ('address="10.225.2.31"', 'address="testserver.eslab.local"'),
    "address-is-server": ('address="piper.eslab.local"', 'address="testserver.eslab.local"'),
    "address-malformed": ('address="sip:testserver.eslab.local:5060"', 'address="testserver.eslab.local"'),
    "address-final-dot": ('address="testserver.eslab.local."', 'address="testserver.eslab.local"'),
    "address-list": ('address="10.225.2.66, testserver.eslab.local"', 'address="testserver.eslab.local"'),
    "address-several-entries": ('2.address="piper2.eslab.local"', '2.address=""'),
    "reg-overrides-voip": None,
    "ignored-fault": ('port="5060"', 'port="0"'),
    "outbound-proxy-port": ('port="5060"', 'port="0"'),
    "outbound-proxy-no-port": (
        'Proxy.address="testserver.eslab.local"',
        'Proxy.address="testserver.eslab.local"\n      voIpProt.SIP.outboundProxy.port="0"',
    ),
    "expires-out-of-range": ('expires="60"', 'expires="3600"'),
    "fail-back-timeout": ('timeout="10"', 'timeout="3600"'),
    "sip-disabled": ('enable="0"', 'enable="1"'),
    "registration-off": None,
    "failback-mode-invalid": ('mode="newRequests"', 'mode="registration"'),
    "dns-logging-off": None,
    "sip-logging-off": None,
    "host-underscore": None,
    "not-xml": None,
    "sound-site": None,
}


@pytest.mark.parametrize("name", MENDED)
def test_one_fault_one_change(name: str) -> None:
    file = open_config(DATA / f"{name}.cfg")
    made = repaired(file, PLAN)
    change = MENDED[name]
    assert made.text == (file.text.text.replace(*change) if change else file.text.text)
    assert len(made.edits) == (change is not None)
    assert bool(made.diff()) == (change is not None)


@pytest.mark.parametrize("name", [name for name, change in MENDED.items() if change])
def test_a_mended_file_is_clean_and_differs_in_nothing_else_byte_by_byte(name: str, tmp_path: Path) -> None:
    original = open_config(DATA / f"{name}.cfg")
    saved = save_repaired(repaired(original, PLAN), tmp_path / "mended.cfg")
    assert not saved.problem
    mended = open_config(saved.path)
    # A transport spelled right is legal and still skips NAPTR: worth knowing, nothing to repair.
    rest = {
        "transport-old-spelling": ["config.transport-not-dnsnaptr"],
        "ignored-fault": ["config.reg-overrides-voip"],
    }.get(name, [])
    assert [finding.code for finding in lint([mended], PLAN)] == rest
    before, after = original.data, saved.path.read_bytes()
    spans = [(edit.start, edit.end, edit.text) for edit in repaired(original, PLAN).edits]
    # Each file is ASCII, so that characters are bytes: all that lies outside the repaired spans is the same.
    at_before = at_after = 0
    for start, end, text in spans:
        assert before[at_before:start] == after[at_after : at_after + start - at_before]
        at_after += start - at_before + len(text)
        at_before = end
    assert before[at_before:] == after[at_after:]


def test_the_bulletins_example_becomes_right() -> None:
    file = open_config(DATA / "bulletin.cfg")
    made = repaired(file)
    wanted = file.text.text.replace("volpProt", "voIpProt")
    assert made.text == wanted.replace('"naptr"', '"DNSnaptr"')
    assert lint([made.repaired]) == ()
    tags = [(edit.before, edit.after, edit.line) for edit in made.edits if edit.old.startswith("<")]
    assert tags == [
        ("<volpProt>", "<voIpProt>", 4),
        ("<volpProt.server>", "<voIpProt.server>", 5),
        ("<volpProt.SIP>", "<voIpProt.SIP>", 10),
        ("</volpProt>", "</voIpProt>", 13),
    ]
    first = made.edits[2]
    assert (first.parameter, first.old, first.new, first.why, first.line) == (
        "volpProt.server.1.address",
        "volpProt.server.1.address",
        "voIpProt.server.1.address",
        "config.parameter-misspelled",
        6,
    )


SLIP = 'volpProt.server.1.port="0"'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Nested, closed at once, with spaces, beside text that looks like them.
        (
            f"<r><volpProt><volpProt.server {SLIP}/></volpProt\n></r>",
            f'<r><voIpProt><voIpProt.server {SERVER}.port="0"/></voIpProt\n></r>',
        ),
        (
            f"<é><volpProt/>xxvolpProt<volpProt.server.1\n{SLIP}></volpProt.server.1><!--<volpProt/>é--></é>",
            f'<é><voIpProt/>xxvolpProt<voIpProt.server.1\n{SERVER}.port="0"></voIpProt.server.1><!--<volpProt/>é--></é>',
        ),
        (
            f"<volpProt {SLIP}><volpProt><volpProt/></volpProt><![CDATA[<volpProt>]]></volpProt>",
            f'<voIpProt {SERVER}.port="0"><voIpProt><voIpProt/></voIpProt><![CDATA[<volpProt>]]></voIpProt>',
        ),
        # Only what begins such a name, word by word.
        (
            f'<r a="volpProt"><volpProtocol {SLIP}/><volpProt.sites/><VolpProt/></r>',
            f'<r a="volpProt"><volpProtocol {SERVER}.port="0"/><volpProt.sites/><VolpProt/></r>',
        ),
        # A word too few: which one stands for which is not certain.
        ('<volpProt.server1 volpProt.server1.port="0"/>', f'<volpProt.server1 {SERVER}.port="0"/>'),
        # The parameter's name is right, or is taken: nothing is renamed.
        (f'<volpProt {SERVER}.port="0"/>', f'<volpProt {SERVER}.port="0"/>'),
        (f'<volpProt {SERVER}.port="0" {SLIP}/>', f'<volpProt {SERVER}.port="0" {SLIP}/>'),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_elements_with_the_same_mistake_are_renamed_in_both_tags(text: str, wanted: str, codec: str) -> None:
    made = repaired(read_config("site.cfg", text.encode(codec)))
    assert made.data == wanted.encode(codec)
    assert made.repaired.fault is None
    assert repaired(made.repaired).edits == ()


def test_without_a_plan_what_nobody_knows_is_left_with_a_reason() -> None:
    for name in ("address-is-ip", "address-list", "address-several-entries", "reg-overrides-voip", "not-xml"):
        file = open_config(DATA / f"{name}.cfg")
        made = repaired(file)
        assert (made.edits, made.data) == ((), file.data)
        assert [len(left.reason) > 20 for left in made.left] == [True], name


def test_a_name_that_is_taken_is_not_written_twice() -> None:
    both = (f'{SERVER}.port="5060"', 'volpProt.server.1.port="0"', 'voIpProt.server.1.Port="0"')
    made = repaired(config(*both))
    assert [left.finding.code for left in made.left] == ["config.parameter-misspelled"] * 2
    two = repaired(config('volpProt.server.1.port="0"', 'voipProt.server.1.port="0"'))
    assert (len(two.edits), len(two.left)) == (1, 1)
    assert two.repaired.fault is None


def test_name_and_value_of_one_attribute() -> None:
    assert text_of("volpProt.server.1.transport='naptr'") == f"{SERVER}.transport='DNSnaptr'"
    assert text_of('volpProt.server.1.port = "x"') == f'{SERVER}.port = "0"'


def test_an_addition_is_written_like_its_neighbour() -> None:
    text = "<a>\r\n\t<b\r\n\t\tx='1'\r\n\t\treg.2.outboundProxy.address='a.b'/></a>"
    made = repaired(read_config("site.cfg", text.encode()))
    assert made.text == text.replace("'a.b'", "'a.b'\r\n\t\treg.2.outboundProxy.port='0'")


# With a plan -------------------------------------------------------------------------------


def test_several_planned_servers_become_one_name() -> None:
    servers = [f'{SERVER}.address="10.225.2.31"', 'voIpProt.server.2.address="10.225.2.32"']
    assert text_of(*servers, plan=PLAN) == f'{SERVER}.address="{PLAN.name}" voIpProt.server.2.address=""'
    unknown = [servers[0], 'voIpProt.server.2.address="10.9.9.9"']
    assert (
        text_of(*unknown, plan=PLAN) == f'{SERVER}.address="{PLAN.name}" voIpProt.server.2.address="10.9.9.9"'
    )


def test_what_the_repair_takes_out_is_not_left_to_decide() -> None:
    first, second = "reg.1.server.1", "reg.1.server.2"
    extra = (f'{first}.address="{PLAN.name}"', f'{second}.address="10.225.2.32"', f'{second}.port="5060"')
    made = repaired(config(*extra, f'{second}.transport="SCTP"'), PLAN)
    assert f'{second}.address=""' in made.text
    assert made.left == ()
    # What stands elsewhere is still to be decided, and so is a server that stays.
    shared = config(*extra, 'voIpProt.server.1.address="old.local"')
    assert [left.finding.code for left in repaired(shared, PLAN).left] == ["config.reg-overrides-voip"]
    stays = config(extra[0], f'{second}.address="10.9.9.9"')
    assert "config.address-is-ip" in [left.finding.code for left in repaired(stays, PLAN).left]


@pytest.mark.parametrize("plan", [None, PLAN])
def test_the_repaired_copy_is_well_whichever_of_two_is_deleted(plan: Deployment | None) -> None:
    shared = [
        f'{SERVER}.address="sip:{PLAN.name}"',
        f'{SERVER}.port="5060"',
        f'{SERVER}.transport="naptr"',
        f'{SERVER}.expires="1"',
    ]
    own = [f'reg.1.server.1.address="{PLAN.name}"', 'reg.1.server.1.port="5061"']
    if plan is not None:
        shared.append('voIpProt.server.2.address="10.225.2.32"')
        shared.append('voIpProt.server.2.port="5060"')
    made = repaired(config('reg.1.address="1512"', *shared, *own), plan)
    assert [left.finding.code for left in made.left] == ["config.reg-overrides-voip"]
    if plan is not None:
        assert "one-too-many" in [one.variant for one in lint([config(*shared, *own)], plan)]
    assert len(made.edits) == len(shared) + 1, "each of the shared ones, and the line's port"
    for deleted in ("reg.1.server", "voIpProt.server"):
        text = re.sub(rf'{re.escape(deleted)}[.\w]+="[^"]*" ?', "", made.text)
        assert deleted not in text
        assert lint([read_config("site.cfg", text.encode())], plan) == ()


def test_an_address_that_the_plan_does_not_know() -> None:
    assert text_of(f'{SERVER}.address="10.9.9.9"', plan=PLAN) == f'{SERVER}.address="{PLAN.name}"'
    two = [f'reg.{n}.server.1.address="10.9.9.{n}"' for n in (1, 2)]
    assert text_of(*two, plan=PLAN) == " ".join(two)
    proxy = ['voIpProt.SIP.outboundProxy.address="10.9.9.9"', 'voIpProt.SIP.outboundProxy.port="5060"']
    assert text_of(*proxy, plan=PLAN) == " ".join(proxy)
    mine = ['voIpProt.SIP.outboundProxy.address="10.225.2.31"', 'voIpProt.SIP.outboundProxy.port="5060"']
    assert f'address="{PLAN.name}"' in text_of(*mine, plan=PLAN)
    assert 'port="0"' in text_of(*mine, plan=PLAN)


def test_a_name_that_only_has_to_be_cleaned_stays_that_name() -> None:
    assert text_of(f'{SERVER}.address="sip:other.example"', plan=PLAN) == f'{SERVER}.address="other.example"'


# Nothing else changes ----------------------------------------------------------------------

_FIELDS = {
    "address": [
        "eslab.local",
        "10.1.1.1",
        "10.225.2.31",
        "a.b, c.d",
        "sip:x.y",
        "x.y.",
        "",
        "a b",
        "piper.eslab.local",
        "h_1.x",
    ],
    "port": ["0", "5060", "", "x", "00"],
    "transport": ["DNSnaptr", "naptr", "UDPonly", "TLS", "", "foo", "udp"],
    "expires": ["3600", "1", "", "x"],
    "failOver.failBack.mode": ["DNSTTL", "dnsttl", "newRequests", ""],
    "failOver.failBack.timeout": ["0", "10", "3600"],
    "register": ["0", "1"],
}
_PREFIXES = [
    "voIpProt.server.1",
    "voIpProt.server.2",
    "volpProt.server.1",
    "reg.1.server.1",
    "reg.1.server.2",
    "Reg.1.server.1",
    "reg.2.server.1",
    "voIpProt.SIP.outboundProxy",
    "voIpProt.SIP.outboundproxy",
    "reg.1.outboundProxy",
]
_OURS = st.sampled_from(
    [
        (f"{prefix}.{field}", value)
        for prefix in _PREFIXES
        for field, values in _FIELDS.items()
        for value in values
    ]
)
_FOREIGN = st.tuples(
    st.from_regex(r"(?:up|key|tone|device|lcl)\.[A-Za-z]{1,6}(?:\.[0-9]{1,2})?", fullmatch=True),
    st.text(st.sampled_from("abc 123é€'"), max_size=6),
)
_SPACE = st.sampled_from([" ", "\n  ", "\r\n\t", "\t", "  "])
_EXTRA = st.sampled_from(
    ["", "\n", '<!-- volpProt.server.1.port="5060" -->', "text", "<x/>", "\r\n", "<![CDATA[é]]>"]
)


@st.composite
def files(draw: st.DrawFn) -> ConfigFile:
    """Files with right, wrong and misspelled parameters among many that are none of ours."""
    attributes = draw(st.lists(st.one_of(_OURS, _FOREIGN), max_size=14, unique_by=lambda pair: pair[0]))
    elements = []
    while attributes:
        count = draw(st.integers(1, len(attributes)))
        mine, attributes = attributes[:count], attributes[count:]
        rows = "".join(
            f'{draw(_SPACE)}{name}{draw(st.sampled_from(["", " "]))}="{value}"' for name, value in mine
        )
        elements.append(f"{draw(_EXTRA)}<e{rows}{draw(st.sampled_from(['', ' ']))}/>")
    declared, codec = draw(
        st.sampled_from(
            [("utf-8", "utf-8"), ("utf-8", "utf-8-sig"), ("utf-16", "utf-16"), ("iso-8859-15", "iso-8859-15")]
        )
    )
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<r>{"".join(elements)}{draw(_EXTRA)}</r>\n'
    name = draw(st.sampled_from(["site.cfg", "0004f2a1b2c3.cfg", "0004f2a1b2c3-web.cfg"]))
    return read_config(name, text.encode(codec))


@given(files(), st.sampled_from([None, PLAN]))
@settings(max_examples=250)
def test_repaired_is_clean_and_nothing_else_has_changed(file: ConfigFile, plan: Deployment | None) -> None:
    assert file.fault is None
    made = repaired(file, plan)
    after = made.repaired
    assert after.fault is None
    again = repaired(after, plan)
    assert again.edits == ()
    assert again.data == made.data
    assert not any("repair" in finding.facts for finding in lint([after], plan))
    # Undoing the edits, span by span from the end, gives the old text.
    text, shift = made.text, sum(len(e.text) - (e.end - e.start) for e in made.edits)
    for edit in reversed(made.edits):
        shift -= len(edit.text) - (edit.end - edit.start)
        start = edit.start + shift
        assert text[start : start + len(edit.text)] == edit.text
        text = text[:start] + file.text.text[edit.start : edit.end] + text[start + len(edit.text) :]
    assert text == file.text.text
    assert file.text.encode(text) == file.data
    foreign = [
        (s.name, s.value) for s in file.settings if s.name.startswith(("up", "key", "tone", "device", "lcl"))
    ]
    assert [pair for pair in foreign if pair not in {(s.name, s.value) for s in after.settings}] == []


@given(
    st.lists(files(), min_size=2, max_size=3, unique_by=lambda file: file.path), st.sampled_from([None, PLAN])
)
@settings(max_examples=60)
def test_several_files_are_repaired_together(opened: list[ConfigFile], plan: Deployment | None) -> None:
    found = lint(opened, plan)
    after = [repair(file, found).repaired for file in opened]
    rest = lint(after, plan)
    assert not any("repair" in finding.facts for finding in rest)


def test_a_misspelled_name_on_the_web_page_hides_the_value_below_before_and_after_it_is_repaired() -> None:
    own = config('voIpProt.SIP.outboundproxy.address="10.1.1.1"', name="0004f2a1b2c3-web.cfg")
    opened = [own, config('voIpProt.SIP.outboundProxy.address="a.b, c.d"')]
    found = lint(opened)
    after = [repair(file, found).repaired for file in opened]
    assert 'voIpProt.SIP.outboundProxy.port="0"' in after[0].text.text
    assert not any("repair" in finding.facts for finding in lint(after))


def test_a_port_is_that_of_the_address_as_it_is_once_it_is_repaired() -> None:
    """Behind an outbound proxy the port of another name may be right; that of the plan's must be 0."""
    lines = 'reg.1.server.1.address="piper.eslab.local" reg.1.server.1.port="5060"'
    file = config(f'{lines} voIpProt.SIP.outboundProxy.address="eslab.local"')
    made = repair(file, lint([file], PLAN))
    assert 'reg.1.server.1.address="testserver.eslab.local" reg.1.server.1.port="0"' in made.text
    assert not any("repair" in finding.facts for finding in lint([made.repaired], PLAN))


def test_a_server_written_in_two_ways_is_one_server() -> None:
    """The plan is about it then, also before both are cleaned: its transport is known at once."""
    file = config(
        'voIpProt.server.1.address="sip:x.y" voIpProt.server.1.transport="foo" reg.2.server.1.address="x.y."'
    )
    text = repair(file, lint([file], PLAN)).text
    assert f'transport="{PLAN.handset_transport}"' in text


# Shown and saved ---------------------------------------------------------------------------


def test_the_diff_shows_changes_and_hides_secrets() -> None:
    text = (
        f'<a>\n<b reg.1.auth.password="swordfish"/>\n<c {SERVER}.address="a.b" {SERVER}.port="5060"/>\n</a>\n'
    )
    diff = repaired(read_config("dir/site.cfg", text.encode())).diff()
    assert "swordfish" not in diff
    assert f' <b reg.1.auth.password="{HIDDEN}"/>' in diff.splitlines()
    assert f'-<c {SERVER}.address="a.b" {SERVER}.port="5060"/>' in diff.splitlines()
    assert f'+<c {SERVER}.address="a.b" {SERVER}.port="0"/>' in diff.splitlines()
    assert diff.startswith("--- site.cfg\n+++ site.cfg (repaired)\n")


@pytest.fixture
def faulty(tmp_path: Path) -> ConfigFile:
    path = tmp_path / "site.cfg"
    path.write_bytes(f'\ufeff<a {SERVER}.address="a.b"\r\n {SERVER}.port="5060"/>'.encode())
    return open_config(path)


def test_saving_elsewhere_leaves_the_input_alone(faulty: ConfigFile, tmp_path: Path) -> None:
    made = repaired(faulty)
    saved = save_repaired(made, tmp_path / "new.cfg")
    assert (saved.kept, saved.problem) == (None, "")
    assert (tmp_path / "new.cfg").read_bytes() == faulty.data.replace(b"5060", b"0")
    assert Path(faulty.path).read_bytes() == faulty.data
    folder = tmp_path / "out"
    folder.mkdir()
    assert save_repaired(made, folder).path == folder / "site.cfg"


def test_saving_over_the_input_keeps_the_original(faulty: ConfigFile, tmp_path: Path) -> None:
    made = repaired(faulty)
    (tmp_path / "site.cfg.orig").write_bytes(b"older")
    saved = save_repaired(made, Path(faulty.path))
    assert saved.kept == tmp_path / "site.cfg.orig2"
    assert saved.kept.read_bytes() == faulty.data
    assert (tmp_path / "site.cfg.orig").read_bytes() == b"older"
    assert Path(faulty.path).read_bytes() == made.data
    assert save_repaired(made, Path(faulty.path)).kept is None


def test_saving_over_another_file_keeps_that(faulty: ConfigFile, tmp_path: Path) -> None:
    other = tmp_path / "other.cfg"
    other.write_bytes(b"dear")
    saved = save_repaired(repaired(faulty), other)
    assert saved.kept is not None
    assert saved.kept.read_bytes() == b"dear"


def test_a_file_that_has_changed_meanwhile_is_not_overwritten(faulty: ConfigFile) -> None:
    Path(faulty.path).write_bytes(b"<a/>")
    saved = save_repaired(repaired(faulty), Path(faulty.path))
    assert "has changed since it was opened" in saved.problem
    assert Path(faulty.path).read_bytes() == b"<a/>"


def test_a_folder_that_is_not_there_is_a_sentence(faulty: ConfigFile, tmp_path: Path) -> None:
    saved = save_repaired(repaired(faulty), tmp_path / "none" / "x.cfg")
    assert "its folder does not exist" in saved.problem
