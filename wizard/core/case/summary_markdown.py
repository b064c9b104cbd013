"""A document as Markdown (GitHub's kind), in which every text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from wizard.core.case.blocks import (
    Block,
    Bullets,
    Callout,
    Card,
    Checklist,
    Citation,
    Code,
    Document,
    Drawing,
    Facts,
    Heading,
    Inset,
    Paragraph,
    Table,
    Tone,
)

# What begins emphasis, code, links, pictures, HTML, entities, mentions and addresses of pages.
_SIGNS = re.compile(r"([\\`*_\[\]<>&|~@#$]|:(?=//)|(?<=mailto):|(?<=xmpp):|(?<=www)\.)", re.IGNORECASE)
_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")
_RUNS = re.compile("`+")


def markdown_of(document: Document) -> str:
    """The whole document, in lines that end with a newline."""
    lines = list(_all(document.blocks))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def text(said: str) -> str:
    """A text of one line that no reader of Markdown takes for anything else."""
    return _START.sub(_escaped_start, _SIGNS.sub(r"\\\1", said.strip()))


def _escaped_start(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark[:-1]}\\{mark[-1]}"


def _all(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _WRITERS[type(block)](block)
        yield ""


def _heading(block: Heading) -> Iterator[str]:
    yield f"{'#' * block.level} {text(block.text)}"


def _paragraph(block: Paragraph) -> Iterator[str]:
    if block.strong or block.tone in {Tone.WARNING, Tone.INFO}:
        yield f"**{text(block.text)}**"
    else:
        yield text(block.text)


def _bullets(block: Bullets) -> Iterator[str]:
    yield from (f"- {text(line)}" for line in block.lines)


def _checklist(block: Checklist) -> Iterator[str]:
    for number, step in enumerate(block.steps, 1):
        done = f" ({text(step.done)})" if step.done else ""
        yield f"- [{'x' if step.done else ' '}] {number}\\. {text(step.text)}{done}"
        yield from (f"  - {text(label)}: {text(value)}" for label, value in step.fields)
        if step.after:
            yield from ("", f"  {text(step.after)}", "")


def _code(block: Code) -> Iterator[str]:
    yield from _fenced(block.lines)


def _fenced(lines: Iterable[str]) -> Iterator[str]:
    """Lines as they are, inside a fence that none of them can close."""
    lines = tuple(lines)
    longest = max((len(run) for line in lines for run in _RUNS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (fence, *lines, fence)


def _citation(block: Citation) -> Iterator[str]:
    yield text(block.where)
    yield ""
    width = max((len(str(one.line)) for one in block.lines if one.line), default=0)
    yield from _fenced(
        f"{one.line or ''!s:>{width}} {one.text}".strip(" ")
        + (f" {block.more.format(count=one.cut)}" if one.cut else "")
        for one in block.lines
    )


def _facts(block: Facts) -> Iterator[str]:
    for label, lines in block.rows:
        # A note may have paragraphs: they stay in its item.
        first, *others = lines
        yield f"- **{text(label)}:** {text(first)}"
        for line in others:
            yield f"  {text(line)}" if line.strip() else ""


def _table(block: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(text, block.head))} |"
    yield f"|{'|'.join('--:' if place in block.numbers else '---' for place in range(len(block.head)))}|"
    for row in block.rows:
        cells = [_span(cell) if place in block.code else text(cell) for place, cell in enumerate(row)]
        yield f"| {' | '.join(cells)} |"


def _span(said: str) -> str:
    """Code inside a cell; even there a bar would part the cell."""
    longest = max((len(run) for run in _RUNS.findall(said)), default=0)
    ticks, edge = "`" * (longest + 1), " " if said[:1] == "`" or said[-1:] == "`" else ""
    return f"{ticks}{edge}{said}{edge}{ticks}".replace("|", "\\|")


def _callout(block: Callout) -> Iterator[str]:
    yield f"> **{text(block.word)}: {text(block.sentence)}**"
    for line in block.details:
        yield ">"
        yield f"> {text(line)}"


def _card(block: Card) -> Iterator[str]:
    yield f"### {text(block.badge)}: {text(block.title)}"
    yield ""
    yield from _all(block.blocks)


def _inset(block: Inset) -> Iterator[str]:
    yield from _all(block.blocks)


def _drawing(block: Drawing) -> Iterator[str]:
    yield text(block.where)
    yield ""
    yield from (f"- {text(node.in_words)}" for node in block.picture.nodes)


_WRITERS: dict[type, Callable[..., Iterator[str]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Checklist: _checklist,
    Code: _code,
    Citation: _citation,
    Facts: _facts,
    Table: _table,
    Callout: _callout,
    Card: _card,
    Inset: _inset,
    Drawing: _drawing,
}
