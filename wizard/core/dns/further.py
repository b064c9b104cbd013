"""Further questions: what a technician would look for once the handset's own questions failed.

They are kept apart from what the handset asks. Each has a purpose that a rule of the diagnosis
knows; none is asked of a server that did not answer before.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from wizard.core import names
from wizard.core.dns.answer import Answer, Outcome, Question
from wizard.core.record import Address, RecordType, Srv, Target

_TRANSPOSED = {"_udp": "_upd", "_tcp": "_tpc"}
LABELS = ("_sip._udp", "_sip._tcp", "_sips._tcp")
USUAL_SUBDOMAINS = ("sip", "sipserver", "voice", "voip", "phone", "phones", "pbx")
"""Names that people give to the sub-domain of CS-14-17's second option."""


class Purpose(StrEnum):
    """Why a further question is asked."""

    PARENT = "srv at a parent"
    CHILD = "srv at a sub-domain"
    PROTOCOL = "srv under another protocol"
    SPELLING = "srv under a usual mis-spelling"
    WILDCARD = "a name that nobody made"
    HIJACK = "a domain that does not exist"
    CONTROLLERS = "domain controllers"
    STAR = "a wildcard record itself"
    PLANNED = "a planned host"
    FULL_NAME = "a host by its full name"
    ALIAS = "srv behind an alias"
    IPV6 = "an IPv6 address"
    HOST = "a host in another folder"
    POINTER = "the name of an address"
    REPEAT = "the same question again"
    ALIVE = "a sign of life"
    ZONE = "who holds the zone"
    SERIAL = "the version of the zone"
    BELOW_HOST = "a name below a host"
    UNCHECKED = "the same question without the check of signatures"
    CHECKED = "the same question with the check of signatures again"


OUTSIDE = frozenset({Purpose.HIJACK, Purpose.POINTER})
"""About names outside the site's zone, which a sound server without a way there cannot answer."""


@dataclass(frozen=True, slots=True)
class Further:
    """One further question. ``about`` is the owner, target or address that it is asked for."""

    purpose: Purpose
    question: Question
    about: str


@dataclass(frozen=True, slots=True)
class Found:
    """A further question with its answer."""

    further: Further
    answer: Answer


def further_questions(
    name: str, owner: str, answers: Iterable[Answer], token: str, hosts: Iterable[str] = ()
) -> tuple[Further, ...]:
    """What to ask beyond ``answers``, the answers to the handset's own questions.

    A server that gave no answer at all is asked for nothing but the cause of its failure.

    ``name`` is the configured name, ``owner`` the SRV name that the handset asked for; ``token``
    is a random label that no zone holds; ``hosts`` are the SIP servers of the plan.
    """
    known = list(answers)
    if not any(answer.outcome.is_answer for answer in known):
        return tuple(_unchecked(known))
    found_srv = any(a.question.type is RecordType.SRV and a.outcome is Outcome.DATA for a in known)
    asked = [*_unchecked(known), *_wildcards(name, owner, token)]
    if found_srv:
        asked += _strayed(name, owner, known, hosts)
    else:
        asked += [*_elsewhere(name, owner), *_behind_alias(name, owner, known), *_controllers(name, known)]
    asked += [
        *_ipv6(known),
        *_hosts(name, known, token),
        *_planned(known, hosts),
        *_below_hosts(known, hosts, token),
        *_full_names(name, known),
        *_serials(name, known),
        *_repeats(known),
    ]
    # What may never be answered comes last, so that it costs nothing but itself.
    if any(a.question.type is RecordType.A and a.outcome is Outcome.DATA for a in known):
        asked += _hijack(token)
    asked += _pointers(known)
    return tuple({_sameness(further): further for further in asked}.values())


def _sameness(further: Further) -> tuple[Purpose, str, str]:
    """What makes two further questions one. To ask again is the point of a repetition."""
    turn = further.about if further.purpose is Purpose.REPEAT else ""
    return further.purpose, str(further.question).lower(), turn


def _unchecked(answers: list[Answer]) -> Iterator[Further]:
    """After SERVFAIL: whether the check of signatures (DNSSEC) is what failed (RFC 4035, 5.5).

    With the check again at last: a failure that has passed meanwhile proves nothing.
    """
    failed = next((a.question for a in answers if a.outcome is Outcome.SERVFAIL), None)
    if failed is not None:
        yield Further(Purpose.UNCHECKED, Question(failed.name, failed.type, unchecked=True), failed.name)
        yield Further(Purpose.CHECKED, failed, failed.name)


