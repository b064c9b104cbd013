"""The pictures of a fix summary: how the handset finds its servers, by what DNS servers answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_model import Drawn
from wizard.core.diagnosis.picture import Picture
from wizard.core.diagnosis.picture_chain import picture_of
from wizard.core.diagnosis.picture_life import with_life

MOST = 3
"""Pictures that a summary shows; servers that say the same share one."""


def pictures(teller: Teller) -> Iterator[Drawn]:
    """One picture for all DNS servers that say the same, as far as the check came."""
    report = teller.case.report
    if report is None:
        return
    drawn: dict[Picture, list[str]] = {}
    for chain in report.chains:
        if chain.answers or chain.entries:
            picture = _bare(with_life(picture_of(chain), report.probes))
            drawn.setdefault(picture, []).append(chain.server.with_port)
    for picture, servers in list(drawn.items())[:MOST]:
        key = "picture.recorded" if teller.recorded else "picture.live"
        servers_text = teller.words.listed(servers)
        yield Drawn(teller.words(key, servers=servers_text, when=teller.checked_at), picture)


def _bare(picture: Picture) -> Picture:
    """What is drawn, without what it was drawn from."""
    nodes = tuple(replace(node, answer=None, endpoints=(), probe=None) for node in picture.nodes)
    return replace(picture, nodes=nodes)
