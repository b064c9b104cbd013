"""Sentences that the core says in English, such as the steps for a DNS product, in another language.

``resources/templates/<language>/phrases.toml`` is one table of whole sentences::

    "Open the zone file of {zone}." = "Öffne die Zonendatei von {zone}."

A placeholder stands for whatever is there. Only a whole text is replaced, never a part of one, so what logs
and answers said stays as it was. What is not in the table stays English.
"""

from __future__ import annotations

import dataclasses
import re
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from wizard.core.case.summary_model import Cited, Planned, Procedure, Summary
from wizard.core.words import WordsError, placeholders
from wizard.paths import resource

_FILE = "phrases.toml"

Part = TypeVar("Part")


@dataclass(frozen=True)
class Phrase:
    """One sentence: the text in front of its first placeholder, all of it as a pattern, its translation."""

    start: str
    pattern: re.Pattern[str]
    translation: str


@dataclass(frozen=True)
class Phrases:
    """The sentences of one language."""

    known: tuple[Phrase, ...]

    def said(self, text: str) -> str:
        """A text in this language, where it is known."""
        for phrase in self.known:
            if text.startswith(phrase.start) and (found := phrase.pattern.fullmatch(text)):
                return phrase.translation.format_map(found.groupdict())
        return text


@cache
def phrases(language: str) -> Phrases:
    """The sentences of a language, read once; none where it has no such file."""
    path = resource("templates", language, _FILE)
    if not path.is_file():
        return Phrases(())
    return Phrases(tuple(_phrase(path, *one) for one in _read(path).items()))


def _read(path: Path) -> Mapping[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WordsError(f"{path.parent.name}/{path.name}: {error}") from None
    odd = [key for key, value in table.items() if not isinstance(value, str)]
    if odd:
        raise WordsError(f"{path.parent.name}/{path.name}: {odd[0]!r} is no text")
    return table


def _phrase(path: Path, english: str, translation: str) -> Phrase:
    if not placeholders(translation) <= placeholders(english):
        raise WordsError(f"{path.parent.name}/{path.name}: {english!r} has no such fact")
    pattern, seen = "", set()
    pieces = [(literal, name) for literal, name, _, _ in string.Formatter().parse(english)]
    for literal, name in pieces:
        pattern += re.escape(literal)
        if name in seen:
            pattern += f"(?P={name})"
        elif name is not None:
            seen.add(name)
            pattern += f"(?P<{name}>.+?)"
    return Phrase(pieces[0][0], re.compile(pattern, re.DOTALL), translation)


def translated(summary: Summary) -> Summary:
    """The summary with every whole sentence that its language knows; evidence and code stay as they are."""
    known = phrases(summary.language)
    return _walk(summary, known) if known.known else summary


# What is typed as it stands, or was seen or typed by somebody.
_KEPT: dict[type, frozenset[str]] = {
    Summary: frozenset({"about", "judged", "done", "product", "language"}),
    Procedure: frozenset({"commands"}),
    Planned: frozenset({"zone_lines", "xml_lines", "cms", "servers", "zone", "name"}),
    Cited: frozenset({"text"}),
}


def _walk(part: Part, known: Phrases) -> Part:
    made: object = part
    if isinstance(part, str) and not isinstance(part, Enum):
        made = known.said(part)
    elif isinstance(part, tuple):
        made = tuple(_walk(item, known) for item in part)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        kept = _KEPT.get(type(part), frozenset())
        if isinstance(part, Procedure) and part.undo_is_code:
            kept |= {"undo"}
        names = [field.name for field in dataclasses.fields(part) if field.name not in kept]
        made = replace(part, **{name: _walk(getattr(part, name), known) for name in names})
    return cast("Part", made)