def _srv(purpose: Purpose, owner: str, about: str) -> Further:
    return Further(purpose, Question(owner, RecordType.SRV), about)


def _elsewhere(name: str, owner: str) -> Iterator[Further]:
    """The places where SRV records end up by mistake."""
    labels = owner[: -len(name) - 1] if names.is_below(owner, name) else LABELS[0]
    above = names.parent(name)
    while "." in above:
        yield _srv(Purpose.PARENT, f"{labels}.{above}", owner)
        above = names.parent(above)
    for sub in USUAL_SUBDOMAINS:
        yield _srv(Purpose.CHILD, f"{labels}.{sub}.{name}", owner)
    for other in LABELS:
        if other != labels:
            yield _srv(Purpose.PROTOCOL, f"{other}.{name}", owner)
    for spelling in misspellings(labels, name):
        yield _srv(Purpose.SPELLING, spelling, owner)


def _strayed(name: str, owner: str, answers: list[Answer], hosts: Iterable[str]) -> Iterator[Further]:
    """Where SRV records may stand that are missing beside those found: one was typed wrongly.

    Only where one is missing: a planned server's, or without a plan the second. Other makers' spellings
    of TLS are left out: their records are for other phones, and right.
    """
    found, planned = _srv_targets(answers), {names.fold(host) for host in hosts}
    lacking = planned - set(found) if planned else len(found) == 1 and "." not in found
    if lacking and names.is_below(owner, name):
        for spelling in misspellings(owner[: -len(name) - 1], name):
            if spelling.split(".")[1] != "_tls":
                yield _srv(Purpose.SPELLING, spelling, owner)


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


def _wildcards(name: str, owner: str, token: str) -> Iterator[Further]:
    protocol = owner.split(".")[1] if owner.startswith("_") else "_udp"
    yield _srv(Purpose.WILDCARD, f"_{token}.{protocol}.{name}", owner)
    yield _srv(Purpose.STAR, f"*.{protocol}.{name}", owner)
    yield _srv(Purpose.STAR, f"*.{name}", owner)
    above = names.parent(name)
    if "." in above:
        yield _srv(Purpose.WILDCARD, f"{LABELS[0]}.{token}.{above}", owner)
        yield _srv(Purpose.STAR, f"*.{above}", owner)


def _behind_alias(name: str, owner: str, answers: list[Answer]) -> Iterator[Further]:
    """The SRV records of the name that the configured one is an alias of."""
    for record in (record for answer in answers for record in answer.records):
        if record.type is RecordType.CNAME and names.same(record.owner, name) and names.is_below(owner, name):
            assert isinstance(record.data, Target)
            yield _srv(Purpose.ALIAS, f"{owner[: -len(name) - 1]}.{record.data.name}", owner)


def _planned(answers: list[Answer], hosts: Iterable[str]) -> Iterator[Further]:
    """Planned servers that the handset did not come to."""
    asked = {names.fold(a.question.name) for a in answers if a.question.type is RecordType.A}
    for host in hosts:
        if names.fold(host) not in asked:
            yield Further(Purpose.PLANNED, Question(host, RecordType.A), host)


def _below_hosts(answers: list[Answer], hosts: Iterable[str], token: str) -> Iterator[Further]:
    """Whether the hosts exist, or a wildcard makes them up: then it makes up what is below them too."""
    found = (answer.question.name for answer in _of_targets(answers) if answer.outcome is Outcome.DATA)
    known = {names.fold(name): name for name in (*found, *hosts)}
    for host in list(known.values())[: 2 * MOST_HOSTS]:
        if len(token) + 1 + len(host) <= names.MAX_NAME:
            yield Further(Purpose.BELOW_HOST, Question(f"{token}.{host}", RecordType.A), host)


def _full_names(name: str, answers: list[Answer]) -> Iterator[Further]:
    """What a target without a domain may mean."""
    short = [target for target in _srv_targets(answers) if target and "." not in target]
    for target in short[:MOST_HOSTS]:
        for folder in _folders(name):
            yield Further(Purpose.FULL_NAME, Question(f"{target}.{folder}", RecordType.A), target)


