"""Sentences about a file. They call it by its name alone, and know the path by which somebody named it.

In the window a name is enough, and a document must not tell anybody's folders. On the command line there
may be ten files of one name: there a sentence says the path as it was typed.
"""

from __future__ import annotations

from pathlib import Path

from wizard.core.words import words


class Named(str):
    """A file's name, or a sentence with it. ``typed`` is the same with the path as it was typed."""

    typed: str

    def __new__(cls, text: str, typed: str) -> Named:
        made = super().__new__(cls, text)
        made.typed = typed
        return made

    def __reduce__(self) -> tuple[type[Named], tuple[str, str]]:
        return Named, (str(self), self.typed)  # Worker processes send what they could not read.


def name_of(path: str | Path, name: str = "") -> str:
    """The name of the file at ``path``, without its folders."""
    return Named(name or Path(path).name or str(path), str(path))


def told(key: str, /, **facts: object) -> str:
    """A sentence in the language of the program; each fact may be such a name, or such a sentence."""
    if not any(isinstance(fact, Named) for fact in facts.values()):
        return words()(key, **facts)
    typed = {name: fact.typed if isinstance(fact, Named) else fact for name, fact in facts.items()}
    return Named(words()(key, **facts), words()(key, **typed))


def as_typed(text: str) -> str:
    """The text with paths as they were typed."""
    return text.typed if isinstance(text, Named) else text


def sentence_of(error: BaseException) -> str:
    """The sentence with which an exception of ours was raised."""
    sentence = error.args[0]
    return sentence if isinstance(sentence, str) else str(error)
