"""The engine says of every log what reading it line by line says."""

from __future__ import annotations

import gc
import random
import weakref

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core import logs
from tests.core.judged import KNOWN
from tests.core.log.reading import by_engine, simply
from tests.core.logs import FORMS, HEALTHY, Form, Phone, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import blocks, engine
from wizard.core.log.line import MAX_PARSED
from wizard.core.log.modules import Modules
from wizard.core.log.review import Review, notes_of


def compare(one: Review, other: Review) -> None:
    assert tuple(one.lines) == tuple(other.lines)
    assert one.facts == other.facts
    assert one.entries == other.entries
    assert one.story == other.story
    assert judge_log(one, KNOWN) == judge_log(other, KNOWN)


def mixed_log(seed: int = 1) -> bytes:
    """Failing and good registrations among lines of other modules, and lines of every odd form."""
    draw = random.Random(seed)
    phone = Phone()
    for there in (zone(), zone(*HEALTHY), zone(*HEALTHY[1:]), zone()):
        phone.register(there)
        phone.boot()
    lines = []
    for line in Form().lines(phone.said):
        lines += [draw.choice(ODD) for _ in range(draw.randrange(4))]
        lines.append(line)
    return "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")


ODD = (
    "1015152006|lldp |4|00|Ignoring corrupt LLDP packet.",
    "0202115811|tickt|*|00|m_validUntil [0]",
    "011511.006|so   |2|00|soCoreAudioTermChg: chassis -> idle",
    "1015152006.250|cfg  |3|00|with milliseconds",
    "1015152006|verylong|3|00|eight letters",
    "1015152006|dns|3|00|not padded: Miss in All DNS cache for a.b(NAPTR)",
    "1015152006|DNS  |2|0c|Miss in All DNS cache for a.b(SRV)",
    "1015152006| dns |2|12|Miss in All DNS cache for a.b(SRV)",
    "1015152006|dns  |2| |Miss in All DNS cache for a.b(SRV)",
    "1015152006|dns  |2||Miss in All DNS cache for a.b(SRV)",
    "1015152006|dns  |2|1f3a|Miss in All DNS cache for a.b(SRV)",
    "1015152006|dns  |2|00 |Miss in All DNS cache for a.b(SRV)",
    "1015152006|dns  | 2|00|Miss in All DNS cache for a.b(SRV)",
    "1015152006|dns  |7|00|no such level",
    "1015152006|dns  |2|zz|no such number",
    "ab|dns |2|x|so   |2|00|a pipe in the head",
    "12345|dns|7|so   |2|00|another",
    "|dns  |2|00|Miss in All DNS cache for a.b(A)",
    "dns|2|00|Miss in All DNS cache for a.b(A)",
    "- 1 |dns |2| |Miss in All DNS cache for a.b(A)",
    "<134>0004f2a1b2c3 1015152006|sip  |4|00|Registration failed User: 9, Error Code:403 No",
    f"{'x' * 161}|dns  |2|00|Miss in All DNS cache for a.b(A)",
    f"{'é' * 100}|dns  |2|00|Miss in All DNS cache for a.b(A)",
    "1015152006|cfg  |3|00|quoting: Registration failed User: 9, Error Code:403 No",
    "1015152006|sip  |1|00|<<< Data received",
    "INVITE sip:1512@10.225.2.31 SIP/2.0",
    "Priority: weight|order|service|flags|regexp",
    "",
    "   ",
    "|",
    "||||",
    "1015152006|dns  |2|00|   Miss in All DNS cache for a.b(SRV)",
    f"1015152006|sip  |4|00|{' ' * 40}NAPTR query for host 'a.b' returned no results",
    "1015152006|dns  |2|00|\t\N{NO-BREAK SPACE}Miss in All DNS cache for a.b(SRV)",
    "1015152006|dns  |3|01|DNS\N{EM SPACE}lookup for (NAPTR) 'a.b' Server has no Answer",
    "1015152006|dns  |2|| Found DNS cache entry for a.b(A)",
    "1015152006|dns  |2| ||Found DNS cache entry for a.b(A)",
    "10|5152006|dns  |2|00|Found DNS cache entry for a.b(A)",
    "101515200A|dns  |2|00|Found DNS cache entry for a.b(A)",
    "  1015152006|dns  |2|00|Found DNS cache entry for a.b(A)",
    "1015152006|dns  |2|ffff|Found DNS cache entry for a.b(A)",
    "1015152006|dns  |2|00|regexp",
    "1015152006|dns  |2|00|DNS",
    "1015152006|dns  |2|00|   ",
    "1015152006|dns  |2|00|",
    "1015152006|dns  |2|00",
    "Grüße \N{NO-BREAK SPACE}|\N{CJK UNIFIED IDEOGRAPH-4E2D}",
    "1015152006|dns  |1|00|Current\N{NO-BREAK SPACE}List:",
)


def test_a_mixed_log() -> None:
    data = mixed_log()
    compare(by_engine(data), simply(data))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_log(form: str) -> None:
    phone = Phone()
    phone.register(zone())
    phone.boot()
    phone.register(zone(*HEALTHY))
    data = FORMS[form].bytes(phone.said)
    compare(by_engine(data), simply(data))


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*ODD, *Form().lines(register(zone(*HEALTHY)))]), max_size=30),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_lines_in_any_order(lines: list[str], end: str, ended: bool) -> None:
    data = (end.join(lines) + (end if ended else "")).encode("utf-8", "surrogatepass")
    compare(by_engine(data), simply(data))


