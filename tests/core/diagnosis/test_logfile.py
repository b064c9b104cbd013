"""The log itself: whether it is one, is whole, and shows enough."""

from __future__ import annotations

import pytest

from tests.core.faults import FAILED, OK, PLAN, SRV, changed, judged
from tests.core.judged import KNOWN, checked, codes, found, lines, verdict
from tests.core.logs import HEALTHY, Form, Phone, numbers, register, zone
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.log.line import MAX_PARSED
from wizard.core.log.review import review
from wizard.core.log.source import LogText, decode
from wizard.core.trace import events as ev


def read(text: str, name: str = "a.log") -> Judgement:
    return checked(judge_log(review(LogText(name, text)), KNOWN))


@pytest.mark.parametrize("text", ["", "Dear colleague,\nit does not work.\n", "<xml/>\n", "a,b,c\n1,2,3\n"])
def test_no_log_of_a_handset(text: str) -> None:
    judgement = read(text)
    assert (codes(judgement), verdict(judgement)) == ({"log.not-a-handset-log"}, "log.not-a-handset-log")


@pytest.mark.parametrize("text", ["", "\n \r\n", "\0\0"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    finding = found(read(decode(text.encode())), "log.not-a-handset-log")
    assert KNOWN.explain(finding).title == "a.log is empty"


def test_a_very_long_line_is_not_looked_at_for_a_message() -> None:
    """To look for each of them in a megabyte would take a second a line."""
    message = next(line.split("|", 4)[4] for line in Form().lines(register(zone(*HEALTHY))))
    for behind, variant in (("", "messages"), (" " * MAX_PARSED, "")):
        text = "\n".join([message + behind] * 3)
        assert found(read(text), "log.not-a-handset-log").variant == variant


def test_holes() -> None:
    said = register(zone(*HEALTHY))
    text = Form().lines(said)
    for number in (4, 9):
        text[number] = text[number].replace("|00|", "|0c|")
    judgement = read("\n".join(text))
    holes = found(judgement, "log.lines-missed")
    assert (lines(holes), holes.facts["count"], verdict(judgement)) == ([5, 10], "12", OK)


def test_an_upload_that_failed() -> None:
    said = [ev.UploadFailed(0, 17), *register(zone(*HEALTHY))]
    judgement = judged(said)
    assert (lines(found(judgement, "log.upload-failed")), verdict(judgement)) == ([1], OK)


NOISE = (
    "1015152006|lldp |4|00|Ignoring corrupt LLDP packet.",
    "0202115811|tickt|*|00|m_validUntil [0]",
    "011511.006|so   |2|00|soCoreAudioTermChg: chassis -> idle",
)


def test_no_look_ups() -> None:
    judgement = read("\n".join(NOISE))
    assert (codes(judgement), verdict(judgement)) == ({"log.no-lookups"}, "")


def test_only_the_sip_modules_lines() -> None:
    said = register(zone())
    judgement = judged(said, Form(least_level=7))
    assert codes(judgement) == {FAILED, "log.no-lookups"}
    # SRV records can be there all the same, and only the addresses of their targets be missing.
    failed = found(judgement, FAILED)
    assert (verdict(judgement), failed.caused_by, failed.variant) == (FAILED, None, "unexplained")
    assert lines(failed) == [3, 4]


def test_a_dns_level_that_hides_the_records() -> None:
    for least in (2, 3):
        failing = judged(register(zone()), Form(least_level=least))
        assert {"name.missing", FAILED, "config.dns-logging-off"} <= codes(failing)
        assert verdict(failing) == "name.missing"
        good = judged(register(zone(*HEALTHY)), Form(least_level=least))
        assert not [f for f in good.findings if KNOWN.severity(f).fails]
        assert "config.dns-logging-off" in codes(good)


def test_a_snapshot_of_remembered_answers_is_good_news() -> None:
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.said.clear()
    phone.now += 60
    phone.register(zone(*HEALTHY))
    judgement = judged(phone.said)
    assert codes(judgement) == {OK}
    assert (
        "piper.eslab.local (port 5060), piper2.eslab.local (port 5060)"
        in KNOWN.explain(judgement.findings[0]).why
    )
    phone.rejected()
    assert verdict(judged(phone.said)) == "registration.rejected"


@pytest.mark.parametrize(
    ("there", "found_codes"),
    [
        (changed(a="", a2=""), {"address.missing", FAILED}),
        (changed(a2=""), {"address.missing", OK}),
        (changed(srv=f"{SRV} 1 1 5060 piper", srv2=""), {"srv.target-short", "address.missing", FAILED}),
        ((), {"name.missing", FAILED}),
    ],
    ids=["no address", "one address", "a short target", "nothing"],
)
def test_a_snapshot_of_remembered_failures_names_them(there: tuple[str, ...], found_codes: set[str]) -> None:
    phone = Phone()
    phone.register(zone(*there))
    phone.said.clear()
    phone.now += 60
    phone.register(zone(*there))
    judgement = judged(phone.said)
    assert codes(judgement) == found_codes
    assert verdict(judgement) in found_codes - {OK, FAILED}


def test_routine_after_a_registration_is_no_configured_address() -> None:
    said = [
        ev.AddressFallback("udp", 5060), ev.LookupStarted("A", "10.225.2.31"),
        ev.AddressPassedThrough("10.225.2.31"), ev.PortKept("udp", 5060),
    ]  # fmt: skip
    judgement = judged(said)
    assert (codes(judgement), verdict(judgement)) == ({"log.no-lookups"}, "")


def test_a_log_that_begins_in_the_middle() -> None:
    said = register(zone(*HEALTHY), times=2)
    (cut, *_rest) = numbers(said, ev.Answered, rtype="SRV")
    judgement = judged(said[cut - 1 :])
    assert "log.truncated" in codes(judgement)
    assert (found(judgement, "log.truncated").variant, verdict(judgement)) == ("start", OK)


def test_a_log_that_begins_after_the_first_question_tells_nothing_of_the_transport() -> None:
    said = register(zone(*HEALTHY))
    (asked,) = numbers(said, ev.LookupStarted, rtype="SRV")
    for cut in range(1, asked):
        assert "config.transport-not-dnsnaptr" not in codes(judged(said[cut:])), cut


def test_a_log_that_ends_in_the_middle() -> None:
    said = register(zone(*HEALTHY), times=2)
    judgement = judged(said[:-8])
    cut = found(judgement, "log.truncated")
    assert (cut.variant, lines(cut), verdict(judgement)) == ("end", [len(said) - 8], OK)
    assert "ends in the middle of a registration attempt" in KNOWN.explain(cut).title


def test_a_lost_line_makes_no_single_record_and_no_missing_server() -> None:
    said = register(zone(*HEALTHY))
    for kind in (ev.SrvTarget, ev.SrvPriority, ev.SrvWeight):
        for number in numbers(said, kind):
            judgement = judged([*said[: number - 1], *said[number:]], plan=PLAN)
            assert not [f.code for f in judgement.findings if KNOWN.severity(f).fails]


@pytest.mark.parametrize(
    ("target", "fault"),
    [("piper", "srv.target-short"), ("10.225.2.31", "srv.target-is-address"), (".", "srv.service-declined")],
)
def test_nobody_is_told_to_create_the_address_of_a_wrong_name(target: str, fault: str) -> None:
    judgement = judged(register(zone(HEALTHY[0], f"{SRV} 10 10 5060 {target}")))
    missing = [f for f in judgement.findings if f.code == "address.missing"]
    assert verdict(judgement) == fault
    for finding in missing:
        assert (finding.caused_by, finding.variant) == (fault, "none-by-srv")
        assert not any(step.startswith("Create") for step in KNOWN.explain(finding).fix)


def test_servers_of_one_priority_have_no_order() -> None:
    even = (f"{SRV} 10 20 5060 piper.eslab.local", f"{SRV} 10 10 5060 piper2.eslab.local")
    said = found(judged(register(zone(HEALTHY[0], *even, *HEALTHY[3:]))), OK).facts["servers"]
    assert said == "piper.eslab.local (10.225.2.31:5060) or piper2.eslab.local (10.225.2.32:5060)"
    said = found(judged(register(zone(*HEALTHY))), OK).facts["servers"]
    assert said == "piper.eslab.local (10.225.2.31:5060), piper2.eslab.local (10.225.2.32:5060)"


@pytest.mark.parametrize("behind", ["", ".eslab.local"])
def test_an_address_as_a_target_is_told_without_the_zone_that_was_put_behind_it(behind: str) -> None:
    judgement = judged(register(zone(*changed(srv=f"{SRV} 10 10 5060 10.225.2.31{behind}"))))
    said = KNOWN.explain(found(judgement, "srv.target-is-address"))
    assert said.title.endswith(" 10.225.2.31")
    assert "the address 10.225.2.31." in said.fix[0]


@pytest.mark.parametrize("reason", ["", "Forbidden"])
def test_a_code_is_told_with_its_reason_if_there_is_one(reason: str) -> None:
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.rejected(403, reason)
    said = KNOWN.explain(found(judged(phone.said), "registration.rejected"))
    assert f"“{f'403 {reason}'.strip()}”" in said.why
