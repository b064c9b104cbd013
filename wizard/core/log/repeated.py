"""Whether a log is in another one already, as the text of a mail quotes lines of what is attached."""

from __future__ import annotations

import re
from collections.abc import Collection

from wizard.core.log.documents import HANDSETS

_MOST_COMPARED = 200
"""So many lines of a log tell whether they are in another one."""
_TOLD, _MOST_NEW = 60, 0.1
"""Signs of a line by which it is known again: a mail may have broken it behind them. So many of a log's lines
may be in no other part, and it is no log of its own."""
_LEAD = re.compile(r"\A[>\s]+")


def lines_of(text: str) -> dict[str, None]:
    """What the handset's lines say, each once, without what a mail program put around them."""
    lines = (line for line in text.split("\n") if HANDSETS.search(line))
    return dict.fromkeys("".join(_LEAD.sub("", line, count=1).split())[:_TOLD] for line in lines)


def some_of(lines: Collection[str]) -> set[str]:
    """Those of a log that tell whether it is in another one."""
    return set(list(lines)[:: -(-len(lines) // _MOST_COMPARED) or 1])


def is_told(some: set[str], lines: Collection[str]) -> bool:
    """Whether nearly all of some lines are among these."""
    return len(some.difference(lines)) <= _MOST_NEW * len(some)
