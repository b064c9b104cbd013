"""The signs of a message as other programs change them: word processors, chats, web pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_SINGLE, _DOUBLE, _DASHES = "‘’‚‛′ʼ´\x91\x92", "“”„‟″\x93\x94", "‐‑‒–—−\x96\x97"  # noqa: RUF001 - they are meant
_UNSEEN = (
    "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
UNSEEN = re.compile(f"[{_UNSEEN}]")
"""Signs that nobody sees: they part words, or turn the direction of text."""
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys("…\x85", ".."),  # The handset's only dots in a row are two.
        **dict.fromkeys(_UNSEEN, ""),
    }
)
_MISREAD = re.compile("â€([˜™œ\x9d\ufffd¦“”])")  # noqa: RUF001 - they are meant
_READ_RIGHT = {"˜": "'", "™": "'", "¦": "..", "“": "-", "”": "-"}  # noqa: RUF001 - they are meant
"""UTF-8 that was read as Windows-1252, by the last of its three letters; the rest are double marks."""
_QUOTES = str.maketrans('"`', "''")
_NO_SIGN = re.compile("&#(?=[0-9]{20})")
"""What no sign has as its number. Python turns thousands of digits into no number at all, but raises."""


_USUAL = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#124;": "|", "&#x7C;": "|"}
"""Those of a log as pages have it, each replaced at once: none makes another with what is around it."""


def unescaped(text: str) -> str:
    """A text with the signs that its entities stand for."""
    if "&" not in text:
        return text
    for entity, sign in _USUAL.items():
        text = text.replace(entity, sign)
    return html.unescape(_NO_SIGN.sub("&amp;#", text)) if "&" in text else text


def readings(message: str) -> Iterator[str]:
    """What the handset may have written where a message is none as it stands: none most often."""
    text = message
    if "&" in text:
        text = unescaped(text)
    if not text.isascii():
        text = _MISREAD.sub(lambda found: _READ_RIGHT.get(found[1], '"'), text).translate(_PLAIN)
    if text != message:
        yield text
    if text.count('"') == 1 and text.endswith('"'):
        yield text[:-1]  # The row of a table in which alone it stands so, since there is a comma in it.
    if '"' in text or "`" in text:
        yield text.translate(_QUOTES)
