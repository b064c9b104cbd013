"""Between which times a line was written, as the times stand in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.encoding import text_of
from wizard.core.log.line import LogLine, parse
from wizard.core.log.stored import Loaded, StoredLines

Truths = NDArray[np.bool_]

_BOUND = re.compile(r"\d{0,10}|\d{6}\.\d{0,3}")
_WIDTH = 11  # Ten characters of time and what ends it.
_DATED, _BOOT = 10, 9  # Digits of the two forms.
_BOOT_DIGITS = [0, 1, 2, 3, 4, 5, 7, 8, 9]


@dataclass(frozen=True, slots=True)
class Span:
    """From ``begin`` to ``end``, both included, each as much of a time as was typed: ``0115`` is that day.

    An empty one is no bound.
    """

    begin: str = ""
    end: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it lets every line through."""
        return not (self.begin or self.end)

    def holds(self, time: str) -> bool:
        """Whether a time as it stands in a line lies within."""
        return (not self.begin or _cut(time, self.begin) >= self.begin) and (
            not self.end or _cut(time, self.end) <= self.end
        )


ANY = Span()


def is_bound(text: str) -> bool:
    """Whether a text is the beginning of a time."""
    return _BOUND.fullmatch(text) is not None


def _cut(time: str, bound: str) -> str:
    return time[: len(bound)]


def within(lines: Sequence[LogLine], span: Span) -> Iterator[Truths]:
    """Whether each line lies in the span, chunk by chunk as the lines are stored.

    A line without a time goes with the last one that has one; before the first, it does not.
    """
    last = False
    if not isinstance(lines, StoredLines):
        known = np.array([_known(line.time, span) for line in lines], dtype=np.int8)
        yield _carried(known, last)
        return
    for block in lines.blocks():
        mask = _carried(_of_block(block, span), last)
        if len(mask):
            last = bool(mask[-1])
        yield mask


def _known(time: str, span: Span) -> int:
    """1 or 0, or -1 where there is no time."""
    return int(span.holds(time)) if time else -1


def _carried(known: NDArray[np.int8], last: bool) -> Truths:
    at = np.maximum.accumulate(np.where(known >= 0, np.arange(len(known)), -1))
    return np.where(at >= 0, known[at] == 1, last) if len(known) else np.zeros(0, dtype=np.bool_)


def _of_block(block: Loaded, span: Span) -> NDArray[np.int8]:
    """1, 0 or -1 a line. Nearly all begin with their time; the rest is parsed."""
    count = len(block.ends)
    view = np.frombuffer(block.data + bytes(_WIDTH), dtype=np.uint8)
    starts = np.zeros(count, dtype=np.int64)
    starts[1:] = block.ends[:-1]
    starts = np.minimum(starts, len(block.data))
    known = np.full(count, -1, dtype=np.int8)
    dated, numbers = _dated(view, starts)
    known[dated] = _inside(numbers[dated], span, _DATED)
    rest = np.flatnonzero(~dated)
    signs = view[starts[rest, None] + np.arange(_WIDTH)]
    digits = signs - np.uint8(ord("0"))
    boot = (digits[:, _BOOT_DIGITS] <= 9).all(axis=1)
    boot &= (signs[:, 6] == ord(".")) & (signs[:, 10] == ord("|"))
    known[rest[boot]] = _inside(_number(digits[boot][:, _BOOT_DIGITS]), span, _BOOT)
    for row in rest[~boot].tolist():
        raw = block.line(row)
        if raw is not None and b"|" in raw:
            known[row] = _known(parse(0, text_of(raw)).time, span)
    return known


def _dated(view: NDArray[np.uint8], starts: NDArray[np.int64]) -> tuple[Truths, NDArray[np.int64]]:
    """Which lines begin with ten digits and what ends a time, and the number that the digits are.

    Eight digits are read at once: see Lemire, "Quickly parsing eight digits" (2018).
    """
    words = np.ndarray((len(view) - 7,), dtype="<u8", buffer=view, strides=(1,))[starts]
    ninth, tenth, behind = (view[starts + at] for at in (8, 9, 10))
    strange = (words + np.uint64(0x4646464646464646)) | (words - np.uint64(0x3030303030303030))
    dated = (strange & np.uint64(0x8080808080808080)) == 0
    dated &= (ninth - np.uint8(48) <= 9) & (tenth - np.uint8(48) <= 9)
    dated &= (behind == ord("|")) | (behind == ord("."))
    words = words & np.uint64(0x0F0F0F0F0F0F0F0F)
    words = (words * np.uint64(2561)) >> np.uint64(8) & np.uint64(0x00FF00FF00FF00FF)
    words = (words * np.uint64(6553601)) >> np.uint64(16) & np.uint64(0x0000FFFF0000FFFF)
    eight = ((words * np.uint64(42949672960001)) >> np.uint64(32)).astype(np.int64)
    numbers: NDArray[np.int64] = eight * 100 + (ninth.astype(np.int64) - 48) * 10 + tenth - 48
    return dated, numbers


def _number(digits: NDArray[np.uint8]) -> NDArray[np.int64]:
    width = digits.shape[1]
    number: NDArray[np.int64] = digits.astype(np.int64) @ (10 ** np.arange(width - 1, -1, -1))
    return number


def _inside(numbers: NDArray[np.int64], span: Span, width: int) -> Truths:
    """What :meth:`Span.holds` says, for many times of one form at once."""
    mask = np.ones(len(numbers), dtype=np.bool_)
    for bound, is_begin in ((span.begin, True), (span.end, False)):
        if not bound:
            continue
        if (width == _BOOT) == ("." in bound) or len(bound) <= 6:
            wanted = bound.replace(".", "")
            cut = numbers // 10 ** (width - len(wanted))
            mask &= (cut >= int(wanted)) if is_begin else (cut <= int(wanted))
        else:  # Another form than the time's: as text, like any other line's.
            form = "{:09d}" if width == _BOOT else "{:010d}"
            texts = [form.format(number) for number in numbers.tolist()]
            if width == _BOOT:
                texts = [f"{text[:6]}.{text[6:]}" for text in texts]
            one = Span(begin=bound) if is_begin else Span(end=bound)
            mask &= np.array([one.holds(text) for text in texts], dtype=np.bool_)
    return mask
