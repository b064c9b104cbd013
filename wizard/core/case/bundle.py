"""Everything of a visit in one .zip file: the summary, the case, the evidence, and the fixes as files."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from wizard.core.about import told
from wizard.core.case.case import Case
from wizard.core.case.evidence import report_text_of
from wizard.core.case.file import dump
from wizard.core.case.judging import Judge
from wizard.core.case.saved import saved_of
from wizard.core.case.scripts import Scripts, changes_of, scripts_of
from wizard.core.case.summary import TOOL, Form, Summary, written
from wizard.core.case.summary_file import Press
from wizard.core.case.summary_words import file_names, parsed
from wizard.core.handset.config_file import ConfigFile
from wizard.core.handset.configuration import document
from wizard.core.handset.masking import shown_text
from wizard.core.handset.repair import repair

FIX = "fix"
EVIDENCE = "evidence"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_PDF_NUMBER = re.compile(
    rb"(?<=uuid:)[0-9a-f-]{36}|(?<=<)[0-9a-fA-F]{32,128}(?=> )|(?<=> <)[0-9a-fA-F]{32,128}(?=> ?\])"
)
_LONGEST = 80
_EPOCH = (2026, 1, 1, 0, 0, 0)


@dataclass
class _Content:
    """The files of the bundle in their order, each with a sentence, and sentences about what is not there."""

    files: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    mends_dns: bool = False

    def add(self, name: str, data: bytes, about: str) -> None:
        self.files[name] = data
        self.about[name] = about


def bundle(
    case: Case,
    judge: Judge,
    summary: Summary,
    press: Press | None = None,
    *,
    made: str = "",
    outside: bool = False,
) -> bytes:
    """The bytes of the .zip file; the same case and time make the same bytes.

    ``made`` is the time of the summary, ISO 8601. ``outside``: the case is a redacted one, for which no
    script would be right. Without a press there is no PDF.
    """
    content = _Content()
    _add_summary(content, summary, press, made)
    about = told("bundle.about.case", tool=TOOL)
    content.add("case.json", dump(case).encode("utf-8", "backslashreplace"), about)
    _add_evidence(content, case, outside=outside)
    if not outside:
        _add_fixes(content, case, judge)
    content.files = {"README.txt": _readme(content, summary, outside=outside), **content.files}
    return _zipped(content.files, made)


def _add_summary(content: _Content, summary: Summary, press: Press | None, made: str) -> None:
    content.add("summary.html", written(summary, Form.HTML), told("bundle.about.html"))
    if press is not None:
        content.add("summary.pdf", steady(written(summary, Form.PDF, press), made), told("bundle.about.pdf"))
    content.add("summary.txt", written(summary, Form.TEXT), told("bundle.about.txt"))
    content.add("findings.csv", written(summary, Form.CSV), told("bundle.about.csv"))


def steady(pdf: bytes, made: str) -> bytes:
    """A PDF with the time and number of its contents in it, and not those of the moment it was written."""
    at = parsed(made)
    day, clock = (f"{at:%Y-%m-%d}", f"{at:%H:%M:%S}") if at else ("2026-01-01", "00:00:00")
    stamp = re.sub(r"[-:]", "", day + clock).encode()
    pdf = re.sub(rb"(?<=\(D:)[0-9]{14}", stamp, pdf)
    pdf = re.sub(rb"(?<=Date=\")[0-9-]{10}T[0-9:]{8}", f"{day}T{clock}".encode(), pdf)
    blank = _PDF_NUMBER.sub(lambda match: b"0" * len(match.group()), pdf)
    number = hashlib.sha256(blank).hexdigest().encode()
    return _PDF_NUMBER.sub(lambda match: (number * 4)[: len(match.group())], pdf)


def _add_evidence(content: _Content, case: Case, *, outside: bool) -> None:
    if case.report is not None:
        name = f"{EVIDENCE}/dns-answers.json"
        answers = report_text_of(case.report).encode("utf-8", "backslashreplace")
        content.add(name, answers, told("bundle.about.answers", tool=TOOL))
    shown = file_names(case)
    for log in saved_of(case).logs:
        name = _free(content, f"{EVIDENCE}/logs", shown.get(log.name, log.name))
        about = told("bundle.about.log-redacted" if outside else "bundle.about.log")
        about = told("bundle.about.log-extract") if log.extract_of else about
        content.add(name, log.text.encode("utf-8", "backslashreplace"), about)
    for file in case.configurations:
        name = _free(content, f"{EVIDENCE}/configuration", shown.get(file.path, file.name) + ".txt")
        text = shown_text(file).encode("utf-8", "backslashreplace")
        content.add(name, text, told("bundle.about.configuration"))


def _add_fixes(content: _Content, case: Case, judge: Judge) -> None:
    scripts: Scripts = scripts_of(changes_of(case, judge))
    for script in scripts.files:
        content.add(f"{FIX}/{script.name}", script.data, script.about)
    content.left_out += scripts.left_out
    content.mends_dns = bool(scripts.files)
    if case.plan is not None:
        name = "handset-plan.cfg"
        data = document(case.plan, case.handset).encode("utf-8")
        content.add(f"{FIX}/{name}", data, told("bundle.about.plan"))
    findings = judge.configuration(case).findings
    for file in case.configurations:
        made = repair(file, findings)
        if made.edits:
            _add_repaired(content, file, made.data)


def _add_repaired(content: _Content, file: ConfigFile, data: bytes) -> None:
    """A repaired file only as a whole: without its passwords it would lock the handset out."""
    if file.masked or shown_text(file) != file.text.text:
        content.left_out.append(told("bundle.passwords", name=_safe(file.name)))
        return
    name = _free(content, FIX, f"repaired-{file.name}")
    content.add(name, data, told("bundle.about.repaired", name=_safe(file.name)))


def _free(content: _Content, folder: str, name: str) -> str:
    """A name in a folder of the bundle that is allowed everywhere and not taken."""
    safe = _safe(name)
    stem, dot, suffix = safe.rpartition(".") if "." in safe else (safe, "", "")
    number, path = 2, f"{folder}/{safe}"
    while path.lower() in {known.lower() for known in content.files}:
        path, number = f"{folder}/{stem}-{number}{dot}{suffix}", number + 1
    return path


def _safe(name: str) -> str:
    """A file name of letters, digits, dots and hyphens, which leads into no other folder."""
    flat = _NOT_IN_NAMES.sub("-", name).strip("-.")[-_LONGEST:].strip("-.") or "file"
    return f"_{flat}" if _RESERVED.match(flat) else flat


def _readme(content: _Content, summary: Summary, *, outside: bool) -> bytes:
    title = told("bundle.title", tool=TOOL)
    gives = any(name.startswith(f"{FIX}/") and name.endswith(".cfg") for name in content.files)
    lines = [title, "=" * len(title), *_about(summary), ""]
    if outside:
        lines += [told("bundle.redacted"), ""]
    steps = _steps(mends_dns=content.mends_dns, gives=gives, outside=outside)
    lines += _heading(told("bundle.order"))
    lines += [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    lines += ["", *_heading(told("bundle.files"))]
    width = max(map(len, content.about))
    lines += [f"{name:<{width}}  {about}" for name, about in content.about.items()]
    if content.mends_dns:
        lines += ["", told("bundle.not-run")]
    if content.left_out:
        lines += ["", *_heading(told("bundle.left-out")), *content.left_out]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _heading(text: str) -> tuple[str, str]:
    return text, "-" * len(text)


def _steps(*, mends_dns: bool, gives: bool, outside: bool) -> Iterator[str]:
    """What whoever gets the bundle does with it, in this order."""
    yield told("bundle.step.read")
    if outside:
        yield told("bundle.step.open", tool=TOOL)
        return
    if mends_dns:
        yield told("bundle.step.mend", tool=TOOL)
    if gives:
        yield told("bundle.step.give")
    yield told("bundle.step.restart")
    yield told("bundle.step.check")


def _about(summary: Summary) -> Iterator[str]:
    about = summary.about
    rows = [(told("label.site"), about.site)] if about.site else []
    rows += [
        (told("label.made"), about.made),
        (told("label.with"), f"{about.tool} {about.version}"),
        (told("heading.verdict"), f"{summary.verdict.word}: {summary.verdict.sentence}"),
    ]
    width = max(len(name) for name, _value in rows) + 1
    yield from (f"{f'{name}:':<{width}} {value}" for name, value in rows)


def _zipped(files: dict[str, bytes], made: str) -> bytes:
    at = parsed(made)
    date = (at.year, at.month, at.day, at.hour, at.minute, at.second // 2 * 2) if at else _EPOCH
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, date if date[0] >= 1980 else _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # Windows, whatever this computer is: the same bytes everywhere.
            archive.writestr(info, data)
    return out.getvalue()
