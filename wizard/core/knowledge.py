"""The knowledge base: what each finding and each log line means, in the user's language.

``resources/knowledge/<language>/findings/*.toml`` hold one table a finding code::

    ["srv.missing"]
    severity = "critical"
    seen = ["log", "dns"]            # the kinds of evidence that can show it
    basis = "vendor"                 # who says so: see Basis
    source = "CS-14-17, Step 1; RFC 2782"
    facts = ["owner", "name"]        # the only placeholders that the texts may use
    title = "No SRV record at {owner}"
    title-of-many = "…"              # in its place where the fact "user" names several; may be left out
    why = "…"
    fix = ["…", "…"]                 # what to do, the same for every DNS product

    ["srv.missing".variants.one-host]  # the same fault with another consequence
    severity = "error"
    why = "…"

``lines.toml`` holds one table a grammar rule, with the samples that prove it.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from wizard.core.finding import EvidenceKind, Finding, Severity
from wizard.core.words import Words

LANGUAGES = ("en",)


class Basis(StrEnum):
    """Who says so; shown to the user, never blurred."""

    VENDOR = "vendor"
    STANDARD = "standard"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


def stands_on(basis: Basis, source: str, words: Words) -> str:
    """Who says so, and where: ``Vendor: CS-14-17, Step 1``. In the window and in documents alike."""
    said = words(f"basis.{basis.value}")
    return words("basis.source", basis=said, source=source) if source else said


class KnowledgeError(Exception):
    """The shipped knowledge is wrong: a defect of the product, found by its tests."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a finding code means. Texts hold ``{fact}`` placeholders.

    ``seen`` are the kinds of evidence that can show it: a log, DNS answers, a configuration, SIP.
    ``of_many`` is the title where the fact ``user`` names several, empty where it is the same.
    """

    code: str
    severity: Severity
    seen: tuple[EvidenceKind, ...]
    basis: Basis
    source: str
    title: str
    why: str
    fix: tuple[str, ...]
    facts: tuple[str, ...]
    of_many: str = ""
    variants: Mapping[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineEntry:
    """What one form of log line means. ``failure`` marks lines that tell of a failure."""

    id: str
    title: str
    explains: str
    section: str
    basis: Basis
    failure: bool
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding put into words."""

    finding: Finding
    severity: Severity
    title: str
    why: str
    fix: tuple[str, ...]
    source: str
    basis: Basis

    @property
    def unstopped(self) -> str:
        """The title, to set a full stop behind: a domain name at its end may have one already."""
        return self.title.removesuffix(".")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All entries of one language."""

    entries: Mapping[str, Entry]
    lines: Mapping[str, LineEntry]

    def entry(self, code: str, variant: str = "") -> Entry:
        """The entry of a code and variant; an unknown one is a defect and raises."""
        try:
            found = self.entries[code]
            return found.variants[variant] if variant else found
        except KeyError:
            raise KnowledgeError(f"no knowledge about {code!r}, variant {variant!r}") from None

    def severity(self, finding: Finding) -> Severity:
        """How grave this finding is."""
        return self.entry(finding.code, finding.variant).severity

    def explain(self, finding: Finding) -> Explained:
        """The finding in words. A fact that its texts need and it lacks is a defect and raises."""
        entry = self.entry(finding.code, finding.variant)
        facts = {"subject": finding.subject, **finding.facts}

        def fill(text: str) -> str:
            try:
                return text.format_map(facts)
            except KeyError as missing:
                raise KnowledgeError(f"{finding.code} came without the fact {missing}") from None

        return Explained(
            finding,
            entry.severity,
            fill(entry.of_many if entry.of_many and _LISTED in facts.get("user", "") else entry.title),
            fill(entry.why),
            _steps(finding, tuple(fill(step) for step in entry.fix)),
            entry.source,
            entry.basis,
        )


_LISTED = ", "
"""What parts the users in a fact that names several."""


def _steps(finding: Finding, steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps of the fix, after the fact ``origin``: the sentence about where a value was set.

    With the fact ``clear`` that is all there is to do, but for the last step, the restart.
    """
    if "origin" not in finding.facts:
        return steps
    own = (finding.facts["clear"], *steps[-1:]) if "clear" in finding.facts else steps
    return (finding.facts["origin"], *own)


