from __future__ import annotations

import base64
import dataclasses
import io
import re
import textwrap
import typing
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.case.cases import NOW, ROOT, a_judge, broken, live_repaired, log, log_of
from tests.core.case.test_file import saved_cases, whole_case
from tests.core.logs import HEALTHY, register, zone
from tests.strategies import addresses, deployments, domains, hostile_texts
from wizard.core import names
from wizard.core.case.aliases import Aliases, Kind
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.case_secrets import secrets_of
from wizard.core.case.file import dump
from wizard.core.case.leaks import leak_in
from wizard.core.case.redaction import RULES, all_texts, redacted
from wizard.core.case.saved import SavedCase, case_of, saved_of
from wizard.core.case.summary import render_html, render_text, summarise
from wizard.core.case.usual_words import STANDARD
from wizard.core.handset.config_file import open_config, read_config
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.draft import draft_of
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
LOGS = sorted((ROOT / "tests" / "data").rglob("*.log"))
FILES = sorted((ROOT / "tests" / "data" / "config").glob("*.cfg"))


def forms(case: Case) -> dict[str, bytes]:
    """A case in the forms in which it leaves the house."""
    summary = summarise(case, a_judge(), now=NOW)
    texts = {"a.txt": render_text(summary), "a.html": render_html(summary), "case.json": dump(case)}
    return {name: text.encode("utf-8", "backslashreplace") for name, text in texts.items()}


def shape(case: Case) -> list[object]:
    """A judgement without the names in it."""
    return [
        (f.code, f.variant, f.state, f.caused_by, [(e.kind, e.line) for e in f.evidence])
        for f in a_judge().whole(case, datetime(2026, 11, 22)).findings
    ]


def assert_closed(case: Case) -> Case:
    """The redacted case: judged as before, and nothing of the case in any form of it."""
    made = redacted(case)
    secrets = secrets_of(case, made.kept)
    assert shape(made.case) == shape(case)
    assert leak_in(secrets, forms(made.case)) is None
    return made.case


# The diagnosis stays, and nothing else


SYSLOG = "<134>Oct 28 09:12:04 phone-1512.eslab.local 0004f2a1b2c3|"
MAILED = {
    "lines": ("1028090001", 70, True),
    "a syslog server's lines": (f"{SYSLOG}1028090001", 76, True),
    "an answer to a mail": ("> 1028090001", 60, True),
    "messages alone": ("", 0, False),
    "messages alone, broken": ("> ", 60, False),
}


@pytest.mark.parametrize("name", MAILED)
@pytest.mark.parametrize("records", [(), HEALTHY], ids=["nothing at all", "well"])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "paragraphs"])
def test_a_log_that_a_mail_broke_is_judged_as_before(
    between: str, records: tuple[str, ...], name: str
) -> None:
    lead, width, has_form = MAILED[name]
    pieces: list[str] = []
    for event in register(zone(*records)):
        line = grammar.line(event, lead) if has_form else f"{lead}{grammar.write(event)}"
        pieces += textwrap.wrap(line, width) if width else [line]
    case = Case(logs=(log_of(between.join(pieces)),))
    assert bool(case.logs[0].review.broken) == bool(width)
    made = assert_closed(case)
    # A message of one word has no place to break it again.
    lost = case.logs[0].review.broken - made.logs[0].review.broken
    assert [made.logs[0].review.lines[number - 1].message for number in lost] in ([], ["regexp"])
    # Its last line may be an empty one now, which is none.
    fewer = len(case.logs[0].review.lines) - len(made.logs[0].review.lines)
    assert fewer in ((0,) if between == "\n" else (0, 1))


@pytest.mark.parametrize("records", [(), HEALTHY], ids=["nothing at all", "well"])
@pytest.mark.parametrize("mark", ["\u2019", "&#39;", '"', "\u00e2\u20ac\u2122"], ids=ascii)
@pytest.mark.parametrize("lead", ["1028090001", ""], ids=["lines", "messages alone"])
def test_a_log_with_other_quotation_marks_is_judged_as_before(
    lead: str, mark: str, records: tuple[str, ...]
) -> None:
    said = register(zone(*records))
    lines = [grammar.line(one, lead) if lead else grammar.write(one) for one in said]
    assert_closed(Case(logs=(log_of("\n".join(lines).replace("'", mark)),)))


