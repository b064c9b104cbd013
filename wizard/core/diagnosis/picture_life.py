"""A picture with what else is known of its servers: whether they answer, or are supposed to be down."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.about import told
from wizard.core.diagnosis.picture import Edge, Node, NodeState, Picture, place_text
from wizard.core.handset.failover import Share, serving
from wizard.core.plan.sentence import percent
from wizard.core.sip.outcome import Endpoint, Outcome, Probe, outcome_words
from wizard.core.trace.attempts import FoundServer
from wizard.core.words import words

Place = tuple[str, str, int, str]


def with_life(picture: Picture, probes: Iterable[Probe]) -> Picture:
    """The servers with what they said when they were asked; a probe that was cancelled says nothing."""
    heard = {_place(probe.server): probe for probe in probes if probe.outcome is not Outcome.CANCELLED}
    return _redrawn(picture, [_living(node, heard) for node in picture.nodes])


def with_down(picture: Picture, servers: Sequence[FoundServer], down: Collection[str]) -> Picture:
    """The picture while some hosts are down; ``servers`` are those that the chain found."""
    if not down:
        return picture
    gone = {names.fold(host) for host in down}
    left = serving(servers, down)
    return _redrawn(picture, [_supposed(node, gone, left) for node in picture.nodes])


def _redrawn(picture: Picture, nodes: Sequence[Node]) -> Picture:
    """Only to a server that can be used leads a way that is used."""
    edges = [
        replace(edge, used=nodes[edge.end].state is NodeState.FOUND) if nodes[edge.end].endpoints else edge
        for edge in picture.edges
    ]
    return Picture(tuple(nodes), tuple[Edge, ...](edges))


def _place(endpoint: Endpoint) -> Place:
    return names.fold(endpoint.host), endpoint.address, endpoint.port, endpoint.protocol


def _living(node: Node, heard: Mapping[Place, Probe]) -> Node:
    asked = [probe for place in node.endpoints if (probe := heard.get(_place(place))) is not None]
    if not asked:
        return node
    dead = next((probe for probe in asked if not probe.alive), None)
    said = {place_text(probe.server): outcome_words(probe.outcome) for probe in asked}
    lines = tuple(f"{line}: {said[line]}" if len(asked) > 1 and line in said else line for line in node.lines)
    if dead is None:
        said_so = outcome_words(asked[0].outcome)
        code = f" ({asked[0].status})" if len(asked) == 1 and asked[0].status else ""
        word = told("station.alive", what=f"{said_so}{code}")
        return replace(node, word=word, lines=lines, probe=asked[0])
    word = told("station.alive", what=outcome_words(dead.outcome))
    return replace(node, state=NodeState.FAILED, word=word, lines=lines, probe=dead)


def _supposed(node: Node, gone: Collection[str], left: Sequence[Share]) -> Node:
    if not node.endpoints:
        return node
    place = node.endpoints[0]
    if names.fold(place.host) in gone:
        return replace(node, state=NodeState.DOWN, word=told("station.down"))
    share = next(
        (one for one in left if names.same(one.server.host, place.host) and one.server.port == place.port),
        None,
    )
    if share is None:
        return node
    if share.part == 1:
        return replace(node, word=told("station.serves-all", word=node.word))
    part = percent(share.part, words())
    return replace(node, word=told("station.serves-some", word=node.word, part=part))
