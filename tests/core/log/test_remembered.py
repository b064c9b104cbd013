"""What was made is not made again while there is room for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.log import office_files
from tests.core.log.made_forms import SAID
from tests.core.log.test_mails import FAILED, WELL, mail, verdicts
from wizard.core.log import office
from wizard.core.log.remembered import Remembered


def test_the_last_results_are_kept_as_far_as_there_is_room() -> None:
    made: list[str] = []
    known: Remembered[str] = Remembered(10, len)

    def get(key: str) -> str:
        return known.get(key, lambda: made.append(key) or key)

    for key in ("aaaa", "bbbb", "aaaa", "bbbb", "aaaa"):
        assert get(key) == key
    assert made == ["aaaa", "bbbb"]
    get("cccc")  # It was bbbb that nobody had asked for longest.
    get("aaaa")
    assert made == ["aaaa", "bbbb", "cccc"]
    get("bbbb")
    assert made == ["aaaa", "bbbb", "cccc", "bbbb"]
    for _ in range(2):
        get("a very long one")
    assert made[4:] == ["a very long one"]


def test_what_cannot_be_made_is_tried_again() -> None:
    known: Remembered[int] = Remembered(10, int)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            known.get("a", lambda: 1 // 0)
    assert known.get("a", lambda: 3) == 3


def test_documents_in_a_mail_are_read_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is looked at for what the mail's text quotes, and then read; together that took five seconds."""
    read = []
    paragraphs = office._paragraphs
    monkeypatch.setattr(office, "_paragraphs", lambda *given: read.append(1) or paragraphs(*given))
    texts = [WELL, SAID["turned down"], SAID["nothing at all"]]
    files = [(f"{number}.docx", office_files.word(lines)) for number, lines in enumerate(texts)]
    path = mail(tmp_path / "a.eml", *files, text="\n".join(FAILED[:20]))
    assert list(verdicts(path).values()) == ["registration.ok", "registration.rejected", "name.missing"]
    assert len(read) == 3
