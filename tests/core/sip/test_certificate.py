"""Reading certificates, also those that nobody should have issued."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers import sip_peer
from wizard.core.sip.certificate import Certificate, read_certificate

NOW = datetime(2026, 6, 1, tzinfo=UTC)
N, T = "testserver.eslab.local", "piper.eslab.local"


def made(common_name: str, names: str = "", **dates: str) -> Certificate:
    with sip_peer.certificate(common_name, names, **dates) as path:
        pem = path.read_text().partition("-----BEGIN CERT")
        found = read_certificate(ssl.PEM_cert_to_DER_cert(pem[1] + pem[2]), NOW)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def der() -> bytes:
    with sip_peer.certificate(T, f"DNS:{T},URI:sip:{N},IP:10.225.2.31") as path:
        pem = path.read_text().partition("-----BEGIN CERT")
        return ssl.PEM_cert_to_DER_cert(pem[1] + pem[2])


def test_all_facts_of_a_certificate(der):
    assert read_certificate(der, NOW) == Certificate(
        common_name=T,
        dns_names=(T,),
        uris=(f"sip:{N}",),
        addresses=("10.225.2.31",),
        not_before=datetime(2020, 1, 1, tzinfo=UTC),
        not_after=datetime(2049, 1, 1, tzinfo=UTC),
        valid=True,
    )


@pytest.mark.parametrize(
    ("names", "of_n", "of_t"),
    [
        (f"DNS:{T}", False, True),
        (f"DNS:{N.upper()},DNS:{T}", True, True),
        (f"URI:sip:{N}", True, False),
        (f"URI:sip:{N};transport=tls,DNS:{T}", True, False),  # a SIP URI silences DNS names
        (f"URI:https://{N},DNS:{T}", False, True),
        (f"URI:sip:someone@{N}", False, False),
        (f"URI:sips:{N}", False, False),
        ("DNS:*.eslab.local", False, False),
        ("DNS:eslab.local", False, False),
        ("IP:10.225.2.31", False, False),
        ("", False, True),  # the common name counts where nothing else is there
    ],
)
def test_whom_a_certificate_names(names, of_n, of_t):
    found = made(T, names)
    assert (found.names(N), found.names(T)) == (of_n, of_t)
    assert not found.names("")


def test_dates_beyond_2050_and_long_gone():
    future = made(T, start="20510101000000Z", end="20991231235959Z")
    assert future.not_after == datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert not future.valid
    past = made(T, start="19700101000000Z", end="20200101000000Z")
    assert past.not_before.year == 1970
    assert not past.valid


@given(st.data())
def test_a_damaged_certificate_never_raises(der, data):
    at = data.draw(st.integers(0, len(der) - 1))
    damage = data.draw(st.binary(max_size=4))
    read_certificate(der[:at] + damage + der[at + data.draw(st.integers(0, 4)) :], NOW)


@given(st.binary(max_size=100))
def test_garbage_never_raises(data):
    read_certificate(data, NOW)
    read_certificate(b"\x30\x82" + len(data).to_bytes(2, "big") + data, NOW)
