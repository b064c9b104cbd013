"""The outline of a PDF (its "bookmarks"), which Qt does not write: appended to the finished file.

A PDF may be changed by what is appended to it (ISO 32000-1, 7.5.6): new and changed objects, a table of
where they are, and a trailer that points to the table before. Outlines: 12.3.3; destinations: 12.3.2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Place = tuple[int, str, int, float]
"""Level, text, page from 0, and how far from the page's lower edge, in points."""

_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*\Z", re.DOTALL)
_MARGIN = 8.0
"""Points above an entry's text that are shown as well."""


def with_outline(pdf: bytes, places: Sequence[Place], language: str) -> bytes:
    """The file with an outline and its language; as it was where it is not what Qt writes."""
    end = _TRAILER.search(pdf)
    if end is None or not places:
        return pdf
    size, root = _number(rb"/Size (\d+)", end[1]), _number(rb"/Root (\d+) 0 R", end[1])
    catalogue = _object(pdf, root)
    pages = _pages(pdf, _number(rb"/Pages (\d+) 0 R", catalogue))
    if not catalogue or not pages:
        return pdf
    more = f"/Outlines {size} 0 R /PageMode /UseOutlines /Lang {_text(language)} "
    more += "/ViewerPreferences << /DisplayDocTitle true >>"
    objects = {root: catalogue.rstrip()[:-2].rstrip() + f"\n{more}\n>>".encode("ascii")}
    objects |= _outline(places, pages, size)
    return _appended(pdf, objects, end[1], previous=int(end[2]))


def _number(pattern: bytes, text: bytes) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


def _object(pdf: bytes, number: int) -> bytes:
    found = re.search(rb"(?:^|\n)%d 0 obj\s*(<<.*?>>)\s*endobj" % number, pdf, re.DOTALL)
    return found[1] if found else b""


def _pages(pdf: bytes, number: int) -> list[int]:
    kids = re.search(rb"/Kids\s*\[(.*?)\]", _object(pdf, number), re.DOTALL)
    return [int(one) for one in re.findall(rb"(\d+) 0 R", kids[1])] if kids else []


def _outline(places: Sequence[Place], pages: Sequence[int], start: int) -> dict[int, bytes]:
    """The objects of the outline, by number; ``start`` is its root's."""
    levels = [level for level, _, _, _ in places]
    parents = [
        next((before for before in range(place - 1, -1, -1) if levels[before] < levels[place]), -1)
        for place in range(len(levels))
    ]
    objects = {start: _node("/Type /Outlines", -1, parents, start)}
    for place, (_, text, page, height) in enumerate(places):
        siblings = [other for other, parent in enumerate(parents) if parent == parents[place]]
        at = siblings.index(place)
        words = [f"/Title {_text(text)} /Parent {_id(parents[place], start)} 0 R"]
        words.append(f"/Dest [{pages[page]} 0 R /XYZ null {height + _MARGIN:.1f} null]")
        if at:
            words.append(f"/Prev {_id(siblings[at - 1], start)} 0 R")
        if at + 1 < len(siblings):
            words.append(f"/Next {_id(siblings[at + 1], start)} 0 R")
        objects[_id(place, start)] = _node(" ".join(words), place, parents, start)
    return objects


def _node(words: str, place: int, parents: Sequence[int], start: int) -> bytes:
    """An object of the outline; what lies below an entry is closed at first, below the root open."""
    below = [other for other, parent in enumerate(parents) if parent == place]
    if below:
        count = len(below) if place < 0 else -len(below)
        words += f" /First {_id(below[0], start)} 0 R /Last {_id(below[-1], start)} 0 R /Count {count}"
    return f"<< {words} >>".encode("ascii")


def _id(place: int, start: int) -> int:
    """The number of an entry's object; -1 is the root of the outline."""
    return start + 1 + place


def _text(text: str) -> str:
    """A text as PDF takes it: UTF-16 in hexadecimal digits, so that no sign can end it."""
    coded = f"\ufeff{text}".encode("utf-16-be", "replace")
    return f"<{coded.hex().upper()}>"


def _appended(pdf: bytes, objects: dict[int, bytes], trailer: bytes, previous: int) -> bytes:
    parts, places = [pdf.rstrip(b"\n") + b"\n"], {}
    length = len(parts[0])
    for number, content in sorted(objects.items()):
        places[number] = length
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    parts.append(b"xref\n")
    parts += [b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items())]
    kept = re.sub(rb"/(Size|Prev) \d+", b"", trailer).strip()
    size = max(objects) + 1
    parts.append(b"trailer\n<<\n/Size %d\n/Prev %d\n%s\n>>\n" % (size, previous, kept))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % length)
    return b"".join(parts)
