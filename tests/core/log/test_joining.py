"""A log with all its parts: joined in order, unpacked, and what is wrong with a part is a sentence."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

from tests.core.judged import KNOWN
from tests.core.log.reading import joined, simply
from tests.core.logs import HEALTHY, NAME, Form, Phone, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import origin as origins
from wizard.core.log.engine import read_stretch
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log, read_part, repeated, stretches
from wizard.core.log.large import assemble
from wizard.core.log.modules import OTHER, Modules
from wizard.core.log.opening import Opener
from wizard.core.log.origin import Origin
from wizard.core.log.review import Review
from wizard.workers import result_of

MAC = "0004f2a1b2c3"
SAID = register(zone(), times=2)
LINES = Form().lines(SAID)
WHOLE = "\n".join([*LINES, ""]).encode()


def reviewed(*paths: Path) -> Review:
    """The one log of some files."""
    return joined(*map(str, paths))


def read(log: Log) -> Review:
    """A log whose files have changed since they were found."""
    with Opener() as opener:
        return result_of(read_log(log, opener))


def texts(review: Review) -> list[str]:
    return [line.raw for line in review.lines]


def write(path: Path, lines: list[str]) -> Path:
    path.write_bytes("\n".join([*lines, ""]).encode())
    return path


def test_rotated_parts_are_one_story(tmp_path: Path) -> None:
    parts = [LINES[:20], LINES[20:40], LINES[40:]]
    for name, part in zip((".2", ".1", ""), parts, strict=True):
        write(tmp_path / f"{MAC}-app.log{name}", part)
    found = reviewed(tmp_path)
    assert texts(found) == LINES
    assert judge_log(found, KNOWN).verdict == judge_log(simply(WHOLE, found.name), KNOWN).verdict
    assert found.mac == MAC
    assert found.place(1) == (str(tmp_path / f"{MAC}-app.log.2"), 1)
    assert found.place(21) == (str(tmp_path / f"{MAC}-app.log.1"), 1)
    assert found.place(len(LINES)) == (str(tmp_path / f"{MAC}-app.log"), len(LINES) - 40)


@pytest.mark.parametrize("start", [0, 10, 30])
@pytest.mark.parametrize("cut", [0, 5])
def test_a_snapshot_is_joined_where_it_overlaps(start: int, cut: int, tmp_path: Path) -> None:
    """The snapshot's first line may be cut in its middle."""
    end = max(start + 4, 35)
    write(tmp_path / f"{MAC}-app.log", LINES[:end])
    write(tmp_path / f"{MAC}-now-app.log", [LINES[start][cut:], *LINES[start + 1 :]])
    found = reviewed(tmp_path)
    assert texts(found) == LINES
    name, line = found.place(len(LINES))
    assert (name, line) == (str(tmp_path / f"{MAC}-now-app.log"), len(LINES) - start)


def test_a_snapshot_that_the_log_has_whole_adds_nothing(tmp_path: Path) -> None:
    write(tmp_path / f"{MAC}-app.log", LINES)
    write(tmp_path / f"{MAC}-now-app.log", LINES[20:50])
    assert texts(reviewed(tmp_path)) == LINES


def test_a_snapshot_from_before_the_log_comes_first(tmp_path: Path) -> None:
    write(tmp_path / f"{MAC}-app.log", LINES[40:])
    write(tmp_path / f"{MAC}-now-app.log", LINES[:30])
    assert texts(reviewed(tmp_path)) == LINES[:30] + LINES[40:]


def test_a_snapshot_after_the_log_comes_last(tmp_path: Path) -> None:
    write(tmp_path / f"{MAC}-app.log", LINES[:30])
    write(tmp_path / f"{MAC}-now-app.log", LINES[40:])
    assert texts(reviewed(tmp_path)) == LINES[:30] + LINES[40:]


def test_one_common_line_is_chance() -> None:
    assert repeated([b"a", b"x"], [b"x", b"y"]) == 0
    assert repeated([b"a", b"x", b"y"], [b"x", b"y"]) == 2
    assert repeated([b"x", b"x", b"y"], [b"x", b"y", b"z"]) == 2
    assert repeated([], [b"x"]) == repeated([b"x"], []) == 0


