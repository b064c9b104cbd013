"""The checks that need no window. Each raises or returns a short fact."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.core.case.summary_model import Summary


def expect(true: bool, otherwise: str) -> None:
    """Fails the check that asks."""
    if not true:
        raise AssertionError(otherwise)


def knowledge_is_whole() -> str:
    from wizard.core import knowledge
    from wizard.core.trace.grammar import RULES
    from wizard.paths import resource

    known = knowledge.load(resource("knowledge"))
    missing = [rule.id for rule in RULES if rule.id not in known.lines]
    expect(not missing, f"no words for the lines {missing}")
    return f"{len(known.entries)} findings, {len(known.lines)} lines"


def samples_are_judged() -> str:
    from wizard.core import knowledge
    from wizard.core.diagnosis.judge import judge_log
    from wizard.paths import resource
    from wizard.practice.case import sample
    from wizard.practice.lab import broken_log, repaired_log

    known = knowledge.load(resource("knowledge"))
    for path, code in ((broken_log(), "name.missing"), (repaired_log(), "registration.ok")):
        verdict = judge_log(sample(path.name).review, known).verdict
        expect(verdict is not None and verdict.code == code, f"{path.name}: {verdict} instead of {code}")
    return "name.missing, registration.ok"


def plans_are_written() -> str:
    from dataclasses import replace

    from wizard.core import names
    from wizard.core.handset.configuration import HandsetSettings, document
    from wizard.core.plan.recipes import Product, recipe
    from wizard.core.plan.records import change_for
    from wizard.practice.lab import LAB_PLAN

    for plan in (LAB_PLAN, replace(LAB_PLAN, subdomain="")):
        for product in Product:
            expect(bool(recipe(product, change_for(plan)).text()), f"{product} is empty")
        xml = document(plan, HandsetSettings())
        expect(f'voIpProt.server.1.address="{plan.name}"' in xml, "the configuration lacks the address")
    typed = names.clean("straße.de").name
    expect(typed == "xn--strae-oqa.de", f"a domain beyond ASCII becomes {typed}")
    return f"2 options, {len(Product)} products"


def dns_answers() -> str:
    from wizard.core import knowledge
    from wizard.core.diagnosis.judge import judge_chains
    from wizard.core.dns.answer import Server
    from wizard.core.handset.resolver import Lookfor
    from wizard.live import live_check
    from wizard.paths import resource
    from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED
    from wizard.practice.server import PracticeServer
    from wizard.workers import result_of

    known = knowledge.load(resource("knowledge"))
    with PracticeServer(BROKEN) as server:
        for content, code in ((BROKEN, "name.missing"), (REPAIRED, "registration.ok")):
            server.load(content)
            report = result_of(
                live_check(Lookfor(LAB_PLAN.name), (Server(server.address, server.port),), LAB_PLAN)
            )
            verdict = judge_chains(report.chains, known, LAB_PLAN).verdict
            expect(verdict is not None and verdict.code == code, f"{verdict} instead of {code}")
    return "asked over loopback, broken and repaired"


def case_survives_saving() -> str:
    from wizard.core.case.file import open_case, save
    from wizard.practice.case import practice_case

    case = practice_case()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        problem = save(case, path)
        expect(not problem, problem)
        opened = open_case(path)
        expect(opened.case == case, opened.problem or "the case came back changed")
        return f"{path.stat().st_size} bytes"


def summary_is_written() -> str:
    """In every form, the PDF on both papers: each is there and says the name of the case."""
    from PySide6.QtGui import QFontDatabase

    from wizard.core.case.summary import Form, save_summary
    from wizard.paper.look import Paper
    from wizard.paper.press import press
    from wizard.selftest.window import application

    application()  # The press would start one without windows.
    fonts = bool(QFontDatabase.families())  # A computer may have none; Wine has none by itself.
    summary = _summary()
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        for form in Form:
            for paper in Paper if form is Form.PDF else (Paper.A4,):
                path = Path(folder) / f"{paper.value}{form.value}"
                problem = save_summary(summary, path, press(paper))
                expect(not problem, problem)
                data = path.read_bytes()
                if form is Form.PDF:
                    whole = data.startswith(b"%PDF-") and data.endswith(b"%%EOF\n") and b"/Outlines" in data
                    expect(whole, f"{path.name} is no whole PDF")
                    expect(b"/FontFile" in data or not fonts, f"{path.name} lacks its fonts")
                else:
                    expect(b"testserver.eslab.local" in data.replace(b"\\", b""), f"{path.name} says nothing")
                sizes.append(f"{path.name} {len(data)} bytes")
    return ", ".join(sizes)


def summary_is_printed() -> str:
    """Through Qt's printing, into a file: a printer need not be there."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    from wizard.core.case.summary_document import document_of
    from wizard.paper.sheets import paint
    from wizard.selftest.window import application

    application()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "printed.pdf"
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        paint(document_of(_summary()), printer)
        del printer
        expect(path.read_bytes().startswith(b"%PDF"), "what was printed is no document")
        size = path.stat().st_size
    return f"{size} bytes, {len(QPrinterInfo.availablePrinterNames())} printers here"


