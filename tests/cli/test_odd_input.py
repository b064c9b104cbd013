"""Odd input of every command: one clear sentence, with the path as it was typed, alone on stderr."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.logs import HEALTHY, Form, register, zone

PLAN = ("--domain", "eslab.local", "--subdomain", "sip", "--server", "piper=10.225.2.31")
DOUBT = "This plan has one SIP server, so there is nothing to fail over to."
ROOT = Path(__file__).parents[2]


@pytest.fixture
def case(run, tmp_path) -> Path:
    path = tmp_path / "visit.json"
    assert run("case", str(path), *PLAN, "--server", "piper2=10.225.2.32").code == 0
    return path


def one_sentence(said, expected: str) -> None:
    assert said.code == 2
    assert said.out == ""
    assert said.err == f"failover-wizard: {expected}\n"


@pytest.mark.parametrize(
    "command",
    [
        ("plan", "--domain", "a b", "--server", "p=1.2.3.4"),
        ("plan", "--domain", "eslab.local", "--server", "piper"),
        ("config", *PLAN, "--failback-timeout", "600"),
        ("lint", "{empty}", *PLAN),
        ("lint", "{no}.cfg", "{no}2.cfg", *PLAN, "--repair", "{no}"),
        ("check", *PLAN),
        ("check", *PLAN, "--dns", "x"),
        ("check", "--address", "sip:a.b", "--dns", "x"),
        ("check", *PLAN, "--dns", "127.0.0.1", "--timeout", "99"),
        ("log", "{empty}", *PLAN),
        ("log", "-", "--follow", *PLAN),
        ("case", "{no}/x.json", *PLAN),
        ("case", "{no}.json", *PLAN, "--log", "{empty}"),
        ("case", "{no}.json", *PLAN, "--config", "{empty}"),
        ("case", "{no}.json", *PLAN, "--evidence", "{no}"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence_alone(run, tmp_path, command):
    """No remark about the plan stands before it."""
    (tmp_path / "empty").mkdir()
    said = run(*(word.format(empty=tmp_path / "empty", no=tmp_path / "no") for word in command))
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert said.err.startswith("failover-wizard: ")
    assert said.err.endswith(".\n")


def test_what_is_doubtful_is_said_once_all_is_right(run, tmp_path):
    log = tmp_path / "a.log"
    log.write_bytes(Form().bytes(register(zone(*HEALTHY))))
    for command in (("plan",), ("config",), ("log", str(log)), ("case", str(tmp_path / "a.json"))):
        said = run(*command, *PLAN)
        assert said.code in {0, 1}
        told = "There is no second server to fail over to." if command == ("plan",) else DOUBT
        assert said.err.count(told) == 1, command


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("log", "{}"), "a.log"),
        (("lint", "{}"), "a.cfg"),
        (("case", "o.json", "--log", "{}"), "a.log"),
        (("case", "o.json", "--config", "{}"), "a.cfg"),
        (("case", "o.json", "--evidence", "{}"), "a.json"),
        (("check", "--case", "{}", "--dns", "127.0.0.1"), "a.json"),
        (("check", "--config", "{}", "--dns", "127.0.0.1"), "a.cfg"),
        (("check", "--replay", "{}"), "a.json"),
        (("check", "--address", "a.b", "--dns", "127.0.0.1:1", "--log", "{}"), "a.log"),
        (("summary", "--case", "{}", "--out", "o.html"), "a.json"),
    ],
)
def test_what_is_not_there_is_named_as_it_was_typed(run, tmp_path, monkeypatch, command, name):
    monkeypatch.chdir(tmp_path)
    for path in (name, f"gone/{name}", f"../{tmp_path.name}/{name}", tmp_path / name):
        typed = str(Path(path))
        said = run(*(word.format(typed) for word in command))
        one_sentence(said, f"{typed} is not there. Check the path and open it again.")


def test_a_folder_in_place_of_a_case(run, tmp_path):
    one_sentence(
        run("summary", "--case", str(tmp_path), "--out", "a.html"),
        f"{tmp_path} is a folder. Choose a file in it that this program saved.",
    )


@pytest.mark.parametrize(
    "command",
    [
        ("summary", "--case", "", "--out", "a.html"),
        ("summary", "--case", "a", "--out", ""),
        ("summary", "--case", "a", "--out", "a.html", "--redact", "--key", " "),
        ("check", "--replay", ""),
        ("check", "--address", "a.b", "--dns", "127.0.0.1", "--evidence", ""),
        ("check", "--case", "", "--dns", "127.0.0.1"),
        ("case", ""),
        ("case", "a.json", "--evidence", ""),
        ("lint", "a.cfg", "--repair", ""),
    ],
)
def test_an_empty_name_is_never_as_if_nothing_was_named(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    said = run(*command)
    assert said.code == 2
    assert "an empty name is no file; name one" in said.err
    assert said.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_an_empty_name_among_files(run, tmp_path):
    (tmp_path / "a.cfg").write_text("<a/>")
    said = run("lint", "", str(tmp_path / "a.cfg"))
    assert said.code == 2
    assert said.err.startswith("failover-wizard: An empty name is no file. Name a .cfg file")


@pytest.mark.skipif(sys.platform != "linux", reason="needs files that the kernel makes up")
@pytest.mark.parametrize(
    ("out", "why"),
    [
        (
            "/proc/x.html",
            "its folder is a view of the running system and takes no files. Choose another one.",
        ),
        ("/nope/x.html", "its folder does not exist. Create it, or choose another one."),
        ("{}/d.html", "there is a folder of that name. Choose another name."),
        ("{}/" + "n" * 300 + ".html", "its name is too long. Choose a shorter one."),
    ],
)
def test_where_nothing_can_be_saved_the_reason_is_the_real_one(run, tmp_path, case, out, why):
    (tmp_path / "d.html").mkdir()
    out = out.format(tmp_path)
    one_sentence(run("summary", "--case", str(case), "--out", out), f"{out} was not saved: {why}")


def test_case_tells_what_it_shows_as_every_command_does(run, tmp_path):
    log = tmp_path / "a.log"
    for there, code, verdict in ((HEALTHY, 0, "registration.ok"), ((), 1, "name.missing")):
        log.write_bytes(Form().bytes(register(zone(*there))))
        out = tmp_path / f"{code}.json"
        said = run("case", str(out), "--log", str(log), "--json")
        assert (said.code, said.json["verdict"]["code"], said.json["out"]) == (code, verdict, str(out))
        assert out.exists()


def test_a_dialogs_fields_stand_on_lines_of_their_own(run):
    said = run("plan", *PLAN, "--naptr", "always", "--format", "windows").out.split("\n")
    at = next(n for n, line in enumerate(said) if "select Service Location (SRV)" in line)
    assert said[at].endswith("and fill in:")
    assert said[at + 1 : at + 10] == [
        "     Domain: sip.eslab.local",
        "     Service: _sip",
        "     Protocol: _udp",
        "     Priority: 10",
        "     Weight: 10",
        "     Port number: 5060",
        "     Host offering this service: piper.eslab.local",
        "     Time to live (TTL): 0:1:0:0",
        "   Click OK, then Done.",
    ]
    assert "     Regular expression: leave empty" in said
    assert "     Create associated pointer (PTR) record: tick" in said


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs another user to become")
def test_what_somebody_may_not_read(tmp_path):
    """As nobody, who may read the program but not these files."""
    folder = Path(f"/tmp/odd-{os.getpid()}")  # pytest's own folders are closed to others
    folder.mkdir(mode=0o755)
    try:
        for name in ("a.log", "a.cfg", "a.json"):
            (folder / name).write_text("x")
            (folder / name).chmod(0)
        for command in (
            ("log", "a.log"), ("lint", "a.cfg"), ("summary", "--case", "a.json", "--out", "a.html"),
            ("check", "--replay", "a.json"),
        ):  # fmt: skip
            name = next(word for word in command if word.startswith("a."))
            # All is loaded before: where Python itself lies may be closed to others.
            code = (
                "import os, sys, wizard.core.case.handover; from wizard.cli.main import main; "
                "os.setgid(65534); os.setuid(65534); "
            )
            done = subprocess.run(
                [sys.executable, "-c", f"{code}sys.exit(main(sys.argv[1:]))", *command],
                cwd=folder, env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert (done.returncode, done.stdout) == (2, ""), done.stderr
            told = f"failover-wizard: You may not read {name}. Copy it to a folder of yours and open that.\n"
            assert done.stderr == told
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
