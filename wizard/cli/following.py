"""``log --follow``: says what a log tells as it is written, until Ctrl+C."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from wizard.cli.arguments import UsageError
from wizard.cli.output import NO_LOOKUP, say, visible
from wizard.core.about import as_typed, name_of, sentence_of, told
from wizard.core.diagnosis.judge import judge_log
from wizard.core.finding import Finding
from wizard.core.knowledge import Knowledge
from wizard.core.log.finder import find
from wizard.core.log.growing import Change, Growing
from wizard.core.log.kinds import packed_kind
from wizard.core.log.origin import HEAD
from wizard.core.log.review import Review
from wizard.core.plan.deployment import Deployment
from wizard.core.regular import Refused, is_folder, is_there, open_file
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending
from wizard.workers import result_of

PAUSE = 1.0
"""Seconds between two looks."""


class Followed:
    """One file: what was said of it, so that only what is new is said."""

    def __init__(self, path: str, knowledge: Knowledge, plan: Deployment | None) -> None:
        self.path = path
        self.growing = Growing(Path(path))
        self.verdict: Finding | None = None
        self._knowledge = knowledge
        self._plan = plan
        self._told: dict[int, str] = {}
        self._problem = ""
        self._begun = False

    @property
    def fails(self) -> bool:
        """Whether its verdict is a fault."""
        return self.verdict is not None and self._knowledge.severity(self.verdict).fails

    def look(self) -> Iterator[str]:
        """What is new since the last look, a line each."""
        change = result_of(self.growing.look())
        problem = self.growing.problem
        if self.growing.missing:
            problem = told("log-file.awaited", name=name_of(self.path))
        if problem != self._problem:
            self._problem = problem
            if problem:
                yield problem
        if change is Change.ANEW:
            yield "The file begins anew: it was truncated or rotated."
        if change in {Change.GROWN, Change.ANEW} or not (self._begun or self._problem):
            gone = (
                self.growing.dropped
            )  # What was said of earlier parts is not said again: those still count.
            self._told = {line - gone: said for line, said in self._told.items() if line > gone}
            yield from self._judge(self.growing.review())

    def _judge(self, review: Review) -> Iterator[str]:
        for attempt in review.story.attempts:
            line = attempt.entries[0].evidence.line
            outcome = outcome_of(attempt)
            if outcome and self._told.get(line) != outcome:
                self._told[line] = outcome
                if self._begun:
                    whose = f"{attempt.handset}  " if attempt.handset else ""
                    yield f"{attempt.entries[-1].evidence.time or '-'}  {whose}{attempt.name}: {outcome}"
        before, self.verdict = self.verdict, judge_log(review, self._knowledge, self._plan).verdict
        if not self._begun or _key(before) != _key(self.verdict):
            yield f"Verdict: {self._say_verdict()} ({review.facts.count:,} lines)"
        self._begun = True

    def _say_verdict(self) -> str:
        if self.verdict is None:
            return NO_LOOKUP.removeprefix("No verdict: ").rstrip(".")
        said = self._knowledge.explain(self.verdict)
        return f"{said.unstopped}. [{self.verdict.code}, {said.severity.value}]"


def outcome_of(attempt: Attempt) -> str:
    """How an attempt ended, empty while it runs."""
    failure = attempt.failure.event if attempt.failure is not None else None
    if isinstance(failure, ev.RegistrationFailed):
        code = f"code {failure.code}" if failure.has_code else "the log does not show the code"
        return f"the registration failed, {code} {failure.reason}".rstrip()
    if attempt.ending is Ending.NOTHING:
        return "no SIP server was found"
    if attempt.ending is Ending.FOUND:
        return f"found {', '.join(dict.fromkeys(server.host for server in attempt.servers)) or 'servers'}"
    return ""


def _key(finding: Finding | None) -> tuple[str, str, str]:
    return (finding.code, finding.subject, finding.variant) if finding is not None else ("", "", "")


def follow_command(paths: Sequence[str], knowledge: Knowledge, plan: Deployment | None) -> int:
    """Follows files, and whatever logs come to lie in folders. The exit code tells the last verdicts.

    Raises :class:`UsageError` for what cannot be followed. A file may come later, its folder may not.
    """
    for path in paths:
        if cannot := _why_not(path):
            raise UsageError(as_typed(cannot))
    followed: dict[str, Followed] = {}
    said: set[str] = set()
    try:
        while True:
            for path in _files(paths, said):
                if path not in followed:
                    followed[path] = Followed(path, knowledge, plan)
            for one in followed.values():
                _tell(one, named=len(followed) > 1)
            time.sleep(PAUSE)
    except KeyboardInterrupt:
        return int(any(one.fails for one in followed.values()))


def _why_not(path: str) -> str:
    """Why nothing can ever be said of what was named, empty if something can."""
    if not path.strip():
        return told("log-file.no-name")
    if not is_there(path):
        return "" if is_folder(Path(path).parent) else told("log-file.folder-gone", name=name_of(path))
    try:
        with open_file(path) as file:
            kind = packed_kind(file.read(HEAD))
    except Refused as refused:  # A pipe, a device, a view of the running system.
        return sentence_of(refused)
    except (OSError, ValueError):
        return ""  # A folder; of everything else the first look says why.
    if not kind and _only_holds_logs(path):
        kind = "mail"
    return told("log-file.grows-not", name=name_of(path), kind=kind) if kind else ""


def _only_holds_logs(path: str) -> bool:
    """Whether a file is no log itself but has some in it, as a mail with packed ones does."""
    logs = [one for one in find([path]) if not isinstance(one, str)]
    return bool(logs) and all(part.entry for log in logs for part in log.parts)


def _tell(one: Followed, *, named: bool) -> None:
    head = f"{visible(Path(one.path).name)}: " if named else ""
    for line in one.look():
        print(f"{head}{visible(line if named else as_typed(line))}", flush=True)


def _files(paths: Sequence[str], said: set[str]) -> Iterator[str]:
    """The files to follow; what is packed does not grow. What cannot be looked into is said once."""
    for one in find(paths):
        if isinstance(one, str):
            if one not in said:
                say(one)
            said.add(one)
        else:
            yield from (part.path for part in one.parts if not part.entry and not part.path.endswith(".gz"))
