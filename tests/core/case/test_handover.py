from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.case.cases import NOW, a_judge, broken, live_broken, live_repaired, log_of, planned, repaired
from tests.core.case.test_file import whole_case
from tests.servers import sip_peer
from tests.servers.process import LOOPBACK
from tests.strategies import deployments, hostile_texts
from wizard.core.case.bundle import bundle
from wizard.core.case.case import Case
from wizard.core.case.evidence import load_report, save_report
from wizard.core.case.file import load, save
from wizard.core.case.handover import Wish, handed_over, save_handover, save_key
from wizard.core.case.redaction import redacted
from wizard.core.case.scripts import changes_of, scripts_of
from wizard.core.case.summary import Form, summarise
from wizard.core.handset.config_file import read_config
from wizard.core.plan.records import change_for
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv
from wizard.core.sip.probe import probe_all
from wizard.core.trace.attempts import FoundServer
from wizard.paper.press import press

pytestmark = pytest.mark.usefixtures("qapp")
ZIP = Path("visit.zip")
WRONG = '<all voIpProt.server.1.address="es.eslab.local" voIpProt.server.1.port="5060"/>'


def opened(case: Case, **wish: object) -> dict[str, bytes]:
    """The files in a case's bundle."""
    made = handed_over(case, a_judge(), ZIP, Wish(now=NOW, **wish))  # type: ignore[arg-type]
    assert made.problem == ""
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


# What is in it


def test_a_bundle_holds_summary_case_evidence_and_scripts():
    files = opened(whole_case())
    assert next(iter(files)) == "README.txt"
    assert {
        "summary.html", "summary.txt", "findings.csv", "case.json", "evidence/dns-answers.json",
        "evidence/logs/broken-0004f2a1b2c3-app.log", "fix/fix.ps1", "fix/undo.ps1", "fix/fix.cmd",
        "fix/undo.cmd", "fix/fix-naptr.cmd", "fix/zone-lines.txt", "fix/handset-plan.cfg",
    } <= set(files)  # fmt: skip
    again = load(files["case.json"].decode(), "case.json").case
    assert again == whole_case()
    assert load_report(files["evidence/dns-answers.json"].decode()) == whole_case().report


def test_the_readme_names_every_file_and_the_order():
    files = opened(whole_case())
    text = files["README.txt"].decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n")
    for name in files:
        assert name == "README.txt" or f"\n{name} " in text
    steps = ("1. Read summary.html", "2. Have DNS mended", "3. Give the handset", "4. Restart")
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    assert "Verdict: Critical: " in text


def test_where_dns_is_in_order_nobody_is_asked_to_mend_it():
    files = opened(live_repaired())
    text = files["README.txt"].decode("utf-8-sig")
    assert "fix/handset-plan.cfg" in files
    assert "mended" not in text
    assert ".ps1" not in text
    assert text.index("2. Give the handset") < text.index("3. Restart")


def test_a_repaired_case_has_no_scripts():
    files = opened(replace(live_repaired(), draft=Case().draft))
    assert not [name for name in files if name.startswith("fix/")]
    assert "fix" not in files["README.txt"].decode("utf-8-sig").partition("What each file is")[0].split()


def test_a_repaired_configuration_is_whole_or_left_out():
    sound = read_config("/x/site.cfg", WRONG.encode())
    secret = read_config("/x/own.cfg", WRONG.replace("<all ", '<all reg.1.auth.password="hunter2" ').encode())
    files = opened(planned().with_configurations([sound, secret]))
    assert b'port="0"' in files["fix/repaired-site.cfg"]
    assert "fix/repaired-own.cfg" not in files
    assert "own.cfg is left out: the file holds passwords" in files["README.txt"].decode("utf-8-sig")
    assert not [name for name, data in files.items() if b"hunter2" in data]


def test_names_of_logs_lead_nowhere_else():
    hostile = ["../../etc/passwd", "..\\..\\CON", "nul.log", "a" * 300, "", "☃.log", "same.log", "x/same.log"]
    logs = tuple(log_of(f"{number}", name) for number, name in enumerate(hostile))
    files = [name for name in opened(Case(logs=logs)) if name.startswith("evidence/logs/")]
    assert len(files) == len(logs)
    for name in files:
        assert re.fullmatch(r"evidence/logs/[\w][\w.-]{0,90}", name)
        assert ".." not in name.split("/")
        assert not re.match(r"(?i)(con|nul)(\.|$)", name.rpartition("/")[2])
    assert len({name.lower() for name in files}) == len(files)


def test_the_same_case_and_time_make_the_same_bytes():
    summary = summarise(whole_case(), a_judge(), now=NOW)
    made = bundle(whole_case(), a_judge(), summary, press(), made=NOW)
    begun = time.time()
    while int(time.time()) == int(begun):  # A PDF bears the second in which it was pressed.
        assert bundle(whole_case(), a_judge(), summary, press(), made=NOW) == made
    assert bundle(whole_case(), a_judge(), summary, press(), made=NOW) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 22, 10, 45, 0)}


# Scripts


