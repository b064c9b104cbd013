"""Proves of files that are to be sent outside that nothing of the case's own stands in them.

It knows nothing of how a case is redacted: it collects by its own means what must not be there, then
looks for it in every file, in whatever way it may be written.
"""

from __future__ import annotations

import base64
import dataclasses
import html
import io
import ipaddress
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote

from wizard.core.case.aliases import STANDARD, Kind
from wizard.core.case.case import Case
from wizard.core.case.file import saved_of
from wizard.core.case.own_words import own_words, says_nothing
from wizard.core.handset.parameters import known, meant
from wizard.core.log.line import parse

_IPV4 = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9]|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{2,45}(?![\w:])")
_REVERSED = re.compile(r"(?<![0-9.])((?:[0-9]{1,3}\.){4})in-addr\.arpa", re.IGNORECASE)
_REVERSED6 = re.compile(r"(?<![0-9a-z.])((?:[0-9a-f]\.){32})ip6\.arpa", re.IGNORECASE)
_MAC = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{12}|[0-9A-Fa-f]{2}(?:[:. -][0-9A-Fa-f]{2}){5}"
    r"|[0-9A-Fa-f]{4}(?:[.:-][0-9A-Fa-f]{4}){2})(?![0-9A-Za-z])"
)
_NAME = re.compile(r"(?<![\w.-])[^\W_][\w-]*+(?:\.[\w-]++)++")
_ANY_NAME = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
_USERS = (
    re.compile(r"Usr:(.{1,80}?) Dsp:(.{0,80}?) Auth:'(.{0,80}?)' Inx:"),
    re.compile(r"Registration failed User: (.{1,80}?), Error Code"),
    re.compile(r"sips?:([^\s@:;<>\"'/]{1,80})@", re.IGNORECASE),
)
_WORD = re.compile(r"[^\W_]{3,}")
_TOKEN = re.compile(r"[^\W_]+")
_ISO_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]{4,20}(?:Z|[+-][0-9:]{4,8})?")
_COUNTED = re.compile(r"(?:TTL=|expires in |port |[Cc]ode: ?|result = |'|:)([0-9]{1,10})(?=\b)")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9]{3})|\\(.)", re.DOTALL)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){8,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_MARKUP = re.compile(r"<[^<>]*+>")
_BESIDE = re.compile(
    r"(?:user|usr|dsp|auth\w{0,20}|display|extension|account|sips?|label)\W{1,4}([0-9]{2,6})(?![0-9])|"
    r"(?<![0-9])([0-9]{2,6})@",
    re.IGNORECASE,
)
_STREAM = re.compile(rb"stream\r?\n")
_MOST_STREAM = 4 * 1024 * 1024
_LINE_END = re.compile(r"\n|\\n")
_TIME = re.compile(r"^[ \t]*[0-9]{10}\|")
_LONG = 100_000
_LONG_NUMBER = 7
_EXTENSION = 5
_SHORTEST_HIDDEN = 6
"""Shorter words turn up by chance in what is decoded on suspicion."""
_CHANCE = frozenset({Kind.WORD})
_SERVICES = frozenset({"e2u", "d2u", "d2t", "d2s", "email", "tel", "tlsv1", "sslv3"})


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
        words = _TOKEN.findall(text)
        for word in words:
            self.add_word(word, kind)
        if len(words) > 1 and len("".join(words)) >= _SHORTEST_HIDDEN:
            self.phrases.setdefault(" ".join(words).lower(), kind)


def secrets_of(case: Case, kept: Collection[str] = ()) -> Secrets:
    """Everything in a case that may tell whose it is. ``kept`` are words that stay on purpose."""
    saved = saved_of(case)
    own = own_words() | {word.lower() for word in kept} | STANDARD | _SERVICES
    found = Secrets(own=frozenset(own))
    texts = list(_spoken(saved))
    found.counted = _numbers_of(saved) | {number for text in texts for number in _COUNTED.findall(text)}
    for text in (saved.site, saved.technician):
        found.add_phrase(text, Kind.PERSON)
    for word in _TOKEN.findall(saved.notes):
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
                    line = parse(1, raw)
                    yield raw.replace(line.time, " ", 1) if line.time else raw
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
    found.addresses.update(_addresses(text))
    found.macs.update(_macs(text))
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


