"""Repairs a configuration file: only what is wrong changes, everything else stays byte for byte."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wizard.core.about import name_of, told
from wizard.core.finding import Finding
from wizard.core.handset.config_file import ConfigFile, rewritten
from wizard.core.handset.config_xml import Setting
from wizard.core.handset.elements import misspelled_tags
from wizard.core.handset.masking import shown_text, shown_value
from wizard.core.handset.parameters import meant
from wizard.core.regular import Refused, is_folder, read_file
from wizard.core.saving import write_atomically

_EXTRA = {"config.address-list", "config.ignored-fault"}
"""Several servers where one is to stand: its repair empties those that are too many."""
_EMPTIES = {"several-entries", "one-too-many"}
MISSPELLED = "config.parameter-misspelled"

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})
_SPACE_BEFORE = re.compile(r"[ \t\r\n]+$")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change. ``why`` is the code of the finding that it mends.

    ``old`` and ``new`` are what the parameter's name or value was and becomes, for the screen; for
    a parameter that is added ``old`` is empty, for the name of an element they are its tag. ``start``
    and ``end`` are offsets into the old text, ``text`` is what goes there.
    """

    parameter: str
    old: str
    new: str
    why: str
    line: int
    column: int
    start: int
    end: int
    text: str

    @property
    def before(self) -> str:
        """What stands there, for the screen: a name, a tag, or ``name="value"``; empty for what is added."""
        if self.why == MISSPELLED:
            return self.old
        is_added = self.text.lstrip().startswith(f"{self.parameter}=")
        return "" if is_added else f'{self.parameter}="{self.old}"'

    @property
    def after(self) -> str:
        """What will stand there."""
        return self.new if self.why == MISSPELLED else f'{self.parameter}="{self.new}"'


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that is left as it is, and one sentence about why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A file and its repair. ``text`` is the whole repaired text."""

    file: ConfigFile
    text: str
    edits: tuple[Edit, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes of the repaired file: same encoding, byte order mark and line ends."""
        return self.file.text.encode(self.text)

    @property
    def repaired(self) -> ConfigFile:
        """The repaired file, read."""
        return rewritten(self.file, self.text)

    def diff(self) -> str:
        """A unified diff to look at, with secrets hidden; empty if nothing changes."""
        if not self.edits:
            return ""
        old, new = (_LINE.findall(shown_text(file)) for file in (self.file, self.repaired))
        lines = difflib.unified_diff(old, new, self.file.name, f"{self.file.name} (repaired)", n=2)
        return "".join(line.rstrip("\r\n") + "\n" for line in lines)


def repair(file: ConfigFile, findings: Iterable[Finding]) -> Repair:
    """Mends what the findings of :func:`~wizard.core.handset.lint.lint` say about this file.

    Repairing the outcome again changes nothing.
    """
    edits: dict[tuple[int, int], Edit] = {}
    left: list[Left] = []
    places = _places(file)
    # Emptying a server that is one too many comes before correcting its address.
    for finding in sorted(findings, key=lambda one: one.variant not in _EMPTIES):
        here = [seen for seen in finding.evidence if seen.source == file.path]
        settings = [places[seen.line, seen.column] for seen in here if (seen.line, seen.column) in places]
        if here and file.fault is not None:
            left.append(Left(finding, told("config-file.by-hand")))
        elif settings and "left" in finding.facts:
            left.append(Left(finding, finding.facts["left"]))
        elif settings and "repair" in finding.facts:
            for edit in _edits(file, finding, settings):
                edits.setdefault((edit.start, edit.end), edit)
    for edit in _of_elements(file, edits.values()):
        edits[edit.start, edit.end] = edit
    ordered = tuple(edits[span] for span in sorted(edits))
    emptied = {
        edit.parameter.removesuffix("address") for edit in ordered if edit.why in _EXTRA and not edit.new
    }
    rest = tuple(one for one in left if not _is_gone(one.finding, emptied))
    return Repair(file, _applied(file.text.text, ordered), ordered, rest)