BEFORE = ["1028090001;", "1028090001|dns|", "2014-10-28 09:12:01,", "[10:12, 3/1/2014] Anna Smith: "]


@pytest.mark.parametrize("records", [(), HEALTHY], ids=["nothing at all", "well"])
@pytest.mark.parametrize("before", BEFORE)
def test_what_stands_before_messages_alone_tells_nobodys_name(before: str, records: tuple[str, ...]) -> None:
    lines = [before + grammar.write(one) for one in register(zone(*records))]
    made = assert_closed(Case(logs=(log_of("\n".join(lines)),)))
    assert "Anna" not in made.logs[0].text


CUT = "Registration failed User: 1512"
BESIDE = ["Registration failed on all phones since Monday.", CUT, f"{CUT},", f"{CUT}, Error Code:4"]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("has_form", [True, False])
def test_nothing_is_lost_behind_an_error_that_a_line_without_the_form_tells_of(
    beside: str, *, has_form: bool
) -> None:
    said = register(zone(*HEALTHY))
    messages = [grammar.line(one, "1028090001") if has_form else grammar.write(one) for one in said]
    text = "\n".join([messages[0], beside, *messages[1:], beside, "Kind regards"])
    case = Case(logs=(log_of(text),))
    made = assert_closed(case)
    assert len(made.logs[0].review.lines) == len(case.logs[0].review.lines) == len(messages) + 3
    assert "1512" not in made.logs[0].text


def test_the_senders_name_before_a_mac_address_is_replaced_and_the_time_stands_once() -> None:
    lines = [SYSLOG + grammar.line(event, "1028090001") for event in register(zone())]
    case = Case(logs=(log_of("\n".join(lines)),))
    (log,) = assert_closed(case).logs
    assert "phone-1512" not in log.text
    assert log.review.lines[0].raw.count("1028090001") == 1
    assert log.review.lines[0].raw.startswith("<134>Oct 28 09:12:04 ")


