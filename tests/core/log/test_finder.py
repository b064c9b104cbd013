"""Which logs there are: folders, archives, rotated files, snapshots."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.core.log.finder import Log, find, is_snapshot, logs_of
from wizard.core.log.origin import Origin

MAC = "0004f2a1b2c3"


def names(paths: list[str], root: Path) -> list[list[str] | str]:
    """The parts of each log without their folder; sentences as they are."""
    found: list[list[str] | str] = []
    for one in find(paths):
        if isinstance(one, str):
            found.append(one)
        else:
            found.append(
                [part.name.replace(f"{root}{os.sep}", "").replace(os.sep, "/") for part in one.parts]
            )
    return found


def touch(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"1028091201|dns  |1|00|Current List:\n")


def test_rotated_files_are_one_log_and_the_oldest_comes_first(tmp_path: Path) -> None:
    touch(tmp_path, f"{MAC}-app.log", f"{MAC}-app.log.1", f"{MAC}-app.log.10.gz", f"{MAC}-app.log.2")
    assert names([str(tmp_path)], tmp_path) == [
        [f"{MAC}-app.log.10.gz", f"{MAC}-app.log.2", f"{MAC}-app.log.1", f"{MAC}-app.log"]
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="no file may be called so there")
@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\x1b[2J", "\u202e", "\udcff"])
def test_a_log_with_a_sign_in_its_name_that_no_line_has_is_one(sign: str, tmp_path: Path) -> None:
    touch(tmp_path, f"{MAC}{sign}-app.log", f"{MAC}{sign}-app.log.1")
    assert names([str(tmp_path)], tmp_path) == [[f"{MAC}{sign}-app.log.1", f"{MAC}{sign}-app.log"]]


@pytest.mark.parametrize("name", ["a\nb.log", "a\nb.csv"])
def test_an_entry_with_a_line_end_in_its_name_is_a_log(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        archive.writestr(name, "x")
    assert names([str(tmp_path / "logs.zip")], tmp_path) == [[f"logs.zip/{name}"]]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a link for which nobody needs rights")
def test_a_link_that_leads_nowhere_is_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, f"{MAC}-app.log")
    (tmp_path / "0004f2000001-app.log").symlink_to("x" * 300)
    (tmp_path / "logs.zip").symlink_to("x" * 300)
    assert names([str(tmp_path)], tmp_path) == [[f"{MAC}-app.log"]]


def test_a_snapshot_belongs_to_its_handsets_log(tmp_path: Path) -> None:
    other = "0004f2a1b2c4"
    touch(tmp_path, f"{MAC}-app.log", f"{MAC}-now-app.log", f"{MAC}-boot.log", f"{other}-now-app.log")
    assert names([str(tmp_path)], tmp_path) == [
        [f"{MAC}-app.log", f"{MAC}-now-app.log"],
        [f"{MAC}-boot.log"],
        [f"{other}-now-app.log"],
    ]
    (log, *_) = find([str(tmp_path)])
    assert isinstance(log, Log)
    assert log.name == str(tmp_path / f"{MAC}-app.log")
    assert [is_snapshot(part) for part in log.parts] == [False, True]


def test_only_files_of_one_folder_belong_together(tmp_path: Path) -> None:
    touch(tmp_path, f"mon/{MAC}-app.log", f"tue/{MAC}-app.log.1", f"tue/{MAC}-now-app.log")
    assert names([str(tmp_path)], tmp_path) == [
        [f"mon/{MAC}-app.log"],
        [f"tue/{MAC}-app.log.1", f"tue/{MAC}-now-app.log"],
    ]


def test_the_same_part_twice_is_joined_by_nobody() -> None:
    parts = [Origin("a.log"), Origin("a.log.1"), Origin("a.log.1.gz")]
    assert list(logs_of(parts)) == [Log((part,)) for part in parts]


def test_files_that_are_named_are_logs_whatever_their_name(tmp_path: Path) -> None:
    touch(tmp_path, "messages", "x.log", "sub/y.txt", "sub/z.png")
    paths = [
        str(tmp_path / "messages"),
        str(tmp_path / "x.log"),
        str(tmp_path / "sub"),
        str(tmp_path / "gone"),
    ]
    assert names([*paths, "-", paths[0]], tmp_path) == [
        ["messages"], ["x.log"], ["sub/y.txt"], ["gone"], ["standard input"], ["messages"],
    ]  # fmt: skip


def test_the_logs_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("b/x.log.1", "b/x.log", "a.txt", "readme.pdf", "b/"):
            archive.writestr(name, "text")
    expected = [["customer.zip/a.txt"], ["customer.zip/b/x.log.1", "customer.zip/b/x.log"]]
    assert names([str(path)], tmp_path) == expected
    assert names([str(tmp_path)], tmp_path) == expected


@pytest.mark.parametrize("name", ["a.csv", "a.eml", "a.HTML", "a.json", "b/c.xml"])
def test_the_logs_of_other_programs_count_where_an_archive_has_no_others(name: str, tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "text")
        archive.writestr("picture.png", "text")
    assert names([str(path)], tmp_path) == [[f"customer.zip/{name}"]]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x.log", "text")
    assert names([str(path)], tmp_path) == [["customer.zip/x.log"]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../etc/passwd.log", "leads out of the archive"),
        ("/etc/passwd.log", "leads out of the archive"),
        ("C:/Windows/a.log", "leads out of the archive"),
        ("a/..\\..\\b.log", "leads out of the archive"),
        ("inner.zip", "an archive inside an archive"),
        ("logs.tar", "an archive inside an archive"),
        ("readme.pdf", "holds no log"),
        ("[Content_Types].xml", "is an Office document"),
        ("META-INF/manifest.xml", "is an Office document"),
    ],
)
def test_what_an_archive_must_not_hold_is_said(name: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "text")
    (sentence,) = names([str(path)], tmp_path)
    assert said in sentence
    assert sentence.endswith(".")


def test_a_link_in_an_archive_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("shadow.log")
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/shadow")
    (sentence,) = names([str(path)], tmp_path)
    assert "a link to another file (shadow.log)" in sentence


@pytest.mark.parametrize("cut", [10, 60, -4])
def test_a_damaged_archive_is_one_sentence(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.log", "text")
    path.write_bytes(path.read_bytes()[:cut])
    (sentence,) = names([str(path)], tmp_path)
    assert sentence.startswith("customer.zip is damaged")


def test_an_archive_of_too_many_files(tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(zipfile.ZipInfo(f"{number}.log"), "")
    (sentence,) = names([str(path)], tmp_path)
    assert sentence.startswith("customer.zip holds more than 10,000 files.")


def test_a_list_of_entries_that_claims_to_be_huge_is_never_read(tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.log", "text")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = (200 * 1024 * 1024).to_bytes(4, "little")
    with path.open("wb") as file:  # a file with a hole
        file.write(b"PK\x03\x04")
        file.seek(200 * 1024 * 1024)
        file.write(data)
    (sentence,) = names([str(path)], tmp_path)
    assert sentence.startswith("customer.zip holds more than 10,000 files.")


def test_sizes_that_no_log_has(tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.log", bytes(70 * 1024 * 1024))
        archive.writestr("good.log", "text")
    sentence, good = names([str(path)], tmp_path)
    assert "customer.zip/bomb.log unpacks to more than 200 times its size" in sentence
    assert good == ["customer.zip/good.log"]


def test_an_archive_whose_logs_are_too_large_together(tmp_path: Path) -> None:
    path = tmp_path / "customer.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.log", "text")
    data = path.read_bytes()
    for at in (place for place in range(len(data)) if data[place : place + 4] == b"PK\x01\x02"):
        data = data[: at + 24] + (1024**3).to_bytes(4, "little") + data[at + 28 :]
    path.write_bytes(data)
    (sentence,) = names([str(path)], tmp_path)
    assert sentence.startswith("customer.zip unpacks to more than 4 GB.")


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's file systems")


@LINUX
def test_views_of_the_running_system_are_not_wandered_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with ``log /``: /proc, /sys and the like hold no logs, and some of their files never end."""
    (sentence,) = names(["/proc"], tmp_path)
    assert isinstance(sentence, str)
    assert sentence.startswith("/proc is a view of the running system")
    assert names([str(tmp_path / "proc")], tmp_path) == [["proc"]]  # Nothing there is no view of anything.
    seen: list[str] = []
    walk = os.walk

    def shallow(top: str, onerror: object) -> Iterator[tuple[str, list[str], list[str]]]:
        for folder, inner, files in walk(top):
            yield folder, inner, files
            seen.extend(inner)
            return

    monkeypatch.setattr(os, "walk", shallow)
    list(find(["/"]))
    assert not {"proc", "sys"} & set(seen)
    assert {"usr", "tmp"} <= set(seen)


