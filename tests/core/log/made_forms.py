"""Logs as other programs would make them: the handset's lines in a mail, a web page, a table, one line."""

from __future__ import annotations

import csv
import html
import io
import json
import textwrap
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

from tests.core.logs import HEALTHY, Form, register, zone
from wizard.core.log.line import parse
from wizard.core.trace import events as ev

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
Lines = Sequence[str]
SAID = {
    "nothing at all": Form().lines(register(zone())),
    "well": Form(time="boot").lines(register(zone(*HEALTHY))),
    "repaired": Form().lines([*register(zone()), *register(zone(*HEALTHY))]),
    "broken later": Form(time="year").lines([*register(zone(*HEALTHY)), *register(zone())]),
    "turned down": Form().lines([*register(zone(*HEALTHY)), ev.RegistrationFailed("1512", 403, "Forbidden")]),
    **{
        name: (BULLETIN / name).read_text("utf-8").splitlines()
        for name in ("failed-restored.log", "successful-restored.log")
    },
}


def fields(lines: Lines) -> list[tuple[str, str, str, str, str]]:
    read = [parse(0, line) for line in lines]
    return [(line.time, line.module, line.level, "00", line.message) for line in read]


def table(rows: Sequence[Sequence[str]], between: str, quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=between, quoting=quoting).writerows(rows)
    return out.getvalue().encode()


def mail(lines: Lines, how: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Anna <anna@example.com>", "The log"
    text = "Hello,\nhere it is:\n" + "\n".join(lines) + "\nKind regards\n"
    if how == "attached":
        message.set_content("Hello, the log is attached.\n")
        data = "\n".join([*lines, ""]).encode()
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename="a.log")
    else:
        message.set_content(text, cte=how)
        message.add_alternative(page(lines, "<br>\n").decode(), subtype="html")
    return message.as_bytes()


def page(lines: Lines, end: str) -> bytes:
    body = end.join(html.escape(line).replace("  ", "&nbsp; ") for line in lines)
    style = "<style>\n" + "p { color: red }\n" * 300 + "</style>\n"
    head = f"<!DOCTYPE html>\n<html><head>{style}</head>"
    return f"{head}<body><p>Log</p>\n<div>{body}</div></body></html>".encode()


def rows(lines: Lines) -> bytes:
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in fields(lines))
    return ("<html><table>" + "\n".join(f"<tr>{row}</tr>" for row in cells) + "</table></html>").encode()


def text(lines: Lines, between: str = "\n") -> bytes:
    return between.join(lines).encode()


def printed(lines: Lines, lead: str = "") -> list[str]:
    read = [parse(0, line) for line in lines]
    return [f"{lead}{n} |{one.module} |{one.level}| |{one.message}" for n, one in enumerate(read, start=1)]


