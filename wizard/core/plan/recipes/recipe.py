"""What a recipe is: one change of DNS records as one product wants it done."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from wizard.core.about import told
from wizard.core.plan.recipes.placing import shown


class Product(StrEnum):
    """The products that the wizard writes for. The values are the CLI's ``--format`` words."""

    WINDOWS = "windows"
    POWERSHELL = "powershell"
    DNSCMD = "dnscmd"
    BIND = "bind"
    DNSMASQ = "dnsmasq"
    UNBOUND = "unbound"
    STATIC_CACHE = "static-cache"


class Verified(StrEnum):
    """How far a recipe can be trusted: run by our tests on the product, or only read about."""

    TESTED = "tested"
    DOCUMENTED = "documented"


@dataclass(frozen=True, slots=True)
class DialogRecord:
    """One record as a Windows dialog wants it.

    ``place`` is the folder to right-click, as a path (``eslab.local > testserver``). ``fields`` are
    (label, value) pairs in the dialog's order; an empty value is a field to leave empty, and
    :data:`TICKED` a box to tick. ``step`` is the step of the recipe that fills it in, ``opening``
    and ``closing`` that step without the fields.
    """

    dialog: str
    place: str
    fields: tuple[tuple[str, str], ...]
    step: str = field(default="", compare=False)
    opening: str = field(default="", compare=False)
    closing: str = field(default="", compare=False)

    def filled_in(self) -> list[str]:
        """What to do with each field, in their order."""
        return [
            told(f"recipe.windows.in-line.{_way(value)}", label=label, value=value)
            for label, value in self.fields
        ]

    def lines(self) -> list[str]:
        """The step as lines: each field on one of its own, as the dialog shows them."""
        fields = (
            told(f"recipe.windows.own-line.{_way(value)}", label=label, value=value)
            for label, value in self.fields
        )
        return [self.opening, *(f"     {one}" for one in fields), f"   {self.closing}"]


def _way(value: str) -> str:
    if value == TICKED:
        return "tick"
    return "field" if value else "empty"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Steps, commands and undo for one :class:`~wizard.core.record.RecordChange`.

    ``commands`` are verbatim, one command or configuration line each. Where the product is a file,
    a line to take out of it stands as a comment that starts with :data:`REMOVE`. ``undo`` takes
    the commands back, in the same form; for products without commands it holds sentences. ``fields``
    are the dialogs that the steps fill in, ``undo_fields`` those of the undo.
    """

    product: Product
    title: str
    steps: tuple[str, ...]
    commands: tuple[str, ...]
    undo: tuple[str, ...]
    verified: Verified
    notes: tuple[str, ...] = ()
    fields: tuple[DialogRecord, ...] = ()
    undo_fields: tuple[DialogRecord, ...] = ()

    @property
    def dialogs(self) -> dict[str, DialogRecord]:
        """The dialogs of the steps, and of the undo, by the step that fills them in."""
        return {one.step: one for one in (*self.fields, *self.undo_fields)}

    @property
    def caveat(self) -> str:
        """Where a recipe is only documented: its last note, which says what we did not run."""
        return self.notes[-1] if self.verified is Verified.DOCUMENTED and self.notes else ""

    def text(self) -> str:
        """Everything as one block that the product takes as it is: prose stands in comments."""
        match self.product:
            case Product.WINDOWS:
                lines = [*self._prose(), *self._undo("- ")]
            case Product.STATIC_CACHE:
                prose = [_xml_comment(line) for line in (*self._prose(), *self._undo("- "))]
                lines = [*self.commands[:1], *prose, *self.commands[1:]]
            case _:
                mark = COMMENTS[self.product]
                prose = [mark + line for line in self._prose()]
                if self.product is Product.DNSCMD:
                    prose = [line.translate(_HARMLESS_IN_CMD) for line in prose]
                lines = [*prose, *self.commands, *self._undo(mark)]
        return "\n".join(lines) + "\n"

    def _prose(self) -> list[str]:
        numbered = enumerate(map(self._lines_of, self.steps), 1)
        steps = [line for number, (first, *rest) in numbered for line in (f"{number}. {first}", *rest)]
        return [self.title, *steps, *(told(NOTE, note=note) for note in self.notes)]

    def _lines_of(self, step: str) -> list[str]:
        """A step that fills in a dialog in several lines, any other in one."""
        form = self.dialogs.get(step)
        return [shown(line) for line in form.lines()] if form is not None else [step]

    def _undo(self, mark: str) -> list[str]:
        """The undo as remarks; its lines to take out are remarks already."""
        if not self.undo:
            return []
        if self.product is Product.WINDOWS:
            steps = map(self._lines_of, self.undo)
            return [told(UNDO_TITLE), *(line for first, *rest in steps for line in (mark + first, *rest))]
        title = told(UNDO_TITLE) if mark == "- " else mark + told(UNDO_TITLE)
        return [title, *(line if line.startswith(mark) else mark + line for line in self.undo)]


TICKED = "ticked"

REMOVE = "remove: "
"""What follows the comment sign of a line that is to be taken out of a file."""

REMOVE_ADDED = "remove, if it was not there before: "
"""The same in an undo, for a line that is left out of the fix where the file had one already."""

COMMENTS = {
    Product.POWERSHELL: "# ",
    Product.DNSCMD: "rem ",
    Product.BIND: "; ",
    Product.DNSMASQ: "# ",
    Product.UNBOUND: "# ",
}

UNDO_TITLE = "recipe.undo-title"
NOTE = "recipe.note"

RESTART = "recipe.restart"
"""The last step of every product (why: the bulletin's logs show the negative cache)."""

EXISTING_HOST = "recipe.existing-host"

_HARMLESS_IN_CMD = str.maketrans(
    {**dict.fromkeys("&|<>^%", "/"), **dict.fromkeys("“”\u2018\u2019", "'"), "…": "..."}
)
"""For signs that ``cmd.exe`` might act on, even in a remark, or cannot show."""

_HYPHENS = re.compile("-(?=-)")


def _xml_comment(line: str) -> str:
    """A comment; two hyphens would end it too early."""
    return f"<!-- {_HYPHENS.sub('- ', line)} -->"
