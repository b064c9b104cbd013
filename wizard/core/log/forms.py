"""Logs as other programs made them: a mail, a web page, a table, JSON, all lines in one.

They are looked for only where a log does not begin as a handset's own does, and one is taken only where more
of the handset's lines and messages can be read in it than without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wizard.core.log.bare import is_telling
from wizard.core.log.columns import columns
from wizard.core.log.documents import PAGE, is_mail, mail, page, quoted_printable, rich_text, unescaped
from wizard.core.log.encoded import encoded, packets
from wizard.core.log.form import Form, Kind, by_line
from wizard.core.log.line import MAX_PARSED, parse
from wizard.core.log.literals import literals
from wizard.core.log.newest import oldest_first
from wizard.core.log.one_line import (
    TIMED,
    broken_messages,
    continued,
    framed,
    line_ends,
    messages,
    one_line,
    tails,
)
from wizard.core.log.values import STRUCTURE, held_line
from wizard.core.trace import grammar
from wizard.core.trace.signs import UNSEEN

Worth = tuple[int, int, int, int]

_TELLING = re.compile("LookupForList|DNS lookup|DNS cache|dnsSrv2A")
"""What handsets write, and hardly anybody else."""
_CLOSED = {"'": "'", '"': '"', "`": "`", "[": "]", "(": ")", "{": "}", "\u201c": "\u201d", "\u2018": "\u2019"}
_DOUBLED = re.compile(r"(?<=\S)''|''(?=\S)")
"""As a data base has them. What stands between blanks is an empty value."""
_IN_QUOTES = re.compile(rf'[,;]"[^"|\n]{{0,60}}{TIMED.pattern}')
"""A line in one of a table's columns."""
_BEFORE = 140
"""Characters before a line's time that are kept: they may tell whose it is."""


def forms_in(sample: bytes) -> list[Form]:
    """How a log that begins so is read, one form after the other; none if it is as the handset wrote it."""
    text = text_in(sample)
    if is_mail(text):  # Where in it the log lies, what was looked at need not tell.
        return [Form("mail", mail, whole=True)]
    found, read, worth = _found(text)
    if _TELLING.search(text) and not (worth or _worth(text))[0]:
        found, read = _behind_another(text) or (found, read)
    turn = oldest_first(read)
    return found if turn is None else [*found, Form("newest-first", turn, whole=True)]


def _found(text: str, worth: Worth | None = None) -> tuple[list[Form], str, Worth | None]:
    """The forms of a text, each of which makes it worth more; what they make of it, and its worth.

    That is ``worth`` before, if it is known, and None if nobody needed to know it.
    """
    found: list[Form] = []
    for look in _LOOKS:
        form = look(text)
        if form is None or (read := form.read(text)) == text:
            continue
        worth = worth or _worth(text)
        is_worth = _worth(read)
        # That of a document shows at its beginning alone; signs that nobody sees may stand in names alone,
        # and behind lines that went on stands something else; of a table's rows a few alone may be in quotes.
        is_sure = form.name == Kind.DOCUMENT or look in {_unseen, continued}
        is_sure = is_sure or (look is _columns and _IN_QUOTES.search(text) is not None)
        if is_worth > worth or (is_sure and is_worth == worth):
            text, worth = read, is_worth
            found.append(form)
    return found, text, worth


def _behind_another(text: str) -> tuple[list[Form], str] | None:
    """Two forms of a text that are nothing without each other, as of a table that Markdown masks."""
    best: tuple[Worth, list[Form], str] = ((0, 0, 0, 0), [], text)
    for first in filter(None, (look(text) for look in _LOOKS)):
        found, read, worth = _found(first.read(text), best[0])
        if found and worth is not None and worth[0] > best[0][0]:
            best = worth, [first, *found], read
    return best[1:] if best[1] else None


def text_in(data: bytes) -> str:
    """The text of bytes without NULs; what is no UTF-8 comes back from :func:`bytes_of` as it was."""
    return data.replace(b"\0", b"").decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """The bytes of a text that :func:`text_in` gave."""
    return text.encode("utf-8", "surrogateescape")


def _worth(text: str) -> Worth:
    """What of the handset's can be read: messages in its lines, these lines, their times, messages alone."""
    events = lines = timed = messages = 0
    for raw in re.split("[\r\n]+", text):
        if len(raw) > MAX_PARSED:
            continue
        line = parse(0, raw)
        if line.has_form:
            lines += 1
            timed += bool(line.time)
            events += grammar.read(line.module, line.message) is not None
        else:
            messages += is_telling(raw)
    return events, lines, timed, messages


