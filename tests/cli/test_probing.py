"""``check --sip``: the servers that were found are asked for a sign of life."""

import pytest

from tests.servers import bind, kamailio, sip_peer
from tests.servers.process import free_port
from wizard.practice.server import PracticeServer

NAME = "testserver.eslab.local"


@pytest.fixture
def lab():
    """The lab's zone, with both SIP servers on this computer."""
    with PracticeServer(zone(free_port(), free_port())) as server:
        yield server


def zone(first: int, second: int) -> str:
    return (
        "$ORIGIN eslab.local.\n$TTL 3600\n"
        "@ SOA ns hostmaster 1 3600 600 86400 3600\n@ NS ns\nns A 127.0.0.1\n"
        'testserver NAPTR 10 10 "s" "SIP+D2U" "" _sip._udp.testserver\n'
        f"_sip._udp.testserver SRV 10 10 {first} piper\n_sip._udp.testserver SRV 20 10 {second} piper2\n"
        "piper A 127.0.0.1\npiper2 A 127.0.0.1\n"
    )


def dns(server) -> str:
    return f"{server.address}:{server.port}"


def codes(said) -> list[str]:
    return [finding["code"] for finding in said.json["findings"] if finding["code"].startswith("sip.")]


def test_both_servers_answer(run, lab):
    with (
        sip_peer.datagrams(lambda request: [sip_peer.reply(request, "404 \u202eNo", "Server: box")]) as one,
        sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as two,
    ):
        lab.load(zone(one.port, two.port))
        said = run("check", "--address", NAME, "--dns", dns(lab), "--sip", "--json")
    assert said.err == ""
    assert codes(said) == ["sip.answers", "sip.answers"]
    first, second = said.json["probes"]
    assert first.pop("request").startswith(f"OPTIONS sip:{NAME} SIP/2.0\r\n")
    assert first.pop("reply").startswith("SIP/2.0 404 ")
    assert first.pop("milliseconds") > 0
    assert first == {
        "host": "piper.eslab.local",
        "address": "127.0.0.1",
        "port": one.port,
        "transport": "udp",
        "outcome": "answers",
        "detail": "",
        "connection": None,
        "status": 404,
        "reason": "\N{REPLACEMENT CHARACTER}No",
        "software": "box",
        "tls": None,
        "certificate": None,
    }
    assert (second["host"], second["status"]) == ("piper2.eslab.local", 200)


def test_an_unusual_port_is_no_fault_where_a_sip_server_answers(run, lab):
    """Only the one that stays silent may have the wrong port; with a plan the port is the plan's."""
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as one:
        lab.load(zone(one.port, dead := free_port()))
        asked = ("check", "--dns", dns(lab), "--sip", "--timeout", "0.5", "--json")
        said = run(*asked, "--address", NAME)
        servers = ("--server", "piper=127.0.0.1", "--server", f"piper2=127.0.0.1:{dead}")
        planned = run(*asked, "--domain", "eslab.local", "--subdomain", "testserver", *servers)
    ports = [f["subject"] for f in said.json["findings"] if f["code"] == "srv.port-differs"]
    assert ports == ["piper2.eslab.local"]
    ports = [f["subject"] for f in planned.json["findings"] if f["code"] == "srv.port-differs"]
    assert ports == ["piper.eslab.local"]


def test_nothing_is_sent_without_sip(run, lab):
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as peer:
        lab.load(zone(peer.port, peer.port))
        said = run("check", "--address", NAME, "--dns", dns(lab), "--json")
    assert peer.heard == []
    assert "probes" not in said.json
    assert codes(said) == []


@pytest.mark.not_under_wine("tells nobody that a UDP port is closed")
def test_a_dead_backup_is_an_error_and_so_is_a_dead_first_server_that_has_one(run, lab):
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as peer:
        lab.load(zone(peer.port, free_port()))
        backup = run("check", "--address", NAME, "--dns", dns(lab), "--sip", "--json")
        lab.load(zone(free_port(), peer.port))
        first = run("check", "--address", NAME, "--dns", dns(lab), "--sip", "--json")
    assert [p["outcome"] for p in backup.json["probes"]] == ["answers", "refused"]
    assert (backup.code, first.code) == (1, 1)
    refused = next(f for f in first.json["findings"] if f["code"] == "sip.refused")
    assert refused["severity"] == "error"
    assert "the backup piper2.eslab.local answers" in refused["title"]
    # No handset would come as far: the servers of this test are where it runs.
    assert first.json["verdict"]["code"] == "address.differs"
    severities = {f["code"]: f["severity"] for f in backup.json["findings"]}
    assert severities["sip.refused"] == "error"
    assert refused["evidence"][0]["kind"] == "sip"