@pytest.mark.parametrize("path", LOGS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_log_is_judged_as_before_and_tells_nobodys_name(path: Path):
    assert_closed(Case(logs=(log(path),), site="Hvidovre"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_configuration_is_judged_as_before_and_tells_nobodys_name(path: Path):
    assert_closed(Case().with_configurations([open_config(path)]))


@pytest.mark.parametrize("case", [whole_case(), live_repaired()], ids=["broken", "repaired"])
def test_a_live_check_is_judged_as_before_and_tells_nobodys_name(case: Case):
    assert_closed(case)


def test_the_original_would_not_pass():
    case = whole_case()
    assert leak_in(secrets_of(case), forms(case)) is not None


def test_every_text_of_a_case_has_a_rule():
    """A new field cannot slip out: it has a rule, or redaction refuses the case."""
    seen: set[type] = set()

    def fields(kind: type) -> None:
        if kind in seen:
            return
        seen.add(kind)
        hints = typing.get_type_hints(kind)
        for field in dataclasses.fields(kind):
            for inner in flat(hints[field.name]):
                if inner is str and kind.__name__ not in {"SavedConfiguration", "Fault"}:
                    assert (kind.__name__, field.name) in RULES, f"{kind.__name__}.{field.name}"
                elif dataclasses.is_dataclass(inner):
                    fields(inner)

    def flat(hint: typing.Any) -> list[typing.Any]:
        args = [one for one in typing.get_args(hint) if one is not Ellipsis]
        return [one for arg in args for one in flat(arg)] if args else [hint]

    fields(SavedCase)
    assert len(seen) > 15


@given(saved_cases())
@settings(max_examples=60, suppress_health_check=SLOW)
def test_any_case_can_be_redacted_and_opened(saved: SavedCase):
    made = redacted(case_of(saved))
    assert made.case == case_of(saved_of(made.case))


# What stays together


def relations(name: str, other: str) -> tuple[bool, bool, bool]:
    return names.same(name, other), names.is_below(name, other), names.is_below(other, name)


@given(st.lists(domains(1, 4), min_size=2, max_size=8))
def test_names_keep_their_relations(known: list[str]):
    aliases = Aliases(known)
    for one in known:
        for other in known:
            assert relations(aliases.name(one), aliases.name(other)) == relations(one, other)
        assert aliases.name(one) == aliases.name(one.upper()) or set(one.split(".")) & STANDARD
        assert aliases.name(f"_sip._udp.{one}") == f"_sip._udp.{aliases.name(one)}"


@given(st.lists(addresses(), min_size=1, max_size=12))
def test_addresses_keep_range_and_network(known: list[str]):
    aliases = Aliases(known)
    made = {one: aliases.address(one) for one in known}
    assert len(set(made.values())) == len(set(known))
    for one, alias in made.items():
        if one == alias:
            continue
        assert alias not in known
        assert _range(alias) == _range(one)
        for other, its in made.items():
            if other != its:
                assert (one.rpartition(".")[0] == other.rpartition(".")[0]) == (
                    alias.rpartition(".")[0] == its.rpartition(".")[0]
                )
        reverse = ".".join(one.split(".")[::-1]) + ".in-addr.arpa"
        assert aliases.name(reverse) == ".".join(alias.split(".")[::-1]) + ".in-addr.arpa"


def _range(address: str) -> str:
    first, second, *_ = map(int, address.split("."))
    if first == 10:
        return "10"
    if first == 172 and 16 <= second < 32:
        return "172"
    if (first, second) in {(192, 168), (169, 254)}:
        return f"{first}.{second}"
    return "100" if first == 100 and 64 <= second < 128 else "public"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("0004f2a1b2c3", r"02[0-9a-f]{10}"),
        ("00:04:F2:A1:B2:C3", r"02(:[0-9A-F]{2}){5}"),
        ("00-04-f2-a1-b2-c3", r"02(-[0-9a-f]{2}){5}"),
        ("0004.f2a1.b2c3", r"02[0-9a-f]{2}(\.[0-9a-f]{4}){2}"),
    ],
)
def test_a_mac_keeps_its_spelling_and_is_one_handset(text: str, form: str):
    aliases = Aliases([text])
    assert re.fullmatch(form, aliases.mac(text))
    digits = re.sub("[^0-9a-f]", "", aliases.mac(text).lower())
    assert digits == aliases.mac("0004f2a1b2c3")


@pytest.mark.parametrize("text", ["127.0.0.1", "0.0.0.0", "::1", "255.255.255.255"])
def test_addresses_of_nobody_stay(text: str):
    assert Aliases().address(text) == text


def test_ipv6_keeps_its_kind():
    aliases = Aliases()
    assert aliases.address("fe80::1:2") == "fe80::1"
    assert aliases.address("fd12:3456::7") == "fd00::1"
    assert aliases.address("2a01:4f8::1") == "2001:db8::1"
    assert aliases.address("2a01:04f8:0::1") == "2001:db8::1"


def test_paths_lose_their_folders_and_handset_files_keep_their_form():
    aliases = Aliases()
    first = aliases.path(r"C:\Users\karla\Desktop\0004f2a1b2c3-app.log")
    assert re.fullmatch(r"folder1/02[0-9a-f]{10}-app\.log", first)
    assert aliases.path("/home/karla/hospital.cfg") == "folder2/file1.cfg"


# Whatever names there are

USERS = st.from_regex(r"[1-9][0-9]{3,4}|[a-z]{4,8}\.[a-z]{3,8}", fullmatch=True)
MACS = st.from_regex(r"0004f2[0-9a-f]{6}", fullmatch=True)


@st.composite
def sites(draw: st.DrawFn) -> tuple[Case, tuple[str, ...]]:
    """A case of somebody's own, and the texts that must not be in what is sent outside."""
    plan: Deployment = draw(deployments())
    user, mac, dns = draw(USERS), draw(MACS), draw(addresses())
    folder = draw(st.sampled_from(["/home/karlsson/", "C:\\Users\\karlsson\\", ""]))
    hosts = [server.host for server in plan.servers]
    lines = [
        grammar.line(ev.RegisterStarted(user, f"Ward {user}", user, 0), "1028091200"),
        grammar.line(ev.LookupStarted("NAPTR", plan.name), "1028091201"),
        grammar.line(ev.NaptrEmpty(plan.name.upper()), "1028091202"),
        grammar.line(ev.Answered("A", hosts[0], (plan.servers[0].address,), 3600), "1028091203"),
        f"1028091204|cfg  |3|00|Prov {hosts[0]} at {dns}, user {user}, {mac}: Åge Karlsson",
        f"1028091204|sip  |0|00|From: <sip:{user}@{plan.name}>;tag=Karlsson77",
        "Via: SIP/2.0/UDP " + dns,
        draw(hostile_texts()).replace("\n", " ").replace("\r", " ") + plan.name,
        f"1028091205|so   |2|00|{'.'.join(dns.split('.')[::-1])}.in-addr.arpa {mac.upper()}",
    ]
    config = (
        f'<?xml version="1.0"?>\n<ward voIpProt.server.1.address="{plan.name}" '
        f'voIpProt.server.1.port="0" reg.1.auth.userId="{user}" reg.1.auth.password="hunter22secret"\n'
        f'  reg.1.label="Åge Karlsson" device.sntp.serverName="{hosts[-1]}"/> <!-- {hosts[0]} -->\n'
    )
    case = Case(
        draft=draft_of(plan),
        checks=CheckDraft(servers=(dns,)),
        logs=(log_of("\r\n".join(lines), f"{folder}{mac}-app.log"),),
        site=draw(st.sampled_from(["Hvidovre Hospital", "Werk Süd"])),
        technician="Åge Karlsson",
        notes=f"Call Åge Karlsson, {hosts[0]}",
    ).with_configurations([read_config(f"{folder}{mac}.cfg", config.encode())])
    secret = (plan.name, plan.domain, *hosts, *(s.address for s in plan.servers), mac, dns, "Karlsson", "Åge")
    return case, (*secret, "hunter22secret", "Hvidovre", *([user] if not user.isdigit() else []))


@given(sites())
@settings(max_examples=60, suppress_health_check=SLOW)
def test_nothing_of_any_site_gets_out(drawn: tuple[Case, tuple[str, ...]]):
    case, secret = drawn
    made = redacted(case)
    out = forms(made.case)
    text = "\n".join(data.decode() for data in out.values()).lower()
    for one in secret:
        telling = [label for label in one.lower().split(".") if label not in STANDARD]
        if telling and not one.startswith(("127.", "0.0.0.0")) and Aliases().address(one) != one:
            found = re.search(rf"(?<![\w.-]){re.escape(one.lower())}(?![\w-])", text)
            assert found is None, (one, text[max(found.start() - 60, 0) : found.end() + 60])
    assert leak_in(secrets_of(case, made.kept), out) is None
    assert shape(made.case) == shape(case)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("mac 00 04 F2 A1 B2 C3", "mac 02 00 00 00 00 01"),
        ("host ip-10-77-3-9 at 10.77.3.9", "host ip-10-0-0-1 at 10.0.0.1"),
        ("host ip_10_77_3_9", "host ip_10_0_0_1"),
        ("call +49 (89) 99 88 77 now", "call … now"),
        ("call 089 99 88 77", "call …"),
        ("call 12-34-56-78-90", "call …"),
        ("retry 1 2 3 at 4-5-6", "retry 1 2 3 at 4-5-6"),
    ],
)
def test_what_is_parted_otherwise_is_replaced_as_well(said: str, expected: str):
    line = f"1028091204|cfg  |3|00|{said}"
    case = Case(logs=(log_of(line),))
    made = redacted(case)
    assert made.case.logs[0].text == f"1028091204|cfg  |3|00|{expected}"
    assert leak_in(secrets_of(case, made.kept), {"a.txt": made.case.logs[0].text.encode()}) is None


