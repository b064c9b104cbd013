"""``lint``, and ``check --config``."""

import io
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer

DATA = Path(__file__).parents[1] / "data" / "config"
PLAN = (
    *("--domain", "eslab.local", "--subdomain", "testserver"),
    *("--server", "piper=10.225.2.31", "--server", "piper2=10.225.2.32"),
)


@pytest.fixture
def copied(tmp_path):
    """Copies test files into a folder of their own; gives the paths."""

    def copy(*names: str) -> list[str]:
        return [str(shutil.copy(DATA / f"{name}.cfg", tmp_path)) for name in names]

    return copy


def write(path: Path, *attributes: str) -> str:
    path.write_text(f"<a {' '.join(attributes)}/>", encoding="utf-8")
    return str(path)


# The public interface ----------------------------------------------------------------------


def test_json_has_the_place_of_every_fault(run):
    path = str(DATA / "port-not-zero.cfg")
    said = run("lint", path, "--json")
    assert (said.code, said.err) == (1, "")
    found = said.json
    assert (found["schema"], found["command"]) == (1, "lint")
    assert found["verdict"]["code"] == "config.port-not-zero"
    (finding,) = found["findings"]
    assert (finding["severity"], finding["state"], finding["caused_by"]) == ("error", "current", None)
    assert finding["subject"] == "voIpProt.server.1.port"
    assert finding["evidence"] == [
        {"kind": "config", "source": path, "line": 6, "column": 31, "text": 'voIpProt.server.1.port="5060"'}
    ]
    assert finding["fix"][0]["product"] == "any"
    assert found["files"] == [
        {
            "path": path,
            "mac": None,
            "layer": "shared",
            "encoding": "utf-8",
            "parameters": 4,
            "notes": [],
            "findings": [0],
        }
    ]
    assert "repairs" not in found


def test_sound_files_have_exit_code_0(run):
    said = run("lint", str(DATA / "sound-site.cfg"), str(DATA / "sound-0004f2a1b2c3.cfg"), *PLAN)
    assert said.code == 0
    assert said.out == "No verdict: nothing here keeps DNS failover from working.\n"
    assert "taken to win over shared ones" in said.err


def test_warnings_alone_have_exit_code_0(run):
    said = run("lint", str(DATA / "expires-out-of-range.cfg"), "--json")
    assert said.code == 0
    assert said.json["verdict"] is None
    assert [finding["severity"] for finding in said.json["findings"]] == ["warning"]


def test_a_name_that_ends_in_a_dot_ends_the_sentence(run, tmp_path):
    said = run(
        "lint",
        write(
            tmp_path / "a.cfg",
            *('voIpProt.server.1.address="a.example.com"', 'voIpProt.server.2.address="sip.example.com."'),
        ),
    )
    assert "= sip.example.com. [config.address-list, error]" in said.out


def test_text_names_file_line_and_column(run):
    path = str(DATA / "bulletin.cfg")
    said = run("lint", path)
    assert said.out.startswith(
        "Verdict: volpProt is misspelled; the right spelling is voIpProt (capital I). ["
    )
    assert f'  | {path}:6:1: volpProt.server.1.address="eslab.local"\n' in said.out
    assert said.out.endswith("\n--repair OUT corrects 11 places and changes nothing else.\n")


def test_a_plan_tells_a_server_from_the_domain(run):
    path = str(DATA / "address-is-server.cfg")
    assert run("lint", path).code == 0
    assert run("lint", path, *PLAN, "--json").json["verdict"]["code"] == "config.address-is-server"


def test_a_file_that_is_no_xml_is_a_finding(run):
    said = run("lint", str(DATA / "not-xml.cfg"), "--json")
    assert said.code == 1
    assert said.json["verdict"]["code"] == "config.not-xml"
    evidence = said.json["findings"][0]["evidence"][0]
    assert (evidence["line"], evidence["column"]) == (5, 33)
    assert "swordfish" not in said.out


@pytest.mark.parametrize("text", ["<!DOCTYPE a><a/>", "\xff\xfe<\0a"])
def test_a_refused_file_is_one_line_on_stderr_and_exit_code_2(run, tmp_path, text):
    path = tmp_path / "site.cfg"
    path.write_bytes(text.encode("latin-1"))
    said = run("lint", str(path))
    assert said.code == 2
    assert said.err.count("\n") == 1


def test_wrong_usage_is_one_line_on_stderr_and_exit_code_2(run, tmp_path):
    for arguments in (("lint",), ("lint", str(tmp_path)), ("lint", str(tmp_path / "none.cfg"))):
        said = run(*arguments)
        assert said.code == 2
        assert said.err.count("\n") == 1


