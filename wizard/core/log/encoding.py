"""In which signs a log is written, and how it is read as if it were UTF-8 as the handset writes it."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import BinaryIO

from wizard.core.log.form import Form, Kind
from wizard.core.log.forms import bytes_of, forms_in, text_in
from wizard.core.log.kinds import utf16_of
from wizard.core.log.origin import HEAD

_AT_ONCE, _LONGEST, _MOST_WHOLE = 1024 * 1024, 8 * 1024 * 1024, 64 * 1024 * 1024  # Bytes.
_NO_BREAK = b"\xa0"
_PADDED = re.compile(rb"\|[ \t]*[A-Za-z][A-Za-z0-9_]{0,7} *(\xc2?\xa0)(?: |\xc2?\xa0)*\|")
_MARK = re.compile(rb'^[ \t]*"', re.MULTILINE)
_QUOTED = re.compile(rb'^[ \t]*"([^\r\n]*)"[ \t]*+(?:[,;][ \t]*+)?(?=\r?$)', re.MULTILINE)
_USUAL = re.compile(
    # The first line may be cut; a syslog server, or who answers a mail, writes before each.
    rb"(?:[^\n{<][^\n]*\n)??"
    rb"(?:(?:(?:<\d{1,3}>|[> \t]{1,8})?[^|\n<>\"{},;]{0,120}?(?:[ \t]|[0-9A-Fa-f]{12}\|?))??"
    rb"(?:\d{10}|\d{6}\.\d{3})\|[a-z][a-z0-9]{1,7} *\|[0-6*]\|[0-9A-Fa-f ]{0,4}\|"
    rb"[^\n]*+(?<!=)(?<!=\r)\n){4}"
)
"""Some lines as a handset writes them, none broken as those of a mail are."""
_STRANGE = (b"\x1b", b"\x0b", b"\\n")
"""What colours a line; an end of one as word processors and programs write it."""
_STRANGE_LETTERS = (b"\xe2\x80", b"\xe2\x81", b"\xc2\xad", b"\xef\xbb\xbf")
"""The beginnings of signs that nobody sees, and of other ends of lines."""
_TIME = 10
"""Characters of a time, of any form."""
_BARS = 3
"""Of a line whose time was cut off; others have four."""


def text_of(raw: bytes) -> str:
    """A line as text: UTF-8, or Latin-1 where it is not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def is_recoded(head: bytes, begins: Callable[[], bytes]) -> bool:
    """Whether the bytes of a text with this head are others than those that are read of it.

    ``begins`` is that of :func:`change_of`.
    """
    if utf16_of(head):
        return True
    mark = codecs.BOM_UTF8
    return change_of(head.removeprefix(mark), lambda: begins().removeprefix(mark)) is not None


