"""The case: everything about one visit, frozen. A page gets it and returns a new one.

Results keep what they were made from, so what goes stale is compared, never remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wizard.core import names
from wizard.core.handset.configuration import HandsetSettings
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.draft import Draft

if TYPE_CHECKING:  # A blank case is there before the handset and the log are loaded.
    from wizard.core.handset.chain import Chain
    from wizard.core.handset.config_file import ConfigFile
    from wizard.core.handset.resolver import Lookfor
    from wizard.core.log.review import Review
    from wizard.core.sip.outcome import Probe

DEFAULT_TIMEOUT = "2"


@dataclass(frozen=True, slots=True)
class CheckDraft:
    """What was typed for the live check.

    An empty ``address`` means the plan's name; ``port`` and ``transport`` are the handset's own
    settings; ``servers`` are DNS servers as ``IP[:PORT]``. ``own`` asks this computer's own as well,
    ``zone`` the server that holds the zone itself.
    """

    address: str = ""
    port: str = "0"
    transport: str = ""
    servers: tuple[str, ...] = ("",)
    timeout: str = DEFAULT_TIMEOUT
    own: bool = False
    zone: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A live check that was made: what was looked for, each server's chain, and when it began.

    ``started`` is ISO 8601 with the time zone. ``plan`` is the plan at that time, for comparison.
    ``own`` are the chains of this computer's own DNS servers, which never make a verdict; ``zone``
    those of a server that holds the zone itself, if it was to be asked.
    ``probes`` are what the SIP servers said when they were asked at ``probed``, in failover order.
    ``recorded`` is the name of the file that the answers were opened from, empty if they were asked
    for here.
    """

    lookfor: Lookfor
    chains: tuple[Chain, ...]
    started: str
    plan: Deployment | None = None
    cancelled: bool = False
    own: tuple[Chain, ...] = ()
    zone: tuple[Chain, ...] = ()
    probes: tuple[Probe, ...] = ()
    probed: str = ""
    recorded: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LogFile:
    """A log that was opened: its text as decoded, and what it tells.

    The text of a very long log is not held (``is_whole`` is False): its lines are read from its file
    when somebody looks at them. ``extract_of`` is the number of lines of a log of which a case file
    kept only those that tell something, else 0.
    """

    text: str
    review: Review
    is_whole: bool = True
    extract_of: int = 0

    def __eq__(self, other: object) -> bool:
        """Whether both have the same name and text: what they tell follows from these."""
        if not isinstance(other, LogFile):
            return NotImplemented
        if not (self.is_whole and other.is_whole):
            return self is other
        return (self.text, self.review.name) == (other.text, other.review.name)

    def __hash__(self) -> int:
        return hash((self.review.name, self.is_whole))


