"""The XML of a configuration file: every attribute with the exact place where it stands.

Expat decides what is well-formed and what a value is. It tells where a tag begins, not where its
attributes do; inside a tag that expat has accepted, a scan from quote to quote finds them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from xml.parsers import expat

from wizard.core.about import sentence_of, told

MAX_SETTINGS = 100_000
MAX_DEPTH = 200
"""A handset knows a few thousand parameters, in elements a few levels deep."""

_ATTRIBUTE = re.compile(r"""[ \t\r\n]+([^ \t\r\n=/>"'<]+)[ \t\r\n]*=[ \t\r\n]*(["'])""")
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Setting:
    """One attribute. Lines and columns count from 1, in characters; the offsets are into the text.

    ``start`` is where the name begins, ``value_start`` and ``value_end`` enclose what stands
    between the quotes, as written; ``value`` is what XML makes of it.
    """

    name: str
    value: str = field(repr=False)
    element: str
    line: int
    column: int
    value_line: int
    value_column: int
    start: int
    value_start: int
    value_end: int


@dataclass(frozen=True, slots=True)
class Broken:
    """Where expat gave up. ``code`` is expat's, ``open`` the elements that were open there."""

    offset: int
    code: int
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Xml:
    """What was read. ``problem`` is a sentence if the document was refused."""

    settings: tuple[Setting, ...] = ()
    root: str = ""
    broken: Broken | None = None
    problem: str = ""


class Lines:
    """Offsets into a text as lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _RefusedError(Exception):
    """Stops expat from inside a handler; its text is the sentence for the user."""


def read_xml(text: str) -> Xml:
    """Reads a document; never raises. A document with a DTD is refused before it can do anything."""
    reader = _Reader(text)
    try:
        reader.run()
    except _RefusedError as refused:
        return Xml(problem=sentence_of(refused))
    except expat.ExpatError as error:
        offset = reader.offset(max(reader.parser.ErrorByteIndex, 0))
        broken = Broken(min(offset, len(text)), error.code, tuple(reader.open))
        return Xml(tuple(reader.settings), reader.root, broken)
    return Xml(tuple(reader.settings), reader.root)


@dataclass
class _Reader:
    text: str
    settings: list[Setting] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    root: str = ""

    def __post_init__(self) -> None:
        self.data = self.text.encode("utf-8")
        self.lines = Lines(self.text)
        self.known = (0, 0)
        # The encoding given here outranks the one declared: the text has been decoded already.
        self.parser = expat.ParserCreate("utf-8")
        self.parser.ordered_attributes = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end

    def run(self) -> None:
        self.parser.Parse(self.data, True)

    def offset(self, index: int) -> int:
        """The character at a byte; bytes come in rising order, so each is looked at once."""
        byte, character = self.known
        if index < byte:
            byte, character = 0, 0
        character += len(self.data[byte:index].decode("utf-8", "ignore"))
        self.known = (index, character)
        return character

    def doctype(self, *_declaration: object) -> None:
        raise _RefusedError(told("config-file.doctype"))

    def begin(self, element: str, attributes: list[str]) -> None:
        self.open.append(element)
        if len(self.open) > MAX_DEPTH:
            raise _RefusedError(told("config-file.deep", most=MAX_DEPTH))
        self.root = self.root or element
        if not attributes:
            return
        if len(self.settings) + len(attributes) // 2 > MAX_SETTINGS:
            raise _RefusedError(told("config-file.many", most=f"{MAX_SETTINGS:,}"))
        at = self.offset(self.parser.CurrentByteIndex) + 1 + len(element)
        for name, value in zip(attributes[::2], attributes[1::2], strict=True):
            match = _ATTRIBUTE.match(self.text, at)
            assert match is not None
            assert match.group(1) == name
            closing = self.text.index(match.group(2), match.end())
            line, column = self.lines.place(match.start(1))
            value_line, value_column = self.lines.place(match.end())
            self.settings.append(
                Setting(
                    name,
                    value,
                    element,
                    line,
                    column,
                    value_line,
                    value_column,
                    match.start(1),
                    match.end(),
                    closing,
                )
            )
            at = closing + 1

    def end(self, _element: str) -> None:
        self.open.pop()
