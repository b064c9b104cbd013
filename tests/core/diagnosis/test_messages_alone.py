"""Messages alone, without what stands before them in a log: judged, and it is said what is missing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import pytest

from tests.core.faults import OK
from tests.core.judged import KNOWN, checked, codes, found, verdict
from tests.core.log.reading import by_engine, simply
from tests.core.logs import HEALTHY, Form, register, zone
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.diagnosis.logfile import JUDGED
from wizard.core.finding import Severity
from wizard.core.knowledge import Basis
from wizard.core.log.bare import MOST_LINES
from wizard.core.log.review import notes_of
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

REJECTED = "registration.rejected"


def read(text: str) -> Judgement:
    """By the engine, which must say the same as reading line by line."""
    fast, slow = by_engine(text.encode(), name="a.log"), simply(text.encode(), "a.log")
    assert (fast.entries, fast.broken, fast.is_bare) == (slow.entries, slow.broken, slow.is_bare)
    return checked(judge_log(fast, KNOWN))


def messages_of(said: Iterable[ev.Event]) -> list[str]:
    return [grammar.write(event) for event in said]


NOTHING_THERE = register(zone())
TOLD = {
    "nothing at all": (NOTHING_THERE, "name.missing"),
    "well": (register(zone(*HEALTHY)), OK),
    "turned down": ([*register(zone(*HEALTHY)), ev.RegistrationFailed("1512", 403, "Forbidden")], REJECTED),
}


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize(
    "lead", ["", "> ", "1028091202\t", "1028091202;", "2014-10-28 09:12:02, ", "[10:12] Anna: "]
)
def test_messages_alone_are_judged_and_it_is_said_what_is_missing(name: str, lead: str) -> None:
    said, says = TOLD[name]
    whole = read("\n".join(Form().lines(said)))
    judgement = read("\n".join(f"{lead}{message}" for message in messages_of(said)))
    assert verdict(judgement) == verdict(whole) == says
    assert codes(judgement) == codes(whole) | {"log.not-a-handset-log"}
    finding = found(judgement, "log.not-a-handset-log")
    explained = KNOWN.explain(finding)
    assert (finding.variant, explained.severity, explained.basis) == (
        JUDGED,
        Severity.WARNING,
        Basis.INFERRED,
    )
    assert explained.title == "a.log holds only messages: what they say is judged, and may not be all"


def test_messages_that_a_mail_broke_are_put_together() -> None:
    pieces = [one for message in messages_of(NOTHING_THERE) for one in textwrap.wrap(f"> {message}", 60)]
    judgement = read("\n".join(pieces))
    assert verdict(judgement) == "name.missing"
    assert int(found(judgement, "log.lines-broken").facts["count"]) > 10


def test_messages_of_which_the_last_is_cut_are_not_called_good() -> None:
    judgement = read("\n".join([*messages_of(TOLD["well"][0]), "Registration fai"]))
    assert (verdict(judgement), found(judgement, "log.truncated").variant) == ("", "error")
    assert verdict(read("\n".join([*messages_of(TOLD["well"][0]), "Kind regards"]))) == OK


def test_messages_that_tell_of_no_registration_are_not_judged() -> None:
    upload = grammar.write(ev.UploadFailed(0, 17))
    judgement = read(f"{upload}\n{upload}")
    assert verdict(judgement) == "log.not-a-handset-log"
    assert found(judgement, "log.not-a-handset-log").variant == "messages"


def test_a_mail_that_quotes_one_message_is_no_log() -> None:
    (message, *_) = messages_of(NOTHING_THERE)
    a_mail = read(f"The log says:\n{message}\nWhat is that?\n")
    assert codes(a_mail) == {"log.not-a-handset-log"}
    assert found(a_mail, "log.not-a-handset-log").variant == ""


WRITTEN = "Registration failed on all phones since Monday."


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("place", [0, None], ids=["before", "behind"])
def test_what_somebody_wrote_beside_the_messages_is_none_of_them(name: str, place: int | None) -> None:
    said, says = TOLD[name]
    messages = messages_of(said)
    lines = [WRITTEN, "", *messages] if place == 0 else [*messages, "", WRITTEN]
    judgement = read("\n".join(lines))
    assert verdict(judgement) == says
    assert codes(judgement) == codes(read("\n".join(messages)))


def test_a_mail_about_registrations_that_failed_is_no_log() -> None:
    judgement = read(f"Hello,\n{WRITTEN}\nRegistration failed again today.\n")
    assert found(judgement, "log.not-a-handset-log").variant == ""
    assert codes(judgement) == {"log.not-a-handset-log"}


def test_numbers_between_messages_are_no_rest_of_them() -> None:
    lines = [
        line for number, message in enumerate(messages_of(TOLD["well"][0])) for line in (message, str(number))
    ]
    judgement = read("\n".join(lines))
    assert (verdict(judgement), codes(judgement)) == (OK, {OK, "log.not-a-handset-log"})


def test_a_log_with_the_form_is_not_read_for_messages_too() -> None:
    line = "1028091202|cfg  |3|00|a synthetic line"
    assert found(read("\n".join([line, *messages_of(NOTHING_THERE)])), "log.no-lookups")


def test_of_very_many_lines_the_last_are_judged_and_it_is_said() -> None:
    """As out of a spreadsheet's column: what was true long before is not the last state."""
    good, bad = messages_of(TOLD["well"][0]), messages_of(NOTHING_THERE)
    lines = [*good, *["a note"] * MOST_LINES, *bad]
    judgement = read("\n".join(lines))
    assert (verdict(judgement), OK in codes(judgement)) == ("name.missing", False)
    (note,) = notes_of_both("\n".join(lines))
    assert note.startswith(f"a.log is judged by its last {len(bad)} lines about look-ups")
    assert note.endswith(f"; {len(lines) - MOST_LINES:,} before them were left out.")
    assert notes_of_both("\n".join(good)) == []


def notes_of_both(text: str) -> list[str]:
    fast, slow = by_engine(text.encode(), name="a.log"), simply(text.encode(), "a.log")
    assert fast.skipped == slow.skipped
    return list(notes_of(fast))
