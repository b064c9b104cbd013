"""Aliases in free text: of a text that anybody may have written, only what is known to be harmless stays."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache

from wizard.core import names
from wizard.core.case.aliases import IPV4, MAC, REVERSED4, REVERSED6, Aliases, Kind
from wizard.core.case.own_words import SHORT_NUMBER, says_nothing
from wizard.core.case.usual_words import STANDARD
from wizard.core.handset.parameters import known, meant
from wizard.core.log.bare import broken_messages, message_in
from wizard.core.log.line import MAX_PARSED, parse
from wizard.core.log.wrapped import Broken, broken_in
from wizard.core.record import RecordType
from wizard.core.trace import grammar

GONE = "…"
"""Stands for words and numbers that may tell something."""

_PIECE = re.compile(
    r"(?<![\w:])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,45}(?![\w:])"
    r"|(?<![\w.])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![\w])"
    r"|[\w*-]++(?:\.[\w-]++)*+"
)
_TOKEN = re.compile(r"[\w*-]++(?:\.[\w-]++)*+")
_PORT = 5
_TIME = re.compile(r"[0-9]{10}\|")
_ANY_TIME = "0101000000|"
_SIGNS = re.compile(r"[\s>-]*(?:[0-9]{1,6}[\s-]*$|<[0-9]{1,3}>)?")
"""How a mail quotes and numbers lines, and the priority of a syslog server."""
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_MANY = re.compile(rf"{GONE}(?:[ \t.,;:'\"_()\[\]/=@!-]*{GONE})+")
_SPACED_MAC = re.compile(r"(?<!\w)[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2}){5}(?!\w)")
_PARTED_ADDRESS = re.compile(r"(?<![0-9])[0-9]{1,3}([_-])[0-9]{1,3}\1[0-9]{1,3}\1[0-9]{1,3}(?![0-9])")
"""As host names of DHCP servers have it: ``ip-10-44-7-77``."""
_IN_GROUPS = re.compile(r"(?<![\w.:])\+?\(?[0-9]{1,6}\)?(?:[ /-]{1,2}\(?[0-9]{1,6}\)?){2,8}(?![\w.:])")
"""A telephone number, for one: each group alone would be too short to tell anything."""
_SHORTEST_DIALLED = 6
_SCHEME = re.compile(r"(?:sips?|https?|dns|tls|tcp|udp)(?=:)", re.IGNORECASE)
_USER_AT = re.compile(r"(sips?:)([^\s@<>;:\"']{1,80})(?=@)", re.IGNORECASE)

MODULES = frozenset(
    {
        *("app1", "app2", "ares", "bluet", "bluetooth", "bsdir", "cap", "cdp", "cert", "cfg", "clink"),
        *("clist", "cmp", "cmr", "copy", "curl", "daa", "dapi", "dbs", "dbuf", "dhcpc", "dis", "dns"),
        *("dock", "dot1x", "dspl", "ec", "efk", "ethf", "flk", "fec", "fur", "h323", "hset", "hw"),
        *("httpa", "httpd", "ib", "key", "ldap", "lic", "lldp", "loc", "log", "mb", "mobil", "net"),
        *("niche", "osd", "pcap", "pcd", "pdc", "peer", "pgui", "pmt", "poll", "pps", "pres", "pstn"),
        *("ptt", "push", "pwrsv", "rdisk", "res", "rtls", "rtos", "rtp", "sec", "sig", "sip", "slog"),
        *("so", "srtp", "sshc", "ssps", "static", "style", "sync", "sys", "ta", "task", "tickt", "tls"),
        *("trace", "ttrs", "usb", "usbio", "util", "utilm", "vsr", "wad", "wdog", "wlan", "wmgr"),
        *("xmpp"),
    }
)
"""The modules that the handset's firmware logs for, as far as its manuals name them."""

_TRANSPORTS = frozenset({"udp", "tcp", "tls", "sctp", "ws", "wss"})
_FLAGS = re.compile(r"[SsAaUuPp]?")
_SERVICE = re.compile(r"(?:SIPS?\+D2[UTSW]|E2U\+(?:sip|email|tel)|)", re.IGNORECASE)


