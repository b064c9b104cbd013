"""How long a live check of three DNS servers takes, one of them dead, against its longest single chain.

    python -m tests.bench.checks [RUNS [TIMEOUT]]

The living servers hold the lab's zone without its sub-domain, so that every further question is
asked, and take 5 ms for an answer. Prints medians and ratios; never a pass or a fail. Target: at
most 1.2 (the servers are asked side by side).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

from tests.core.live import where
from tests.servers import scripted
from wizard.core.dns.answer import Server
from wizard.core.handset.resolver import Lookfor
from wizard.live import live_check
from wizard.workers import result_of

ZONE = "eslab.local"
LOOK = Lookfor(f"testserver.{ZONE}")


def seconds(servers: Sequence[Server], timeout: float) -> float:
    """The time that one check of these servers takes."""
    started = time.perf_counter()
    result_of(live_check(LOOK, servers, timeout=timeout))
    return time.perf_counter() - started


def main(runs: int = 5, timeout: float = 1.0) -> None:
    """Measures each server alone and all together in turn, so that a slow minute slows all."""
    answering = scripted.delayed(0.005, scripted.records(ZONE, f"piper.{ZONE}. 60 IN A 10.225.2.31"))
    with ExitStack() as stack:
        alive = [stack.enter_context(scripted.serve(answering)) for _ in range(2)]
        dead = stack.enter_context(scripted.serve(scripted.silence()))
        servers = [where(server) for server in (alive[0], dead, alive[1])]
        rounds = [
            (seconds(servers, timeout), [seconds([server], timeout) for server in servers])
            for _ in range(runs)
        ]
        asked = dead.count(transport="udp") / len(rounds) / 2
    whole = statistics.median(together for together, _ in rounds)
    singles = [statistics.median(alone[place] for _, alone in rounds) for place in range(len(servers))]
    ratio = statistics.median(together / max(alone) for together, alone in rounds)
    print(f"three servers, one dead: {whole:.2f} s; longest single chain: {max(singles):.2f} s")
    print(f"ratio {ratio:.2f} (target: at most 1.20)")
    print(
        f"a living server alone: {singles[0]:.2f} s with {alive[0].count() / len(rounds) / 2:.0f} questions"
    )
    print(f"the dead one: {singles[1] / timeout:.1f} times the time limit, {asked:.0f} datagrams")


if __name__ == "__main__":
    main(*(kind(text) for kind, text in zip((int, float), sys.argv[1:], strict=False)))
