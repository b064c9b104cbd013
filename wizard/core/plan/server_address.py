"""What is wrong with a SIP server's IP address as typed."""

from __future__ import annotations

import re

from wizard.core import names

_BRACKETS = re.compile(r"\[(?P<address>[^\[\]]*)\](?::.*)?")
_NUMBERS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){3}")
_BETWEEN = re.compile(r"[,;\s]+")


def address_problem(text: str) -> str:
    """One sentence, empty for an IPv4 address that one computer can have."""
    typed = names.tidy(text)
    if not typed:
        return "Type the server's IP address, for example 10.225.2.31."
    if not names.is_ipv4(typed):
        return _no_ipv4(typed)
    if not names.is_one_computer(typed):
        return f"{typed} is not the address of one computer. Type the SIP server's own IP address."
    return ""


def _no_ipv4(typed: str) -> str:
    in_brackets = _BRACKETS.fullmatch(typed)
    if names.is_ip(in_brackets["address"] if in_brackets else typed):
        return "This is an IPv6 address. The handset asks for IPv4 (A records) alone; type the IPv4 address."
    if all(map(names.is_ip, _BETWEEN.split(typed))):
        return "This is more than one address. Type one here; every server has a row of its own."
    address, colon, port = typed.rpartition(":")
    if colon and names.is_ipv4(address):
        return f"“:{port[:10]}” is a port. Type {address} alone here, and the port in the field for it."
    if _NUMBERS.fullmatch(typed):
        plain = ".".join(str(int(number)) for number in typed.split("."))
        if names.is_ipv4(plain):
            return f"Leading zeros must go, since some programs read them as another number. Type {plain}."
    return f"“{typed[:40]}” is not an IP address. Type four numbers, for example 10.225.2.31."
