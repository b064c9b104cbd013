"""``check --predict`` and ``--log``: what a handset would write, and what one wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wizard.cli.arguments import UsageError
from wizard.cli.output import say, visible
from wizard.cli.reviewing import logs_of, no_log
from wizard.core.case.case import Case, CheckReport, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.remembered import Remembered, remembered
from wizard.core.case.summary_words import file_names
from wizard.core.handset.chain import Chain
from wizard.core.handset.comparison import comparable, compare
from wizard.core.handset.parting import difference
from wizard.core.handset.prediction import Predicted, doubts_of, predict, ranges
from wizard.core.knowledge import Knowledge
from wizard.core.words import words


def logs_beside(paths: Sequence[str], case: Case | None) -> tuple[LogFile, ...]:
    """The logs of the case, and those that were named. Raises :class:`UsageError`."""
    logs = Case(logs=case.logs) if case is not None else Case()
    for log in logs_of(paths):
        logs = logs.with_log(log)
    if paths and not logs.logs:
        raise UsageError(no_log(paths))
    return logs.logs


class Beside:
    """The logs beside the reports of one check."""

    def __init__(self, logs: Sequence[LogFile], reports: Sequence[CheckReport], knowledge: Knowledge) -> None:
        self.logs = tuple(logs)
        self._names = file_names(Case(logs=self.logs))
        self._now = datetime.now()
        judge = Judge(knowledge)
        # A report that counts as recorded says itself what it is about.
        self._kept = (
            [
                one
                for report in reports
                for one in remembered(
                    Case(report=replace(report, recorded="-"), logs=self.logs), judge, self._now
                )
            ]
            if self.logs
            else []
        )

    def sentences(self) -> Iterator[str]:
        """What each handset still remembers although DNS answers now."""
        for one in self._kept:
            yield words()(
                "remembered.in-log", log=self._names[one.log], line=one.line, sentence=one.sentence(self._now)
            )

    def json(self) -> list[dict[str, Any]]:
        """The same for scripts; times are by the handset's clock, without a zone."""
        return [self._told(one) for one in self._kept]

    def _told(self, one: Remembered) -> dict[str, Any]:
        return {
            "log": one.log,
            "line": one.line,
            "type": one.rtype,
            "name": one.host,
            "since": one.since.isoformat() if one.since is not None else None,
            "until": one.until.isoformat() if one.until is not None else None,
            "over": one.over,
            "sentence": one.sentence(self._now),
        }

    def differences(self, chain: Chain) -> Iterator[dict[str, Any]]:
        """For each log where it first parts from the prediction.

        ``search`` is the first and the last line of the search for servers that was compared, None
        where the log shows none; ``line`` the first that differs, None where none does or where the
        log ends before.
        """
        for log in self.logs:
            attempt = comparable(log.review.story.attempts, chain.lookfor.address)
            if attempt is None:
                yield {"log": log.review.name, "search": None, "same": None, "line": None, "difference": ""}
                continue
            found = compare(predict(chain), attempt)
            lines = [pair.real.evidence.line for pair in found.pairs if pair.real is not None]
            first = found.pairs[found.first] if found.first is not None else None
            yield {
                "log": log.review.name,
                "search": [min(lines), max(lines)],
                "same": first is None,
                "line": first.real.evidence.line if first is not None and first.real is not None else None,
                "difference": difference(found),
            }

    def differences_text(self, chain: Chain) -> Iterator[str]:
        """The same in sentences."""
        for one in self.differences(chain):
            log = self._names[one["log"]]
            if one["search"] is None:
                name = chain.lookfor.address
                yield f"{log}: it shows no whole search for {name}, or its level hides too much of it."
                continue
            search = "lines {} to {}".format(*one["search"])
            if one["same"]:
                yield f"{log}: the handset wrote what is predicted ({search})."
            elif one["line"] is None:
                yield f"{log}: first difference, behind the last line of this search: {one['difference']}"
            else:
                yield f"{log}: first difference, at line {one['line']}: {one['difference']}"


def print_predicted(lines: Sequence[Predicted]) -> None:
    """The lines alone on stdout, so that they can be compared; what is not sure about them on stderr."""
    print("\n".join(visible(line.text) for line in lines))
    for doubt, numbers in doubts_of(lines):
        say(f"line {ranges(numbers)}: {doubt.basis.value}: {doubt.why}")


def predicted_json(chains: Sequence[Chain], beside: Beside) -> list[dict[str, Any]]:
    """The lines that the handset would log for each chain, without time stamps, and how sure they are."""
    return [
        {
            "server": chain.server.with_port,
            "lines": [line.text for line in lines],
            "doubts": [
                {"lines": list(numbers), "basis": doubt.basis.value, "why": doubt.why}
                for doubt, numbers in doubts_of(lines)
            ],
            **({"compared": list(beside.differences(chain))} if beside.logs else {}),
        }
        for chain, lines in ((chain, predict(chain)) for chain in chains)
    ]
