"""No-break spaces, of a mail or a web page, are read as the blanks that the handset wrote."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.core.judged import KNOWN
from tests.core.log.reading import by_engine, joined, simply
from tests.core.log.test_engine import compare
from tests.core.logs import HEALTHY, Form, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import encoding as encodings
from wizard.core.log.encoding import PlainBlanks
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
    text = "\xa0a\xa0\xa0é " * 9
    no_break = "\xa0".encode(encoding)
    stream = PlainBlanks(io.BytesIO(text[7:].encode(encoding)), text[:7].encode(encoding), no_break)
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
