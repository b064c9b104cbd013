"""A fix summary as a document: what stands where, for every form that is written block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
    Tick,
    Tone,
)
from wizard.core.case.summary_model import (
    Cause,
    ChangedFile,
    Dialog,
    Fix,
    Grade,
    Planned,
    Procedure,
    Summary,
)
from wizard.core.case.summary_words import field_text
from wizard.core.finding import Severity
from wizard.core.words import Words, words

_GRADES = {
    Grade.FAILED: Tone.FAILED,
    Grade.WARNING: Tone.WARNING,
    Grade.OK: Tone.OK,
    Grade.UNKNOWN: Tone.INFO,
}


def document_of(summary: Summary) -> Document:
    """The summary block by block, in the order of the HTML page."""
    return _Writer(summary).document()


class _Writer:
    def __init__(self, summary: Summary) -> None:
        self.s = summary
        self.t: Words = words(summary.language)
        self.dialogs = summary.dialogs()
        self.done = {one.step: self.t("label.done", when=one.when) for one in summary.done}

    def document(self) -> Document:
        about, t = self.s.about, self.t
        return Document(
            title=t("document.title-of", site=about.site) if about.site else t("document.title"),
            author=about.technician,
            tool=f"{about.tool} {about.version}",
            language=self.s.language,
            footer=", ".join(part for part in (about.site, about.made) if part),
            page=t.texts["document.page"],
            blocks=tuple(self._blocks()),
        )

    def _blocks(self) -> Iterator[Block]:
        s, t = self.s, self.t
        yield from self._top()
        yield from self._section(t("heading.wrong"), [self._cause(one, cited=False) for one in s.causes])
        fixing = t("heading.fix") if s.causes else t("heading.do")
        yield from self._section(fixing, [block for fix in s.fixes for block in self._fix(fix)])
        yield from self._section(
            t("heading.changed"), [block for file in s.changed for block in self._changed(file)]
        )
        yield from self._section(t("heading.verify"), self._steps(s.verify))
        yield from self._section(t("heading.done"), self._done())
        # What to type stands before what proves it: whoever mends reads the top of the first page.
        yield from self._section(
            t("heading.proof"), [block for one in s.causes for block in self._proof(one)]
        )
        yield from self._section(
            t("heading.picture"), [Drawing(one.where, one.picture) for one in s.pictures]
        )
        yield from self._section(t("heading.noticed"), [self._cause(one, advice=True) for one in s.remarks])
        yield from self._section(t("heading.earlier"), [self._cause(one, past=True) for one in s.history])
        yield from self._section(t("heading.healthy"), _bullets(s.healthy))
        yield from self._section(t("heading.unchecked"), _bullets(s.unchecked))
        if s.planned is not None:
            yield from self._section(t("heading.plan", name=s.planned.name), self._plan(s.planned))
        yield from self._section(t("heading.based"), _bullets(s.based))
        yield Heading(2, t("heading.about"))
        made = t("document.made-with", tool=s.about.tool, version=s.about.version, made=s.about.made)
        for line in (made, *s.trust):
            yield Paragraph(line, Tone.MUTED)

    @staticmethod
    def _section(title: str, blocks: Sequence[Block]) -> Iterator[Block]:
        if blocks:
            yield Heading(2, title)
            yield from blocks

    def _top(self) -> Iterator[Block]:
        about, verdict, t = self.s.about, self.s.verdict, self.t
        yield Paragraph(about.tool, Tone.MUTED)
        yield Heading(1, t("document.title"))
        if about.practice:
            yield Paragraph(t("document.practice"), Tone.INFO)
        if about.redacted:
            yield Paragraph(t("document.redacted"), Tone.INFO)
        rows = [
            (t("label.site"), (about.site,)),
            (t("label.technician"), (about.technician,)),
            (t("label.made"), (about.made,)),
            (t("label.notes"), about.notes),
        ]
        yield Facts(tuple((label, lines) for label, lines in rows if any(lines)))
        yield Callout(_GRADES[verdict.grade], verdict.word, verdict.sentence, verdict.details)

    def _cause(self, one: Cause, *, cited: bool = True, advice: bool = False, past: bool = False) -> Card:
        t = self.t
        badge = t("label.earlier") if past else t("label.number", number=one.number, word=one.word)
        tone = Tone.PAST if past else _tone(one.severity)
        return Card(tone, badge, one.title, tuple(self._about_cause(one, cited=cited, advice=advice)))

    def _about_cause(self, one: Cause, *, cited: bool, advice: bool) -> Iterator[Block]:
        if one.stale:
            yield Paragraph(one.stale, Tone.WARNING, strong=True)
        yield Paragraph(one.why)
        if one.follows:
            yield Paragraph(self.t("label.follows", title=one.follows))
        if one.seen:
            yield Paragraph(one.seen)
        if cited:
            yield from self._citations(one)
        if advice:
            yield from _bullets(one.advice)
        yield Paragraph(one.stands_on, Tone.MUTED)

    def _proof(self, one: Cause) -> Iterator[Block]:
        if one.quotes:
            yield Paragraph(f"{one.number}. {one.title}", strong=True)
            yield from self._citations(one)

    def _citations(self, one: Cause) -> Iterator[Block]:
        for quote in one.quotes:
            yield Citation(quote.where, quote.lines, self.t.texts["document.more-characters"])
        if one.left_out:
            yield Paragraph(one.left_out, Tone.MUTED)

    def _steps(self, steps: Iterable[str]) -> list[Block]:
        ticks = tuple(map(self._tick, steps))
        return [Checklist(ticks)] if ticks else []

    def _tick(self, step: str) -> Tick:
        done, dialog = self.done.get(step, ""), self.dialogs.get(step)
        if dialog is None:
            return Tick(step, done)
        return Tick(dialog.opening, done, self._fields(dialog), dialog.closing)

    def _fields(self, dialog: Dialog) -> tuple[tuple[str, str], ...]:
        return tuple((label, field_text(value, self.t)) for label, value in dialog.fields)

    def _undo(self, one: Procedure) -> Iterator[Block]:
        if one.undo_is_code:
            yield Code(one.undo)
            return
        for step in one.undo:
            dialog = self.dialogs.get(step)
            yield Bullets((dialog.opening if dialog is not None else step,))
            if dialog is not None:
                yield Facts(tuple((label, (value,)) for label, value in self._fields(dialog)))
                yield Paragraph(dialog.closing)

    def _done(self) -> list[Block]:
        return self._steps(one.step for one in self.s.done)

    def _fix(self, fix: Fix) -> Iterator[Block]:
        yield Heading(3, fix.title)
        yield from self._steps(fix.steps)
        if fix.same_as:
            yield Paragraph(self.t("label.same-as", title=fix.same_as))
        if fix.note:
            yield Paragraph(fix.note, Tone.WARNING, strong=True)
        if fix.procedure is not None:
            yield Inset(tuple(self._procedure(fix.procedure, after_steps=bool(fix.steps))))

    def _procedure(self, one: Procedure, *, after_steps: bool) -> Iterator[Block]:
        t = self.t
        title = t("label.how-of-steps" if after_steps else "label.how", product=one.title)
        yield Paragraph(title, strong=True)
        yield from self._steps(one.steps)
        if one.commands:
            yield Paragraph(t("label.lines" if one.in_file else "label.commands"), strong=True)
            # Configuration whose undo is sentences is one text of several lines.
            yield Code(one.commands, parted=not (one.undo and not one.undo_is_code))
        if one.undo:
            yield Paragraph(t("label.undo"), strong=True)
            yield from self._undo(one)
        for note in filter(None, (*one.notes, one.trust)):
            yield Paragraph(note, Tone.MUTED)

    def _changed(self, file: ChangedFile) -> Iterator[Block]:
        t = self.t
        yield Heading(3, file.name)
        if file.changes:
            rows = tuple(
                (str(one.line), one.before or t("label.not-there"), one.after) for one in file.changes
            )
            yield Table(
                (t("label.line"), t("label.before"), t("label.after")), rows, numbers=(0,), code=(1, 2)
            )
        if file.left:
            yield Paragraph(t("label.by-hand"))
            yield Bullets(file.left)

    def _plan(self, plan: Planned) -> list[Block]:
        t = self.t
        blocks: list[Block] = [Paragraph(plan.sentence)]
        if plan.stale:
            blocks.append(Paragraph(plan.stale, Tone.WARNING, strong=True))
        head = tuple(t(f"label.{key}") for key in ("server", "address", "port", "priority", "weight"))
        rows = tuple(
            (one.host, one.address, str(one.port), str(one.priority), str(one.weight)) for one in plan.servers
        )
        return [
            *blocks,
            Table(head, rows, numbers=(2, 3, 4)),
            Paragraph(t("label.zone", zone=plan.zone), strong=True),
            Code(plan.zone_lines),
            Paragraph(t("label.xml"), strong=True),
            Code(plan.xml_lines, parted=False),
            Paragraph(t("label.cms"), strong=True),
            Table((t("label.field"), t("label.value")), plan.cms),
        ]


def _bullets(lines: tuple[str, ...]) -> list[Block]:
    return [Bullets(lines)] if lines else []


def _tone(severity: Severity) -> Tone:
    if severity.fails:
        return Tone.FAILED
    return Tone.WARNING if severity is Severity.WARNING else Tone.INFO
