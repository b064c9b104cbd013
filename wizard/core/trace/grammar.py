"""The handset's log language: one table, used to read lines and to write them.

The wordings are those of the 96 lines printed in CS-14-17 and of one upload error posted in
public. A template's ``{field}`` names a field of its event class; the field's kind says what text
it takes. Reading forgives white space and the bulletin's misprint of an empty service; writing
gives the one normal form.

Lines are hostile, so every pattern takes time in proportion to the line's length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wizard.core.trace import events as ev
from wizard.core.trace import signs


@dataclass(frozen=True, slots=True)
class Kind:
    """How one field is written: its pattern, and both directions of conversion.

    ``first``: it ends where the template's next words stand first, whatever comes after them.
    """

    pattern: str
    read: Callable[[str], Any] = str
    write: Callable[[Any], str] = str
    first: bool = False


def _read_slots(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _write_slots(slots: Iterable[str]) -> str:
    return ",".join(slots)


def _read_quoted_tail(text: str) -> str:
    stripped = text.strip()
    if stripped in {'"', "''", ""}:
        return ""
    if len(stripped) >= 2 and stripped[0] == stripped[-1] == "'":
        return stripped[1:-1]
    return stripped


def _write_quoted_tail(text: str) -> str:
    return f" '{text}'" if text else ""


NAME = Kind(r".*?")
REST = Kind(r".*")
WORD = Kind(r"\S*?")
TYPE = Kind(r"[A-Z][A-Z0-9]*")
NUMBER = Kind(r"[0-9]{1,10}", int)
SLOTS = Kind(r"[^()]*", _read_slots, _write_slots)
# Several names in one line: each would try all the ends of those before it.
FIRST = Kind(r".*?", first=True)
# May be empty; the space before it is then gone with the line's end.
REASON = Kind(r"(?:\s.*)?", str.strip, lambda text: f" {text}" if text else "")
# The bulletin prints `service "` for an empty service, by its own misprint of two quotes.
SERVICE = Kind(r"(?:'.*'|\")", _read_quoted_tail, lambda text: f"'{text}'")
# Printed as a bare `regexp`; how a non-empty one looks is inferred from its siblings.
TAIL = Kind(r"(?: .*)?", _read_quoted_tail, _write_quoted_tail)


@dataclass(frozen=True)
class Rule:
    """One line form. ``id`` is the key of its explanation in the knowledge base.

    ``level`` is the handset's log level, ``"*"`` for lines that are always written.
    """

    id: str
    event: type[ev.Event]
    module: str
    level: str
    template: str
    kinds: dict[str, Kind]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The template as a regular expression over a whole message."""
        literal, *rest = re.split(r"\{(\w+)\}", self.template)
        regex = _loose(literal)
        for name, after in zip(rest[::2], rest[1::2], strict=True):
            kind = self.kinds[name]
            field = f"(?P<{name}>{kind.pattern}){_loose(after)}"
            regex += f"(?>{field})" if kind.first else field
        return re.compile(regex)

    def read(self, message: str) -> ev.Event | None:
        """The event that ``message`` states, or None if it has another form."""
        match = self.pattern.fullmatch(message)
        if match is None:
            return None
        return self.event(**{name: self.kinds[name].read(text) for name, text in match.groupdict().items()})

    def write(self, event: ev.Event) -> str:
        """The message that states ``event``."""
        values = {name: kind.write(getattr(event, name)) for name, kind in self.kinds.items()}
        return self.template.format_map(values)


def _loose(literal: str) -> str:
    """A literal in which any run of white space matches a space, always as a whole."""
    begins = r"(?<!\s)" if literal.startswith(" ") else ""
    return begins + r"\s++".join(re.escape(piece) for piece in literal.split(" "))


def _rule(id_: str, event: type[ev.Event], where: str, template: str, **kinds: Kind) -> Rule:
    module, _, level = where.partition(" ")
    return Rule(id_, event, module, level, template, kinds)


