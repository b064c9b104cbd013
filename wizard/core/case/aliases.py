"""Other names for what must not leave the house: the same thing always gets the same one.

An alias keeps what a diagnosis lives on: which names lie below which, which addresses share a network
or lie in a private range, which log is of which handset. It says nothing else, and it never is anything
that stands in the case itself.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wizard.core import idn, names
from wizard.core.case.alias_networks import Networks
from wizard.core.case.usual_words import FILE_SUFFIXES, FILE_WORDS, STANDARD

IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w])")
REVERSED4 = re.compile(r"(?<![\w.])((?:[0-9]{1,3}\.){1,4})in-addr\.arpa", re.IGNORECASE)
REVERSED6 = re.compile(r"(?<![\w.])((?:[0-9a-f]\.){1,32})ip6\.arpa", re.IGNORECASE)
MAC = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{12}|[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}"
    r"|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![0-9A-Za-z])"
)
_ADDRESS_FIRST = re.compile(r"((?:[0-9]{1,3}\.){3}[0-9]{1,3})\.(?=[^.])")
_LABELS = re.compile(r"(?:[^.\\]|\\.|\\$)+", re.DOTALL)
_WORD = re.compile(r"\w+")
_FILE_WORD = re.compile(r"[^\W_]+")


class Kind(StrEnum):
    """What is replaced."""

    NAME = "name"
    ADDRESS = "address"
    MAC = "MAC address"
    USER = "user"
    FILE = "file"
    FOLDER = "folder"
    PERSON = "person"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Replaced:
    """One thing and what stands for it."""

    kind: Kind
    original: str
    alias: str


class Aliases:
    """Gives aliases and remembers them. ``texts`` is everything in the case: no alias is in it."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.given: set[str] = set()
        self._words: set[str] = set()
        self._networks = Networks()
        self._known: dict[tuple[Kind, str], str] = {}
        self._labels: dict[str, str] = {}
        self._next: dict[str, int] = {}
        self.replaced: dict[tuple[Kind, str], Replaced] = {}
        for text in texts:
            self._take(text)

    def _take(self, text: str) -> None:
        self._words.update(word.lower() for word in _WORD.findall(text))
        for found in IPV4.findall(text):
            self._networks.taken.add(found.rpartition(".")[0])
        for octets in REVERSED4.findall(text):
            self._networks.taken.add(".".join(octets.strip(".").split(".")[::-1][:3]))
        for mac in MAC.finditer(text):
            self._words.add(re.sub(r"[^0-9a-f]", "", mac.group().lower()))

    def _fresh(self, stem: str, form: str = "{stem}{number}") -> str:
        while True:
            number = self._next[stem] = self._next.get(stem, 0) + 1
            alias = form.format(stem=stem, number=number)
            if alias.lower() not in self._words:
                self.given.add(alias.lower())
                return alias

    def _note(self, kind: Kind, original: str, alias: str) -> str:
        if original != alias:
            key = original.lower() if kind in {Kind.NAME, Kind.ADDRESS, Kind.MAC} else original
            self.replaced.setdefault((kind, key), Replaced(kind, original, alias))
        return alias

    def _plain(self, kind: Kind, text: str, stem: str) -> str:
        """The alias of something without parts of its own."""
        key = kind, text.strip().lower()
        if key not in self._known:
            self._known[key] = self._fresh(stem)
        return self._note(kind, text, self._known[key])

    def knows(self, kind: Kind, text: str) -> bool:
        """Whether this has an alias already."""
        return (kind, text.strip().lower()) in self._known

    # Names

    def name(self, text: str) -> str:
        """A domain or host name, label by label, or an address that stands where a name could."""
        bare = text.strip()
        if not bare.strip(".*@"):
            return text
        if names.is_ip(bare):
            return self.address(bare)
        if names.is_ipv4(bare.rstrip(".")):
            return self.address(bare.rstrip(".")) + "."
        alias = self._backwards(bare)
        if not alias:
            # An address typed where a host belongs, with the zone behind it.
            numbers = _ADDRESS_FIRST.match(bare)
            front = f"{self.address(numbers[1])}." if numbers and names.is_ipv4(numbers[1]) else ""
            rest = bare[len(numbers.group()) :] if numbers and front else bare
            alias = front + _LABELS.sub(lambda match: self.label(match.group()), rest)
        return self._note(Kind.NAME, bare, alias)

    def label(self, label: str) -> str:
        """One label of a name."""
        folded = _folded(label)
        if folded in STANDARD or not folded:
            return label
        if folded not in self._labels:
            bare = folded.lstrip("_")
            if bare != folded and bare in self._labels:
                self._labels[folded] = "_" + self._labels[bare]
            else:
                # An underscore inside a label is a fault that a diagnosis has to see.
                form = "{stem}_{number}" if "_" in bare else "{stem}{number}"
                self._labels[bare] = self._labels.get(bare) or self._fresh("name", form)
                self._labels[folded] = "_" * (bare != folded) + self._labels[bare]
        return self._labels[folded]

    def knows_label(self, label: str) -> bool:
        """Whether this label has an alias already."""
        return _folded(label) in self._labels

    def _backwards(self, name: str) -> str:
        """A name under in-addr.arpa or ip6.arpa; empty for any other."""
        match = REVERSED4.fullmatch(name.rstrip("."))
        dot = "." * name.endswith(".")
        if match is not None:
            octets = match.group(1).strip(".").split(".")[::-1]
            whole = [*octets, "0", "0", "0"][:4]
            if len(octets) < 3 or not names.is_ipv4(".".join(whole)):
                return ".".join(["0"] * len(octets)) + f".in-addr.arpa{dot}"
            if len(octets) == 3:
                alias = self._networks.net(".".join(octets)).split(".")
            else:
                alias = self.address(".".join(whole)).split(".")
            return ".".join(alias[::-1]) + f".in-addr.arpa{dot}"
        match = REVERSED6.fullmatch(name.rstrip("."))
        if match is None:
            return ""
        nibbles = "".join(match.group(1).split("."))[::-1]
        if len(nibbles) < 32:
            return ".".join(["0"] * len(nibbles)) + f".ip6.arpa{dot}"
        return ipaddress.ip_address(
            self.address(str(ipaddress.IPv6Address(int(nibbles, 16))))
        ).reverse_pointer

    # Addresses

    def address(self, text: str) -> str:
        """An IP address. Its range stays recognisable; public ones come from the documentation's ranges."""
        bare = text.strip()
        try:
            ip = ipaddress.ip_address(bare)
        except ValueError:
            return self.name(bare) if bare else text
        if ip.is_loopback or ip.is_unspecified or ip.is_multicast or str(ip) == "255.255.255.255":
            return text
        if isinstance(ip, ipaddress.IPv4Address):
            alias = self._networks.four(str(ip))
        elif ip.ipv4_mapped is not None:
            alias = f"::ffff:{self._networks.four(str(ip.ipv4_mapped))}"
        else:
            alias = self._networks.six(ip)
        return self._note(Kind.ADDRESS, bare, alias)

    # The rest

    def mac(self, text: str) -> str:
        """A MAC address in the way it is written: locally administered ones stand for the real."""
        digits = re.sub(r"[^0-9a-f]", "", text.lower())
        if set(digits) in ({"0"}, {"f"}):
            return text
        key = Kind.MAC, digits
        while key not in self._known:
            number = self._next["mac"] = self._next.get("mac", 0) + 1
            alias = f"02{number:010x}"
            if alias not in self._words:
                self._known[key] = alias
        signs = iter(self._known[key].upper() if text != text.lower() else self._known[key])
        written = "".join(next(signs) if sign.isalnum() else sign for sign in text)
        self._note(Kind.MAC, digits, self._known[key])
        return written

    def user(self, text: str) -> str:
        """A user name, an extension, what a display shows."""
        return self._plain(Kind.USER, text, "user") if text.strip() else text

    def person(self, text: str, stem: str) -> str:
        """Who or where: ``Site 1``."""
        if not text.strip():
            return ""
        key = Kind.PERSON, text
        if key not in self._known:
            self._known[key] = self._fresh(stem, "{stem} {number}")
        return self._note(Kind.PERSON, text, self._known[key])

    def word(self, text: str, stem: str) -> str:
        """Any other word."""
        return self._plain(Kind.WORD, text, stem)

    def path(self, text: str) -> str:
        """A file with its folders: handset's file names keep their form."""
        folder, sign, base = re.fullmatch(r"(?s)(.*?)([\\/]?)([^\\/]*)", text).groups()  # type: ignore[union-attr]
        lead = f"{self._plain(Kind.FOLDER, folder, 'folder')}/" if folder.strip() else sign and "/"
        return lead + self.file(base) if base else lead

    def file(self, base: str) -> str:
        """A file name without folders."""
        rest = MAC.sub("", base)
        known = all(
            word.lower() in FILE_WORDS or (word.isascii() and word.isdigit() and len(word) < 3)
            for word in _FILE_WORD.findall(rest)
        )
        if known and rest.isascii() and rest.isprintable():
            alias = MAC.sub(lambda match: self.mac(match.group()), base)
            return self._note(Kind.FILE, base, alias)
        suffix = base.rpartition(".")[2].lower()
        alias = self._plain(Kind.FILE, base, "file")
        handset = MAC.search(base)
        alias = f"{alias}-{self.mac(handset.group())}" if handset is not None else alias
        alias = f"{alias}.{suffix}" if suffix in FILE_SUFFIXES else alias
        self.replaced[Kind.FILE, base] = Replaced(Kind.FILE, base, alias)
        return alias


def _folded(label: str) -> str:
    """The form in which two spellings of one label are equal, also those of IDN."""
    low = label.strip().lower()
    if low.isascii() or len(low) > names.MAX_NAME:
        return low
    try:
        return idn.encoded(low)
    except UnicodeError:
        return low
