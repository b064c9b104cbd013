"""A chain as a picture: name, NAPTR, SRV, servers in failover order, each with what came of it.

Also of a chain that is still being asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wizard.core import names
from wizard.core.about import told
from wizard.core.diagnosis.picture import (
    Edge,
    Node,
    NodeKind,
    NodeState,
    Picture,
    data_text,
    place_text,
    state_of,
)
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.handset.chain import Chain, in_words, outcome_words
from wizard.core.handset.order import chosen_protocol, in_order
from wizard.core.handset.resolver import PROTOCOLS
from wizard.core.record import Address, Naptr, RecordType, Srv
from wizard.core.sip.outcome import Endpoint

MOST_SERVERS = 12
MOST_LINES = 4


def picture_of(chain: Chain) -> Picture:
    """The picture of a chain, finished or not."""
    way = [_name(chain), *_questions(chain)]
    servers = list(_servers(chain))
    nodes = (*way, *servers)
    edges = [Edge(n, n + 1, used=way[n + 1].state is not NodeState.NOT_ASKED) for n in range(len(way) - 1)]
    edges += [
        Edge(len(way) - 1, len(way) + n, used=node.state is NodeState.FOUND) for n, node in enumerate(servers)
    ]
    return Picture(nodes, tuple(edges))


def is_harmless(answer: Answer, chain: Chain) -> bool:
    """Whether "there is none" costs nothing: no NAPTR record, but SRV records without it."""
    if answer.question.type is not RecordType.NAPTR or state_of(answer) is not NodeState.NONE:
        return False
    srv = _asked(chain, RecordType.SRV)
    return srv is not None and srv.outcome is Outcome.DATA


def _name(chain: Chain) -> Node:
    target = chain.lookfor
    lines = (told("station.port", port=target.port, transport=target.transport),)
    return Node(NodeKind.NAME, NodeState.FOUND, target.address, told("station.configured"), lines)


def _questions(chain: Chain) -> Iterator[Node]:
    target = chain.lookfor
    skipped = ""
    if names.is_ip(target.address):
        skipped = told("station.skipped.address")
    elif target.port:
        skipped = told("station.skipped.port", port=target.port)
    explicit = ""
    if target.transport in PROTOCOLS:
        explicit = told("station.skipped.transport", transport=target.transport)
    yield _question(chain, NodeKind.NAPTR, _asked(chain, RecordType.NAPTR), skipped or explicit)
    srv = _asked(chain, RecordType.SRV)
    yield _question(chain, NodeKind.SRV, srv, skipped)
    host = _fallback(chain)
    if host is not None:
        yield _question(chain, NodeKind.A, host, "")


def _question(chain: Chain, kind: NodeKind, answer: Answer | None, skipped: str) -> Node:
    if answer is None or state_of(answer) is NodeState.NOT_ASKED:
        word = told("station.not-asked-because", reason=skipped) if skipped else _pending(chain, answer)
        return Node(kind, NodeState.NOT_ASKED, kind.value, word)
    state = state_of(answer)
    title = f"{kind.value} {answer.question.name}"
    if state is not NodeState.FOUND:
        harmless = is_harmless(answer, chain)
        word = told("station.none-needed") if harmless else _nothing(state, _reason(answer))
        return Node(kind, state, title, word, (), harmless, answer)
    # What SRV and A records hold is drawn as servers.
    shown = _few(data_text(record) for record in answer.matching) if kind is NodeKind.NAPTR else ()
    return Node(kind, state, title, told("station.found-what", what=in_words(answer)), shown, answer=answer)


def _reason(answer: Answer) -> str:
    if answer.outcome is Outcome.NODATA:
        return told("station.no-record")
    return in_words(answer)


def _nothing(state: NodeState, reason: str) -> str:
    return told("station.none" if state is NodeState.NONE else "station.failed", reason=reason)


def _pending(chain: Chain, answer: Answer | None) -> str:
    if answer is not None and answer.outcome is Outcome.NOT_ASKED:
        return outcome_words(answer.outcome)
    if chain.cancelled:
        return told("station.not-asked-cancelled")
    return told("station.not-asked" if chain.attempt is not None else "station.not-asked-yet")


def _asked(chain: Chain, kind: RecordType) -> Answer | None:
    return next((answer for answer in chain.answers if answer.question.type is kind), None)


def _fallback(chain: Chain) -> Answer | None:
    """The question for the name's own address, which is asked where no SRV record is found."""
    srv = _asked(chain, RecordType.SRV)
    if srv is not None and srv.outcome is Outcome.DATA:
        return None
    return chain.answer(RecordType.A, chain.lookfor.address)


