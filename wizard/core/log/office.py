"""The text of documents and tables of Word, Excel, LibreOffice and their like: its lines, whatever they show.

Read without a parser of XML, so that nothing in them is followed, unfolded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from wizard.core.about import told
from wizard.core.log.archive import Archive
from wizard.core.log.origin import Origin
from wizard.core.log.remembered import Remembered
from wizard.core.regular import Refused, refuse_no_file
from wizard.core.trace.signs import unescaped

_MOST = 16 * 1024 * 1024
"""Bytes of all parts, unpacked, and of the texts in them: of a handset's whole log Word makes some MB."""
_MOST_SIGNS = 500_000
"""Tags, and signs that RTF masks: of each line Word makes some 20 to 50, and such a log has 6,000 lines."""
_TEXT_COSTS = 4
"""How many bytes of room one of its text takes, which is read several times."""
_TAG = re.compile(r"<(/?)(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)((?:\s[^<>]*?)?)(/?)>|([^<]+)")
_ATTRIBUTE = re.compile(r"""(?<![A-Za-z-])([A-Za-z-]+)=(?:"([^"]*)"|'([^']*)')""")
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_WORD = re.compile(r"word/document[0-9]*\.xml")
_STRINGS, _OPEN = "xl/sharedStrings.xml", "content.xml"
_MOST_EMPTY = 50
"""Empty cells that stand between others; a table's rest has thousands."""
_DIGITS = 9
_RETURN = "_x000D_"
"""What Excel has for the end of a line beside its own."""

_PARAGRAPHS, _CELLS, _ROWS = {"p", "h"}, {"tc", "table-cell"}, {"tr", "table-row"}
_SIGNS = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "s": " "}
"""As Word and OpenDocument name them."""


def is_read(names: Collection[str]) -> bool:
    """Whether an archive with these entries is a document or a table whose text is read."""
    return _OPEN in names or any(_WORD.fullmatch(name) or _SHEET.fullmatch(name) for name in names)


def office_text(path: str) -> bytes | None:
    """The text of a document, as RTF has it; None of every other archive.

    Raises one of ``READING_FAILS`` where it is damaged or far too long.
    """
    status = refuse_no_file(path)
    return text_within(Origin(path), (status.st_size, status.st_mtime_ns))


def text_within(place: Origin, version: tuple[int, int], data: bytes | None = None) -> bytes | None:
    """The same of a document whose bytes are ``data`` where it lies within a file of this size and time."""
    return _READ.get((place, version), lambda: _text_in(Archive(place, data), place))


_READ: Remembered[bytes | None] = Remembered(_MOST, lambda text: len(text or b""))
"""It is asked for once more for its lines, and of each in a mail whether the mail's text quotes it."""


def _text_in(archive: Archive, place: Origin) -> bytes | None:
    """The text of an open archive, which it closes."""
    try:
        names = [info.filename for info in archive.entries()]
        if not is_read(names):
            return None
        room = _Room(place)
        text = "".join(_text_of(names, lambda name: _part(archive, name, room), room))
        room.take(_TEXT_COSTS * len(text), sum(map(text.count, "\\{}\t\n")))
    finally:
        archive.close()
    masked = re.sub(r"[\\{}]", r"\\\g<0>", text)
    return "{{\\rtf1 {}}}".format(masked.replace("\t", "\\tab ").replace("\n", "\\par\n")).encode(
        "utf-8", "replace"
    )


