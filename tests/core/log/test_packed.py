"""Logs that bzip2, xz or tar packed, and those in files of Word, Excel and LibreOffice, are those logs."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.judged import KNOWN, verdict
from tests.core.log import office_files as office
from tests.core.log.made_forms import SAID, fields, text
from tests.core.log.reading import joined
from wizard.core.about import sentence_of
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import office as read_office
from wizard.core.log import tars
from wizard.core.log.documents import rich_text
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.opening import Opener
from wizard.core.log.review import Review, notes_of
from wizard.core.regular import Refused
from wizard.workers import result_of

FAILED, WELL = SAID["nothing at all"], SAID["well"]
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "strongest.xz": lambda data: lzma.compress(data, preset=9 | lzma.PRESET_EXTREME),
    "twice.bz2": lambda data: bz2.compress(data[:500]) + bz2.compress(data[500:]),
    "padded.xz": lambda data: lzma.compress(data[:500]) + bytes(8) + lzma.compress(data[500:]) + bytes(4),
}


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("said", ["nothing at all", "well", "failed-restored.log", "successful-restored.log"])
def test_a_packed_log_is_the_log(name: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / f"0004f2a1b2c3-app.log.{name}"
    path.write_bytes(PACKERS[name](text(SAID[said])))
    found = joined(str(path))
    assert not found.problem
    assert [line.raw for line in found.lines] == SAID[said]
    assert found.mac == "0004f2a1b2c3"


@pytest.mark.parametrize("name", ["bz2", "xz"])
def test_a_packed_log_that_was_cut_or_changed_says_so(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.log.{name}"
    data = PACKERS[name](text(FAILED * 2000))
    path.write_bytes(data[:-20])
    assert "was cut off" in "".join(notes_of(joined(str(path))))
    path.write_bytes(data[:99] + bytes(60) + data[159:])
    assert "is damaged" in joined(str(path)).problem + "".join(notes_of(joined(str(path))))
    path.write_bytes(PACKERS[name](bytes(70_000_000)))
    assert "more than 200 times its size" in joined(str(path)).problem


def tar(path: Path, mode: str, *files: tuple[str, bytes]) -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            if not data:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/shadow"
            archive.addfile(info, io.BytesIO(data))
    return path


TARS = {
    "a.tar": "w",
    "a.tar.gz": "w:gz",
    "a.tgz": "w:gz",
    "a.tar.bz2": "w:bz2",
    "a.txz": "w:xz",
    "bundle": "w:gz",
}


@pytest.mark.parametrize("name", TARS)
def test_each_log_of_a_tar_is_judged_by_itself(name: str, tmp_path: Path) -> None:
    path = tar(
        tmp_path / name,
        TARS[name],
        ("./logs/0004f2a1b2c3-app.log", text(FAILED)),
        ("./logs/0004f2a1b2c4-app.log.1.gz", gzip.compress(text(WELL[:9]))),
        ("./logs/0004f2a1b2c4-app.log", text(WELL[9:])),
        ("./readme.pdf", b"%PDF-1.7"),
    )
    for given_ in (path, tmp_path) if "." in name else (path,):
        logs = list(find([str(given_)]))
        assert all(isinstance(one, Log) for one in logs)
        assert [[part.entry for part in one.parts] for one in logs if isinstance(one, Log)] == [
            ["logs/0004f2a1b2c3-app.log"],
            ["logs/0004f2a1b2c4-app.log.1.gz", "logs/0004f2a1b2c4-app.log"],
        ]


def test_what_a_tar_must_not_hold_is_said(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tgz", "w:gz", ("../../etc/a.log", b"x"), ("b.log", b""), ("c.log", text(WELL)))
    out, link, log = find([str(path)])
    assert "leads out of the archive" in str(out)
    assert "a link to another file (b.log)" in str(link)
    assert isinstance(log, Log)
    assert verdict(judge_log(joined_one(log), KNOWN)) == "registration.ok"
    (said,) = find([str(tar(tmp_path / "b.tgz", "w:gz", ("readme.md", b"x")))])
    assert "holds no log" in str(said)


def joined_one(log: Log) -> Review:
    with Opener() as opener:
        return result_of(read_log(log, opener))


def test_a_tar_that_is_damaged_or_holds_too_much_is_one_sentence(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar", "w", ("a.log", text(WELL)))
    data = path.read_bytes()
    path.write_bytes(data[:150] + b"xxxxxxx" + data[157:])
    (said,) = find([str(path)])
    assert str(said).startswith("a.tar is damaged (")
    path.write_bytes(data[:400])
    (said,) = find([str(path)])
    assert str(said).startswith("a.tar is damaged (")
    (said,) = find([str(tar(tmp_path / "b.tgz", "w:gz", ("a.log", bytes(65 * 1024 * 1024))))])
    assert str(said).startswith("b.tgz unpacks to more than 200 times its size")


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_of_a_tar_that_is_cut_off_the_first_logs_are_read(mode: str, tmp_path: Path) -> None:
    path = tar(tmp_path / "a.tar", mode, ("a.log", text(FAILED)), ("b.log", os.urandom(9999)))
    path.write_bytes(path.read_bytes()[: -12_000 if mode == "w" else -5000])
    said, *logs = find([str(path)])
    assert str(said).startswith(("a.tar is damaged (unexpected end of data)", "a.tar ends too early"))
    assert isinstance(logs[0], Log)
    assert verdict(judge_log(joined_one(logs[0]), KNOWN)) == "name.missing"


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_of_any_size_is_read_without_holding_it(mode: str, tmp_path: Path) -> None:
    """A handset's own lines pack to a tenth; what is no log is not held at all."""
    line = "1028091201|cfg  |3|00|a synthetic line {}"
    many = text([*(line.format(number) for number in range(400_000)), ""])
    path = tar(
        tmp_path / "a.tar",
        mode,
        ("capture.pcap", b"\xd4\xc3\xb2\xa1" + os.urandom(5_000_000)),
        *((f"{number}.log", many + text(FAILED)) for number in range(5)),
        ("well.log", text(WELL)),
    )
    tracemalloc.start()
    logs = [one for one in find([str(path)]) if isinstance(one, Log)]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 24_000_000
    assert len(logs) == 6
    assert verdict(judge_log(joined_one(logs[-1]), KNOWN)) == "registration.ok"
    found = joined_one(logs[2])
    assert (len(found.lines), found.problem) == (400_000 + len(FAILED), "")
    assert verdict(judge_log(found, KNOWN)) == "name.missing"


