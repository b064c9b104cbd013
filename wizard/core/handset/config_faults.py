"""Why a file is no XML, in plain words, and where to look.

Expat stops where it can go on no longer, which is often a line or more behind the mistake: a
missing quotation mark swallows everything up to the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from xml.parsers.expat import errors

from wizard.core.about import told
from wizard.core.handset.config_xml import Broken, Lines

_NAMED = re.compile(r"""(?<![\w.:-])([A-Za-z_][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*""")
# Beginning only where a name does keeps a long run of letters from being searched at each of them.
_VALUE = re.compile(r"""(?<![\w.:-])([A-Za-z_][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*(["'])""")
_TYPOGRAPHIC = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
_LOOK_BACK = 4000
_NAME = re.compile(r"[^\s=]{1,100}")
_CLOSING = re.compile(r"</[^>\s]{1,80}")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[^;&\s]{1,80};")
_AMPERSAND = re.compile(r"&[^;&\s\"'<>]*.?$", re.DOTALL)
_CODES = errors.codes
_UNCLOSED = _CODES[errors.XML_ERROR_UNCLOSED_TOKEN]
_TOKEN_CODES = {_CODES[errors.XML_ERROR_INVALID_TOKEN], _UNCLOSED}


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is no XML. ``reason`` is a part of a sentence.

    ``kind`` says what the file is instead ("a ZIP archive"), empty for XML that is broken.
    ``after`` is the parameter that stands last before the place.
    """

    line: int
    column: int
    reason: str
    after: str = ""
    kind: str = ""
    offset: int = 0


def explain(text: str, broken: Broken) -> Fault:
    """Where the mistake is and what it is. ``text`` is what expat read."""
    offset = broken.offset
    if broken.code == _CODES[errors.XML_ERROR_TAG_MISMATCH]:
        offset = max(text.rfind("<", 0, offset + 1), 0)
    if broken.code == _CODES[errors.XML_ERROR_UNDEFINED_ENTITY]:
        unknown = _ENTITY.search(text, offset)
        offset = unknown.start() if unknown else offset
    swallowing = _swallowing(text, broken) if broken.code in _TOKEN_CODES else None
    if swallowing is not None:
        after, offset = swallowing
        reason = told("xml-fault.quote-open", after=after)
        if text.startswith("<", broken.offset) and "\n" not in text[offset : broken.offset]:
            reason += told("xml-fault.quote-open-less-than")
    else:
        after = nearest_parameter(text, offset)
        reason = _reason(text, replace(broken, offset=offset), after)
    line, column = Lines(text).place(offset)
    return Fault(line, column, reason, after, offset=offset)


def nearest_parameter(text: str, offset: int) -> str:
    """The name that an equals sign follows last before ``offset``."""
    names = [m.group(1) for m in _NAMED.finditer(text[max(offset - _LOOK_BACK, 0) : offset])]
    return names[-1][:100] if names else ""


def _reason(text: str, broken: Broken, after: str) -> str:
    offset, code = broken.offset, broken.code
    if code in _TOKEN_CODES:
        return _token(text, broken, after)
    if code == _CODES[errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
        name = _NAME.match(text, offset)
        return told("xml-fault.twice", parameter=name.group() if name else told("xml-fault.a-parameter"))
    if code == _CODES[errors.XML_ERROR_TAG_MISMATCH]:
        wrong = _CLOSING.match(text, offset)
        wanted = f"</{broken.open[-1][:80]}>" if broken.open else told("xml-fault.no-closing-tag")
        return told(
            "xml-fault.wrong-closing-tag",
            tag=wrong.group() + ">" if wrong else told("xml-fault.a-closing-tag"),
            wanted=wanted,
        )
    if code == _CODES[errors.XML_ERROR_NO_ELEMENTS]:
        if broken.open:
            return told("xml-fault.element-open", open=broken.open[-1][:80])
        return told("xml-fault.no-element")
    return told(_REASONS[code]) if code in _REASONS else told("xml-fault.other", code=code)


_REASONS = {
    _CODES[errors.XML_ERROR_SYNTAX]: "xml-fault.text-outside",
    _CODES[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: "xml-fault.behind-the-end",
    _CODES[errors.XML_ERROR_UNDEFINED_ENTITY]: "xml-fault.unknown-entity",
    _CODES[errors.XML_ERROR_BAD_CHAR_REF]: "xml-fault.character-number",
    _CODES[errors.XML_ERROR_MISPLACED_XML_PI]: "xml-fault.declaration-late",
    _CODES[errors.XML_ERROR_XML_DECL]: "xml-fault.declaration",
    _CODES[errors.XML_ERROR_RESERVED_PREFIX_XML]: "xml-fault.instruction-name",
    _CODES[errors.XML_ERROR_UNCLOSED_CDATA_SECTION]: "xml-fault.cdata-open",
    _CODES[errors.XML_ERROR_PARTIAL_CHAR]: "xml-fault.half-character",
}


def _token(text: str, broken: Broken, after: str) -> str:
    """A character where XML allows none, or a token that never ends."""
    offset = broken.offset
    sign = text[offset : offset + 1]
    before = text[max(offset - 80, 0) : offset].rstrip(" \t\r\n")
    parameter = after or told("xml-fault.a-parameter")
    tests = (
        (text.startswith("<!--", offset), told("xml-fault.comment")),
        (broken.code == _UNCLOSED, told("xml-fault.tag-open")),
        (not sign, told("xml-fault.tag-half")),
        (sign in _TYPOGRAPHIC, told("xml-fault.typographic-quote")),
        (bool(_AMPERSAND.search(text[max(offset - 40, 0) : offset + 1])), told("xml-fault.ampersand")),
        (before.endswith("="), told("xml-fault.value-unquoted", parameter=parameter)),
        (before.endswith(('"', "'")) and sign.isalnum(), told("xml-fault.space-missing")),
        (sign in "\"'", told("xml-fault.quote-too-many", parameter=parameter)),
        (before.endswith("<") and sign == "/", told("xml-fault.closes-nothing")),
        (sign == "<", told("xml-fault.tag-in-tag")),
        (sign in "/>=", told("xml-fault.no-value")),
        (sign.isdigit(), told("xml-fault.name-begins", sign=sign)),
        (not (sign.isprintable() or sign.isspace()), told("xml-fault.control-character", sign=_number(sign))),
    )
    return next((words for holds, words in tests if holds), told("xml-fault.character"))


def _number(sign: str) -> str:
    return f"U+{ord(sign):04X}" if sign else ""


def _swallowing(text: str, broken: Broken) -> tuple[str, int] | None:
    """The parameter whose value swallows what follows, and where that value begins.

    Such a value never ends, holds the next tag, or runs up to the next equals sign or over lines.
    """
    at = broken.offset if broken.code == _UNCLOSED else max(text.rfind("<", 0, broken.offset), 0)
    if text.startswith("<!", at):
        return None
    while (match := _VALUE.search(text, at)) is not None:
        if match.start() > broken.offset and broken.code != _UNCLOSED:
            return None
        closing = text.find(match.group(2), match.end())
        value = text[match.end() : closing] if closing >= 0 else text[match.end() :]
        over_lines = "=" in value and ("\n" in value or "\r" in value)
        if closing < 0 or "<" in value or value.rstrip().endswith("=") or over_lines:
            return match.group(1)[:100], match.end() - 1
        at = closing + 1
    return None
