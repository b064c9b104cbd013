"""Logs as terminals, chats, log servers and spreadsheets would make them: something around every line."""

from __future__ import annotations

import base64
import binascii
import csv
import html
import json
import textwrap
from collections.abc import Callable

from tests.core.log.made_forms import Lines, fields, table, text

Made = Callable[[Lines], bytes]


def each(change: Callable[[int, str], str]) -> Made:
    """Each line by its number and text."""
    return lambda lines: text([change(number, line) for number, line in enumerate(lines, start=1)])


def around(before: str, behind: str = "") -> Made:
    """The same text before and behind each line."""
    return each(lambda _number, line: f"{before}{line}{behind}")


def between(what: str) -> Made:
    """All in one line."""
    return lambda lines: text(lines, what)


def wrapped(width: int, lead: str = "") -> Made:
    return lambda lines: text(
        [
            lead + piece
            for line in lines
            for piece in textwrap.wrap(line, width, drop_whitespace=True, break_on_hyphens=False)
        ]
    )


def signs(old: str, new: str, encoding: str = "utf-8") -> Made:
    return lambda lines: "\n".join(line.replace(old, new) for line in lines).encode(encoding)


def rows(names: tuple[str, ...], row: Callable[[str], tuple[str, ...]]) -> Made:
    return lambda lines: table([names, *map(row, lines)], ",", csv.QUOTE_ALL)


def cut(width: int, lead: str) -> Made:
    """As printers and editors break long lines, with a sign before each rest."""
    return lambda lines: text(
        [(lead if at else "") + line[at : at + width] for line in lines for at in range(0, len(line), width)]
    )


