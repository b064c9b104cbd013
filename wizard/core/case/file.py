"""The case file: a case saved as JSON and resumed, on this computer or another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wizard.core.about import name_of, sentence_of, told
from wizard.core.case import document
from wizard.core.case.case import Case
from wizard.core.case.codec import CodecError, decode
from wizard.core.case.document import KIND, DocumentError, bytes_of
from wizard.core.case.saved import SavedCase, case_of, saved_of
from wizard.core.saving import write_atomically


@dataclass(frozen=True, slots=True)
class Opened:
    """A case file opened: the case, or one sentence about why not."""

    case: Case | None
    problem: str = ""


def dump(case: Case) -> str:
    """The case as the text of a case file."""
    return document.text_of(KIND, case=saved_of(case))


def save(case: Case, path: Path) -> str:
    """Writes the case file atomically. Empty, or one sentence about what went wrong."""
    return write_atomically(path, bytes_of(dump(case)))


def open_case(path: Path) -> Opened:
    """Reads a case file; a damaged, foreign or newer one is refused with a sentence."""
    try:
        text = document.read(path, KIND)
    except DocumentError as error:
        return Opened(None, sentence_of(error))
    return load(text, name_of(path))


def load(text: str, name: str) -> Opened:
    """The case in the text of a case file; ``name`` is for the sentence when it is none."""
    try:
        saved: SavedCase = decode(SavedCase, document.parsed(text, KIND).get("case"))
    except DocumentError as error:
        return Opened(None, told("file.about", name=name, sentence=sentence_of(error)))
    except (CodecError, RecursionError) as error:
        return Opened(None, told("file.about", name=name, sentence=told("document.damaged-at", error=error)))
    return Opened(case_of(saved))
