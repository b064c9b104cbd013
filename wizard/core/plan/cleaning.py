"""Cleaning what was typed into one field of a draft, once the user has left it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wizard.core import names
from wizard.core.plan.deployment import Option
from wizard.core.plan.draft import Draft, with_server
from wizard.core.plan.typed import DraftServer
from wizard.core.words import Said

_WITH_PORT = re.compile(r"\s*(?:sips?:)?(?P<host>[^:/\s]+):(?P<port>\d{1,5})\s*", re.IGNORECASE)
MISSING = "…"
UNSEEN = Said("cleaned.all", {"what": Said("cleaned.unseen")})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``said`` is what was repaired; None where nothing is worth a word."""

    draft: Draft
    said: Said | None = None


def cleaned(draft: Draft, field: str) -> Cleaned:
    """The draft with one field (named as in ``Problem.field``) cleaned. Wrong text stays as typed."""
    if field.startswith("server."):
        _, row, part = field.split(".")
        return _cleaned_server(draft, int(row), part)
    reading = draft.read()
    if reading.problem(field):
        return Cleaned(draft)
    repaired = next((repair for repair in reversed(reading.repairs) if repair.field == field), None)
    if repaired is None:
        return Cleaned(with_text(draft, field, names.tidy(text_of(draft, field))))
    return Cleaned(with_text(draft, field, repaired.text), repaired.said)


def text_of(draft: Draft, field: str) -> str:
    """What is typed in a field: ``domain``, ``subdomain``, ``ttl`` or one of a server."""
    if field.startswith("server."):
        _, row, part = field.split(".")
        return str(getattr(draft.servers[int(row)], part))
    return {"domain": draft.domain, "subdomain": draft.subdomain, "ttl": draft.ttl}[field]


def with_text(draft: Draft, field: str, text: str) -> Draft:
    """The draft with another text in one field; the names are those of ``text_of``."""
    match field:
        case "domain":
            return replace(draft, domain=text)
        case "subdomain":
            return replace(draft, subdomain=text)
        case "ttl":
            return replace(draft, ttl=text)
        case _:
            _, row, part = field.split(".")
            return with_server(draft, int(row), replace(draft.servers[int(row)], **{part: text}))


def _cleaned_server(draft: Draft, row: int, part: str) -> Cleaned:
    server = draft.servers[row]
    if part in ("host", "address"):
        moved = _port_moved(server, part)
        if moved is not None:
            return Cleaned(with_server(draft, row, moved), Said("cleaned.port-moved", {"port": moved.port}))
    text = text_of(draft, f"server.{row}.{part}")
    clean = names.tidy(text)
    said = None if clean == text.strip() else UNSEEN
    if part == "host":
        reading = draft.read()
        typed = names.clean(text)
        # A single name with a final dot is outside the domain; without the dot it would be inside.
        outside = clean.endswith(".") and "." not in typed.name
        if not reading.problem(f"server.{row}.host") and not outside:
            clean, said = typed.name, typed.repaired
    return Cleaned(with_server(draft, row, replace(server, **{part: clean})), said)


def _port_moved(server: DraftServer, part: str) -> DraftServer | None:
    """``piper:5070`` in a field for a name or an address; another port that was typed stays as it is."""
    match = _WITH_PORT.fullmatch(getattr(server, part))
    if match is None or not 0 < int(match["port"]) < 65536:
        return None
    if names.tidy(server.port) not in ("", match["port"]):
        return None
    host = match["host"]
    usable = names.is_ipv4(host) if part == "address" else not names.clean(host).problem
    return replace(server, **{part: host.rstrip("."), "port": match["port"]}) if usable else None


def name_so_far(draft: Draft) -> str:
    """The name that the handset will look up, with ``…`` for what is missing or cannot be used."""
    domain = names.clean(draft.domain)
    known = MISSING if domain.problem else domain.name
    if draft.option is Option.EXISTING_DOMAIN:
        return known
    sub = names.clean(draft.subdomain)
    if sub.problem:
        return f"{MISSING}.{known}" if known != MISSING else MISSING
    below = not domain.problem and names.is_below(sub.name, domain.name)
    return sub.name if below else f"{sub.name}.{known}"