def uuencoded(lines: Lines) -> bytes:
    data = text(lines, "\r\n")
    made = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 0004f2a1b2c3-app.log\n" + made + b"`\nend\n"


def packets(lines: Lines) -> bytes:
    """As Wireshark exports them (PDML): each line stands there three times."""
    made = "".join(
        f'<packet>\n<proto name="syslog" showname="Syslog message: LOCAL0.INFO: {one}" size="99" pos="42">\n'
        f'<field name="syslog.facility" showname="Facility: LOCAL0" show="16" value="10"/>\n'
        f'<field name="syslog.msg" showname="Message: {one}" size="90" pos="47" show="{one}" value="31"/>\n'
        "</proto>\n</packet>\n"
        for one in map(html.escape, lines)
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<pdml version="0">\n{made}</pdml>\n'.encode()


DATE = "2014-10-28T09:12:01Z"
CAPTURED: dict[str, Made] = {
    "macOS Console": around("default\t09:12:01.123456+0100\tphone\t"),
    "Notepad": lambda lines: b"\xef\xbb\xbf" + text(lines, "\r\n"),
    "PuTTY": lambda lines: (
        b"=~=~=~= PuTTY log 2026.11.23 13:00:00 =~=~=~=\r\nanna@ftp:~$ cat a.log\r\n"
        + text(lines, "\r\n")
        + b"\r\n\x1b]0;anna@ftp: ~\x07anna@ftp:~$ exit\r\n"
    ),
    "Tera Term": around("[Tue Oct 28 09:12:01.123 2014] "),
    "less -N": each(lambda n, line: f"\x1b[1m{n:>7}\x1b[m {line}\x1b[K"),
    "cat -n": each(lambda n, line: f"{n:>6}\t{line}"),
    "cat -A": around("", "^M$"),
    "grep -Hn": each(lambda n, line: f"0004f2a1b2c3-app.log:{n}:{line}"),
    "findstr": each(lambda n, line: f"C:\\logs\\0004f2a1b2c3-app.log:{n}:{line}"),
    "Excel, semicolons": around("28.10.2014 09:12;10.1.2.3;"),
    "Excel, semicolons behind": around("", ";28.10.2014 09:12;10.1.2.3"),
    "commas behind, nothing quoted": around("", ",28/10/2014 09:12:01,10.1.2.3"),
    "empty columns behind": around("", ",,,"),
    "Excel, a formula": around('"=""', '"""'),
    "Excel, rounded times": lambda lines: table([("1,03E+09", *row[1:]) for row in fields(lines)], ";"),
    "without missed lines": lambda lines: table([(a, b, c, e) for a, b, c, _, e in fields(lines)], ";"),
    "columns between bars": lambda lines: table(fields(lines), "|", csv.QUOTE_ALL),
    "Splunk, CSV": rows(("_raw", "_time"), lambda line: (f"<134>Oct 28 09:12:01 10.1.2.3 {line}", DATE)),
    "Splunk, JSON": each(lambda _, line: json.dumps({"preview": False, "result": {"_raw": line}})),
    "Papertrail": around("Oct 28 09:12:01 10.1.2.3 phone: "),
    "Papertrail, archive": around(f"7711561783320\t{DATE}\t{DATE}\t19\tp\t10.1.2.3\tLocal0\tInfo\tphone\t"),
    "Loki": lambda lines: json.dumps(
        {"data": {"result": [{"stream": {"job": "x"}, "values": [["141448752100", one] for one in lines]}]}}
    ).encode(),
    "Loki, lines": each(lambda _, line: json.dumps({"labels": {}, "line": line, "timestamp": DATE})),
    "Grafana": lambda lines: json.dumps([{"line": one, "fields": {}} for one in lines], indent=2).encode(),
    "Grafana, CSV": rows(("Date", "Line", "tsNs"), lambda line: (DATE, line, "1414487521000000000")),
    "Kibana": rows(("@timestamp", "message"), lambda line: ("Oct 28, 2014 @ 09:12:01.000", line)),
    "Elastic, twice": lambda lines: json.dumps(
        {"hits": [{"message": one, "event": {"original": one}} for one in lines]}
    ).encode(),
    "journald": each(lambda _, line: json.dumps({"MESSAGE": line, "PRIORITY": "6"})),
    "JSON in JSON": each(lambda _, line: json.dumps({"log": json.dumps({"message": line})})),
    "Docker": around("2014-10-28T09:12:01.123456789Z stdout F "),
    "syslog-ng": around("2014-10-28T09:12:01+01:00 10.1.2.3 "),
    "RFC 5424": around(f"<134>1 {DATE} 10.1.2.3 phone - - - "),
    "syslog over TCP": lambda lines: "".join(
        f"<134>Oct 28 09:12:01 10.1.2.3 {one}" for one in lines
    ).encode(),
    "syslog over TCP, counted": lambda lines: b"".join(
        b"%d %s" % (len(one), one)
        for one in (f"<134>1 {DATE} ä phone - - - {line}".encode() for line in lines)
    ),
    "sed -n l": lambda lines: text(
        [
            f"{line}$"[at : at + 68] + "\\" * (at + 68 < len(line) + 1)
            for line in lines
            for at in range(0, len(line) + 1, 68)
        ]
    ),
    "Teams": around("[28.10. 09:12] Anna Muster\n"),
    "Slack": around("Anna  9:12 AM\n", "\n"),
    "Outlook": lambda lines: (
        b"From: Anna <a@example.com>\r\nTo: Ben\r\nSubject: Log\r\n\r\n" + text(lines, "\r\n\r\n")
    ),
    "quoted": around(">> > "),
    "quoted with initials": around("AM> "),
    "wrapped at 72": wrapped(72),
    "wrapped at 80, quoted": wrapped(80, "> "),
    "wrapped at 120": wrapped(120),
    "cut at 80 by a printer": cut(80, "+"),
    "cut at 100 by an editor": cut(100, "\u21aa "),
    "Base64": lambda lines: base64.encodebytes(text(lines, "\r\n")),
    "Base64, certutil's": lambda lines: (
        b"-----BEGIN CERTIFICATE-----\r\n"
        + base64.encodebytes(text(lines).decode().encode("utf-16")).replace(b"\n", b"\r\n")
        + b"-----END CERTIFICATE-----\r\n"
    ),
    "Base64, a browser's": lambda lines: b"data:text/plain;base64," + base64.b64encode(text(lines)),
    "uuencode": uuencoded,
    "Wireshark, PDML": packets,
    "Wireshark, CSV": lambda lines: table(
        [
            ("No.", "Time", "Source", "Info"),
            *(("7", "0.1", "10.1.2.3", f"LOCAL0.INFO: {one}") for one in lines),
        ],
        ",",
    ),
    "tabs for blanks": signs("  |", "\t|"),
    "no-break spaces": signs(" ", "\u00a0"),
    "thin spaces": signs(" ", "\u2009"),
    "squeezed": each(lambda _, line: line.replace("  ", " ").replace(" |", "|")),
    "spaced": each(lambda _, line: line.replace("|", " | ", 4)),
    "a list": around("\u2022\t"),
    "numbered": each(lambda n, line: f"{n}. {line}"),
    "CDATA": around("<Event><Data><![CDATA[", "]]></Data></Event>"),
    "attributes": each(lambda _, line: f'<entry message="{html.escape(line)}"/>'),
    "YAML": each(lambda _, line: f"  - time: 1\n    message: {json.dumps(line)}"),
    "a data base": each(
        lambda n, line: f"INSERT INTO log VALUES ({n}, '{line.replace(chr(39), chr(39) * 2)}');"
    ),
    "a program's texts": each(lambda _, line: f"{line!r},"),
    "a program's list": lambda lines: repr(list(lines)).encode(),
    "a program's list of bytes": lambda lines: repr([line.encode() for line in lines]).encode(),
    "a program's tuple, named": lambda lines: f"log = {tuple(lines)!r}\n".encode(),
    "a list in JSON": lambda lines: json.dumps({"mac": "0004f2a1b2c3", "lines": list(lines)}).encode(),
    "a script's list": lambda lines: (
        "const log = ['" + "', '".join(line.replace("'", "\\'") for line in lines) + "'];"
    ).encode(),
    "PowerShell's list": lambda lines: (
        "@('" + "', '".join(line.replace("'", "''") for line in lines) + "')"
    ).encode(),
    "PHP's array": each(lambda n, line: "  {} => '{}',".format(n, line.replace("'", "\\'"))),
    "between marks": around("\u2018", "\u2019"),
    "a patch": around("+"),
    "code": lambda lines: b"```\n" + text(lines) + b"\n```\n",
    "a page as it is": lambda lines: (
        f"<html><body><pre>\n{html.escape(text(lines).decode())}\n</pre></body></html>".encode()
    ),
    "an HTML list": lambda lines: (
        f"<html><ol>{''.join(f'<li>{html.escape(one)}</li>' for one in lines)}</ol></html>".encode()
    ),
    "a Markdown table": lambda lines: text(["| " + one.replace("|", "\\|") + " |" for one in lines]),
    "a Markdown table's columns": lambda lines: text(
        ["| Time | Module | Level | Missed | Message |", "|---|---|---|---|---|"]
        + [f"| {' | '.join(row)} |" for row in fields(lines)]
    ),
    "broken bars in Latin-1": signs("|", "\xa6", "latin-1"),
    "drawn bars in code page 437": signs("|", "\u2502", "cp437"),
    "ends as rsyslog writes them": between("#012"),
    "tabs as rsyslog writes them": signs("  |", "#011 |"),
    "strokes between": between(" / "),
    "signs for line ends": between("\u00b6"),
    "tags for line ends": around("", "<br />"),
}
"""How each form is made of the lines of a log. All keep what the lines say."""