def test_links_that_lead_back_are_followed_once_by_nobody(tmp_path: Path) -> None:
    touch(tmp_path, "a/x.log")
    try:
        (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "a" / "itself.log").symlink_to(tmp_path / "a" / "itself.log")
    except OSError:
        pytest.skip("needs the right to make links")
    assert names([str(tmp_path)], tmp_path) == [["a/x.log"]]


@pytest.mark.skipif(os.name == "nt", reason="needs pipes with names")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    touch(tmp_path, "x.log")
    for name in ("pipe.log", "pipe.zip"):
        os.mkfifo(tmp_path / name)
    assert names([str(tmp_path)], tmp_path) == [["x.log"]]


@pytest.mark.skipif(os.name == "nt", reason="needs pipes with names")
def test_a_pipe_that_is_named_is_a_sentence_where_none_is_wanted(tmp_path: Path) -> None:
    touch(tmp_path, "x.log")
    os.mkfifo(tmp_path / "pipe.log")
    paths = [str(tmp_path), str(tmp_path / "pipe.log")]
    first, sentence = find(paths, pipes=False)
    assert isinstance(first, Log)
    assert sentence == (
        f"{paths[1]} is a pipe, which gives its text only once. Save the text as a file and open that."
    )
    assert sum(isinstance(one, Log) for one in find(paths)) == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_a_folder_that_may_not_be_read_is_a_sentence_and_the_rest_goes_on(tmp_path: Path) -> None:
    touch(tmp_path, "a/x.log", "b/y.log")
    (tmp_path / "a").chmod(0)
    try:
        sentence, rest = names([str(tmp_path)], tmp_path)
    finally:
        (tmp_path / "a").chmod(0o700)
    assert sentence.startswith("You may not read ")
    assert rest == ["b/y.log"]
