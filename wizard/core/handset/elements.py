"""Misspelled names of elements: a handset reads past them, who searches the file for the mistake does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from wizard.core.handset.config_xml import Lines
from wizard.core.handset.parameters import is_prefix

_AFTER_NAME = frozenset(" \t\r\n/>")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag whose element has another name than was meant; ``start`` is the offset of the name."""

    name: str
    right: str
    start: int
    line: int
    column: int
    is_end: bool

    @property
    def shown(self) -> str:
        """The tag without its attributes, for the screen."""
        return self._tag(self.name)

    @property
    def meant(self) -> str:
        """The tag as it is meant."""
        return self._tag(self.right)

    def _tag(self, name: str) -> str:
        return f"</{name}>" if self.is_end else f"<{name}>"


def misspelled_tags(text: str, renamed: Iterable[tuple[str, str]]) -> Iterator[Tag]:
    """The tags of a well-formed text that have the same mistake as parameters in it, in order.

    ``renamed`` are those parameters' names, as written and right. Only an element whose whole name is
    the beginning of such a name counts, word by word, and only where the right one begins a known name.
    """
    right = _beginnings(renamed)
    if not right:
        return
    lines = Lines(text)
    for start, name, is_end in _tags(text, right):
        yield Tag(name, right[name], start, *lines.place(start), is_end)


def _beginnings(renamed: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for wrong, right in renamed:
        written, meant = wrong.split("."), right.split(".")
        if len(written) != len(meant):
            continue  # Which word stands for which is not certain.
        for count in range(1, len(meant)):
            begun, wanted = ".".join(written[:count]), ".".join(meant[:count])
            if begun != wanted and is_prefix(wanted):
                found.setdefault(begun, wanted)
    return found


def _tags(text: str, names: Mapping[str, str]) -> list[tuple[int, str, bool]]:
    """Where the names of these elements stand: character offset, name, whether in the end tag."""
    data = text.encode("utf-8")
    # The encoding given here outranks the one declared: the text has been decoded already.
    parser = expat.ParserCreate("utf-8")
    found: set[tuple[int, str, bool]] = set()

    def begin(name: str, _attributes: object) -> None:
        if name in names:
            found.add((parser.CurrentByteIndex + 1, name, False))

    def end(name: str) -> None:
        at = parser.CurrentByteIndex
        # Of <a/> expat tells where it ends: what follows may be the end tag of the element around it.
        if name in names and data.startswith(b"</", at):
            found.add((at + 2, name, True))

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.Parse(data, True)
    placed = []
    byte = character = 0
    for index, name, is_end in sorted(found):
        character += len(data[byte:index].decode("utf-8"))
        byte = index
        after = character + len(name)
        if text.startswith(name, character) and text[after : after + 1] in _AFTER_NAME:
            placed.append((character, name, is_end))
    return placed