def _is_gone(finding: Finding, emptied: set[str]) -> bool:
    """Whether a finding is about a server that the repair takes out: nothing is left to decide there."""
    return any(finding.subject.startswith(prefix) for prefix in emptied)


def _places(file: ConfigFile) -> dict[tuple[int, int], Setting]:
    """Every setting by the places that a finding may name: its name's and its value's."""
    found = {(setting.line, setting.column): setting for setting in file.settings}
    return found | {(setting.value_line, setting.value_column): setting for setting in file.settings}


def _edits(file: ConfigFile, finding: Finding, settings: list[Setting]) -> Iterator[Edit]:
    new = finding.facts["repair"]
    if finding.code == MISSPELLED:
        for one in settings:
            end = one.start + len(one.name)
            right = _right_name(one)
            yield Edit(one.name, one.name, right, finding.code, one.line, one.column, one.start, end, right)
    elif "missing" in finding.facts:
        yield _addition(file.text.text, finding, settings[0], new)
    else:
        text = new.translate(_ESCAPED)
        for one in settings:
            name = _right_name(one)
            if name != finding.facts.get("keep"):
                place = one.value_line, one.value_column, one.value_start, one.value_end, text
                yield Edit(name, shown_value(name, one.value), new, finding.code, *place)


def _of_elements(file: ConfigFile, edits: Iterable[Edit]) -> list[Edit]:
    """The same mistake in the names of elements. It harms nothing, but whoever searches for it finds it."""
    renamed = [(edit.old, edit.new) for edit in edits if edit.why == MISSPELLED]
    return [
        Edit(
            tag.name,
            tag.shown,
            tag.meant,
            MISSPELLED,
            tag.line,
            tag.column,
            tag.start,
            tag.start + len(tag.name),
            tag.right,
        )
        for tag in misspelled_tags(file.text.text, renamed)
    ]


def _right_name(setting: Setting) -> str:
    right = meant(setting.name)
    return right.name if right is not None else setting.name


def _addition(text: str, finding: Finding, beside: Setting, new: str) -> Edit:
    """A parameter that is missing, written after another one in the same manner."""
    space = _SPACE_BEFORE.search(text, max(beside.start - 200, 0), beside.start)
    at = beside.value_end + 1
    quote = text[beside.value_end]
    name = finding.facts["parameter"]
    added = f"{space.group() if space else ' '}{name}={quote}{new}{quote}"
    return Edit(name, "", new, finding.code, beside.line, beside.column, at, at, added)


def _applied(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of saving: where it went and what was kept of the file that was there before.

    ``problem`` is one sentence if nothing was written.
    """

    path: Path
    kept: Path | None = None
    problem: str = ""


def save_repaired(made: Repair, out: Path) -> Saved:
    """Writes the repaired file to ``out``, or under its own name if ``out`` is a folder.

    Whatever file is there already, the original too, is kept beside it as ``<name>.orig``.
    """
    target = out / made.file.name if is_folder(out) else out
    if made.file.masked:
        return Saved(target, problem=masked_sentence(made.file.name))
    try:
        there = read_file(target) if target.exists() else None
        is_input = there is not None and Path(made.file.path).exists() and target.samefile(made.file.path)
    except Refused:
        return Saved(target, problem=told("config-file.no-target", name=target))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Saved(
            target, problem=told("config-file.target-unreadable", name=name_of(target), reason=reason)
        )
    if there == made.data:
        return Saved(target)
    if is_input and there != made.file.data:
        return Saved(target, problem=told("config-file.changed", name=name_of(target)))
    kept = None
    if there is not None:
        kept = _free_name(target)
        problem = write_atomically(kept, there)
        if problem:
            return Saved(target, problem=problem)
    return Saved(target, kept, write_atomically(target, made.data))


def masked_sentence(name: str) -> str:
    """Why a file that comes from a saved case cannot be saved."""
    return told("config-file.masked", name=name)


def _free_name(target: Path) -> Path:
    names = (target.with_name(f"{target.name}.orig{number or ''}") for number in (0, *range(2, 1_000_000)))
    return next(name for name in names if not name.exists())
