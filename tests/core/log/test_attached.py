"""A packed file in a mail is read as one that lies beside it, with the same limits."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.core.judged import KNOWN, verdict
from tests.core.log import office_files as office
from tests.core.log.made_forms import SAID
from tests.core.log.test_mails import FAILED, WELL, log, mail, verdicts
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.opening import Opener
from wizard.core.log.review import notes_of
from wizard.workers import result_of

TURNED_DOWN = SAID["turned down"]


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(mode: str, *files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(mode=mode, fileobj=out) as archive:  # type: ignore[call-overload]
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def said_of(path: str) -> list[str]:
    return [one for one in find([path]) if isinstance(one, str)]


TWO = (("0004f2a1b2c3-app.log", log(FAILED)), ("more/0004f2a1b2c4-app.log", log(WELL)))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logs.zip", zipped(*TWO)),
        ("logs.tar", tarred("w", *TWO)),
        ("logs.tgz", tarred("w:gz", *TWO)),
        ("logs", tarred("w:xz", *TWO)),
    ],
)
def test_the_logs_in_an_attached_archive_are_judged_each_by_itself(
    name: str, data: bytes, tmp_path: Path
) -> None:
    path = mail(tmp_path / "Re logs.eml", (name, data), ("readme.pdf", b"%PDF-1.7"))
    assert verdicts(path) == {
        f"{name}/0004f2a1b2c3-app.log": "name.missing",
        f"{name}/more/0004f2a1b2c4-app.log": "registration.ok",
    }
    (log_, _) = find([str(tmp_path)])
    assert isinstance(log_, Log)
    with Opener() as opener:
        review = result_of(read_log(log_, opener))
    assert review.mac == "0004f2a1b2c3"
    assert "".join(line.raw for line in review.lines[-2:]) == "".join(FAILED[-2:])


def test_packed_logs_parts_of_one_and_logs_in_the_text_stand_side_by_side(tmp_path: Path) -> None:
    path = mail(
        tmp_path / "logs.eml",
        ("0004f2a1b2c3-app.log.1.gz", gzip.compress(log(FAILED[:20]))),
        ("0004f2a1b2c3-app.log", log(FAILED[20:])),
        ("b.log.bz2", bz2.compress(log(TURNED_DOWN))),
        ("c.docx", office.word(WELL)),
    )
    logs = [one for one in find([path]) if isinstance(one, Log)]
    assert sorted(tuple(part.entry for part in one.parts) for one in logs) == [
        ("0004f2a1b2c3-app.log.1.gz", "0004f2a1b2c3-app.log"),
        ("b.log.bz2",),
        ("c.docx",),
    ]
    assert verdicts(path) == {
        "0004f2a1b2c3-app.log": "name.missing",
        "b.log.bz2": "registration.rejected",
        "c.docx": "registration.ok",
    }


def test_lines_that_the_text_quotes_of_a_packed_log_are_no_log(tmp_path: Path) -> None:
    """The quoted lines fail; the log that they are from shows that it was repaired."""
    whole = zipped(("a.log", log([*FAILED, *WELL])))
    path = mail(tmp_path / "a.eml", ("a.zip", whole), text="It says:\n> " + "\n> ".join(FAILED[:30]))
    assert verdicts(path) == {"a.zip/a.log": "registration.ok"}
    path = mail(tmp_path / "a.eml", ("a.zip", whole), text="\n".join(TURNED_DOWN))
    assert verdicts(path) == {"text": "registration.rejected", "a.zip/a.log": "registration.ok"}


def test_mails_in_mails_and_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    inner = zipped(("a.log", log(FAILED)))
    for times in range(6):
        message = EmailMessage()
        message.set_content("forwarded")
        name = "logs.zip" if not times else "fwd.eml"
        message.add_attachment(inner, maintype="application", subtype="octet-stream", filename=name)
        inner = message.as_bytes()
        path = tmp_path / f"{times}.eml"
        path.write_bytes(inner)
        found = verdicts(str(path))
        assert found == ({"logs.zip/a.log": "name.missing"} if times < 4 else {"": "log.not-a-handset-log"})
    archive = zipped(("inner.zip", zipped(("a.log", log(FAILED)))), ("b.log", log(WELL)))
    path = Path(mail(tmp_path / "a.eml", ("logs.zip", archive)))
    assert said_of(str(path)) == [
        "a.eml/logs.zip/inner.zip is an archive inside an archive. Unpack it and open the logs inside."
    ]
    within = Path(mail(tmp_path / "b.eml", ("x.log", log(FAILED))))
    path = Path(mail(tmp_path / "c.eml", ("mails.zip", zipped(("b.eml", within.read_bytes())))))
    assert verdicts(str(path)) == {"mails.zip/b.eml": "name.missing"}


def test_an_attached_bomb_and_what_is_damaged_or_locked_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    locked = bytearray(zipped(("a.log", log(FAILED))))
    locked[6] |= 1
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    path = mail(
        tmp_path / "a.eml",
        ("bomb.zip", zipped(("a.log", bytes(90_000_000)))),
        ("bomb.tgz", tarred("w:gz", ("a.log", bytes(90_000_000)))),
        ("bomb.gz", gzip.compress(bytes(90_000_000))),
        ("cut.zip", zipped(*TWO)[:-30]),
        ("locked.zip", bytes(locked)),
        ("out.zip", zipped(("../../a.log", b"x"))),
        ("well.zip", zipped(("a.log", log(WELL)))),
    )
    started = time.process_time()
    said = said_of(path)
    times = "unpacks to more than 200 times its size, as no log does. It was left out: ask who sent it."
    assert said[:2] == [f"a.eml/bomb.zip/a.log {times}", f"a.eml/bomb.tgz {times}"]
    assert said[2].startswith("a.eml/cut.zip is damaged (")
    assert said[3:] == [
        "a.eml/out.zip holds an entry that leads out of the archive (../../a.log). It was left out."
    ]
    problems, judged = [], []
    with Opener() as opener:
        for one in find([path]):
            if isinstance(one, Log):
                review = result_of(read_log(one, opener))
                problems += [review.problem, *notes_of(review)]
                judged.append(verdict(judge_log(review, KNOWN)))
    assert "registration.ok" in judged
    assert f"a.eml/bomb.gz {times}" in problems
    assert (
        "a.eml/locked.zip/a.log is protected by a password. Unpack it and open the logs inside." in problems
    )
    assert time.process_time() - started < 20


def test_a_mail_of_nothing_but_bombs_takes_some_seconds(tmp_path: Path) -> None:
    bomb = tarred("w:gz", ("a.log", bytes(60_000_000)))
    path = mail(tmp_path / "a.eml", *((f"{number}.tgz", bomb) for number in range(40)))
    started = time.process_time()
    found = list(find([path]))
    assert time.process_time() - started < 30
    assert [isinstance(one, Log) for one in found] == [True] * 10 + [False] * 30
    assert (
        found[-1]
        == "a.eml is a mail with a packed file in it (39.tgz). Save that file from the mail and open it."
    )


def test_a_mail_with_more_packed_logs_than_are_looked_into_says_so(tmp_path: Path) -> None:
    one = gzip.compress(log(FAILED))
    path = mail(tmp_path / "a.eml", *((f"{number:012x}.log.gz", one) for number in range(301)))
    *logs, said = find([path])
    assert len(logs) == 300
    assert str(said).startswith("a.eml is a mail with more than 300 packed files.")


@pytest.mark.parametrize("is_attached", [True, False])
def test_an_archive_that_lost_bytes_is_damaged(tmp_path: Path, *, is_attached: bool) -> None:
    """Its list of entries leads to before its beginning."""
    data = zipped(("a.log", log(FAILED)))
    data = data[:10] + data[20:]
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (found,) = find([mail(tmp_path / "a.eml", ("a.zip", data)) if is_attached else str(path)])
    assert isinstance(found, Log)
    with Opener() as opener:
        problem = result_of(read_log(found, opener)).problem
    assert problem.endswith("a.zip/a.log is damaged (Bad offset). Fetch it again.")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*=utf-8''%F0%9F%93%9E%20Halle.zip", "\U0001f4de Halle.zip"),
        ('attachment; filename*0="a very lo"; filename*1="ng.zip"', "a very long.zip"),
        ('attachment; filename="=?utf-8?B?SMO2cmVyLnppcA==?="', "H\xf6rer.zip"),
        ('attachment; filename="C:\\\\logs\\\\a.zip"', "a.zip"),
        ("attachment; filename*=nonsense''%FF.zip", "\xff.zip"),
        ('attachment; filename="=?no-such?B?!!?="', "text"),
        ("attachment", "text"),
    ],
)
def test_an_attached_file_has_the_name_that_its_sender_gave_it(
    header: str, name: str, tmp_path: Path
) -> None:
    import base64

    data = base64.encodebytes(zipped(("a.log", log(FAILED)))).decode()
    path = tmp_path / "a.eml"
    path.write_text(
        "From: a\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: application/zip\n"
        f"Content-Transfer-Encoding: base64\nContent-Disposition: {header}\n\n{data}\n--B--\n",
        "utf-8",
    )
    (only,) = find([str(path)])
    assert isinstance(only, Log)
    assert only.parts[0].entry.removesuffix("/a.log") == name
    assert verdicts(str(path)) == {only.parts[0].entry: "name.missing"}
