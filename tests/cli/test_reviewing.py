"""``log``, ``case`` and ``summary`` on real files."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

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
    assert made.code == 0
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
    assert (said.code, said.out) == (0, f"Saved {out}.\n")
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
    assert said.err == (
        "failover-wizard: site.cfg is not there any more. Check the path and open it again.\n"
    )
    (tmp_path / "empty").mkdir()
    said = run("case", str(out), "--config", str(tmp_path / "empty"))
    assert said.code == 2
    assert "No configuration file is there" in said.err
    assert not out.exists()


def test_case_takes_several_files_after_one_option_or_each_after_its_own(run, tmp_path):
    logs = [tmp_path / name for name in ("a.log", "b.log")]
    for log in logs:
        log.write_text("x\n")
    outs = [tmp_path / "one.json", tmp_path / "two.json"]
    assert run("case", str(outs[0]), "--log", *map(str, logs)).code == 0
    assert run("case", str(outs[1]), "--log", str(logs[0]), "--log", str(logs[1])).code == 0
    assert outs[0].read_text() == outs[1].read_text()


def test_a_case_never_writes_over_another_file(run, tmp_path):
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes((BULLETIN / "failed-restored.log").read_bytes())
    said = run("case", str(path), "--domain", "eslab.local", "--server", "piper=10.225.2.31")
    assert said.code == 2
    assert "no case file" in said.err
    assert path.read_bytes() == (BULLETIN / "failed-restored.log").read_bytes()
