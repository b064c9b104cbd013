"""``log``, ``case`` and ``summary`` on real files."""

import contextlib
import gzip
import io
import itertools
import multiprocessing
import os
import re
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from tests.core.corpus import corpus
from wizard.core import knowledge
from wizard.core.log.finder import Log, find
from wizard.crew import judge_logs
from wizard.paths import resource

BULLETIN = Path(__file__).parents[1] / "data" / "bulletin"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("form", ["as-printed", "restored"])
def test_failed_log(run, form):
    said = run("log", str(BULLETIN / f"failed-{form}.log"), "--json")
    assert said.code == 1
    assert said.err == ""
    assert said.json["verdict"]["code"] == "name.missing"
    first, second = said.json["findings"][:2]
    assert (first["code"], first["evidence"][0]["line"]) == ("name.missing", 6)
    assert (second["code"], second["caused_by"]) == ("registration.failed-locally", "name.missing")
    assert second["evidence"][-1]["line"] == 31
    assert said.json["files"][0]["lines"] == 31
    assert said.json["files"][0]["findings"] == [0, 1, 2]


@pytest.mark.parametrize("form", ["as-printed", "restored"])
def test_successful_log(run, form):
    said = run("log", str(BULLETIN / f"successful-{form}.log"), "--json")
    assert said.code == 0
    assert said.json["verdict"]["code"] == "registration.ok"
    assert said.json["verdict"]["severity"] == "info"


def test_in_a_log_of_several_handsets_a_fault_names_its_own(run, tmp_path):
    parts = {"0004f2a1b2c3": "failed", "0004f2a1b2c4": "successful"}
    texts = {mac: (BULLETIN / f"{part}-restored.log").read_text().splitlines() for mac, part in parts.items()}
    path = tmp_path / "syslog.log"
    path.write_text("".join(f"<134>{mac} {line}\n" for mac, lines in texts.items() for line in lines))
    lines = run("log", str(path)).out.splitlines()
    after = {
        code: lines[n + 1] for n, line in enumerate(lines) for code in re.findall(r"  \[([a-z.-]+)", line)
    }
    assert after["name.missing"] == "  Handset: 0004f2a1b2c3"
    assert after["naptr.service-unusable"] == "  Handset: 0004f2a1b2c4"
    assert "  Handset: " not in run("log", str(BULLETIN / "failed-restored.log")).out


def test_two_files_keep_their_own_verdicts(run):
    good, bad = BULLETIN / "successful-restored.log", BULLETIN / "failed-restored.log"
    said = run("log", str(good), str(bad), "--json")
    assert [table["verdict"]["code"] for table in said.json["files"]] == ["registration.ok", "name.missing"]
    assert said.json["verdict"]["code"] == "name.missing"
    codes = [[said.json["findings"][n]["code"] for n in table["findings"]] for table in said.json["files"]]
    assert "registration.ok" in codes[0]
    assert "name.missing" in codes[1]


def test_a_folder_is_every_log_in_it(run, tmp_path):
    (tmp_path / "0004f2a1b2c3-app.log").write_bytes((BULLETIN / "failed-restored.log").read_bytes())
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    said = run("log", str(tmp_path), "--json")
    assert [table["mac"] for table in said.json["files"]] == ["0004f2a1b2c3"]


def test_standard_input(run, monkeypatch):
    data = (BULLETIN / "failed-restored.log").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("log", "-", "--json").json["verdict"]["code"] == "name.missing"


def test_a_file_that_is_no_log_is_a_finding(run, tmp_path):
    path = tmp_path / "shopping.log"
    path.write_text("milk\nbread | butter\n", encoding="utf-8")
    said = run("log", str(path), "--json")
    assert said.code == 1
    assert said.json["verdict"]["code"] == "log.not-a-handset-log"


def test_an_unreadable_file_is_one_line_and_exit_code_2(run, tmp_path):
    said = run("log", str(tmp_path / "gone.log"))
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "gone.log" in said.err


@pytest.mark.parametrize("command", ["lint", "log", "summary --out summary.txt --case", "case", ""])
def test_a_name_that_no_file_can_have_is_one_line_and_exit_code_2(run, command):
    said = run(*command.split(), "x" * 300)
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def test_hostile_lines_reach_the_terminal_without_escapes(run, tmp_path):
    path = tmp_path / "hostile.log"
    path.write_text("\x1b]0;owned\x07 not a log\n", encoding="utf-8")
    said = run("log", str(path))
    assert "\x1b" not in said.out
    assert "\\x1b" in said.out


