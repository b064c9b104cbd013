"""Lines that stand one behind another in one line, and what stands behind each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial, reduce
from itertools import pairwise

from wizard.core.log.bare import message_of
from wizard.core.log.columns import MODULES
from wizard.core.log.form import Form, Kind, by_line
from wizard.core.log.line import MAX_PARSED, parse
from wizard.core.log.wrapped import unquoted
from wizard.core.trace.grammar import RULES

_FIELDS = r"\|[ \t]*[A-Za-z]\w{0,7}[ \t]*\|[ \t]*[0-6*][ \t]*\|[ \t]*[0-9A-Fa-f]{0,4}[ \t]*\|"
_KNOWN = "|".join(MODULES)
TIMED = re.compile(rf"(?:[0-9]{{10}}(?:\.[0-9]{{1,3}})?|(?<![0-9])[0-9]{{6}}\.[0-9]{{1,3}}){_FIELDS}")
_SENT = re.compile(rf"<[0-9]{{1,3}}>[^|<>\n]{{0,100}}?{TIMED.pattern}")
"""The same behind what a syslog server is sent before it."""
_FRAME = re.compile("[0-9]{1,5} <[0-9]{1,3}>")
_FRAME_HEAD = re.compile(rb"([0-9]{1,5}) (?=<[0-9]{1,3}>)")
_GOES_ON = re.compile(r"\\\r?\n")
_PRINTED = re.compile(
    r"(?<!\S)(?:-\s)?(?P<number>[0-9]{1,5})\s\|[a-z][a-z0-9]{1,7}\s*\|[0-6*]\|[0-9\s]{0,2}\|"
)
_UNTIMED = re.compile(rf"(?<!\S)(?:{_KNOWN}) *\|[0-6*]\|[0-9 ]{{0,2}}\|")
_MESSAGE = re.compile(
    "|".join(
        rf"\b{re.escape(begins)}(?![a-z])"
        for begins in sorted({rule.template.partition("{")[0].rstrip(" '") for rule in RULES}, reverse=True)
    )
)
"""How messages begin."""
_HEAD = re.compile(r"(?:[0-9]{10}|[0-9]{6}\.[0-9]{1,3})\||\|[ \t]*[0-6*][ \t]*\|")
"""What stands before messages that are not alone, also where it was broken."""
_BETWEEN = " \t\r;,/|\u2022\u00b7-"
"""What may stand between them."""
_PIECES = 3
"""A message holds what others begin with, no more than so many together."""
_CITED, _DENSE, _MANY = 2, 6, 50
"""So many lines within another may be cited there. A line has fewer bars than this, two of them as many.

With more lines than the last number it does not matter that one is left out."""

_ENDS = re.compile("[\u2028\u2029\x0b\x0c\x85]|(?:\\\\r)?\\\\n|(?:#015)?#012")


def line_ends(text: str) -> Form | None:
    """Ends of lines of word processors, or as a program's text has them."""
    return Form("one-line", lambda lines: _ENDS.sub("\n", lines)) if _ENDS.search(text) else None


def framed(text: str) -> Form | None:
    """Syslog over TCP with the length of each message before it (RFC 6587, 3.4.1)."""
    if not _FRAME.match(text):
        return None
    *frames, _cut = _frames(text) or [""]
    return Form(Kind.ONE_LINE, _unframed, whole=True) if len(frames) > _CITED else None


def _unframed(text: str) -> str:
    return "\n".join(_frames(text))


def _frames(text: str) -> list[str]:
    """Each message, and what is behind the last whole one."""
    data, at = text.encode("utf-8", "surrogateescape"), 0
    found: list[bytes] = []
    while (head := _FRAME_HEAD.match(data, at)) is not None and head.end() + int(head[1]) <= len(data):
        at = head.end() + int(head[1])
        found.append(data[head.end() : at].rstrip(b"\r\n"))
    return [one.decode("utf-8", "surrogateescape") for one in (*found, data[at:])]


def continued(text: str) -> Form | None:
    """Lines that go on behind a backslash at their end, as shells and sed show them."""
    return Form("", lambda lines: _GOES_ON.sub("", lines), whole=True) if _GOES_ON.search(text) else None


