"""Faults in a log, in every form of log: the code, the lines that prove it, the verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.faults import CACHED, FAILED, FAULTS, NAPTR, OK, PLAN, judged
from tests.core.judged import KNOWN, checked, codes, found, lines, verdict
from tests.core.logs import FORMS, HEALTHY, LAB, NAME, Phone, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.review import review
from wizard.core.log.source import read as read_file

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_and_proven_line_by_line(name: str) -> None:
    fault = FAULTS[name]
    said = register(zone(*fault.zone), fault.lookfor)
    judgement = judged(said, plan=fault.plan)
    assert codes(judgement) == fault.codes
    assert verdict(judgement) == fault.verdict
    for code, proof in fault.proof.items():
        assert lines(found(judgement, code)) == proof(said), code
    for finding in judgement.findings:
        usual = "log" if finding.code.startswith("config.") else ""
        wanted = fault.variants.get(finding.code, usual)
        if finding.code == "address.missing" and finding.caused_by:
            wanted = "-".join(filter(None, (wanted, "by-srv")))
        assert finding.variant == wanted, finding.code


@pytest.mark.parametrize("form", FORMS)
def test_each_fault_is_found_in_every_form_of_log(form: str) -> None:
    for name, fault in FAULTS.items():
        said = register(zone(*fault.zone), fault.lookfor)
        judgement = judged(said, FORMS[form], fault.plan)
        assert (codes(judgement), verdict(judgement)) == (fault.codes, fault.verdict), name
        for code, proof in fault.proof.items():
            assert lines(found(judgement, code)) == proof(said), (name, code)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_stays_when_the_handset_tries_again(name: str) -> None:
    """The second attempt is made of remembered answers; nothing is repaired by that."""
    fault = FAULTS[name]
    judgement = judged(register(zone(*fault.zone), fault.lookfor, times=3), plan=fault.plan)
    assert (codes(judgement), verdict(judgement)) == (fault.codes, fault.verdict)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_history_once_it_is_repaired(name: str) -> None:
    fault = FAULTS[name]
    phone = Phone(fault.lookfor)
    phone.register(zone(*fault.zone))
    phone.boot()
    phone.handset.lookfor = LAB
    phone.register(zone(*HEALTHY))
    judgement = judged(phone.said, plan=PLAN if fault.plan is not None else None)
    assert verdict(judgement) == OK
    gone = {code for code in fault.codes if not code.startswith(("config.transport", "config.address"))} - {
        OK
    }
    assert gone <= {f.code for f in judgement.findings if f.state.value == "repaired"}
    assert codes(judgement) == {OK}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_current_where_it_came_later(name: str) -> None:
    fault = FAULTS[name]
    if fault.lookfor.address != NAME:
        return  # with an IP address there is no second attempt to judge
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.boot()
    phone.handset.lookfor = fault.lookfor
    phone.register(zone(*fault.zone))
    judgement = judged(phone.said, plan=fault.plan)
    # A NAPTR question earlier in the log is taken for the handset's habit.
    expected = fault.codes - {"config.transport-not-dnsnaptr"}
    assert (codes(judgement) - {"config.transport-not-dnsnaptr"}, verdict(judgement)) == (
        expected,
        fault.verdict,
    )


def test_consequences_name_their_causes() -> None:
    causes = {
        "nothing at all": "name.missing",
        "no SRV, and no address at the name": "srv.missing",
        "all SRV targets doubled with the sub-domain": "srv.target-doubled",
        "SIP declined": "srv.service-declined",
        "all addresses missing": "address.missing",
        "a port in the handset, and no address": "config.port-not-zero",
    }
    for name, cause in causes.items():
        fault = FAULTS[name]
        judgement = judged(register(zone(*fault.zone), fault.lookfor))
        assert found(judgement, FAILED).caused_by == cause
        assert list(judgement.findings).index(found(judgement, FAILED)) > 0
    fault = FAULTS["SRV target doubled"]
    judgement = judged(register(zone(*fault.zone)))
    assert found(judgement, "address.missing").caused_by == "srv.target-doubled"


def test_a_faulty_naptr_is_not_why_nothing_was_found() -> None:
    there = (f"{NAPTR} 1 1 s SIP+D2U - _sip._udp.es",)
    judgement = judged(register(zone(*there)))
    assert found(judgement, FAILED).caused_by == "srv.missing"
    assert verdict(judgement) == "srv.missing"


# The printed logs --------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["as-printed", "restored"])
def test_the_failed_log(which: str) -> None:
    judgement = checked(judge_log(review(read_file(BULLETIN / f"failed-{which}.log")), KNOWN))
    assert codes(judgement) == {"name.missing", FAILED, CACHED}
    assert verdict(judgement) == "name.missing"
    assert found(judgement, FAILED).caused_by == "name.missing"
    assert lines(found(judgement, "name.missing")) == [6, 7, 8, 11, 15, 16, 17, 20, 25, 26, 27, 30]
    assert lines(found(judgement, FAILED)) == [30, 31]
    seconds = found(judgement, CACHED)
    assert (seconds.variant, lines(seconds)) == ("" if which == "restored" else "edited-log", [9, 18, 28])
    said = "\n".join(KNOWN.explain(seconds).fix)
    assert "36 seconds" not in said
    assert ("3600 seconds" in said) == (which == "restored")


@pytest.mark.parametrize("which", ["as-printed", "restored"])
def test_the_successful_log(which: str) -> None:
    judgement = checked(judge_log(review(read_file(BULLETIN / f"successful-{which}.log")), KNOWN))
    assert codes(judgement) == {OK, "naptr.service-unusable", "naptr.replacement-mismatch"}
    assert verdict(judgement) == OK
    assert (
        "piper.eslab.local (10.225.2.31:5060), piper2.eslab.local (10.225.2.32:5060)"
        in KNOWN.explain(found(judgement, OK)).why
    )
