"""What ``check`` is asked for: what the handset looks for, and which DNS servers are to answer.

A UsageError says what is missing or wrong, and what to write instead.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from wizard.cli.arguments import UsageError
from wizard.cli.output import say
from wizard.core import names
from wizard.core.case.case import Case
from wizard.core.case.file import open_case
from wizard.core.dns.answer import Server, parse_server
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.plan.deployment import Deployment, Transport
from wizard.core.words import words


def case_named(path: str | None) -> Case | None:
    """The case of ``--case``, None without one."""
    if path is None:
        return None
    opened = open_case(Path(path))
    if opened.case is None:
        raise UsageError(opened.problem)
    return opened.case


def lookfor_of(arguments: argparse.Namespace, case: Case | None, plan: Deployment | None) -> Lookfor:
    """``--address`` before the plan, the plan before the case."""
    given = arguments.transport
    transport = given if given in TRANSPORTS else None
    if transport is None and given is not None and plan is None:
        transport = Transport(given).literal
    if not 0 <= arguments.port <= 65535:
        raise UsageError("--port takes a number from 0 to 65535.")
    if arguments.address is not None:
        address = _address(arguments.address)
        own = plan.domain if plan is not None else ""
        return Lookfor(address, arguments.port, transport or "DNSnaptr", own)
    if plan is not None:
        return Lookfor(plan.name, arguments.port, transport or plan.handset_transport, plan.domain)
    if case is not None and case.lookfor is not None:
        return case.lookfor
    raise UsageError(
        "Name what the handset looks for: --address NAME, --config FILE, --case FILE, or a plan."
    )


def _address(text: str) -> str:
    if names.is_ip(names.tidy(text)):
        return names.tidy(text)
    typed = names.clean(text, underscore=True)
    problem = typed.problem or names.labels_problem(typed.name) or names.room_problem(typed.name)
    if problem:
        raise UsageError(f"--address “{text[:60]}”: {problem.in_words(words())}")
    return typed.name


def say_of_address(text: str | None) -> None:
    """Says what of ``--address`` was repaired, when everything else that was typed is right."""
    if text is not None and not names.is_ip(names.tidy(text)):
        repaired = names.clean(text, underscore=True).repaired
        if repaired:
            say(repaired.in_words(words()))


def dns_servers(texts: Sequence[str]) -> tuple[Server, ...]:
    """The servers of ``--dns``, each once; at least one."""
    servers = []
    for text in texts:
        if not text.strip():
            continue
        server = parse_server(text)
        if server is None:
            raise UsageError(
                f"--dns “{text[:60]}” is no DNS server. Write its IP address: 10.225.2.5 or 10.225.2.5:53."
            )
        servers.append(server)
    if not servers:
        raise UsageError("Name a DNS server of the handset: --dns IP[:PORT].")
    return tuple(dict.fromkeys(servers))
