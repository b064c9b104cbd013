"""A summary as PDF, read back by poppler."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.core.case.cases import NOW, a_judge, broken, live_broken, live_repaired, planned, repaired
from tests.core.case.test_summary_hostile import HOSTILE, hostile_case
from tests.paper.reading import facts_of, outline_of, poppler, saved, text_of
from wizard.core.case.blocks import Bullets, Checklist, Code, Document, Heading, Paragraph, Table, Tick, Tone
from wizard.core.case.case import Case
from wizard.core.case.summary import Summary, summarise
from wizard.core.case.summary_document import document_of
from wizard.core.case.summary_words import field_text, visible
from wizard.core.plan.recipes import Product
from wizard.core.words import words
from wizard.paper import Paper, pdf_of
from wizard.paper.look import colour

pytestmark = pytest.mark.usefixtures("qapp")


def said(case: Case, product: Product = Product.POWERSHELL) -> Summary:
    return summarise(case, a_judge(), NOW, product)


def both() -> Case:
    return replace(live_broken(), logs=(broken(),), site="Århus", technician="R. Nilsen")


def document(*blocks: object) -> Document:
    return Document("A title", "", "Tool", "en", "foot", "Page {page} of {pages}", tuple(blocks))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paper", "size"), [(Paper.A4, "595 x 842 pts (A4)"), (Paper.LETTER, "612 x 792 pts (letter)")]
)
def test_the_paper_is_the_one_asked_for(tmp_path: Path, paper: Paper, size: str):
    pdf = pdf_of(document_of(said(both())), paper)
    facts = facts_of(tmp_path, pdf)
    assert facts["Page size"] == size
    assert facts["Title"] == "DNS failover: fix summary, Århus"
    assert facts["Author"] == "R. Nilsen"
    pages = int(facts["Pages"])
    assert 3 <= pages <= 7
    text = text_of(tmp_path, pdf)
    for number in range(1, pages + 1):
        assert f"Page {number} of {pages}" in text


@pytest.mark.parametrize("product", Product)
def test_every_text_of_the_summary_stands_in_it(tmp_path: Path, product: Product):
    made = said(replace(both(), logs=(broken(), repaired())), product)
    found = text_of(tmp_path, pdf_of(document_of(made))).replace(" ", "")
    texts = [
        *(
            made.verdict.sentence,
            *made.verdict.details,
            *made.verify,
            *made.healthy,
            *made.unchecked,
            *made.trust,
        ),
        *(one.title for one in (*made.causes, *made.remarks, *made.history)),
        *(one.why for one in (*made.causes, *made.remarks, *made.history)),
    ]
    assert made.planned is not None
    texts += [*made.planned.zone_lines, *made.planned.xml_lines]
    for fix in made.fixes:
        assert fix.procedure is not None
        texts += [*fix.steps, *fix.procedure.commands]
        dialogs = made.dialogs()
        for step in (*fix.procedure.steps, *fix.procedure.undo):
            dialog = dialogs.get(step)
            texts += [dialog.opening, dialog.closing] if dialog else [step]
            for label, value in dialog.fields if dialog else ():
                texts += [label, field_text(value, words())]
    # Without spaces: where a page or a line ends, poppler reads one.
    lacking = [text for text in texts if text.replace(" ", "") not in found]
    assert [text for text in lacking if not _parted(text, found)] == []


def _parted(text: str, found: str) -> bool:
    """Whether a page's end stands inside: both halves are there, with the footer between them."""
    bare = text.replace(" ", "")
    return any(bare[:cut] in found and bare[cut:] in found for cut in range(8, len(bare) - 8))


def test_the_outline_leads_to_every_section_and_every_fault(tmp_path: Path):
    made = said(both())
    outline = outline_of(tmp_path, pdf_of(document_of(made)))
    tops = [text for depth, _, text in outline if depth == 1]
    assert tops[:4] == [
        "What is wrong",
        "How to fix it",
        "How to see that it works",
        "What proves it",
    ]
    assert tops[-1] == "About this summary"
    below = [text for depth, _, text in outline if depth == 2]
    assert [one.title for one in made.causes] == below[: len(made.causes)]
    pages = [page for _, page, _ in outline]
    assert pages == sorted(pages)
    assert pages[0] == 1
    # The last section may go on behind the page on which it begins.
    assert 0 <= int(facts_of(tmp_path, pdf_of(document_of(made)))["Pages"]) - pages[-1] <= 1