@pytest.mark.parametrize("packing", ["gz", "gz in two members", "zip", "zip, stored", "zip of gz"])
def test_packed_logs_are_the_same_logs(packing: str, tmp_path: Path) -> None:
    half = len(WHOLE) // 2
    if packing.startswith("gz"):
        path = tmp_path / f"{MAC}-app.log.gz"
        whole = packing == "gz"
        members = [WHOLE] if whole else [WHOLE[:half], WHOLE[half:]]
        path.write_bytes(b"".join(gzip.compress(member) for member in members))
    else:
        path = tmp_path / "customer.zip"
        method = zipfile.ZIP_STORED if "stored" in packing else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(path, "w", method) as archive:
            if "gz" in packing:
                archive.writestr(f"logs/{MAC}-app.log.gz", gzip.compress(WHOLE))
            else:
                archive.writestr(f"logs/{MAC}-app.log", WHOLE)
    found, plain = reviewed(path), simply(WHOLE)
    assert tuple(found.lines) == tuple(plain.lines)
    assert found.lines[-1] == plain.lines[-1]
    assert [entry.event for entry in found.entries] == [entry.event for entry in plain.entries]
    assert (found.mac, found.problem, found.notes) == (MAC, "", ())


def test_utf_16_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(WHOLE.decode().encode("utf-16"))
    found = reviewed(path)
    assert texts(found) == LINES
    assert found.lines[40].raw == LINES[40]


def test_a_packed_log_that_was_cut_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.log.gz"
    path.write_bytes(gzip.compress(WHOLE * 50)[:-500])
    found = reviewed(path)
    assert 100 < len(found.lines) < 50 * len(LINES)
    assert found.problem == ""
    assert found.notes == ("a.log.gz ends too early: it was cut off. Fetch it again.",)


def _encrypted(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.log", data)
    packed = bytearray(stream.getvalue())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.find(magic) + at] |= 1
    return bytes(packed)


