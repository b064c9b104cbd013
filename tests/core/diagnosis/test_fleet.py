from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core import knowledge
from wizard.core.csvtext import BYTE_ORDER_MARK
from wizard.core.diagnosis.causes import Fleet, by_cause, side_by_side
from wizard.core.diagnosis.fleet import Judged, all_named, beside_logs, count_of, tally
from wizard.core.diagnosis.fleet_csv import COLUMNS, fleet_csv
from wizard.core.diagnosis.judge import Judgement
from wizard.core.finding import Finding
from wizard.paths import resource


@pytest.fixture(scope="module")
def known() -> knowledge.Knowledge:
    return knowledge.load(resource("knowledge"))


def judged(
    name: str, code: str = "", subject: str = "", mac: str = "", variant: str = "", **more: object
) -> Judged:
    facts = dict.fromkeys(("name", "zone", "owner", "servers", "file"), subject)
    verdict = Finding(code, subject, (), facts, variant=variant) if code else None
    findings = (verdict,) if verdict is not None else ()
    return Judged(name, mac, 10, Judgement(findings, verdict), **more)  # type: ignore[arg-type]


def test_one_cause_whatever_the_case_of_its_name_and_the_gravest_first(known: knowledge.Knowledge) -> None:
    logs = [
        judged("a.log", "registration.ok", "voice.example.com"),
        judged("b.log", "name.missing", "_sip._udp.voice.example.com"),
        judged("c.log"),
        judged("d.log", "name.missing", "_sip._udp.VOICE.example.com."),
        judged("e.log", "registration.ok", "voice.example.com"),
    ]
    causes = by_cause(logs, known)
    assert [[one.name for one in cause.logs] for cause in causes] == [
        ["b.log", "d.log"],
        ["c.log"],
        ["a.log", "e.log"],
    ]
    assert [cause.count for cause in causes] == [2, 1, 2]
    assert causes[1].said is None
    assert len({cause.key for cause in causes}) == 3


def test_of_two_alike_the_one_of_more_handsets_is_first(known: knowledge.Knowledge) -> None:
    logs = [
        judged("a.log", "name.missing", "one.example.com"),
        judged("b.log", "name.missing", "two.example.com"),
        judged("c.log", "name.missing", "two.example.com"),
    ]
    assert [cause.subject for cause in by_cause(logs, known)] == ["two.example.com", "one.example.com"]


def test_a_handset_counts_once_however_many_logs_it_sent(known: knowledge.Knowledge) -> None:
    logs = [
        judged("a/1.log", "name.missing", "x.example.com", mac="0004f2000001"),
        judged("b/1.log", "name.missing", "x.example.com", mac="0004f2000001"),
        judged("c/2.log", "name.missing", "x.example.com", mac="0004f2000002"),
        judged("d/3.log", problem="It is damaged."),
    ]
    assert all_named(logs)
    assert count_of(logs[:3], handsets=True) == 2
    assert by_cause(logs, known)[0].count == 2


def test_logs_that_do_not_name_their_handset_are_counted_as_logs(known: knowledge.Knowledge) -> None:
    """Twenty copies of one handset's log are not twenty handsets that are down."""
    logs = [judged(f"copy {n}.log", "name.missing", "x.example.com") for n in range(3)]
    logs += [judged(f"{n}/1.log", "registration.ok", "x.example.com", mac="0004f2000001") for n in range(2)]
    assert not all_named(logs)
    assert count_of(logs, handsets=False) == 5
    # One unit for all of them: shares of a whole must add up.
    assert [cause.count for cause in by_cause(logs, known)] == [3, 2]


def test_who_was_seen_last_is_first(known: knowledge.Knowledge) -> None:
    logs = [
        judged("never.log"),
        judged("old.log", last=datetime(2026, 1, 1)),
        judged("new.log", last=datetime(2026, 11, 22)),
    ]
    (cause,) = by_cause(logs, known)
    assert [one.name for one in cause.logs] == ["new.log", "old.log", "never.log"]


