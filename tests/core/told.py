"""What the core has to say, as English."""

from __future__ import annotations

from wizard.core.words import Said, words


def told(said: Said | None) -> str:
    """The sentence, empty for nothing."""
    return said.in_words(words()) if said is not None else ""
