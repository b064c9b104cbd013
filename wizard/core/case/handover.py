"""The way out of the program: a summary or a bundle, as it is or made fit to be sent outside, saved whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from wizard.core.about import name_of, told
from wizard.core.case.bundle import bundle
from wizard.core.case.case import Case
from wizard.core.case.case_secrets import secrets_of
from wizard.core.case.document import save_beside
from wizard.core.case.judging import Judge
from wizard.core.case.leaks import leak_in
from wizard.core.case.redaction import Redacted, all_texts, redacted
from wizard.core.case.summary import Form, for_outside, form_of, summarise, this_moment, written
from wizard.core.case.summary_document import document_of
from wizard.core.case.summary_file import Press
from wizard.core.plan.recipes import Product
from wizard.core.words import ENGLISH

ZIP = ".zip"
ENDINGS = (*(form.value for form in Form), ZIP)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written. ``now`` is ISO 8601 with the time zone, empty for this moment.

    ``outside``: replace names and addresses. ``form`` None goes by the file's ending, ``zipped`` asks for
    the bundle whatever it is. A PDF needs a press; a bundle has a PDF if there is one.
    """

    outside: bool = False
    zipped: bool = False
    product: Product = Product.WINDOWS
    language: str = ENGLISH
    now: str = ""
    form: Form | None = None
    press: Press | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """The bytes of a file, or one sentence or two about why there are none.

    ``brief`` is ``problem`` in one short sentence. ``redacted`` knows what stands for what.
    """

    data: bytes = b""
    problem: str = ""
    brief: str = ""
    redacted: Redacted | None = None


def is_bundle(path: Path) -> bool:
    """Whether a file's ending asks for the bundle."""
    return path.suffix.lower() == ZIP


def handed_over(case: Case, judge: Judge, path: Path, wish: Wish) -> Handover:
    """What goes into the file ``path``. Nothing is written here.

    For sending outside, what comes out is looked through for everything of the case; if anything is
    found there is no file at all.
    """
    form = None if wish.zipped else wish.form or form_of(path)
    if form is None and not (wish.zipped or is_bundle(path)):
        return _refused(_no_form(path))
    if not wish.outside:
        return Handover(_written(case, judge, form, wish)[0])
    made = redacted(case)
    data, pressed = _written(made.case, judge, form, wish)
    files = {
        path.name: data,
        **({told("leak.text-of", name=path.name): pressed.encode("utf-8", "replace")} if pressed else {}),
    }
    leak = leak_in(secrets_of(case, made.kept), files)
    if leak is not None:
        return Handover(problem=leak.sentence(), brief=leak.brief())
    return Handover(data, redacted=made)


def save_handover(case: Case, judge: Judge, path: Path, wish: Wish, key: Path | None = None) -> Handover:
    """Saves a summary or a bundle, and beside it the key where one is asked for.

    With a problem the file that was there is as it was.
    """
    made = handed_over(case, judge, path, wish)
    if made.problem:
        return made
    problem = save_key(made.redacted, key) if key is not None and made.redacted is not None else ""
    problem = problem or save_beside(path, made.data)
    return replace(made, problem=problem, brief=problem)


def save_key(made: Redacted, path: Path) -> str:
    """Saves the table of what stands for what. Empty, or one sentence about what went wrong."""
    return save_beside(path, made.key().encode("utf-8"))


def _written(case: Case, judge: Judge, form: Form | None, wish: Wish) -> tuple[bytes, str]:
    """The bytes, and the text that is pressed into a PDF among them."""
    now = wish.now or this_moment()
    summary = summarise(case, judge, now=now, product=wish.product, language=wish.language)
    if wish.outside:
        summary = for_outside(summary)
    has_paper = form is Form.PDF or (form is None and wish.press is not None)
    pressed = "\n".join(all_texts(document_of(summary))) if has_paper else ""
    if form is not None:
        return written(summary, form, wish.press), pressed
    return bundle(case, judge, summary, wish.press, made=now, outside=wish.outside), pressed


def _refused(problem: str) -> Handover:
    return Handover(problem=problem, brief=problem)


def _no_form(path: Path) -> str:
    return told("saving.no-form", name=name_of(path), endings=", ".join(ENDINGS))
