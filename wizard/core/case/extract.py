"""What a case file keeps of a log that is too long for it."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.core.about import told
from wizard.core.log.origin import Origin
from wizard.core.log.review import Review


def extract(review: Review, bookmarks: Sequence[int] = ()) -> tuple[str, tuple[int, ...]]:
    """The lines that the verdict rests on and those with a bookmark, and where the latter are in it."""
    facts = review.facts
    known = [facts.begins, facts.first, facts.last, facts.dns, *facts.holes]
    texts = {line.number: line.raw for line in known if line is not None}
    texts |= {entry.evidence.line: entry.evidence.text for entry in review.entries}
    texts |= {number: review.lines[number - 1].raw for number in bookmarks if 0 < number <= len(review.lines)}
    places = {number: place for place, number in enumerate(sorted(texts), start=1)}
    text = "".join(f"{texts[number]}\n" for number in places)
    return text, tuple(places[number] for number in bookmarks if number in places)


def extract_note(name: str, count: int, total: int) -> str:
    """A sentence for whoever opens such a case."""
    short = Origin(name).short
    return told("document.case.extract", name=short, count=f"{count:,}", total=f"{total:,}")
