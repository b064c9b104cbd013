"""``summary``: the fix summary of a case file, in any form."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.arguments import UsageError
from wizard.cli.output import exit_code, print_json
from wizard.core import knowledge as knowledge_base
from wizard.core.case.document import save_beside
from wizard.core.case.file import open_case
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.tables import document
from wizard.core.knowledge import Knowledge
from wizard.core.plan.recipes import Product
from wizard.paths import resource

if TYPE_CHECKING:
    from wizard.core.case.summary import Form
    from wizard.core.case.summary_file import Press


def summary_command(arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    """Writes the fix summary of a case file, into a file or on standard output."""
    from wizard.core.case.handover import Wish, handed_over, save_key  # jinja2 is slow to load

    form = _form(arguments)
    opened = open_case(Path(arguments.case))
    if opened.case is None:
        raise UsageError(opened.problem)
    judge = Judge(_knowledge(arguments.language, knowledge))
    wish = Wish(
        outside=arguments.redact,
        product=Product(arguments.product),
        language=arguments.language,
        form=form,
        zipped=form is None,
        press=_press_for(arguments, form),
    )
    out = Path(arguments.out or "standard output")
    made = handed_over(opened.case, judge, out, wish)
    problem = made.problem
    if not problem and arguments.key and made.redacted is not None:
        problem = save_key(made.redacted, Path(arguments.key))
    if not problem and arguments.out is not None:
        problem = save_beside(out, made.data)
    if problem:
        raise UsageError(problem)
    if arguments.out is None:
        sys.stdout.write(made.data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"))
    judgement = judge.whole(made.redacted.case if made.redacted is not None else opened.case)
    if arguments.json:
        print_json(document("summary", knowledge, judgement.findings, judgement.verdict, out=arguments.out))
    elif arguments.out is not None:
        print(f"Saved {arguments.out}.")
    return exit_code(judgement.findings, knowledge)


def _form(arguments: argparse.Namespace) -> Form | None:
    """The form that was asked for, by its name or by the file's ending; None for the bundle."""
    from wizard.core.case.handover import ENDINGS, is_bundle
    from wizard.core.case.summary import Form, form_of

    forms = ", ".join(one.lstrip(".") for one in ENDINGS)
    if arguments.key and not arguments.redact:
        raise UsageError("--key tells what --redact replaced. Give both, or leave out --key.")
    if arguments.key and arguments.out and os.path.realpath(arguments.key) == os.path.realpath(arguments.out):
        raise UsageError("--key and --out name the same file. Give the key a name of its own.")
    if arguments.out is None and not arguments.format:
        raise UsageError("Name a file with --out, or a form with --format to have it printed.")
    if arguments.out is None and (arguments.format in {"pdf", "zip"} or arguments.json):
        raise UsageError("Name a file with --out: this does not go to standard output.")
    if arguments.format == "zip" or (not arguments.format and is_bundle(Path(arguments.out))):
        return None
    found = Form(f".{arguments.format}") if arguments.format else form_of(Path(arguments.out))
    if found is None:
        raise UsageError(
            f"The ending of {arguments.out} names no form of a fix summary. Use one of {forms}, or --format."
        )
    return found


def _knowledge(language: str, english: Knowledge) -> Knowledge:
    from wizard.core.words import ENGLISH, languages

    if language == ENGLISH:
        return english
    known = languages()
    if language not in known:
        raise UsageError(f"There are no words in “{language}”. Choose one of {', '.join(known)}.")
    return knowledge_base.load(resource("knowledge"), language)


def _press_for(arguments: argparse.Namespace, form: Form | None) -> Press | None:
    """A press where one is needed; a bundle does without a PDF where Qt cannot be loaded."""
    if form is not None and form.value != ".pdf":
        return None
    try:
        return _press(arguments.paper)
    except UsageError:
        if form is None:
            return None
        raise


def _press(paper: str) -> Press:
    try:
        from wizard.paper.look import Paper
        from wizard.paper.press import press

        return press(Paper(paper))
    except ImportError as error:
        raise UsageError(
            f"A PDF cannot be made here: Qt does not load ({error}). Choose another form, such as html."
        ) from None
