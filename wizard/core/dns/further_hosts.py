"""The hosts of SRV records: where a missing one was created instead, and what there is of the others."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from wizard.core import names
from wizard.core.dns.answer import Answer, Outcome, Question
from wizard.core.dns.further import Further, Purpose
from wizard.core.record import Address, RecordType, Srv

MOST_HOSTS = 4
"""Missing or shortened hosts that are looked for elsewhere."""


def planned(answers: list[Answer], hosts: Iterable[str]) -> Iterator[Further]:
    """Planned servers that the handset did not come to."""
    asked = {names.fold(a.question.name) for a in answers if a.question.type is RecordType.A}
    for host in hosts:
        if names.fold(host) not in asked:
            yield Further(Purpose.PLANNED, Question(host, RecordType.A), host)


def below_hosts(answers: list[Answer], hosts: Iterable[str], token: str) -> Iterator[Further]:
    """Whether the hosts exist, or a wildcard makes them up: then it makes up what is below them too."""
    found = (answer.question.name for answer in of_targets(answers) if answer.outcome is Outcome.DATA)
    known = {names.fold(name): name for name in (*found, *hosts)}
    for host in list(known.values())[: 2 * MOST_HOSTS]:
        if len(token) + 1 + len(host) <= names.MAX_NAME:
            yield Further(Purpose.BELOW_HOST, Question(f"{token}.{host}", RecordType.A), host)


def full_names(name: str, answers: list[Answer]) -> Iterator[Further]:
    """What a target without a domain may mean."""
    short = [target for target in srv_targets(answers) if target and "." not in target]
    for target in short[:MOST_HOSTS]:
        for folder in _folders(name):
            yield Further(Purpose.FULL_NAME, Question(f"{target}.{folder}", RecordType.A), target)


def of_targets(answers: list[Answer]) -> Iterator[Answer]:
    """The answers about the addresses of SRV targets."""
    targets = srv_targets(answers)
    for answer in answers:
        if answer.question.type is RecordType.A and names.fold(answer.question.name) in targets:
            yield answer


def ipv6(answers: list[Answer]) -> Iterator[Further]:
    """Whether a host without the address that the handset asks for has the other kind."""
    for answer in of_targets(answers):
        if answer.outcome is Outcome.NODATA:
            question = Question(answer.question.name, RecordType.AAAA)
            yield Further(Purpose.IPV6, question, answer.question.name)


def hosts_elsewhere(name: str, answers: list[Answer], token: str) -> Iterator[Further]:
    """Hosts that were created in the folder of the sub-domain instead of its parent, or the other way.

    An invented host goes with each folder, ``about`` nothing: a wildcard there would prove nothing.
    """
    folders = _folders(name)
    missing = [a for a in of_targets(answers) if a.outcome in {Outcome.NXDOMAIN, Outcome.NODATA}]
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


def pointers(answers: list[Answer]) -> Iterator[Further]:
    """The names of the hosts' addresses."""
    for answer in of_targets(answers):
        for record in answer.matching:
            if isinstance(record.data, Address):
                pointer = ipaddress.ip_address(record.data.address).reverse_pointer
                question = Question(pointer, RecordType.PTR)
                yield Further(Purpose.POINTER, question, f"{record.data.address} {answer.question.name}")


def srv_targets(answers: list[Answer]) -> dict[str, None]:
    """The targets of all SRV records, folded, in order; ``.`` for none."""
    records = (record for answer in answers for record in answer.matching)
    return dict.fromkeys(names.fold(r.data.target) for r in records if isinstance(r.data, Srv))
