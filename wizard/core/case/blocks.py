"""What a document is made of, in its order: plain texts that a form of its own kind writes down.

Nothing here is marked up, wrapped or escaped. Texts may be untrusted; hidden characters are already
spelled out. Lengths, fonts and pages are the business of whoever writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wizard.core.case.summary_model import Cited
from wizard.core.diagnosis.picture import Picture


class Tone(StrEnum):
    """What a text is to the reader."""

    TEXT = "text"
    MUTED = "muted"
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    INFO = "info"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is the document's own, 2 and 3 make its outline, as do the cards."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose. ``strong`` is a line that heads what follows it."""

    text: str
    tone: Tone = Tone.TEXT
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences side by side."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One step of a checklist; ``done`` says when it was ("done 10:41"), empty while it is to do.

    ``fields`` are what is typed into a dialog, label and value, and ``after`` what is done then.
    """

    text: str
    done: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Steps in order, each with a box to tick."""

    steps: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be typed or pasted as they are. ``parted``: each line is one command."""

    lines: tuple[str, ...]
    parted: bool = True


@dataclass(frozen=True, slots=True)
class Citation:
    """What one source showed; ``more`` says how many characters of a line are left out, for ``count``."""

    where: str
    lines: tuple[Cited, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what stands beside them, in lines."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in rows under a head; ``numbers`` are the columns that are set to the right, from 0.

    ``code`` are those whose cells are typed as they are.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    code: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Callout:
    """The verdict."""

    tone: Tone
    word: str
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One fault with all that belongs to it; ``badge`` is its number and gravity in words."""

    tone: Tone
    badge: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Inset:
    """Something that belongs to what stands before it."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture; ``where`` says whose answers it is drawn from."""

    where: str
    picture: Picture


Block = (
    Heading
    | Paragraph
    | Bullets
    | Checklist
    | Code
    | Citation
    | Facts
    | Table
    | Callout
    | Card
    | Inset
    | Drawing
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``title`` names it among others, ``footer`` stands on every page.

    ``page`` is the words of a page's number, with ``{page}`` and ``{pages}``. ``language`` is a code.
    """

    title: str
    author: str
    tool: str
    language: str
    footer: str
    page: str
    blocks: tuple[Block, ...]