def test_what_is_wrong_with_files_is_one_cause_without_their_names(known: knowledge.Knowledge) -> None:
    logs = [
        judged("a.log", "log.not-a-handset-log", "a.log"),
        judged("b.log", "log.not-a-handset-log", "b.log"),
    ]
    (cause,) = by_cause(logs, known)
    assert cause.subject == ""
    # One cause, yet each row speaks of its own file.
    assert [title.split()[0] for title in cause.titles] == ["a.log", "b.log"]
    rows = csv.reader(io.StringIO(fleet_csv([cause]).removeprefix(BYTE_ORDER_MARK), newline=""))
    assert [(row[6], row[7].split()[0]) for row in rows][1:] == [("a.log", "a.log"), ("b.log", "b.log")]


def test_an_empty_file_is_another_cause_than_one_of_something_else(known: knowledge.Knowledge) -> None:
    logs = [
        judged("a.png", "log.not-a-handset-log", "a.png"),
        judged("b.log", "log.not-a-handset-log", "b.log", variant="empty"),
    ]
    assert [cause.titles for cause in by_cause(logs, known)] == [
        ("b.log is empty",),
        ("a.png is not a log of an 84-Series handset",),
    ]


NO_LOG = "log.not-a-handset-log"
CODES = [("", ""), ("name.missing", ""), ("registration.ok", ""), (NO_LOG, ""), (NO_LOG, "empty")]
FILES = st.builds(
    lambda name, code, subject, mac: judged(name, code[0], subject, mac, code[1]),
    st.sampled_from(["a.log", "b.log", "c/a.log"]),
    st.sampled_from(CODES),
    st.sampled_from(["x.example", "y.example"]),
    st.sampled_from(["", "0004f2000001", "0004f2000002"]),
)


@given(st.lists(FILES, max_size=8))
def test_counted_in_one_go_it_is_the_same_as_one_by_one(files: list[Judged]) -> None:
    found = tally(files)
    assert found.files == len(files)
    assert found.logs == count_of(files, handsets=False)
    assert found.handsets == count_of(files, handsets=True)
    assert found.named == all_named(files)
    assert found.total == count_of(files, handsets=found.named)


def test_side_by_side_is_what_each_part_tells(known: knowledge.Knowledge) -> None:
    files = [
        judged("a.log", "name.missing", "_sip._udp.voice.example.com", mac="0004f2000001"),
        judged("b.log", problem="b.log cannot be read."),
        judged("c.log", "registration.ok", "voice.example.com", mac="0004f2000002", notes=("Cut off.",)),
        judged("d.txt", "log.not-a-handset-log", "d.txt"),
    ]
    fleet = side_by_side(files, (), known)
    every = beside_logs(files, ())
    read = [every[0], *every[2:]]
    assert fleet.judged == tuple(every)
    assert fleet.counted == tally(read)
    assert list(fleet.causes) == by_cause(read, known)
    assert fleet.problems == ("b.log cannot be read.", "Cut off.")
    assert side_by_side([], (), known) == Fleet()


@given(st.lists(FILES, max_size=8))
def test_each_log_has_the_title_that_it_would_have_alone(
    known: knowledge.Knowledge, files: list[Judged]
) -> None:
    for cause in by_cause(files, known, handsets=all_named(files)):
        alone = [by_cause([one], known)[0].titles[0] for one in cause.logs]
        assert list(cause.titles) == alone


@pytest.mark.parametrize("mac", ["", "0004f2000002"])
@pytest.mark.parametrize("named", [(), ("b.log",)])
def test_a_file_without_lines_says_of_no_handset_that_it_fails(
    known: knowledge.Knowledge, mac: str, named: tuple[str, ...]
) -> None:
    good = judged("0004f2000001-app.log", "registration.ok", "x.example", mac="0004f2000001")
    empty = judged("b.log", "log.not-a-handset-log", "b.log", mac=mac, variant="empty")
    files = beside_logs([empty, good], named)
    said = files[0].judgement
    assert (said.verdict, known.severity(said.findings[0]).value) == (None, "warning")
    assert (all_named(files), count_of(files, handsets=True), count_of(files, handsets=False)) == (True, 1, 1)
    causes = by_cause(files, known)
    assert [(one.titles, one.is_no_log) for one in causes][1:] == [(("b.log is empty",), True)]
    # Alone, it is all that somebody wanted to know of.
    (alone,) = beside_logs([empty], named)
    assert known.severity(alone.judgement.findings[0]).value == "error"
    assert alone.judgement.verdict is not None


