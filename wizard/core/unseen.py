"""Signs that nobody sees, or that move what stands beside them: shown as what they are."""

from __future__ import annotations

import re
from collections.abc import Callable

_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
FILLERS = re.compile(f"[{_FILLERS}]")
"""Letters and marks, so "printable" for Python, of which nothing is seen."""
BLANKS = re.compile(f"[{_FILLERS}\u2800]")
"""The same, and the Braille pattern without a dot."""


def spelled_by(spell: Callable[[str], str], text: str, besides: re.Pattern[str] | None = None) -> str:
    """The text with what ``spell`` makes of each sign that is not printable, and of those ``besides``.

    Not printable are control characters, line ends, tabs, all spaces but the usual one, and the signs
    that turn the direction of writing. What ``spell`` makes is to have none of these.
    """
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else spell(sign) for sign in text)
    if besides is None or text.isascii():
        return text
    return besides.sub(lambda found: spell(found.group()), text)