def _with_zip(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("a.log", data)
    return stream.getvalue()


def _damaged(packed: bytes) -> bytes:
    """An archive with one byte of an entry changed."""
    return packed[:60] + bytes([packed[60] ^ 0xFF]) + packed[61:]


REFUSED = {
    "x.log.7z": (
        b"7z\xbc\xaf\x27\x1c" + bytes(90),
        "x.log.7z is packed (7-Zip). Unpack it and open the logs inside.",
    ),
    "x.log.Z": (b"\x1f\x9d\x90" + bytes(90), "is packed (compress)."),
    "x.cab": (b"MSCF" + bytes(90), "is packed (CAB)."),
    "x.lz4": (b"\x04\x22\x4d\x18" + bytes(90), "is packed (LZ4)."),
    "x.bz2": (bz2.compress(bz2.compress(WHOLE)), "an archive inside an archive (bzip2)."),
    "x.pcap": (b"\x4d\x3c\xb2\xa1\2\0\4\0" + WHOLE, "is a network capture"),
    "y.pcap": (b"\xa1\xb2\x3c\x4d\0\2\0\4" + WHOLE, "is a network capture"),
    "x.mp4": (b"\0\0\0\x20ftypisom" + bytes(90), "is a video"),
    "x.one": (bytes.fromhex("e4525c7b8cd8a74d") + bytes(90), "a message of Office"),
    "x.gz": (gzip.compress(gzip.compress(WHOLE)), "an archive inside an archive (gzip)."),
    "in.zip": (
        _with_zip(gzip.compress(gzip.compress(WHOLE))),
        "in.zip/a.log is an archive inside an archive (gzip).",
    ),
    "deep.zip": (_with_zip(_with_zip(WHOLE)), "deep.zip/a.log is an archive inside an archive (zip)."),
    "bomb.zip": (
        _with_zip(gzip.compress(bytes(70 * 1024 * 1024))),
        "bomb.zip/a.log unpacks to more than 200 times its size",
    ),
    "secret.zip": (_encrypted(WHOLE), "secret.zip/a.log is protected by a password."),
    "odd.zip": (
        _with_zip(WHOLE, zipfile.ZIP_LZMA),
        "odd.zip/a.log is packed in a way that is not known here.",
    ),
    "broken.zip": (_damaged(_with_zip(WHOLE)), "broken.zip/a.log is damaged"),
    "screen.png": (b"\x89PNG\r\n\x1a\n" + bytes(99), "screen.png is a picture"),
    "screen.log": (b"BM6\0\0\0\0\0\0\x006\0\0\0(\0\0\0" + bytes(99), "screen.log is a picture"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(99), "photo.jpg is a picture"),
    "ticket.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "copy the lines of the log and paste them."),
    "mail.msg": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
        "is a mail of Outlook. Drag the attached log out of it into a folder",
    ),
    "trace.pcapng": (b"\n\r\r\n" + bytes(99), "is a network capture"),
    "System.evtx": (b"ElfFile\0" + bytes(99), "holds events of Windows"),
    "picture.zip": (_with_zip(b"GIF89a" + bytes(99)), "picture.zip/a.log is a picture"),
    "picture.gz": (gzip.compress(b"%PDF-1.7\n"), "picture.gz is a PDF document"),
    "broken.gz": (b"\x1f\x8b" + bytes(100), "broken.gz "),
    "bomb.gz": (gzip.compress(bytes(70 * 1024 * 1024)), "bomb.gz unpacks to more than 200 times its size"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_sentence(name: str, tmp_path: Path) -> None:
    data, said = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    found = reviewed(tmp_path / name)
    (sentence,) = [found.problem] if found.problem else found.notes
    assert said in sentence
    assert sentence.endswith(".")
    assert len(found.lines) == 0


def test_what_unpacks_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.core.log import streams

    monkeypatch.setattr(streams, "MOST_UNPACKED", 10_000)
    path = tmp_path / "a.log.gz"
    path.write_bytes(gzip.compress(WHOLE * 10))
    assert "unpacks to more than" in reviewed(path).problem


def test_every_error_of_reading_is_a_sentence() -> None:
    for error in (OSError(5, "Input/output error"), OSError("odd"), EOFError(), NotImplementedError()):
        assert origins.sentence(error, "a.log").endswith(".")
    with pytest.raises(KeyError):
        origins.sentence(KeyError("a"), "a.log")


def test_a_part_that_is_gone_is_a_note_and_the_rest_counts(tmp_path: Path) -> None:
    write(tmp_path / "a.log", LINES)
    write(tmp_path / "a.log.1", LINES)
    (log,) = find([str(tmp_path)])
    assert isinstance(log, Log)
    (tmp_path / "a.log.1").unlink()
    found = read(log)
    assert texts(found) == LINES
    assert found.notes == ("a.log.1 is not there. Check the path and open it again.",)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.log", LINES)
    path.chmod(0)
    assert reviewed(path).problem.startswith("You may not read a.log.")


def test_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.log").write_bytes(b"")
    found = reviewed(tmp_path)
    assert (len(found.lines), found.problem, found.is_handset_log) == (0, "", False)
    assert read(Log((Origin(str(tmp_path)),))).problem


def test_lines_of_a_file_that_shrinks_or_vanishes_are_gone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.log", LINES)
    found, other = reviewed(path), reviewed(path)
    path.write_bytes(WHOLE[: len(WHOLE) // 2])
    assert found.lines[0].raw == LINES[0]
    assert found.lines[-1].raw.startswith("(This line is gone")
    path.unlink()
    assert {line.raw for line in other.lines} == {found.lines[-1].raw}
    assert len(other.lines) == len(LINES)


@pytest.mark.parametrize("left", [0, 1_000_000, 2_500_000])
def test_a_file_that_is_cut_short_while_it_is_read_is_told(left: int, tmp_path: Path) -> None:
    """As a syslog server does that empties its file every night."""
    path = tmp_path / "phones.log"
    path.write_bytes(WHOLE * (3_000_000 // len(WHOLE)))
    with Opener() as opener:
        reading = read_log(Log((Origin(str(path)),)), opener)
        next(reading)
        os.truncate(path, left)
        found = result_of(reading)
    (note,) = found.notes
    assert note.startswith("phones.log was cut short or written anew while it was read")
    assert not found.problem
    assert found.facts.count


@pytest.mark.parametrize("left", [0, 1_000_000, 2_500_000])
def test_a_file_that_is_cut_short_between_two_stretches_is_told_once(left: int, tmp_path: Path) -> None:
    path = tmp_path / "phones.log"
    path.write_bytes(WHOLE * (3_000_000 // len(WHOLE)))
    part, spans = Origin(str(path)), stretches(str(path), 3, 1_000_000)
    assert len(spans) == 2
    pieces = [result_of(read_part(part, Opener(), *spans[0]))]
    assert not pieces[0].stretch.problem
    os.truncate(path, left)
    pieces += [result_of(read_part(part, Opener(), *spans[1]))]
    told = "cut short" in "".join(assemble(str(path), pieces).notes)
    assert told == (left < spans[1][0]), "the whole of what is there was read"


def test_what_grows_while_it_is_read_is_read_in_peace(tmp_path: Path) -> None:
    path = tmp_path / "phones.log"
    path.write_bytes(WHOLE * (3_000_000 // len(WHOLE)))
    with Opener() as opener:
        reading = read_log(Log((Origin(str(path)),)), opener)
        next(reading)
        with path.open("ab") as file:
            file.write(WHOLE)
        assert result_of(reading).notes == ()


def test_a_long_file_is_cut_into_stretches(tmp_path: Path) -> None:
    path = write(tmp_path / "a.log", LINES)
    size = path.stat().st_size
    assert stretches(str(path), 4, size) == [(0, None)]
    assert stretches(str(path), 4, size // 2) == [(0, size // 2), (size // 2, None)]
    path.write_bytes(gzip.compress(WHOLE))
    assert stretches(str(path), 4, 10) == [(0, None)]
    path.write_bytes(WHOLE.decode().encode("utf-16-le"))
    assert stretches(str(path), 4, 10) == [(0, None)]
    assert stretches(str(tmp_path / "gone"), 4, 10) == [(0, None)]


def test_a_repair_in_the_next_part_counts(tmp_path: Path) -> None:
    phone = Phone()
    phone.register(zone())
    failed = len(phone.said)
    phone.boot()
    phone.register(zone(*HEALTHY))
    lines = Form().lines(phone.said)
    write(tmp_path / "a.log.1", lines[:failed])
    write(tmp_path / "a.log", lines[failed:])
    judgement = judge_log(reviewed(tmp_path), KNOWN)
    assert judgement.verdict is not None
    assert (judgement.verdict.code, judgement.verdict.subject) == ("registration.ok", NAME)


def test_each_log_is_read_as_if_alone_by_who_keeps_the_modules_of_the_logs_before(tmp_path: Path) -> None:
    """Also with more modules in all of them together than have a code of their own."""
    modules = Modules()
    with Opener() as opener:
        for number in range(4):
            others = [f"1028091201|m{number}{one:02}|4|0{one % 2}|Miss in All DNS cache" for one in range(20)]
            log = tmp_path / f"0004f2a1b2c{number}-app.log"
            log.write_text("\n".join([*others, *LINES, *others, ""]))
            kept = result_of(read_log(Log((Origin(str(log)),)), opener, modules=modules))
            alone = simply(log.read_bytes(), str(log))
            assert tuple(kept.lines) == tuple(alone.lines)
            assert (kept.facts, kept.entries) == (alone.facts, alone.entries)
            assert judge_log(kept, KNOWN) == judge_log(alone, KNOWN)
    assert len(modules.names) == OTHER


def test_nothing_is_told_of_the_beginning_once_all_is_read() -> None:
    assert [block.so_far for block in read_stretch(io.BytesIO(WHOLE), MAC)] == [None]
