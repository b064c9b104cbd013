"""The text of mails, web pages and formatted documents in which somebody sent or saved a log."""

from __future__ import annotations

import base64
import binascii
import quopri
import re

from wizard.core.log.kinds import utf16_of
from wizard.core.log.origin import HEAD
from wizard.core.log.own import own_kind
from wizard.core.trace import signs

_HEADER = re.compile(
    r"(?:From [^\n]{1,200}\n|[0-9]{1,9} *\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*+)++"
)
_BOUNDARY = re.compile(r'boundary="?([^"\s;]{1,70})', re.IGNORECASE)
_DASHED = re.compile("^--[^\n]*", re.MULTILINE)
_ENCODED = re.compile(
    r"^content-transfer-encoding:\s*(quoted-printable|base64)", re.IGNORECASE | re.MULTILINE
)
_PAGE_PART = re.compile(r"^content-type:\s*text/html", re.IGNORECASE | re.MULTILINE)
HANDSETS = re.compile(r"\|[ \t]*[0-6*][ \t]*\|[ \t]*[0-9A-Fa-f]{0,4}[ \t]*\|")
"""What every line of a handset has."""
_SOFT = re.compile(r"=\r?\n")
_NOT_QUOTED_PRINTABLE = re.compile(r"=(?![0-9A-F]{2}|\r?\n|\Z|[0-9A-F]?\Z)")


def is_mail(text: str) -> bool:
    """Whether a text begins as a mail whose parts are encoded, or several (RFC 5322, RFC 2045)."""
    begins = _HEADER.match(text.replace("\r\n", "\n"))
    return begins is not None and any(sign.search(begins[0]) for sign in (_BOUNDARY, _ENCODED, _PAGE_PART))


def mail(text: str) -> str:
    """The part of a mail that has most of a handset's lines; the mail itself if none has any."""
    best = max((body for _, body in parts_of(text)), key=lambda body: len(HANDSETS.findall(body)))
    return best if HANDSETS.search(best) else text


def parts_of(text: str) -> list[tuple[str, str]]:
    """The header and the decoded text of all parts of a mail, whichever part they are parts of."""
    plain = text.replace("\r\n", "\n")
    between = {f"--{name}" for name in _BOUNDARY.findall(plain)}
    between |= {f"{one}--" for one in between}
    parts, begin = [], 0
    for line in _DASHED.finditer(plain) if between else ():
        if line[0].rstrip() in between:
            parts.append(plain[begin : max(begin, line.start() - 1)])
            begin = line.end() + 1
    return [_decoded(part) for part in (*parts, plain[begin:])]


def _decoded(part: str) -> tuple[str, str]:
    head, _, body = part.lstrip("\n").partition("\n\n")
    encoding = _ENCODED.search(head)
    if encoding is not None:
        data = _bytes_in(body.encode("utf-8", "surrogateescape"), encoding[1].lower())
        wide = utf16_of(data[:HEAD])  # As Windows writes what a command prints.
        body = data.decode(wide, "replace") if wide else data.decode("utf-8", "surrogateescape")
    if HANDSETS.search(body) and own_kind(body[:HEAD].encode("utf-8", "surrogateescape")):
        body = ""  # It quotes lines of a log that may be another part.
    return head, page(body) if _PAGE_PART.search(head) else body


