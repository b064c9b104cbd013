"""A log that ends in the middle of an error line is never called good."""

from __future__ import annotations

import pytest

from tests.core.faults import FAILED, OK, judged
from tests.core.judged import KNOWN, checked, codes, found, lines, verdict
from tests.core.log.reading import by_engine
from tests.core.logs import FORMS, HEALTHY, Form, Phone, register, zone
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.finding import State
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

REJECTED, TRUNCATED = "registration.rejected", "log.truncated"
MESSAGE = "Registration failed User: 1512, Error Code:403 Forbidden"
NAMED = len("Registration failed User: 1512,")
CODE = MESSAGE.index("403")


def cut_at(form: Form, end: int) -> Judgement:
    """The log of a registration that a server turned down, up to a character of that error's message."""
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.rejected()
    text = "\n".join(form.lines(phone.said))
    return read(text[: len(text) - len(MESSAGE) + end])


def read(text: str) -> Judgement:
    by_lines = checked(judge_log(review(LogText("a.log", text)), KNOWN))
    at_length = judge_log(by_engine(text.encode(), name="a.log"), KNOWN)
    assert codes(at_length) == codes(by_lines)
    return by_lines


@pytest.mark.parametrize("form", ["raw", "numbered", "without time", "syslog and MAC"])
def test_wherever_an_error_line_is_cut_the_registration_is_not_called_good(form: str) -> None:
    # From its level on, the line is known to be an error.
    for end in range(-len(f"|{FORMS[form].missed}|"), len(MESSAGE) + 1):
        judgement = cut_at(FORMS[form], end)
        assert OK not in codes(judgement), MESSAGE[: max(end, 0)]
        failed = end >= len("Registration failed")
        assert verdict(judgement) == (REJECTED if failed else ""), end
        assert (TRUNCATED in codes(judgement)) != failed


@pytest.mark.parametrize(
    ("end", "variant", "user"),
    [
        (len("Registration failed"), "cut", "1512"),
        (NAMED - 2, "cut", "1512"),
        (CODE, "cut", "1512"),
        (CODE + 2, "cut", "1512"),
        (CODE + 3, "", "1512"),
    ],
)
def test_what_is_left_of_the_line_is_told(end: int, variant: str, user: str) -> None:
    failed = found(cut_at(Form(), end), REJECTED)
    assert (failed.variant, failed.facts["user"]) == (variant, user)
    assert user in KNOWN.explain(failed).title


def test_of_nobody_known_nobody_is_named() -> None:
    said = Form().lines(register(zone(*HEALTHY), begin=False))
    judgement = read("\n".join([*said, "1028090044|sip  |4|00|Registration failed User: 15"]))
    failed = found(judgement, REJECTED)
    assert (failed.variant, verdict(judgement), OK in codes(judgement)) == ("cut-nameless", REJECTED, False)
    assert (
        KNOWN.explain(failed).title == "A registration failed; the line in the log does not say whose and why"
    )


def test_a_line_that_names_nobody_is_of_the_last_attempt_not_of_an_older_one_without_a_name() -> None:
    """The log begins in the middle of an attempt of nobody known; 1512 registers, and is turned down."""
    phone = Phone()
    phone.register(zone(*HEALTHY), begin=False)
    phone.register(zone(*HEALTHY))
    said = Form().lines(phone.said)
    judgement = read("\n".join([*said, "1028095944|sip  |4|00|Registration failed"]))
    failed = found(judgement, REJECTED)
    assert (verdict(judgement), OK in codes(judgement)) == (REJECTED, False)
    assert (failed.variant, failed.facts["user"], failed.state) == ("cut", "1512", State.CURRENT)


@pytest.mark.parametrize("begin", [True, False])
def test_a_handset_that_finds_nothing_has_its_cause_wherever_the_error_is_cut(begin: bool) -> None:
    phone = Phone()
    phone.register(zone(), begin=begin)
    text = "\n".join(Form().lines(phone.said))
    last = text.rindex("|") + 1
    for end in range(last - len("|00|"), len(text)):
        judgement = read(text[:end])
        assert verdict(judgement) == "name.missing", text[last:end]
        if text[last:end].startswith("Registration failed"):
            local = found(judgement, FAILED)
            assert local.caused_by == "name.missing"
            assert ("1512" in KNOWN.explain(local).title) == (begin or "1512," in text[last:end])


