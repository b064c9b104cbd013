"""The forms of a fix summary, and the file that it goes into.

HTML and text come from templates; the others are written from its blocks, or from what was judged.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from wizard.core.about import name_of, told
from wizard.core.case.blocks import Document
from wizard.core.case.case import Case
from wizard.core.case.summary_document import document_of
from wizard.core.case.summary_markdown import markdown_of
from wizard.core.case.summary_model import Dialog, Summary
from wizard.core.case.summary_tables import csv_of, json_of
from wizard.core.case.summary_words import field_text
from wizard.core.diagnosis.picture import Picture
from wizard.core.diagnosis.picture_svg import STYLE as PICTURE_STYLE
from wizard.core.diagnosis.picture_svg import WIDTH as PICTURE_WIDTH
from wizard.core.diagnosis.picture_svg import picture_svg
from wizard.core.saving import write_atomically
from wizard.core.words import Words, words
from wizard.paths import resource

WIDTH = 78
_WIDEST_LABEL = 30
"""Signs; the value of a longer label stands right behind it."""
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
    made.filters |= {"wrapped": _wrapped, "ruled": _ruled, "svg": _svg, "ticked": _ticked, "undone": _undone}
    made.filters["field"] = lambda value: field_text(value, words(language))
    made.globals |= {"t": words(language), "labels": _labels(language)}
    made.globals["picture_style"] = Markup(PICTURE_STYLE)  # noqa: S704  ours, and fixed
    return made


def _labels(language: str) -> dict[str, str]:
    """The labels on top of a text, with what follows them under each other."""
    found = {key: words(language)(f"label.{key}") for key in ("site", "technician", "made", "with")}
    width = max(map(len, found.values()))
    return {key: f"{text}:{' ' * (width - len(text))} " for key, text in found.items()}


def _svg(picture: Picture, width: float = PICTURE_WIDTH) -> Markup:
    """A picture as an element of HTML, at most so many pixels wide. The writer escapes every text in it."""
    return Markup(picture_svg(picture, width))  # noqa: S704


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


@pass_context
def _ticked(context: Context, step: str, number: int, indent: str = "") -> str:
    """A step of a checklist in wrapped lines; one that was done says when."""
    when, dialog = context["s"].when_done(step), context["dialogs"].get(step)
    said = dialog.opening if dialog is not None else step
    said = f"{said} ({context['t']('label.done', when=when)})" if when else said
    first = f"{indent}[{'x' if when else ' '}] {number}. "
    return "\n".join((_wrapped(said, first), *_filled_in(dialog, " " * len(first), context["t"])))


@pass_context
def _undone(context: Context, step: str, indent: str) -> str:
    """A step of an undo in wrapped lines."""
    dialog = context["dialogs"].get(step)
    said = _wrapped(dialog.opening if dialog is not None else step, f"{indent}- ")
    return "\n".join((said, *_filled_in(dialog, f"{indent}  ", context["t"])))


def _filled_in(dialog: Dialog | None, indent: str, t: Words) -> Iterator[str]:
    """A dialog's fields under each other, their values in one column, and what is done after them."""
    if dialog is None:
        return
    labels = [label for label, _ in dialog.fields]
    width = min(max(map(len, labels), default=0), _WIDEST_LABEL)
    for label, value in dialog.fields:
        said = field_text(value, t)
        yield f"{indent}  {label:<{width}}  {said}"  # Whole, however long: it is typed as it is.
    yield _wrapped(dialog.closing, indent)


def _ruled(text: str, sign: str = "-") -> str:
    """A heading with a line under it."""
    return f"{text}\n{sign * min(len(text), WIDTH)}"


def render_html(summary: Summary) -> str:
    """One HTML file that needs nothing else: no script, no picture, no address."""
    return (
        _environment(summary.language, html=True)
        .get_template("summary.html.jinja")
        .render(s=summary, dialogs=summary.dialogs())
    )


def render_text(summary: Summary) -> str:
    """Plain text in lines of 78 columns; commands and configuration are never wrapped."""
    template = _environment(summary.language, html=False).get_template("summary.txt.jinja")
    text = template.render(s=summary, dialogs=summary.dialogs())
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


class Form(StrEnum):
    """The forms of a summary. The values are the endings of their files."""

    HTML = ".html"
    PDF = ".pdf"
    MARKDOWN = ".md"
    TEXT = ".txt"
    CSV = ".csv"
    JSON = ".json"


Press = Callable[[Document], bytes]
"""Makes a PDF of a document. The core has none; :mod:`wizard.paper` has."""

_ENDINGS = {".htm": Form.HTML, ".markdown": Form.MARKDOWN, **{form.value: form for form in Form}}


def form_of(path: Path) -> Form | None:
    """The form that a file's ending names, None if none does."""
    return _ENDINGS.get(path.suffix.lower())


def written(summary: Summary, form: Form, press: Press | None = None) -> bytes:
    """The summary as the content of a file. A PDF needs a press."""
    match form:
        case Form.HTML:
            return render_html(summary).encode("utf-8")
        case Form.PDF:
            if press is None:
                raise ValueError("a PDF needs a press")
            return press(document_of(summary))
        case Form.MARKDOWN:
            return markdown_of(document_of(summary)).encode("utf-8")
        case Form.TEXT:  # With the line ends that every Notepad knows.
            return render_text(summary).replace("\n", "\r\n").encode("utf-8")
        case Form.CSV:
            return csv_of(summary).encode("utf-8")
        case Form.JSON:
            return json_of(summary).encode("ascii")


def save_summary(summary: Summary, path: Path, press: Press | None = None) -> str:
    """Saves in the form that the ending names. Empty, or one sentence about what went wrong."""
    form = form_of(path)
    if form is None:
        forms = ", ".join(one.value for one in Form)
        return told("saving.no-form", name=name_of(path), endings=forms)
    return write_atomically(path, written(summary, form, press))


def default_name(case: Case, date: str, what: str = "dns-fix") -> str:
    """``<site>-dns-fix-<date>``, without a suffix; allowed as a file name on every system."""
    day = re.sub(r"[^0-9-]", "", date[:10])
    site = "".join(sign if _fits(sign) else "-" for sign in case.site)
    site = re.sub(r"-{2,}", "-", re.sub(r"\s+", "-", site)).strip("-. ")[:LONGEST_SITE]
    while len(site.encode("utf-8")) > 2 * LONGEST_SITE:
        site = site[:-1]
    site = site.strip("-. ")
    if _RESERVED.match(site):
        site = f"_{site}"
    return "-".join(part for part in (site, what, day) if part)


def _fits(sign: str) -> bool:
    return sign.isprintable() and sign not in "<>:\"/\\|?*%&'`$;~"