def test_a_case_is_put_together_and_summarised(run, tmp_path):
    case, out = tmp_path / "case.json", tmp_path / "summary.html"
    plan = ("--domain", "eslab.local", "--subdomain", "testserver", "--server", "piper=10.225.2.31")
    log = ("--log", str(BULLETIN / "failed-restored.log"))
    made = run("case", str(case), *plan, *log, "--site", "Hospital North", "--technician", "A. Smith")
    assert made.code == 1
    assert made.out.startswith(f"Saved {case}.\nVerdict: ")
    assert made.out.endswith("[name.missing, critical]\n")
    said = run("summary", "--case", str(case), "--out", str(out), "--json")
    assert said.code == 1
    assert said.json["verdict"]["code"] == "name.missing"
    text = out.read_text(encoding="utf-8")
    assert "Hospital North" in text
    assert "10.225.2.31" in text


def test_a_summary_of_another_form_is_refused_in_a_sentence(run, tmp_path):
    case = tmp_path / "case.json"
    run("case", str(case), "--domain", "eslab.local", "--server", "piper=10.225.2.31")
    said = run("summary", "--case", str(case), "--out", str(tmp_path / "summary.docx"))
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert not (tmp_path / "summary.docx").exists()


def test_the_module_runs_as_a_program_without_loading_qt():
    code = (
        "import sys, wizard.__main__ as door;"
        "code = door.main(['log', sys.argv[1], '--json']);"
        "assert not [name for name in sys.modules if name.startswith('PySide6')];"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(BULLETIN / "failed-restored.log")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert '"name.missing"' in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with head")
def test_a_closed_pipe_ends_quietly_with_the_true_exit_code():
    log = BULLETIN / "failed-restored.log"
    done = subprocess.run(
        f'("{sys.executable}" -m wizard log "{log}"; echo "code $?" >&2) | head -c 10',
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "code 1" in done.stderr


def test_configuration_files_go_into_a_case_without_their_secrets(run, tmp_path):
    config, other, out = tmp_path / "site.cfg", tmp_path / "0004f2a1b2c3.cfg", tmp_path / "visit.json"
    config.write_text('<a voIpProt.server.1.address="a.b" voIpProt.server.1.port="5060"/>')
    other.write_text('<a reg.1.auth.password="swordfish"/>')
    said = run("case", str(out), "--config", str(config), str(other), "--site", "North")
    assert said.code == 1
    assert said.out.startswith(f"Saved {out}.\nVerdict: ")
    assert said.out.endswith("[config.port-not-zero, error]\n")
    assert "swordfish" not in out.read_text(encoding="utf-8")
    said = run("summary", "--case", str(out), "--out", str(tmp_path / "visit.txt"), "--json")
    assert said.code == 1
    assert said.json["verdict"]["code"] == "config.port-not-zero"
    text = (tmp_path / "visit.txt").read_text(encoding="utf-8")
    assert 'before: voIpProt.server.1.port="5060"' in text


def test_a_configuration_that_cannot_be_read_makes_no_case(run, tmp_path):
    out = tmp_path / "visit.json"
    said = run("case", str(out), "--config", str(tmp_path / "site.cfg"))
    assert (said.code, said.out) == (2, "")
    missing = tmp_path / "site.cfg"
    assert said.err == f"failover-wizard: {missing} is not there. Check the path and open it again.\n"
    (tmp_path / "empty").mkdir()
    said = run("case", str(out), "--config", str(tmp_path / "empty"))
    assert said.code == 2
    assert "There is no configuration file in" in said.err
    assert not out.exists()


def test_case_takes_several_files_after_one_option_or_each_after_its_own(run, tmp_path):
    logs = [tmp_path / name for name in ("a.log", "b.log")]
    for log in logs:
        log.write_text("x\n")
    outs = [tmp_path / "one.json", tmp_path / "two.json"]
    assert run("case", str(outs[0]), "--log", *map(str, logs)).code == 1
    assert run("case", str(outs[1]), "--log", str(logs[0]), "--log", str(logs[1])).code == 1
    assert outs[0].read_text() == outs[1].read_text()


def test_a_case_never_writes_over_another_file(run, tmp_path):
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes((BULLETIN / "failed-restored.log").read_bytes())
    said = run("case", str(path), "--domain", "eslab.local", "--server", "piper=10.225.2.31")
    assert said.code == 2
    assert "no case file" in said.err
    assert path.read_bytes() == (BULLETIN / "failed-restored.log").read_bytes()


# Many logs ---------------------------------------------------------------------------------

LOGS = BULLETIN.parent / "logs"


def failing(name: str = "testserver.eslab.local") -> bytes:
    return (BULLETIN / "failed-restored.log").read_bytes().replace(b"testserver.eslab.local", name.encode())


def folder_of_logs(root: Path) -> Path:
    """40 handsets: 30 fail at one name, 4 at another, 5 are well, one file is no log."""
    good = (BULLETIN / "successful-restored.log").read_bytes()
    data = [failing()] * 30 + [failing("voice.example.com")] * 4 + [good] * 5 + [b"hello\n"]
    for number, one in enumerate(data):
        (root / f"0004f2{number:06x}-app.log").write_bytes(one)
    return root


def test_a_folder_is_judged_on_all_cores_by_cause(run, tmp_path):
    said = run("log", str(folder_of_logs(tmp_path)))
    assert (said.code, said.err) == (1, "")
    heads = [line for line in said.out.split("\n") if line.split(":")[0].endswith((" handset", " handsets"))]
    assert heads == [
        "30 handsets: name.missing testserver.eslab.local [critical]",
        "4 handsets: name.missing voice.example.com [critical]",
        "5 handsets: registration.ok testserver.eslab.local [info]",
        "1 handset: log.not-a-handset-log [error]",
    ]
    assert said.out.startswith("40 logs of 40 handsets.\n")
    assert len(re.findall(r"^  0004f2[0-9a-f]{6}  ", said.out, re.MULTILINE)) == 40
    assert "Create one SRV record for every SIP server at _sip._udp.voice.example.com." in said.out
    assert "  0004f200001e  20" in said.out


def test_a_readme_beside_logs_fails_no_script(run, tmp_path):
    for number in range(7):
        good = (BULLETIN / "successful-restored.log").read_bytes()
        (tmp_path / f"0004f2{number:06x}-app.log").write_bytes(good)
    readme = tmp_path / "readme.txt"
    readme.write_bytes(b"hello\n")
    said, read = run("log", str(tmp_path)), run("log", str(tmp_path), "--json")
    assert (said.code, read.code, run("log", str(readme)).code) == (0, 0, 1)
    assert said.out.startswith("7 logs of 7 handsets. Beside them 1 file that holds no log.\n")
    assert "\n1 file: log.not-a-handset-log [notice]\n" in said.out
    assert not {one["severity"] for one in read.json["findings"]} & {"error", "critical"}
    assert read.json["verdict"]["code"] == "registration.ok"


def test_an_empty_file_among_logs_is_told_as_a_file_without_lines(run, tmp_path):
    good = (BULLETIN / "successful-restored.log").read_bytes()
    for number in range(7):
        (tmp_path / f"0004f2{number:06x}-app.log").write_bytes(good)
    (tmp_path / "0004f2a1b2c3-app.log").write_bytes(b"")
    said, read = run("log", str(tmp_path)), run("log", str(tmp_path), "--json")
    assert (said.code, read.code, read.json["verdict"]["code"]) == (0, 0, "registration.ok")
    assert said.out.startswith("7 logs of 7 handsets. Beside them 1 file that holds no log.\n")
    assert (
        "\n1 file: log.not-a-handset-log [warning]\n  0004f2a1b2c3-app.log is empty.\n  HANDSET" in said.out
    )


def test_logs_without_a_mac_in_their_names_are_no_handsets(run, tmp_path):
    good = (BULLETIN / "successful-restored.log").read_bytes()
    for number in range(20):
        (tmp_path / f"copy {number}.log").write_bytes(failing() if number % 2 else good)
    said = run("log", str(tmp_path))
    assert said.out.startswith(
        "20 logs; 20 without a handset's MAC in the name, so logs are counted, not handsets.\n"
    )
    assert "10 logs: name.missing testserver.eslab.local [critical]" in said.out
    assert not re.search("[0-9] handset", said.out)


def test_many_workers_say_what_one_says(run, tmp_path, monkeypatch):
    folder = folder_of_logs(tmp_path)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04")
    many = run("log", str(folder), "--json")
    monkeypatch.setattr("wizard.crew.cores", lambda: 1)
    one = run("log", str(folder), "--json")
    assert many.json == one.json
    assert (many.code, many.err) == (one.code, one.err)
    assert many.code == 2
    assert many.err.count("\n") == 1
    assert many.json["verdict"]["code"] == "name.missing"
    assert [table["mac"] for table in many.json["files"]] == [f"0004f2{n:06x}" for n in range(40)]


def test_spawned_workers_do_the_same(run, tmp_path, monkeypatch):
    """As on Windows, which knows no fork."""
    folder = folder_of_logs(tmp_path)
    expected = run("log", str(folder), "--json").json
    monkeypatch.setattr("wizard.crew.FORKS", False)
    assert run("log", str(folder), "--json").json == expected


@pytest.mark.parametrize("forks", [True, False])
@pytest.mark.parametrize("wanted", [1, 41])
def test_no_worker_outlives_its_work(tmp_path, monkeypatch, forks, wanted):
    """One that did waits for ever for what the end of the program has already put away."""
    monkeypatch.setattr("wizard.crew.FORKS", forks)
    logs = [one for one in find([str(folder_of_logs(tmp_path))]) if isinstance(one, Log)]
    judging = judge_logs(logs, knowledge.load(resource("knowledge")), None)
    assert len(list(itertools.islice(judging, wanted))) == min(wanted, 40)
    assert wanted > 40 or multiprocessing.active_children()
    judging.close()
    assert not multiprocessing.active_children()


def test_each_log_of_the_corpus(run):
    said = run("log", str(LOGS), "--json")
    assert said.err == ""
    found = {Path(table["parts"][0]).relative_to(LOGS).parts[0]: table for table in said.json["files"]}
    # What only a plan shows is not judged here, and of an empty file among logs there is nothing to judge.
    expected = {name: one.verdict for name, one in corpus().items() if one.plan is None} | {"empty": ""}
    assert {name: (found[name]["verdict"] or {"code": ""})["code"] for name in expected} == expected


def test_parts_of_one_handset_are_one_log_and_each_line_is_found_where_it_stands(run):
    said = run("log", str(LOGS / "in-parts"), "--json")
    (table,) = said.json["files"]
    names = [Path(part).name for part in table["parts"]]
    mac = "0004f2a1b2c3"
    assert names == [f"{mac}-app.log.2.gz", f"{mac}-app.log.1", f"{mac}-app.log", f"{mac}-now-app.log"]
    assert Path(table["path"]).name == f"{mac}-app.log"
    cited = [e for finding in said.json["findings"] for e in finding["evidence"]]
    assert {Path(e["source"]).name for e in cited} == set(names)
    for evidence in cited:
        if not evidence["source"].endswith(".gz"):
            lines = Path(evidence["source"]).read_text(encoding="utf-8").split("\n")
            assert lines[evidence["line"] - 1] == evidence["text"]
    text = run("log", str(LOGS / "in-parts")).out
    assert f"  | {mac}-app.log.1, line " in text


def test_standard_input_may_be_packed(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(failing()))))
    assert run("log", "-", "--json").json["verdict"]["code"] == "name.missing"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_named_pipe(run, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    threading.Thread(target=pipe.write_bytes, args=(failing(),), daemon=True).start()
    assert run("log", str(pipe), "--json").json["verdict"]["code"] == "name.missing"


@pytest.mark.skipif(sys.platform == "win32", reason="needs devices with names")
def test_a_device_is_refused_and_the_rest_goes_on(run, tmp_path):
    (tmp_path / "a.log").write_bytes(failing())
    said = run("log", "/dev/zero", str(tmp_path / "a.log"), "--json")
    assert said.code == 2
    assert (
        said.err == "failover-wizard: /dev/zero is no file but a device of this computer. Name a log file.\n"
    )
    assert said.json["verdict"]["code"] == "name.missing"


@pytest.mark.skipif(sys.platform != "linux", reason="needs files that the kernel makes up")
@pytest.mark.parametrize("path", ["/proc/kmsg", "/proc/self/status", "/proc/self/fd/../status"])
def test_a_view_of_the_running_system_is_refused(run, path):
    said = run("log", path)
    assert said.code == 2
    assert (
        f"{path.rpartition('/')[2]} is a view of the running system and no file on a disk. Name" in said.err
    )


@pytest.mark.skipif(sys.platform != "linux", reason="needs files that the kernel makes up")
def test_a_file_that_is_open_elsewhere_is_no_view(run, tmp_path):
    (tmp_path / "a.log").write_bytes(failing())
    with (tmp_path / "a.log").open("rb") as file:
        said = run("log", f"/proc/self/fd/{file.fileno()}", "--json")
    assert said.json["verdict"]["code"] == "name.missing"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_pipe_that_does_not_end_is_left(run, tmp_path, monkeypatch):
    monkeypatch.setattr("wizard.core.log.streams.MOST_UNPACKED", 5_000_000)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def fill():
        with contextlib.suppress(BrokenPipeError), pipe.open("wb") as file:
            while True:
                file.write(failing())

    filling = threading.Thread(target=fill, daemon=True)
    filling.start()
    said = run("log", str(pipe))
    filling.join(10)
    assert not filling.is_alive()
    assert "pipe gave 0 GB and did not end. Save a part of it as a file." in said.out + said.err


def test_what_cannot_be_read_is_one_sentence_each_and_the_rest_goes_on(run, tmp_path):
    (tmp_path / "empty.log").write_bytes(b"")
    (tmp_path / "long.log").write_bytes(b"x" * 1_000_000 + b"\n" + failing())
    (tmp_path / "cut.log.gz").write_bytes(gzip.compress(failing() * 20)[:-20])
    (tmp_path / "bad.log.gz").write_bytes(b"\x1f\x8bnot really")
    (tmp_path / "packed.log").write_bytes(b"7z\xbc\xaf\x27\x1c")
    with zipfile.ZipFile(tmp_path / "customer.zip", "w") as archive:
        archive.writestr("../outside.log", failing())
        archive.writestr("inside.log", failing())
    (tmp_path / "dangling.log").symlink_to(tmp_path / "nowhere")
    said = run("log", str(tmp_path), str(tmp_path / "gone.log"), "--json")
    assert said.code == 2
    told = said.err.strip().split("\n")
    told = [line.removeprefix("failover-wizard: ") for line in told]
    start = f"{tmp_path}{os.sep}"
    assert all(line.startswith(start) for line in told), "each by the path that was typed"
    assert sorted(line.removeprefix(start) for line in told) == [
        "bad.log.gz is damaged (Unknown compression method). Fetch it again.",
        "customer.zip holds an entry that leads out of the archive (../outside.log). It was left out.",
        "cut.log.gz ends too early: it was cut off. Fetch it again.",
        "gone.log is not there. Check the path and open it again.",
        "packed.log is packed (7-Zip). Unpack it and open the logs inside.",
    ]
    codes = {Path(t["path"]).name: t["verdict"] and t["verdict"]["code"] for t in said.json["files"]}
    assert codes == {
        "inside.log": "name.missing",
        "cut.log.gz": "name.missing",
        "empty.log": None,
        "long.log": "name.missing",
    }


def test_a_long_log_is_read_in_several_threads(run, tmp_path, monkeypatch):
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(failing() * 200)
    expected = run("log", str(path), "--json").json
    monkeypatch.setattr("wizard.longlog.STRETCH", 50_000)
    monkeypatch.setattr("wizard.longlog.cores", lambda: 3)
    assert run("log", str(path), "--json").json == expected
    said = run("log", str(path))
    assert "  | and 2,360 more lines" in said.out


def test_a_log_with_too_many_look_ups_says_what_was_left_out(run, tmp_path, monkeypatch):
    monkeypatch.setattr("wizard.core.log.large.MOST_FOLLOWED", 100)
    path = tmp_path / "a.log"
    path.write_bytes(failing() * 20)
    said = run("log", str(path), "--json")
    (note,) = said.json["files"][0]["notes"]
    assert note.startswith("a.log is judged by its last 100 lines about look-ups; ")
    assert said.err == f"{tmp_path}{os.sep}{note}\n"
    assert said.json["verdict"]["code"] == "name.missing"


def test_a_case_takes_logs_from_archives(run, tmp_path):
    with zipfile.ZipFile(tmp_path / "customer.zip", "w") as archive:
        archive.writestr("0004f2a1b2c3-app.log", failing())
    case = tmp_path / "case.json"
    assert run("case", str(case), "--log", str(tmp_path / "customer.zip")).code == 1
    said = run("summary", "--case", str(case), "--out", str(tmp_path / "summary.txt"), "--json")
    assert said.json["verdict"]["code"] == "name.missing"


def test_folders_without_logs_are_named(run, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    said = run("log", *map(str, folders))
    assert said.code == 2
    assert f"no log file in {folders[0]}, {folders[1]}." in said.err


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_said_to_be_one(run, name):
    said = run("log", name)
    assert said.code == 2
    assert (
        said.err
        == "failover-wizard: An empty name is no file. Name a .log file, or a folder that holds some.\n"
    )


def test_of_an_empty_log_no_line_is_shown(run, tmp_path):
    path = tmp_path / "empty.log"
    path.touch()
    said = run("log", str(path))
    assert "empty.log is empty" in said.out
    assert "line 0" not in said.out
    assert "  |" not in said.out
