"""A repair as people look at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.handset.config_file import open_config, read_config
from wizard.core.handset.config_xml import LINE_END
from wizard.core.handset.difference import AROUND, LONGEST, Kind, Row, rows_of
from wizard.core.handset.lint import lint
from wizard.core.handset.masking import shown_text
from wizard.core.handset.repair import Repair, repair

DATA = Path(__file__).parents[2] / "data" / "config"
NAME = "voIpProt.server.1"


def repaired(text: str) -> Repair:
    file = read_config("site.cfg", text.encode())
    return repair(file, lint([file]))


def told(text: str) -> list[tuple[Kind, int, str]]:
    return [(row.kind, row.number, row.text) for row in rows_of(repaired(text))]


def test_a_changed_line_stands_before_and_after_between_its_neighbours() -> None:
    lines = ["<a>", "<!-- 2 -->", f'<b {NAME}.address="a.b"', f' {NAME}.port="5060"/>', "<!-- 5 -->"]
    text = "\n".join([*lines, "<!-- 6 -->", "<!-- 7 -->", "</a>"])
    assert told(text) == [
        (Kind.SAME, 2, "<!-- 2 -->"),
        (Kind.SAME, 3, lines[2]),
        (Kind.REMOVED, 4, f' {NAME}.port="5060"/>'),
        (Kind.ADDED, 4, f' {NAME}.port="0"/>'),
        (Kind.SAME, 5, "<!-- 5 -->"),
        (Kind.SAME, 6, "<!-- 6 -->"),
    ]


def test_an_added_line_moves_the_numbers_of_what_follows() -> None:
    proxy = "voIpProt.SIP.outboundProxy"
    text = f'<a\n  {proxy}.address="a.b"\n  x="1"\n  y="2"\n  {NAME}.address="a.b"\n  {NAME}.port="1"\n/>'
    found = told(text)
    assert (Kind.ADDED, 3, f'  {proxy}.port="0"') in found
    assert (Kind.REMOVED, 6, f'  {NAME}.port="1"') in found
    assert (Kind.ADDED, 7, f'  {NAME}.port="0"') in found


def test_far_apart_changes_have_a_gap_between_them_and_near_ones_none() -> None:
    def between(count: int) -> list[Kind]:
        filler = "\n".join(f"<!-- {number} -->" for number in range(count))
        text = (
            f'<a>\n<b {NAME}.address="a.b"\n {NAME}.port="1"/>\n{filler}\n<c {NAME}.transport="naptr"/>\n</a>'
        )
        return [row.kind for row in rows_of(repaired(text))]

    assert Kind.GAP not in between(2 * AROUND)
    assert between(2 * AROUND + 1).count(Kind.GAP) == 1


def test_nothing_to_change_is_nothing_to_see() -> None:
    assert rows_of(repaired("<a/>")) == ()


def test_secrets_are_hidden() -> None:
    text = f'<a><b reg.1.auth.password="swordfish" {NAME}.address="a.b" {NAME}.port="1"/></a>'
    assert all("swordfish" not in row.text for row in rows_of(repaired(text)))
    assert any("•••" in row.text for row in rows_of(repaired(text)))


def test_each_change_of_a_long_line_is_told_by_itself() -> None:
    filler = " ".join(f'x.{number}="1"' for number in range(3000))
    text = (
        f'<a reg.1.auth.password="swordfish" {filler} {NAME}.address="a.b" {NAME}.port="5060" y="2" '
        f'{filler.replace("x.", "z.")} {NAME}.transport="naptr"/>'
    )
    rows = rows_of(repaired(text))
    assert [row.kind for row in rows] == [Kind.REMOVED, Kind.ADDED] * 2
    for row, part in zip(rows, ("port", "port", "transport", "transport"), strict=True):
        assert f"{NAME}.{part}=" in row.text
        assert row.text.startswith("…")
        assert row.text.endswith("…") == (part == "port")
        assert len(row.text) <= LONGEST
        assert row.number == 1
    assert 'port="5060" y="2"' in rows[0].text
    assert 'port="0" y="2"' in rows[1].text
    assert rows[3].text.endswith('transport="DNSnaptr"/>')


@pytest.mark.parametrize("path", sorted(DATA.glob("*.cfg")), ids=lambda path: path.stem)
def test_the_rows_make_the_new_file_of_the_old_one(path: Path) -> None:
    file = open_config(path)
    check(repair(file, lint([file])))


@given(
    st.lists(st.sampled_from(["port", "address", "transport", "x", "proxy", "long"]), max_size=12), st.data()
)
def test_any_repair_is_told_exactly(kinds: list[str], data: st.DataObject) -> None:
    ends = st.sampled_from(["\n", "\r\n", "\r", " "])
    attributes = []
    for number, kind in enumerate(kinds, 1):
        attributes.append(
            {
                "port": f'reg.{number}.server.1.address="a.b" reg.{number}.server.1.port="5"',
                "address": f'reg.{number}.server.1.address="sip:a.b"',
                "transport": f'reg.{number}.server.1.address="a.b" reg.{number}.server.1.transport="udp"',
                "x": f'x.{number}="1"',
                "proxy": f'reg.{number}.outboundProxy.address="a.b"',
                "long": f'reg.{number}.server.1.address="sip:\na.b"',
            }[kind]
            + data.draw(ends)
        )
    file = read_config("site.cfg", f"<a {data.draw(ends)}{''.join(attributes)}/>".encode())
    check(repair(file, lint([file])))


def check(made: Repair) -> None:
    """Taking the removed lines out and putting the added ones in makes the repaired file."""
    old = LINE_END.split(shown_text(made.file))
    new = LINE_END.split(shown_text(made.repaired))
    rows = rows_of(made)
    removed = {row.number for row in rows if row.kind is Kind.REMOVED}
    added = {row.number for row in rows if row.kind is Kind.ADDED}
    assert [line for number, line in enumerate(old, 1) if number not in removed] == [
        line for number, line in enumerate(new, 1) if number not in added
    ]
    for row in rows:
        lines = new if row.kind is Kind.ADDED else old
        if row.kind is not Kind.GAP and len(lines[row.number - 1]) <= LONGEST:
            assert row == Row(row.kind, row.number, lines[row.number - 1])
    numbers = [row.number for row in rows if row.kind in {Kind.SAME, Kind.REMOVED}]
    assert numbers == sorted(set(numbers)) or max(map(len, old + new)) > LONGEST
    assert bool(rows) == bool(made.edits)