def test_other_last_lines_leave_good_news_as_they_are() -> None:
    good = "\n".join(Form().lines(register(zone(*HEALTHY))))
    for line in (
        "1028090044|sip  |4|00|Registration of another kind",
        "1028090044|sip  |2|00|Reg",
        "1028090044|cfg  |4|00|",
        "1028090044|si",
        "1028090044|sip  |*|00|",
    ):
        judgement = read(f"{good}\n{line}")
        assert (verdict(judgement), TRUNCATED in codes(judgement)) == (OK, False), line


def test_the_line_is_shown_and_an_earlier_failure_stays_history() -> None:
    phone = Phone()
    phone.register(zone())
    phone.boot()
    phone.register(zone(*HEALTHY))
    said = [*Form().lines(phone.said), "1028095944|sip  |4|00|Regis"]
    judgement = read("\n".join(said))
    cut = found(judgement, TRUNCATED)
    assert (cut.variant, lines(cut), cut.evidence[0].text) == ("error", [len(said)], said[-1])
    assert codes(judgement) == {TRUNCATED}
    assert KNOWN.explain(cut).title == "a.log ends in the middle of an error line"


def test_a_code_that_cannot_be_read_is_a_failure_all_the_same() -> None:
    for message in (
        "Registration failed",
        "Registration failed User: 1512, Error Code:?",
        "Registration  failed U",
    ):
        assert grammar.read("sip", message) is not None, message
    assert grammar.read("sip", "Registration failed User: a, b, Error Code:") == ev.RegistrationFailed(
        "", 0, ""
    )
    assert grammar.read("sip", "Registration failed User: a b, Err") == ev.RegistrationFailed("a b", 0, "")
    assert grammar.read("dns", "Registration failed") is None
    assert grammar.read("sip", "Registration failedly") is None


def test_a_hostile_line_takes_time_in_proportion_to_its_length() -> None:
    for text in ("Registration failed User: " + ", E" * 1300, "Registration failed" + " " * 4000 + "User"):
        assert isinstance(grammar.read("sip", text), ev.RegistrationFailed)
    assert judged(register(zone(*HEALTHY))).verdict is not None


GOOD = "\n".join(Form().lines(register(zone(*HEALTHY))))


@pytest.mark.parametrize("blank", ["", "   ", "\t", "\u00a0"])
@pytest.mark.parametrize("count", [1, 63, 64, 65, 200, 70_000])
def test_however_many_blank_lines_stand_behind_the_cut_line_it_is_seen(count: int, blank: str) -> None:
    judgement = read("\n".join([GOOD, "1028095944|sip  |4|00|Regis", *[blank] * count]))
    assert (verdict(judgement), codes(judgement)) == ("", {TRUNCATED})


@pytest.mark.parametrize("end", [len("Regi"), len("Registration"), len("Registration faile")])
def test_what_a_mail_has_below_the_log_does_not_hide_that_it_was_cut(end: int) -> None:
    cut_line = f"1028095944|sip  |4|00|{MESSAGE[:end]}"
    judgement = read(f"{GOOD}\n{cut_line}\n\n-- \nKind regards\nSupport | second line")
    assert (verdict(judgement), codes(judgement)) == ("", {TRUNCATED})
    assert found(judgement, TRUNCATED).evidence[0].text == cut_line


def test_other_errors_and_broken_ones_before_a_mails_end_are_no_cut_failures() -> None:
    for line in (
        "1028095944|sip  |4|00|Reg",
        "1028095944|sip  |2|00|Registration",
        "1028095944|sip  |4|00|Registration of another kind",
    ):
        assert verdict(read(f"{GOOD}\n{line}\n\nKind regards")) == OK, line
    broken = read("\n".join([GOOD, f"1028095944|sip  |4|00|{MESSAGE[:18]}", MESSAGE[18:], "Kind regards"]))
    assert codes(broken) == {REJECTED, "log.lines-broken"}
