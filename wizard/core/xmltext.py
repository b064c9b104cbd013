"""Text as XML wants it (XML 1.0, 2.4 and 3.3.3). The standard library's own escape loads a web client."""

from __future__ import annotations

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def escape(text: str) -> str:
    """Text between tags."""
    return text.translate(_TEXT)


def quoteattr(text: str) -> str:
    """An attribute's value with its double quotes; white space survives being read."""
    return f'"{text.translate(_ATTRIBUTE)}"'