def _summary() -> Summary:
    from wizard.core import knowledge
    from wizard.core.case.judging import Judge
    from wizard.core.case.summary import summarise
    from wizard.paths import resource
    from wizard.practice.case import practice_case

    judge = Judge(knowledge.load(resource("knowledge")))
    return summarise(practice_case(), judge)


def searches_agree() -> str:
    """Hyperscan, where there is one, and Python's own expressions find the same lines."""
    from wizard.core.log import search
    from wizard.practice.case import sample
    from wizard.practice.lab import broken_log

    lines = sample(broken_log().name).review.lines
    names = vars(search)  # where a missing Hyperscan is noted as None
    engine = names["hyperscan"]
    found = {}
    for name, used in (("hyperscan", engine), ("re", None)):
        names["hyperscan"] = used
        try:
            found[name] = [
                [row for rows in search.search(lines, text, regex=True) for row in rows.tolist()]
                for text in EXPRESSIONS
            ]
        finally:
            names["hyperscan"] = engine
    expect(found["hyperscan"] == found["re"], f"the searches differ: {found}")
    expect(all(found["re"]), f"an expression finds nothing: {found['re']}")
    return f"{len(EXPRESSIONS)} expressions, {'hyperscan and re' if engine else 're alone'}"


EXPRESSIONS = ("naptr", r"doDnsLookup\w+", r"^\d+\|dns ", r"no match|no answer", r"\b10\.\d+\.\d+\.\d+")


def workers_agree() -> str:
    """Many logs are judged in processes of their own, which in an executable begin at its door."""
    from wizard.core import knowledge
    from wizard.core.log.finder import Log, find
    from wizard.crew import judge_logs
    from wizard.longlog import cores
    from wizard.paths import resource
    from wizard.practice.lab import broken_log

    known = knowledge.load(resource("knowledge"))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(MANY):
            (Path(folder) / f"0004f2a1b2{number:02d}-app.log").write_bytes(broken_log().read_bytes())
        logs = [one for one in find([folder]) if isinstance(one, Log)]
        found = [one.judgement.verdict for one in judge_logs(logs, known, None)]
    codes = {verdict.code if verdict is not None else "none" for verdict in found}
    expect((len(found), codes) == (MANY, {"name.missing"}), f"{len(found)} logs are judged {codes}")
    return f"{MANY} logs on {cores()} cores"


MANY = 40


def licences_are_there() -> str:
    """An executable carries the texts of everything in it; what is told about Qt is told."""
    import sys

    from wizard.gui.licences import OVERVIEW, texts

    found = texts()
    expect(bool(found), "there is no licence")
    if not getattr(sys, "frozen", False):
        return f"{len(found)}, from source"
    expect(found[0].path.name == OVERVIEW, "the overview is missing")
    overview = found[0].read()
    for part in ("Qt", "PySide6", "Python", "numpy", "dnspython", "Jinja2", "Lucide"):
        expect(part in overview, f"the overview does not name {part}")
    lesser = [text for text in found if "GNU LESSER GENERAL PUBLIC LICENSE" in text.read()]
    expect(bool(lesser), "the licence of Qt is missing")
    return f"{len(found)} texts"
