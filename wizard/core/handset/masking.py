"""Keeps secrets of a configuration off the screen, out of reports and out of logs."""

from __future__ import annotations

import re

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
_USER_INFO = re.compile(r"^(\s*[A-Za-z][\w+.-]*:(?://)?)?.*@", re.DOTALL)
_URL_USER_INFO = re.compile(r"(\b[A-Za-z][\w+.-]*://)[^\s/,;]*@")
_ASSIGNED = re.compile(r"""(?<![\w.:-])([A-Za-z_][\w.:-]*)[ \t]*=[ \t]*""")


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


def shown_text(file: ConfigFile) -> str:
    """The whole text with every secret value replaced. Lines keep their numbers."""
    return hide(file.text.text, file.settings)


def hide(text: str, settings: tuple[Setting, ...]) -> str:
    """``text`` with the secret values of ``settings``, which were read from it, replaced."""
    parts: list[str] = []
    at = 0
    for setting in settings:
        raw = text[setting.value_start : setting.value_end]
        shown = HIDDEN if raw and is_secret(setting.name) else _URL_USER_INFO.sub(rf"\1{HIDDEN}@", raw)
        if shown != raw:
            line_ends = "".join(re.findall(r"[\r\n]", raw))
            parts += [text[at : setting.value_start], shown, line_ends if shown == HIDDEN else ""]
            at = setting.value_end
    return "".join([*parts, text[at:]])


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
    """Hides from the name of a secret to the next dotted name, which can hardly be a part of it."""
    parts: list[str] = []
    at, hiding = 0, False
    for match in _ASSIGNED.finditer(text):
        secret = is_secret(match.group(1))
        if hiding and not secret and "." not in match.group(1):
            continue
        parts += [HIDDEN + " " if hiding else text[at : match.start()], match.group()]
        at, hiding = match.end(), secret
    return "".join([*parts, HIDDEN if hiding else text[at:]])
