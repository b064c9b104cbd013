"""The request that is sent, and reading whatever comes back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from wizard import __version__
from wizard.core.sip.message import MAX_MESSAGE, Framer, Message, options, parse, plain
from wizard.core.sip.outcome import Endpoint

TARGET = Endpoint("piper.eslab.local", "10.225.2.31", 5060, "udp")
NAME = "testserver.eslab.local"


def asked(endpoint: Endpoint = TARGET, domain: str = NAME, own: str = "10.225.2.9") -> Message:
    return options(endpoint, domain, own, 40000)


def read(data: bytes) -> Message:
    message = parse(data)
    assert isinstance(message, Message), message
    return message


# The request -------------------------------------------------------------------------------


def test_the_request_is_complete():
    lines = asked().to_bytes().decode().split("\r\n")
    assert lines[0] == f"OPTIONS sip:{NAME} SIP/2.0"
    assert lines[-2:] == ["", ""]
    patterns = [
        r"Via: SIP/2\.0/UDP 10\.225\.2\.9:40000;rport;branch=z9hG4bK[0-9a-f]{24}",
        r"Max-Forwards: 70",
        r"From: <sip:failover-wizard@10\.225\.2\.9:40000>;tag=[0-9a-f]{16}",
        rf"To: <sip:{re.escape(NAME)}>",
        r"Call-ID: [0-9a-f]{32}@10\.225\.2\.9",
        r"CSeq: 1 OPTIONS",
        r"Contact: <sip:failover-wizard@10\.225\.2\.9:40000>",
        r"Accept: application/sdp",
        rf"User-Agent: failover-wizard/{re.escape(__version__)}",
        r"Content-Length: 0",
    ]
    assert len(lines) == len(patterns) + 3
    for line, pattern in zip(lines[1:], patterns, strict=False):
        assert re.fullmatch(pattern, line), line


@pytest.mark.parametrize("protocol", ["tcp", "tls"])
def test_the_transport_stands_in_via_and_contact(protocol):
    message = asked(Endpoint("piper", "10.225.2.31", 5061, protocol))
    assert message.get("via").startswith(f"SIP/2.0/{protocol.upper()} ")
    assert message.get("contact").endswith(f";transport={protocol}>")


def test_ipv6_stands_in_brackets_without_a_zone():
    message = asked(Endpoint("piper", "fe80::31", 5060, "udp"), "10.225.2.31", own="fe80::9%eth0")
    assert message.start == "OPTIONS sip:[fe80::31]:5060 SIP/2.0"
    assert "[fe80::9]:40000;rport" in message.get("via")
    assert "%" not in message.to_bytes().decode()


@pytest.mark.parametrize("domain", ["", "10.225.2.31", "a b", "x\r\nREGISTER sip:y SIP/2.0\r\n", "é é"])
def test_a_domain_that_is_no_name_is_not_sent(domain):
    lines = asked(domain=domain).to_bytes().decode().split("\r\n")
    assert lines[0] == "OPTIONS sip:10.225.2.31:5060 SIP/2.0"
    assert len(lines) == 13


def test_no_two_requests_are_the_same():
    requests = [asked() for _ in range(50)]
    for name in ("via", "from", "call-id"):
        assert len({request.get(name) for request in requests}) == 50


# What is built can be read -----------------------------------------------------------------


@given(
    strategies.domains(),
    strategies.addresses(),
    st.integers(1, 65535),
    st.sampled_from(["udp", "tcp", "tls"]),
)
def test_a_built_request_reads_back(domain, address, port, protocol):
    request = options(Endpoint("piper", address, port, protocol), domain, address, port)
    assert parse(request.to_bytes()) == request


TOKENS = st.text("abcXYZ019-_.!%*+`'~", min_size=1, max_size=20)
VALUES = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=60).map(
    lambda text: text.strip(" \t")
)


@given(
    st.integers(100, 699),
    VALUES,
    st.lists(st.tuples(TOKENS.filter(lambda name: name.lower() not in {"l", "content-length"}), VALUES)),
    st.binary(max_size=200),
)
def test_a_built_reply_reads_back(status, reason, headers, body):
    built = Message(f"SIP/2.0 {status} {reason}", (*headers, ("l", str(len(body)))), body)
    message = read(built.to_bytes())
    assert message == built
    assert (message.status, message.reason) == (status, reason.strip())


@given(st.binary(max_size=300))
def test_reading_never_raises(data):
    parse(data)
    parse(b"SIP/2.0 200 OK\r\n" + data)
    parse(b"SIP/2.0 200 OK\r\nContent-Length:" + data + b"\r\n\r\n" + data)


# Leniency ----------------------------------------------------------------------------------


def test_folded_lines_compact_forms_and_blanks_before_the_colon():
    message = read(
        b"SIP/2.0 200 OK\r\nv : SIP/2.0/UDP 10.0.0.1\r\n ;branch=z9hG4bK1\r\nI:\t a@b \r\n"
        b"cseq:\r\n   1\r\n\tOPTIONS\r\nnonsense\r\nServer: one\r\nServer: two\r\nl: 2\r\n\r\nhello"
    )
    assert message.get("Via") == "SIP/2.0/UDP 10.0.0.1 ;branch=z9hG4bK1"
    assert message.get("call-id") == "a@b"
    assert message.sequence == (1, "OPTIONS")
    assert message.get("server") == "one"
    assert message.body == b"he"


def test_bare_line_feeds():
    message = read(b"sip/2.0 404 Not here\nCall-ID: x\n\n")
    assert (message.status, message.reason, message.get("call-id")) == (404, "Not here", "x")


@pytest.mark.parametrize("start", ["SIP/2.0 200", "SIP/2.0 200 ", "SIP/2.0\t200\tOK", "SIP/2.0 699 é\u202e"])
def test_first_lines_of_replies(start):
    assert read(f"{start}\r\n\r\n".encode()).status in {200, 699}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it is empty"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "it begins with “HTTP/1.1 400 Bad Request”"),
        (b"SIP/3.0 200 OK\r\n\r\n", "it begins with “SIP/3.0 200 OK”"),
        (b"SIP/2.0 999 OK\r\n\r\n", "it begins with “SIP/2.0 999 OK”"),
        ("SIP/2.0 ²00 OK\r\n\r\n".encode(), "it begins with “SIP/2.0 ²00 OK”"),
        (b"SIP/2.0 200 OK\r\nVia: x\r\n", "it ends in the middle"),
        (b"\0" * 500, f"it begins with “{'�' * 60}…”"),
    ],
)
def test_what_is_no_message(data, problem):
    assert parse(data) == problem


@pytest.mark.parametrize("cseq", ["", "1", "x OPTIONS", "² OPTIONS", "1OPTIONS", "9" * 5000 + " OPTIONS"])
def test_a_sequence_that_makes_no_sense(cseq):
    assert read(f"SIP/2.0 200 OK\r\nCSeq: {cseq}\r\n\r\n".encode()).sequence == (0, "")


def test_only_the_reply_to_the_request_is_one():
    request = asked()
    same = (("Call-ID", request.get("call-id")), ("CSeq", "1  options"))
    assert Message("SIP/2.0 500 No", same).replies_to(request)
    assert not Message("SIP/2.0 500 No", (("Call-ID", "other"), same[1])).replies_to(request)
    assert not Message("SIP/2.0 500 No", (same[0], ("CSeq", "2 OPTIONS"))).replies_to(request)
    assert not Message("SIP/2.0 500 No", (same[0], ("CSeq", "1 INVITE"))).replies_to(request)
    assert not Message("OPTIONS sip:x SIP/2.0", same).replies_to(request)


def test_text_from_outside_is_short_and_harmless():
    assert plain("ok \u202e\0\x1b[31m" + "x" * 300, 20) == "ok \N{REPLACEMENT CHARACTER}" + (
        "\N{REPLACEMENT CHARACTER}" * 2 + "[31m" + "x" * 10 + "…"
    )


# Streams -----------------------------------------------------------------------------------

ONE = b"SIP/2.0 100 Trying\r\nCall-ID: x\r\n\r\n"
TWO = b"SIP/2.0 200 OK\r\nContent-Length: 11\r\n\r\n\r\n\r\nSIP/2.0"


@given(st.lists(st.sampled_from([ONE, TWO, b"\r\n"]), max_size=6), st.data())
def test_messages_are_cut_the_same_however_they_arrive(parts, data):
    stream = b"".join(parts)
    framer, found, at = Framer(), [], 0
    while at < len(stream):
        size = data.draw(st.integers(1, 40))
        found += framer.feed(stream[at : at + size])
        at += size
    assert found == [part for part in parts if part != b"\r\n"]
    assert framer.problem == ""


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_a_stream_never_raises(pieces):
    framer = Framer()
    for piece in [b"SIP/2.0 200 OK\r\n", *pieces]:
        framer.feed(piece)


def test_a_stream_that_is_no_sip_is_known_by_its_first_line():
    framer = Framer()
    assert framer.feed(b"SSH-2.0-OpenSSH_9") == []
    assert framer.problem == ""
    assert framer.feed(b".2\r\n") == []
    assert framer.problem == "it begins with “SSH-2.0-OpenSSH_9.2”"
    assert framer.feed(ONE) == []


@pytest.mark.parametrize(
    "flood",
    [
        b"SIP/2.0 200 OK\r\n" + b"X: y\r\n" * MAX_MESSAGE,
        b"SIP/2.0 200 OK\r\nl: 99999999\r\n\r\n",
        b"x" * 70000,
    ],
    ids=["headers", "body", "one line"],
)
def test_a_message_that_is_too_large(flood):
    framer = Framer()
    assert framer.feed(flood) == []
    assert framer.problem == "it is larger than 65535 bytes"
