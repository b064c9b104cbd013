"""Reads a draft: the plan that it makes, or what each field lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core import names
from wizard.core.plan.deployment import (
    DEFAULT_TTL,
    DEFAULT_WEIGHT,
    FIRST_PRIORITY,
    PRIORITY_STEP,
    Deployment,
    Option,
    SipServer,
)
from wizard.core.plan.server_address import address_problem
from wizard.core.plan.typed import DraftServer, Problem, Reading, Repair
from wizard.core.words import Said

if TYPE_CHECKING:
    from wizard.core.plan.draft import Draft

MAX_TTL = 2**31 - 1


class Reader:
    """Reads one draft, collecting problems on the way."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.problems: list[Problem] = []
        self.repairs: list[Repair] = []

    def read(self) -> Reading:
        draft = self.draft
        domain = self.name("domain", draft.domain)
        subdomain = ""
        if draft.option is Option.SUB_DOMAIN:
            subdomain = self.subdomain(domain)
        self.check_room("subdomain" if subdomain else "domain", f"{subdomain}.{domain}".strip("."))
        servers = self.servers(domain)
        ttl = self.number("ttl", draft.ttl, DEFAULT_TTL, 1, MAX_TTL, "setup.ttl")
        problems = tuple(self.problems)
        repairs = tuple(self.repairs)
        if problems:
            return Reading(None, problems, repairs)
        plan = Deployment(
            domain=domain,
            subdomain=subdomain,
            servers=servers,
            transport=draft.transport,
            naptr=draft.naptr,
            ttl=ttl,
            redundancy=draft.redundancy,
        )
        return Reading(plan, (), repairs)

    def blame(self, field: str, said: Said) -> None:
        self.problems.append(Problem(field, said))

    def name(self, field: str, text: str, *, underscore: bool = False) -> str:
        typed = names.clean(text, underscore=underscore)
        if typed.problem:
            self.blame(field, typed.problem)
        if typed.repaired:
            self.repairs.append(Repair(field, typed.repaired, typed.name))
        return typed.name

    def subdomain(self, domain: str) -> str:
        text = names.tidy(self.draft.subdomain)
        if not text:
            self.blame("subdomain", Said("setup.subdomain-missing"))
            return ""
        name = self.name("subdomain", self.draft.subdomain)
        if domain and names.same(name, domain):
            self.blame("subdomain", Said("setup.subdomain-again", {"domain": domain}))
        elif domain and names.is_below(name, domain):
            name = names.relative(name, domain)
            self.repairs.append(Repair("subdomain", Said("cleaned.subdomain", {"domain": domain}), name))
        if len(f"{name}.{domain}") > names.MAX_NAME:
            self.blame("subdomain", Said("setup.subdomain-long", {"most": names.MAX_NAME}))
        return name

    def check_room(self, field: str, name: str) -> None:
        """Whether the plan's SRV records can have their names."""
        problem = names.room_problem(name, self.draft.transport.labels)
        if problem is not None and not any(one.field == field for one in self.problems):
            self.blame(field, problem)

    def servers(self, domain: str) -> tuple[SipServer, ...]:
        rows = [(row, typed) for row, typed in enumerate(self.draft.servers) if not typed.is_blank]
        if not rows:
            self.blame("servers", Said("setup.servers-missing"))
        servers = tuple(
            self.server(row, typed, position, domain) for position, (row, typed) in enumerate(rows)
        )
        addresses: dict[str, str] = {}
        known_places: set[tuple[str, int]] = set()
        for (row, _), server in zip(rows, servers, strict=True):
            known = addresses.setdefault(names.fold(server.host), server.address)
            if server.host and known != server.address:
                self.blame(
                    f"server.{row}.address",
                    Said("setup.other-address", {"host": server.host, "address": known}),
                )
            place = (names.fold(server.host), server.port)
            if server.host and place in known_places:
                said = Said("setup.twice", {"host": server.host, "port": server.port})
                self.blame(f"server.{row}.host", said)
            known_places.add(place)
        return servers

    def server(self, row: int, typed: DraftServer, position: int, domain: str) -> SipServer:
        field = f"server.{row}"
        host = self.host(f"{field}.host", typed.host, domain)
        address = names.tidy(typed.address)
        problem = address_problem(address)
        if problem:
            self.blame(f"{field}.address", problem)
        usual = self.draft.transport.default_port
        return SipServer(
            host,
            address,
            self.number(f"{field}.port", typed.port, usual, 1, 65535, "setup.port"),
            self.number(
                f"{field}.priority",
                typed.priority,
                FIRST_PRIORITY + PRIORITY_STEP * position,
                0,
                65535,
                "setup.number",
            ),
            self.number(f"{field}.weight", typed.weight, DEFAULT_WEIGHT, 0, 65535, "setup.number"),
        )

    def host(self, field: str, text: str, domain: str) -> str:
        if not names.tidy(text):
            self.blame(field, Said("setup.host-missing"))
            return ""
        if names.is_ip(names.tidy(text)):
            self.blame(field, Said("setup.host-address"))
            return ""
        absolute = names.tidy(text).endswith(".")
        host = self.name(field, text)
        if "." in host or absolute or not domain:
            return host
        host = f"{host}.{domain}"
        if len(host) > names.MAX_NAME:
            self.blame(field, Said("setup.subdomain-long", {"most": names.MAX_NAME}))
        return host

    def number(
        self,
        field: str,
        text: str,
        default: int,
        low: int,
        high: int,
        key: str,
    ) -> int:
        typed = names.tidy(text)
        if not typed:
            return default
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 10 or not low <= int(typed) <= high:
            self.blame(field, Said(key, {"text": typed[:20], "low": low, "high": high}))
            return default
        return int(typed)
