"""What mails, web pages and tables make of a log is read as what the handset wrote."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.judged import KNOWN
from tests.core.log.reading import by_engine, joined, simply
from tests.core.log.test_engine import compare
from tests.core.logs import HEALTHY, Form, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import encoding as encodings
from wizard.core.log.encoding import Changed, change_of
from wizard.core.log.growing import Growing
from wizard.workers import result_of


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
@pytest.mark.parametrize(("blank", "as_pasted"), [("  ", "\xa0 "), ("  ", " \xa0"), (" ", "\xa0")])
@pytest.mark.parametrize(("records", "says"), [((), "name.missing"), (HEALTHY, "registration.ok")])
def test_no_break_spaces_of_a_mail_or_a_web_page_are_blanks(
    records: tuple[str, ...], says: str, blank: str, as_pasted: str, encoding: str, tmp_path: Path
) -> None:
    plain = "\n".join([*Form().lines(register(zone(*records))), ""])
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(plain.replace(blank, as_pasted).encode(encoding))
    fast = joined(str(path))
    compare(fast, simply(path.read_bytes(), str(path)))
    assert [line.raw for line in fast.lines] == plain.splitlines()
    judged = judge_log(fast, KNOWN)
    assert judged.verdict is not None
    assert judged.verdict.code == says


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_no_break_space_may_lie_in_two_reads(
    encoding: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encodings, "_AT_ONCE", size)
    text = "1|dns\xa0|\n" + "\xa0a\xa0\xa0é \n" * 9
    change = change_of(text.encode(encoding))
    assert change is not None
    stream = Changed(io.BytesIO(text[7:].encode(encoding)), text[:7].encode(encoding), change)
    assert io.BufferedReader(stream).read() == text.replace("\xa0", " ").encode(encoding)


def test_a_no_break_space_that_pads_nothing_stays() -> None:
    data = "1015152006|sip  |*|00|Sip Register Usr:1512 Dsp:à\xa0la carte Auth:'1512' Inx:0".encode()
    compare(by_engine(data), simply(data))
    assert "à\xa0la" in by_engine(data).lines[0].raw


def test_a_log_of_no_break_spaces_is_followed(tmp_path: Path) -> None:
    failed, good = (Form().lines(register(zone(*records))) for records in ((), HEALTHY))
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_text("\n".join([*failed, ""]).replace(" ", "\xa0"), encoding="utf-8")
    growing = Growing(path)
    result_of(growing.look())
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join([*good, ""]).replace(" ", "\xa0"))
    result_of(growing.look())
    compare(growing.review(), simply(path.read_bytes(), str(path)))


FORMS = {
    "marks": '"{}"',
    "an editor's list": '  "{}",',
    "a program's list": '"{}";',
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("above", ["", "Message\n", '"Message"\n'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("records", "says"), [((), "name.missing"), (HEALTHY, "registration.ok")])
def test_quotation_marks_around_each_line_are_none_of_it(
    records: tuple[str, ...], says: str, end: str, above: str, form: str, tmp_path: Path
) -> None:
    plain = Form().lines(register(zone(*records)))
    path = tmp_path / "0004f2a1b2c3-app.log"
    quoted = [form.format(line.replace('"', '""')) for line in plain]
    path.write_bytes((above + end.join([*quoted, ""])).encode())
    fast = joined(str(path))
    compare(fast, simply(path.read_bytes(), str(path)))
    assert [line.raw for line in fast.lines][-len(plain) :] == plain
    judged = judge_log(fast, KNOWN)
    assert judged.verdict is not None
    assert judged.verdict.code == says


@pytest.mark.parametrize("blank", [" ", "\t", "  ", "\xa0"])
@pytest.mark.parametrize(
    "form", [Form(), Form(time="year"), Form(time="boot")], ids=["month", "year", "boot"]
)
@pytest.mark.parametrize(("records", "says"), [((), "name.missing"), (HEALTHY, "registration.ok")])
def test_lines_that_a_form_put_one_behind_another_are_taken_apart(
    records: tuple[str, ...], says: str, form: Form, blank: str, tmp_path: Path
) -> None:
    plain = form.lines(register(zone(*records)))
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(blank.join(plain).replace(" ", "\xa0" if blank == "\xa0" else " ").encode())
    fast = joined(str(path))
    compare(fast, simply(path.read_bytes(), str(path)))
    assert [line.raw for line in fast.lines] == plain
    judged = judge_log(fast, KNOWN)
    assert judged.verdict is not None
    assert judged.verdict.code == says


def test_a_line_that_cites_another_stays() -> None:
    cites = b"1015152006|sip  |4|00|one 1015152006|dns  |2|00|two 1015152006|dns  |2|00|three\n"
    assert change_of(cites * 3) is not None
    assert change_of(cites + b"1015152006|sip  |4|00|four\n") is None


def test_lines_of_which_some_alone_are_between_quotation_marks_stay() -> None:
    lines = ['"1015152006|sip  |*|00|one"', *["1015152006|sip  |*|00|two"] * 9]
    data = "\n".join(lines).encode()
    assert change_of(data) is None
    assert [line.raw for line in by_engine(data).lines] == lines


PIECES = ['"1|dns|2|0|a"', '"', "x", '"x",', "\xa0|dns\xa0|", "\r", ""]


@given(st.lists(st.sampled_from(PIECES)).map("\n".join), st.integers(1, 9))
def test_a_stream_is_changed_as_the_whole_text_is(text: str, size: int) -> None:
    change = change_of('"1|dns\xa0|2|0|a"\n'.encode())
    assert change is not None
    stream = Changed(Trickle(text.encode(), size), b"", change)
    assert io.BufferedReader(stream).read() == change(text.encode())


class Trickle(io.BytesIO):
    """Gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self._size = size

    def read(self, _size: int | None = -1) -> bytes:
        return super().read(self._size)
