"""A log in a foreign form has the verdict of the log itself, wherever in it the look-ups stand, or none."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.judged import KNOWN, codes, verdict
from tests.core.log.captured_forms import CAPTURED
from tests.core.log.made_forms import SAID, WHOLE, Lines, text
from tests.core.log.reading import by_engine, joined, simply
from tests.core.log.test_engine import compare
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.line import parse
from wizard.core.log.origin import SAMPLE
from wizard.core.log.source import decode

DATA = Path(__file__).parents[2] / "data"
FORMS = {**WHOLE, **CAPTURED}
ROUNDED = "a spreadsheet's numbers"
"""It takes times since the handset's start for other numbers."""
MESSAGES = {"log.not-a-handset-log", "log.lines-broken"}
"""What is told beside the verdict where a form leaves nothing but messages, or breaks lines."""


def judged(data: bytes) -> tuple[str, set[str]]:
    judgement = judge_log(by_engine(data), KNOWN)
    return verdict(judgement), codes(judgement)


def others(lines: Lines, size: int) -> list[str]:
    """So many bytes of lines that tell of no look-up, with times as the log has them."""
    is_boot = "." in lines[0][:11]
    times = (f"00{n // 60 % 60:02}{n % 60:02}" + (".000" if is_boot else "0000") for n in range(size // 66))
    return [f"{time}|cfg  |3|00|a synthetic line, with a comma, number {n}" for n, time in enumerate(times)]


def within(lines: Lines, size: int, share: float) -> list[str]:
    """A log within such lines, behind a share of them."""
    around = others(lines, size)
    at = int(share * len(around))
    return [*around[:at], *lines, *around[at:]]


def agree(name: str, lines: Lines) -> None:
    """The form says what the log says, and no more than that lines were messages, or broken, beside it."""
    is_verdict, are_found = judged(text(lines))
    says, found = judged(FORMS[name](lines))
    assert says == is_verdict
    assert are_found <= found <= are_found | MESSAGES


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("said", "share"), [("repaired", 0.5), ("broken later", 1), ("turned down", 0.33)])
def test_the_verdict_is_that_of_the_log_wherever_its_lookups_stand(
    name: str, said: str, share: float
) -> None:
    lines = within(SAID[said], 3 * SAMPLE, share)
    assert len(text(lines)) > 2 * SAMPLE
    agree(name, lines)


@pytest.mark.parametrize("name", CAPTURED)
@pytest.mark.parametrize("said", SAID)
def test_a_short_log_in_such_a_form_is_judged_as_the_handset_wrote_it(name: str, said: str) -> None:
    agree(name, SAID[said])


def _corpus() -> dict[str, list[str]]:
    """The logs of which each line has the form, and no lines were missed: most forms write 00 there."""
    logs = {}
    for path in sorted(DATA.rglob("*.log")):
        lines = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        read = [parse(0, line) for line in lines]
        if all(line.time and not line.missed for line in read):
            logs[path.relative_to(DATA).as_posix()] = lines
    return logs


CORPUS = _corpus()


@pytest.mark.parametrize("log", CORPUS)
def test_every_log_at_hand_is_judged_alike_in_many_forms(log: str) -> None:
    """Each log in every seventh form, the next log in the next ones: all of them with all takes a minute."""
    lines = CORPUS[log]
    first = list(CORPUS).index(log) % 7
    for name in list(FORMS)[first::7]:
        if name != ROUNDED or "." not in lines[0][:11]:
            agree(name, lines)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([name for name in FORMS if name != ROUNDED]),
    st.lists(st.sampled_from(list(SAID)[:5]), min_size=1, max_size=3),
    st.integers(70_000, 300_000),
    st.floats(0, 1),
)
def test_any_log_in_any_form(name: str, said: list[str], size: int, share: float) -> None:
    kinds = {"well": ["well"], "broken later": ["broken later"]}  # Their times have other forms.
    lines = [line for one in kinds.get(said[0], [x for x in said if x not in kinds]) for line in SAID[one]]
    agree(name, within(lines, size, share))


