"""Reading configuration files: exact places, encodings, and files that mean harm."""

from __future__ import annotations

import io
import re
import time
import tracemalloc
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.handset.config_file import MAX_BYTES, ConfigFile, Layer, open_config, read_config
from wizard.core.handset.config_xml import MAX_DEPTH, MAX_SETTINGS, Lines, read_xml

DATA = Path(__file__).parents[2] / "data" / "config"


def read(text: str, name: str = "site.cfg") -> ConfigFile:
    return read_config(name, text.encode())


# Places ------------------------------------------------------------------------------------


def test_every_attribute_with_its_place() -> None:
    file = read(
        '<?xml version="1.0"?>\r\n<!-- a="no" -->\r\n<a\r\n\tx.1="é&amp;1"  y = \'2\'><b z="\n3"/></a>'
    )
    assert [
        (s.name, s.value, s.element, s.line, s.column, s.value_line, s.value_column) for s in file.settings
    ] == [
        ("x.1", "é&1", "a", 4, 2, 4, 7),
        ("y", "2", "a", 4, 17, 4, 22),
        ("z", " 3", "b", 4, 28, 4, 31),
    ]
    text = file.text.text
    assert [text[s.value_start : s.value_end] for s in file.settings] == ["é&amp;1", "2", "\n3"]
    assert [text[s.start : s.start + len(s.name)] for s in file.settings] == ["x.1", "y", "z"]


def test_attributes_count_wherever_they_stand() -> None:
    file = read("<x><![CDATA[<n v='no'>]]><?pi w='no'?><deep><y a.b='1'>c='no'</y></deep></x>")
    assert [(s.name, s.value) for s in file.settings] == [("a.b", "1")]


