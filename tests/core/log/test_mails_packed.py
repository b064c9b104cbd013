"""A mail within an archive: the one log in it is read, and of several none is lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.core.log.test_attached import tarred, zipped
from tests.core.log.test_mails import FAILED, WELL, log, mail, verdicts
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.opening import Opener
from wizard.workers import result_of


@pytest.mark.parametrize("pack", [zipped, lambda one: tarred("w", one), lambda one: tarred("w:gz", one)])
@pytest.mark.parametrize("kind", ["two logs", "a packed log"])
def test_of_a_mail_in_an_archive_no_log_is_lost_in_silence(
    tmp_path: Path, pack: Callable[[tuple[str, bytes]], bytes], kind: str
) -> None:
    """The longest log is the one that went well: alone it would say that nothing is wrong."""
    name = "0004f2a1b2c3-app.log"
    attached = {
        "two logs": [(name, log(FAILED)), ("0004f2a1b2c4-app.log", log(WELL))],
        "a packed log": [("logs.zip", zipped((name, log(FAILED))))],
    }[kind]
    inner = Path(mail(tmp_path / "inner.eml", *attached)).read_bytes()
    whole = tmp_path / "whole"
    whole.write_bytes(pack(("inner.eml", inner)))
    (one,) = find([str(whole)])
    assert isinstance(one, Log)
    with Opener() as opener:
        assert "several logs" in result_of(read_log(one, opener)).problem


def test_a_mail_with_one_log_in_an_archive_is_read(tmp_path: Path) -> None:
    inner = Path(mail(tmp_path / "inner.eml", ("0004f2a1b2c3-app.log", log(FAILED)))).read_bytes()
    whole = tmp_path / "whole.zip"
    whole.write_bytes(zipped(("inner.eml", inner)))
    assert verdicts(str(whole)) == {"inner.eml": "name.missing"}
