"""Each log of a mail is judged as if it lay in an archive, and what a mail merely quotes is none."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.core.case.cases import a_judge, broken, live_broken
from tests.core.judged import KNOWN, verdict
from tests.core.log.made_forms import SAID, Lines, page
from tests.core.log.test_packed import joined_one
from wizard.core.case.summary import summarise
from wizard.core.case.summary_file import render_html, render_text
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.opening import Opener
from wizard.core.log.review import notes_of
from wizard.core.log.source import read_origin
from wizard.workers import result_of

FAILED, WELL = SAID["nothing at all"], SAID["well"]


def mail(path: Path, *attached: tuple[str, bytes], text: str = "Hello, the logs are attached.\n") -> str:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna <anna@example.com>", "Logs"
    for number in range(200):  # As mail servers note each step; more than one looks at to tell a log.
        message[f"X-Step-{number}"] = "from a.example.com by b.example.com"
    message.set_content(text)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    path.write_bytes(message.as_bytes())
    return str(path)


def log(lines: Lines) -> bytes:
    return "\r\n".join([*lines, ""]).encode()


def verdicts(path: str) -> dict[str, str]:
    """The verdict of each log by its name within the mail."""
    said = {}
    with Opener() as opener:
        for one in find([path]):
            assert isinstance(one, Log), one
            review = result_of(read_log(one, opener))
            within = review.name.removeprefix(path).replace("\\", "/").lstrip("/")
            said[within] = verdict(judge_log(review, KNOWN))
            for part in one.parts:
                assert read_origin(part, opener).text
    return said


def test_each_attached_log_is_judged_by_itself(tmp_path: Path) -> None:
    path = mail(
        tmp_path / "logs.eml", ("0004f2a1b2c3-app.log", log(FAILED)), ("0004f2a1b2c4-app.log", log(WELL))
    )
    assert verdicts(path) == {
        "0004f2a1b2c3-app.log": "name.missing",
        "0004f2a1b2c4-app.log": "registration.ok",
    }


def test_logs_of_one_name_and_in_the_text_are_told_apart(tmp_path: Path) -> None:
    path = mail(
        tmp_path / "logs.eml",
        ("a.log", log(FAILED)),
        ("a.log", log(SAID["turned down"])),
        text="\n".join(WELL),
    )
    assert verdicts(path) == {
        "text": "registration.ok",
        "a.log": "name.missing",
        "a.log (2)": "registration.rejected",
    }


def test_mails_in_a_folder_are_looked_into_as_one_that_is_opened(tmp_path: Path) -> None:
    """Who supports customers saves their mails beside their logs."""
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "0004f2000001-app.log").write_bytes(log(FAILED))
    mail(folder / "one.eml", ("0004f2000002-app.log", log(WELL)))
    mail(folder / "Two.EML", ("0004f2000003-app.log", log(FAILED)), ("0004f2000004-app.log", log(WELL)))
    assert verdicts(str(folder)) == {
        "0004f2000001-app.log": "name.missing",
        "one.eml": "registration.ok",
        "Two.EML/0004f2000003-app.log": "name.missing",
        "Two.EML/0004f2000004-app.log": "registration.ok",
    }
    (folder / "one.eml").unlink()
    (folder / "Two.EML").unlink()
    mail(folder / "packed.eml", ("logs.7z", b"7z\xbc\xaf\x27\x1c"))
    (folder / "cut.eml").write_bytes(b"From: a\nContent-Type: multipart/mixed; boundary=")
    only, cut, packed = sorted(find([str(folder)]), key=lambda one: isinstance(one, str))
    assert [isinstance(one, Log) for one in (only, cut, packed)] == [True, True, False]


def test_the_parts_of_a_handsets_log_are_one(tmp_path: Path) -> None:
    first, rest = FAILED[:20], FAILED[20:]
    assert len(rest) > 3
    path = mail(
        tmp_path / "logs.eml", ("0004f2a1b2c3-app.log.1", log(first)), ("0004f2a1b2c3-app.log", log(rest))
    )
    (only,) = find([path])
    assert isinstance(only, Log)
    assert [part.entry for part in only.parts] == ["0004f2a1b2c3-app.log.1", "0004f2a1b2c3-app.log"]


@pytest.mark.parametrize("how", ["a mailbox", "Apple's", "UTF-16"])
def test_mails_of_other_programs_are_mails(how: str, tmp_path: Path) -> None:
    data = "\r\n".join(["", *FAILED]).encode("utf-16") if how == "UTF-16" else log(FAILED)
    path = tmp_path / "logs.eml"
    mail(path, ("a.log", data))
    before = {"a mailbox": b"From anna@example.com Tue Oct 28 09:12:01 2014\n", "Apple's": b"51234     \n"}
    path.write_bytes(before.get(how, b"") + path.read_bytes())
    assert verdicts(str(path)) == {"": "name.missing"}
    mail(path, ("a.log", data), ("b.log", log(WELL)))
    path.write_bytes(before.get(how, b"") + path.read_bytes())
    assert verdicts(str(path)) == {"a.log": "name.missing", "b.log": "registration.ok"}


@pytest.mark.parametrize("how", ["page", "quoted", "summary"])
def test_what_repeats_or_quotes_a_log_is_no_log_of_its_own(how: str, tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "Anna <anna@example.com>"
    if how == "page":
        message.set_content("\n".join(FAILED))
        message.add_alternative(page(FAILED, "<br>\n").decode(), subtype="html")
    else:
        message.set_content("\n".join(f"> {line}" for line in FAILED[3:9]))
        message.add_attachment(log(FAILED), maintype="text", subtype="plain", filename="a.log")
    if how == "summary":
        summary = summarise(live_broken().with_log(broken()), a_judge())
        message.add_attachment(render_text(summary), filename="fix.txt")
        message.add_attachment(render_html(summary), subtype="html", filename="fix.html")
    path = tmp_path / "mail.eml"
    path.write_bytes(message.as_bytes())
    assert verdicts(str(path)) == {"": "name.missing"}


def test_a_file_that_is_packed_otherwise_says_what_to_do(tmp_path: Path) -> None:
    path = mail(tmp_path / "logs.eml", ("logs.7z", b"7z\xbc\xaf\x27\x1c"))
    said = "logs.eml is a mail with a packed file in it (logs.7z). Save that file from the mail and open it."
    assert list(find([path])) == [said]
    path = mail(tmp_path / "logs.eml", ("logs.7z", b"7z\xbc\xaf\x27\x1c"), ("a.log", log(FAILED)))
    only, again = find([path])
    assert isinstance(only, Log)
    assert (verdict(judge_log(joined_one(only), KNOWN)), again) == ("name.missing", said)


def test_a_log_that_begins_like_a_mail_is_a_log(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"From: Anna\nSubject: the log\n\n" + log(FAILED))
    assert verdicts(str(path)) == {"": "name.missing"}


def test_a_mail_with_more_logs_than_can_be_compared_is_one_log(tmp_path: Path) -> None:
    """Each would be compared with all others: a mail of 300 KB took ten seconds."""
    parts = [
        f"--B\nContent-Type: text/plain\n\n1|dns|0||a{n}\n2|dns|0||b{n}\n3|dns|0||c{n}\n" for n in range(501)
    ]
    head = 'From: a\nContent-Type: multipart/mixed; boundary="B"\n\n'
    path = tmp_path / "many.eml"
    for several in (parts[:500], parts):
        path.write_text(head + "".join(several), "utf-8")
        assert len(list(find([str(path)]))) == (500 if len(several) == 500 else 1)


def test_of_long_logs_some_lines_tell_whether_one_is_in_the_other(tmp_path: Path) -> None:
    lines = [*FAILED, *(f"0101{n:06}|cfg  |3|00|a synthetic line {n}" for n in range(1000))]
    other = [*WELL, *(f"0101{n:06}|cfg  |3|00|another line {n}" for n in range(900))]
    path = mail(
        tmp_path / "logs.eml",
        ("a.log", log(lines)),
        ("the same, cut.log", log(lines[:700])),
        ("b.log", log(other)),
    )
    assert verdicts(path) == {"a.log": "name.missing", "b.log": "registration.ok"}


def test_of_a_mail_without_a_log_nobody_says_that_its_log_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "hello.eml"
    path.write_text(
        "From: a@b.example\nContent-Type: text/html\n\n<html>Hello<br>DNS lookup fails<br></html>\n"
    )
    (one,) = find([str(path)])
    assert isinstance(one, Log)
    with Opener() as opener:
        assert list(notes_of(result_of(read_log(one, opener)))) == []
