"""What was typed for a live check, read: what is asked, whom, and what is wrong with the fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.core import names
from wizard.core.case.case import Case
from wizard.core.dns.answer import Server, parse_server
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.plan.typed import Problem
from wizard.core.words import Said

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

    def problem(self, field: str) -> Said | None:
        """What is wrong with one field, None if it is fine."""
        return next((problem.said for problem in self.problems if problem.field == field), None)

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
        found["server.0"] = Said("check.server-missing")
    seconds = read_seconds(draft.timeout)
    if seconds is None:
        found["timeout"] = Said("check.timeout", {"text": names.tidy(draft.timeout)[:20]})
    problems = tuple(Problem(field, said) for field, said in found.items() if said is not None)
    servers = tuple(server for _, text in typed if (server := parse_server(text)) is not None)
    return CheckReading(case.lookfor, tuple(dict.fromkeys(servers)), seconds or LONGEST, problems)


def address_problem(case: Case) -> Said | None:
    """What is wrong with the name or address to look up; None if nothing is."""
    text = names.tidy(case.checks.address)
    if text:
        if names.is_ip(text):
            return None
        typed = names.clean(text, underscore=True)
        return typed.problem or names.labels_problem(typed.name) or names.room_problem(typed.name)
    if case.plan is not None:
        return None
    if case.draft.is_blank:
        return Said("check.name-missing")
    return Said("check.name-incomplete")


def port_problem(text: str) -> Said | None:
    """What is wrong with the handset's port setting; empty stands for 0."""
    typed = names.tidy(text) or "0"
    if typed.isascii() and typed.isdigit() and len(typed) <= 10 and int(typed) <= 65535:
        return None
    return Said("check.port", {"text": typed[:20]})


def transport_problem(text: str) -> Said | None:
    """What is wrong with the handset's transport value; empty stands for the plan's."""
    if not text or text in TRANSPORTS:
        return None
    return Said("check.transport", {"text": text[:20]})


def server_problem(text: str) -> Said | None:
    """What is wrong with a DNS server as typed."""
    typed = names.tidy(text)
    shown = {"text": typed[:40]}
    server = parse_server(typed)
    if server is not None:
        if names.is_one_computer(server.address):
            return None
        return Said("check.no-computer", shown)
    if re.fullmatch(r"[^,;\s]+([,;\s]+[^,;\s]+)+", typed):
        return Said("check.several")
    host, colon, port = typed.rpartition(":")
    if colon and parse_server(host) is not None:
        return Said("check.server-port", {"port": port[:20]})
    return Said("check.no-address", shown)


def read_seconds(text: str) -> float | None:
    """Seconds as typed, with a point or a comma; None if it is no time that a check can wait."""
    typed = names.tidy(text).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", typed):
        return None
    return float(typed) if SHORTEST <= float(typed) <= LONGEST else None
