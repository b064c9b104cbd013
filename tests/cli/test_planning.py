"""``plan`` and ``config`` print what products and handsets take, and say what is wrong in one line."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.servers import bind
from wizard.core.plan.recipes import Product

LAB = (
    "--domain", "eslab.local", "--subdomain", "testserver",
    "--server", "piper=10.225.2.31", "--server", "piper2=10.225.2.32",
)  # fmt: skip


def test_text_lists_the_records(run):
    said = run("plan", *LAB)
    assert said.code == 0
    assert [line.split() for line in said.out.splitlines()] == [
        ["_sip._udp.testserver.eslab.local.", "3600", "SRV", "10", "10", "5060", "piper.eslab.local."],
        ["_sip._udp.testserver.eslab.local.", "3600", "SRV", "20", "10", "5060", "piper2.eslab.local."],
        ["piper.eslab.local.", "3600", "A", "10.225.2.31"],
        ["piper2.eslab.local.", "3600", "A", "10.225.2.32"],
    ]


def test_the_plan_in_words_and_its_doubts_stand_beside_what_is_pasted(run):
    said = run("plan", *LAB)
    assert said.err == "All handsets use piper; when it fails, piper2.\n"
    equal = ("--domain", "eslab.local", "--server", "a=10.0.0.1/10/10", "--server", "b=127.0.0.1/10/10")
    said = run("plan", *equal, "--format", "bind")
    assert "share a and b in equal shares" in said.err
    assert "Equal priorities share the load by weight (Standard: RFC 2782)." in said.err
    assert "127.0.0.1 is loopback" in said.err
    assert "handsets" not in said.out
    notes = run("plan", *equal, "--json").json["notes"]
    assert [note.split()[0] for note in notes] == ["All", "Equal", "127.0.0.1"]
    alone = run("plan", "--domain", "eslab.local", "--server", "a=10.0.0.1")
    assert alone.err == "All handsets use a. There is no second server to fail over to.\n"
    doubled = ("--domain", "testserver.eslab.local", *LAB[2:])
    assert "type eslab.local as the domain" in run("plan", *doubled).err


def test_json_holds_plan_and_records(run):
    said = run("plan", *LAB, "--naptr", "always", "--json")
    assert said.code == 0
    assert said.err == ""
    assert said.json["schema"] == 1
    assert said.json["tool"]["name"] == "failover-wizard"
    assert said.json["command"] == "plan"
    assert [record["type"] for record in said.json["records"]] == ["NAPTR", "SRV", "SRV", "A", "A"]
    assert said.json["plan"]["handset"] == {
        "address": "testserver.eslab.local",
        "port": 0,
        "transport": "DNSnaptr",
    }
    assert run("plan", *LAB, "--naptr", "always", "--format", "json").json == said.json


@pytest.mark.parametrize("product", [product.value for product in Product])
def test_every_format_names_both_servers(run, product):
    said = run("plan", *LAB, "--format", product)
    assert said.code == 0
    assert "10.225.2.31" in said.out
    assert "10.225.2.32" in said.out


@pytest.mark.servers
def test_bind_loads_the_zone_lines_as_they_are_and_the_handset_finds_the_servers_in_order(run):
    lines = run("plan", *LAB, "--naptr", "always", "--format", "bind").out
    with bind.serve({"eslab.local": lines}) as server:
        dns = f"{server.address}:{server.port}"
        said = run("check", *LAB, "--naptr", "always", "--dns", dns, "--json")
    assert said.code == 0
    assert said.json["verdict"]["code"] == "registration.ok"
    assert said.json["servers"] == [
        {"host": "piper.eslab.local", "address": "10.225.2.31", "port": 5060, "transport": "udp",
         "priority": 10, "weight": 10},
        {"host": "piper2.eslab.local", "address": "10.225.2.32", "port": 5060, "transport": "udp",
         "priority": 20, "weight": 10},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("plan",), "--domain"),
        (("plan", "--domain", "a b", "--server", "piper=10.0.0.1"), "space"),
        (("plan", "--domain", "eslab.local"), "at least one SIP server"),
        (("check", "--domain", "eslab.local", "--dns", "10.0.0.9"), "without a plan, use --address"),
        (("plan", "--domain", "eslab.local", "--server", "piper"), "HOST=IP"),
        (("plan", "--domain", "eslab.local", "--server", "piper=10.0.0.300"), "not an IP address"),
        (("plan", "--domain", "eslab.local", "--server", "piper=10.0.0.1:99999"), "not a port"),
        (("plan", "--domain", "eslab.local", "--server", "piper=::1"), "This is an IPv6 address"),
        (("plan", "--domain", "eslab.local", "--server", "piper=[::1]:5060"), "This is an IPv6 address"),
        (("plan", "--domain", "eslab.local", "--server", "piper=224.0.0.1"), "one computer"),
        (("plan", "--domain", "_sip._udp.eslab.local", "--server", "a=10.0.0.1"), "Type eslab.local alone"),
        (("plan", "--domain", "eslab.local, b.local", "--server", "a=10.0.0.1"), "more than one name"),
        (("plan", "--domain", "eslab.local", "--server", "piper=10.0.0.1", "--ttl", "soon"), "time to live"),
        (("plan", "--domain", "", "--server", "piper=10.0.0.1"), "--domain"),
        (("plan", "--domain", ""), "A plan needs --domain"),
        (("config", "--domain", ""), "A plan needs --domain"),
        (("lint", "site.cfg", "--domain", ""), "A plan needs --domain"),
        (("check", "--address", "eslab.local", "--domain", ""), "A plan needs --domain"),
        (("plan", *LAB, "--format", "excel"), "excel"),
        (("config", *LAB, "--family", "reg", "--line", "0"), "line number"),
        (("nonsense",), "neither a command nor a file"),
        (("no\x1b[31msense",), "no[U+001B][31msense is neither a command"),
        (("--nonsense",), "no option"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_on_stderr_and_exit_code_2(run, arguments, expected):
    said = run(*arguments)
    assert said.code == 2
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert expected in said.err


def test_a_case_with_an_empty_domain_is_not_saved(run, tmp_path):
    said = run("case", str(tmp_path / "c.json"), "--domain", "")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "A plan needs --domain" in said.err
    assert not (tmp_path / "c.json").exists()


def test_config_is_well_formed_and_spells_the_parameter_right(run):
    said = run("config", *LAB, "--logging", "--outbound-proxy", "--failback-mode", "DNSTTL")
    assert said.code == 0
    attributes = {
        name: value for element in ET.fromstring(said.out).iter() for name, value in element.attrib.items()
    }
    assert attributes == {
        "voIpProt.server.1.address": "testserver.eslab.local",
        "voIpProt.server.1.port": "0",
        "voIpProt.server.1.transport": "DNSnaptr",
        "voIpProt.server.1.expires": "3600",
        "voIpProt.SIP.outboundProxy.address": "testserver.eslab.local",
        "voIpProt.SIP.outboundProxy.port": "0",
        "voIpProt.SIP.outboundProxy.transport": "DNSnaptr",
        "voIpProt.SIP.outboundProxy.failOver.failBack.mode": "DNSTTL",
        "log.render.level": "0",
        "log.level.change.dns": "1",
        "log.level.change.sip": "1",
    }


def test_config_takes_the_choices_for_failing_over(run):
    chosen = ("--failover", "separate", "--failback-mode", "duration", "--failback-timeout", "900")
    names = {p["name"]: p["value"] for p in run("config", *LAB, *chosen, "--json").json["parameters"]}
    assert {name.rpartition(".")[2]: value for name, value in names.items() if "failOver" in name} == {
        "reRegisterOn": "1",
        "failRegistrationOn": "1",
        "onlySignalWithRegistered": "1",
        "mode": "duration",
        "timeout": "900",
    }
    only = run("config", *LAB, "--proxy-only", "--failover", "shared", "--json").json["parameters"]
    assert all(p["name"].startswith("voIpProt.SIP.outboundProxy.") for p in only)
    assert run("config", *LAB, "--failback-timeout", "900").code == 2
    assert run("config", *LAB, "--failback-mode", "duration", "--failback-timeout", "59").code == 2
    assert run("config", *LAB, "--failback-mode", "duration", "--failback-timeout", "0").code == 0


def test_config_doubts_what_lint_would_warn_of(run, tmp_path):
    said = run("config", *LAB, "--expires", "299")
    (tmp_path / "site.cfg").write_text(said.out)
    assert "config.expires-out-of-range" in run("lint", str(tmp_path / "site.cfg")).out
    assert said.code == 0
    assert said.err.startswith("--expires 299: Some manuals allow 300 seconds or more")
    assert "300 seconds" in run("config", *LAB, "--expires", "299", "--json").json["notes"][0]
    proxy = run("config", *LAB, "--expires", "299", "--proxy-only")
    assert ("expires" in proxy.out, proxy.err) == (False, "")
    enough = run("config", *LAB, "--expires", "300")
    (tmp_path / "site.cfg").write_text(enough.out)
    assert (enough.err, run("lint", str(tmp_path / "site.cfg")).code) == ("", 0)
    assert "out-of-range" not in run("lint", str(tmp_path / "site.cfg")).out


def test_config_for_one_line_uses_reg(run):
    said = run("config", *LAB, "--family", "reg", "--line", "3", "--json")
    assert said.json["parameters"][0]["name"] == "reg.3.server.1.address"
    assert said.json["cms"]["Server Address"] == "testserver.eslab.local"
    assert "voIpProt" not in said.json["xml"]


def test_tcp_without_naptr_names_the_transport(run):
    said = run("config", *LAB, "--transport", "tcp", "--naptr", "never")
    assert 'voIpProt.server.1.transport="TCPOnly"' in said.out


def test_text_names_the_hosts_of_other_zones(run):
    said = run("plan", *LAB, "--server", "pbx.other.example=192.0.2.7")
    assert said.code == 0
    assert "pbx.other.example lies outside eslab.local" in said.err
    assert "192.0.2.7" in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_behind_the_output_is_one_sentence_and_no_finding() -> None:
    command = [
        sys.executable,
        "-m",
        "wizard",
        "plan",
        "--domain",
        "eslab.local",
        "--server",
        "piper=10.225.2.31",
    ]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*command, "--format", "bind"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("failover-wizard: The output could not be written (")
    assert "Traceback" not in done.stderr
