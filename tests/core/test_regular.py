"""No reader of files waits for what never ends: a pipe, a device, a view of the running system."""

from __future__ import annotations

import io
import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.core.about import name_of
from wizard.core.case.document import save_beside
from wizard.core.case.evidence import open_report
from wizard.core.case.file import open_case
from wizard.core.case.sorting import sorted_out
from wizard.core.handset.config_file import open_config, read_config
from wizard.core.handset.repair import Repair, save_repaired
from wizard.core.log.again import FileBytes
from wizard.core.log.archive import listed
from wizard.core.log.finder import Log, find
from wizard.core.log.growing import Growing
from wizard.core.log.joining import read_log, stretches
from wizard.core.log.opening import Opener
from wizard.core.log.origin import Origin, sentence
from wizard.core.log.source import read
from wizard.core.regular import (
    Refused,
    is_file,
    is_folder,
    is_in_cloud,
    is_there,
    open_file,
    refuse_no_file,
)
from wizard.workers import result_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and devices with names")

READERS: dict[str, Callable[[Path], str]] = {
    "a configuration file": lambda path: open_config(path).problem,
    "a file that this program saved": lambda path: open_case(path).problem,
    "a file that this program saved ": lambda path: str(open_report(path)),
}


@pytest.mark.parametrize("wanted", READERS)
def test_a_pipe_is_not_waited_for(tmp_path: Path, wanted: str) -> None:
    pipe = tmp_path / "a.cfg"
    os.mkfifo(pipe)
    said = f"{pipe} is a pipe, which gives its text only once. Save the text as a file and open that."
    assert READERS[wanted](pipe) == said


@pytest.mark.parametrize("wanted", READERS)
def test_a_device_is_refused(wanted: str) -> None:
    said = f"/dev/zero is no file but a device of this computer. Name {wanted.strip()}."
    assert READERS[wanted](Path("/dev/zero")) == said


@pytest.mark.skipif(sys.platform != "linux", reason="needs files that the kernel makes up")
@pytest.mark.parametrize("wanted", READERS)
def test_a_view_of_the_running_system_is_refused(wanted: str) -> None:
    said = f"/proc/kmsg is a view of the running system and no file on a disk. Name {wanted.strip()}."
    assert READERS[wanted](Path("/proc/kmsg")) == said


def test_nothing_is_read_before_it_is_written(tmp_path: Path) -> None:
    """What is there already is looked at before it is replaced: a saved case, or a file to be kept."""
    pipe = tmp_path / "a.cfg"
    os.mkfifo(pipe)
    made = Repair(read_config("b.cfg", b"<a/>"), "<a/>")
    for path in (pipe, Path("/dev/zero")):
        assert save_repaired(made, path).problem == f"{path} is no file on a disk. Save under another name."
        assert (
            save_beside(path, b"new")
            == f"{path.name} was not saved: what is there is no file. Choose another name."
        )
    assert [one.name for one in tmp_path.iterdir()] == ["a.cfg"]


SWAPPED: dict[str, Callable[[Path], object]] = {
    "a log": lambda path: read(path).problem,
    "a log that is followed": lambda path: problem_of(Growing(path)),
    "lines of a log": lambda path: FileBytes(str(path))(0, 9),
    "a long log": lambda path: stretches(str(path), 2, 1),
    "an archive": lambda path: str(*listed(Origin(str(path)))),
    "what is found": lambda path: [*find([str(path)])],
    "a configuration": lambda path: open_config(path).problem,
    "a case": lambda path: open_case(path).problem,
    "what is sorted": lambda path: sorted_out([path]),
}


def problem_of(growing: Growing) -> str:
    result_of(growing.look())
    return growing.problem


