"""Messages whose signs a word processor, a chat or a web page changed are read as the handset wrote them."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.judged import KNOWN, codes, verdict
from tests.core.log.reading import by_engine, simply
from tests.core.logs import HEALTHY, Form, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.trace import events as ev
from wizard.core.trace import grammar, signs


def curly(line: str, opening: str = "‘", closing: str = "’") -> str:  # noqa: RUF001 - they are meant
    pieces = line.split("'")
    return "".join(piece + (opening, closing)[at % 2] for at, piece in enumerate(pieces[:-1])) + pieces[-1]


CHANGED: dict[str, Callable[[str], str]] = {
    "curly": curly,
    "closing only": lambda line: line.replace("'", "’"),  # noqa: RUF001 - they are meant
    "double": lambda line: curly(line, "“", "”"),
    "straight double": lambda line: line.replace("'", '"'),
    "accents": lambda line: curly(line, "`", "´"),  # noqa: RUF001 - they are meant
    "an ellipsis": lambda line: curly(line).replace("..", "…"),
    "read in the wrong code page": lambda line: curly(line).encode().decode("cp1252", "replace"),
    "entities": html.escape,
    "numbers": lambda line: line.replace("'", "&#39;"),
    "with signs that nobody sees": lambda line: line.replace("'", "\u200b'\u2060"),
}
SAID = {
    "name.missing": register(zone()),
    "registration.ok": [*register(zone()), *register(zone(*HEALTHY))],
    "registration.rejected": [*register(zone(*HEALTHY)), ev.RegistrationFailed("1512", 403, "Forbidden")],
}


@pytest.mark.parametrize("how", CHANGED)
@pytest.mark.parametrize("says", SAID)
def test_a_log_with_changed_signs_is_judged_as_the_handset_wrote_it(how: str, says: str) -> None:
    lines = Form().lines(SAID[says])
    data = "\n".join(map(CHANGED[how], lines)).encode()
    fast, simple = by_engine(data), simply(data)
    assert fast.entries == simple.entries
    whole = judge_log(by_engine("\n".join(lines).encode()), KNOWN)
    judged = judge_log(fast, KNOWN)
    assert (verdict(judged), codes(judged)) == (verdict(whole), codes(whole))
    assert verdict(judged) == says
    texts = [seen.text for _, seen in fast.entries]
    # Signs between which a program may break a line are left out: they must be in no name.
    seen_ones = data.decode().replace("\u200b", "").replace("\u2060", "")
    assert texts == seen_ones.splitlines(), "the lines that prove it are those of the file"


def test_signs_alone_in_the_wrong_code_page_of_windows_are_read() -> None:
    data = "\n".join(curly(line) for line in Form().lines(SAID["name.missing"])).encode("cp1252")
    assert verdict(judge_log(by_engine(data), KNOWN)) == "name.missing"


@given(st.sampled_from(grammar.RULES).map(lambda rule: rule.template), st.text(max_size=20))
def test_what_a_message_says_as_it_stands_counts(template: str, text: str) -> None:
    """No other reading is looked for where the handset's own is one."""
    message = template.replace("{rtype}", "A").replace("{code}", "4").replace("{seconds}", "4")
    for module in ("dns", "sip"):
        event = next(
            (rule.read(message) for rule in grammar.RULES if rule.module == module and rule.read(message)),
            None,
        )
        if event is not None:
            assert grammar.read(module, message) == event
            assert grammar.as_written(module, message) == message
        assert len(list(signs.readings(message + text))) <= 2


def test_what_is_no_message_stays_none() -> None:
    assert grammar.read("sip", "Dsp:“Anna” &amp; ‘Bob’") is None  # noqa: RUF001 - they are meant
    assert grammar.as_written("sip", "“Anna”") == "“Anna”"


def test_a_number_that_no_sign_has_stays() -> None:
    long = "&#" + "1" * 5000 + ";"
    assert list(signs.readings(f"&#39;{long}&#00000039;")) == [f"'{long}'"]


@given(
    st.lists(
        st.sampled_from(
            [
                *("&", "#", ";", "&lt;", "&gt;", "&#39;", "&#124;", "&#x7C;", "&quot;", "&amp;", "&#", "lt"),
                *("amp", "3", "9", "39;", "not", "no", "x", "|", '"', "<", " ", "&eacute", "&#1", "&#60"),
            ]
        ),
        max_size=12,
    ).map("".join)
)
def test_entities_are_read_as_browsers_do(text: str) -> None:
    """Those that are in every log are replaced all at once."""
    assert signs.unescaped(text) == html.unescape(text)
