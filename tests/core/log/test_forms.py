"""Logs as other programs made them are judged as the handset wrote them; what is no log stays none."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.judged import KNOWN, codes, verdict
from tests.core.log.made_forms import SAID, WHOLE, Lines, fields, printed, table, text
from tests.core.log.reading import by_engine, joined, simply
from tests.core.log.test_engine import compare
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import encoding as encodings
from wizard.core.log.encoding import Changed, change_of
from wizard.core.log.growing import Growing
from wizard.core.log.line import parse
from wizard.core.log.literals import literals
from wizard.core.log.one_line import framed
from wizard.core.log.origin import SAMPLE
from wizard.core.log.review import notes_of
from wizard.workers import result_of


def judged(data: bytes) -> tuple[str, set[str]]:
    """By the engine, which must say the same as reading line by line."""
    fast, slow = by_engine(data), simply(data)
    compare(fast, slow)
    judgement = judge_log(fast, KNOWN)
    return verdict(judgement), codes(judgement)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("said", SAID)
def test_a_log_in_another_programs_form_is_judged_as_the_handset_wrote_it(said: str, name: str) -> None:
    lines = SAID[said]
    assert judged(WHOLE[name](lines)) == judged(text(lines))


FIRST = [f"01010000{n % 60:02}|cfg  |3|00|a synthetic line, with a comma" for n in range(200)]


@pytest.mark.parametrize(
    "name", [one for one in WHOLE if one not in {"a spreadsheet's numbers", "coloured words"}]
)
@pytest.mark.parametrize("said", ["nothing at all", "repaired"])
def test_the_form_shows_also_where_a_log_begins_with_much_else(said: str, name: str) -> None:
    lines = [*FIRST, *SAID[said]]
    assert judged(WHOLE[name](lines)) == judged(text(lines))


@pytest.mark.parametrize("name", ["something behind each", "JSON lines", "a table, semicolons", "XML"])
@pytest.mark.parametrize("said", ["well", "repaired", "broken later"])
def test_a_form_is_seen_also_where_not_the_whole_log_is_looked_at(said: str, name: str) -> None:
    """The last line of what is looked at is cut somewhere."""
    lines = [*SAID[said], *FIRST * 12, *SAID[said]]
    assert len(text(lines)) > SAMPLE
    assert judged(WHOLE[name](lines)) == judged(text(lines))


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\xad", "\ufeff"])
def test_signs_that_nobody_sees_are_in_no_name(sign: str, said: str) -> None:
    lines = SAID[said]
    assert judged(text([line.replace(".", f".{sign}") for line in lines])) == judged(text(lines))


PARTS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "time and message": lambda row: f"{row[0]};{row[4]}",
    "date and message": lambda row: f"2014-10-28 09:12:01,{row[4]}",
    "date, blank, message": lambda row: f"2014-10-28 09:12:01 {row[4]}",
    "between marks": lambda row: f'"2014-10-28";"10.1.2.3";"{row[4]}"',
    "module and message": lambda row: f"{row[0]}|{row[1]}|{row[4]}",
    "a chat": lambda row: f"[10:12, 3/1/2014] Anna: {row[4]}",
    "a syslog server": lambda row: f"2014-10-28T09:12:01+01:00 10.1.2.3 phone: {row[4]}",
}


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("said", SAID)
def test_lines_without_some_of_their_parts_are_judged_and_it_is_said(said: str, name: str) -> None:
    lines = SAID[said]
    says, found = judged(text([PARTS[name](row) for row in fields(lines)]))
    is_verdict, are_found = judged(text(lines))
    assert says == is_verdict
    assert found == are_found | {"log.not-a-handset-log"}


# What is told, and where the lines are ---------------------------------------------------------


TOLD = {
    "a mail": "is a mail",
    "a web page": "is a web page",
    "a rich text": "is a formatted document",
    "JSON lines": "as values of another program",
    "a table, commas": "is a table",
    "numbered, in one line": "several lines in one",
}


@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_what_a_log_was_read_out_of(name: str, tmp_path: Path) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(WHOLE[name](SAID["nothing at all"]))
    review = joined(str(path))
    (note,) = notes_of(review)
    assert TOLD[name] in note
    assert simply(path.read_bytes(), str(path)).read_as == review.read_as
    assert verdict(judge_log(review, KNOWN)) == "name.missing"


@pytest.mark.parametrize(
    "name", ["JSON lines", "a table, commas", "coloured", "events of Windows", "entities"]
)
def test_lines_have_the_numbers_of_the_file(name: str) -> None:
    lines = SAID["nothing at all"]
    data = WHOLE[name](lines)
    above = data.count(b"\n") - len(lines) + (not data.endswith(b"\n"))
    review = by_engine(data)
    assert [seen.line - above for _, seen in review.entries] == list(range(1, len(lines) + 1))


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])) | st.text(r"""'"\ x|,[]"""),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(["{!r}", "log = {!r};", "{{'a': 1, 'lines': {!r}}}"]),
)
def test_a_list_of_texts_gives_each_line_as_it_was(said: list[str], around: str) -> None:
    lines = [f"1028091201|dns  |1|00|{one}" for one in said]
    form = literals(around.format(lines))
    assert (form is not None) == any("'" in repr(line)[0] for line in lines)
    if form is not None:
        assert form.read(around.format(lines)).split("\n") == lines


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")), min_size=4, max_size=9))
def test_messages_behind_their_length_are_each_as_it_was(said: list[str]) -> None:
    messages = [f"<134>1 {one}" for one in said]
    data = "".join(f"{len(one.encode())} {one}" for one in messages)
    form = framed(data)
    assert form is not None
    assert form.read(data).split("\n") == [*messages, ""]


