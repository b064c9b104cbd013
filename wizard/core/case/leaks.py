"""Proves of files that are to be sent outside that nothing of the case's own stands in them.

It knows nothing of how a case is redacted: it looks for what must not be there in every file, in whatever
way it may be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from wizard.core.case.aliases import Kind
from wizard.core.case.case_secrets import SHORTEST_HIDDEN, TOKEN, Secrets, addresses_in, macs_in
from wizard.core.case.layers import layers, unpacked

_ANY_NAME = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
_MARKUP = re.compile(r"<[^<>]*+>")
_BESIDE = re.compile(
    r"(?:user|usr|dsp|auth\w{0,20}|display|extension|account|sips?|label)\W{1,4}([0-9]{2,6})(?![0-9])|"
    r"(?<![0-9])([0-9]{2,6})@",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Something of the case that stands in a file: what kind of thing, and which file."""

    kind: Kind
    file: str

    def sentence(self) -> str:
        """What is wrong, without saying once more what it is."""
        if self.file == _ITS_NAME:
            return (
                f"Nothing was saved: {self.file} holds {_KINDS[self.kind]} of this case. Choose another name."
            )
        return (
            f"Nothing was saved: {self.file} would still hold {_KINDS[self.kind]} of this case. Save it with "
            "the real names instead, and black out by hand what nobody else may see."
        )


_ITS_NAME = "the name of the file"
_KINDS = {
    Kind.NAME: "a host or domain name",
    Kind.ADDRESS: "an IP address",
    Kind.MAC: "a MAC address",
    Kind.USER: "a user name",
    Kind.FILE: "a file name",
    Kind.FOLDER: "a folder's name",
    Kind.PERSON: "the site, the technician or a word of the notes",
    Kind.WORD: "a word or number from a log, an answer or a file",
}


def leak_in(secrets: Secrets, files: Mapping[str, bytes]) -> Leak | None:
    """The first thing of the case that a file still holds, None if they hold nothing of it.

    Archives are looked into. A PDF's text must come along as a file of its own.
    """
    for name, data in files.items():
        kind = _kind_in(secrets, PurePath(name).name)
        if kind is not None:
            return Leak(kind, _ITS_NAME)
        if data.startswith(b"PK\x03\x04"):
            inner = unpacked(data)
            leak = leak_in(secrets, inner)
            if leak is not None:
                return Leak(leak.kind, f"{leak.file} in {name}")
            continue
        for layer, chance in layers(data):
            kind = _kind_in(secrets, layer, chance)
            if kind is not None:
                return Leak(kind, name)
    return None


def _kind_in(secrets: Secrets, text: str, chance: frozenset[Kind] | None = None) -> Kind | None:
    """What kind of thing of the case stands in a text."""
    if chance is not None:
        words = {word for word in TOKEN.findall(text.lower()) if len(word) >= SHORTEST_HIDDEN}
        kinds = {secrets.words[word] for word in words if word in secrets.words} - chance
        return next(iter(sorted(kinds)), None) or _name_in(secrets, text)
    if any(address in secrets.addresses for address in addresses_in(text)):
        return Kind.ADDRESS
    if any(mac in secrets.macs for mac in macs_in(text)):
        return Kind.MAC
    kind = _name_in(secrets, text)
    if kind is not None:
        return kind
    words = set(TOKEN.findall(text.lower()))
    for word in words & secrets.words.keys():
        return secrets.words[word]
    return _user_in(secrets, text) or _phrase_in(secrets, text)


def _name_in(secrets: Secrets, text: str) -> Kind | None:
    for found in set(_ANY_NAME.findall(text.lower())):
        labels = found.split(".")
        for start in range(len(labels) - 1):
            for end in range(start + 2, min(len(labels), start + 12) + 1):
                if ".".join(labels[start:end]) in secrets.names:
                    return Kind.NAME
    return None


def _user_in(secrets: Secrets, text: str) -> Kind | None:
    if not secrets.extensions:
        return None
    # What a style sheet counts are pixels.
    said = _MARKUP.sub(" ", " ".join(part.rpartition("</style>")[2] for part in text.split("<style")))
    for match in _BESIDE.finditer(said):
        if (match.group(1) or match.group(2)) in secrets.extensions:
            return Kind.USER
    alone = {number for number in secrets.extensions - secrets.counted if len(number) > 3}
    return Kind.USER if alone & set(re.findall(r"(?<![\w.])[0-9]{4,5}(?![\w.])", said)) else None


def _phrase_in(secrets: Secrets, text: str) -> Kind | None:
    if not secrets.phrases:
        return None
    flat = f" {' '.join(TOKEN.findall(text.lower()))} "
    return next((kind for phrase, kind in secrets.phrases.items() if f" {phrase} " in flat), None)