def _servers(chain: Chain) -> Iterator[Node]:
    srv = _asked(chain, RecordType.SRV)
    protocol = _protocol_of(chain)
    if srv is not None and srv.outcome is Outcome.DATA:
        targets = in_order([record.data for record in srv.matching if isinstance(record.data, Srv)])
        for number, target in enumerate(targets[:MOST_SERVERS], 1):
            yield _target(chain, number, target, protocol)
        if len(targets) > MOST_SERVERS:
            more = told("station.more-servers", count=len(targets) - MOST_SERVERS)
            yield Node(NodeKind.SERVER, NodeState.NOT_ASKED, more, told("station.not-drawn"))
        return
    yield _only_server(chain, protocol)


def _target(chain: Chain, number: int, target: Srv, protocol: str) -> Node:
    title = f"{number}. {target.target}"
    order = told("record-data.srv-order", priority=target.priority, weight=target.weight)
    if names.is_ip(target.target.rstrip(".")):
        word = told("station.target-address")
        return Node(NodeKind.SERVER, NodeState.FAILED, title, word, (order,))
    answer = chain.answer(RecordType.A, target.target)
    if answer is None or state_of(answer) is NodeState.NOT_ASKED:
        return Node(NodeKind.SERVER, NodeState.NOT_ASKED, title, _pending(chain, answer), (order,))
    state = state_of(answer)
    if state is not NodeState.FOUND:
        word = _nothing(state, _address_reason(answer))
        return Node(NodeKind.SERVER, state, title, word, (order,), answer=answer)
    places = _endpoints(answer, target.target, target.port, protocol)
    lines = (*_where(places), order)
    if target.port == 0:
        word = told("station.port-zero")
        return Node(NodeKind.SERVER, NodeState.FAILED, title, word, lines, answer=answer)
    word = told("station.found")
    return Node(NodeKind.SERVER, state, title, word, lines, answer=answer, endpoints=places)


def _address_reason(answer: Answer) -> str:
    if answer.outcome is Outcome.NODATA:
        return told("station.no-address")
    return outcome_words(answer.outcome)


def _endpoints(answer: Answer, host: str, port: int, protocol: str) -> tuple[Endpoint, ...]:
    addresses = [record.data.address for record in answer.matching if isinstance(record.data, Address)]
    return tuple(Endpoint(host, address, port, protocol) for address in addresses)


def _where(places: Iterable[Endpoint]) -> tuple[str, ...]:
    return _few(place_text(place) for place in places)


def _only_server(chain: Chain, protocol: str) -> Node:
    """What is left where no SRV record names the servers."""
    target = chain.lookfor
    port = target.port or (5061 if protocol == "tls" else 5060)
    host = _fallback(chain)
    places: tuple[Endpoint, ...] = ()
    if names.is_ip(target.address):
        places = (Endpoint(target.address, target.address, port, protocol),)
    elif host is not None and host.outcome is Outcome.DATA:
        places = _endpoints(host, target.address, port, protocol)
    if places:
        title, word, lines = told("station.one-server"), told("station.found"), _where(places)
        return Node(NodeKind.SERVER, NodeState.FOUND, title, word, lines, answer=host, endpoints=places)
    title = told("station.servers")
    if host is None or state_of(host) is NodeState.NOT_ASKED:
        return Node(NodeKind.SERVER, NodeState.NOT_ASKED, title, _pending(chain, host))
    return Node(NodeKind.SERVER, NodeState.FAILED, title, told("station.no-server"))


def _protocol_of(chain: Chain) -> str:
    """``udp``, ``tcp`` or ``tls``, as far as the answers tell."""
    target = chain.lookfor
    if target.transport in PROTOCOLS:
        return PROTOCOLS[target.transport]
    naptr = _asked(chain, RecordType.NAPTR)
    if naptr is None or naptr.outcome is not Outcome.DATA:
        return "udp"
    return chosen_protocol([record.data for record in naptr.matching if isinstance(record.data, Naptr)])


def _few(texts: Iterable[str]) -> tuple[str, ...]:
    """The first lines, and how many more there are."""
    found = tuple(texts)
    if len(found) <= MOST_LINES:
        return found
    return (*found[: MOST_LINES - 1], told("station.more-lines", count=len(found) - MOST_LINES + 1))