@pytest.mark.parametrize("end", ["", "'", "' attempting.."])
def test_a_handsets_line_that_lost_some_of_its_signs_is_no_text_of_a_program(end: str) -> None:
    """One was left of two lines: what stands behind its quotation mark looks like a whole line."""
    hurt = f"1028090014|dns  |2|00|no match found for '_sip._udp.voic5|dns  |2|00|hostname {end}"
    assert literals(f"{hurt}\n{hurt}\n") is None
    form = literals(f"['1028090014|dns  |2|00|one', '1028090014|dns  |2|00|two']\n{hurt}\n")
    assert form is not None
    assert form.read(f"{hurt}\n") == f"{hurt}\n"


@pytest.mark.parametrize("sign", ["'", " '", "''", "\\'", "'\\", "' '", "b'", "|||'", "'|||", "\"'", "'\n"])
def test_what_is_nothing_but_marks_takes_no_time(sign: str) -> None:
    started = time.process_time()
    literals(sign * (300_000 // len(sign)))
    assert time.process_time() - started < 5


def test_a_table_that_is_written_on_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    failed, good = (table(fields(SAID[said]), ";") for said in ("nothing at all", "well"))
    path.write_bytes(failed)
    growing = Growing(path)
    result_of(growing.look())
    assert verdict(judge_log(growing.review(), KNOWN)) == "name.missing"
    path.write_bytes(failed + good)
    result_of(growing.look())
    compare(growing.review(), simply(path.read_bytes(), str(path)))


# What is none ----------------------------------------------------------------------------------


NONE = {
    "a web server's log": '10.1.2.3 - - [28/Oct/2014:09:12:01] "GET /dns|1|2|x HTTP/1.1" 200 17 "-" "curl"\n',
    "a system's log": "Oct 28 09:12:01 host kernel: [1028.091201] sip: dns: 3 of 4\n",
    "a table": "1028091201;Anna;3;17;a cell, and another\n",
    "a table with levels": "1028091201,disk,3,00,priority '4'\n",
    "numbers": "1028091201,1,2,3\n",
    "JSON": '{"time": 1028091201, "module": "disk", "level": 4, "message": "DNS lookup failed"}\n',
    "source code": 'if (level | 1 | 2 | 3) { printf("%s|%d|00|x\\n", "priority"); }\n',
    "a letter": "Sehr geehrte Frau Müller,\nam 28.10. um 09:12: Registration failed auf allen Geräten.\n",
    "a page": "<html><body><p>regexp</p><p>Current List:</p><p>order '3'</p></body></html>\n",
    "a mail": "From: a@example.com\nContent-Type: text/html\n\n<p>priority '3'</p>\n",
    "prose": "We saw: Miss in All DNS caches. Then: service 'x' was up.\n",
}


@pytest.mark.parametrize("name", NONE)
@pytest.mark.parametrize("times", [1, 40])
def test_what_is_no_handsets_log_stays_none(name: str, times: int) -> None:
    data = (NONE[name] * times).encode()
    review = by_engine(data)
    assert not review.is_handset_log
    assert judged(data) == ("log.not-a-handset-log", {"log.not-a-handset-log"})


@pytest.mark.parametrize(
    "lead", ["", "<134>Oct 28 09:12:04 phone 0004f2a1b2c3|", "> > ", "12: ", "0004f2a1b2c3"]
)
@pytest.mark.parametrize("first", ["", "t of a line that was cut\n"])
def test_no_more_than_its_head_is_looked_at_of_a_usual_log(first: str, lead: str) -> None:
    """Thousands of them lie in a folder."""
    data = first.encode() + text([lead + line for line in SAID["nothing at all"]])
    assert change_of(data[:4096], lambda: pytest.fail("more was looked at")) is None


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)
PIECES = st.sampled_from(
    ["|", ";", ",", "\t", '"', "{", "}", "<p>", "&#124;", "dns", "sip", "1028091201", "4", "00", " "]
)


@given(st.lists(st.lists(st.one_of(PIECES, WORDS), max_size=9).map("".join), max_size=9).map("\n".join))
@settings(max_examples=150)
def test_any_text_is_read_in_both_ways_alike(lines: str) -> None:
    compare(by_engine(lines.encode()), simply(lines.encode()))


@given(
    st.sampled_from(list(WHOLE)),
    st.lists(st.sampled_from([line for lines in SAID.values() for line in lines]), max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_no_line_is_joined_with_another(name: str, lines: list[str]) -> None:
    """Whatever lines there are, in whatever order: what is read are lines that were there."""
    if "numbers" in name:
        return
    lines = [*SAID["nothing at all"], *lines]
    said = {(line.module, line.message.strip()) for line in map(parse, range(len(lines)), lines)}
    read = [line for line in by_engine(WHOLE[name](lines)).lines if line.has_form]
    assert {(line.module, line.message.strip().replace("\u2019", "'")) for line in read} <= said


@pytest.mark.parametrize(
    "usual",
    [*SAID.values(), printed(SAID["well"]), [f"<1>Oct 28 09:12:01 host {line}" for line in SAID["well"]]],
)
def test_a_log_as_the_handset_writes_it_is_read_as_it_is(usual: Lines) -> None:
    assert change_of(text(usual)[:4096], lambda: text(usual)) is None


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("size", [7, 1000])
def test_a_stream_is_read_as_the_whole_text_is(name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "_AT_ONCE", size)
    data = WHOLE[name]([*SAID["nothing at all"], *SAID["well"]])
    if "UTF-16" in name:
        return
    change = change_of(data[:4096], lambda: data[:65536])
    assert change is not None
    stream = Changed(io.BytesIO(data[size:]), data[:size], change)
    assert io.BufferedReader(stream).read() == change(data)


HOSTILE = [
    "<",
    "<!--",
    "</p>",
    "&amp;",
    'a="',
    "<style",
    '"',
    '{"a":"',
    "&",
    "\\",
    "\\n",
    "\x1b[",
    "=\n",
    "{\\*{",
    '\\"',
    "&#111111111111111111111111111111",
    '""          ',
    "1 |dns |1|",
    "a,",
    '",',
    "--x\n",
    "regexp ",
    ": regexp",
    "1028091201|dns  |1|00|",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    for begin in (
        "",
        "<html></p></p>",
        "Content-Type: multipart/x; boundary=x\n\n--x\n",
        "{\\rtf1",
        "{",
        f"{FIRST[0]}\n",
        '"a|b|c|d"\n' * 600 + '""',
    ):
        spent = []
        for length in (100_000, 400_000):
            data = (begin + piece * (length // len(piece))).encode()
            began = time.process_time()
            simply(data)
            spent.append(time.process_time() - began)
        assert spent[1] < 16 * max(spent[0], 0.05)


LONG = "&#" + "1" * 5000 + ";"


@pytest.mark.parametrize("name", ["as it is", "a web page", "entities", "a mail"])
def test_a_number_that_no_sign_has_is_read_as_it_stands(name: str) -> None:
    lines = SAID["nothing at all"]
    made = WHOLE.get(name, text)(lines).replace(b"dnsSrv2A", LONG.encode()) + b"\n" + LONG.encode()
    told = f"1028091201|dns  |1|00|Miss in All {LONG}"
    assert judged(made + f"\n{told}\n".encode()) == judged(text(lines))


def test_half_a_sign_of_json_is_no_error() -> None:
    lines = SAID["nothing at all"]
    made = b'{"message":"1028091201|cfg  |1|00|\\ud800 \\udfff"}\n' + WHOLE["JSON lines"](lines)
    assert judged(made) == judged(text(lines))


@pytest.mark.parametrize("mark", ["\\u8217?", "\\u8217\\'92", "\\u8217 ?"])
def test_a_sign_of_a_rich_text_comes_once(mark: str) -> None:
    lines = SAID["nothing at all"]
    body = "\\par\n".join(lines).replace("'", mark)
    assert judged(f"{{\\rtf1\\ansi {body}}}".encode()) == judged(text(lines))
