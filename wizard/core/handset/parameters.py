"""The parameters that decide where the handset registers, by name, and slips in those names.

Names count letter for letter, case included (general knowledge, not stated for the 84-Series).
A name that is far from every parameter here belongs to something else and is none of our business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest

from wizard.core.handset.values import distance


class Kind(StrEnum):
    """What a parameter belongs to."""

    SERVER = "server"
    PROXY = "proxy"
    LOG = "log"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Known:
    """A parameter's name, understood.

    ``line`` is 0 for voIpProt, which all lines share; ``server`` is 0 where there is none.
    ``field`` is what follows ``prefix`` and its dot.
    """

    name: str
    kind: Kind
    prefix: str = ""
    field: str = ""
    line: int = 0
    server: int = 0


_FAIL_OVER = (
    "failOver.failBack.mode",
    "failOver.failBack.timeout",
    "failOver.reRegisterOn",
    "failOver.failRegistrationOn",
    "failOver.onlySignalWithRegistered",
)
_SERVER = (
    "address",
    "port",
    "transport",
    "expires",
    "expires.overlap",
    "expires.lineSeize",
    "register",
    "retryTimeOut",
    "retryMaxCount",
    *_FAIL_OVER,
)
_PROXY = ("address", "port", "transport", *_FAIL_OVER)
NEEDED = {"address", "port", "transport"}
"""What decides which servers the handset looks for. A slip in anything else costs a nicety."""

_TEMPLATES: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
    (Kind.SERVER, "voIpProt.server.#", _SERVER),
    (Kind.SERVER, "reg.#.server.#", _SERVER),
    (Kind.PROXY, "voIpProt.SIP.outboundProxy", _PROXY),
    (Kind.PROXY, "reg.#.outboundProxy", _PROXY),
    (Kind.LOG, "log.render", ("level",)),
    (Kind.LOG, "log.level.change", ("dns", "sip")),
    (Kind.OTHER, "voIpProt.SIP", ("enable", "use486forReject")),
    (Kind.OTHER, "dns.cache.A.#", ("name", "ttl", "address")),
    (Kind.OTHER, "dns.cache.SRV.#", ("name", "ttl", "priority", "weight", "port", "target")),
    (
        Kind.OTHER,
        "dns.cache.NAPTR.#",
        ("name", "ttl", "order", "preference", "flags", "service", "regexp", "replacement"),
    ),
)
_INDEX = r"([1-9][0-9]{0,2})"


def _pattern(prefix: str, fields: tuple[str, ...]) -> re.Pattern[str]:
    front = _INDEX.join(map(re.escape, prefix.split("#")))
    return re.compile(f"({front})\\.({'|'.join(map(re.escape, fields))})")


_PATTERNS = tuple((kind, _pattern(prefix, fields)) for kind, prefix, fields in _TEMPLATES)
_PREFIXES = frozenset(
    ".".join(words[:count])
    for _, prefix, fields in _TEMPLATES
    for words in (f"{prefix}.{field}".split(".") for field in fields)
    for count in range(1, len(words))
)


@lru_cache(maxsize=4096)
def known(name: str) -> Known | None:
    """The parameter of exactly this name, None for one that is not ours."""
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(name)
        if match is None:
            continue
        indexes = [int(text) for text in match.groups()[1:-1]]
        line, server = 0, 0
        if match.group(1).startswith("reg."):
            line, server = [*indexes, 0][:2]
        elif kind is Kind.SERVER:
            server = indexes[0]
        return Known(name, kind, match.group(1), match.group(match.re.groups), line, server)
    return None


def is_prefix(name: str) -> bool:
    """Whether a known parameter's name begins with these words, as the elements of a file are called."""
    return ".".join("#" if re.fullmatch(_INDEX, word) else word for word in name.split(".")) in _PREFIXES


# Slips ---------------------------------------------------------------------------------------

