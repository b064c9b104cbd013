"""A fix summary as a document: HTML to hand over, text for an e-mail, and the file that it goes into."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from wizard.core.case.case import Case
from wizard.core.case.summary_model import Summary
from wizard.core.case.words import words
from wizard.core.diagnosis.picture import Picture
from wizard.core.diagnosis.picture_svg import STYLE as PICTURE_STYLE
from wizard.core.diagnosis.picture_svg import picture_svg
from wizard.core.saving import write_atomically
from wizard.paths import resource

WIDTH = 78
LONGEST_SITE = 60
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\.", re.IGNORECASE)
"""Windows takes ``nul.txt`` for the device; ``nul-dns-fix`` is a name like any other."""


@cache
def _environment(language: str, *, html: bool) -> Environment:
    made = Environment(
        # A language may lay a document out in its own way; as a rule it only brings its words.
        loader=FileSystemLoader([resource("templates", language), resource("templates")]),
        autoescape=html,  # noqa: S701  the other form is plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"wrapped": _wrapped, "ruled": _ruled, "svg": _svg}
    made.globals |= {"t": words(language), "labels": _labels(language)}
    made.globals["picture_style"] = Markup(PICTURE_STYLE)  # noqa: S704  ours, and fixed
    return made


def _labels(language: str) -> dict[str, str]:
    """The labels on top of a text, with what follows them under each other."""
    found = {key: words(language)(f"label.{key}") for key in ("site", "technician", "made", "with")}
    width = max(map(len, found.values()))
    return {key: f"{text}:{' ' * (width - len(text))} " for key, text in found.items()}


def _svg(picture: Picture) -> Markup:
    """A picture as an element of HTML. The writer escapes every text in it."""
    return Markup(picture_svg(picture))  # noqa: S704


def _wrapped(text: str, first: str = "", later: str | None = None) -> str:
    """Prose in lines of at most 78 columns, ``first`` before the first and ``later`` before the rest.

    A word that is longer stays whole: it may be a name.
    """
    rest = " " * len(first) if later is None else later
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )
    return "\n".join(lines) if lines else first.rstrip()


def _ruled(text: str, sign: str = "-") -> str:
    """A heading with a line under it."""
    return f"{text}\n{sign * min(len(text), WIDTH)}"


def render_html(summary: Summary) -> str:
    """One HTML file that needs nothing else: no script, no picture, no address."""
    return _environment(summary.language, html=True).get_template("summary.html.jinja").render(s=summary)


def render_text(summary: Summary) -> str:
    """Plain text in lines of 78 columns; commands and configuration are never wrapped."""
    text = _environment(summary.language, html=False).get_template("summary.txt.jinja").render(s=summary)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


_FORMS: dict[str, Callable[[Summary], str]] = {".html": render_html, ".htm": render_html, ".txt": render_text}


def save_summary(summary: Summary, path: Path) -> str:
    """Saves in the form that the suffix names. Empty, or one sentence about what went wrong."""
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        return (
            f"{path.name} was not saved: a fix summary is .html or .txt. Give the file one of these endings."
        )
    text = form(summary)
    data = text if form is render_html else text.replace("\n", "\r\n")
    return write_atomically(path, data.encode("utf-8"))


def default_name(case: Case, date: str) -> str:
    """``<site>-dns-fix-<date>``, without a suffix; allowed as a file name on every system."""
    day = re.sub(r"[^0-9-]", "", date[:10])
    site = "".join(sign if _fits(sign) else "-" for sign in case.site)
    site = re.sub(r"-{2,}", "-", re.sub(r"\s+", "-", site)).strip("-. ")[:LONGEST_SITE]
    while len(site.encode("utf-8")) > 2 * LONGEST_SITE:
        site = site[:-1]
    site = site.strip("-. ")
    if _RESERVED.match(site):
        site = f"_{site}"
    return "-".join(part for part in (site, "dns-fix", day) if part)


def _fits(sign: str) -> bool:
    return sign.isprintable() and sign not in "<>:\"/\\|?*%&'`$;~"