class _Room:
    """How much more of a document is read: a small file may unpack to any size, and say one text often."""

    def __init__(self, place: Origin) -> None:
        self._place, self._left, self._signs = place, _MOST, _MOST_SIGNS

    @property
    def left(self) -> int:
        """Bytes."""
        return self._left

    def take(self, size: int, signs: int = 0) -> None:
        """Raises :class:`Refused` where there is no room for so many bytes or signs."""
        self._left -= size
        self._signs -= signs
        if self._left < 0 or self._signs < 0:
            raise Refused(told("log-file.large", name=self._place.short, limit=_MOST // 1024**2))


def _part(archive: Archive, name: str, room: _Room) -> str:
    stream, _ = archive.open(name)
    with stream:
        data = stream.read(room.left + 1)
    room.take(len(data), data.count(b"<"))  # Before any is looked at.
    return str(data.decode("utf-8", "replace"))


def _text_of(names: Collection[str], part: Callable[[str], str], room: _Room) -> Iterable[str]:
    if (word := next(filter(_WORD.fullmatch, names), "")) != "":
        yield from _paragraphs(part(word), ("t",))
    elif _OPEN in names:
        yield from _paragraphs(part(_OPEN), ("p", "h"))
    else:
        strings = list(_strings(part(_STRINGS))) if _STRINGS in names else []
        sheets = filter(None, map(_SHEET.fullmatch, names))
        for sheet in sorted(sheets, key=lambda found: int(found[1])):
            yield from _rows(part(sheet[0]), strings, room)


def _paragraphs(xml: str, holders: Collection[str]) -> list[str]:
    """The pieces of a text, which stands within elements of these names; cells have tabs between them."""
    said: list[str] = []
    inside = 0
    for tag in _TAG.finditer(xml):
        end, name, about, closed, text = tag.groups()
        if text is not None:
            if inside:
                said.append(unescaped(text).replace("\n", " "))
            continue
        if name in holders and not closed:
            inside = max(0, inside + (-1 if end else 1))
        if end or closed:
            _end(said, name, about)
        # Word has them beside its texts, and by this name with a place where one begins.
        if closed and name in _SIGNS and (inside or not about.strip()):
            said.append(_SIGNS[name] * _number(about, "c"))
    return said


def _end(said: list[str], name: str, about: str) -> None:
    """What stands behind an element: each cell ends with its last paragraph, a row with its last cell."""
    if name in _PARAGRAPHS:
        said.append("\n")
    elif name in _CELLS:
        if said and said[-1] == "\n":
            said.pop()
        said.append("\t" * _number(about, "number-columns-repeated"))
    elif name in _ROWS:
        while said and said[-1] and not said[-1].strip("\t"):
            said.pop()
        said += ("\n", "")  # What comes last is no paragraph's end, which a cell would take away.


def _number(about: str, name: str) -> int:
    """How often something stands there that has this attribute, 1 where it has none."""
    number = _attributes(about).get(name, "")
    return min(int(number), _MOST_EMPTY) if number.isdecimal() and len(number) < _DIGITS else 1


def _attributes(about: str) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(about)} if about else {}


def _strings(xml: str) -> Iterator[str]:
    """The texts that cells name by their numbers."""
    said: list[str] | None = None
    inside = False
    for tag in _TAG.finditer(xml):
        end, name, _, closed, text = tag.groups()
        if text is not None:
            if inside and said is not None:
                said.append(unescaped(text))
        elif name == "t":
            inside = not (end or closed)
        elif name == "si":
            if end or closed:
                yield "".join(said or ())
            said = None if end or closed else []


def _rows(xml: str, strings: list[str], room: _Room) -> Iterator[str]:
    """The rows of a sheet, a line each; an empty cell is not in the file, but its place is."""
    row: list[str] = []
    kind, value, inside, at = "", "", False, 0
    for tag in _TAG.finditer(xml):
        end, name, about, closed, text = tag.groups()
        if text is not None:
            value += unescaped(text) if inside else ""
        elif name in {"v", "t"}:
            inside = not (end or closed)
        elif name == "c" and not end:
            named = _attributes(about)
            kind, value, at = named.get("t", ""), "", _column(named.get("r", ""), len(row))
        if name == "c" and (end or closed):
            row += [""] * min(at - len(row), _MOST_EMPTY)
            row.append(_cell(kind, value, strings))
            room.take(len(row[-1]))
        elif name == "row" and (end or closed):
            yield "\t".join(row).rstrip("\t") + "\n"
            row = []


def _column(place: str, otherwise: int) -> int:
    """The number of a cell's column, from 0: of C7 it is 2."""
    letters = place.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and len(letters) < _DIGITS):
        return otherwise
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _cell(kind: str, value: str, strings: list[str]) -> str:
    if kind == "s":
        at = int(value) if value.isdecimal() and len(value) < _DIGITS else len(strings)
        value = strings[at] if at < len(strings) else ""
    return value.replace(_RETURN, "").replace("\r", "").replace("\t", " ").rstrip("\n")