# Letters and digits that look alike in some font, and Cyrillic letters that look like Latin ones.
_ALIKE = str.maketrans(
    "i1|0\u0430\u0441\u0435\u043e\u0440\u0445\u0456\u0455\u0458\u0432\u043a\u043c\u043d\u0442",
    "lllo" + "aceopxlsj" + "bkmht",
)
_JOINTS = re.compile(r"[._:-]+")
_LONE_DIGIT = {"l": "1", "I": "1", "i": "1", "|": "1"}
_SHORTEST = 12
"""Names with fewer letters than this are too short for two slips."""


@dataclass(frozen=True, slots=True)
class _Target:
    key: str
    letters: int
    template: str
    indexes: int


def _key(text: str) -> str:
    return text.lower().translate(_ALIKE)


def _letters(key: str) -> int:
    """The set of letters as bits: comparing these first is what makes thousands of names cheap."""
    bits = 0
    for sign in key:
        bits |= 1 << (ord(sign) % 61)
    return bits


def _targets() -> tuple[_Target, ...]:
    found = []
    for _, prefix, fields in _TEMPLATES:
        for field in fields:
            template = f"{prefix}.{field}"
            key = _key("".join(part for part in template.split(".") if part != "#"))
            found.append(_Target(key, _letters(key), template, template.count("#")))
    return tuple(found)


_TARGETS = _targets()


@lru_cache(maxsize=4096)
def meant(name: str) -> Known | None:
    """The parameter that a misspelled name was meant to be; None where it is right, or is something else.

    Wrong case, letters that look alike, a dot missing or too many, a missing index, and up to two
    wrong letters. The last part of a name must fit better: log.level.change holds many short words.
    """
    if known(name) is not None or len(name) > 100:
        return None
    words, indexes = _parts(name)
    key = _key("".join(words))
    if len(key) < 6:
        return None
    letters = _letters(key)
    best: tuple[int, str] | None = None
    for target in _TARGETS:
        if not _fits_indexes(target, indexes) or (letters ^ target.letters).bit_count() > 4:
            continue
        most = 2 if len(target.key) > _SHORTEST else 1
        slips = distance(key, target.key, most)
        # A missing index is a slip of its own.
        slips += len(indexes) < target.indexes
        if slips <= most and _ends_alike(words[-1], target.template) and (best is None or slips < best[0]):
            best = slips, _filled(target.template, indexes)
    return known(best[1]) if best is not None else None


def _parts(name: str) -> tuple[list[str], list[str]]:
    """The words of a name and its indexes, in order. A number that is glued to a word is an index."""
    words: list[str] = []
    indexes: list[str] = []
    for part in _JOINTS.split(name):
        text = _LONE_DIGIT.get(part, part)
        match = re.fullmatch(r"([0-9]{0,3})(.*?)([0-9]{0,3})", text, re.DOTALL)
        assert match is not None
        before, word, after = match.groups()
        indexes += [number for number in (before, after) if number]
        if word:
            words.append(word)
    return words or [""], indexes


def _fits_indexes(target: _Target, indexes: list[str]) -> bool:
    if any(number.startswith("0") for number in indexes):
        return False
    missing = target.indexes - len(indexes)
    return missing == 0 or (missing == 1 and target.indexes > 0)


def _filled(template: str, indexes: list[str]) -> str:
    pieces = template.split("#")
    numbers = [*indexes, *["1"] * (len(pieces) - 1 - len(indexes))]
    return "".join(piece + number for piece, number in zip_longest(pieces, numbers, fillvalue=""))


def _ends_alike(word: str, template: str) -> bool:
    wanted = _key(template.rpartition(".")[2])
    ending = _key(word)[-len(wanted) - 1 :] if len(word) > len(wanted) + 2 else _key(word)
    most = 0 if len(wanted) <= 3 else 1 if len(wanted) <= 5 else 2
    return ending.endswith(wanted) or distance(ending, wanted, most) <= most
