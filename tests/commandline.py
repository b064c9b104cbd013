"""Runs the command line in this process and hands back all that it said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from wizard.__main__ import main


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*arguments: str) -> Said:
        capfd.readouterr()
        code = main(list(arguments))
        captured = capfd.readouterr()
        return Said(code, captured.out, captured.err)

    return call
