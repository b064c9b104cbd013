"""The server table's rows: adding, removing, moving, and the priorities that follow from the order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from wizard.core.plan.deployment import FIRST_PRIORITY, PRIORITY_STEP
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer

HIGHEST = 65535


def automatic_priorities(draft: Draft) -> tuple[str, ...]:
    """What each row's priority is while nothing is typed there: 10, 20, … in the order of the rows.

    Blank rows make no server, so the number that they would get does not count for the others.
    """
    found = []
    position = 0
    for row, server in enumerate(draft.servers):
        found.append(str(FIRST_PRIORITY + PRIORITY_STEP * (row if server.is_blank else position)))
        position += not server.is_blank
    return tuple(found)


def is_automatic(draft: Draft) -> bool:
    """Whether all priorities are those that would be filled in anyway."""
    pairs = zip(draft.servers, automatic_priorities(draft), strict=True)
    return all(server.priority.strip() in ("", usual) for server, usual in pairs)


def priorities(draft: Draft) -> tuple[int, ...] | None:
    """The priorities of the rows that make a server, None while one is no number."""
    found = []
    for server, usual in zip(draft.servers, automatic_priorities(draft), strict=True):
        text = server.priority.strip() or usual
        if server.is_blank:
            continue
        if not (text.isascii() and text.isdigit()) or len(text) > 5:
            return None
        found.append(int(text))
    return tuple(found)


def out_of_order(draft: Draft) -> bool:
    """Whether a row stands below one that is used after it."""
    return any(one > other for one, other in pairwise(priorities(draft) or ()))


def added(draft: Draft) -> Draft:
    """One more row, used after all others."""
    known = priorities(draft)
    row = DraftServer()
    if not is_automatic(draft) and known:
        row = DraftServer(priority=str(min(max(known) + PRIORITY_STEP, HIGHEST)))
    return replace(draft, servers=(*draft.servers, row))


def removed(draft: Draft, row: int) -> Draft:
    """One row less; the last one leaves a blank row behind."""
    left = tuple(server for number, server in enumerate(draft.servers) if number != row)
    fewer = replace(draft, servers=left or (DraftServer(),))
    return renumbered(fewer) if is_automatic(draft) else fewer


def inserted(draft: Draft, row: int, server: DraftServer) -> Draft:
    """A row put back where it was."""
    servers = (*draft.servers[:row], server, *draft.servers[row:])
    return replace(draft, servers=servers)


def moved(draft: Draft, row: int, to: int) -> Draft:
    """The row at another place.

    Where the rows stand in failover order, each place keeps its priority, so the server that moves
    takes its new place in the failover too. Otherwise a row keeps what was typed into it.
    """
    servers = list(draft.servers)
    servers.insert(to, servers.pop(row))
    after = replace(draft, servers=tuple(servers))
    if is_automatic(draft):
        return renumbered(after)
    known = priorities(draft)
    if known is None or out_of_order(draft):
        return after
    return _with_priorities(after, (str(number) for number in known))


def renumbered(draft: Draft) -> Draft:
    """All priorities filled in again, in the order of the rows."""
    return replace(draft, servers=tuple(replace(server, priority="") for server in draft.servers))


def _with_priorities(draft: Draft, texts: Iterable[str]) -> Draft:
    left = iter(texts)
    servers = tuple(
        server if server.is_blank else replace(server, priority=next(left)) for server in draft.servers
    )
    return replace(draft, servers=servers)
