"""``check`` against servers on loopback, and replayed without any."""

import pytest

from tests.servers import bind
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer

NAME = "testserver.eslab.local"


@pytest.fixture
def lab():
    with PracticeServer(BROKEN) as server:
        yield server


def dns(server) -> str:
    return f"{server.address}:{server.port}"


def test_broken_lab_is_name_missing_and_exit_code_1(run, lab):
    said = run("check", "--address", NAME, "--dns", dns(lab), "--json")
    assert said.code == 1
    assert said.err == ""
    assert said.json["verdict"] == {
        "code": "name.missing",
        "severity": "critical",
        "title": said.json["findings"][0]["title"],
    }
    assert said.json["servers"] == []
    assert [(t["question"]["type"], t["outcome"]) for t in said.json["trace"]] == [
        ("NAPTR", "nxdomain"),
        ("SRV", "nxdomain"),
        ("A", "nxdomain"),
    ]
    evidence = said.json["findings"][0]["evidence"]
    assert {e["kind"] for e in evidence} == {"dns"}
    assert {e["source"] for e in evidence} == {dns(lab)}


def test_repaired_lab_is_well(run, lab):
    lab.load(REPAIRED)
    said = run("check", "--address", NAME, "--dns", dns(lab), "--json")
    assert said.code == 0
    assert said.json["verdict"]["code"] == "registration.ok"
    assert [server["host"] for server in said.json["servers"]] == ["piper.eslab.local", "piper2.eslab.local"]


def test_a_plan_makes_the_fix_concrete(run, lab):
    plan = ("--domain", "eslab.local", "--subdomain", "testserver", "--server", "piper=10.225.2.31")
    said = run("check", *plan, "--server", "piper2=10.225.2.32", "--dns", dns(lab), "--json")
    fixes = {fix["product"]: fix for fix in said.json["findings"][0]["fix"]}
    assert (
        "_sip._udp.testserver.eslab.local. 3600 IN SRV 10 10 5060 piper.eslab.local."
        in fixes["bind"]["commands"]
    )
    assert fixes["powershell"]["undo"]
    assert fixes["windows"]["steps"]


def test_the_answers_can_be_saved_and_replayed(run, lab, tmp_path):
    path = tmp_path / "answers.json"
    live = run("check", "--address", NAME, "--dns", dns(lab), "--evidence", str(path), "--json")
    lab.stop()
    replayed = run("check", "--replay", str(path), "--json")
    assert replayed.code == live.code
    assert replayed.json == live.json


def test_predict_prints_the_log_that_the_handset_would_write(run, lab):
    said = run("check", "--address", NAME, "--dns", dns(lab), "--predict")
    lines = said.out.splitlines()
    assert lines[0] == f"dns  |1|00|doDnsLookupForList for record NAPTR: hostname '{NAME}' attempting.."
    assert lines[-2].endswith(f"doDnsSrvLookupForARecordList '{NAME}' found no records.")
    assert not any(line.startswith(("#", "line")) for line in lines)


def test_predict_says_what_is_not_sure(run, lab):
    lab.load(tuple(record for record in REPAIRED if "piper2" not in record.owner))
    arguments = ("check", "--address", NAME, "--dns", dns(lab), "--predict")
    said = run(*arguments)
    assert "inferred: No printed log shows an SRV target without an address." in said.err
    as_json = run(*arguments, "--json")
    assert as_json.err == ""
    (predicted,) = as_json.json["predicted"]
    assert predicted["lines"] == said.out.splitlines()
    doubts = {doubt["why"]: doubt for doubt in predicted["doubts"]}
    doubt = doubts["No printed log shows an SRV target without an address."]
    assert doubt["basis"] == "inferred"
    assert all("piper2" in predicted["lines"][number - 1] for number in doubt["lines"])


def test_a_closed_port_and_a_working_server_side_by_side(run, lab):
    lab.load(REPAIRED)
    said = run("check", "--address", NAME, "--dns", "127.0.0.1:1", "--dns", dns(lab), "--json")
    codes = {finding["code"] for finding in said.json["findings"]}
    assert {"dns.port-closed", "registration.ok"} <= codes
    assert said.code == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--address", NAME), "--dns"),
        (("--dns", "127.0.0.1"), "--address"),
        (("--address", "a b", "--dns", "127.0.0.1"), "space"),
        (("--address", NAME, "--dns", "dns.example"), "no DNS server"),
        (("--address", NAME, "--dns", "127.0.0.1", "--port", "70000"), "--port"),
        (("--address", NAME, "--dns", "127.0.0.1", "--timeout", "0"), "--timeout"),
        (
            ("--address", "_sip._udp.testserver.eslab.local", "--dns", "127.0.0.1"),
            "testserver.eslab.local alone",
        ),
        (("--address", NAME, "--replay", "nowhere.json"), "Leave --address or --replay out"),
        (("--replay", "nowhere.json"), "nowhere.json"),
        (("--case", "nowhere.json"), "nowhere.json"),
    ],
)
def test_wrong_usage(run, arguments, expected):
    said = run("check", *arguments)
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert expected in said.err


@pytest.mark.servers
def test_tcp_site_without_naptr_and_with_an_explicit_transport(run):
    zone = "_sip._tcp.voice SRV 10 10 5060 pbx\npbx A 10.225.2.9\n"
    with bind.serve({"eslab.local": zone}) as server:
        said = run(
            "check",
            "--address",
            "voice.eslab.local",
            "--transport",
            "TCPOnly",
            "--dns",
            dns(server),
            "--json",
        )
    assert [t["question"]["type"] for t in said.json["trace"]] == ["SRV", "A"]
    assert said.json["servers"][0]["transport"] == "tcp"
    assert said.json["verdict"]["code"] == "srv.single"


PLAN = ("--domain", "eslab.local", "--subdomain", "testserver")
PLAN += ("--server", "piper=10.225.2.31", "--server", "piper2=10.225.2.32", "--naptr", "always")


@pytest.mark.servers
def test_what_to_type_is_printed_for_one_product_and_a_zone_takes_it_as_it_is(run):
    with bind.serve({"eslab.local": "piper A 10.225.2.31\npiper2 A 10.225.2.32\n"}) as server:
        hint = run("check", *PLAN, "--dns", dns(server)).out.splitlines()[-1]
        said = run("check", *PLAN, "--dns", dns(server), "--product", "bind")
        assert "--product" in hint
        assert "bind" in hint
        assert "powershell" in hint
        assert said.code == 1
        typed = said.out[said.out.index("; ") :]
        whole = f"piper A 10.225.2.31\npiper2 A 10.225.2.32\n{typed}\n"
        bind.reload(server, {"eslab.local": whole})
        well = run("check", *PLAN, "--dns", dns(server), "--product", "bind")
    assert well.code == 0
    assert "SRV" not in well.out.split("The handset tries")[1], "nothing to type where all is well"
    assert "Add-DnsServerResourceRecord" not in said.out


@pytest.mark.servers
def test_a_recipe_printed_holds_nothing_that_a_terminal_obeys(run):
    with bind.serve(
        {"eslab.local": "_sip._udp.testserver SRV 1 1 5060 a\\027[31m\na\\027[31m A 10.0.0.1\n"}
    ) as server:
        said = run("check", *PLAN, "--dns", dns(server), "--product", "windows")
    assert "\x1b" not in said.out