def test_notes_and_people_are_left_out():
    made = redacted(Case(site="Hvidovre", technician="Åge", notes="ask Åge"))
    assert (made.case.site, made.case.technician, made.case.notes) == (
        "Site 1",
        "Technician 1",
        "The notes are left out of this copy.",
    )
    assert redacted(Case()).case == Case()


def test_the_key_tells_what_stands_for_what_and_is_no_formula():
    case = Case(technician="=HYPERLINK(1)", logs=(broken(),))
    key = redacted(case).key()
    assert "name,testserver.eslab.local,name" in key
    assert ",=HYPERLINK" not in key
    assert "'=HYPERLINK(1)" in key


def test_steps_that_were_done_stay_done():
    case = whole_case()
    steps = [step for fix in summarise(case, a_judge(), now=NOW).fixes for step in fix.procedure.steps]  # type: ignore[union-attr]
    for step in steps:
        case = case.with_step(step, "2026-11-22T10:50:00+01:00")
    again = redacted(case).case
    summary = summarise(again, a_judge(), now=NOW)
    assert steps
    assert all(summary.when_done(step) for fix in summary.fixes for step in fix.procedure.steps)  # type: ignore[union-attr]


def test_many_users_keep_an_alias_each():
    lines = [f"1028091204|sip  |0|00|From: <sip:ward{number}@pbx.acme.dk>" for number in range(150)]
    text = redacted(Case(logs=(log_of("\n".join(lines)),))).case.logs[0].text
    assert "<sip:user150@pbx.name1.name2>" in text
    assert len(set(text.splitlines())) == 150


