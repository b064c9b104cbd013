"""What is wrong with a SIP server's IP address as typed."""

from __future__ import annotations

import re

from wizard.core import names
from wizard.core.words import Said

_BRACKETS = re.compile(r"\[(?P<address>[^\[\]]*)\](?::.*)?")
_NUMBERS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){3}")
_BETWEEN = re.compile(r"[,;\s]+")


def address_problem(text: str) -> Said | None:
    """What to say of it, None for an IPv4 address that one computer can have."""
    typed = names.tidy(text)
    if not typed:
        return Said("address.missing")
    if not names.is_ipv4(typed):
        return _no_ipv4(typed)
    if not names.is_one_computer(typed):
        return Said("address.no-computer", {"text": typed})
    return None


def _no_ipv4(typed: str) -> Said:
    in_brackets = _BRACKETS.fullmatch(typed)
    if names.is_ip(in_brackets["address"] if in_brackets else typed):
        return Said("address.ipv6")
    if all(map(names.is_ip, _BETWEEN.split(typed))):
        return Said("address.several")
    address, colon, port = typed.rpartition(":")
    if colon and names.is_ipv4(address):
        return Said("address.port", {"port": port[:10], "address": address})
    if _NUMBERS.fullmatch(typed):
        plain = ".".join(str(int(number)) for number in typed.split("."))
        if names.is_ipv4(plain):
            return Said("address.zeros", {"plain": plain})
    return Said("address.none", {"text": typed[:40]})
