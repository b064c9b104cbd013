"""A summary as Markdown, read by Qt's reader of it (md4c, GitHub's dialect): every text stays text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtGui import QTextDocument, QTextFormat

from tests.core.case.cases import NOW, a_judge, broken, live_broken, repaired
from tests.core.case.test_summary_hostile import HOSTILE, hostile_case
from tests.strategies import hostile_texts
from wizard.core.case.case import Case
from wizard.core.case.summary import summarise
from wizard.core.case.summary_document import document_of
from wizard.core.case.summary_markdown import markdown_of, text
from wizard.core.case.summary_words import visible
from wizard.core.plan.recipes import Product

pytestmark = pytest.mark.usefixtures("qapp")


def markdown(case: Case, product: Product = Product.POWERSHELL) -> str:
    return markdown_of(document_of(summarise(case, a_judge(), NOW, product)))


def read(source: str) -> QTextDocument:
    document = QTextDocument()
    document.setMarkdown(source, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    return document


def formats(document: QTextDocument) -> list[tuple[bool, bool]]:
    """Of each piece of text: whether it is a link, and whether it is a picture."""
    found = []
    block = document.begin()
    while block.isValid():
        for one in block:
            form = one.fragment().charFormat()
            found.append((form.isAnchor(), form.objectType() != QTextFormat.ObjectTypes.NoObject.value))
        block = block.next()
    return found


def shown(document: QTextDocument) -> str:
    return "".join(document.toPlainText().split())


def test_it_reads_as_it_was_said():
    case = replace(live_broken(), logs=(broken(), repaired()), site="Århus")
    made = summarise(case, a_judge(), NOW, Product.BIND)
    source = markdown_of(document_of(made))
    assert source.startswith("Handset Failover Wizard\n\n# DNS failover: fix summary\n")
    said = shown(read(source))
    assert made.planned is not None
    texts = [made.verdict.sentence, *made.verify, *made.unchecked, *made.healthy, *made.planned.zone_lines]
    texts += [one.why for one in (*made.causes, *made.remarks, *made.history)]
    assert [one for one in texts if "".join(one.split()) not in said] == []


@pytest.mark.parametrize("product", Product)
def test_commands_stand_as_they_are(product: Product):
    made = summarise(live_broken(), a_judge(), NOW, product)
    lines = markdown_of(document_of(made)).splitlines()
    procedure = made.fixes[0].procedure
    assert procedure is not None
    assert [line for line in lines if line in set(procedure.commands)][: len(procedure.commands)] == list(
        procedure.commands
    )


MARKED = [
    *(
        "**b**",
        "_i_",
        "`c`",
        "[a](//evil)",
        "![x](//evil/y.png)",
        "<//evil/x>",
        "http://evil/x",
        "www.evil.x",
    ),
    *(
        "a@evil.x",
        "# h",
        "- x",
        "+ x",
        "1. x",
        "1) x",
        "> q",
        "| a | b |",
        "---",
        "===",
        "```",
        "~~x~~",
        "a\\",
    ),
    *("<!-- x", "<?x", "<script>x", "<b", "<!X", "<![CDATA[x"),
    *("&lt;b&gt;", "[x]: //evil", "\\[x", "    code", "* x", "mailto:a@b.c", "$x$", "\\\\host\\share"),
]


@pytest.mark.parametrize("said", MARKED)
def test_a_mark_stays_text(said: str):
    document = read(text(said))
    assert document.toPlainText() == said.strip()
    assert formats(document) == [(False, False)]


@pytest.mark.parametrize("said", [*HOSTILE, *MARKED], ids=range(len(HOSTILE) + len(MARKED)))
def test_hostile_text_stays_text_wherever_it_stands(said: str):
    source = markdown(hostile_case(said))
    document = read(source)
    assert not any(link or picture for link, picture in formats(document))
    assert "".join(visible(said)[:40].split()) in shown(document)
    odd = {sign for sign in source if not sign.isprintable() and sign != "\n"}
    assert odd == set()


@given(hostile_texts())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_text_stays_text(said: str):
    shown_text = " ".join(visible(said).split())
    document = read(text(shown_text))
    assert document.toPlainText() == shown_text
    assert not any(link or picture for link, picture in formats(document))


def test_the_trap_works():
    assert formats(read("[a](//evil)")) == [(True, False)]
    assert formats(read("![a](//evil)"))[0][1]


def test_a_fence_is_longer_than_what_it_holds():
    source = markdown(replace(live_broken(), logs=(), notes="```"))
    assert "\n```\n" in source
    from wizard.core.case.blocks import Code, Document

    made = markdown_of(Document("", "", "", "en", "", "", (Code(("````", "x")),)))
    assert made == "`````\n````\nx\n`````\n"


def test_a_done_step_is_ticked():
    step = summarise(live_broken(), a_judge(), NOW, Product.BIND).fixes[0].steps[0]
    source = markdown(live_broken().with_step(step, "2026-11-22T10:52:00+01:00"), Product.BIND)
    assert "- [x] 1\\. " in source
    assert "(done 10:52)" in source
