"""What is wrong with the thing looked for itself: a port or an IP address keeps DNS out of it."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.view import View
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Ending


def target_findings(chain: Chain) -> Iterator[Finding]:
    """At most one: with an IP address nothing is asked, with a port only an A record."""
    target = chain.lookfor
    shown = tuple(evidence_of(answer) for answer in chain.answers)
    if names.is_ip(target.address):
        facts = {"address": target.address}
        yield Finding("config.address-is-ip", target.address, shown, facts, variant="log")
    elif target.port:
        facts = {"name": target.address, "port": str(target.port)}
        yield Finding("config.port-not-zero", target.address, shown, facts, variant="log")


def logged_port_findings(view: View) -> Iterator[Finding]:
    """A configured port as a log shows it: the search began with the name's own address."""
    attempt = view.attempt
    if view.chain is None and attempt.port and attempt.lookup("SRV") is None:
        facts = {"name": attempt.name, "port": str(attempt.port)}
        shown = attempt.seen(ev.AddressFallback)
        # With a port a handset registers with one server, or with none: where the name has no address.
        # Only the line that says so proves that: a name that is missing may be another thread's.
        found_none = attempt.ending is Ending.NOTHING and attempt.seen(ev.NothingFound)
        variant = "log-none" if found_none else "log"
        yield Finding("config.port-not-zero", attempt.name, shown, facts, variant)
