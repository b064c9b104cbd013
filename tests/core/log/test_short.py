"""A short log says what it says when it is read like any other, whatever was read before it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.log.reading import joined, simply
from tests.core.log.test_engine import ODD, compare, mixed_log
from tests.core.logs import FORMS, HEALTHY, Form, register, zone
from wizard.core.log.blocks import BLOCK, Spare
from wizard.core.log.finder import Log
from wizard.core.log.large import assemble
from wizard.core.log.modules import Modules
from wizard.core.log.origin import Origin
from wizard.core.log.review import Review
from wizard.core.log.short import read_short

USUAL = Form().lines(register(zone(*HEALTHY), times=2)) + Form().lines(register(zone()))


def shortly(path: Path, spare: Spare, modules: Modules) -> Review | None:
    piece = read_short(Log((Origin(str(path)),)), spare, modules)
    return assemble(piece.name, [piece]) if piece is not None else None


def all_alike(folder: Path, logs: list[bytes]) -> None:
    """Each is reviewed as if it were alone, though one buffer and one list of modules serve all."""
    spare, modules = Spare(), Modules()
    for number, data in enumerate(logs):
        path = folder / f"0004f2{number:06x}-app.log"
        path.write_bytes(data)
        found = shortly(path, spare, modules)
        whole = joined(str(path))
        if found is None:
            assert not data or not data[:1].isascii() or b"\0" in data or whole.problem or whole.forms
            continue
        compare(found, whole)
        assert found.parts == whole.parts
        assert (found.broken, found.skipped, found.notes) == (whole.broken, whole.skipped, whole.notes)
        compare(found, simply(data, str(path)))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda lines, end, cut: end.join([*lines, ""]).encode("utf-8", "surrogatepass")[: cut or None],
            st.lists(st.one_of(st.sampled_from(USUAL), st.sampled_from([*USUAL[:4], *ODD])), max_size=40),
            st.sampled_from(["\n", "\r\n", "\r"]),
            st.one_of(st.just(0), st.integers(-40, 400)),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_logs_one_after_the_other(logs: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        all_alike(Path(folder), logs)


def test_what_was_read_before_is_no_part_of_a_shorter_log(tmp_path: Path) -> None:
    lines = [line.encode() for line in USUAL[:3]]
    whole = b"\n".join([*lines, b""])
    cut = [whole[: len(lines[0]) + 1 + size] for size in range(30)]
    all_alike(tmp_path, [log for short in cut for log in (whole, short)])


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_log(form: str, tmp_path: Path) -> None:
    all_alike(tmp_path, [FORMS[form].bytes(register(zone(), times=2)), mixed_log()])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x1f\x8b\x08\x00",
        b"PK\x03\x04",
        b"0" * 257 + b"ustar",
        b"\xef\xbb\xbf1028091201|dns  |1|00|Current List:\n",
        "1028091201|dns  |1|00|Current List:\n".encode("utf-16"),
        b"x" * BLOCK,
        b"x" * (BLOCK + 1),
    ],
)
def test_what_is_left_to_others(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(data)
    spare = Spare()
    assert shortly(tmp_path / "a.log", spare, Modules()) is None
    first = spare.taken()
    spare.give(first)
    assert spare.taken() is first


def test_the_longest_that_is_short(tmp_path: Path) -> None:
    all_alike(tmp_path, [(b"x" * 99 + b"\n") * (BLOCK // 100)])


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.log"):
        assert shortly(path, Spare(), Modules()) is None


def test_one_odd_sign_in_front_of_a_message(tmp_path: Path) -> None:
    lines = [line.encode() for line in USUAL[:3]]
    logs = [
        b"\n".join([lines[0], lines[1][:at] + sign + lines[1][at + 1 :], lines[2], b""])
        for at in range(23)
        for sign in (b"|", b"x", b"0", b" ", b"\n", b"\xff")
    ]
    all_alike(tmp_path, logs)
