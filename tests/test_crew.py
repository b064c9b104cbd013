"""Many logs judged side by side: each as if it were the only one, and read line by line."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import random
import signal
import struct
import threading
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from tests.core.corpus import corpus
from tests.core.judged import KNOWN
from tests.core.log.reading import simply
from tests.core.logs import FORMS, HEALTHY, NAME, Phone, interleaved, register, zone
from wizard import crew
from wizard.core.diagnosis.fleet import CITED, FEW, Judged, briefly
from wizard.core.diagnosis.judge import Judgement
from wizard.core.diagnosis.tables import finding_json
from wizard.core.finding import Evidence, EvidenceKind, Finding, State
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.finder import Log, find
from wizard.core.log.origin import Origin
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.trace import events as ev
from wizard.judging import LITTLE, Judging, judged
from wizard.practice.lab import broken_log

STORIES = {
    "nothing there": zone(),
    "healthy": zone(*HEALTHY),
    "healthy without NAPTR": zone(*HEALTHY[1:]),
    "no addresses": zone(*HEALTHY[:2]),
}
TRANSPORTS = ("DNSnaptr", "UDPOnly", "TCPOnly", "TLS")
OTHERS = (
    "1028091201|sip  |1|00|UA Client NonInvite trans state 'proceeding' 200, 4 of 11 still open",
    "1028091201|so   |2|00|[SoNcasC]: SoRegistrationEvent line 1, no change since 3600 seconds",
    "1028091201|cfg  |*|00|Prm|Configuration parameter 'log.render.level' set to 1",
    "REGISTER sip:eslab.local SIP/2.0",
    "",
)


def said(draw: random.Random) -> list[ev.Event]:
    """What a handset says in a day: one or two lines of it, repaired, broken, rejected or neither."""
    runs = []
    for user in ("1512", "1513")[: draw.randint(1, 2)]:
        name = draw.choice((NAME, "voice.example.com"))
        phone = Phone(Lookfor(name, transport=draw.choice(TRANSPORTS), own_domain="eslab.local"), user)
        for _ in range(draw.randint(1, 4)):
            phone.register(draw.choice(list(STORIES.values())))
            if draw.random() < 0.2:
                phone.rejected(draw.choice((403, 480)))
            if draw.random() < 0.5:
                phone.boot()
        runs.append(phone.said)
    return interleaved(draw.randrange, *runs)


def damaged(draw: random.Random, data: bytes) -> bytes:
    """Cut at an end, or with some bytes lost or changed."""
    hurt = bytearray(data[draw.randrange(200) : len(data) - draw.randrange(200)])
    for _ in range(draw.randrange(20)):
        at = draw.randrange(len(hurt) + 1)
        hurt[at : at + draw.randrange(30)] = draw.choice((b"", b"|", b"\0", b"\xff", b"\r", b"\n", b"||0"))
    return bytes(hurt)


def logs() -> Iterator[bytes]:
    """The corpus, and logs of all forms: healthy, of several handset lines, damaged, with much between."""
    for specimen in corpus().values():
        yield from (data for name, data in specimen.files.items() if name.endswith(".log"))
    for transport in TRANSPORTS:
        for form in FORMS.values():
            looked = Lookfor(NAME, transport=transport, own_domain="eslab.local")
            yield form.bytes(register(zone(*HEALTHY), looked, times=2))
    draw = random.Random(5)
    for form in list(FORMS.values()) * 8:
        data = form.bytes(said(draw))
        yield data
        yield damaged(draw, data)
        lines = data.splitlines(keepends=True)
        yield b"".join(draw.choice(OTHERS).encode() + b"\n" + line for line in lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("logs")
    paths = []
    for number, data in enumerate(logs()):
        path = place / f"0004f2{number:06x}-app.log"
        path.write_bytes(data)
        paths.append(path)
    return paths


def slowly(path: Path, plan: Deployment | None) -> Judged:
    """Line by line, each with every rule of the grammar, nothing remembered."""
    return judged(simply(path.read_bytes(), str(path)), KNOWN, plan)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("planned", [False, True])
def test_each_of_many_logs_is_judged_as_if_it_were_alone(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch, workers: int, planned: bool
) -> None:
    servers = (SipServer("piper", "10.225.2.31"), SipServer("dolphin", "10.225.2.32"))
    plan = Deployment("eslab.local", "testserver", servers) if planned else None
    monkeypatch.setattr(crew, "cores", lambda: workers)
    found = list(crew.judge_logs([Log((Origin(str(path)),)) for path in folder], KNOWN, plan))
    assert len(found) == len(folder) > 300
    for path, fast in zip(folder, found, strict=True):
        assert replace(fast, parts=()) == briefly(slowly(path, plan)), path.read_bytes()
    verdicts = {one.judgement.verdict.code for one in found if one.judgement.verdict is not None}
    assert {"name.missing", "registration.ok", "registration.rejected", "log.not-a-handset-log"} <= verdicts


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_of_one_log_among_many_the_first_and_the_last_lines_are_kept(tmp_path: Path, count: int) -> None:
    attempt = broken_log().read_bytes()
    for number in range(count):
        (tmp_path / f"0004f2{number:06x}-app.log").write_bytes(attempt * 50)
    logs = [one for one in find([str(tmp_path)]) if isinstance(one, Log)]
    every = judged(simply(attempt * 50, logs[0].parts[0].path), KNOWN, None).judgement.findings
    assert max(len(one.evidence) for one in every) > 100
    for one in crew.judge_logs(logs, KNOWN, None):
        if count == FEW:
            assert [len(finding.evidence) for finding in one.judgement.findings] == [
                len(finding.evidence) for finding in every
            ]
            continue
        assert one.judgement.verdict in one.judgement.findings
        for brief, whole in zip(one.judgement.findings, every, strict=True):
            assert len(brief.evidence) == min(CITED, len(whole.evidence))
            assert len(brief.evidence) + brief.omitted == len(whole.evidence)
            ends = (brief.evidence[0].line, brief.evidence[-1].line)
            assert ends == (whole.evidence[0].line, whole.evidence[-1].line)
            told = finding_json(KNOWN, brief)
            assert told.get("evidence_omitted", 0) == brief.omitted


@pytest.mark.parametrize("in_main_thread", [True, False])
def test_who_waits_for_the_workers_helps_them_but_for_a_thread_of_the_window_s(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch, in_main_thread: bool
) -> None:
    judged_here: list[slice] = []
    work = Judging.judge

    def watched(judging: Judging, part: slice) -> Iterator[Judged]:
        judged_here.append(part)
        return work(judging, part)

    monkeypatch.setattr(Judging, "judge", watched)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    logs = [Log((Origin(str(path)),)) for path in folder]
    found: list[Judged] = []

    def review() -> None:
        found.extend(crew.judge_logs(logs, KNOWN, None))

    if in_main_thread:
        review()
    else:
        thread = threading.Thread(target=review)
        thread.start()
        thread.join()
    assert [one.name for one in found] == [str(path) for path in folder]
    assert len(judged_here) < len(list(crew.batches(logs, 2))), "the worker has its share"
    assert bool(judged_here) == in_main_thread


@pytest.mark.parametrize("workers", [2, 3])
def test_logs_are_judged_also_where_workers_are_killed(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """For want of memory, or by a virus scanner."""
    monkeypatch.setattr(crew, "cores", lambda: workers)
    logs = [Log((Origin(str(path)),)) for path in folder]
    judging = crew.judge_logs(logs, KNOWN, None)
    found = [next(judging)]
    begun = multiprocessing.active_children()
    assert len(begun) == workers - 1
    for worker in begun:
        worker.kill()
    found += judging
    monkeypatch.setattr(crew, "cores", lambda: 1)
    assert found == list(crew.judge_logs(logs, KNOWN, None))


@pytest.mark.parametrize("where", [0, 1, 40, -1])
def test_a_long_log_among_short_ones_goes_to_a_worker_that_has_enough_already(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: int
) -> None:
    long = tmp_path / "long-app.log"
    lines = b"1028091201|so   |2|00|nothing that tells anything\n"
    long.write_bytes(folder[0].read_bytes() + lines * (LITTLE // len(lines) + 1))
    paths = folder[:120]
    paths.insert(where % len(paths), long)
    logs = [Log((Origin(str(path)),)) for path in paths]
    monkeypatch.setattr(crew, "cores", lambda: 2)
    found = list(crew.judge_logs(logs, KNOWN, None))
    monkeypatch.setattr(crew, "cores", lambda: 1)
    assert found == list(crew.judge_logs(logs, KNOWN, None))


def test_logs_are_judged_also_where_no_worker_may_begin(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_process: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(crew, "cores", lambda: 2)
    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refused)
    logs = [Log((Origin(str(path)),)) for path in folder]
    found = list(crew.judge_logs(logs, KNOWN, None))
    monkeypatch.setattr(crew, "cores", lambda: 1)
    assert found == list(crew.judge_logs(logs, KNOWN, None))


def test_no_worker_is_left_where_another_may_not_begin(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python would wait for it when the program ends, and for ever."""
    start = multiprocessing.process.BaseProcess.start
    begun: list[multiprocessing.process.BaseProcess] = []

    def only_one(process: multiprocessing.process.BaseProcess) -> None:
        if begun:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        begun.append(process)
        start(process)

    monkeypatch.setattr(crew, "cores", lambda: 4)
    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", only_one)
    logs = [Log((Origin(str(path)),)) for path in folder]
    assert [one.name for one in crew.judge_logs(logs, KNOWN, None)] == [str(path) for path in folder]
    assert begun
    assert not multiprocessing.active_children()


