"""A picture as SVG: drawn by the same layout as in the window, without Qt.

It needs nothing else: no script, no font, no address, only a style sheet of its own that follows
light, dark and print. Every text in it is untrusted, and escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core.diagnosis.picture import Node, NodeKind, NodeState, Picture
from wizard.core.diagnosis.picture_layout import Arrow, Box, Line, Metrics, lay_out
from wizard.core.xmltext import escape, quoteattr

WIDTH = 780
"""Pixels at which it fits into a document."""
SIZE = 13.0
LINE = 17.0
ICON = 14.0
_HEAD = 6.0

# How wide the letters from space to tilde are in DejaVu Sans, in hundredths of the font's size. It is
# wider than the fonts that usually stand in for it, so what fits in it fits in them.
_WIDTHS = (
    "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 "
    "68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 "
    "55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84"
)
_LETTERS = {chr(32 + place): int(text) / 100 for place, text in enumerate(_WIDTHS.split())}
_OTHER = 1.4
_BOLD = 1.17

_LIGHT = (
    "--text:#1a1d21;--muted:#565e69;--page:#ffffff;--ok:#006d77;--ok-t:#d9f1f3;--warning:#8f5f00;"
    "--warning-t:#fff1d6;--failed:#9b1c31;--failed-t:#fde6e8;--info:#0b5cad;--info-t:#e5f0fc"
)
_DARK = (
    "--text:#e8eaed;--muted:#a9b1bc;--page:#1f2329;--ok:#56c7d9;--ok-t:#0f3a42;--warning:#f5c542;"
    "--warning-t:#47370f;--failed:#ff7b72;--failed-t:#4a1d1a;--info:#9cc4ff;--info-t:#1d3450"
)
_KINDS = ("ok", "warning", "failed", "info")
STYLE = (
    # What every picture needs, once a document. Nothing in it comes from outside.
    f".chain{{{_LIGHT}}}@media (prefers-color-scheme:dark){{.chain{{{_DARK}}}}}"
    f"@media print{{.chain{{{_LIGHT}}}}}"
    ".chain text{font:13px 'Segoe UI',system-ui,-apple-system,Roboto,'DejaVu Sans',sans-serif;"
    "fill:var(--text);white-space:pre}.chain .title{font-weight:600}"
    ".chain rect{stroke-width:1}.chain .line{fill:none;stroke:var(--muted);stroke-width:1.4}"
    ".chain .unused{stroke-dasharray:2 3}.chain .head{fill:var(--muted);stroke:none}"
    ".chain .icon{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
    ".chain .muted rect{stroke:var(--muted);fill:var(--page);stroke-dasharray:4 3}"
    ".chain .muted .word{fill:var(--muted)}.chain .muted .icon{stroke:var(--muted)}"
    + "".join(
        f".chain .{kind} rect{{stroke:var(--{kind});fill:var(--{kind}-t)}}"
        f".chain .{kind} .word{{fill:var(--{kind})}}.chain .{kind} .icon{{stroke:var(--{kind})}}"
        for kind in _KINDS
    )
)

# Lucide (ISC licence), on 24 by 24.
_ROUND = "M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0"
_ICONS = {
    "ok": f"{_ROUND}M16 9l-5.500 5.500L8 12",
    "failed": f"{_ROUND}M15 9l-6 6M9 9l6 6",
    "warning": "M21.73 18l-8-14a2 2 0 0 0-3.480 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.730-3M12 9v4M12 17h.01",
    "info": f"{_ROUND}M12 16v-4M12 8h.01",
    "muted": _ROUND,
    "down": "M5 12h14",
    "phone": (
        "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 "
        "0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 "
        "0 6.392 6.384"
    ),
}


def text_width(text: str, bold: bool = False) -> float:
    """How wide a text is at most; what is not ASCII counts as very wide."""
    width = sum(_LETTERS.get(letter, _OTHER) for letter in text) * SIZE
    return width * _BOLD if bold else width


METRICS = Metrics(LINE, ICON, text_width)


def picture_svg(picture: Picture, width: float = WIDTH, *, standalone: bool = False) -> str:
    """The picture as one ``<svg>`` element, to stand in HTML that has :data:`STYLE` in its style sheet.

    With ``standalone`` it is a document of its own. Everything fits into ``width`` pixels; the height
    comes of itself.
    """
    laid = lay_out(picture, width - 2, METRICS)
    wide, high = _number(laid.width + 2), _number(laid.height + 2)
    space = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    said = quoteattr(_clean(picture.in_words))
    frame = f'width="{wide}" height="{high}" viewBox="-1 -1 {wide} {high}"'
    parts = [f'<svg class="chain"{space} role="img" aria-label={said} {frame}>']
    if standalone:
        parts.append(f"<style>{STYLE}</style>")
    parts += [_arrow(arrow) for arrow in laid.arrows]
    parts += [part for box in laid.boxes for part in _box(box, picture.nodes[box.node])]
    return "".join([*parts, "</svg>"])


def _arrow(arrow: Arrow) -> str:
    (before_x, _), (x, y) = arrow.points[-2:]
    across = x != before_x
    head = (
        [(x, y), (x - _HEAD, y - _HEAD / 2), (x - _HEAD, y + _HEAD / 2)]
        if across
        else [(x, y), (x - _HEAD / 2, y - _HEAD), (x + _HEAD / 2, y - _HEAD)]
    )
    end = (x - _HEAD, y) if across else (before_x, y - _HEAD)
    line = [*arrow.points[:-1], end]
    unused = "" if arrow.used else " unused"
    return (
        f'<polyline class="line{unused}" points="{_points(line)}"/>'
        f'<polygon class="head" points="{_points(head)}"/>'
    )


def _box(box: Box, node: Node) -> Iterator[str]:
    frame = f'x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}"'
    yield f'<g class="{_kind(node)}"><rect {frame} height="{_number(box.height)}" rx="6"/>'
    move = f"translate({_number(box.icon_x)} {_number(box.icon_y)}) scale({_number(ICON / 24)})"
    yield f'<path class="icon" transform="{move}" d="{_ICONS[_icon(node)]}"/>'
    for line in box.lines:
        yield _text(line)
    yield "</g>"


def _text(line: Line) -> str:
    # The base line lies about four fifths down a line of text.
    place = f'x="{_number(line.x)}" y="{_number(line.y + LINE * 0.76)}"'
    return f'<text class="{line.kind}" {place}>{escape(_clean(line.text))}</text>'


def _kind(node: Node) -> str:
    if node.kind is NodeKind.NAME:
        return "info"
    match node.state:
        case NodeState.FOUND:
            return "ok"
        case NodeState.NONE:
            return "info" if node.harmless else "warning"
        case NodeState.FAILED:
            return "failed"
        case NodeState.NOT_ASKED | NodeState.DOWN:
            return "muted"


def _icon(node: Node) -> str:
    if node.kind is NodeKind.NAME:
        return "phone"
    return "down" if node.state is NodeState.DOWN else _kind(node)


def _clean(text: str) -> str:
    """Without the signs that XML cannot hold, or that turn the direction of writing."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