# One look each ---------------------------------------------------------------------------------


def _page(text: str) -> Form | None:
    return Form("page", page, whole=True) if len(PAGE.findall(text)) > 1 else None


def _rich_text(text: str) -> Form | None:
    return Form("document", rich_text, whole=True) if text.startswith("{\\rtf") else None


def _quoted_printable(text: str) -> Form | None:
    return Form("mail", quoted_printable, whole=True) if "=\n" in text or "=\r\n" in text else None


_COLOURS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])|[\x0e\x0f]")
# The last ones are bytes of old code pages.
_BARS = str.maketrans("\uff5c\u2502\xa6\u2223\u01c0\udca6\udcb3", "|||||||")
_MASKED = re.compile(r"\\([|_*\[\]()~`>#+=.!-])")
_PADDED = re.compile("\\|[ \t]*[A-Za-z][A-Za-z0-9_]{0,7} *(\xa0|\udca0)[ \xa0\udca0]*\\|")
_BLANKS = dict.fromkeys((*range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_STRANGE = re.compile(
    f"[\xa0\udca0\x1b{''.join(map(chr, _BARS))}]|{UNSEEN.pattern}|\\\\\\||#011|[{''.join(map(chr, _BLANKS))}]"
)


_PARTS = re.compile("[\xad\u200b-\u200d\u2060\ufeff]")
"""Signs between which a line may be broken. What turns the direction of text is shown as what it is."""


def _unseen(text: str) -> Form | None:
    return Form("", lambda lines: _PARTS.sub("", lines)) if _PARTS.search(text) else None


def _signs(text: str) -> Form | None:
    """What colours a terminal, bars of another kind, and what Markdown masks."""
    return Form("", _with_signs) if _STRANGE.search(text) else None


def _with_signs(text: str) -> str:
    text = UNSEEN.sub("", _COLOURS.sub("", text)).translate({**_BARS, **_BLANKS}).replace("#011", "\t")
    if (padded := _PADDED.search(text)) is not None:
        text = text.replace(padded[1], " ")
    return _MASKED.sub(r"\1", text) if "\\|" in text else text


def _entities(text: str) -> Form | None:
    return Form("", unescaped) if "&" in text else None


_MOST = 0.8


def _values(text: str) -> Form | None:
    lines = [line for line in text.split("\n") if line.strip()]
    if sum(map(bool, map(STRUCTURE.match, lines))) < _MOST * len(lines):
        return None
    return Form("values", by_line(held_line)) if _is_of_most(held_line, lines) else None


def _is_of_most(read: Callable[[str], str], lines: Sequence[str]) -> bool:
    """Whether more lines are read otherwise than have a time as they are."""
    same = [line for line in lines if read(line) == line]
    plain = sum(bool(parse(0, line).time) for line in same if "|" in line and len(line) <= MAX_PARSED)
    return len(lines) - len(same) > plain


def _columns(text: str) -> Form | None:
    read = columns(text)
    return Form("table", by_line(read)) if read is not None else None


def _heads(text: str) -> Form | None:
    lines = text.split("\n") if "|" in text else []
    return Form("", by_line(_behind_head)) if _is_of_most(_behind_head, lines) else None


def _behind_head(line: str) -> str:
    """A line before whose time stands too much, or a bar: as of a drawn table, or a syslog server."""
    body = line.rstrip("\r")[: 2 * MAX_PARSED]
    if "|" not in body or parse(0, body).time:
        return line
    inner = body.strip(" \t|")
    if body.lstrip(" \t").startswith("|") and parse(0, inner).time:
        return inner
    found = TIMED.search(body)
    if found is None or not found.start():
        return line
    before, rest = body[: found.start()], line[found.start() :]
    return f"{before.replace('|', ' ')[:_BEFORE].rstrip()} {_within(before[-1], rest)}"


def _within(opened: str, rest: str) -> str:
    """What stands between marks or brackets: as a program has a text."""
    close = _CLOSED.get(opened, "")
    at = rest.rfind(close) if close else -1
    if at < 0 or rest[at + 1 :].strip(" \t\r,;)]}"):
        return rest
    return _DOUBLED.sub(opened, rest[:at]) if opened == "'" else rest[:at].replace(opened * 2, opened)


_LOOKS: tuple[Callable[[str], Form | None], ...] = (
    encoded,
    packets,
    _page,
    _rich_text,
    _quoted_printable,
    _unseen,
    _signs,
    _columns,
    literals,
    _values,
    _entities,
    continued,
    framed,
    line_ends,
    _heads,
    tails,
    one_line,
    tails,  # What stood between them.
    broken_messages,
    messages,
)
