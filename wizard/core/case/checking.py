"""What was typed for a live check, read: what is asked, whom, and what is wrong with the fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.core import names
from wizard.core.case.case import Case
from wizard.core.dns.answer import Server, parse_server
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.plan.typed import Problem

MOST_SERVERS = 3
"""A handset knows no more DNS servers than DHCP gives it, two or three."""
SHORTEST, LONGEST = 0.1, 60.0


@dataclass(frozen=True, slots=True)
class CheckReading:
    """``lookfor`` is None, ``servers`` empty, where the fields do not say. Each server stands once.

    ``problems`` are in the order of the fields: ``address``, ``port``, ``transport``,
    ``server.<from 0>``, ``timeout`` (seconds for one question).
    """

    lookfor: Lookfor | None
    servers: tuple[Server, ...]
    timeout: float
    problems: tuple[Problem, ...]

    def problem(self, field: str) -> str:
        """The sentence about one field, empty if it is fine."""
        return next((problem.sentence for problem in self.problems if problem.field == field), "")

    @property
    def is_ready(self) -> bool:
        """Whether the check can be made."""
        return self.lookfor is not None and bool(self.servers) and not self.problems


def read_checks(case: Case) -> CheckReading:
    """Reads the draft of the live check beside the plan."""
    draft = case.checks
    found = {
        "address": address_problem(case),
        "port": port_problem(draft.port),
        "transport": transport_problem(draft.transport),
    }
    typed = [(number, text) for number, text in enumerate(draft.servers) if names.tidy(text)]
    found |= {f"server.{number}": server_problem(text) for number, text in typed}
    if not typed:
        found["server.0"] = "Type the IP address of the handset's DNS server, for example 10.225.2.5."
    seconds = read_seconds(draft.timeout)
    if seconds is None:
        found["timeout"] = f"“{names.tidy(draft.timeout)[:20]}” is no time. Type seconds, for example 2."
    problems = tuple(Problem(field, sentence) for field, sentence in found.items() if sentence)
    servers = tuple(server for _, text in typed if (server := parse_server(text)) is not None)
    return CheckReading(case.lookfor, tuple(dict.fromkeys(servers)), seconds or LONGEST, problems)


def address_problem(case: Case) -> str:
    """What is wrong with the name or address to look up; empty if nothing is."""
    text = names.tidy(case.checks.address)
    if text:
        if names.is_ip(text):
            return ""
        typed = names.clean(text, underscore=True)
        return typed.problem or names.labels_problem(typed.name)
    if case.plan is not None:
        return ""
    if case.draft.is_blank:
        return "Type the name that the handset is configured with, or fill in the DNS setup first."
    return "Type the name here, or complete the DNS setup: it has fields to mend."


def port_problem(text: str) -> str:
    """What is wrong with the handset's port setting; empty stands for 0."""
    typed = names.tidy(text) or "0"
    if typed.isascii() and typed.isdigit() and len(typed) <= 10 and int(typed) <= 65535:
        return ""
    return f"“{typed[:20]}” is no port. Type 0, as the plan has it, or a number up to 65535."


def transport_problem(text: str) -> str:
    """What is wrong with the handset's transport value; empty stands for the plan's."""
    if not text or text in TRANSPORTS:
        return ""
    return f"“{text[:20]}” is no transport that the handset knows. Choose one of the list."


def server_problem(text: str) -> str:
    """What is wrong with a DNS server as typed."""
    typed = names.tidy(text)
    shown = f"“{typed[:40]}”"
    server = parse_server(typed)
    if server is not None:
        if names.is_one_computer(server.address):
            return ""
        return f"{shown} is not the address of one computer. Type the DNS server's own IP address."
    if re.fullmatch(r"[^,;\s]+([,;\s]+[^,;\s]+)+", typed):
        return "This is more than one address. Type one here and the others in the fields beside it."
    host, colon, port = typed.rpartition(":")
    if colon and parse_server(host) is not None:
        return f"“{port[:20]}” is no port. Type a number from 1 to 65535, or leave it out: 53 is usual."
    return f"{shown} is no IP address. Type four numbers, for example 10.225.2.5 or 10.225.2.5:53."


def read_seconds(text: str) -> float | None:
    """Seconds as typed, with a point or a comma; None if it is no time that a check can wait."""
    typed = names.tidy(text).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", typed):
        return None
    return float(typed) if SHORTEST <= float(typed) <= LONGEST else None