def test_raw_messages_are_left_out():
    raw = [text for text in all_texts(live_repaired()) if "id " in text and "QUESTION" in text]
    assert raw
    assert not any("QUESTION" in text for text in all_texts(redacted(live_repaired()).case))


def test_log_lines_keep_number_time_and_form():
    case = Case(logs=(broken(),))
    made = redacted(case).case.logs[0].review
    before = case.logs[0].review
    assert [(one.number, one.time, one.level, one.missed) for one in made.lines] == [
        (one.number, one.time, one.level, one.missed) for one in before.lines
    ]
    assert [type(one.event) for one in made.entries] == [type(one.event) for one in before.entries]


# The last look finds it in every disguise

SECRET_NAME = "ivar.hvidovre.dk"


def _wire(text: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"


def _zipped(data: bytes, name: str = "a.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


DISGUISES: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "upper": lambda text: text.upper().encode(),
    "longer": lambda text: f"_sip._udp.x.{text}.".encode(),
    "html": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "html hex": lambda text: "".join(f"&#x{ord(sign):x};" for sign in text).encode(),
    "json line": lambda text: b'"x\\n' + text.encode() + b'\\ty"',
    "json": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text).encode(),
    "percent": lambda text: "".join(f"%{ord(sign):02X}" for sign in text).encode(),
    "dns escapes": lambda text: "".join(f"\\{ord(sign):03d}" for sign in text).encode(),
    "backslash": lambda text: text.replace(".", "\\.").encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "zip": lambda text: _zipped(text.encode()),
    "zip in zip": lambda text: _zipped(_zipped(text.encode())),
    "zip name": lambda text: _zipped(b"", f"{text}.log"),
}
RAW: dict[str, Callable[[bytes], bytes]] = {
    "hex": lambda data: data.hex().encode(),
    "HEX": lambda data: data.hex().upper().encode(),
    **{
        f"base64 at {at}": lambda data, at=at: base64.b64encode(b"\x01" * at + data + b"\x02\x03")
        for at in range(3)
    },
}


@pytest.mark.parametrize("how", DISGUISES)
@pytest.mark.parametrize("value", [SECRET_NAME, "10.77.3.9", "0004f2a1b2c3", "karlsson"])
def test_a_value_is_found_in_every_disguise(how: str, value: str):
    log = log_of(f"1028091204|cfg  |3|00|at {SECRET_NAME} 10.77.3.9 0004f2a1b2c3", "x.log")
    secrets = secrets_of(Case(technician="Karlsson", logs=(log,)))
    assert leak_in(secrets, {"a.txt": b"text " + DISGUISES["plain"]("other.example")}) is None
    data = DISGUISES[how](value)
    assert (
        leak_in(secrets, {"a.txt": data if data[:2] in {b"PK", b"\xff\xfe"} else b"text " + data}) is not None
    )


@pytest.mark.parametrize("how", RAW)
@pytest.mark.parametrize("raw", [_wire(SECRET_NAME), SECRET_NAME.encode()], ids=["wire", "text"])
def test_a_name_is_found_in_raw_messages(how: str, raw: bytes):
    secrets = secrets_of(Case(logs=(log_of(f"1028091204|cfg  |3|00|at {SECRET_NAME}", "x.log"),)))
    assert leak_in(secrets, {"a.json": b'"' + RAW[how](b"\x00" * 6 + raw) + b'"'}) is not None


