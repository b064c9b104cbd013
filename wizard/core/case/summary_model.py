"""What a fix summary is: plain texts in their order, ready for a page, a document or an e-mail.

Nothing here is HTML and nothing is wrapped. Texts may hold what logs, answers and people said:
untrusted. Whoever shows them escapes them and makes control characters visible.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from wizard.core.diagnosis.judge import Judgement
from wizard.core.diagnosis.picture import Picture
from wizard.core.finding import Severity
from wizard.core.knowledge import Knowledge
from wizard.core.plan.recipes import Product


class Grade(StrEnum):
    """How a summary's verdict looks. ``UNKNOWN``: nothing was there to judge."""

    FAILED = "failed"
    WARNING = "warning"
    OK = "ok"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence, how grave it is in a word (``Critical``), and what else must be known at once."""

    grade: Grade
    word: str
    sentence: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing seen, as it was.

    ``line`` is 0 where there is none; ``cut`` counts the characters left out at the end.
    """

    line: int
    text: str
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What one source showed; ``where`` names it: a log file, or a DNS server with the time."""

    where: str
    lines: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """One fault in words. ``number`` counts from 1; ``follows`` is the title of its cause, if any.

    ``seen`` is a sentence ("Seen in … at line 6 and in live DNS answers of 10:41."), ``left_out``
    one about evidence that is not cited. ``stands_on`` says who says so, and where. ``advice`` is what
    to do about it, for every DNS product.
    """

    number: int
    code: str
    severity: Severity
    word: str
    title: str
    why: str
    seen: str
    quotes: tuple[Quote, ...]
    left_out: str
    stands_on: str
    advice: tuple[str, ...] = ()
    follows: str = ""
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Dialog:
    """A step that fills in a dialog: what is done before, its fields with what is typed, what is done after.

    ``step`` is all of it in one sentence, by which it is ticked off. A value is empty for a field to
    leave empty, and ``TICKED`` for a box to tick.
    """

    step: str
    opening: str
    fields: tuple[tuple[str, str], ...]
    closing: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A change of DNS records as one product takes it.

    ``commands`` are verbatim, ``in_file`` says that they are lines of a file and not commands.
    ``undo`` is verbatim too where ``undo_is_code``, else sentences. ``dialogs`` are those that steps and
    undo fill in.
    """

    title: str
    steps: tuple[str, ...]
    commands: tuple[str, ...]
    undo: tuple[str, ...]
    undo_is_code: bool
    in_file: bool
    notes: tuple[str, ...]
    trust: str
    dialogs: tuple[Dialog, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends one cause: steps for every DNS product, then the chosen one's procedure.

    ``same_as`` names the fix whose procedure makes the same change already; ``note`` says why there
    is no procedure where one could be expected.
    """

    title: str
    steps: tuple[str, ...]
    procedure: Procedure | None = None
    same_as: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a configuration file, before and after. Secrets are hidden.

    ``before`` is empty for a parameter that is added.
    """

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A configuration file that must change; ``left`` says what people have to decide in it."""

    name: str
    changes: tuple[Change, ...]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedServer:
    """One row of the plan's servers, in failover order."""

    host: str
    address: str
    port: int
    priority: int
    weight: int


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan: its servers, the records that it needs and the handset's configuration."""

    name: str
    sentence: str
    servers: tuple[PlannedServer, ...]
    zone: str
    zone_lines: tuple[str, ...]
    xml_lines: tuple[str, ...]
    cms: tuple[tuple[str, str], ...]
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """How the handset finds its servers, as a picture; ``where`` says whose answers it is drawn from."""

    where: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class About:
    """Who, where, when, and with what. ``made`` is the time in words with its zone.

    ``redacted``: it is told of a case whose names were replaced.
    """

    site: str
    technician: str
    notes: tuple[str, ...]
    made: str
    tool: str
    version: str
    practice: bool
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A step that was ticked off, and when, in words."""

    step: str
    when: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a technician hands over. ``judged`` is what it was told from, as data."""

    about: About
    product: Product
    verdict: Verdict
    causes: tuple[Cause, ...] = ()
    remarks: tuple[Cause, ...] = ()
    history: tuple[Cause, ...] = ()
    fixes: tuple[Fix, ...] = ()
    changed: tuple[ChangedFile, ...] = ()
    verify: tuple[str, ...] = ()
    planned: Planned | None = None
    healthy: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    based: tuple[str, ...] = ()
    trust: tuple[str, ...] = ()
    pictures: tuple[Drawn, ...] = ()
    language: str = "en"
    done: tuple[DoneStep, ...] = ()
    judged: tuple[Knowledge, Judgement] | None = field(default=None, compare=False, repr=False)

    def dialogs(self) -> dict[str, Dialog]:
        """The dialogs that steps fill in, by the step."""
        found = (fix.procedure.dialogs for fix in self.fixes if fix.procedure is not None)
        return {one.step: one for dialogs in found for one in dialogs}

    def when_done(self, step: str) -> str:
        """When a step was ticked off, in words; empty while it is to do."""
        return next((one.when for one in self.done if one.step == step), "")