_NAMES = st.from_regex(r"[A-Za-z_\u00e9][A-Za-z0-9_.-]{0,8}", fullmatch=True).filter(
    lambda n: n[:3].lower() != "xml"
)
_VALUES = st.text(st.sampled_from("ab1 <>&\"'\n\t\r=é€😀"), max_size=8)
_SPACE = st.sampled_from([" ", "\n", "\r\n", "\t", " \n  "])
_GAP = st.sampled_from(["", " "])
_BETWEEN = st.sampled_from(
    ["", " ", "\n", "<!-- x='1' -->", "<!--<y z='2'>-->", "text é", "<?p q='3'?>", "<![CDATA[<a b='4'>]]>"]
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Well-formed documents with awkward attributes, comments and spaces."""

    def element(depth: int) -> str:
        name = draw(_NAMES)
        attributes = draw(st.dictionaries(_NAMES, _VALUES, max_size=4))
        rows = "".join(
            f"{draw(_SPACE)}{key}{draw(_GAP)}={draw(_GAP)}{quoteattr(value)}"
            for key, value in attributes.items()
        )
        inside = "".join(element(depth - 1) for _ in range(draw(st.integers(0, 2)))) if depth else ""
        inside = draw(_BETWEEN) + inside + draw(_BETWEEN)
        return f"<{name}{rows}/>" if draw(st.booleans()) else f"<{name}{rows}>{inside}</{name}>"

    return draw(st.sampled_from(["", "<?xml version='1.0'?>\n", "<!-- a -->"])) + element(2)


@given(documents())
@settings(max_examples=300)
def test_the_places_agree_with_an_independent_parser(text: str) -> None:
    xml = read_xml(text)
    assert xml.broken is None
    tree = ElementTree.fromstring(text)
    expected = [
        (element.tag, name, value) for element in tree.iter() for name, value in element.attrib.items()
    ]
    assert sorted((s.element, s.name, s.value) for s in xml.settings) == sorted(expected)
    lines = re.split(r"\r\n|\r|\n", text)
    for setting in xml.settings:
        assert lines[setting.line - 1][setting.column - 1 :].startswith(setting.name)
        assert lines[setting.value_line - 1][setting.value_column - 2] in "\"'"
        assert text[setting.value_start - 1] == text[setting.value_end] in "\"'"
        raw = text[setting.value_start : setting.value_end]
        wrapped = ElementTree.fromstring(f"<a b={text[setting.value_end]}{raw}{text[setting.value_end]}/>")
        assert wrapped.get("b") == setting.value


@given(st.text(st.sampled_from("a\n\ré"), max_size=20), st.data())
def test_lines_and_columns(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n":
        return
    before = re.split(r"\r\n|\r|\n", text[:offset])
    assert Lines(text).place(offset) == (len(before), len(before[-1]) + 1)


# Encodings ---------------------------------------------------------------------------------

BODY = '<a x.1="é" y="€ 😀"/>'


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (BODY.encode("utf-8"), ""),
        (BODY.encode("utf-8-sig"), ""),
        (BODY.encode("utf-16"), ""),
        (b"\xfe\xff" + BODY.encode("utf-16-be"), ""),
        (BODY.encode("utf-16-le"), ""),
        (BODY.encode("utf-16-be"), ""),
        (f"<?xml version='1.0' encoding='utf-16'?>{BODY}".encode("utf-16"), ""),
        (f"<?xml version='1.0' encoding='UTF-16'?>{BODY}".encode(), "read as UTF-8"),
        (f"<?xml version='1.0' encoding='klingon'?>{BODY}".encode(), "unknown here"),
        (f"<?xml version='1.0' encoding='us-ascii'?>{BODY}".encode(), ""),
    ],
)
def test_encodings(data: bytes, note: str) -> None:
    file = read_config("site.cfg", data)
    assert [(s.name, s.value) for s in file.settings] == [("x.1", "é"), ("y", "€ 😀")]
    assert file.data == data
    assert bool(file.notes) == bool(note)
    assert note in " ".join(file.notes)


@pytest.mark.parametrize("declared", ["iso-8859-1", "ISO-8859-15", "windows-1252", "latin1"])
def test_one_byte_encodings(declared: str) -> None:
    data = f"<?xml version='1.0' encoding='{declared}'?><a x='é'/>".encode("latin-1")
    file = read_config("site.cfg", data)
    assert (file.settings[0].value, file.data, file.notes) == ("é", data, ())


@pytest.mark.parametrize("head", [b"<?xml version='1.0' encoding='utf-8'?>", b"", b"\xef\xbb\xbf"])
def test_a_wrong_declaration_is_read_with_a_note(head: bytes) -> None:
    data = head + b"<a x='\xe9'/>"
    file = read_config("site.cfg", data)
    assert (file.settings[0].value, file.data) == ("é", data)
    assert "Save it as UTF-8" in file.notes[0]


@pytest.mark.parametrize("data", [b"\xff\xfe<\0a", b"\xff\xfe\0\0<\0\0\0", b"\xfe\xff\xd8\x00"])
def test_text_that_cannot_be_read(data: bytes) -> None:
    file = read_config("site.cfg", data)
    assert file.problem.startswith("site.cfg: ")
    assert file.settings == ()


@given(st.binary(max_size=80))
def test_any_bytes_are_read_without_an_error_and_kept(data: bytes) -> None:
    file = read_config("site.cfg", data)
    if file.text.text:
        assert file.data == data


# What is no configuration ------------------------------------------------------------------


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("site.cfg", "<a/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (zipped(), "a ZIP archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "a web page (HTML)"),
        (b"<html><body a='1'/></html>", "a web page (HTML)"),
        (b"1015152006|lldp |4|00|a <b>\n1015152006|cfg  |*|00|b\n", "a handset's log"),
        (b"server=1\nport=2\n", "text without any XML"),
    ],
)
def test_other_kinds_of_file(data: bytes, kind: str) -> None:
    file = read_config("site.cfg", data)
    assert file.fault is not None
    assert (file.fault.kind, file.settings, file.problem) == (kind, (), "")


@pytest.mark.parametrize(
    ("text", "line", "column", "reason", "after"),
    [
        ('<a>\n <b c="1" c="2"/>\n</a>', 2, 11, "c stands twice in one element", "c"),
        ('<a x.y="1"b.c="2"/>', 1, 11, "a space or a quotation mark is missing", "x.y"),
        ('<a\n x.y="1\n z.z="2"/>', 2, 6, "the closing quotation mark of x.y seems to be missing", "x.y"),
        ('<a x.y="1/>', 1, 8, "the closing quotation mark of x.y seems to be missing", "x.y"),
        ("<a x.y=1/>", 1, 8, "the value of x.y needs quotation marks", "x.y"),
        ("<a x.y=“1”/>", 1, 8, "typographic quotation marks", "x.y"),
        ('<a x.y="1 & 2"/>', 1, 12, "an & must be written &amp;", "x.y"),
        ('<a x.y="&nbsp;"/>', 1, 9, "the name between & and ; is unknown", "x.y"),
        ("<a><b></a>", 1, 7, "</a> stands where </b> belongs", ""),
        ("<a><b/>", 1, 8, "the file ends, but <a> is not closed", ""),
        ("<a/>\n<b/>", 2, 1, "one outermost element", ""),
        ("hello <a/>", 1, 1, "text stands where an element", ""),
        ("\n<?xml version='1.0'?><a/>", 2, 1, "<?xml must be the very first thing", ""),
        ("<a x.y='1' <b/></a>", 1, 12, "a > is missing", "x.y"),
        ("<a x.y/>", 1, 7, "a parameter has no value", ""),
        ("<a 1.x='2'/>", 1, 4, "a name must not begin with 1", ""),
        ("<a><!-- b </a>", 1, 4, "the comment here is not closed", ""),
        ("<a x='\x01'/>", 1, 7, "U+0001", "x"),
    ],
)
def test_why_it_is_no_xml(text: str, line: int, column: int, reason: str, after: str) -> None:
    fault = read(text).fault
    assert fault is not None
    assert (fault.line, fault.column, fault.after, fault.kind) == (line, column, after, "")
    assert reason in fault.reason


@given(documents(), st.data())
@settings(max_examples=200)
def test_broken_documents_are_explained(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    mangled = text[:at] + data.draw(st.sampled_from(["", "<", '"', "&", "“", "\0", ">"])) + text[at + 1 :]
    fault = read(mangled).fault
    if fault is not None:
        lines = re.split(r"\r\n|\r|\n", mangled)
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
        assert fault.reason
        assert "breaks a rule" not in fault.reason


# Files that mean harm ----------------------------------------------------------------------

BOMB = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "{}">]><a v="&c;"/>'.format("&b;" * 1000)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a v="1">&x;</a>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]><a/>',
        "<!DOCTYPE a><a/>",
    ],
)
def test_a_dtd_is_refused_with_one_sentence(text: str) -> None:
    file = read(text)
    assert "DOCTYPE" in file.problem
    assert (file.settings, file.fault) == ((), None)


def test_files_that_are_too_large_too_deep_or_too_full(tmp_path: Path) -> None:
    large = tmp_path / "large.cfg"
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    tracemalloc.start()
    started = time.process_time()
    assert "larger than 4 MB" in open_config(large).problem
    assert time.process_time() - started < 2
    assert tracemalloc.get_traced_memory()[1] < 3 * MAX_BYTES
    tracemalloc.stop()
    assert "levels deep" in read("<a>" * (MAX_DEPTH + 1)).problem
    assert "parameters" in read("<a>" + "<b c='' />" * (MAX_SETTINGS + 1) + "</a>").problem


def test_a_large_file_is_read_in_good_time() -> None:
    rows = "".join(f'<p reg.{n}.server.1.address="host{n}.eslab.local"/>\n' for n in range(40_000))
    data = f"<a>\n{rows}</a>".encode()
    started = time.process_time()
    file = read_config("site.cfg", data)
    assert (len(file.settings), file.settings[-1].line) == (40_000, 40_001)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "bait",
    [
        '"' * 200_000,
        "&" * 200_000,
        'a="' * 60_000,
        "<a " * 60_000,
        "<!--" * 50_000,
        "b" * 400_000,
        "<a " + "b" * 400_000,
    ],
)
def test_broken_files_take_no_long_time(bait: str) -> None:
    started = time.process_time()
    assert read(f"<a>{bait}").fault is not None or read(f"<a>{bait}").problem
    assert time.process_time() - started < 5


# Files -------------------------------------------------------------------------------------


def test_what_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    assert "is not there" in open_config(tmp_path / "none.cfg").problem
    assert "is a folder" in open_config(tmp_path).problem
    assert open_config(tmp_path / "a\0b.cfg").problem


@pytest.mark.parametrize(
    ("name", "mac", "layer"),
    [
        ("site.cfg", "", Layer.SHARED),
        ("000000000000.cfg", "", Layer.SHARED),
        ("0004F2A1B2C3.cfg", "0004f2a1b2c3", Layer.OWN),
        ("0004f2a1b2c3-extension.cfg", "0004f2a1b2c3", Layer.OWN),
        ("/srv/tftp/0004f2a1b2c3-web.cfg", "0004f2a1b2c3", Layer.WEB),
        ("C:\\tftp\\0004f2a1b2c3-phone.cfg", "0004f2a1b2c3", Layer.MENU),
        ("phone.cfg", "", Layer.SHARED),
    ],
)
def test_the_name_tells_whose_file_it_is(name: str, mac: str, layer: Layer) -> None:
    file = read_config(name, b"<a/>")
    assert (file.mac, file.layer) == (mac, layer)


def test_no_text_of_a_file_shows_in_its_repr() -> None:
    assert "swordfish" not in repr(open_config(DATA / "sound-0004f2a1b2c3.cfg"))
