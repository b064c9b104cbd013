"""A case made fit to be sent outside: names, addresses and people replaced, raw messages left out.

It works on the case, not on a document, so every form of it says the same. Each text of a case has a
rule of its own; what has none has no way out. The diagnosis of the redacted case is that of the case.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from wizard.core.about import told
from wizard.core.case.aliases import Aliases, Kind, Replaced
from wizard.core.case.case import Case
from wizard.core.case.redaction_config import redacted_configuration
from wizard.core.case.redaction_text import Masker
from wizard.core.case.saved import SavedCase, SavedConfiguration, case_of, saved_of
from wizard.core.csvtext import csv_text
from wizard.core.handset.resolver import TRANSPORTS
from wizard.core.handset.values import OLD_SPELLINGS

_TIME = re.compile(r"[0-9T:.+Z -]{0,40}")
_NUMBER = re.compile(r"[0-9.,\s]{0,10}")
_TRANSPORT = frozenset({*TRANSPORTS, *OLD_SPELLINGS, "", "naptr", "DNSsnaptr", "udp", "tcp", "tls"})

Part = TypeVar("Part")
Rule = Callable[[Masker, str], str]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted case. ``kept`` are words that stay on purpose, ``replaced`` what stands for what."""

    case: Case
    replaced: tuple[Replaced, ...]
    kept: frozenset[str]

    def key(self) -> str:
        """The table of what stands for what, as CSV: for the owner alone."""
        kinds = {kind: told(f"redaction.kind.{kind.name.lower()}") for kind in Kind}
        rows = ((kinds[one.kind], one.original, one.alias) for one in self.replaced)
        header = told("redaction.key.kind"), told("redaction.key.original"), told("redaction.key.alias")
        return csv_text(header, rows)


def redacted(case: Case) -> Redacted:
    """The case with everything replaced. May take seconds for long logs: not for the GUI's thread."""
    saved = saved_of(case)
    aliases = Aliases(all_texts(saved))
    masker = Masker(aliases)
    # What was typed and answered comes first: in a log's free text a name is known only from there.
    order = sorted(
        dataclasses.fields(saved), key=lambda field: field.name in {"logs", "configurations", "done"}
    )
    parts = {field.name: _part(masker, saved, field.name) for field in order}
    made: SavedCase = replace(saved, **parts)
    return Redacted(case_of(made), tuple(aliases.replaced.values()), frozenset(masker.kept))


def _part(masker: Masker, owner: Any, name: str) -> Any:
    value = getattr(owner, name)
    kind = type(owner).__name__
    if isinstance(value, str) and not isinstance(value, Enum):
        return RULES[kind, name](masker, value)
    if isinstance(value, tuple):
        return tuple(_inner(masker, kind, name, one) for one in value)
    return _inner(masker, kind, name, value)


def _inner(masker: Masker, kind: str, name: str, value: Any) -> Any:
    if isinstance(value, SavedConfiguration):
        return _configuration(masker, value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return RULES[kind, name](masker, value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _part(masker, value, field.name) for field in dataclasses.fields(value)}
        )
    if value is None or isinstance(value, Enum | bool | int | float | datetime):
        return value
    raise TypeError(f"{kind}.{name} has no rule of redaction")


def _configuration(masker: Masker, one: SavedConfiguration) -> SavedConfiguration:
    notes = tuple(masker.text(note.replace(_base(one.name), "…")) for note in one.notes)
    made = redacted_configuration(masker, one.text, one.fault)
    return SavedConfiguration(masker.aliases.path(one.name), made.text, made.fault, notes)


def _base(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2] or path


# The rules ---------------------------------------------------------------------------------


def _name(masker: Masker, text: str) -> str:
    return masker.aliases.name(text)


def _address(masker: Masker, text: str) -> str:
    return masker.aliases.address(text)


def _typed(masker: Masker, text: str) -> str:
    return masker.typed(text)


def _text(masker: Masker, text: str) -> str:
    return masker.text(text)


def _path(masker: Masker, text: str) -> str:
    return masker.aliases.path(text) if text else text


def _about(masker: Masker, text: str) -> str:
    """What a further question is about: a name, an address and a name, or which time it is asked."""
    return text if text.isdigit() and len(text) < 3 else masker.typed(text)


