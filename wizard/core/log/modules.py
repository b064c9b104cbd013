"""Which module and level a log's columns name, learned from the log itself.

A column is looked up as a word of 8 bytes, for all lines at once; a spelling that was not seen before
is read once, by the same rules as :func:`wizard.core.log.line.parse`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.loads import Bytes, Words, distinct

LEVELS = "0123456*"
OTHER = 31
"""The code of every module beyond the first thirty."""
FIRST = ("dns", "sip", "log")
"""The modules that the grammar knows have the codes 1, 2 and 3 in every log."""

_MODULE = re.compile(r"[ \t]*([A-Za-z][A-Za-z0-9_]{0,7})[ \t]*")
_MOST_LEARNED = 4096
_HASH = np.uint64(0x9E3779B97F4A7C15)
_MASK = (1 << 64) - 1
_WIDTH = 5
_FEW = 256
_BITS = 13  # Of a place in the tables: every log has tables of its own, so they are small.


class Learned:
    """A number from 0 to 255 for each word, read when it is first met. The word 0 has the number 0.

    At most :data:`_MOST_LEARNED` words are learned; all others have the number 0.
    """

    def __init__(self) -> None:
        self._words = np.zeros(1 << _BITS, dtype=np.uint64)
        self._numbers = np.zeros(1 << _BITS, dtype=np.uint8)
        self._spilled: dict[int, int] = {}
        self._count = 0

    def numbers(self, words: Words, read: Callable[[bytes], int]) -> Bytes:
        """The number of each word; ``read``, always the same, tells that of a new one.

        It is given each time: kept, it would make a cycle, and the tables would stay too long.
        """
        # As signed places: NumPy converts the others one by one.
        slots = ((words * _HASH) >> np.uint64(64 - _BITS)).view(np.int64)
        strange = self._words.take(slots, mode="clip") != words
        for most in (_FEW, len(words)):  # Few lines have nearly all words; to sort those of all takes long.
            met = strange.nonzero()[0][:most]
            if not len(met):
                return self._numbers.take(slots, mode="clip")
            self._learn(sorted(set(words[met].tolist())), read)
            strange = self._words.take(slots, mode="clip") != words
        numbers = self._numbers.take(slots, mode="clip")
        if strange.any():
            numbers[strange] = 0
            for word in distinct(words[strange]).tolist():
                numbers[words == word] = self._spilled.get(word, 0)
        return numbers

    def _learn(self, words: Iterable[int], read: Callable[[bytes], int]) -> None:
        for word in words:
            if self._count >= _MOST_LEARNED:
                return
            if word in self._spilled:
                continue
            slot = ((word * int(_HASH)) & _MASK) >> (64 - _BITS)
            number = read(word.to_bytes(8, "little"))
            if self._words[slot] == 0:
                self._words[slot], self._numbers[slot] = word, number
            else:
                self._spilled[word] = number
            self._count += 1


class Modules:
    """The codes of a log's modules. ``names`` has each module at the place of its code."""

    def __init__(self) -> None:
        self.names = ["", *FIRST]
        self._columns = Learned()

    def code(self, name: str) -> int:
        """The code of a module, a new one if there is room."""
        if name in self.names:
            return self.names.index(name)
        if len(self.names) >= OTHER:
            return OTHER
        self.names.append(name)
        return len(self.names) - 1

    @cached_property
    def _fields(self) -> Learned:  # Few logs have lines of another layout.
        return Learned()

    def codes(self, fields: Words) -> NDArray[np.uint8]:
        """The code for each field of 8 characters, 0 if it is no module's name."""
        return self._fields.numbers(fields, self._code_of)

    def tags(self, columns: Words) -> NDArray[np.uint8]:
        """The tag (``table.Table``) for each module and level, as ``dns  |4|``; 0 if one of them is none."""
        return self._columns.numbers(columns, self._tag_of)

    def _code_of(self, field: bytes) -> int:
        name = _name_in(field)
        return self.code(name) if name else 0

    def _tag_of(self, column: bytes) -> int:
        level = LEVELS.find(chr(column[_WIDTH + 1]))
        code = self._code_of(column[:_WIDTH]) if level >= 0 else 0
        return code * 8 + level if code else 0


@lru_cache(maxsize=1024)
def _name_in(field: bytes) -> str:
    """The module that a field names, empty if none. All logs have the same few."""
    match = _MODULE.fullmatch(field.decode("latin-1"))
    return match.group(1).lower() if match else ""
