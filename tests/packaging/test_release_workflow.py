"""The release's workflow: what it uses is pinned, what it calls is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WORKFLOW = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def test_every_action_is_pinned_by_commit() -> None:
    used = re.findall(r"uses: (.+)", WORKFLOW)
    assert len(used) > 10
    for one in used:
        assert PINNED.fullmatch(one), one


def test_one_action_has_one_commit_throughout() -> None:
    pins: dict[str, set[str]] = {}
    for name, commit in re.findall(r"uses: ([\w/-]+)@(\S+)", WORKFLOW):
        pins.setdefault(name, set()).add(commit)
    assert all(len(commits) == 1 for commits in pins.values()), pins


def test_every_script_that_it_calls_is_there() -> None:
    called = re.findall(r"packaging/[\w./-]+\.(?:py|ps1)", WORKFLOW)
    assert {path for path in called if not (ROOT / path).is_file()} == set()
    assert len(set(called)) >= 7


def test_windows_powershell_reads_the_scripts_as_they_are() -> None:
    for script in (ROOT / "packaging/windows").glob("*.ps1"):
        assert script.read_text(encoding="utf-8").isascii(), script.name


def test_nothing_but_the_last_job_may_write() -> None:
    head, _, draft = WORKFLOW.partition("\n  draft:\n")
    assert "write" not in re.findall(r"^\s+[\w-]+: (write|read)$", head, re.MULTILINE)
    assert "contents: write" in draft
    assert WORKFLOW.count("persist-credentials: false") == WORKFLOW.count("actions/checkout@")