def killed_while_it_sends(connection: Any, _judging: Judging, _inherited: object) -> None:
    connection.recv()
    os.write(connection.fileno(), struct.pack("!i", 1000) + b"not a thousand bytes")
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not crew.FORKS, reason="a worker that was not forked does its own work")
@pytest.mark.parametrize("cancelled", [False, True])
def test_nobody_waits_for_the_rest_of_what_a_killed_worker_sent(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch, cancelled: bool
) -> None:
    monkeypatch.setattr(crew, "cores", lambda: 3)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr(crew, "work", killed_while_it_sends)
    logs = [Log((Origin(str(path)),)) for path in folder]
    judging = crew.judge_logs(logs, KNOWN, None)
    found = [next(judging).name]
    if cancelled:
        cast(Generator[Judged, None, None], judging).close()
    else:
        found += [one.name for one in judging]
        assert found == [str(path) for path in folder]
    assert not multiprocessing.active_children()


def test_all_answers_that_are_there_are_taken_at_once() -> None:
    """A connection holds few of them: a worker whose answers stay in it has to wait."""
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        worker = crew.Worker(multiprocessing.process.current_process(), ours)
        for number in range(crew.AHEAD):
            worker.give((number, slice(number, number + 1)))
            theirs.send([])
        answers = list(crew._answers([worker], deque(), 0))
    assert answers == [(number, []) for number in range(crew.AHEAD)]
    assert not worker.given


