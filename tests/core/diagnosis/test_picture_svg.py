"""A picture as SVG: well-formed, escaped, self-contained, nothing outside its frame."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.chains import chain_of
from tests.core.logs import HEALTHY, LAB, OWNER
from tests.strategies import hostile_texts
from wizard.core.diagnosis.picture import Edge, Node, NodeKind, NodeState, Picture
from wizard.core.diagnosis.picture_chain import picture_of
from wizard.core.diagnosis.picture_life import with_down
from wizard.core.diagnosis.picture_svg import METRICS, STYLE, WIDTH, picture_svg, text_width

SPACE = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "style", "polyline", "polygon", "g", "rect", "path", "text"}


def parsed(picture: Picture, width: float = WIDTH) -> ET.Element:
    return ET.fromstring(picture_svg(picture, width, standalone=True))


def texts(root: ET.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SPACE}text")]


def pictures():
    nodes = st.lists(
        st.builds(
            Node,
            st.sampled_from([NodeKind.NAPTR, NodeKind.SRV, NodeKind.A]),
            st.sampled_from(NodeState),
            hostile_texts() | st.text(max_size=60),
            hostile_texts() | st.text(max_size=60),
            st.lists(st.text(max_size=40), max_size=3).map(tuple),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
    servers = st.lists(
        st.builds(
            Node,
            st.just(NodeKind.SERVER),
            st.sampled_from(NodeState),
            st.text(max_size=60),
            st.text(max_size=60),
        ),
        max_size=4,
    )

    def whole(way: list[Node], ends: list[Node]) -> Picture:
        edges = [Edge(n, n + 1, True) for n in range(len(way) - 1)]
        edges += [Edge(len(way) - 1, len(way) + n, False) for n in range(len(ends))]
        return Picture((*way, *ends), tuple(edges))

    return st.builds(whole, nodes, servers)


@pytest.mark.parametrize("width", [300, 500, WIDTH, 1400])
@pytest.mark.parametrize("there", [HEALTHY, (), HEALTHY[1:], HEALTHY[:-1]], ids=len)
def test_it_is_a_document_that_says_everything(there, width) -> None:
    picture = picture_of(chain_of(there, LAB))
    root = parsed(picture, width)
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.in_words
    said = "".join(texts(root)).replace(" ", "")
    for node in picture.nodes:
        for text in (node.title, node.word, *node.lines):
            assert text.replace(" ", "") in said
    assert len(list(root.iter(f"{SPACE}rect"))) == len(picture.nodes)
    assert len(list(root.iter(f"{SPACE}polyline"))) == len(picture.edges)


@given(pictures(), st.sampled_from([240.0, 500.0, WIDTH]))
def test_whatever_it_says_it_is_well_formed_and_holds_nothing_else(picture, width) -> None:
    root = parsed(picture, width)
    tags = [one.tag.removeprefix(SPACE) for one in root.iter()]
    assert set(tags) <= ALLOWED
    assert tags.count("style") == 1
    for one in root.iter():
        assert not [name for name in one.attrib if name.lower().startswith(("on", "href", "{http"))]
    style = root.find(f"{SPACE}style")
    assert style is not None
    assert style.text == STYLE
    assert len(list(root.iter(f"{SPACE}rect"))) == len(picture.nodes)


@given(pictures(), st.sampled_from([240.0, 500.0, WIDTH]))
def test_nothing_lies_outside_the_frame(picture, width) -> None:
    root = parsed(picture, width)
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    assert wide <= max(width, float(root.attrib["width"]))
    for rect in root.iter(f"{SPACE}rect"):
        x, y, w, h = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert left <= x
        assert top <= y
        assert x + w <= left + wide + 0.02
        assert y + h <= top + high + 0.02
    for line in itertools.chain(root.iter(f"{SPACE}polyline"), root.iter(f"{SPACE}polygon")):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert left <= x <= left + wide
            assert top <= y <= top + high


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80))
def test_bold_is_wider_and_width_adds_up(text) -> None:
    assert text_width(text, bold=True) > text_width(text) > 0
    assert text_width(text + text) == pytest.approx(2 * text_width(text))
    assert METRICS.width(text, bold=False) == text_width(text)


def test_inline_it_has_no_style_of_its_own_and_no_address() -> None:
    svg = picture_svg(picture_of(chain_of(HEALTHY, LAB)))
    assert "<style" not in svg
    assert "http" not in svg
    assert "\n" not in svg


def test_the_style_asks_for_nothing_and_knows_light_dark_and_print() -> None:
    assert not re.search(r"url|@import|@font-face|expression|<", STYLE)
    assert "prefers-color-scheme:dark" in STYLE
    assert "@media print" in STYLE
    # Nothing but the picture is styled.
    outside = re.sub(r"@media[^{]*\{(.*?\})\}", r"\1", STYLE)
    assert all(one.strip().startswith(".chain") for one in re.findall(r"([^{}]+)\{", outside))


def test_states_differ_by_icon_and_not_by_colour_alone() -> None:
    seen = set()
    for state in NodeState:
        picture = Picture((Node(NodeKind.SRV, state, "t", "w"),), ())
        (path,) = parsed(picture).iter(f"{SPACE}path")
        seen.add(path.attrib["d"])
    assert len(seen) == len(NodeState)


def test_a_server_that_is_supposed_down_is_drawn_so() -> None:
    chain = chain_of(HEALTHY, LAB)
    down = with_down(picture_of(chain), chain.attempt.servers, {"piper.eslab.local"})
    assert 'class="muted"' in picture_svg(down)
    assert 'class="line unused"' in picture_svg(down)


def test_sixty_servers_are_drawn() -> None:
    records = [f"{OWNER} 60 SRV {n} 0 5060 h{n}.eslab.local" for n in range(60)]
    assert len(list(parsed(picture_of(chain_of(tuple(records), LAB))).iter(f"{SPACE}rect"))) == 16
