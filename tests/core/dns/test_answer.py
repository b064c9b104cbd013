from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.dns.answer import Server, parse_server


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("10.225.2.5", Server("10.225.2.5")),
        (" 10.225.2.5:5353 ", Server("10.225.2.5", 5353)),
        ("::1", Server("::1")),
        ("[::1]", Server("::1")),
        ("[::1]:5353", Server("::1", 5353)),
        ("2001:DB8:0:0::1", Server("2001:db8::1")),
    ],
)
def test_servers_as_typed(text: str, server: Server) -> None:
    assert parse_server(text) == server
    assert parse_server(server.with_port) == server
    assert parse_server(str(server)) == server


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dns.local",
        "10.225.2",
        "10.225.2.5:",
        "10.225.2.5:0",
        "10.225.2.5:65536",
        "10.225.2.5:x",
        "[::1]:",
        "1.2.3.4:٥٣",
    ],
)
def test_what_is_no_server(text: str) -> None:
    assert parse_server(text) is None


@given(st.text(max_size=40))
def test_any_text_is_a_server_or_none(text: str) -> None:
    server = parse_server(text)
    assert server is None or parse_server(server.with_port) == server