_PIECES = st.sampled_from(
    [b"|", b"||", b"dns  |", b"|2|00|", b"\n", b"\r\n", b"\r", b"\0", b" ", b"\xff", b"\xc3\xa9", b"\x85",
     b"1028091201|dns  |2|00|", b"Current List:", b"order '1'", b"*", b"0", b"\t", b"\x1c"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=40).map(b"".join))
@example(b"a\n\0\0\0")
@example(b"\0" * 40)
@example(b"\xef\xbb\xbf")
@example(b"\x85\n|dns|2|00|")
def test_any_bytes(data: bytes) -> None:
    compare(by_engine(data), simply(data))


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_really_any_bytes(data: bytes) -> None:
    compare(by_engine(data), simply(data))


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, len(mixed_log())), max_size=4).map(sorted),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
def test_in_stretches_side_by_side(cuts: list[int], end: bytes) -> None:
    data = mixed_log().replace(b"\n", end)
    compare(by_engine(data, cuts=[cut for cut in cuts if cut]), simply(data))


@pytest.mark.parametrize("size", [64, 200, 1000, 5000])
def test_blocks_of_any_size(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", size)
    for end in (b"\n", b"\r\n", b"\r"):
        data = mixed_log().replace(b"\n", end)
        compare(by_engine(data), simply(data))


def test_thousands_of_modules() -> None:
    """More than a tag can name: their lines still have the form, and the grammar's modules are found."""
    names = [f"{letter}{number:03}" for letter in "abcdefgh" for number in range(1000)]
    lines = [f"1028091201|{name:<5}|2|00|hello" for name in names]
    lines.append("1028091201|dns  |2|00|Miss in All DNS cache for a.b(A)")
    data = "\n".join(lines).encode()
    compare(by_engine(data), simply(data))


def test_very_long_lines() -> None:
    long = "1028091201|dns  |2|0c|Miss in All DNS cache for " + "a" * 1_000_000 + "(A)"
    just = "1028091201|dns  |2|00|Miss in All DNS cache for {}(A)"
    fits = just.format("é" * (MAX_PARSED - len(just) + 2))
    assert len(fits) == MAX_PARSED
    data = "\n".join([long, fits, fits + "x", "|dns|2|00|order '1'", long, "x" * 70_000]).encode()
    compare(by_engine(data), simply(data))
    assert len(by_engine(data).entries) == 2


def test_a_line_without_end_is_cut_and_the_rest_is_read() -> None:
    data = b"x" * (blocks.LONGEST_LINE + 10) + b"\n1028091201|dns  |2|00|order '1'\n"
    found = by_engine(data)
    assert [len(line.raw) for line in found.lines][:2] == [blocks.LONGEST_LINE, 10]
    assert found.facts.dns is not None
    assert found.facts.dns.number == 3


def test_only_so_many_lines_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_LINES", 10)
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    found = by_engine(mixed_log())
    assert 10 <= len(found.lines) < 100
    assert found.problem == ""
    assert found.notes[0].endswith("The rest was not read.")


def test_of_very_many_lines_that_cannot_be_read_none_is_what_a_log_is_judged_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from wizard.core.log import large
    from wizard.core.log import review as simple

    for module in (large, simple):
        monkeypatch.setattr(module, "MOST_FOLLOWED", 200)
    data = b"1028091201|dns  |3|00|DNS lookup for (XYZ) 'es' found\n" * 205
    (note,) = notes_of(by_engine(data))
    assert "cannot be read; 5 before them were left out" in note
    assert " 0 lines" not in note


def test_a_log_that_fails_all_day_is_judged_by_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.core.log import large
    from wizard.core.log import review as simple

    for module in (large, simple):
        monkeypatch.setattr(module, "MOST_FOLLOWED", 200)
    phone = Phone()
    for _ in range(20):
        phone.register(zone())
        phone.boot()
    data = Form().bytes(phone.said)
    found, same = by_engine(data), simply(data)
    compare(found, same)
    assert found.skipped == same.skipped == len(phone.said) - 200
    judgement = judge_log(found, KNOWN)
    assert judgement.verdict is not None
    assert judgement.verdict.code == "name.missing"
    assert "log.truncated" not in {finding.code for finding in judgement.findings}


@pytest.mark.parametrize("at", range(23))
def test_another_byte_in_the_columns(at: int) -> None:
    """A line end, a pipe or anything else where a usual line has its time, module, level and pipes."""
    usual = b"0301080000|dns  |2|00|Found DNS cache entry for a.b(A)\n"
    for byte in (b"\n", b"\r\n", b"|", b" ", b"*", b"A", b"z", b"0", b".", b"\xff", b"\t"):
        data = usual + usual[:at] + byte + usual[at + 1 :] + usual + usual[:at] + byte + usual[at:] + usual
        compare(by_engine(data), simply(data))


def test_interleaved_handsets() -> None:
    said = logs.interleaved(random.Random(2).randrange, register(zone()), register(zone(*HEALTHY)))
    data = Form().bytes(said) + mixed_log(3)
    compare(by_engine(data), simply(data))
    assert len(by_engine(data).entries) > len(said)


def test_the_tables_of_a_log_go_when_it_goes() -> None:
    """Workers look for cycles once in many logs."""
    gc.disable()
    try:
        modules = Modules()
        modules.tags(np.array([int.from_bytes(b"dns  |2|", "little")], dtype=np.uint64))
        gone = weakref.ref(modules)
        del modules
        assert gone() is None
    finally:
        gc.enable()
