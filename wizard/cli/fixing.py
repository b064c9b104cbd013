"""What to type into a DNS product so that what was found is mended, and what takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wizard.cli.output import visible
from wizard.core.finding import Finding, Severity, State
from wizard.core.knowledge import Knowledge
from wizard.core.plan.recipes import Product, recipe
from wizard.core.record import RecordChange


def fix_text(knowledge: Knowledge, findings: Sequence[Finding], product: str) -> str:
    """The recipe of each change that mends a cause, as ``product`` takes it; each change once.

    Without a ``product`` one line that says how to get them. Empty where no records mend anything.
    """
    changes = dict.fromkeys(_changes(knowledge, findings))
    if not changes:
        return ""
    if not product:
        names = ", ".join(one.value for one in Product)
        return f"What to type, and the undo: add --product and one of {names}."
    texts = (recipe(Product(product), change).text() for change in changes)
    return "\n\n".join("\n".join(map(visible, text.rstrip("\n").split("\n"))) for text in texts)


def _changes(knowledge: Knowledge, findings: Iterable[Finding]) -> Iterator[RecordChange]:
    for finding in findings:
        counts = finding.state is State.CURRENT and finding.caused_by is None
        if counts and finding.change is not None and knowledge.severity(finding).rank >= _REPAIRED:
            yield finding.change


_REPAIRED = Severity.WARNING.rank
"""What is less grave needs no repair."""
