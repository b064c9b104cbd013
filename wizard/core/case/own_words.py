"""The words that this program says by itself: whoever reads them learns nothing about a customer.

They are taken from what is shipped (knowledge, templates) and from the program's own texts, so that the
list is true whatever is added to them.
"""

from __future__ import annotations

import dataclasses
import re
import sys
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

from wizard.paths import resource

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+")
_PART = re.compile(r"[^\W\d_]+|[0-9]+")
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_EXAMPLES = frozenset({"piper", "piper2"})
"""Names in the program's own examples that stand without a domain; they may be somebody's all the same."""
_OF_FORMS = frozenset({"conf", "exe", "null", "true", "false"})
"""Words of JSON, and of files and programs that have a dot in their names."""
_FOLDERS = {"knowledge": (".toml",), "templates": (".jinja", ".css", ".toml")}
SHORT_NUMBER = 2
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def own_words() -> frozenset[str]:
    """All of them in lower case; the parts of ``camelCase`` too."""
    found: set[str] = set()
    for text in _all_texts():
        found.update(_words_of(text))
    return frozenset((found | _OF_FORMS) - _EXAMPLES)


def says_nothing(text: str) -> bool:
    """Whether a text is made of the program's own words, and of numbers too short to tell anything."""
    own = own_words()
    for token in _TOKEN.findall(text):
        if token.lower() in own:
            continue
        for part in _PART.findall(token):
            if part.isdigit():
                if len(part) > SHORT_NUMBER:
                    return False
            elif part.lower() not in own and not all(one.lower() in own for one in _CAMEL.split(part)):
                return False
    return True


@cache
def _own_text() -> str:
    texts = (" ".join(_TOKEN.findall(text.lower())) for text in _all_texts())
    return "\n".join(f" {text} " for text in texts)


def says(phrase: str) -> bool:
    """Whether the program says these words in this order by itself. ``phrase``: lower case, single spaces."""
    return f" {phrase} " in _own_text()


def _words_of(text: str) -> Iterator[str]:
    # Names with dots are examples, or parameters, which others know better.
    said = _DOTTED.sub(" ", text)
    for word in _WORD.findall(said):
        yield word.lower()
        yield from (part.lower() for part in _CAMEL.split(word))
    yield from (token.lower() for token in _TOKEN.findall(said) if not token.isdigit())


def _all_texts() -> Iterator[str]:
    import wizard.core.case.handover  # noqa: F401  it brings along whatever a document can say

    yield from _shipped()
    yield from _said()


def _shipped() -> Iterator[str]:
    for folder, suffixes in _FOLDERS.items():
        for path in sorted(resource(folder).rglob("*")):
            # What explains single log lines is no part of a document, and has real lines as samples.
            if path.suffix in suffixes and path.name != "lines.toml":
                yield path.read_text(encoding="utf-8")


def _said() -> Iterator[str]:
    """The texts in the program's modules: constants, and what functions have in them."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("wizard.core") and module is not None:
            seen: set[int] = set()
            for key, value in vars(module).items():
                if key != "__doc__":  # What is said to programmers is full of examples.
                    yield from _texts(value, name, seen)


def _texts(value: Any, module: str, seen: set[int]) -> Iterator[str]:
    if id(value) in seen:
        return
    seen.add(id(value))
    match value:
        case str():
            yield value
        case tuple() | list() | frozenset() | set():
            for one in value:
                yield from _texts(one, module, seen)
        case dict():
            for key, one in value.items():
                yield from _texts(key, module, seen)
                yield from _texts(one, module, seen)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for field in dataclasses.fields(value):
                yield from _texts(getattr(value, field.name), module, seen)
        case types.FunctionType():
            yield from (text for text in _constants(value.__code__) if text != value.__doc__)
        case type() if value.__module__ == module:
            yield from _of_class(value, module, seen)


def _of_class(kind: type, module: str, seen: set[int]) -> Iterator[str]:
    yield from vars(kind)
    for key, one in vars(kind).items():
        if key != "__doc__":
            inner = getattr(one, "fget", None) or getattr(one, "func", None) or one
            yield from _texts(getattr(inner, "__func__", inner), module, seen)


def _constants(code: types.CodeType) -> Iterator[str]:
    for value in code.co_consts:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | frozenset):
            yield from (one for one in value if isinstance(one, str))
        elif isinstance(value, types.CodeType):
            yield from _constants(value)
