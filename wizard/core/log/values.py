"""Lines of JSON, and of ``name="value"``, that hold a handset's lines: log servers export them so."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from wizard.core.log.bare import message_in
from wizard.core.log.columns import MODULES
from wizard.core.log.line import MAX_PARSED, parse

STRUCTURE = re.compile(r"\s*(?:[\[\]{}\"]|[A-Za-z_@][\w.@]*=)")
"""With which lines of values begin, and no handset's line."""
_VALUE = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|\\?\Z)')
"""Also one whose end is missing: else each of its own quotation marks would be looked behind once more."""
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of signs, which no text has. The others stand for bytes that are no UTF-8."""
_PAIR = re.compile(r'"([A-Za-z@_]{1,32})"\s*:\s*(?:"((?:[^"\\]|\\.)*+)"|([0-9*.]{1,20}))')
_NAMES = {
    "time": "time",
    "timestamp": "time",
    "module": "module",
    "level": "level",
    "lvl": "level",
    "missed": "missed",
    "message": "message",
    "msg": "message",
}
_LEAST_BARS = 4
_OF_ONE = 3
"""An object may have its line so often, the others cut. What has more of them is a whole document."""


def held_line(line: str) -> str:
    """The handset's line, or lines, that a line holds; itself if it holds none."""
    body = line.rstrip("\r")
    if body.count('"') < 2 or (not STRUCTURE.match(body) and parse(0, body[:MAX_PARSED]).time):
        return line  # Of a line in another's value, a MAC address may tell where the time begins.
    values = [unescaped(value).rstrip("\r\n") for value in _VALUE.findall(body)]
    said = [value for value in values if value.count("|") >= _LEAST_BARS and _is_formed(value)]
    if not said:
        return _of_pairs(body) or next(filter(message_in, values), line)
    is_object = body.lstrip().startswith("{") and not any("\n" in value for value in said)
    if is_object and len(said) <= _OF_ONE:
        return max(said, key=len)
    return "\n".join(_once(said))


def _once(said: Sequence[str]) -> list[str]:
    """The lines of a whole document, of which each may be there twice."""
    pairs = list(zip(said[::2], said[1::2], strict=False))
    if len(said) % 2 or not all(one.startswith(other) or other.startswith(one) for one, other in pairs):
        return list(said)
    return [max(pair, key=len) for pair in pairs]


def _is_formed(value: str) -> bool:
    return any(parse(0, one[:MAX_PARSED]).has_form for one in value.split("\n", 8))


def _of_pairs(body: str) -> str:
    """The line whose fields an object has by their names; empty if it has not."""
    pairs = ((name.lower(), unescaped(text) or number) for name, text, number in _PAIR.findall(body))
    fields = {_NAMES[name]: value for name, value in pairs if name in _NAMES}
    if not {"module", "level", "message"} <= fields.keys():
        return ""
    time = fields.get("time", "")
    made = f"{time}|{fields['module']}|{fields['level']}|{fields.get('missed', '')}|{fields['message']}"
    line = parse(0, made)
    return made if line.module in MODULES else ""


def unescaped(value: str) -> str:
    """A text without the backslashes of JSON, as far as they are such."""
    if "\\" not in value:
        return value
    try:
        return _HALVES.sub("\ufffd", str(json.loads(f'"{value}"', strict=False)))
    except ValueError:
        return value.replace('\\"', '"')