def load(folder: Path, language: str = "en") -> Knowledge:
    """Reads and checks the knowledge of one language from ``resources/knowledge``."""
    root = folder / language
    entries: dict[str, Entry] = {}
    for path in sorted((root / "findings").glob("*.toml")):
        for code, table in _read(path).items():
            if code in entries:
                raise KnowledgeError(f"{path.name}: {code} is explained twice")
            entries[code] = _entry(f"{path.name}: {code}", code, table)
    lines = {
        id_: _line(f"lines.toml: {id_}", id_, table) for id_, table in _read(root / "lines.toml").items()
    }
    return Knowledge(entries, lines)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from None


_NEEDED = {"severity", "seen", "basis", "source", "facts", "title", "why", "fix"}
_ENTRY_KEYS = {*_NEEDED, "title-of-many"}
_LINE_KEYS = {"title", "explains", "section", "basis", "failure", "samples"}
_LISTS = {"seen", "facts", "fix", "samples"}
_Word = TypeVar("_Word", bound=StrEnum)


def _entry(where: str, code: str, table: Any) -> Entry:
    given = dict(_table(where, table))
    changes_of = _table(f"{where}.variants", given.pop("variants", {}))
    _check(where, given, _ENTRY_KEYS, required=_NEEDED)
    entry = Entry(
        code,
        _word(where, Severity, given["severity"]),
        tuple(_word(where, EvidenceKind, kind) for kind in given["seen"]),
        _word(where, Basis, given["basis"]),
        given["source"],
        given["title"],
        given["why"],
        tuple(given["fix"]),
        tuple(given["facts"]),
        given.get("title-of-many", ""),
    )
    _check_placeholders(where, entry)
    variants: dict[str, Entry] = {}
    for name, changes in changes_of.items():
        inside = f"{where}.{name}"
        _check(inside, _table(inside, changes), _ENTRY_KEYS, required=())
        variants[name] = _entry(inside, code, {**given, **changes})
    return replace(entry, variants=variants)


def _line(where: str, id_: str, table: Any) -> LineEntry:
    _check(where, _table(where, table), _LINE_KEYS, required=_LINE_KEYS - {"failure"})
    if not table["samples"]:
        raise KnowledgeError(f"{where}: no sample proves it")
    return LineEntry(
        id_,
        table["title"],
        table["explains"],
        table["section"],
        _word(where, Basis, table["basis"]),
        table.get("failure", False),
        tuple(table["samples"]),
    )


def _table(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise KnowledgeError(f"{where}: {value!r} is no table")
    return value


def _word(where: str, kind: type[_Word], text: str) -> _Word:
    try:
        return kind(text)
    except ValueError:
        raise KnowledgeError(f"{where}: {text!r} is no {kind.__name__.lower()}") from None


def _check(where: str, table: Mapping[str, Any], known: set[str], required: Iterable[str]) -> None:
    """Keys and the kinds of their values: a text where a list belongs would fall into letters."""
    unknown = sorted(set(table) - known)
    missing = sorted(set(required) - set(table))
    if unknown or missing:
        raise KnowledgeError(f"{where}: unknown {unknown}, missing {missing}")
    for key, value in table.items():
        if key in _LISTS:
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        else:
            fits = isinstance(value, bool if key == "failure" else str)
        if not fits:
            raise KnowledgeError(f"{where}: {value!r} is of the wrong kind for {key}")


def _check_placeholders(where: str, entry: Entry) -> None:
    allowed = {*entry.facts, "subject"}
    for text in (entry.title, entry.of_many, entry.why, *entry.fix):
        try:
            pieces = list(string.Formatter().parse(text))
        except ValueError as error:
            raise KnowledgeError(f"{where}: {error} in {text!r}") from None
        used = {name for _, name, _, _ in pieces if name is not None}
        if not used <= allowed:
            raise KnowledgeError(f"{where}: {sorted(used - allowed)} is no fact of it")
        if any(spec or conversion for _, _, spec, conversion in pieces):
            raise KnowledgeError(f"{where}: a placeholder is a bare name, unlike one in {text!r}")