def test_only_what_is_packed_is_refused_for_what_it_unpacks_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tars, "MOST_UNPACKED", 300_000)
    noise = os.urandom(200_000)
    for mode in ("w", "w:gz"):
        path = tar(
            tmp_path / f"{mode[-1]}.tar", mode, ("a.bin", noise), ("b.log", noise), ("c.log", text(WELL))
        )
        found = list(find([str(path)]))
        if mode == "w":
            assert all(isinstance(one, Log) for one in found)
        else:
            assert found == ["z.tar is packed (tar). Unpack it and open the logs inside."]
    monkeypatch.setattr(tars, "MOST_UNPACKED", 1 << 30)
    monkeypatch.setattr(tars, "MOST_KEPT", 100_000)
    path = tar(tmp_path / "a.tar", "w:gz", ("a.log", noise.hex().encode()), ("b.log", text(WELL)))
    said, log = find([str(path)])
    assert (isinstance(said, str), isinstance(log, Log)) == (True, True)


def test_a_tar_is_unpacked_once_and_anew_when_it_changed(tmp_path: Path) -> None:
    """Three thousand logs in one took minutes: each of them unpacked all."""
    path = tar(tmp_path / "a.tgz", "w:gz", *((f"{number}.log", text(WELL)) for number in range(50)))
    before = tars._of_file.cache_info().misses
    logs = [one for one in find([str(path)]) if isinstance(one, Log)]
    assert {verdict(judge_log(joined_one(one), KNOWN)) for one in logs} == {"registration.ok"}
    assert len(logs) == 50
    assert tars._of_file.cache_info().misses == before + 1
    (log,) = find([str(tar(path, "w:gz", ("b.log", text(FAILED))))])
    assert isinstance(log, Log)
    assert verdict(judge_log(joined_one(log), KNOWN)) == "name.missing"