@pytest.mark.not_under_wine("tells nobody that a UDP port is closed")
def test_people_see_each_probe_as_it_arrives(run, lab):
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request, "200 \x1b[2JOK")]) as peer:
        lab.load(zone(peer.port, free_port()))
        said = run("check", "--address", NAME, "--dns", dns(lab), "--sip")
    assert f"127.0.0.1:{peer.port}/udp  piper.eslab.local: answers 200 " in said.err
    assert "piper2.eslab.local: turned away (nothing listens there)" in said.err
    assert "Nothing listens for SIP on the backup server piper2.eslab.local" in said.out
    assert "\x1b" not in said.out + said.err


def test_found_nothing_asks_nobody(run, lab):
    said = run("check", "--address", "none.eslab.local", "--dns", dns(lab), "--sip", "--json")
    assert said.json["probes"] == []
    assert said.json["verdict"]["code"] == "name.missing"


@pytest.mark.not_under_wine("tells nobody that a UDP port is closed")
def test_what_the_sip_servers_said_is_saved_and_replayed(run, lab, tmp_path):
    path = str(tmp_path / "answers.json")
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as peer:
        lab.load(zone(free_port(), peer.port))
        live = run("check", "--address", NAME, "--dns", dns(lab), "--sip", "--evidence", path, "--json")
        heard = len(peer.heard)
        for more in ((), ("--sip",)):
            replayed = run("check", "--replay", path, *more, "--json")
            assert replayed.json == live.json
            assert replayed.code == live.code == 1
        assert len(peer.heard) == heard
    assert "sip.refused" in codes(live)


def test_nobody_can_be_asked_of_answers_that_hold_no_sip(run, lab, tmp_path):
    path = str(tmp_path / "answers.json")
    run("check", "--address", NAME, "--dns", dns(lab), "--evidence", path)
    said = run("check", "--replay", path, "--sip")
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "--replay sends nothing" in said.err


def test_the_certificate_survives_being_saved(run, lab, tmp_path):
    path = str(tmp_path / "answers.json")
    with (
        sip_peer.certificate(NAME, f"DNS:{NAME}", end="20210101000000Z") as pem,
        sip_peer.connections(
            lambda line: line.send(sip_peer.reply(line.request())), context=sip_peer.tls_context(pem)
        ) as peer,
    ):
        lab.load(
            zone(peer.port, peer.port)
            .replace("D2U", "D2T")
            .replace("SIP+", "SIPS+")
            .replace("_sip._udp", "_sips._tcp")
        )
        live = run("check", "--address", NAME, "--dns", dns(lab), "--sip", "--evidence", path, "--json")
    assert "sip.certificate-expired" in codes(live)
    assert run("check", "--replay", path, "--json").json == live.json


@pytest.mark.servers
def test_a_tls_site_with_real_servers(run):
    with kamailio.serve(aliases=[NAME]) as sip:
        records = (
            f'testserver NAPTR 10 10 "s" "SIPS+D2T" "" _sips._tcp.testserver\n'
            f"_sips._tcp.testserver SRV 10 10 {sip.tls_port} piper\n"
            f"_sips._tcp.testserver SRV 20 10 {sip.port} piper2\n"
            "piper A 127.0.0.1\npiper2 A 127.0.0.1\n"
        )
        with bind.serve({"eslab.local": records}) as server:
            said = run(
                "check", "--address", NAME, "--dns", dns(server), "--sip", "--timeout", "0.5", "--json"
            )
    first, second = said.json["probes"]
    assert (first["status"], first["tls"]) == (200, "TLSv1.3")
    certificate = first["certificate"]
    assert certificate["dns_names"] == ["piper.eslab.local"]
    assert (certificate["names_domain"], certificate["names_host"]) == (False, True)
    assert (certificate["valid"], certificate["trusted"]) == (True, False)
    assert (second["outcome"], second["certificate"]) == ("tls failed", None)
    assert codes(said) == ["sip.tls-failed", "sip.answers"]
