"""A folder's logs in sentences: how many there are, what is wrong with most, and where they have gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from wizard.core.case.steps import Progress, Status
from wizard.core.diagnosis.causes import Cause
from wizard.core.diagnosis.fleet import Tally
from wizard.gui.theme import Role
from wizard.gui.widgets.fleet_model import role_of
from wizard.gui.widgets.log_verdict import word_of
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.verdict_banner import VerdictBanner

MOST_NAMES = 3
"""A tab holds no more, nor does a sentence that anybody reads."""
_PROGRESS = {Role.OK: Progress.OK, Role.WARNING: Progress.WARNING}


def names_of(paths: Sequence[str], cut: Callable[[str], str] = str) -> str:
    """Folders, archives and files, for people: a few by name, of many the first.

    ``cut`` shortens a name that is too long for where they stand.
    """
    names = [cut(spelled(Path(path).name or path)) for path in paths]
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    text = QCoreApplication.translate("Fleet", "{name} and {count} more")
    return text.format(name=names[0], count=f"{len(names) - 1:,}")


def count_words(counted: Tally, folder: str, *, stopped_of: int = 0) -> str:
    """How many logs of how many handsets were read; ``stopped_of`` so many, if nobody wanted the rest."""
    logs, count = counted.logs, counted.handsets
    if stopped_of:
        text = QCoreApplication.translate("Fleet", "Stopped after {logs} of {total} logs in {folder}")
    elif not logs:
        text = QCoreApplication.translate("Fleet", "No logs in {folder}")
    elif logs == 1:
        text = QCoreApplication.translate("Fleet", "1 log in {folder}")
    elif not counted.named:
        text = QCoreApplication.translate(
            "Fleet", "{logs} logs in {folder}; {nameless} without a handset's MAC in the name"
        )
    elif count == 1:
        text = QCoreApplication.translate("Fleet", "{logs} logs of 1 handset in {folder}")
    else:
        text = QCoreApplication.translate("Fleet", "{logs} logs of {count} handsets in {folder}")
    others = 0 if stopped_of else counted.files - logs
    if others:
        other = QCoreApplication.translate("Fleet", "{counted}; {others} files hold no handset's log")
        if others == 1:
            other = QCoreApplication.translate("Fleet", "{counted}; 1 file holds no handset's log")
        text = other.replace("{counted}", text)
    numbers = {
        "logs": counted.files if stopped_of else logs,
        "count": count,
        "others": others,
        "total": stopped_of,
        "nameless": counted.nameless,
    }
    return text.format(folder=folder, **{name: f"{number:,}" for name, number in numbers.items()})


def status_of(causes: Sequence[Cause], counted: Tally) -> Status:
    """How a folder stands, for the step list."""
    if not causes:
        return Status(Progress.TODO, QCoreApplication.translate("Fleet", "No log read"))
    failed = [cause for cause in causes if cause.said is not None and role_of(cause.said) is Role.FAILED]
    handsets = [cause for cause in causes if not cause.is_no_log]
    logs = sum(len(cause.logs) for cause in failed if cause in handsets)
    total = sum(len(cause.logs) for cause in handsets)
    if logs:
        text = QCoreApplication.translate("Fleet", "{failed} of {total} logs fail")
        return Status(Progress.FAILED, text.format(failed=f"{logs:,}", total=f"{total:,}"))
    if not handsets:
        text = QCoreApplication.translate("Fleet", "{count} of {total} files hold no log")
        count = f"{counted.files:,}"
        return Status(Progress.WARNING, text.format(count=count, total=count))
    text = QCoreApplication.translate("Fleet", "{total} logs read")
    if total == 1:
        text = QCoreApplication.translate("Fleet", "1 log read")
    progress = _PROGRESS.get(role_of(handsets[0].said), Progress.INCOMPLETE)
    return Status(progress, text.format(total=f"{total:,}"))


def gone_words(gone: Sequence[str], *, watches: bool) -> str:
    """What is to be known of folders that are not there; empty if all are."""
    if not gone:
        return ""
    text = QCoreApplication.translate(
        "Fleet", "{folder} is not there, or not within reach. Check the path and the network, then press F5."
    )
    if watches:
        text = QCoreApplication.translate(
            "Fleet",
            "{folder} is not there any more. What was read is kept; it is looked for until it is back.",
        )
    return text.format(folder=names_of(gone))


def say_nothing(
    banner: VerdictBanner,
    folder: str,
    *,
    problems: bool,
    gone: Sequence[str],
    watches: bool,
    stopped: bool,
) -> None:
    """Why there is no log to judge, and what to do."""
    if stopped:
        said = QCoreApplication.translate(
            "Fleet", "Stopped before a log was read. F5 reads the folder again."
        )
        banner.show_verdict(Role.INFO, said)
    elif gone:
        banner.show_verdict(Role.WARNING, gone_words(gone, watches=watches))
    elif problems:
        banner.show_verdict(Role.WARNING, QCoreApplication.translate("Fleet", "No log could be read here."))
    elif watches:
        banner.show_verdict(
            Role.INFO,
            QCoreApplication.translate("Fleet", "Waiting for the first log in {folder}").format(
                folder=folder
            ),
            QCoreApplication.translate(
                "Fleet", "Hold the keys 1, 5 and 9 together on the handset until it plays a tone."
            ),
        )
    else:
        banner.show_verdict(
            Role.INFO,
            QCoreApplication.translate("Fleet", "There is no log in {folder}").format(folder=folder),
            QCoreApplication.translate(
                "Fleet", "Tick “Watch for new logs”, then have the handset send one: how is told below."
            ),
        )


def say_causes(banner: VerdictBanner, causes: Sequence[Cause], counted: Tally, why: str) -> None:
    """What the gravest of the causes is, and how many have it; at least one cause."""
    gravest, named = causes[0].said, counted.named
    numbers = {"count": f"{causes[0].count:,}", "total": f"{counted.total:,}"}
    if gravest is None:
        text = QCoreApplication.translate(
            "Fleet", "No log here tells whether its handset found its SIP servers."
        )
        banner.show_verdict(Role.INFO, text, why)
    elif role_of(gravest) is Role.OK:
        text = QCoreApplication.translate(
            "Fleet", "Every handset that can be judged found its SIP servers: {count} of {total}."
        )
        if not named:
            text = QCoreApplication.translate(
                "Fleet", "Every log that can be judged shows its SIP servers found: {count} of {total}."
            )
        banner.show_verdict(Role.OK, text.format(**numbers), why)
    else:
        text = (
            QCoreApplication.translate("Fleet", "{count} of {total} handsets: {title}")
            if named
            else QCoreApplication.translate("Fleet", "{count} of {total} logs: {title}")
        )
        title = spelled(gravest.title)
        if causes[0].alike:
            more = QCoreApplication.translate("Fleet", "{title} (and {count} more like it)")
            title = more.format(title=title, count=f"{causes[0].alike:,}")
        sentence = text.format(title=title, **numbers)
        banner.show_verdict(role_of(gravest), sentence, why, word=word_of(gravest))