def encoding_of(head: bytes) -> str:
    """What a text that begins so has and others have not: UTF-16, or the mark of UTF-8; empty if neither."""
    return utf16_of(head) or ("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "")


Step = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Change:
    """What makes whole lines those that the handset wrote, step by step.

    ``form`` is the name of what they were read out of, empty where nobody needs to know. ``whole``: all of it
    is needed at once.
    """

    steps: tuple[Step, ...]
    form: str = ""
    whole: bool = False

    def __call__(self, lines: bytes) -> bytes:
        return reduce(lambda made, step: step(made), self.steps, lines)


def change_of(head: bytes, begins: Callable[[], bytes] | None = None) -> Change | None:
    """What makes the whole lines of a log with this head those that the handset wrote; None if they are.

    ``begins`` gives its first :data:`SAMPLE` bytes, if it has more: of most logs nobody wants to know them.
    """
    if _is_usual(head):
        return _change(head, [])
    return change_by(begins() if begins is not None else head)


def change_by(sample: bytes) -> Change | None:
    """The same of a log that has these lines, wherever they stand in it."""
    return _change(sample, forms_in(sample))


def _change(sample: bytes, forms: Sequence[Form]) -> Change | None:
    steps: list[Step] = []
    if forms:
        steps.append(
            lambda lines: bytes_of(reduce(lambda text, form: form.read(text), forms, text_in(lines)))
        )
        sample = steps[0](sample)
    for look in (_without_marks, _with_blanks):
        change = look(sample[:HEAD])
        if change is not None:
            steps.append(change)
            sample = change(sample)
    names = [form.name for form in forms if form.name]
    name = names[-1] if names[-1:] == [Kind.NEWEST_FIRST] else next(iter(names), "")
    return Change(tuple(steps), name, any(form.whole for form in forms)) if steps else None


def _is_usual(head: bytes) -> bool:
    """Whether a log begins with lines of the handset's, and nothing speaks for another form."""
    # To look for two bytes takes twenty times as long as for one.
    strange = any(sign[:1] in head and sign in head for sign in _STRANGE)
    strange = strange or (not head.isascii() and any(sign in head for sign in _STRANGE_LETTERS))
    return _USUAL.match(head) is not None and not strange and not _goes_back(head)


def _goes_back(head: bytes) -> bool:
    """Whether the last whole line with bars of a head has an earlier time than the first."""
    bar = head.rfind(b"|", 0, head.rfind(b"\n"))
    first, last = head.find(b"|"), head.find(b"|", head.rfind(b"\n", 0, bar) + 1)
    return head[max(0, last - _TIME) : last] < head[max(0, first - _TIME) : first]


def _without_marks(head: bytes) -> Step | None:
    """Each line stands between quotation marks, as a table's column is saved.

    There may be a few others: a name above the column, a line that is cut.
    """
    if b'"' not in head or not _MARK.search(head):
        return None
    quoted = [line[1] for line in _QUOTED.finditer(head)]
    others = sum(1 for line in head.splitlines() if line.strip()) - len(quoted)
    if others > 2 + len(quoted) // 8 or not any(line.count(b"|") >= _BARS for line in quoted):
        return None
    return lambda lines: _QUOTED.sub(lambda line: line[1].replace(b'""', b'"'), lines)


def _with_blanks(head: bytes) -> Step | None:
    """Modules are padded with no-break spaces, of UTF-8 or Latin-1: a mail or a web page made blanks that."""
    found = _PADDED.search(head) if _NO_BREAK in head else None
    if found is None:
        return None
    no_break = found[1]
    return lambda lines: lines.replace(no_break, b" ")


class Changed(io.RawIOBase):
    """A stream with its lines changed, as :func:`change_of` says. ``head`` was read of it."""

    def __init__(self, inner: BinaryIO, head: bytes, change: Change) -> None:
        super().__init__()
        self._inner = inner
        self._change = change
        self._ready, self._rest = b"", b""
        if change.whole:
            head = self._with_the_rest(head)
        self._take(head, is_all=change.whole)

    def _with_the_rest(self, head: bytes) -> bytes:
        """All that is there; of what is far too long, so much."""
        chunks = [head]
        room = _MOST_WHOLE
        while room > 0 and (chunk := self._inner.read(_AT_ONCE)):
            chunks.append(chunk)
            room -= len(chunk)
        return b"".join(chunks)

    def _take(self, raw: bytes, *, is_all: bool = False) -> None:
        """What is no whole line waits for what is behind it, but for a line that is far too long."""
        raw = self._rest + raw
        whole = len(raw) if is_all else raw.rfind(b"\n") + 1
        if not whole and len(raw) > _LONGEST:
            whole = raw.rfind(b"|") + 1 or len(raw)
        self._rest = raw[whole:]
        self._ready = self._change(raw[:whole])

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            raw = self._inner.read(_AT_ONCE)
            if not raw:
                self._ready, self._rest = self._change(self._rest), b""
                break
            self._take(raw)
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


class Recoded(io.RawIOBase):
    """A stream of UTF-16 as one of UTF-8."""

    def __init__(self, inner: BinaryIO, head: bytes, encoding: str) -> None:
        super().__init__()
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = memoryview(self._decoder.decode(head).encode())
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            raw = self._inner.read(_AT_ONCE)
            self._ended = not raw
            self._ready = memoryview(self._decoder.decode(raw, final=self._ended).encode())
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count
