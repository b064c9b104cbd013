"""A handset's configuration file without what it tells about its owner. Its lines keep their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wizard.core.case.redaction_text import GONE, Masker
from wizard.core.handset.config_faults import Fault
from wizard.core.handset.config_xml import Setting, read_xml
from wizard.core.handset.masking import HIDDEN
from wizard.core.handset.parameters import known, meant
from wizard.core.handset.values import meant_transport
from wizard.core.xmltext import escape

_GAP = re.compile(r"(<!--.*?-->)|(<\?.*?\?>)|(<!\[CDATA\[.*?\]\]>)|(</?)([^\s/>]+)|(>)([^<]*)|(.)", re.DOTALL)
_DECLARATION = re.compile(r"<\?xml[\w\s=.\"'-]{0,120}\?>")
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARKUP = frozenset("\"'=/> \t\r\n\ufeff")
_ELEMENTS = frozenset(
    {"phone_config", "all", "voipprot", "reg", "dns", "log", "sip", "config", "application"}
)
_NAMED = frozenset({"name", "target", "replacement"})
_SWITCH = frozenset({"", "0", "1", "true", "false", HIDDEN})
_FILES = frozenset({"CONFIG_FILES"})


@dataclass(frozen=True, slots=True)
class RedactedText:
    """The text, and the fault that its file has as a whole."""

    text: str
    fault: Fault | None


def redacted_configuration(masker: Masker, text: str, fault: Fault | None) -> RedactedText:
    """A file's text as a case keeps it: without secrets already."""
    if fault is not None:
        return _broken(masker, text, fault)
    xml = read_xml(text)
    if xml.problem or xml.broken is not None:
        return RedactedText(_lines_alone(text), None)
    return RedactedText("".join(_sound(masker, text, xml.settings)), None)


def _sound(masker: Masker, text: str, settings: tuple[Setting, ...]) -> Iterator[str]:
    at = 0
    for one in settings:
        yield _gap(masker, text[at : one.start])
        yield masker.parameter(one.name)
        yield _gap(masker, text[one.start + len(one.name) : one.value_start])
        raw = text[one.value_start : one.value_end]
        value = escape(_value(masker, one)).replace('"', "&quot;").replace("'", "&apos;")
        yield value + "".join(_LINE_END.findall(raw))
        at = one.value_end
    yield _gap(masker, text[at:])


def _value(masker: Masker, setting: Setting) -> str:
    value = setting.value
    if value in _SWITCH:
        return value
    if setting.name in _FILES:
        return ", ".join(masker.aliases.path(name.strip()) for name in value.split(",") if name.strip())
    place = known(setting.name) or meant(setting.name)
    if place is None:
        return masker.text(value)
    if place.field == "address" or place.field in _NAMED:
        return HIDDEN.join(masker.typed(part) for part in value.split(HIDDEN))
    if value.isascii() and value.isdigit() and len(value) < 8:
        return value
    if place.field == "transport" and meant_transport(value):
        masker.keep(value)
        return value
    return masker.text(value)


def _gap(masker: Masker, text: str) -> str:
    """What stands between names and values: marks and known elements; comments and text are left out."""
    return "".join(_mark(masker, match) for match in _GAP.finditer(text))


def _mark(masker: Masker, match: re.Match[str]) -> str:
    comment, instruction, data, opening, element, closing, content, other = match.groups()
    ends = "".join(_LINE_END.findall(match.group()))
    if comment:
        return f"<!-- {GONE} -->{ends}"
    if instruction:
        if not _DECLARATION.fullmatch(instruction):
            return ends
        masker.keep(instruction)
        return instruction
    if data:
        return ends
    if opening:
        low = element.lower()
        shown = known(f"{element}.address") is not None or known(element) is not None
        if low not in _ELEMENTS and not shown:
            return f"{opening}element"
        masker.keep(element)
        return opening + element
    if closing:
        return f">{content}" if not content.strip() else f">{GONE}{ends}"
    return other if other in _MARKUP else ""


def _broken(masker: Masker, text: str, fault: Fault) -> RedactedText:
    """A file that is no XML: line by line, each word on its own merits."""
    after = masker.parameter(fault.after) if fault.after else ""
    reason = fault.reason.replace(fault.after, "\x00") if fault.after else fault.reason
    reason = "\x00".join(masker.text(part) for part in reason.split("\x00")).replace("\x00", after)
    if fault.kind:
        return RedactedText(_lines_alone(text), replace(fault, reason=reason, after=after))
    made: list[str] = []
    offset = at = length = 0
    for line in _with_ends(text):
        shown = masker.text(line)
        if at <= fault.offset < at + len(line) or fault.offset == at + len(line):
            offset = length + min(fault.offset - at, len(shown))
        made.append(shown)
        at += len(line)
        length += len(shown)
    return RedactedText("".join(made), replace(fault, reason=reason, after=after, offset=offset))


def _with_ends(text: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


def _lines_alone(text: str) -> str:
    return "".join(_LINE_END.findall(text))
