"""What a handset would log for a chain, laid beside a log of the case."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.core.case.case import LogFile
from wizard.core.handset.chain import Chain
from wizard.core.handset.comparison import Comparison, comparable, compare
from wizard.core.handset.prediction import Predicted, predict


@dataclass(frozen=True, slots=True)
class Foretold:
    """The lines of a prediction. ``comparison`` is None without a log that can be compared."""

    chain: Chain | None
    lines: tuple[Predicted, ...] = ()
    log: LogFile | None = None
    comparison: Comparison | None = None


def foretold(chain: Chain | None, log: LogFile | None, before: Foretold) -> Foretold:
    """Predicts and compares; may take a second for hundreds of SIP servers.

    ``before`` is what was told last: the same chain is not predicted twice.
    """
    if chain is None:
        return Foretold(None, log=log)
    lines = before.lines if before.chain is chain else predict(chain)
    if log is None or chain.cancelled:
        return Foretold(chain, lines, log)
    attempt = comparable(log.review.story.attempts, chain.lookfor.address)
    return Foretold(chain, lines, log, compare(lines, attempt) if attempt is not None else None)
