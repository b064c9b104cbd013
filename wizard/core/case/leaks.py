"""Proves of files that are to be sent outside that nothing of the case's own stands in them.

It knows nothing of how a case is redacted: it looks for what must not be there in every file, in whatever
way it may be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from wizard.core.about import told
from wizard.core.case.aliases import Kind
from wizard.core.case.case_secrets import SHORTEST_HIDDEN, TOKEN, Secrets, addresses_in, macs_in
from wizard.core.case.layers import layers, unpacked
from wizard.core.plan.recipes.placing import shown

_ANY_NAME = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
_MARKUP = re.compile(r"<[^<>]*+>")
_BESIDE = re.compile(
    r"(?:user|usr|dsp|auth\w{0,20}|display|extension|account|sips?|label)\W{1,4}([0-9]{2,6})(?![0-9])|"
    r"(?<![0-9])([0-9]{2,6})@",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Something of the case that stands in a file: what kind of thing, which file, and the thing itself.

    ``value`` is as the file has it, in lower case. It is for the eyes of the case's owner alone.
    """

    kind: Kind
    file: str
    value: str = field(default="", repr=False)

    def sentence(self) -> str:
        """What to do and what is wrong. It names the value: show it, and write it into no file."""
        what = told("leak.of-case", what=told(f"leak.kind.{self.kind.name.lower()}"))
        value, nothing = self._value(_LONGEST), told("leak.nothing")
        if self.file == _ITS_NAME:
            return told("leak.name", value=value, what=what, nothing=nothing)
        return told("leak.text", value=value, what=what, nothing=nothing, file=self.file)

    def brief(self) -> str:
        """The same where there is room for little: what to do first."""
        if self.file == _ITS_NAME:
            return told("leak.name-brief", value=self._value(_SHORT))
        return told("leak.text-brief", value=self._value(_SHORT), file=self.file)

    def _value(self, longest: int) -> str:
        value = shown(self.value)
        return f"“{value[:longest]}…”" if len(value) > longest else f"“{value}”"


_LONGEST = 80
"""Characters of a value that are shown."""
_SHORT = 30
_ITS_NAME = "/name"
"""In place of a file: its name itself. No file is called so."""


def leak_in(secrets: Secrets, files: Mapping[str, bytes]) -> Leak | None:
    """The first thing of the case that a file still holds, None if they hold nothing of it.

    Archives are looked into. A PDF's text must come along as a file of its own.
    """
    for name, data in files.items():
        found = _found_in(secrets, PurePath(name).name)
        if found is not None:
            return Leak(found[0], _ITS_NAME, found[1])
        if data.startswith(b"PK\x03\x04"):
            inner = unpacked(data)
            leak = leak_in(secrets, inner)
            if leak is not None:
                return Leak(leak.kind, f"{leak.file} in {name}", leak.value)
            continue
        for layer, chance in layers(data):
            found = _found_in(secrets, layer, chance)
            if found is not None:
                return Leak(found[0], name, found[1])
    return None


Found = tuple[Kind, str]
"""What kind of thing of the case stands in a text, and the thing."""


def _found_in(secrets: Secrets, text: str, chance: frozenset[Kind] | None = None) -> Found | None:
    """The first thing of the case that stands in a text."""
    if chance is not None:
        words = {word for word in TOKEN.findall(text.lower()) if len(word) >= SHORTEST_HIDDEN}
        found = [(secrets.words[word], word) for word in words if word in secrets.words]
        telling = sorted(one for one in found if one[0] not in chance)
        return next(iter(telling), None) or _name_in(secrets, text)
    for address in addresses_in(text):
        if address in secrets.addresses:
            return Kind.ADDRESS, address
    for mac in macs_in(text):
        if mac in secrets.macs:
            return Kind.MAC, mac
    name = _name_in(secrets, text)
    if name is not None:
        return name
    words = set(TOKEN.findall(text.lower()))
    for word in sorted(words & secrets.words.keys()):
        return secrets.words[word], word
    return _user_in(secrets, text) or _phrase_in(secrets, text)


def _name_in(secrets: Secrets, text: str) -> Found | None:
    for found in set(_ANY_NAME.findall(text.lower())):
        labels = found.split(".")
        for start in range(len(labels) - 1):
            for end in range(start + 2, min(len(labels), start + 12) + 1):
                name = ".".join(labels[start:end])
                if name in secrets.names:
                    return Kind.NAME, name
    return None


def _user_in(secrets: Secrets, text: str) -> Found | None:
    if not secrets.extensions:
        return None
    # What a style sheet counts are pixels.
    said = _MARKUP.sub(" ", " ".join(part.rpartition("</style>")[2] for part in text.split("<style")))
    for match in _BESIDE.finditer(said):
        user = match.group(1) or match.group(2)
        if user in secrets.extensions:
            return Kind.USER, user
    alone = {number for number in secrets.extensions - secrets.counted if len(number) > 3}
    users = sorted(alone & set(re.findall(r"(?<![\w.])[0-9]{4,5}(?![\w.])", said)))
    return (Kind.USER, users[0]) if users else None


def _phrase_in(secrets: Secrets, text: str) -> Found | None:
    if not secrets.phrases:
        return None
    flat = f" {' '.join(TOKEN.findall(text.lower()))} "
    return next(((kind, phrase) for phrase, kind in secrets.phrases.items() if f" {phrase} " in flat), None)
