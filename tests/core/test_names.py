from __future__ import annotations

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.told import told
from tests.strategies import domains
from wizard.core import names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("eslab.local", "eslab.local"),
        ("  eslab.local ", "eslab.local"),
        ("eslab.local.", "eslab.local"),
        ("sip:eslab.local", "eslab.local"),
        ("SIPS:eslab.local:5061", "eslab.local"),
        ("https://eslab.local/index.html", "eslab.local"),
        ("dns://eslab.local", "eslab.local"),
        ("Eslab.Local", "Eslab.Local"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("straße.de", "xn--strae-oqa.de"),
        ("sip.STRAßE.De.", "sip.xn--strae-oqa.De"),
        ("faß。example", "xn--fa-hia.example"),
        ("βόλος.com", "xn--nxasmm1c.com"),
        ("\uff30iper\uff0eexample", "piper.example"),
        ("אב1.example", "xn--1-zhcd.example"),
    ],
)
def test_pasted_names_are_cleaned(typed: str, name: str) -> None:
    found = names.clean(typed)

    assert (found.name, found.problem) == (name, None)
    assert bool(found.repaired) == (typed.strip() != name)


def test_a_name_that_older_programs_wrote_otherwise_is_told_in_both_ways() -> None:
    """IDNA 2003 made another domain of it; whoever still has that one must know."""
    said = told(names.clean("straße.de").repaired)
    assert "xn--strae-oqa.de" in said
    assert "older programs wrote strasse.de" in said
    assert "older" not in told(names.clean("bücher.example").repaired)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "Type a domain name"),
        ("ß" * 60 + ".local", "longer than 63"),
        ("a ß.local", "space"),
        ("ß\u06f0\u0627.local", "cannot be written as a DNS name"),
        ("piper\u20132.local", "cannot be written as a DNS name"),  # Word makes it of a hyphen.
        ("pbx\u2026local", "cannot be written as a DNS name"),
        ("-ä.local", "cannot be written as a DNS name"),
        ("ä\u2019s.local", "cannot be written as a DNS name"),
        ("ä..local", "dots"),
        (" . ", "Type a domain name"),
        ("10.225.2.31", "IP address"),
        ("two words.local", "space"),
        ("a..b", "dots"),
        ("a" * 64 + ".local", "longer than 63"),
        (".".join(["abcdefgh"] * 29), "at most 253"),
        ("é" * 300 + ".local", "at most 253"),
        ("-a.local", "not allowed"),
        ("a$.local", "not allowed"),
        ("'; calc", "space"),
        ("x_y.local", "use a hyphen"),
        ("_x.local", "leave it out"),
        ("eslab.local, other.local", "more than one name"),
        ("eslab.local;other.local", "more than one name"),
        ("eslab.local other.local", "more than one name"),
    ],
)
def test_unusable_names_say_what_is_wrong(typed: str, part: str) -> None:
    found = names.clean(typed)

    assert part in told(found.problem)
    assert found.repaired is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("_sip._udp.eslab.local", "The handset puts _sip._udp in front by itself. Type eslab.local alone."),
        ("_SIP.eslab.local", "The handset puts _SIP in front by itself. Type eslab.local alone."),
        (
            "_sip._udp",
            "The handset puts _sip._udp in front by itself. Leave it out; type only the name after it.",
        ),
    ],
)
def test_the_labels_of_srv_are_put_in_front_by_the_handset(typed: str, sentence: str) -> None:
    assert told(names.clean(typed).problem) == sentence
    assert told(names.labels_problem(typed)) == sentence
    assert names.labels_problem("eslab.local") is None


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("10.225.2.31", True),
        ("127.0.0.1", True),
        ("0.0.0.0", False),
        ("0.1.2.3", False),
        ("1.0.0.0", True),
        ("::1.2.3.4", True),
        ("255.255.255.255", False),
        ("224.0.0.1", False),
        ("239.255.255.255", False),
        ("::", False),
        ("ff02::1", False),
    ],
)
def test_which_addresses_can_be_those_of_one_computer(address: str, one: bool) -> None:
    assert names.is_one_computer(address) is one


def test_underscores_are_allowed_where_labels_have_them() -> None:
    assert names.clean("_sip._udp.eslab.local", underscore=True).problem is None


@given(st.text())
def test_cleaning_never_fails_and_what_it_calls_clean_is(text: str) -> None:
    found = names.clean(text)

    if not found.problem:
        assert names.clean(found.name) == names.Typed(found.name)
        assert found.name.isascii()


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), min_size=1, max_size=4))
def test_a_clean_name_beyond_ascii_is_one_that_registries_know(labels: list[str]) -> None:
    found = names.clean(".".join(labels))

    if not found.problem and "xn--" in found.name and "xn--" not in "".join(labels).lower():
        assert idna.encode(idna.decode(found.name)).decode() == found.name.lower()


@given(domains(1, 4), domains(1, 3))
def test_a_name_below_a_zone_is_found_again(inner: str, zone: str) -> None:
    full = f"{inner}.{zone}"

    assert names.is_below(full.upper(), zone)
    assert names.is_below(full + ".", zone + ".")
    assert not names.is_below(zone, full)
    assert not names.is_below(f"x{zone}", zone)
    assert names.relative(full, zone) == inner
    assert names.same(names.fold(full), full.upper() + ".")


def test_relative_names() -> None:
    assert names.relative("Eslab.local.", "eslab.LOCAL") == "@"
    assert names.relative("pbx.other.example.", "eslab.local") == "pbx.other.example"


def test_parents_end_at_a_name_of_one_label() -> None:
    assert names.parent("a.b.c") == "b.c"
    assert names.parent("c") == ""
    assert names.fold(".") == "."


@pytest.mark.parametrize(
    ("text", "four", "any_"),
    [
        ("10.225.2.31", True, True),
        ("::1", False, True),
        ("010.1.1.1", False, False),
        ("1.2.3", False, False),
        ("eslab.local", False, False),
        ("", False, False),
    ],
)
def test_addresses(text: str, four: bool, any_: bool) -> None:
    assert names.is_ipv4(text) is four
    assert names.is_ip(text) is any_


@pytest.mark.parametrize(
    "text", ["\u200eeslab.local", "eslab\u200b.local", "\ufeffeslab.local\u00a0", "es\u00adlab.local"]
)
def test_signs_that_nobody_sees_are_taken_out_of_what_was_pasted(text: str) -> None:
    assert names.tidy(text) == "eslab.local"
    assert names.clean(text).name == "eslab.local"
    assert names.clean(text).problem is None
    assert "cannot be seen" in told(names.clean(text).repaired)


def test_signs_that_are_seen_stay() -> None:
    assert names.tidy("  a b\u2013c ") == "a b\u2013c"
