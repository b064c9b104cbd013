"""Whole summaries. ``UPDATE_GOLDEN=1 pytest`` writes them anew: read what changed before you commit it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.core.case.visits import VISITS, visit
from wizard.core.case.summary import render_text

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", VISITS)
def test_the_whole_text(name: str):
    text = render_text(visit(name))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_text_has_its_visit():
    assert {path.stem for path in GOLDEN.iterdir()} == set(VISITS)
