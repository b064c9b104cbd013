"""What a case says about whose it is: what must not stand in a file that is sent outside.

It is collected by its own means, which know nothing of how a case is redacted.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from wizard.core.case.aliases import Kind
from wizard.core.case.case import Case
from wizard.core.case.own_words import own_words, says, says_nothing
from wizard.core.case.saved import saved_of
from wizard.core.case.usual_words import STANDARD
from wizard.core.handset.parameters import known, meant
from wizard.core.log.line import parse
from wizard.core.log.wrapped import time_of_cut_head

_IPV4 = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9]|\.[0-9])")
_PARTED = re.compile(r"(?<![0-9])[0-9]{1,3}([_-])[0-9]{1,3}\1[0-9]{1,3}\1[0-9]{1,3}(?![0-9])")
_IPV6 = re.compile(r"(?<![\w:])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{2,45}(?![\w:])")
_REVERSED = re.compile(r"(?<![0-9.])((?:[0-9]{1,3}\.){4})in-addr\.arpa", re.IGNORECASE)
_REVERSED6 = re.compile(r"(?<![0-9a-z.])((?:[0-9a-f]\.){32})ip6\.arpa", re.IGNORECASE)
_MAC = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{12}|[0-9A-Fa-f]{2}(?:[:. -][0-9A-Fa-f]{2}){5}"
    r"|[0-9A-Fa-f]{4}(?:[.:-][0-9A-Fa-f]{4}){2})(?![0-9A-Za-z])"
)
_NAME = re.compile(r"(?<![\w.-])[^\W_][\w-]*+(?:\.[\w-]++)++")
_USERS = (
    re.compile(r"Usr:(.{1,80}?) Dsp:(.{0,80}?) Auth:'(.{0,80}?)' Inx:"),
    re.compile(r"Registration failed User: (.{1,80}?), Error Code"),
    re.compile(r"sips?:([^\s@:;<>\"'/]{1,80})@", re.IGNORECASE),
)
_WORD = re.compile(r"[^\W_]{3,}")
TOKEN = re.compile(r"[^\W_]+")
_ISO_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{4,20}(?:Z|[+-][0-9:]{4,8})?")
_COUNTED = re.compile(r"(?:TTL=|expires in |port |[Cc]ode: ?|result = |'|:)([0-9]{1,10})(?=\b)")
_LONG_NUMBER = 7
_EXTENSION = 5
SHORTEST_HIDDEN = 6
"""Shorter words turn up by chance in what is decoded on suspicion."""
_SERVICES = frozenset({"e2u", "d2u", "d2t", "d2s", "email", "tel", "tlsv1", "sslv3"})


@dataclass
class Secrets:
    """What must not be in a file, in lower case.

    ``addresses`` are in their usual form, ``macs`` bare digits, ``names`` have dots. ``words`` stand alone,
    ``phrases`` are of several words. ``extensions`` are short numbers, of which those in ``counted`` stand
    for something else too: they are looked for beside words that speak of users alone.
    """

    addresses: set[str] = field(default_factory=set)
    macs: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    words: dict[str, Kind] = field(default_factory=dict)
    phrases: dict[str, Kind] = field(default_factory=dict)
    extensions: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    own: frozenset[str] = frozenset()

    def add_word(self, word: str, kind: Kind) -> None:
        """A word on its own, unless the program says it too."""
        low = word.lower()
        if low.isdigit():
            if kind is Kind.USER and len(low) <= _EXTENSION:
                self.extensions.add(low)
            elif len(low) >= _LONG_NUMBER and low not in self.counted:
                self.words.setdefault(low, kind)
        elif len(low) > 2 and low not in self.own and not says_nothing(word):
            self.words.setdefault(low, kind)

    def add_phrase(self, text: str, kind: Kind) -> None:
        """A text, by its words and as a whole."""
        words = TOKEN.findall(text)
        for word in words:
            self.add_word(word, kind)
        phrase = " ".join(words).lower()
        # The sender of our own SIP requests, for one, is called what every document calls the program.
        if len(words) > 1 and len("".join(words)) >= SHORTEST_HIDDEN and not says(phrase):
            self.phrases.setdefault(phrase, kind)


def secrets_of(case: Case, kept: Collection[str] = ()) -> Secrets:
    """Everything in a case that may tell whose it is. ``kept`` are words that stay on purpose."""
    saved = saved_of(case)
    own = own_words() | {word.lower() for word in kept} | STANDARD | _SERVICES
    found = Secrets(own=frozenset(own))
    texts = list(_spoken(saved))
    found.counted = _numbers_of(saved) | {number for text in texts for number in _COUNTED.findall(text)}
    for text in (saved.site, saved.technician):
        found.add_phrase(text, Kind.PERSON)
    for word in TOKEN.findall(saved.notes):
        found.add_word(word, Kind.PERSON)
    for text in texts:
        _collect(found, text)
    return found


def _spoken(value: Any) -> Iterator[str]:
    """Every text in a part of a case; of a log's lines what stands behind the time."""
    if isinstance(value, str):
        if not isinstance(value, Enum):
            yield _ISO_TIME.sub(" ", value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _spoken(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            inner = getattr(value, one.name)
            if (type(value).__name__, one.name) == ("SavedLog", "text"):
                for raw in dict.fromkeys(re.split(r"\r\n|\r|\n", inner)):
                    time = parse(1, raw).time or time_of_cut_head(raw)
                    yield raw.replace(time, " ", 1) if time else raw
            else:
                yield from _spoken(inner)


def _numbers_of(value: Any) -> set[str]:
    """Numbers that a case holds as such: ports, times, counts, lines."""
    if isinstance(value, bool):
        return set()
    if isinstance(value, int | float):
        return set(str(value).split("."))
    if isinstance(value, str):
        if "\n" in value:
            return {str(number) for number in range(min(value.count("\n") + 2, 100_000))}
        return {value.strip()} if value.strip().isdigit() else set()
    if isinstance(value, tuple):
        return set().union(*map(_numbers_of, value)) if value else set()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return set().union(*(_numbers_of(getattr(value, one.name)) for one in fields)) if fields else set()
    return set()


def _collect(found: Secrets, text: str) -> None:
    found.addresses.update(addresses_in(text))
    found.macs.update(macs_in(text))
    rest = _IPV4.sub(" ", _MAC.sub(" ", _REVERSED.sub(" ", text)))
    for name in _NAME.findall(rest):
        labels = name.lower().split(".")
        telling = [label for label in name.split(".") if not _says_nothing(found, label)]
        if telling and not _is_parameter(name):
            found.names.add(".".join(labels))
    for pattern in _USERS:
        for match in pattern.finditer(text):
            for user in match.groups():
                found.add_phrase(user.partition("@")[0], Kind.USER)
    for word in _WORD.findall(rest):
        found.add_word(word, Kind.WORD)


def _says_nothing(found: Secrets, label: str) -> bool:
    return label.isdigit() or label.lower() in found.own or says_nothing(label)


def _is_parameter(name: str) -> bool:
    return known(name) is not None or meant(name) is not None


def addresses_in(text: str) -> Iterator[str]:
    """IP addresses in their usual form, also those that stand backwards; not those that are anybody's."""
    found: list[str] = [*_IPV4.findall(_REVERSED.sub(" ", text))]
    found += [match.group().replace(match[1], ".") for match in _PARTED.finditer(text)]
    found += [".".join(octets.strip(".").split(".")[::-1]) for octets in _REVERSED.findall(text)]
    for one in _IPV6.findall(text):
        found.append(one.rstrip(":.") if not one.endswith("::") else one)
    for nibbles in _REVERSED6.findall(text):
        digits = nibbles.replace(".", "")[::-1]
        found.append(":".join(digits[at : at + 4] for at in range(0, 32, 4)))
    for one in found:
        try:
            ip = ipaddress.ip_address(one)
        except ValueError:
            continue
        ip = getattr(ip, "ipv4_mapped", None) or ip
        if not (ip.is_loopback or ip.is_unspecified or ip.is_multicast or str(ip) == "255.255.255.255"):
            yield str(ip)


def macs_in(text: str) -> Iterator[str]:
    """MAC addresses as bare digits, however they are written; not those that are nobody's."""
    for found in _MAC.finditer(text):
        digits = re.sub(r"[^0-9a-f]", "", found.group().lower())
        if set(digits) not in ({"0"}, {"f"}):
            yield digits
