"""Lists of texts as programs write them: Python, JavaScript, PHP, PowerShell, a database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.core.log.form import Form, Kind, by_line
from wizard.core.log.line import MAX_PARSED, parse
from wizard.core.log.values import unescaped

_TEXT = re.compile(
    # Its end may be missing: else each quotation mark in it would be looked behind once more.
    r"""(?<![\w"'\\])[bBrRuU]?(?:'((?:[^'\\\r\n]|\\.|'')*+)(?:'|\\?(?=[\r\n]|\Z))"""
    r"""|"((?:[^"\\\r\n]|\\.)*+)(?:"|\\?(?=[\r\n]|\Z)))"""
)
_MASKED = re.compile(r"((?:\\u[0-9A-Fa-f]{4})++)|\\x([0-9A-Fa-f]{2})|\\U([0-9A-Fa-f]{8})|\\(.)")
_LINE = re.compile(
    r"[\r\n]*(?:[^|\r\n]{0,160}(?:[0-9]{10}|[0-9]{6}\.[0-9]{1,3})[ \t]*\||[- \t]*[0-9]{1,5}[ \t]*\|)?"
    r"[ \t]*[A-Za-z]\w{0,7}[ \t]*\|[ \t]*[0-6*][ \t]*\|[ \t]*[0-9A-Fa-f]{0,4}[ \t]*\|"
)
"""A first line, also printed or without its time: a name in a damaged line begins none."""
_MARK = re.compile(r"['\"]")
_BARS = 3
"""A line whose time was cut off has so many."""
_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}
_HIGHEST = 0x10FFFF


def literals(text: str) -> Form | None:
    """Texts between single quotation marks, of which some are lines of a handset's.

    Between double ones only they stand too where these are: of others alone, JSON tells more.
    """
    if "'" not in text or not any(
        found[1] and _said(found) and not _is_own(text, found.start()) for found in _TEXT.finditer(text)
    ):
        return None
    return Form(Kind.VALUES, by_line(_held))


def _is_own(text: str, at: int) -> bool:
    """Whether the line around a place is a handset's own: damaged, it may have another one in its quotes."""
    begin = text.rfind("\n", 0, at) + 1
    before = _MARK.split(text[begin : begin + MAX_PARSED], maxsplit=1)[0]
    return bool(parse(0, before).time)


def _held(line: str) -> str:
    """The lines in the texts of one line; itself if none of them is a line of a handset's."""
    said = "\n".join(_lines(line))
    return said if said and not _is_own(line, 0) else line


def _lines(line: str) -> Iterator[str]:
    return filter(None, map(_said, _TEXT.finditer(line)))


def _said(found: re.Match[str]) -> str:
    """The lines that a text is, empty if it is something else."""
    value = found[1] or found[2] or ""
    if value.count("|") < _BARS:
        return ""
    # As a database and PowerShell have them.
    said = value.replace("''", "'") if found[1] else value
    said = _MASKED.sub(_sign, said) if "\\" in said else said
    if found[0][0] in "bB":
        said = said.encode("latin-1", "ignore").decode("utf-8", "surrogateescape")
    said = said.rstrip("\r\n")
    return said if _LINE.match(said) else ""


def _sign(found: re.Match[str]) -> str:
    """What stands masked."""
    units, byte, letter, other = found.groups()
    if units:  # Two of them may be one letter.
        return unescaped(units)
    if byte or letter:
        number = int(byte or letter, 16)
        return chr(number) if number <= _HIGHEST and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _SIGNS.get(other, other)