def texts(change: RecordChange) -> dict[str, str]:
    found = {}
    for one in scripts_of([change]).files:
        data = one.data
        if one.name.endswith(".ps1"):
            assert data.startswith(b"\xef\xbb\xbf")
            data = data.removeprefix(b"\xef\xbb\xbf")
        if one.name.endswith(".cmd"):
            assert data.isascii()
        text = data.decode("utf-8")
        if one.name.endswith((".ps1", ".cmd")):
            assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)
        found[one.name] = text.replace("\r\n", "\n")
    return found


POWERSHELL = re.compile(
    r"(?:Add|Remove)-DnsServerResourceRecordA?(?: -\w+(?: (?:'(?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*'"
    r"(?:,'(?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*')*|\$\w+|[0-9A-Fa-f.:]+|[A-Z]+))?)+"
)
LOOK = re.compile(
    r"\$zone = '(?:[^']|'')*'; \$name = '(?:[^']|'')*'|if \(Get-DnsServerZone -Name '(?:[^']|'')*' "
    r"-ErrorAction SilentlyContinue\) \{ \$zone = '(?:[^']|'')*'; \$name = '(?:[^']|'')*' \}"
)
CMD = re.compile(r"dnscmd /Record(?:Add|Delete)(?: (?:\"[^\"%]*\"|[A-Za-z0-9_.+@:/-]+))+")


def assert_runs(change: RecordChange) -> dict[str, str]:
    """Every line is a comment or one whole command of the kind that is expected."""
    found = texts(change)
    for name, text in found.items():
        for line in text.splitlines():
            if name.endswith(".ps1") and line and not line.startswith("#"):
                assert POWERSHELL.fullmatch(line) or LOOK.fullmatch(line), line
            if name.endswith(".cmd") and line and not line.startswith("rem "):
                assert CMD.fullmatch(line), line
            if name.endswith(".cmd") and line.startswith("rem "):
                assert not set(line) & set("&|<>^%"), line
    return found


@given(deployments())
@settings(max_examples=40)
def test_scripts_of_any_plan_are_whole(plan):
    found = assert_runs(change_for(plan))
    assert "Add-DnsServerResourceRecord" in found["fix.ps1"]
    assert "Remove-DnsServerResourceRecord" in found["undo.ps1"]
    assert ("fix-naptr.cmd" in found) == plan.has_naptr
    adding = [line for line in found["fix.cmd"].splitlines() if "/RecordAdd" in line]
    assert len(adding) == len([line for line in found["undo.cmd"].splitlines() if "/RecordDelete" in line])


@given(hostile_texts(), hostile_texts())
@settings(max_examples=150)
def test_hostile_names_cannot_run_anything(one: str, other: str):
    records = (
        Record(f"{one}.eslab.local", RecordType.SRV, 60, Srv(1, 1, 5060, f"{other}.eslab.local")),
        Record(f"{other}.eslab.local", RecordType.A, 60, Address("10.0.0.1")),
        Record("eslab.local", RecordType.NAPTR, 60, Naptr(1, 1, one[:1], other, "", f"{one}.eslab.local")),
    )
    scripts = scripts_of([RecordChange("eslab.local", create=records)])
    assert scripts.files
    assert_runs(RecordChange("eslab.local", create=records))


def test_letters_outside_ascii_are_no_cmd_file():
    record = Record("müller.eslab.local", RecordType.A, 60, Address("10.0.0.1"))
    scripts = scripts_of([RecordChange("eslab.local", create=(record,))])
    assert "fix.cmd" not in {one.name for one in scripts.files}
    assert any("fix.cmd is left out" in one for one in scripts.left_out)
    powershell = next(one for one in scripts.files if one.name == "fix.ps1")
    assert "müller" in powershell.data.decode("utf-8-sig")


def test_the_changes_are_those_of_what_is_wrong_now():
    assert changes_of(live_broken(), a_judge())
    assert changes_of(live_repaired(), a_judge()) == ()
    assert changes_of(planned(), a_judge()) == (change_for(planned().plan),)  # type: ignore[arg-type]
    assert changes_of(Case(), a_judge()) == ()
    assert scripts_of(()).files == ()


