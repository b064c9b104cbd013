"""What was dropped on the window goes to the page that can read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wizard.core.case.sorting import is_configuration, sorted_out

LOG = "1122104100|dns  |1|00|doDnsLookupForList for record A: hostname 'a.b' attempting..\n"
XML = '<?xml version="1.0"?>\n<a b="1"/>'


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("site.cfg", XML.encode(), True),
        ("site.CFG", b"<a b='1'/>", True),
        ("site.xml", b"\xef\xbb\xbf" + XML.encode(), True),
        ("site.txt", XML.encode(), True),
        ("site.log", XML.encode("utf-16"), True),
        ("site.log", XML.encode("utf-16-le"), True),
        ("site.cfg", b"", True),
        ("site.cfg", b"nothing of the kind", True),
        ("site.cfg", LOG.encode(), False),
        ("site.xml", b"<134>" + LOG.encode(), False),
        ("a-app.log", LOG.encode(), False),
        ("a-app.log", b"<134>" + LOG.encode(), False),
        ("a-app.log", b"", False),
        ("page.txt", b"<!DOCTYPE html><html></html>", False),
        ("page.cfg", b"<!DOCTYPE html><html></html>", True),
        ("archive.zip", b"PK\x03\x04", False),
        ("archive.cfg", b"PK\x03\x04", True),
    ],
)
def test_by_suffix_and_by_content(tmp_path: Path, name: str, data: bytes, expected: bool) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert is_configuration(path) is expected


def test_what_cannot_be_read_goes_by_its_suffix(tmp_path: Path) -> None:
    assert is_configuration(tmp_path / "gone.cfg")
    assert not is_configuration(tmp_path / "gone.log")
    assert not is_configuration(tmp_path)


def test_each_goes_where_it_belongs_in_the_order_given(tmp_path: Path) -> None:
    texts = {"b.cfg": XML, "a.log": LOG, "c.json": "{}", "d.txt": XML, "e.txt": LOG}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    found = sorted_out(tmp_path / name for name in texts)
    assert [path.name for path in found.cases] == ["c.json"]
    assert [path.name for path in found.configurations] == ["b.cfg", "d.txt"]
    assert [path.name for path in found.logs] == ["a.log", "e.txt"]


@pytest.mark.skipif(os.name == "nt", reason="needs pipes with names")
@pytest.mark.parametrize("name", ["a.log", "site.cfg", "site.xml", "visit.json"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert sorted_out([tmp_path / name]).logs == (tmp_path / name,)


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="needs files that the kernel makes up")
def test_a_view_of_the_running_system_is_not_read() -> None:
    assert sorted_out([Path("/proc/kmsg")]).logs == (Path("/proc/kmsg"),)