@dataclass(frozen=True, slots=True)
class Bookmarks:
    """The numbers of the lines of the log ``name`` that somebody wants to find again, in order."""

    name: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was ticked off: its text as it was shown, and when (ISO 8601 with the time zone)."""

    step: str
    at: str


@dataclass(frozen=True, slots=True)
class Case:
    """One visit. ``taken`` is what was last copied or saved from the handset page.

    ``configurations`` are the handset's files that were opened, each path once. ``done`` are the
    steps that were ticked off in the summary, in that order.
    """

    draft: Draft = field(default_factory=Draft)
    handset: HandsetSettings = field(default_factory=HandsetSettings)
    taken: tuple[Deployment, HandsetSettings] | None = None
    checks: CheckDraft = field(default_factory=CheckDraft)
    report: CheckReport | None = None
    logs: tuple[LogFile, ...] = ()
    site: str = ""
    technician: str = ""
    notes: str = ""
    practice: bool = False
    configurations: tuple[ConfigFile, ...] = ()
    done: tuple[Done, ...] = ()
    bookmarks: tuple[Bookmarks, ...] = ()

    @property
    def plan(self) -> Deployment | None:
        """The plan, None while its draft has problems."""
        return self.draft.read().plan

    @property
    def lookfor(self) -> Lookfor | None:
        """What the handset would look for, None while nothing names it or the port is no number."""
        from wizard.core.handset.resolver import Lookfor

        plan = self.plan
        typed = names.tidy(self.checks.address).rstrip(".")
        address = typed or (plan.name if plan is not None else "")
        port = names.tidy(self.checks.port) or "0"
        if not address or not (port.isascii() and port.isdigit()) or len(port) > 10 or int(port) > 65535:
            return None
        own = plan.domain if plan is not None and not typed else ""
        transport = self.checks.transport or (plan.handset_transport if plan is not None else "DNSnaptr")
        return Lookfor(address, int(port), transport, own)

    @property
    def check_is_stale(self) -> bool:
        """Whether the plan or the target has changed since the check was made.

        Recorded answers say themselves what they are about, as long as the case says nothing else.
        """
        report, target = self.report, self.lookfor
        if report is None or (
            report.recorded and self.draft.is_blank and not names.tidy(self.checks.address)
        ):
            return False
        return report.plan != self.plan or target is None or _place(report.lookfor) != _place(target)

    @property
    def configuration_is_stale(self) -> bool:
        """Whether what was copied or saved for the handset is no longer what the page shows."""
        return self.taken is not None and self.taken != (self.plan, self.handset)

    def with_log(self, log: LogFile) -> Case:
        """The case with one more log; one opened again replaces itself."""
        kept = tuple(other for other in self.logs if other.review.name != log.review.name)
        return replace(self, logs=(*kept, log))

    def with_recorded(self, report: CheckReport) -> Case:
        """The case with answers from a file. Those asked for without a plan are judged by its own."""
        return replace(self, report=replace(report, plan=report.plan or self.plan))

    def with_newer(self, log: LogFile, dropped: int = 0) -> Case:
        """The case with a log that has gone on, in its own place; as it is if that was closed.

        ``dropped`` of its first lines are in it no more: its bookmarks stay at their lines.
        """
        name = log.review.name
        logs = tuple(log if one.review.name == name else one for one in self.logs)
        lines = tuple(line - dropped for line in self.marked_lines(name) if line > dropped)
        others = tuple(one for one in self.bookmarks if one.name != name)
        own = (Bookmarks(name, lines),) if lines else ()
        return replace(self, logs=logs, bookmarks=(*others, *own) if dropped else self.bookmarks)

    def without_log(self, log: LogFile) -> Case:
        """The case without a log, and without its bookmarks."""
        name = log.review.name
        return replace(
            self,
            logs=tuple(one for one in self.logs if one is not log),
            bookmarks=tuple(one for one in self.bookmarks if one.name != name),
        )

    def marked_lines(self, name: str) -> tuple[int, ...]:
        """The numbers of the lines of a log that have a bookmark, in order."""
        return next((one.lines for one in self.bookmarks if one.name == name), ())

    def with_bookmark(self, name: str, line: int, *, wanted: bool) -> Case:
        """The case with a bookmark, or without it."""
        lines = {*self.marked_lines(name), line} if wanted else {*self.marked_lines(name)} - {line}
        others = tuple(one for one in self.bookmarks if one.name != name)
        own = (Bookmarks(name, tuple(sorted(lines))),) if lines else ()
        return replace(self, bookmarks=(*others, *own))

    def with_configurations(self, files: Iterable[ConfigFile]) -> Case:
        """The case with more configuration files; one opened again takes its own place."""
        found = {file.path: file for file in self.configurations} | {file.path: file for file in files}
        return replace(self, configurations=tuple(found.values()))

    def with_step(self, step: str, at: str) -> Case:
        """The case with a step ticked off at a time, or not any more where ``at`` is empty."""
        kept = tuple(one for one in self.done if one.step != step)
        return replace(self, done=(*kept, Done(step, at)) if at else kept)

    @property
    def is_blank(self) -> bool:
        """Whether nothing has been entered, checked or opened."""
        return self == Case()


def _place(target: Lookfor) -> tuple[str, int, str]:
    """What makes the questions; the handset's own domain changes only what it logs."""
    return names.fold(target.address), target.port, target.transport
