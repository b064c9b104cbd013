"""A mail within an archive is looked into as one that lies in a folder, with the same limits."""

from __future__ import annotations

import bz2
import gzip
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.judged import KNOWN, verdict
from tests.core.log.made_forms import SAID
from tests.core.log.test_attached import said_of, tarred, zipped
from tests.core.log.test_mails import FAILED, WELL, log, mail, verdicts
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import inside
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.opening import Opener
from wizard.workers import result_of

TURNED_DOWN = SAID["turned down"]
ONE, OTHER = "0004f2a1b2c3-app.log", "0004f2a1b2c4-app.log"
BOTH = ((ONE, log(FAILED)), (OTHER, log(WELL)))
SEVERAL = (
    "is a mail with several logs, or with packed files. Take it out of the archive and open it by itself."
)
NONE = "log.not-a-handset-log"


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., bytes]:
    """Makes the bytes of a mail."""
    return lambda *attached, **text: Path(mail(tmp_path / "made.eml", *attached, **text)).read_bytes()


def archive(tmp_path: Path, *files: tuple[str, bytes]) -> str:
    path = tmp_path / "whole.zip"
    path.write_bytes(zipped(*files))
    return str(path)


def read(path: str) -> dict[str, str]:
    """The verdict of each log, or why it cannot be read, by its name within the archive."""
    said = {}
    with Opener() as opener:
        for one in find([path]):
            if isinstance(one, Log):
                review = result_of(read_log(one, opener))
                name = review.name.removeprefix(path).replace("\\", "/").lstrip("/")
                said[name] = review.problem or verdict(judge_log(review, KNOWN))
    return said


@pytest.mark.parametrize(
    "pack", [zipped, lambda one: tarred("w", one), lambda one: tarred("w:gz", one)], ids=["zip", "tar", "tgz"]
)
@pytest.mark.parametrize(
    ("attached", "expected"),
    [
        (BOTH, {ONE: "name.missing", OTHER: "registration.ok"}),
        (
            [("logs.zip", zipped(*BOTH))],
            {f"logs.zip/{ONE}": "name.missing", f"logs.zip/{OTHER}": "registration.ok"},
        ),
        ([("logs.tgz", tarred("w:gz", *BOTH[:1]))], {f"logs.tgz/{ONE}": "name.missing"}),
        ([(f"{ONE}.bz2", bz2.compress(log(FAILED)))], {f"{ONE}.bz2": "name.missing"}),
        (
            [BOTH[0], ("logo.gz", gzip.compress(b"logo"))],
            {ONE: "name.missing", "logo.gz": NONE},
        ),
        ([BOTH[0], ("logo.7z", b"7z\xbc\xaf\x27\x1c")], {ONE: "name.missing"}),
        (BOTH[:1], {"": "name.missing"}),
    ],
    ids=[
        "two logs",
        "a zip",
        "a tar",
        "a packed log",
        "a log and a packed file",
        "a log and a 7-Zip",
        "one log",
    ],
)
def test_each_log_of_a_mail_in_an_archive_is_judged_by_itself(
    tmp_path: Path,
    made: Callable[..., bytes],
    pack: Callable[[tuple[str, bytes]], bytes],
    attached: list[tuple[str, bytes]],
    expected: dict[str, str],
) -> None:
    """Among several the longest is the one that went well: alone it would say that nothing is wrong."""
    whole = tmp_path / "whole"
    whole.write_bytes(pack(("mails/inner.eml", made(*attached))))
    assert read(str(whole)) == {
        f"mails/inner.eml/{name}".rstrip("/"): said for name, said in expected.items()
    }
    said = "inner.eml is a mail with a packed file in it (logo.7z). Save that file from the mail and open it."
    assert said_of(str(whole)) == ([f"whole/mails/{said}"] if attached[-1][0] == "logo.7z" else [])