@pytest.mark.parametrize(
    "name", ["XML", "a rich text", "coloured words", "a web page's table", "empty columns behind"]
)
def test_all_ways_to_read_a_log_see_its_form(name: str, tmp_path: Path) -> None:
    lines = within(SAID["repaired"], 3 * SAMPLE, 0.5)
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FORMS[name](lines))
    review = joined(str(path))
    compare(review, simply(path.read_bytes(), str(path)))
    assert verdict(judge_log(review, KNOWN)) == "registration.ok"
    assert [review.lines[seen.line - 1].raw.strip() for _, seen in review.entries] == [
        seen.text for _, seen in review.entries
    ]


def test_messages_alone_behind_much_else_are_judged() -> None:
    chat = [f"[10:12] Anna: here is line {n} of something else" for n in range(3000)]
    lines = [f"[10:12] Anna: {parse(0, line).message}" for line in SAID["nothing at all"]]
    data = text([*chat, *lines])
    compare(by_engine(data), simply(data))
    assert judged(data)[0] == "name.missing"


TURNED = [name for name in FORMS if "numbered" not in name and "wrapped" not in name and name != ROUNDED]
"""All but those whose lines are put together by what stands below them, and those that number them."""


@pytest.mark.parametrize("name", TURNED)
@pytest.mark.parametrize("said", ["nothing at all", "repaired", "turned down"])
def test_the_verdict_is_the_same_with_the_newest_lines_first(name: str, said: str) -> None:
    lines = SAID[said]
    assert judged(FORMS[name](lines[::-1]))[0] == judged(text(lines))[0]


def test_the_newest_line_stands_first_also_where_its_beginning_does_not_show_it() -> None:
    """All of its first lines are of one minute."""
    lines = [*SAID["repaired"], *SAID["nothing at all"], *SAID["repaired"]]
    minute = [f"2510280901{line[10:]}" for line in lines]
    data = text(minute[::-1])
    compare(by_engine(data), simply(data))
    assert judged(data)[0] == judged(text(minute))[0] == "registration.ok"


ONE_LINE: dict[str, Callable[[list[str]], str]] = {
    "blanks": " ".join,
    "semicolons": "; ".join,
    "strokes": " | ".join,
    "behind a greeting": lambda said: f"Hi, this is what it says: {' '.join(said)} and that was all",
    "broken at 78": lambda said: "\n".join(textwrap.wrap(" ".join(said), 78)),
    "broken at 120, quoted": lambda said: "\n> ".join(textwrap.wrap(" ".join(said), 120)),
}


@pytest.mark.parametrize("name", ONE_LINE)
@pytest.mark.parametrize("said", SAID)
def test_messages_alone_in_one_line_are_judged_as_each_on_its_own(name: str, said: str) -> None:
    alone = [parse(0, line).message.strip() for line in SAID[said]]
    data = ONE_LINE[name](alone).encode()
    compare(by_engine(data), simply(data))
    says, found = judged(data)
    expected, among = judged(text(alone))
    assert says == expected != "log.not-a-handset-log"
    assert found - {"log.lines-broken"} == among


@pytest.mark.parametrize("path", ["wizard/core/trace/grammar.py", "resources/knowledge/en/lines.toml"])
def test_a_program_or_a_manual_that_cites_messages_is_no_log(path: str) -> None:
    data = (DATA.parents[1] / path).read_bytes()
    compare(by_engine(data), simply(data))
    assert judged(data)[0] == "log.not-a-handset-log"
    assert by_engine(data).forms == ()


@pytest.mark.parametrize(
    "what", ["DNS cache for x\n", "doDnsLookupForList of our program: attempting\n", "DNS lookup, "]
)
def test_words_of_a_lookup_alone_make_no_log(what: str) -> None:
    data = ("some other text of a program | with 3 | bars\n" * 3000 + what * 40).encode()
    assert judged(data) == ("log.not-a-handset-log", {"log.not-a-handset-log"})


@pytest.mark.parametrize("said", ["well", "repaired"])
@pytest.mark.parametrize("before", [0, 3000])
def test_a_row_in_quotes_far_behind_the_beginning_is_read(said: str, before: int) -> None:
    """That of two SRV records alone has a comma; without it, DNS seemed never to have been mended."""
    noise = [f"0101{number:06}|cfg  |3|00|a synthetic line" for number in range(before)]
    agree("Wireshark, CSV", [*noise, *SAID[said]])
