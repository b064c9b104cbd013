"""Logs of whole days: what handsets do, with pauses between, at times as a handset writes them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.core.logs import HEALTHY, LAB, NAME, Phone, Zone, interleaved, zone
from wizard.core.handset.resolver import Lookfor
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

FIRST, SECOND = "10.225.2.31", "10.225.2.32"
OTHER = "other.eslab.local"
GOOD, NOTHING = zone(*HEALTHY), zone()
BOTH = zone(
    *HEALTHY,
    *(
        line.replace(NAME, OTHER).replace("piper", "viper").replace("10.225.2.", "10.225.3.")
        for line in HEALTHY
    ),
)
READY = ev.BootReady("81.2")
_AT_ONCE = 5
"""So many lines have one second."""


@dataclass
class Course:
    """A log in the making. ``level``: lines of the module ``dns`` below it are not written."""

    now: datetime = datetime(2025, 10, 28, 9)
    head: str = ""
    level: int = 0
    lines: list[str] = field(default_factory=list)

    def say(self, *events: ev.Event) -> Course:
        for event in events:
            rule = grammar.rule_of(event)
            if rule.module != "dns" or int(rule.level) >= self.level:
                self.lines.append(self.head + grammar.line(event, self.time))
            if len(self.lines) % _AT_ONCE == 0:
                self.now += timedelta(seconds=1)
        return self

    def rest(self, seconds: int) -> Course:
        """Time goes by, with a line of another module at its end."""
        self.now += timedelta(seconds=seconds)
        self.lines.append(f"{self.head}{self.time}|so   |2|00|soCoreAudioTermChg: chassis -> idle")
        return self

    def at(self, when: str) -> Course:
        """Its clock is set."""
        self.now = datetime.fromisoformat(when)
        return self

    def uses(self, address: str, port: int = 5060) -> Course:
        """A server, or in a call the other end (CS-14-17, Successful Registration Log, lines 58 to 65)."""
        return self.say(*used(address, port))

    def fails(self, code: int, user: str = "1512") -> Course:
        return self.say(ev.RegistrationFailed(user, code, ""))

    @property
    def time(self) -> str:
        return f"{self.now:%m%d%H%M%S}"

    @property
    def text(self) -> str:
        return "\n".join([*self.lines, ""])


@dataclass
class Handset(Phone):
    """One line of a handset, which writes into a course what it does."""

    course: Course = field(default_factory=Course)

    def does(self, there: Zone, *, begin: bool = False, passed: int = 0) -> Handset:
        """Registers, ``passed`` seconds after it did so before."""
        self.now += passed
        known = len(self.said)
        self.register(there, begin=begin)
        self.course.say(*self.said[known:])
        return self

    def restarts(self, there: Zone) -> Handset:
        self.boot()
        return self.does(there, begin=True)


def used(address: str, port: int = 5060) -> list[ev.Event]:
    look = [ev.LookupStarted("A", address), ev.AddressPassedThrough(address)]
    return [*look, ev.AddressFallback("udp", port), *look, ev.PortKept("udp", port)]


def begun(there: Zone = GOOD, lookfor: Lookfor = LAB, user: str = "1512", **course: object) -> Handset:
    """A handset that has registered once, at the beginning of its log."""
    return Handset(lookfor, user, course=Course(**course)).does(there, begin=True)  # type: ignore[arg-type]


def woven(logs: Iterable[list[str]], seed: int = 1) -> str:
    """The lines of several handsets in one file."""
    chance, queues = random.Random(seed), [list(one) for one in logs]
    lines = []
    while queues := [queue for queue in queues if queue]:
        lines.append(chance.choice(queues).pop(0))
    return "\n".join([*lines, ""])


def healthy_day(seed: int) -> list[str]:
    """One to three lines begin in any order, use their servers, call, renew and restart: all goes well."""
    chance, course = random.Random(seed), Course()
    names = [
        chance.choice([LAB, LAB, Lookfor(OTHER, own_domain="eslab.local")])
        for _ in range(chance.randint(1, 3))
    ]
    for _ in range(chance.randint(1, 2)):
        users = [Handset(name, str(1512 + number)) for number, name in enumerate(names)]
        if chance.random() < 0.5:  # Whether its lines share a cache is not known.
            for user in users[1:]:
                user.handset.cache = users[0].handset.cache
        runs = []
        for user in users:
            user.register(BOTH)
            runs.append([*user.said, *used("10.225.3.31" if user.lookfor is not LAB else FIRST)])
        match chance.randrange(3):
            case 0:
                course.say(*(event for run in runs for event in run))
            case 1:
                course.say(*(run[0] for run in runs), *(event for run in runs for event in run[1:]))
            case _:
                course.say(*interleaved(chance.randrange, *runs))
        course.say(READY)
        for _ in range(chance.randrange(4)):
            _goes_on(course, users, chance)
        course.rest(60)
    return course.lines


def _goes_on(course: Course, users: list[Handset], chance: random.Random) -> None:
    passed = chance.choice([60, 600, 3600])
    course.rest(passed)
    for user in users:
        user.now += passed
    match chance.randrange(5):
        case 0:
            course.uses(f"10.225.2.{chance.randrange(60, 90)}", chance.choice([5060, 5062]))
        case 1:
            course.say(
                ev.LookupStarted("A", "time.eslab.local"),
                ev.Answered("A", "time.eslab.local", ("10.0.0.9",), 60),
            )
        case 2:
            course.say(ev.LookupStarted("A", "boot.eslab.local"), ev.NoMatch("A", "boot.eslab.local", 4))
        case _:
            user = chance.choice(users)
            known = len(user.said)
            user.register(BOTH, begin=False)
            course.say(*user.said[known:], *used("10.225.3.31" if user.lookfor is not LAB else FIRST))