def test_an_entry_of_the_outline_is_any_text(tmp_path: Path):
    odd = "Århus ) /A << 東京 \\ (x"
    pdf = pdf_of(document(Heading(2, odd), Paragraph("x"), Heading(3, "below"), Heading(2, "last")))
    assert outline_of(tmp_path, pdf) == [(1, 1, odd), (2, 1, "below"), (1, 1, "last")]


def test_fonts_are_inside_and_nothing_is_a_picture(tmp_path: Path):
    path = saved(tmp_path, pdf_of(document_of(said(both()))))
    rows = poppler("pdffonts", str(path)).splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == row.split()[-3] == "yes" for row in rows), rows
    assert len(poppler("pdfimages", "-list", str(path)).splitlines()) == 2, (
        "the drawing is lines, so it stays sharp"
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(tmp_path: Path, text: str):
    pdf = pdf_of(document_of(said(hostile_case(text))))
    found = text_of(tmp_path, pdf).replace(" ", "")
    assert visible(text)[:40].replace(" ", "") in found
    facts = facts_of(tmp_path, pdf)
    assert facts["JavaScript"] == "no"
    assert facts["Form"] == "none"
    assert b"/URI" not in pdf
    assert b"/Launch" not in pdf


def test_nothing_leaves_the_page(tmp_path: Path):
    """Very long words, in every kind of block."""
    word = "x" * 3000
    blocks = (
        *(Paragraph(word), Bullets((word,)), Checklist((Tick(word),)), Code((word,)), Heading(2, word)),
        Table(("a", "b"), ((word, word),), code=(1,)),
    )
    path = saved(tmp_path, pdf_of(document(*blocks)))
    xml = poppler("pdftotext", "-bbox", str(path), "-")
    rights = [float(part.partition('"')[0]) for part in xml.split('xMax="')[1:]]
    lows = [float(part.partition('"')[0]) for part in xml.split('yMax="')[1:]]
    assert max(rights) <= 595 - 17 * 72 / 25.4 + 1
    assert max(lows) <= 842 - 20 * 72 / 25.4 + 26
    assert text_of(tmp_path, path.read_bytes()).count("x") == 7 * 3000


def test_what_belongs_together_stays_on_one_page(tmp_path: Path):
    """A heading never ends a page, wherever it comes to stand."""
    for count in range(30, 60):
        fill = [Paragraph(f"line {number}") for number in range(count)]
        pdf = pdf_of(document(*fill, Heading(2, "Heading"), Paragraph("What follows it.")))
        pages = poppler("pdftotext", str(saved(tmp_path, pdf)), "-").split("\f")
        (page,) = [page for page in pages if "Heading" in page]
        assert "What follows it." in page, count


def test_a_step_that_was_done_is_ticked_and_says_when(tmp_path: Path):
    case = live_broken()
    step = said(case).fixes[0].steps[0]
    made = said(case.with_step(step, "2026-11-22T10:52:00+01:00"))
    text = text_of(tmp_path, pdf_of(document_of(made)))
    assert "What was done" in text
    assert "(done 10:52)" in text


@pytest.mark.parametrize("done", ["", "done 10:52"])
def test_a_box_is_ticked_only_if_it_was_done(tmp_path: Path, done: str):
    path = saved(tmp_path, pdf_of(document(Checklist((Tick("a", done),)))))
    poppler("pdftoppm", "-r", "300", "-png", "-singlefile", str(path), str(tmp_path / "page"))
    page = QImage(str(tmp_path / "page.png"))
    corner = page.width() // 8  # The box stands there, behind the margins.
    inks = {page.pixelColor(x, y).name() for x in range(corner) for y in range(corner)}
    assert (colour(Tone.OK).name() in inks) is bool(done)


def test_it_can_be_made_beside_the_window(tmp_path: Path):
    made: list[bytes] = []
    document_ = document_of(said(live_repaired()))
    thread = threading.Thread(target=lambda: made.append(pdf_of(document_)))
    thread.start()
    thread.join(60)
    assert "OK" in text_of(tmp_path, made[0])


def test_an_empty_document_is_a_page(tmp_path: Path):
    assert facts_of(tmp_path, pdf_of(document()))["Pages"] == "1"
    assert "There is nothing to report yet." in text_of(tmp_path, pdf_of(document_of(said(Case()))))


def test_a_plan_alone(tmp_path: Path):
    assert "This is the plan for" in text_of(tmp_path, pdf_of(document_of(said(planned()))))