RULES: tuple[Rule, ...] = (
    _rule("lookup-started", ev.LookupStarted, "dns 1",
          "doDnsLookupForList for record {rtype}: hostname '{host}' attempting..", rtype=TYPE, host=NAME),
    _rule("address-passed-through", ev.AddressPassedThrough, "dns 1",
          "doDnsLookupForList(A): returning passed in ipAddress '{address}'", address=NAME),
    _rule("cache-miss", ev.CacheMiss, "dns 2",
          "Miss in All DNS cache for {host}({rtype})", host=NAME, rtype=TYPE),
    _rule("cache-hit", ev.CacheHit, "dns 2",
          "Hit in Dynamic DNS cache for {host}({rtype}) expires in {seconds} seconds",
          host=NAME, rtype=TYPE, seconds=NUMBER),
    _rule("cache-entry-found", ev.CacheEntryFound, "dns 2",
          "Found DNS cache entry for {host}({rtype})", host=NAME, rtype=TYPE),
    _rule("no-answer", ev.NoAnswer, "dns 3",
          "DNS lookup for ({rtype}) '{host}' Server has no Answer", rtype=TYPE, host=NAME),
    _rule("no-match", ev.NoMatch, "dns 3",
          "DNS lookup for ({rtype}) '{host}' found no match (err code: {code})",
          rtype=TYPE, host=NAME, code=NUMBER),
    _rule("lookup-empty", ev.LookupEmpty, "dns 2",
          "doDnsLookupForList for record {rtype}: no match found for '{host}'", rtype=TYPE, host=NAME),
    _rule("negative-cached", ev.NegativeCached, "dns 2",
          "Added Negative DNS cache entry for {host}({rtype}) expires in {seconds} seconds",
          host=NAME, rtype=TYPE, seconds=NUMBER),
    _rule("answered", ev.Answered, "dns 3",
          "DNS lookup for ({rtype}) '{host}'({slots}) TTL={ttl}",
          rtype=TYPE, host=NAME, slots=SLOTS, ttl=NUMBER),
    _rule("list-started", ev.ListStarted, "dns 1", "Current List:"),
    _rule("naptr-order", ev.NaptrOrder, "dns 1", "order '{order}'", order=NUMBER),
    _rule("naptr-preference", ev.NaptrPreference, "dns 1", "preference '{preference}'", preference=NUMBER),
    _rule("naptr-flags", ev.NaptrFlags, "dns 1", "flags '{flags}'", flags=REST),
    _rule("naptr-service", ev.NaptrService, "dns 1", "service {service}", service=SERVICE),
    _rule("naptr-regexp", ev.NaptrRegexp, "dns 1", "regexp{regexp}", regexp=TAIL),
    _rule("naptr-replacement", ev.NaptrReplacement, "dns 1", "replacement '{replacement}'", replacement=REST),
    _rule("naptr-added", ev.NaptrAdded, "dns 1", "naptr: Added to tail"),
    _rule("srv-added", ev.SrvAdded, "dns 1", "srv: Added to tail"),
    _rule("srv-target", ev.SrvTarget, "dns 1", "target:port '{target}:{port}'", target=NAME, port=NUMBER),
    _rule("srv-priority", ev.SrvPriority, "dns 1", "priority '{priority}'", priority=NUMBER),
    _rule("srv-weight", ev.SrvWeight, "dns 1", "weight '{weight}'", weight=NUMBER),
    _rule("cache-retained", ev.CacheRetained, "dns 2",
          "Retaining Dynamic DNS cache for {host}({rtype})", host=NAME, rtype=TYPE),
    _rule("cache-added", ev.CacheAdded, "dns 2",
          "Added Dynamic DNS cache entry for {host}({rtype}) expires in {seconds} seconds",
          host=NAME, rtype=TYPE, seconds=NUMBER),
    _rule("target-lookup", ev.TargetLookup, "dns 1",
          "dnsSrv2A calling LookupForList(A) for '{target}' port {port}", target=NAME, port=NUMBER),
    _rule("targets-resolved", ev.TargetsResolved, "dns 1",
          "dnsSrv2A for host '{host}' returned OK", host=NAME),
    _rule("srv-empty", ev.SrvEmpty, "dns 1",
          "doDnsSrvLookupForARecordList({protocol}): SRV lookup returned nothing", protocol=WORD),
    _rule("address-fallback", ev.AddressFallback, "dns 1",
          "doDnsSrvLookupForARecordList({protocol}): Doing DNS A lookup (port {port})",
          protocol=WORD, port=NUMBER),
    _rule("port-kept", ev.PortKept, "dns 1",
          "doDnsSrvLookupForARecordList({protocol}): kept port at {port}", protocol=WORD, port=NUMBER),
    _rule("naptr-empty", ev.NaptrEmpty, "sip 4",
          "NAPTR query for host '{host}' returned no results", host=NAME),
    _rule("nothing-found", ev.NothingFound, "sip 4",
          "doDnsListLookup({protocol}): doDnsSrvLookupForARecordList '{host}' found no records.",
          protocol=WORD, host=NAME),
    _rule("registration-failed", ev.RegistrationFailed, "sip 4",
          "Registration failed User: {user}, Error Code:{code}{reason}",
          user=NAME, code=NUMBER, reason=REASON),
    _rule("register-started", ev.RegisterStarted, "sip *",
          "Sip Register Usr:{user} Dsp:{display} Auth:'{auth}' Inx:{index}",
          user=FIRST, display=FIRST, auth=FIRST, index=NUMBER),
    _rule("boot-ready", ev.BootReady, "sip *",
          "Fast Boot Measurement Point: Ready for Call, uptime: {uptime} sec.", uptime=NAME),
    _rule("upload-failed", ev.UploadFailed, "log 4",
          "UtilLogServerC::uploadFifoLog: upload error. protocol {protocol} result = {result}",
          protocol=NUMBER, result=NUMBER),
)  # fmt: skip