def test_what_is_no_log_comes_last(known: knowledge.Knowledge) -> None:
    """A folder of healthy logs with a readme in it is healthy."""
    logs = [
        judged("readme.txt", "log.not-a-handset-log", "readme.txt"),
        judged("a.log", "registration.ok", "x.example"),
    ]
    assert [cause.key[0] for cause in by_cause(logs, known)] == ["registration.ok", "log.not-a-handset-log"]


def test_what_is_no_log_is_no_fault_of_a_folder_that_holds_logs(known: knowledge.Knowledge) -> None:
    """A script that looks at a folder every night was told of a fault by a readme."""
    good = judged("a.log", "registration.ok", "x.example")
    readme = judged("readme.txt", "log.not-a-handset-log", "readme.txt")
    handset = judged("0004f2000001-app.log", "log.not-a-handset-log", "b", mac="0004f2000001")
    for there, named, severity in (
        ([good, readme], (), "notice"),
        ([good, readme], ("readme.txt",), "error"),
        ([readme], (), "error"),
        ([good, handset], (), "error"),
    ):
        last = beside_logs(there, named)[-1].judgement
        assert known.severity(last.findings[0]).value == severity
        assert (last.verdict is None) == (severity == "notice")


def test_what_is_no_log_is_not_counted_as_one(known: knowledge.Knowledge) -> None:
    logs = [
        judged("readme.txt", "log.not-a-handset-log", "readme.txt"),
        judged("0004f2000001-app.log", "registration.ok", "x.example", mac="0004f2000001"),
    ]
    for files in (logs, beside_logs(logs, ())):
        assert all_named(files)
        assert count_of(files, handsets=True) == 1
        assert [cause.count for cause in by_cause(files, known)] == [1, 1]
        assert [cause.is_no_log for cause in by_cause(files, known)] == [False, True]


def test_what_a_cause_tells_is_of_its_first_log(known: knowledge.Knowledge) -> None:
    """A click on its evidence opens the first log: the line must be one of that log."""
    logs = [
        judged("old.log", "log.not-a-handset-log", "old.log", last=datetime(2026, 1, 1)),
        judged("new.log", "log.not-a-handset-log", "new.log", last=datetime(2026, 11, 22)),
    ]
    (cause,) = by_cause(logs, known)
    assert cause.said is not None
    assert cause.said.finding is cause.logs[0].judgement.verdict
    assert cause.logs[0].name == "new.log"


def test_what_could_not_be_read_is_nobodys_cause(known: knowledge.Knowledge) -> None:
    assert by_cause([judged("a.log", problem="a.log cannot be read.")], known) == []


def test_the_table_has_a_row_a_log_and_no_formula(known: knowledge.Knowledge) -> None:
    logs = [
        judged("=cmd.log", "name.missing", "_sip._udp.voice.example.com", mac="0004f2000001",
               last=datetime(2026, 11, 22, 9, 30)),
        judged("b.log"),
    ]  # fmt: skip
    text = fleet_csv(by_cause(logs, known))
    header, *rows = csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""))
    assert tuple(header) == COLUMNS
    assert rows[0][:7] == [
        "critical", "name.missing", "_sip._udp.voice.example.com", "0004f2000001",
        "2026-11-22 09:30:00", "10", "'=cmd.log",
    ]  # fmt: skip
    assert rows[0][7]
    assert rows[1] == ["", "", "", "", "", "10", "b.log", ""]
