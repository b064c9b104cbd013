"""The handset's configuration files in a fix summary: what to change, what is in order, what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_model import Change, ChangedFile
from wizard.core.finding import Finding
from wizard.core.handset.config_file import ConfigFile, Layer
from wizard.core.handset.merge import Configuration
from wizard.core.handset.repair import repair
from wizard.core.handset.settings import lookfors, settings_of
from wizard.core.words import Words


def changed_files(teller: Teller, judge: Judge) -> tuple[ChangedFile, ...]:
    """Each file that has something to change: every place before and after, and what is left to people."""
    findings = judge.configuration(teller.case).findings
    found = (_changed(teller, file, findings) for file in teller.case.configurations)
    return tuple(one for one in found if one.changes or one.left)


def _changed(teller: Teller, file: ConfigFile, findings: tuple[Finding, ...]) -> ChangedFile:
    made = repair(file, findings)
    left = (
        teller.words(
            "unchecked.left", title=teller.knowledge.explain(one.finding).unstopped, reason=one.reason
        )
        for one in made.left
    )
    return ChangedFile(
        teller.names.get(file.path, file.name),
        tuple(Change(edit.line, edit.before, edit.after) for edit in made.edits),
        tuple(dict.fromkeys(left)),
    )


def healthy_files(teller: Teller, judge: Judge) -> Iterator[str]:
    """What the configuration files have right, a handset each."""
    if not teller.case.configurations:
        return
    findings = judge.configuration(teller.case).findings
    wrong = {e.source for f in findings if teller.knowledge.severity(f).fails for e in f.evidence}
    for configuration in judge.laid_out(teller.case).configurations:
        if configuration.files and not any(file.path in wrong for file in configuration.files):
            yield _in_order(teller, configuration)


def _in_order(teller: Teller, configuration: Configuration) -> str:
    files = teller.words.listed([teller.names.get(file.path, file.name) for file in configuration.files])
    targets = [one.address for one in lookfors(settings_of(configuration))]
    if not targets:
        return teller.words("healthy.files-no-server", files=files)
    return teller.words("healthy.files", files=files, targets=teller.words.listed(targets))


def unchecked_files(case: Case, judge: Judge, words: Words) -> Iterator[str]:
    """What the configuration files cannot tell, and why."""
    layers = {file.layer for file in case.configurations if file.settings}
    if not case.configurations:
        yield words("unchecked.no-file")
    if not {Layer.MENU, Layer.WEB} <= layers:
        yield words("unchecked.menu-and-web")
    if case.configurations:
        notes = [note for one in judge.laid_out(case).configurations for note in one.notes]
        yield from dict.fromkeys(notes)
        yield from dict.fromkeys(note for file in case.configurations for note in file.notes)
