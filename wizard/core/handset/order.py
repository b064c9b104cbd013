"""The order in which the handset uses the records of an answer, and which of them it can use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wizard.core import names
from wizard.core.record import Naptr, RecordData, Srv

SERVICES = {"SIP+D2U": "udp", "SIP+D2T": "tcp", "SIPS+D2T": "tls"}
"""The protocol of every NAPTR service that is SIP's."""

Data = TypeVar("Data", bound=RecordData)


def in_order(records: list[Srv]) -> list[Srv]:
    """SRV records as a handset tries them: lowest priority first, then the heavier first.

    Within one priority RFC 2782 draws at random by weight; the heavier is the likelier. Where that
    decides nothing the name does, so that the same records always make the same list.
    """
    return sorted(records, key=rank)


def as_used(records: Iterable[Data]) -> tuple[Data, ...]:
    """The data of one answer in the order in which the handset uses it; DNS gives it in any."""
    return tuple(sorted(records, key=rank))


def rank(data: RecordData) -> tuple[str, str]:
    """What decides, as text: numbers filled up with zeros, so that they compare as numbers do."""
    match data:
        case Srv():
            target = names.fold(data.target)
            place = (f"{data.priority:05}", f"{65535 - data.weight:05}", target, f"{data.port:05}")
        case Naptr():
            place = (f"{data.order:05}", f"{data.preference:05}", data.service, names.fold(data.replacement))
        case _:
            place = (repr(data), "", "", "")
    return type(data).__name__, " ".join(place)


def chosen_protocol(records: list[Naptr]) -> str:
    """The transport of the NAPTR that wins: the lowest order, then preference (RFC 3403, 4.1).

    Records whose service is not SIP's are discarded (RFC 3263, 4.1). UDP where none is left.
    """
    usable = usable_naptr(records)
    return SERVICES[usable[0].service.upper()] if usable else "udp"


def usable_naptr(records: list[Naptr]) -> list[Naptr]:
    """The NAPTR records that lead to SIP servers, the one that wins first."""
    usable = [naptr for naptr in records if naptr.service.upper() in SERVICES and naptr.flags.lower() == "s"]
    services = list(SERVICES)
    return sorted(usable, key=lambda one: (one.order, one.preference, services.index(one.service.upper())))