@pytest.mark.parametrize("form", ["ip-10-77-3-9", "10_77_3_9", "00 04 F2 A1 B2 C3"])
def test_an_address_in_a_host_name_is_found(form: str):
    secrets = secrets_of(Case(logs=(log_of("1028091204|cfg  |3|00|10.77.3.9 0004f2a1b2c3", "x.log"),)))
    assert leak_in(secrets, {"a.txt": f"at {form} now".encode()}) is not None
    assert leak_in(secrets, {"a.txt": b"at ip-10-77-3-90 and 110-77-3-9 now"}) is None


def test_reversed_and_respelled_addresses_are_found():
    text = "1028091204|cfg  |3|00|10.77.3.9 2a01:4f8::9 00:04:F2:A1:B2:C3"
    secrets = secrets_of(Case(logs=(log_of(text, "x.log"),)))
    nibbles = ".".join(reversed(f"{0x2A0104F8:08x}{9:024x}"))
    for one in (
        "9.3.77.10.in-addr.arpa",
        f"{nibbles}.ip6.arpa",
        "2A01:04F8:0:0:0:0:0:9",
        "::ffff:10.77.3.9",
        "0004.f2a1.b2c3",
        "00-04-F2-A1-B2-C3",
        "handset-0004F2A1B2C3.log",
    ):
        leak = leak_in(secrets, {"a.txt": f"x {one} y".encode()})
        assert leak is not None, one
        assert leak.kind in {Kind.ADDRESS, Kind.MAC}
    assert leak_in(secrets, {"a.txt": b"10.77.3.90 and 110.77.3.9"}) is None


def test_an_extension_is_found_where_users_are_spoken_of_and_elsewhere_is_a_number():
    lines = "\n".join([grammar.line(ev.RegistrationFailed("3600", 480, "x")), "port 3600"])
    secrets = secrets_of(Case(logs=(log_of(lines),)))
    assert leak_in(secrets, {"a.txt": b"TTL 3600, expires in 3600 seconds"}) is None
    for text in (b"User 3600 could not", b"sip:3600@", b"Usr:3600"):
        leak = leak_in(secrets, {"a.txt": text})
        assert leak is not None
        assert leak.kind is Kind.USER


def test_the_sentence_names_the_kind_the_file_and_the_value_for_the_owner():
    secrets = secrets_of(Case(logs=(log_of(f"1028091204|cfg  |3|00|at {SECRET_NAME}"),)))
    leak = leak_in(secrets, {"a.html": SECRET_NAME.encode()})
    assert leak is not None
    assert "a host or domain name" in leak.sentence()
    assert leak.sentence().startswith(f"Change “{SECRET_NAME.lower()}” where you typed it")
    assert "a.html would still hold it, a host or domain name of this case." in leak.sentence()
    assert SECRET_NAME.lower() not in repr(leak)  # What is noted of a defect quotes nothing of a case.


@given(hostile_texts(), st.text(max_size=60))
def test_any_text_can_be_looked_through(one: str, other: str):
    secrets = secrets_of(Case(notes=one, site=other, logs=(log_of(other),)))
    files = {"a.txt": (one + other).encode("utf-8", "surrogatepass"), "b": b"", "c": b"PK\x03\x05"}
    leak = leak_in(secrets, files)
    assert leak is None or "Nothing was handed over." in leak.sentence()


@pytest.mark.parametrize(
    "piece",
    [
        "a-",
        "a.",
        "…,",
        ":",
        "1.",
        "0",
        "sip:",
        "<",
        "<style",
        "\\u00",
        "_",
        "%41",
        "1:",
        "x@",
        "Usr:",
        "é",
        "*",
        "a_",
    ],
)
def test_a_hostile_log_takes_time_in_proportion_to_its_length(piece: str):
    """Where it does not, a text of this length never ends."""
    text = piece * 60_000
    case = Case(logs=(log_of(f"1028091204|cfg  |3|00|{text}"),), notes=text[:1000])
    made = redacted(case)
    secrets = secrets_of(case, made.kept)
    assert leak_in(secrets, {"a.json": dump(made.case).encode()}) is None
    leak = leak_in(secrets, {"b.html": text.encode()})
    assert leak is None or leak.file == "b.html"