NAMES = ["Time", "Module", "Level", "Missed", "Message"]
WHOLE: dict[str, Callable[[Lines], bytes]] = {
    "a table, tabs": lambda lines: table(fields(lines), "\t"),
    "a table, semicolons": lambda lines: table([NAMES, *fields(lines)], ";"),
    "a table, commas": lambda lines: table(fields(lines), ","),
    "a table, all quoted": lambda lines: table([NAMES, *fields(lines)], ";", csv.QUOTE_ALL),
    "commas, nothing quoted": lambda lines: text([",".join(row) for row in fields(lines)]),
    "a spreadsheet's numbers": lambda lines: table(
        [(time.lstrip("0"), *row) for time, *row in fields(lines)]
        if "." not in lines[0][:11]
        else fields(lines),
        ";",
    ),
    "columns of blanks": lambda lines: text(
        [f"{a:<12} {b:<6} {c} {d}  {e}" for a, b, c, d, e in fields(lines)]
    ),
    "a drawn table": lambda lines: text([f"| {' | '.join(row)} |" for row in fields(lines)]),
    "this program's export": lambda lines: table(
        [["File", "Line", *NAMES[:4], "Mark", "Message"]]
        + [["a.log", str(n), *row[:3], "", "Failed", row[4]] for n, row in enumerate(fields(lines), start=1)],
        ",",
    ),
    "a syslog server's table": lambda lines: table(
        [("2014-10-28 09:12:01", "Local0.Debug", "10.1.2.3", line) for line in lines], ","
    ),
    "a log server's export": lambda lines: table(
        [
            ("timestamp", "source", "message"),
            *((f"2014-10-28T09:12:0{n % 9}Z", "10.1.2.3", line) for n, line in enumerate(lines)),
        ],
        ",",
        csv.QUOTE_ALL,
    ),
    "events of Windows": lambda lines: (
        b"Level\tDate and Time\tSource\tEvent ID\tTask\n"
        + text([f'Information\t28.10.2014 09:12:01\tSyslogd\t1\tNone\t"{line}"' for line in lines])
    ),
    "JSON lines": lambda lines: text([json.dumps({"time": "2014-10-28", "message": line}) for line in lines]),
    "a container's JSON": lambda lines: text(
        [json.dumps({"log": line + "\n", "stream": "stdout"}).replace("'", "\\u0027") for line in lines]
    ),
    "JSON, indented": lambda lines: json.dumps(
        [{"at": 1, "message": line} for line in lines], indent=1
    ).encode(),
    "JSON in one line": lambda lines: json.dumps([{"at": 1, "message": line} for line in lines]).encode(),
    "JSON with fields": lambda lines: text(
        [
            json.dumps(dict(zip(("time", "module", "level", "missed", "msg"), row, strict=True)))
            for row in fields(lines)
        ]
    ),
    "JSON with the line twice": lambda lines: text(
        [json.dumps({"short": line[:40], "full": line, "host": "10.1.2.3"}) for line in lines]
    ),
    "a text as JSON": lambda lines: json.dumps("\n".join(lines)).encode(),
    "names and values": lambda lines: text([f'time="2014-10-28" level=info msg="{line}"' for line in lines]),
    "XML": lambda lines: text(
        [
            f"<Event><System><ID>1</ID></System><Data>{html.escape(line, quote=False)}</Data></Event>"
            for line in lines
        ]
    ),
    "a web page": lambda lines: page(lines, "<br>"),
    "a web page, line by line": lambda lines: page(lines, "<br/>\n"),
    "a web page's table": rows,
    "entities": lambda lines: text(
        [html.escape(line).replace(" ", "&nbsp;").replace("|", "&#124;") for line in lines]
    ),
    "a mail": lambda lines: mail(lines, "quoted-printable"),
    "a mail in Base64": lambda lines: mail(lines, "base64"),
    "a mail with the log attached": lambda lines: mail(lines, "attached"),
    "a rich text": lambda lines: (
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Courier;}}\n" + "\\par\n".join(lines).replace("'", "\\rquote ") + "}"
    ).encode(),
    "coloured": lambda lines: text([f"\x1b[32m{line[:10]}\x1b[0m{line[10:]}\x1b[K" for line in lines]),
    "coloured words": lambda lines: text(
        [line.replace("dns", "\x1b[01;31m\x1b[Kdns\x1b[m\x1b[K") for line in lines]
    ),
    "with signs that nobody sees": lambda lines: text(
        ["\u200b" + line.replace("|", "|\u2060") for line in lines]
    ),
    "drawn bars": lambda lines: text([line.replace("|", "\u2502") for line in lines]),
    "masked by Markdown": lambda lines: text(
        [line.replace("_", "\\_").replace("|", "\\|") for line in lines]
    ),
    "quoted with bars": lambda lines: text([f"|> {line}" for line in lines]),
    "a long head before each": lambda lines: text(
        [f"Oct 28 09:12:01 {'x' * 200} message: {line}" for line in lines]
    ),
    "columns before each": lambda lines: text([f"2014-10-28|10.1.2.3|local0.debug|{line}" for line in lines]),
    "something behind each": lambda lines: text([f"msg={line} source=10.1.2.3" for line in lines]),
    "numbered, in one line": lambda lines: text(printed(lines), " "),
    "numbered with dashes, in one line": lambda lines: text(printed(lines, "- "), " "),
    "numbered, broken anywhere": lambda lines: text(textwrap.wrap(text(printed(lines), " ").decode(), 78)),
    "without times, in one line": lambda lines: text(
        ["|".join((f"{b:<5}", *row)) for _, b, *row in fields(lines)], " "
    ),
    "a program's line ends": lambda lines: text(lines, "\\n"),
    "a word processor's line ends": lambda lines: text(lines, "\v"),
    "line separators": lambda lines: text(lines, "\u2028"),
    "UTF-16 without its mark": lambda lines: "\n".join(lines).encode("utf-16-be"),
    "a table in UTF-16": lambda lines: table(fields(lines), "\t").decode().encode("utf-16"),
}
