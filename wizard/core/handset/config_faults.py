"""Why a file is no XML, in plain words, and where to look.

Expat stops where it can go on no longer, which is often a line or more behind the mistake: a
missing quotation mark swallows everything up to the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from xml.parsers.expat import errors

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
        reason = f"the closing quotation mark of {after} seems to be missing"
        if text.startswith("<", broken.offset) and "\n" not in text[offset : broken.offset]:
            reason += "; a < in a value is written &lt;"
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
        return f"{name.group() if name else 'a parameter'} stands twice in one element"
    if code == _CODES[errors.XML_ERROR_TAG_MISMATCH]:
        wrong = _CLOSING.match(text, offset)
        wanted = f"</{broken.open[-1][:80]}>" if broken.open else "no closing tag"
        return f"{wrong.group() + '>' if wrong else 'a closing tag'} stands where {wanted} belongs"
    if code == _CODES[errors.XML_ERROR_NO_ELEMENTS]:
        if broken.open:
            return f"the file ends, but <{broken.open[-1][:80]}> is not closed"
        return "there is no element in it"
    return _REASONS.get(code, f"it breaks a rule of XML (number {code})")


_REASONS = {
    _CODES[errors.XML_ERROR_SYNTAX]: "text stands where an element or a comment must begin",
    _CODES[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: "something follows the end of the outermost element; "
    "there must be one outermost element",
    _CODES[errors.XML_ERROR_UNDEFINED_ENTITY]: "the name between & and ; is unknown; an & alone is &amp;",
    _CODES[errors.XML_ERROR_BAD_CHAR_REF]: "a character number between &# and ; is not allowed",
    _CODES[errors.XML_ERROR_MISPLACED_XML_PI]: "<?xml must be the very first thing in the file, "
    "with no line or space before it",
    _CODES[errors.XML_ERROR_XML_DECL]: "the <?xml line itself has a mistake",
    _CODES[errors.XML_ERROR_RESERVED_PREFIX_XML]: "a processing instruction must not be called xml",
    _CODES[errors.XML_ERROR_UNCLOSED_CDATA_SECTION]: "a <![CDATA[ section is not closed",
    _CODES[errors.XML_ERROR_PARTIAL_CHAR]: "the file ends in the middle of a character",
}


def _token(text: str, broken: Broken, after: str) -> str:
    """A character where XML allows none, or a token that never ends."""
    offset = broken.offset
    sign = text[offset : offset + 1]
    before = text[max(offset - 80, 0) : offset].rstrip(" \t\r\n")
    parameter = after or "a parameter"
    tests = (
        (text.startswith("<!--", offset), "the comment here is not closed, or holds two hyphens in a row"),
        (broken.code == _UNCLOSED, "the tag that begins here is not closed with >"),
        (not sign, "the file ends in the middle of a tag"),
        (sign in _TYPOGRAPHIC, 'typographic quotation marks stand here; XML takes only the straight "'),
        (bool(_AMPERSAND.search(text[max(offset - 40, 0) : offset + 1])), "an & must be written &amp;"),
        (before.endswith("="), f"the value of {parameter} needs quotation marks around it"),
        (before.endswith(('"', "'")) and sign.isalnum(), "a space or a quotation mark is missing before it"),
        (sign in "\"'", f"there is a quotation mark too many after {parameter}"),
        (before.endswith("<") and sign == "/", "a closing tag stands here that closes nothing"),
        (sign == "<", "a tag begins inside another one; a > is missing before it"),
        (sign in "/>=", "a parameter has no value; a value needs = and quotation marks"),
        (sign.isdigit(), f"a name must not begin with {sign}"),
        (not (sign.isprintable() or sign.isspace()), f"XML does not allow the character {_number(sign)}"),
    )
    return next((words for holds, words in tests if holds), "a character stands here that XML does not allow")


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
