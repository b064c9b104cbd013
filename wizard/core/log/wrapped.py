"""Lines that a mail program or a terminal broke, put together again where that is certain.

It is certain where the pieces make a message that the grammar knows, and the first of them alone does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wizard.core.log.line import MAX_PARSED, LogLine
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

MOST_PIECES = 3
"""Lines behind the first: a message about a long name, in lines of 70 characters, has no more."""
_LEAST = 8
"""Characters of a message before the break: nobody breaks a line after fewer."""
_QUOTED = re.compile(r"[>\s]*")
_WITHOUT_BLANKS = ("host", "target", "address", "replacement")


def may_go_on(event: ev.Event | None, message: str) -> bool:
    """Whether a line alone says too little, so that what comes after it may be its rest."""
    if isinstance(event, ev.RegistrationFailed):
        return not event.has_code
    if isinstance(event, ev.Answered):  # It ends in a number, of which there may be more.
        return True
    return event is None and len(message.strip()) >= _LEAST


def rejoined(line: LogLine, after: Iterable[LogLine]) -> tuple[ev.Event, str] | None:
    """The event of a line that was broken, and the whole line; None if it was not.

    ``after`` are the lines behind it. A line of the handset's form is never the rest of another.
    """
    texts = [line.raw.rstrip()]
    for rest in _rests(after):
        # Broken between two words, which is what mail programs do, or anywhere.
        texts = [text + between + rest for text in texts for between in (" ", "")]
        for text in texts:
            if len(text) > MAX_PARSED:
                return None
            event = grammar.read(line.module, line.message.rstrip() + text[len(line.raw.rstrip()) :])
            if event is not None and _is_whole(event) and _is_sound(event):
                return event, text
    return None


def _is_whole(event: ev.Event) -> bool:
    return not isinstance(event, ev.RegistrationFailed) or event.has_code


def _rests(after: Iterable[LogLine]) -> Iterator[str]:
    for number, line in enumerate(after, start=1):
        rest = line.raw[_begins(line.raw) :].strip()
        if line.has_form or not rest or number > MOST_PIECES:
            return
        yield rest


def _begins(raw: str) -> int:
    """Where a piece begins behind the signs with which mail programs quote."""
    quoted = _QUOTED.match(raw)
    return quoted.end() if quoted is not None else 0


def _is_sound(event: ev.Event) -> bool:
    """Whether no name has a blank in it: then it was put together the wrong way."""
    said = [getattr(event, field) for field in _WITHOUT_BLANKS if hasattr(event, field)]
    said += event.slots if isinstance(event, ev.Answered) else ()
    return not any(character.isspace() for text in said for character in text)