@pytest.mark.skipif(shutil.which("named-checkzone") is None, reason="BIND is not here")
@pytest.mark.servers
def test_the_zone_lines_load_in_bind(tmp_path: Path):
    lines = opened(live_broken())["fix/zone-lines.txt"]
    head = b"$TTL 60\n@ IN SOA ns hostmaster 1 60 60 60 60\n@ IN NS ns\nns IN A 10.0.0.1\n"
    zone = tmp_path / "zone"
    zone.write_bytes(head + lines)
    done = subprocess.run(
        ["named-checkzone", "eslab.local", zone], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stdout


# Sending outside


def test_a_bundle_for_outside_has_no_scripts_and_says_so():
    files = opened(whole_case(), outside=True)
    assert not [name for name in files if name.startswith("fix/")]
    text = files["README.txt"].decode("utf-8-sig")
    assert "so they are left out" in text
    assert "as it was read" not in text
    assert b"cited as they were seen" not in files["summary.html"]
    assert b"cited as they were seen" in opened(whole_case())["summary.html"]
    assert not [name for name, data in files.items() if b"eslab" in data.lower() or "0004f2a1b2c3" in name]


@pytest.mark.parametrize("form", [".html", ".md", ".txt", ".csv", ".json", ".pdf", ".zip"])
def test_every_form_can_be_sent_outside(form: str):
    wish = Wish(now=NOW, outside=True, press=press() if form in {".pdf", ".zip"} else None)
    case = replace(whole_case(), logs=(broken(), repaired()))
    made = handed_over(case, a_judge(), Path(f"a{form}"), wish)
    assert made.problem == ""
    assert made.redacted is not None
    for secret in (b"eslab", b"testserver", b"10.225.2.31", b"Aarhus"):
        assert secret not in made.data


def test_what_our_own_sip_requests_say_is_no_secret(tmp_path: Path):
    """Their sender is called what every document calls the program."""
    case = live_repaired()
    assert case.report is not None
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as peer:
        server = FoundServer("piper.eslab.local", LOOPBACK, peer.port, "udp", 10)
        probes = tuple(probe_all([server], "testserver.eslab.local"))
    assert "sip:failover-wizard@" in probes[0].request
    case = replace(case, report=replace(case.report, probes=probes, probed=NOW))
    for form in (".html", ".txt", ".json", ".zip"):
        assert handed_over(case, a_judge(), Path(f"a{form}"), Wish(now=NOW, outside=True)).problem == ""


def test_a_user_who_is_called_what_the_program_says_can_be_sent_outside():
    text = broken().text.replace("Usr:1512 Dsp:1512", "Usr:1512 Dsp:SIP server")
    made = handed_over(Case(logs=(log_of(text),)), a_judge(), Path("a.txt"), Wish(now=NOW, outside=True))
    assert made.problem == ""


@pytest.mark.parametrize("whose", ["summary", "key", "answers"])
def test_a_saved_case_is_never_written_over(tmp_path: Path, whose: str):
    path = tmp_path / "visit.json"
    case = whole_case()
    assert case.report is not None
    assert save(case, path) == ""
    before = path.read_bytes()
    match whose:
        case "summary":
            said = save_handover(case, a_judge(), path, Wish(now=NOW)).problem
        case "key":
            said = save_key(redacted(case), path)
        case _:
            said = save_report(case.report, path)
    assert said == "visit.json was not saved: a case is saved there. Choose another name."
    assert path.read_bytes() == before


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not here")
def test_the_text_of_a_pdf_is_redacted_too(tmp_path: Path):
    path = tmp_path / "a.pdf"
    assert (
        save_handover(whole_case(), a_judge(), path, Wish(now=NOW, outside=True, press=press())).problem == ""
    )
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True, timeout=60)
    assert "name2.name1.local" in told.stdout
    for secret in ("eslab", "testserver", "10.225", "Aarhus", "1512"):
        assert secret not in told.stdout


def test_a_file_that_would_still_tell_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The last look stands on its own: with a redaction that forgets users, nothing is written."""
    monkeypatch.setattr("wizard.core.case.aliases.Aliases.user", lambda _self, text: text)
    path = tmp_path / "a.html"
    path.write_bytes(b"old")
    said = save_handover(whole_case(), a_judge(), path, Wish(now=NOW, outside=True)).problem
    assert "Change “1512” where you typed it" in said
    assert "a.html would still hold it, a user name of this case. Nothing was handed over." in said
    assert path.read_bytes() == b"old"


def test_a_file_name_may_not_tell_either(tmp_path: Path):
    path = tmp_path / "aarhus-dns-fix.html"
    said = save_handover(whole_case(), a_judge(), path, Wish(now=NOW, outside=True)).problem
    what = "the site, the technician or a word of the notes of this case"
    assert said == f"Choose another file name: “aarhus” in it is {what}. Nothing was handed over."
    assert not path.exists()


def test_the_key_is_saved_on_request(tmp_path: Path):
    out, key = tmp_path / "a.zip", tmp_path / "key.csv"
    assert save_handover(whole_case(), a_judge(), out, Wish(now=NOW, outside=True), key).problem == ""
    assert "testserver.eslab.local" in key.read_text("utf-8-sig")
    assert save_handover(whole_case(), a_judge(), out, Wish(now=NOW, outside=True)).problem == ""


@pytest.mark.parametrize("name", ["a", "a.docx", ".zip.exe"])
def test_another_ending_is_a_sentence(name: str, tmp_path: Path):
    said = save_handover(planned(), a_judge(), tmp_path / name, Wish()).problem
    assert "was not saved: its ending" in said
    assert ".zip" in said
    assert list(tmp_path.iterdir()) == []


def test_a_form_may_be_named_whatever_the_ending():
    made = handed_over(planned(), a_judge(), Path("a.dat"), Wish(form=Form.JSON, now=NOW))
    assert json.loads(made.data)["command"] == "summary"


@given(st.text(max_size=20))
@settings(max_examples=10)
def test_any_site_makes_a_bundle(site: str):
    assert "README.txt" in opened(Case(site=site, logs=(broken(),)))
