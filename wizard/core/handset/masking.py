"""Keeps secrets of a configuration off the screen, out of reports and out of logs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from wizard.core.handset.config_file import ConfigFile
from wizard.core.handset.config_xml import Setting

HIDDEN = "•••"
LONGEST = 80
_LOOK_BACK = 2000

_SECRET = re.compile(
    r"passw|pwd|secret|phrase|credential|token|private|psk|wep|wpa|community|auth|user|login|key|hash"
    r"|(?:^|[._-])pins?(?:$|[._-])|pin(?:code|s)?$",
    re.IGNORECASE,
)
_USER_INFO = re.compile(r"^(\s*(?:[A-Za-z][\w+.-]*:(?://)?)?).*@", re.DOTALL)
# Not \b in front: dots would let a long name be searched anew at each of them.
_URL_USER_INFO = re.compile(r"(?<![\w+.-])([A-Za-z][\w+.-]*://)([^\s/,;]*)@")
_ASSIGNED = re.compile(r"""(?<![\w.:-])([A-Za-z_][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*""")
_QUOTED = re.compile(r"""(?<![\w.:-])([A-Za-z_][\w.:-]*)[ \t\r\n]*=[ \t\r\n]*(["'])(.*?)\2""", re.DOTALL)
_LINE_ENDS = re.compile(r"[\r\n]")


def is_secret(name: str) -> bool:
    """Whether a parameter of this name may hold a password, a PIN, a key or an account."""
    return bool(_SECRET.search(name))


def shown_value(name: str, value: str) -> str:
    """A value for the screen: secrets hidden, accounts before an @ hidden, not too long."""
    if not value:
        return value
    if is_secret(name):
        return HIDDEN
    if name.endswith(".address") and "@" in value:
        value = _USER_INFO.sub(rf"\1{HIDDEN}@", value)
    value = _URL_USER_INFO.sub(rf"\1{HIDDEN}@", value)
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def shown_setting(setting: Setting) -> str:
    """``name="value"`` for the screen."""
    return f'{setting.name}="{shown_value(setting.name, setting.value)}"'


@dataclass(frozen=True, slots=True)
class Shown:
    """A file's whole text without its secrets. Lines keep their numbers, not their columns."""

    text: str
    _moves: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    def offset(self, at: int) -> int:
        """Where an offset into the file's own text is now; inside a secret, where that begins."""
        place = bisect_right(self._moves, at, key=lambda move: move[0])
        if not place:
            return at
        was, now = self._moves[place - 1]
        # The moves come in pairs: where a secret begins, and where the text goes on as it was.
        return now if place % 2 else now + at - was


def shown_file(file: ConfigFile) -> Shown:
    """The whole text with every secret replaced, also in comments and where it is no XML."""
    text = file.text.text
    spans = _secrets(text, file.settings) if file.fault is None else _assigned_secrets(text)
    return _replaced(text, [*spans, *(match.span(2) for match in _URL_USER_INFO.finditer(text))])


def shown_text(file: ConfigFile) -> str:
    """The whole text with every secret replaced. Lines keep their numbers."""
    return shown_file(file).text


def _secrets(text: str, settings: Iterable[Setting]) -> list[tuple[int, int]]:
    """Where secrets stand in a file that is XML: in its settings, and in what was commented out."""
    found = [match.span(3) for match in _QUOTED.finditer(text) if is_secret(match.group(1))]
    for one in settings:
        if is_secret(one.name):
            found.append((one.value_start, one.value_end))
        elif one.name.endswith(".address") and "@" in one.value:
            account = _USER_INFO.match(text[one.value_start : one.value_end])
            if account is not None:
                found.append((one.value_start + account.end(1), one.value_start + account.end() - 1))
    return found


def _assigned_secrets(text: str) -> list[tuple[int, int]]:
    """Where secrets may stand in a file that is no XML: quotes cannot be trusted there.

    From the name of a secret to the next dotted name, which can hardly be a part of it.
    """
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for match in _ASSIGNED.finditer(text):
        secret = is_secret(match.group(1))
        if begun is not None and not secret and "." not in match.group(1):
            continue
        if begun is not None:
            found.append((begun, match.start()))
        begun = match.end() if secret else None
    if begun is not None:
        found.append((begun, len(text)))
    return found


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, none inside or across another one; empty ones hide nothing."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def _replaced(text: str, spans: Iterable[tuple[int, int]]) -> Shown:
    parts: list[str] = []
    moves: list[tuple[int, int]] = []
    at = length = 0
    for start, end in _apart(spans):
        hidden = HIDDEN + "".join(_LINE_ENDS.findall(text, start, end))
        parts += [text[at:start], hidden]
        length += start - at
        moves += [(start, length), (end, length + len(hidden))]
        length += len(hidden)
        at = end
    return Shown("".join([*parts, text[at:]]), tuple(moves))


def shown_line(text: str, offset: int) -> str:
    """What stands around ``offset`` in a file that is no XML, on that line alone.

    Quotes cannot be trusted there, so all that follows the name of a secret is hidden, up to the
    next parameter; the excerpt begins with the parameter before the place.
    """
    begun = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    look = max(offset - _LOOK_BACK, 0)
    named = max(
        (m.start() for m in _ASSIGNED.finditer(text, look, offset) if "." in m.group(1)), default=begun
    )
    lead = text[named:begun]
    line = re.split(r"[\r\n]", text[max(begun, named, look) : offset + LONGEST], maxsplit=1)[0]
    shown = _hide_assigned(lead + line)[len(_hide_assigned(lead)) :]
    shown = _URL_USER_INFO.sub(rf"\1{HIDDEN}@", shown).strip()
    return shown if len(shown) <= 2 * LONGEST else shown[: 2 * LONGEST - 1] + "…"


def _hide_assigned(text: str) -> str:
    return _replaced(text, _assigned_secrets(text)).text