def tails(text: str) -> Form | None:
    """What stands at the end of every line is nobody's word."""
    lines = text.split("\n")
    whole = lines[:-1] if len(lines) > _MANY else lines  # The last one that is looked at may be cut.
    bodies = [line.rstrip() for line in whole if "|" in line and parse(0, line[:MAX_PARSED]).has_form]
    if len(bodies) > _CITED + 2:  # The last of several in one line has no such end, wherever it stands now.
        bodies = bodies[1:-1]
    tail = reduce(_common_tail, bodies) if len(bodies) > _CITED else ""
    return Form("", by_line(lambda line: line.rstrip().removesuffix(tail))) if tail else None


def _common_tail(one: str, other: str) -> str:
    most = min(len(one), len(other))
    same = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    return one[len(one) - same :]


def one_line(text: str) -> Form | None:
    """Lines one behind another, each with its head: line ends were lost."""
    if text.count("|") < _DENSE * (text.count("\n") + 1) and not _PRINTED.search(text):
        return None
    for head in (_SENT, TIMED, _PRINTED, _UNTIMED):
        found = list(head.finditer(text))
        begun = sum(not text[text.rfind("\n", 0, one.start()) + 1 : one.start()].strip() for one in found)
        if len(found) <= _CITED or 2 * begun >= len(found):
            continue
        if head is not _PRINTED:
            return Form("one-line", by_line(partial(_taken_apart, head)))
        numbers = [int(one["number"]) for one in found]
        if all(after == before + 1 for before, after in pairwise(numbers)):
            return Form("one-line", _printed_apart, whole=True)
    return None


def _taken_apart(head: re.Pattern[str], line: str) -> str:
    starts = [0, *(found.start() for found in head.finditer(line)), len(line)]
    *pieces, last = (line[first:behind] for first, behind in pairwise(starts))
    return "\n".join([*(piece.rstrip() for piece in pieces if piece.strip()), last])


def _printed_apart(text: str) -> str:
    """The same of lines with numbers, which may have been broken anywhere."""
    return _taken_apart(_PRINTED, text.replace("\r", "").replace("\n", " "))


def messages(text: str) -> Form | None:
    """Messages alone, several in a line."""
    read = by_line(_messages_apart)
    return Form("one-line", read) if len(_begun(text)) > _CITED and _are_most(read(text)) else None


def broken_messages(text: str) -> Form | None:
    """The same that were broken anywhere: most of them begin within a line."""
    found = _begun(text)
    within = sum(bool(unquoted(text[text.rfind("\n", 0, at) + 1 : at])) for at in found)
    if len(found) <= _CITED or 2 * within < len(found):
        return None
    if not _are_most(_messages_apart(_as_one(text))):
        return None
    return Form("one-line", lambda lines: _messages_apart(_as_one(lines)), whole=True)


def _are_most(text: str) -> bool:
    """Whether from the first message to the last one there is little else: programs and manuals cite them."""
    lines = text.split("\n")
    said = [place for place, line in enumerate(lines) if message_of(line) is not None]
    if len(said) <= _CITED:
        return False
    signs = sum(len(lines[place]) for place in said)
    return 2 * signs > sum(map(len, lines[said[0] : said[-1] + 1]))


def _begun(text: str) -> list[int]:
    """Where messages begin that stand alone."""
    return [] if _HEAD.search(text) else [found.start() for found in _MESSAGE.finditer(text)]


def _as_one(text: str) -> str:
    return " ".join(map(unquoted, text.split("\n")))


def _messages_apart(line: str) -> str:
    starts = [found.start() for found in _MESSAGE.finditer(line)]
    if len(starts) < _CITED:
        return line
    return "\n".join(
        filter(None, (line[: starts[0]].strip(_BETWEEN), *_messages_in(line, [*starts, len(line)])))
    )


def _messages_in(line: str, starts: list[int]) -> Iterator[str]:
    at = 0
    while at < len(starts) - 1:
        behind = starts[at + 1 : at + 1 + _PIECES]
        pieces = [line[starts[at] : end].strip(_BETWEEN) for end in behind]
        whole = next((number for number, piece in enumerate(pieces) if message_of(piece) is not None), 0)
        yield pieces[whole]
        at += whole + 1
