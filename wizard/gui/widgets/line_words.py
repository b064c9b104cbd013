"""What a line of a log means, in words: its columns, its meaning, and who says so."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from wizard.core.case.reading import Reading, entry_at
from wizard.core.knowledge import Basis, Knowledge
from wizard.core.log.line import LogLine
from wizard.core.log.stored import gone
from wizard.core.log.times import TimeForm
from wizard.core.trace.grammar import rule_of
from wizard.gui.widgets.finding_card import basis_line
from wizard.gui.widgets.log_model import level_word
from wizard.gui.widgets.log_times import readable

_BULLETIN = "CS-14-17"


class Meaning(NamedTuple):
    """A few words, a sentence or two, and who says so; the last two may be empty."""

    title: str
    explains: str = ""
    basis: str = ""


def columns_of(line: LogLine, form: TimeForm | None) -> str:
    """The columns before the message, by their names."""
    parts = []
    if line.time:
        said = readable(line.time, form)
        text = (
            QCoreApplication.translate("LineDetail", "Time {time} ({said})")
            if said
            else QCoreApplication.translate("LineDetail", "Time {time}")
        )
        parts.append(text.format(time=line.time, said=said))
    if line.has_form:
        parts.append(QCoreApplication.translate("LineDetail", "Module {module}").format(module=line.module))
        parts.append(
            QCoreApplication.translate("LineDetail", "Level {level} ({word})").format(
                level=line.level, word=level_word(line.level)
            )
        )
    if line.missed:
        parts.append(
            QCoreApplication.translate("LineDetail", "Lines lost before this one: {count}").format(
                count=line.missed
            )
        )
    return " · ".join(parts)


def parent_of(reading: Reading | None, line: LogLine | None) -> int:
    """The number of the line that this one belongs to, 0 if it stands for itself."""
    if reading is None or line is None:
        return 0
    parent = reading.index.parent(line.number - 1) + 1
    return parent if parent != line.number else 0


def meaning_of(reading: Reading | None, line: LogLine | None, knowledge: Knowledge) -> Meaning:
    """What a line says; None: no line is chosen, or there is none."""
    if reading is not None and not len(reading.lines):
        return Meaning(QCoreApplication.translate("LineDetail", "There is no line to explain"))
    if reading is None or line is None:
        return Meaning(
            QCoreApplication.translate("LineDetail", "No line is chosen"),
            QCoreApplication.translate("LineDetail", "Choose a line of the log to see what it means."),
        )
    if line.raw == gone():
        return Meaning(
            QCoreApplication.translate("LineDetail", "gone from the file"),
            QCoreApplication.translate(
                "LineDetail",
                "The file was changed, moved or deleted since it was opened. Open it again to see this line.",
            ),
        )
    entry = entry_at(reading.log.review, line.number)
    known = knowledge.lines.get(rule_of(entry.event).id) if entry is not None else None
    if known is not None:
        source = known.section if _BULLETIN in known.section else f"{_BULLETIN}, {known.section}"
        return Meaning(known.title, known.explains, basis_line(known.basis, source))
    if line.has_form:
        return _unknown(line)
    parent = parent_of(reading, line)
    if parent:
        title = QCoreApplication.translate("LineDetail", "goes on from line {number}").format(number=parent)
        said = QCoreApplication.translate("LineDetail", "This line belongs to the message that begins there.")
        return Meaning(title, said, meaning_of(reading, reading.lines[parent - 1], knowledge).basis)
    return Meaning(
        QCoreApplication.translate("LineDetail", "not a line of a handset's log"),
        QCoreApplication.translate(
            "LineDetail", "It does not have the form: time, module, level, missed lines and message."
        ),
        basis_line(Basis.VENDOR, f"{_BULLETIN}, Troubleshooting"),
    )


def _unknown(line: LogLine) -> Meaning:
    """A line that the bulletin does not print: what its columns say, and what it has to do with DNS."""
    about = {
        "dns": QCoreApplication.translate("LineDetail", "name look-ups"),
        "sip": QCoreApplication.translate("LineDetail", "registration and calls"),
        "cfg": QCoreApplication.translate("LineDetail", "configuration"),
        "log": QCoreApplication.translate("LineDetail", "the log itself"),
        "lldp": QCoreApplication.translate("LineDetail", "neighbours on the network"),
        "wlan": QCoreApplication.translate("LineDetail", "the radio"),
    }.get(line.module, "")
    title = QCoreApplication.translate("LineDetail", "A message of the module {module}").format(
        module=line.module
    )
    if about:
        title = f"{title} ({about})"
    level = QCoreApplication.translate("LineDetail", "Level {level} means: {word}.").format(
        level=line.level, word=level_word(line.level)
    )
    if line.module in {"dns", "sip"}:
        said = QCoreApplication.translate(
            "LineDetail", "CS-14-17 does not print a line like this one, so it proves nothing here."
        )
    else:
        said = QCoreApplication.translate(
            "LineDetail", "CS-14-17 finds the SIP servers by lines of the modules dns and sip alone."
        )
    source = f"{_BULLETIN}, Failed Registration Log; Successful Registration Log"
    return Meaning(title, f"{said} {level}", basis_line(Basis.INFERRED, source))