def test_a_name_or_header_of_a_tar_that_claims_to_be_huge_is_never_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a.log")
    info.type, info.size = tarfile.XHDTYPE, 7 * 1024**3
    (tmp_path / "a.tgz").write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(80_000_000)))
    (said,) = find([str(tmp_path / "a.tgz")])
    assert str(said).startswith("a.tgz unpacks to more than 200 times its size")
    (tmp_path / "b.tar").write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(200_000))
    (said,) = find([str(tmp_path / "b.tar")])
    assert str(said).startswith("b.tar is packed (tar).")


def test_an_entry_of_a_tar_that_is_nearly_all_a_hole_is_named(tmp_path: Path) -> None:
    info = tarfile.TarInfo("hole.log")
    info.type = tarfile.GNUTYPE_SPARSE
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[386:410] = b"00000000000\0" * 2  # No byte is there.
    head[483:495] = b"%011o\0" % (100 * 1024 * 1024)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head[:512])
    (tmp_path / "a.tar").write_bytes(head + bytes(1024))
    assert "hole.log is larger than 64 MB." in " ".join(map(str, find([str(tmp_path / "a.tar")])))


# Documents and tables --------------------------------------------------------------------------

OFFICE: dict[str, Callable[[list[str]], bytes]] = {
    "Word, .docx": office.word,
    "Word, pieces .docx": lambda lines: office.word(lines, runs=4),
    "Word, line ends .docx": lambda lines: office.word(lines, breaks=True),
    "Word, table .docx": lambda lines: office.word(lines, table=True),
    "Excel, lines .xlsx": lambda lines: office.sheet([[one] for one in lines]),
    "Excel, inline .xlsx": lambda lines: office.sheet([[one] for one in lines], inline=True),
    "Excel, columns .xlsx": lambda lines: office.sheet(fields(lines)),
    "Excel, in one cell .xlsx": lambda lines: office.sheet([["\n".join(lines)]]),
    "Writer .odt": office.writer,
    "Calc .ods": lambda lines: office.calc([["", one] for one in lines]),
    "Calc, columns .ods": lambda lines: office.calc(fields(lines)),
}


