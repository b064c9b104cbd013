"""The corpus on disk: as its generator writes it, and judged right, by both ways to read a log."""

from __future__ import annotations

import pytest

from tests.core.corpus import FOLDER, Specimen, corpus
from tests.core.judged import KNOWN, checked, codes, verdict
from tests.core.log.reading import joined, simply
from wizard.core.diagnosis.judge import judge_log

CORPUS = corpus()


def test_the_files_are_those_of_the_generator() -> None:
    written = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.glob("*/*")
        if path.suffix not in {".gz", ".zip"}
    }
    made = {
        f"{name}/{file}": data
        for name, specimen in CORPUS.items()
        for file, data in specimen.files.items()
        # Other versions of zlib pack otherwise.
        if not file.endswith((".gz", ".zip"))
    }
    assert written == made, "run python -m tests.core.corpus"


@pytest.mark.parametrize("name", CORPUS)
def test_each_log_is_judged_right(name: str) -> None:
    specimen = CORPUS[name]
    found = joined(str(FOLDER / name))
    judgement = checked(judge_log(found, KNOWN, specimen.plan))
    assert (verdict(judgement), codes(judgement)) == (specimen.verdict, specimen.codes)
    assert not found.notes
    if _is_plain(specimen):
        (data,) = specimen.files.values()
        simple = simply(data, found.name)
        assert judge_log(simple, KNOWN, specimen.plan) == judgement
        assert tuple(simple.lines) == tuple(found.lines)


def _is_plain(specimen: Specimen) -> bool:
    return all(name.endswith(".log") for name in specimen.files) and len(specimen.files) == 1
