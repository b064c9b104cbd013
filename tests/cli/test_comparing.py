"""``check --log``: a log laid beside what DNS answers, live or replayed; and cases put together of both."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from tests.core.case.test_remembered import failing
from tests.core.case.test_remembered import log as log_of
from tests.servers import scripted
from wizard import live as wizard_live
from wizard.practice.lab import REPAIRED
from wizard.practice.server import PracticeServer

NAME = "testserver.eslab.local"
PLAN = ("--domain", "eslab.local", "--subdomain", "testserver", "--server", "piper=10.225.2.31:5060/1/10",
        "--server", "piper2=10.225.2.32:5060/2/10")  # fmt: skip


@pytest.fixture
def repaired():
    with PracticeServer(REPAIRED) as server:
        yield f"{server.address}:{server.port}"


@pytest.fixture
def failed(tmp_path):
    """The log of a handset that failed 18 minutes ago."""
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_text(log_of(failing(), datetime.now() - timedelta(minutes=18)).text)
    return path


def restart(path) -> str:
    return f"{path.name}, line 17: Restart the handset: it failed at "


def test_what_the_handset_still_remembers_is_said_behind_the_result(run, repaired, failed):
    said = run("check", "--address", NAME, "--dns", repaired, "--log", str(failed))
    assert said.code == 0
    assert said.out.rstrip().splitlines()[-1].startswith(restart(failed))
    assert "both by its own clock" in said.out
    as_json = run("check", "--address", NAME, "--dns", repaired, "--log", str(failed), "--json").json
    (one,) = as_json["remembered"]
    assert (one["line"], one["type"], one["over"]) == (17, "SRV", False)
    kept = datetime.fromisoformat(one["until"]) - datetime.fromisoformat(one["since"])
    assert kept == timedelta(hours=1)
    assert one["sentence"] in said.out


@pytest.mark.parametrize("plan", [(), PLAN], ids=["a name", "a plan"])
def test_replayed_answers_and_a_case_say_the_same(run, repaired, failed, tmp_path, plan):
    answers, case = tmp_path / "answers.json", tmp_path / "case.json"
    run("check", *(plan or ("--address", NAME)), "--dns", repaired, "--evidence", str(answers))
    said = run("check", "--replay", str(answers), "--log", str(failed))
    assert restart(failed) in said.out
    assert run("case", str(case), *plan, "--evidence", str(answers), "--log", str(failed)).code == 0
    assert restart(failed) in run("check", "--case", str(case), "--dns", repaired, *_look(plan)).out
    out = tmp_path / "summary.txt"
    assert run("summary", "--case", str(case), "--out", str(out)).code == 0
    text = " ".join(out.read_text("utf-8").split())
    assert restart(failed) in text
    assert "OK: DNS leads to the SIP servers" in text


def _look(plan):
    """A case without a plan names nothing that could be asked for."""
    return () if plan else ("--address", NAME)


def test_answers_asked_for_without_a_plan_are_judged_by_the_cases(run, repaired, tmp_path):
    answers, case = tmp_path / "answers.json", tmp_path / "case.json"
    run("check", "--address", NAME, "--dns", repaired, "--evidence", str(answers))
    other = [text.replace("/1/10", "/3/10") for text in PLAN]
    run("case", str(case), *other, "--evidence", str(answers))
    said = run("summary", "--case", str(case), "--out", str(tmp_path / "s.txt"), "--json")
    assert said.json["verdict"]["code"] == "srv.priority-inverted"
    assert "another plan" not in (tmp_path / "s.txt").read_text()


def test_predict_says_that_it_prints_no_fix(run, repaired):
    look = ("check", "--address", NAME, "--dns", repaired, "--predict")
    said = run(*look, "--product", "bind")
    assert said.out == run(*look).out, "the prediction stays alone on standard output"
    assert "--predict prints the log alone" in said.err
    assert "--predict prints" not in run(*look).err


def test_where_the_log_first_parts_from_the_prediction(run, repaired, failed, tmp_path):
    look = ("check", "--address", NAME, "--dns", repaired, "--predict")
    said = run(*look, "--log", str(failed))
    assert (
        f"{failed.name}: first difference, at line 5: The handset got no answer for NAPTR {NAME}." in said.err
    )
    assert said.out == run(*look).out, "the prediction stays alone on standard output"
    with PracticeServer(REPAIRED) as server:
        predicted = run("check", "--address", NAME, "--dns", f"{server.address}:{server.port}", "--predict")
    same = tmp_path / "same.log"
    same.write_text(
        "".join(f"112210020{n % 10}|{line}\n" for n, line in enumerate(predicted.out.splitlines()))
    )
    said = run(*look, "--log", str(same), "--json")
    (compared,) = said.json["predicted"][0]["compared"]
    assert (compared["same"], compared["line"]) == (True, None)
    assert "the handset wrote what is predicted (lines 1 to" in run(*look, "--log", str(same)).err


def test_a_log_that_is_about_something_else_proves_nothing(run, repaired, tmp_path):
    other = tmp_path / "other.log"
    other.write_text("1015152006|lldp |4|00|Ignoring corrupt LLDP packet.\n")
    said = run("check", "--address", NAME, "--dns", repaired, "--predict", "--log", str(other), "--json")
    assert said.json["remembered"] == []
    (compared,) = said.json["predicted"][0]["compared"]
    assert (compared["search"], compared["same"]) == (None, None)
    said = run("check", "--address", NAME, "--dns", repaired, "--predict", "--log", str(other))
    assert f"other.log: it shows no whole search for {NAME}" in said.err


def test_without_logs_nothing_is_said_of_them(run, repaired):
    said = run("check", "--address", NAME, "--dns", repaired, "--predict", "--json")
    assert "remembered" not in said.json
    assert "compared" not in json.dumps(said.json["predicted"])


def test_a_log_that_is_not_there(run, repaired, tmp_path):
    said = run("check", "--address", NAME, "--dns", repaired, "--log", str(tmp_path / "none.log"))
    assert said.code == 2
    assert "none.log" in said.err
    assert said.err.count("\n") == 1


def test_the_server_of_the_zone_is_asked_beside_the_handsets(run, monkeypatch):
    zone = "eslab.local"
    holds = (f"{zone}. 60 IN NS ns.{zone}.", f"ns.{zone}. 60 IN A 127.0.0.1")
    now = scripted.records(zone, *holds, f"_sip._udp.{NAME}. 60 IN SRV 1 1 5060 a.{zone}.")
    with scripted.serve(now) as holder, scripted.serve(scripted.records(zone, *holds)) as copy:
        monkeypatch.setattr(wizard_live, "DNS_PORT", holder.port)
        look = ("check", "--address", NAME, "--dns", f"127.0.0.1:{copy.port}", "--json")
        assert "dns.servers-differ" not in run(*look).out
        assert holder.count() == 0
        found = {one["code"]: one for one in run(*look, "--zone-dns").json["findings"]}
    assert found["dns.servers-differ"]["severity"] == "warning"
    assert f"127.0.0.1:{holder.port}" in found["dns.servers-differ"]["title"]
