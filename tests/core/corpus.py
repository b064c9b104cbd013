"""The corpus in tests/data/logs: a log for each fault and for each form, made by the tests' own generator.

    python -m tests.core.corpus

writes it anew. Nothing in it is a real log; the language is that of the lines printed in CS-14-17.
"""

from __future__ import annotations

import gzip
import io
import re
import textwrap
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.core.faults import CACHED, FAILED, FAULTS, OK
from tests.core.logs import FORMS, HEALTHY, Form, Phone, register, zone
from wizard.core.plan.deployment import Deployment
from wizard.core.trace import events as ev

FOLDER = Path(__file__).parents[1] / "data" / "logs"
MAC = "0004f2a1b2c3"
NOTHING = frozenset({"name.missing", FAILED, CACHED})
README = """\
# Logs made for the tests

Written by `python -m tests.core.corpus`; what each must be judged to be stands there too. Nothing here
is a real log: the language is that of the lines printed in CS-14-17, everything said in it is invented.
"""


@dataclass(frozen=True)
class Specimen:
    """The files of one log by name, and what they must be judged to be."""

    files: dict[str, bytes]
    codes: frozenset[str]
    verdict: str
    plan: Deployment | None = None


def corpus() -> dict[str, Specimen]:
    """Every specimen by the name of its folder."""
    return {**_faults(), **_forms(), **_shapes(), **_packed()}


def _faults() -> dict[str, Specimen]:
    found = {}
    for name, fault in FAULTS.items():
        data = Form().bytes(register(zone(*fault.zone), fault.lookfor))
        found[f"fault-{_slug(name)}"] = _one(data, fault.codes, fault.verdict, fault.plan)
    return found


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _one(data: bytes, codes: Iterable[str], verdict: str, plan: Deployment | None = None) -> Specimen:
    return Specimen({f"{MAC}-app.log": data}, frozenset(codes), verdict, plan)


def _forms() -> dict[str, Specimen]:
    said = register(zone(), times=2)
    return {
        f"form-{_slug(name)}": _one(form.bytes(said), NOTHING, "name.missing") for name, form in FORMS.items()
    }


def _shapes() -> dict[str, Specimen]:
    failed = Form().lines(register(zone()))
    repaired = Phone()
    repaired.register(zone())
    repaired.boot()
    repaired.register(zone(*HEALTHY))
    holes = [line.replace("|00|", "|0c|") if at in {5, 9} else line for at, line in enumerate(failed)]
    return {
        "healthy": _one(Form().bytes(register(zone(*HEALTHY), times=2)), {OK}, OK),
        "repaired-later": _one(Form().bytes(repaired.said), {OK}, OK),
        "cut-last-line": _one(_text(failed)[:-30], NOTHING, "name.missing"),
        "cut-beginning": _one(
            _text(failed[8:]), {"name.missing", FAILED, CACHED, "log.truncated"}, "name.missing"
        ),
        "lines-missed": _one(_text(holes), NOTHING | {"log.lines-missed"}, "name.missing"),
        "continuation-lines": _one(_text(_with_messages(failed)), NOTHING, "name.missing"),
        "trimmed-paste": _one(_text(_trimmed(failed)), NOTHING, "name.missing"),
        "messages-alone": _one(_text(_messages(failed)), NOTHING | {"log.not-a-handset-log"}, "name.missing"),
        "mail-with-broken-heads": _one(
            _text(_mailed(failed)), NOTHING | {"log.lines-broken"}, "name.missing"
        ),
        "latin-1-and-utf-8": _one(_two_encodings(failed), NOTHING, "name.missing"),
        "clock-set-in-between": _one(_text(_before_the_time_server(failed)), NOTHING, "name.missing"),
        "upload-failed": _one(
            Form().bytes([ev.UploadFailed(0, 17), *register(zone())]),
            NOTHING | {"log.upload-failed"},
            "name.missing",
        ),
        "rejected": _one(_rejected(), {"registration.rejected"}, "registration.rejected"),
        "empty": _one(b"", {"log.not-a-handset-log"}, "log.not-a-handset-log"),
        "no-log": _one(
            b"Dear colleague,\nthe phone | does not work.\n",
            {"log.not-a-handset-log"},
            "log.not-a-handset-log",
        ),
    }


def _text(lines: Iterable[str]) -> bytes:
    return "\n".join([*lines, ""]).encode()


def _with_messages(lines: list[str]) -> list[str]:
    message = ["1028090001|sip  |1|00|>>> Data Send to 10.225.2.31:5060", "REGISTER sip:eslab.local SIP/2.0"]
    message += ["Via: SIP/2.0/UDP 10.225.2.40;branch=z9hG4bK7", "", "a=rtpmap:9|G722|8000", ""]
    return [*lines[:3], *message, *lines[3:12], *message, *lines[12:]]


def _trimmed(lines: list[str]) -> list[str]:
    """As pasted from a mail: without times, some lines indented, some quoted."""
    heads = ("", "  ", "> ", "\t")
    return [heads[at % len(heads)] + line.partition("|")[2] for at, line in enumerate(lines)]


def _messages(lines: list[str]) -> list[str]:
    """As copied from a viewer that shows only the messages."""
    return [line.split("|", 4)[4] for line in lines]


def _mailed(lines: list[str]) -> list[str]:
    """As a mail breaks a syslog server's long lines, some of them before their messages."""
    head = "<134>Oct 28 09:12:04 phone-1512.eslab.local 0004f2a1b2c3|"
    return [piece for line in lines for piece in textwrap.wrap(f"> {head}{line}", 76)]


def _two_encodings(lines: list[str]) -> bytes:
    named = "1028090000|so   |2|00|user Jürgen"
    return named.encode() + b"\n" + named.encode("latin-1") + b"\n" + _text(lines)


def _before_the_time_server(lines: list[str]) -> list[str]:
    """Since the boot, then on the first of January, then the time of the time server."""
    boot = [f"0000{at:02}.250|{line.partition('|')[2]}" for at, line in enumerate(lines[:4])]
    unset = [f"01010000{at:02}|{line.partition('|')[2]}" for at, line in enumerate(lines[4:10])]
    return [*boot, *unset, *lines[10:]]


def _rejected() -> bytes:
    phone = Phone()
    phone.register(zone(*HEALTHY))
    phone.rejected()
    return Form().bytes(phone.said)


def _packed() -> dict[str, Specimen]:
    lines = Form().lines(register(zone(), times=2))
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(f"logs/{MAC}-app.log"), _text(lines))
    parts = {
        f"{MAC}-app.log.2.gz": gzip.compress(_text(lines[:15]), mtime=0),
        f"{MAC}-app.log.1": _text(lines[15:25]),
        f"{MAC}-app.log": _text(lines[25:40]),
        f"{MAC}-now-app.log": _text(lines[32:]),
    }
    packed = {f"{MAC}-app.log.gz": gzip.compress(_text(lines), mtime=0)}
    return {
        "packed-gzip": Specimen(packed, NOTHING, "name.missing"),
        "packed-zip": Specimen({"customer.zip": zipped.getvalue()}, NOTHING, "name.missing"),
        "in-parts": Specimen(parts, NOTHING, "name.missing"),
    }


def write() -> None:
    """Writes the corpus."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "README.md").write_text(README, encoding="utf-8", newline="\n")
    for name, specimen in corpus().items():
        (FOLDER / name).mkdir(exist_ok=True)
        for file, data in specimen.files.items():
            (FOLDER / name / file).write_bytes(data)


if __name__ == "__main__":
    write()
