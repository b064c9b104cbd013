"""``demo``: the window on the practice case, or every page of it as a picture."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from wizard.core.case.case import Case
    from wizard.gui.session import Session

LANGUAGES = ("en",)
SUMMARIES = ("html", "pdf", "md", "txt", "csv", "json")
SMALLEST, LARGEST = (800, 500), (7680, 4320)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(f"failover-wizard: {message}. See failover-wizard demo --help.", file=sys.stderr)
        raise SystemExit(2)


def main(argv: Sequence[str]) -> int:
    """Runs ``demo``."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    if arguments.shots is None:
        from wizard.gui.app import main as window

        return window([], practice=True)
    return shots(arguments.shots, arguments.theme, arguments.size, arguments.scale)


def _parser() -> _Parser:
    parser = _Parser(prog="failover-wizard demo", description=__doc__)
    parser.add_argument(
        "--shots", type=Path, metavar="DIR", help="write every page as PNG; no display needed"
    )
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--size", type=_size, default=(1366, 768), metavar="WxH", help="default: 1366x768")
    parser.add_argument("--scale", type=_scale, default=1.0, metavar="F", help="1.5 is 150 %% (default 1)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text[:20]}” is no size; write 1366x768")
    size = (int(width[:6]), int(height[:6]))
    if not (SMALLEST[0] <= size[0] <= LARGEST[0] and SMALLEST[1] <= size[1] <= LARGEST[1]):
        raise argparse.ArgumentTypeError(f"“{text[:20]}” is outside 800x500 to 7680x4320")
    return size


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.5 <= scale <= 4:
        raise argparse.ArgumentTypeError(f"“{text[:20]}” is no scale from 0.5 to 4")
    return scale


def shots(folder: Path, theme: str, size: tuple[int, int], scale: float) -> int:
    """Writes every page of the practice case, and its fix summary, into ``folder``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        print(f"failover-wizard: {folder} cannot be made ({reason}). Name another folder.", file=sys.stderr)
        return 2
    written, expected = _shoot(folder, theme, size, scale)
    if written < expected:
        sentence = f"only {written} of {expected} files could be written into {folder}. Name another folder."
        print(f"failover-wizard: {sentence}", file=sys.stderr)
        return 2
    print(f"Wrote {written} files into {folder}.")
    return 0


def _shoot(folder: Path, theme: str, size: tuple[int, int], scale: float) -> tuple[int, int]:
    """How many files were written, and how many there should be."""
    # Neither the display nor the user's settings may show in the pictures.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QSettings, QSize
    from PySide6.QtWidgets import QApplication

    from wizard.gui.offscreen import lend_fonts
    from wizard.gui.session import Session
    from wizard.gui.shots import shoot
    from wizard.gui.theme import Choice

    lend_fonts()
    app = QApplication(["failover-wizard"])
    with tempfile.TemporaryDirectory(prefix="failover-wizard-") as scratch:
        settings = QSettings(str(Path(scratch) / "settings.ini"), QSettings.Format.IniFormat)
        session = Session(settings)
        session.cases.start_practice()
        session.window.set_case(checked(session))
        written = shoot(session.window, folder, QSize(*size), scale, Choice(theme))
        written += _summaries(session, folder)
        expected = len(session.window.steps) + len(SUMMARIES)
        session.window.close()
        del app
    return len(written), expected


def checked(session: Session) -> Case:
    """The practice case after its live check, made here and now against its own server."""
    from wizard.core.dns.answer import parse_server
    from wizard.live import live_check
    from wizard.workers import result_of

    case = session.case
    server = parse_server(case.checks.servers[0])
    assert server is not None
    assert case.lookfor is not None
    asking = live_check(case.lookfor, (server,), case.plan)
    return replace(case, report=result_of(asking))


def _summaries(session: Session, folder: Path) -> list[Path]:
    from wizard.core.case.summary import save_summary, summarise
    from wizard.paper import pdf_of

    summary = summarise(session.case, session.judge)
    written = []
    for suffix in SUMMARIES:
        path = folder / f"fix-summary.{suffix}"
        problem = save_summary(summary, path, pdf_of)
        if problem:
            print(f"failover-wizard: {problem}", file=sys.stderr)
        else:
            written.append(path)
    return written
