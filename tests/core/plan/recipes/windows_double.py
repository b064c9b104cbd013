"""A Windows DNS server as far as the recipes speak to it: it reads their commands strictly.

It stands in for the product, which none of our machines has. It proves quoting, names and that undo
takes back what was done; it does not prove what Windows would say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_QUOTES = "'\u2018\u2019\u201a\u201b"  # PowerShell ends a single-quoted string at any of these
_BARE = re.compile(r"[A-Za-z0-9_.:$-]+")
_DELETE = re.compile(r"Open (.+), right-click the (\S+) record (.+) \((.*)\), choose Delete, and confirm\.")
_CREATE = re.compile(
    r"Right-click (.+), choose (?:Other New Records…, select )?(.+?)(?:, click Create Record…|…), "
    r"and fill in: (.*)\. Click (?:OK|Add Host)(?:, then Done)?\."
)

Token = tuple[str, str]
"""Kind (``bare``, ``string``, or the sign itself) and text."""


def powershell_tokens(line: str) -> list[Token]:
    """Tokens of one line; a sign with a meaning outside quotes fails the test."""
    assert line.isprintable(), line
    tokens: list[Token] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
        elif line[at] in _QUOTES:
            text, at = _quoted(line, at + 1)
            tokens.append(("string", text))
        elif line[at] in ",;=(){}":
            tokens.append((line[at], line[at]))
            at += 1
        else:
            found = _BARE.match(line, at)
            assert found, f"{line[at]!r} outside quotes in {line}"
            tokens.append(("bare", found.group()))
            at = found.end()
    return tokens


def _quoted(line: str, at: int) -> tuple[str, int]:
    text = ""
    while line[at] not in _QUOTES or line[at + 1 : at + 2] in tuple(_QUOTES):
        at += 1 if line[at] not in _QUOTES else 2
        text += line[at - 1]
    return text, at + 1


def cmd_arguments(line: str) -> list[str]:
    """The arguments that a program gets from cmd.exe; a sign that cmd.exe acts on fails the test."""
    assert line.isprintable(), line
    assert "%" not in line, line
    assert '\\"' not in line, line  # the program would read an escaped quote
    arguments: list[str] = []
    quoted = fresh = False
    for sign in f"{line} ":
        if sign == '"':
            quoted = not quoted
        elif sign == " " and not quoted:
            fresh = False
            continue
        if not fresh:
            arguments.append("")
            fresh = True
        if sign != '"':
            assert quoted or sign not in "&|<>^", line
            arguments[-1] += sign
    assert not quoted, line
    return arguments


def _fields(text: str) -> dict[str, str]:
    """The fields of a dialog, as a step lists them."""
    found = {}
    for field_ in text.split("; "):
        label, colon, value = field_.partition(": ")
        found[
            label if colon else field_.removeprefix("tick ").removeprefix("leave ").removesuffix(" empty")
        ] = value
    return found


def _with_final_dot(kind: str, texts: list[str]) -> tuple[str, ...]:
    """The data as a server keeps it: the last text is a name, unless it is an address."""
    *rest, last = texts
    return (*rest, last if kind in {"A", "AAAA"} else last.rstrip(".") + ".")


@dataclass
class WindowsDns:
    """The zones of the server, and its records as (full name, type, data)."""

    zones: tuple[str, ...]
    records: set[tuple[str, str, tuple[str, ...]]] = field(default_factory=set)
    ttls: dict[tuple[str, str], str] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    def follow(self, product: str, lines: Iterable[str]) -> None:
        """Does what is printed for one of the three ways: PowerShell, dnscmd, or DNS Manager's dialogs."""
        {"powershell": self.powershell, "dnscmd": self.dnscmd, "windows": self.dialogs}[product](tuple(lines))

    def powershell(self, lines: tuple[str, ...]) -> None:
        """Runs lines; a comment that names a command of dnscmd is run as such."""
        for line in lines:
            if line.startswith("# In cmd.exe: "):
                self.dnscmd((line.removeprefix("# In cmd.exe: "),))
            elif not line.startswith("#"):
                self._run(powershell_tokens(line))

    def _run(self, tokens: list[Token]) -> None:
        words = [text for _kind, text in tokens]
        if words[0] == "if":
            kinds = [kind for kind, _text in tokens]
            assert words[1:4] == ["(", "Get-DnsServerZone", "-Name"]
            assert kinds[4] == "string"
            assert words[5:9] == ["-ErrorAction", "SilentlyContinue", ")", "{"]
            assert words[-1] == "}"
            if words[4] in self.zones:
                self._run(tokens[9:-1])
        elif words[0].startswith("$"):
            assert [kind for kind, _text in tokens] == ["bare", "=", "string", ";", "bare", "=", "string"]
            self.variables = {words[0]: words[2], words[4]: words[6]}
        else:
            self._cmdlet(words[0], self._parameters(tokens[1:]))

    def _parameters(self, tokens: list[Token]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        name = ""
        for kind, text in tokens:
            if kind == "bare" and text.startswith("-") and not text[1:2].isdigit():
                name = text
                found[name] = []
            elif kind != ",":
                assert kind in ("bare", "string")
                found[name].append(self.variables[text] if kind == "bare" and text[0] == "$" else text)
        return found

    def _cmdlet(self, verb: str, given: dict[str, list[str]]) -> None:
        zone, name = given["-ZoneName"][0], given["-Name"][0]
        owner = self._full(zone, name)
        if verb == "Remove-DnsServerResourceRecord":
            assert "-Force" in given
            self.records.remove((owner, given["-RRType"][0], tuple(given["-RecordData"])))
            return
        if verb == "Add-DnsServerResourceRecordA":
            kind, data = "A", given["-IPv4Address"]
        elif "-CName" in given:
            kind, data = "CNAME", [given["-HostNameAlias"][0] + "."]
        elif "-Ptr" in given:
            kind, data = "PTR", [given["-PtrDomainName"][0] + "."]
        else:
            assert verb == "Add-DnsServerResourceRecord"
            assert "-Srv" in given
            names = ("-Priority", "-Weight", "-Port")
            kind, data = (
                "SRV",
                [*(given[each][0] for each in names), given["-DomainName"][0].rstrip(".") + "."],
            )
        self._add(owner, kind, tuple(data), given["-TimeToLive"][0])

    def dnscmd(self, lines: tuple[str, ...]) -> None:
        for line in lines:
            program, verb, zone, node, *rest = cmd_arguments(line)
            assert program == "dnscmd"
            owner = self._full(zone, node)
            if verb == "/RecordDelete":
                assert rest.pop() == "/f"
                self.records.remove((owner, rest[0], tuple(rest[1:])))
            else:
                assert verb == "/RecordAdd"
                ttl, kind, *data = rest
                self._add(owner, kind, tuple(data), ttl)

    def dialogs(self, steps: tuple[str, ...]) -> None:
        """Fills in DNS Manager's dialogs, and deletes what is listed, as the steps say."""
        for step in steps:
            if gone := _DELETE.fullmatch(step):
                place, kind, name, data = gone.groups()
                below = "" if name == "(same as parent folder)" else f"{name}."
                texts = [text.strip('"') for text in data.split(" ")]
                self.records.remove((below + self._folder(place), kind, _with_final_dot(kind, texts)))
            elif made := _CREATE.match(step):
                place, dialog, fields = made.groups()
                self._fill_in(self._folder(place), dialog, _fields(fields))

    def _folder(self, path: str) -> str:
        zone, *inner = path.split(" > ")
        assert zone in self.zones, f"no zone {zone}"
        return ".".join([*reversed(inner), zone])

    def _fill_in(self, folder: str, dialog: str, fields: dict[str, str]) -> None:
        ttl = fields.pop("Time to live (TTL)")
        fields.pop("Create associated pointer (PTR) record", None)
        first, *rest = fields.values()
        labels = list(fields)
        if dialog == "Service Location (SRV)":
            assert labels[:3] == ["Domain", "Service", "Protocol"]
            owner, kind, rest = f"{rest[0]}.{rest[1]}.{first}", "SRV", rest[2:]
        elif dialog == "Naming Authority Pointer (NAPTR)":
            owner, kind = first, "NAPTR"
        elif dialog == "New Pointer (PTR)":
            owner, kind = f"{'.'.join(reversed(first.split('.')))}.in-addr.arpa", "PTR"
        else:
            kind = {"New Host (A or AAAA)": "A", "New Alias (CNAME)": "CNAME"}[dialog]
            owner = f"{first}.{folder}" if first else folder
        assert f".{owner}".endswith(f".{folder}"), f"{owner} is not made in {folder}"
        self._add(owner, kind, _with_final_dot(kind, rest), ttl)

    def _full(self, zone: str, name: str) -> str:
        assert zone in self.zones, f"no zone {zone}"
        owner = zone if name == "@" else f"{name}.{zone}"
        self.placed[owner] = zone
        return owner

    def _add(self, owner: str, kind: str, data: tuple[str, ...], ttl: str) -> None:
        assert (owner, kind, data) not in self.records
        self.records.add((owner, kind, data))
        self.ttls[owner, kind] = ttl