class Masker:
    """Puts aliases into texts. ``kept`` collects words that stay although the program never says them."""

    def __init__(self, aliases: Aliases) -> None:
        self.aliases = aliases
        self.kept: set[str] = set()
        self._most_digits = SHORT_NUMBER
        self._fields: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(("host", "target", "replacement"), aliases.name),
            **dict.fromkeys(("user", "display", "auth"), self.user),
            "address": aliases.address,
            "slots": self._slots,
            "rtype": lambda text: text if text in RecordType.__members__ else self.text(text),
            "protocol": lambda text: (
                text if text.lower() in _TRANSPORTS or text.isdigit() else self.text(text)
            ),
            "flags": lambda text: text if _FLAGS.fullmatch(text) else self.text(text),
            "service": lambda text: text if _SERVICE.fullmatch(text.strip("\"' ")) else self.text(text),
            "uptime": lambda text: text if re.fullmatch(r"[0-9.]{1,12}", text) else self.text(text),
        }
        self._message = lru_cache(maxsize=20_000)(self._new_message)
        self._after_time = lru_cache(maxsize=20_000)(self._new_after_time)

    def keep(self, text: str) -> None:
        """Remembers the words of something that stays on purpose."""
        self.kept.update(part.lower() for part in re.findall(r"[^\W_]+", text))

    # Texts

    def text(self, text: str) -> str:
        """A text of unknown words: known things get their aliases, the rest is left out."""
        if not text:
            return text
        text = _USER_AT.sub(lambda match: match.group(1) + self.user(match.group(2)), text)
        text = _IN_GROUPS.sub(self._groups, text)
        text = _SPACED_MAC.sub(lambda match: self._whole(self.aliases.mac(match.group())), text)
        text = _PARTED_ADDRESS.sub(self._parted_address, text)
        return _MANY.sub(GONE, _PIECE.sub(lambda match: self._piece(match.group()), text))

    def _whole(self, alias: str) -> str:
        """An alias of several pieces, none of which is to be replaced once more."""
        self.aliases.given.update(_TOKEN.findall(alias))
        return alias

    def _parted_address(self, match: re.Match[str]) -> str:
        address = match.group().replace(match[1], ".")
        if not names.is_ipv4(address):
            return match.group()
        return self._whole(self.aliases.address(address).replace(".", match[1]))

    def _groups(self, match: re.Match[str]) -> str:
        digits = sum(sign.isdigit() for sign in match.group())
        has_its_own = _SPACED_MAC.fullmatch(match.group()) or _PARTED_ADDRESS.fullmatch(match.group())
        return match.group() if has_its_own or digits < _SHORTEST_DIALLED else GONE

    def step(self, text: str) -> str:
        """A step of the program's own, which has nothing but its words, names and short numbers."""
        self._most_digits = _PORT
        try:
            return _PIECE.sub(lambda match: self._piece(match.group()), text)
        finally:
            self._most_digits = SHORT_NUMBER

    def typed(self, text: str) -> str:
        """What was typed into a field for a name or address: every word of it is one."""
        if names.is_ip(text.strip()):
            return self.aliases.address(text)
        return _PIECE.sub(self._typed_piece, text)

    def user(self, text: str) -> str:
        """A user name, perhaps with a domain or an address after it."""
        account, at, place = text.rpartition("@")
        return f"{self.user(account)}@{self.typed(place)}" if at else self.aliases.user(text)

    def _typed_piece(self, match: re.Match[str]) -> str:
        piece, start = match.group(), match.start()
        if _SCHEME.fullmatch(piece) and match.string.startswith(":", match.end()):
            return piece
        alias = self._of_form(piece)
        if alias is not None:
            return alias
        before = match.string[max(start - 1, 0) : start]
        if piece.isascii() and piece.isdigit() and len(piece) <= 5 and before in {":", "/", "="}:
            return piece  # a port, a priority
        if ":" in piece:
            return _TOKEN.sub(self._typed_piece, piece)
        return self.aliases.name(piece)

    def _of_form(self, piece: str) -> str | None:
        """The alias of what is recognised by its form alone."""
        if MAC.fullmatch(piece):
            return self.aliases.mac(piece)
        if IPV4.fullmatch(piece) and names.is_ipv4(piece):
            return self.aliases.address(piece)
        if REVERSED4.fullmatch(piece) or REVERSED6.fullmatch(piece):
            return self.aliases.name(piece)
        if piece.count(":") > 1:
            try:
                return self.aliases.address(str(ipaddress.IPv6Address(piece.rstrip(":."))))
            except ValueError:
                return None
        return None

    def _piece(self, piece: str) -> str:
        if piece in self.aliases.given:  # A user before an @ has been replaced already.
            return piece
        alias = self._of_form(piece)
        if alias is not None:
            return alias
        if ":" in piece:
            if _CLOCK.fullmatch(piece):
                return piece
            return _TOKEN.sub(lambda match: self._piece(match.group()), piece)
        if self.aliases.knows(Kind.USER, piece):
            return self.aliases.user(piece)
        if "." in piece and re.search(r"[^\W\d_]", piece):
            return self._dotted(piece)
        if piece.replace(".", "").isdigit():
            short = piece.count(".") < 2 and all(len(one) <= self._most_digits for one in piece.split("."))
            return piece if short else GONE
        if self.aliases.knows_label(piece) and not says_nothing(piece):
            return self.aliases.label(piece)
        return piece if says_nothing(piece) else GONE

    def _dotted(self, piece: str) -> str:
        """A name, a file, a parameter: only a parameter of the handset's that everybody has stays."""
        if known(piece) is not None:
            self.keep(piece)
            return piece
        labels = piece.split(".")
        if says_nothing(piece) and not any(self._is_of_a_name(label) for label in labels):
            return piece
        return self.aliases.name(piece)

    def _is_of_a_name(self, label: str) -> bool:
        return self.aliases.knows_label(label) or label.lower() in STANDARD

    # Log lines

    def log(self, text: str) -> str:
        """A whole log, line by line; every line keeps its number, and its time."""
        raws = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        is_log = any(parse(1, raw).has_form for raw in raws)
        broken = broken_in(raws) if is_log else {**broken_in(raws), **broken_messages(raws)}
        if not broken:
            return "\n".join(map(self.line, raws))
        shown: list[str] = []
        for place, raw in enumerate(raws):
            if place >= len(shown):
                shown += self._broken(broken[place]) if place in broken else [self.line(raw)]
        return "\n".join(shown)

    def _broken(self, broken: Broken) -> list[str]:
        """A line that a mail broke, broken again behind the first word of its message."""
        line = self.line(broken.text)
        message = parse(1, line).message.lstrip("> \t")
        first, _, rest = message.partition(" ")
        return [line[: len(line) - len(message)] + first, rest, *[""] * (broken.behind - 1)]

    def line(self, raw: str) -> str:
        """One line of a log. Lines that differ by their time alone are worked out once."""
        usual = _TIME.match(raw)
        after = self._after_time(raw[usual.end() :]) if usual else ""
        return usual.group() + after if usual and after else self._line(raw)

    def _new_after_time(self, rest: str) -> str:
        made = self._line(f"{_ANY_TIME}{rest}")
        return made[len(_ANY_TIME) :] if made.startswith(_ANY_TIME) else ""  # Of no log's line, it may go.

    def _line(self, raw: str) -> str:
        if not raw.strip():
            return raw
        line = parse(1, raw)
        if not line.has_form or len(raw) > MAX_PARSED:
            return self._bare(raw)
        before = raw[: len(raw) - len(line.message)]
        *heads, module, level, missed, _ = before.split("|")
        kept = module if line.module in MODULES else re.sub(r"[\w]+", "other", module, count=1)
        if line.module in MODULES:
            self.kept.add(line.module)
        head = "|".join(self._head(one, line.time) for one in heads)
        start = f"{head}|" if heads else ""
        return f"{start}{kept}|{level}|{missed}|{self._message(line.module, line.message)}"

    def _bare(self, raw: str) -> str:
        """A line without the form: a message of the handset's alone, or anything else."""
        message = message_in(raw)
        rules = grammar.RULES if message else ()
        rule = next(
            (one for one in rules if one.pattern.fullmatch(grammar.as_written(one.module, message))), None
        )
        if rule is None:  # Also of an error that was cut: its form is not whole.
            return self.text(raw)
        at = raw.rindex(message)
        return f"{self.text(raw[:at])}{self._message(rule.module, message)}{raw[at + len(message) :]}"

    def _head(self, head: str, time: str) -> str:
        """What stands before the module: the time stays, of a syslog server's own words no name does."""
        bare = head.rstrip()
        lead = bare.removesuffix(time) if time else bare
        signs = _SIGNS.match(lead)
        begins = signs.end() if signs is not None else 0
        return f"{lead[:begins]}{self.text(lead[begins:])}{head[len(lead) :]}"

    def _new_message(self, module: str, message: str) -> str:
        bare = message.strip()
        at = message.find(bare)
        written = grammar.as_written(module, bare)
        message, bare = message.replace(bare, written, 1), written
        for rule in grammar.RULES:
            match = rule.pattern.fullmatch(bare) if rule.module == module else None
            if match is not None:
                return message[:at] + self._fields_of(match) + message[at + len(bare) :]
        return self.text(message)

    def _fields_of(self, match: re.Match[str]) -> str:
        """A message of known form: its words stay, each field gets its alias."""
        parts, at = [], 0
        for field in sorted(match.re.groupindex, key=match.start):
            start, end = match.span(field)
            parts += [match.string[at:start], self._field(field, match.string[start:end])]
            at = end
        return "".join([*parts, match.string[at:]])

    def _field(self, field: str, text: str) -> str:
        if text.isascii() and text.isdigit() and field not in {"user", "display", "auth", "host"}:
            return text
        return self._fields.get(field, self.text)(text)

    def _slots(self, text: str) -> str:
        return ",".join(self.aliases.address(one) if one.strip() else one for one in text.split(","))

    # Parameters

    def parameter(self, name: str) -> str:
        """The name of a parameter: the handset's own stay, and slips in them."""
        if known(name) is not None or meant(name) is not None:
            self.keep(name)
            return name
        return name if says_nothing(name) else self.aliases.word(name, "parameter")
