"""A summary as a file: its name, its form, and that there is always a whole one."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.case.cases import NOW, a_judge, broken, live_broken, log_of, planned, said_on_a_full_disk
from tests.core.case.test_summary_hostile import HOSTILE, OUR_TAGS, Reader, hostile_case, hostile_log
from tests.strategies import hostile_texts
from wizard.core.case.case import Case
from wizard.core.case.summary import (
    Summary,
    default_name,
    render_html,
    render_text,
    save_summary,
    summarise,
)
from wizard.core.case.summary_words import visible
from wizard.core.plan.recipes import Product

RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(10)), *(f"LPT{n}" for n in range(10))}


@pytest.fixture
def said() -> Summary:
    return summarise(replace(live_broken(), logs=(broken(),)), a_judge(), NOW, Product.POWERSHELL)


# The name


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("Aarhus", "Aarhus-dns-fix-2026-11-22"),
        ("", "dns-fix-2026-11-22"),
        ("  ", "dns-fix-2026-11-22"),
        ("Århus Sygehus", "Århus-Sygehus-dns-fix-2026-11-22"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f-dns-fix-2026-11-22"),
        ("..", "dns-fix-2026-11-22"),
        ("../../etc/passwd", "etc-passwd-dns-fix-2026-11-22"),
        ("CON", "CON-dns-fix-2026-11-22"),
        ("nul.txt", "_nul.txt-dns-fix-2026-11-22"),
        ("eslab.local", "eslab.local-dns-fix-2026-11-22"),
        ("a\u202eb\x00c", "a-b-c-dns-fix-2026-11-22"),
    ],
)
def test_the_default_name(site: str, expected: str):
    assert default_name(Case(site=site), NOW) == expected


@given(hostile_texts() | st.text(max_size=300), st.text(max_size=30))
def test_any_default_name_can_be_a_file_everywhere(site: str, date: str):
    name = default_name(Case(site=site), date)
    assert name
    assert name.isprintable()
    assert not set(name) & set('<>:"/\\|?*')
    assert name[0] not in ". -"
    assert name[-1] not in ". "
    assert name.partition(".")[0].upper() not in RESERVED
    assert len(f"{name}.html".encode()) < 200


# The form


@pytest.mark.parametrize(
    ("suffix", "start"), [(".html", "<!DOCTYPE"), (".HTM", "<!DOCTYPE"), (".txt", "DNS fail")]
)
def test_the_suffix_is_the_form(said: Summary, tmp_path: Path, suffix: str, start: str):
    path = tmp_path / f"fix{suffix}"
    assert save_summary(said, path) == ""
    assert path.read_text(encoding="utf-8").startswith(start)


def test_what_is_saved_is_what_was_rendered(said: Summary, tmp_path: Path):
    assert save_summary(said, tmp_path / "a.html") == ""
    assert (tmp_path / "a.html").read_bytes().decode() == render_html(said)
    assert save_summary(said, tmp_path / "a.txt") == ""
    assert (tmp_path / "a.txt").read_bytes().decode().replace("\r\n", "\n") == render_text(said)
    assert b"\r\n" in (tmp_path / "a.txt").read_bytes(), "Notepad of older Windows knows no other line end"


@pytest.mark.parametrize("name", ["a.rtf", "a", "a.html.exe", "a.docx", ".html"])
def test_another_form_is_a_sentence_that_names_the_forms(said: Summary, tmp_path: Path, name: str):
    problem = save_summary(said, tmp_path / name)
    assert problem.startswith(f"{name} was not saved: ")
    assert ".html, .pdf, .md, .txt, .csv, .json" in problem
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_saved_is_a_sentence(said: Summary, tmp_path: Path):
    assert (
        save_summary(said, tmp_path / "none" / "a.html")
        == "a.html was not saved: its folder does not exist. Create it, or choose another one."
    )


SAVE = """
from tests.core.case.cases import NOW, a_judge, planned
from wizard.core.case.summary import save_summary, summarise
print(save_summary(summarise(planned(), a_judge(), NOW), path))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX makes the disk full")
def test_saving_that_is_interrupted_leaves_the_old_file(said: Summary, tmp_path: Path):
    path = tmp_path / "fix.html"
    assert save_summary(said, path) == ""
    before = path.read_bytes()
    assert said_on_a_full_disk(SAVE, str(path)).startswith("fix.html was not saved: ")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["fix.html"]


