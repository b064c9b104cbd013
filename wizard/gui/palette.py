"""Colours: what each role looks like in light, dark and high contrast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from wizard.core.case.steps import Progress
from wizard.core.finding import Severity
from wizard.gui import ground


class Theme(StrEnum):
    """A look in effect. What the user chose (which may be "as the system") is ``theme.Choice``."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Role(StrEnum):
    """What a colour means. The first four also have a tint to lie on."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    INFO = "info"
    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on-accent"


SEVERITY_ROLES: Mapping[Severity, Role] = {
    Severity.CRITICAL: Role.FAILED,
    Severity.ERROR: Role.FAILED,
    Severity.WARNING: Role.WARNING,
    Severity.NOTICE: Role.INFO,
    Severity.INFO: Role.INFO,
}
PROGRESS_ROLES: Mapping[Progress, Role] = {
    Progress.TODO: Role.MUTED,
    Progress.INCOMPLETE: Role.INFO,
    Progress.OK: Role.OK,
    Progress.WARNING: Role.WARNING,
    Progress.FAILED: Role.FAILED,
    Progress.STALE: Role.WARNING,
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one theme, as ``#rrggbb``.

    ``page`` is behind the pages, ``field`` inside inputs and tables, ``side`` behind the step list
    and the bottom bar. ``line`` only decorates; ``edge`` bounds what can be operated (3:1).
    """

    theme: Theme
    dark: bool
    page: str
    field: str
    side: str
    text: str
    muted: str
    off: str
    line: str
    edge: str
    hover: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    on_selection: str
    roles: Mapping[Role, str]
    tints: Mapping[Role, str]

    def colour(self, role: Role) -> QColor:
        """The colour of text and icons in this role."""
        return QColor(self.roles[role])

    def tint(self, role: Role) -> QColor:
        """What lies behind a banner or a row in this role; the page's own colour if it has none."""
        return QColor(self.tints.get(role, self.page))


LIGHT = Tokens(
    theme=Theme.LIGHT,
    dark=False,
    page=ground.LIGHT[0],
    field="#ffffff",
    side="#f3f5f9",
    text=ground.LIGHT[1],
    muted="#565e69",
    off="#8b939e",
    line="#d7dce3",
    edge="#7a828d",
    hover="#e8ecf2",
    accent="#0b5cad",
    accent_hover="#094c90",
    on_accent="#ffffff",
    selection="#dbeafc",
    on_selection="#1a1d21",
    roles={
        Role.OK: "#006d77",
        Role.WARNING: "#8f5f00",
        Role.FAILED: "#9b1c31",
        Role.INFO: "#0b5cad",
        Role.TEXT: "#1a1d21",
        Role.MUTED: "#565e69",
        Role.ACCENT: "#0b5cad",
        Role.ON_ACCENT: "#ffffff",
    },
    tints={Role.OK: "#d9f1f3", Role.WARNING: "#fff1d6", Role.FAILED: "#fde6e8", Role.INFO: "#e5f0fc"},
)
DARK = Tokens(
    theme=Theme.DARK,
    dark=True,
    page=ground.DARK[0],
    field="#181b20",
    side="#181b20",
    text=ground.DARK[1],
    muted="#a9b1bc",
    off="#6b7480",
    line="#363c45",
    edge="#7f8894",
    hover="#2b3038",
    accent="#7cb3ff",
    accent_hover="#9cc4ff",
    on_accent="#10151b",
    selection="#1f3957",
    on_selection="#f2f4f7",
    roles={
        Role.OK: "#56c7d9",
        Role.WARNING: "#f5c542",
        Role.FAILED: "#ff7b72",
        Role.INFO: "#9cc4ff",
        Role.TEXT: "#e8eaed",
        Role.MUTED: "#a9b1bc",
        Role.ACCENT: "#7cb3ff",
        Role.ON_ACCENT: "#10151b",
    },
    tints={Role.OK: "#0f3a42", Role.WARNING: "#47370f", Role.FAILED: "#4a1d1a", Role.INFO: "#1d3450"},
)


def contrast_tokens(system: QPalette) -> Tokens:
    """High contrast: the colours that the user set in the system, and no tints."""
    page = system.color(QPalette.ColorRole.Base)
    text = system.color(QPalette.ColorRole.Text).name()
    highlight = system.color(QPalette.ColorRole.Highlight).name()
    on_highlight = system.color(QPalette.ColorRole.HighlightedText).name()
    dark = page.lightness() < 128
    base = DARK if dark else LIGHT
    roles = dict.fromkeys(Role, text) | {role: base.roles[role] for role in base.tints}
    roles |= {Role.ACCENT: text, Role.ON_ACCENT: page.name()}
    return Tokens(
        theme=Theme.CONTRAST,
        dark=dark,
        page=page.name(),
        field=page.name(),
        side=page.name(),
        text=text,
        muted=text,
        off=base.off,
        line=text,
        edge=text,
        hover=page.name(),
        accent=text,
        accent_hover=text,
        on_accent=page.name(),
        selection=highlight,
        on_selection=on_highlight,
        roles=roles,
        tints={},
    )


def current() -> Tokens:
    """The colours in effect, read back from the application's palette."""
    palette = QGuiApplication.palette()
    page = palette.color(QPalette.ColorRole.Window).name()
    text = palette.color(QPalette.ColorRole.WindowText).name()
    for known in (LIGHT, DARK):
        if (page, text) == (known.page, known.text):
            return known
    return contrast_tokens(palette)


def tokens(theme: Theme) -> Tokens:
    """The colours of a theme."""
    match theme:
        case Theme.LIGHT:
            return LIGHT
        case Theme.DARK:
            return DARK
        case Theme.CONTRAST:
            return contrast_tokens(QGuiApplication.palette())


def colour(role: Role, theme: Theme | None = None) -> QColor:
    """The colour of a role, in the theme in effect unless another is given."""
    return (tokens(theme) if theme else current()).colour(role)


def tint(role: Role, theme: Theme | None = None) -> QColor:
    """The tint of a role, in the theme in effect unless another is given."""
    return (tokens(theme) if theme else current()).tint(role)


def qt_palette(t: Tokens) -> QPalette:
    """The palette for Fusion."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, value in (
        (role.Window, t.page),
        (role.WindowText, t.text),
        (role.Base, t.field),
        (role.AlternateBase, t.side),
        (role.Text, t.text),
        (role.Button, t.side),
        (role.ButtonText, t.text),
        (role.BrightText, t.on_accent),
        (role.ToolTipBase, t.side),
        (role.ToolTipText, t.text),
        (role.PlaceholderText, t.muted),
        (role.Highlight, t.selection),
        (role.HighlightedText, t.on_selection),
        (role.Accent, t.accent),
        (role.Link, t.roles[Role.INFO]),
        (role.LinkVisited, t.roles[Role.INFO]),
        (role.Light, t.hover),
        (role.Midlight, t.hover),
        (role.Mid, t.line),
        (role.Dark, t.edge),
        (role.Shadow, t.line),
    ):
        palette.setColor(target, QColor(value))
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(t.off))
    return palette