def test_folders_and_standard_input(run, copied, monkeypatch):
    folder = Path(copied("sound-site", "port-not-zero")[0]).parent
    said = run("lint", str(folder), "--json")
    assert [Path(file["path"]).name for file in said.json["files"]] == ["port-not-zero.cfg", "sound-site.cfg"]
    data = (DATA / "port-not-zero.cfg").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    said = run("lint", "-", "--json")
    assert said.json["findings"][0]["evidence"][0]["source"] == "standard input"


def test_hostile_names_cannot_steer_a_terminal(run, tmp_path):
    path = tmp_path / "site.cfg"
    path.write_bytes('<a voIpProt.server.1.address="x\u009b2J y"/>'.encode())
    said = run("lint", str(path))
    assert "\u009b" not in said.out
    assert "\\x9b" in said.out


# Repair ------------------------------------------------------------------------------------


def test_repair_writes_another_file_and_leaves_the_input(run, copied, tmp_path):
    (path,) = copied("bulletin")
    out = tmp_path / "fixed.cfg"
    before = Path(path).read_bytes()
    said = run("lint", path, "--repair", str(out), "--json")
    assert said.code == 1, "the exit code judges the file as it was read"
    assert Path(path).read_bytes() == before
    mended = before.replace(b"volpProt", b"voIpProt")
    assert out.read_bytes() == mended.replace(b'"naptr"', b'"DNSnaptr"')
    (repair,) = said.json["repairs"]
    assert (repair["path"], repair["out"], repair["kept"], repair["left"]) == (path, str(out), None, [])
    assert repair["edits"][0] == {
        "parameter": "volpProt",
        "old": "<volpProt>",
        "new": "<voIpProt>",
        "code": "config.parameter-misspelled",
        "line": 4,
        "column": 2,
    }
    assert repair["edits"][2] == {
        "parameter": "volpProt.server.1.address",
        "old": "volpProt.server.1.address",
        "new": "voIpProt.server.1.address",
        "code": "config.parameter-misspelled",
        "line": 6,
        "column": 1,
    }
    assert run("lint", str(out)).code == 0


def test_repair_over_the_input_keeps_the_original(run, copied):
    (path,) = copied("port-not-zero")
    before = Path(path).read_bytes()
    said = run("lint", path, "--repair", path)
    assert Path(f"{path}.orig").read_bytes() == before
    assert Path(path).read_bytes() == before.replace(b"5060", b"0")
    assert (
        "Repaired port-not-zero.cfg:6  voIpProt.server.1.port: 5060 -> 0  [config.port-not-zero]" in said.out
    )
    assert said.out.endswith(f"Saved {path}. What was there is in port-not-zero.cfg.orig.\n")


def test_repair_tells_what_it_leaves_and_why(run, copied, tmp_path):
    (path,) = copied("address-is-ip")
    out = tmp_path / "out.cfg"
    said = run("lint", path, "--repair", str(out))
    assert "Left     address-is-ip.cfg  voIpProt.server.1.address: Which domain" in said.out
    assert out.read_bytes() == Path(path).read_bytes()
    run("lint", path, *PLAN, "--repair", str(out))
    assert b'address="testserver.eslab.local"' in out.read_bytes()


def test_several_files_are_repaired_into_a_folder(run, copied, tmp_path):
    paths = copied("port-not-zero", "not-xml", "transport-invalid")
    assert run("lint", *paths, "--repair", str(tmp_path / "none")).code == 2
    out = tmp_path / "out"
    out.mkdir()
    said = run("lint", *paths, "--repair", str(out))
    assert said.code == 1
    assert sorted(path.name for path in out.iterdir()) == ["port-not-zero.cfg", "transport-invalid.cfg"]
    assert "not-xml.cfg was not written" in said.err
    assert run("lint", str(out)).code == 0


def test_a_repair_that_cannot_be_saved_is_exit_code_2(run, copied, tmp_path):
    (path,) = copied("port-not-zero")
    said = run("lint", path, "--repair", str(tmp_path / "none" / "out.cfg"))
    assert said.code == 2
    assert "its folder does not exist" in said.err


# check --config ----------------------------------------------------------------------------


@pytest.fixture
def lab():
    with PracticeServer(BROKEN) as server:
        yield server


def test_check_looks_for_what_the_files_say(run, lab, copied):
    lab.load(REPAIRED)
    dns = f"{lab.address}:{lab.port}"
    said = run("check", *(a for p in copied("sound-site") for a in ("--config", p)), "--dns", dns, "--json")
    assert said.code == 0, json.dumps(said.json["findings"], indent=1)
    assert said.json["verdict"]["code"] == "registration.ok"
    assert [server["host"] for server in said.json["servers"]] == ["piper.eslab.local", "piper2.eslab.local"]
    assert said.json["configured"] == [
        {
            "mac": None,
            "line": None,
            "parameter": "voIpProt.server.1.address",
            "address": "testserver.eslab.local",
            "port": 0,
            "transport": "DNSnaptr",
        }
    ]


