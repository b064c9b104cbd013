"""Secrets stay out of sight, everything else stays where it is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.handset.config_file import ConfigFile, read_config
from wizard.core.handset.masking import HIDDEN, shown_file, shown_text

SECRET = "swordfish"


def file(text: str) -> ConfigFile:
    return read_config("site.cfg", text.encode())


@pytest.mark.parametrize(
    "text",
    [
        f'<a reg.1.auth.password="{SECRET}"/>',
        f"<a reg.1.auth.password = '{SECRET}'/>",
        f'<a b="1"/><!-- <a reg.1.auth.password="{SECRET}"/> -->',
        f'<a><!-- reg.1.auth.password="{SECRET} --><b c="1"/></a>',
        f'<a prov.url="http://1512:{SECRET}@10.0.0.1/x"/>',
        f"<a><!-- http://1512:{SECRET}@10.0.0.1/x --></a>",
        f'<a voIpProt.server.1.address="sip:1512:{SECRET}@eslab.local"/>',
        f'<a voIpProt.server.1.address="1512:{SECRET}@eslab.local"/>',
        f'<a reg.1.auth.password="{SECRET}" & b="1"/>',
        f'<a reg.1.auth.password="{SECRET}\n voIpProt.server.1.port="0"/>',
        f'<a reg.1.auth.password\n=\n"{SECRET}" & b="1"/>',
        f"<a reg.1.auth.password=\u201c{SECRET}\u201d/>",
    ],
)
def test_no_secret_is_shown_whole_or_broken(text: str) -> None:
    shown = shown_text(file(text))
    assert SECRET not in shown
    assert HIDDEN in shown
    assert shown.count("\n") == text.count("\n")


def test_everything_else_is_shown_as_it_is() -> None:
    text = '<a x="1">\r\n  <!-- don\'t --> <b voIpProt.server.1.address="eslab.local" k.pin=""/>\r\n</a>'
    assert shown_text(file(text)) == text


def test_a_secret_over_several_lines_keeps_the_line_numbers() -> None:
    text = f'<a reg.1.auth.password="{SECRET}\n{SECRET}"\n  b="1"/>'
    assert shown_text(file(text)) == f'<a reg.1.auth.password="{HIDDEN}\n"\n  b="1"/>'


def test_offsets_follow_the_text() -> None:
    text = f'<a x.pin="1" y="2" x.password="{SECRET}" z="3"/>'
    shown = shown_file(file(text))
    for sign in ("y=", "z=", "x.password", "/>"):
        assert shown.text[shown.offset(text.index(sign)) :].startswith(sign)
    assert shown.text[shown.offset(text.index(SECRET) + 3) :].startswith(HIDDEN)


@given(st.lists(st.sampled_from(["a", "k.pin", "b.c.key", "x.address"]), min_size=1, unique=True), st.data())
def test_every_name_is_found_where_its_offset_says(names: list[str], data: st.DataObject) -> None:
    values = [data.draw(st.text("ab@:/=.\n é", max_size=9)) for _ in names]
    rows = [f'{name}="{value}"' for name, value in zip(names, values, strict=True)]
    read = file(f"<a {' '.join(rows)}/>")
    shown = shown_file(read)
    assert [one.name for one in read.settings] == names
    for one in read.settings:
        assert shown.text[shown.offset(one.start) :].startswith(f'{one.name}="')
        assert shown.text[shown.offset(one.value_end)] == '"'


@pytest.mark.parametrize("piece", ["a.", "a=", 'a="', "a='b=\"", "://", "a://", "a@", "pin=", "pin='"])
def test_hostile_text_is_shown_in_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    begun = time.process_time()
    shown_text(file(f"<a><!--{text}--></a>"))
    shown_text(file(f"<a {text}"))
    assert time.process_time() - begun < 10
