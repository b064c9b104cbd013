"""A SIP server's IP address as typed: what is wrong with it, and what to type instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.told import told
from wizard.core import names
from wizard.core.plan.server_address import address_problem


@pytest.mark.parametrize("typed", ["10.225.2.31", " 10.225.2.31 ", "127.0.0.1", "223.255.255.254"])
def test_what_can_be_a_server(typed: str) -> None:
    assert address_problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "Type the server's IP address"),
        ("0.0.0.0", "not the address of one computer"),
        ("0.1.2.3", "not the address of one computer"),
        ("255.255.255.255", "not the address of one computer"),
        ("224.0.1.75", "not the address of one computer"),
        ("239.1.2.3", "not the address of one computer"),
        ("::1", "This is an IPv6 address"),
        ("[::1]", "This is an IPv6 address"),
        ("[2001:db8::31]:5060", "This is an IPv6 address"),
        ("10.225.2.31:5070", "“:5070” is a port. Type 10.225.2.31 alone"),
        ("010.225.002.031", "Type 10.225.2.31."),
        ("010.225.002.999", "not an IP address"),
        ("10.225.2.31, 10.225.2.32", "more than one address"),
        ("10.225.2", "not an IP address"),
        ("piper.eslab.local", "not an IP address"),
        ("two words", "not an IP address"),
    ],
)
def test_what_cannot_says_what_to_type(typed: str, part: str) -> None:
    assert part in told(address_problem(typed))


@given(st.one_of(st.text(max_size=30), st.ip_addresses().map(str)))
def test_every_text_is_the_ipv4_address_of_one_computer_or_has_a_sentence(typed: str) -> None:
    tidy = names.tidy(typed)
    usable = names.is_ipv4(tidy) and names.is_one_computer(tidy)
    assert (address_problem(typed) is None) is usable