def test_mails_beside_logs_are_read_but_not_what_they_quote_of_them(
    tmp_path: Path, made: Callable[..., bytes]
) -> None:
    """The quoted lines fail; the log beside the mail shows that it was repaired."""
    quoting = made(text="It says:\n> " + "\n> ".join(FAILED[:30]))
    path = archive(
        tmp_path,
        (ONE, log([*FAILED, *WELL])),
        ("quoting.eml", quoting),
        ("another.eml", made((OTHER, log(TURNED_DOWN)))),
        ("several.eml", made(("a.log", log(TURNED_DOWN)), ("b.log", log(FAILED)))),
        ("hello.eml", made()),
    )
    assert verdicts(path) == {
        ONE: "registration.ok",
        "another.eml": "registration.rejected",
        "several.eml/a.log": "registration.rejected",
    }


def test_mails_in_archives_in_mails_have_an_end(tmp_path: Path, made: Callable[..., bytes]) -> None:
    two = made(*BOTH)
    attached = mail(tmp_path / "a.eml", ("mails.zip", zipped(("b.eml", two))))
    assert verdicts(attached) == {
        f"mails.zip/b.eml/{ONE}": "name.missing",
        f"mails.zip/b.eml/{OTHER}": "registration.ok",
    }
    path = archive(tmp_path, ("a.eml", Path(attached).read_bytes()))
    assert read(path) == {"a.eml/mails.zip/b.eml": f"whole.zip/a.eml/mails.zip/b.eml {SEVERAL}"}
    packed = tmp_path / "a.eml.gz"
    packed.write_bytes(gzip.compress(two))
    assert read(str(packed)) == {"": f"a.eml.gz {SEVERAL}"}


def test_of_more_mails_than_are_looked_into_none_is_lost_in_silence(
    tmp_path: Path, made: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path, ("a.eml", made(*BOTH)), ("b.eml", made(*BOTH)), ("c.eml", made(*BOTH[:1])))
    monkeypatch.setattr(inside, "_MOST_OF_MAILS", 1)
    assert read(path) == {
        f"a.eml/{ONE}": "name.missing",
        f"a.eml/{OTHER}": "registration.ok",
        "b.eml": f"whole.zip/b.eml {SEVERAL}",
        "c.eml": "name.missing",
    }


def test_bombs_and_tricks_in_a_mail_in_an_archive_are_named_and_the_rest_is_read(
    tmp_path: Path, made: Callable[..., bytes]
) -> None:
    head = b"From: a\nContent-Type: multipart/mixed; boundary=B\n\n"
    path = archive(
        tmp_path,
        ("bomb.eml", head + bytes(90_000_000)),
        ("cut.eml", made(("a.zip", zipped(*BOTH)[:-30]))),
        ("out.eml", made(("out.zip", zipped(("../../a.log", b"x"))), ("../../up.log", log(FAILED)))),
        ("within.eml", made(("bomb.zip", zipped(("a.log", bytes(90_000_000)))))),
        ("within.eml/a.log", log(WELL)),
    )
    started = time.process_time()
    times = "unpacks to more than 200 times its size, as no log does. It was left out: ask who sent it."
    bomb, cut, out, within = said_of(path)
    assert cut.startswith("whole.zip/cut.eml/a.zip is damaged (")
    leads_out = "holds an entry that leads out of the archive (../../a.log). It was left out."
    assert out == f"whole.zip/out.eml/out.zip {leads_out}"
    assert within == f"whole.zip/within.eml/bomb.zip/a.log {times}"
    assert bomb == f"whole.zip/bomb.eml {times}"
    assert read(path) == {"out.eml/up.log": "name.missing", "within.eml/a.log": "registration.ok"}
    assert time.process_time() - started < 20


def test_a_mail_that_is_gone_from_its_archive_is_one_sentence(
    tmp_path: Path, made: Callable[..., bytes]
) -> None:
    path = archive(tmp_path, ("a.eml", made(*BOTH)))
    logs = [one for one in find([path]) if isinstance(one, Log)]
    archive(tmp_path, ("b.eml", b"no mail"), ("c.txt", b"more"))
    with Opener() as opener:
        problems = [result_of(read_log(one, opener)).problem for one in logs]
    assert problems == [f"whole.zip has no a.eml/{name} any more. Open it again." for name in (ONE, OTHER)]