def _only(allowed: frozenset[str] | re.Pattern[str]) -> Rule:
    def rule(masker: Masker, text: str) -> str:
        fits = text in allowed if isinstance(allowed, frozenset) else allowed.fullmatch(text) is not None
        return text if fits else masker.text(text)

    return rule


def _gone(_masker: Masker, text: str) -> str:
    return told("redaction.left-out") if text else ""


_transport = _only(_TRANSPORT)
_number = _only(_NUMBER)
_time = _only(_TIME)

RULES: Mapping[tuple[str, str], Rule] = {
    ("SavedCase", "site"): lambda masker, text: masker.aliases.person(text, "Site"),
    ("SavedCase", "technician"): lambda masker, text: masker.aliases.person(text, "Technician"),
    ("SavedCase", "notes"): lambda _masker, text: told("redaction.notes") if text.strip() else "",
    ("Done", "step"): lambda masker, text: masker.step(text),
    ("Done", "at"): _time,
    ("Draft", "domain"): _typed,
    ("Draft", "subdomain"): _typed,
    ("Draft", "ttl"): _number,
    ("DraftServer", "host"): _typed,
    ("DraftServer", "address"): _typed,
    ("DraftServer", "port"): _number,
    ("DraftServer", "priority"): _number,
    ("DraftServer", "weight"): _number,
    ("Deployment", "domain"): _name,
    ("Deployment", "subdomain"): _name,
    ("SipServer", "host"): _name,
    ("SipServer", "address"): _address,
    ("CheckDraft", "address"): _typed,
    ("CheckDraft", "port"): _number,
    ("CheckDraft", "transport"): _transport,
    ("CheckDraft", "servers"): _typed,
    ("CheckDraft", "timeout"): _number,
    ("SavedReport", "started"): _time,
    ("SavedReport", "probed"): _time,
    ("SavedReport", "recorded"): _path,
    ("Lookfor", "address"): _typed,
    ("Lookfor", "transport"): _transport,
    ("Lookfor", "own_domain"): _typed,
    ("Question", "name"): _name,
    ("Server", "address"): _address,
    ("Record", "owner"): _name,
    ("Naptr", "flags"): _only(re.compile(r"[SsAaUuPp]?")),
    ("Naptr", "service"): _only(re.compile(r"(?:SIPS?\+D2[UTSW]|E2U\+(?:sip|email|tel)|)", re.IGNORECASE)),
    ("Naptr", "regexp"): _typed,
    ("Naptr", "replacement"): _name,
    ("Srv", "target"): _name,
    ("Address", "address"): _address,
    ("Target", "name"): _name,
    ("Soa", "primary"): _name,
    ("Answer", "protocol"): _transport,
    ("Answer", "tcp"): _text,
    ("Answer", "detail"): _text,
    ("Answer", "raw"): _gone,
    ("Further", "about"): _about,
    ("Probe", "domain"): _typed,
    ("Probe", "detail"): _text,
    ("Probe", "reason"): _text,
    ("Probe", "software"): _text,
    ("Probe", "request"): _gone,
    ("Probe", "reply"): _gone,
    ("Probe", "tls_version"): _only(re.compile(r"(?:TLSv1(?:\.[0-3])?|SSLv3|)")),
    ("Endpoint", "host"): _name,
    ("Endpoint", "address"): _address,
    ("Endpoint", "protocol"): _transport,
    ("Certificate", "common_name"): _typed,
    ("Certificate", "dns_names"): _name,
    ("Certificate", "uris"): _typed,
    ("Certificate", "addresses"): _address,
    ("Certificate", "distrust"): _text,
    ("SavedLog", "name"): _path,
    ("Bookmarks", "name"): _path,
    ("SavedLog", "text"): lambda masker, text: masker.log(text),
}
"""What becomes of each text of a case, by where it stands."""


def all_texts(value: Any) -> Iterator[str]:
    """Every text in a part of a case, all the way down."""
    if isinstance(value, str):
        if not isinstance(value, Enum):
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from all_texts(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from all_texts(getattr(value, field.name))


def preview(made: Redacted) -> tuple[tuple[Kind, tuple[Replaced, ...]], ...]:
    """What stands for what, by kind, each kind in the order in which it was met."""
    return tuple(
        (kind, found) for kind in Kind if (found := tuple(r for r in made.replaced if r.kind is kind))
    )
