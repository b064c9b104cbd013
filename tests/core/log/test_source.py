"""From bytes to text: whatever a handset, a provisioning server or an editor made of a log."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log import source
from wizard.core.log.review import review
from wizard.core.log.source import LogText, decode, read

TEXT = "1028091201|dns  |1|00|Current List:\r\n1028091201|dns  |1|00|naptr: Added to tail\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "ascii"]
)
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_letters_outside_ascii() -> None:
    assert decode("Dsp:Jürgen".encode()) == "Dsp:Jürgen"
    assert decode("Dsp:Jürgen".encode("latin-1")) == "Dsp:Jürgen"
    assert decode(("Dsp:Jürgen " + TEXT).encode("utf-16-le")).startswith("Dsp:Jürgen")


@pytest.mark.parametrize("where", ["before", "behind", "between"])
def test_nul_padding(where: str) -> None:
    nul = b"\0" * 5000
    data = TEXT.encode()
    half = len(data) // 2
    padded = {"before": nul + data, "behind": data + nul, "between": data[:half] + nul + data[half:]}[where]
    assert decode(padded) == TEXT


@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_and_a_review(data: bytes) -> None:
    text = decode(data)
    assert "\0" not in text
    assert len(review(LogText("x", text)).lines) >= 0


def test_files(tmp_path: Path) -> None:
    good = tmp_path / "0004F2A1B2C3-now-app.log"
    good.write_bytes(TEXT.encode("utf-16"))
    found = read(good)
    assert (found.text, found.problem, found.mac) == (TEXT, "", "0004f2a1b2c3")
    assert read(tmp_path / "gone.log").problem.startswith("gone.log is not there")
    assert read(tmp_path).problem.endswith("Open a log file inside it.")
    for found in (read(tmp_path / "gone.log"), read(tmp_path)):
        assert found.text == ""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text(TEXT)
    path.chmod(0)
    assert read(path).problem.startswith("You may not read a.log.")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 10)
    path = tmp_path / "a.log"
    path.write_text(TEXT)
    assert "larger than" in read(path).problem


@pytest.mark.parametrize(
    ("name", "mac"),
    [
        ("0004f2a1b2c3-app.log", "0004f2a1b2c3"),
        ("/somewhere/0004F2A1B2C3-boot.log", "0004f2a1b2c3"),
        ("copy of 0004f2a1b2c3.log", "0004f2a1b2c3"),
        ("0004f2a1b2c34.log", ""),
        ("app.log", ""),
    ],
)
def test_the_mac_address_of_a_file_name(name: str, mac: str) -> None:
    assert LogText(name, "").mac == mac
