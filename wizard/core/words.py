"""The words of one language: data, so that a language follows without touching code.

``resources/templates/<language>/words.toml`` holds those of documents: ``name`` is what the language calls
itself, and every table groups texts by what they are for. ``resources/knowledge/<language>/plan.toml``
holds what is said about a plan, ``files.toml`` about files that are opened and saved, ``handset.toml``
about a handset's configuration, ``recipes.toml`` how each DNS product wants a change done, ``handover.toml``
what is handed over, ``checks.toml`` what is said of a live check, ``steps.toml`` how far
each step is. A text is named ``table.key``; ``{placeholders}`` take facts.
A language exists where it has such a file and a folder of findings under ``resources/knowledge``. What it
does not translate is said in English.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from wizard.paths import resource

ENGLISH = "en"
_FILE = "words.toml"
_OF_CORE = (
    "plan.toml",
    "files.toml",
    "handset.toml",
    "recipes.toml",
    "handover.toml",
    "checks.toml",
    "steps.toml",
)
"""What is said beside the findings, in the folder of the knowledge base."""


class WordsError(Exception):
    """The shipped words are wrong, or one was asked for that nobody wrote: a defect, found by tests."""


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language. ``language`` is its folder's name, ``name`` what it calls itself."""

    language: str
    name: str
    texts: Mapping[str, str] = field(repr=False)

    def __call__(self, key: str, /, **facts: object) -> str:
        """One text with its facts filled in. Facts are put in as they are: untrusted stays untrusted."""
        try:
            return self.texts[key].format_map(facts)
        except KeyError as missing:
            raise WordsError(f"{key!r} is no text, or came without the fact {missing}") from None

    def count(self, key: str, number: int, /, **facts: object) -> str:
        """A text about a number of things: ``key.one`` or ``key.many``, with the fact ``count``."""
        which = "one" if number == 1 else "many"
        return self(f"{key}.{which}", count=f"{number:,}", **facts)

    def listed(self, parts: list[str] | tuple[str, ...]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        if len(parts) < 2:
            return "".join(parts)
        return self("list.last", before=", ".join(parts[:-1]), last=parts[-1])

    def options(self, table: str) -> dict[str, str]:
        """Every text of a table by its key."""
        start = f"{table}."
        return {key.removeprefix(start): text for key, text in self.texts.items() if key.startswith(start)}


Fact: TypeAlias = "str | int | Said | tuple[str | Said, ...]"
"""What is itself to be said is one, too, and a list: it is put into words as the language lists things."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said, in any language: the key of a text and its facts.

    With a ``count`` there is one text for one thing and another for many; it is the fact ``count`` then.
    ``after`` comes before it, as the fact ``before``.
    """

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    count: int | None = None
    after: Said | None = None

    def in_words(self, words: Words) -> str:
        """The sentence in a language."""
        facts = {name: _told(fact, words) for name, fact in self.facts.items()}
        if self.after is not None:
            facts["before"] = self.after.in_words(words)
        return words(self.key, **facts) if self.count is None else words.count(self.key, self.count, **facts)


def _told(fact: Fact, words: Words) -> str | int:
    if isinstance(fact, tuple):
        return words.listed([str(_told(one, words)) for one in fact])
    return fact.in_words(words) if isinstance(fact, Said) else fact


def languages() -> dict[str, str]:
    """The languages that a document can be written in: folder name to what each calls itself."""
    found = {}
    for path in sorted(resource("templates").glob(f"*/{_FILE}")):
        language = path.parent.name
        if resource("knowledge", language, "findings").is_dir():
            found[language] = words(language).name
    return found


@cache
def words(language: str = ENGLISH) -> Words:
    """The words of a language, read once."""
    texts = _texts(ENGLISH)
    name = texts.pop("name", ENGLISH)
    if language != ENGLISH:
        own = _texts(language)
        name = own.pop("name", language)
        _check(language, own, texts)
        texts |= own
    return Words(language, name, texts)


def _texts(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in _OF_CORE:
        path = resource("knowledge", language, file)
        found |= _read(path) if path.is_file() else {}
    return found | _read(resource("templates", language, _FILE))


def _read(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WordsError(f"{path.parent.name}/{path.name}: {error}") from None
    return dict(_flat(path.parent.name, "", table))


def _flat(where: str, before: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(where, f"{before}{key}.", value)
        elif isinstance(value, str):
            found.append((f"{before}{key}", value))
        else:
            raise WordsError(f"{where}: {before}{key} is no text")
    return found


def _check(language: str, own: Mapping[str, str], english: Mapping[str, str]) -> None:
    """A translation knows the same texts, and needs no fact that English does not get."""
    for key, text in own.items():
        if key not in english:
            raise WordsError(f"{language}: nobody asks for {key!r}")
        if not placeholders(text) <= placeholders(english[key]):
            raise WordsError(f"{language}: {key!r} needs a fact that it does not get")


def placeholders(text: str) -> set[str]:
    """The facts that a text needs."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