@pytest.mark.timeout(20)
@pytest.mark.parametrize("what", SWAPPED)
def test_a_file_that_becomes_a_pipe_while_it_is_looked_at_is_not_waited_for(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a look at a file and its opening, somebody puts a pipe in its place."""
    path, there = tmp_path / "a.log", tmp_path / "there"
    os.mkfifo(path)
    there.write_bytes(b"1015152006|lldp |4|00|Ignoring corrupt LLDP packet.\n" * 9)
    real = os.stat

    def looked_at(one: str | Path, **more: bool) -> os.stat_result:
        return real(there if str(one) == str(path) else one, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", looked_at)
    said = SWAPPED[what](path)
    if isinstance(said, str):
        assert "is a pipe" in said


def test_a_pipe_that_may_be_one_gives_all_that_somebody_writes(tmp_path: Path) -> None:
    pipe = tmp_path / "a.log"
    os.mkfifo(pipe)

    writing = threading.Thread(target=pipe.write_bytes, args=(b"late",))
    writing.start()
    with open_file(pipe, pipes=True) as file:
        assert file.readall() == b"late"
    writing.join()


def test_a_log_whose_path_is_too_long_is_told_and_not_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows opens no path of more than 259 characters, Linux opens none of more than 4095."""
    monkeypatch.chdir(tmp_path)
    whole = tmp_path
    while len(str(whole)) < 3900:
        whole /= "d" * 99
        Path(whole.name).mkdir()
        os.chdir(whole.name)
    last = "e" * (4085 - len(str(whole)))
    Path(last).mkdir()
    os.chdir(last)
    Path("0004f2a1b2c3-app.log").write_bytes(b"1015152006|lldp |4|00|Ignoring corrupt LLDP packet.\n")
    Path("configuration.cfg").write_bytes(b"<a/>")
    os.chdir(tmp_path)
    (found,) = find([str(tmp_path)])
    assert isinstance(found, Log)
    said = "is longer than this computer opens. Move the folder to a shorter path and open it there."
    with Opener() as opener:
        problem = result_of(read_log(found, opener)).problem
    assert problem == f"The path of 0004f2a1b2c3-app.log {said}"
    assert open_config(whole / last / "configuration.cfg").problem.endswith(said)


class InCloud:
    """What Windows tells of a file that is not on this computer."""

    st_file_attributes = 0x400000 | 0x20
    st_mode = stat.S_IFREG | 0o600
    st_dev = 1


def test_a_file_that_is_only_in_the_cloud_and_cannot_be_fetched_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"x")
    assert not is_in_cloud(path)
    monkeypatch.setattr(os, "stat", lambda *_args, **_more: InCloud)
    failure = OSError(22, "Invalid argument")  # What Windows' errors of the cloud come out as.
    said = "lies in the cloud alone (OneDrive or its like) and could not be fetched."
    assert sentence(failure, name_of(path)).startswith(f"a.log {said}")
    monkeypatch.setattr(io, "FileIO", lambda *_args, **_more: (_ for _ in ()).throw(failure))
    assert open_config(path).problem.startswith(f"a.log {said}")


def test_files_and_folders_pass_and_pipes_where_they_may(tmp_path: Path) -> None:
    (tmp_path / "a.cfg").write_bytes(b"<a/>")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "a.cfg"):
        refuse_no_file(path)
    refuse_no_file(tmp_path / "pipe", pipes=True)
    with pytest.raises(Refused):
        refuse_no_file(tmp_path / "pipe")


def test_what_cannot_be_there_is_told_and_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"")
    assert [is_there(tmp_path), is_folder(tmp_path), is_file(tmp_path)] == [True, True, False]
    assert [is_there(tmp_path / "a.log"), is_file(tmp_path / "a.log")] == [True, True]
    made = Repair(read_config("b.cfg", b"<a/>"), "<a/>")
    assert "Save under another name." in save_repaired(made, tmp_path / ("x" * 300)).problem
    for impossible in (tmp_path / ("x" * 300), "a\0b"):
        assert not any((is_there(impossible), is_folder(impossible), is_file(impossible)))