def test_no_search_for_cycles_begins_with_all_that_was_found(
    folder: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would look at thousands of findings, at the end, where somebody waits."""
    monkeypatch.setattr(crew, "cores", lambda: 2)
    logs = [Log((Origin(str(path)),)) for path in folder]
    searches: list[str] = []

    def noted(phase: str, _info: dict[str, int]) -> None:
        searches.append(phase)

    gc.collect()
    gc.callbacks.append(noted)
    gc.enable()
    try:
        found = list(crew.judge_logs(logs, KNOWN, None))
        assert gc.isenabled()
    finally:
        gc.disable()
        gc.callbacks.remove(noted)
    assert len(found) == len(logs)
    assert not searches


def test_what_a_worker_sends_is_what_it_found(folder: list[Path]) -> None:
    for path in folder[:40]:
        found = slowly(path, None)
        assert pickle.loads(pickle.dumps(found)) == found


def test_no_field_is_left_out_of_what_is_sent() -> None:
    """Each says itself what of it is sent; a field that is added later must be there too."""
    seen = Evidence(EvidenceKind.LOG, "x", "y", 3, 4, "0301080000")
    finding = Finding("a.b", "c", (seen,), {"d": "e"}, "f", "g", State.REPAIRED, omitted=9)
    judgement = Judgement((finding,), finding)
    parts, notes = ("m", "n"), ("p",)
    for sent in (finding, judgement, Judged("h", "i", 7, judgement, parts, "o", notes, datetime(2026, 3, 1))):
        _, values = sent.__reduce__()
        assert values == tuple(getattr(sent, field.name) for field in fields(sent))
        assert pickle.loads(pickle.dumps(sent)) == sent
    assert isinstance(pickle.loads(pickle.dumps(finding)).evidence[0], Evidence)


def test_what_workers_take_at_a_time(tmp_path: Path) -> None:
    """All logs in their order, never too many or too large together, and shares for every worker."""
    paths = [tmp_path / f"{number}.log" for number in range(100)]
    for number, path in enumerate(paths):
        with path.open("wb") as file:
            file.truncate(LITTLE // 2 if number % 10 == 9 else 100)
    logs = [Log((Origin(str(path)),)) for path in paths]
    for workers in (1, 2, 8, 64):
        found = [logs[part] for part in crew.batches(logs, workers)]
        assert [log for batch in found for log in batch] == logs
        for batch in found:
            assert len(batch) <= crew.BATCH
            assert sum(Path(log.parts[0].path).stat().st_size for log in batch) <= LITTLE
    assert not list(crew.batches([], 2))


def test_the_last_batches_are_short_so_that_workers_end_together(tmp_path: Path) -> None:
    """One that takes a long batch last would keep all others waiting; one alone need not care."""
    logs = [Log((Origin(str(tmp_path / f"{number}.log")),)) for number in range(1000)]
    sizes = [len(logs[part]) for part in crew.batches(logs, 4)]
    assert sizes[0] == crew.BATCH
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes[-4:]) <= 4 * crew.FEWEST
    alone = [len(logs[part]) for part in crew.batches(logs, 1)]
    assert set(alone[:-1]) == {crew.BATCH}
