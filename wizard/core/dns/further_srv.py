"""Where SRV records are that the handset does not find: the places where they end up by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wizard.core import names
from wizard.core.dns.answer import Answer, Question
from wizard.core.dns.further import Further, Purpose
from wizard.core.dns.further_hosts import srv_targets
from wizard.core.record import RecordType, Target

_TRANSPOSED = {"_udp": "_upd", "_tcp": "_tpc"}
LABELS = ("_sip._udp", "_sip._tcp", "_sips._tcp")
USUAL_SUBDOMAINS = ("sip", "sipserver", "voice", "voip", "phone", "phones", "pbx")
"""Names that people give to the sub-domain of CS-14-17's second option."""


def srv(purpose: Purpose, owner: str, about: str) -> Further:
    """Asks for the SRV records at ``owner``."""
    return Further(purpose, Question(owner, RecordType.SRV), about)


def elsewhere(name: str, owner: str) -> Iterator[Further]:
    """The places where SRV records end up by mistake."""
    labels = owner[: -len(name) - 1] if names.is_below(owner, name) else LABELS[0]
    above = names.parent(name)
    while "." in above:
        yield srv(Purpose.PARENT, f"{labels}.{above}", owner)
        above = names.parent(above)
    for sub in USUAL_SUBDOMAINS:
        yield srv(Purpose.CHILD, f"{labels}.{sub}.{name}", owner)
    for other in LABELS:
        if other != labels:
            yield srv(Purpose.PROTOCOL, f"{other}.{name}", owner)
    for spelling in misspellings(labels, name):
        yield srv(Purpose.SPELLING, spelling, owner)


def strayed(name: str, owner: str, answers: list[Answer], hosts: Iterable[str]) -> Iterator[Further]:
    """Where SRV records may stand that are missing beside those found: one was typed wrongly.

    Only where one is missing: a planned server's, or without a plan the second. Other makers' spellings
    of TLS are left out: their records are for other phones, and right.
    """
    found, planned = srv_targets(answers), {names.fold(host) for host in hosts}
    lacking = planned - set(found) if planned else len(found) == 1 and "." not in found
    if lacking and names.is_below(owner, name):
        for spelling in misspellings(owner[: -len(name) - 1], name):
            if spelling.split(".")[1] != "_tls":
                yield srv(Purpose.SPELLING, spelling, owner)


def misspellings(labels: str, name: str) -> tuple[str, ...]:
    """How ``_sip._udp.<name>`` is usually got wrong."""
    service, _, protocol = labels.partition(".")
    bare, plain = service.lstrip("_"), protocol.lstrip("_")
    spelled = [
        f"{bare}.{plain}.{name}",
        f"{bare}.{protocol}.{name}",
        f"{service}.{plain}.{name}",
        f"{protocol}.{service}.{name}",
        f"{service}.{_TRANSPOSED.get(protocol, plain)}.{name}",
        f"{labels}.{name}.{name}",
    ]
    if labels == "_sips._tcp":  # As other makers' phones have it.
        spelled += [f"_sip._tls.{name}", f"_sips._tls.{name}"]
    above = names.parent(name)
    if "." in above:
        spelled.append(f"{labels}.{name}.{above}")
        # The full owner name typed into a zone that is the sub-domain itself.
        spelled.append(f"{labels}.{names.relative(name, above)}.{name}")
    return tuple(dict.fromkeys(text for text in spelled if len(text) <= names.MAX_NAME))


def wildcards(name: str, owner: str, token: str) -> Iterator[Further]:
    """Names that nobody made, and the wildcard records that would make them up."""
    protocol = owner.split(".")[1] if owner.startswith("_") else "_udp"
    yield srv(Purpose.WILDCARD, f"_{token}.{protocol}.{name}", owner)
    yield srv(Purpose.STAR, f"*.{protocol}.{name}", owner)
    yield srv(Purpose.STAR, f"*.{name}", owner)
    above = names.parent(name)
    if "." in above:
        yield srv(Purpose.WILDCARD, f"{LABELS[0]}.{token}.{above}", owner)
        yield srv(Purpose.STAR, f"*.{above}", owner)


def behind_alias(name: str, owner: str, answers: list[Answer]) -> Iterator[Further]:
    """The SRV records of the name that the configured one is an alias of."""
    for record in (record for answer in answers for record in answer.records):
        if record.type is RecordType.CNAME and names.same(record.owner, name) and names.is_below(owner, name):
            assert isinstance(record.data, Target)
            yield srv(Purpose.ALIAS, f"{owner[: -len(name) - 1]}.{record.data.name}", owner)