# What a browser makes of it

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def lacking(what: str) -> NoReturn:
    """Skips, or fails where the tests' programs are promised to be there."""
    reason = f"no {what} here: the saved document was not rendered"
    if os.environ.get("FAILOVER_REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def browse(folder: Path, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    if CHROMIUM is None:
        lacking("Chromium")
    profile = folder / "profile"
    command = [CHROMIUM, *QUIET, f"--user-data-dir={profile}", *options, path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=90, cwd=folder)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [500, 1000])
def test_a_browser_shows_it(said: Summary, tmp_path: Path, scheme: str, width: int):
    path, picture = tmp_path / "fix.html", tmp_path / "fix.png"
    assert save_summary(said, path) == ""
    colours = "--blink-settings=preferredColorScheme=" + ("0" if scheme == "dark" else "1")
    browse(tmp_path, path, colours, f"--window-size={width},900", f"--screenshot={picture}")
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    assert (image.width(), image.height()) == (width, 900)
    assert (image.pixelColor(2, 2).lightness() < 80) is (scheme == "dark")
    # The verdict's tint, and nothing that reaches over the right edge.
    tint = {"light": "#fde6e8", "dark": "#4a1d1a"}[scheme]
    assert any(image.pixelColor(width // 2, y).name() == tint for y in range(900))
    margin = {image.pixelColor(x, y).name() for x in range(width - 10, width) for y in range(900)}
    assert len(margin) == 1


@pytest.mark.slow
def test_a_browser_prints_it_on_a4(said: Summary, tmp_path: Path):
    path, pdf = tmp_path / "fix.html", tmp_path / "fix.pdf"
    assert save_summary(said, path) == ""
    browse(tmp_path, path, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    pdfinfo = shutil.which("pdfinfo")
    if pdfinfo is None:
        lacking("pdfinfo")
    facts = subprocess.run([pdfinfo, str(pdf)], capture_output=True, text=True, check=True).stdout
    assert "A4" in facts
    pages = int(next(line.split()[-1] for line in facts.splitlines() if line.startswith("Pages")))
    assert 2 <= pages <= 7


@pytest.mark.slow
def test_a_browser_fetches_nothing(tmp_path: Path):
    """Every hostile text at once: nothing is asked for, nothing runs."""
    hits: list[str] = []

    class Trap(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_error(404)

        def log_message(self, *_args):
            pass

    trap = http.server.HTTPServer(("127.0.0.1", 0), Trap)
    threading.Thread(target=trap.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{trap.server_port}"
        text = (
            f"<img src={base}/img><script>fetch('{base}/js')</script><link rel=stylesheet href={base}/css>"
            f"<style>@import '{base}/style'; body {{ background: url({base}/bg) }}</style>"
            f"<iframe src={base}/frame>"
        )
        case = planned(site=text, technician=text, notes=text)
        path = tmp_path / "fix.html"
        assert save_summary(summarise(case, a_judge(), NOW), path) == ""
        shown = browse(tmp_path, path, "--dump-dom").stdout
        assert "fix summary" in shown
        assert "<img" not in shown
        # The trap works: a page that really holds such a picture falls into it.
        path.write_text(f"<img src={base}/proof>")
        browse(tmp_path, path, "--dump-dom")
        assert hits == ["/proof"]
    finally:
        trap.shutdown()
        trap.server_close()


@pytest.mark.slow
def test_a_browser_takes_hostile_text_for_text(tmp_path: Path):
    """All of it at once, wherever a text can stand; what the browser made of it is read back."""
    odd = [text for text in HOSTILE if len(text) < 100]
    case = hostile_case(" ".join(odd))
    case = replace(case, logs=(*case.logs, *(log_of(hostile_log(text), f"{text}.log") for text in odd)))
    path = tmp_path / "fix.html"
    assert save_summary(summarise(case, a_judge(), NOW, Product.POWERSHELL), path) == ""
    shown = browse(tmp_path, path, "--dump-dom").stdout
    seen = Reader(shown)
    assert {tag for tag, _ in seen.tags} <= OUR_TAGS | {"tbody"}
    assert not [name for _, attributes in seen.tags for name, _ in attributes if name.startswith("on")]
    text = "".join(seen.text)
    for one in odd:
        assert visible(one).strip() in text, one