def test_check_tells_a_port_once_with_its_line(run, lab, copied):
    lab.load(REPAIRED)
    (path,) = copied("port-not-zero")
    said = run("check", "--config", path, "--dns", f"{lab.address}:{lab.port}", "--json")
    ports = [finding for finding in said.json["findings"] if finding["code"] == "config.port-not-zero"]
    assert [finding["evidence"][0]["line"] for finding in ports] == [6]
    assert {entry["question"]["type"] for entry in said.json["trace"]} == {"A"}


def test_check_asks_for_every_line(run, lab, tmp_path):
    lab.load(REPAIRED)
    path = write(
        tmp_path / "0004f2a1b2c3.cfg",
        'voIpProt.server.1.address="testserver.eslab.local"',
        'reg.1.address="1"',
        'reg.2.address="2"',
        'reg.2.server.1.address="other.eslab.local"',
    )
    dns = ("--dns", f"{lab.address}:{lab.port}")
    said = run("check", "--config", path, *dns)
    assert said.code == 1
    assert "The handset tries for testserver.eslab.local, in this order:" in said.out
    found = run("check", "--config", path, *dns, "--json").json
    assert [entry["line"] for entry in found["configured"]] == [1, 2]
    assert {"other.eslab.local", "testserver.eslab.local"} <= {t["question"]["name"] for t in found["trace"]}
    said = run("check", "--config", path, *dns, "--evidence", str(tmp_path / "e.json"))
    assert said.code == 2
    assert "testserver.eslab.local, other.eslab.local" in said.err


def test_check_refuses_files_that_name_nothing(run, copied, tmp_path):
    nothing = write(tmp_path / "nothing.cfg", 'x="1"')
    cases = [
        (("--config", nothing), "lint tells why"),
        (("--config", copied("not-xml")[0]), "line 5, column 33"),
        (("--config", str(tmp_path / "none.cfg")), "is not there"),
        (("--config", copied("sound-site")[0], "--port", "5060"), "--port"),
        (("--config", copied("sound-site")[0], "--address", "a.b"), "--address"),
    ]
    for arguments, expected in cases:
        said = run("check", *arguments, "--dns", "127.0.0.1:1")
        assert said.code == 2
        assert said.err.count("\n") == 1
        assert expected in said.err


def test_a_file_that_could_not_be_read_is_not_called_sound(run, tmp_path):
    (tmp_path / "bad.cfg").write_text("<!DOCTYPE a><a/>")
    (tmp_path / "good.cfg").write_text("<a/>")
    bad, good = str(tmp_path / "bad.cfg"), str(tmp_path / "good.cfg")
    alone = run("lint", bad)
    assert (alone.code, alone.out, alone.err.count("\n")) == (2, "", 1)
    gone = run("lint", str(tmp_path / "nope.cfg"))
    assert (gone.code, gone.out, gone.err.count("\n")) == (2, "", 1)
    both = run("lint", bad, good)
    assert both.code == 2
    assert both.out.startswith("No verdict: nothing in the files that could be read keeps")


@pytest.mark.skipif(sys.platform != "linux", reason="needs pipes and devices with names")
def test_what_is_no_file_is_refused_and_the_rest_is_judged(run, tmp_path):
    """To open a pipe takes until somebody writes into it, and /dev/zero and /proc/kmsg never end."""
    os.mkfifo(tmp_path / "pipe.cfg")
    (tmp_path / "b.cfg").write_bytes(b"<a/>")
    said = run(
        "lint", str(tmp_path / "pipe.cfg"), "/dev/zero", "/proc/kmsg", str(tmp_path / "b.cfg"), "--json"
    )
    assert said.code == 2
    complaints = said.err.splitlines()
    assert [line.count(" is ") for line in complaints] == [1, 1, 1]
    assert "is a pipe" in complaints[0]
    assert complaints[1].endswith("is no file but a device of this computer. Name a configuration file.")
    assert "is a view of the running system" in complaints[2]
    assert [file["path"] for file in said.json["files"]] == [str(tmp_path / "b.cfg")]


@pytest.mark.skipif(sys.platform == "win32", reason="needs devices with names")
@pytest.mark.parametrize(
    "command",
    [
        ("check", "--config", "/dev/zero", "--dns", "127.0.0.1"),
        ("check", "--replay", "/dev/zero"),
        ("check", "--case", "/dev/zero", "--dns", "127.0.0.1"),
        ("summary", "--case", "/dev/zero", "--format", "txt"),
        ("case", "out.json", "--evidence", "/dev/zero"),
        ("case", "out.json", "--config", "/dev/zero"),
    ],
)
def test_no_command_reads_a_device(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    said = run(*command)
    assert said.code == 2
    assert "/dev/zero is no file but a device of this computer. Name a " in said.err