_FAILED = next(rule for rule in RULES if rule.event is ev.RegistrationFailed)
# It failed, whatever the rest of the line would say. A user is whole where the words behind it have begun.
_WITHOUT_CODE = re.compile(
    r"Registration\s++failed\b(?:\s++User:\s++(?P<user>[^\s,][^,]*+),(?=\s*+(?:$|E(?:$|r))))?"
)
_BY_EVENT = {rule.event: rule for rule in RULES}
_TELLING = 3  # Every template begins with a word of at least so many characters.
_BY_BEGINNING: dict[tuple[str, str], list[Rule]] = {}
for _one in RULES:
    _BY_BEGINNING.setdefault((_one.module, _one.template[:_TELLING]), []).append(_one)


def rule_of(event: ev.Event) -> Rule:
    """The rule that writes ``event``."""
    return _BY_EVENT[type(event)]


def read(module: str, message: str) -> ev.Event | None:
    """The event of a message, or None: most lines of a log speak of other things.

    A message whose signs another program changed is read as the handset wrote it.
    """
    text = message.strip()
    module = module.strip()
    rules = _BY_BEGINNING.get((module, text[:_TELLING]))
    if rules:
        event = _read(rules, text)
        if event is None:
            said = (_read(rules, one.strip()) for one in signs.readings(text))
            event = next((one for one in said if one is not None), None)
        if event is not None:
            return event
    if module == _FAILED.module and (cut := _WITHOUT_CODE.match(text)):
        return ev.RegistrationFailed(cut["user"] or "", 0, "")
    return None


def _read(rules: Iterable[Rule], text: str) -> ev.Event | None:
    for rule in rules:
        event = rule.read(text)
        if event is not None:
            return event
    return None


def as_written(module: str, message: str) -> str:
    """The message as the handset wrote it, where another program changed its signs; itself in every other."""
    if not any(rule.pattern.fullmatch(message) for rule in RULES if rule.module == module):
        for one in signs.readings(message):
            if any(rule.pattern.fullmatch(one) for rule in RULES if rule.module == module):
                return one
    return message


def begins_message(module: str, message: str) -> bool:
    """Whether a message begins as one does that its module is known to write."""
    return (module.strip(), message.strip()[:_TELLING]) in _BY_BEGINNING


def begins_failure(module: str, message: str) -> bool:
    """Whether a message that ends too early may have begun to say that a registration failed."""
    text = " ".join(message.split())
    return module.strip() == _FAILED.module and _FAILED.template.startswith(text)


def write(event: ev.Event) -> str:
    """The message of an event, in the handset's words."""
    return rule_of(event).write(event)


def line(event: ev.Event, time: str = "", missed: str = "00") -> str:
    """A whole log line: ``time|module|level|missed|message``, without a time if none is given."""
    rule = rule_of(event)
    body = f"{rule.module:<5}|{rule.level}|{missed}|{rule.write(event)}"
    return f"{time}|{body}" if time else body