def _addresses(text: str) -> Iterator[str]:
    """IP addresses in their usual form, also those that stand backwards; not those that are anybody's."""
    found: list[str] = [*_IPV4.findall(_REVERSED.sub(" ", text))]
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


def _macs(text: str) -> Iterator[str]:
    for found in _MAC.finditer(text):
        digits = re.sub(r"[^0-9a-f]", "", found.group().lower())
        if set(digits) not in ({"0"}, {"f"}):
            yield digits


# Looking ------------------------------------------------------------------------------------


def leak_in(secrets: Secrets, files: Mapping[str, bytes]) -> Leak | None:
    """The first thing of the case that a file still holds, None if they hold nothing of it.

    Archives are looked into. A PDF's text must come along as a file of its own.
    """
    for name, data in files.items():
        kind = _kind_in(secrets, PurePath(name).name)
        if kind is not None:
            return Leak(kind, _ITS_NAME)
        if data.startswith(b"PK\x03\x04"):
            inner = _unpacked(data)
            leak = leak_in(secrets, inner)
            if leak is not None:
                return Leak(leak.kind, f"{leak.file} in {name}")
            continue
        for layer, chance in _layers(data):
            kind = _kind_in(secrets, layer, chance)
            if kind is not None:
                return Leak(kind, name)
    return None


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {info.filename: archive.read(info) for info in archive.infolist()}
        found["its comment"] = archive.comment
    return found


def _layers(data: bytes) -> Iterator[tuple[str, frozenset[Kind] | None]]:
    """A file's text in all the ways in which it can be read.

    With it the kinds of things that prove nothing there, None where it is surely text.
    """
    text = data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):  # Its text comes along as a file of its own; here, what else it says.
        for part in (data, *_streams(data)):
            yield part.decode("latin-1"), _CHANCE
            for start in (0, 1):
                yield part[start:].decode("utf-16-be", "replace"), _CHANCE
        return
    text = _shortened(text)
    yield text, None
    if b"\0" in data:
        yield data.decode("utf-16-le", "replace"), None
        yield data.decode("utf-16-be", "replace"), None
    for other in (html.unescape(text), unquote(text), _ESCAPED.sub(_unescaped, text)):
        if other != text:
            yield other, None
    for run in _HEX.findall(text):
        yield bytes.fromhex(run).decode("latin-1"), frozenset()
        yield bytes.fromhex(run)[:].decode("utf-16-be", "replace"), frozenset()
    for run in dict.fromkeys(_BASE64.findall(text)):
        for start in range(4):
            part = run[start:].replace("-", "+").replace("_", "/")
            part = part[: len(part) // 4 * 4]
            yield base64.b64decode(part).decode("latin-1"), frozenset()


def _shortened(text: str) -> str:
    """A log says the same again and again, at other times: once is enough."""
    if len(text) <= _LONG:
        return text
    return "\n".join(dict.fromkeys(_TIME.sub("", part) for part in _LINE_END.split(text)))


def _streams(data: bytes) -> Iterator[bytes]:
    """The streams of a PDF, unpacked where they are packed."""
    for match in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[match.end() :], _MOST_STREAM)
        except zlib.error:
            continue


def _unescaped(match: re.Match[str]) -> str:
    four, two, three, plain = match.groups()
    if plain is not None:
        return " " if plain in "nrtfbv" else plain
    code = int(four or two, 16) if four or two else int(three)
    return chr(code) if code < 0x110000 else ""


def _kind_in(secrets: Secrets, text: str, chance: frozenset[Kind] | None = None) -> Kind | None:
    """What kind of thing of the case stands in a text."""
    if chance is not None:
        words = {word for word in _TOKEN.findall(text.lower()) if len(word) >= _SHORTEST_HIDDEN}
        kinds = {secrets.words[word] for word in words if word in secrets.words} - chance
        return next(iter(sorted(kinds)), None) or _name_in(secrets, text)
    if any(address in secrets.addresses for address in _addresses(text)):
        return Kind.ADDRESS
    if any(mac in secrets.macs for mac in _macs(text)):
        return Kind.MAC
    kind = _name_in(secrets, text)
    if kind is not None:
        return kind
    words = set(_TOKEN.findall(text.lower()))
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
    flat = f" {' '.join(_TOKEN.findall(text.lower()))} "
    return next((kind for phrase, kind in secrets.phrases.items() if f" {phrase} " in flat), None)
