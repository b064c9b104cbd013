"""Names that records point to: whether they can lead anywhere, and what was meant."""

from __future__ import annotations

from wizard.core import names
from wizard.core.diagnosis.starred import by_wildcard
from wizard.core.diagnosis.view import View
from wizard.core.trace.attempts import LookupResult


def undoubled(view: View, target: str) -> str:
    """The target without the zone that stands behind it twice, empty if it is not doubled.

    ``piper.eslab.local.eslab.local`` and ``piper.eslab.local.sip.eslab.local`` both come from a
    final dot that was left out in the zone. So does a planned host with the zone behind it.
    """
    folded = names.fold(target)
    zones = zones_above(view.attempt.name)
    hosts = (
        {names.fold(server.host) for server in view.own_plan.servers} if view.own_plan is not None else set()
    )
    for behind in zones:
        if not folded.endswith("." + behind):
            continue
        front = folded[: -len(behind) - 1]
        twice = any(front.endswith("." + zone) and ("." in zone or zone == behind) for zone in zones)
        if twice or front in hosts or (front in zones and "." in front):
            return target.rstrip(".")[: len(front)]
    return ""


def fault_of(view: View, target: str) -> str | None:
    """The code of the fault that keeps a target from having an address, None if it looks sound.

    A name that has an address of its own is sound, however odd it looks; a wildcard has one for every name.
    """
    bare = target.rstrip(".")
    if not bare:
        return "srv.service-declined"
    known = view.attempt.lookup("A", bare)
    if known is not None and known.result is LookupResult.FOUND and not by_wildcard(view, bare):
        return None
    if undoubled(view, bare):
        return "srv.target-doubled"
    if address_in(bare):
        return "srv.target-is-address"
    return "srv.target-short" if "." not in bare else None


def address_in(target: str) -> str:
    """The IPv4 address with which a target begins, else empty; the zone may stand behind it."""
    front = ".".join(target.split(".")[:4])
    return front if names.is_ipv4(front) else ""


def is_doubled(name: str, expected: str, near: str) -> bool:
    """Whether ``name`` is ``expected`` with a zone of ``near`` behind it: a final dot was missing."""
    folded, wanted = names.fold(name), names.fold(expected)
    return folded.startswith(wanted + ".") and folded[len(wanted) + 1 :] in zones_above(near)


def zones_above(name: str) -> tuple[str, ...]:
    """The name itself and every name above it, folded: ``a.b.c`` → ``a.b.c``, ``b.c``, ``c``."""
    labels = names.fold(name).split(".")
    return tuple(".".join(labels[position:]) for position in range(len(labels)))
