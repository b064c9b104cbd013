"""``log --follow`` as a program of its own, on a file that somebody else writes."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.core.log.test_growing import FAILED, LINES
from wizard.cli.following import Followed
from wizard.core.knowledge import load
from wizard.paths import resource

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a test cannot press Ctrl+C there")


class Follower:
    """The program, and what it says line by line."""

    def __init__(self, *paths: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wizard", "log", *map(str, paths), "--follow"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def interrupt(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        _out, err = self.process.communicate()
        return self.process.returncode, err


@pytest.fixture
def followers() -> Iterator[list[Follower]]:
    started: list[Follower] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


def write(path: Path, lines: list[str]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join([*lines, ""]))


def test_what_comes_is_said_as_it_comes(tmp_path: Path, followers: list[Follower]) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    write(path, LINES[:5])
    one = Follower(path)
    followers.append(one)
    assert one.line() == "Verdict: nothing here tells whether a handset can register (5 lines)"
    write(path, LINES[5:FAILED])
    assert one.line().endswith(
        "  testserver.eslab.local: the registration failed, code 480 Temporarily not available"
    )
    assert "[name.missing, critical]" in one.line()
    path.rename(f"{path}.1")
    write(path, LINES[FAILED:])
    lines = [one.line()]
    while not lines[-1].startswith("Verdict"):
        lines.append(one.line())
    assert "The file begins anew: it was truncated or rotated." in lines
    assert lines[-2].endswith("  testserver.eslab.local: found piper.eslab.local, piper2.eslab.local")
    assert "[registration.ok, info]" in lines[-1]
    assert one.interrupt()[0] == 0


def test_what_was_said_is_not_said_again_where_the_file_begins_anew(tmp_path: Path) -> None:
    """What stood before still counts for the verdict, but it is no news."""
    path = tmp_path / "0004f2a1b2c3-app.log"
    followed = Followed(str(path), load(resource("knowledge")), None)
    write(path, LINES[:FAILED])
    list(followed.look())
    for number in range(1, 4):  # Of two parts of before, the first one does not count any more.
        path.rename(f"{path}.{number}")
        write(path, LINES[number:FAILED])
        said = list(followed.look())
        assert said[0] == "The file begins anew: it was truncated or rotated."
        assert len([line for line in said if "the registration failed, code 480" in line]) == 1
    write(path, LINES[FAILED:])
    said = list(followed.look())
    assert not [line for line in said if "the registration failed" in line]
    assert "[registration.ok, info]" in said[-1]


def test_a_folder_is_watched_for_new_logs(tmp_path: Path, followers: list[Follower]) -> None:
    write(tmp_path / "a.log", LINES[:FAILED])
    one = Follower(tmp_path)
    followers.append(one)
    assert one.line().startswith("Verdict: The handset got nothing")
    write(tmp_path / "b.log", LINES)
    assert one.line().startswith("b.log: Verdict: The handset found")
    code, err = one.interrupt()
    assert (code, err) == (1, "")


def test_a_file_that_is_not_there_is_waited_for_and_that_is_said_once(
    tmp_path: Path, followers: list[Follower]
) -> None:
    path = tmp_path / "a.log"
    one = Follower(path)
    followers.append(one)
    awaited = f"{path} is not there. This waits for it; Ctrl+C ends it."
    assert one.line() == awaited
    write(path, LINES[:FAILED])
    assert "[name.missing, critical]" in one.line()
    path.unlink()
    assert one.line() == awaited
    assert one.interrupt() == (1, "")


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("gone/a.log", "is in no folder that is there. Check the path and call this again."),
        ("gone/no\0such", "is in no folder that is there. Check the path and call this again."),
        ("a.zip", "is packed (zip), so it does not grow. Leave it out of --follow."),
        ("a.log.1.gz", "is packed (gzip), so it does not grow. Leave it out of --follow."),
        ("pipe", "is a pipe, which gives its text only once. Save the text as a file and open that."),
        ("/dev/zero", "is no file but a device of this computer. Name a log file."),
        ("a.eml", "is packed (mail), so it does not grow. Leave it out of --follow."),
        ("", "An empty name is no file. Name a .log file, or a folder that holds some."),
    ],
)
@pytest.mark.timeout(30)
def test_what_can_never_be_followed_ends_with_a_sentence(run, tmp_path: Path, named: str, why: str) -> None:
    """It waited for ever, and said nothing."""
    (tmp_path / "a.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (tmp_path / "a.log.1.gz").write_bytes(gzip.compress(b""))
    mail = EmailMessage()
    mail["Subject"] = "log"
    mail.set_content("It is in here.")
    packed = gzip.compress("\n".join([*LINES, ""]).encode())
    mail.add_attachment(packed, maintype="application", subtype="gzip", filename="a.log.gz")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path / "a.log", LINES)
    said = run("log", str(tmp_path / "a.log"), str(tmp_path / named) if named else "", "--follow")
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert why in said.err


def test_standard_input_and_json_are_refused(run, tmp_path: Path) -> None:
    for arguments in (("-",), (str(tmp_path), "--json")):
        said = run("log", *arguments, "--follow")
        assert (said.code, said.out) == (2, "")
        assert said.err.count("\n") == 1