@pytest.mark.parametrize("name", OFFICE)
@pytest.mark.parametrize("said", SAID)
def test_a_log_in_a_document_is_judged_as_the_handset_wrote_it(said: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{name.rpartition(' ')[2]}"
    path.write_bytes(OFFICE[name](list(SAID[said])))
    plain = tmp_path / "a.log"
    plain.write_bytes(text(SAID[said]))
    found, expected = judge_log(joined(str(path)), KNOWN), judge_log(joined(str(plain)), KNOWN)
    assert verdict(found) == verdict(expected)
    assert {one.code for one in found.findings} == {one.code for one in expected.findings}
    (note,) = notes_of(joined(str(path)))
    assert "is a formatted document" in note


@settings(deadline=None)
@given(
    st.sampled_from(
        ["Word, .docx", "Word, pieces .docx", "Excel, lines .xlsx", "Excel, inline .xlsx", "Calc .ods"]
    ),
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1).filter(
            str.strip
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_every_text_of_a_document_is_there(name: str, said: list[str]) -> None:
    import tempfile

    lines = [f"1028091201|dns  |1|00|{' '.join(one.split())}" for one in said]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.docx")
        path.write_bytes(OFFICE[name](lines))
        read = read_office.office_text(str(path))
    assert read is not None
    assert [one.strip("\t") for one in rich_text(read.decode()).split("\n") if one.strip()] == lines


def test_an_office_file_without_a_text_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(office.packed(**{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}))
    assert [str(one) for one in find([str(path)])] == [
        "a.pptx is an Office document. Copy the lines of the log out of it and paste them."
    ]


@pytest.mark.parametrize(
    "sign",
    [
        "<",
        "<w:t>",
        "<w:p>",
        "</w:p>",
        "<a ",
        '<a b="',
        "<w:t",
        "&",
        "<w:tc/>",
        "</w:tr>",
        '<c r="XFD1"/>',
        "<row/>",
        "<si>",
        "x",
    ],
)
@pytest.mark.parametrize(
    "part", ["word/document.xml", "content.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]
)
def test_a_document_of_nothing_but_marks_takes_no_time(sign: str, part: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/worksheets/sheet1.xml": "<c/>",
        part: sign * (200_000 // len(sign)),
    }
    path.write_bytes(office.packed(**parts))
    started = time.process_time()
    read = read_office.office_text(str(path))
    assert time.process_time() - started < 5
    assert len(read or b"") < 20_000_000


LARGE = "bomb.xlsx is larger than 16 MB. Cut out the part around the failure."


def cells(numbers: Sequence[str]) -> bytes:
    """A sheet of one row, whose cells name texts; the only one of these is long."""
    named = "".join(f'<c t="s"><v>{number}</v></c>' for number in numbers)
    return office.packed(
        **{
            "[Content_Types].xml": "<Types/>",
            "xl/sharedStrings.xml": f"<sst><si><t>{'A' * 1_000_000}</t></si></sst>",
            "xl/worksheets/sheet1.xml": f"<sheetData><row>{named}</row></sheetData>",
        }
    )


def test_a_small_document_whose_text_is_huge_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(cells(["0"] * 100_000))
    with pytest.raises(Refused) as refused:
        read_office.office_text(str(path))
    assert sentence_of(refused.value).endswith(LARGE)


@pytest.mark.parametrize(
    ("unit", "signs"),
    [("<w:p/>", 2), ("<w:tab/>", 2), ("{", 1), ("</w:tr>", 2), ("<w:br/>", 2)],
)
def test_a_document_of_more_signs_than_a_log_makes_is_refused_before_it_is_read_out(
    unit: str, signs: int, tmp_path: Path
) -> None:
    """Each was made to lines by itself: 64 KB took most of a minute."""
    most = read_office._MOST_SIGNS // signs - 100
    made = {"[Content_Types].xml": "<Types/>"}
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(office.packed(**made, **{"word/document.xml": f"<w:t>{unit * most}"}))
    assert read_office.office_text(str(path))
    path.write_bytes(office.packed(**made, **{"word/document.xml": f"<w:t>{unit * (most + 100)}"}))
    with pytest.raises(Refused) as refused:
        read_office.office_text(str(path))
    assert sentence_of(refused.value).endswith(LARGE)


def test_the_attributes_of_a_tag_are_looked_at_once(tmp_path: Path) -> None:
    """Of a name of so many letters each one was taken for its beginning, which has no end."""
    path = tmp_path / "a.docx"
    body = f'<w:t>a<w:tab {"a" * 4_000_000}/><w:s w:c="2"/>b'
    path.write_bytes(office.packed(**{"[Content_Types].xml": "<Types/>", "word/document.xml": body}))
    assert read_office.office_text(str(path)) == b"{\\rtf1 a\\tab   b}"


def test_a_log_of_a_handset_in_word_has_room_to_spare(tmp_path: Path) -> None:
    """500 KB, each line in eight pieces that have their own properties."""
    path = tmp_path / "a.docx"
    lines = FAILED * (500_000 // len(text(FAILED)))
    path.write_bytes(office.word(lines, runs=8))
    read = read_office.office_text(str(path))
    assert read is not None
    assert rich_text(read.decode()).count("\n") == len(lines) + 1


def test_many_parts_of_a_document_are_not_larger_together_than_one_may_be(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    parts = {f"xl/worksheets/sheet{number}.xml": " " * 10_000_000 for number in range(8)}
    path.write_bytes(office.packed(**{"[Content_Types].xml": "<Types/>", **parts}))
    with pytest.raises(Refused) as refused:
        read_office.office_text(str(path))
    assert sentence_of(refused.value).endswith(LARGE)


@pytest.mark.parametrize("number", ["1", "00000000000000000001", "9" * 5000, "-1", "x", "\u0661"])
def test_a_cell_that_names_no_text_is_empty(number: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(cells([number]))
    assert read_office.office_text(str(path)) == b"{\\rtf1 \\par\n}"