def _bytes_in(data: bytes, encoding: str) -> bytes:
    if encoding == "quoted-printable":
        return quopri.decodestring(data)
    try:
        return base64.b64decode(data)
    except binascii.Error:  # Its end is missing.
        whole = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        return base64.b64decode(whole[: len(whole) // 4 * 4])


def quoted_printable(text: str) -> str:
    """What a mail program made of a text of which nobody says so; itself where a sign speaks against it."""
    if not _SOFT.search(text) or _NOT_QUOTED_PRINTABLE.search(text):
        return text
    data = text.encode("utf-8", "surrogateescape")
    return quopri.decodestring(data).decode("utf-8", "surrogateescape")


# Web pages -----------------------------------------------------------------------------------

PAGE = re.compile(r"</[A-Za-z][\w:.-]*\s*>|<br\b[^<>]*>", re.IGNORECASE)
"""What every page has, and every document in XML."""
_TAG = re.compile(r"<(?:/?[A-Za-z][\w.-]*(?::[\w.-]+)?(?:\s[^<>]*)?/?|[!?][^<>]*)>")
_CELLS = re.compile(r"</t[dh]\s*>\s*<t[dh]\b[^<>]*>", re.IGNORECASE)
_ENDS = re.compile(r"(?:<br\b[^<>]*>|</(?:p|div|li|tr|pre|h[1-6]|event|data)\s*>)[ \t]*\r?\n?", re.IGNORECASE)
_KEPT = re.compile(r"<(?:pre|textarea)\b|white-space:\s*pre", re.IGNORECASE)
_NO_BREAK = re.compile("&(?:nbsp|#160|#[xX][aA]0);")
_UNSHOWN = tuple(
    (re.compile(begin, re.IGNORECASE | re.ASCII), re.compile(end, re.IGNORECASE | re.ASCII))
    for begin, end in (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"))
)
_WITHIN = re.compile(r"(?<![>\s])[ \t]*\r?\n(?![ \t]*(?:<|\r?\n))")


def page(text: str) -> str:
    """The lines of a web page as a browser shows them; cells of a table have tabs between them."""
    for begin, end in _UNSHOWN:
        text = _without(text, begin, end)
    text = _CELLS.sub("\t", text)
    if not _KEPT.search(text):
        text = _WITHIN.sub(" ", text)
    return unescaped(_TAG.sub("", _ENDS.sub("\n", text)))


def unescaped(text: str) -> str:
    """A text with the signs that its entities stand for; all blanks are such as the handset writes."""
    return signs.unescaped(_NO_BREAK.sub(" ", text))


def _without(text: str, begin: re.Pattern[str], end: re.Pattern[str]) -> str:
    """What stands between two signs becomes as many empty lines."""
    kept: list[str] = []
    at = 0
    while (first := begin.search(text, at)) and (last := end.search(text, first.start())):
        kept += [text[at : first.start()], "\n" * text.count("\n", first.start(), last.start())]
        at = last.start()
    return "".join([*kept, text[at:]])


# Formatted documents ---------------------------------------------------------------------------

_GROUP = re.compile(r"\{\\(?:\*|fonttbl|colortbl|stylesheet|info)(?:[^{}]|\{[^{}]*+\})*+\}")
_CONTROL = re.compile(
    r"\\(?:u(?P<letter>-?[0-9]{1,10}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?"
    r"|(?P<word>[a-z]{1,32})(?:-?[0-9]{1,10})? ?|'(?P<byte>[0-9a-fA-F]{2})|(?P<sign>[^a-z]))"
    r"|(?:[{}\r\n]|\\\*)++"
)
_WORDS = {
    "par": "\n",
    "line": "\n",
    "tab": "\t",
    "rquote": "'",
    "lquote": "'",
    "rdblquote": '"',
    "ldblquote": '"',
}
_SIGNS = {"~": " ", "_": "-", "-": ""}


def rich_text(text: str) -> str:
    """The text of a document in RTF, as WordPad saves one; itself if it is none."""
    if not text.startswith("{\\rtf"):
        return text
    return _CONTROL.sub(_said, _GROUP.sub("", text))


def _said(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind is None:
        return ""
    said = found[kind]
    if kind == "word":
        return _WORDS.get(said, "")
    if kind == "byte":
        return bytes.fromhex(said).decode("cp1252", "replace")
    if kind == "letter":  # Behind it stands what programs show that do not know its number.
        number = int(said) % 0x10000
        return chr(number) if not 0xD800 <= number < 0xE000 else ""
    return _SIGNS.get(said, said)