def _hijack(token: str) -> Iterator[Further]:
    """A name under a top-level domain that can never exist (RFC 6761), and one that hardly does."""
    for domain in ("invalid", "com"):
        yield Further(Purpose.HIJACK, Question(f"{token}.{domain}", RecordType.A), domain)


def _controllers(name: str, answers: list[Answer]) -> Iterator[Further]:
    for answer in answers:
        at_name = answer.question.type is RecordType.A and names.same(answer.question.name, name)
        if at_name and answer.outcome is Outcome.DATA:
            yield _srv(Purpose.CONTROLLERS, f"_ldap._tcp.dc._msdcs.{name}", name)


def _of_targets(answers: list[Answer]) -> Iterator[Answer]:
    """The answers about the addresses of SRV targets."""
    targets = _srv_targets(answers)
    for answer in answers:
        if answer.question.type is RecordType.A and names.fold(answer.question.name) in targets:
            yield answer


def _ipv6(answers: list[Answer]) -> Iterator[Further]:
    for answer in _of_targets(answers):
        if answer.outcome is Outcome.NODATA:
            question = Question(answer.question.name, RecordType.AAAA)
            yield Further(Purpose.IPV6, question, answer.question.name)


MOST_HOSTS = 4
"""Missing or shortened hosts that are looked for elsewhere."""
MOST_REPEATED = 2
"""Hosts whose addresses are asked for again."""


def _hosts(name: str, answers: list[Answer], token: str) -> Iterator[Further]:
    """Hosts that were created in the folder of the sub-domain instead of its parent, or the other way.

    An invented host goes with each folder, ``about`` nothing: a wildcard there would prove nothing.
    """
    folders = _folders(name)
    missing = [a for a in _of_targets(answers) if a.outcome in {Outcome.NXDOMAIN, Outcome.NODATA}]
    tried: dict[str, None] = {}
    for answer in missing[:MOST_HOSTS]:
        target = answer.question.name
        own = next((folder for folder in folders if names.is_below(target, folder)), None)
        for folder in folders if own is not None else ():
            host = f"{names.relative(target, own or '')}.{folder}"
            if folder != own and len(host) <= names.MAX_NAME:
                tried[folder] = None
                yield Further(Purpose.HOST, Question(host, RecordType.A), target)
    for folder in tried:
        yield Further(Purpose.HOST, Question(f"{token}.{folder}", RecordType.A), "")


def _folders(name: str) -> list[str]:
    """The name and those above it in which hosts can stand, the nearest first."""
    found = [name]
    while "." in names.parent(found[-1]):
        found.append(names.parent(found[-1]))
    return found


def _pointers(answers: list[Answer]) -> Iterator[Further]:
    for answer in _of_targets(answers):
        for record in answer.matching:
            if isinstance(record.data, Address):
                pointer = ipaddress.ip_address(record.data.address).reverse_pointer
                question = Question(pointer, RecordType.PTR)
                yield Further(Purpose.POINTER, question, f"{record.data.address} {answer.question.name}")


def _srv_targets(answers: list[Answer]) -> dict[str, None]:
    """The targets of all SRV records, folded, in order; ``.`` for none."""
    records = (record for answer in answers for record in answer.matching)
    return dict.fromkeys(names.fold(r.data.target) for r in records if isinstance(r.data, Srv))


def _serials(name: str, answers: list[Answer]) -> Iterator[Further]:
    """The SOA records of the zones that hold the name and the first SIP server; often it is one zone."""
    first = [answer.question.name for answer in _of_targets(answers)][:1]
    for one in (name, *first):
        yield Further(Purpose.SERIAL, Question(one, RecordType.SOA), one)


def _repeats(answers: list[Answer]) -> Iterator[Further]:
    """Each question four times: the SRV records, and the addresses of the first servers they lead to.

    A load balancer that tells of another address each time does so with the addresses alone.
    """
    again = [a for a in answers if a.question.type is RecordType.SRV and a.outcome.is_answer]
    again += [a for a in _of_targets(answers) if a.outcome is Outcome.DATA][:MOST_REPEATED]
    for answer in again:
        for turn in ("2", "3", "4"):
            yield Further(Purpose.REPEAT, answer.question, turn)
