"""The DNS service itself: what a server did is told, and what it did not do is not blamed on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.core import live
from tests.core.judged import KNOWN, causes, checked, codes, found, verdict
from tests.core.zones import plan_of
from tests.servers import bind, scripted
from tests.servers.process import free_port
from wizard.core.diagnosis.judge import Judgement, judge_chains
from wizard.core.dns.answer import Answer, Question, Server
from wizard.core.dns.question import ask
from wizard.core.finding import Severity
from wizard.core.handset.chain import run_further
from wizard.core.handset.patience import run_patiently
from wizard.core.handset.resolver import Lookfor
from wizard.workers import result_of

ZONE = "eslab.local"
NAME = f"testserver.{ZONE}"
OWNER = f"_sip._udp.{NAME}"
RECORDS = (
    f'{NAME}. 3600 IN NAPTR 10 10 "s" "SIP+D2U" "" {OWNER}.',
    f"{OWNER}. 3600 IN SRV 10 10 5060 piper.{ZONE}.",
    f"{OWNER}. 3600 IN SRV 20 10 5060 piper2.{ZONE}.",
    f"piper.{ZONE}. 3600 IN A 10.225.2.31",
    f"piper2.{ZONE}. 3600 IN A 10.225.2.32",
)
GOOD = scripted.records(ZONE, *RECORDS)
LOOK = Lookfor(NAME)
OK = "registration.ok"
SHORT = 0.8  # Seconds. A computer that is busy answers late, too.


def script(
    *rules: tuple[str, str, scripted.Behaviour], default: scripted.Behaviour = GOOD
) -> scripted.Script:
    whole = scripted.Script(default)
    for name, rtype, behaviour in rules:
        whole.on(name, rtype, behaviour)
    return whole


def judged(behaviour: scripted.Script | scripted.Behaviour, *, tcp: bool = True):
    with scripted.serve(behaviour, tcp=tcp) as server:
        return live.judged(server, LOOK, timeout=SHORT)


WHOLE = {
    "silence": (scripted.silence(), "dns.no-reply"),
    "servfail": (scripted.servfail(), "dns.server-failure"),
    "refused": (scripted.refused(), "dns.refused"),
    "formerr": (scripted.formerr(), "dns.server-failure"),
    "notimp": (scripted.notimp(), "dns.server-failure"),
    "referral": (scripted.lame(ZONE), "dns.referral"),
    "another port": (scripted.other_port(GOOD), "dns.unexpected-source"),
    "wrong id": (scripted.wrong_id(GOOD), "dns.malformed-reply"),
    "garbage": (scripted.garbage(), "dns.malformed-reply"),
    "cut short": (scripted.truncated_tcp_closed(), "dns.truncated-tcp-blocked"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_server_that_never_answers_properly_proves_nothing_about_records(case: str) -> None:
    behaviour, code = WHOLE[case]
    judgement = judged(behaviour)
    assert (codes(judgement), verdict(judgement)) == ({code}, code)
    assert found(judgement, code).variant == ("accepts" if case == "silence" else "")


def test_nobody_listens() -> None:
    judgement = live.judged(Server("127.0.0.1", free_port()), LOOK)
    assert codes(judgement) == {"dns.port-closed"}
    judgement = judged(scripted.silence(), tcp=False)
    assert codes(judgement) == {"dns.port-closed"}


def test_tcp_answers_and_udp_does_not() -> None:
    judgement = judged(lambda asked: GOOD(asked) if asked.transport == "tcp" else None)
    assert codes(judgement) == {"dns.no-reply"}
    assert found(judgement, "dns.no-reply").variant == "tcp-answers"


# Old relays --------------------------------------------------------------------------------

RELAYS: dict[str, Callable[[], scripted.Behaviour]] = {
    "silence": scripted.silence,
    "notimp": scripted.notimp,
    "formerr": scripted.formerr,
}


@pytest.mark.parametrize("tcp", [True, False], ids=["with TCP", "without TCP"])
@pytest.mark.parametrize("how", RELAYS)
def test_a_relay_that_knows_no_naptr(how: str, tcp: bool) -> None:
    judgement = judged(script(("*", "NAPTR", RELAYS[how]())), tcp=tcp)
    assert "dns.type-unsupported" in codes(judgement)
    assert verdict(judgement) == "dns.type-unsupported"
    unsupported = found(judgement, "dns.type-unsupported")
    assert unsupported.facts["rtype"] == "NAPTR"
    assert unsupported.facts["reply"] == ("no reply" if how == "silence" else how.upper())
    assert not codes(judgement) & {"dns.port-closed", "dns.no-reply", "name.missing", "naptr.missing"}


def test_a_relay_that_knows_addresses_alone() -> None:
    judgement = judged(
        script(("*", "NAPTR", scripted.silence()), ("*", "SRV", scripted.silence())), tcp=False
    )
    assert codes(judgement) == {"dns.type-unsupported"}
    assert "does not handle NAPTR and SRV records" in KNOWN.explain(judgement.findings[0]).title


def test_one_lost_answer_is_no_closed_port() -> None:
    judgement = judged(script((f"piper.{ZONE}", "A", scripted.silence())), tcp=False)
    assert codes(judgement) == {"dns.no-reply", OK}
    silent = found(judgement, "dns.no-reply")
    assert silent.variant == "partly"
    assert f"no reply came to A piper.{ZONE}" in KNOWN.explain(silent).why
    assert found(judgement, OK).facts["servers"] == f"piper2.{ZONE} (10.225.2.32:5060)"
    assert "address.missing" not in codes(judgement), "silence proves nothing about a record"


# A server that stops -----------------------------------------------------------------------


def stopping(count: int) -> Judgement:
    """The judgement of a BIND that is ended once it has answered so many questions."""
    with bind.serve({ZONE: BODY}) as server:
        left = iter(range(count))

        def asked(question: Question, to: Server) -> Answer:
            if next(left, None) is None:
                server.stop()
            return ask(question, to, SHORT)

        first = result_of(run_patiently(LOOK, live.where(server), asked))
        chain = result_of(run_further(first, asked, live.TOKEN))
    return checked(judge_chains([chain], KNOWN))


@pytest.mark.servers
@pytest.mark.parametrize("count", range(1, 12))
def test_a_server_that_stops_in_the_middle_of_a_check_is_told_as_such(count: int) -> None:
    judgement = stopping(count)
    stopped = found(judgement, "dns.no-reply")
    assert (verdict(judgement), stopped.variant) == ("dns.no-reply", "stopped")
    assert KNOWN.explain(stopped).title.endswith("answered first and then stopped")
    # What came before counts: all four questions of the handset's own were answered.
    assert (OK in codes(judgement)) == (count > 2)
    assert codes(judgement) <= {"dns.no-reply", OK}
    assert stopped.evidence[0].text.startswith(f"NAPTR {NAME}: 1 record")
    assert stopped.evidence[-1].text.startswith(f"NAPTR {NAME}: ") or count < 4


def test_a_server_that_drops_all_but_the_handsets_own_questions_has_not_stopped() -> None:
    """A firewall may know which names are wanted."""
    known = script(default=scripted.silence())
    for name, rtype in ((NAME, "NAPTR"), (OWNER, "SRV"), (f"piper.{ZONE}", "A"), (f"piper2.{ZONE}", "A")):
        known.on(name, rtype, GOOD)
    with scripted.serve(known) as server:
        judgement = live.judged(server, LOOK, further=True, timeout=SHORT)
        assert server.count(NAME, "NAPTR", "udp") == 2
    assert (verdict(judgement), codes(judgement)) == (OK, {OK})


def test_one_lost_answer_is_no_stop_whatever_is_asked_after_it() -> None:
    with scripted.serve(script((f"piper2.{ZONE}", "A", scripted.silence()))) as server:
        judgement = live.judged(server, LOOK, further=True, timeout=SHORT)
    assert found(judgement, "dns.no-reply").variant == "partly"


# What is proven and what is not ------------------------------------------------------------


def test_what_other_answers_prove_is_said_beside_a_failed_one() -> None:
    there = scripted.records(ZONE, f"{NAME}. 60 IN TXT x")
    judgement = judged(script((NAME, "NAPTR", scripted.servfail()), default=there))
    assert codes(judgement) == {"dns.server-failure", "srv.missing", "ttl.negative-cached"}
    for name, rtype in ((NAME, "A"), (OWNER, "SRV")):
        judgement = judged(script((name, rtype, scripted.servfail()), default=there))
        assert codes(judgement) == {"dns.server-failure"}


def test_one_address_that_failed_and_one_that_is_missing_are_not_all() -> None:
    there = scripted.records(ZONE, *RECORDS[:3])
    judgement = judged(script((f"piper.{ZONE}", "A", scripted.servfail()), default=there))
    missing = found(judgement, "address.missing")
    assert (missing.subject, missing.variant) == (f"piper2.{ZONE}", "")


@pytest.mark.parametrize(
    "how",
    [scripted.refused(), scripted.servfail(), scripted.lame("org")],
    ids=["refused", "servfail", "lame"],
)
@pytest.mark.parametrize("target", ["piper.", "10.225.2.31."])
def test_a_target_that_is_no_host_name_is_not_the_servers_fault(how: scripted.Behaviour, target: str) -> None:
    there = scripted.records(
        ZONE, RECORDS[0], f"{OWNER}. 60 IN SRV 1 1 5060 {target}", RECORDS[2], RECORDS[4]
    )
    judgement = judged(script((target, "A", how), default=there))
    code = "srv.target-short" if target == "piper." else "srv.target-is-address"
    assert (codes(judgement), verdict(judgement)) == ({code, OK}, code)


def test_a_target_of_another_zone_that_the_server_refuses_is_told() -> None:
    there = scripted.records(ZONE, RECORDS[0], f"{OWNER}. 60 IN SRV 1 1 5060 pbx.example.org.", *RECORDS[2:])
    judgement = judged(there)
    assert (codes(judgement), verdict(judgement)) == ({"dns.refused", OK}, "dns.refused")


def test_other_types_and_an_alias_in_the_answer() -> None:
    more = (f'{OWNER}. 60 IN TXT "x"', f"piper.{ZONE}. 60 IN AAAA ::1")
    srv = scripted.answer(more[0], *RECORDS[1:3], more[1])
    alias = scripted.answer(f"piper.{ZONE}. 60 IN CNAME real.{ZONE}.", f"real.{ZONE}. 60 IN A 10.225.2.31")
    judgement = judged(script((OWNER, "SRV", srv), (f"piper.{ZONE}", "A", alias)))
    assert (codes(judgement), verdict(judgement)) == ({OK, "srv.target-is-alias"}, OK)
    assert found(judgement, OK).facts["servers"].startswith(f"piper.{ZONE} (10.225.2.31:5060)")


# Several servers ---------------------------------------------------------------------------

BIND = pytest.mark.servers
BODY = "\n".join(line.replace(" IN ", " ") for line in RECORDS)


@BIND
@pytest.mark.parametrize("first", [True, False], ids=["the first", "the second"])
def test_a_zone_that_one_of_two_servers_lacks_is_a_difference(first: bool) -> None:
    with bind.serve({ZONE: BODY}) as good, bind.serve({ZONE: ""}) as empty:
        servers = [empty, good] if first else [good, empty]
        judgement = live.judged(servers, LOOK, plan_of(ZONE))
    assert verdict(judgement) == "dns.servers-differ"
    assert causes(judgement.findings)["name.missing"] == "dns.servers-differ"


@BIND
def test_a_fault_that_both_servers_have_is_no_difference_though_they_differ_elsewhere() -> None:
    one = BODY.replace("SRV 20", "SRV 10")
    other = one.replace("10.225.2.32", "10.225.2.33")
    with bind.serve({ZONE: one}) as first, bind.serve({ZONE: other}) as second:
        judgement = live.judged([first, second], LOOK)
    assert codes(judgement) == {"dns.servers-differ", "srv.equal-priority", OK}
    assert causes(judgement.findings)["srv.equal-priority"] is None


@BIND
@pytest.mark.parametrize(
    ("order", "variants", "severity", "why"),
    [
        ("good dead", ["backup"], Severity.WARNING, OK),
        ("dead good", ["first"], Severity.ERROR, "dns.port-closed"),
        ("dead dead good", ["first", "first"], Severity.ERROR, "dns.port-closed"),
        ("good dead dead", ["backup", "backup"], Severity.WARNING, OK),
        ("dead good dead", ["backup", "first"], Severity.ERROR, "dns.port-closed"),
        ("dead dead", ["", ""], Severity.CRITICAL, "dns.port-closed"),
    ],
)
def test_how_grave_a_dead_server_is_depends_on_its_place_in_the_list(
    order: str, variants: list[str], severity: Severity, why: str
) -> None:
    """A dead backup hinders no handset today, a dead first one does."""
    with bind.serve({ZONE: BODY}) as good:
        places = [good if word == "good" else Server("127.0.0.1", free_port()) for word in order.split()]
        judgement = live.judged(places, LOOK)
    dead = [one for one in judgement.findings if one.code == "dns.port-closed"]
    assert sorted(one.variant for one in dead) == variants
    assert verdict(judgement) == why
    assert max(map(KNOWN.severity, dead), key=lambda one: one.rank) is severity
    assert {one.facts.get("answering", "") for one in dead} == {
        f"{good.address}:{good.port}" if "good" in order else ""
    }


@BIND
def test_where_the_first_server_says_that_the_name_is_missing_a_dead_backup_is_not_the_cause() -> None:
    with bind.serve({ZONE: ""}) as empty:
        judgement = live.judged([empty, Server("127.0.0.1", free_port())], LOOK)
    assert verdict(judgement) == "name.missing"
    assert found(judgement, "dns.port-closed").variant == "backup"


@BIND
def test_a_dead_backup_of_a_first_server_that_fails_otherwise_stays_critical() -> None:
    """What a handset does after SERVFAIL is not known: nobody says that it asks the next one."""
    silent = script((NAME, "NAPTR", scripted.silence()), default=scripted.servfail())
    for how in (scripted.servfail(), silent):
        with bind.serve({ZONE: BODY}) as good, scripted.serve(how) as first:
            places = [live.where(first), Server("127.0.0.1", free_port()), live.where(good)]
            judgement = live.judged(places, LOOK, timeout=SHORT)
        assert KNOWN.severity(judgement.findings[0]) is Severity.CRITICAL
        assert found(judgement, "dns.server-failure").variant == ""
        assert found(judgement, "dns.port-closed").variant == ""


@BIND
def test_servers_that_say_no_in_two_ways_do_not_differ() -> None:
    with bind.serve({ZONE: ""}) as absent, bind.serve({ZONE: "testserver TXT x"}) as empty:
        judgement = live.judged([absent, empty], LOOK)
    assert "dns.servers-differ" not in codes(judgement)
    assert verdict(judgement) == "name.missing"


@BIND
def test_the_order_and_the_time_to_live_of_records_make_no_difference() -> None:
    turned = "\n".join(reversed(BODY.replace("3600", "60").splitlines()))
    with bind.serve({ZONE: BODY}) as one, bind.serve({ZONE: turned}) as other:
        judgement = live.judged([one, other], LOOK, plan_of(ZONE))
    assert (codes(judgement), verdict(judgement)) == ({OK}, OK)


# The order of records in an answer ---------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([*RECORDS[:3]], "address.missing"),
        ([RECORDS[0], *(line.replace("piper", "pi_per") for line in RECORDS[1:])], "host.underscore"),
        (
            [RECORDS[0], f"{OWNER}. 60 IN SRV 10 1 5060 piper.", f"{OWNER}. 60 IN SRV 20 1 5060 piper2."],
            "srv.target-short",
        ),
        ([*(line.replace("SRV 20", "SRV 10") for line in RECORDS)], "srv.equal-priority"),
        ([*RECORDS, f"piper.{ZONE}. 60 IN A 10.225.2.30"], "address.multiple"),
    ],
)
def test_records_turned_round_make_the_same_judgement(records: list[str], code: str) -> None:
    """What is said first is about the server that the handset uses first, however DNS shuffles."""
    told = []
    for turned in (records, [*reversed(records)]):
        judgement = judged(scripted.records(ZONE, *turned))
        same = [finding for finding in judgement.findings if finding.code == code]
        told.append([(finding.subject, dict(finding.facts)) for finding in same])
    assert told[0] == told[1]
    assert told[0]
    if len(told[0]) > 1:
        assert "piper2" in told[0][-1][0].replace("_", ""), "the second one comes second"
