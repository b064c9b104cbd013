"""A configuration file to look at, and the places of findings in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.core.handset.config_file import ConfigFile, open_config, read_config
from wizard.core.handset.lint import lint
from wizard.core.handset.viewing import MOST_LINES, MOST_SIGNS, Excerpt, View, view_of

DATA = Path(__file__).parents[2] / "data" / "config"


def view(text: str) -> View:
    return view_of(read_config("site.cfg", text.encode()))


def marked(excerpt: Excerpt) -> str:
    assert excerpt.mark is not None
    return excerpt.lines[excerpt.mark.line][excerpt.mark.start : excerpt.mark.end]


@pytest.mark.parametrize("path", sorted(DATA.glob("*.cfg")), ids=lambda path: path.stem)
def test_every_finding_leads_to_its_own_attribute(path: Path) -> None:
    file = open_config(path)
    shown = view_of(file)
    for finding in lint([file]):
        for evidence in finding.evidence:
            mark = shown.mark(evidence.line, evidence.column)
            if not shown.lines or file.fault is not None:
                continue
            assert mark is not None
            assert mark.line == evidence.line
            assert marked(shown.excerpt(mark)) == evidence.text


def test_the_place_behind_a_secret_on_the_same_line_is_right() -> None:
    shown = view('<a reg.1.auth.password="swordfish" voIpProt.server.1.port="5060"/>')
    assert shown.lines == ('<a reg.1.auth.password="•••" voIpProt.server.1.port="5060"/>',)
    (setting,) = [one for one in shown.file.settings if one.name.startswith("voIpProt")]
    for place in ((setting.line, setting.column), (setting.value_line, setting.value_column)):
        assert marked(shown.excerpt(shown.mark(*place))) == 'voIpProt.server.1.port="5060"'


def test_a_value_over_two_lines_is_marked_to_the_end_of_the_first() -> None:
    shown = view('<a\n  x.address="a\nb"/>')
    assert marked(shown.excerpt(shown.mark(2, 3))) == 'x.address="a'


def test_a_file_that_is_no_xml_is_marked_where_it_breaks() -> None:
    file = open_config(DATA / "not-xml.cfg")
    shown = view_of(file)
    assert file.fault is not None
    mark = shown.mark(file.fault.line, file.fault.column)
    assert mark is not None
    assert mark.line == file.fault.line
    assert marked(shown.excerpt(mark))
    assert "swordfish" not in "".join(shown.lines)


def test_a_place_that_no_setting_has_is_marked_to_the_end_of_its_line() -> None:
    shown = view("<a>\n  <b/>\n</a>")
    assert marked(shown.excerpt(shown.mark(2, 3))) == "<b/>"
    assert shown.mark(9, 1) is None
    assert shown.mark(0, 0) is None


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_an_archive_has_no_lines_and_a_file_has_its_own(ends: str) -> None:
    assert view_of(read_config("site.cfg", b"PK\x03\x04")).excerpt().lines == ("",)
    assert view(ends.join(["<a>", "<b/>", "</a>"])).lines == ("<a>", "<b/>", "</a>")


def big(count: int) -> ConfigFile:
    rows = "\n".join(f'x.{number}="1"' for number in range(count))
    return read_config("site.cfg", f"<a\n{rows}\n/>".encode())


@pytest.mark.parametrize("wanted", [2, 700, 2500, 4001])
def test_of_a_long_file_the_part_around_the_place_is_shown(wanted: int) -> None:
    shown = view_of(big(4000))
    excerpt = shown.excerpt(shown.mark(wanted, 1))
    assert len(excerpt.lines) == MOST_LINES
    assert excerpt.total == 4002
    assert marked(excerpt) == f'x.{wanted - 2}="1"'
    assert excerpt.mark is not None
    assert excerpt.first + excerpt.mark.line == wanted
    assert 1 <= excerpt.first <= 4002 - MOST_LINES + 1


@pytest.mark.parametrize("number", [0, 150, 1500, 2999])
def test_of_a_long_line_the_part_around_the_place_is_shown(number: int) -> None:
    text = " ".join(f'x.{n}="1"' for n in range(3000))
    shown = view(f"<a {text}/>")
    setting = shown.file.settings[number]
    excerpt = shown.excerpt(shown.mark(setting.line, setting.column))
    assert marked(excerpt) == f'x.{number}="1"'
    assert len(excerpt.lines[0]) <= MOST_SIGNS + 2
    assert excerpt.lines[0].startswith("<a x.0=") == (number == 0)


def test_a_value_longer_than_what_is_shown_begins_where_it_is_marked() -> None:
    shown = view(f'<a voIpProt.server.1.address="{"b" * 9000}"/>')
    excerpt = shown.excerpt(shown.mark(1, 4))
    assert marked(excerpt).startswith('voIpProt.server.1.address="bbb')
    assert len(excerpt.lines[0]) <= MOST_SIGNS + 2
